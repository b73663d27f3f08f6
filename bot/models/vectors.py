"""The vectors of the model in use, on the host's Qdrant server: there while the bot runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.models.child import Failure
from bot.models.in_use import Models
from recsys.errors import NOT_THERE, IndexFault

log = logging.getLogger(__name__)

LOOK: Final = 60.0
"""Seconds between two looks at the server."""
LONGEST: Final = 3600.0
"""Seconds between two uploads that fail, at most; each time they are twice as many."""


async def keep_uploaded(
    models: Models,
    upload: Callable[[], Awaitable[Failure | None]],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Upload the vectors whenever the server is there without them; runs until cancelled.

    Members get well-loved films meanwhile. The recommender needs no word that it is done: it looks
    at each request.

    Args:
        models: of which the one in use is looked at, whose vectors are on a server.
        upload: returns why it failed; ``None`` when the server has them now.
        sleep: waits some seconds.
    """
    failed = 0
    while True:
        try:
            with models.borrow() as recommender:
                await recommender.health()
        except NOT_THERE as lacking:
            log.warning("Uploading the vectors, well-loved films meanwhile: %s", lacking)
            failure = await upload()
            failed = failed + 1 if failure else 0
            if failure:
                minutes = _pause(failed) // 60
                log.warning("%s The next try is in %d minutes.", failure.sentence, minutes)
            else:
                log.info("The Qdrant server has the vectors: recommending again.")
        except IndexFault:
            pass  # It is away; whoever asks for films writes that to the log.
        await sleep(_pause(failed))


def _pause(failed: int) -> float:
    return min(LOOK * float(2**failed), LONGEST)
