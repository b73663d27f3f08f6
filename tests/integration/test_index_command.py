"""The vectors of a built model move between a server and its folder without a new build."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recsys.cli.entry import main
from recsys.index.server.names import collection_of
from recsys.store import artifacts, builds
from recsys.store.build import build
from tests.loopback_qdrant import hold, loopback_qdrant
from tests.worlds import CampSource

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def server():
    with loopback_qdrant() as made:
        yield made


@pytest.fixture
def run(tmp_path, capsys):
    """Return a function that runs a command on a data folder: exit code, output, messages."""

    def run(command, *options):
        code = main([command, "--data", str(tmp_path), *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def films(run, url):
    code, out, err = run("recommend", "--like", "1", "--json", "--qdrant-url", url)
    assert code == 0, err
    return json.loads(out)


def test_onto_a_server_and_back(run, server, tmp_path):
    store = tmp_path / "models"
    build(CampSource(), store)
    embedded = films(run, "")
    code, _, err = run("index", "--qdrant-url", server.url)
    assert code == 0, err
    assert films(run, server.url) == embedded
    assert builds.complete(store) == [builds.current(store)]
    assert films(run, "") == embedded


def test_from_a_server_into_the_folder(run, server, tmp_path):
    store = tmp_path / "models"
    code, _, err = run("build", "--dataset", "sample", "--qdrant-url", server.url)
    assert code == 0, err
    before, first = films(run, server.url), artifacts.read_meta(store)
    assert run("recommend")[0] == 69
    code, out, err = run("index")
    assert code == 0, err
    assert "Fitting" not in err
    assert films(run, "") == before
    meta = artifacts.read_meta(store)
    assert (meta.engine, meta.dataset, meta.created) == ("edge", "sample", first.created)
    assert str(builds.current(store)) in out
    # Who has the model open goes on with it.
    assert len(builds.complete(store)) == 2


def test_where_they_are_already_nothing_is_done(run, tmp_path):
    build(CampSource(), tmp_path / "models")
    before = builds.current(tmp_path / "models")
    assert run("index")[0] == 0
    assert builds.complete(tmp_path / "models") == [before]


def test_without_a_model_it_says_how_to_get_one(run):
    code, _, err = run("index")
    assert code == 66
    assert "recsys build" in err


def test_who_is_told_to_stop_an_upload_leaves_nothing_on_the_server(server, tmp_path):
    held = hold()
    build(CampSource(), tmp_path / "models")
    name = collection_of(builds.current(tmp_path / "models").name)
    server.scripts[f"/collections/{name}/points"] = [held]
    command = [sys.executable, "-m", "recsys", "index", "--data", str(tmp_path)]
    with subprocess.Popen(
        [*command, "--qdrant-url", server.url], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as index:
        held.reached.wait()
        index.send_signal(signal.SIGTERM)
        rest = index.stderr.read()
    assert index.returncode == 130, rest
    assert "Traceback" not in rest
    assert asyncio.run(server.memory.get_collections()).collections == []
