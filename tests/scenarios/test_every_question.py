"""What holds for every question of the conversation, whichever it is."""

from typing import Any

from bot.sandbox.blocks import elements
from bot.sandbox.records import Message
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
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


async def test_every_question_takes_i_do_not_know(world: World) -> None:
    """From whom it happened to, to the wishes: one press, and it goes on."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.unknown")
    asked = []
    while (message := open_question(sato)) is not None:
        text = readable(message)
        assert any(words in text for words in NOT_SURE), text
        asked.append(text.splitlines()[0])
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


async def test_it_is_always_said_how_much_is_left(world: World) -> None:
    """Until the desk is told, how many questions to that; afterwards, how many in all."""
    sato = world.somebody(SATO)
    await sato.command("report")
    assert sato.reads("知らせるまで、あと4問")
    for left, action in (
        (3, "triage.danger.none"),
        (2, "triage.actor.tenant"),
        (1, "triage.scene.phone"),
    ):
        await sato.press(action)
        message = open_question(sato)
        assert message is not None
        assert f"知らせるまで、あと{left}問" in readable(message)
    await sato.tick("triage.acts", "insult", "long_contact")
    await sato.press("triage.acts.done")
    counts = []
    while (message := open_question(sato)) is not None:
        last = readable(message).splitlines()[-1]
        counts.append(int(last.removeprefix("あと").removesuffix("問")))
        await sato.press("triage.later", on=message)
    assert counts[0] >= 5
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 1


async def test_there_is_a_recording_is_not_no_evidence(world: World) -> None:
    """The card says what there is, and that it was not handed in; no and yes together is yes."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    assert not mori.reads("証拠は", DESK)
    while not sato.offered("triage.evidence.done"):
        await sato.press("triage.later")
    await sato.tick("triage.evidence", "recording", "none")
    await sato.press("triage.evidence.done")
    assert (await world.only_case()).answers.evidence == ("recording",)
    assert mori.reads("証拠：録音あり（ファイルは未提出）", DESK)
    await sato.drop("通話録音.m4a", "audio/mp4", sato.thread())
    assert mori.reads("証拠：録音あり（提出 1 件）", DESK)


async def test_the_record_keeps_showing_what_was_first_said(world: World) -> None:
    """A corrected answer stands beside the one before it, with when it was corrected."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await world.later(minutes=10)
    await sato.press("triage.back.scene")
    await sato.press("triage.scene.counter")
    await mori.press("case.record")
    assert mori.modal is not None
    assert "場面：電話 → 店頭（11月21日(土) 14:10）" in readable(mori.modal)
