"""Rules for nights, drawn so that nights get through all their stages.

At random and not by strategies: those prefer what is simple, and nights would stay at their start.
"""

from datetime import UTC, datetime, timedelta
from functools import partial

from bot.nights import rules
from bot.nights.night import NEW, NightFilm, NightOptions, Post, Stage
from bot.nights.rules import Actor
from bot.storage.types import Remind
from recsys.types import ItemId

START = datetime(2026, 2, 4, 20, tzinfo=UTC)
GUILDS = (1, 2)
MEMBERS = (11, 12, 13, 14, 15)
CHANNEL = 4


class Caller:
    """Draws rules that mostly make sense for a night as it stands."""

    def __init__(self, chance, night, now):
        self.chance, self.night, self.now = chance, night, now
        self.films = [film.id for film in night.on_ballot]
        who = self.mostly([*night.member_ids, night.organiser_id], MEMBERS)
        self.actor = Actor(who, manages=chance.random() < 0.2)

    def mostly(self, likely, all_there_are):
        return self.chance.choice(
            likely if likely and self.chance.random() < 0.9 else all_there_are
        )

    def weighted(self, *choices):
        weights, drawn = zip(*choices, strict=True)
        (one,) = self.chance.choices(drawn, weights)
        return one

    def rule(self):
        """Return a rule that takes a night and nothing else."""
        stage = self.night.stage
        by_stage = {
            Stage.GATHERING: ((6, self.gathering), (1, self.vote), (1, self.turn)),
            Stage.VOTING: ((10, self.vote), (2, self.move), (1, self.turn), (1, self.gathering)),
            Stage.RUNOFF: ((8, self.vote), (1, self.move), (1, self.turn)),
        }
        after = ((3, self.after), (4, self.turn), (1, self.vote), (1, self.move))
        return self.weighted(*by_stage.get(stage, after))()

    def gathering(self):
        anybody = Actor(self.chance.choice(MEMBERS))
        gone = {self.chance.choice(MEMBERS)}
        return self.weighted(
            (5, partial(rules.join, actor=anybody)),
            (1, partial(rules.leave, actor=self.actor, now=self.now)),
            (1, partial(rules.invite, actor=self.actor, asked=self.chance.sample(MEMBERS, 2))),
            (1, partial(rules.show_fits, actor=anybody, shown=self.chance.random() < 0.7)),
            (0.5, partial(rules.drop, actor=self.actor, gone=gone)),
            (3, partial(rules.suggest, actor=self.actor, films=self.drawn(), now=self.now)),
            (0.1, partial(rules.cancel, actor=self.actor)),
        )

    def vote(self):
        film = {"film_id": self.mostly(self.films, range(20)), "actor": self.actor}
        done = {"vote": self.which(), "now": self.now, "done": self.chance.random() < 0.7}
        reason = self.chance.choice((None, "no", "too long"))
        some = {film_id for film_id in self.films if self.chance.random() < 0.5}
        return self.weighted(
            (8, partial(rules.toggle_approval, **film)),
            (3, partial(rules.veto, **film, reason=reason)),
            (3, partial(rules.set_done, actor=self.actor, **done)),
            (1, partial(rules.add_film, actor=self.actor, film=self.named())),
            (2, partial(rules.approve_only, actor=self.actor, films=some, vote=self.which())),
            (1, partial(rules.unveto, actor=self.actor, vote=self.which())),
            (1, partial(rules.join, actor=Actor(self.chance.choice(MEMBERS)), fits=self.fits())),
            (1, partial(rules.leave, actor=self.actor, now=self.now)),
        )

    def move(self):
        listed = [film.id for film in self.night.films]
        going = {id_ for id_ in listed if self.chance.random() < 0.7}
        close = {"vote": self.which(), "now": self.now}
        return self.weighted(
            (3, partial(rules.swap, actor=self.actor, going=going, films=self.drawn())),
            (1, partial(rules.close, actor=self.actor, **close)),
            (0.2, partial(rules.cancel, actor=self.actor)),
        )

    def after(self):
        return self.weighted(
            (1, partial(rules.watched, actor=self.actor, now=self.now)),
            (2, partial(rules.rate, actor=self.actor, liked=self.chance.random() < 0.5)),
            (2, partial(rules.give_stars, actor=self.actor, stars=self.chance.randint(1, 10) / 2)),
            (0.1, partial(rules.cancel, actor=self.actor)),
            (0.1, rules.call_off),
        )

    def turn(self):
        """Draw what is done behind the scenes."""
        post = {"post": self.chance.choice(list(Post))}
        return self.weighted(
            (5, partial(rules.ring, now=self.now)),
            (2, partial(rules.attempt, **post, now=self.now)),
            (1, partial(rules.sent, **post, message_id=99)),
            (1, partial(rules.edited, **post, showed=self.night)),
            (1, partial(rules.give_up, **post)),
            (1, partial(rules.put_up, channel_id=5, message_id=self.chance.randint(50, 52))),
            (1, partial(rules.show, version=self.chance.randint(1, 30))),
            (1, partial(rules.plan_event, actor=self.actor, now=self.now)),
            (0.5, partial(rules.event_made, event_id=77)),
        )

    def which(self):
        return self.mostly([self.night.stage], [Stage.VOTING, Stage.RUNOFF])

    def named(self):
        title = self.chance.choice(("Our Holiday", "our  holiday", "Rushes"))
        return self.chance.choice((NightFilm(NEW, None, title), NightFilm(NEW, self.item_id())))

    def drawn(self):
        return [self.proposed() for _ in range(self.chance.randint(0, 4))]

    def proposed(self):
        fits = {
            member_id: self.chance.choice((None, 0.0, 0.1 + 0.2, 1.0))
            for member_id in self.chance.sample(MEMBERS, k=3)
        }
        return NightFilm(NEW, self.item_id(), carried=self.chance.random() < 0.5, fits=fits)

    def fits(self):
        return {self.item_id(): self.chance.choice((None, 0.5)) for _ in range(5)}

    def item_id(self):
        return ItemId(self.chance.randint(1, 9))


def announced(chance, now):
    """Return a night that is announced, with a few members and options."""
    options = NightOptions(
        starts_at=chance.choice((None, START + timedelta(minutes=chance.randint(-90, 90)))),
        vote_seconds=chance.choice((600, 3600)),
        genre=chance.choice((None, "Drama")),
        anybody_suggests=chance.random() < 0.5,
        remind=chance.choice([*Remind]),
    )
    invited = chance.choices(MEMBERS, k=chance.randint(0, 3))
    joined = chance.choices(MEMBERS, k=chance.randint(0, 3))
    guild, organiser = chance.choice(GUILDS), chance.choice(MEMBERS)
    night = rules.announce(guild, CHANNEL, organiser, options, invited, now)
    for member_id in joined:
        night = rules.join(night, Actor(member_id))
    return night
