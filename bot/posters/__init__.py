"""Posters and facts of films: OMDb's where it has them, else artwork of our own.

::

    service = film_facts_service(database, session, key="…")
    facts = await service.facts(movies)
    picture = await Artwork().placeholder(movie)
"""

from bot.posters.artwork import Artwork, alt_text, draw_placeholder
from bot.posters.assemble import film_facts_service
from bot.posters.service import FilmFactsService
from bot.posters.types import FilmFacts

__all__ = [
    "Artwork",
    "FilmFacts",
    "FilmFactsService",
    "alt_text",
    "draw_placeholder",
    "film_facts_service",
]
