"""Bad input at both entrances: a clear refusal, nothing kept, nothing in the log, no growth."""

import asyncio
import contextlib
import gc
import gzip
import io
import json
import logging
import tracemalloc
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

import bot.http_entrance
import bot.web
from bot.http_entrance import LARGEST_BODY
from bot.operator_log import set_up_log
from bot.sandbox.log import NeverHappenedError
from storage.work_tables import ALL_TABLES
from tests.bot.running import FORM, SATO, TEAM, WORKSPACE, Running, command, event, running
from tests.databases import only_sqlite

JSON = "application/json"
SECRET = "ひみつ secret-word"
UNTOUCHED = frozenset({"buckets", "occurrences"})
"""What the bot writes by itself."""

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything an operator would find in the log, libraries' entries included."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    set_up_log("DEBUG", "json", stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
async def on_sockets(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, socket=True) as started:
        yield started


async def rows(desk: Running) -> dict[str, int]:
    """Return how many rows each table holds."""
    tables = [table for table in ALL_TABLES.sorted_tables if table.name not in UNTOUCHED]
    counted = [
        select(func.count()).select_from(table).scalar_subquery().label(table.name)
        for table in tables
    ]
    async with desk.bot.database.connections.reading() as connection:
        return dict((await connection.execute(select(*counted))).mappings().one())


def clean(log: io.StringIO) -> bool:
    """Whether no line of the log holds a traceback, or anything of what was sent."""
    said = log.getvalue()
    return not any(word in said for word in ("Traceback", "secret-word", "ひみつ", "\\u3072"))


def nested(depth: int) -> bytes:
    """Return an event with lists in lists where its text would be."""
    body = json.loads(event())
    body["event"]["text"] = "here"
    return json.dumps(body).encode().replace(b'"here"', b"[" * depth + b"]" * depth)


def changed(**fields: Any) -> bytes:
    """Return an event with other outermost fields; one that is None is left out."""
    body = json.loads(event(text=SECRET)) | fields
    return json.dumps({k: v for k, v in body.items() if v is not None}).encode()


def form(payload: object) -> bytes:
    """Return the form of an interaction."""
    return f"payload={quote_plus(json.dumps(payload))}".encode()


SIGNED: Mapping[str, tuple[bytes, str, int]] = {
    "no JSON": (f"{SECRET}".encode(), JSON, 400),
    "half of it": (event(text=SECRET)[:-10], JSON, 400),
    "empty": (b"", JSON, 400),
    "null": (b"null", JSON, 400),
    "a text": (json.dumps(SECRET).encode(), JSON, 400),
    "no object": (json.dumps([SECRET]).encode(), JSON, 400),
    "a number": (b"9" * 5000, JSON, 400),
    "nothing of Slack's": (json.dumps({"hello": SECRET}).encode(), JSON, 400),
    "no type": (changed(type=None), JSON, 400),
    "another type": (changed(type="event"), JSON, 400),
    "a type that is an object": (changed(type={}), JSON, 400),
    "no event": (changed(event=None), JSON, 400),
    "an event that is text": (changed(event=SECRET), JSON, 400),
    "an event that is a list": (changed(event=[SECRET]), JSON, 400),
    "no team": (changed(team_id=None), JSON, 400),
    "a team that is a number": (changed(team_id=7), JSON, 400),
    "no event id": (changed(event_id=None), JSON, 400),
    "an endless id": (changed(event_id="E" * 100_000), JSON, 400),
    "an id with NUL": (changed(event_id="Ev\0" + SECRET), JSON, 400),
    "a team with NUL": (changed(team_id="T0\0"), JSON, 400),
    "half a character": (event(text="\ud83d"), JSON, 400),
    "half a character in an id": (changed(event_id="Ev\udc00"), JSON, 400),
    "nested without end": (nested(200_000), JSON, 400),
    "nested in a form": (b"payload=" + b"%5B" * 100_000, FORM, 400),
    "a form without payload": (f"text={quote_plus(SECRET)}".encode(), FORM, 400),
    "an empty form": (b"", FORM, 400),
    "a form of nothing": (b"=&=&=", FORM, 400),
    "an empty payload": (b"payload=", FORM, 400),
    "half a payload": (b"payload=%7B", FORM, 400),
    "a payload that is a list": (form([SECRET]), FORM, 400),
    "a payload of nothing": (form({"type": "block_actions"}), FORM, 400),
    "a user that is text": (form({"type": "block_actions", "user": SECRET}), FORM, 400),
    "a view without id": (
        form({"type": "view_submission", "user": {"id": SATO, "team_id": "T"}, "view": {}}),
        FORM,
        400,
    ),
    "a command without trigger": (f"command=%2Fx&text={quote_plus(SECRET)}".encode(), FORM, 400),
    "a form that is no ASCII": (f"command={SECRET}".encode(), FORM, 400),
    "a form of other bytes": (b"command=%FF%FE", FORM, 400),
    "JSON called a form": (event(text=SECRET), FORM, 400),
    "a form called JSON": (command(), JSON, 400),
    "plain text": (event(text=SECRET), "text/plain", 415),
    "a multipart form": (event(text=SECRET), "multipart/form-data; boundary=x", 415),
    "XML": (event(text=SECRET), "application/xml", 415),
    "no content type": (event(text=SECRET), "", 415),
    "too large": (b"x" * (LARGEST_BODY + 1), JSON, 413),
}


async def test_signed_but_nothing_of_slacks(desk: Running, log: io.StringIO) -> None:
    """Refused with the status that says why and no more; nothing is kept or logged of it."""
    before = await rows(desk)
    for name, (body, content_type, status) in SIGNED.items():
        reply = await desk.post(body, content_type)
        assert (reply.status, reply.body) == (status, b""), name
    assert await rows(desk) == before
    assert clean(log)


FORGED = (
    {"X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Signature": "v1=" + "0" * 64},
    {"X-Slack-Signature": "é" * 10},
    {"X-Slack-Signature": "v0=ｆ"},
    {"X-Slack-Signature": ""},
    {"X-Slack-Request-Timestamp": ""},
    {"X-Slack-Request-Timestamp": "1"},
    {"X-Slack-Request-Timestamp": "yesterday"},
    {"X-Slack-Request-Timestamp": "9" * 400},
    {"X-Slack-Request-Timestamp": "-1"},
    {"X-Slack-Request-Timestamp": "1e99"},
    {"X-Slack-Request-Timestamp": "٣"},
    {"X-Slack-Request-Timestamp": "1795230000.5"},
)


async def test_forged(desk: Running, log: io.StringIO) -> None:
    """What Slack did not sign is refused with 401 and nothing else, whatever it holds."""
    before = await rows(desk)
    for headers in FORGED:
        for body in (event(text=SECRET), b"", SECRET.encode(), nested(200_000)):
            reply = await desk.post(body, headers=headers)
            assert (reply.status, reply.body) == (401, b""), headers
    assert await rows(desk) == before
    assert clean(log)


async def test_replayed(desk: Running) -> None:
    """A whole request sent again has no second effect, and five minutes later is refused."""
    stamp = str(int(desk.clock.now().timestamp()))
    headers = desk.signed(event(), stamp, JSON)
    assert (await desk.send(event(), headers)).status == 200
    await desk.settle()
    before = await rows(desk)
    assert (await desk.send(event(), headers)).status == 200
    await desk.settle()
    assert await rows(desk) == before
    await desk.move(minutes=5, seconds=1)
    assert (await desk.send(event(), headers)).status == 401


async def test_another_body_under_an_old_signature(desk: Running) -> None:
    """A signature is good for its own body and its own time."""
    stamp = str(int(desk.clock.now().timestamp()))
    headers = desk.signed(event(), stamp, JSON)
    assert (await desk.send(event("Ev2"), headers)).status == 401
    later = headers | {"X-Slack-Request-Timestamp": str(int(stamp) + 1)}
    assert (await desk.send(event(), later)).status == 401
    assert await desk.stored() == 0


async def test_packed_to_burst(desk: Running, log: io.StringIO) -> None:
    """A small body that unpacks to a huge one is never unpacked: nothing in it is signed."""
    packed = gzip.compress(b"0" * (40 * LARGEST_BODY))
    stamp = str(int(desk.clock.now().timestamp()))
    headers = desk.signed(b"", stamp, JSON) | {"Content-Encoding": "gzip"}
    tracemalloc.start()
    reply = await desk.send(packed, headers)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (reply.status, reply.body) == (401, b"")
    assert peak < 20 * LARGEST_BODY
    assert clean(log)


async def raw(desk: Running, data: bytes) -> bytes:
    """Send bytes as they are and return the first line of the answer."""
    reader, writer = await open_raw(desk)
    writer.write(data)
    line = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    return line


async def open_raw(desk: Running) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a bare connection."""
    host, port = desk.bot.address.removeprefix("http://").split(":")
    return await asyncio.open_connection(host, int(port))


LINES = {
    b"GET /slack/events HTTP/1.1": 405,
    b"PUT /slack/events HTTP/1.1": 405,
    b"DELETE /slack/events HTTP/1.1": 405,
    b"POST /slack/events/ HTTP/1.1": 404,
    b"POST /slack HTTP/1.1": 404,
    b"POST /healthz HTTP/1.1": 405,
    b"GET /../../etc/passwd HTTP/1.1": 404,
    b"GET /%00 HTTP/1.1": 404,
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1": 400,
    b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000: 400,
    b"POST /slack/events HTTP/1.1\r\nContent-Length: -1": 400,
    b"POST /slack/events HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked": 400,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 secret-word": 400,
    b"secret-word": 400,
}


async def test_no_such_request(desk: Running, log: io.StringIO) -> None:
    """Other methods, other paths, and what is no HTTP at all have their plain status."""
    for line, status in LINES.items():
        answered = await raw(desk, line + b"\r\nHost: x\r\n\r\n")
        assert answered.split()[1] == str(status).encode(), line[:80]
    assert (await desk.post(event())).status == 200
    assert clean(log)


async def test_a_body_that_trickles(
    desk: Running, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that does not arrive in time is refused, and its connection ended."""
    monkeypatch.setattr(bot.http_entrance, "BODY_SECONDS", 0.2)
    reader, writer = await open_raw(desk)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{")
    async with asyncio.timeout(10):
        said = await reader.read()
    assert said.startswith(b"HTTP/1.1 408 ")
    writer.close()
    assert await desk.stored() == 0
    assert clean(log)


@only_sqlite
async def test_thousands_of_connections(
    tmp_path: Path, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand that say nothing, or half a request: Slack is answered, and they are ended."""
    monkeypatch.setattr(bot.web, "IDLE_SECONDS", 3.0)
    async with running(tmp_path) as desk:
        opened = [await open_raw(desk) for _ in range(2000)]
        for number, (_, writer) in enumerate(opened):
            if number % 2:
                writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Half:")
        async with asyncio.timeout(3):
            assert (await desk.post(command(), FORM)).status == 200
        async with asyncio.timeout(30):
            for reader, writer in opened:
                await reader.read()
                writer.close()
        assert (await desk.post(command(trigger="2"), FORM)).status == 200
        assert clean(log)


REFUSALS = 300


@only_sqlite
async def test_no_growth(desk: Running) -> None:
    """Three hundred refusals leave nothing behind in memory."""
    bad = [
        (body, content_type, headers)
        for body, content_type, _ in SIGNED.values()
        if len(body) < 10_000
        for headers in ({}, {"X-Slack-Signature": "v0=" + "0" * 64})
    ]

    async def round_of(times: int) -> None:
        for number in range(times):
            body, content_type, headers = bad[number % len(bad)]
            marked = {**headers, "X-Marked": str(number)}
            assert (await desk.post(body, content_type, headers=marked)).status >= 400
        gc.collect()

    await round_of(len(bad))
    tracemalloc.start()
    try:
        await round_of(len(bad))
        before, _ = tracemalloc.get_traced_memory()
        await round_of(REFUSALS)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / REFUSALS < 70, "bytes a refusal: noise"
    assert await desk.stored() == 0


def envelope(**fields: Any) -> str:
    """Return an envelope with other fields; one that is None is left out."""
    whole = {
        "envelope_id": "e-1",
        "type": "events_api",
        "accepts_response_payload": False,
        "payload": json.loads(event(text=SECRET)),
    } | fields
    return json.dumps({k: v for k, v in whole.items() if v is not None})


FRAMES: Mapping[str, str | bytes] = {
    "empty": "",
    "text": SECRET,
    "half of JSON": envelope()[:-5],
    "a list": json.dumps([SECRET]),
    "a number": "7",
    "null": "null",
    "an empty object": "{}",
    "binary": SECRET.encode(),
    "binary JSON": envelope().encode(),
    "no envelope id": envelope(envelope_id=None),
    "no payload": envelope(payload=None),
    "no type": envelope(type=None),
    "a payload that is text": envelope(payload=SECRET),
    "a payload that is a list": envelope(payload=[SECRET]),
    "a payload of nothing": envelope(payload={}),
    "an event without team": envelope(payload={"type": "event_callback", "event": {}}),
    "half a character": envelope(payload=json.loads(event(text="\ud83d"))),
    "half a character in an id": envelope(payload=json.loads(changed(event_id="E\udc00"))),
    "NUL in an id": envelope(payload=json.loads(changed(event_id="E\0"))),
    "nested without end": '{"type":' + "[" * 200_000,
    "a hello that is not": '{"type": "hello", "num_connections": "secret-word"}',
}


async def test_frames(on_sockets: Running, log: io.StringIO) -> None:
    """A frame that is no delivery is dropped; the connection goes on with the next one."""
    desk = on_sockets
    before, connections = await rows(desk), list(desk.slack.sockets.connections)
    person = desk.slack.person(SATO)
    for name, frame in FRAMES.items():
        for connection in connections:
            if isinstance(frame, bytes):
                await connection.socket.send_bytes(frame)
            else:
                await connection.socket.send_str(frame)
        for _ in connections:
            await person.command(TEAM, "/kasuhara", "words nobody knows")
        assert await rows(desk) == before, name
        assert person.errors == [], name
        assert desk.slack.sockets.connections == connections, name
    assert clean(log)


async def test_a_frame_too_large(on_sockets: Running, log: io.StringIO) -> None:
    """A frame beyond any of Slack's ends its connection; another one is opened."""
    desk = on_sockets
    first = desk.slack.sockets.connections[0]
    with contextlib.suppress(ConnectionError):
        await first.socket.send_str(envelope(payload={"text": "secret-word" * 500_000}))
    await desk.slack.until(lambda: first not in desk.slack.sockets.connections, 20.0)
    await asyncio.wait_for(_two_open(desk), 20.0)
    person = desk.slack.person(SATO)
    await person.command(TEAM, "/kasuhara", "report")
    assert person.errors == []
    assert clean(log)


async def _two_open(desk: Running) -> None:
    """Let time pass until two connections are open."""
    while len(desk.slack.sockets.connections) < 2:
        await desk.move(seconds=1)
        with contextlib.suppress(NeverHappenedError):
            await desk.slack.until(lambda: len(desk.slack.sockets.connections) == 2, 0.1)


KEYS = st.sampled_from(
    (
        *("type", "event", "command", "team_id", "team", "user", "user_id", "trigger_id"),
        *("payload", "view", "id", "hash", "actions", "channel", "text", "event_id", "bot_id"),
        *("subtype", "message", "channel_type", "ts", "thread_ts", "files", "state", "api_app_id"),
    )
)
KNOWN = st.sampled_from(
    (
        *("event_callback", "block_actions", "view_submission", "shortcut", "message", "im"),
        *(WORKSPACE, SATO, "1.1", TEAM, "/kasuhara", "report", "member_joined_channel"),
    )
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | KNOWN
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
        max_leaves=10,
    ),
)
LIKELY = st.builds(
    lambda document, event: {
        "type": "event_callback",
        "team_id": WORKSPACE,
        "event_id": "Ev1",
        **document,
        "event": event,
    },
    DOCUMENTS,
    DOCUMENTS | DOCUMENTS.map(lambda event: event | {"type": "message"}),
)
BODIES = st.text().map(str.encode) | (DOCUMENTS | LIKELY).map(
    lambda body: json.dumps(body).encode()
)
ANY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@only_sqlite
@ANY
@given(body=BODIES, content_type=st.sampled_from((JSON, FORM)))
async def test_any_body_over_http(desk: Running, body: bytes, content_type: str) -> None:
    """It is taken or refused, never an error of ours, and what is refused is not kept."""
    before = await desk.stored()
    reply = await desk.post(body, content_type)
    assert reply.status in {200, 400}
    assert await desk.stored() <= before + (reply.status == 200)


@only_sqlite
@ANY
@given(payload=DOCUMENTS | LIKELY, kind=st.sampled_from(("events_api", "interactive", "x")))
async def test_any_payload_over_a_socket(
    on_sockets: Running, payload: dict[str, Any], kind: str
) -> None:
    """It is kept or dropped, and the connection lives on."""
    desk = on_sockets
    connections = list(desk.slack.sockets.connections)
    for connection in connections:
        await connection.socket.send_str(envelope(payload=payload, type=kind))
    person = desk.slack.person(SATO)
    for _ in range(2):
        await person.command(TEAM, "/kasuhara", "words nobody knows")
    assert person.errors == []
    assert desk.slack.sockets.connections == connections
