"""相談だけ: whom one can choose, what the chosen person learns, and that no case is made."""

from uuid import UUID, uuid4

from flows.case import Ending
from flows.errors import Reason
from flows.messages import Kind, Place
from flows.report.show_question import show_talk_form
from flows.report.start_report import Start
from flows.report.talk_only import TalkWish, ask_to_talk
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_CHIEF,
    EAST_SECOND,
    GUEST,
    HQ,
    HQ_SECOND,
    HR,
    SECOND,
    STAFF,
    WORKSPACE,
    Firm,
    refusal,
)


async def choices(firm: Firm, case: UUID, who: str = STAFF) -> dict[str, set[str]]:
    """Return the people of the form by group."""
    form = await show_talk_form(firm.office, WORKSPACE, case, who)
    groups: dict[str, set[str]] = {}
    for choice in form.people:
        groups.setdefault(str(choice.group), set()).add(choice.value)
    return groups


async def talk(firm: Firm, case: UUID, person: str, who: str = STAFF, *, named: bool) -> None:
    """Choose somebody and deliver."""
    wish = TalkWish(Start(case, who), person, named)
    await ask_to_talk(firm.office, WORKSPACE, wish)
    await firm.deliver()


async def test_everybody_who_is_offered_can_be_chosen_before_there_is_a_report(
    firm: Firm,
) -> None:
    """The form shows the desk of the branch that the report will have."""
    case = uuid4()
    assert await choices(firm, case) == {
        "desk": {CHIEF, SECOND},
        "hq": {HQ, HQ_SECOND},
        "hr": {HR},
    }
    await talk(firm, case, CHIEF, named=False)
    assert firm.shown(Kind.TALK_REQUEST, Place.person(CHIEF))[0].employee is None
    receipt = firm.shown(Kind.TALK_RECEIPT)[0]
    assert (receipt.person, receipt.reported) == (CHIEF, False)
    assert (receipt.branch_name, receipt.phone) == ("西店", "03-0000-0001")
    kept = await firm.case(case)
    assert (kept.ending, kept.number) == (Ending.TALK_ONLY, None)
    assert not firm.shown(Kind.DESK_CARD)


async def test_where_the_branch_is_not_known_every_desk_is_offered(firm: Firm) -> None:
    """Oneself is not."""
    case = await firm.begin(HQ)
    groups = await choices(firm, case, HQ)
    assert groups["desk"] == {CHIEF, SECOND, EAST_CHIEF, EAST_SECOND}
    assert groups["hq"] == {HQ_SECOND}
    await talk(firm, case, EAST_CHIEF, HQ, named=True)
    assert firm.shown(Kind.TALK_REQUEST)[0].employee == HQ


async def test_where_the_branch_is_not_to_know_its_desk_is_not_offered(firm: Firm) -> None:
    """A slip of the finger tells nobody there."""
    case = await firm.report(hq_only=True)
    assert set(await choices(firm, case)) == {"hq", "hr"}
    chosen = talk(firm, case, CHIEF, named=True)
    assert await refusal(chosen) == Reason.NOT_ALLOWED
    await talk(firm, case, HR, named=True)
    assert firm.reached(Kind.TALK_REQUEST) == {HR}
    assert firm.shown(Kind.TALK_RECEIPT)[0].phone is None


async def test_without_hq_the_desk_is_offered_all_the_same(without_hq: Firm) -> None:
    """There is nobody behind it."""
    case = await without_hq.report()
    await without_hq.reach(case, "wishes")
    await without_hq.answer(case, "wishes", ["keep_from_branch"])
    assert set(await choices(without_hq, case)) == {"desk", "hr"}


async def test_a_report_the_desk_has_goes_on_beside_the_talk(firm: Firm) -> None:
    """Talking ends nothing then, and is not said to stand in for the report."""
    case = await firm.report()
    await talk(firm, case, HR, named=True)
    assert (await firm.case(case)).ending is None
    assert firm.shown(Kind.TALK_RECEIPT)[0].reported


async def test_whoever_was_chosen_first_does_not_learn_the_name_given_to_another(
    firm: Firm,
) -> None:
    """The first was asked without a name; the second with it."""
    case = await firm.report()
    await talk(firm, case, CHIEF, named=False)
    wish = TalkWish(Start(case, STAFF), CHIEF, named=False)
    await ask_to_talk(firm.office, WORKSPACE, wish)
    await talk(firm, case, HR, named=True)
    assert firm.shown(Kind.TALK_REQUEST, Place.person(CHIEF))[0].employee is None
    assert firm.shown(Kind.TALK_REQUEST, Place.person(HR))[0].employee == STAFF
    assert firm.times_sent(Kind.TALK_REQUEST) == 2
    assert [receipt.phone for receipt in firm.shown(Kind.TALK_RECEIPT)] == [None], "not a shop's"


async def test_what_is_not_ones_own_is_refused(firm: Firm) -> None:
    """Somebody else's report, one that is over, a person who cannot be chosen, a guest."""
    case = await firm.begin()
    other = show_talk_form(firm.office, WORKSPACE, case, COLLEAGUE)
    assert await refusal(other) == Reason.NOT_YOURS
    assert await refusal(talk(firm, case, COLLEAGUE, named=False)) == Reason.NOT_ALLOWED
    guest = show_talk_form(firm.office, WORKSPACE, uuid4(), GUEST)
    assert await refusal(guest) == Reason.NOT_ALLOWED
    await talk(firm, case, HR, named=False)
    assert await refusal(talk(firm, case, HR, named=False)) == Reason.CLOSED
