"""What the app asked of the workspace: scopes, events, commands and shortcuts of `app.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Label:
    """What people read of a command or a shortcut."""

    name: str
    description: str
    usage_hint: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of a Slack app manifest that decide what is refused and what is delivered."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, bool]  # name -> does Slack escape mentions in its text
    shortcuts: Mapping[str, str]  # callback id -> "global" or "message"
    labels: Mapping[str, "Label"]  # of each command's name and shortcut's callback id
    is_interactive: bool
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    socket_mode: bool

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the manifest at `path`."""
        return cls.of(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Take over a manifest already read; a part that is absent is off, as in Slack.

        Commands and shortcuts are there only for an app that asked for the scope `commands`.
        """
        features = document.get("features", {})
        settings = document.get("settings", {})
        home = features.get("app_home", {})
        scopes = frozenset(document["oauth_config"]["scopes"]["bot"])
        offered = features if "commands" in scopes else {}
        return cls(
            name=document["display_information"]["name"],
            bot_name=features["bot_user"]["display_name"],
            scopes=scopes,
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={
                command["command"]: command.get("should_escape", False)
                for command in offered.get("slash_commands", [])
            },
            shortcuts={
                shortcut["callback_id"]: shortcut["type"]
                for shortcut in offered.get("shortcuts", [])
            },
            labels={
                item.get("command") or item["callback_id"]: Label(
                    item.get("name", item.get("command", "")),
                    item.get("description", ""),
                    item.get("usage_hint", ""),
                )
                for kind in ("slash_commands", "shortcuts")
                for item in offered.get(kind, [])
            },
            is_interactive=settings.get("interactivity", {}).get("is_enabled", False),
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False),
            messages_read_only=home.get("messages_tab_read_only_enabled", True),
            socket_mode=settings.get("socket_mode_enabled", False),
        )
