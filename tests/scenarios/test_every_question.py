"""What holds for every question of the conversation, whichever it is."""

import re
from typing import Any

from bot.sandbox.blocks import elements
from bot.sandbox.records import Message
from tests.scenarios.world import DESK, MORI, SATO, Somebody, World, action_ids, readable

NOT_SURE = ("わからない", "選ばずに進めます", "とくにない")
"""How a question says that it can do without an answer."""


def buttons(message: Message) -> list[dict[str, Any]]:
    """Return the buttons of a message."""
    return [element for _, element in elements(message.blocks) if element["type"] == "button"]


def open_question(person: Somebody) -> Message | None:
    """Return the message of the question that is open in somebody's thread."""
    for message in reversed(person.messages(person.dm)):
        answers = [i for i in action_ids(message) if i.startswith("triage.") and i.count(".") == 2]
        if message.is_reply and any(".back." not in i for i in answers):
            return message
    return None


def left(message: Message) -> int:
    """Return how many questions a question says are left, itself included."""
    (number,) = re.findall(r"あと(\d+)問", readable(message))
    return int(number)


async def test_every_question_takes_i_do_not_know_and_says_how_much_is_left(world: World) -> None:
    """From whom it happened to, to the wishes: one press, it goes on, and it becomes less."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    assert sato.reads("知らせるまで、あと6問")
    await sato.press("triage.danger.unknown")
    asked, counts = [], []
    while (message := open_question(sato)) is not None:
        text = readable(message)
        assert any(words in text for words in NOT_SURE), text
        assert ("知らせるまで" in text) == (not world.somebody(MORI).messages(DESK))
        asked.append(text.splitlines()[0])
        counts.append(left(message))
        row = buttons(message)
        unsure = [b for b in row if "わからない" in b["text"]["text"]]
        done = [b for b in row if b["action_id"].endswith(".done")]
        await sato.press((unsure or done)[0]["action_id"], on=message)
        assert len(asked) < 30
    case = await world.only_case()
    assert case.finished_at is not None
    assert case.postponed == frozenset()
    assert case.answers.words is None
    assert sato.reads("わからない", sato.dm)
    assert not any("物件" in text and "記入済み" in text for text in sato.sees(sato.dm))
    assert len(asked) >= 10
    assert counts == [5, 4, 3, 2, 1, *range(len(counts) - 5, 0, -1)]
