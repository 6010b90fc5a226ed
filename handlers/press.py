"""One press on a button, select or radio button, taken apart: who, where, which report."""

from dataclasses import dataclass
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from flows.errors import Reason, RefusedError
from flows.messages import ReplyAddress
from flows.report.start_report import Start
from handlers.identity import Identity
from handlers.interaction import Surface, reference, reference_in
from handlers.payloads import Action, BlockActions
from handlers.views.begin import BEGIN_BLOCKS


@dataclass(frozen=True, slots=True)
class Press:
    """One press, taken apart."""

    surface: Surface
    client: AsyncWebClient
    identity: Identity
    payload: BlockActions
    action: Action

    @property
    def workspace(self) -> str:
        """The workspace it was pressed in."""
        return self.identity.workspace

    @property
    def user(self) -> str:
        """Who pressed."""
        return self.payload.user.id

    @property
    def origin(self) -> str | None:
        """The channel it was pressed in, which may say which branch it is."""
        return self.payload.channel.id if self.payload.channel else None

    async def case(self) -> UUID:
        """Return the report: the button's own reference, or the thread's."""
        if self.action.value:
            return reference(self.action.value.partition("/")[0])
        if self.payload.thread is not None:
            async with self.surface.office.store.read(self.workspace) as work:
                found = await work.messages.case_of_thread(*self.payload.thread)
            if found is not None:
                return found
        raise RefusedError(Reason.NOT_FOUND)

    def address(self, *, replaces: bool) -> ReplyAddress | None:
        """Return where this press can be answered."""
        return self.surface.address(
            self.identity, self.payload.response_url, self.user, replaces=replaces
        )

    def receipt(self) -> ReplyAddress | None:
        """Return the first question that was pressed, to be replaced; else None.

        It is a private answer, or stands in the bot's own conversation beside the threads.
        """
        if not self.payload.container.is_ephemeral and self.action.block_id not in BEGIN_BLOCKS:
            return None
        return self.address(replaces=True)

    def privately(self) -> ReplyAddress | None:
        """Return where a shared account is answered: what it alone sees may be replaced."""
        return self.address(replaces=self.payload.container.is_ephemeral)

    @property
    def beside(self) -> UUID | None:
        """The other report that a button of the offer to go on names; else None."""
        _, _, other = (self.action.value or "").partition("/")
        return reference_in(other)

    async def start(self) -> Start:
        """Return the press as the beginning of a report."""
        return Start(await self.case(), self.user, self.origin, held_by=self.beside)
