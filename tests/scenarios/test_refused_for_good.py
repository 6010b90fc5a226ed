"""What Slack refuses for good is said in another way, and the reporter reads what is so.

Who is told instead of a desk that is gone is in `tests/flows/report/test_who_was_told.py`.
"""

from pathlib import Path

from bot.sandbox.company import settings
from tests.counting import counts
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    OGAWA,
    SATO,
    TANAKA,
    TEAM,
    YOKOHAMA_DESK,
    World,
    story,
    without_hq,
)
from tests.workspace import manifest_with

POST = "chat.postMessage"


async def test_a_report_and_an_alarm_go_on_without_their_heads(world: World) -> None:
    """The questions come one by one in the conversation itself; leave, and 110, stand there too."""
    sato, emma, mori = (world.somebody(user) for user in (SATO, EMMA, MORI))
    world.slack.faults.refuse(POST, "msg_blocks_too_long")
    await sato.command("report")
    assert not sato.heads()
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert mori.reads("K-2026-0001", DESK)
    assert sato.reads("K-2026-0001")
    world.slack.faults.refuse(POST, "restricted_action")
    await emma.command("report")
    assert not emma.heads()
    await emma.press("triage.danger.now")
    assert emma.reads("110")
    assert "Urgent: open this now" in emma.phone
    await emma.press("triage.safe")
    assert mori.reads("安全", DESK)


async def test_danger_is_heard_with_direct_messages_off(tmp_path: Path) -> None:
    """Where it was pressed stands what to do; the desk is paged, and HQ at once as well."""
    switched_off = manifest_with(messages_tab=False)
    async with story(tmp_path, manifest=switched_off, clean=False) as world:
        sato = world.somebody(SATO)
        await sato.command("report")
        await sato.press("triage.danger.now")
        assert sato.reads("110", TEAM)
        assert world.somebody(MORI).reads(f"<@{SATO}>", DESK)
        assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
        assert (await counts(world.bot.database)).dead
        await world.later(hours=1)
        calls = world.calls(POST)
        await world.later(hours=24)
        assert world.calls(POST) == calls


async def test_without_hq_those_on_call_and_the_manager_get_the_card(tmp_path: Path) -> None:
    """In person, so that somebody takes it; the reporter reads their names and the phone."""
    async with story(tmp_path, settings_text=without_hq(settings())) as world:
        world.slack.workspace.archive(DESK)
        await report_an_insulting_call(world)
        sato, mori, manager = (world.somebody(user) for user in (SATO, MORI, MANAGER))
        for user in (TANAKA, MORI, MANAGER):
            assert world.somebody(user).reads("K-2026-0001"), user
            assert sato.reads(f"<@{user}>"), user
        assert not world.somebody(OGAWA).reads("K-2026-0001", YOKOHAMA_DESK)
        assert sato.reads("新宿店の受付には届きませんでした")
        assert sato.reads("03-0000-0001")
        await manager.press("case.take")
        assert sato.reads(f"<@{MANAGER}>* が受け持ちました")
        assert mori.reads(f"<@{MANAGER}> が受け持っています")
        await manager.press("case.record")
        assert manager.modal is not None
