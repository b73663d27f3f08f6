"""The first start: no model is there yet, so one is fetched and built in a process of its own."""

import asyncio
import logging
import sys
from contextlib import suppress

from bot.config import Settings
from bot.errors import ModelUnavailable, SettingInvalid
from recsys.datasets import releases
from recsys.datasets.releases import RELEASES
from recsys.environment import with_server
from recsys.errors import ModelOutdated
from recsys.model.built import ModelMeta
from recsys.store import artifacts, builds

log = logging.getLogger(__name__)

SAMPLE = releases.SAMPLE.name

_LAST_WORD = 3.0
"""Seconds for a command that is told to stop: it removes what it has half made."""


async def ensure_model(settings: Settings) -> None:
    """Make sure that there is a model to open.

    Without one, the data set of the settings is downloaded and built. Without a network the
    invented sample serves until a later start succeeds. A model is built again when the host
    changes between embedded vectors and a Qdrant server, or when an earlier version of Matinee
    built it.

    Raises:
        ModelUnavailable: not even the sample could be built; the log says why.
        SettingInvalid: there is no such data set.
    """
    if settings.dataset not in {SAMPLE, *RELEASES}:
        raise SettingInvalid(
            "MATINEE_DATASET", f"names no data set; choose {SAMPLE} or one of {', '.join(RELEASES)}"
        )
    present, outdated = None, None
    try:
        present = await asyncio.to_thread(_model_in_use, settings)
    except ModelOutdated as error:
        outdated = error.dataset
        log.info("%s has to be built again for this version.", outdated)
    usable = present is not None and _is_where_it_should_be(present, settings)
    if present is not None and usable and (settings.dataset == SAMPLE or not present.invented):
        if settings.dataset != present.dataset:
            log.info(
                "Serving %s, which is built already; `python -m recsys build --dataset %s` "
                "builds the other.",
                present.dataset,
                settings.dataset,
            )
        return
    dataset = outdated if outdated in RELEASES else _wanted(present, settings)
    if outdated is not None and dataset != outdated:
        log.warning(
            "Building %s instead: build %s from its own files with `python -m recsys build "
            "--source PATH`.",
            dataset,
            outdated,
        )
    if dataset != SAMPLE:
        if await _real_model(settings, dataset):
            return
        log.warning(
            "No ratings of %s could be had: serving sample data (invented ratings) for now. "
            "The next start tries again.",
            dataset,
        )
    if not usable and not await _recsys(settings, "build", "--dataset", SAMPLE):
        raise ModelUnavailable(
            "No model could be built, the lines above say why; `python -m recsys build` shows more."
        )


def _model_in_use(settings: Settings) -> ModelMeta | None:
    if not builds.has_model(settings.models):
        return None
    return artifacts.read_meta(builds.current(settings.models))


def _is_where_it_should_be(model: ModelMeta, settings: Settings) -> bool:
    """Return whether its vectors are on the server that the host wants, or on none."""
    return (model.engine == "server") == (settings.qdrant_url is not None)


def _wanted(present: ModelMeta | None, settings: Settings) -> str:
    """Return the data set to build: what served so far moves along when the engine changes."""
    if present is not None and not present.invented and present.dataset in RELEASES:
        return present.dataset
    return settings.dataset


async def _real_model(settings: Settings, dataset: str) -> bool:
    log.info("Fetching and building %s; this happens once.", dataset)
    downloaded = await _recsys(settings, "download", dataset)
    return downloaded and await _recsys(settings, "build", "--dataset", dataset)


async def _recsys(settings: Settings, *arguments: str) -> bool:
    """Run a command of the recommender; return whether it did what it should."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "recsys", *arguments, "--data", str(settings.data)],
        env=with_server(settings.qdrant),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise
    return process.returncode == 0


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let a command clean up behind itself; one that can't, in time, is killed."""
    with suppress(ProcessLookupError):  # it may have just ended by itself
        process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORD):
                await process.wait()
        process.kill()
        await process.wait()
