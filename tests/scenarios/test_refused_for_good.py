"""What Slack refuses for good is said in another way, and the reporter reads what is so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.company import settings
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    World,
    story,
    without_hq,
)
from tests.workspace import manifest_with

POST = "chat.postMessage"


@pytest.fixture
async def no_hq(tmp_path: Path) -> AsyncIterator[World]:
    """The company without HQ behind its branches."""
    async with story(tmp_path, settings_text=without_hq(settings())) as world:
        yield world


@pytest.mark.parametrize("refusal", ["msg_blocks_too_long", "restricted_action"])
async def test_a_report_goes_on_without_its_head(world: World, refusal: str) -> None:
    """The questions come one by one in the conversation itself, and the desk is told."""
    sato = world.somebody(SATO)
    world.slack.faults.refuse(POST, refusal)
    await sato.command("report")
    assert not sato.heads()
    await sato.press("triage.danger.none")
    for action in ("triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert world.somebody(MORI).reads("K-2026-0001", DESK)
    assert sato.reads("K-2026-0001")


async def test_danger_is_answered_without_the_head_of_the_thread(world: World) -> None:
    """Pressed on the private first question: leave, 110, and what to press when it is over."""
    sato = world.somebody(SATO)
    world.slack.faults.refuse(POST, "msg_blocks_too_long")
    await sato.command("report")
    await sato.press("triage.danger.now")
    assert sato.reads("110")
    assert any("至急" in text for text in sato.phone)
    await sato.press("triage.safe")
    assert world.somebody(MORI).reads("安全", DESK)


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
        assert (await world.bot.outbox.counts()).dead
        await world.later(hours=1)
        calls = world.calls(POST)
        await world.later(hours=24)
        assert world.calls(POST) == calls


async def test_the_reporter_reads_that_hq_was_told_instead(world: World) -> None:
    """The desk's channel is gone: not the branch but HQ is named."""
    world.slack.workspace.archive(DESK)
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert sato.reads("*本社に知らせました。*")
    assert sato.reads("新宿店の受付には届きませんでした")
    assert not sato.reads("新宿店の受付に知らせました")


async def test_without_hq_those_on_call_and_the_manager_get_the_card(no_hq: World) -> None:
    """In person, so that somebody takes it; the reporter reads their names and the phone."""
    no_hq.slack.workspace.archive(DESK)
    await report_an_insulting_call(no_hq)
    sato, mori = no_hq.somebody(SATO), no_hq.somebody(MORI)
    for user in (TANAKA, MORI, MANAGER):
        assert no_hq.somebody(user).reads("K-2026-0001"), user
        assert sato.reads(f"<@{user}>"), user
    assert not no_hq.somebody("U0OGAWA").reads("K-2026-0001", "C0DESKYOKOHAMA")
    assert sato.reads("新宿店の受付には届きませんでした")
    assert sato.reads("03-0000-0001")
    manager = no_hq.somebody(MANAGER)
    await manager.press("case.take")
    assert sato.reads(f"<@{MANAGER}>* が受け持ちました")
    assert mori.reads(f"<@{MANAGER}> が受け持っています")
    await manager.press("case.record")
    assert manager.modal is not None


async def test_when_nobody_can_be_reached_the_reporter_reads_so(no_hq: World) -> None:
    """Nothing is claimed, and the phone to ring is named."""
    no_hq.slack.workspace.archive(DESK)
    for user in (TANAKA, MORI, MANAGER):
        no_hq.slack.workspace.change_user(user, deleted=True)
    await no_hq.settle()
    await report_an_insulting_call(no_hq)
    sato = no_hq.somebody(SATO)
    assert sato.reads("まだ誰にも届いていません")
    assert sato.reads("03-0000-0001")
    assert not sato.reads("知らせました")
