"""The body of a request that makes or edits a message: how it is read, refused and applied."""

import json
import re
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from lab.loopback.answers import Refused
from lab.loopback.messages import EPHEMERAL, LOADING, Attachment, Message, embed_words
from lab.loopback.people import Json, Snowflakes, timestamp


@dataclass(frozen=True, slots=True)
class Form:
    payload: Json
    files: dict[int, bytes] = field(default_factory=dict)


async def read_form(request: web.Request) -> Form:
    """Read JSON, or ``payload_json`` and ``files[n]``."""
    if not request.content_type.startswith("multipart/"):
        return Form(await request.json() if request.can_read_body else {})
    payload: Json = {}
    files: dict[int, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        numbered = re.fullmatch(r"files\[(\d+)\]", part.name or "")
        if numbered:
            files[int(numbered[1])] = content
        else:
            payload = json.loads(content)
    return Form(payload, files)


def apply(form: Form, data: Json, message: Message, ids: Snowflakes, cdn: str) -> None:
    """Make ``message`` say what a body says: what it doesn't name stays as it is.

    Args:
        form: the whole body, for its files.
        data: the part of its payload that describes the message.
        message: is changed only when the body is right.
        ids: of new attachments.
        cdn: where attachments can be fetched.

    Raises:
        Refused: Discord wouldn't take this message; the text says what is wrong.
    """
    attachments = _attachments(form, data, message, ids, cdn)
    embeds = _with_urls(data.get("embeds", message.embeds) or [], attachments)
    components = data.get("components", message.components) or []
    content = data.get("content", message.content) or ""
    complaints = [*_content_faults(content, embeds), *_component_faults(components)]
    if not (content or embeds or components or attachments):
        complaints.append("Cannot send an empty message")
    if complaints:
        raise Refused(400, 50035, "Invalid Form Body: " + "; ".join(complaints))
    if message.content or message.embeds:
        message.edited_at = timestamp()
    message.content, message.embeds, message.components = content, embeds, components
    message.attachments = attachments
    message.flags = (data.get("flags") or 0) & ~LOADING | message.flags & EPHEMERAL


def _attachments(
    form: Form, data: Json, message: Message, ids: Snowflakes, cdn: str
) -> list[Attachment]:
    named = {int(described["id"]): described for described in data.get("attachments") or []}
    stays = data.get("attachments") is None
    kept = [a for a in message.attachments if stays or a.id in named]
    for number, content in form.files.items():
        described, new = named[number], ids.next()
        url = f"{cdn}/{message.channel_id}/{new}/{described['filename']}"
        note = described.get("description")
        kept.append(Attachment(new, described["filename"], content, note, url))
    return kept


def _with_urls(embeds: list[Json], attachments: list[Attachment]) -> list[Json]:
    text = json.dumps(embeds)
    for attachment in attachments:
        text = text.replace(f'"attachment://{attachment.filename}"', f'"{attachment.url}"')
    rewritten: list[Json] = json.loads(text)
    return rewritten


def _content_faults(content: str, embeds: list[Json]) -> list[str]:
    length = sum(len(text) for embed in embeds for text in embed_words(embed))
    faults = {
        "content is longer than 2,000": len(content) > 2000,
        "more than 10 embeds": len(embeds) > 10,
        f"the embeds have {length} characters, more than 6,000": length > 6000,
        "a title is longer than 256": any(len(e.get("title", "")) > 256 for e in embeds),
        "a file that is not attached": '"attachment://' in json.dumps(embeds),
    }
    return [fault for fault, there in faults.items() if there]


def _component_faults(rows: list[Json]) -> list[str]:
    parts = [part for row in rows for part in row["components"]]
    custom_ids = [part["custom_id"] for part in parts if "custom_id" in part]
    faults = {
        "more than 5 rows": len(rows) > 5,
        "more than 5 buttons in a row": any(len(row["components"]) > 5 for row in rows),
        "a label is longer than 80": any(len(p.get("label") or "") > 80 for p in parts),
        "a custom_id is used twice": len(custom_ids) != len(set(custom_ids)),
        "a custom_id is longer than 100": any(len(custom_id) > 100 for custom_id in custom_ids),
        "more than 25 choices": any(len(p.get("options") or []) > 25 for p in parts),
    }
    return [fault for fault, there in faults.items() if there]
