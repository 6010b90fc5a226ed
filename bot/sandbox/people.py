"""A person in the workspace, and everything they can do there."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox import acknowledgements, typed_text
from bot.sandbox.delivery import Answer
from bot.sandbox.elements import refusals, value_of
from bot.sandbox.interactions import changed, clicked
from bot.sandbox.payloads import rich_text
from bot.sandbox.records import Channel, File, Message, View
from bot.sandbox.sight import CannotDoError, Place, Sight

if TYPE_CHECKING:
    from bot.sandbox.server import SlackServer

__all__ = ["CannotDoError", "Person", "Place"]

Json = dict[str, Any]


class Person(Sight):
    """One user in front of Slack's client: they see it, and act on what they see.

    Each act returns once the app acknowledged it, or Slack gave up waiting; what the client
    then says about a failure is in `errors`, newest last.
    """

    def __init__(self, server: "SlackServer", user_id: str) -> None:
        super().__init__(server, user_id)
        self.errors: list[str] = []

    def reload(self) -> None:
        """Start the client anew: what was shown to them alone is gone."""
        for message in list(self._workspace.messages.values()):
            if message.only_for == self.id:
                self._workspace.delete(message)

    # What they type

    async def command(self, channel: str, name: str, text: str = "") -> None:
        """Send a slash command; a thread has no place for one."""
        place = self._writable(channel)
        if name not in self._server.manifest.commands:
            raise CannotDoError(f"{name} is not a valid command")
        typed = text.strip()
        sent = typed_text.sent(typed, self._workspace)
        if not self._server.manifest.commands[name]:
            sent = typed_text.escaped(typed)
        answer = await self._server.interactions.command(self.id, place, name, sent)
        if self._went_well(answer, f"{name} failed with the error"):
            refusal = acknowledgements.of_command(self._server, place.id, self.id, answer.content)
            if refusal:
                self.errors.append(f"{name} failed with the error {refusal!r}")

    async def say(
        self,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        files: Iterable[File] = (),
    ) -> Message:
        """Post a message as typed; `@name` and `@channel` become mentions, the rest is escaped."""
        place = self._writable(channel)
        if thread_ts is not None and self._workspace.message(channel, thread_ts) is None:
            raise CannotDoError(f"there is no message {thread_ts} to reply to")
        if text.startswith("/"):
            raise CannotDoError(f"{text.split(maxsplit=1)[0]} is not a valid command here")
        if place.is_im and not self._may_write_to_bot():
            raise CannotDoError("sending messages to this app has been turned off")
        block = rich_text(text, self._workspace.next_id("b")[-5:]) if text else []
        message = self._workspace.post(
            channel,
            self.id,
            typed_text.sent(text, self._workspace),
            blocks=block,
            thread_ts=thread_ts,
            files=tuple(files),
            client_msg_id=self._workspace.next_id("m").lower(),
        )
        await self._server.told(message.ts)
        return message

    def upload(self, name: str, mimetype: str, content: bytes | Path = b"content") -> File:
        """Pick a file to put into a message."""
        return self._workspace.file(self.id, name, mimetype, content)

    def delete_file(self, file: File) -> None:
        """Delete a file of their own."""
        if file.user != self.id:
            raise CannotDoError(f"{file.id} is not a file of {self.id}")
        self._workspace.delete_file(file)

    # What they press

    async def press(
        self, place: Place, action_id: str, value: str | None = None, block: str | None = None
    ) -> None:
        """Press a button; `block`, here and below, where one id stands in several blocks."""
        found, button = self._element(place, action_id, "value", value, block)
        if button["type"] != "button":
            raise CannotDoError(f"{action_id} is a {button['type']}, not a button")
        await self._act(place, found, clicked(button))

    async def tick(self, place: Place, action_id: str, *option_values: str) -> None:
        """Tick or untick options one after another, as Slack's client reports them."""
        for option_value in option_values:
            block, element = self._element(place, action_id, "option", option_value)
            now = [one["value"] for one in value_of(element, self._state(place, block, element))]
            if option_value in now:
                now.remove(option_value)
            else:
                now.append(option_value)
            await self._set(place, block, element, now)

    async def choose(
        self, place: Place, action_id: str, value: Any, block: str | None = None
    ) -> None:
        """Choose one option, a person, a channel, a day or a time; a list where several may be."""
        found, element = self._element(place, action_id, "option", value, block)
        await self._set(place, found, element, value)

    async def enter(
        self, place: Place, action_id: str, text: str, block: str | None = None
    ) -> None:
        """Type into a field and press return."""
        found, element = self._element(place, action_id, None, None, block)
        await self._set(place, found, element, text)

    async def shortcut(self, callback_id: str) -> None:
        """Start a global shortcut."""
        self._check_shortcut(callback_id, "global")
        answer = await self._server.interactions.shortcut(self.id, callback_id)
        self._went_well(answer, "the shortcut failed:")

    async def message_shortcut(self, callback_id: str, message: Message) -> None:
        """Start a shortcut from a message's menu."""
        self._check_shortcut(callback_id, "message")
        shown = self._current(message)
        if shown.only_for is not None:
            raise CannotDoError("a message only one person sees has no shortcuts")
        answer = await self._server.interactions.message_shortcut(self.id, callback_id, shown)
        self._went_well(answer, "the shortcut failed:")

    # What they fill in

    def fill(self, entries: Mapping[str, Any]) -> None:
        """Fill in input blocks of the modal: block id -> text, option value(s), id, day, time."""
        view = self._open_modal()
        blocks = {block["block_id"]: block for block in view.content["blocks"]}
        for block_id, value in entries.items():
            block = blocks.get(block_id)
            if block is None or block["type"] != "input":
                raise CannotDoError(f"the modal has no input block {block_id}")
            element = block["element"]
            view.chosen[block_id, element["action_id"]] = self._picked(element, value)

    async def submit(self, entries: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Fill in and send the modal; returns what is shown as wrong, by block id."""
        view = self._open_modal()
        self.fill(entries or {})
        if "submit" not in view.content:
            raise CannotDoError("this modal has nothing to send")
        wrong = refusals(view.content["blocks"], view.chosen)
        if wrong:
            return wrong
        answer = await self._server.interactions.submission(view)
        if not self._went_well(answer, "We had some trouble connecting. Try again?"):
            return {}
        return acknowledgements.of_submission(self._server, view, answer.content)

    async def close(self, *, everything: bool = False) -> None:
        """Close the modal in front without sending it, or the whole stack of them."""
        view = self._open_modal()
        is_cleared = everything or bool(view.content.get("clear_on_close"))
        closed = list(self._server.modals.stacks[self.id]) if is_cleared else [view]
        for one in reversed(closed):
            self._server.modals.close(one)
            if one.content.get("notify_on_close"):
                answer = await self._server.interactions.closed(one, is_cleared=is_cleared)
                self._went_well(answer, "closing the modal was not heard:")

    # How it works

    async def _act(self, place: Place, block: Json, act: Json) -> None:
        if not self._server.manifest.is_interactive:
            raise CannotDoError("this app is not set up for interactions")
        interactions = self._server.interactions
        if isinstance(place, View):
            answer = await interactions.view_action(place, block, act)
        else:
            shown = self._current(place)
            answer = await interactions.message_action(self.id, shown, block, act)
        self._went_well(answer, "the click failed:")

    async def _set(self, place: Place, block: Json, element: Json, value: Any) -> None:
        if element["type"] == "overflow":
            option = next(one for one in element["options"] if one["value"] == value)
            act = {"type": "overflow", "action_id": element["action_id"], "selected_option": option}
            await self._act(place, block, act)
            return
        state = self._picked(element, value)
        self._chosen(place)[block["block_id"], element["action_id"]] = state
        # An input block keeps to itself until the form is sent, unless it asks to tell.
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._act(place, block, changed(element, state))

    def _open_modal(self) -> View:
        view = self.modal
        if view is None:
            raise CannotDoError(f"no modal is open in front of {self.id}")
        return view

    def _writable(self, channel_id: str) -> Channel:
        channel = self._workspace.channels.get(channel_id)
        if channel is None or self.id not in channel.members:
            raise CannotDoError(f"{self.id} is not in {channel_id}")
        if channel.is_archived or self._workspace.users[self.id].deleted:
            raise CannotDoError(f"nothing can be written in {channel_id} by {self.id}")
        return channel

    def _may_write_to_bot(self) -> bool:
        manifest = self._server.manifest
        return manifest.messages_tab and not manifest.messages_read_only

    def _check_shortcut(self, callback_id: str, kind: str) -> None:
        if self._server.manifest.shortcuts.get(callback_id) != kind:
            raise CannotDoError(f"there is no {kind} shortcut {callback_id}")

    def _went_well(self, answer: Answer, otherwise: str) -> bool:
        if answer.error is not None:
            self.errors.append(f"{otherwise} {answer.error!r}")
        return answer.error is None
