"""How the questions of a report stand for its reporter: open, answered, put off, dropped."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.alarm.whereabouts import PLACE, hears_place
from flows.case import Care, Case, Contact, Customer
from flows.company import Company
from flows.ports import Office, Work
from flows.report.keep_apart import ANONYMOUS, HQ_WISH
from flows.report.next_question import (
    BEFORE_THE_DESK,
    LAST_PRESS,
    TELLS_THE_DESK,
    has_answer,
    may_wait,
    next_to_ask,
    still_open,
)
from flows.report.note_ticks import ticked_of
from flows.report.proceed import full_answers
from flows.report.view_states import Choice, Phase, QuestionState
from flows.triage import Answers, Question, Store
from flows.triage import Kind as QuestionKind
from flows.triage.answers import IDS


@dataclass(frozen=True, slots=True)
class Apart:
    """What is kept apart from a case and shows in its questions."""

    care: Care | None
    customer: Customer | None


async def kept_apart(work: Work, case: Case, questions: Iterable[Question]) -> Apart:
    """Read what these questions show of it."""
    names = any(question.store is Store.IDENTITY for question in questions)
    customer = await work.customers.get(case.id) if names else None
    return Apart(await work.care.get(case.id), customer)


def question_states(
    office: Office, company: Company, case: Case, apart: Apart, questions: Sequence[Question]
) -> Mapping[str, QuestionState]:
    """Return how each of these questions stands, by its id."""
    answers = full_answers(case, apart.care)
    open_ones = still_open(office, company, case, answers)
    current = next_to_ask(office, company, case, answers)
    first_reply = next((q for q in case.asked if q != "danger"), None)
    states: dict[str, QuestionState] = {}
    for question in questions:
        phase = _phase(case, question, answers, open_ones, current)
        waits = may_wait(case, question)
        is_open = phase is Phase.OPEN
        states[question.id] = QuestionState(
            case=case.id,
            question=_as_offered(company, case, question) if is_open else question,
            phase=phase,
            answers=_own(answers, question),
            mention=case.reporter if question.id == first_reply and is_open else None,
            to_go=_to_go(case, question, open_ones) if is_open else None,
            not_known=_not_known(case, question, apart),
            none_chosen=_none_chosen(question, apart),
            choices=branch_choices(company, case.branches) if question.id == "branch" else (),
            given=_given(company, case, question),
            named=_named(case, question),
            pressed=_pressed(case, question),
            ticked=ticked_of(case, apart.care, question),
            said=case.alarm.place_words if case.alarm and question.id == PLACE else (),
            for_comers=question.id == PLACE and hears_place(case),
            internal_contact=company.internal_contact,
            tells=question.id in TELLS_THE_DESK and not case.told,
            offer_hq=company.hq_channel is not None and not case.hq_only,
            kept=case.hq_only,
            branch_told_at=case.branch_told_at,
            desk_knows=case.told,
            for_other=case.for_other,
            was_in_danger=case.was_in_danger,
            may_postpone=waits or question.id == PLACE,
            may_finish=case.told and waits,
            may_change=_may_change(case, question),
            may_keep=question.id in case.reopened and has_answer(case, question),
            timezone=company.timezone,
        )
    return states


def _own(answers: Answers, question: Question) -> Answers:
    """Return a question's own answers alone: another's changes nothing of how it looks."""
    return Answers(**{key: getattr(answers, key) for key in question.answer_ids if key in IDS})


def _phase(
    case: Case,
    question: Question,
    answers: Answers,
    open_ones: Sequence[Question],
    current: Question | None,
) -> Phase:
    if question.id == PLACE and not case.was_in_danger:
        return Phase.DROPPED  # a slip of the finger
    if question.id in case.reopened and not case.over:
        return Phase.OPEN
    if question.is_answered(answers) or has_answer(case, question):
        return Phase.ANSWERED
    if case.over:
        return Phase.ENDED
    return _unanswered(case, question, open_ones, current)


def _unanswered(
    case: Case, question: Question, open_ones: Sequence[Question], current: Question | None
) -> Phase:
    put_off = question.id in case.postponed and question.id not in LAST_PRESS
    if put_off or (question.id == PLACE and _place_put_off(case)):
        return Phase.POSTPONED
    if current is not None and current.id == question.id:
        return Phase.OPEN
    return Phase.WAITING if question in open_ones else Phase.DROPPED


def _to_go(case: Case, question: Question, open_ones: Sequence[Question]) -> int | None:
    """Return how many questions are left with this one, where they come one after another."""
    if case.ringing or question.id in (*case.reopened, *LAST_PRESS):
        return None
    left = {
        one.id
        for one in open_ones
        if one.id not in case.postponed and (case.told or one.stage in BEFORE_THE_DESK)
    }
    return len(left | {question.id})


def _not_known(case: Case, question: Question, apart: Apart) -> bool:
    """Whether a question that takes more than a press was answered with "not sure"."""
    if question.id not in case.settled:
        return False
    match question.kind:
        case QuestionKind.PERSON:
            return case.affected is None
        case QuestionKind.BRANCH:
            return case.branch is None
        case QuestionKind.FORM if question.store is Store.IDENTITY:
            return apart.customer in (None, Customer())
        case QuestionKind.FORM | QuestionKind.WORDS:
            return not question.is_answered(case.answers)
        case _:
            return False


def _place_put_off(case: Case) -> bool:
    return case.alarm is not None and case.alarm.ringing and case.alarm.place_later


def _may_change(case: Case, question: Question) -> bool:
    """Whether the answer can be changed: where they are, only while somebody comes."""
    if question.id == PLACE:
        return case.ringing and not case.over
    return not case.over and question.id not in LAST_PRESS


def _given(company: Company, case: Case, question: Question) -> str | None:
    """Return what was given outside the triage answers, where it may be repeated."""
    if question.id == "branch" and "branch" in case.settled:
        branch = company.branch(case.branch)
        return branch.name if branch else None
    if question.id == "affected" and case.affected is not None:
        return case.affected.name
    return None


def _none_chosen(question: Question, apart: Apart) -> bool:
    return question.store is Store.CARE and apart.care is not None and not apart.care.impact


def _named(case: Case, question: Question) -> str | None:
    """Return the colleague who was chosen, where a question asks for one."""
    if question.id != "affected" or case.affected is None or case.affected.name:
        return None
    return case.affected.user


def _pressed(case: Case, question: Question) -> str | None:
    """Return what was pressed where a question only waits for a press."""
    if question.id == PLACE:
        return case.alarm.place if case.alarm else None
    if question.id not in LAST_PRESS or question.id not in case.settled:
        return None
    if question.id == "tell":
        return "hq" if case.hq_only else "desk"
    return case.contact.value if case.contact else None


def _as_offered(company: Company, case: Case, question: Question) -> Question:
    """Return a question with the options that can be kept as promised."""
    if question.id == "wishes" and case.hq_only:
        return _without(question, HQ_WISH, ANONYMOUS)
    if question.id == "wishes" and company.hq_channel is None:
        return _without(question, HQ_WISH)
    if question.id == "pass_on" and company.internal_contact_channel is None:
        return _without(question, Contact.TOLD)
    return question


def _without(question: Question, *options: str) -> Question:
    return replace(question, options=tuple(o for o in question.options if o.id not in options))


def branch_choices(company: Company, belongs: Collection[str]) -> tuple[Choice, ...]:
    """Return the branches there are to choose for somebody who belongs to these.

    They are of one legal entity. Where that is not known all can be chosen, by entity.
    """
    near = company.sisters(belongs)
    several = len({branch.entity for branch in near}) > 1
    return tuple(Choice(b.id, b.name, b.entity if several else None) for b in near)
