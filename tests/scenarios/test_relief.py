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


async def ask_for_relief(world: World) -> None:
    """Press 交代してほしい beside the first question."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.relief")


async def report_up_to_the_acts(world: World, send: str) -> None:
    """Answer the first questions, and send them with that button."""
    sato = world.somebody(SATO)
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "sexual_remarks")
    await sato.press(send)


async def test_kept_from_the_branch_the_request_moves_to_hq(world: World) -> None:
    """The branch's desk has nothing left to press or to read; HQ goes, the receipt says HQ."""
    await ask_for_relief(world)
    sato, mori, hq = world.somebody(SATO), world.somebody(MORI), world.somebody(HQ)
    assert mori.offered("relief.take")
    await report_up_to_the_acts(world, "triage.wishes.keep_from_branch")
    (page,) = mori.sees(DESK)
    assert ELSEWHERE in page
    assert SATO not in page
    assert not mori.offered("relief.take")
    assert hq.reads(f"<@{SATO}> さんから、交代の依頼です", HQ_DESK)
    assert sato.reads("知らせた先：本社")
    assert not sato.reads("知らせた先：新宿店の受付")
    await hq.press("relief.take")
    assert sato.reads(f"<@{HQ}>")


async def test_kept_from_the_branch_after_the_desk_was_told(world: World) -> None:
    """The wish that comes with the later questions moves the request as well."""
    await ask_for_relief(world)
    await report_up_to_the_acts(world, "triage.acts.done")
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    assert mori.offered("relief.take")
    while not sato.offered("triage.wishes"):
        await sato.press("triage.later")
    await sato.tick("triage.wishes", "keep_from_branch")
    await sato.press("triage.wishes.done")
    assert not mori.offered("relief.take")
    assert mori.reads(ELSEWHERE, DESK)
    assert sato.reads("知らせた先：本社")


async def test_after_two_minutes_without_anyone_the_request_goes_wider(world: World) -> None:
    """HQ is asked as well, and the reporter reads so, with the phone to ring."""
    await ask_for_relief(world)
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await world.later(minutes=1, seconds=59)
    assert not hq.messages(HQ_DESK)
    assert not sato.reads(NOBODY)
    rung = len(sato.phone)
    await world.later(seconds=1)
    assert hq.reads(f"<@{SATO}> さんから、交代の依頼です", HQ_DESK)
    assert sato.reads(NOBODY)
    assert len(sato.phone) > rung
    assert sato.reads("03-0000-0001")
    await world.later(hours=1)
    assert len(hq.messages(HQ_DESK)) == 1
    await hq.press("relief.take")
    assert not sato.reads(NOBODY)


async def test_taken_in_time_nobody_else_is_asked(world: World) -> None:
    """Somebody of the desk goes within two minutes: HQ hears nothing, no bad news follows."""
    await ask_for_relief(world)
    await world.somebody(MORI).press("relief.take")
    await world.later(minutes=5)
    assert not world.somebody(HQ).messages(HQ_DESK)
    assert not world.somebody(SATO).reads(NOBODY)


async def test_asking_only_for_relief_leaves_no_unfinished_report(world: World) -> None:
    """Its head says that no report is needed; the next command begins from the beginning."""
    await ask_for_relief(world)
    sato = world.somebody(SATO)
    (head,) = sato.heads()
    assert "報告はしなくても大丈夫です" in readable(head)
    assert "途中でやめた報告" not in readable(head)
    assert "triage.relief" not in action_ids(head)
    await sato.command("report")
    assert not sato.reads("途中です", TEAM)
    assert sato.offered("triage.danger.none")


async def test_a_report_can_still_be_made_where_relief_was_asked_for(world: World) -> None:
    """The danger question stands there; once it is answered the report is one like another."""
    await ask_for_relief(world)
    await report_up_to_the_acts(world, "triage.acts.done")
    assert (await world.only_case()).relief is not None


async def test_relief_and_talk_are_offered_beside_an_unfinished_report(world: World) -> None:
    """The offer names the report, and keeps every other way."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await world.later(minutes=5)
    await sato.command("report")
    assert sato.reads("11月21日(土) 14:00 に始めた報告が、途中です。", TEAM)
    assert sato.offered("triage.consult")
    await sato.press("triage.relief")
    assert world.somebody(MORI).reads("交代の依頼", DESK)
    await sato.command("report")
    assert sato.reads("11月21日(土) 14:00 に始めた報告が、途中です。", TEAM)


async def test_words_after_asking_for_relief_make_it_a_report(world: World) -> None:
    """They are kept, and whoever wrote them finds their way back to it."""
    await ask_for_relief(world)
    sato = world.somebody(SATO)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    (head,) = sato.heads()
    assert "報告はしなくても大丈夫です" not in readable(head)
    await sato.command("report")
    assert sato.reads("途中です", TEAM)


async def test_no_longer_needed(world: World) -> None:
    """One press ends the request: the desk reads so, and it can be asked for once more."""
    await ask_for_relief(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.relief_end")
    (page,) = mori.sees(DESK)
    assert "交代の依頼は、終わりました" in page
    assert not mori.offered("relief.take")
    assert sato.reads("交代の依頼は終わりました")
    await world.later(minutes=2)
    assert not world.somebody(HQ).messages(HQ_DESK)
    await sato.press("triage.relief", on=sato.heads()[0])
    assert mori.offered("relief.take")
