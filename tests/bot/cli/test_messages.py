"""`kasuhara messages`: what was given up, at the shell."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.clock import SystemClock
from bot.sandbox.story import WORDS
from flows.messages import Kind
from storage.key_file import load_keyring
from storage.unit_of_work import open_database
from storage.work_tables import inbox, messages
from tests.bot.cli.shell import Shell, document

pytestmark = pytest.mark.usefixtures("story")


@pytest.fixture
def dead(story: Path) -> None:
    """In the story's database, one message and one delivery that were given up."""
    url = f"sqlite+aiosqlite:///{story / 'kasuhara.db'}"

    async def give_up() -> None:
        clock = SystemClock()
        database = await open_database(url, load_keyring(url, None), clock)
        async with database.connections.writing() as connection:
            await connection.execute(
                update(messages)
                .where(messages.c.kind == Kind.ADVICE.value)
                .values(dead=1, why="user_disabled", given_up_at=clock.now())
            )
            first = inbox.c.position == 1
            await connection.execute(update(inbox).where(first).values(state=2, why="KeyError"))
        await database.close()

    asyncio.run(give_up())


def test_nothing_was_given_up(shell: Shell) -> None:
    """Where everything was said and done the list is empty."""
    assert document(shell("messages", "dead", "--json")) == []


@pytest.mark.usefixtures("dead")
def test_list(shell: Shell) -> None:
    """Each with its id, what it is, the case's number, place, reason and since when; no word."""
    delivery, message = document(shell("messages", "dead", "--json"))
    assert (delivery["what"], delivery["why"]) == ("delivery", "KeyError")
    assert (message["what"], message["kind"], message["why"]) == (
        "message",
        "advice",
        "user_disabled",
    )
    assert message["number"].startswith("K-")
    assert message["place"].startswith("thread:")
    code, out, _ = shell("messages", "dead")
    assert code == 0
    assert message["id"] in out
    assert WORDS not in out


@pytest.mark.usefixtures("dead")
def test_retry(shell: Shell) -> None:
    """Both leave the list; of the message, its case's timeline says who wanted it."""
    delivery, message = document(shell("messages", "dead", "--json"))
    for one in (delivery, message):
        said = document(shell("messages", "retry", one["id"], "--as", "tanaka", "--json"))
        assert said == {"ok": True, "id": one["id"]}
    assert document(shell("messages", "dead", "--json")) == []
    case = document(shell("cases", "show", message["number"], "--json"))
    entries = [e for e in case["timeline"] if e["kind"] == "sent_again"]
    assert [e["actor"] for e in entries] == ["operator:tanaka"]
    assert document(shell("audit", "verify", "--json"))["ok"] is True
    code, _, err = shell("messages", "retry", message["id"])
    assert code == 2
    assert "nothing of that id was given up" in err


@pytest.mark.parametrize("identifier", ["", "7", "K-2026-0001"])
def test_no_id(shell: Shell, identifier: str) -> None:
    """What is no id is refused in one line."""
    code, _, err = shell("messages", "retry", identifier)
    assert code == 2
    assert err.count("\n") == 1
