"""What could not be said: on the card of its case, told to whoever runs the app, sent again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from bot.sandbox.company import settings
from flows.desk.try_again import try_again
from flows.messages import Kind, Undelivered
from flows.timeline import EntryKind
from storage.audit import verify
from tests.scenarios.test_change_and_evidence import timeline
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    KATO,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    World,
    readable,
    story,
    without_hq,
)

POST = "chat.postMessage"
YOKOHAMA_TEAM = "C0TEAMYOKOHAMA"
AGAIN = "operator:tanaka"


async def lost(world: World) -> list[Undelivered]:
    """Return what is given up."""
    async with world.bot.office.store.read(world.bot.workspace) as work:
        return list(await work.messages.undelivered())


async def retried(world: World, message: UUID) -> bool:
    """Have it tried again, as the command does."""
    office = world.bot.office
    done = await try_again(office.store, office.clock, world.bot.workspace, message, AGAIN)
    await world.settle()
    return done


async def lose_the_taken_notice(world: World) -> None:
    """Report up to the desk; then the reporter's account takes nothing, and somebody takes it."""
    await report_an_insulting_call(world)
    world.slack.faults.refuse(POST, "messages_tab_disabled")
    await world.somebody(MORI).press("case.take")


def notices(world: World, user: str = HQ, channel: str = HQ_DESK) -> list[str]:
    """Return the messages to whoever runs the app that somebody sees."""
    seen = world.somebody(user).messages(channel)
    return [readable(m) for m in seen if "届いていない" in readable(m) and "K-2026" in readable(m)]


async def test_the_desk_reads_it_on_the_card(world: World) -> None:
    """Who did not hear, why, and what to do instead; nobody who reports is named by it."""
    with capture_logs() as log:
        await lose_the_taken_notice(world)
    (card,) = [m for m in world.somebody(MORI).messages(DESK) if "K-2026-0001" in readable(m)]
    assert "届いていないお知らせがあります" in readable(card)
    assert (
        "報告した方へ（アプリからのメッセージを受け取らない設定です）。電話などで直接伝えてください。"
        in readable(card)
    )
    given_up = [entry for entry in log if entry["event"] == "message given up"]
    assert len(given_up) == 1
    assert SATO not in str(given_up)
    (entry,) = [e for e in await timeline(world) if e.kind is EntryKind.UNDELIVERED]
    assert entry.content == {"kind": "taken", "why": "messages_tab_disabled"}
    await world.somebody(MORI).press("case.record")
    modal = world.somebody(MORI).modal
    assert modal is not None
    assert "報告した方へ" in readable(modal)


async def test_hq_is_told_once(world: World) -> None:
    """One message a day with place, reason and number; no name, and no word of the report."""
    await lose_the_taken_notice(world)
    (notice,) = notices(world)
    assert "個人あて 1 件（アプリからのメッセージを受け取らない設定です）" in notice
    assert "K-2026-0001" in notice
    assert SATO not in notice
    assert "侮辱" not in notice
    calls = world.calls(POST)
    await world.later(hours=6)
    assert world.calls(POST) == calls


async def test_more_on_the_same_day_is_an_edit(world: World) -> None:
    """More of them are one message still, and ring nobody; the next day has its own."""
    await lose_the_taken_notice(world)
    before = len(world.somebody(HQ).phone)
    emma = world.somebody(EMMA)
    world.slack.faults.refuse(POST, "messages_tab_disabled")
    await emma.command("report")
    assert len(await lost(world)) == 2
    (notice,) = notices(world)
    assert "個人あて 2 件" in notice
    assert len(world.somebody(HQ).phone) == before
    await world.later(hours=24)
    world.slack.faults.refuse(POST, "messages_tab_disabled")
    await world.somebody(KATO).command("report", YOKOHAMA_TEAM)
    assert len(notices(world)) == 2
    assert all("個人あて 3 件" in notice for notice in notices(world)[1:])


async def test_tried_again(world: World) -> None:
    """It arrives as things stand now; card and message no longer name it; who did it is noted."""
    await lose_the_taken_notice(world)
    (one,) = await lost(world)
    assert await retried(world, one.id)
    assert world.somebody(SATO).reads(f"<@{MORI}>* が受け持ちました")
    assert await lost(world) == []
    assert not world.somebody(MORI).reads("届いていないお知らせがあります", DESK)
    assert world.somebody(HQ).reads("残っていません", HQ_DESK)
    (entry,) = [e for e in await timeline(world) if e.kind is EntryKind.SENT_AGAIN]
    assert (entry.actor, entry.content) == (AGAIN, {"kind": "taken"})
    assert (await verify(world.bot.database)).ok
    assert not await retried(world, one.id), "there is nothing left to try"


async def test_tried_again_in_vain(world: World) -> None:
    """Refused once more it is a dead letter once more, on the card as before."""
    await lose_the_taken_notice(world)
    (one,) = await lost(world)
    world.slack.faults.refuse(POST, "user_disabled")
    assert await retried(world, one.id)
    (again,) = await lost(world)
    assert (again.id, again.why) == (one.id, "user_disabled")
    assert world.somebody(MORI).reads("報告した方へ（アカウントが使えません）", DESK)
    assert world.somebody(HQ).reads("アカウントが使えません", HQ_DESK)


async def test_wanted_again(world: World) -> None:
    """Where something new makes the same message wanted, its arrival ends it all."""
    await lose_the_taken_notice(world)
    (one,) = await lost(world)
    async with world.bot.office.store.write(world.bot.workspace) as work:
        await work.messages.try_again(one.id)
    await world.settle()
    assert not world.somebody(MORI).reads("届いていないお知らせがあります", DESK)
    assert world.somebody(HQ).reads("残っていません", HQ_DESK)


async def test_a_desk_that_is_gone(world: World) -> None:
    """HQ has the card instead, with the channel that has to be put right."""
    world.slack.workspace.archive(DESK)
    await report_an_insulting_call(world)
    card = next(
        readable(m)
        for m in world.somebody(HQ).messages(HQ_DESK)
        if "代わりにお知らせ" in readable(m)
    )
    assert f"<#{DESK}> へ（チャンネルがないか、アプリが入っていません）" in card
    (notice,) = [n for n in notices(world) if "個人あて" not in n and "代わり" not in n]
    assert f"<#{DESK}> 1 件" in notice


async def test_hq_is_gone_too(world: World) -> None:
    """The managers read it in person; the message to HQ that died is told to nobody in a loop."""
    world.slack.workspace.archive(DESK)
    world.slack.workspace.archive(HQ_DESK)
    await report_an_insulting_call(world)
    manager = world.somebody(MANAGER)
    assert manager.reads(f"<#{DESK}> 1 件")
    dead = await lost(world)
    calls = world.calls(POST)
    for _ in range(5):
        await world.later(hours=1)
    assert world.calls(POST) == calls
    assert await lost(world) == dead


@pytest.fixture
async def nobody(tmp_path: Path) -> AsyncIterator[World]:
    """The company without HQ, its only manager gone."""
    async with story(tmp_path, settings_text=without_hq(settings())) as world:
        world.slack.workspace.change_user(MANAGER, deleted=True)
        await world.settle()
        yield world


async def test_nobody_can_be_told(nobody: World) -> None:
    """Where the message to the manager dies as well it ends there: in the log and the figures."""
    nobody.slack.workspace.archive(DESK)
    await report_an_insulting_call(nobody)
    kinds = [one.kind for one in await lost(nobody)]
    assert kinds.count(Kind.UNDELIVERED) <= 1
    assert Kind.DESK_CARD in kinds
    calls = nobody.calls(POST)
    for _ in range(5):
        await nobody.later(hours=1)
    assert nobody.calls(POST) == calls
    for user in (TANAKA, MORI):
        assert nobody.somebody(user).reads("K-2026-0001"), user


async def test_after_a_restart_it_is_not_told_again(world: World) -> None:
    """What was told stays told."""
    await lose_the_taken_notice(world)
    calls = world.calls(POST)
    await world.restart(timedelta(minutes=10))
    assert world.calls(POST) == calls
    assert len(notices(world)) == 1
