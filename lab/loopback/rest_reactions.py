"""Reactions to the messages of a channel."""

from aiohttp import web

from lab.loopback.answers import answer, nothing
from lab.loopback.rest_channels import MESSAGE, find_message
from lab.loopback.world import Dispatch, World

_REACTION = f"{MESSAGE}/reactions/{{emoji}}"


def reaction_routes(world: World, dispatch: Dispatch) -> list[web.RouteDef]:
    async def react(request: web.Request) -> web.Response:
        found, emoji = find_message(world, request), request.match_info["emoji"]
        if event := world.react(found, emoji, world.bot):
            await dispatch("MESSAGE_REACTION_ADD", event)
        return nothing()

    async def unreact(request: web.Request) -> web.Response:
        found, emoji = find_message(world, request), request.match_info["emoji"]
        named = request.match_info["user"]
        user = world.bot if named == "@me" else world.users[int(named)]
        if event := world.unreact(found, emoji, user):
            await dispatch("MESSAGE_REACTION_REMOVE", event)
        return nothing()

    async def reacted(request: web.Request) -> web.Response:
        found, emoji = find_message(world, request), request.match_info["emoji"]
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 25))
        users = found.reactions.get(emoji, {})
        later = [users[user_id] for user_id in sorted(users) if user_id > after]
        return answer([user.payload() for user in later[:limit]])

    return [
        web.put(f"{_REACTION}/@me", react),
        web.delete(f"{_REACTION}/{{user}}", unreact),
        web.get(_REACTION, reacted),
    ]
