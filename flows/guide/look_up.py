"""Reading in the guide: for everybody who works here, and noted nowhere."""

from dataclasses import dataclass

from flows.errors import Reason, RefusedError
from flows.guide.entries import entry_of
from flows.guide.find_cards import Entry
from flows.guide.guide import Guide
from flows.guide.read_guide import load_guide
from flows.membership.roles import refuse_strangers
from flows.ports import Office


@dataclass(frozen=True, slots=True)
class GuideState:
    """What is open in front of somebody, and the guide it stands in."""

    guide: Guide
    entry: Entry


async def look_up(office: Office, workspace: str, user: str, key: str) -> GuideState:
    """Return what somebody chose.

    Raises:
        RefusedError: they do not work here, or there is no such entry any more.
    """
    async with office.store.read(workspace) as work:
        await refuse_strangers(work, user)
    guide = load_guide()
    entry = entry_of(guide, key)
    if entry is None:
        raise RefusedError(Reason.OUTDATED)
    return GuideState(guide, entry)
