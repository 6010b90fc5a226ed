"""What is said or pressed too late, and where the answer to that stands."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MORI, SATO, TANAKA, Somebody, World, readable

NOT_ASKED = "いまは、この質問への答えは要りません。何も変わっていません。"
OVER = "この報告は終わっています"


def in_its_thread(person: Somebody, thread: str) -> str:
    """Return what is read below a report's head, the newest last."""
    below = [m for m in person.messages(person.dm) if m.is_reply and m.thread_ts == thread]
    return "\n".join(map(readable, below))


async def test_what_comes_after_the_end_is_answered_in_the_thread(world: World) -> None:
    """Words are not kept: which report it was, why, and one press to have them kept; nor a form."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    ended = sato.thread()
    await sato.press("triage.later")
    await sato.press("triage.occurred_at.open")
    await sato.press("triage.cancel")
    assert mori.reads("取り下げ", DESK)
    assert not sato.offered("triage.occurred_at.open")
    await sato.submit({"occurred_at": 1_795_000_000})  # it was still open on another device
    assert OVER in in_its_thread(sato, ended)
    await sato.say("もう一つあります", thread=ended)
    read = in_its_thread(sato, ended)
    assert "記録していません" in read
    assert "この報告は取り下げ済みです。" in read
    assert "K-2026-0001" in read
    assert (await world.only_case()).answers.words is None
    await sato.press("report.new")
    assert sato.thread() != ended
    assert sato.offered("triage.danger.now")


async def test_late_presses_are_answered_in_the_thread(world: World) -> None:
    """Another device still shows the questions: the private sentences stand beside them."""
    await in_danger(world)
    sato = world.somebody(SATO)
    thread = sato.thread()
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=60)
    await sato.press("triage.mistake")
    await sato.press("triage.place.visit")
    assert NOT_ASKED in in_its_thread(sato, thread)
    alarm = (await world.only_case()).alarm
    assert alarm is not None
    assert alarm.place is None
    world.slack.faults.clear()
    await world.later(minutes=2)
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=60)
    await sato.press("triage.cancel")
    await sato.press("triage.danger.none")
    assert OVER in in_its_thread(sato, thread)
    await world.later(minutes=2)


async def test_a_refusal_on_the_desk_stands_in_its_channel(world: World) -> None:
    """In the thread of the card supervisors consult: a private sentence would be lost there."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.safe")
    (card,) = mori.messages(DESK)
    await mori.say("確認します", thread=card.ts, channel=card.channel)
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=60)
    await world.somebody(TANAKA).press("case.take", on=card)
    await mori.press("case.take", on=card)
    await sato.press("triage.cancel")
    await mori.press("case.take", on=card)
    said = [m for m in mori.messages(card.channel) if m.only_for == MORI]
    assert ["ほかの方が受け持っています" in readable(m) for m in said] == [True, False]
    assert not any(m.is_reply for m in said)
    assert (await world.only_case()).taken_by == TANAKA
    await world.later(minutes=2)
