"""A Discord on this machine, driven by a test: what people do, and what they then see."""

import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

from aiohttp import web

from lab.loopback import interactions
from lab.loopback.gateway import Gateway
from lab.loopback.interactions import Interaction, command_data
from lab.loopback.messages import Attachment, Button, Message
from lab.loopback.people import Json, User
from lab.loopback.rest import API, CDN, application
from lab.loopback.world import Hold, World

T = TypeVar("T")


class LoopbackDiscord:
    """REST and gateway on a free port of 127.0.0.1.

    Attributes:
        world: users, guild, messages, commands, recorded requests.
        gateway: sessions and what the program said there.
        url: where the server is, without the path of an interface.
    """

    def __init__(self, world: World, gateway: Gateway, runner: web.AppRunner, port: int) -> None:
        self.world = world
        self.gateway = gateway
        self.url = f"http://127.0.0.1:{port}"
        gateway.url = f"ws://127.0.0.1:{port}/gateway"
        world.cdn = f"{self.url}{CDN}"
        self._runner = runner

    @classmethod
    async def start(cls, *, heartbeat_interval: float = 41.25) -> Self:
        """Open the server.

        Args:
            heartbeat_interval: seconds between the heartbeats it asks for.
        """
        # As long as a real token, and unlike anything else in a log.
        world = World(
            token=f"{secrets.token_hex(13)}.{secrets.token_hex(3)}.{secrets.token_hex(19)}"
        )
        gateway = Gateway(world, heartbeat_interval)
        runner = web.AppRunner(application(world, gateway), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return cls(world, gateway, runner, runner.addresses[0][1])

    async def stop(self) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        return self.url + API

    @property
    def commands(self) -> set[str]:
        """Names of what was synced."""
        return {command["name"] for command in self.world.commands}

    def asked(self, method: str, path: str) -> int:
        """Count the requests so far whose path begins so."""
        requests = self.world.requests
        return sum(r.method == method and r.path.startswith(path) for r in requests)

    async def until(self, probe: Callable[[], T | None], what: str) -> T:
        """Wait until ``probe`` finds something, and give it.

        Raises:
            AssertionError: it didn't come in time, or the program has ended.
        """
        return await self.world.patience.until(probe, what)

    async def connected(self) -> None:
        """Wait until the program has a session."""
        await self.until(lambda: self.gateway.connected, "session")

    async def slash(self, name: str, user: User, **options: Any) -> Interaction:
        """Use a slash command and wait for the answer that the user sees."""
        return await self._answered(await self.begin_slash(name, user, **options))

    async def begin_slash(self, name: str, user: User, **options: Any) -> Interaction:
        """Use a slash command and wait for nothing."""
        data = command_data(self.world.commands, name, options)
        return await self._begin(interactions.COMMAND, user, data)

    def upload(self, filename: str, content: bytes) -> Attachment:
        """Upload a file, to be given to the option of a command."""
        number, channel = self.world.ids.next(), self.world.guild.channel.id
        url = f"{self.world.cdn}/{channel}/{number}/{filename}"
        self.world.uploads.append(Attachment(number, filename, content, None, url))
        return self.world.uploads[-1]

    async def complete(self, name: str, user: User, focused: str, **options: Any) -> list[Json]:
        """Type into an option and wait for the choices."""
        data = command_data(self.world.commands, name, options, focused)
        answer = await self._answered(await self._begin(interactions.AUTOCOMPLETE, user, data))
        return answer.choices

    async def press(self, message: Message, button: Button, user: User) -> Interaction:
        """Press a button of a message and wait for the answer that the user sees."""
        return await self._answered(await self.begin_press(message, button, user))

    async def begin_press(self, message: Message, button: Button, user: User) -> Interaction:
        """Press a button of a message and wait for nothing."""
        there = [b for row in message.buttons for b in row]
        assert button in there, f"{button} is not among {there}"
        assert not button.disabled, f"{button} can't be pressed"
        data = {"custom_id": button.custom_id, "component_type": 2}
        return await self._begin(interactions.COMPONENT, user, data, message)

    async def _begin(
        self, kind: int, user: User, data: Json, source: Message | None = None
    ) -> Interaction:
        assert self.gateway.connected, "nobody would receive this"
        world, number = self.world, self.world.ids.next()
        token = b64encode(f"interaction:{number}:{secrets.token_hex(60)}".encode()).decode()
        made = Interaction(number, token, kind, user, data, world.guild, source)
        world.interactions[token] = made
        await self.gateway.dispatch("INTERACTION_CREATE", made.payload(world.bot.id))
        return made

    async def react(self, message: Message, emoji: str, user: User) -> None:
        if event := self.world.react(message, emoji, user):
            await self.gateway.dispatch("MESSAGE_REACTION_ADD", event)

    async def unreact(self, message: Message, emoji: str, user: User) -> None:
        if event := self.world.unreact(message, emoji, user):
            await self.gateway.dispatch("MESSAGE_REACTION_REMOVE", event)

    @asynccontextmanager
    async def away(self, *, resume: bool, ask: bool = False) -> AsyncIterator[None]:
        """Cut the connection, and give the program a session only after the block.

        Args:
            resume: whether its old session may be resumed.
            ask: tell it to reconnect instead of cutting the line.
        """
        self.gateway.admits.clear()
        await self.gateway.drop(resume=resume, ask=ask)
        try:
            yield
        finally:
            self.gateway.admits.set()
        await self.connected()

    @asynccontextmanager
    async def holding(self, method: str, path: str) -> AsyncIterator[Hold]:
        """Let requests whose path begins so wait until the block is left."""
        self.world.hold = hold = Hold(method, path)
        try:
            yield hold
        finally:
            self.world.hold = None
            hold.over.set()

    async def _answered(self, interaction: Interaction) -> Interaction:
        what = f"answer to {interaction.data}"
        await self.until(lambda: interaction.answered, what)
        return interaction
