"""``/profile``: a member's verdicts, what they say about their taste, and how to undo them."""

from discord import app_commands
from discord.ext import commands

from bot.films.actions import Action
from bot.films.options import act_on_film, offer_rated, personal
from bot.films.own_lists import MemberList, list_view, page_of, search_text
from bot.films.taste_card import TOO_FEW, taste_message
from bot.films.undo import undo_newest, undo_newest_view
from bot.profile.buttons import taste_controls
from bot.services import services_of
from bot.ui.control import Interaction
from bot.ui.message import Message
from bot.ui.respond import show, tell, think


@personal
class ProfileCog(
    commands.GroupCog,
    name="profile",
    description="Your ratings and your taste; only you see them.",
):
    """A member's own verdicts."""

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """See your taste as a picture, and post it if you like."""
        await think(interaction)
        services, member_id = services_of(interaction), interaction.user.id
        controls = taste_controls(in_server=not interaction.context.dm_channel)
        message = await taste_message(services, member_id, controls)
        if message is None:
            page = await page_of(services, MemberList.VERDICTS, member_id)
            hint = TOO_FEW if page.films.items else ""
            message = Message(hint, embeds=[page.embed], view=list_view(page))
        await show(interaction, message)

    @app_commands.command(name="films")
    @app_commands.describe(search="Only films with these words in the title")
    async def films(
        self, interaction: Interaction, search: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """List the films you've rated."""
        await think(interaction)
        asked, member_id = search_text(search or ""), interaction.user.id
        services = services_of(interaction)
        page = await page_of(services, MemberList.VERDICTS, member_id, search=asked)
        await show(interaction, Message(embeds=[page.embed], view=list_view(page)))

    @app_commands.command(name="remove")
    @app_commands.describe(movie="One of the films you've rated")
    @app_commands.autocomplete(movie=offer_rated)
    async def remove(
        self, interaction: Interaction, movie: app_commands.Range[str, 1, 200]
    ) -> None:
        """Delete your rating of a film."""
        own = await services_of(interaction).storage.verdicts.of(interaction.user.id)
        await act_on_film(interaction, movie, Action.REMOVE, own)

    @app_commands.command(name="undo")
    async def undo(self, interaction: Interaction) -> None:
        """Undo your last rating; again for the one before."""
        said = await undo_newest(services_of(interaction), interaction.user.id)
        await tell(interaction, Message(said, view=undo_newest_view()))
