"""The way from the deck to ``/import``."""

from dataclasses import dataclass
from typing import ClassVar

from bot.ui.control import Control, Interaction, Press, button
from bot.ui.respond import tell


@dataclass(frozen=True)
class TellOfImport(Press):
    """Tell the member how ratings from elsewhere come here."""

    kind: ClassVar = "tell-import"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Tell them in a message of its own."""
        await tell(
            interaction,
            "📥 You rate films on Letterboxd, IMDb, Trakt or MovieLens? Export your ratings there, "
            "and give me the file with `/import`. I'll show you what I found before I save it.",
        )


def import_button(interaction: Interaction) -> list[Control]:
    """Return the button that tells of it; none while there is no such command."""
    if interaction.client.tree.get_command("import") is None:
        return []
    return [button(TellOfImport(), label="Import", emoji="📥", row=1)]
