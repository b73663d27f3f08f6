"""Calls on the repository of movie nights, drawn so that nights get through all their stages.

At random and not by strategies: those prefer what is simple, and nights would stay at their start.
"""

from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from bot.nights import rules
from bot.nights.types import NightOptions, Post, ProposedFilm, Timer
from recsys.types import ItemId
from tests.unit.bot.storage.nights_model import Model

START = datetime(2026, 2, 4, 20, tzinfo=UTC)
GUILDS = (1, 2)
MEMBERS = (11, 12, 13, 14, 15)


class Caller:
    """Draws calls (name, arguments, options) that mostly make sense as the nights stand."""

    def __init__(self, chance: Random, model: Model) -> None:
        self.chance = chance
        going_on = [night.id for guild_id in GUILDS for night in model.active(guild_id)]
        self.is_quiet = len(going_on) < 2
        self.night_id = self.mostly(going_on, range(1, len(model.nights) + 2))
        night = model.get(self.night_id)
        self.member_id = self.mostly(night.member_ids if night else (), MEMBERS)
        over = [night.id for guild_id in GUILDS for night in model.history(guild_id, 2)]
        self.perhaps_over = self.mostly(over, [self.night_id])
        self.any_votes = bool(night and night.approvals)
        self.films = [film.id for film in night.on_ballot] if night else []

    def mostly(self, likely, all_there_are):
        return self.chance.choice(
            likely if likely and self.chance.random() < 0.9 else all_there_are
        )

    def weighted(self, *choices):
        weights, calls = zip(*choices, strict=True)
        (call,) = self.chance.choices(calls, weights)
        return call

    def call(self):
        if self.is_quiet:
            return self.create()
        return self.weighted((10, self.vote), (4, self.move), (2, self.people), (4, self.turn))()

    def create(self):
        options = NightOptions(
            starts_at=self.chance.choice((None, self.time())),
            genre=self.chance.choice((None, "Drama")),
            anybody_suggests=self.chance.random() < 0.5,
        )
        joined = self.chance.choices(MEMBERS, k=self.chance.randint(0, 3))
        return "create", (self.chance.choice(GUILDS), 4, self.member_id, options, joined), {}

    def vote(self):
        night_id, member_id = self.night_id, self.member_id
        film_id = self.mostly(self.films, range(20))
        reason = self.chance.choice((None, "no", "too long"))
        return self.weighted(
            (8, ("toggle_approval", (night_id, film_id, member_id), {})),
            (2, ("veto", (night_id, film_id, member_id, reason), {})),
            (1, ("unveto", (night_id, member_id), {})),
            (4, ("set_done", (night_id, member_id, self.chance.random() < 0.7), {})),
            (1, ("add_film", (night_id, self.named()), {})),
        )

    def move(self):
        decide = partial(rules.decide, may_run_off=self.chance.random() < 0.8)
        close = {"runoff_ends_at": self.time(), "film_seconds": 3600}
        shortlist = {
            "keep": {self.mostly(self.films, range(20)) for _ in range(self.chance.randint(0, 3))},
            "add": [self.proposed() for _ in range(self.chance.randint(0, 3))],
            "vote_ends_at": self.time(),
        }
        return self.weighted(
            (2, ("put_shortlist", (self.night_id,), shortlist)),
            (0.2 + 3 * self.any_votes, ("close_vote", (self.night_id, decide), close)),
            (0.5, ("watched", (self.night_id,), {})),
            (1, ("rate", (self.perhaps_over, self.member_id, self.chance.random() < 0.5), {})),
            (0.2, ("cancel", (self.night_id,), {})),
        )

    def people(self):
        anybody = self.chance.choice(MEMBERS)
        return self.weighted(
            (4, ("join", (self.night_id, anybody), {})),
            (1, ("leave", (self.night_id, self.member_id), {})),
            (1, ("drop_members", (self.night_id, {self.member_id, anybody}), {})),
        )

    def turn(self):
        """Draw what is called behind the scenes."""
        night_id, post = self.night_id, self.chance.choice(list(Post))
        posted = self.chance.choice((night_id, self.perhaps_over))
        claimed = self.chance.choice((Timer.REMINDER, Timer.REMINDER, Timer.HOW_WAS_IT))
        return self.weighted(
            (6, ("claim", (night_id, claimed), {})),
            (0.5, ("drop_timer", (night_id, self.chance.choice(list(Timer))), {})),
            (2, ("attempt_post", (posted, post), {})),
            (1, ("post_sent", (posted, post, 99), {})),
            (1, ("give_up_post", (posted, post), {})),
            (1, ("set_message", (night_id, 5, self.chance.randint(50, 52)), {})),
            (1, ("shown", (night_id, self.chance.randint(1, 30)), {})),
            (1, ("try_event", (night_id,), {})),
            (1, ("untry_event", (night_id,), {})),
            (1, ("set_event", (night_id, 77), {})),
        )

    def named(self):
        title = self.chance.choice(("Our Holiday", "our  holiday", "Rushes"))
        return self.chance.choice(
            (
                ProposedFilm(None, title, self.member_id),
                ProposedFilm(self.item_id(), added_by=self.member_id),
            )
        )

    def proposed(self):
        fits = {
            member_id: self.chance.choice((None, 0.0, 0.5, 1.0))
            for member_id in self.chance.sample(MEMBERS, k=3)
        }
        return ProposedFilm(self.item_id(), carried=self.chance.random() < 0.5, fits=fits)

    def item_id(self):
        return ItemId(self.chance.randint(1, 6))

    def time(self):
        return START + timedelta(minutes=self.chance.randint(-90, 90))
