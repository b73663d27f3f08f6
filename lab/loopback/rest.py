"""The REST interface: who may ask, what is recorded, what is missing."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from lab.loopback.answers import Refused, answer
from lab.loopback.gateway import Gateway
from lab.loopback.people import Json
from lab.loopback.rest_channels import channel_routes
from lab.loopback.rest_events import event_routes
from lab.loopback.rest_interactions import interaction_routes
from lab.loopback.rest_reactions import reaction_routes
from lab.loopback.world import Fault, Request, World

API = "/api/v10"
CDN = "/attachments"
_FILE = f"{CDN}/{{channel}}/{{attachment}}/{{name}}"

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(world: World, gateway: Gateway) -> web.Application:
    api = web.Application(middlewares=[_recorder(world), _guard(world)], client_max_size=64 << 20)
    api.add_routes(_program_routes(world, gateway))
    api.add_routes(channel_routes(world))
    api.add_routes(event_routes(world))
    api.add_routes(reaction_routes(world, gateway.dispatch))
    api.add_routes(interaction_routes(world))
    root = web.Application()
    root.add_subapp(API, api)
    root.add_routes([web.get("/gateway", gateway.connect), web.get(_FILE, _files(world))])
    return root


def _files(world: World) -> _Handler:
    async def show(request: web.Request) -> web.StreamResponse:
        wanted = int(request.match_info["attachment"])
        posted = (file for m in world.messages.values() for file in m.attachments)
        files = {file.id: file for file in (*world.uploads, *posted)}
        return web.Response(body=files[wanted].content, content_type="image/png")

    return show


def _recorder(world: World) -> Middleware:
    @web.middleware
    async def record(request: web.Request, handler: _Handler) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        response: web.StreamResponse = web.Response(status=500)
        try:
            response = await handler(request)
        except Refused as refused:
            response = refused.answer()
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            world.unknown.append(f"{request.method} {path}")
            response = Refused(404, 0, "404: Not Found").answer()
        finally:
            world.requests.append(Request(request.method, path, response.status))
        return response

    return record


def _guard(world: World) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        for fault in world.faults:
            if request.method == fault.method and path.startswith(fault.path):
                world.faults.remove(fault)
                if fault.served:
                    await handler(request)
                return _planted(fault)
        hold = world.hold
        if hold and request.method == hold.method and path.startswith(hold.path):
            hold.waiting += 1
            await hold.over.wait()
        # The token of an interaction is all that its answers need.
        needs_token = not path.startswith(("/interactions/", "/webhooks/"))
        if needs_token and request.headers.get("Authorization") != f"Bot {world.token}":
            raise Refused(401, 0, "401: Unauthorized")
        return await handler(request)

    return guard


def _planted(fault: Fault) -> web.Response:
    response = answer(fault.body, fault.status)
    response.headers.update(fault.headers)
    return response


def _program_routes(world: World, gateway: Gateway) -> list[web.RouteDef]:
    async def me(_: web.Request) -> web.Response:
        return answer(world.bot.payload())

    async def about(_: web.Request) -> web.Response:
        return answer(_application_payload(world))

    async def where(_: web.Request) -> web.Response:
        starts = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return answer({"url": gateway.url, "shards": 1, "session_start_limit": starts})

    async def commands(_: web.Request) -> web.Response:
        return answer(world.commands)

    async def sync(request: web.Request) -> web.Response:
        known = {(command["type"], command["name"]): command["id"] for command in world.commands}
        world.commands = [
            _command_payload(world, command, known) for command in await request.json()
        ]
        return answer(world.commands)

    base = "/applications/{application}"
    return [
        web.get("/users/@me", me),
        web.get("/applications/@me", about),
        web.get("/oauth2/applications/@me", about),
        web.get("/gateway/bot", where),
        web.get(f"{base}/commands", commands),
        web.put(f"{base}/commands", sync),
        web.get(f"{base}/guilds/{{guild}}/commands", commands),
        web.put(f"{base}/guilds/{{guild}}/commands", sync),
    ]


def _application_payload(world: World) -> Json:
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": world.bot.payload(),
        "team": None,
        "flags": 0,
        "summary": "",
        "rpc_origins": [],
        "tags": [],
    }


def _command_payload(world: World, command: Json, known: dict[tuple[int, str], str]) -> Json:
    kind = command.get("type", 1)
    new = known.get((kind, command["name"])) or str(world.ids.next())
    described = {"description": command.get("description", ""), "version": "1"}
    belongs = {"id": new, "application_id": str(world.bot.id), "type": kind}
    return {**command, **described, **belongs}
