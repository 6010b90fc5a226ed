"""Having a message tried again that was given up."""

from uuid import UUID

from flows.messages import Kind
from flows.ports import Clock, Store
from flows.timeline import EntryKind


async def try_again(store: Store, clock: Clock, workspace: str, message: UUID, actor: str) -> bool:
    """Send it as things stand now, and note in its case who wanted that.

    Returns False when nothing of that id was given up.
    """
    async with store.write(workspace) as work:
        lost = next((m for m in await work.messages.undelivered() if m.id == message), None)
        if lost is None or not await work.messages.try_again(message):
            return False
        case = await work.cases.get(lost.case) if lost.case is not None else None
        if case is not None and case.purged_at is None:
            now = clock.now()
            content = {"kind": lost.kind.value}
            await work.timeline.append(case.id, EntryKind.SENT_AGAIN, actor, now, content)
            await work.messages.refresh(case.id, Kind.DESK_CARD)
        await work.messages.refresh(None, Kind.UNDELIVERED)
        return True
