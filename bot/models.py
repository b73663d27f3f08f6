"""The first start: no model is there yet, so one is fetched and built in a process of its own."""

import asyncio
import logging
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass

from bot.config import Settings
from bot.errors import ModelUnavailable, SettingInvalid
from recsys.datasets import releases
from recsys.datasets.releases import RELEASES
from recsys.environment import with_server
from recsys.errors import ModelOutdated, RecsysError, StorageFull
from recsys.model.built import ModelMeta
from recsys.store import artifacts, builds

log = logging.getLogger(__name__)

SAMPLE = releases.SAMPLE.name

_COMPLAINT = "error: "
"""How the recommender's command line begins to say why it failed."""
_LAST_WORD = 3.0
"""Seconds for a command that is told to stop: it removes what it has half made."""
_LOOK_AGAIN = 1.0
"""Seconds between two looks at whether somebody else's build is done."""


async def ensure_model(settings: Settings) -> None:
    """Make sure that there is a model to open.

    Without one, the data set of the settings is downloaded and built. Without a network the
    invented sample serves until a later start succeeds. A model is built again when an earlier
    version of Matinee built it. A build that is under way already, perhaps left over by a bot that
    was killed, is waited for. When the host changes from a Qdrant server to the embedded engine,
    the model gets its vectors; for the other direction see `bot.vectors`.

    Raises:
        StorageFull: the disk is full.
        ModelUnavailable: not even the sample could be built, or the vectors could not be brought
            here, and why.
        SettingInvalid: there is no such data set.
    """
    await _ensure_built(settings)
    if settings.qdrant_url is None and await asyncio.to_thread(_is_elsewhere, settings):
        log.info("Bringing the vectors from the Qdrant server into the bot; this happens once.")
        failure = await recsys(settings, "index")
        if failure is not None:
            raise failure.error("The model's vectors could not be brought here")


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
    if await _waited_for_another_build(settings):
        await _ensure_built(settings)
        return
    dataset = outdated if outdated in RELEASES else settings.dataset
    if outdated is not None and dataset != outdated:
        log.warning(
            "Building %s instead: build %s from its own files with `python -m recsys build "
            "--source PATH`.",
            dataset,
            outdated,
        )
    if dataset != SAMPLE and await _has_real_model(settings, dataset):
        return
    if present is None:
        failure = await _build(settings, SAMPLE)
        if failure is not None:
            raise failure.error("No model could be built")


def _model_in_use(settings: Settings) -> ModelMeta | None:
    if not builds.has_model(settings.models):
        return None
    return artifacts.read_meta(builds.current(settings.models))


def _is_elsewhere(settings: Settings) -> bool:
    """Return whether the vectors of the model in use are on a server only."""
    return artifacts.read_meta(settings.models).engine == "server"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command of the recommender failed: its exit code and its last words."""

    code: int
    sentence: str

    def error(self, what: str) -> ModelUnavailable | RecsysError:
        """Return what ends the start: ``what`` failed."""
        if self.code == StorageFull.exit_code:
            return StorageFull(self.sentence)
        return ModelUnavailable(f"{what}: {self.sentence}")


async def _has_real_model(settings: Settings, dataset: str) -> bool:
    """Fetch and build a data set; return whether that succeeded, and log why not."""
    log.info("Fetching and building %s; this happens once.", dataset)
    failure = await recsys(settings, "download", dataset)
    failure = failure or await _build(settings, dataset)
    if failure is None:
        return True
    log.warning(
        "No ratings of %s could be had: serving sample data (invented ratings) for now. "
        "The next start tries again. The reason: %s",
        dataset,
        failure.sentence,
    )
    return False


async def _build(settings: Settings, dataset: str) -> Failure | None:
    """Build a data set with its vectors in the folder, whether or not a Qdrant server is there.

    Such a server gets them while the bot runs: see `bot.vectors`.
    """
    return await recsys(settings, "build", "--dataset", dataset, "--qdrant-url", "")


async def _waited_for_another_build(settings: Settings) -> bool:
    """Wait while a build is being made in the store; return whether there was one."""
    if not await asyncio.to_thread(builds.is_busy, settings.models):
        return False
    log.info("Another build is being made in %s: waiting for it.", settings.models)
    while await asyncio.to_thread(builds.is_busy, settings.models):  # noqa: ASYNC110 - a process's
        await asyncio.sleep(_LOOK_AGAIN)
    return True


async def recsys(settings: Settings, *arguments: str) -> Failure | None:
    """Run a command of the recommender on the same data; return why it failed, or ``None``.

    What it says meanwhile goes to the log. Cancelled, it stops the command and waits for its end.
    """
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "recsys", *arguments, "--data", str(settings.data)],
        env=with_server(settings.qdrant),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        last_words = await _relay(process)
        code = await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise
    if code == 0:
        return None
    if code > 0 and last_words:
        return Failure(code, last_words)
    how = signal.strsignal(-code) if code < 0 else f"exit code {code}"
    return Failure(code, f"`python -m recsys {arguments[0]}` ended without a word ({how}).")


async def _relay(process: asyncio.subprocess.Process) -> str:
    """Log what a command says until it ends; return its last words."""
    last_words = ""
    if process.stderr is not None:
        async for line in process.stderr:
            said = line.decode(errors="replace").strip()
            last_words = said.removeprefix(_COMPLAINT) or last_words
            if said and not said.startswith(_COMPLAINT):
                log.info("%s", said)
    return last_words


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let a command clean up behind itself; one that can't, in time, is killed."""
    with suppress(ProcessLookupError):  # it may have just ended by itself
        process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORD):
                await process.wait()
        process.kill()
        await process.wait()
