"""Whatever is pressed, typed and delivered again: no error, no lost answer, one case a report."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from bot.sandbox.blocks import elements
from bot.sandbox.people import CannotDoError
from bot.sandbox.records import Message
from flows.timeline import Entry, EntryKind
from tests.counting import counts
from tests.databases import only_sqlite
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    Somebody,
    World,
)

PEOPLE = {SATO: (TEAM,), MORI: (DESK,), TANAKA: (DESK,), HQ: (HQ_DESK,)}
pytestmark = only_sqlite  # what is tried at random is not the database

TEXTS = [
    "報告",
    "助けて",
    "／kasuhara",
    "<!channel> 馬鹿",
    "\u202e逆さ",
    "😡" * 30,
    " ",
    "",
    "report",
]
ANYWHERE = ((0, 0x24F), (0x2000, 0x206F), (0x3000, 0xD7FF), (0xE000, 0xFFFF), (0x1F000, 0x1FAFF))
STEPS = 28


def any_text(chance: Random) -> str:
    """Return something that people type, or characters that nobody does."""
    if chance.random() < 0.5:
        return chance.choice(TEXTS)
    length = chance.randrange(1, 60)
    return "".join(chr(chance.randint(*chance.choice(ANYWHERE))) for _ in range(length))


def pressable(person: Somebody, channels: tuple[str, ...]) -> list[tuple[Message, dict[str, Any]]]:
    """Return every element in front of somebody, in a fixed order."""
    return [
        (message, element)
        for channel in (*channels, person.dm)
        for message in person.messages(channel)
        for _, element in elements(message.blocks)
        if "action_id" in element
    ]


async def do_something(world: World, user: str, number: int, text: str) -> None:
    """Press, tick, choose, fill in or type, as the number says."""
    person = world.somebody(user)
    if person.modal is not None:
        await fill_in(world, person, number, text)
        return
    found = pressable(person, PEOPLE[user])
    if not found or number % 10 == 0:
        await write(person, number, text)
        return
    newest = found[-15:]
    message, element = newest[number % len(newest)]
    actor = world.slack.person(user)
    if element["type"] == "button":
        await actor.press(message, element["action_id"], element.get("value"))
    elif element["type"] == "users_select":
        await actor.choose(message, element["action_id"], SATO)
    else:
        options = list(offered(element))
        value = options[number % len(options)]
        if element["type"] == "checkboxes":
            await actor.tick(message, element["action_id"], value)
        else:
            await actor.choose(message, element["action_id"], value)
    await world.settle()


async def write(person: Somebody, number: int, text: str) -> None:
    """Type something to the bot, in a thread of one's own or beside it; or a command."""
    heads = person.heads()
    if number % 3 == 0 or not text.strip():
        await person.command(text if number % 2 else "report", channel=PEOPLE[person.id][0])
    elif heads and number % 3 == 1:
        await person.say(text, thread=heads[number % len(heads)].ts)
    else:
        await person.say(text)


async def fill_in(world: World, person: Somebody, number: int, text: str) -> None:
    """Send the modal with something in its text fields, or close it."""
    assert person.modal is not None
    entries: dict[str, Any] = {}
    for block in person.modal.content["blocks"]:
        element = block.get("element", {})
        if element.get("type") == "plain_text_input" and text.strip():
            entries[block["block_id"]] = text
        elif element.get("type") == "number_input":
            entries[block["block_id"]] = str(number)
        elif element.get("type") in ("radio_buttons", "static_select"):
            entries[block["block_id"]] = next(offered(element))
    actor = world.slack.person(person.id)
    if "submit" not in person.modal.content or await actor.submit(entries):
        while person.modal is not None:
            await actor.close()
    await world.settle()


def offered(element: dict[str, Any]) -> Iterator[str]:
    """Return the values an element offers."""
    for option in element.get("options", ()):
        yield option["value"]
    for group in element.get("option_groups", ()):
        yield from (option["value"] for option in group["options"])


def last_answers(entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
    """Return what was last answered to each question, wishes apart: they add up."""
    last: dict[str, dict[str, Any]] = {}
    for entry in entries:
        content = entry.content or {}
        if entry.kind in (EntryKind.ANSWERED, EntryKind.CORRECTED) and "given" in content:
            last[str(content["question"])] = dict(content["given"])  # type: ignore[call-overload]
    last.pop("wishes", None)
    return last


def failed_deliveries(world: World) -> list[str]:
    """Return the counters of deliveries that had to be tried again or were given up."""
    lines = world.bot.metrics.page().decode().splitlines()
    return [
        x for x in lines if "worked" in x and ('"retry"' in x or '"dead"' in x) and x[-3:] != "0.0"
    ]


async def nothing_is_lost(world: World) -> None:
    """Check what must hold after any story."""
    async with world.bot.office.store.read(world.bot.workspace) as work:
        for case in (await work.cases.listing()).cases:
            entries = await work.timeline.of(case.id)
            kinds = Counter(entry.kind for entry in entries)
            assert kinds[EntryKind.STARTED] == 1
            assert kinds[EntryKind.TOLD] == 1
            if case.answers.words is not None:
                assert kinds[EntryKind.WORDS] >= 1
            document = case.answers.to_document()
            for question, given_last in last_answers(entries).items():
                own = world.bot.office.flow.question(question).answer_ids
                kept = {key: document[key] for key in given_last if key in {*document} & {*own}}
                assert question in case.reopened or kept == {k: given_last[k] for k in kept}
    cards = Counter(
        message.metadata["event_payload"]["id"]
        for channel in world.slack.workspace.channels
        for message in world.slack.workspace.in_channel(channel)
        if message.metadata
    )
    assert all(times == 1 for times in cards.values())
    assert (await counts(world.bot.database)).dead == 0


@pytest.mark.parametrize(("seed", "told"), [(3, False), (6, True)])
async def test_any_presses_texts_and_repetitions_leave_one_whole_case(
    world: World, seed: int, *, told: bool
) -> None:
    """Random people press random things; some deliveries come twice. Nothing breaks."""
    chance = Random(seed)  # noqa: S311 - the same story each time
    if told:
        await report_an_insulting_call(world)
    else:
        await world.somebody(SATO).command("report")
    for _ in range(STEPS):
        user = chance.choice([SATO, SATO, SATO, *PEOPLE])
        if chance.random() < 0.5:
            world.slack.faults.repeat_deliveries("*", times=1)
        # What Slack's own client does not let a person do is no test of the bot.
        with suppress(CannotDoError):
            await do_something(world, user, chance.randrange(997), any_text(chance))
    await nothing_is_lost(world)
    assert failed_deliveries(world) == []
