"""受ける: who may, what it changes, what it refuses."""

from uuid import uuid4

from flows.case import State
from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.messages import Kind, Place
from flows.report.end_report import withdraw_report
from flows.timeline import EntryKind
from tests.flows.office import (
    CHIEF,
    EAST_CHIEF,
    EAST_DESK,
    GUEST,
    HQ,
    HR,
    LEGAL,
    MANAGER,
    NOBODY,
    ON_CALL,
    SECOND,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
)


async def test_taking_says_who_and_twice_is_once(firm: Firm) -> None:
    """The card, the reporter's thread and the timeline name the person, once."""
    case = await firm.report()
    for _ in range(2):
        await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert firm.card().taken_by == CHIEF
    assert [taken.by for taken in firm.shown(Kind.TAKEN)] == [CHIEF]
    assert (await firm.kinds(case)).count(EntryKind.TAKEN) == 1
    assert (await firm.case(case)).state is State.ACKNOWLEDGED


async def test_an_ordinary_case_is_taken_by_its_desk_or_hq(firm: Firm) -> None:
    """Being on call or a manager is a right in an alarm only."""
    case = await firm.report()
    for who in (EAST_CHIEF, MANAGER, ON_CALL, HR, LEGAL, GUEST, NOBODY, SHOP):
        taking = take_case(firm.office, WORKSPACE, case, who)
        assert await refusal(taking) == Reason.NOT_ALLOWED, who
    assert await refusal(take_case(firm.office, WORKSPACE, case, STAFF)) == Reason.OWN_CASE
    for who, one in ((CHIEF, case), (HQ, await firm.report())):
        assert await refusal(take_case(firm.office, WORKSPACE, one, who)) is None, who


async def test_an_alarm_is_taken_by_whoever_was_paged(firm: Firm) -> None:
    """Nobody who was called is refused; what they take twice they take once.

    The report comes with the alarm for those who have its card: whoever comes from elsewhere
    leaves it to its own desk.
    """
    case = await firm.danger()
    for who in (EAST_CHIEF, HR, NOBODY, GUEST):
        taking = take_case(firm.office, WORKSPACE, case, who)
        assert await refusal(taking) == Reason.NOT_ALLOWED, who
    for who, has in ((CHIEF, CHIEF), (HQ, None), (ON_CALL, None), (MANAGER, None)):
        case = await firm.danger()
        for _ in range(2):
            await take_case(firm.office, WORKSPACE, case, who)
        kept = await firm.case(case)
        assert kept.alarm is not None
        assert (kept.alarm.taken_by, kept.taken_by) == (who, has)
        assert (await firm.kinds(case)).count(EntryKind.TAKEN) == 1, who


async def test_where_hq_has_the_card_the_report_comes_with_the_alarm(firm: Firm) -> None:
    """The branch's desk takes no message: HQ reads the card in its stead."""
    firm.unreachable = {Place.channel(WEST_DESK).key}
    case = await firm.danger()
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, HQ)
    assert (await firm.case(case)).taken_by == HQ


async def test_an_answered_alarm_is_not_answered_twice(firm: Firm) -> None:
    """Somebody who was paged reads that it is taken; the desk may still take the report."""
    case = await firm.danger()
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, HQ)
    taking = take_case(firm.office, WORKSPACE, case, ON_CALL)
    assert await refusal(taking) == Reason.ALREADY_TAKEN
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert [taken.by for taken in firm.shown(Kind.TAKEN)] == [HQ, CHIEF]


async def test_an_alarm_kept_from_the_branch_is_not_taken_there(firm: Firm) -> None:
    """Not even by somebody on call."""
    case = await firm.report(hq_only=True)
    await firm.answer(case, "danger", "now")
    for who in (CHIEF, ON_CALL):
        taking = take_case(firm.office, WORKSPACE, case, who)
        assert await refusal(taking) == Reason.NOT_ALLOWED
    await take_case(firm.office, WORKSPACE, case, MANAGER)


async def test_what_cannot_be_taken_is_refused_with_the_reason(firm: Firm) -> None:
    """No such case, not told, taken, over."""
    office = firm.office
    assert await refusal(take_case(office, WORKSPACE, uuid4(), CHIEF)) == Reason.NOT_FOUND
    untold = await firm.begin()
    assert await refusal(take_case(office, WORKSPACE, untold, CHIEF)) == Reason.NOT_FOUND
    case = await firm.report()
    await take_case(office, WORKSPACE, case, CHIEF)
    assert await refusal(take_case(office, WORKSPACE, case, SECOND)) == Reason.ALREADY_TAKEN
    await withdraw_report(office, WORKSPACE, case, STAFF)
    assert await refusal(take_case(office, WORKSPACE, case, SECOND)) == Reason.CLOSED


async def test_a_shared_account_is_not_told_who_took_it(firm: Firm) -> None:
    """Nothing is sent to it later."""
    case = await firm.danger(who=SHOP)
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert not any(SHOP in place for _, place, _ in firm.sent)
    assert not firm.shown(Kind.TAKEN)


async def test_a_case_handed_to_another_desk_can_be_taken_there(firm: Firm) -> None:
    """Whoever may no longer open it does not hold it; the reporter reads the new name anew.

    HQ, which may still open it, goes on holding what it has.
    """
    case, at_hq = await firm.report(), await firm.report()
    await take_case(firm.office, WORKSPACE, at_hq, HQ)
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    for one in (case, at_hq):
        await firm.answer(one, "wishes", ["keep_from_branch"])
    assert ((await firm.case(case)).taken_by, (await firm.case(at_hq)).taken_by) == (None, HQ)
    await take_case(firm.office, WORKSPACE, case, HQ)
    told = firm.times_sent(Kind.TAKEN)
    await firm.deliver()
    kept = await firm.case(case)
    assert (kept.taken_by, kept.state) == (HQ, State.ACKNOWLEDGED)
    assert firm.times_sent(Kind.TAKEN) == told + 1


async def test_the_gravest_is_told_to_managers_but_not_to_one_who_reports_it(firm: Firm) -> None:
    """Nobody is called to their own case."""
    await firm.report("assault")
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER}
    assert not firm.shown(Kind.PAGE, Place.person(MANAGER))[0].may_take
    firm.sent.clear()
    await firm.report("assault", who=MANAGER)
    await firm.deliver()
    assert not firm.reached(Kind.PAGE)
    assert EAST_DESK not in firm.reached(Kind.DESK_CARD)
