"""The first start: no model is there yet, so one is fetched and built in a process of its own."""

import asyncio
import logging
import signal
import sys
from dataclasses import dataclass

from bot.config import Settings
from bot.errors import ModelUnavailable, SettingInvalid
from recsys.datasets import releases
from recsys.datasets.releases import RELEASES
from recsys.errors import ModelOutdated, RecsysError, StorageFull
from recsys.model.built import ModelMeta
from recsys.store import artifacts, builds

log = logging.getLogger(__name__)

SAMPLE = releases.SAMPLE.name

_COMPLAINT = "error: "
"""How the recommender's command line begins to say why it failed."""
_LOOK_AGAIN = 1.0
"""Seconds between two looks at whether somebody else's build is done."""


async def ensure_model(settings: Settings) -> None:
    """Make sure that there is a model to open.

    Without one, the data set of the settings is downloaded and built. Without a network the
    invented sample serves until a later start succeeds. A model is built again when the host
    changes between embedded vectors and a Qdrant server, or when an earlier version of Matinee
    built it. A build that is under way already, perhaps left over by a bot that was killed, is
    waited for.

    Raises:
        StorageFull: the disk is full.
        ModelUnavailable: not even the sample could be built, and why.
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
    if await _waited_for_another_build(settings):
        await ensure_model(settings)
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
        failure = await _real_model(settings, dataset)
        if failure is None:
            return
        log.warning(
            "No ratings of %s could be had: serving sample data (invented ratings) for now. "
            "The next start tries again. The reason: %s",
            dataset,
            failure.sentence,
        )
    if not usable:
        await _build_sample(settings)


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


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command of the recommender failed: its exit code and its last words."""

    code: int
    sentence: str

    def error(self) -> ModelUnavailable | RecsysError:
        """Return what ends the start."""
        if self.code == StorageFull.exit_code:
            return StorageFull(self.sentence)
        return ModelUnavailable(f"No model could be built: {self.sentence}")


async def _real_model(settings: Settings, dataset: str) -> Failure | None:
    log.info("Fetching and building %s; this happens once.", dataset)
    undownloaded = await _recsys(settings, Command(("download", dataset)))
    return undownloaded or await _recsys(settings, _build(settings, dataset))


async def _build_sample(settings: Settings) -> None:
    failure = await _recsys(settings, _build(settings, SAMPLE))
    if failure is not None:
        raise failure.error()


async def _waited_for_another_build(settings: Settings) -> bool:
    """Wait while a build is being made in the store; return whether there was one."""
    if not await asyncio.to_thread(builds.is_busy, settings.models):
        return False
    log.info("Another build is being made in %s: waiting for it.", settings.models)
    while await asyncio.to_thread(builds.is_busy, settings.models):  # noqa: ASYNC110 - a process's
        await asyncio.sleep(_LOOK_AGAIN)
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """A call of `python -m recsys`, and what it is told on its standard input."""

    arguments: tuple[str, ...]
    told: bytes = b""


def _build(settings: Settings, dataset: str) -> Command:
    arguments = ["build", "--dataset", dataset]
    if settings.qdrant_url is not None:
        arguments += ["--qdrant-url", settings.qdrant_url]
    if settings.qdrant_url is None or settings.qdrant_key is None:
        return Command(tuple(arguments))
    # The key goes through a pipe: arguments can be read by everybody on the machine.
    arguments += ["--qdrant-key-file", "/dev/stdin"]
    return Command(tuple(arguments), settings.qdrant_key.reveal().encode())


async def _recsys(settings: Settings, command: Command) -> Failure | None:
    """Run a command of the recommender; return why it failed, or `None`.

    What it says meanwhile goes to the log.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "recsys",
        *command.arguments,
        "--data",
        str(settings.data),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        last_words = await _relay(process, command.told)
        code = await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if code == 0:
        return None
    if code > 0 and last_words:
        return Failure(code, last_words)
    how = signal.strsignal(-code) if code < 0 else f"exit code {code}"
    return Failure(code, f"`python -m recsys {command.arguments[0]}` ended without a word ({how}).")


async def _relay(process: asyncio.subprocess.Process, told: bytes) -> str:
    """Tell a command what it needs, log what it says until it ends; return its last words."""
    last_words = ""
    if process.stdin is not None and process.stderr is not None:
        process.stdin.write(told)
        process.stdin.close()
        async for line in process.stderr:
            said = line.decode(errors="replace").strip()
            last_words = said.removeprefix(_COMPLAINT) or last_words
            if said and not said.startswith(_COMPLAINT):
                log.info("%s", said)
    return last_words
