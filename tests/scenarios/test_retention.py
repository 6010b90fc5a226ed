"""When the time of a record is over: what goes, what stays, and what becomes of it in Slack."""

from datetime import timedelta

from sqlalchemy import select

from bot.sandbox.workspace import TOMBSTONE
from flows.case import Customer
from flows.purge import what_is_due
from flows.report.end_report import withdraw_report
from flows.timeline import EntryKind
from storage.audit import verify
from storage.keeping import Purge, tables
from storage.work_tables import messages
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MORI, SATO, World

YEAR = 366


async def entries(world: World, number: str) -> list[tuple[EntryKind, str, bool]]:
    """Return what the timeline still tells: what happened, who did it, and whether of what."""
    async with world.bot.database.read(world.bot.workspace) as work:
        case = await work.cases.by_number(number)
        assert case is not None
        return [(e.kind, e.actor, e.content is not None) for e in await work.timeline.of(case.id)]


async def test_three_years_later(world: World) -> None:
    """A withdrawn report of harassment goes after three years: words, people, and every message."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await report_an_insulting_call(world)
    await sato.say("ばかやろうと言われました", thread=sato.thread())
    case = await world.only_case()
    async with world.bot.database.write(world.bot.workspace) as work:
        await work.customers.save(case.id, Customer("架空 太郎"))
    await sato.press("triage.cancel")
    assert len(mori.messages(DESK)) == 1
    happened = len(await entries(world, "K-2026-0001"))

    await world.later(days=2 * YEAR)
    assert mori.reads("K-2026-0001", DESK)
    assert (await world.only_case()).purged_at is None

    await world.later(days=YEAR)
    assert mori.messages(DESK) == []
    own = [text for text in sato.sees(sato.dm) if text != TOMBSTONE]
    assert own == ["ばかやろうと言われました"], "what people wrote is theirs"
    left = await world.only_case()
    assert (left.number, left.branch, left.reporter) == ("K-2026-0001", "shinjuku", "")
    told = await entries(world, "K-2026-0001")
    assert [content for _, _, content in told] == [False] * happened + [True]
    assert told[-1][:2] == (EntryKind.PURGED, "bot")
    async with world.bot.database.read(world.bot.workspace) as work:
        assert await work.customers.get(case.id) is None
    assert (await verify(world.bot.database)).ok
    deleted = world.calls("chat.delete")
    await world.later(days=YEAR)
    assert world.calls("chat.delete") == deleted


async def test_left_lying(world: World) -> None:
    """A report that nobody was told of goes thirty days after it was last touched.

    Slack fails then, holds back, and loses an answer: each message is gone in the end.
    """
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await world.later(days=20)
    await sato.press("triage.actor.tenant")
    await world.later(days=29)
    assert sato.offered("triage.scene.phone")
    stood = [text for text in sato.sees(sato.dm) if text != TOMBSTONE]
    assert len(stood) > 3
    faults = world.slack.faults
    faults.server_error("chat.delete", times=10)
    faults.lose_reply("chat.delete", times=2)
    faults.rate_limit("chat.delete", retry_after=30, times=2)
    await world.later(days=2)
    assert [text for text in sato.sees(sato.dm) if text != TOMBSTONE] == stood
    for _ in range(15):
        await world.later(minutes=10)
    assert not [text for text in sato.sees(sato.dm) if text != TOMBSTONE]
    async with world.bot.database.connections.reading() as connection:
        query = select(messages.c.kind).where(messages.c.case_id.is_not(None))
        assert (await connection.execute(query)).all() == []
    assert (await verify(world.bot.database)).ok


BY_AGE = {
    "inbox": "received_at",
    "reply_addresses": "expires_at",
    "occurrences": "due_at",
    "buckets": "full_at",
}


async def test_kept_while_it_goes_on(world: World) -> None:
    """A case that has not ended stays, whatever its age; not so what was to be done for it.

    Of deliveries, answers, nightly jobs and paces nothing is kept for longer than 101 days.
    """
    await report_an_insulting_call(world)
    case = await world.only_case()
    await world.later(days=102)
    assert {table.name for table in tables(purge=Purge.BY_AGE)} == BY_AGE.keys()
    old = world.clock.now() - timedelta(days=101)
    async with world.bot.database.connections.reading() as connection:
        for table in tables(purge=Purge.BY_AGE):
            since = table.c[BY_AGE[table.name]]
            assert (await connection.execute(select(since).where(since < old))).all() == []
    await world.later(days=10 * YEAR)
    assert await world.only_case() == case
    assert world.calls("chat.delete") == 0


async def test_old_buttons(world: World) -> None:
    """Who presses what is left of a removed report is told that it is not there."""
    sato = world.somebody(SATO)
    await report_an_insulting_call(world)
    case = await world.only_case()
    await withdraw_report(world.bot.office, world.bot.workspace, case.id, SATO)
    await world.settle()
    for message in list(world.slack.workspace.messages.values()):
        if message.channel in (DESK, sato.dm):
            message.user = "U0OTHER"  # the bot can no longer take it back
    await world.later(days=4 * YEAR)
    assert world.somebody(MORI).offered("case.record")
    await world.somebody(MORI).press("case.record")
    assert world.somebody(MORI).modal is None
    now = world.clock.now()
    assert [due async for due in what_is_due(world.bot.database, world.bot.workspace, now)] == []
    assert (await verify(world.bot.database)).ok
