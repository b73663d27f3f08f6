"""All that is kept of movie nights."""

from bot.storage.nights.ballot import Ballot
from bot.storage.nights.gathering import Gathering
from bot.storage.nights.outcome import Outcome
from bot.storage.nights.posts import Posts
from bot.storage.nights.showing import Showing
from bot.storage.nights.timers import Timers


class Nights(Gathering, Ballot, Outcome, Timers, Posts, Showing):
    """Movie nights, each change of one in a single transaction.

    A method that changes a night returns it as it is then, with a higher version if anything did
    change, or ``None`` when its stage, or who asks, doesn't allow that.
    """
