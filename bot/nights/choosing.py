"""Which of several nights a command means. Pure."""

from collections.abc import Collection, Sequence

from bot.errors import MemberError
from bot.nights.night import Night, Stage
from bot.nights.text import link

STAGE_NAMES = {
    Stage.GATHERING: "joining",
    Stage.VOTING: "voting",
    Stage.RUNOFF: "run-off",
    Stage.DECIDED: "decided",
    Stage.WATCHED: "watched",
    Stage.CANCELLED: "cancelled",
}
_SHOWN = 5


def describe(night: Night) -> str:
    """Return a night in a few words: "7: Fri 27 Nov, voting, 4 in"; the day in UTC."""
    day = night.options.starts_at
    when = f"{day:%a %d %b}, " if day else ""
    return f"{night.id}: {when}{STAGE_NAMES[night.stage]}, {len(night.members)} in"


def choose(
    nights: Sequence[Night],
    stages: Collection[Stage],
    *,
    channel_id: int | None,
    member_id: int,
    named: int | None,
) -> Night:
    """Return the night that is meant; where that isn't clear, nothing is guessed.

    Those of the member's channel go before those of other channels, those that are still to be
    decided before decided ones, and those that they joined or organise before others'.

    Args:
        nights: of the server.
        stages: in which the command can do something.
        channel_id: where the command was used.
        member_id: used it.
        named: the id of the night that they named, if any.

    Raises:
        MemberError: there is none, or there are several.
    """
    meant = [night for night in nights if named in {None, night.id}]
    fitting = [night for night in meant if night.stage in stages]
    if not fitting:
        raise MemberError(_none(_preferred(meant, channel_id, member_id)))
    fitting = _preferred(fitting, channel_id, member_id)
    if len(fitting) > 1:
        shown = " · ".join(describe(night) for night in fitting[-_SHOWN:])
        raise MemberError(f"There are several movie nights. Say which one with `night`: {shown}.")
    return fitting[0]


def _preferred(nights: Sequence[Night], channel_id: int | None, member_id: int) -> list[Night]:
    """Return the nights that a member rather means."""
    left = list(nights)
    for preferred in (
        [night for night in left if night.channel_id == channel_id],
        [night for night in left if night.stage is not Stage.DECIDED],
        [night for night in left if member_id in (*night.member_ids, night.organiser_id)],
    ):
        left = [night for night in left if night in preferred] or left
    return left


def _none(nights: Sequence[Night]) -> str:
    """Say why none of these nights allows a command that a vote is needed for."""
    if not nights:
        return "There's no movie night here. Start one with `/movienight start`."
    *_, night = nights
    where = link(night)
    if night.stage is Stage.GATHERING:
        asker = "The organiser" if night.organiser_is_in else "Someone who joined"
        return f"There's nothing to vote on yet. {asker} presses **Suggest films** first. {where}"
    return f"The vote is over: the film is chosen. {where}"
