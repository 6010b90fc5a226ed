"""店に知らせない, early and late: what is said of who knows is so.

Managers of the branch are in `tests/flows/alarm/test_who_comes.py`, a talk alone in
`tests/flows/report/test_talk_only.py`.
"""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MORI,
    SATO,
    World,
    action_ids,
    readable,
)


async def reach(world: World, question: str) -> None:
    """Put questions off until this one is asked."""
    sato = world.somebody(SATO)
    for _ in range(30):
        if sato.offered(f"triage.{question}") or sato.offered(f"triage.{question}.done"):
            return
        await sato.press("triage.later")
    raise AssertionError(f"{question} is never asked")


async def test_kept_after_the_branch_was_told_says_so_to_both(world: World) -> None:
    """HQ and the reporter read when the branch was told, and that it sees nothing any more.

    Before, only the name is kept from it: that goes from the screens, not from memories.
    """
    await report_an_insulting_call(world)
    sato, hq, mori = (world.somebody(user) for user in (SATO, HQ, MORI))
    assert mori.reads(f"<@{SATO}>", DESK)
    await reach(world, "wishes")
    await world.later(minutes=10)
    assert sato.reads("店には11月21日(土) 14:00に、名前も知らせました")
    await sato.tick("triage.wishes", "anonymous_to_branch")
    await sato.press("triage.wishes.done")
    assert not mori.reads(f"<@{SATO}>", DESK)
    assert mori.reads("侮辱", DESK)
    await sato.press("triage.back.wishes")
    await sato.tick("triage.wishes", "keep_from_branch")
    await sato.press("triage.wishes.done")
    assert hq.reads("店には11月21日(土) 14:00に知らせました", HQ_DESK)
    assert not hq.reads("店には知らせていません", HQ_DESK)
    assert sato.reads("店には11月21日(土) 14:00に知らせました。これからは本社だけが見られます。")
    assert not mori.reads("侮辱", DESK)
    assert not mori.reads(f"<@{SATO}>", DESK)
    await sato.press("triage.back.wishes")
    message = next(m for m in sato.messages(sato.dm) if "triage.wishes" in action_ids(m))
    values = [
        one["value"]
        for block in message.blocks
        for element in block.get("elements", ())
        for one in element.get("options", ())
    ]
    assert values == ["change_of_person", "talk_first", "none"], "no wish fulfilled already"


async def test_kept_from_the_start_says_that_the_branch_knows_nothing(world: World) -> None:
    """Nothing was told there, and that is what both read; nothing has to be ticked for it."""
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.press("triage.wishes.keep_from_branch")
    assert hq.reads("K-2026-0001", HQ_DESK)
    assert hq.reads("店には知らせていません", HQ_DESK)
    assert sato.reads("本社に知らせました")
    assert sato.reads("店の受付には知らせていません")
    assert not sato.reads("店には11月")
    head = readable(sato.heads()[-1])
    assert "本社に届いています" in head
    assert "受付に届いています" not in head
    assert not world.somebody(MORI).messages(DESK)
