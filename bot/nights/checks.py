"""Who may do what to a night, and when; each check raises the `MemberError` that explains."""

from dataclasses import dataclass

from bot.errors import MemberError, OutOfDate
from bot.nights.types import Night, Stage


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something.

    Attributes:
        member_id: Discord's id.
        manages: whether they have Manage Events in this server.
    """

    member_id: int
    manages: bool = False


def check_joined(night: Night, actor: Actor) -> None:
    """Let only members of a night go on."""
    if actor.member_id not in night.member_ids:
        raise MemberError(
            "You have not joined this night. Press **Join** on the next one in time."
            if night.stage is not Stage.GATHERING
            else "You have not joined this night yet. Press **Join**."
        )


def check_voting(night: Night) -> None:
    """Let members go on while a vote or a run-off is on."""
    if night.stage not in {Stage.VOTING, Stage.RUNOFF}:
        raise OutOfDate("There is no vote going on in that night.")


def check_vote(night: Night, vote: Stage) -> None:
    """Let members go on while the vote that they mean is on."""
    check_voting(night)
    if night.stage is not vote:
        raise OutOfDate("That vote was a tie, and a run-off is on. **My ballot** is for it now.")


def check_runs_it(night: Night, actor: Actor, what: str) -> None:
    """Let the organiser and members with Manage Events go on; ``what`` they would do."""
    if actor.member_id == night.organiser_id or actor.manages:
        return
    organiser = f"the organiser, <@{night.organiser_id}>, and " if night.organiser_id else ""
    raise MemberError(f"Only {organiser}members with the right to manage events can {what}.")
