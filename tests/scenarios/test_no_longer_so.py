"""What was said of who has it is changed once it is no longer so, and whoever had it is told."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_kept_from_branch import reach
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, HQ, MANAGER, MORI, SATO, TANAKA, World, readable

CHANGED = "受付に動きがあります"
SAFE = "「安全になった」と知らせがありました"


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


async def test_whoever_had_it_and_the_reporter_hear_that_it_moved(world: World) -> None:
    """Kept from the branch after she took it: her phone rings, and HQ has it from then on."""
    await taken_by_mori(world)
    sato, mori, tanaka, hq = (world.somebody(user) for user in (SATO, MORI, TANAKA, HQ))
    assert sato.reads(f"<@{MORI}>* が受け持ちました")
    rung, others = len(mori.phone), len(tanaka.phone)
    await keep_from_branch(world)
    assert mori.phone[rung:] == [CHANGED]
    last = mori.sees(mori.dm)[-1]
    assert "K-2026-0001" in last
    assert "ほかで受け持ちます" in last
    assert "本社" not in last
    assert len(tanaka.phone) == others
    assert not sato.reads(f"<@{MORI}>* が受け持ちました")
    assert sato.reads("受け持ちは、本社に移りました")
    rung = len(sato.phone)
    await hq.press("case.take")
    assert len(sato.phone) > rung
    assert [text for text in sato.sees(sato.dm) if "が受け持ちました" in text] == [
        f"*<@{HQ}>* が受け持ちました。"
    ]
    await sato.press("triage.cancel")
    assert mori.sees(mori.dm)[-1] == last
    assert "取り下げられました" in hq.sees(hq.dm)[-1]


async def test_what_was_said_of_who_comes_is_changed_each_time(world: World) -> None:
    """Nobody yet, then somebody, in one way only; once it was a mistake: who answered, over."""
    await in_danger(world)
    await world.later(minutes=2)
    sato, mori, tanaka = (world.somebody(user) for user in (SATO, MORI, TANAKA))
    assert sato.reads("まだ誰も応答していません")
    await mori.press("case.take")
    assert not sato.reads("まだ誰も応答していません")
    assert not sato.reads("応答がありました")
    assert sato.reads("本社にも知らせました")
    assert sato.reads("危険が続くなら")
    rung, others = len(mori.phone), len(tanaka.phone)
    await sato.press("triage.mistake")
    assert mori.phone[rung:] == [CHANGED]
    assert "押し間違い" in mori.sees(mori.dm)[-1]
    assert len(tanaka.phone) == others
    assert not sato.reads("危険が続くなら")
    assert sato.reads(f"<@{MORI}> が応答しました")


async def test_whoever_came_reads_once_that_it_is_over(world: World) -> None:
    """The message that rings says how, the page above it that it is over; withdrawn is added."""
    await in_danger(world)
    sato, tanaka, mori = (world.somebody(user) for user in (SATO, TANAKA, MORI))
    await tanaka.press("case.take")
    await sato.press("triage.safe")
    assert sum(SAFE in text for text in tanaka.sees(tanaka.dm)) == 1
    assert mori.reads(SAFE)
    assert mori.reads(SAFE, DESK)
    assert readable(tanaka.messages(tanaka.dm)[0]).startswith("この呼び出しは終わりました")
    await sato.press("triage.cancel")
    for user in (TANAKA, MORI, MANAGER):
        person = world.somebody(user)
        assert person.reads("安全になった"), user
        assert person.reads("取り下げ"), user
