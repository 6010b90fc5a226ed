"""How the employee is, kept apart from the facts of the case and from the customer."""

from uuid import UUID

from flows.case import Care
from storage.scope import Scope
from storage.sealed_notes import SealedNotes
from storage.tables import care_notes


class SqlCareNotes:
    """What the employees of one workspace said of themselves."""

    def __init__(self, scope: Scope) -> None:
        self._notes = SealedNotes(scope, care_notes)

    async def get(self, case: UUID) -> Care | None:
        """Return what the employee said of themselves."""
        document = await self._notes.get(case)
        if document is None:
            return None
        ticked = document.get("ticked")
        return Care(tuple(document["impact"]), None if ticked is None else tuple(ticked))

    async def save(self, case: UUID, care: Care) -> None:
        """Keep it, sealed."""
        await self._notes.save(case, {"impact": care.impact, "ticked": care.ticked})

    async def remove(self, case: UUID) -> None:
        """Remove it for good."""
        await self._notes.remove(case)
