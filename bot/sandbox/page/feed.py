"""From the workspace to every open tab: each change goes to those who may see it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.log import Call, Delivery, Violation
from bot.sandbox.notices import Notice, is_shown
from bot.sandbox.page import inspection
from bot.sandbox.page.marks import Marks
from bot.sandbox.page.shapes import message_shape, notice_shape, view_shape
from bot.sandbox.page.stories import Stories
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Change

if TYPE_CHECKING:
    from bot.sandbox.page.tab import Tab

Json = dict[str, Any]


@dataclass(slots=True)
class Feed:
    """Every open tab, and what they are told.

    `listen` hangs it on the workspace; what a tab is told is a snapshot first, then changes.
    """

    slack: SlackServer
    stories: Stories
    marks: Marks
    tabs: set["Tab"] = field(default_factory=set)
    _troubles: dict[str, int] = field(default_factory=dict)
    _was_there: bool = False

    def listen(self) -> None:
        """Hear of everything that happens from now on."""
        self.slack.workspace.watch = self.message
        self.slack.notices.rang = self.rang
        self.slack.modals.changed = self.modals
        self.slack.homes.changed = self.home
        self.slack.log.noted = self.noted
        self.slack.log.stirred = self.stirred

    def message(self, change: Change, message: Message) -> None:
        """Tell of a message that came, changed or went."""
        workspace = self.slack.workspace
        if change is Change.POSTED:
            self.marks.posted(message)
        for tab in self._of_channel(message):
            if change is Change.DELETED:
                gone = {"channel": message.channel, "ts": message.ts, "thread": message.thread_ts}
                tab.tell("gone", gone)
            else:
                tab.tell("message", {"message": message_shape(workspace, message, tab.user)})
        if change is Change.POSTED:
            for user in {tab.user for tab in self.tabs} - {message.user}:
                self.unread(user)
        if message.is_reply and change is not Change.EDITED:
            parent = workspace.message(message.channel, message.thread_ts or "")
            if parent is not None:
                self.message(Change.EDITED, parent)

    def rang(self, user: str, notice: Notice) -> None:
        """Tell of a notification."""
        self.marks.rang(user, notice)
        for tab in self._of(user):
            tab.tell("notice", {"notice": notice_shape(self.slack.workspace, notice)})
        self.unread(user)

    def modals(self, user: str) -> None:
        """Tell of the stack of modals in front of somebody."""
        stack = [view_shape(view) for view in self.slack.modals.stacks.get(user, [])]
        for tab in self._of(user):
            tab.tell("modals", {"stack": stack})

    def home(self, user: str) -> None:
        """Tell of somebody's Home tab."""
        view = self.slack.homes.views.get(user)
        for tab in self._of(user):
            tab.tell("home", {"view": view_shape(view) if view else None})

    def channels(self, user: str) -> None:
        """Tell of somebody's list of channels and direct messages."""
        for tab in self._of(user):
            tab.tell("channels", {"channels": tab.channel_list()})

    def noted(self, entry: Delivery | Call | Violation) -> None:
        """Tell inspectors of an entry of the log, and everybody of a step that is done."""
        inspectors = [tab for tab in self.tabs if tab.inspects]
        if inspectors:
            shape = inspection.entry_shape(self.slack.log, entry)
            told = {"entry": shape, "faults": inspection.planned(self.slack.faults)}
            for tab in inspectors:
                tab.tell("logged", told)
        if isinstance(entry, Delivery) and self.stories.delivered(entry):
            self.progress()

    def progress(self) -> None:
        """Tell how far each story has come."""
        for tab in self.tabs:
            tab.tell("stories", {"done": self.stories.done()})

    def stirred(self) -> None:
        """Tell whether the app is there, when that has changed."""
        if self.slack.is_app_there is not self._was_there:
            self._was_there = self.slack.is_app_there
            for tab in self.tabs:
                tab.tell("app", {"isThere": self._was_there})

    def unread(self, user: str) -> None:
        """Tell somebody's tabs what they have not read."""
        unread = self.marks.of(user)
        for tab in self._of(user):
            tab.tell("unread", {"unread": unread})

    def troubles(self, user: str) -> None:
        """Show somebody what Slack's client says of failures they were not told of yet."""
        errors = self.slack.person(user).errors
        fresh = errors[self._troubles.get(user, 0) :]
        self._troubles[user] = len(errors)
        for tab in self._of(user):
            for said in fresh:
                tab.tell("trouble", {"said": said})

    def everybody(self, kind: str, what: Json) -> None:
        """Tell every tab."""
        for tab in self.tabs:
            tab.tell(kind, what)

    def _of(self, user: str) -> list["Tab"]:
        return [tab for tab in self.tabs if tab.user == user]

    def _of_channel(self, message: Message) -> list["Tab"]:
        members = self.slack.workspace.channels[message.channel].members
        return [
            tab
            for tab in self.tabs
            if tab.user in members and is_shown(self.slack.workspace, message, tab.user)
        ]
