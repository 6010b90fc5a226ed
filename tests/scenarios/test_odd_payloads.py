"""What Slack sends now and then and nobody expects: taken for what it is, or refused plainly."""

from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from flows.timeline import EntryKind
from storage.work_tables import inbox
from tests.scenarios.test_change_and_evidence import timeline
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import SATO, World

DONE = 1
NO_NAME = {"id": "F0VOICE", "name": None, "mimetype": None, "size": None, "url_private": None}


async def deliver(world: World, event: dict[str, Any], event_id: str = "Ev0ODD") -> None:
    """Deliver an event as an entrance does once its signature is checked, and work it off."""
    await world.bot.entrance.take(
        {
            "type": "event_callback",
            "team_id": world.bot.workspace,
            "api_app_id": "A0KASUHARA",
            "event_id": event_id,
            "event": event,
        }
    )
    await world.settle()


def message(world: World, **more: Any) -> dict[str, Any]:
    """Return a message event of the reporter's in the thread of their report."""
    sato = world.somebody(SATO)
    return {
        "type": "message",
        "channel": sato.dm,
        "channel_type": "im",
        "user": SATO,
        "ts": "1795300000.000100",
        "thread_ts": sato.thread(),
        **more,
    }


async def kept(world: World, kind: EntryKind) -> list[Any]:
    """Return what the timeline holds of one kind."""
    return [entry.content for entry in await timeline(world) if entry.kind is kind]


@pytest.mark.parametrize("more", [{"text": None}, {"text": ""}, {}])
async def test_a_file_without_a_word_or_a_name(world: World, more: dict[str, Any]) -> None:
    """A voice clip of which Slack tells only the id is evidence all the same."""
    await report_an_insulting_call(world)
    with capture_logs() as log:
        await deliver(world, message(world, subtype="file_share", files=[NO_NAME], **more))
    (file,) = await kept(world, EntryKind.FILE)
    assert file is not None
    assert file["file"] == "F0VOICE"
    assert await kept(world, EntryKind.WORDS) == []
    assert (await world.only_case()).evidence_count == 1
    assert log == []


@pytest.mark.parametrize("more", [{"files": None}, {"files": []}, {"attachments": None}])
async def test_words_with_nothing_where_files_would_be(world: World, more: dict[str, Any]) -> None:
    """Words count as words, whatever else the event says nothing about."""
    await report_an_insulting_call(world)
    await deliver(world, message(world, text="うるさいと言われた", **more))
    (words,) = await kept(world, EntryKind.WORDS)
    assert words is not None
    assert words["text"] == "うるさいと言われた"


async def test_a_message_that_says_nothing_changes_nothing(world: World) -> None:
    """Neither a word nor a file: nothing is kept, nothing is said, nobody is troubled."""
    await report_an_insulting_call(world)
    before, calls = len(await timeline(world)), len(world.slack.log.calls)
    with capture_logs() as log:
        await deliver(world, message(world, text=None, files=None))
    assert len(await timeline(world)) == before
    assert len(world.slack.log.calls) == calls
    assert log == []


async def test_words_said_with_me(world: World) -> None:
    """`/me は…` is written by the person, and belongs to the report like any words."""
    await report_an_insulting_call(world)
    await deliver(world, message(world, subtype="me_message", text="怒鳴られた"))
    assert (await world.only_case()).answers.words == "怒鳴られた"


async def test_help_asked_for_with_me(world: World) -> None:
    """`/me 助けて` in the bot's direct messages begins a report."""
    sato = world.somebody(SATO)
    event = {
        "type": "message",
        "subtype": "me_message",
        "channel": sato.dm,
        "channel_type": "im",
        "user": SATO,
        "text": "助けて",
        "ts": "1795300000.000100",
    }
    await deliver(world, event)
    assert sato.offered("triage.danger.now")


async def test_an_event_nobody_asked_for(world: World) -> None:
    """A kind of event the app does not know is taken, told to the operator once, and done."""
    event = {"type": "reaction_added", "user": SATO, "reaction": "eyes", "item": {}}
    with capture_logs() as log:
        for n in range(3):
            await deliver(world, event, f"Ev0ODD{n}")
        await world.later(hours=1)
    assert [entry["log_level"] for entry in log] == ["warning"]
    assert log[0]["reason"] == "reaction_added"
    async with world.bot.database.connections.reading() as connection:
        rows = (await connection.execute(select(inbox.c.state, inbox.c.attempts))).all()
    assert [tuple(row) for row in rows] == [(DONE, 1)] * 3


@pytest.mark.parametrize("seconds", [10**18, 10**12, 253_402_300_799, -1, -(10**18), 0])
async def test_a_time_that_never_was(world: World, seconds: int) -> None:
    """A date beyond any calendar is refused in the form, and nothing is changed."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    before = await world.only_case()
    while not sato.offered("triage.occurred_at.open"):
        await sato.press("triage.later")
    await sato.press("triage.occurred_at.open")
    with capture_logs() as log:
        errors = await sato.submit({"occurred_at": seconds})
    assert list(errors) == ["occurred_at"]
    assert "日時" in errors["occurred_at"]
    assert (await world.only_case()).answers == before.answers
    assert log == []
