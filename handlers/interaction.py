"""What every listener needs of one interaction: who, where, which report, how to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.errors import Reason, RefusedError
from flows.messages import ReplyAddress
from flows.ports import Office
from handlers.identity import Identity, identify
from handlers.texts import Texts

REPLIES_FOR = timedelta(minutes=30)  # how long Slack takes posts to a response address


@dataclass(frozen=True, slots=True)
class Surface:
    """What the listeners are made with."""

    office: Office
    texts: Texts

    async def language(self, workspace: str, user: str | None) -> str:
        """Return a person's own language, or the company's where it is not known."""
        async with self.office.store.read(workspace) as work:
            person = await work.directory.person(user) if user else None
            if person is not None:
                return person.language
            company = await work.settings.company()
            return company.language if company else "ja"

    def address(
        self, identity: Identity, url: str | None, user: str, *, replaces: bool = False
    ) -> ReplyAddress | None:
        """Return how this interaction can be answered, or None where Slack gave no way."""
        if url is None:
            return None
        until = self.office.clock.now() + REPLIES_FOR
        return ReplyAddress(identity.reference, url, user, until, replaces)


def reference(text: str | None) -> UUID:
    """Return the report a button or form belongs to.

    Raises:
        RefusedError: it is no reference of ours.
    """
    try:
        return UUID(text or "")
    except ValueError as error:
        raise RefusedError(Reason.UNREADABLE) from error


def identity_of(body: Mapping[str, Any]) -> Identity:
    """Return the identity of a delivery that the entrance has already accepted."""
    return identify(body)
