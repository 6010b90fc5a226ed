"""What is read on one way to the database: the settings, and what answers a command."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from flows.company import Company
from flows.company_file import company_from_document
from flows.places import is_shared
from flows.ports import Glimpse
from storage.cases import last_unfinished, unfinished
from storage.directory import people_of, person_from
from storage.keys import Keyring
from storage.sealing import Seal
from storage.settings import CompanyCache, document_of, newest_version
from storage.tables import cases, people, settings


@dataclass(frozen=True, slots=True)
class CompanyReader:
    """Reads the settings in force in a workspace; None where there are none yet."""

    keyring: Keyring
    companies: CompanyCache
    workspace: str

    def __call__(self, connection: Connection) -> Company | None:
        """Read them; KeyringError or TamperedError where they cannot be opened."""
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
        rows = connection.execute(*people_of(workspace, self.users))
        known = {row.user: person_from(named, row) for row in rows}
        company = self.company(connection)
        if company is None:
            return Glimpse(None, known, {})
        own = [user for user in self.users if not is_shared(company, user)]
        rows = connection.execute(*unfinished(workspace, own, self.told_since))
        return Glimpse(company, known, last_unfinished(facts, workspace, rows))
