"""Ids that the app does not have, from an outdated message or made by hand: refused, once."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from flows.errors import Reason
from storage.work_tables import inbox
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import SATO, TEXTS, World

DONE = 1
TEXT = TEXTS.in_("ja")
OUTDATED = TEXT("notice-outdated")
REFUSALS = {TEXT(f"notice-{reason.value}") for reason in Reason}

ACTIONS = (
    "",
    ".",
    "triage",
    "triage.",
    "triage..",
    "triage.nosuch",
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
    "triage.customer.done",
    "triage.tell.done",
    "triage.pass_on.nosuch",
    "triage.back",
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

READ_BY_THEIR_ELEMENT = ("triage.danger", "triage.acts", "triage.branch")
"""With these the element decides what is made of a press: each goes with every one."""


async def deliver(world: World, *bodies: dict[str, Any]) -> None:
    """Deliver interactions of the reporter's, as an entrance does, and work them off."""
    dm = world.somebody(SATO).dm
    whole = {
        "team": {"id": world.bot.workspace},
        "user": {"id": SATO},
        "channel": {"id": dm},
        "container": {"type": "message", "channel_id": dm},
    }
    for body in bodies:
        await world.bot.entrance.take(whole | body)
    await world.settle()


def refused(world: World) -> Counter[str]:
    """Return what the reporter read of why nothing happened, and how often."""
    said = world.somebody(SATO).sees("D0SATO")
    return Counter(one for one in said if one in REFUSALS)


async def failures(world: World) -> list[tuple[int, int]]:
    """Return state and attempts of the deliveries that were not done at the first try."""
    async with world.bot.database.connections.reading() as connection:
        rows = (await connection.execute(select(inbox.c.state, inbox.c.attempts))).all()
    return [(row.state, row.attempts) for row in rows if tuple(row) != (DONE, 1)]


async def test_unknown_actions(world: World) -> None:
    """One private sentence for each; nothing changes, and nothing is tried again."""
    await report_an_insulting_call(world)
    before = await world.only_case()
    presses = {"value": str(before.id)}
    each = [(ELEMENTS[n % len(ELEMENTS)], one) for n, one in enumerate(ACTIONS)]
    every = [(element, one) for element in ELEMENTS for one in READ_BY_THEIR_ELEMENT]
    pressed = [
        {
            "type": "block_actions",
            "trigger_id": f"1.{n}.1",
            "actions": [presses | element | {"action_id": one, "block_id": "b"}],
        }
        for n, (element, one) in enumerate([*each, *every])
    ]
    with capture_logs() as log:
        await deliver(world, *pressed)
    assert refused(world).total() == len(pressed)
    assert (await failures(world), log) == ([], [])
    assert await world.only_case() == before


async def test_unknown_forms_and_shortcuts(world: World) -> None:
    """The same for what an older manifest had; whoever runs the app is told once of each kind."""
    ids = ("", "triage.", "triage.nosuch", "nosuch", "report.form.x")
    forms = [
        {"type": "view_submission", "view": {"type": "modal", "id": one, "hash": "1", **called}}
        for one, called in ((f"V{n}", {"callback_id": name}) for n, name in enumerate(ids))
    ]
    message = {"ts": "1.0", "user": SATO, "text": "x"}
    called = {"callback_id": "nosuch"}
    shortcuts: list[dict[str, Any]] = [
        {"type": "shortcut", "trigger_id": "1.1.1", **called},
        {"type": "message_action", "trigger_id": "1.1.2", "message": message, **called},
    ]
    with capture_logs() as log:
        await deliver(world, *forms, *shortcuts)
    assert refused(world) == {OUTDATED: len(forms) + len(shortcuts)}
    assert await failures(world) == []
    assert [entry["reason"] for entry in log] == ["shortcut", "message_action"]
