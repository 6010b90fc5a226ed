"""What somebody in danger reads, where they read it, and what is left of it afterwards."""

import pytest

from bot.sandbox.blocks import elements
from bot.sandbox.records import Message
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HR,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    World,
    action_ids,
    readable,
)


def private_answer(world: World, user: str = SATO, channel: str = TEAM) -> Message:
    """What the command's own answer has become."""
    return [m for m in world.somebody(user).messages(channel) if m.only_for == user][-1]


def advice_of(world: World, user: str = SATO) -> str:
    """The message that says who was told and what to do meanwhile."""
    somebody = world.somebody(user)
    return next(text for text in somebody.sees(somebody.dm) if "法律で禁じ" in text)


async def tell_nothing_more(world: World, *acts: str) -> None:
    """Go on to the press that tells."""
    sato = world.somebody(SATO)
    for action in ("triage.actor.unknown", "triage.scene.unknown"):
        await sato.press(action)
    if acts:
        await sato.tick("triage.acts", *acts)
    await sato.press("triage.acts.done")


async def test_once_it_is_over_nobody_is_ordered_to_leave(world: World) -> None:
    """Neither the advice nor the desk's card goes on as if the danger were there."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.safe")
    await tell_nothing_more(world, "insult")
    assert "その場を離れ" not in advice_of(world)
    (card,) = mori.sees(DESK)
    assert "急ぎ" not in card
    assert "離れて" not in card
    assert "「いま危ない」と知らせがありました" in card


async def test_somebody_hurt_or_threatened_is_told_where_help_is(world: World) -> None:
    """With nothing else known: a doctor, 110 and #9110, and not to give the customer an answer."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.past")
    await tell_nothing_more(world)
    said = advice_of(world)
    assert "病院" in said
    assert "110番" in said
    assert "＃9110" in said
    assert "はっきりした回答" not in said


async def test_what_is_not_known_is_said_with_its_name(world: World) -> None:
    """「わからない / わからない」 would tell the desk nothing."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await tell_nothing_more(world)
    assert world.somebody(MORI).reads("相手：わからない / 場面：わからない", DESK)


async def test_somebody_of_no_branch_reads_the_numbers_of_those_who_were_called(
    world: World,
) -> None:
    """Both branches were paged; their phones are rung as well as their people."""
    hr = world.somebody(HR)
    await hr.command("report", channel="C0HR")
    await hr.press("triage.danger.now")
    assert hr.reads("新宿店 電話 03-0000-0001")
    assert hr.reads("横浜店 電話 045-000-0002")
    assert world.somebody(TANAKA).reads("すぐに本人に連絡し、どこにいるか確かめてください")


async def test_those_on_call_are_a_tap_away(world: World) -> None:
    """No number of theirs is known: it says how to reach them."""
    await in_danger(world)
    assert world.somebody(SATO).reads(f"当番：<@{TANAKA}>、<@{MORI}>（名前を押すと連絡できます）")


async def test_where_it_was_pressed_stands_all_that_is_needed(world: World) -> None:
    """The number, that the form can wait, and both ways to end it; then that it is over."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.now", on=private_answer(world))
    answer = private_answer(world)
    said = readable(answer)
    assert "03-0000-0001" in said
    assert "記録はあとで大丈夫です" in said
    assert "ダイレクトメッセージ" in said
    assert {"triage.safe", "triage.mistake"} <= set(action_ids(answer))
    await sato.press("triage.safe", on=answer)
    case = await world.only_case()
    assert not case.ringing
    over = private_answer(world)
    assert "安全になったと伝えました" in readable(over)
    assert "triage.safe" not in action_ids(over)


async def test_ending_an_alarm_asks_once_more_and_tempts_nobody(world: World) -> None:
    """Below 110 stands no button that a thumb takes for the way on."""
    await in_danger(world)
    sato = world.somebody(SATO)
    ends = [
        element
        for message in sato.messages(sato.dm)
        for _, element in elements(message.blocks)
        if element.get("action_id") in ("triage.safe", "triage.mistake")
    ]
    assert len(ends) == 2
    assert all("confirm" in element and "style" not in element for element in ends)


async def test_no_way_to_withdraw_stands_above_an_alarm(world: World) -> None:
    """It does not end the alarm; once that is over, or the form goes on, it is back."""
    await in_danger(world)
    sato = world.somebody(SATO)
    assert "triage.cancel" not in action_ids(sato.heads()[-1])
    await world.later(minutes=31)
    await sato.press("report.resume")
    assert "triage.cancel" in action_ids(sato.heads()[-1])


async def test_the_lock_screen_does_not_speak_of_questions_in_danger(world: World) -> None:
    """What comes first in the thread is what to do."""
    await in_danger(world)
    head, *then = world.somebody(SATO).phone
    assert then == ["至急：今すぐ開いてください"], head


@pytest.mark.parametrize("taken", [False, True])
async def test_after_half_an_hour_it_is_said_how_the_alarm_stands(
    world: World, taken: bool
) -> None:
    """Nobody came: 110, and not that there is time. Somebody came: who."""
    await in_danger(world)
    if taken:
        await world.somebody(MORI).press("case.take")
    sato = world.somebody(SATO)
    await world.later(minutes=31)
    nudge = readable(sato.messages(sato.dm)[-1])
    assert "落ち着いてから" not in nudge
    assert ("まだ誰も応答していません" in nudge) is not taken
    assert "110番" in nudge
    assert (f"<@{MORI}> が応答しました" in nudge) is taken


async def test_whoever_presses_for_somebody_else_is_not_told_to_leave(world: World) -> None:
    """They may not be there: 110, word to the person concerned, people who are near."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.now")
    assert not sato.reads("その場を離れてください")
    assert not sato.reads("離れて110番を")
    assert sato.reads("本人に、その場を離れるよう伝える")
    assert sato.reads("本人はどこですか")


async def test_in_english_nobody_is_said_to_be_safe_who_was_not_in_danger(world: World) -> None:
    """It is safe, whoever it was about."""
    emma = world.somebody(EMMA)
    await emma.command("report")
    await emma.press("triage.reported_as.for_other")
    await emma.press("triage.danger.now")
    assert not emma.reads("Leave the place now")
    assert emma.reads("It is safe now")
    await emma.press("triage.safe")
    assert emma.reads("People know that it is safe now")
    assert not world.somebody(HQ).messages("C0HQ")
