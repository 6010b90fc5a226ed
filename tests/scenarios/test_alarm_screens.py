"""What somebody in danger reads, where they read it, and what is left of it afterwards."""

from bot.sandbox.blocks import elements
from bot.sandbox.records import Message
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.world import (
    DESK,
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


async def test_where_it_was_pressed_stands_all_that_is_needed(world: World) -> None:
    """Numbers, people, that the form can wait, and both ways to end it; then that it is over."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.now", on=private_answer(world))
    head, *then = sato.phone
    assert then == ["至急：今すぐ開いてください"], head
    answer = private_answer(world)
    for part in ("03-0000-0001", "記録はあとで大丈夫です", "ダイレクトメッセージ"):
        assert part in readable(answer), part
    assert {"triage.safe", "triage.mistake"} <= set(action_ids(answer))
    assert sato.reads(f"当番：<@{TANAKA}>、<@{MORI}>（名前を押すと連絡できます）")
    assert "triage.cancel" not in action_ids(sato.heads()[-1]), "it would not end the alarm"
    ends = [
        element
        for message in sato.messages(sato.dm)
        for _, element in elements(message.blocks)
        if element.get("action_id") in ("triage.safe", "triage.mistake")
    ]
    assert len(ends) == 2
    assert all("confirm" in element and "style" not in element for element in ends)
    await sato.press("triage.safe", on=answer)
    assert not (await world.only_case()).ringing
    over = private_answer(world)
    assert "安全になったと伝えました" in readable(over)
    assert "triage.safe" not in action_ids(over)
    assert "triage.cancel" in action_ids(sato.heads()[-1])


async def test_once_it_is_over_nobody_is_ordered_to_leave(world: World) -> None:
    """Neither the advice nor the desk's card goes on as if the danger were there."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.safe")
    for action in ("triage.actor.unknown", "triage.scene.unknown"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    advice = next(text for text in sato.sees(sato.dm) if "法律で禁じ" in text)
    assert "その場を離れ" not in advice
    (card,) = mori.sees(DESK)
    assert "急ぎ" not in card
    assert "離れて" not in card
    assert "「いま危ない」と知らせがありました" in card
    assert "相手：わからない / 場面：わからない" in card, "what is not known is said with its name"


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
