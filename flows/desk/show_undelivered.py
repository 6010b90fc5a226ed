"""What did not arrive: on the card of its case, and for whoever runs the app."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from flows.case import Case
from flows.desk.view_states import Missed, MissedBy, UndeliveredState
from flows.messages import Kind, Place, PlaceKind, Showing, Undelivered
from flows.ports import Work

_IN_PASSING = frozenset({PlaceKind.REPLY, PlaceKind.PRIVATE})
"""Answers to one press. Whoever pressed saw that nothing came."""

_CALLS = frozenset({Kind.DESK_CARD, Kind.PAGE, Kind.ALARM_OVER, Kind.RELIEF_PAGE})
"""What the desks send one another. Whom else the reporter turned to, a card does not tell."""

_ANY = MissedBy.PERSON
_MOST_NUMBERS = 20


async def missed_of(work: Work, case: Case, here: Place | None) -> tuple[Missed, ...]:
    """Return who has not received something about a case, each once; not what was for `here`."""
    lost = await work.messages.undelivered(case.id)
    elsewhere = [one for one in lost if one.place.kind not in _IN_PASSING and one.place != here]
    missed = ((one, _missed(one, case)) for one in elsewhere)
    shown = (m for one, m in missed if m.by is MissedBy.REPORTER or one.kind in _CALLS)
    return tuple(dict.fromkeys(shown))


async def show_undelivered(work: Work, showing: Showing) -> UndeliveredState | None:
    """Return everything that is given up at this moment; nothing new is said where nothing is."""
    lost = [one for one in await work.messages.undelivered() if one.kind is not Kind.UNDELIVERED]
    if showing.first and not lost:
        return None
    cases = {one.case: await _case(work, one.case) for one in lost}
    missed = Counter(_unnamed(_missed(one, cases[one.case])) for one in lost)
    numbers = sorted({case.number for case in cases.values() if case and case.number})
    return UndeliveredState(tuple(missed.items()), tuple(numbers[-_MOST_NUMBERS:]))


async def _case(work: Work, case: UUID | None) -> Case | None:
    return None if case is None else await work.cases.get(case)


def _unnamed(missed: Missed) -> Missed:
    """Return it without who it is: only a channel has to be put right."""
    return missed if missed.by is MissedBy.CHANNEL else replace(missed, by=_ANY, ref=None)


def _missed(lost: Undelivered, case: Case | None) -> Missed:
    """Say who missed it. Whoever reports is not named."""
    place = lost.place
    if place.kind in (PlaceKind.CHANNEL, PlaceKind.PRIVATE):
        return Missed(MissedBy.CHANNEL, place.ref.partition("/")[0], lost.why)
    if place.kind is PlaceKind.PERSON and (case is None or place.ref != case.reporter):
        return Missed(MissedBy.PERSON, place.ref, lost.why)
    return Missed(MissedBy.REPORTER, None, lost.why)
