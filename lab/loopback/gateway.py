"""The gateway: sessions that outlive their connections, so that they can be resumed."""

import asyncio
import json
import secrets
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from lab.loopback.people import Json, member_payload
from lab.loopback.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11

GUILDS, GUILD_MEMBERS, GUILD_VOICE_STATES = 1 << 0, 1 << 1, 1 << 7
PRESENCES, GUILD_REACTIONS, DIRECT_MESSAGE_REACTIONS = 1 << 8, 1 << 10, 1 << 13
MESSAGE_CONTENT = 1 << 15

_AUTHENTICATION_FAILED, _DISALLOWED_INTENTS, _UNKNOWN_ERROR = 4004, 4014, 4000
_INTENT = {
    "GUILD_CREATE": GUILDS,
    "MESSAGE_REACTION_ADD": GUILD_REACTIONS,
    "MESSAGE_REACTION_REMOVE": GUILD_REACTIONS,
}


class Connection:
    """One websocket and its compressed stream."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._stream = zlib.compressobj()
        self._turn = asyncio.Lock()

    async def send(
        self, op: int, data: Any = None, seq: int | None = None, t: str | None = None
    ) -> None:
        text = json.dumps({"op": op, "d": data, "s": seq, "t": t}).encode()
        async with self._turn:
            packed = self._stream.compress(text) + self._stream.flush(zlib.Z_SYNC_FLUSH)
            # Who has just gone finds everything in the session's log.
            with suppress(ConnectionResetError):
                await self._socket.send_bytes(packed)

    async def close(self, code: int) -> None:
        await self._socket.close(code=code)


@dataclass(slots=True)
class Session:
    """What one IDENTIFY began; ``log`` keeps what was dispatched, seen by the program or not."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    log: list[tuple[str, Json]] = field(default_factory=list)
    connection: Connection | None = None

    async def dispatch(self, event: str, data: Json) -> None:
        needed = _INTENT.get(event, 0)
        if needed & ~self.intents:
            return
        self.log.append((event, data))
        if self.connection:
            await self.connection.send(DISPATCH, data, len(self.log), event)

    async def replay(self, after: int) -> None:
        assert self.connection
        for seq, (event, data) in enumerate(self.log[after:], after + 1):
            await self.connection.send(DISPATCH, data, seq, event)


class Gateway:
    """Accepts the program's connections and tells it what happens.

    Attributes:
        identified: the IDENTIFY of every session, oldest first.
        resumed: how many sessions were taken up again.
        heartbeats: how many came.
        open: cleared while connections get no greeting.
        admits: cleared while connections get no session, new or resumed; unknown ones are refused.
        refuses: a close code that every IDENTIFY is answered with.
    """

    def __init__(self, world: World, heartbeat_interval: float = 41.25) -> None:
        self.url = ""
        self.identified: list[Json] = []
        self.resumed = 0
        self.heartbeats = 0
        self.open, self.admits = asyncio.Event(), asyncio.Event()
        self.open.set()
        self.admits.set()
        self.refuses: int | None = None
        self._world = world
        self._interval = heartbeat_interval
        self._sessions: dict[str, Session] = {}
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def connected(self) -> bool:
        return any(session.connection for session in self._sessions.values())

    @property
    def knocking(self) -> bool:
        """Whether somebody has opened a connection, let in or not."""
        return bool(self._sockets)

    async def dispatch(self, event: str, data: Json) -> None:
        for session in list(self._sessions.values()):
            await session.dispatch(event, data)

    async def drop(self, *, resume: bool, ask: bool = False) -> None:
        """Cut every connection.

        Args:
            resume: whether the sessions stay and may be resumed.
            ask: send RECONNECT and leave it to the program to go.
        """
        for session in list(self._sessions.values()):
            connection, session.connection = session.connection, None
            if not resume:
                del self._sessions[session.id]
            if connection and ask:
                await connection.send(RECONNECT)
            elif connection:
                await connection.close(_UNKNOWN_ERROR)

    async def close(self) -> None:
        self._sessions.clear()
        self.open.set()
        self.admits.set()
        for socket in list(self._sockets):
            await socket.close(code=1001)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        assert request.query["compress"] == "zlib-stream", request.query
        assert (request.query["v"], request.query["encoding"]) == ("10", "json"), request.query
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        connection = Connection(socket)
        try:
            await self.open.wait()
            await connection.send(HELLO, {"heartbeat_interval": int(self._interval * 1000)})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
        finally:
            self._sockets.discard(socket)
            self._part(connection, socket.close_code)
        return socket

    async def _receive(self, connection: Connection, message: Json) -> None:
        match message["op"]:
            case 1:
                self.heartbeats += 1
                await connection.send(HEARTBEAT_ACK)
            case 2:
                await self._identify(connection, message["d"])
            case 6:
                await self._resume(connection, message["d"])
            case 8:
                await self._tell_members(message["d"])
            case op:
                self._world.unknown.append(f"gateway op {op}: {message['d']}")

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identified.append(data)
        if fault := self._fault(data):
            await connection.close(fault)
            return
        await self.admits.wait()
        session = Session(
            (data["shard"][0], data["shard"][1]), data["intents"], connection=connection
        )
        self._sessions = {
            other.id: other for other in self._sessions.values() if other.shard != session.shard
        }
        self._sessions[session.id] = session
        guild = self._world.guild
        ready = {
            "v": 10,
            "user": self._world.bot.payload(),
            "guilds": [{"id": str(guild.id), "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": data["shard"],
            "application": {"id": str(self._world.bot.id), "flags": 0},
        }
        await session.dispatch("READY", ready)
        await session.dispatch("GUILD_CREATE", guild.payload())

    def _fault(self, data: Json) -> int | None:
        if data["token"] != self._world.token:
            return _AUTHENTICATION_FAILED
        if data["intents"] & (GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT):
            return _DISALLOWED_INTENTS
        return self.refuses

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = self._sessions.get(data["session_id"])
        if not session or data["token"] != self._world.token:
            await connection.send(INVALID_SESSION, data=False)
            return
        await self.admits.wait()
        session.connection = connection
        await session.replay(data["seq"])
        await session.dispatch("RESUMED", {})
        self.resumed += 1

    async def _tell_members(self, asked: Json) -> None:
        users = [self._world.users[int(user)] for user in asked["user_ids"]]
        chunk = {
            "guild_id": str(asked["guild_id"]),
            "members": [member_payload(user) for user in users],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": asked["nonce"],
        }
        await self.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    def _part(self, connection: Connection, code: int | None) -> None:
        for session in list(self._sessions.values()):
            if session.connection is connection:
                session.connection = None
                # Whoever closes with 1000 or 1001 says goodbye; everybody else may come back.
                if code in (1000, 1001):
                    del self._sessions[session.id]
