"""Socket Mode: up to ten connections, each delivery on one of them, acknowledged by its id."""

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from aiohttp import ClientConnectionResetError, WSMsgType, web

from bot.sandbox.log import Log
from bot.sandbox.routes import Parcel, Reply, Retry, UnreachableError

CONNECTIONS: Final = 10
_REASON: Final = {"http_timeout": "timeout", "connection_failed": "error", "http_error": "error"}


class State(StrEnum):
    """How a connection behaves."""

    OPEN = "open"
    DOOMED = "doomed"  # resets when the next delivery is due
    SILENT = "silent"  # swallows everything and answers no ping
    LEAVING = "leaving"  # was asked to refresh; gets nothing new


@dataclass(slots=True)
class Connection:
    """One WebSocket to the app."""

    name: str
    socket: web.WebSocketResponse
    request: web.Request
    state: State = State.OPEN
    sent: int = 0
    waiting: dict[str, tuple[Parcel, asyncio.Future[Reply]]] = field(default_factory=dict)

    def abort(self) -> None:
        """Break the connection as a network does: no goodbye."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(slots=True)
class Sockets:
    """Every connection of the app."""

    log: Log
    app: str
    name: str = field(default="socket")
    connections: list[Connection] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _turn: int = 0
    _count: int = 0

    def new_ticket(self) -> str:
        """Return what the next connection shows at the door; it works once."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def send(self, parcel: Parcel, retry: Retry) -> Reply:
        """Deliver over the next connection in turn; raises UnreachableError."""
        ready = [one for one in self.connections if one.state is not State.LEAVING]
        if not ready:
            raise UnreachableError("no connection")
        connection = ready[self._turn % len(ready)]
        self._turn += 1
        if connection.state is State.DOOMED:
            connection.abort()
            raise UnreachableError("connection reset")
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        envelope_id = str(uuid.uuid4())
        connection.waiting[envelope_id] = parcel, reply
        try:
            if connection.state is State.OPEN:
                await connection.socket.send_json(_envelope(envelope_id, parcel, retry))
                connection.sent += 1
            return await reply
        except ClientConnectionResetError as broken:
            raise UnreachableError("connection reset") from broken
        finally:
            connection.waiting.pop(envelope_id, None)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, timeout=1.0)
        await socket.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
            return socket
        self._count += 1
        connection = Connection(f"socket {self._count}", socket, request)
        self.connections.append(connection)
        try:
            await socket.send_json(self._hello())
            self.log.stir()
            await self._serve(connection)
        finally:
            self.connections.remove(connection)
            for _, reply in connection.waiting.values():
                if not reply.done():
                    reply.set_exception(UnreachableError("connection closed"))
            self.log.stir()
        return socket

    async def ask_to_refresh(self, connection: Connection) -> None:
        """Tell the app to come back over a new connection, then close this one."""
        connection.state = State.LEAVING
        await connection.socket.send_json(_goodbye("refresh_requested"))

    def doom(self, count: int = 1) -> None:
        """Let the next `count` connections in turn reset when something is due on them."""
        self._spoil(State.DOOMED, count)

    def silence(self, count: int = 1) -> None:
        """Let the next `count` connections in turn swallow everything and answer no ping."""
        self._spoil(State.SILENT, count)

    async def close(self) -> None:
        """End every connection."""
        for connection in list(self.connections):
            if connection.state is State.SILENT:
                connection.abort()
            else:
                await connection.socket.close()

    def _spoil(self, state: State, count: int) -> None:
        ready = [one for one in self.connections if one.state is not State.LEAVING]
        for step in range(min(count, len(ready))):
            ready[(self._turn + step) % len(ready)].state = state

    async def _serve(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.state is State.SILENT:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledged(connection, message.data)

    def _acknowledged(self, connection: Connection, text: str) -> None:
        try:
            said = json.loads(text)
            envelope_id, content = said["envelope_id"], said.get("payload")
        except (ValueError, KeyError, TypeError, AttributeError):
            self.log.violated("not an acknowledgement", text)
            return
        if said.keys() - {"envelope_id", "payload"}:
            self.log.violated("unknown field in an acknowledgement", said)
        parcel, reply = connection.waiting.get(envelope_id, (None, None))
        # An answer to what has expired meanwhile is no fault of the app's.
        if parcel is None or reply is None or reply.done():
            return
        if content and not parcel.takes_answer:
            self.log.violated("an acknowledgement with content nobody reads", said)
        reply.set_result(Reply(200, content or None))

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "localhost",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self.app},
        }


def _envelope(envelope_id: str, parcel: Parcel, retry: Retry) -> dict[str, Any]:
    envelope = {
        "envelope_id": envelope_id,
        "payload": parcel.body,
        "type": parcel.sort.value,
        "accepts_response_payload": parcel.takes_answer,
    }
    if parcel.sort == "events_api":
        envelope |= {"retry_attempt": retry.number, "retry_reason": _REASON.get(retry.reason, "")}
    return envelope


def _goodbye(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "localhost"}}
