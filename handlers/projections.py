"""Which view shows which kind of message: read the state as it is now, render, or say nothing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from flows.case import Case
from flows.company import Company
from flows.desk import (
    show_desk,
    show_freed,
    show_own_case,
    show_page,
    show_public,
    show_undelivered,
)
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, Place, PlaceKind, Showing
from flows.ports import Office, Work
from flows.reading import Reading
from flows.report import show_question, show_reporter, show_shared, show_taken
from flows.report.greet import show_begin
from handlers.texts import Text, Texts
from handlers.views import (
    advice,
    alarm_advice,
    alarm_over,
    apology,
    begin,
    desk_card,
    ended,
    finished,
    freed,
    nobody_yet,
    not_kept,
    notice,
    nudge,
    own_case,
    page,
    passed_on,
    public_channel,
    question,
    receipt,
    released,
    relief_page,
    relief_receipt,
    relief_unanswered,
    report_head,
    shared_receipt,
    taken,
    talk_receipt,
    talk_request,
    undelivered,
    words_kept,
)
from handlers.views import (
    help as help_view,
)
from handlers.views.rendered import TAKEN_AWAY, Rendered

Show = Callable[[Reading], Awaitable[Any]]
View = Callable[[Any, Text], Rendered]

ABOUT_A_CASE: Mapping[Kind, tuple[Show, View]] = {
    Kind.REPORT_HEAD: (show_question.show_head, report_head.view),
    Kind.RECEIPT: (show_question.show_receipt, receipt.view),
    Kind.SHARED_RECEIPT: (show_shared.show_shared_receipt, shared_receipt.view),
    Kind.QUESTION: (show_question.show_question, question.view),
    Kind.ALARM_ADVICE: (show_reporter.show_alarm_advice, alarm_advice.view),
    Kind.NOBODY_YET: (show_reporter.show_nobody_yet, nobody_yet.view),
    Kind.ADVICE: (show_reporter.show_advice, advice.view),
    Kind.TAKEN: (show_taken.show_taken, taken.view),
    Kind.NUDGE: (show_reporter.show_nudge, nudge.view),
    Kind.WORDS_KEPT: (show_reporter.show_words_kept, words_kept.view),
    Kind.FINISHED: (show_reporter.show_finished, finished.view),
    Kind.ENDED: (show_reporter.show_ended, ended.view),
    Kind.RELIEF_RECEIPT: (show_reporter.show_relief_receipt, relief_receipt.view),
    Kind.RELIEF_UNANSWERED: (show_reporter.show_relief_unanswered, relief_unanswered.view),
    Kind.TALK_RECEIPT: (show_reporter.show_talk_receipt, talk_receipt.view),
    Kind.DESK_CARD: (show_desk.show_card, desk_card.view),
    Kind.PAGE: (show_page.show_page, page.view),
    Kind.ALARM_OVER: (show_page.show_alarm_over, alarm_over.view),
    Kind.RELEASED: (show_page.show_released, released.view),
    Kind.FREED: (show_freed.show_freed, freed.view),
    Kind.RELIEF_PAGE: (show_desk.show_relief_page, relief_page.view),
    Kind.PASSED_ON: (show_desk.show_passed_on, passed_on.view),
    Kind.NOT_KEPT: (show_reporter.show_not_kept, not_kept.view),
    Kind.OWN_CASE: (show_own_case.show_own_case, own_case.view),
    Kind.TALK_REQUEST: (show_desk.show_talk_request, talk_request.view),
}


class ReadByAllError(Exception):
    """There is something to say, but everybody could read it in that place."""


async def render(office: Office, texts: Texts, showing: Showing) -> Rendered | None:
    """Return the message as things stand, in its reader's language; None to say nothing.

    Raises:
        ReadByAllError: its place is a desk's channel that has become public.
    """
    async with office.store.read(showing.workspace) as work:
        company = await company_of(work)
        case = await work.cases.get(showing.case) if showing.case else None
        if case is not None and case.purged_at is not None:
            return TAKEN_AWAY
        rendered = await _rendered(office, work, company, case, showing, texts)
        if rendered is not None and await _is_read_by_all(work, showing.place):
            raise ReadByAllError
    return rendered


async def _is_read_by_all(work: Work, place: Place) -> bool:
    return place.kind is PlaceKind.CHANNEL and await work.directory.is_public(place.ref)


async def _rendered(
    office: Office,
    work: Work,
    company: Company,
    case: Case | None,
    showing: Showing,
    texts: Texts,
) -> Rendered | None:
    t = texts.in_(await _language(work, company, showing))
    if showing.kind not in ABOUT_A_CASE:
        return await _by_itself(office, work, showing, t)
    if case is None:
        return None
    show, view = ABOUT_A_CASE[showing.kind]
    state = await show(Reading(office, work, company, case, showing))
    return None if state is None else view(state, t)


async def _by_itself(office: Office, work: Work, showing: Showing, t: Text) -> Rendered | None:
    """Return a message that says the same whatever has become of a case."""
    if showing.kind is Kind.NOTICE:
        return notice.view(Reason(showing.detail.partition("/")[0]), t)
    if showing.kind is Kind.APOLOGY:
        return apology.view(showing.detail, t)
    if showing.kind is Kind.PUBLIC_CHANNEL:
        return public_channel.view(await show_public.show_public(work, showing), t)
    if showing.kind is Kind.UNDELIVERED:
        lost = await show_undelivered.show_undelivered(work, showing)
        return None if lost is None else undelivered.view(lost, t)
    return await _begin(office, work, showing, t)


async def _begin(office: Office, work: Work, showing: Showing, t: Text) -> Rendered | None:
    reader = showing.place.reader
    if reader is None:
        return None
    is_help = showing.kind is Kind.HELP
    try:
        state = await show_begin(office, work, reader, UUID(showing.detail))
    except RefusedError as refused:
        return help_view.view(None, t) if is_help else notice.view(refused.reason, t)
    return help_view.view(state, t) if is_help else begin.view(state, t)


async def _language(work: Work, company: Company, showing: Showing) -> str:
    """A person's own language where one person reads it, the company's elsewhere."""
    reader = showing.place.reader
    person = await work.directory.person(reader) if reader else None
    return person.language if person else company.language
