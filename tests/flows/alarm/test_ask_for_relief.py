"""交代してほしい: who is asked, who may go, and that twice is once."""

from uuid import UUID, uuid4

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.errors import Reason
from flows.messages import Kind, ReplyAddress
from flows.report.start_report import Start
from tests.flows.conftest import NOON
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_CHIEF,
    EAST_DESK,
    HQ,
    HQ_DESK,
    ON_CALL,
    SECOND,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
)
from tests.flows.words import read

NO_REPORT = "報告はしなくても大丈夫です"


async def ask(firm: Firm, who: str = STAFF, case: UUID | None = None) -> UUID:
    """Press 交代してほしい and deliver."""
    start = Start(case or uuid4(), who)
    await ask_for_relief(firm.office, WORKSPACE, start)
    await firm.deliver()
    return start.case


async def test_the_branchs_desk_is_asked_once(firm: Firm) -> None:
    """A second press asks nobody again."""
    case = await ask(firm)
    await ask(firm, case=case)
    assert firm.reached(Kind.RELIEF_PAGE) == {WEST_DESK}
    assert firm.times_sent(Kind.RELIEF_RECEIPT) == 1


async def test_the_private_answer_says_who_was_asked(firm: Firm) -> None:
    """Where it was pressed, and for a shared account nowhere else."""
    for who, answers in ((STAFF, 2), (SHOP, 1)):
        firm.sent.clear()
        address = ReplyAddress(uuid4(), "http://127.0.0.1/reply", who, NOON.replace(hour=4))
        await ask_for_relief(firm.office, WORKSPACE, Start(uuid4(), who), address)
        await firm.deliver()
        assert firm.times_sent(Kind.RELIEF_RECEIPT) == answers
    assert firm.shown(Kind.RELIEF_RECEIPT, address.place)[0].told[0].branch == "西店"


async def test_somebody_of_the_desk_goes_and_the_reporter_reads_who(firm: Firm) -> None:
    """The same person pressing again changes nothing; another reads that somebody goes."""
    case = await ask(firm)
    for _ in range(2):
        await take_relief(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert [taken.by for taken in firm.shown(Kind.TAKEN)] == [CHIEF]
    late = take_relief(firm.office, WORKSPACE, case, SECOND)
    assert await refusal(late) == Reason.ALREADY_TAKEN


async def test_a_shared_account_is_not_written_to_when_somebody_goes(firm: Firm) -> None:
    """The desk sees it; nothing is sent to the account."""
    case = await ask(firm, SHOP)
    await take_relief(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert {kind for kind, _, _ in firm.sent} == {Kind.RELIEF_PAGE}


async def test_only_those_who_were_asked_may_go(firm: Firm) -> None:
    """Not a colleague of the team, not another branch, not the one who asks."""
    case = await ask(firm, CHIEF)
    for who, reason in (
        (COLLEAGUE, Reason.NOT_ALLOWED),
        (EAST_CHIEF, Reason.NOT_ALLOWED),
        (CHIEF, Reason.OWN_RELIEF),
        (SECOND, None),
    ):
        assert await refusal(take_relief(firm.office, WORKSPACE, case, who)) == reason
    none = take_relief(firm.office, WORKSPACE, uuid4(), SECOND)
    assert await refusal(none) == Reason.NOT_FOUND
    quiet = await firm.begin()
    assert await refusal(take_relief(firm.office, WORKSPACE, quiet, CHIEF)) == Reason.NOT_FOUND


async def test_it_is_asked_for_ones_own_report_only(firm: Firm) -> None:
    """Somebody else's report is not the place."""
    case = await firm.begin()
    asking = ask_for_relief(firm.office, WORKSPACE, Start(case, COLLEAGUE))
    assert await refusal(asking) == Reason.NOT_YOURS


async def test_without_a_branch_hq_is_asked_and_without_hq_every_desk(
    firm: Firm,
) -> None:
    """Somebody of no branch is heard all the same."""
    case = await ask(firm, HQ)
    assert firm.reached(Kind.RELIEF_PAGE) == {HQ_DESK}
    assert firm.shown(Kind.RELIEF_RECEIPT)[0].told[0].hq
    going = take_relief(firm.office, WORKSPACE, case, EAST_CHIEF)
    assert await refusal(going) == Reason.NOT_ALLOWED


async def test_without_hq_every_desk_is_asked(without_hq: Firm) -> None:
    """The receipt names them."""
    case = await ask(without_hq, HQ)
    assert without_hq.reached(Kind.RELIEF_PAGE) == {WEST_DESK, EAST_DESK}
    assert len(without_hq.shown(Kind.RELIEF_RECEIPT)[0].told) == 2
    await take_relief(without_hq.office, WORKSPACE, case, EAST_CHIEF)


async def test_a_branch_that_is_not_to_know_is_not_asked(firm: Firm) -> None:
    """The request of a report kept from the branch goes to HQ."""
    case = await firm.report(hq_only=True)
    await ask(firm, case=case)
    assert firm.reached(Kind.RELIEF_PAGE) == {HQ_DESK}
    for who in (CHIEF, ON_CALL):
        going = take_relief(firm.office, WORKSPACE, case, who)
        assert await refusal(going) == Reason.NOT_ALLOWED
    await take_relief(firm.office, WORKSPACE, case, HQ)


async def test_a_request_that_waits_is_not_shown_to_a_branch_that_is_not_to_know(
    firm: Firm,
) -> None:
    """The wish came between the press and the delivery."""
    case = await firm.report()
    await ask_for_relief(firm.office, WORKSPACE, Start(case, STAFF))
    await firm.answer(case, "wishes", ["keep_from_branch"])
    await firm.deliver()
    assert firm.reached(Kind.RELIEF_PAGE) == {HQ_DESK}


async def test_somebody_who_only_wanted_relief_is_not_asked_about_a_report(firm: Firm) -> None:
    """No nudge follows."""
    await ask(firm)
    await firm.later(hours=2)
    assert not firm.shown(Kind.NUDGE)


async def test_no_report_is_needed_unless_one_was_told(firm: Firm) -> None:
    """Asked for by itself, that is all; within a report that the desk has, it would be untrue."""
    await ask(firm)
    (text,) = read(firm, Kind.RELIEF_RECEIPT)
    assert NO_REPORT in text
    case = await firm.report(who=COLLEAGUE)
    await ask(firm, COLLEAGUE, case)
    _, told = read(firm, Kind.RELIEF_RECEIPT)
    assert NO_REPORT not in told
