"""A private sentence to one person that changes nothing."""

from uuid import UUID

from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of
from flows.messages import Kind, Place, ReplyAddress, Wanted
from flows.places import is_shared, thread_of
from flows.ports import Office, Work

_OF_A_CASE = {Reason.OWN_CASE: Kind.OWN_CASE, Reason.NOT_KEPT: Kind.NOT_KEPT}
"""Refusals that say more than a sentence, read from the case."""


async def leave_notice(
    office: Office,
    workspace: str,
    user: str,
    refused: RefusedError,
    *,
    delivery: str,
    address: ReplyAddress | None = None,
    about: UUID | None = None,
) -> None:
    """Tell somebody why nothing happened, where they pressed, or in their own conversation.

    There it is said in the thread of the report it is `about`, if that is theirs. `delivery`
    names the interaction, so that the same refusal can be said another day.
    """
    async with office.store.write(workspace) as work:
        if address is not None:
            place = address.place
            await work.messages.remember(address)
        else:
            place = await _own_place(work, user, about or refused.case)
        await work.messages.want(_notice(refused, place, delivery))


async def _own_place(work: Work, user: str, about: UUID | None) -> Place:
    case = await work.cases.get(about) if about else None
    if case is None or case.reporter != user or case.purged_at is not None:
        return Place.person(user)
    return Place.person(user) if is_shared(await company_of(work), user) else thread_of(case)


def _notice(refused: RefusedError, place: Place, delivery: str) -> Wanted:
    if refused.case is not None and (kind := _OF_A_CASE.get(refused.reason)) is not None:
        return Wanted(kind, place, refused.case, detail=delivery)
    return Wanted(Kind.NOTICE, place, detail=f"{refused.reason.value}/{delivery}")


async def offer_help(office: Office, workspace: str, user: str, *, reference: str) -> None:
    """Say what can be typed, in the person's own conversation, with the danger question below.

    `reference` is the report that a press there begins.
    """
    async with office.store.write(workspace) as work:
        await work.messages.want(Wanted(Kind.HELP, Place.person(user), detail=reference))


async def offer_button(
    office: Office, workspace: str, user: str, channel: str, *, reference: str
) -> None:
    """Answer a command typed as a message with the danger question, for the writer only."""
    async with office.store.write(workspace) as work:
        place = Place.private(channel, user)
        await work.messages.want(Wanted(Kind.BEGIN, place, detail=reference))


async def apologise(office: Office, workspace: str, user: str, *, error: str) -> None:
    """Tell somebody that what they did could not be done, with the id that is in the log."""
    async with office.store.write(workspace) as work:
        await work.messages.want(Wanted(Kind.APOLOGY, Place.person(user), detail=error))
