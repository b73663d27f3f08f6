"""The invariant of docs/privacy.md: what a hidden member likes and wants changes nothing.

In a night from watchlists, joining lets films be counted that others want too; nothing else.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import MemberError
from bot.models.beyond import Catalogs
from bot.nights import render, rules
from bot.nights.answers import answers, stub_picture
from bot.nights.buttons import Verb
from bot.nights.messages import mentions
from bot.nights.night import NEW, VOTES, FilmSource, NightFilm, NightOptions, Post, Stage
from bot.nights.rules import Actor
from bot.nights.shortlist import Tastes, draw, fits_of, fits_of_latecomer, tastes_of
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
from recsys.types import ItemId, Profile, Signal
from tests.fakes import SwitchableIndex
from tests.integration.bot.conftest import film_facts
from tests.unit.bot.storage.clock import StoppedClock

GUILD, CHANNEL = 1, 2
VICTIM, OTHERS = 11, (12, 13, 14, 15)
ASKED = (Verb.CLOSE_NOW, Verb.RUNOFF_CLOSE_NOW, Verb.CANCEL_NOW, Verb.WATCHED_NOW)
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
    held: list[int]
    lost: list[int]
    rewatches: bool
    watchlists: Mapping[int, frozenset[int]]
    listed: frozenset[int]
    source: FilmSource
    named: Mapping[int, int | str]
    approvals: Mapping[int, frozenset[int]]
    vetoes: Mapping[int, int]
    runoff: Mapping[int, frozenset[int]]
    done: frozenset[int]
    late: frozenset[int]
    leaving: frozenset[int]
    liked: Mapping[int, bool]
    stars: Mapping[int, int]
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
    some_films = st.lists(st.sampled_from(FILMS), min_size=1, max_size=4, unique=True)
    held = draw(some_films)
    named = st.sampled_from([film for film in FILMS if film not in held]) | st.just("Our Holiday")
    places = st.integers(0, len(held))
    return Evening(
        organiser=draw(st.sampled_from(members)),
        members=members,
        visible=draw(some) - {VICTIM},
        tonight=draw(some) - {VICTIM},
        verdicts={member: draw(opinions) for member in others},
        held=held,
        lost=draw(some_films),
        rewatches=draw(st.booleans()),
        watchlists={member: draw(wishes) for member in others},
        listed=draw(wishes),
        source=draw(st.sampled_from(FilmSource)),
        named=draw(st.dictionaries(st.sampled_from(members), named, max_size=2)),
        approvals=draw(st.dictionaries(places, some, max_size=3)),
        vetoes=draw(st.dictionaries(st.sampled_from(members), places, max_size=2)),
        runoff=draw(st.dictionaries(places, some, max_size=2)),
        done=draw(some),
        late=draw(some),
        leaving=draw(some),
        liked=draw(st.dictionaries(st.sampled_from(members), st.booleans())),
        stars=draw(st.dictionaries(st.sampled_from(members), st.integers(1, 5))),
        hidden_votes=draw(st.booleans()),
    )


class Cinema:
    """Where evenings are played, each in a database of its own, all on one event loop."""

    def __init__(self, runner: asyncio.Runner, folder: Path, recommender: Recommender) -> None:
        self._runner, self._folder, self._recommender = runner, folder, recommender
        self._played = count()
        self._artwork = Artwork()

    def what_others_see(self, evening: Evening, *worlds: Secrets) -> list[list[object]]:
        """Play an evening with each of these secrets of the hidden member, and the same films.

        Returns:
            For each, everything but the private answers to the hidden member.
        """
        return self._runner.run(self._play(evening, worlds))

    def best(self, likes: Collection[int], n: int) -> list[ItemId]:
        """Return what suits somebody with these likes best."""
        profile = Profile(dict.fromkeys(self._items(likes), Signal.LIKE))
        films = self._runner.run(self._recommender.recommend(profile, n))
        return [film.item_id for film in films]

    def fits_of_a_draw(
        self, likes: Collection[int], seen: Collection[ItemId], victims: Collection[ItemId]
    ) -> dict[ItemId | None, float | None]:
        """Draw films that may be known; return how they suit who said this, by film.

        ``victims`` are films that the hidden member has seen.
        """
        own = dict.fromkeys(self._items(likes), Signal.LIKE) | dict.fromkeys(seen, Signal.SEEN)
        hidden = Profile(dict.fromkeys(victims, Signal.SEEN))
        tastes = Tastes((OTHERS[0], VICTIM), (Profile(own), hidden), frozenset())
        services = SimpleNamespace(recommender=self._recommender)
        options = NightOptions(rewatches=True)
        films = self._runner.run(draw(services, tastes, options, count=20))
        return {film.item_id: film.fits[OTHERS[0]] for film in films}

    def _items(self, places: Collection[int]) -> list[ItemId]:
        items = [movie.id for movie in self._recommender.catalog]
        return [items[place] for place in places]

    async def _play(self, evening: Evening, worlds: Sequence[Secrets]) -> list[list[object]]:
        async with AsyncExitStack() as stack:
            played = [await self._begin(stack, evening, victims) for victims in worlds]
            drawn = [await each.draw() for each in played]
            # Which films are drawn follows from everybody's taste; what is said of them must not.
            common = [item for item in drawn[0] if all(item in films for films in drawn)]
            return [
                await each.play([films[item] for item in common])
                for each, films in zip(played, drawn, strict=True)
            ]

    async def _begin(self, stack: AsyncExitStack, evening: Evening, victims: Secrets) -> "Played":
        database = self._folder / f"{next(self._played)}.sqlite3"
        storage = await Storage.open(database, now=StoppedClock())
        stack.push_async_callback(storage.close)
        facts = await stack.enter_async_context(film_facts(storage))
        services = Services(
            recommender=self._recommender,
            storage=storage,
            facts=facts,
            artwork=self._artwork,
            catalogs=Catalogs(storage.beyond),
        )
        store = NightStore(storage.database, now=StoppedClock())
        return Played(services, store, evening, victims)


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
    seen, seen_otherwise = cinema.what_others_see(evening, one, other)
    assert seen == seen_otherwise


@settings(max_examples=15)
@given(likes=st.sets(st.sampled_from(FILMS), min_size=1, max_size=5))
def test_a_drawn_film_suits_its_reader_alike_whoever_else_knows_it(
    cinema: Cinema, likes: Collection[int]
) -> None:
    seen = cinema.best(likes, 3)
    unknown = cinema.fits_of_a_draw(likes, seen, ())
    known = cinema.fits_of_a_draw(likes, seen, list(unknown)[::2])
    assert known == unknown


class Played:
    """One evening as it is played."""

    def __init__(
        self, services: Services, store: NightStore, evening: Evening, victim: Secrets
    ) -> None:
        self._services, self._store, self._evening = services, store, evening
        self._victim = victim
        self._items = [movie.id for movie in services.recommender.catalog]
        self._seen: list[object] = []
        self._night_id = NEW

    async def draw(self) -> dict[ItemId, NightFilm]:
        """Return films drawn for everybody, those that lost last time among them."""
        await self._remember()
        evening = self._evening
        tastes = await tastes_of(self._services, evening.members)
        lost = [self._items[place] for place in evening.lost]
        drawn = await draw(self._services, tastes, self._options(), carried=lost)
        listed = {*evening.held, *evening.named.values()}
        held = {self._items[place] for place in listed if isinstance(place, int)}
        return {
            film.item_id: film
            for film in drawn
            if film.item_id is not None and film.item_id not in held
        }

    async def play(self, drawn: Sequence[NightFilm]) -> list[object]:
        """Play it with these films, after those that the evening has anyway."""
        evening, options = self._evening, self._options()
        now = self._store.now()
        invited = [member for member in evening.members if member != evening.organiser]
        night = await self._store.create(
            rules.announce(GUILD, CHANNEL, evening.organiser, options, invited, now)
        )
        self._night_id = night.id
        for member in evening.members:
            if member not in evening.late:
                await self._does(rules.join, member)
        for member in evening.tonight:
            await self._does(partial(rules.show_fits, shown=True), member)
        await self._look()
        films = [*[await self._film(place) for place in evening.held], *drawn]
        await self._does(partial(rules.suggest, films=films, now=now), evening.organiser)
        for member, film in evening.named.items():
            await self._does(partial(rules.add_film, film=await self._film(film)), member)
        for member in sorted(evening.late):
            await self._join_late(member)
        await self._look()
        await self._vote(evening.approvals)
        for member, place in evening.vetoes.items():
            veto = partial(rules.veto, film_id=await self._id(place), reason="boring")
            await self._does(veto, member)
        for member in evening.done:
            finish = partial(rules.set_done, vote=Stage.VOTING, now=now, done=True)
            await self._does(finish, member)
        await self._look()
        for member in evening.leaving:
            await self._does(partial(rules.leave, now=now), member)
        await self._look()
        await self._does(partial(rules.close, vote=Stage.VOTING, now=now), evening.organiser)
        await self._look()
        await self._vote(evening.runoff)
        await self._does(partial(rules.close, vote=Stage.RUNOFF, now=now), evening.organiser)
        await self._watch()
        return self._seen

    async def _watch(self) -> None:
        evening, now = self._evening, self._store.now()
        await self._does(partial(rules.watched, now=now), evening.organiser)
        for member, liked in evening.liked.items():
            await self._does(partial(rules.rate, liked=liked), member)
        for member, stars in evening.stars.items():
            await self._does(partial(rules.give_stars, stars=stars), member)
        await self._look()

    def _options(self) -> NightOptions:
        evening = self._evening
        return NightOptions(
            source=evening.source, hidden_votes=evening.hidden_votes, rewatches=evening.rewatches
        )

    async def _remember(self) -> None:
        storage, evening = self._services.storage, self._evening
        watchlists = {**evening.watchlists, VICTIM: self._victim.watchlist}
        for member, places in watchlists.items():
            for place in places:
                await storage.watchlists.add(member, self._items[place])
        for place in evening.listed:
            await storage.server_lists.add(GUILD, self._items[place], OTHERS[0])
        verdicts = {**evening.verdicts, VICTIM: self._victim.verdicts}
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

    async def _join_late(self, member: int) -> None:
        night = await self._store.get(self._night_id)
        fits = await fits_of_latecomer(self._services, night, member)
        await self._does(partial(rules.join, fits=fits), member)

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
        if night.stage is Stage.WATCHED:
            self._seen.append(shown(await answers(services, night, "Film club")))
            for member in night.member_ids:
                stub = await stub_picture(services, night, member, "Film club")
                self._seen.append(stub.data)
        winner = titles[night.winner.id] if night.winner is not None else "?"
        self._seen += [
            night.version,
            shown(await render.page(services, night, "Film club")),
            ended(night),
            history_text([night], {night.id: winner}, 1),
            *(post_text(night, post, titles, night.created_at) for post in Post if night.films),
            *(mentions(night, post).to_dict() for post in Post),
            *(shown(render.asking(night, verb, catalog)) for verb in ASKED),
            *(
                shown(render.welcome(night, member))
                for member in night.members
                if member.member_id != VICTIM
            ),
            *(
                shown(render.ballot(night, member_id, catalog))
                for member_id in night.member_ids
                if night.stage in VOTES and member_id != VICTIM
            ),
        ]


def shown(message: Message) -> object:
    buttons = [] if message.view is None else message.view.to_components()
    embeds = [embed.to_dict() for embed in message.embeds]
    return message.content, embeds, [each.data for each in message.attachments], buttons
