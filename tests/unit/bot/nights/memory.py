"""Nights in a dictionary, to which the same rules are applied: what the store has to tell."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from bot.nights import rules
from bot.nights.night import NEW, VOTES, Post, Sending, Stage
from bot.nights.store import Agenda, Before
from tests.unit.bot.nights import reference

OVER = {Stage.WATCHED, Stage.CANCELLED}


class Memory:
    """Methods have the names and answers of `NightStore`."""

    def __init__(self, now):
        self.now = now
        self.nights = {}
        self.credit_of = {}
        self.films_made = 0

    def copy(self):
        twin = Memory(self.now)
        twin.nights, twin.credit_of = deepcopy(self.nights), dict(self.credit_of)
        twin.films_made = self.films_made
        return twin

    def get(self, night_id):
        night = self.nights[night_id]
        if night.winner_id is not None:
            return night
        credit = {m: self.credit_of.get((night.guild_id, m), 0.0) for m in night.member_ids}
        members = (replace(each, credit=credit[each.member_id]) for each in night.members)
        return replace(night, members=tuple(members))

    def create(self, night):
        undecided = [
            each for each in self.of(night.guild_id) if each.stage in {Stage.GATHERING, *VOTES}
        ]
        own = [each for each in undecided if each.organiser_id == night.organiser_id]
        rules.check_room(len(undecided), len(own))
        stored = replace(night, id=len(self.nights) + 1)
        self.nights[stored.id] = stored
        return self.get(stored.id)

    def change(self, night_id, rule):
        before = self.get(night_id)
        after = rule(before)
        if after == before:
            return before
        if after.public != before.public:
            after = replace(after, version=before.version + 1)
        films = [
            film if film.id != NEW else replace(film, id=self.new_film()) for film in after.films
        ]
        if before.winner_id is None and after.winner_id is not None:
            for member, credit in reference.new_credits(after, after.winner_id).items():
                self.credit_of[after.guild_id, member] = credit
        self.nights[night_id] = replace(after, films=tuple(films))
        return self.get(night_id)

    def new_film(self):
        self.films_made += 1
        return self.films_made

    def erase(self, member_id):
        """Remove somebody from all nights; return from how many."""
        touched = 0
        for night in list(self.nights.values()):
            gone = without(night, member_id)
            if replace(gone, posts=night.posts) != night:
                touched += 1
                self.nights[night.id] = replace(gone, version=night.version + 1)
        self.credit_of = {key: c for key, c in self.credit_of.items() if key[1] != member_id}
        return touched

    def active(self, guild_id):
        return [each for each in self.of(guild_id) if each.stage not in OVER]

    def history(self, guild_id, limit, offset=0):
        over = [each for each in self.of(guild_id) if each.stage is Stage.WATCHED]
        over.sort(key=lambda night: (night.watched_at, night.id), reverse=True)
        return over[offset:][:limit]

    def agenda(self):
        now = self.now()
        nights = [self.get(night_id) for night_id in self.nights]
        later = [at for night in nights for at in night.timers.values() if at > now]
        waiting = [
            night
            for night in nights
            if night.pending
            or any(at <= now for at in night.timers.values())
            or (night.shown < night.version and night.created_at > now - timedelta(days=30))
        ]
        return Agenda(waiting, min(later, default=None))

    def before(self, guild_id, member_ids):
        decided = [
            night
            for night in map(self.get, self.nights)
            if night.stage in {Stage.DECIDED, Stage.WATCHED}
        ]
        here = [night for night in decided if night.guild_id == guild_id]
        here = [
            night
            for night in here
            if 2 * len({*night.member_ids} & {*member_ids}) > len({*member_ids})
        ]
        newest = max(here, key=lambda night: (night.decided_at, night.id), default=None)
        chosen = {
            night.winner.item_id
            for night in decided
            if {*night.member_ids} & {*member_ids} and night.winner.item_id is not None
        }
        return Before(runners_up(newest) if newest else [], sorted(chosen))

    def of(self, guild_id):
        return [self.get(id_) for id_, night in self.nights.items() if night.guild_id == guild_id]


def runners_up(night):
    vetoed = {veto.film_id for veto in night.vetoes.values()}
    lost = [
        (-len(night.runoff.get(film.id, ())), -len(night.approvals[film.id]), film)
        for film in night.films
        if film.id in night.approvals and film.id != night.winner_id and film.id not in vetoed
    ]
    lost.sort(key=lambda each: each[:-1])
    return [film.item_id for *_, film in lost if film.item_id is not None]


def asked_again(post, state):
    """Return a post after an erasure: a result is shown anew."""
    sent = post is Post.HOW_WAS_IT and state.sending is Sending.SENT
    return replace(state, sending=Sending.PENDING) if sent else state


def without(night, member_id):
    """Return a night from which somebody has erased themselves."""

    def others(by_member):
        return {who: what for who, what in by_member.items() if who != member_id}

    films = [
        replace(
            film,
            added_by=None if film.added_by == member_id else film.added_by,
            fits=others(film.fits),
        )
        for film in night.films
    ]
    approvals = {film_id: who - {member_id} for film_id, who in night.approvals.items()}
    return replace(
        night,
        organiser_id=0 if night.organiser_id == member_id else night.organiser_id,
        members=tuple(each for each in night.members if each.member_id != member_id),
        invited=tuple(each for each in night.invited if each != member_id),
        films=tuple(films),
        approvals={film_id: who for film_id, who in approvals.items() if who},
        runoff={film_id: who - {member_id} for film_id, who in night.runoff.items()},
        vetoes=others(night.vetoes),
        liked=others(night.liked),
        stars=others(night.stars),
        posts={post: asked_again(post, state) for post, state in night.posts.items()},
    )
