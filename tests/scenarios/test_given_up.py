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
from tests.scenarios.test_danger_now import in_danger
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


async def test_the_desk_reads_it_on_the_card_until_it_arrives(world: World) -> None:
    """Who did not hear, why, what to do instead, and no name; wanted anew, it arrives after all."""
    with capture_logs() as log:
        await lose_the_taken_notice(world)
    mori = world.somebody(MORI)
    (card,) = [m for m in mori.messages(DESK) if "K-2026-0001" in readable(m)]
    assert "届いていないお知らせがあります" in readable(card)
    assert (
        "報告した方へ（アプリからのメッセージを受け取らない設定です）。電話などで直接伝えてください。"
        in readable(card)
    )
    (given_up,) = [entry for entry in log if entry["event"] == "message given up"]
    assert SATO not in str(given_up)
    (entry,) = [e for e in await timeline(world) if e.kind is EntryKind.UNDELIVERED]
    assert entry.content == {"kind": "taken", "why": "messages_tab_disabled"}
    await mori.press("case.record")
    assert mori.modal is not None
    assert "報告した方へ" in readable(mori.modal)
    (one,) = await lost(world)
    async with world.bot.office.store.write(world.bot.workspace) as work:
        await work.messages.try_again(one.id)
    await world.settle()
    assert not mori.reads("届いていないお知らせがあります", DESK)
    assert world.somebody(HQ).reads("残っていません", HQ_DESK)


async def test_hq_is_told_once_a_day(world: World) -> None:
    """With place, reason and number, and no name; more of them are an edit, a restart nothing."""
    await lose_the_taken_notice(world)
    (notice,) = notices(world)
    assert "個人あて 1 件（アプリからのメッセージを受け取らない設定です）" in notice
    assert "K-2026-0001" in notice
    assert SATO not in notice
    assert "侮辱" not in notice
    calls, rung = world.calls(POST), len(world.somebody(HQ).phone)
    await world.restart(timedelta(hours=6))
    assert world.calls(POST) == calls
    world.slack.faults.refuse(POST, "messages_tab_disabled")
    await world.somebody(EMMA).command("report")
    assert len(await lost(world)) == 2
    (notice,) = notices(world)
    assert "個人あて 2 件" in notice
    assert len(world.somebody(HQ).phone) == rung
    await world.later(hours=24)
    world.slack.faults.refuse(POST, "messages_tab_disabled")
    await world.somebody(KATO).command("report", YOKOHAMA_TEAM)
    assert len(notices(world)) == 2
    assert all("個人あて 3 件" in notice for notice in notices(world)[1:])


async def test_tried_again(world: World) -> None:
    """In vain it is a dead letter once more; else it arrives as things stand, and that is noted."""
    await lose_the_taken_notice(world)
    sato, mori, hq = (world.somebody(user) for user in (SATO, MORI, HQ))
    (one,) = await lost(world)
    world.slack.faults.refuse(POST, "user_disabled")
    assert await retried(world, one.id)
    (again,) = await lost(world)
    assert (again.id, again.why) == (one.id, "user_disabled")
    assert mori.reads("報告した方へ（アカウントが使えません）", DESK)
    assert hq.reads("アカウントが使えません", HQ_DESK)
    assert await retried(world, one.id)
    assert sato.reads(f"<@{MORI}>* が受け持ちました")
    assert await lost(world) == []
    assert not mori.reads("届いていないお知らせがあります", DESK)
    assert hq.reads("残っていません", HQ_DESK)
    entries = [e for e in await timeline(world) if e.kind is EntryKind.SENT_AGAIN]
    assert [(e.actor, e.content) for e in entries] == [(AGAIN, {"kind": "taken"})] * 2
    assert (await verify(world.bot.database)).ok
    assert not await retried(world, one.id), "there is nothing left to try"


async def test_a_desk_that_is_gone_and_then_hq(world: World) -> None:
    """HQ has the card and what is to be put right; without HQ the managers read it, and no loop."""
    world.slack.workspace.archive(DESK)
    await report_an_insulting_call(world)
    hq = world.somebody(HQ)
    card = next(readable(m) for m in hq.messages(HQ_DESK) if "代わりにお知らせ" in readable(m))
    assert f"<#{DESK}> へ（チャンネルがないか、アプリが入っていません）" in card
    (notice,) = [n for n in notices(world) if "個人あて" not in n and "代わり" not in n]
    assert f"<#{DESK}> 1 件" in notice
    world.slack.workspace.archive(HQ_DESK)
    await in_danger(world, EMMA)
    assert world.somebody(MANAGER).reads(f"<#{DESK}> 2 件")
    await world.later(minutes=31)
    dead, calls = await lost(world), world.calls(POST)
    for _ in range(2):
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
    for _ in range(2):
        await nobody.later(hours=1)
    assert nobody.calls(POST) == calls
    for user in (TANAKA, MORI):
        assert nobody.somebody(user).reads("K-2026-0001"), user
