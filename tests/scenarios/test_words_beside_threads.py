"""Typed beside the threads, words belong to the report that is being answered."""

from uuid import UUID

from sqlalchemy import select

from flows.case import Case
from storage.tables import cases
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MORI, SATO, World, action_ids

WORDS = "店長も知っていた、と言われた"


async def reports(world: World) -> list[Case]:
    """Return every report, told or not, the oldest first."""
    async with world.bot.database.connections.reading() as connection:
        ids: list[UUID] = [*(await connection.execute(select(cases.c.id))).scalars()]
    async with world.bot.office.store.read(world.bot.workspace) as work:
        found = [await work.cases.get(case) for case in ids]
    return sorted((case for case in found if case), key=lambda case: case.created_at)


async def begin_another(world: World) -> None:
    """Begin a report beside the unfinished one."""
    sato = world.somebody(SATO)
    await world.later(minutes=5)
    await sato.command("report")
    await sato.press("report.new")
    await world.later(minutes=5)


async def test_words_go_to_the_older_report_that_is_gone_on_with(world: World) -> None:
    """Nobody was told of it: what is meant for it does not come before a desk."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await begin_another(world)
    await sato.press("triage.danger.none")
    first = next(m for m in sato.messages(sato.dm) if "triage.actor.owner" in action_ids(m))
    for action in ("triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    await world.later(minutes=5)
    await sato.press("triage.actor.owner", on=first)
    await sato.say(WORDS)
    older, told = await reports(world)
    assert (older.answers.words, told.answers.words) == (WORDS, None)
    assert told.told
    assert not older.told


async def test_what_the_desk_does_draws_no_words_to_a_report(world: World) -> None:
    """A told report that somebody takes meanwhile is not the one being answered."""
    await report_an_insulting_call(world)
    await begin_another(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.danger.none")
    await world.later(minutes=5)
    await mori.press("case.take", on=mori.messages(DESK)[0])
    await sato.say(WORDS)
    told, newer = await reports(world)
    assert (told.answers.words, newer.answers.words) == (None, WORDS)


async def test_another_report_is_offered_to_go_on_with_where_it_was_left(world: World) -> None:
    """The command offers the report that was answered last."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    first = next(m for m in sato.messages(sato.dm) if "triage.actor.owner" in action_ids(m))
    await begin_another(world)
    await world.later(minutes=5)
    await sato.press("triage.actor.owner", on=first)
    await sato.command("report")
    await sato.press("report.resume")
    await sato.say(WORDS)
    older, newer = await reports(world)
    assert (older.answers.words, newer.answers.words) == (WORDS, None)
