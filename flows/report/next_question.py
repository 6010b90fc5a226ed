"""What to ask the reporter next, and whether enough is known to tell the desk."""

from flows.alarm.whereabouts import PLACE, asks_place
from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.ports import Office
from flows.triage import Answers, Question, Stage, next_question, pending

BEFORE_THE_DESK = frozenset({Stage.SAFETY, Stage.FIRST})

LAST_PRESS = ("tell", "pass_on")
"""Where nothing else is asked before somebody is told, one of these waits for its press."""

TELLS_THE_DESK = frozenset({"acts", "tell"})
"""The questions whose press tells the desk."""


def next_to_ask(office: Office, company: Company, case: Case, answers: Answers) -> Question | None:
    """Return the one question to ask now, or None.

    While an alarm rings only what helps to find them is asked, until the person is safe or
    chooses to go on. A question being changed comes first. The branch comes right after what
    happened, because it decides who is told; without HQ right before, so that the press which
    is said to tell somebody does.
    """
    if case.over:
        return None
    if case.reopened:
        return office.flow.question(min(case.reopened, key=case.asked.index))
    if case.alarm is not None and case.alarm.ringing and not case.alarm.form_resumed:
        return _to_find_them(office, case)
    question = _from_flow(office, company, case, answers)
    if _branch_unknown(company, case) and _branch_is_next(company, question):
        return office.flow.question("branch")
    return question


def _branch_is_next(company: Company, question: Question | None) -> bool:
    if question is None or question.stage not in BEFORE_THE_DESK:
        return True
    return company.hq_channel is None and question.id in TELLS_THE_DESK


def ready_to_tell(office: Office, company: Company, case: Case, answers: Answers) -> bool:
    """Whether the desk should hear of it now: what happened is known, or danger is.

    Without a branch and without HQ every desk would be told, so the branch is asked first.
    """
    if case.over:
        return False
    if case.alarm is not None:
        return True
    if not what_happened_is_known(office, company, case, answers):
        return False
    return company.hq_channel is not None or not _branch_unknown(company, case)


def what_happened_is_known(office: Office, company: Company, case: Case, answers: Answers) -> bool:
    """Whether everything that is asked before the desk is told has its answer."""
    question = _from_flow(office, company, case, answers)
    return question is None or question.stage not in BEFORE_THE_DESK


def still_open(
    office: Office, company: Company, case: Case, answers: Answers
) -> tuple[Question, ...]:
    """Return all that has no answer and still matters, put off or not, in the order asked."""
    settled = case.settled | {"branch"}
    found = pending(office.flow, answers, thresholds=company.thresholds, settled=settled)
    ids = {question.id for question in found}
    if _branch_missing(company, case):
        ids.add("branch")
    if (press := _last_press(office, case)) is not None:
        ids.add(press.id)
    return tuple(question for question in office.flow.questions if question.id in ids)


def may_wait(case: Case, question: Question) -> bool:
    """Whether a question can be put off: the desk does not need its answer first, or knows."""
    if question.stage not in BEFORE_THE_DESK:
        return True
    return case.told and question.id not in ("danger", PLACE, *LAST_PRESS)


def refuse_unasked(case: Case, question: Question) -> None:
    """Refuse an answer to what was never asked, or matters no more: a press comes late.

    Danger is heard unasked, the place while an alarm rings. What is on request alone stands
    beside the questions from the beginning.

    Raises:
        RefusedError: it is such an answer.
    """
    if question.id in ("danger", PLACE):
        return
    beside = question.on_request and question.id not in LAST_PRESS
    if not (beside or question.id in case.asked) or not question.applies(case.answers):
        raise RefusedError(Reason.NOT_ASKED)


def has_answer(case: Case, question: Question) -> bool:
    """Whether a question was answered, in whichever store the answer is."""
    if question.id == PLACE:
        return case.alarm is not None and case.alarm.placed
    return question.is_answered(case.answers) or question.id in case.settled


def outside_answers(case: Case) -> frozenset[str]:
    """Return the questions that are not to be asked although the answers do not hold them.

    Put off, answered in another store, or asked by other means (`branch`).
    """
    return case.settled | case.postponed | {"branch"}


def _to_find_them(office: Office, case: Case) -> Question | None:
    """Return what to ask in danger: where it is, and who it is where somebody else reports."""
    if asks_place(case):
        return office.flow.question(PLACE)
    affected = office.flow.question("affected")
    if affected.applies(case.answers) and "affected" not in case.settled | case.postponed:
        return affected
    return None


def _from_flow(office: Office, company: Company, case: Case, answers: Answers) -> Question | None:
    settled = outside_answers(case)
    asked = next_question(office.flow, answers, thresholds=company.thresholds, settled=settled)
    return asked or _last_press(office, case)


def _last_press(office: Office, case: Case) -> Question | None:
    """Return the press that is still needed before anybody is told.

    What a desk knows of needs one still before the company's own contact does.
    """
    needed = ("pass_on",) if case.told else LAST_PRESS
    waiting = (office.flow.question(name) for name in needed if name not in case.settled)
    return next((question for question in waiting if question.applies(case.answers)), None)


def _branch_unknown(company: Company, case: Case) -> bool:
    return _branch_missing(company, case) and "branch" not in case.postponed


def _branch_missing(company: Company, case: Case) -> bool:
    named = case.branch is not None if case.told else company.branch(case.branch) is not None
    return not (named or "branch" in case.settled or case.hq_only)
