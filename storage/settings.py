"""The company's settings: every version kept, the newest in force and held in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, bindparam, func, insert, select

from flows.company import Company
from flows.company_file import company_from_document
from storage.keys import Keyring
from storage.prepared import Prepared
from storage.scope import Scope
from storage.sealing import Seal
from storage.tables import settings


class CompanyCache:
    """The company of each workspace as last read, with the id of the version it came from."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[UUID, Company]] = {}

    def get(self, workspace: str, version: UUID) -> Company | None:
        """Return the company if it was read from that very version."""
        known = self._known.get(workspace)
        return known[1] if known is not None and known[0] == version else None

    def put(self, workspace: str, version: UUID, company: Company) -> None:
        """Remember the company read from that version."""
        self._known[workspace] = (version, company)


class SqlSettingsBook:
    """The settings of one workspace."""

    def __init__(self, scope: Scope, cache: CompanyCache) -> None:
        self._scope = scope
        self._reader = CompanyReader(scope.keyring, cache, scope.workspace)
        self._seal = Seal(scope.keyring, settings, "document")

    async def company(self) -> Company | None:
        """Return the settings in force, or None when there are none yet.

        Another process may have put new ones in force: the version is looked up each time, the
        document only when it is a new one.
        """
        return await self._scope.connection.run_sync(self._reader)

    async def document(self) -> Mapping[str, Any] | None:
        """Return the document in force as it was kept, or None when there is none yet."""
        return await self._scope.connection.run_sync(self._reader.document)

    async def keep(self, document: Mapping[str, object], by: str, at: datetime) -> None:
        """Put a settings document in force; the former ones are kept.

        Raises:
            SettingsError: the document describes no company.
        """
        company_from_document(document)
        await self._scope.hold("settings")
        workspace = self._scope.workspace
        version = uuid4()
        number = select(func.coalesce(func.max(settings.c.version), 0) + 1).where(
            settings.c.workspace == workspace
        )
        await self._scope.connection.execute(
            insert(settings).values(
                workspace=workspace,
                version=number.scalar_subquery(),
                id=version,
                by=by,
                at=at,
                document=self._seal.document(document, workspace, version.bytes),
            )
        )


@dataclass(frozen=True, slots=True)
class CompanyReader:
    """Reads the settings in force in a workspace; None where there are none yet.

    KeyringError or TamperedError where they cannot be opened.
    """

    keyring: Keyring
    cache: CompanyCache
    workspace: str

    def __call__(self, connection: Connection) -> Company | None:
        """Read them, the document only when it is a new one."""
        version = self._version(connection)
        if version is None:
            return None
        company = self.cache.get(self.workspace, version)
        if company is None:
            company = company_from_document(self._read(connection, version))
            self.cache.put(self.workspace, version, company)
        return company

    def document(self, connection: Connection) -> Mapping[str, Any] | None:
        """Read the document as it was kept."""
        version = self._version(connection)
        return None if version is None else self._read(connection, version)

    def _version(self, connection: Connection) -> UUID | None:
        newest = _newest_version().rows(connection, {"workspace": self.workspace})
        return newest[0].id if newest else None

    def _read(self, connection: Connection, version: UUID) -> dict[str, Any]:
        of_version = (settings.c.workspace == self.workspace, settings.c.id == version)
        sealed = connection.execute(select(settings.c.document).where(*of_version)).scalar_one()
        seal = Seal(self.keyring, settings, "document")
        return seal.open_document(sealed, self.workspace, version.bytes)


@cache  # building a statement costs more than executing it
def _newest_version() -> Prepared:
    return Prepared(
        select(settings.c.id)
        .where(settings.c.workspace == bindparam("workspace"))
        .order_by(settings.c.version.desc())
        .limit(1)
    )
