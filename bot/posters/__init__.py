"""Posters and facts of films: OMDb's where it has them, else posters of our own.

::

    service = film_facts_service(database, session, key="…")
    facts = await service.facts(movies)
    posters = await Artwork().posters(movies)
"""

from bot.posters.answers import FilmFacts, FoundFilm
from bot.posters.drawn import Artwork, Poster
from bot.posters.facts import FilmFactsService, film_facts_service

__all__ = ["Artwork", "FilmFacts", "FilmFactsService", "FoundFilm", "Poster", "film_facts_service"]
