"""Who was told of a case, by what became of their messages and not by the settings alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flows.alarm.ask_for_relief import relief_channels
from flows.case import Case
from flows.company import Company
from flows.membership.roles import managers
from flows.messages import Fate, Kind, Place, PlaceKind
from flows.places import desks_of
from flows.ports import Work
from flows.report.gravest import is_gravest
from flows.report.view_states import Told

CARDS = frozenset({Kind.DESK_CARD})
ALARM = frozenset({Kind.DESK_CARD, Kind.PAGE})
PAGES = frozenset({Kind.PAGE})
RELIEF = frozenset({Kind.RELIEF_PAGE})
PHONES = 3
"""The most numbers that are read out."""

_READ = frozenset({Fate.STANDS, Fate.COMING})


@dataclass(frozen=True, slots=True)
class Reached:
    """Who was told, who is being told although it did not work so far, and who cannot be."""

    told: tuple[Told, ...] = ()
    awaited: tuple[Told, ...] = ()
    missed: tuple[Told, ...] = ()

    @property
    def on_a_desk(self) -> bool:
        """Whether some desk or HQ reads it, and not only people in person."""
        return any(one.person is None for one in self.told)


async def reached(
    work: Work, company: Company, case: Case, kinds: frozenset[Kind], places: Iterable[Place]
) -> Reached:
    """Return what has become of these kinds of message in these places."""
    fates = await work.messages.fates(case.id, kinds)
    met = [(_named(company, p), fates[p.key]) for p in dict.fromkeys(places) if p.key in fates]
    return Reached(
        told=tuple(told for told, fate in met if fate in _READ),
        awaited=tuple(told for told, fate in met if fate is Fate.DELAYED),
        missed=tuple(told for told, fate in met if fate is Fate.GIVEN_UP and told.person is None),
    )


async def told_of_case(
    work: Work, company: Company, case: Case, kinds: frozenset[Kind] = CARDS
) -> Reached:
    """Return who was told of a case: its desks, HQ where it stands in for them, or people.

    So were the managers who were paged, unless that was a slip and nothing grave came after.
    """
    desks = await desks_of(work, company, case)
    hq = (company.hq_channel,) if company.hq_channel else ()
    channels = (Place.channel(channel) for channel in (*desks, *hq))
    people = (Place.person(user) for user in sorted(case.stand_ins))
    who = await reached(work, company, case, kinds, (*channels, *people))
    if case.alarm is not None and not case.was_in_danger and not is_gravest(case):
        return who
    paged = {*await managers(work, company)} - case.stand_ins
    called = await reached(work, company, case, PAGES, map(Place.person, sorted(paged)))
    return replace(who, told=(*who.told, *called.told))


def relief_offered(company: Company, case: Case) -> tuple[Told, ...]:
    """Return who would be asked to take over; nobody for somebody else, twice, or at the end."""
    if case.for_other or case.relief_wanted or case.over:
        return ()
    return tuple(_named(company, Place.channel(c)) for c in relief_channels(company, case))


async def to_be_told(work: Work, company: Company, case: Case) -> tuple[Told, ...]:
    """Return the desks that will be told of a case."""
    desks = await desks_of(work, company, case)
    return tuple(_named(company, Place.channel(channel)) for channel in desks)


def phone_of(company: Company, case: Case) -> str | None:
    """Return the branch's number to ring; none where the branch is not to know."""
    branch = company.branch(case.branch)
    return branch.phone if branch and not case.hq_only else None


async def phones_to_ring(work: Work, company: Company, case: Case) -> tuple[tuple[str, str], ...]:
    """Return where help can be rung, by name: the branch, or every one that was called."""
    branch = company.branch(case.branch)
    desks = () if branch else await desks_of(work, company, case)
    near = (branch,) if branch else (b for b in company.branches if b.desk_channel in desks)
    return tuple((b.name, b.phone) for b in near if b.phone)[:PHONES]


def _named(company: Company, place: Place) -> Told:
    if place.kind is PlaceKind.PERSON:
        return Told(None, hq=False, person=place.ref)
    if place.ref == company.hq_channel:
        return Told(None, hq=True)
    branch = next((b for b in company.branches if b.desk_channel == place.ref), None)
    return Told(branch.name if branch else None, hq=False)
