"""社内の人, once a desk knows of the report: nobody is told more than the reporter's press says."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, HR, MORI, SATO, World, readable

HR_DESK = "C0HR"
ASKED = "報告した方が、内容を確かめています"


async def a_colleague_after_danger(world: World) -> None:
    """Danger, safe again, and then it turns out who it was."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.safe")
    await sato.press("triage.actor.colleague")


async def a_colleague_after_all(world: World) -> None:
    """Told, taken, and then corrected."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await world.somebody(MORI).press("case.take")
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.colleague")


async def test_after_danger_the_contact_waits_for_the_press(world: World) -> None:
    """Whom to tell is asked as before; the desk reads nothing of it meanwhile."""
    await a_colleague_after_danger(world)
    sato, mori, hr = (world.somebody(user) for user in (SATO, MORI, HR))
    assert not hr.messages(HR_DESK)
    (card,) = mori.sees(DESK)
    assert ASKED in card
    assert "社内" not in card
    assert "ここでは扱わない" not in card
    assert not mori.offered("case.record")
    assert not mori.offered("case.take")
    assert sato.reads("受付には、ここまでの内容が届いています")
    assert not sato.reads("受付には知らせません。")
    await sato.press("triage.pass_on.contact")
    assert hr.reads(f"<@{SATO}>", HR_DESK)
    assert "ここでは扱わない" in mori.sees(DESK)[0]


async def test_after_a_correction_it_waits_as_well_and_a_slip_leaves_no_trace(
    world: World,
) -> None:
    """Changed back, the card is as it was, and neither contact nor desk has heard of it."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    before = readable(mori.messages(DESK)[0])
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.colleague")
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.tenant")
    assert not world.somebody(HR).messages(HR_DESK)
    assert readable(mori.messages(DESK)[0]) == before


async def test_after_enough_was_said_the_choice_is_still_put(world: World) -> None:
    """質問を終える puts off every question but this one."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.finish")
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.colleague")
    await sato.press("triage.pass_on.myself")
    assert not world.somebody(HR).messages(HR_DESK)
    assert sato.reads("窓口には、まだ何も届いていません")


async def test_what_the_desk_knew_before_is_said(world: World) -> None:
    """Not "only": name, acts and proposal had been read there."""
    await a_colleague_after_all(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    rung = len(mori.phone)
    await sato.press("triage.pass_on.contact")
    assert sato.reads(
        "ここでは扱わないことになったとだけ伝えました（それまでの内容は届いています）"
    )
    assert mori.phone[rung:] == ["受付に動きがあります"]
    assert "ここでは扱わない" in mori.sees(mori.dm)[-1]
    assert "社内" not in mori.sees(mori.dm)[-1]


async def test_that_there_was_danger_is_said_to_both_alike(world: World) -> None:
    """What the contact reads is what the employee reads that they read."""
    await a_colleague_after_danger(world)
    sato, hr = world.somebody(SATO), world.somebody(HR)
    assert sato.reads("先に「いま危ない」と知らせがあったことだけです")
    await sato.press("triage.pass_on.contact")
    assert hr.reads("先に「いま危ない」と知らせがありました", HR_DESK)
    assert sato.reads("先に「いま危ない」と知らせがあったことだけを伝えました")


async def test_an_alarm_by_mistake_is_no_danger_to_the_contact(world: World) -> None:
    """Nor to the employee, who reads what was told."""
    await in_danger(world)
    sato, hr = world.somebody(SATO), world.somebody(HR)
    for action in ("mistake", "danger.none", "actor.colleague", "pass_on.contact"):
        await sato.press(f"triage.{action}")
    assert hr.reads(f"<@{SATO}>", HR_DESK)
    assert not hr.reads("危ない", HR_DESK)
    assert sato.reads("社内の人のことで知らせがあったことだけを伝えました")


async def test_an_alarm_that_rings_meanwhile_can_be_answered(world: World) -> None:
    """Whom it is about and where stands on the card; nothing else of it does."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.place.visit")
    await world.later(minutes=31)
    await sato.press("report.resume")
    await sato.press("triage.actor.colleague")
    (card,) = mori.messages(DESK)
    assert "訪問先" in readable(card)
    assert "社内" not in readable(card)
    await mori.press("case.take", on=card)
    assert sato.reads(f"<@{MORI}> が応答しました")
    assert not mori.offered("case.record")
