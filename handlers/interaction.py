"""What every listener needs of one interaction: who, where, which report, how to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.errors import Reason, RefusedError
from flows.messages import ReplyAddress
from flows.ports import Office, Work
from handlers.identity import Identity, identify
from handlers.texts import FALLBACK, Text, Texts

REPLIES_FOR = timedelta(minutes=30)  # how long Slack takes posts to a response address


@dataclass(frozen=True, slots=True)
class Surface:
    """What the listeners are made with."""

    office: Office
    texts: Texts

    async def text(self, workspace: str, user: str) -> Text:
        """Return the texts in a person's own language."""
        async with self.office.store.read(workspace) as work:
            return await self.text_in(work, user)

    async def text_in(self, work: Work, user: str) -> Text:
        """Return the texts in a person's language, or the company's where it is not known."""
        person = await work.directory.person(user)
        if person is not None:
            return self.texts.in_(person.language)
        company = await work.settings.company()
        return self.texts.in_(company.language if company else FALLBACK)

    def address(
        self,
        identity: Identity,
        url: str | None,
        user: str,
        *,
        replaces: bool = False,
        thread: str | None = None,
    ) -> ReplyAddress | None:
        """Return how this interaction can be answered, or None where Slack gave no way."""
        if url is None:
            return None
        until = self.office.clock.now() + REPLIES_FOR
        return ReplyAddress(identity.reference, url, user, until, replaces, thread)


def reference(text: str | None) -> UUID:
    """Return the report a button or form belongs to.

    Raises:
        RefusedError: it is no reference of ours.
    """
    found = reference_in(text)
    if found is None:
        raise RefusedError(Reason.UNREADABLE)
    return found


def reference_in(text: str | None) -> UUID | None:
    """Return the report that a text names, or None where it names none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def identity_of(body: Mapping[str, Any]) -> Identity:
    """Return the identity of a delivery that the entrance has already accepted."""
    return identify(body)
