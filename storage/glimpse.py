"""What answers a command, read on one way to the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from flows.places import is_shared
from flows.ports import Glimpse
from storage.cases import read_unfinished
from storage.directory import read_people
from storage.sealing import Seal
from storage.settings import CompanyReader
from storage.tables import cases, people


@dataclass(frozen=True, slots=True)
class GlimpseReader:
    """Reads about `users` of a workspace; each thing as it was committed last."""

    company: CompanyReader
    users: Collection[str]
    told_since: datetime

    def __call__(self, connection: Connection) -> Glimpse:
        """Read it; KeyringError or TamperedError where something cannot be opened."""
        keyring, workspace = self.company.keyring, self.company.workspace
        named, facts = Seal(keyring, people, "name"), Seal(keyring, cases, "facts")
        known = read_people(connection, named, workspace, self.users)
        company = self.company(connection)
        if company is None:
            return Glimpse(None, known, {})
        own = [user for user in self.users if not is_shared(company, user)]
        left = read_unfinished(connection, facts, workspace, own, self.told_since)
        return Glimpse(company, known, left)
