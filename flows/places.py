"""Where the reporter's and the desk's messages about a case stand."""

from flows.case import Case
from flows.company import Branch, Company
from flows.membership.roles import active_members, is_stranger, managers, roles_of
from flows.messages import Kind, Place, PlaceKind, Urgency, Wanted
from flows.people import (
    DECIDERS_NEEDED,
    desks_instead,
    is_for_hq,
    is_on_its_desk,
    own_people,
)
from flows.ports import Work

Named = tuple[str | None, str | None]
"""A Slack user to be mentioned, or a name as it is."""


def head_of(case: Case) -> Wanted:
    """Return the message that heads the report's thread in the reporter's conversation."""
    return Wanted(Kind.REPORT_HEAD, Place.person(case.reporter), case=case.id)


def thread_of(case: Case) -> Place:
    """Return the report's thread, which only the reporter sees."""
    return Place.thread(head_of(case).id_in(case.workspace), case.reporter)


def card_of(case: Case, channel: str) -> Wanted:
    """Return the desk's card in one channel; it pages while somebody is in danger."""
    urgency = Urgency.PAGE if case.help_wanted else Urgency.NORMAL
    return Wanted(Kind.DESK_CARD, Place.channel(channel), case=case.id, urgency=urgency)


def card_for(case: Case, user: str) -> Wanted:
    """Return the desk's card for one person, who reads it because the desk cannot."""
    return Wanted(Kind.DESK_CARD, Place.person(user), case=case.id)


def word_to_holder(case: Case) -> Wanted | None:
    """Return what tells whoever has taken a case that it moved, or is over; each taking anew.

    The card is only edited, and an edit rings no phone.
    """
    if case.taken_by is None:
        return None
    place = Place.person(case.taken_by)
    return Wanted(Kind.RELEASED, place, case=case.id, detail=taking_of(case))


def taking_of(case: Case) -> str:
    """Return what tells one taking of a case from another."""
    return f"{case.taken_by}/{case.taken_at.isoformat()}" if case.taken_at else ""


async def desks_of(work: Work, company: Company, case: Case) -> tuple[str, ...]:
    """Return the channels whose people are told of a case.

    HQ stands in where the reporter asked to keep it from the branch, where the branch is not
    known, and beside a desk that has fewer than two people to decide it; in place of one that
    has nobody but those it is about. Danger at a branch that is not known goes to every desk of
    the legal entity; so does every report where no HQ could place it.
    """
    if case.hq_only:
        # Without an HQ any more it stays kept from the branch: nobody is better than the wrong one.
        return (company.hq_channel,) if company.hq_channel else ()
    branch = company.branch(case.branch)
    if branch is None:
        hq = (company.hq_channel,) if company.hq_channel else ()
        return (*(b.desk_channel for b in desks_instead(company, case)), *hq)
    people = await active_members(work, branch.desk_channel)
    deciders = [p for p in people if p.user not in own_people(case)]
    if len(deciders) >= DECIDERS_NEEDED or company.hq_channel is None:
        return (branch.desk_channel,)
    if people and not deciders:
        return (company.hq_channel,)
    return (branch.desk_channel, company.hq_channel)


async def called_at(work: Work, company: Company, case: Case, channel: str) -> tuple[str, ...]:
    """Return who is called by name in a desk's channel: those on call, else its people.

    Somebody on call who is not in the channel would not be rung there.
    """
    branch = next((b for b in company.branches if b.desk_channel == channel), None)
    people = await desk_people(work, case, channel)
    on_call = await on_call_of(work, case, branch) if branch else ()
    return tuple(user for user in on_call if user in people) or people


async def on_call_of(work: Work, case: Case, branch: Branch) -> tuple[str, ...]:
    """Return who of a branch's people on call can come: they work here and it is not theirs."""
    others = [user for user in branch.on_call if user not in own_people(case)]
    return tuple([user for user in others if not await is_stranger(work, user)])


async def managers_of(work: Work, company: Company, case: Case) -> tuple[str, ...]:
    """Return the managers who are told of a case: they work here and it is not theirs.

    What is kept from a branch does not reach one who is on its desk.
    """
    found = []
    for user in sorted(await managers(work, company) - own_people(case)):
        kept = case.hq_only and not is_for_hq(await roles_of(work, company, user), case)
        if not kept and not await is_stranger(work, user):
            found.append(user)
    return tuple(found)


async def desk_people(work: Work, case: Case, channel: str) -> tuple[str, ...]:
    """Return the people of a desk's channel whom the case is not about."""
    people = await active_members(work, channel)
    return tuple(p.user for p in people if p.user not in own_people(case))


async def reporter_at(work: Work, case: Case, place: Place | None) -> Named:
    """Return who reports, as a message in that place names them."""
    if case.reporter_name:
        return None, case.reporter_name
    return await _named_at(work, case.reporter, place)


async def affected_at(work: Work, case: Case, place: Place | None) -> Named:
    """Return whom it happened to, where that is somebody else, in the same way."""
    if case.affected is None:
        return None, None
    user, name = await _named_at(work, case.affected.user, place)
    return user, name or case.affected.name


async def _named_at(work: Work, user: str | None, place: Place | None) -> Named:
    """A mention would call whoever is in the channel to a message about themselves."""
    if user is None or place is None or place.kind is not PlaceKind.CHANNEL:
        return user, None
    if user not in (await work.directory.members(place.ref) or ()):
        return user, None
    person = await work.directory.person(user)
    return (None, person.name) if person else (user, None)


async def has_card(work: Work, company: Company, case: Case, user: str) -> bool:
    """Whether somebody has the desk's card before them: in a channel of its, or in person."""
    channels = {*await desks_of(work, company, case)}
    hq = company.hq_channel
    if hq is not None and await work.messages.stands(card_of(case, hq)):
        channels.add(hq)
    return user in case.stand_ins or bool(channels & await work.directory.channels_of(user))


def is_shared(company: Company, user: str) -> bool:
    """Whether several people use this account, so that nothing may be sent to it later."""
    return user in company.shared_accounts


async def holds(work: Work, company: Company, case: Case, user: str) -> bool:
    """Whether somebody has taken a case and may still have it."""
    if user != case.taken_by:
        return False
    return is_on_its_desk(await roles_of(work, company, user), case, company)
