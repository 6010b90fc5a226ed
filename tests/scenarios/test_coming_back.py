"""Leave, and come back: it goes on where it was, and nothing said on the way is lost."""

from bot.sandbox.records import Message
from flows.case import State
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    MORI,
    SATO,
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
    """An hour later the reminder goes on with it: the ticks are there, and no second copy."""
    sato = await up_to_the_ticks(world, "insult", "long_contact")
    await world.later(hours=1)
    await sato.press("report.resume")
    (asked,) = with_action(sato, "triage.acts.done")
    assert asked is sato.messages(sato.dm)[-1]
    await sato.press("triage.acts.done")
    assert (await world.only_case()).answers.acts == ("insult", "long_contact")
    assert "選ばずに" not in "\n".join(sato.sees(sato.dm))


async def test_a_second_command_brings_the_ticks_back(world: World) -> None:
    """The day after, going on from the command; one more tick is added to those that stand."""
    sato = await up_to_the_ticks(world, "insult")
    await world.later(days=1)
    await sato.command("report")
    await sato.press("report.resume")
    await sato.tick("triage.acts", "intimidation")
    await sato.press("triage.acts.done")
    assert (await world.only_case()).answers.acts == ("insult", "intimidation")


async def test_going_on_after_the_desk_was_told_leaves_one_open_question(world: World) -> None:
    """The question moves to the end of the thread; where it stood before is said so."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("report.resume")
    (asked,) = with_action(sato, "triage.words.open")
    assert asked is sato.messages(sato.dm)[-1]
    assert sato.reads("言われた言葉（この下にあります）")


async def test_ticks_about_oneself_come_back_and_stay_with_oneself(world: World) -> None:
    """What was ticked of one's own health is kept as carefully as the answer would be."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    while not sato.offered("triage.impact.done"):
        await sato.press("triage.later")
    await sato.tick("triage.impact", "severe_health")
    assert "severe_health" not in str(await world.only_case())
    await sato.command("report")
    await sato.press("report.resume")
    while not sato.offered("triage.impact.done"):
        await sato.press("triage.later")
    await sato.press("triage.impact.done")
    assert world.somebody(MORI).reads("支障あり", DESK)


async def test_the_reminder_is_gone_once_the_desk_was_told(world: World) -> None:
    """It said that nobody knows and offered to stop: neither is so any more."""
    sato = await up_to_the_ticks(world, "insult")
    await world.later(hours=1)
    assert sato.reads("まだ誰にも届いていません")
    await sato.press("triage.acts.done")
    assert not sato.reads("まだ誰にも届いていません")
    assert not sato.offered("report.resume")
    assert not sato.reads("報告をやめる")


async def test_the_reminder_is_gone_once_it_was_followed(world: World) -> None:
    """Going on, or the next answer, takes the question away."""
    sato = await up_to_the_ticks(world, "insult")
    await world.later(hours=1)
    await sato.press("report.resume")
    assert not sato.offered("report.resume")
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.owner")
    assert not sato.offered("report.resume")


async def test_the_reminder_is_gone_once_the_report_is_given_up(world: World) -> None:
    """Nothing is left to go on with."""
    sato = await up_to_the_ticks(world, "insult")
    await world.later(hours=1)
    await sato.press("triage.cancel")
    assert not sato.offered("report.resume")


async def test_a_message_chosen_meanwhile_goes_with_the_report_gone_on_with(world: World) -> None:
    """The message shortcut beside an unfinished report: going on attaches it, and says so."""
    sato = await up_to_the_ticks(world, "insult")
    await world.somebody(EMMA).say("203号室の方に怒鳴られました", channel=TEAM)
    await sato.report_message(sato.messages(TEAM)[-1])
    assert sato.reads("選んだメッセージ")
    await sato.press("report.resume")
    assert sato.reads("添えたメッセージ 1 件")
    await sato.press("triage.acts.done")
    await read_by_the_desk(world, "203号室の方に怒鳴られました")


async def test_a_message_chosen_meanwhile_goes_with_the_report_begun_anew(world: World) -> None:
    """Beginning anew attaches it there, and not to the unfinished one."""
    sato = await up_to_the_ticks(world, "insult")
    await world.somebody(EMMA).say("203号室の方に怒鳴られました", channel=TEAM)
    await sato.report_message(sato.messages(TEAM)[-1])
    await sato.press("report.new")
    first, second = (readable(head) for head in sato.heads() if "報告の受付" in readable(head))
    assert "添えたメッセージ 1 件" not in first
    assert "添えたメッセージ 1 件" in second


async def test_danger_from_the_offer_keeps_the_message_as_well(world: World) -> None:
    """The danger button stands in front of the offer; what was chosen is not lost by it."""
    sato = await up_to_the_ticks(world, "insult")
    await world.somebody(EMMA).say("203号室の方が暴れています", channel=TEAM)
    await sato.report_message(sato.messages(TEAM)[-1])
    offer = next(m for m in sato.messages(sato.dm) if "report.new" in action_ids(m))
    await sato.press("triage.danger.now", on=offer)
    await read_by_the_desk(world, "203号室の方が暴れています")


async def test_a_chosen_message_shows_in_the_thread_and_the_record_says_whose_it_is(
    world: World,
) -> None:
    """The head says that it is attached; the record who wrote it and when."""
    sato = world.somebody(SATO)
    await world.somebody(EMMA).say("203号室の方に怒鳴られました", channel=TEAM)
    await world.later(days=1)
    await sato.report_message(sato.messages(TEAM)[-1])
    assert "添えたメッセージ 1 件" in readable(sato.heads()[-1])
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.press("triage.acts.done")
    record = await read_by_the_desk(world, "203号室の方に怒鳴られました")
    assert f"<@{EMMA}>" in record
    assert "11月21日(土) 14:00" in record


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
    await up_to_the_ticks(world, "insult")
    sato = world.somebody(SATO)
    await sato.press("triage.back.actor")
    assert sato.reads("あったこと（このあとに聞きます）")
    assert not sato.reads("不要になりました")
    await sato.press("triage.keep")
    assert not sato.offered("triage.actor.owner")
    await sato.press("triage.acts.done")
    case = await world.only_case()
    assert (case.answers.actor, case.answers.acts) == ("tenant", ("insult",))


async def test_danger_opened_by_mistake_can_be_left_as_it_was(world: World) -> None:
    """The head offers it too."""
    sato = await up_to_the_ticks(world, "insult")
    await sato.press("triage.back.danger")
    await sato.press("triage.keep")
    await sato.press("triage.acts.done")
    assert (await world.only_case()).answers.danger == "none"


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
    assert "triage.back.words" in action_ids(enough)
    assert "triage.back.wishes" in action_ids(enough)
    await sato.press("triage.back.words", on=enough)
    (asked,) = with_action(sato, "triage.words.open")
    assert asked is sato.messages(sato.dm)[-1]
    assert not sato.reads("質問はここまでです")
    await world.later(minutes=1)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    last = sato.messages(sato.dm)[-1]
    assert "質問はここまでです" in readable(last)
    assert "triage.back.words" not in action_ids(last)
    await sato.press("triage.back.evidence", on=last)
    await world.later(minutes=1)
    await sato.tick("triage.evidence", "notes")
    await sato.press("triage.evidence.done")
    assert (await world.only_case()).answers.evidence == ("notes",)
    assert "質問はここまでです" in readable(sato.messages(sato.dm)[-1])


async def test_words_typed_after_enough_take_their_button_away(world: World) -> None:
    """What is answered is not offered any more."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.finish")
    await sato.say("馬鹿と言われた", thread=sato.thread())
    (enough,) = with_action(sato, "triage.back.occurred_at")
    assert "triage.back.words" not in action_ids(enough)


async def test_an_offer_that_was_taken_offers_nothing_more(world: World) -> None:
    """Whatever is pressed on it in the bot's conversation, it then says where it goes on."""
    for action in ("triage.danger.now", "report.resume", "report.new", "triage.relief"):
        sato = world.somebody(SATO)
        await sato.command("report")
        await sato.press("report.new" if sato.offered("report.new") else "triage.danger.none")
        await sato.say("報告")
        offer = with_action(sato, "report.new")[-1]
        await sato.press(action, on=offer)
        (taken,) = (m for m in sato.messages(sato.dm) if m.ts == offer.ts)
        assert not {"report.new", "report.resume"} & set(action_ids(taken)), action
        await world.later(days=2)
