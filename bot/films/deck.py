"""A few well-known films to rate, for a member whose taste nobody knows yet."""

from bot.films.buttons import page
from bot.films.lists import NothingLeft, new_deck
from bot.services import Services
from bot.ui.message import Message


async def deck(services: Services, member_id: int) -> Message:
    """Return well-known films that the member has said nothing of, one at a time.

    Without any film left the message says so and has no buttons.
    """
    try:
        return await page(services, await new_deck(services, member_id), 0)
    except NothingLeft as left:
        return Message(str(left))
