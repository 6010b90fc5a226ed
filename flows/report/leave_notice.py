"""A private sentence to one person that changes nothing."""

from flows.errors import RefusedError
from flows.messages import Kind, Place, ReplyAddress, Wanted
from flows.ports import Office


async def leave_notice(
    office: Office,
    workspace: str,
    user: str,
    refused: RefusedError,
    *,
    delivery: str,
    address: ReplyAddress | None = None,
) -> None:
    """Tell somebody why nothing happened, where they pressed, or in their own conversation.

    `delivery` names the interaction, so that the same refusal can be said another day.
    """
    place = address.place if address else Place.person(user)
    async with office.store.write(workspace) as work:
        if address is not None:
            await work.messages.remember(address)
        await work.messages.want(_notice(refused, place, delivery))


def _notice(refused: RefusedError, place: Place, delivery: str) -> Wanted:
    if refused.case is not None:
        return Wanted(Kind.OWN_CASE, place, refused.case, detail=delivery)
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
