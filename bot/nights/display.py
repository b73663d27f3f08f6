"""A night as a message: text, films and buttons."""

from bot.films import card as cards
from bot.films.looks import Illustrator
from bot.nights.buttons import night_view
from bot.nights.desk import NightDesk
from bot.nights.film_cards import candidate_embed, winner_embed
from bot.nights.fits import own_fit
from bot.nights.headlines import headline
from bot.nights.types import Night, NightFilm, Stage
from bot.storage import Storage
from bot.ui import limits
from bot.ui.message import Message

_TITLE = 100


class NightDisplay:
    """Shows nights."""

    def __init__(self, *, desk: NightDesk, storage: Storage, illustrator: Illustrator) -> None:
        self._desk = desk
        self._storage = storage
        self._illustrator = illustrator

    async def frame(self, night: Night) -> Message:
        """Return the text and the buttons, which change with every press."""
        neutral = frozenset[int]()
        if night.stage in {Stage.GATHERING, Stage.VOTING, Stage.RUNOFF}:
            neutral = (await self._desk.tastes(night)).without_taste
        text = headline(night, titles=self.titles(night), neutral=sorted(neutral))
        return Message(content=text, view=night_view(night))

    async def page(self, night: Night) -> Message:
        """Return the whole message, with the films and their pictures."""
        frame = await self.frame(night)
        shown = self._films(night)
        movies = {film.id: self._desk.movie_of(film) for film in shown}
        looks = await self._illustrator.illustrate(list(movies.values()))
        visible = await self._storage.visibility.visible_members(night.guild_id)
        if night.winner in shown:
            (film,) = shown
            movie = movies[film.id]
            embeds = [winner_embed(film, movie, looks[movie.id], visible=visible)]
        else:
            embeds = [
                candidate_embed(
                    film,
                    movies[film.id],
                    looks[movies[film.id].id],
                    number=number,
                    visible=visible,
                    options=night.options,
                )
                for number, film in enumerate(night.films, start=1)
                if film in shown
            ]
        if embeds and self._desk.invented:
            embeds[-1].set_footer(text=cards.INVENTED)
        return Message(
            content=frame.content,
            embeds=limits.fitted(embeds),
            pictures=[look.picture for look in looks.values() if look.picture is not None],
            view=frame.view,
        )

    async def signature(self, night: Night) -> tuple[object, ...]:
        """Return what the films of a message depend on: while it is the same, its frame is enough.

        A member who hides or deletes their data changes it, for their fit must go from there.
        """
        visible = await self._storage.visibility.visible_members(night.guild_id)
        films = [(film.id, film.added_by, *sorted(film.fits)) for film in night.films]
        return (night.stage, night.winner_id, *films, *sorted({*visible} & {*night.member_ids}))

    def ballot(self, night: Night, member_id: int) -> str:
        """Return the text of one member's ballot, for their eyes alone."""
        titles = self.titles(night)
        votes = night.runoff if night.stage is Stage.RUNOFF else night.approvals
        veto = night.vetoes.get(member_id)
        lines = ["🗳️ **Your ballot** (nobody else sees it)"]
        numbers = {film.id: number for number, film in enumerate(night.films, start=1)}
        for film in night.on_ballot:
            mark = "✅" if member_id in votes.get(film.id, ()) else "▫️"
            if veto is not None and veto.film_id == film.id:
                mark = "🚫"
            fit = film.fits.get(member_id)
            said = "" if fit is None else f" — {own_fit(fit)}"
            lines.append(f"{mark} **{numbers[film.id]}** {titles[film.id]}{said}")
        if all(film.fits.get(member_id) is None for film in night.films):
            lines.append("I did not know your taste when these were chosen: you were neutral.")
        rule = (
            "✅ as many as you like; 🚫 one veto." if night.stage is Stage.VOTING else "✅ again."
        )
        lines.append(
            f"{rule} Press **I'm done** when you are; until then you can change all of it."
        )
        return limits.lines_within(lines, limits.CONTENT)

    def titles(self, night: Night) -> dict[int, str]:
        """Return the films' titles by their id in this night, made harmless."""
        return {
            film.id: limits.plain_clipped(self._desk.movie_of(film).display, _TITLE)
            for film in night.films
        }

    def _films(self, night: Night) -> tuple[NightFilm, ...]:
        if night.stage in {Stage.GATHERING, Stage.CANCELLED}:
            return ()
        return (night.winner,) if night.winner is not None else night.films
