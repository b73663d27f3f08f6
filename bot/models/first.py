"""The first start: no model is there yet, so one is fetched and built in a process of its own."""

import asyncio
import logging

from bot.config import AUTO, Settings
from bot.errors import SettingInvalid
from bot.models.child import Failure, recsys
from bot.models.opening import bring_vectors
from recsys.datasets import releases
from recsys.datasets.releases import RELEASES
from recsys.errors import ModelOutdated
from recsys.model.built import ModelMeta
from recsys.store import artifacts, builds

log = logging.getLogger(__name__)

SAMPLE = releases.SAMPLE.name
FIRST = "ml-latest-small"
"""Fetched and built in seconds, for hosts who leave the choice to us."""

_LOOK_AGAIN = 1.0
"""Seconds between two looks at whether somebody else's build is done."""


async def ensure_model(settings: Settings) -> None:
    """Make sure that there is a model to open.

    Without one, the data set of the settings is downloaded and built; `FIRST`, if they leave the
    choice to us. Without a network the invented sample serves until a later start succeeds. A model
    is built again when an earlier version of Matinee built it. A build that is under way already,
    perhaps left over by a bot that was killed, is waited for. When the host changes from a Qdrant
    server to the embedded engine, the model gets its vectors; for the other direction see
    `bot.models.vectors`.

    Raises:
        StorageFull: the disk is full.
        ModelUnavailable: not even the sample could be built, or the vectors could not be brought
            here, and why.
        SettingInvalid: there is no such data set.
    """
    await _ensure_built(settings)
    await bring_vectors(settings)


async def _ensure_built(settings: Settings) -> None:
    if settings.dataset not in {AUTO, SAMPLE, *RELEASES}:
        names = f"{AUTO}, {SAMPLE} or one of {', '.join(RELEASES)}"
        raise SettingInvalid("MATINEE_DATASET", f"names no data set; choose {names}")
    wanted = FIRST if settings.dataset == AUTO else settings.dataset
    present, outdated = None, None
    try:
        present = await asyncio.to_thread(_model_in_use, settings)
    except ModelOutdated as error:
        outdated = error.dataset
        log.info("%s has to be built again for this version.", outdated)
    if present is not None and (wanted == SAMPLE or not present.invented):
        if settings.dataset not in {AUTO, present.dataset}:
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
    dataset = outdated if outdated in RELEASES else wanted
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

    Such a server gets them while the bot runs: see `bot.models.vectors`.
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
