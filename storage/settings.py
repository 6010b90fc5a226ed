"""The company's settings: every version kept, the newest in force and held in memory."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, bindparam, func, insert, select

from flows.company import Company
from flows.company_file import company_from_document
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
        self._cache = cache
        self._seal = Seal(scope.keyring, settings, "document")

    async def company(self) -> Company | None:
        """Return the settings in force, or None when there are none yet.

        Another process may have put new ones in force: the version is looked up each time, the
        document only when it is a new one.
        """
        workspace = self._scope.workspace
        version = await self._version()
        if version is None:
            return None
        company = self._cache.get(workspace, version)
        if company is None:
            company = company_from_document(await self._read(version))
            self._cache.put(workspace, version, company)
        return company

    async def document(self) -> Mapping[str, Any] | None:
        """Return the document in force as it was kept, or None when there is none yet."""
        version = await self._version()
        return None if version is None else await self._read(version)

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

    async def _version(self) -> UUID | None:
        newest = await self._scope.connection.execute(
            newest_version(), {"workspace": self._scope.workspace}
        )
        version: UUID | None = newest.scalar()
        return version

    async def _read(self, version: UUID) -> dict[str, Any]:
        workspace = self._scope.workspace
        result = await self._scope.connection.execute(document_of(workspace, version))
        return self._seal.open_document(result.scalar_one(), workspace, version.bytes)


@cache  # building a statement costs more than executing it
def newest_version() -> Executable:
    """Select the id of the settings in force in a `workspace`."""
    return (
        select(settings.c.id)
        .where(settings.c.workspace == bindparam("workspace"))
        .order_by(settings.c.version.desc())
        .limit(1)
    )


def document_of(workspace: str, version: UUID) -> Executable:
    """Select the sealed document of one version."""
    return select(settings.c.document).where(
        settings.c.workspace == workspace, settings.c.id == version
    )
