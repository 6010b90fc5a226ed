"""A photo, a voice clip: fetched when they are dropped, and the desk's from then on."""

import hashlib
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.sandbox.records import File, Stored
from flows.evidence import LARGEST_KEPT, EvidenceFile, FileState, Why, files_of
from flows.timeline import EntryKind
from storage.audit import verify
from storage.tables import evidence_chunks
from tests.scenarios.test_change_and_evidence import timeline
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


async def tell_of_a_quarrel(world: World) -> None:
    """Report what tenants did to each other: the desk knows of it after four presses."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.tell.desk")


async def drop_photo(world: World, content: bytes = PHOTO) -> File:
    """Report, and drop a photo in the report's thread."""
    await tell_of_a_quarrel(world)
    sato = world.somebody(SATO)
    return await sato.drop("貼り紙.jpg", "image/jpeg", sato.thread(), content)


async def sound(world: World) -> bool:
    """Whether the audit finds nothing wrong."""
    return (await verify(world.bot.database)).ok


async def test_what_was_dropped_outlives_its_original(world: World) -> None:
    """Deleted in Slack, it is still the desk's, byte for byte; one changed byte is found.

    Shared again it is neither counted nor fetched again; a recording of no bytes is one, too.
    """
    photo = await drop_photo(world)
    sato = world.somebody(SATO)
    await world.slack.person(SATO).say(sato.dm, "", thread_ts=sato.thread(), files=[photo, photo])
    await world.settle()
    assert ((await world.only_case()).evidence_count, world.calls("download")) == (1, 1)
    clip = await sato.drop("通話録音.m4a", "audio/mp4", sato.thread(), CLIP)
    failed = await sato.drop("失敗.m4a", "audio/mp4", sato.thread(), b"")
    for original in (photo, clip, failed):
        await sato.delete_file(original)
    kept = await files(world)
    assert [await content(world, file.entry) for file in kept] == [PHOTO, CLIP, b""]
    assert [file.sha256 for file in kept] == [
        hashlib.sha256(one).hexdigest() for one in (PHOTO, CLIP, b"")
    ]
    read = await record(world)
    assert "貼り紙.jpg（控えがあります）" in read
    assert "通話録音.m4a（控えがあります）" in read
    result = await verify(world.bot.database)
    assert (result.ok, result.files) == (True, 3)
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


async def test_what_slack_does_not_give_at_once_is_there_in_the_end(world: World) -> None:
    """Broken off half-way, held back or refused: the reporter waits for nothing meanwhile.

    What was sent stays with the company, though the report is withdrawn and the bot restarted.
    """
    await tell_of_a_quarrel(world)
    sato = world.somebody(SATO)
    contents = {"lose_reply": PHOTO, "drop": CLIP, "rate_limit": b"1", "server_error": b"2"}
    for fault, dropped in contents.items():
        getattr(world.slack.faults, fault)("download", times=2)
        await sato.drop(fault, "image/jpeg", sato.thread(), dropped)
    assert {file.state for file in await files(world)} == {FileState.WAITING}
    assert sato.reads("受け取りました")
    assert "drop（控えを取っています）" in await record(world)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    assert (await world.only_case()).answers.words == "馬鹿と言われた"
    await sato.press("triage.cancel")
    assert (await world.only_case()).over
    await world.restart(after=timedelta(minutes=5))
    await world.later(minutes=5)
    kept = {file.name: await content(world, file.entry) for file in await files(world)}
    assert kept == contents
    kinds = [entry.kind for entry in await timeline(world)]
    assert kinds.count(EntryKind.FETCHED) == len(contents)
    assert await sound(world)


async def test_of_what_cannot_be_kept_the_record_says_why(world: World) -> None:
    """Too large: size and hash are known; gone before it was fetched; a link to elsewhere.

    A photo announced before it is there is fetched once it is.
    """
    film = bytes(LARGEST_KEPT + 1)
    await drop_photo(world, film)
    sato, hand = world.somebody(SATO), world.slack.person(SATO)
    world.slack.faults.lose_reply("download")
    await sato.delete_file(await sato.drop("消した.jpg", "image/jpeg", sato.thread(), PHOTO))
    linked = hand.upload("共有.mp4", "video/mp4", CLIP)
    linked.stored, linked.url_private = Stored.EXTERNAL, "https://drive.example/f"
    coming = hand.upload("後から.jpg", "image/jpeg", PHOTO)
    coming.stored = Stored.ARRIVING
    await hand.say(sato.dm, "", thread_ts=sato.thread(), files=[linked, coming])
    await world.settle()
    assert (await files(world))[3].state is FileState.WAITING
    coming.stored = Stored.HOSTED
    await world.later(minutes=1)
    large, gone, link, photo = await files(world)
    assert (large.state, large.size) == (FileState.TOO_LARGE, len(film))
    assert large.sha256 == hashlib.sha256(film).hexdigest()
    assert (gone.state, gone.why) == (FileState.UNAVAILABLE, Why.DELETED)
    assert (link.why, link.address) == (Why.ELSEWHERE, "https://drive.example/f")
    assert photo.state is FileState.KEPT
    kept = [await content(world, file.entry) for file in (large, gone, link, photo)]
    assert kept == [b"", b"", b"", PHOTO]
    read = await record(world)
    assert "大きいため、Slack にだけあります" in read
    assert "控えを取る前に、Slack から消えました" in read
    assert "Slack の外にあり" in read
    assert await sound(world)


async def test_a_message_taken_as_evidence_brings_its_files(world: World) -> None:
    """The photo on a colleague's message is kept with it; from where the bot is not, named."""
    emma, sato = world.slack.person(EMMA), world.somebody(SATO)
    shown = emma.upload("封筒.jpg", "image/jpeg", PHOTO)
    hidden = emma.upload("昼.jpg", "image/jpeg", PHOTO)
    await sato.report_message(await emma.say(TEAM, "届いた封筒です", files=[shown]))
    await sato.report_message(await emma.say("C0LUNCH", "ここにも", files=[hidden]))
    await sato.press("report.resume")
    for action in ("danger.none", "actor.tenant", "scene.phone", "acts.done"):
        await sato.press(f"triage.{action}")
    for _ in range(5):
        await world.later(minutes=1)
    kept, missing = await files(world)
    assert await content(world, kept.entry) == PHOTO
    assert (missing.name, missing.why) == ("昼.jpg", Why.NOT_SHOWN)
    assert (await world.only_case()).evidence_count == 4
    assert "届いた封筒です" in await record(world)


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
