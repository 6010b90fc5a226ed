"""A fictional company with a real database, and a post office that delivers what is to be shown.

The post office claims messages as the delivery does, but keeps what each shows instead of
sending it: `stands` is everything that anybody of the company can read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from bot.clock import MovableClock
from flows.alarm.page_wider import TOLD_OTHERWISE, widen
from flows.case import Case
from flows.errors import RefusedError
from flows.messages import Kind, Place, PlaceKind, Showing, Urgency
from flows.people import Person, Standing
from flows.ports import Office
from flows.reading import Reading
from flows.report.answer_question import Answering, answer_question
from flows.report.change_course import postpone_question
from flows.report.start_report import Start, begin_anew
from flows.timeline import Entry, EntryKind
from flows.triage import Card, Flow, load_cards, load_flow
from handlers.projections import ABOUT_A_CASE
from storage.outbox import Outbox, Outgoing
from storage.unit_of_work import Database

WORKSPACE = "T0MINATO"
STAFF, COLLEAGUE, SHOP = "U0STAFF", "U0COLLEAGUE", "U0SHOP"
CHIEF, SECOND, ON_CALL = "U0CHIEF", "U0SECOND", "U0ONCALL"
EAST_STAFF, EAST_CHIEF, EAST_SECOND = "U0EASTSTAFF", "U0EASTCHIEF", "U0EASTSECOND"
HQ, HQ_SECOND, MANAGER, HR, LEGAL = "U0HQ", "U0HQSECOND", "U0MANAGER", "U0HR", "U0LEGAL"
GUEST, NOBODY = "U0GUEST", "U0NOBODY"
WEST_DESK, WEST_TEAM, EAST_DESK, EAST_TEAM = "C0WESTDESK", "C0WESTTEAM", "C0EASTDESK", "C0EASTTEAM"
HQ_DESK, HR_DESK, LEGAL_DESK = "C0HQ", "C0HR", "C0LEGAL"

MEMBERS: Mapping[str, frozenset[str]] = {
    WEST_DESK: frozenset({CHIEF, SECOND}),
    WEST_TEAM: frozenset({STAFF, COLLEAGUE, SHOP, CHIEF, SECOND, GUEST}),
    EAST_DESK: frozenset({EAST_CHIEF, EAST_SECOND}),
    EAST_TEAM: frozenset({EAST_STAFF, EAST_CHIEF, EAST_SECOND}),
    HQ_DESK: frozenset({HQ, HQ_SECOND}),
    HR_DESK: frozenset({HR}),
    LEGAL_DESK: frozenset({LEGAL}),
}
ORDINARY = (("danger", "none"), ("actor", "tenant"), ("scene", "phone"))


def settings(**company: Any) -> dict[str, Any]:
    """Return the company's settings; a keyword replaces a key of the company's section."""
    head: dict[str, Any] = {
        "name": "架空不動産",
        "managers": [MANAGER],
        "hq_channel": HQ_DESK,
        "hr_channel": HR_DESK,
        "legal_channel": LEGAL_DESK,
        "internal_contact": "人事部 内線 123",
        "shared_accounts": [SHOP],
    }
    return {
        "company": {key: v for key, v in (head | company).items() if v is not None},
        "branches": [
            {
                "id": "west",
                "name": "西店",
                "desk_channel": WEST_DESK,
                "team_channel": WEST_TEAM,
                "on_call": [CHIEF, ON_CALL],
                "phone": "03-0000-0001",
            },
            {"id": "east", "name": "東店", "desk_channel": EAST_DESK, "team_channel": EAST_TEAM},
        ],
    }


@dataclass(repr=False)  # asyncio spells its result out whenever a loop is run
class Firm:
    """The company, its office, and what stands in front of its people."""

    database: Database
    clock: MovableClock
    office: Office
    outbox: Outbox
    stands: dict[tuple[Kind, str, str], Any] = field(default_factory=dict)
    sent: list[tuple[Kind, str, str]] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)  # keys of places, for good
    late: set[str] = field(default_factory=set)  # and for a minute

    async def settle_in(self, document: Mapping[str, Any]) -> None:
        """Put settings in force, and reconcile everybody."""
        async with self.database.write(WORKSPACE) as work:
            await work.settings.keep(document, "U0MANAGER", self.clock.now())
            for channel, users in MEMBERS.items():
                await work.directory.keep_members(channel, users, self.clock.now())
            everybody = frozenset[str]().union(*MEMBERS.values()) | {ON_CALL, MANAGER}
            for user in everybody - {GUEST}:
                await work.directory.keep_people([Person(user, user, "ja", Standing.ACTIVE)])
            await work.directory.keep_people([Person(GUEST, GUEST, "ja", Standing.GUEST)])

    async def change_settings(self, document: Mapping[str, Any]) -> None:
        """Put other settings in force."""
        async with self.database.write(WORKSPACE) as work:
            await work.settings.keep(document, "U0MANAGER", self.clock.now())

    async def case(self, case: UUID) -> Case:
        """Return a case as it stands."""
        async with self.database.read(WORKSPACE) as work:
            found = await work.cases.get(case)
        assert found is not None
        return found

    async def timeline(self, case: UUID) -> list[Entry]:
        """Return a case's timeline."""
        async with self.database.read(WORKSPACE) as work:
            return list(await work.timeline.of(case))

    async def kinds(self, case: UUID) -> list[EntryKind]:
        """Return the kinds of a case's entries in order."""
        return [entry.kind for entry in await self.timeline(case)]

    async def begin(self, who: str = STAFF, origin: str | None = None) -> UUID:
        """Begin a report and return its id."""
        start = Start(uuid4(), who, origin)
        await begin_anew(self.office, WORKSPACE, start)
        return start.case

    async def answer(
        self, case: UUID, question: str, value: Any, who: str = STAFF, **more: Any
    ) -> None:
        """Answer one question, out of its turn as well; a mapping gives its fields one by one."""
        await self.have_asked(case, question)
        await self.press(case, question, value, who, **more)

    async def press(
        self, case: UUID, question: str, value: Any, who: str = STAFF, **more: Any
    ) -> None:
        """Answer one question as things stand, whether it was asked or not."""
        given = value if isinstance(value, Mapping) else {question: value}
        answering = Answering(case=case, actor=who, question=question, given=given, **more)
        await answer_question(self.office, WORKSPACE, answering)

    async def have_asked(self, case: UUID, question: str) -> None:
        """Let a question count as asked."""
        async with self.database.write(WORKSPACE) as work:
            kept = await work.cases.get(case)
            if kept is not None and question not in kept.asked:
                await work.cases.save(replace(kept, asked=(*kept.asked, question)))

    async def report(self, *acts: str, who: str = STAFF, hq_only: bool = False) -> UUID:
        """Report up to the desk."""
        case = await self.begin(who)
        for question, value in ORDINARY:
            await self.answer(case, question, value, who)
        await self.answer(case, "acts", list(acts or ("insult",)), who, hq_only=hq_only)
        return case

    async def reach(self, case: UUID, question: str, who: str = STAFF) -> None:
        """Put questions off until this one is asked."""
        while question not in (asked := (await self.case(case)).asked):
            await postpone_question(self.office, WORKSPACE, case, who, asked[-1])

    async def danger(self, who: str = STAFF) -> UUID:
        """Declare danger with the first press."""
        case = uuid4()
        await self.answer(case, "danger", "now", who)
        return case

    async def deliver(self) -> None:
        """Show everything due."""
        for _ in range(500):
            due = await self.outbox.claim(self.clock.now())
            if not due:
                return
            await self._show(due[0])
        raise AssertionError("messages never came to an end")

    async def later(self, **step: float) -> None:
        """Move the clock on and show what has become due."""
        self.clock.move(timedelta(**step))
        await self.deliver()

    async def _show(self, outgoing: Outgoing) -> None:
        state = await self.state_of(outgoing)
        key = (outgoing.kind, outgoing.place.key, outgoing.detail)
        if state is None:
            await self.outbox.dropped(outgoing)
        elif outgoing.place.key in self.late:
            again = self.clock.now() + timedelta(minutes=1)
            await self.outbox.later(outgoing, again, "timeout")
        elif _stands_at(outgoing).key in self.unreachable:
            await self._give_up(outgoing)
        else:
            if not outgoing.stands:
                self.sent.append(key)
            self.stands[key] = state
            channel = outgoing.parent[0] if outgoing.parent else _stands_at(outgoing).ref
            # In the answer to a press nothing that is shown has a name.
            in_reply = outgoing.place.kind is PlaceKind.REPLY
            ts = None if in_reply else outgoing.ts or str(outgoing.id)
            await self.outbox.shown(outgoing, channel, ts, looks=b"so")

    async def _give_up(self, outgoing: Outgoing) -> None:
        async with self.outbox.giving_up(outgoing, "channel_not_found") as work:
            assert work is not None
            calls_others = outgoing.urgency is Urgency.PAGE or outgoing.kind in TOLD_OTHERWISE
            if outgoing.case is not None and calls_others:
                at = outgoing.place
                await widen(self.office, work, outgoing.case, outgoing.kind, at, for_good=True)

    async def state_of(self, outgoing: Outgoing) -> Any:
        """Return what a message shows now, as the delivery would read it."""
        if outgoing.kind not in ABOUT_A_CASE or outgoing.case is None:
            return outgoing.detail
        case = await self.case(outgoing.case)
        showing = Showing(
            WORKSPACE,
            outgoing.kind,
            outgoing.place,
            outgoing.case,
            outgoing.detail,
            not outgoing.stands,
        )
        async with self.database.read(WORKSPACE) as work:
            company = await work.settings.company()
            assert company is not None
            show, _ = ABOUT_A_CASE[outgoing.kind]
            return await show(Reading(self.office, work, company, case, showing))

    def shown(self, kind: Kind, place: Place | str | None = None) -> list[Any]:
        """Return what stands of a kind, in one place or anywhere."""
        key = Place.channel(place).key if isinstance(place, str) else place.key if place else None
        return [s for (k, p, _), s in self.stands.items() if k is kind and key in (None, p)]

    def card(self, channel: str = WEST_DESK) -> Any:
        """Return the one card in a channel."""
        (card,) = self.shown(Kind.DESK_CARD, channel)
        return card

    def times_sent(self, kind: Kind) -> int:
        """Return how many messages of a kind were sent, edits not counted."""
        return sum(sent == kind for sent, _, _ in self.sent)

    def reached(self, kind: Kind) -> set[str]:
        """Return the persons and channels that a kind of message was sent to."""
        return {
            place.partition(":")[2]
            for sent, place, _ in self.sent
            if sent is kind and not place.startswith(PlaceKind.THREAD)
        }

    def open_questions(self) -> set[str]:
        """Return the questions open in the thread, the danger question included."""
        heads = [head.question for head in self.shown(Kind.REPORT_HEAD)]
        asked = [*self.shown(Kind.QUESTION), *heads]
        return {state.question.id for state in asked if state.phase == "open"}

    def open_question(self) -> str | None:
        """Return the one question open in the thread."""
        asked = self.open_questions()
        assert len(asked) <= 1, asked
        return next(iter(asked), None)


def _stands_at(outgoing: Outgoing) -> Place:
    """Return where a message is put: where its thread's head was to be, if that never came."""
    return outgoing.above if outgoing.above and outgoing.parent is None else outgoing.place


@cache
def shipped() -> tuple[Flow, tuple[Card, ...]]:
    """Return the shipped flow and cards, read once."""
    return load_flow(), load_cards()


def new_firm(database: Database, clock: MovableClock) -> Firm:
    """Return the company without settings yet."""
    office = Office(database, clock, *shipped())
    return Firm(database, clock, office, Outbox(database))


async def refusal(awaitable: Any) -> str | None:
    """Return the reason somebody was refused, or None when they were not."""
    try:
        await awaitable
    except RefusedError as refused:
        return refused.reason.value
    return None
