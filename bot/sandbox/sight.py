"""What stands in front of one person: channels, modals, the Home tab, and each element in them."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.blocks import elements
from bot.sandbox.elements import initial, matching, picked
from bot.sandbox.notices import Notice, visible
from bot.sandbox.records import Message, View

if TYPE_CHECKING:
    from bot.sandbox.server import SlackServer

Json = dict[str, Any]
Place = Message | View


class CannotDoError(Exception):
    """This person cannot do that in Slack: it is not there, not shown to them, or not allowed."""


class Sight:
    """One user's view of Slack's client, and what is chosen in it so far."""

    def __init__(self, server: "SlackServer", user_id: str) -> None:
        self.id = user_id
        self._server = server
        self._workspace = server.workspace

    @property
    def dm(self) -> str:
        """Return the id of their direct messages with the bot."""
        return self._workspace.im_of(self.id).id

    @property
    def modal(self) -> View | None:
        """Return the modal in front of them."""
        return self._server.modals.top(self.id)

    @property
    def home(self) -> View | None:
        """Return what their Home tab shows."""
        return self._server.homes.views.get(self.id)

    @property
    def notifications(self) -> list[Notice]:
        """Return what their lock screen showed, oldest first."""
        return self._server.notices.sent.get(self.id, [])

    def sees(self, channel: str) -> list[Message]:
        """Return what a channel shows them, oldest first; nothing where they are no member."""
        return visible(self._workspace, self.id, channel)

    def find(self, action_id: str) -> Message | None:
        """Return the newest message they see with this element in it."""
        found = [
            message
            for channel in self._workspace.channels
            for message in self.sees(channel)
            if any(e.get("action_id") == action_id for _, e in elements(message.blocks))
        ]
        return max(found, key=lambda message: message.ts, default=None)

    # What stands in it

    def _element(
        self, place: Place, action_id: str, by: str | None, value: Any, block: str | None = None
    ) -> tuple[Json, Json]:
        found = matching(self._blocks(place), action_id, by, value, block)
        if len(found) != 1:
            what = "no element" if not found else f"{len(found)} elements"
            raise CannotDoError(f"{what} {action_id} for {value!r} in front of {self.id}")
        return found[0]

    def _blocks(self, place: Place) -> list[Json]:
        if isinstance(place, View):
            if place is not self.modal and place is not self.home:
                raise CannotDoError("this modal is not the one in front")
            return list(place.content["blocks"])
        return self._current(place).blocks

    def _current(self, message: Message) -> Message:
        shown = [one for one in self.sees(message.channel) if one.ts == message.ts]
        if not shown:
            raise CannotDoError(f"{self.id} does not see message {message.ts}")
        return shown[0]

    def _chosen(self, place: Place) -> dict[tuple[str, str], Json]:
        if isinstance(place, View):
            return place.chosen
        return self._workspace.chosen.setdefault((place.channel, place.ts, self.id), {})

    def _state(self, place: Place, block: Json, element: Json) -> Json:
        ids = (block["block_id"], element["action_id"])
        return self._chosen(place).get(ids) or initial(element)

    def _picked(self, element: Json, value: Any) -> Json:
        try:
            return picked(element, value)
        except LookupError as unknown:
            raise CannotDoError(f"{value!r} is not on offer") from unknown
