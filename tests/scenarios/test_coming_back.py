"""Leave, and come back: it goes on where it was, and nothing said on the way is lost.

What was ticked of one's own health is in `tests/flows/report/test_note_ticks.py`.
"""

from bot.sandbox.records import Message
from flows.case import State
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    KATO,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    Somebody,
    World,
    action_ids,
    readable,
)


async def up_to_the_ticks(world: World, *ticks: str) -> Somebody:
    """Begin a report and leave it with these boxes ticked."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", *ticks)
    return sato


def with_action(person: Somebody, action_id: str) -> list[Message]:
    """Return the messages of somebody's conversation in which this can be pressed."""
    return [m for m in person.messages(person.dm) if action_id in action_ids(m)]


async def test_what_was_ticked_comes_back_ticked_in_one_place(world: World) -> None:
    """By the reminder after an hour, and by the command later; one more tick is added."""
    sato = await up_to_the_ticks(world, "insult")
    await world.later(hours=1)
    await sato.press("report.resume")
    (asked,) = with_action(sato, "triage.acts.done")
    assert asked is sato.messages(sato.dm)[-1]
    assert not sato.offered("report.resume"), "the reminder is gone once it was followed"
    await sato.tick("triage.acts", "intimidation")
    await world.later(hours=2)
    await sato.command("report")
    await sato.press("report.resume")
    await sato.press("triage.acts.done")
    assert (await world.only_case()).answers.acts == ("insult", "intimidation")
    assert "選ばずに" not in "\n".join(sato.sees(sato.dm))


async def test_going_on_after_the_desk_was_told_leaves_one_open_question(world: World) -> None:
    """The question moves to the end of the thread; where it stood before is said so."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("report.resume")
    (asked,) = with_action(sato, "triage.words.open")
    assert asked is sato.messages(sato.dm)[-1]
    assert sato.reads("言われた言葉（この下にあります）")


async def test_the_reminder_goes_with_its_reason(world: World) -> None:
    """It says that nobody knows: once told, gone on with or given up, it is so no more."""
    sato = await up_to_the_ticks(world, "insult")
    emma, kato = world.somebody(EMMA), world.somebody(KATO)
    for person in (emma, kato):
        await person.say("報告")
        await person.press("triage.danger.none")
    await world.later(hours=1)
    for person in (sato, emma, kato):
        assert person.offered("report.resume"), person.id
    assert sato.reads("まだ誰にも届いていません")
    await sato.press("triage.acts.done")
    await emma.press("triage.actor.tenant")
    await kato.press("triage.cancel")
    for person in (sato, emma, kato):
        assert not person.offered("report.resume"), person.id
    assert not sato.reads("まだ誰にも届いていません")
    assert not sato.reads("報告をやめる")


async def test_a_message_chosen_meanwhile_goes_with_the_report_gone_on_with(world: World) -> None:
    """The message shortcut beside an unfinished report: going on attaches it, and says so.

    The record says who wrote it and when.
    """
    await world.somebody(EMMA).say("203号室の方に怒鳴られました", channel=TEAM)
    await world.later(minutes=30)
    sato = await up_to_the_ticks(world, "insult")
    await sato.report_message(sato.messages(TEAM)[0])
    assert sato.reads("選んだメッセージ")
    await sato.press("report.resume")
    assert any("添えたメッセージ 1 件" in readable(head) for head in sato.heads())
    await sato.press("triage.acts.done")
    record = await read_by_the_desk(world, "203号室の方に怒鳴られました")
    assert f"<@{EMMA}>" in record
    assert "11月21日(土) 14:00" in record


async def test_a_message_chosen_meanwhile_goes_with_what_is_begun_anew(world: World) -> None:
    """It is attached there, and not to the unfinished one; danger from the offer keeps it too."""
    sato = await up_to_the_ticks(world, "insult")
    await world.somebody(EMMA).say("203号室の方に怒鳴られました", channel=TEAM)
    await sato.report_message(sato.messages(TEAM)[-1])
    await sato.press("report.new")
    first, second = (readable(head) for head in sato.heads() if "報告の受付" in readable(head))
    assert "添えたメッセージ 1 件" not in first
    assert "添えたメッセージ 1 件" in second
    tanaka = world.somebody(TANAKA)
    await tanaka.command("report")
    await tanaka.press("triage.danger.none")
    await tanaka.report_message(tanaka.messages(TEAM)[0])
    (offer,) = with_action(tanaka, "report.new")
    await tanaka.press("triage.danger.now", on=offer)
    await read_by_the_desk(world, "203号室の方に怒鳴られました")


async def read_by_the_desk(world: World, words: str) -> str:
    """Return the record as the supervisor opens it; these words must stand in it."""
    mori = world.somebody(MORI)
    assert (await world.cases())[-1].state is State.REPORTED
    await mori.press("case.record")
    assert mori.modal is not None
    record = readable(mori.modal)
    assert words in record
    return record


async def test_an_answer_opened_by_mistake_can_be_left_as_it_was(world: World) -> None:
    """変える, then 変えない: the answer stands, and the open question comes back."""
    sato = await up_to_the_ticks(world, "insult")
    await sato.press("triage.back.actor")
    assert sato.reads("あったこと（このあとに聞きます）")
    assert not sato.reads("不要になりました")
    await sato.press("triage.keep")
    assert not sato.offered("triage.actor.owner")
    await sato.press("triage.back.danger")
    await sato.press("triage.keep")
    await sato.press("triage.acts.done")
    answers = (await world.only_case()).answers
    assert (answers.danger, answers.actor, answers.acts) == ("none", "tenant", ("insult",))


async def test_once_safe_nothing_about_110_reads_as_pointless(world: World) -> None:
    """Only the place is no longer needed, and the card does not ask for it either."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.danger.now")
    await sato.press("triage.safe")
    assert sato.reads("いる場所（不要になりました）")
    assert not any("110" in text and "不要" in text for text in sato.sees(sato.dm))
    assert not mori.reads("いる場所", DESK)


async def test_saying_enough_leaves_every_question_within_reach(world: World) -> None:
    """Those never reached are listed too; one that is chosen is asked at the end of the thread."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.finish")
    (enough,) = with_action(sato, "triage.back.occurred_at")
    assert {"triage.back.words", "triage.back.wishes"} <= set(action_ids(enough))
    await sato.say("馬鹿と言われた", thread=sato.thread())
    (enough,) = with_action(sato, "triage.back.occurred_at")
    assert "triage.back.words" not in action_ids(enough)
    await sato.press("triage.back.evidence", on=enough)
    (asked,) = with_action(sato, "triage.evidence.done")
    assert asked is sato.messages(sato.dm)[-1]
    assert not sato.reads("質問はここまでです")
    await world.later(minutes=1)
    await sato.tick("triage.evidence", "notes")
    await sato.press("triage.evidence.done")
    assert (await world.only_case()).answers.evidence == ("notes",)
    last = sato.messages(sato.dm)[-1]
    assert "質問はここまでです" in readable(last)
    assert "triage.back.evidence" not in action_ids(last)


async def test_an_offer_that_was_taken_offers_nothing_more(world: World) -> None:
    """Whatever is pressed on it in the bot's conversation, it then says where it goes on."""
    for user, action in (
        (SATO, "triage.danger.now"),
        (EMMA, "report.resume"),
        (TANAKA, "report.new"),
        (KATO, "triage.relief"),
    ):
        person = world.somebody(user)
        for _ in range(2):
            await person.say("報告")
        (offer,) = with_action(person, "report.new")
        await person.press(action, on=offer)
        (taken,) = (m for m in person.messages(person.dm) if m.ts == offer.ts)
        assert not {"report.new", "report.resume"} & set(action_ids(taken)), action
