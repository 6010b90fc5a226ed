"""What Slack would refuse, found in three independent ways; and what must never be said."""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView
from slackblocks import _limits as limits

from bot.sandbox.blocks import message_faults, modal_faults
from handlers.blocks import Modal
from handlers.views.rendered import Rendered

_LONGEST = {
    ("button", "text"): limits.BUTTON_TEXT_MAX_LENGTH,
    ("button", "value"): limits.BUTTON_VALUE_MAX_LENGTH,
    ("header", "text"): limits.HEADER_TEXT_MAX_LENGTH,
    ("section", "text"): limits.SECTION_TEXT_MAX_LENGTH,
    ("input", "label"): limits.INPUT_LABEL_MAX_LENGTH,
    ("input", "hint"): limits.INPUT_HINT_MAX_LENGTH,
    ("option", "text"): limits.OPTION_TEXT_MAX_LENGTH,
    ("option", "value"): limits.OPTION_VALUE_MAX_LENGTH,
    ("option group", "label"): limits.OPTION_GROUP_LABEL_MAX_LENGTH,
    ("static_select", "placeholder"): limits.SELECT_PLACEHOLDER_MAX_LENGTH,
    ("multi_static_select", "placeholder"): limits.SELECT_PLACEHOLDER_MAX_LENGTH,
    ("users_select", "placeholder"): limits.SELECT_PLACEHOLDER_MAX_LENGTH,
    ("plain_text_input", "initial_value"): limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX,
    ("modal", "title"): limits.VIEW_TITLE_MAX_LENGTH,
    ("modal", "submit"): limits.VIEW_SUBMIT_MAX_LENGTH,
    ("modal", "close"): limits.VIEW_CLOSE_MAX_LENGTH,
    ("modal", "private_metadata"): limits.VIEW_PRIVATE_METADATA_MAX_LENGTH,
    ("modal", "callback_id"): limits.VIEW_CALLBACK_ID_MAX_LENGTH,
    ("confirm", "title"): limits.CONFIRMATION_TITLE_MAX_LENGTH,
    ("confirm", "text"): limits.CONFIRMATION_TEXT_MAX_LENGTH,
    ("confirm", "confirm"): limits.CONFIRMATION_CONFIRM_MAX_LENGTH,
    ("confirm", "deny"): limits.CONFIRMATION_DENY_MAX_LENGTH,
}
_MOST = {
    ("actions", "elements"): limits.ACTIONS_ELEMENTS_MAX_ITEMS,
    ("context", "elements"): limits.CONTEXT_ELEMENTS_MAX_ITEMS,
    ("checkboxes", "options"): limits.CHECKBOXES_OPTIONS_MAX_ITEMS,
    ("static_select", "options"): limits.SELECT_OPTIONS_MAX_ITEMS,
    ("static_select", "option_groups"): limits.SELECT_OPTION_GROUPS_MAX_ITEMS,
    ("multi_static_select", "options"): limits.SELECT_OPTIONS_MAX_ITEMS,
    ("multi_static_select", "option_groups"): limits.SELECT_OPTION_GROUPS_MAX_ITEMS,
    ("option group", "options"): limits.OPTION_GROUP_OPTIONS_MAX_ITEMS,
    ("modal", "blocks"): limits.VIEW_BLOCKS_MAX_ITEMS,
}
_MENTION = re.compile(r"<[@#]([A-Z0-9]+)>")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_QUOTE_MARK = re.compile(r"^> ?", re.MULTILINE)


def blocks_of(shown: Rendered | Modal) -> list[dict[str, Any]]:
    return shown.blocks if isinstance(shown, Rendered) else shown["blocks"]


def faults(shown: Rendered | Modal) -> list[str]:
    """Return everything that the strict server or the published limits object to."""
    if isinstance(shown, Rendered):
        found = message_faults(shown.blocks)
        if len(shown.blocks) > limits.MESSAGE_BLOCKS_MAX_ITEMS:
            found.append("too many blocks")
        document: Any = shown.blocks
    else:
        found, document = modal_faults(shown), shown
    return [*found, *_beyond_limits(document)]


def parse_with_sdk(shown: Rendered | Modal) -> None:
    """Let the official models read it and check themselves; they raise where they object."""
    parsed = SdkBlock.parse_all(blocks_of(shown))
    for block, given in zip(parsed, blocks_of(shown), strict=True):
        block.validate_json()
        assert block.to_dict()["type"] == given["type"]
    if not isinstance(shown, Rendered):
        SdkView(**shown).validate_json()


def texts_of(part: Any) -> Iterator[tuple[str, str]]:
    """Yield (type, text) of every text object; what stands in an input is not one."""
    if isinstance(part, list):
        for item in part:
            yield from texts_of(item)
    elif isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            yield part["type"], part["text"]
        else:
            for value in part.values():
                yield from texts_of(value)


def unescaped(shown: Rendered | Modal, people: frozenset[str]) -> list[str]:
    """Return the texts with a mention of nobody we mean, or a character that Slack would act on."""
    return [text for kind, text in texts_of(blocks_of(shown)) if _acts(kind, text, people)]


def actions_of(shown: Rendered | Modal) -> list[str]:
    """Return the action ids in the order shown."""
    found: list[str] = []
    for block in blocks_of(shown):
        parts = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        found += [part["action_id"] for part in parts if part and "action_id" in part]
    return found


def outline(shown: Rendered | Modal) -> str:
    """Return the screen as a person would read it aloud, one line for each thing."""
    title = shown.text if isinstance(shown, Rendered) else shown["title"]["text"]
    lines = [f"<<{title}>>"]
    for block in blocks_of(shown):
        lines += _outline_block(block)
    return "\n".join(lines)


def _outline_block(block: dict[str, Any]) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {block['text']['text']}"]
        case "section":
            beside = [block["accessory"]] if "accessory" in block else []
            return [block["text"]["text"], *map(_outline_element, beside)]
        case "context":
            return [f"({element['text']})" for element in block["elements"]]
        case "actions":
            return [f"  {_outline_element(element)}" for element in block["elements"]]
        case "input":
            return [f"{block['label']['text']}: {_outline_element(block['element'])}"]
        case _:
            return ["---"]


def _outline_element(element: dict[str, Any]) -> str:
    ref = element["action_id"]
    if element["type"] == "button":
        mark = {"danger": "!", "primary": "*"}.get(element.get("style", ""), "")
        return f"[{mark}{element['text']['text']} {ref}]"
    return f"{{{element['type']} {ref}}}"


def _acts(kind: str, text: str, people: frozenset[str]) -> bool:
    bare = text
    if kind == "mrkdwn":
        bare = _MENTION.sub(lambda found: "" if found[1] in people else found[0], bare)
        bare = _QUOTE_MARK.sub("", bare)
    bare = _ENTITY.sub("", bare)
    return any(char in bare for char in "<>&") or any(_hidden(char) for char in bare)


def _hidden(char: str) -> bool:
    return char != "\n" and (ord(char) < 32 or 0x202A <= ord(char) <= 0x202E)


def _beyond_limits(part: Any, name: str = "") -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _beyond_limits(item, name)
    elif isinstance(part, dict):
        here = part.get("type", name)
        for key, value in part.items():
            said = value["text"] if isinstance(value, dict) and "text" in value else value
            longest, most = _LONGEST.get((here, key)), _MOST.get((here, key))
            if longest is not None and isinstance(said, str) and not 1 <= len(said) <= longest:
                yield f"{here}.{key}: {len(said)} characters"
            if most is not None and not 1 <= len(value) <= most:
                yield f"{here}.{key}: {len(value)} items"
            inner = {"options": "option", "option_groups": "option group", "confirm": "confirm"}
            yield from _beyond_limits(value, inner.get(key, ""))
        for key in ("block_id", "action_id"):
            if len(part.get(key, "")) > limits.ACTION_ID_MAX_LENGTH:
                yield f"{here}.{key} is too long"
