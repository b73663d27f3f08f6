"""Films for a group: which are asked for, and which of them are shown."""

from types import SimpleNamespace

import pytest

from bot.nights.night import NightOptions
from bot.nights.shortlist import LENGTH, Tastes, draw
from bot.posters import FilmFacts
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import GroupRecommendation, GroupStrategy, ItemId, Profile, YearRange

ANA, BEN = 101, 102
CATALOG = Catalog(
    Movie(ItemId(n), f"Film {n}", 1970 + n, ("Drama",) if n % 2 else ("Comedy",))
    for n in range(1, 61)
)
NOTHING = Tastes((ANA, BEN), (Profile({}), Profile({})), frozenset())


class Ordered:
    """A recommender whose best film is the first, and that remembers what it was asked."""

    def __init__(self):
        self.catalog = CATALOG
        self.asked = []
        self.fits = {}

    async def health(self):
        """It is there."""

    async def recommend_for_group(self, profiles, n, *, only=None, keep=(), exclude=(), **options):
        asked = {"n": n, "only": only, "keep": [*keep], "exclude": {*exclude}}
        self.asked.append(asked | options)
        rest = [m.id for m in CATALOG if m.id not in {*keep, *exclude}]
        rest = [item for item in rest if only is None or item in only]
        usual = tuple(0.5 for _ in profiles)
        found = [*keep, *rest][:n]
        return [GroupRecommendation(item, 1.0, self.fits.get(item, usual)) for item in found]


@pytest.fixture
def recommender():
    return Ordered()


def services(recommender, minutes=None):
    """Return what `draw` needs, where OMDb tells these lengths."""

    async def facts(movies):
        known = {movie.id: (minutes or {}).get(movie.id) for movie in movies}
        return {item: FilmFacts(runtime_minutes=length) for item, length in known.items()}

    return SimpleNamespace(
        recommender=recommender,
        catalog=recommender.catalog,
        facts=SimpleNamespace(facts=facts),
    )


def ids(films):
    return [film.item_id for film in films]


async def test_what_the_organiser_asked_for_is_what_the_recommender_is_asked_for(recommender):
    options = NightOptions(
        genre="Drama", first=1980, last=1990, strategy=GroupStrategy.AVERAGE, rewatches=True
    )
    tastes = Tastes((ANA, BEN), (Profile({}), Profile({})), frozenset({ItemId(4)}))
    films = await draw(
        services(recommender), tastes, options, shown=[ItemId(3)], credits_of={BEN: 0.25}
    )
    assert recommender.asked == [
        {
            "n": LENGTH,
            "only": None,
            "keep": [],
            "exclude": {3, 4},
            "strategy": GroupStrategy.AVERAGE,
            "genres": ("Drama",),
            "years": YearRange(1980, 1990),
            "weights": [1.0, 1.25],
            "rewatch": True,
        }
    ]
    assert ids(films) == [1, 2, 5, 6, 7]
    assert films[0].fits == {ANA: 0.5, BEN: 0.5}


async def test_new_films_make_up_for_those_that_stay(recommender):
    films = await draw(
        services(recommender),
        NOTHING,
        NightOptions(),
        keep=[ItemId(8), ItemId(9)],
        shown=[ItemId(1), ItemId(8)],
        count=3,
    )
    assert recommender.asked[0]["keep"] == [8, 9]
    assert ids(films) == [2, 3, 4]


async def test_films_that_are_known_to_be_too_long_give_way_and_unknown_ones_stay(recommender):
    minutes = {n: 200 for n in range(1, 31) if n != 3} | {32: 90}
    films = await draw(services(recommender, minutes), NOTHING, NightOptions(max_minutes=100))
    assert ids(films) == [3, 31, 32, 33, 34]
    assert [asked["n"] for asked in recommender.asked] == [5, 10, 20, 40]


async def test_when_all_are_too_long_there_are_few_or_none(recommender):
    minutes = dict.fromkeys(range(1, 60), 200)
    films = await draw(services(recommender, minutes), NOTHING, NightOptions(max_minutes=100))
    assert ids(films) == [60]
    films = await draw(
        services(recommender, minutes | {60: 101}), NOTHING, NightOptions(max_minutes=100)
    )
    assert films == []


async def test_length_is_no_matter_where_nobody_asked(recommender):
    films = await draw(
        services(recommender, dict.fromkeys(range(1, 61), 200)), NOTHING, NightOptions()
    )
    assert ids(films) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("options", "profile", "comes_back"),
    [
        (NightOptions(), {}, True),
        (NightOptions(genre="Comedy"), {}, True),
        (NightOptions(genre="Drama"), {}, False),
        (NightOptions(first=2021), {}, False),
        (NightOptions(max_minutes=100), {}, False),
        (NightOptions(), {50: 0}, False),
        (NightOptions(), {50: 1}, False),
        (NightOptions(rewatches=True), {50: 1}, True),
        (NightOptions(rewatches=True), {50: -1}, False),
    ],
)
async def test_the_runner_up_comes_back_where_it_fits(recommender, options, profile, comes_back):
    tastes = Tastes((ANA, BEN), (Profile({}), Profile(profile)), frozenset())
    films = await draw(
        services(recommender, {50: 200}),
        tastes,
        options,
        carried=[ItemId(99), ItemId(50), ItemId(48)],
    )
    carried = [film.item_id for film in films if film.carried]
    assert (50 in carried) == comes_back
    assert len(carried) <= 1
    assert len(films) == LENGTH


async def test_the_runner_up_stands_where_it_would_be_drawn_and_not_first(recommender):
    films = await draw(services(recommender), NOTHING, NightOptions(), carried=[ItemId(50)])
    assert ids(films) == [1, 2, 3, 4, 50]


@pytest.mark.parametrize(
    ("fits", "drawn", "comes_back"),
    [
        ((0.9, 0.5), (0.5, 0.5), True),
        ((0.9, 0.4), (0.5, 0.5), False),
        ((0.9, 0.4), (0.9, 0.3), True),
        ((0.9, 0.2), (0.9, 0.1), False),
        ((0.9, None), (0.5, None), True),
    ],
)
async def test_the_runner_up_suits_everybody_as_well_as_drawn_films(
    recommender, fits, drawn, comes_back
):
    recommender.fits = {50: fits, **dict.fromkeys(range(1, 6), drawn)}
    films = await draw(services(recommender), NOTHING, NightOptions(), carried=[ItemId(50)])
    assert (50 in ids(films)) == comes_back


async def test_the_runner_up_that_somebody_wants_not_to_see_stays_away(recommender):
    tastes = Tastes((ANA, BEN), (Profile({}), Profile({})), frozenset({ItemId(50)}))
    films = await draw(services(recommender), tastes, NightOptions(), carried=[ItemId(50)])
    assert 50 not in ids(films)


async def test_a_lost_film_is_called_so_whatever_became_of_one_before_it(recommender):
    """A mark that went to the first alone would tell whether somebody knows that one."""
    long = services(recommender, {50: 200})
    lost, options = [ItemId(50), ItemId(2)], NightOptions(max_minutes=100)
    for profile in ({}, {50: 1}):
        tastes = Tastes((ANA, BEN), (Profile({}), Profile(profile)), frozenset())
        films = await draw(long, tastes, options, carried=lost)
        assert [film.item_id for film in films if film.carried] == [2]


async def test_films_come_from_the_first_pool_then_the_next_then_all(recommender):
    pools = [{ItemId(40), ItemId(30)}, {ItemId(40), ItemId(20), ItemId(30), ItemId(999)}]
    films = await draw(services(recommender), NOTHING, NightOptions(), pools=pools)
    assert ids(films) == [30, 40, 20, 1, 2]
    assert [(asked["only"], asked["keep"]) for asked in recommender.asked] == [
        (pools[0], []),
        (pools[1], [30, 40]),
        (None, [30, 40, 20]),
    ]


async def test_pools_with_enough_films_are_all_that_is_asked_for(recommender):
    films = await draw(
        services(recommender),
        NOTHING,
        NightOptions(),
        pools=[{ItemId(n) for n in range(30, 40)}],
        keep=[ItemId(35)],
        count=3,
    )
    assert ids(films) == [30, 31, 32]
    assert len(recommender.asked) == 1


async def test_films_of_a_pool_that_are_too_long_give_way_too(recommender):
    minutes = {30: 200, 31: 200, 1: 200}
    films = await draw(
        services(recommender, minutes),
        NOTHING,
        NightOptions(max_minutes=100),
        pools=[{ItemId(30), ItemId(31), ItemId(32)}],
    )
    assert ids(films) == [32, 2, 3, 4, 5]


@pytest.mark.parametrize(("pool", "comes_back"), [({30, 50}, [50]), ({30}, [])])
async def test_the_runner_up_comes_back_if_it_is_in_the_pool(recommender, pool, comes_back):
    films = await draw(
        services(recommender), NOTHING, NightOptions(), pools=[pool], carried=[ItemId(50)]
    )
    assert [film.item_id for film in films if film.carried] == comes_back
    assert ids(films)[: len(pool)] == [30, *comes_back]
    assert len(films) == LENGTH
