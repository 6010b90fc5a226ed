"""The modals in front of each person: a stack of three at most."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.sandbox import payloads
from bot.sandbox.elements import completed, kept, values, with_defaults
from bot.sandbox.methods.method import RefusedError
from bot.sandbox.records import View
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

STACK_LIMIT: Final = 3


@dataclass(slots=True)
class Modals:
    """Every open modal, bottom first, by person; `changed` hears whose changed."""

    workspace: Workspace
    stacks: dict[str, list[View]] = field(default_factory=dict)
    changed: Callable[[str], None] = field(default=lambda _: None)

    def top(self, user: str) -> View | None:
        """Return the modal a person sees."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Return an open modal by one of its ids.

        Raises RefusedError (`not_found`) where it is closed or never was.
        """
        for stack in self.stacks.values():
            for view in stack:
                if view_id is not None and view.id == view_id:
                    return view
                if external_id and view.content.get("external_id") == external_id:
                    return view
        raise RefusedError("not_found")

    def open(self, user: str, content: Json) -> View:
        """Show a modal on its own; what was open before is gone."""
        self._claim(content, None)
        self.stacks[user] = []
        return self._put(user, content)

    def push(self, user: str, content: Json) -> View:
        """Show a modal above the one that is open.

        Raises RefusedError where none is open (`not_found`), or three are.
        """
        stack = self.stacks.get(user)
        if not stack:
            raise RefusedError("not_found")
        if len(stack) >= STACK_LIMIT:
            raise RefusedError("push_limit_reached")
        self._claim(content, None)
        return self._put(user, content)

    def update(self, view: View, content: Json) -> None:
        """Change a modal in place; what stays under the same ids stays filled in."""
        self._claim(content, view)
        view.content = self._completed(content)
        view.chosen = kept(view.content["blocks"], view.chosen)
        view.hash = self._hash()
        self.changed(view.user)

    def close(self, view: View) -> None:
        """Take one modal away; `clear_on_close` takes the whole stack."""
        stack = self.stacks.get(view.user, [])
        if view.content.get("clear_on_close"):
            stack.clear()
        elif view in stack:
            stack.remove(view)
        self.changed(view.user)

    def clear(self, user: str) -> None:
        """Take every modal of a person away."""
        self.stacks.pop(user, None)
        self.changed(user)

    def object_of(self, view: View) -> Json:
        """Return a modal as the app sees it, with what was entered."""
        app = {
            "team_id": self.workspace.team,
            "app_id": self.workspace.app,
            "bot_id": self.workspace.bot_id,
        }
        return payloads.view_object(view, values(view.content["blocks"], view.chosen), app)

    def _put(self, user: str, content: Json) -> View:
        stack = self.stacks[user]
        view_id = self.workspace.next_id("V")
        root = stack[0].id if stack else view_id
        previous = stack[-1].id if stack else None
        view = View(view_id, user, self._completed(content), self._hash(), root, previous)
        stack.append(view)
        self.changed(user)
        return view

    def _completed(self, content: Json) -> Json:
        fresh = iter(lambda: self.workspace.next_id("b")[-5:], None)
        whole: Json = with_defaults(content)
        return whole | {"blocks": completed(content["blocks"], fresh)}

    def _hash(self) -> str:
        return f"{self.workspace.next_ts()}.{self.workspace.next_id('h')[-8:].lower()}"

    def _claim(self, content: Json, owner: View | None) -> None:
        external = content.get("external_id")
        if not external:
            return
        for stack in self.stacks.values():
            for view in stack:
                if view is not owner and view.content.get("external_id") == external:
                    raise RefusedError("duplicate_external_id")
