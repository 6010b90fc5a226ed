"""The Home tab of the app, as published for each person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.elements import completed, kept, values, with_defaults
from bot.sandbox.methods.method import RefusedError
from bot.sandbox.records import View
from bot.sandbox.workspace import Happening, Workspace

Json = dict[str, Any]


@dataclass(slots=True)
class Homes:
    """The view each person's Home tab shows; `changed` hears whose changed."""

    workspace: Workspace
    views: dict[str, View] = field(default_factory=dict)
    changed: Callable[[str], None] = field(default=lambda _: None)

    def publish(self, user: str, content: Json, known_hash: str | None = None) -> View:
        """Show this view to somebody, in place of what was there.

        Raises RefusedError where `known_hash` is not what is shown, or an external id is taken.
        """
        before = self.views.get(user)
        if known_hash is not None and (before is None or before.hash != known_hash):
            raise RefusedError("hash_conflict")
        self._claim(user, content)
        fresh = iter(lambda: self.workspace.next_id("b")[-5:], None)
        whole: Json = with_defaults(content)
        whole |= {"blocks": completed(content["blocks"], fresh)}
        view_id = before.id if before else self.workspace.next_id("V")
        chosen = kept(whole["blocks"], before.chosen) if before else {}
        stamp = f"{self.workspace.next_ts()}.{self.workspace.next_id('h')[-8:].lower()}"
        view = View(view_id, user, whole, stamp, view_id, chosen=chosen)
        self.views[user] = view
        self.changed(user)
        return view

    def opened(self, user: str, tab: str) -> None:
        """Tell the app that somebody opened its `home` or `messages` tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.workspace.im_of(user).id,
            "tab": tab,
            "event_ts": self.workspace.next_ts(),
        }
        view = self.views.get(user)
        if tab == "home" and view is not None:
            event["view"] = self.object_of(view)
        self.workspace.hear(Happening("app_home_opened", event))

    def object_of(self, view: View) -> Json:
        """Return a Home view as the app sees it, with what was entered."""
        app = {
            "team_id": self.workspace.team,
            "app_id": self.workspace.app,
            "bot_id": self.workspace.bot_id,
        }
        # Slack fills in a title that nothing shows.
        title = {"type": "plain_text", "text": "View Title", "emoji": True}
        titled = View(
            view.id, view.user, {"title": title} | view.content, view.hash, view.root, view.previous
        )
        return payloads.view_object(titled, values(view.content["blocks"], view.chosen), app)

    def _claim(self, user: str, content: Json) -> None:
        external = content.get("external_id")
        for owner, view in self.views.items():
            if external and owner != user and view.content.get("external_id") == external:
                raise RefusedError("duplicate_external_id")
