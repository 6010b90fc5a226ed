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
    """A signed command is answered with the danger question and kept once."""
    reply = await desk.post(command(), FORM)
    assert reply.status == 200
    answer = json.loads(reply.body)
    assert answer["response_type"] == "ephemeral"
    assert "triage.danger.now" in reply.body.decode()
    assert await desk.stored() == 1


FORGED = (
    ("X-Slack-Signature", "v0=" + "0" * 64),
    ("X-Slack-Signature", ""),
    ("X-Slack-Signature", "v0=ｆ"),
    ("X-Slack-Request-Timestamp", ""),
    ("X-Slack-Request-Timestamp", "yesterday"),
    ("X-Slack-Request-Timestamp", "1"),
    ("X-Slack-Request-Timestamp", "9" * 400),
)


async def test_forged(desk: Running) -> None:
    """What Slack did not sign is answered with 401 and nothing else, and not kept."""
    for header, value in FORGED:
        reply = await desk.post(command(), FORM, headers={header: value})
        assert (reply.status, reply.body) == (401, b""), (header, value)
    assert await desk.stored() == 0


async def test_unsigned(desk: Running) -> None:
    """A request without Slack's headers is answered with 401 and nothing else."""
    reply = await desk.send(command(), {"Content-Type": FORM})
    assert (reply.status, reply.body) == (401, b"")
    assert await desk.stored() == 0


async def test_changed_after_signing(desk: Running) -> None:
    """A body changed by one byte after it was signed is refused."""
    stamp = str(int(desk.clock.now().timestamp()))
    headers = desk.signed(command(), stamp, FORM)
    reply = await desk.send(command().replace(b"report", b"repose"), headers)
    assert (reply.status, reply.body) == (401, b"")


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(minutes=5), 200),
        (timedelta(minutes=5, seconds=1), 401),
        (timedelta(minutes=-5, seconds=-1), 401),
    ],
)
async def test_old_signature(desk: Running, age: timedelta, status: int) -> None:
    """A signature is good for five minutes, by the bot's own clock, either way."""
    reply = await desk.post(command(), FORM, age=age)
    assert reply.status == status
    assert await desk.stored() == (1 if status == 200 else 0)


async def test_wrong_content_type(desk: Running) -> None:
    """A content type that Slack does not use is refused, signed or not."""
    for content_type in ("text/plain", "multipart/form-data", "application/xml"):
        reply = await desk.post(event(), content_type)
        assert reply.status == 415, content_type
    assert await desk.stored() == 0


MALFORMED = (
    (b"{", "application/json"),
    (b"", "application/json"),
    (b"[]", "application/json"),
    (b"null", "application/json"),
    (b'"text"', "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"type": "event_callback", "event": {"text": "\\ud83d"}}', "application/json"),
    (b'{"type": "event_callback"}', "application/json"),
    (b'{"type": "event_callback", "team_id": 7, "event_id": "E"}', "application/json"),
    (b'{"type": "block_actions", "user": "U"}', "application/json"),
    (b'{"type": {}}', "application/json"),
    (b"", FORM),
    (b"payload=", FORM),
    (b"payload=%7B", FORM),
    (b"payload=%5B%5D", FORM),
    (b"command=%2Fkasuhara", FORM),
    (b"command=%FF", FORM),
    ("command=報告".encode(), FORM),
    (b"=&=&=", FORM),
)


async def test_malformed(desk: Running) -> None:
    """A signed body that is nothing of Slack's is refused with 400, and nothing is kept."""
    for body, content_type in MALFORMED:
        reply = await desk.post(body, content_type)
        assert reply.status == 400, (body[:80], content_type)
    assert await desk.stored() == 0


async def test_not_utf8(desk: Running) -> None:
    """A body that is no UTF-8 cannot have been signed by Slack."""
    stamp = str(int(desk.clock.now().timestamp()))
    headers = desk.signed(b"{}", stamp, "application/json")
    reply = await desk.send(b"\xff\xfe{}", headers)
    assert (reply.status, reply.body) == (401, b"")


async def test_huge_body(desk: Running) -> None:
    """A body beyond any of Slack's is refused before it is looked at."""
    reply = await desk.post(b"x" * (LARGEST_BODY + 1))
    assert reply.status == 413
    assert await desk.stored() == 0


async def test_huge_body_in_pieces(desk: Running) -> None:
    """A huge body that does not announce its size is refused on the way."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b"x" * 65536

    async with desk.http.post(f"{desk.bot.address}/slack/events", data=pieces()) as answer:
        assert answer.status == 413


async def test_only_post(desk: Running) -> None:
    """The entrance takes nothing but POST."""
    async with desk.http.get(f"{desk.bot.address}/slack/events") as answer:
        assert answer.status == 405


async def test_url_verification(desk: Running) -> None:
    """Slack's handshake is answered with its challenge, and kept nowhere."""
    body = b'{"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"}'
    reply = await desk.post(body)
    assert json.loads(reply.body) == {"challenge": "3eZbrw1a"}
    assert await desk.slack.verify_url()
    assert await desk.stored() == 0


async def test_nothing_to_do(desk: Running) -> None:
    """Slack's own checks are acknowledged and kept nowhere."""
    limited = b'{"type": "app_rate_limited", "team_id": "T0MINATO"}'
    for reply in (
        await desk.post(b"ssl_check=1&token=t", FORM),
        await desk.post(limited, "application/json"),
    ):
        assert (reply.status, reply.body) == (200, b"")
    assert await desk.stored() == 0


async def test_same_delivery_twice(desk: Running) -> None:
    """The same command twice is answered twice and has its effect once."""
    first = await desk.post(command(), FORM)
    second = await desk.post(command(), FORM)
    await desk.settle()
    assert first.status == second.status == 200
    assert await desk.stored() == 1
    heads = [m for m in desk.slack.person(SATO).sees("D0SATO") if not m.is_reply]
    assert len(heads) == 1


async def test_same_delivery_many_times_at_once(desk: Running) -> None:
    """Twenty copies of one event that arrive together are one delivery."""
    replies = await asyncio.gather(*(desk.post(event()) for _ in range(20)))
    await desk.settle()
    assert {reply.status for reply in replies} == {200}
    assert await desk.stored() == 1


async def test_help_is_not_kept(desk: Running) -> None:
    """An unknown word is answered with the help, privately, and nothing is kept."""
    reply = await desk.post(command("dance"), FORM)
    assert json.loads(reply.body)["response_type"] == "ephemeral"
    assert await desk.stored() == 0


async def test_database_away(desk: Running) -> None:
    """What cannot be kept is not acknowledged, so that Slack brings it again."""
    await desk.settle()
    await desk.bot.database.connections.close()
    async with desk.bot.database.connections.writing() as connection:
        await connection.exec_driver_sql("DROP TABLE inbox")
    reply = await desk.post(event())
    assert (reply.status, reply.body) == (503, b"")


def test_forms_and_json() -> None:
    """A form gives its fields, a form with a payload gives that, JSON gives itself."""
    assert read_body(b"a=1&b=", FORM) == {"a": "1", "b": ""}
    assert read_body(b"payload=%7B%22a%22%3A1%7D", FORM) == {"a": 1}
    assert read_body('{"a": "報告"}'.encode(), "application/json") == {"a": "報告"}
    with pytest.raises(UnreadablePayloadError):
        read_body(b"1", "application/json")
