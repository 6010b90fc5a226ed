"""What the answer to a command needs, read on one way to the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from flows.company import Company
from flows.company_file import company_from_document
from flows.ports import Glimpse
from storage.cases import last_unfinished, unfinished
from storage.directory import people_of, person_from
from storage.keys import Keyring
from storage.sealing import Seal
from storage.settings import CompanyCache, document_of, newest_version
from storage.tables import cases, people, settings


@dataclass(frozen=True, slots=True)
class Glance:
    """Reads about `users` of a workspace; each thing as it was committed last."""

    keyring: Keyring
    companies: CompanyCache
    workspace: str
    users: Collection[str]
    told_since: datetime

    def __call__(self, connection: Connection) -> Glimpse:
        """Read it; KeyringError or TamperedError where something cannot be opened."""
        named, facts = Seal(self.keyring, people, "name"), Seal(self.keyring, cases, "facts")
        rows = connection.execute(*people_of(self.workspace, self.users))
        known = {row.user: person_from(named, row) for row in rows}
        rows = connection.execute(*unfinished(self.workspace, self.users, self.told_since))
        left = last_unfinished(facts, self.workspace, rows)
        return Glimpse(self._company(connection), known, left)

    def _company(self, connection: Connection) -> Company | None:
        newest = connection.execute(newest_version(), {"workspace": self.workspace})
        version: UUID | None = newest.scalar()
        if version is None:
            return None
        company = self.companies.get(self.workspace, version)
        if company is None:
            sealed = connection.execute(document_of(self.workspace, version)).scalar_one()
            seal = Seal(self.keyring, settings, "document")
            document = seal.open_document(sealed, self.workspace, version.bytes)
            company = company_from_document(document)
            self.companies.put(self.workspace, version, company)
        return company
