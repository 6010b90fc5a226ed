"""A photo, a voice clip: fetched when they are dropped, and the desk's from then on."""

import hashlib
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.sandbox.records import File, Stored
from flows.evidence import LARGEST_KEPT, EvidenceFile, FileState, Why, files_of
from flows.timeline import EntryKind
from storage.audit import verify
from storage.tables import evidence_chunks
from tests.scenarios.test_change_and_evidence import timeline
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import EMMA, MORI, SATO, TEAM, World, readable, story
from tests.workspace import manifest_with

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3000  # three pieces, the last one short
CLIP = b"ftypM4A " * 1000


async def files(world: World) -> list[EvidenceFile]:
    """Return the files of the one case."""
    return list(files_of(await timeline(world)))


async def content(world: World, entry: UUID) -> bytes:
    """Return what the company itself has of a file."""
    case = await world.only_case()
    async with world.bot.office.store.read(world.bot.workspace) as work:
        return b"".join([piece async for piece in work.evidence.content(case.id, entry)])


async def record(world: World) -> str:
    """Return the record as the desk reads it."""
    mori = world.somebody(MORI)
    await mori.press("case.record")
    assert mori.modal is not None
    return readable(mori.modal)


async def drop_photo(world: World, content: bytes = PHOTO) -> File:
    """Report, and drop a photo in the report's thread."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    return await sato.drop("貼り紙.jpg", "image/jpeg", sato.thread(), content)


async def sound(world: World) -> bool:
    """Whether the audit finds nothing wrong."""
    return (await verify(world.bot.database)).ok


async def test_what_was_dropped_outlives_its_original(world: World) -> None:
    """Deleted in Slack, it is still the desk's, byte for byte; one changed byte is found."""
    photo = await drop_photo(world)
    sato = world.somebody(SATO)
    clip = await sato.drop("通話録音.m4a", "audio/mp4", sato.thread(), CLIP)
    for original in (photo, clip):
        await sato.delete_file(original)
    kept = await files(world)
    assert [await content(world, file.entry) for file in kept] == [PHOTO, CLIP]
    assert [file.sha256 for file in kept] == [
        hashlib.sha256(one).hexdigest() for one in (PHOTO, CLIP)
    ]
    read = await record(world)
    assert "貼り紙.jpg（控えがあります）" in read
    assert "通話録音.m4a（控えがあります）" in read
    result = await verify(world.bot.database)
    assert (result.ok, result.files) == (True, 2)
    await change_a_byte(world, kept[0].entry, position=1)
    bad = (await verify(world.bot.database)).bad
    assert bad is not None
    assert bad.what == "a file kept as evidence was changed: it does not open"
    assert bad.case_number == "K-2026-0001"


async def change_a_byte(world: World, file: UUID, position: int) -> None:
    """Change one byte of a sealed piece, behind the program's back."""
    piece = (evidence_chunks.c.file_id == file) & (evidence_chunks.c.position == position)
    async with world.bot.database.connections.writing() as connection:
        query = select(evidence_chunks.c.content).where(piece)
        sealed = bytearray((await connection.execute(query)).scalar_one())
        sealed[len(sealed) // 2] ^= 1
        await connection.execute(update(evidence_chunks).where(piece).values(content=bytes(sealed)))


async def test_the_reporter_waits_for_nothing(world: World) -> None:
    """While Slack gives no file, the thread goes on, and the record says that it is on its way."""
    await report_an_insulting_call(world)
    world.slack.faults.server_error("download")
    sato = world.somebody(SATO)
    await sato.drop("貼り紙.jpg", "image/jpeg", sato.thread(), PHOTO)
    assert sato.reads("受け取りました")
    assert "貼り紙.jpg（控えを取っています）" in await record(world)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    assert (await world.only_case()).answers.words == "馬鹿と言われた"
    await world.later(minutes=1)
    (file,) = await files(world)
    assert file.state is FileState.KEPT


@pytest.mark.parametrize("fault", ["lose_reply", "drop", "rate_limit", "server_error"])
async def test_a_download_that_fails_is_tried_again(world: World, fault: str) -> None:
    """Broken off half-way, held back or refused: it is whole in the end, and noted once."""
    getattr(world.slack.faults, fault)("download", times=3)
    await drop_photo(world)
    assert (await files(world))[0].state is FileState.WAITING
    for _ in range(4):
        await world.later(minutes=1)
    (file,) = await files(world)
    assert await content(world, file.entry) == PHOTO
    kinds = [entry.kind for entry in await timeline(world)]
    assert kinds.count(EntryKind.FETCHED) == 1
    assert await sound(world)


async def test_a_restart_takes_up_what_was_not_fetched(world: World) -> None:
    """What waited when the bot went down is fetched when it is back."""
    world.slack.faults.server_error("download")
    await drop_photo(world)
    await world.restart(after=timedelta(minutes=5))
    (file,) = await files(world)
    assert file.state is FileState.KEPT


async def test_what_is_too_large_is_known_by_its_hash(world: World) -> None:
    """Nothing of it is kept but size and hash, by which the one in Slack can be told."""
    film = bytes(LARGEST_KEPT + 1)
    await drop_photo(world, film)
    (file,) = await files(world)
    assert (file.state, file.size) == (FileState.TOO_LARGE, len(film))
    assert file.sha256 == hashlib.sha256(film).hexdigest()
    assert await content(world, file.entry) == b""
    assert "大きいため、Slack にだけあります" in await record(world)
    assert await sound(world)


async def test_a_file_of_nothing_is_kept(world: World) -> None:
    """A recording that failed has no bytes; that is what was dropped."""
    await drop_photo(world, b"")
    (file,) = await files(world)
    assert (file.state, file.size) == (FileState.KEPT, 0)
    assert await sound(world)


async def test_a_file_deleted_before_it_was_fetched(world: World) -> None:
    """The record says that it was there, and is gone."""
    world.slack.faults.lose_reply("download")
    photo = await drop_photo(world)
    await world.somebody(SATO).delete_file(photo)
    await world.later(minutes=1)
    (file,) = await files(world)
    assert (file.state, file.why) == (FileState.UNAVAILABLE, Why.DELETED)
    assert await content(world, file.entry) == b""
    assert "控えを取る前に、Slack から消えました" in await record(world)


async def test_the_same_file_twice_is_one_piece_of_evidence(world: World) -> None:
    """Shared again in the thread, it is neither counted nor fetched again."""
    photo = await drop_photo(world)
    sato = world.somebody(SATO)
    await world.slack.person(SATO).say(sato.dm, "", thread_ts=sato.thread(), files=[photo, photo])
    await world.settle()
    assert len(await files(world)) == 1
    assert (await world.only_case()).evidence_count == 1
    assert world.calls("download") == 1


async def test_a_file_of_a_report_that_is_withdrawn(world: World) -> None:
    """What was sent stays with the company: the file as well, though it was still on its way."""
    world.slack.faults.server_error("download")
    await drop_photo(world)
    sato = world.somebody(SATO)
    await sato.press("triage.cancel")
    assert (await world.only_case()).over
    await world.later(minutes=1)
    (file,) = await files(world)
    assert await content(world, file.entry) == PHOTO
    assert await sound(world)


async def test_a_file_still_on_its_way_to_slack(world: World) -> None:
    """Announced before it is there, it is fetched once it is."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    photo = world.slack.person(SATO).upload("貼り紙.jpg", "image/jpeg", PHOTO)
    photo.stored = Stored.ARRIVING
    await world.slack.person(SATO).say(sato.dm, "", thread_ts=sato.thread(), files=[photo])
    await world.settle()
    assert (await files(world))[0].state is FileState.WAITING
    photo.stored = Stored.HOSTED
    await world.later(minutes=1)
    assert (await files(world))[0].state is FileState.KEPT


async def test_a_link_to_another_server_is_kept_as_a_link(world: World) -> None:
    """Slack has only the link, and nobody else's server is asked."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    linked = world.slack.person(SATO).upload("共有.mp4", "video/mp4", CLIP)
    linked.stored, linked.url_private = Stored.EXTERNAL, "https://drive.example/f"
    await world.slack.person(SATO).say(sato.dm, "", thread_ts=sato.thread(), files=[linked])
    await world.settle()
    (file,) = await files(world)
    assert (file.why, file.address) == (Why.ELSEWHERE, "https://drive.example/f")
    assert "Slack の外にあり" in await record(world)


async def test_a_message_taken_as_evidence_brings_its_files(world: World) -> None:
    """The photo on a colleague's message is kept with it; one from where the bot is not, named."""
    emma, sato = world.slack.person(EMMA), world.somebody(SATO)
    photo = emma.upload("封筒.jpg", "image/jpeg", PHOTO)
    message = await emma.say(TEAM, "届いた封筒です", files=[photo])
    await sato.report_message(message)
    for action in ("danger.none", "actor.tenant", "scene.phone"):
        await sato.press(f"triage.{action}")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    (file,) = await files(world)
    assert await content(world, file.entry) == PHOTO
    assert (await world.only_case()).evidence_count == 2


async def test_a_file_from_where_the_bot_is_not(world: World) -> None:
    """It is looked for a few times, then named in the record as not to be had."""
    emma, sato = world.slack.person(EMMA), world.somebody(SATO)
    photo = emma.upload("封筒.jpg", "image/jpeg", PHOTO)
    message = await emma.say("C0LUNCH", "届いた封筒です", files=[photo])
    await sato.report_message(message)
    for action in ("danger.none", "actor.tenant", "scene.phone"):
        await sato.press(f"triage.{action}")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    for _ in range(5):
        await world.later(minutes=1)
    (file,) = await files(world)
    assert (file.name, file.why) == ("封筒.jpg", Why.NOT_SHOWN)


async def test_without_the_right_it_is_tried_for_days(tmp_path: Path) -> None:
    """A bot without files:read says so once, goes on trying over a weekend, then gives up."""
    scopes = sorted(manifest_with().scopes - {"files:read"})
    async with story(tmp_path, manifest=manifest_with(scopes=scopes), clean=False) as world:
        with capture_logs() as log:
            await drop_photo(world)
            for _ in range(24):
                await world.later(hours=3)
            assert (await files(world))[0].state is FileState.WAITING
            await world.later(hours=3)
        (file,) = await files(world)
        assert (file.state, file.why) == (FileState.UNAVAILABLE, Why.FAILED)
        said = [entry["error"] for entry in log if entry["event"].startswith("file")]
        assert said == ["missing_scope", "missing_scope"]
        assert world.calls("download") == 0
