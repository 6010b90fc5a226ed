"""What the desk reads: never the customer's name, the reporter's health, or more than wished."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flows.desk.open_record import open_record
from flows.desk.view_states import Quoted
from flows.errors import Reason
from flows.evidence import ChosenMessage, DroppedFile, FileState
from flows.messages import Kind, Place
from flows.report.add_evidence import add_words
from flows.report.answer_question import Answering, answer_question
from flows.report.change_course import reopen_question, resume_report
from flows.report.end_report import withdraw_report
from flows.report.start_report import Start, begin_anew, start_report
from flows.timeline import EntryKind
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_CHIEF,
    EAST_DESK,
    EAST_TEAM,
    HQ,
    HQ_DESK,
    MANAGER,
    ON_CALL,
    ORDINARY,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
)

CUSTOMER: Mapping[str, Any] = {"property": "架空ハイツ", "room": "203", "name": "架空田 太郎"}


def seen_at_the_branch(firm: Firm) -> str:
    """Return everything that stands in front of the branch's desk and its people."""
    people = (Place.person(user) for user in (CHIEF, ON_CALL))
    places = {place.key for place in (Place.channel(WEST_DESK), *people)}
    return repr([state for (_, place, _), state in firm.stands.items() if place in places])


async def test_names_and_health_stand_in_no_message_and_no_entry(firm: Firm) -> None:
    """The desk reads 支障あり; the name is in the record only."""
    case = await firm.report()
    await firm.answer(case, "customer", CUSTOMER)
    await firm.answer(case, "impact", ["severe_health"])
    await add_words(firm.office, WORKSPACE, case, STAFF, "へのへのもへじ")
    await firm.deliver()
    assert firm.card().hindered
    record = await open_record(firm.office, WORKSPACE, case, CHIEF)
    assert dict(record.customer) == CUSTOMER
    for said in (repr(firm.stands), repr(await firm.timeline(case))):
        assert "架空田" not in said
    for said in (repr(firm.card()), repr(record), repr(await firm.timeline(case))):
        assert "severe_health" not in said
    assert "へのへのもへじ" not in repr(firm.card())


async def test_the_record_shows_what_was_said_and_that_somebody_looked(firm: Firm) -> None:
    """Words with their times, files, the quoted message, and how often it was corrected."""
    said = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    quote = ChosenMessage("C0", "1.0", said, COLLEAGUE, "怒鳴られました")
    start = Start(uuid4(), STAFF, quote=quote)
    await start_report(firm.office, WORKSPACE, start)
    for question, value in (("danger", "none"), ("actor", "tenant"), ("scene", "phone")):
        await firm.answer(start.case, question, value)
    await firm.answer(start.case, "acts", ["insult"])
    await reopen_question(firm.office, WORKSPACE, start.case, STAFF, "actor")
    await firm.answer(start.case, "actor", "owner")
    clip = DroppedFile("F1", "録音.m4a", "audio/mp4", 10, "http://127.0.0.1/f")
    await add_words(firm.office, WORKSPACE, start.case, STAFF, "馬鹿", [clip])
    record = await open_record(firm.office, WORKSPACE, start.case, CHIEF)
    assert [said.text for said in record.words] == ["馬鹿"]
    assert record.quoted == (Quoted(COLLEAGUE, said, "怒鳴られました"),)
    (file,) = record.files
    assert (file.number, file.name, file.state) == (1, "録音.m4a", FileState.WAITING)
    (corrected,) = record.corrections
    assert (corrected.question.id, corrected.at) == ("actor", firm.clock.now())
    assert (corrected.before.actor, corrected.after.actor) == ("tenant", "owner")
    assert (record.card.evidence_count, record.customer, record.card.happened) == (2, (), ())
    looked = (await firm.timeline(start.case))[-1]
    assert (looked.kind, looked.actor) == (EntryKind.LOOKED, CHIEF)


async def test_the_record_opens_for_those_with_the_right_only(firm: Firm) -> None:
    """A refusal is no look; there is no record of what the desk was not told, or does not exist."""
    case = await firm.report()
    for who, reason in (
        (EAST_CHIEF, Reason.NOT_ALLOWED),
        (MANAGER, Reason.NOT_ALLOWED),
        (STAFF, Reason.OWN_CASE),
    ):
        assert await refusal(open_record(firm.office, WORKSPACE, case, who)) == reason, who
    assert EntryKind.LOOKED not in await firm.kinds(case)
    for looks, who in enumerate((CHIEF, HQ), start=1):
        await open_record(firm.office, WORKSPACE, case, who)
        assert (await firm.kinds(case)).count(EntryKind.LOOKED) == looks, who
    for unknown in (await firm.begin(), uuid4()):
        opening = open_record(firm.office, WORKSPACE, unknown, CHIEF)
        assert await refusal(opening) == Reason.NOT_FOUND


async def wish(firm: Firm, *wishes: str) -> UUID:
    """Report, deliver, and answer the question of wishes afterwards."""
    case = await firm.report()
    await firm.deliver()
    await firm.reach(case, "wishes")
    await firm.answer(case, "wishes", list(wishes))
    await firm.deliver()
    return case


async def test_kept_from_the_branch_later_the_branch_reads_only_that_it_moved(
    firm: Firm,
) -> None:
    """HQ has the card; no later change shows the branch anything."""
    case = await wish(firm, "keep_from_branch")
    assert firm.card().moved
    assert firm.card(HQ_DESK).reporter == STAFF
    opening = open_record(firm.office, WORKSPACE, case, CHIEF)
    assert await refusal(opening) == Reason.NOT_ALLOWED
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "wishes")
    await firm.answer(case, "wishes", ["none"])
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "acts")
    await firm.answer(case, "acts", ["threat"])
    await firm.answer(case, "impact", ["fear_or_health"])
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.card().moved
    seen = seen_at_the_branch(firm)
    assert not [word for word in (STAFF, "threat", "insult", "西店") if word in seen]
    assert "threat" in repr(firm.card(HQ_DESK))


async def test_a_card_that_was_not_shown_yet_is_not_shown_at_all(firm: Firm) -> None:
    """The branch does not even learn that there is a case."""
    case = await firm.report()
    await firm.answer(case, "wishes", ["keep_from_branch"])
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {HQ_DESK}


async def test_keep_from_the_branch_counts_on_a_question_already_answered(firm: Firm) -> None:
    """The button beside the acts, pressed a moment too late, is not ignored."""
    case = await firm.report("insult")
    await firm.answer(case, "acts", ["insult"], hq_only=True)
    kept = await firm.case(case)
    assert kept.hq_only
    assert kept.answers.acts == ("insult",)
    await firm.answer(case, "acts", ["insult"], hq_only=True)
    assert await firm.case(case) == kept


async def test_pages_of_an_alarm_kept_from_the_branch_say_no_more(firm: Firm) -> None:
    """Below the branch's card and in person; HQ and the manager are paged with everything."""
    case = await firm.danger()
    await firm.deliver()
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    for question, value in (("actor", "tenant"), ("scene", "counter")):
        await firm.answer(case, question, value)
    await firm.answer(case, "acts", ["threat"], hq_only=True)
    await firm.deliver()
    assert STAFF not in seen_at_the_branch(firm)
    assert [page.moved for page in firm.shown(Kind.PAGE, Place.person(CHIEF))] == [True]
    assert firm.shown(Kind.PAGE, Place.person(MANAGER))[0].reporter == STAFF
    assert firm.card(HQ_DESK).mentions == (HQ, "U0HQSECOND")
    assert not firm.shown(Kind.PAGE, HQ_DESK)
    assert firm.shown(Kind.ALARM_ADVICE)[0].on_call == ()


async def test_a_name_kept_from_the_branch_is_on_no_card_page_or_record_there(
    firm: Firm,
) -> None:
    """HQ knows it; while somebody is in danger it is needed to find them."""
    case = await firm.danger()
    await firm.deliver()
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.answer(case, "actor", "tenant")
    await firm.answer(case, "wishes", ["anonymous_to_branch"])
    await firm.deliver()
    assert firm.card().reporter == STAFF
    assert firm.shown(Kind.PAGE, Place.person(CHIEF))[0].reporter == STAFF
    await firm.later(minutes=2)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.answer(case, "danger", "past")
    await firm.deliver()
    assert STAFF not in seen_at_the_branch(firm)
    assert firm.shown(Kind.PAGE, Place.channel(HQ_DESK))[0].reporter == STAFF
    assert firm.shown(Kind.PAGE, Place.person(MANAGER))[0].reporter == STAFF
    record = await open_record(firm.office, WORKSPACE, case, CHIEF)
    assert (record.card.reporter, record.card.affected) == (None, None)
    assert (await open_record(firm.office, WORKSPACE, case, HQ)).card.reporter == STAFF


async def test_a_name_kept_from_the_branch_is_not_beside_a_message_of_ones_own(
    firm: Firm,
) -> None:
    """A report begun from a message of the reporter's own; a colleague's keeps its name."""
    for author, known in ((STAFF, None), (COLLEAGUE, COLLEAGUE)):
        quote = ChosenMessage("C0", "1.0", firm.clock.now(), author, "怒鳴られました")
        start = Start(uuid4(), STAFF, quote=quote)
        await begin_anew(firm.office, WORKSPACE, start)
        for question, value in ORDINARY:
            await firm.answer(start.case, question, value)
        await firm.answer(start.case, "acts", ["insult"])
        await firm.answer(start.case, "wishes", ["anonymous_to_branch"])
        record = await open_record(firm.office, WORKSPACE, start.case, CHIEF)
        assert [one.author for one in record.quoted] == [known]
        record = await open_record(firm.office, WORKSPACE, start.case, HQ)
        assert [one.author for one in record.quoted] == [author]


async def test_an_anonymous_wish_hides_the_person_concerned_as_well(firm: Firm) -> None:
    """Whom it happened to would tell who reports."""
    case = await firm.begin()
    await firm.answer(case, "reported_as", "for_other")
    await firm.answer(case, "danger", "none")
    await firm.answer(case, "affected", {"user": COLLEAGUE})
    await firm.answer(case, "hearsay", "no")
    await firm.answer(case, "actor", "tenant")
    await firm.answer(case, "scene", "phone")
    await firm.answer(case, "acts", ["insult"])
    await firm.deliver()
    assert firm.card().affected == COLLEAGUE
    await firm.answer(case, "wishes", ["anonymous_to_branch"])
    await firm.deliver()
    assert (firm.card().affected, firm.card().reporter) == (None, None)


async def test_what_a_colleague_did_is_no_desks_matter(firm: Firm) -> None:
    """Found out after the desk was told: nobody opens the record, and then the card closes."""
    case = await firm.report()
    await firm.deliver()
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "colleague")
    await firm.deliver()
    assert (firm.card().withheld, firm.card().ending) == (True, None)
    opening = open_record(firm.office, WORKSPACE, case, CHIEF)
    assert await refusal(opening) == Reason.NOT_ALLOWED
    await firm.answer(case, "pass_on", "myself")
    await firm.deliver()
    assert firm.card().ending == "passed_on"
    assert not firm.shown(Kind.FINISHED)
    for who in (CHIEF, HQ):
        opening = open_record(firm.office, WORKSPACE, case, who)
        assert await refusal(opening) == Reason.NOT_ALLOWED


async def test_a_corrected_branch_moves_the_card(firm: Firm) -> None:
    """The first branch reads that another desk has it, and cannot open it."""
    case = await firm.report(who=HQ)
    assert (await firm.case(case)).branch is None
    await firm.reach(case, "branch", HQ)
    await firm.answer(case, "branch", "west", HQ)
    await firm.deliver()
    await reopen_question(firm.office, WORKSPACE, case, HQ, "branch")
    await firm.answer(case, "branch", "east", HQ)
    await firm.deliver()
    assert firm.card(WEST_DESK).moved
    assert firm.card(EAST_DESK).branch_name == "東店"
    opening = open_record(firm.office, WORKSPACE, case, CHIEF)
    assert await refusal(opening) == Reason.NOT_ALLOWED


async def test_an_answer_carries_only_what_its_question_asks(firm: Firm) -> None:
    """Health cannot slip into the facts with another answer."""
    case = await firm.begin()
    given = {"danger": "none", "impact": ["severe_health"]}
    answering = Answering(case, STAFF, "danger", given)
    refused = answer_question(firm.office, WORKSPACE, answering)
    assert await refusal(refused) == Reason.UNREADABLE


async def test_a_report_of_the_only_one_on_a_desk_goes_to_hq_alone(firm: Firm) -> None:
    """Nobody there could take it, and no button is shown that would only refuse."""
    async with firm.database.write(WORKSPACE) as work:
        members = frozenset({EAST_CHIEF})
        await work.directory.keep_members(EAST_DESK, members, firm.clock.now())
    case = await firm.report(who=EAST_CHIEF)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {HQ_DESK}
    assert [one.hq for one in firm.shown(Kind.REPORT_HEAD)[0].told] == [True]
    assert (await firm.case(case)).branch_told_at is None


async def test_a_desk_whose_people_are_not_known_is_told_with_hq(firm: Firm) -> None:
    """Not reconciled is not empty: nobody is left out for it."""
    async with firm.database.write(WORKSPACE) as work:
        await work.directory.forget_members(EAST_DESK)
    start = Start(uuid4(), EAST_CHIEF, EAST_TEAM)
    await begin_anew(firm.office, WORKSPACE, start)
    for question, value in (*ORDINARY, ("acts", ["insult"])):
        await firm.answer(start.case, question, value, EAST_CHIEF)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {EAST_DESK, HQ_DESK}
