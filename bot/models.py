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
    invented sample serves until a later start succeeds. A model is built again when an earlier
    version of Matinee built it. When the host changes from a Qdrant server to the embedded engine,
    it gets its vectors; for the other direction see `bot.vectors`.

    Raises:
        ModelUnavailable: not even the sample could be built, or the vectors could not be brought
            here; the log says why.
        SettingInvalid: there is no such data set.
    """
    await _ensure_built(settings)
    if settings.qdrant_url is None and await asyncio.to_thread(_is_elsewhere, settings):
        log.info("Bringing the vectors from the Qdrant server into the bot; this happens once.")
        if not await recsys(settings, "index"):
            raise ModelUnavailable(
                "The vectors of the model could not be brought here, the lines above say why; set "
                "QDRANT_URL again, or build anew with `python -m recsys build`."
            )


async def _ensure_built(settings: Settings) -> None:
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
    if present is not None and (settings.dataset == SAMPLE or not present.invented):
        if settings.dataset != present.dataset:
            log.info(
                "Serving %s, which is built already; `python -m recsys build --dataset %s` "
                "builds the other.",
                present.dataset,
                settings.dataset,
            )
        return
    dataset = outdated if outdated in RELEASES else settings.dataset
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
    if present is None and not await recsys(settings, "build", "--dataset", SAMPLE):
        raise ModelUnavailable(
            "No model could be built, the lines above say why; `python -m recsys build` shows more."
        )


def _model_in_use(settings: Settings) -> ModelMeta | None:
    if not builds.has_model(settings.models):
        return None
    return artifacts.read_meta(builds.current(settings.models))


def _is_elsewhere(settings: Settings) -> bool:
    """Return whether the vectors of the model in use are on a server only."""
    return artifacts.read_meta(settings.models).engine == "server"


async def _real_model(settings: Settings, dataset: str) -> bool:
    log.info("Fetching and building %s; this happens once.", dataset)
    downloaded = await recsys(settings, "download", dataset)
    return downloaded and await recsys(settings, "build", "--dataset", dataset)


async def recsys(settings: Settings, *arguments: str) -> bool:
    """Run a command of the recommender on the same data; return whether it did what it should.

    Cancelled, it stops the command and waits for its end.
    """
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
