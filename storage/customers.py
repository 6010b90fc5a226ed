"""Who the customer is, kept apart from the facts of the case."""

from dataclasses import asdict
from uuid import UUID

from flows.case import Customer
from storage.scope import Scope
from storage.sealed_notes import SealedNotes
from storage.tables import customers


class SqlCustomers:
    """The customers of one workspace's cases."""

    def __init__(self, scope: Scope) -> None:
        self._notes = SealedNotes(scope, customers)

    async def get(self, case: UUID) -> Customer | None:
        """Return what is known of the customer of this case."""
        document = await self._notes.get(case)
        return Customer(**document) if document is not None else None

    async def save(self, case: UUID, customer: Customer) -> None:
        """Keep it, sealed."""
        await self._notes.save(case, asdict(customer))
