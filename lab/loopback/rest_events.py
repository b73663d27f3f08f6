"""Scheduled events of the server."""

from aiohttp import web

from lab.loopback.answers import answer
from lab.loopback.world import World

EVENTS = "/guilds/{guild}/scheduled-events"


def event_routes(world: World) -> list[web.RouteDef]:
    async def listed(_: web.Request) -> web.Response:
        return answer(world.events)

    async def make(request: web.Request) -> web.Response:
        about = {"id": str(world.ids.next()), "guild_id": request.match_info["guild"]}
        made_by = {"creator_id": str(world.bot.id), "channel_id": None, "status": 1}
        world.events.append({**await request.json(), **about, **made_by, "entity_id": None})
        return answer(world.events[-1])

    return [web.get(EVENTS, listed), web.post(EVENTS, make)]
