"""How many messages wait, and how many were given up."""

from dataclasses import dataclass

from sqlalchemy import func, select

from storage.unit_of_work import Database
from storage.work_tables import MESSAGE_DEAD, MESSAGE_PENDING, messages


@dataclass(frozen=True, slots=True)
class Counts:
    """`pending`: now, or for a later time; `dead`: given up."""

    pending: int
    dead: int


async def counts(database: Database) -> Counts:
    """Count the messages of all workspaces."""
    every = select(func.count()).select_from(messages)
    async with database.connections.reading() as connection:
        return Counts(
            pending=(await connection.execute(every.where(MESSAGE_PENDING))).scalar_one(),
            dead=(await connection.execute(every.where(MESSAGE_DEAD))).scalar_one(),
        )
