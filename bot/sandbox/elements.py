"""What can be set in a message or a modal: initial state, a person's choice, `state.values`."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.sandbox.blocks import elements, options

Json = dict[str, Any]
Chosen = dict[tuple[str, str], Json]

_KEY_OF: Final = {
    "channels_select": "selected_channel",
    "checkboxes": "selected_options",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "datetimepicker": "selected_date_time",
    "email_text_input": "value",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "multi_static_select": "selected_options",
    "multi_users_select": "selected_users",
    "number_input": "value",
    "plain_text_input": "value",
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "timepicker": "selected_time",
    "url_text_input": "value",
    "users_select": "selected_user",
}


def key_of(element: Json) -> str | None:
    """Return the name under which this element's state is kept; None where it has none."""
    return _KEY_OF.get(element["type"])


def initial(element: Json) -> Json:
    """Return the state of an element nobody has touched."""
    key = _KEY_OF[element["type"]]
    first = element.get(key.replace("selected", "initial") if key != "value" else "initial_value")
    empty: list[Any] | None = [] if key.endswith("s") else None
    return {"type": element["type"], key: empty if first is None else first}


def picked(element: Json, value: Any) -> Json:
    """Return the state after a person set `value`: option values, ids, text or a figure.

    Raises LookupError where an option is not on offer.
    """
    key = _KEY_OF[element["type"]]
    offered = {option["value"]: shown(option) for option in options(element)}
    if key == "selected_option":
        return {"type": element["type"], key: None if value is None else offered[value]}
    if key == "selected_options":
        return {"type": element["type"], key: [offered[one] for one in offered if one in value]}
    if key == "value" and value is not None:
        value = str(value)
    return {"type": element["type"], key: value or None if key == "value" else value}


def shown(option: Json) -> Json:
    """Return an option as state and actions carry it."""
    return {key: option[key] for key in ("text", "value", "description") if key in option}


def matching(
    blocks: list[Json], action_id: str, by: str | None, value: Any, block_id: str | None = None
) -> list[tuple[Json, Json]]:
    """Return the (block, element) pairs with this action id, in that block where one is named.

    `by` narrows them: "value" to the button with that value, "option" to elements that offer
    that option (or all of a list), None to whatever can be set.
    """
    return [
        (block, element)
        for block, element in elements(blocks)
        if element.get("action_id") == action_id
        and block_id in {None, block["block_id"]}
        and _fits(element, by, value)
    ]


def _fits(element: Json, by: str | None, value: Any) -> bool:
    if by == "value":
        return value is None or element.get("value") == value
    if by == "option" and (element.get("options") or element.get("option_groups")):
        offered = {option["value"] for option in options(element)}
        return offered.issuperset(value if isinstance(value, list) else [value])
    return key_of(element) is not None


def value_of(element: Json, state: Json) -> Any:
    """Return what an element is set to, as Slack keeps it."""
    return state[_KEY_OF[element["type"]]]


def values(blocks: list[Json], chosen: Chosen) -> Json:
    """Return `state.values` of everything that can be set in `blocks`."""
    state: Json = {}
    for block, element in elements(blocks):
        if key_of(element):
            ids = (block["block_id"], element["action_id"])
            now = chosen.get(ids) or initial(element)
            state.setdefault(ids[0], {})[ids[1]] = now
    return state


def kept(blocks: list[Json], chosen: Chosen) -> Chosen:
    """Return the choices that survive an edit: same ids, same type, still on offer.

    Slack's client keeps an entry by its two ids, whatever new initial value the app sends.
    """
    alive: Chosen = {}
    for block, element in elements(blocks):
        ids = (block["block_id"], element.get("action_id", ""))
        state = chosen.get(ids)
        if state is None or state["type"] != element["type"]:
            continue
        key = _KEY_OF[element["type"]]
        offered = {option["value"] for option in options(element)}
        now = state[key]
        if key == "selected_options":
            now = [option for option in now if option["value"] in offered]
        elif key == "selected_option" and now and now["value"] not in offered:
            now = None
        alive[ids] = {"type": element["type"], key: now}
    return alive


def completed(blocks: list[Json], fresh_id: Iterable[str]) -> list[Json]:
    """Return blocks as Slack stores them: ids made up where the app gave none, defaults told."""
    ids = iter(fresh_id)
    stored: list[Json] = with_defaults(blocks)
    for block in stored:
        if "block_id" not in block:
            block["block_id"] = next(ids)
    for _, element in elements(stored):
        if element["type"] != "image" and "action_id" not in element:
            element["action_id"] = next(ids)
    return stored


def with_defaults(part: Any) -> Any:
    """Return a copy in which every text object says what Slack assumes of it."""
    if isinstance(part, list):
        return [with_defaults(item) for item in part]
    if not isinstance(part, dict):
        return part
    whole = {key: with_defaults(value) for key, value in part.items()}
    if whole.get("type") == "plain_text":
        whole.setdefault("emoji", True)
    elif whole.get("type") == "mrkdwn":
        whole.setdefault("verbatim", False)
    return whole


def refusals(blocks: list[Json], chosen: Chosen) -> dict[str, str]:
    """Return what Slack's client says before it sends a form: block id -> sentence."""
    said: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = chosen.get((block["block_id"], element["action_id"])) or initial(element)
        fault = _entry_fault(element, value_of(element, state), block.get("optional", False))
        if fault:
            said[block["block_id"]] = fault
    return said


def _entry_fault(element: Mapping[str, Any], value: Any, is_optional: bool) -> str | None:
    fault: str | None = None
    match element["type"]:
        case _ if value in (None, "", []):
            fault = None if is_optional else "Please complete this required field."
        case "plain_text_input":
            fault = _length_fault(element, len(value))
        case "email_text_input" if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            fault = "Please enter a valid email address."
        case "url_text_input" if not re.match(r"https?://\S+$", value):
            fault = "Please enter a valid URL."
        case "number_input":
            fault = _figure_fault(element, value)
        case kind if kind.startswith("multi_"):
            fault = _count_fault(element, len(value))
    return fault


def _count_fault(element: Mapping[str, Any], count: int) -> str | None:
    most = element.get("max_selected_items", count)
    return f"Please choose no more than {most}." if count > most else None


def _length_fault(element: Mapping[str, Any], length: int) -> str | None:
    if length < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if length > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return None


def _figure_fault(element: Mapping[str, Any], value: str) -> str | None:
    pattern = r"-?[0-9]+(\.[0-9]+)?" if element["is_decimal_allowed"] else r"-?[0-9]+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    if float(value) < float(element.get("min_value", "-inf")):
        return f"Please enter {element['min_value']} or more."
    if float(value) > float(element.get("max_value", "inf")):
        return f"Please enter {element['max_value']} or less."
    return None
