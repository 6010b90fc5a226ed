"""How an alarm ends, or does not: safe, a mistake, withdrawn, passed on."""

from pathlib import Path

from bot.sandbox.company import settings
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    World,
    action_ids,
    readable,
    story,
)

NOT_OVER = "危険が去ったという知らせは、まだありません"


async def go_on_while_it_rings(world: World) -> None:
    """Choose the questions from the message that asks about them half an hour later."""
    await world.later(minutes=31)
    await world.somebody(SATO).press("report.resume")


async def test_withdrawing_while_it_rings_stops_no_call_and_every_page_says_so(
    world: World,
) -> None:
    """The desk, those on call and the manager read that it was withdrawn and is not over."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await go_on_while_it_rings(world)
    await sato.press("triage.cancel")
    for user in (TANAKA, MORI, MANAGER):
        person = world.somebody(user)
        assert person.reads("取り下げ"), user
        assert person.reads(NOT_OVER), user
    mori = world.somebody(MORI)
    (card,) = mori.messages(DESK)
    assert "取り下げ" in readable(card)
    assert NOT_OVER in readable(card)
    assert "受ける" in readable(card)
    assert world.somebody(HQ).reads(NOT_OVER, HQ_DESK)


async def test_whoever_withdraws_while_it_rings_is_asked_whether_they_are_safe(
    world: World,
) -> None:
    """The last message says that people are still being called, and takes the answer."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await go_on_while_it_rings(world)
    await sato.press("triage.cancel")
    last = sato.messages(sato.dm)[-1]
    assert "呼び出しは続いています" in readable(last)
    await world.somebody(MORI).press("case.take")
    assert "呼び出しは続いています" not in readable(last)
    await sato.press("triage.safe", on=last)
    for person, channel in ((world.somebody(MANAGER), None), (world.somebody(MORI), DESK)):
        assert person.reads("安全になった", channel)
        assert person.reads("取り下げ", channel)
        assert not person.reads(NOT_OVER, channel)
    assert not sato.offered("triage.safe")


async def test_a_page_after_the_desks_card_shows_the_withdrawal_too(world: World) -> None:
    """Danger after the desk was told: that page is edited like the others."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    world.slack.workspace.add_member(DESK, "U0KATO")
    await world.settle()
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    await go_on_while_it_rings(world)
    await sato.press("triage.cancel")
    for message in mori.messages(DESK):
        assert "取り下げ" in readable(message)
        assert NOT_OVER in readable(message)
    assert len(mori.messages(DESK)) == 2


async def test_withdrawing_after_the_alarm_is_shown_on_every_page(world: World) -> None:
    """Safe first, withdrawn later: both stand there."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.safe")
    await sato.press("triage.cancel")
    for user in (TANAKA, MORI, MANAGER):
        person = world.somebody(user)
        assert person.reads("安全になった"), user
        assert person.reads("取り下げ"), user


async def test_the_managers_page_about_the_gravest_shows_the_withdrawal(world: World) -> None:
    """Nothing is left that asks the manager to look at a report that is gone."""
    sato, manager = world.somebody(SATO), world.somebody(MANAGER)
    await sato.command("report")
    for action in ("triage.danger.past", "triage.actor.tenant", "triage.scene.counter"):
        await sato.press(action)
    await sato.tick("triage.acts", "assault")
    await sato.press("triage.acts.done")
    assert manager.reads("重大な言動")
    await sato.press("triage.cancel")
    assert not manager.reads("重大な言動")
    assert manager.reads("取り下げ")


async def test_the_card_still_says_who_came_once_the_reporter_is_safe(tmp_path: Path) -> None:
    """Taken by somebody on call who is not on the desk: who came, since when it is safe."""
    text = settings().replace('["U0TANAKA", "U0MORI"]', '["U0TANAKA", "U0NISHI"]')
    async with story(tmp_path, settings_text=text) as world:
        await in_danger(world)
        sato, nishi, mori = (world.somebody(user) for user in (SATO, "U0NISHI", MORI))
        await nishi.press("case.take")
        await world.later(minutes=5)
        await sato.press("triage.safe")
        (card,) = mori.sees(DESK)
        assert "<@U0NISHI>" in card
        assert "14:05" in card
        assert "まだ誰も受け持っていません" not in card
        assert mori.offered("case.take")
        page = world.somebody(TANAKA)
        assert page.reads("<@U0NISHI>")
        assert page.reads("14:05")


async def test_whoever_is_on_the_way_hears_that_it_is_over(world: World) -> None:
    """An edited page rings no phone: the one who comes gets a message, nobody else does."""
    await in_danger(world)
    sato, mori, tanaka = (world.somebody(user) for user in (SATO, MORI, TANAKA))
    await mori.press("case.take")
    rung, others = len(mori.phone), len(tanaka.phone)
    await sato.press("triage.mistake")
    assert mori.phone[rung:] == ["受付に動きがあります"]
    assert "押し間違い" in mori.sees(mori.dm)[-1]
    assert len(tanaka.phone) == others


async def test_whoever_was_in_danger_reads_what_to_do_once_it_is_over(world: World) -> None:
    """At once what to do should it begin again, and with nothing ticked advice all the same."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.safe")
    assert sato.reads("また危なくなったら、待たずに110番")
    for action in ("actor.tenant", "scene.counter", "acts.done"):
        await sato.press(f"triage.{action}")
    (advice,) = [m for m in sato.messages(sato.dm) if "法律" in readable(m)]
    assert "危険が去ったあと" in readable(advice)
    assert "その場を離れ" not in readable(advice)


async def test_an_alarm_ended_twice_is_refused_privately_the_second_time(world: World) -> None:
    """Safe, then 押し間違い on a screen not yet edited: it stays safe."""
    await in_danger(world)
    sato = world.somebody(SATO)
    (advice,) = [m for m in sato.messages(sato.dm) if "押し間違い" in readable(m)]
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=30)
    await sato.press("triage.safe", on=advice)
    await sato.press("triage.mistake", on=advice)
    case = await world.only_case()
    assert case.alarm is not None
    assert case.alarm.ended_how == "safe"
    assert any(m.only_for == SATO for m in sato.messages(sato.dm))
    await world.later(minutes=10)


async def test_an_alarm_about_a_colleague_can_still_be_taken(world: World) -> None:
    """Passed on, nothing opens; who needs help, and where, stands there until it is over."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.place.visit")
    await world.later(minutes=31)
    await sato.press("report.resume")
    await sato.press("triage.actor.colleague")
    await sato.press("triage.pass_on.contact")
    for channel in (None, DESK):
        assert mori.reads(NOT_OVER, channel)
        assert mori.reads("訪問先", channel)
        assert mori.reads(f"<@{SATO}>", channel)
    assert not mori.offered("case.record")
    await mori.press("case.take", on=mori.messages(DESK)[0])
    assert sato.reads(f"<@{MORI}>")
    await sato.press("triage.safe")
    assert not mori.reads(f"<@{SATO}>")
    assert not mori.reads(f"<@{SATO}>", DESK)


async def test_a_slip_of_the_finger_leaves_nothing_of_the_alarm_behind(world: World) -> None:
    """The place is no longer asked, also once the report is over."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.mistake")
    await sato.press("triage.danger.none")
    await sato.press("triage.cancel")
    assert not sato.reads("知らせました。離れて110番を")
    assert sato.reads("いる場所（不要になりました）")


async def test_after_a_slip_of_the_finger_the_way_out_is_one_press(world: World) -> None:
    """Below the sentence: the danger question once more, or the end; the card is left bare."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    (card,) = mori.messages(DESK)
    assert "まだ分からないこと" not in readable(card)
    await sato.press("triage.mistake")
    said = next(m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m))
    assert {"triage.danger.none", "triage.cancel"} <= set(action_ids(said))
    (card,) = mori.messages(DESK)
    assert "まだ分からないこと" not in readable(card)
    await sato.press("triage.cancel", on=said)
    assert sato.reads("これで終わりです")
    said = next(m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m))
    assert not action_ids(said)


async def test_after_a_slip_of_the_finger_the_report_goes_on_from_there(world: World) -> None:
    """The danger question answered below the sentence is answered in the head as well."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.mistake")
    said = next(m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m))
    await sato.press("triage.danger.none", on=said)
    assert sato.offered("triage.actor.tenant")
    said = next(m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m))
    assert not action_ids(said)


async def test_a_slip_that_is_over_is_not_called_a_withdrawal(world: World) -> None:
    """Nothing was reported: the end says so, and the desk has nothing to take."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.mistake")
    assert not mori.offered("case.take")
    said = next(m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m))
    await sato.press("triage.cancel", on=said)
    assert sato.reads("これで終わりです")
    assert not sato.reads("取り下げました")


async def test_whoever_is_in_danger_again_presses_where_they_read_that_it_was_over(
    world: World,
) -> None:
    """The danger button stands there; the former answer need not be changed first."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.safe")
    rung = len(mori.phone)
    said = next(m for m in sato.messages(sato.dm) if "安全になったと伝えました" in readable(m))
    await sato.press("triage.danger.now", on=said)
    assert (await world.only_case()).ringing
    assert len(mori.phone) > rung


async def test_once_it_is_over_every_question_can_wait(world: World) -> None:
    """The desk knows already: the first questions too have あとで and 質問を終える."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.safe")
    asked = next(m for m in sato.messages(sato.dm) if "triage.actor.tenant" in action_ids(m))
    assert {"triage.later", "triage.finish"} <= set(action_ids(asked))
    await sato.press("triage.later", on=asked)
    await sato.press("triage.finish")
    assert sato.reads("質問はここまでです")


async def test_a_slip_in_a_report_is_no_reason_to_drop_it(world: World) -> None:
    """What was reported before the slip is still the desk's, and is not withdrawn unasked."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    await sato.press("triage.mistake")
    assert mori.offered("case.take")
    said = next(m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m))
    assert "報告しないで終わる" not in readable(said)
    assert "報告を取り下げる" in readable(said)
    await sato.press("triage.danger.now", on=said)
    assert not [m for m in sato.messages(sato.dm) if "押し間違いだったと" in readable(m)]


async def test_the_page_about_the_gravest_is_silent_about_a_colleague(world: World) -> None:
    """Corrected to a colleague, what happened goes from the page as it goes from the card."""
    await report_an_insulting_call(world)
    sato, manager = world.somebody(SATO), world.somebody(MANAGER)
    for action in ("back.danger", "danger.past", "past_event.injury"):
        await sato.press(f"triage.{action}")
    assert any("侮辱" in text for text in manager.sees(manager.dm))
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.colleague")
    assert not any("侮辱" in text or "社内" in text for text in manager.sees(manager.dm))
