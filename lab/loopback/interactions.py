"""What a person did and how the program answered."""

from dataclasses import dataclass, field
from typing import Any

from lab.loopback.messages import Attachment, Message
from lab.loopback.people import Guild, Json, User, member_payload

_FILE = 11
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, ASK = 4, 5, 6, 7, 8, 9

_OPTION_TYPES = {3: str, 4: int, 5: bool, 10: float, _FILE: Attachment}


@dataclass(slots=True)
class Interaction:
    """One interaction and every answer to it so far.

    Attributes:
        callback: type of the first response (``MESSAGE``, ``DEFERRED``, …); ``None`` before it.
        told: what the first response brought along.
        message: the message it made or changed; ``None`` when there is none.
        edited: whether that message was edited after the first response.
        followups: messages sent after it.
    """

    id: int
    token: str
    kind: int
    user: User
    data: Json
    guild: Guild
    source: Message | None = None
    callback: int | None = None
    told: Json = field(default_factory=dict)
    message: Message | None = None
    edited: bool = False
    followups: list[Message] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether the person sees an answer, not only that one is being made."""
        if self.callback == DEFERRED:
            return self.message is None or not self.message.loading
        if self.callback == DEFERRED_UPDATE:
            return self.edited or bool(self.followups)
        return self.callback is not None

    @property
    def shown(self) -> Message:
        """The newest message of the answer."""
        shown = self.followups[-1] if self.followups else self.message
        assert shown, f"{self.data} was answered with no message: {self.callback} {self.told}"
        return shown

    @property
    def choices(self) -> list[Json]:
        choices: list[Json] = self.told.get("choices", [])
        return choices

    def payload(self, viewer: int) -> Json:
        source = {"message": self.source.payload(viewer)} if self.source else {}
        return {
            "id": str(self.id),
            "application_id": str(viewer),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "guild_id": str(self.guild.id),
            "guild": self.guild.stub(),
            "channel_id": str(self.guild.channel.id),
            "channel": self.guild.channel.payload(),
            "member": member_payload(self.user),
            "app_permissions": str((1 << 50) - 1),
            "locale": "en-US",
            "guild_locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(self.guild.id)},
            "context": 0,
            "attachment_size_limit": 10 << 20,
            **source,
        }


def command_data(
    commands: list[Json], name: str, options: dict[str, Any], focused: str | None = None
) -> Json:
    """Describe a slash command that somebody uses, as a client would let them.

    Args:
        commands: what the program synced.
        name: the command, with its subcommand after a space.
        options: values by name.
        focused: the option still being typed.
    """
    first, *rest = name.split()
    known = {command["name"]: command for command in commands if command.get("type", 1) == 1}
    assert first in known, f"/{first} was not synced, only {sorted(known)}"
    found, path = known[first], [known[first]]
    for word in rest:
        found = next(option for option in found["options"] if option["name"] == word)
        path.append(found)
    inner: list[Json] = _values(found.get("options", []), options, focused)
    for group in reversed(path[1:]):
        inner = [{"type": group["type"], "name": group["name"], "options": inner}]
    files = {str(f.id): f.payload() for f in options.values() if isinstance(f, Attachment)}
    resolved = {"resolved": {"attachments": files}} if files else {}
    return {"id": known[first]["id"], "name": first, "type": 1, "options": inner, **resolved}


def _values(declared: list[Json], given: dict[str, Any], focused: str | None) -> list[Json]:
    known = {option["name"]: option for option in declared}
    assert given.keys() <= known.keys(), f"no option {given.keys() - known.keys()} in {set(known)}"
    missing = {n for n, o in known.items() if o.get("required")} - given.keys()
    assert focused or not missing, f"{missing} must be given"
    values = []
    for name, value in given.items():
        option = known[name]
        expected = _OPTION_TYPES.get(option["type"], str)
        assert isinstance(value, expected), f"{name} is {expected.__name__}, not {value!r}"
        choices = [choice["value"] for choice in option.get("choices", [])]
        assert not choices or value in choices, f"{name}: {value!r} is none of {choices}"
        typed = {"focused": True} if name == focused else {}
        sent = str(value.id) if isinstance(value, Attachment) else value
        values.append({"type": option["type"], "name": name, "value": sent, **typed})
    return values
