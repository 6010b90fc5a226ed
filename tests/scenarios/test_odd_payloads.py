"""What Slack sends now and then and nobody expects: taken for what it is, or refused plainly."""

from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from flows.timeline import EntryKind
from storage.work_tables import inbox
from tests.scenarios.test_change_and_evidence import timeline
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import SATO, World

DONE = 1
NO_NAME = {"id": "F0VOICE", "name": None, "mimetype": None, "size": None, "url_private": None}


async def deliver(world: World, event: dict[str, Any], event_id: str | None = None) -> None:
    """Deliver an event as an entrance does once its signature is checked, and work it off."""
    await world.bot.entrance.take(
        {
            "type": "event_callback",
            "team_id": world.bot.workspace,
            "api_app_id": "A0KASUHARA",
            "event_id": event_id or f"Ev0{event['ts']}",
            "event": event,
        }
    )
    await world.settle()


def message(world: World, n: int = 0, **more: Any) -> dict[str, Any]:
    """Return the n-th message event of the reporter's in the thread of their report."""
    sato = world.somebody(SATO)
    return {
        "type": "message",
        "channel": sato.dm,
        "channel_type": "im",
        "user": SATO,
        "ts": f"1795300000.00010{n}",
        "thread_ts": sato.thread(),
        **more,
    }


async def kept(world: World, kind: EntryKind) -> list[Any]:
    """Return what the timeline holds of one kind."""
    return [entry.content for entry in await timeline(world) if entry.kind is kind]


async def test_files_without_a_word_or_a_name_and_words_without_files(world: World) -> None:
    """A clip of which Slack tells only the id is evidence, /me is words, nothing is nothing."""
    await report_an_insulting_call(world)
    files: tuple[dict[str, Any], ...] = ({"text": None}, {"text": ""}, {})
    words: tuple[dict[str, Any], ...] = (
        {"files": None},
        {"files": []},
        {"attachments": None},
        {"subtype": "me_message"},
    )
    with capture_logs() as log:
        for n, more in enumerate(files):
            clip = [NO_NAME | {"id": f"F0VOICE{n}"}]
            await deliver(world, message(world, n, subtype="file_share", files=clip, **more))
            arrived = [file["file"] for file in await kept(world, EntryKind.FILE)]
            assert arrived[n:] == [f"F0VOICE{n}"], more
        assert (await world.only_case()).evidence_count == len(files)
        assert await kept(world, EntryKind.WORDS) == []
        before, calls = len(await timeline(world)), len(world.slack.log.calls)
        await deliver(world, message(world, 8, text=None, files=None))
        assert len(await timeline(world)) == before
        assert len(world.slack.log.calls) == calls
        for n, more in enumerate(words):
            await deliver(world, message(world, 4 + n, text=f"怒鳴られた {n}", **more))
            said = [one["text"] for one in await kept(world, EntryKind.WORDS)]
            assert said[n:] == [f"怒鳴られた {n}"], more
    assert "怒鳴られた 3" in ((await world.only_case()).answers.words or "")
    assert log == []


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


async def test_a_time_that_never_was(world: World) -> None:
    """A date beyond any calendar is refused in the form, and nothing is changed."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    before = await world.only_case()
    while not sato.offered("triage.occurred_at.open"):
        await sato.press("triage.later")
    await sato.press("triage.occurred_at.open")
    with capture_logs() as log:
        for seconds in (10**18, 10**12, 253_402_300_799, -1, -(10**18), 0):
            errors = await sato.submit({"occurred_at": seconds})
            assert list(errors) == ["occurred_at"], seconds
            assert "日時" in errors["occurred_at"], seconds
    assert (await world.only_case()).answers == before.answers
    assert log == []
