"""Inviting members to a night with Discord's own picker."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from bot.nights import rules
from bot.nights.buttons import Verb, on
from bot.nights.interactions import actor_of, look_for_message
from bot.nights.night import MOST_MEMBERS
from bot.nights.people import invited
from bot.nights.store import nights_here
from bot.nights.text import invited_text
from bot.ui.control import Interaction, Press, chosen_people, people_menu, view_of
from bot.ui.message import Message
from bot.ui.respond import hold, show, tell


@dataclass(frozen=True)
class Invite(Press):
    """Invite the members who were picked."""

    kind: ClassVar = "invite"
    private: ClassVar = True
    night_id: int

    async def press(self, interaction: Interaction) -> None:
        """Invite them, if they are here; they join by themselves."""
        await hold(interaction)
        store, actor = nights_here(interaction), actor_of(interaction)
        night = await store.get(self.night_id)
        look_for_message(interaction, night)
        rules.check_invite(night, actor)
        assert interaction.guild is not None
        asked = await invited(interaction.guild, chosen_people(interaction), [])
        rule = partial(rules.invite, actor=actor, asked=asked)
        changed = await store.change(self.night_id, rule)
        look_for_message(interaction, changed)
        new = [each for each in changed.invited if each not in night.invited]
        await show(interaction, Message(invited_text(changed, new)))


@on(Verb.INVITE)
async def _invite(interaction: Interaction, night_id: int) -> None:
    """Offer everyone in the server to a member who may invite."""
    night = await nights_here(interaction).get(night_id)
    rules.check_invite(night, actor_of(interaction))
    picker = people_menu(Invite(night_id), "Who should come?", MOST_MEMBERS)
    said = "✉️ Pick who to invite. They're in once they press **Join**."
    await tell(interaction, Message(said, view=view_of(picker)))
