"""Answers to interactions: the first one, and everything after it by the token."""

from aiohttp import web

from lab.loopback.answers import Refused, answer, nothing
from lab.loopback.forms import Form, apply, read_form
from lab.loopback.interactions import (
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    UPDATE,
    Interaction,
)
from lab.loopback.messages import EPHEMERAL, LOADING, Message
from lab.loopback.people import Json
from lab.loopback.world import World

_ORIGINAL = "@original"


def interaction_routes(world: World) -> list[web.RouteDef]:
    webhook = "/webhooks/{application}/{token}"
    message = f"{webhook}/messages/{{message}}"

    async def respond(request: web.Request) -> web.Response:
        interaction = world.interaction(request.match_info["token"])
        if interaction.callback is not None:
            code, text = 40060, "Interaction has already been acknowledged."
            raise Refused(400, code, text)
        form = await read_form(request)
        kind, data = form.payload["type"], form.payload.get("data") or {}
        _begin(world, interaction, kind, data, form)
        interaction.callback, interaction.told = kind, data
        return answer(_callback_payload(world, interaction))

    async def follow(request: web.Request) -> web.Response:
        interaction = world.interaction(request.match_info["token"])
        if interaction.callback is None:
            raise Refused(404, 10015, "Unknown Webhook")
        form = await read_form(request)
        if interaction.message and interaction.message.loading:
            return answer(_edit(world, interaction.message, form))
        made = world.new_message((form.payload.get("flags") or 0) & EPHEMERAL)
        payload = _edit(world, made, form)
        world.messages[made.id] = made
        interaction.followups.append(made)
        return answer(payload)

    async def get(request: web.Request) -> web.Response:
        _, found = _find(world, request)
        return answer(found.payload(world.bot.id))

    async def edit(request: web.Request) -> web.Response:
        interaction, found = _find(world, request)
        payload = _edit(world, found, await read_form(request))
        interaction.edited = True
        return answer(payload)

    async def delete(request: web.Request) -> web.Response:
        interaction, found = _find(world, request)
        world.messages.pop(found.id, None)
        if found is interaction.message:
            interaction.message = None
        return nothing()

    return [
        web.post("/interactions/{interaction}/{token}/callback", respond),
        web.post(webhook, follow),
        web.get(message, get),
        web.patch(message, edit),
        web.delete(message, delete),
    ]


def _begin(world: World, interaction: Interaction, kind: int, data: Json, form: Form) -> None:
    if kind in (DEFERRED_UPDATE, UPDATE) and interaction.kind != COMPONENT:
        raise Refused(400, 50035, "Invalid Form Body: there is no message to update")
    if kind == MESSAGE:
        made = world.new_message((data.get("flags") or 0) & EPHEMERAL)
        apply(form, data, made, world.ids, world.cdn)
        interaction.message = world.messages[made.id] = made
    elif kind == DEFERRED:
        made = world.new_message((data.get("flags") or 0) & EPHEMERAL | LOADING)
        interaction.message = world.messages[made.id] = made
    elif kind == DEFERRED_UPDATE:
        interaction.message = interaction.source
    elif kind == UPDATE:
        assert interaction.source
        apply(form, data, interaction.source, world.ids, world.cdn)
        interaction.message = interaction.source


def _find(world: World, request: web.Request) -> tuple[Interaction, Message]:
    interaction = world.interaction(request.match_info["token"])
    wanted = request.match_info["message"]
    mine = [m for m in (interaction.message, *interaction.followups) if m]
    found = (
        interaction.message
        if wanted == _ORIGINAL
        else next((m for m in mine if str(m.id) == wanted), None)
    )
    if not found:
        raise Refused(404, 10008, "Unknown Message")
    return interaction, found


def _edit(world: World, message: Message, form: Form) -> Json:
    apply(form, form.payload, message, world.ids, world.cdn)
    return message.payload(world.bot.id)


def _callback_payload(world: World, interaction: Interaction) -> Json:
    message = interaction.message
    about = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "response_message_id": str(message.id) if message else None,
        "response_message_loading": bool(message and message.loading),
        "response_message_ephemeral": bool(message and message.ephemeral),
    }
    resource: Json = {"type": interaction.callback}
    if message and interaction.callback in (MESSAGE, UPDATE):
        resource["message"] = message.payload(world.bot.id)
    return {"interaction": about, "resource": resource}
