"""Ids that the app does not have, from an outdated message or made by hand: refused, once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from storage.work_tables import inbox
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import SATO, World, story

DONE = 1
OUTDATED = "この操作は、いまは使えません。"

ACTIONS = (
    "",
    ".",
    "triage",
    "triage.",
    "triage..",
    "triage.nosuch",
    "triage.nosuch.x",
    "triage.nosuch.x.y",
    "triage.danger.now.really",
    "triage.danger.nosuch",
    "triage.danger.open",
    "triage.danger.done",
    "triage.danger",
    "triage.acts",
    "triage.acts.open",
    "triage.acts.nosuch",
    "triage.words",
    "triage.words.nosuch",
    "triage.scene",
    "triage.branch",
    "triage.branch.nosuch",
    "triage.branch.open",
    "triage.customer.nosuch",
    "triage.customer.done",
    "triage.affected.done",
    "triage.impact.nosuch",
    "triage.place",
    "triage.place.open",
    "triage.place.nosuch",
    "triage.tell.done",
    "triage.pass_on.nosuch",
    "triage.back",
    "triage.back.",
    "triage.back.nosuch",
    "triage.back.danger.now",
    "triage.later.danger",
    "case",
    "case.",
    "case.nosuch",
    "case.take.now",
    "suspension.approve",
    "reminder.not_this_person",
    "report.",
    "🙂" * 20,
    "x" * 255,
)
ELEMENTS: tuple[dict[str, Any], ...] = (
    {"type": "button"},
    {"type": "static_select", "selected_option": {"value": "nosuch"}},
    {"type": "static_select", "selected_option": None},
    {"type": "users_select", "selected_user": None},
    {"type": "datepicker", "selected_date": "2026-11-21"},
)


@pytest.fixture
async def reported(tmp_path: Path) -> AsyncIterator[World]:
    async with story(tmp_path) as world:
        await report_an_insulting_call(world)
        yield world


async def deliver(world: World, body: dict[str, Any]) -> None:
    """Deliver an interaction of the reporter's, as an entrance does, and work it off."""
    sato = world.somebody(SATO)
    whole = {
        "team": {"id": world.bot.workspace},
        "user": {"id": SATO},
        "channel": {"id": sato.dm},
        "container": {"type": "message", "channel_id": sato.dm, "thread_ts": sato.thread()},
    }
    await world.bot.entrance.take(whole | body)
    await world.settle()


def sentences(world: World) -> int:
    """Return how often the reporter read that something could not be read."""
    return sum(OUTDATED in said for said in world.somebody(SATO).sees("D0SATO"))


async def failures(world: World) -> list[tuple[int, int]]:
    """Return state and attempts of the deliveries that were not done at the first try."""
    async with world.bot.database.connections.reading() as connection:
        rows = (await connection.execute(select(inbox.c.state, inbox.c.attempts))).all()
    return [tuple(row) for row in rows if tuple(row) != (DONE, 1)]


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda e: f"{e['type']}-{len(e)}")
async def test_unknown_action(reported: World, element: dict[str, Any]) -> None:
    """One private sentence for each; nothing changes, and nothing is tried again."""
    before = await reported.only_case()
    with capture_logs() as log:
        for n, action_id in enumerate(ACTIONS):
            pressed = element | {"action_id": action_id, "block_id": "b"}
            said = len(reported.somebody(SATO).sees("D0SATO"))
            body = {"type": "block_actions", "trigger_id": f"1.1.{n}", "actions": [pressed]}
            await deliver(reported, body)
            new = reported.somebody(SATO).sees("D0SATO")[said:]
            assert len(new) == 1, (action_id, new)
    assert (await failures(reported), log) == ([], [])
    assert await reported.only_case() == before


@pytest.mark.parametrize("callback_id", ["", "triage.", "triage.nosuch", "nosuch", "report.form.x"])
async def test_unknown_form(reported: World, callback_id: str) -> None:
    """A form that the app does not have any more is refused with one private sentence."""
    view = {"type": "modal", "id": "V1", "hash": "1.a", "callback_id": callback_id}
    with capture_logs() as log:
        await deliver(reported, {"type": "view_submission", "view": view})
    assert sentences(reported) == 1
    assert (await failures(reported), log) == ([], [])


@pytest.mark.parametrize("shortcut", ["shortcut", "message_action"])
async def test_unknown_shortcut(reported: World, shortcut: str) -> None:
    """A shortcut of an older manifest is refused with one private sentence."""
    more: dict[str, Any] = {"message": {"ts": "1.0", "user": SATO, "text": "x"}}
    body = {"type": shortcut, "callback_id": "nosuch", "trigger_id": "1.1.s"}
    with capture_logs() as log:
        await deliver(reported, body | (more if shortcut == "message_action" else {}))
    assert sentences(reported) == 1
    assert await failures(reported) == []
    assert [entry["log_level"] for entry in log] == ["warning"]
