"""Movie nights in dictionaries: what the repository has to tell, call by call."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta

from bot.nights.types import (
    Night,
    NightFilm,
    NightMember,
    NightOptions,
    PendingPost,
    Post,
    RunOff,
    Stage,
    Timer,
    Veto,
    Why,
)  # fmt: skip
from tests.unit.bot.nights import reference

UNDECIDED = ("gathering", "voting", "runoff")


@dataclass
class Film:
    id: int
    item: int | None
    title: str | None
    named_by: int | None
    carried: bool
    fits: dict
    tied: bool = False
    approved_by: tuple = field(default_factory=lambda: (set(), set()))

    @property
    def label(self):
        return self.item or " ".join(self.title.lower().split())


@dataclass
class Evening:
    """One night."""

    id: int
    guild: int
    channel: int
    organiser: int
    options: NightOptions
    created: object
    members: dict
    stage: str = "gathering"
    message: int | None = None
    films: dict = field(default_factory=dict)
    ever: set = field(default_factory=set)
    vetoes: dict = field(default_factory=dict)
    liked: dict = field(default_factory=dict)
    timers: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    ends: object = None
    winner: int | None = None
    why: str | None = None
    decided: object = None
    watched: object = None
    credits: dict | None = None
    event: int | None = None
    tried: bool = False
    version: int = 1
    shown: int = 0


class Model:
    """All nights. Methods have the names and answers of `bot.storage.nights.Nights`."""

    def __init__(self, now, most_members, most_films):
        self.now = now
        self.most_members, self.most_films = most_members, most_films
        self.nights = {}
        self.credit_of = {}
        self.films_made = 0

    def copy(self):
        twin = Model(self.now, self.most_members, self.most_films)
        twin.nights, twin.credit_of = deepcopy(self.nights), dict(self.credit_of)
        twin.films_made = self.films_made
        return twin

    # What is told.

    def get(self, night_id):
        night = self.nights.get(night_id)
        if night is None:
            return None
        had = night.credits
        if had is None:
            had = {m: self.credit_of.get((night.guild, m), 0.0) for m in night.members}
        films = list(night.films.values())
        return Night(
            id=night.id,
            guild_id=night.guild,
            channel_id=night.channel,
            message_id=night.message,
            organiser_id=night.organiser,
            stage=Stage(night.stage),
            options=night.options,
            created_at=night.created,
            vote_ends_at=night.ends,
            members=tuple(NightMember(m, done, had[m]) for m, done in night.members.items()),
            films=tuple(
                NightFilm(
                    film.id, film.item, film.title, film.named_by, film.carried, dict(film.fits)
                )
                for film in films
            ),
            approvals={f.id: frozenset(f.approved_by[0]) for f in films if f.approved_by[0]},
            runoff={f.id: frozenset(f.approved_by[1]) for f in films if f.tied},
            vetoes={m: Veto(film_id, reason) for m, (film_id, reason) in night.vetoes.items()},
            winner_id=night.winner,
            why=night.why and Why(night.why),
            decided_at=night.decided,
            watched_at=night.watched,
            event_id=night.event,
            liked=dict(night.liked),
            version=night.version,
        )

    def active(self, guild_id):
        stages = (*UNDECIDED, "decided")
        return [self.get(n.id) for n in self.nights.values()
                if n.guild == guild_id and n.stage in stages]  # fmt: skip

    def history(self, guild_id, limit, offset=0):
        over = [n for n in self.nights.values() if n.guild == guild_id and n.stage == "watched"]
        over.sort(key=lambda night: (night.watched, night.id))
        return [self.get(night.id) for night in over[::-1][offset:][:limit]]

    def items_shown(self, night_id):
        return set(self.nights[night_id].ever) if night_id in self.nights else set()

    def due(self, now):
        waiting = [
            (at, night.id, timer.value)
            for night in self.nights.values()
            for timer, at in night.timers.items()
        ]
        return [(id_, Timer(timer)) for at, id_, timer in sorted(waiting) if at <= now]

    def next_due(self):
        return min((at for n in self.nights.values() for at in n.timers.values()), default=None)

    def pending_posts(self):
        return [
            PendingPost(night.id, post, night.posts[post][1])
            for night in self.nights.values()
            for post in (Post.REMINDER, Post.HOW_WAS_IT)
            if night.posts.get(post, [""])[0] == "pending"
        ]

    def to_show(self):
        since = self.now() - timedelta(days=30)
        return [n.id for n in self.nights.values() if n.shown < n.version and n.created > since]

    def credits(self, guild_id, member_ids):
        return {member: self.credit_of.get((guild_id, member), 0.0) for member in member_ids}

    def carry_over(self, guild_id, most):
        over = [n for n in self.nights.values() if n.guild == guild_id and n.decided is not None
                and n.stage in ("decided", "watched")]  # fmt: skip
        if not over:
            return []
        newest = max(over, key=lambda night: (night.decided, night.id))
        vetoed = {film_id for film_id, _ in newest.vetoes.values()}
        lost = [
            (-len(film.approved_by[0]), film.id, film.item)
            for film in newest.films.values()
            if film.approved_by[0] and film.id != newest.winner and film.id not in vetoed
        ]
        return [item for _, _, item in sorted(lost) if item is not None][:most]

    # What changes.

    def create(self, guild_id, channel_id, organiser_id, options, members):
        night_id = len(self.nights) + 1
        joined = dict.fromkeys([organiser_id, *members], False)
        self.nights[night_id] = Evening(
            night_id, guild_id, channel_id, organiser_id, options, self.now(), joined
        )
        return self.get(night_id)

    def set_message(self, night_id, channel_id, message_id):
        night = self.nights.get(night_id)
        if night:
            night.channel, night.message, night.shown = channel_id, message_id, 0

    def shown(self, night_id, version):
        night = self.nights.get(night_id)
        if night:
            night.shown = max(night.shown, version)

    def join(self, night_id, member_id):
        night = self.at(night_id, "gathering")
        if not night or (
            member_id not in night.members and len(night.members) == self.most_members
        ):
            return None
        new = member_id not in night.members
        night.members.setdefault(member_id, False)
        return self.told(night, new)

    def leave(self, night_id, member_id):
        night = self.at(night_id, "gathering")
        return night and self.told(night, night.members.pop(member_id, None) is not None)

    def drop_members(self, night_id, ids):
        night = self.at(night_id, *UNDECIDED, "decided")
        if not night:
            return None
        gone = [id_ for id_ in set(ids) if night.members.pop(id_, None) is not None]
        if night.stage in UNDECIDED:
            for member in gone:
                self.unvote(night, member)
        return self.told(night, bool(gone))

    def put_shortlist(self, night_id, *, keep, add, vote_ends_at):
        night = self.at(night_id, "gathering", "voting")
        if not night:
            return None
        staying = {
            id_: film
            for id_, film in night.films.items()
            if id_ in keep or film.named_by or film.approved_by[0]
        }
        if not staying and not add:
            return None
        night.films = staying
        night.vetoes = {m: veto for m, veto in night.vetoes.items() if veto[0] in staying}
        for film in add:
            if len(night.films) < self.most_films:
                self.list_film(night, film)
        night.members = dict.fromkeys(night.members, False)
        night.stage = "voting"
        night.ends = night.timers[Timer.VOTE_ENDS] = night.ends or vote_ends_at
        return self.told(night)

    def add_film(self, night_id, film):
        night = self.at(night_id, "voting")
        if (
            not night
            or film.added_by not in night.members
            or film.added_by in [other.named_by for other in night.films.values()]
            or len(night.films) == self.most_films
            or not self.list_film(night, film)
        ):
            return None
        night.members = dict.fromkeys(night.members, False)
        return self.told(night)

    def toggle_approval(self, night_id, film_id, member_id):
        night = self.at(night_id, "voting", "runoff")
        if not night or member_id not in night.members or film_id not in night.films:
            return None
        film = night.films[film_id]
        if night.stage == "runoff" and not film.tied:
            return None
        approving = film.approved_by[night.stage == "runoff"]
        approving ^= {member_id}
        if member_id in approving and night.vetoes.get(member_id, [None])[0] == film_id:
            del night.vetoes[member_id]
        night.members[member_id] = False
        return self.told(night)

    def veto(self, night_id, film_id, member_id, reason):
        night = self.at(night_id, "voting")
        if not night or member_id not in night.members or film_id not in night.films:
            return None
        night.vetoes[member_id] = (film_id, reason)
        night.films[film_id].approved_by[0].discard(member_id)
        night.members[member_id] = False
        return self.told(night)

    def unveto(self, night_id, member_id):
        night = self.at(night_id, "voting")
        if not night or member_id not in night.members:
            return None
        had = night.vetoes.pop(member_id, None) is not None
        night.members[member_id] &= not had
        return self.told(night, had)

    def set_done(self, night_id, member_id, done):
        night = self.at(night_id, "voting", "runoff")
        if not night or member_id not in night.members:
            return None
        changed = night.members[member_id] != done
        night.members[member_id] = done
        return self.told(night, changed)

    def close_vote(self, night_id, decide, *, runoff_ends_at, film_seconds):
        night = self.at(night_id, "voting", "runoff")
        if not night:
            return None
        before = self.get(night_id)
        outcome = reference.outcome(before, may_run_off=decide.keywords["may_run_off"])
        night.timers.clear()
        if isinstance(outcome, RunOff):
            for film_id in outcome.film_ids:
                night.films[film_id].tied = True
            night.members = dict.fromkeys(night.members, False)
            night.stage = "runoff"
            night.ends = night.timers[Timer.RUNOFF_ENDS] = runoff_ends_at
            return self.told(night)
        night.credits = self.credits(night.guild, night.members)
        for member, credit in reference.new_credits(before, outcome.film_id).items():
            self.credit_of[night.guild, member] = credit
        night.stage, night.ends, night.decided = "decided", None, self.now()
        night.winner, night.why = outcome.film_id, outcome.why
        if night.options.starts_at:
            night.timers[Timer.REMINDER] = night.options.starts_at
            after = timedelta(seconds=film_seconds)
            night.timers[Timer.HOW_WAS_IT] = night.options.starts_at + after
        return self.told(night)

    def cancel(self, night_id):
        night = self.at(night_id, *UNDECIDED, "decided")
        if not night:
            return None
        night.stage, night.ends = "cancelled", None
        night.timers.clear()
        night.posts = {p: state for p, state in night.posts.items() if state[0] != "pending"}
        return self.told(night)

    def watched(self, night_id):
        night = self.at(night_id, "decided")
        if not night:
            return None
        night.stage, night.watched = "watched", self.now()
        night.timers.clear()
        night.posts.setdefault(Post.HOW_WAS_IT, ["pending", None])
        return self.told(night)

    def claim(self, night_id, timer):
        night = self.at(night_id, "decided")
        if not night or night.timers.pop(timer, None) is None:
            return None
        if timer is Timer.HOW_WAS_IT:
            return self.watched(night_id)
        night.posts.setdefault(Post.REMINDER, ["pending", None])
        return self.told(night)

    def rate(self, night_id, member_id, liked):
        night = self.at(night_id, "watched")
        if not night or member_id not in night.members:
            return None
        changed = night.liked.get(member_id) is not liked
        night.liked[member_id] = liked
        return self.told(night, changed)

    def drop_timer(self, night_id, timer):
        if night_id in self.nights:
            self.nights[night_id].timers.pop(timer, None)

    def attempt_post(self, night_id, post):
        return self.set_post(night_id, post, "pending", self.now())

    def post_sent(self, night_id, post, message_id):  # noqa: ARG002 - which message isn't told
        return self.set_post(night_id, post, "sent", None)

    def give_up_post(self, night_id, post):
        return self.set_post(night_id, post, "given up", None)

    def try_event(self, night_id):
        night = self.nights.get(night_id)
        first = night is not None and not night.tried
        if first:
            night.tried = True
        return first

    def untry_event(self, night_id):
        if night_id in self.nights:
            self.nights[night_id].tried = False

    def set_event(self, night_id, event_id):
        night = self.nights.get(night_id)
        if not night:
            return None
        night.event, night.tried = event_id, True
        return self.told(night)

    def erase(self, member_id):
        touched = 0
        for night in self.nights.values():
            films = list(night.films.values())
            places = (
                member_id == night.organiser,
                member_id in night.members,
                member_id in night.vetoes,
                member_id in night.liked,
                any(member_id == film.named_by for film in films),
                any(member_id in film.fits for film in films),
                any(member_id in who for film in films for who in film.approved_by),
            )
            if not any(places):
                continue
            touched += 1
            night.version += 1
            night.organiser = 0 if night.organiser == member_id else night.organiser
            night.members.pop(member_id, None)
            night.liked.pop(member_id, None)
            self.unvote(night, member_id)
            for film in films:
                film.named_by = None if film.named_by == member_id else film.named_by
        self.credit_of = {key: c for key, c in self.credit_of.items() if key[1] != member_id}
        return touched

    # How.

    def at(self, night_id, *stages):
        night = self.nights.get(night_id)
        return night if night and night.stage in stages else None

    def told(self, night, changed=True):  # noqa: FBT002 - most do
        night.version += changed
        return self.get(night.id)

    def list_film(self, night, film):
        self.films_made += 1
        new = Film(
            self.films_made,
            film.item_id,
            film.title,
            film.added_by,
            film.carried,
            {m: fit for m, fit in film.fits.items() if m in night.members},
        )
        if new.label in [other.label for other in night.films.values()]:
            self.films_made -= 1
            return False
        night.films[new.id] = new
        night.ever |= {film.item_id} - {None}
        return True

    def unvote(self, night, member_id):
        night.vetoes.pop(member_id, None)
        for film in night.films.values():
            film.fits.pop(member_id, None)
            for approving in film.approved_by:
                approving.discard(member_id)

    def set_post(self, night_id, post, state, at):
        night = self.nights.get(night_id)
        if not night or night.posts.get(post, [""])[0] != "pending":
            return False
        night.posts[post] = [state, at]
        return True
