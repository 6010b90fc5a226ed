"""The few pieces of Block Kit that the views are made of, kept within Slack's limits.

Plain text goes in as it is: it is cleaned, escaped and shortened here. Markdown is put
together by the views, which pass whatever a person typed through `typed` first.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal
from uuid import UUID

from handlers.mrkdwn import clean, size, typed

Block = dict[str, Any]
Element = dict[str, Any]
Option = dict[str, Any]
Modal = dict[str, Any]

# Slack's limits, counted in UTF-16 units: the narrower of the two ways to count.
SECTION_TEXT = 3000
HEADER_TEXT = 150
BUTTON_TEXT = 75
OPTION_TEXT = 75
PLACEHOLDER_TEXT = 150
LABEL_TEXT = 2000
TITLE_TEXT = 24
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
INPUT_TEXT = 3000
CHECKBOXES = 10
SELECT_OPTIONS = 100


def plain(text: str, limit: int) -> dict[str, Any]:
    """A plain text object on one line."""
    return {"type": "plain_text", "text": typed(" ".join(clean(text).split()), limit) or "–"}


def markdown(text: str) -> dict[str, Any]:
    """A Markdown text object; addresses and names in it stay as they are written."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph of Markdown, with one control beside it."""
    block: Block = {"type": "section", "text": markdown(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def header(text: str) -> Block:
    """A large line."""
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def context(text: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [markdown(text)]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(elements: Sequence[Element], block_id: str | None = None) -> Block:
    """A row of controls."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return block if block_id is None else {**block, "block_id": block_id}


def button(
    text: str,
    action_id: str,
    value: UUID | str,
    style: Literal["primary", "danger"] | None = None,
    confirm: dict[str, Any] | None = None,
) -> Element:
    """A button that carries a reference to the case; `confirm` asks once more."""
    element: Element = {
        "type": "button",
        "text": plain(text, BUTTON_TEXT),
        "action_id": action_id,
        "value": str(value),
    }
    extra = {"style": style, "confirm": confirm}
    return element | {key: value for key, value in extra.items() if value is not None}


def confirmation(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """What is asked before a button does what it says."""
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
        "style": "danger",
    }


def option(text: str, value: str) -> Option:
    """One thing to choose."""
    return {"text": plain(text, OPTION_TEXT), "value": value}


def checkboxes(action_id: str, options: Sequence[Option], chosen: Iterable[str] = ()) -> Element:
    """Up to ten things to tick."""
    element: Element = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    return _with_chosen(element, options, chosen, several=True)


def radio_buttons(action_id: str, options: Sequence[Option]) -> Element:
    """Up to ten things of which one is chosen, none at first."""
    return {"type": "radio_buttons", "action_id": action_id, "options": list(options)}


def select(
    action_id: str,
    placeholder: str,
    groups: Sequence[tuple[str, Sequence[Option]]],
    chosen: Iterable[str] = (),
    *,
    several: bool = False,
) -> Element:
    """A list of which one thing is chosen, or several. Each group has a heading.

    A single group of up to a hundred needs no heading and shows none; a longer one is divided.
    """
    parts = [
        (heading, options[start : start + SELECT_OPTIONS])
        for heading, options in groups
        for start in range(0, len(options), SELECT_OPTIONS)
    ]
    element: Element = {
        "type": "multi_static_select" if several else "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER_TEXT),
    }
    if len(parts) == 1:
        element["options"] = list(parts[0][1])
    else:
        element["option_groups"] = [
            {"label": plain(heading, OPTION_TEXT), "options": list(options)}
            for heading, options in parts
        ]
    offered = [one for _, options in parts for one in options]
    return _with_chosen(element, offered, chosen, several=several)


def users_select(action_id: str, placeholder: str, chosen: str | None = None) -> Element:
    """A list of the workspace's people."""
    element: Element = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER_TEXT),
    }
    return element if chosen is None else {**element, "initial_user": chosen}


def text_input(action_id: str, *, lines: bool = False, known: str | None = None) -> Element:
    """A place to type. What is known comes back as it was typed, so it is not escaped.

    A text longer than Slack takes is left out: sending a shortened one back would lose the rest.
    """
    element: Element = {"type": "plain_text_input", "action_id": action_id, "multiline": lines}
    shown = clean(known or "")
    return {**element, "initial_value": shown} if shown and fits_input(shown) else element


def fits_input(text: str) -> bool:
    """Whether a text can come back whole in a place to type."""
    return size(clean(text)) <= INPUT_TEXT


def number_input(action_id: str, highest: int, known: int | None = None) -> Element:
    """A place for a whole number from 0 up."""
    element: Element = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(highest),
    }
    return element if known is None else {**element, "initial_value": str(known)}


def moment_input(action_id: str, known: int | None = None) -> Element:
    """A place for a date and time; `known` in seconds since 1970, as Slack wants it."""
    element: Element = {"type": "datetimepicker", "action_id": action_id}
    return element if known is None else {**element, "initial_date_time": known}


def input_block(
    name: str, label: str, element: Element, *, optional: bool = True, hint: str | None = None
) -> Block:
    """One question of a form; `name` is its block id."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, LABEL_TEXT),
        "element": element,
        "optional": optional,
    }
    return block if hint is None else {**block, "hint": plain(hint, LABEL_TEXT)}


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    case: UUID | None = None,
    mark: str = "",
) -> Modal:
    """A modal, as a rule about a case; `mark` comes back with it when it is sent."""
    view: Modal = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE_TEXT),
        "close": plain(close, TITLE_TEXT),
        "private_metadata": f"{case}/{mark}" if mark else str(case or ""),
        "blocks": list(blocks),
    }
    return view if submit is None else {**view, "submit": plain(submit, TITLE_TEXT)}


def _with_chosen(
    element: Element, options: Sequence[Option], chosen: Iterable[str], *, several: bool
) -> Element:
    wanted = set(chosen)
    initial = [one for one in options if one["value"] in wanted]
    if not initial:
        return element
    given = {"initial_options": initial} if several else {"initial_option": initial[0]}
    return element | given
