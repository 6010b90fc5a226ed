"""What is ticked and not sent yet: it comes back ticked wherever the question is shown again."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from flows.case import Care, Case
from flows.ports import Office, Work
from flows.report.next_question import has_answer
from flows.report.own_case import own_case
from flows.triage import Question, Store


async def note_ticks(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    question_id: str,
    ticked: Collection[str],
) -> None:
    """Keep what is ticked. It is no answer: nobody is told, and nothing follows from it.

    A tick that comes after its question was answered changes nothing.

    Raises:
        RefusedError: not the actor's report, or over.
    """
    question = office.flow.question(question_id)
    kept = tuple(option.id for option in question.options if option.id in ticked)
    async with office.store.write(workspace) as work:
        case = await own_case(work, case_id, actor)
        if has_answer(case, question) and question.id not in case.reopened:
            return
        if question.store is Store.CARE:
            care = await work.care.get(case.id) or Care()
            await work.care.save(case.id, replace(care, ticked=kept))
        else:
            await work.cases.save(replace(case, ticked={**case.ticked, question.id: kept}))


def ticked_of(case: Case, care: Care | None, question: Question) -> tuple[str, ...] | None:
    """Return what is ticked of a question and not sent yet; None where nothing was touched."""
    if question.store is Store.CARE:
        return care.ticked if care else None
    return case.ticked.get(question.id)


async def drop_ticks(work: Work, case: Case, question: Question) -> Case:
    """Return the case without what is ticked of a question: it is said, or not to count."""
    if question.store is Store.CARE:
        care = await work.care.get(case.id)
        if care is not None and care.ticked is not None:
            await work.care.save(case.id, replace(care, ticked=None))
    left = {one: ticks for one, ticks in case.ticked.items() if one != question.id}
    return replace(case, ticked=left)
