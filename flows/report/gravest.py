"""The gravest reports are known at once: to the managers, and to whoever has the report."""

from flows.case import Case
from flows.company import Company
from flows.messages import Kind, Place, Urgency, Wanted
from flows.places import card_for, card_of, desks_of, holds, managers_of
from flows.ports import Work
from flows.triage import Severity


def is_gravest(case: Case) -> bool:
    """Whether a report is of the gravest kind, as far as it is known."""
    return case.proposal is not None and case.proposal.severity is Severity.S4


async def page_about_the_gravest(work: Work, company: Company, case: Case) -> None:
    """Tell the managers directly, once: the gravest cases are theirs to know at once.

    So is whoever has taken the case or, where nobody has, those who have its card: that is
    only edited, and an edit rings no phone. A card that is yet to come rings by itself.
    """
    places = [Place.person(user) for user in await managers_of(work, company, case)]
    if case.taken_by is not None and await holds(work, company, case, case.taken_by):
        places.append(Place.person(case.taken_by))
    else:
        places += await _where_its_card_stands(work, company, case)
    for place in dict.fromkeys(places):
        page = Wanted(Kind.PAGE, place, case=case.id, detail="gravest", urgency=Urgency.PAGE)
        await work.messages.want(page)


async def _where_its_card_stands(work: Work, company: Company, case: Case) -> list[Place]:
    """Return the desks that read it or, where none does, who reads it instead."""
    desks = [card_of(case, channel) for channel in await desks_of(work, company, case)]
    instead = [card_of(case, company.hq_channel)] if company.hq_channel else []
    instead += [card_for(case, user) for user in sorted(case.stand_ins)]
    standing = [card.place for card in desks if await work.messages.stands(card)]
    return standing or [card.place for card in instead if await work.messages.stands(card)]
