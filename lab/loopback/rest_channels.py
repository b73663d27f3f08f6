"""Messages of a channel."""

from aiohttp import web

from lab.loopback.answers import Refused, answer, nothing
from lab.loopback.forms import apply, read_form
from lab.loopback.messages import EPHEMERAL, Message
from lab.loopback.world import World

CHANNEL = "/channels/{channel}"
MESSAGE = f"{CHANNEL}/messages/{{message}}"
_PAGE = (("after", 0), ("limit", 50))
"""What may be asked of a channel's messages, and what holds unasked."""


def channel_routes(world: World) -> list[web.RouteDef]:
    async def show(request: web.Request) -> web.Response:
        _check_channel(world, request)
        return answer(world.guild.channel.payload())

    async def post(request: web.Request) -> web.Response:
        _check_channel(world, request)
        form, made = await read_form(request), world.new_message()
        apply(form, form.payload, made, world.ids, world.cdn)
        made.flags &= ~EPHEMERAL
        world.messages[made.id] = made
        return answer(made.payload(world.bot.id))

    async def history(request: web.Request) -> web.Response:
        _check_channel(world, request)
        after, limit = (int(request.query.get(name, unasked)) for name, unasked in _PAGE)
        found = [each for each in world.messages.values() if each.id > after and not each.ephemeral]
        oldest = sorted(found, key=lambda each: each.id)[:limit]
        return answer([each.payload(world.bot.id) for each in reversed(oldest)])

    async def get(request: web.Request) -> web.Response:
        return answer(find_message(world, request).payload(world.bot.id))

    async def edit(request: web.Request) -> web.Response:
        found, form = find_message(world, request), await read_form(request)
        apply(form, form.payload, found, world.ids, world.cdn)
        return answer(found.payload(world.bot.id))

    async def delete(request: web.Request) -> web.Response:
        del world.messages[find_message(world, request).id]
        return nothing()

    return [
        web.get(CHANNEL, show),
        web.get(f"{CHANNEL}/messages", history),
        web.post(f"{CHANNEL}/messages", post),
        web.get(MESSAGE, get),
        web.patch(MESSAGE, edit),
        web.delete(MESSAGE, delete),
    ]


def find_message(world: World, request: web.Request) -> Message:
    """Find the message of an address; what only one person sees isn't in the channel.

    Raises:
        Refused: there is none.
    """
    _check_channel(world, request)
    found = world.messages.get(int(request.match_info["message"]))
    if not found or found.ephemeral:
        raise Refused(404, 10008, "Unknown Message")
    return found


def _check_channel(world: World, request: web.Request) -> None:
    if int(request.match_info["channel"]) != world.guild.channel.id:
        raise Refused(404, 10003, "Unknown Channel")
