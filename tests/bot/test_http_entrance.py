import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.http_entrance import LARGEST_BODY, read_body
from handlers.identity import UnreadablePayloadError
from tests.bot.running import FORM, SATO, Running, command, event

pytestmark = pytest.mark.usefixtures("either_database")


async def test_command_answered_and_kept(desk: Running) -> None:
    """A signed command is answered with the danger question; twice, it has its effect once.

    An unknown word is answered with the help, privately, and not kept.
    """
    for _ in range(2):
        reply = await desk.post(command(), FORM)
        assert reply.status == 200
        assert json.loads(reply.body)["response_type"] == "ephemeral"
        assert "triage.danger.now" in reply.body.decode()
        assert await desk.stored() == 1
    await desk.settle()
    heads = [m for m in desk.slack.person(SATO).sees("D0SATO") if not m.is_reply]
    assert len(heads) == 1
    reply = await desk.post(command("dance", trigger="2"), FORM)
    assert json.loads(reply.body)["response_type"] == "ephemeral"
    assert await desk.stored() == 1


async def test_not_signed_by_slack(desk: Running) -> None:
    """Without Slack's headers, changed by a byte, no UTF-8, or packed: 401 and nothing else."""
    stamp = str(int(desk.clock.now().timestamp()))
    signed = desk.signed(command(), stamp, FORM)
    for body, headers in (
        (command(), {"Content-Type": FORM}),
        (command().replace(b"report", b"repose"), signed),
        (b"\xff\xfe{}", desk.signed(b"{}", stamp, "application/json")),
        *((b"x=1", {"Content-Encoding": how}) for how in ("gzip", "deflate", "br", "zstd", "?")),
    ):
        reply = await desk.send(body, headers)
        assert (reply.status, reply.body) == (401, b""), body
    assert await desk.stored() == 0


async def test_old_signature(desk: Running) -> None:
    """A signature is good for five minutes, by the bot's own clock, either way."""
    for age, status in (
        (timedelta(minutes=5, seconds=1), 401),
        (timedelta(minutes=-5, seconds=-1), 401),
        (timedelta(minutes=5), 200),
    ):
        reply = await desk.post(command(), FORM, age=age)
        assert reply.status == status, age
        assert await desk.stored() == (1 if status == 200 else 0), age


async def test_nothing_to_do(desk: Running) -> None:
    """Slack's handshake is answered with its challenge, its own checks acknowledged: none is kept.

    Nor is a huge body that does not announce its size: it is refused on the way.
    """
    body = b'{"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"}'
    assert json.loads((await desk.post(body)).body) == {"challenge": "3eZbrw1a"}
    assert await desk.slack.verify_url()
    limited = b'{"type": "app_rate_limited", "team_id": "T0MINATO"}'
    for reply in (
        await desk.post(b"ssl_check=1&token=t", FORM),
        await desk.post(limited, "application/json"),
    ):
        assert (reply.status, reply.body) == (200, b"")

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b"x" * 65536

    async with desk.http.post(f"{desk.bot.address}/slack/events", data=pieces()) as answer:
        assert answer.status == 413
    assert await desk.stored() == 0


async def test_many_times_at_once(desk: Running) -> None:
    """Twenty copies of one event that arrive together are one delivery.

    What cannot be kept is not acknowledged, so that Slack brings it again.
    """
    replies = await asyncio.gather(*(desk.post(event()) for _ in range(20)))
    await desk.settle()
    assert {reply.status for reply in replies} == {200}
    assert await desk.stored() == 1
    await desk.bot.database.connections.close()
    async with desk.bot.database.connections.writing() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")
    reply = await desk.post(event("Ev2"))
    assert (reply.status, reply.body) == (503, b"")


def test_forms_and_json() -> None:
    """A form gives its fields, a form with a payload gives that, JSON gives itself."""
    assert read_body(b"a=1&b=", FORM) == {"a": "1", "b": ""}
    assert read_body(b"payload=%7B%22a%22%3A1%7D", FORM) == {"a": 1}
    assert read_body('{"a": "報告"}'.encode(), "application/json") == {"a": "報告"}
    with pytest.raises(UnreadablePayloadError):
        read_body(b"1", "application/json")
