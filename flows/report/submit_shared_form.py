"""The one form of a shop account that several people use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.alarm.raise_alarm import raise_alarm
from flows.alarm.whereabouts import asks_place
from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, refuse_strangers
from flows.messages import ReplyAddress
from flows.places import is_shared
from flows.ports import Office, Work
from flows.report.next_question import BEFORE_THE_DESK
from flows.report.own_case import case_of
from flows.report.proceed import proceed
from flows.report.shared_reply import read_on
from flows.report.start_report import Start, new_intake, open_intake, report_in_danger
from flows.timeline import BOT, EntryKind
from flows.triage import Answers, AnswersError
from flows.written import says_something

SHARED_QUESTIONS = ("danger", "actor", "scene", "acts", "words")
"""Everything the form asks besides the name and the branch."""

WHERE_THEY_ARE = {"counter": "shop", "phone": "phone", "viewing_or_visit": "visit"}
"""The place of somebody in danger, where the form has said it with the scene."""


@dataclass(frozen=True, slots=True)
class SharedForm:
    """What was filled in. `name` is the person at the counter, typed each time.

    `reply` answers the press that opened the form: there the person reads on.
    """

    start: Start
    name: str
    branch: str | None
    given: Mapping[str, object]
    reply: ReplyAddress | None = None


async def submit_shared_form(office: Office, workspace: str, form: SharedForm) -> None:
    """Report in one step: no thread, no history, nothing sent to the account's conversation.

    After danger was pressed the form completes that report, and takes nothing of it back. The
    same form again changes nothing.

    Raises:
        RefusedError: the account is a person's own, the form cannot be read, or this report
            has been sent already.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await report_of_form(office, work, company, form)
        if _stands(office, before, form):
            return
        if await work.cases.get(before.id) is None:
            before = await open_intake(office, work, company, form.start)
        now = office.clock.now()
        before = await read_on(work, before, form.reply, now)
        case = filled(office, company, before, form)
        await work.timeline.append(
            case.id,
            EntryKind.ANSWERED,
            form.start.reporter,
            now,
            {"name": form.name, "given": case.answers.to_document()},
        )
        if form.given.get("danger") == "now" and not before.ringing:
            case = await raise_alarm(work, company, case, now)
        case = await proceed(office, work, company, before, placed_by_scene(case))
        await work.cases.save(replace(placed_by_scene(case), finished_at=now))
        await work.timeline.append(case.id, EntryKind.FINISHED, BOT, now)


async def raise_shared_alarm(
    office: Office, workspace: str, start: Start, reply: ReplyAddress | None
) -> None:
    """Danger at a shared account: page first, who it is can be said afterwards."""
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, start.reporter)
        before = await report_in_danger(office, work, company, start)
        now = office.clock.now()
        before = await read_on(work, before, reply, now)
        if before.ringing:
            return
        case = replace(
            before,
            answers=before.answers.with_answer("danger", "now"),
            reopened=frozenset(),
        )
        case = await raise_alarm(work, company, case, now)
        await proceed(office, work, company, before, case)


async def report_of_form(office: Office, work: Work, company: Company, form: SharedForm) -> Case:
    """Return the report a form belongs to: that of an alarm, or one that is not kept yet.

    Raises:
        RefusedError: the account is a person's own, the report is somebody else's or over, or
            another form has been sent for it.
    """
    await refuse_strangers(work, form.start.reporter)
    if not is_shared(company, form.start.reporter):
        raise RefusedError(Reason.SHARED_ACCOUNT)
    if not says_something(form.name):
        raise RefusedError(Reason.UNREADABLE)
    if await work.cases.get(form.start.case) is None:
        return await new_intake(office, work, company, form.start)
    case = await case_of(work, form.start.case, form.start.reporter)
    if not _stands(office, case, form):
        if case.over:
            raise RefusedError(Reason.CLOSED)
        if case.reporter_name is not None:
            raise RefusedError(Reason.ALREADY_ANSWERED)
    return case


def filled(office: Office, company: Company, before: Case, form: SharedForm) -> Case:
    """Return the report with what the form says.

    Raises:
        RefusedError: the form cannot be read.
    """
    branch = company.branch(form.branch) or company.branch(before.branch)
    if form.branch is not None and branch not in company.sisters(before.branches):
        raise RefusedError(Reason.UNREADABLE)
    # Nothing can be asked afterwards: what was left empty must not keep it from the desk.
    unasked = {q.id for q in office.flow.questions if q.stage in BEFORE_THE_DESK}
    return replace(
        before,
        reporter_name=form.name,
        branch=branch.id if branch else None,
        answers=_read(office, before, form.given),
        settled=before.settled | unasked | {"branch"},
        reopened=frozenset(),
    )


def placed_by_scene(case: Case) -> Case:
    """Return the report with the place of its alarm, where the form has said it with the scene."""
    place = WHERE_THEY_ARE.get(case.answers.scene or "")
    if not asks_place(case) or case.alarm is None or place is None:
        return case
    return replace(case, alarm=replace(case.alarm, place=place))


def _stands(office: Office, case: Case, form: SharedForm) -> bool:
    """Whether the report says all that the form does: it was delivered twice."""
    return case.reporter_name == form.name and _read(office, case, form.given) == case.answers


def _read(office: Office, before: Case, given: Mapping[str, object]) -> Answers:
    """Return the answers with those of the form; danger is not taken back by a form."""
    asked = {key for q in SHARED_QUESTIONS for key in office.flow.question(q).answer_ids}
    if not set(given) <= asked:
        raise RefusedError(Reason.UNREADABLE)
    answers = before.answers
    try:
        for answer_id, value in given.items():
            answers = answers.with_answer(answer_id, value)
        if before.answers.danger == "now":
            answers = answers.with_answer("danger", "now")
    except AnswersError as error:
        raise RefusedError(Reason.UNREADABLE) from error
    return answers
