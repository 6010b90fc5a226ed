"""What was said of who has it is changed once it is no longer so, and whoever had it is told."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_kept_from_branch import reach
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, HQ, MORI, SATO, TANAKA, World, readable

CHANGED = "受付に動きがあります"


async def keep_from_branch(world: World) -> None:
    """The wish that comes with the later questions."""
    sato = world.somebody(SATO)
    await reach(world, "wishes")
    await sato.tick("triage.wishes", "keep_from_branch")
    await sato.press("triage.wishes.done")


async def taken_by_mori(world: World) -> None:
    """An ordinary report, which somebody of the desk has taken."""
    await report_an_insulting_call(world)
    await world.somebody(MORI).press("case.take")


async def test_whoever_had_it_hears_that_it_moved(world: World) -> None:
    """Kept from the branch after she took it: her phone rings, and she reads only that."""
    await taken_by_mori(world)
    mori, tanaka = world.somebody(MORI), world.somebody(TANAKA)
    rung, others = len(mori.phone), len(tanaka.phone)
    await keep_from_branch(world)
    assert mori.phone[rung:] == [CHANGED]
    last = mori.sees(mori.dm)[-1]
    assert "K-2026-0001" in last
    assert "ほかで受け持ちます" in last
    assert "本社" not in last
    assert len(tanaka.phone) == others
    await world.somebody(SATO).press("triage.cancel")
    assert mori.sees(mori.dm)[-1] == last


async def test_whoever_may_no_longer_see_it_is_not_said_to_have_it(world: World) -> None:
    """From then on it is headquarters', and the thread says so; then who took it there."""
    await taken_by_mori(world)
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    assert sato.reads(f"<@{MORI}>* が受け持ちました")
    await keep_from_branch(world)
    assert not sato.reads(f"<@{MORI}>* が受け持ちました")
    assert sato.reads("受け持ちは、本社に移りました")
    rung = len(sato.phone)
    await hq.press("case.take")
    assert len(sato.phone) > rung
    assert [text for text in sato.sees(sato.dm) if "が受け持ちました" in text] == [
        f"*<@{HQ}>* が受け持ちました。"
    ]


async def test_whoever_had_it_hears_that_it_was_withdrawn(world: World) -> None:
    """They need not go on."""
    await taken_by_mori(world)
    mori = world.somebody(MORI)
    rung = len(mori.phone)
    await world.somebody(SATO).press("triage.cancel")
    assert mori.phone[rung:] == [CHANGED]
    assert "取り下げられました" in mori.sees(mori.dm)[-1]


async def test_nobody_is_said_to_be_on_the_way_once_it_is_over(world: World) -> None:
    """Safe or a mistake: who answered stands there, in the past."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await mori.press("case.take")
    assert sato.reads("危険が続くなら")
    await sato.press("triage.mistake")
    assert not sato.reads("危険が続くなら")
    assert sato.reads(f"<@{MORI}> が応答しました")


async def test_who_came_is_said_in_one_way(world: World) -> None:
    """Nobody yet, then somebody: not two sentences about the same, one below the other."""
    await in_danger(world)
    await world.later(minutes=2)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await mori.press("case.take")
    assert not sato.reads("まだ誰も応答していません")
    assert not sato.reads("応答がありました")
    assert sato.reads("本社にも知らせました")


async def test_whoever_came_reads_once_that_it_is_over(world: World) -> None:
    """The message that rings says how; the page above it says only that it is over."""
    await in_danger(world)
    sato, tanaka = world.somebody(SATO), world.somebody(TANAKA)
    await tanaka.press("case.take")
    await sato.press("triage.safe")
    assert (
        sum("「安全になった」と知らせがありました" in text for text in tanaka.sees(tanaka.dm)) == 1
    )
    assert world.somebody(MORI).reads("「安全になった」と知らせがありました")
    assert world.somebody(MORI).reads("「安全になった」と知らせがありました", DESK)
    assert readable(tanaka.messages(tanaka.dm)[0]).startswith("この呼び出しは終わりました")
