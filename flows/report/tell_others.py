"""A card that its own desk cannot be given: HQ reads it instead, or people in person."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from flows.alarm.raise_alarm import called_people
from flows.case import Case
from flows.company import Company
from flows.messages import Fate, Kind, Place
from flows.places import card_for, card_of, desks_of
from flows.ports import Work
from flows.timeline import BOT, EntryKind


async def tell_others(
    work: Work, company: Company, case: Case, given_up: frozenset[str], now: datetime
) -> Case:
    """Put the card before whoever can still read it, and return the case with its stand-ins.

    Nobody else is told while another desk of the case has it, or once it is over. After HQ
    come the people on call and the managers, in their own conversations; they may open it.

    Args:
        work: the transaction in which the card was given up.
        company: the settings in force.
        case: the case of the card.
        given_up: the keys of the places where nothing about the case arrives.
        now: the present time.
    """
    desks = await desks_of(work, company, case)
    if case.over or any(Place.channel(channel).key not in given_up for channel in desks):
        return case
    cards = await work.messages.fates(case.id, frozenset({Kind.DESK_CARD}))
    hq = company.hq_channel
    if hq is not None and Place.channel(hq).key not in given_up:
        await _note(work, case, [Place.channel(hq)], cards, now)
        await work.messages.want(card_of(case, hq))
        return case if _a_branch_knows(company, cards) else replace(case, branch_told_at=None)
    people = await called_people(work, company, case)
    reachable = [user for user in people if Place.person(user).key not in given_up]
    await _note(work, case, map(Place.person, reachable), cards, now)
    for user in reachable:
        await work.messages.want(card_for(case, user))
    return replace(case, stand_ins=frozenset(reachable))


def _a_branch_knows(company: Company, cards: Mapping[str, Fate]) -> bool:
    """Whether a card stands before the desk of some branch."""
    desks = (Place.channel(branch.desk_channel).key for branch in company.branches)
    return any(cards.get(desk) is Fate.STANDS for desk in desks)


async def _note(
    work: Work, case: Case, told: Iterable[Place], cards: Container[str], now: datetime
) -> None:
    """Note in the timeline who is told instead, each once: not where there is a card already."""
    new = [place.ref for place in told if place.key not in cards]
    if new:
        await work.timeline.append(case.id, EntryKind.TOLD, BOT, now, {"instead": new})
