"""The first start and those after it: which model is there to open."""

import asyncio
import json
import logging
import os
import sys

import pytest

import bot.models.child
from bot.config import Settings
from bot.errors import ModelUnavailable, SettingInvalid
from bot.models.child import recsys
from bot.models.first import ensure_model
from lab.loopback.patience import patience
from lab.models import copy_models
from recsys.errors import StorageFull
from recsys.index.server.names import collection_of
from recsys.store import artifacts, builds, manifest
from tests.loopback_qdrant import forward, hold, loopback_qdrant
from tests.unit.datasets.written import CSV, write_zip


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Let every connection to the outside be refused at once."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")


def meta(settings):
    return artifacts.read_meta(builds.current(settings.models))


@pytest.fixture
def sampled(tmp_path, sample_store):
    """A data folder in which the sample is built already."""
    copy_models(sample_store, tmp_path / "models")
    return tmp_path


async def test_without_a_network_the_sample_is_built_and_a_warning_says_so(tmp_path, caplog):
    settings = Settings(data=tmp_path)
    await ensure_model(settings)
    assert meta(settings).invented
    (warning,) = caplog.records
    assert warning.levelname == "WARNING"
    assert "serving sample data (invented ratings) for now" in warning.getMessage()


async def test_a_host_who_wants_the_sample_has_it(sampled, caplog):
    settings = Settings(data=sampled, dataset="sample")
    before = meta(settings)
    await ensure_model(settings)
    assert meta(settings).build_id == before.build_id
    assert caplog.records == []


async def test_every_start_tries_to_do_better_than_the_sample(sampled, caplog):
    caplog.set_level(logging.INFO, "bot")
    settings = Settings(data=sampled)
    before = meta(settings)
    await ensure_model(settings)
    assert meta(settings).build_id == before.build_id
    assert caplog.messages[0] == "Fetching and building ml-latest-small; this happens once."
    assert [each.levelname for each in caplog.records if each.levelname != "INFO"] == ["WARNING"]
    assert "files.grouplens.org" in caplog.messages[-1], "the reason"

    (sampled / "downloads").mkdir(exist_ok=True)
    write_zip(sampled / "downloads" / "ml-latest-small.zip", CSV, "ml-latest-small/")
    await ensure_model(settings)
    real = meta(settings)
    assert (real.dataset, real.invented) == ("ml-latest-small", False)

    caplog.clear()
    await ensure_model(settings)
    assert meta(settings).build_id == real.build_id
    assert caplog.records == []


async def test_a_data_set_that_is_none_is_a_wrong_setting(tmp_path):
    with pytest.raises(SettingInvalid) as caught:
        await ensure_model(Settings(data=tmp_path, dataset="ml-enormous"))
    assert str(caught.value).startswith(
        "MATINEE_DATASET names no data set; choose auto, sample or one of"
    )
    assert "ml-enormous" not in str(caught.value)
    assert not list(tmp_path.iterdir())


async def test_where_nothing_can_be_written_the_start_ends_with_a_sentence(tmp_path):
    (tmp_path / "models").write_text("no folder")
    with pytest.raises(
        ModelUnavailable,
        match=r"^No model could be built: The model can't be written into .*models",
    ):
        await ensure_model(Settings(data=tmp_path, dataset="sample"))


@pytest.fixture
def saying(tmp_path, monkeypatch):
    """Let a script be the recommender's command line."""

    def put(script):
        program = tmp_path / "recsys"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))

    return put


async def test_a_full_disk_is_what_the_start_ends_with(tmp_path, saying, caplog):
    caplog.set_level(logging.INFO, "bot")
    saying("echo 'Indexing ...' >&2; echo 'error: The disk is full: free some.' >&2; exit 74")
    with pytest.raises(StorageFull, match=r"^The disk is full: free some\.$"):
        await ensure_model(Settings(data=tmp_path))
    assert "Indexing ..." in caplog.messages
    assert "The reason: The disk is full: free some." in caplog.text


async def test_a_command_that_dies_without_a_word_is_a_failure(tmp_path, saying):
    saying("kill -KILL $$")
    with pytest.raises(ModelUnavailable, match=r"No model could be built: .*Killed"):
        await ensure_model(Settings(data=tmp_path, dataset="sample"))


async def test_a_build_under_way_is_waited_for_and_then_used(
    tmp_path, sample_store, caplog, monkeypatch
):
    """Such as one whose bot was killed: neither a failure nor another build."""
    caplog.set_level(logging.INFO, "bot")
    monkeypatch.setattr("bot.models.first._LOOK_AGAIN", 0.01)
    settings = Settings(data=tmp_path, dataset="sample")
    with builds.staging(settings.models):
        starting = asyncio.create_task(ensure_model(settings))
        async with asyncio.timeout(patience(1)):
            while not caplog.messages:
                await asyncio.sleep(0.01)
        copy_models(builds.current(sample_store), settings.models / "20990101-000000-cafe")
        (settings.models / "current").write_text("20990101-000000-cafe")
        assert not starting.done()
    await starting
    assert caplog.messages == [f"Another build is being made in {settings.models}: waiting for it."]
    assert len(builds.complete(settings.models)) == 1


async def test_somebody_elses_build_does_not_keep_a_model_from_serving(sampled):
    with builds.staging(sampled / "models"):
        await ensure_model(Settings(data=sampled, dataset="sample"))


async def test_a_model_whose_vectors_are_on_a_server_gets_them_without_being_fitted_again(
    sampled, caplog
):
    caplog.set_level(logging.INFO, "bot")
    folder = builds.current(sampled / "models")
    written = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(written | {"engine": "server"}), encoding="utf-8")
    manifest.write(folder)
    settings = Settings(data=sampled, dataset="sample")
    before = meta(settings)
    await ensure_model(settings)
    after = meta(settings)
    assert (after.engine, after.created) == ("edge", before.created)
    assert "Indexing" in caplog.text
    assert "Fitting" not in caplog.text


async def test_a_model_of_an_earlier_version_is_built_anew_from_the_same_data_set(sampled, caplog):
    caplog.set_level(logging.INFO, "bot")
    folder = builds.current(sampled / "models")
    written = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    earlier = written | {"format": 1, "dataset": "ml-latest-small", "invented": False}
    (folder / "meta.json").write_text(json.dumps(earlier), encoding="utf-8")
    (sampled / "downloads").mkdir(exist_ok=True)
    write_zip(sampled / "downloads" / "ml-latest-small.zip", CSV, "ml-latest-small/")
    await ensure_model(Settings(data=sampled, dataset="sample"))
    assert meta(Settings(data=sampled)).dataset == "ml-latest-small"
    assert caplog.messages[0] == "ml-latest-small has to be built again for this version."


async def test_a_model_on_disk_is_enough_to_start_with_a_server_that_is_away(sampled):
    settings = Settings(data=sampled, dataset="sample", qdrant_url="http://127.0.0.1:9")
    before = meta(settings)
    await ensure_model(settings)
    assert meta(settings) == before


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
async def test_a_command_that_cannot_clean_up_in_time_is_killed(sampled, monkeypatch):
    monkeypatch.setattr(bot.models.child, "_LAST_WORD", 0.5)
    held, deleting = hold(), hold()
    with loopback_qdrant() as server:
        collection = f"/collections/{collection_of(meta(Settings(data=sampled)).build_id)}"
        server.scripts[f"{collection}/points"] = [held]
        server.scripts[collection] = [forward, deleting]
        settings = Settings(data=sampled, qdrant_url=server.url)
        uploading = asyncio.create_task(recsys(settings, "index"))
        await asyncio.to_thread(held.reached.wait)
        uploading.cancel()
        await asyncio.wait({uploading})
        assert uploading.cancelled()
        with builds.locked(settings.models):
            """Nobody holds the store any more."""


async def test_a_server_that_is_away_stops_no_first_start(tmp_path):
    settings = Settings(data=tmp_path, dataset="sample", qdrant_url="http://127.0.0.1:9")
    await ensure_model(settings)
    assert meta(settings).engine == "edge"
