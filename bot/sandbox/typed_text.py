"""What Slack's client makes of what a person types."""

import re
from typing import Final

from bot.sandbox.workspace import Workspace

_AT: Final = re.compile(r"(?<![\w@])@([\w.-]+)")
_EVERYBODY: Final = frozenset({"channel", "here", "everyone"})


def escaped(text: str) -> str:
    """Escape the three characters that mean something in mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sent(text: str, workspace: Workspace) -> str:
    """Return the text as Slack keeps it: escaped, with `@name` turned into a mention."""
    ids = {user.name: user.id for user in workspace.users.values()}
    groups = {group.handle: group.id for group in workspace.groups.values()}

    def mention(match: re.Match[str]) -> str:
        name = match[1]
        if name in ids:
            return f"<@{ids[name]}>"
        if name in groups:
            return f"<!subteam^{groups[name]}>"
        return f"<!{name}>" if name in _EVERYBODY else match[0]

    return _AT.sub(mention, escaped(text))
