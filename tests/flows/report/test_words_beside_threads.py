"""Typed beside the threads, words belong to the report that is being answered.

That they are kept there is told in `tests/scenarios/test_change_and_evidence.py`.
"""

from uuid import UUID

from flows.desk.take_case import take_case
from flows.membership.roles import company_of
from flows.report.start_report import unfinished_report
from tests.flows.office import CHIEF, STAFF, WORKSPACE, Firm


async def answered_last(firm: Firm) -> UUID | None:
    """Return the report that words go to, and that the command offers to go on with."""
    async with firm.office.store.read(WORKSPACE) as work:
        company = await company_of(work)
        found = await unfinished_report(firm.office, work, company, STAFF)
    return found.id if found else None


async def test_words_go_to_the_report_that_is_gone_on_with(firm: Firm) -> None:
    """What is meant for a report that nobody was told of does not come before a desk."""
    older = await firm.begin()
    await firm.answer(older, "danger", "none")
    await firm.later(minutes=5)
    newer = await firm.begin()
    assert await answered_last(firm) == newer
    await firm.later(minutes=5)
    await firm.answer(older, "actor", "tenant")
    assert await answered_last(firm) == older
    await firm.later(minutes=5)
    told = await firm.report()
    assert await answered_last(firm) == told
    await firm.later(minutes=5)
    await firm.answer(older, "scene", "phone")
    assert await answered_last(firm) == older


async def test_what_the_desk_does_draws_no_words_to_a_report(firm: Firm) -> None:
    """A told report that somebody takes meanwhile is not the one being answered."""
    told = await firm.report()
    await firm.later(minutes=5)
    newer = await firm.begin()
    await firm.answer(newer, "danger", "none")
    await firm.later(minutes=5)
    await take_case(firm.office, WORKSPACE, told, CHIEF)
    assert await answered_last(firm) == newer
