"""What the private first question turns into once it was pressed."""

from enum import StrEnum
from uuid import UUID

from flows.case import Case
from flows.messages import Kind, ReplyAddress, Wanted
from flows.ports import Work


class Pressed(StrEnum):
    """What the press did; the detail of the receipt."""

    ANSWERED = ""
    GONE_ON = "gone_on"  # the report goes on in its thread
    LEFT_BEHIND = "left_behind"  # nothing: it was answered in the thread, or is over


async def leave_receipt(
    work: Work, case: Case, address: ReplyAddress, pressed: Pressed = Pressed.ANSWERED
) -> None:
    """Replace what was pressed by what became of it, and the way to the thread."""
    await work.messages.remember(address)
    receipt = Wanted(Kind.RECEIPT, address.place, case=case.id, detail=pressed.value)
    await work.messages.want(receipt)


async def over_by_now(work: Work, case_id: UUID, actor: str) -> Case | None:
    """Return the actor's own report where it is over, so that a press does nothing."""
    case = await work.cases.get(case_id)
    return case if case is not None and case.reporter == actor and case.over else None
