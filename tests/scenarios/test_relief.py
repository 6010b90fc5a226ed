"""交代してほしい: where the request goes when the branch is not to know, or when nobody answers."""

from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MORI,
    SATO,
    TEAM,
    World,
    action_ids,
    readable,
)

ELSEWHERE = "ここでの対応は要りません"
NOBODY = "まだ誰も応答していません"
UNFINISHED = "11月21日(土) 14:00 に始めた報告が、途中です。"


async def ask_for_relief(world: World) -> None:
    """Press 交代してほしい beside the first question."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.relief")


async def test_kept_from_the_branch_the_request_moves_to_hq(world: World) -> None:
    """The branch's desk has nothing left to press or to read; HQ goes, the receipt says HQ."""
    await ask_for_relief(world)
    sato, mori, hq = world.somebody(SATO), world.somebody(MORI), world.somebody(HQ)
    assert mori.offered("relief.take")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.press("triage.wishes.keep_from_branch")
    (page,) = mori.sees(DESK)
    assert ELSEWHERE in page
    assert SATO not in page
    assert not mori.offered("relief.take")
    assert hq.reads(f"<@{SATO}> さんから、交代の依頼です", HQ_DESK)
    assert sato.reads("知らせた先：本社")
    assert not sato.reads("知らせた先：新宿店の受付")
    await hq.press("relief.take")
    assert sato.reads(f"<@{HQ}>")


async def test_beside_an_unfinished_report_the_request_goes_wider_in_two_minutes(
    world: World,
) -> None:
    """The offer names the report and keeps every way; HQ is asked, and the reporter reads so."""
    sato, mori, hq = world.somebody(SATO), world.somebody(MORI), world.somebody(HQ)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await world.later(minutes=5)
    await sato.command("report")
    assert sato.reads(UNFINISHED, TEAM)
    assert sato.offered("triage.consult")
    await sato.press("triage.relief")
    assert mori.reads("交代の依頼", DESK)
    await world.later(minutes=1, seconds=59)
    assert not hq.messages(HQ_DESK)
    assert not sato.reads(NOBODY)
    rung = len(sato.phone)
    await world.later(seconds=1)
    assert hq.reads(f"<@{SATO}> さんから、交代の依頼です", HQ_DESK)
    assert sato.reads(NOBODY)
    assert len(sato.phone) > rung
    assert sato.reads("03-0000-0001")  # to ring meanwhile
    await hq.press("relief.take")
    assert not sato.reads(NOBODY)
    await sato.command("report")
    assert sato.reads(UNFINISHED, TEAM)


async def test_asking_only_for_relief_leaves_no_unfinished_report(world: World) -> None:
    """Its head says that none is needed; one press ends the request; words make it a report."""
    await ask_for_relief(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    (head,) = sato.heads()
    assert "報告はしなくても大丈夫です" in readable(head)
    assert "途中でやめた報告" not in readable(head)
    assert "triage.relief" not in action_ids(head)
    thread = sato.thread()
    await sato.press("triage.relief_end")
    (page,) = mori.sees(DESK)
    assert "交代の依頼は、終わりました" in page
    assert not mori.offered("relief.take")
    assert sato.reads("交代の依頼は終わりました")
    await world.later(minutes=2)
    assert not world.somebody(HQ).messages(HQ_DESK)
    await sato.press("triage.relief", on=sato.heads()[0])
    assert mori.offered("relief.take")
    await sato.command("report")
    assert not sato.reads("途中です", TEAM)
    assert sato.offered("triage.danger.none")
    await world.later(minutes=1)
    await sato.say("馬鹿と言われた", thread=thread)
    assert "報告はしなくても大丈夫です" not in readable(sato.heads()[0])
    await sato.command("report")
    assert sato.reads("14:00 に始めた報告が、途中です", TEAM)
