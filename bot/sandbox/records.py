"""What a workspace consists of: people, channels, groups, files, messages and open modals."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class User:
    """A member, a guest or a bot."""

    id: str
    name: str
    real_name: str
    locale: str = "ja-JP"
    tz: str = "Asia/Tokyo"
    deleted: bool = False
    is_restricted: bool = False
    is_bot: bool = False


@dataclass(slots=True)
class Channel:
    """A public or private channel, or one person's direct messages with the bot."""

    id: str
    name: str
    is_private: bool = False
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    person: str | None = None

    @property
    def is_im(self) -> bool:
        """Say whether this is a direct-message channel."""
        return self.person is not None

    @property
    def kind(self) -> str:
        """Return the `channel_type` of its message events."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"


@dataclass(slots=True)
class UserGroup:
    """A group that can be mentioned; its id begins with S."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    is_disabled: bool = False


class Stored(StrEnum):
    """Where a file is."""

    HOSTED = "hosted"
    ARRIVING = "arriving"  # announced, and not yet to be had
    EXTERNAL = "external"  # a link to another company's server
    DELETED = "tombstone"


@dataclass(slots=True)
class File:
    """A file somebody put into a message; `size` in bytes, as Slack tells it.

    `url_private` shows it, `url_download` gives its content; an external file has only the
    first, which leads out of Slack.
    """

    id: str
    name: str
    mimetype: str
    filetype: str
    size: int
    user: str
    created: int
    url_private: str
    url_download: str
    content: bytes | Path = field(default=b"", repr=False, compare=False)
    stored: Stored = Stored.HOSTED


@dataclass(slots=True)
class Message:
    """A message as it now stands; one for a single reader has `only_for`."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    parent_user: str | None = None
    bot_id: str | None = None
    client_msg_id: str | None = None
    metadata: dict[str, Any] | None = None
    files: tuple[File, ...] = ()
    edited: str | None = None
    only_for: str | None = None
    replies: list[str] = field(default_factory=list)
    is_broadcast: bool = False
    is_tombstone: bool = False  # deleted, but replies still hang on it

    @property
    def is_reply(self) -> bool:
        """Say whether it stands below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class View:
    """A modal in front of somebody; `chosen` is what they have entered so far."""

    id: str
    user: str
    content: dict[str, Any]
    hash: str
    root: str
    previous: str | None = None
    chosen: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
