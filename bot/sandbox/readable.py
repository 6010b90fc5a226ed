"""A message as lines of plain text, the way it looks in Slack's client."""

import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?:https?:|mailto:|tel:)[^|>]*\|([^>]*)>")


def message_lines(workspace: Workspace, message: Message) -> list[str]:
    """Return what stands in a message: headings, text, what can be pressed."""
    if not message.blocks or message.bot_id is None:
        return [*plain(workspace, message.text).splitlines()]
    return [line for block in message.blocks for line in _block(workspace, block)]


def plain(workspace: Workspace, text: str) -> str:
    """Return mrkdwn as a reader sees it: names for ids, no marks."""
    text = _USER.sub(lambda found: f"@{name_of(workspace, found[1])}", text)
    text = _CHANNEL.sub(lambda found: f"#{workspace.channels[found[1]].name}", text)
    text = _LINK.sub(r"\1", text).replace("*", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def name_of(workspace: Workspace, user_id: str) -> str:
    """Return what colleagues call somebody."""
    user = workspace.users.get(user_id)
    return user.real_name if user else user_id


def _block(workspace: Workspace, block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"■ {block['text']['text']}"
        case "divider":
            yield "―" * 12
        case "section":
            for part in [block.get("text"), *block.get("fields", [])]:
                if part:
                    yield from plain(workspace, part["text"]).splitlines()
            if "accessory" in block:
                yield _control(block["accessory"])
        case "context":
            words = " ".join(e["text"] for e in block["elements"] if "text" in e)
            yield from (f"  {line}" for line in plain(workspace, words).splitlines())
        case "actions":
            yield "  ".join(_control(element) for element in block["elements"])


def _control(element: Json) -> str:
    match element["type"]:
        case "button":
            return f"［{element['text']['text']}］"
        case "checkboxes":
            ticked = {one["value"] for one in element.get("initial_options", [])}
            marks = ((one["value"] in ticked, one["text"]["text"]) for one in element["options"])
            return "  ".join(f"{'☑' if on else '☐'} {text}" for on, text in marks)
        case _:
            placeholder = element.get("placeholder") or {}
            return f"［{placeholder.get('text', '…')} ▾］"
