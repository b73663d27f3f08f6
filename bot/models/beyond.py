"""The catalogue that members see: the films of the model in use, and those that it lacks."""

import asyncio
from collections.abc import Iterable
from typing import Final

from bot.storage.beyond import FilmBeyond, FilmsBeyond
from recsys.catalog import Catalog, WiderCatalog
from recsys.movies import imdb_of
from recsys.types import ItemId

MOST: Final = 50_000
"""Films beyond the catalogue that files of members brought, which could be any number."""


class Catalogs:
    """Widens the catalogue of the model in use by the films that were found elsewhere.

    Args:
        saved: those films.
    """

    def __init__(self, saved: FilmsBeyond) -> None:
        self._saved = saved
        self._films: dict[ItemId, FilmBeyond] = {}
        self._found = self._unsearched = Catalog(())

    def over(self, catalog: Catalog) -> WiderCatalog:
        """Return the catalogue of the model in use, widened."""
        return WiderCatalog(catalog, self._found, self._unsearched)

    async def begin(self, catalog: Catalog) -> None:
        """Have the films at hand for a model that is taken into use.

        What was saved about those that its data set knows counts for its own films from then on.

        Raises:
            StorageError: that can't be saved.
        """
        known = await asyncio.to_thread(lambda: catalog.by_imdb_id)
        ids = {
            item_id: known[imdb_id].id
            for item_id in await self._saved.unmoved()
            if (imdb_id := imdb_of(item_id)) is not None and imdb_id in known
        }
        await self._saved.move(ids)
        await self._saved.sweep()
        self._films = {}
        await self._keep(await self._saved.all())

    async def add(self, *films: FilmBeyond) -> None:
        """Save films, and find them from now on; what OMDb said of one stays.

        Raises:
            StorageError: they can't be saved.
        """
        by_id = {film.movie.id: film for film in films}
        confirmed = [film for film in by_id.values() if film.confirmed]
        told = [film for item, film in by_id.items() if item not in self._films]
        room = max(MOST - len(self._unsearched), 0)
        new = [*confirmed, *[film for film in told if not film.confirmed][:room]]
        if new:
            await self._saved.save(new)
            await self._keep(new)

    def unconfirmed(self, items: Iterable[ItemId]) -> list[ItemId]:
        """Return those of these films that only a member's file has described."""
        return [item for item in items if item in self._unsearched]

    async def _keep(self, films: Iterable[FilmBeyond]) -> None:
        self._films |= {film.movie.id: film for film in films}
        known = list(self._films.values())
        found = Catalog(film.movie for film in known if film.confirmed)
        unsearched = Catalog(film.movie for film in known if not film.confirmed)
        # The search is made at first use, which must not be a member's.
        await asyncio.to_thread(found.search, "")
        self._found, self._unsearched = found, unsearched
