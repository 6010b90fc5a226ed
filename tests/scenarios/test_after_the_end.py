"""What is said or pressed once a report is over, and where the answer to that stands."""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import MORI, SATO, Somebody, World, action_ids, readable


def in_its_thread(person: Somebody, thread: str) -> str:
    """Return what is read below a report's head, the newest last."""
    below = [m for m in person.messages(person.dm) if m.is_reply and m.thread_ts == thread]
    return "\n".join(map(readable, below))


async def test_words_after_the_end_are_answered_where_they_were_said(world: World) -> None:
    """They are not kept: which report it was, why, and one press to have them kept."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    ended = sato.thread()
    await sato.press("triage.cancel")
    await sato.say("もう一つあります", thread=ended)
    read = in_its_thread(sato, ended)
    assert "この報告は取り下げ済みです。" in read
    assert "K-2026-0001" in read
    assert "記録していません" in read
    assert (await world.only_case()).answers.words is None
    await sato.press("report.new")
    assert sato.thread() != ended
    assert sato.offered("triage.danger.now")


async def test_a_form_sent_after_the_end_is_answered_in_the_thread(world: World) -> None:
    """It was open on another device: what was written is not kept, and that is said."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    ended = sato.thread()
    await sato.press("triage.words.open")
    await sato.press("triage.cancel")
    await sato.submit({"words": "もう一つあります"})
    assert "記録していません" in in_its_thread(sato, ended)


async def test_a_figure_sent_after_the_end_is_answered_in_the_thread(world: World) -> None:
    """So is a form of another question."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    ended = sato.thread()
    await sato.press("triage.words.unknown")
    await sato.press("triage.occurred_at.open")
    await sato.press("triage.cancel")
    await sato.submit({"occurred_at": 1_795_000_000})
    assert "この報告は終わっています" in in_its_thread(sato, ended)


async def test_a_late_press_is_answered_in_the_thread(world: World) -> None:
    """Another device still shows the question: the private sentence stands beside it."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    ended = sato.thread()
    late = next(m for m in sato.messages(sato.dm) if "triage.words.open" in action_ids(m))
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=60)
    await sato.press("triage.cancel")
    await sato.press("triage.words.unknown", on=late)
    assert "この報告は終わっています" in in_its_thread(sato, ended)
    await world.later(minutes=2)


async def test_a_refusal_on_the_desk_stands_in_its_channel(world: World) -> None:
    """In the thread of the card supervisors consult: a private sentence would be lost there."""
    await report_an_insulting_call(world)
    mori = world.somebody(MORI)
    (card,) = mori.messages("C0DESKSHINJUKU")
    await mori.say("確認します", thread=card.ts, channel=card.channel)
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=60)
    await world.somebody("U0TANAKA").press("case.take", on=card)
    await mori.press("case.take", on=card)
    said = [m for m in mori.messages(card.channel) if m.only_for == MORI]
    assert ["ほかの方が受け持っています" in readable(m) for m in said] == [True]
    assert not said[0].is_reply
    await world.later(minutes=2)
