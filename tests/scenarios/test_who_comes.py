"""Who comes in danger, and who has the report: two things, each with its own hands.

Who may come, and what they may then open, is in `tests/flows/alarm/test_who_comes.py`.
"""

from pathlib import Path

from bot.sandbox.company import settings
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.world import DESK, HQ, HQ_DESK, MANAGER, MORI, SATO, World, readable, story


async def report_a_blow(world: World) -> None:
    """Answer the first questions, up to the press that tells."""
    sato = world.somebody(SATO)
    for action in ("triage.actor.tenant", "triage.scene.counter"):
        await sato.press(action)
    await sato.tick("triage.acts", "assault")
    await sato.press("triage.acts.done")


async def test_hq_comes_and_the_branch_takes_the_report_meanwhile(world: World) -> None:
    """The card says who comes and that the report is free; taking it changes nothing of that."""
    await in_danger(world)
    sato, mori, hq = (world.somebody(user) for user in (SATO, MORI, HQ))
    assert sato.reads(f"知らせた先：新宿店の受付、<@{MANAGER}>")
    page = readable(mori.messages(mori.dm)[-1])
    assert "受ける" in page
    assert "記録を見る" not in page, "one clear step while nobody has answered"
    await world.later(minutes=2)
    assert sato.reads(f"知らせた先：新宿店の受付、本社、<@{MANAGER}>")
    await hq.press("case.take")
    assert mori.reads("この報告を受け持つ方は、まだいません", DESK)
    await mori.press("case.take", on=mori.messages(DESK)[0])
    case = await world.only_case()
    assert case.alarm is not None
    assert (case.alarm.taken_by, case.taken_by) == (HQ, MORI)
    assert mori.reads(f"<@{HQ}> が応答しました", DESK)
    assert mori.reads(f"<@{MORI}> が受け持っています", DESK)


async def test_whoever_came_opens_the_record_and_the_branch_has_the_report(world: World) -> None:
    """The page that HQ took leads to the record, as it fills in, also once it is over."""
    await in_danger(world)
    await world.later(minutes=2)
    sato, mori, hq = (world.somebody(user) for user in (SATO, MORI, HQ))
    await hq.press("case.take")
    await sato.press("triage.safe")
    await report_a_blow(world)
    (page,) = hq.messages(HQ_DESK)
    assert "受ける" not in readable(page)
    await hq.press("case.record", on=page)
    assert hq.modal is not None
    assert "殴る" in readable(hq.modal)
    (card,) = mori.messages(DESK)
    assert f"<@{HQ}> が受け持っています" not in readable(card)
    await mori.press("case.take", on=card)
    assert sato.reads(f"<@{MORI}>* が受け持ちました")


async def test_the_gravest_is_told_to_the_managers_and_all_read_what_is_so(tmp_path: Path) -> None:
    """The reporter who was told; a manager with the right opens it, another reads whom to ask."""
    text = settings().replace('managers = ["U0MANAGER"]', 'managers = ["U0MANAGER", "U0LEGAL"]')
    async with story(tmp_path, settings_text=text) as world:
        sato, manager, other = (world.somebody(user) for user in (SATO, MANAGER, "U0LEGAL"))
        await sato.command("report")
        await sato.press("triage.danger.past")
        await report_a_blow(world)
        assert sato.reads(f"新宿店の受付、<@U0LEGAL>、<@{MANAGER}>に知らせました")
        assert f"<@{MANAGER}>" in readable(sato.heads()[-1])
        await manager.press("case.record", on=manager.messages(manager.dm)[-1])
        assert manager.modal is not None
        assert other.reads("まだ誰も受け持っていません。新宿店の受付に")
        assert not other.offered("case.record")
        await world.somebody(MORI).press("case.take")
        assert other.reads(f"<@{MORI}>* が受け持ちました")
        assert not other.reads("まだ誰も受け持っていません")
