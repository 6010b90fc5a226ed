"""Small pieces of Block Kit the tests are built of."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "本文", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str = "go", text: str = "押す", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str, text: str | None = None, **more: Any) -> Json:
    return {"text": plain(text or value), "value": value, **more}


def checkboxes(*values: str, action_id: str = "acts", **more: Any) -> Json:
    offered = [option(value) for value in values]
    return {"type": "checkboxes", "action_id": action_id, "options": offered, **more}


def field(block_id: str, element: Json | None = None, **more: Any) -> Json:
    inside = element or {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": block_id, "label": plain("欄"), "element": inside, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    whole = {"type": "modal", "title": plain("題"), "blocks": list(blocks) or [section()]}
    return whole | {"submit": plain("送る")} | more
