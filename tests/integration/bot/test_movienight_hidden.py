"""The invariant of docs/privacy.md: what a hidden member likes and wants changes nothing.

In a night from watchlists, joining lets films be counted that others want too; nothing else.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import MemberError
from bot.nights import render, rules
from bot.nights.night import NEW, FilmSource, NightFilm, NightOptions, Post, Stage
from bot.nights.rules import Actor
from bot.nights.shortlist import fits_of, tastes_of
from bot.nights.store import NightStore
from bot.nights.text import ended, history_text, post_text
from bot.posters import Artwork
from bot.services import Services
from bot.storage import Storage
from bot.storage.types import Source, Verdict
from bot.ui.message import Message
from recsys.index.edge import EdgeIndex
from recsys.model.built import Model
from recsys.model.recommender import Recommender
from recsys.types import ItemId
from tests.fakes import SwitchableIndex
from tests.integration.bot.conftest import film_facts
from tests.unit.bot.storage.clock import StoppedClock

GUILD, CHANNEL = 1, 2
VICTIM, OTHERS = 11, (12, 13, 14, 15)
FILMS = range(1, 25)
"""By their place in the catalogue."""
wishes = st.frozensets(st.sampled_from(FILMS), max_size=8)
opinions = st.dictionaries(st.sampled_from(FILMS), st.sampled_from(list(Verdict)), max_size=8)


@dataclass(frozen=True, slots=True)
class Evening:
    """All that there is beside the verdicts and the watchlist of the hidden member."""

    organiser: int
    members: list[int]
    visible: frozenset[int]
    tonight: frozenset[int]
    verdicts: Mapping[int, Mapping[int, Verdict]]
    watchlists: Mapping[int, frozenset[int]]
    listed: frozenset[int]
    source: FilmSource
    drawn: list[int]
    named: Mapping[int, int | str]
    approvals: Mapping[int, frozenset[int]]
    vetoes: Mapping[int, int]
    runoff: Mapping[int, frozenset[int]]
    done: frozenset[int]
    liked: Mapping[int, bool]
    hidden_votes: bool


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the hidden member likes and wants to watch."""

    verdicts: Mapping[int, Verdict]
    watchlist: frozenset[int]


secrets = st.builds(Secrets, opinions, wishes)


@st.composite
def evenings(draw: st.DrawFn) -> Evening:
    others = list(OTHERS[: draw(st.integers(1, len(OTHERS)))])
    members = [VICTIM, *others]
    some = st.frozensets(st.sampled_from(members))
    drawn = draw(st.lists(st.sampled_from(FILMS), min_size=1, max_size=4, unique=True))
    named = st.sampled_from([film for film in FILMS if film not in drawn]) | st.just("Our Holiday")
    places = st.integers(0, len(drawn) - 1)
    return Evening(
        organiser=draw(st.sampled_from(members)),
        members=members,
        visible=draw(some) - {VICTIM},
        tonight=draw(some) - {VICTIM},
        verdicts={member: draw(opinions) for member in others},
        watchlists={member: draw(wishes) for member in others},
        listed=draw(wishes),
        source=draw(st.sampled_from(FilmSource)),
        drawn=drawn,
        named=draw(st.dictionaries(st.sampled_from(members), named, max_size=2)),
        approvals=draw(st.dictionaries(places, some, max_size=3)),
        vetoes=draw(st.dictionaries(st.sampled_from(members), places, max_size=2)),
        runoff=draw(st.dictionaries(places, some, max_size=2)),
        done=draw(some),
        liked=draw(st.dictionaries(st.sampled_from(members), st.booleans())),
        hidden_votes=draw(st.booleans()),
    )


class Cinema:
    """Where evenings are played, each in a database of its own, all on one event loop."""

    def __init__(self, runner: asyncio.Runner, folder: Path, recommender: Recommender) -> None:
        self._runner, self._folder, self._recommender = runner, folder, recommender
        self._played = count()
        self._artwork = Artwork()

    def what_others_see(self, evening: Evening, victim: Secrets) -> list[object]:
        """Play an evening; return everything but the private answers to the hidden member."""
        return self._runner.run(self._play(evening, victim))

    async def _play(self, evening: Evening, victim: Secrets) -> list[object]:
        database = self._folder / f"{next(self._played)}.sqlite3"
        async with AsyncExitStack() as stack:
            storage = await Storage.open(database, now=StoppedClock())
            stack.push_async_callback(storage.close)
            facts = await stack.enter_async_context(film_facts(storage))
            services = Services(
                recommender=self._recommender, storage=storage, facts=facts, artwork=self._artwork
            )
            store = NightStore(storage.database, now=StoppedClock())
            return await Played(services, store, evening).play(
                {**evening.verdicts, VICTIM: victim.verdicts},
                {**evening.watchlists, VICTIM: victim.watchlist},
            )


@pytest.fixture(scope="module")
def cinema(
    opened: tuple[Model, EdgeIndex], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cinema]:
    model, engine = opened
    recommender = Recommender(model, SwitchableIndex(engine))
    with asyncio.Runner() as runner:
        yield Cinema(runner, tmp_path_factory.mktemp("evenings"), recommender)
        runner.run(recommender.close())


@settings(max_examples=40)
@given(evening=evenings(), one=secrets, other=secrets)
def test_a_hidden_members_verdicts_change_nothing_for_the_others(
    cinema: Cinema, evening: Evening, one: Secrets, other: Secrets
) -> None:
    if evening.source is FilmSource.WATCHLISTS:
        theirs = frozenset[int]().union(*evening.watchlists.values())
        together = one.watchlist & theirs
        other = Secrets(other.verdicts, (other.watchlist - theirs) | together)
    seen = cinema.what_others_see(evening, one)
    assert cinema.what_others_see(evening, other) == seen


class Played:
    """One evening as it is played."""

    def __init__(self, services: Services, store: NightStore, evening: Evening) -> None:
        self._services, self._store, self._evening = services, store, evening
        self._items = [movie.id for movie in services.recommender.catalog]
        self._seen: list[object] = []
        self._night_id = NEW

    async def play(
        self,
        verdicts: Mapping[int, Mapping[int, Verdict]],
        watchlists: Mapping[int, frozenset[int]],
    ) -> list[object]:
        evening = self._evening
        await self._remember(verdicts, watchlists)
        options = NightOptions(source=evening.source, hidden_votes=evening.hidden_votes)
        now = self._store.now()
        invited = [member for member in evening.members if member != evening.organiser]
        night = await self._store.create(
            rules.announce(GUILD, CHANNEL, evening.organiser, options, invited, now)
        )
        self._night_id = night.id
        for member in evening.members:
            await self._does(rules.join, member)
        for member in evening.tonight:
            await self._does(partial(rules.show_fits, shown=True), member)
        await self._look()
        drawn = [await self._film(place) for place in evening.drawn]
        await self._does(partial(rules.suggest, films=drawn, now=now), evening.organiser)
        for member, film in evening.named.items():
            await self._does(partial(rules.add_film, film=await self._film(film)), member)
        await self._look()
        await self._vote(evening.approvals)
        for member, place in evening.vetoes.items():
            veto = partial(rules.veto, film_id=await self._id(place), reason="boring")
            await self._does(veto, member)
        for member in evening.done:
            finish = partial(rules.set_done, vote=Stage.VOTING, now=now, done=True)
            await self._does(finish, member)
        await self._look()
        await self._does(partial(rules.close, vote=Stage.VOTING, now=now), evening.organiser)
        await self._look()
        await self._vote(evening.runoff)
        await self._does(partial(rules.close, vote=Stage.RUNOFF, now=now), evening.organiser)
        await self._does(partial(rules.watched, now=now), evening.organiser)
        for member, liked in evening.liked.items():
            await self._does(partial(rules.rate, liked=liked), member)
        await self._look()
        return self._seen

    async def _remember(
        self,
        verdicts: Mapping[int, Mapping[int, Verdict]],
        watchlists: Mapping[int, frozenset[int]],
    ) -> None:
        storage = self._services.storage
        for member, places in watchlists.items():
            for place in places:
                await storage.watchlists.add(member, self._items[place])
        for place in self._evening.listed:
            await storage.server_lists.add(GUILD, self._items[place], OTHERS[0])
        for member, said in verdicts.items():
            for place, verdict in said.items():
                item = self._items[place]
                await storage.verdicts.rate(member, item, verdict, Source.COMMAND)
        for member in self._evening.visible:
            await storage.visibility.set(GUILD, member, visible=True)

    async def _film(self, film: int | str) -> NightFilm:
        if isinstance(film, str):
            return NightFilm(NEW, None, film)
        tastes = await tastes_of(self._services, self._evening.members)
        item: ItemId = self._items[film]
        return NightFilm(NEW, item, fits=await fits_of(self._services, tastes, item))

    async def _vote(self, votes: Mapping[int, frozenset[int]]) -> None:
        for place, members in votes.items():
            for member in members:
                approve = partial(rules.toggle_approval, film_id=await self._id(place))
                await self._does(approve, member)

    async def _id(self, place: int) -> int:
        night = await self._store.get(self._night_id)
        return night.films[place].id if place < len(night.films) else NEW

    async def _does(self, rule, member: int) -> None:
        """Apply a rule, and note what others see of it."""
        said = ""
        try:
            await self._store.change(self._night_id, partial(rule, actor=Actor(member)))
        except MemberError as error:
            said = "" if member == VICTIM else str(error)
        self._seen.append(said)

    async def _look(self) -> None:
        """Note everything that others see of the night as it stands."""
        services, night = self._services, await self._store.get(self._night_id)
        catalog = services.recommender.catalog
        titles = render.titles(night, catalog)
        winner = titles[night.winner.id] if night.winner is not None else "?"
        self._seen += [
            night.version,
            shown(await render.page(services, night)),
            ended(night),
            history_text([night], {night.id: winner}, 1),
            *(post_text(night, post, winner, night.created_at) for post in Post),
            *(
                (shown(render.welcome(night, member)), shown(render.ballot(night, who, catalog)))
                for member in night.members
                if (who := member.member_id) != VICTIM
            ),
        ]


def shown(message: Message) -> object:
    buttons = [] if message.view is None else message.view.to_components()
    embeds = [embed.to_dict() for embed in message.embeds]
    return message.content, embeds, [each.data for each in message.attachments], buttons
