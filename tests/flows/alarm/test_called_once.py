"""In danger each phone rings once, and somebody's always does."""

from flows.case import Ending
from flows.messages import Kind, Place
from flows.people import Person, Standing
from flows.report.end_report import withdraw_report
from tests.flows.office import (
    CHIEF,
    EAST_DESK,
    HQ,
    HQ_DESK,
    HQ_SECOND,
    MANAGER,
    ON_CALL,
    SECOND,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)


async def leave(firm: Firm, *users: str) -> None:
    """Deactivate accounts."""
    async with firm.database.write(WORKSPACE) as work:
        for user in users:
            gone = Person(user, user, "ja", Standing.DEACTIVATED)
            await work.directory.keep_people([gone])


async def test_an_alarm_that_reaches_a_desk_told_before_calls_it(firm: Firm) -> None:
    """Kept from the branch: HQ has had the card, and everybody there is called to the alarm."""
    case = await firm.report(hq_only=True)
    await firm.deliver()
    await firm.answer(case, "danger", "now")
    await firm.deliver()
    (page,) = firm.shown(Kind.PAGE, HQ_DESK)
    assert page.mentions == (HQ, HQ_SECOND)
    assert firm.reached(Kind.PAGE) == {HQ_DESK, MANAGER}
    assert not firm.shown(Kind.DESK_CARD, WEST_DESK)


async def test_where_nobody_is_left_to_call_it_goes_wider_at_once(without_hq: Firm) -> None:
    """An empty desk, nobody on call, no manager: the sister desks and the reporter hear now."""
    firm = without_hq
    await leave(firm, CHIEF, SECOND, ON_CALL, MANAGER)
    await firm.danger()
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {EAST_DESK}
    (nobody,) = firm.shown(Kind.NOBODY_YET)
    assert nobody.wider == ("desks",)


async def test_somebody_who_left_is_not_named_as_on_call(firm: Firm) -> None:
    """The reporter reads only of people who can come."""
    await leave(firm, CHIEF)
    await firm.danger()
    await firm.deliver()
    assert firm.shown(Kind.ALARM_ADVICE)[0].on_call == (ON_CALL,)
    assert firm.reached(Kind.PAGE) == {ON_CALL, MANAGER}


async def test_where_the_only_one_on_call_reports_the_others_of_the_desk_are_called(
    firm: Firm,
) -> None:
    """A serious report calls somebody besides its reporter."""
    document = settings()
    document["branches"][0]["on_call"] = [CHIEF]
    await firm.change_settings(document)
    await firm.report("assault", who=CHIEF)
    await firm.deliver()
    assert firm.card().mentions == (SECOND,)


async def test_the_person_in_danger_is_not_called_to_their_own_alarm(firm: Firm) -> None:
    """Somebody on call, for whom a colleague presses, is called no more once that is known."""
    case = await firm.begin()
    await firm.answer(case, "reported_as", "for_other")
    await firm.answer(case, "danger", "now")
    await firm.answer(case, "place", "visit")
    await firm.deliver()
    assert firm.open_question() == "affected"
    await firm.answer(case, "affected", {"user": CHIEF})
    await firm.deliver()
    page = firm.shown(Kind.PAGE, Place.person(ON_CALL))[0]
    assert (page.reporter, page.affected) == (STAFF, CHIEF)
    assert firm.shown(Kind.PAGE, Place.person(CHIEF))[0].moved
    assert firm.card().affected_name == CHIEF
    assert firm.shown(Kind.ALARM_ADVICE)[0].on_call == (ON_CALL,)


async def test_a_withdrawn_report_pages_nobody_who_was_not_yet_paged(firm: Firm) -> None:
    """The gravest, withdrawn before the manager's page went out, is not sent after all."""
    case = await firm.report("assault")
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert not firm.reached(Kind.PAGE)
    assert firm.card().ending is Ending.WITHDRAWN
