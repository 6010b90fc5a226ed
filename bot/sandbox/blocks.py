"""Block Kit, checked as strictly as Slack does it; the shapes and limits stand in `blocks.yaml`."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from ruamel.yaml import YAML

# Slack names no figure for a message as a whole; messages above this were refused
# with `msg_blocks_too_long` by those who measured it.
MESSAGE_TEXT_LIMIT: Final = 13_200


def message_faults(blocks: Any) -> list[str]:
    """Return what is wrong with a message's blocks, in Slack's words; empty when all is well."""
    return _faults("message", blocks, blocks, "/blocks")


def modal_faults(view: Any) -> list[str]:
    """Return what is wrong with a modal, in Slack's words; empty when all is well."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    faults = _faults("modal", view, blocks, "/view")
    if not faults and "submit" not in view and any(b["type"] == "input" for b in view["blocks"]):
        faults.append("[ERROR] a view with an input block needs submit [json-pointer:/view]")
    return faults


def home_faults(view: Any) -> list[str]:
    """Return what is wrong with a Home tab, in Slack's words; empty when all is well."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    return _faults("home", view, blocks, "/view")


def written(part: Any) -> int:
    """Count the characters of every text in `part`: what a reader could see."""
    if isinstance(part, list):
        return sum(written(item) for item in part)
    if not isinstance(part, dict):
        return 0
    own = part["text"] if isinstance(part.get("text"), str) else ""
    return len(own) + sum(written(value) for value in part.values())


def elements(blocks: list[Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every (block, element) of `blocks`, in the order they are shown."""
    for block in blocks:
        if block.get("type") == "actions":
            yield from ((block, element) for element in block["elements"])
        elif block.get("type") == "section" and "accessory" in block:
            yield block, block["accessory"]
        elif block.get("type") == "input":
            yield block, block["element"]


def options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every option an element offers, those inside groups too."""
    groups = element.get("option_groups", [])
    inside = chain.from_iterable(group["options"] for group in groups)
    return [*element.get("options", []), *inside]


def _faults(name: str, document: Any, blocks: Any, where: str) -> list[str]:
    faults = _faults_of_shape(name, json.dumps(document), where)
    if faults:
        return list(faults)
    return [f"[ERROR] {fault}" for fault in _beyond_shape(blocks)]


@lru_cache(maxsize=1000)  # the same card is edited again and again, and a check takes milliseconds
def _faults_of_shape(name: str, document: str, where: str) -> tuple[str, ...]:
    found = _checker(name).iter_errors(json.loads(document))
    errors = sorted(found, key=lambda error: list(error.path))
    return tuple(_in_slacks_words(error, where) for error in errors)


def _beyond_shape(blocks: list[Any]) -> Iterator[str]:
    """Yield what a schema cannot say: ids used twice, choices that are not on offer, bounds."""
    for block_id, times in Counter(b["block_id"] for b in blocks if "block_id" in b).items():
        if times > 1:
            yield f"`block_id` is used {times} times: {block_id}"
    in_block = Counter(
        (index, element["action_id"])
        for index, block in enumerate(blocks)
        for _, element in elements([block])
        if "action_id" in element
    )
    for (_, action_id), times in in_block.items():
        if times > 1:
            yield f"`action_id` is used {times} times in one block: {action_id}"
    if sum(bool(element.get("focus_on_load")) for _, element in elements(blocks)) > 1:
        yield "only one element may have `focus_on_load`"
    for _, element in elements(blocks):
        yield from _element_faults(element)


def _element_faults(element: dict[str, Any]) -> Iterator[str]:
    kind, offered = element["type"], options(element)
    chosen = [element["initial_option"]] if "initial_option" in element else []
    chosen += element.get("initial_options", [])
    if any(choice not in offered for choice in chosen):
        yield f"an initial option of this {kind} is not among its options"
    values = Counter(option["value"] for option in offered)
    if any(times > 1 for times in values.values()):
        yield f"two options of this {kind} have the same value"
    if element.get("min_length", 0) > element.get("max_length", MESSAGE_TEXT_LIMIT):
        yield "`min_length` is more than `max_length`"
    if kind == "plain_text_input":
        length = len(element.get("initial_value", ""))
        if length > element.get("max_length", length):
            yield "`initial_value` is longer than `max_length`"
    if kind == "datepicker" and not _is_day(element.get("initial_date", "2000-01-01")):
        yield "`initial_date` is no day of the calendar"
    if float(element.get("min_value", "-inf")) > float(element.get("max_value", "inf")):
        yield "`min_value` is more than `max_value`"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _in_slacks_words(error: ValidationError, where: str) -> str:
    limit: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "additionalProperties":
            known = error.schema["properties"] if isinstance(error.schema, dict) else {}
            extra = sorted(set(instance) - set(known))
            said = f"additional property: {', '.join(extra)}"
        case "required":
            missing = [name for name in limit if name not in instance]
            said = f"missing required field: {missing[0]}"
        case "maxLength":
            said = f"must be less than {limit + 1} characters"
        case "minLength":
            said = f"must be more than {limit - 1} characters"
        case "maxItems":
            said = f"no more than {limit} items allowed"
        case "minItems":
            said = f"no less than {limit} items allowed"
        case "byType":
            said = error.message
        case _:
            said = f"must be valid ({error.validator}: {limit})"
    pointer = where + "".join(f"/{step}" for step in error.absolute_path)
    return f"[ERROR] {said} [json-pointer:{pointer}]"


def _by_type(
    validator: Validator, table: dict[str, Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    kind = instance.get("type") if isinstance(instance, dict) else None
    if not isinstance(kind, str) or kind not in table:
        yield ValidationError(f"unsupported type: {kind}")
        return
    descend: Any = validator
    yield from descend.descend(instance, table[kind], schema_path=kind)


@cache
def _checker(name: str) -> Validator:
    text = (files("bot.sandbox") / "blocks.yaml").read_text(encoding="utf-8")
    schema = YAML(typ="safe", pure=True).load(text)
    # The library leaves `extend` untyped.
    extended: Callable[..., Callable[[Any], Validator]] = extend
    checker = extended(Draft202012Validator, {"byType": _by_type})
    return checker({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})
