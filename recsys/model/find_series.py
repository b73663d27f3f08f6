"""Finding the films of one series: told by their names and by who likes both.

Names alone tie *Mission: Impossible* to *The Mission* and co-likes alone tie *Star Wars* to
*Raiders of the Lost Ark*; so each rule asks for both, and the weaker its names, the more of the
rest. Two films are linked that

1. have equal stems, one with a number or a second part, or have the same name (remakes);
2. begin with the same words, at least two of which have content;
3. have a part of at least two words of content in common, or one name ends the other;
4. have a name of one word that begins the other's, and genres alike;
5. begin with the same word, a rare one, have genres alike, and each is among the other's twenty
   most co-liked films;
6. begin with the same word, have nearly the same genres and are among each other's twenty, where
   neither is part of a series by the rules before.

The *parts* of a name are split at colons and dashes, the *stem* is the first part up to its number.
Linked films are one series.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeVar

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from recsys.arrays import Floats, Int32s, Int64s
from recsys.model.item_weights import LIKE_FROM
from recsys.model.names import Film, has_content, tell
from recsys.model.ranking import top
from recsys.model.series import NO_SERIES, Series
from recsys.movies import Movie
from recsys.ratings import Ratings

_LEAST_RATERS = 5
_MAX_USERS = 100_000
"""Users whose likes are counted; of a larger release a seeded sample."""
_FEW_USERS = 2_000
_SHRINK_FEW, _SHRINK_MANY = 3.0, 10.0
_RARE_IN, _ONE_WORD_IN, _COMMON_IN = 8, 25, 100
"""In how many films' names a word may be that is to tell anything, rule by rule."""
_FRIENDS = 20
_KNOWN = 1 / 3
"""A part that others wait for has at least this share of their raters."""
_MOST_LIKERS = 2_000
"""Of a film that more people like, the first of them tell what else they like."""
_PAIRS_A_BLOCK = 4096


def find_series(movies: Sequence[Movie], ratings: Ratings, raters: Floats) -> Series:
    """Find the series of a release.

    Args:
        movies: the films, in the order of the columns.
        ratings: all users of the release.
        raters: (items,) how many of them rated each film.
    """
    known = np.flatnonzero(raters >= _LEAST_RATERS).tolist()
    films = {column: Film.of(movies[column]) for column in known}
    likes = _Likes(ratings)
    links = _links(films, likes)
    found = _connected(links, ratings.n_items)
    alone = {column: film for column, film in films.items() if found[column] == NO_SERIES}
    numbers = _connected([*links, *_last_links(alone, likes)], ratings.n_items)
    years = np.array([movie.year or 0 for movie in movies])
    return Series(numbers, *_in_order(numbers, raters, years))


_Key = TypeVar("_Key", bound=Hashable)
_Pair = tuple[int, int]
_Films = dict[int, Film]


def _links(films: _Films, likes: "_Likes") -> list[_Pair]:
    """Return the pairs that the first five rules link."""
    least: dict[_Pair, float] = {}
    for pairs, similarity in (
        (_same_stem(films), 0.05),
        (_same_beginning(films), 0.10),
        (_common_part(films), 0.10),
        (_same_ending(films), 0.15),
        (_one_word(films), 0.15),
    ):
        for pair in pairs:
            least[pair] = min(similarity, least.get(pair, 1.0))
    told = likes.similar_pairs(list(least), list(least.values()))
    rare = [
        pair
        for pair in _same_first_word(films, _RARE_IN)
        if pair not in least and films[pair[0]].alike(films[pair[1]]) >= 0.3  # noqa: PLR2004
    ]
    near = likes.similar_pairs(rare, [0.15] * len(rare))
    return [*told, *likes.friends(near)]


def _last_links(films: _Films, likes: "_Likes") -> list[_Pair]:
    """Return the pairs that the sixth rule links, of films that are in no series yet."""
    pairs = [
        pair
        for pair in _same_first_word(films, _COMMON_IN)
        if films[pair[0]].alike(films[pair[1]]) >= 0.7  # noqa: PLR2004 - nearly all genres
    ]
    return likes.friends(likes.similar_pairs(pairs, [0.05] * len(pairs)))


def _same_stem(films: _Films) -> Iterator[_Pair]:
    for stem, columns in _by(films, lambda film: {name.stem for name in film.names}).items():
        for a, b in combinations(columns, 2):
            names = [[n for n in films[c].names if n.stem == stem] for c in (a, b)]
            words = [{name.words for name in own} for own in names]
            if any(name.numbered for own in names for name in own) or words[0] & words[1]:
                yield a, b


def _same_beginning(films: _Films) -> Iterator[_Pair]:
    return _pairs(films, lambda film: {n.beginning() for n in film.names} - {None})


def _common_part(films: _Films) -> Iterator[_Pair]:
    return _pairs(films, lambda film: {p for name in film.names for p in name.parts if tell(p)})


def _same_ending(films: _Films) -> Iterator[_Pair]:
    """Yield pairs of which one film's whole name ends the other's."""
    called = _by(films, lambda film: {name.words for name in film.names if tell(name.words)})
    for column, film in films.items():
        for name in film.names:
            for start in range(1, len(name.words) - 1):
                for other in called.get(name.words[start:], ()):
                    if other != column:
                        yield min(column, other), max(column, other)


def _one_word(films: _Films) -> Iterator[_Pair]:
    """Yield pairs of which one film's whole name is the word that the other's begins with."""
    containing = _in_how_many(films)
    beginning = _by(films, lambda film: film.first_words)
    for column, film in films.items():
        for word in {name.words[0] for name in film.names if len(name.words) == 1}:
            if not has_content(word) or containing[word] > _ONE_WORD_IN:
                continue
            for other in {*beginning.get(word, ()), *beginning.get(f"{word}s", ())} - {column}:
                if film.alike(films[other]) >= 0.3:  # noqa: PLR2004 - some genres in common
                    yield min(column, other), max(column, other)


def _same_first_word(films: _Films, most: int) -> Iterator[_Pair]:
    """Yield pairs that begin with the same word, which is in at most so many films' names."""
    containing = _in_how_many(films)
    for word, columns in _by(films, lambda film: film.first_words).items():
        if containing[word] <= most:
            yield from combinations(columns, 2)


def _pairs(films: _Films, keys_of: Callable[[Film], Iterable[Hashable]]) -> Iterator[_Pair]:
    for columns in _by(films, keys_of).values():
        yield from combinations(columns, 2)


def _in_how_many(films: _Films) -> Counter[str]:
    """Return in how many films' names each word is."""
    return Counter(chain.from_iterable(film.words for film in films.values()))


def _by(films: _Films, keys_of: Callable[[Film], Iterable[_Key]]) -> dict[_Key, list[int]]:
    """Return the films, ascending, by each of their keys."""
    found: dict[_Key, list[int]] = defaultdict(list)
    for column, film in films.items():
        for key in keys_of(film):
            found[key].append(column)
    return found


class _Likes:
    """Who likes what, for co-likes: ``s_ij = C_ij / (√(l_i·l_j) + shrink)``."""

    def __init__(self, ratings: Ratings, seed: int = 0) -> None:
        if ratings.n_users > _MAX_USERS:
            random = np.random.default_rng(seed)
            rows = random.choice(ratings.n_users, _MAX_USERS, replace=False)
            ratings = ratings.select_users(np.sort(rows))
        liked = ratings.half_stars >= LIKE_FROM
        bounds = np.concatenate([[0], np.cumsum(liked)])[ratings.indptr]
        ones = np.ones(int(bounds[-1]), dtype=np.int32)
        shape = (ratings.n_users, ratings.n_items)
        self._by_user = sparse.csr_array((ones, ratings.columns[liked], bounds), shape=shape)
        self._by_item = sparse.csc_array(self._by_user)
        self._likers: Int64s = np.diff(self._by_item.indptr).astype(np.int64)
        self._shrink = _SHRINK_FEW if ratings.n_users < _FEW_USERS else _SHRINK_MANY

    def similar_pairs(self, pairs: Sequence[_Pair], least: Sequence[float]) -> list[_Pair]:
        """Return the pairs that are at least so similar."""
        found: list[_Pair] = []
        for first in range(0, len(pairs), _PAIRS_A_BLOCK):
            block = slice(first, first + _PAIRS_A_BLOCK)
            a, b = np.array(pairs[block]).T
            both = self._by_item[:, a].multiply(self._by_item[:, b]).sum(axis=0)
            similar = self._similarity(np.asarray(both), a, b) >= np.array(least[block])
            found += [pairs[first + at] for at in np.flatnonzero(similar).tolist()]
        return found

    def friends(self, pairs: Sequence[_Pair]) -> list[_Pair]:
        """Return the pairs in which each is among the other's most similar films."""
        columns = np.unique(np.array(pairs, dtype=np.int64))
        nearest = {column: self._nearest(column) for column in columns.tolist()}
        return [(a, b) for a, b in pairs if b in nearest[a] and a in nearest[b]]

    def _nearest(self, column: int) -> set[int]:
        likers = self._by_item.indices[slice(*self._by_item.indptr[column : column + 2])]
        asked = likers[:_MOST_LIKERS]
        both = np.asarray(self._by_user[asked].sum(axis=0), dtype=np.float64)
        both *= len(likers) / max(len(asked), 1)
        others = np.flatnonzero(both)
        similarity = self._similarity(both[others], np.array([column]), others)
        similarity[others == column] = 0.0
        return set(others[top(similarity, _FRIENDS)].tolist())

    def _similarity(self, both: Floats | Int64s, a: Int64s, b: Int64s) -> Floats:
        scale = np.sqrt(self._likers[a] * self._likers[b]) + self._shrink
        similarity: Floats = both / scale
        return similarity


def _connected(links: Sequence[_Pair], items: int) -> Int32s:
    """Return (items,) the number of the group of linked films that each is in."""
    numbers = np.full(items, NO_SERIES, dtype=np.int32)
    if not links:
        return numbers
    a, b = np.array(links).T
    graph = sparse.coo_array((np.ones(len(a)), (a, b)), shape=(items, items))
    _, labels = connected_components(graph, directed=False)
    linked = np.union1d(a, b)
    numbers[linked] = np.unique(labels[linked], return_inverse=True)[1]
    return numbers


def _in_order(numbers: Int32s, raters: Floats, years: Int64s) -> tuple[Int32s, Int32s]:
    """Return the earlier and the later film of all pairs of parts of which one comes first.

    That is the older one, if people know it: a forgotten film of the same name is not how a
    series begins.
    """
    pairs = []
    parts = np.flatnonzero(numbers != NO_SERIES)
    for number in range(int(numbers.max(initial=NO_SERIES)) + 1):
        for a, b in combinations(parts[numbers[parts] == number].tolist(), 2):
            earlier, later = sorted((a, b), key=lambda part: (years[part], part))
            if years[earlier] < years[later] and raters[earlier] >= _KNOWN * raters[later]:
                pairs.append((earlier, later))
    earlier_parts, later_parts = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    return earlier_parts, later_parts
