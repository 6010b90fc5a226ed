"""The parts of Slack's payloads that are read, checked before anything relies on them."""

import html
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.evidence import DroppedFile


class _Payload(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Id(_Payload):
    id: str


class Team(_Payload):
    """The workspace an interaction came from."""

    id: str


class Command(_Payload):
    """A slash command."""

    team_id: str
    user_id: str
    channel_id: str
    trigger_id: str
    response_url: str
    text: str = ""


class Option(_Payload):
    """A chosen option."""

    value: str


class Action(_Payload):
    """The element that was pressed, with what it holds now."""

    action_id: str
    type: str
    block_id: str = ""
    value: str | None = None
    selected_option: Option | None = None
    selected_user: str | None = None


class Container(_Payload):
    """Where the pressed element stands."""

    type: str = ""
    is_ephemeral: bool = False
    view_id: str | None = None
    channel_id: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None


class Element(_Payload):
    """One element of a form or message with what was filled in."""

    type: str
    value: str | None = None
    selected_option: Option | None = None
    selected_options: tuple[Option, ...] | None = None
    selected_user: str | None = None
    selected_date_time: int | None = None


class FormState(_Payload):
    """block id -> action id -> element."""

    values: Mapping[str, Mapping[str, Element]] = Field(default_factory=dict)


class File(_Payload):
    """A file as a message carries it. `size` in bytes."""

    id: str
    name: str | None = None
    mimetype: str | None = None
    size: int | None = None
    url_private: str | None = None


_Files = Annotated[tuple[File, ...], BeforeValidator(lambda given: given or ())]


class _Message(_Payload):
    ts: str
    thread_ts: str | None = None
    user: str | None = None
    text: str = ""
    files: _Files = ()


class BlockActions(_Payload):
    """A press on a message or in a modal."""

    team: Team
    user: _Id
    trigger_id: str
    actions: tuple[Action, ...] = Field(min_length=1)
    container: Container = Container()
    channel: _Id | None = None
    message: _Message | None = None
    response_url: str | None = None
    state: FormState = FormState()

    @property
    def thread(self) -> tuple[str, str] | None:
        """The channel and the time stamp of the thread's head, where there is one."""
        ts = self.container.thread_ts or (self.message.thread_ts if self.message else None)
        if ts is None and self.message is not None:
            ts = self.message.ts
        channel = self.channel.id if self.channel else self.container.channel_id
        return (channel, ts) if channel and ts else None

    @property
    def said_below(self) -> str | None:
        """The thread in which an answer to the press belongs; None for the channel itself.

        What stands above a thread is answered below it in the bot's own conversation alone: in a
        channel the thread is for others to talk in. What only one person sees needs a thread
        that has replies already, and Slack names no other.
        """
        above, thread = self.container.message_ts, self.container.thread_ts
        if thread is None and self.message is not None:
            thread = self.message.thread_ts
        own = self.channel is not None and self.channel.id.startswith("D")
        return thread if own or thread != above else None


class _View(_Payload):
    id: str
    callback_id: str
    private_metadata: str = ""
    state: FormState = FormState()


class ViewSubmission(_Payload):
    """A modal that was submitted."""

    team: Team
    user: _Id
    view: _View


class Shortcut(_Payload):
    """A global or message shortcut."""

    team: Team
    user: _Id
    callback_id: str
    trigger_id: str
    channel: _Id | None = None
    message: _Message | None = None
    response_url: str | None = None


def dropped(file: File) -> DroppedFile:
    """Return a file as a use case takes it; Slack may tell no more than the id."""
    return DroppedFile(
        file.id,
        file.name or file.id,
        file.mimetype or "application/octet-stream",
        file.size or 0,
        file.url_private or "",
    )


def as_written(text: str) -> str:
    """Return a message's text as it was typed: Slack delivers `& < >` as entities."""
    return html.unescape(text)


class MessageEvent(_Payload):
    """A message that somebody wrote."""

    channel: str
    channel_type: str = ""
    user: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    text: Annotated[str, BeforeValidator(lambda given: given or "")] = ""
    ts: str
    thread_ts: str | None = None
    files: _Files = ()

    @property
    def written(self) -> bool:
        """Whether a person wrote it just now: no edit, no deletion, no notice, no bot."""
        plain = self.subtype in (None, "file_share", "thread_broadcast", "me_message")
        return plain and self.user is not None and self.bot_id is None


class MembershipEvent(_Payload):
    """Somebody joined or left a channel."""

    user: str
    channel: str


class GroupEvent(_Payload):
    """A user group's members changed."""

    subteam_id: str
    added_users: tuple[str, ...] = ()
    removed_users: tuple[str, ...] = ()


def event_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the event inside its envelope."""
    event: Mapping[str, Any] = body["event"]
    return event
