"""``/profile``: a member's verdicts, what they say about their taste, and how to undo them."""

from discord import app_commands
from discord.ext import commands

from bot.films.actions import Action
from bot.films.find import movie_of
from bot.films.options import act_on_film, offer_rated, personal
from bot.films.own_lists import MemberList, list_view, page_of, search_text
from bot.films.undo import undo_newest, undo_newest_view
from bot.profile.card import taste_embed, taste_picture
from bot.profile.taste import TasteSummary, taste_of
from bot.services import Services
from bot.ui.control import Interaction
from bot.ui.message import Message, Picture
from bot.ui.respond import show, tell, think


@personal
class ProfileCog(
    commands.GroupCog,
    name="profile",
    description="Your ratings and your taste; only you see them.",
):
    """A member's own verdicts."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name="show")
    @app_commands.describe(search="Only films with these words in the title")
    async def show(
        self, interaction: Interaction, search: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """See your ratings and what they say about your taste."""
        await think(interaction)
        asked, member_id = search_text(search or ""), interaction.user.id
        page = await page_of(self._services, MemberList.VERDICTS, member_id, search=asked)
        embeds, pictures = [page.embed], list[Picture]()
        if page.films.items and not asked:
            taste = await self._taste(member_id)
            picture = await taste_picture(taste)
            embeds.insert(0, taste_embed(taste, picture))
            pictures = [picture] if picture else []
        await show(interaction, Message(embeds=embeds, attachments=pictures, view=list_view(page)))

    @app_commands.command(name="remove")
    @app_commands.describe(movie="One of the films you've rated")
    @app_commands.autocomplete(movie=offer_rated)
    async def remove(
        self, interaction: Interaction, movie: app_commands.Range[str, 1, 200]
    ) -> None:
        """Delete your rating of a film."""
        own = await self._services.storage.verdicts.of(interaction.user.id)
        await act_on_film(interaction, movie, Action.REMOVE, own)

    @app_commands.command(name="undo")
    async def undo(self, interaction: Interaction) -> None:
        """Undo your last rating; again for the one before."""
        said = await undo_newest(self._services, interaction.user.id)
        await tell(interaction, Message(said, view=undo_newest_view()))

    async def _taste(self, member_id: int) -> TasteSummary:
        verdicts = await self._services.storage.verdicts.of(member_id)
        catalog = self._services.recommender.catalog
        return taste_of((movie_of(catalog, item), said) for item, said in verdicts.items())
