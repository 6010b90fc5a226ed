"""Who comes in danger, and who has the report: two things, each with its own hands."""

from pathlib import Path

from bot.sandbox.company import settings
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    OGAWA,
    SATO,
    YOKOHAMA_DESK,
    World,
    readable,
    story,
    without_hq,
)


async def hq_comes(world: World) -> None:
    """Danger; nobody for two minutes; HQ takes the page in its own channel."""
    await in_danger(world)
    await world.later(minutes=2)
    await world.somebody(HQ).press("case.take")


async def report_a_blow(world: World) -> None:
    """Answer the first questions, up to the press that tells."""
    sato = world.somebody(SATO)
    for action in ("triage.actor.tenant", "triage.scene.counter"):
        await sato.press(action)
    await sato.tick("triage.acts", "assault")
    await sato.press("triage.acts.done")


async def test_hq_comes_and_the_branch_still_takes_the_report(world: World) -> None:
    """Whoever answers the call does not have the report: its own desk takes that."""
    await hq_comes(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    assert mori.reads(f"<@{HQ}> が応答しました", DESK)
    await sato.press("triage.safe")
    await report_a_blow(world)
    (card,) = mori.sees(DESK)
    assert f"<@{HQ}> が受け持っています" not in card
    await mori.press("case.take", on=mori.messages(DESK)[0])
    assert (await world.only_case()).taken_by == MORI
    assert sato.reads(f"<@{MORI}>* が受け持ちました")


async def test_the_branch_may_take_the_report_while_hq_is_on_its_way(world: World) -> None:
    """The card says who comes and that the report is free; taking it changes nothing of that."""
    await hq_comes(world)
    mori = world.somebody(MORI)
    assert mori.reads("この報告を受け持つ方は、まだいません", DESK)
    await mori.press("case.take", on=mori.messages(DESK)[0])
    case = await world.only_case()
    assert case.alarm is not None
    assert (case.alarm.taken_by, case.taken_by) == (HQ, MORI)
    assert mori.reads(f"<@{HQ}> が応答しました", DESK)
    assert mori.reads(f"<@{MORI}> が受け持っています", DESK)


async def test_whoever_came_opens_the_record(world: World) -> None:
    """The page that HQ took leads to the record, as it fills in, also once it is over."""
    await hq_comes(world)
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await sato.press("triage.safe")
    await report_a_blow(world)
    (page,) = hq.messages(HQ_DESK)
    assert "受ける" not in readable(page)
    await hq.press("case.record", on=page)
    assert hq.modal is not None
    assert "殴る" in readable(hq.modal)


async def test_one_clear_step_while_nobody_has_answered(world: World) -> None:
    """A page that calls has one button: to answer it."""
    await in_danger(world)
    page = world.somebody(MORI).messages(world.somebody(MORI).dm)[-1]
    assert "受ける" in readable(page)
    assert "記録を見る" not in readable(page)


async def test_somebody_on_call_who_is_on_no_desk_opens_what_they_came_for(
    tmp_path: Path,
) -> None:
    """Taken from a direct message: the record opens for them, and for nobody else on call."""
    text = settings().replace('["U0TANAKA", "U0MORI"]', '["U0TANAKA", "U0NISHI", "U0KATO"]')
    async with story(tmp_path, settings_text=text) as world:
        await in_danger(world)
        nishi, kato = world.somebody("U0NISHI"), world.somebody("U0KATO")
        await nishi.press("case.take")
        await nishi.press("case.record")
        assert nishi.modal is not None
        assert not kato.offered("case.record")
        await world.somebody(SATO).press("triage.safe")
        assert nishi.offered("case.record")
        mori = world.somebody(MORI)
        await mori.press("case.take")
        assert (await world.only_case()).taken_by == MORI


async def test_a_sister_desk_that_came_opens_the_record(tmp_path: Path) -> None:
    """Without HQ: whoever of the other branch took it opens it; the branch has the report."""
    async with story(tmp_path, settings_text=without_hq(settings())) as world:
        await in_danger(world)
        await world.later(minutes=2)
        ogawa = world.somebody(OGAWA)
        page = ogawa.messages(YOKOHAMA_DESK)[0]
        await ogawa.press("case.take", on=page)
        await ogawa.press("case.record", on=page)
        assert ogawa.modal is not None
        assert (await world.only_case()).taken_by is None


async def test_a_manager_who_came_may_open_what_is_kept_from_the_branch(tmp_path: Path) -> None:
    """HQ alone is told of it; a manager outside HQ takes the page, and opens it."""
    text = settings().replace('managers = ["U0MANAGER"]', 'managers = ["U0LEGAL"]')
    async with story(tmp_path, settings_text=text) as world:
        sato, manager = world.somebody(SATO), world.somebody("U0LEGAL")
        await sato.command("report")
        for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
            await sato.press(action)
        await sato.tick("triage.acts", "strong_tone")
        await sato.press("triage.wishes.keep_from_branch")
        await sato.press("triage.back.danger")
        await sato.press("triage.danger.now")
        await manager.press("case.take")
        await manager.press("case.record")
        assert manager.modal is not None


async def report_gravely(world: World) -> None:
    """Report a blow, with no danger any more."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.past")
    await report_a_blow(world)


async def test_the_reporter_reads_that_the_manager_was_called(world: World) -> None:
    """In danger and for the gravest: in the head, in the advice, wherever it says who was told."""
    await report_gravely(world)
    sato = world.somebody(SATO)
    assert sato.reads(f"新宿店の受付、<@{MANAGER}>に知らせました")
    assert f"<@{MANAGER}>" in readable(sato.heads()[-1])


async def test_the_alarm_says_whom_it_called(world: World) -> None:
    """The desk, the manager, and headquarters as soon as they are called as well."""
    await in_danger(world)
    sato = world.somebody(SATO)
    assert sato.reads(f"知らせた先：新宿店の受付、<@{MANAGER}>")
    await world.later(minutes=2)
    assert sato.reads(f"知らせた先：新宿店の受付、本社、<@{MANAGER}>")


async def test_a_manager_who_was_called_by_a_slip_is_not_said_to_know_the_report(
    world: World,
) -> None:
    """What reached them was taken back; what was reported afterwards did not reach them."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.mistake")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert sato.reads("新宿店の受付に知らせました")
    assert f"<@{MANAGER}>" not in readable(sato.heads()[-1])


async def test_the_managers_page_about_the_gravest_says_who_has_it(tmp_path: Path) -> None:
    """Somebody who may not open the record reads whom to ask, and then who took it."""
    text = settings().replace('managers = ["U0MANAGER"]', 'managers = ["U0LEGAL"]')
    async with story(tmp_path, settings_text=text) as world:
        await report_gravely(world)
        manager = world.somebody("U0LEGAL")
        assert manager.reads("まだ誰も受け持っていません。新宿店の受付に")
        assert not manager.offered("case.record")
        await world.somebody(MORI).press("case.take")
        assert manager.reads(f"<@{MORI}>* が受け持ちました")
        assert not manager.reads("まだ誰も受け持っていません")


async def test_a_manager_with_the_right_opens_the_gravest_from_the_page(world: World) -> None:
    """The next step is in the message itself."""
    await report_gravely(world)
    manager = world.somebody(MANAGER)
    page = manager.messages(manager.dm)[-1]
    await manager.press("case.record", on=page)
    assert manager.modal is not None
