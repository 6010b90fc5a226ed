"""The disk is full in mid-story: what was accepted is done once there is room again."""

from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from flows.timeline import EntryKind
from storage.work_tables import inbox
from tests.databases import only_sqlite
from tests.full_disk import WORK, full_disk, nearly_full_disk
from tests.scenarios.test_change_and_evidence import timeline
from tests.scenarios.test_evidence_files import PHOTO, content, files
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    World,
    readable,
)

RING_INSTEAD = ("記録できず", "110番", "03-0000-0001")
LONG = "うるさい、早く直せと言われた。" * 400
DONE, DEAD = 1, 2
RETRIES = 12
"""More than an error of ours is given."""


async def ready(world: World) -> tuple[int, Any]:
    """Return what `/readyz` answers."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{world.bot.address}/readyz") as answer,
    ):
        return answer.status, (await answer.json()).get("reasons")


async def states(world: World) -> set[int]:
    """Return the states of the deliveries that were kept."""
    async with world.bot.database.connections.reading() as connection:
        return set((await connection.execute(select(inbox.c.state))).scalars())


async def words_kept(world: World) -> int:
    """Return how many messages typed into the thread are in the record."""
    return sum(entry.kind is EntryKind.WORDS for entry in await timeline(world))


async def type_in_thread(world: World, number: int) -> bool:
    """Deliver words typed into the report's thread; say whether they were accepted."""
    sato = world.somebody(SATO)
    event = {
        "type": "message",
        "channel": sato.dm,
        "channel_type": "im",
        "user": SATO,
        "text": f"{number} {LONG}",
        "ts": f"1795300000.{number:06}",
        "thread_ts": sato.thread(),
    }
    envelope = {"type": "event_callback", "team_id": world.bot.workspace, "api_app_id": "A0"}
    try:
        await world.bot.entrance.take(envelope | {"event_id": f"Ev{number}", "event": event})
    except DBAPIError:
        return False
    return True


async def test_refused_at_the_door(world: World) -> None:
    """Whoever acts reads whom to ring instead; with room again all goes on where it was."""
    sato = world.somebody(SATO)
    shown = world.slack.person(SATO).errors
    async with full_disk(world.bot.database):
        await sato.command("report")
        (said,) = sato.sees(TEAM)
        assert all(part in said for part in RING_INSTEAD)
        await sato.command("help")
        assert sato.reads("使い方", TEAM)
    assert not shown
    await sato.command("report")
    async with full_disk(world.bot.database):
        await sato.press("triage.danger.now")
        assert "failed" in shown.pop()
        assert any(all(part in said for part in RING_INSTEAD) for said in sato.sees(sato.dm))
        world.slack.faults.refuse("response_url", "no_service")
        await sato.press("triage.danger.now")
        assert "failed" in shown.pop(), "where the private answer does not get through either"
        assert await ready(world) == (
            503,
            {"database": "the database cannot keep anything: its disk is full"},
        )
        async with aiohttp.ClientSession() as http:
            assert (await http.get(f"{world.bot.address}/healthz")).status == 200
    assert (await ready(world))[0] == 200
    await world.later(minutes=1)
    assert await states(world) == {DONE}
    assert not world.somebody(TANAKA).phone
    await sato.press("triage.danger.now")
    assert any("至急" in text for text in world.somebody(TANAKA).phone)


async def test_said_where_it_was_done(world: World) -> None:
    """Below the report, in the team's channel for a message of it; a form stays open."""
    sato = world.somebody(SATO)
    await report_an_insulting_call(world)
    await sato.say("203号室の方から、また電話です。", channel=TEAM)
    await sato.press("triage.words.open")
    async with full_disk(world.bot.database):
        await sato.submit({"words": "馬鹿"})
        stays_open = sato.modal is not None
        assert stays_open
        assert "We had some trouble connecting" in world.slack.person(SATO).errors[0]
    await sato.submit({"words": "馬鹿"})
    assert sato.modal is None
    assert (await world.only_case()).answers.words == "馬鹿"
    async with full_disk(world.bot.database):
        await sato.press("triage.later")
        await sato.report_message(sato.messages(TEAM)[-1])
    (below,) = [m for m in sato.messages(sato.dm) if m.only_for == SATO]
    assert below.thread_ts == sato.thread()
    beside = [m for m in sato.messages(TEAM) if m.only_for == SATO][-1]
    for said in (below, beside):
        assert all(part in readable(said) for part in RING_INSTEAD)
    assert not world.somebody(MORI).reads(RING_INSTEAD[0], TEAM)


async def test_the_operator_reads_it_once(world: World) -> None:
    """However much fails meanwhile, the log says that there is no room, and that there is again."""
    sato = world.somebody(SATO)
    await sato.command("report")
    with capture_logs() as log:
        async with full_disk(world.bot.database):
            for _ in range(3):
                await sato.press("triage.danger.none")
                await ready(world)
        await sato.press("triage.danger.none")
    troubled = [entry for entry in log if entry["log_level"] != "info"]
    assert [(one["event"], one.get("reason")) for one in troubled] == [
        ("database cannot keep anything", "its disk is full"),
    ]
    assert "database keeps things again" in [entry["event"] for entry in log]


@only_sqlite
async def test_wherever_the_room_ends(world: World, tmp_path: Path) -> None:
    """At the door or in the work, sooner or later: nothing accepted is lost or doubled."""
    await report_an_insulting_call(world)
    accepted, begun = [], 0
    for room, tries in ((0, 0), (5, 0), (20, RETRIES)):
        async with nearly_full_disk(world.bot.database, tmp_path / "kasuhara.db", room):
            for number in range(4):
                accepted.append(await type_in_thread(world, begun + number))
                await world.settle()
            for _ in range(tries):
                await world.later(minutes=6)
            assert DEAD not in await states(world), room
            assert (await ready(world))[0] == 503, room
        begun += 4
        await world.later(minutes=6)
        assert (await ready(world))[0] == 200, room
        assert await states(world) == {DONE}, room
        assert await words_kept(world) == sum(accepted), room
    assert not any(accepted[:4]), "without any room nothing is accepted"
    assert any(accepted[4:8])
    assert await type_in_thread(world, begun)
    await world.settle()
    assert await words_kept(world) == sum(accepted) + 1


async def test_accepted_and_not_worked_off(world: World) -> None:
    """A danger that was accepted pages as soon as there is room, however long that takes."""
    await world.somebody(SATO).command("report")
    sato = world.somebody(SATO)
    async with full_disk(world.bot.database, *WORK):
        await sato.press("triage.danger.now")
        for _ in range(RETRIES):
            await world.later(minutes=6)
        assert DEAD not in await states(world)
        assert not world.somebody(TANAKA).phone
    await world.later(minutes=1)
    assert await states(world) == {DONE}
    for user in (TANAKA, MORI, MANAGER):
        assert any("至急" in text for text in world.somebody(user).phone), user
    assert not any("うまくいかず" in said for said in sato.sees(sato.dm))


@only_sqlite
async def test_half_a_file_gives_its_room_back(world: World, tmp_path: Path) -> None:
    """A photo that does not fit takes no room from what is said; it is kept once it fits."""
    sato = world.somebody(SATO)
    await report_an_insulting_call(world)
    async with nearly_full_disk(world.bot.database, tmp_path / "kasuhara.db", 150):
        await sato.drop("貼り紙.jpg", "image/jpeg", sato.thread(), PHOTO)
        for number in range(2):
            assert await type_in_thread(world, number)
            await world.settle()
        assert await words_kept(world) == 2
        await world.later(minutes=40)
    await world.later(minutes=40)
    (photo,) = await files(world)
    assert await content(world, photo.entry) == PHOTO
