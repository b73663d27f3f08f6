"""A few well-known films to rate, for a member whose taste nobody knows yet."""

from typing import Final

from bot.films.buttons import film_row
from bot.films.card import film_embed
from bot.films.looks import looks_of, pictures_of
from bot.films.request import Request
from bot.films.suggest import well_loved
from bot.services import Services
from bot.ui.control import view_of
from bot.ui.message import Message

FILMS: Final = 5
"""A row of buttons each is all that a message has room for."""


async def deck(services: Services, member_id: int) -> Message:
    """Return well-known films that the member has said nothing of, each with its buttons.

    Without any film left the message says so and has no buttons.
    """
    profile = await services.storage.verdicts.profile(member_id)
    request = Request(count=FILMS)
    films = await well_loved(services.recommender, profile, request)
    movies = [services.recommender.catalog[film.item_id] for film in films]
    if not movies:
        return Message("You've rated every film I know.")
    listing = await services.storage.listings.create(
        member_id, private=True, options=request.to_json(), films=[movie.id for movie in movies]
    )
    looks = await looks_of(services, movies)
    rows = (
        film_row(movie.id, listing_id=listing.id, row=row, number=row + 1)
        for row, movie in enumerate(movies)
    )
    return Message(
        content="I don't know your taste yet. Rate a few of these so tonight's films suit you too:",
        embeds=[
            film_embed(movie, looks[movie.id], number=number)
            for number, movie in enumerate(movies, start=1)
        ],
        attachments=pictures_of(looks),
        view=view_of(*(each for row in rows for each in row)),
    )
