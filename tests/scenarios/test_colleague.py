"""社内の人, once a desk knows of the report: nobody is told more than the reporter's press says."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, HR, MORI, SATO, World, readable

HR_DESK = "C0HR"
ASKED = "報告した方が、内容を確かめています"


async def test_after_danger_the_contact_waits_for_the_press(world: World) -> None:
    """While it rings the card can be answered; whom to tell is asked, and both read the same."""
    await in_danger(world)
    sato, mori, hr = (world.somebody(user) for user in (SATO, MORI, HR))
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
    await sato.press("triage.safe")
    (after,) = mori.sees(DESK)
    assert ASKED in after
    assert "社内" not in after
    assert "ここでは扱わない" not in after
    assert not mori.offered("case.record")
    assert not mori.offered("case.take")
    assert not hr.messages(HR_DESK)
    assert sato.reads("受付には、ここまでの内容が届いています")
    assert not sato.reads("受付には知らせません。")
    assert sato.reads("先に「いま危ない」と知らせがあったことだけです")
    await sato.press("triage.pass_on.contact")
    assert hr.reads(f"<@{SATO}>", HR_DESK)
    assert hr.reads("先に「いま危ない」と知らせがありました", HR_DESK)
    assert sato.reads("先に「いま危ない」と知らせがあったことだけを伝えました")
    assert "ここでは扱わない" in mori.sees(DESK)[0]


async def test_after_a_correction_it_waits_as_well_and_what_the_desk_knew_is_said(
    world: World,
) -> None:
    """A slip leaves no trace. Not "only": name, acts and proposal had been read there."""
    await report_an_insulting_call(world)
    sato, mori, hr = (world.somebody(user) for user in (SATO, MORI, HR))
    await mori.press("case.take")
    before = mori.sees(DESK)
    for actor in ("colleague", "tenant", "colleague"):
        await sato.press("triage.back.actor")
        await sato.press(f"triage.actor.{actor}")
        assert not hr.messages(HR_DESK)
        assert (mori.sees(DESK) == before) is (actor == "tenant"), actor
    rung = len(mori.phone)
    await sato.press("triage.pass_on.contact")
    assert sato.reads(
        "ここでは扱わないことになったとだけ伝えました（それまでの内容は届いています）"
    )
    assert mori.phone[rung:] == ["受付に動きがあります"]
    assert "ここでは扱わない" in mori.sees(mori.dm)[-1]
    assert "社内" not in mori.sees(mori.dm)[-1]
