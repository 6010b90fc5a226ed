"""Block Kit: every limit, every unknown thing, and what only the whole can show."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.models import blocks as sdk
from slackblocks import _limits as limits

from bot.sandbox.blocks import message_faults, modal_faults
from tests.sandbox.parts import (
    actions,
    button,
    checkboxes,
    field,
    modal,
    mrkdwn,
    option,
    plain,
    section,
)

Json = dict[str, Any]
PICTURE = "https://img.example/a.png"


def confirm(**parts: Json) -> Json:
    asked = {"title": plain("t"), "text": plain("t"), "confirm": plain("c"), "deny": plain("d")}
    return button(confirm=asked | parts)


def chosen(kind: str, count: int) -> Json:
    return {"type": kind, "action_id": "c", "options": [option(str(n)) for n in range(count)]}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option("a")], **more}


def typed(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "typed", **more}


# What is built with a size of n: one more than the limit is refused, the limit itself is not.
MESSAGES: list[tuple[str, int, Callable[[int], list[Json]]]] = [
    ("blocks", limits.MESSAGE_BLOCKS_MAX_ITEMS, lambda n: [section()] * n),
    ("text", limits.SECTION_TEXT_MAX_LENGTH, lambda n: [section("あ" * n)]),
    (
        "header",
        limits.HEADER_TEXT_MAX_LENGTH,
        lambda n: [{"type": "header", "text": plain("x" * n)}],
    ),
    (
        "fields",
        limits.SECTION_FIELDS_MAX_ITEMS,
        lambda n: [{"type": "section", "fields": [mrkdwn("x")] * n}],
    ),
    (
        "field",
        limits.SECTION_FIELDS_ITEM_MAX_LENGTH,
        lambda n: [{"type": "section", "fields": [mrkdwn("x" * n)]}],
    ),
    (
        "elements",
        limits.ACTIONS_ELEMENTS_MAX_ITEMS,
        lambda n: [actions(*(button(f"b{i}") for i in range(n)))],
    ),
    (
        "context",
        limits.CONTEXT_ELEMENTS_MAX_ITEMS,
        lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}],
    ),
    ("button", limits.BUTTON_TEXT_MAX_LENGTH, lambda n: [actions(button(text="x" * n))]),
    ("value", limits.BUTTON_VALUE_MAX_LENGTH, lambda n: [actions(button(value="x" * n))]),
    (
        "label",
        limits.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH,
        lambda n: [actions(button(accessibility_label="x" * n))],
    ),
    (
        "url",
        limits.BUTTON_URL_MAX_LENGTH,
        lambda n: [actions(button(url="https://a.example/".ljust(n, "x")))],
    ),
    (
        "option",
        limits.OPTION_TEXT_MAX_LENGTH,
        lambda n: [actions(select(options=[option("a", "x" * n)]))],
    ),
    (
        "option value",
        limits.OPTION_VALUE_MAX_LENGTH,
        lambda n: [actions(select(options=[option("x" * n, "a")]))],
    ),
    (
        "description",
        limits.OPTION_DESCRIPTION_MAX_LENGTH,
        lambda n: [actions(select(options=[option("a", description=plain("x" * n))]))],
    ),
    (
        "options",
        limits.SELECT_OPTIONS_MAX_ITEMS,
        lambda n: [actions(chosen("static_select", n))],
    ),
    (
        "overflow",
        limits.OVERFLOW_OPTIONS_MAX_ITEMS,
        lambda n: [actions(chosen("overflow", n))],
    ),
    (
        "checkboxes",
        limits.CHECKBOXES_OPTIONS_MAX_ITEMS,
        lambda n: [actions(chosen("checkboxes", n))],
    ),
    (
        "radio",
        limits.RADIO_BUTTONS_OPTIONS_MAX_ITEMS,
        lambda n: [actions(chosen("radio_buttons", n))],
    ),
    (
        "placeholder",
        limits.SELECT_PLACEHOLDER_MAX_LENGTH,
        lambda n: [actions(select(placeholder=plain("x" * n)))],
    ),
    (
        "group label",
        limits.OPTION_GROUP_LABEL_MAX_LENGTH,
        lambda n: [
            actions(
                {
                    "type": "static_select",
                    "action_id": "s",
                    "option_groups": [{"label": plain("x" * n), "options": [option("a")]}],
                }
            )
        ],
    ),
    ("block id", limits.BLOCK_ID_MAX_LENGTH, lambda n: [section(block_id="x" * n)]),
    ("action id", limits.ACTION_ID_MAX_LENGTH, lambda n: [actions(button("x" * n))]),
    (
        "confirm title",
        limits.CONFIRMATION_TITLE_MAX_LENGTH,
        lambda n: [actions(confirm(title=plain("x" * n)))],
    ),
    (
        "confirm text",
        limits.CONFIRMATION_TEXT_MAX_LENGTH,
        lambda n: [actions(confirm(text=plain("x" * n)))],
    ),
    (
        "confirm",
        limits.CONFIRMATION_CONFIRM_MAX_LENGTH,
        lambda n: [actions(confirm(confirm=plain("x" * n)))],
    ),
    (
        "deny",
        limits.CONFIRMATION_DENY_MAX_LENGTH,
        lambda n: [actions(confirm(deny=plain("x" * n)))],
    ),
    (
        "alt text",
        limits.IMAGE_ALT_TEXT_MAX_LENGTH,
        lambda n: [{"type": "image", "image_url": PICTURE, "alt_text": "x" * n}],
    ),
]

MODALS: list[tuple[str, int, Callable[[int], Json]]] = [
    ("blocks", limits.VIEW_BLOCKS_MAX_ITEMS, lambda n: modal(*[section()] * n)),
    ("title", limits.VIEW_TITLE_MAX_LENGTH, lambda n: modal(title=plain("x" * n))),
    ("submit", limits.VIEW_SUBMIT_MAX_LENGTH, lambda n: modal(submit=plain("x" * n))),
    ("close", limits.VIEW_CLOSE_MAX_LENGTH, lambda n: modal(close=plain("x" * n))),
    ("private", limits.VIEW_PRIVATE_METADATA_MAX_LENGTH, lambda n: modal(private_metadata="x" * n)),
    ("callback", limits.VIEW_CALLBACK_ID_MAX_LENGTH, lambda n: modal(callback_id="x" * n)),
    ("external", limits.VIEW_EXTERNAL_ID_MAX_LENGTH, lambda n: modal(external_id="x" * n)),
    ("label", limits.INPUT_LABEL_MAX_LENGTH, lambda n: modal(field("b", label=plain("x" * n)))),
    ("hint", limits.INPUT_HINT_MAX_LENGTH, lambda n: modal(field("b", hint=plain("x" * n)))),
    (
        "max length",
        limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX,
        lambda n: modal(field("b", typed(max_length=n))),
    ),
    (
        "min length",
        limits.PLAIN_TEXT_INPUT_MIN_LENGTH_MAX,
        lambda n: modal(field("b", typed(min_length=n))),
    ),
    (
        "input placeholder",
        limits.PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH,
        lambda n: modal(field("b", typed(placeholder=plain("x" * n)))),
    ),
]


@pytest.mark.parametrize(("name", "most", "build"), MESSAGES, ids=[row[0] for row in MESSAGES])
def test_message_limits(name: str, most: int, build: Callable[[int], list[Json]]) -> None:
    """A message at the limit is taken, and one beyond it is refused."""
    assert message_faults(build(most)) == [], name
    assert message_faults(build(most + 1)) != [], name


@pytest.mark.parametrize(("name", "most", "build"), MODALS, ids=[row[0] for row in MODALS])
def test_modal_limits(name: str, most: int, build: Callable[[int], Json]) -> None:
    """A modal at the limit is taken, and one beyond it is refused."""
    assert modal_faults(build(most)) == [], name
    assert modal_faults(build(most + 1)) != [], name


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        {"type": "section"},
        ["section"],
        [{"type": "video"}],
        [{"type": "section"}],
        [section("")],
        [section(colour="red")],
        [{"type": "header", "text": mrkdwn("x")}],
        [{"type": "context", "elements": []}],
        [{"type": "context", "elements": [button()]}],
        [actions()],
        [actions({"type": "knob", "action_id": "k"})],
        [actions({"type": "multi_static_select", "options": [option("a")]})],
        [actions(typed())],
        [actions(button(style="loud"))],
        [actions(button(value=7))],
        [actions({"type": "button", "action_id": "a", "text": mrkdwn("x")})],
        [actions({"type": "button", "action_id": "a"})],
        [actions(checkboxes())],
        [actions(select(option_groups=[{"label": plain("g"), "options": [option("a")]}]))],
        [section(accessory=typed())],
        [{"type": "image", "image_url": PICTURE}],
        [field("b", {"type": "number_input", "is_decimal_allowed": False})],
        [section(block_id="same"), section(block_id="same")],
        [actions(button("same"), button("same"))],
        [actions(select(initial_option=option("elsewhere")))],
        [actions(checkboxes("a", "b", initial_options=[option("c")]))],
        [actions(checkboxes("a", "a"))],
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-13-01"})],
        [actions({"type": "timepicker", "action_id": "t", "initial_time": "24:00"})],
    ],
)
def test_wrong_message(blocks: Any) -> None:
    """A message with an unknown, missing, misplaced or contradictory part is refused."""
    assert message_faults(blocks) != []


@pytest.mark.parametrize(
    "view",
    [
        {"type": "modal", "blocks": [section()]},
        modal() | {"blocks": []},
        modal() | {"type": "dialog"},
        modal(colour="red"),
        modal(title=mrkdwn("題")),
        {"type": "modal", "title": plain("題"), "blocks": [field("b")]},
        modal(field("same"), field("same")),
        modal(field("b", button())),
        modal(field("b", typed(min_length=5, max_length=4))),
        modal(field("b", typed(initial_value="12345", max_length=4))),
        modal(field("b", {"type": "number_input"})),
        modal(
            field(
                "b",
                {
                    "type": "number_input",
                    "is_decimal_allowed": False,
                    "min_value": "9",
                    "max_value": "1",
                },
            )
        ),
        modal(field("a", typed(focus_on_load=True)), field("b", typed(focus_on_load=True))),
    ],
)
def test_wrong_modal(view: Any) -> None:
    """A modal with an unknown, missing, misplaced or contradictory part is refused."""
    assert modal_faults(view) != []


def test_same_action_in_two_blocks() -> None:
    """One action id may stand in several blocks of a message, as long as the blocks differ."""
    blocks = [actions(checkboxes("a"), block_id="one"), actions(checkboxes("b"), block_id="two")]
    assert message_faults(blocks) == []


def test_fault_says_where() -> None:
    """A refusal names the fault and the place, in Slack's way."""
    faults = message_faults([section(), actions(button(text="x" * 76))])
    where = "[json-pointer:/blocks/1/elements/0/text/text]"
    assert faults == [f"[ERROR] must be less than 76 characters {where}"]


@pytest.mark.parametrize(
    "block",
    [
        sdk.HeaderBlock(text="題"),
        sdk.SectionBlock(text="*本文*", fields=["一", "二"]),
        sdk.SectionBlock(
            text="選ぶ",
            accessory=sdk.StaticSelectElement(
                action_id="s",
                placeholder="選択",
                option_groups=[
                    sdk.OptionGroup(label="組", options=[sdk.Option(value="a", label="ア")])
                ],
            ),
        ),
        sdk.DividerBlock(),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="注")]),
        sdk.ImageBlock(image_url=PICTURE, alt_text="図"),
        sdk.ActionsBlock(
            elements=[
                sdk.ButtonElement(text="押す", action_id="go", value="1", style="danger"),
                sdk.CheckboxesElement(action_id="c", options=[sdk.Option(value="a", text="ア")]),
                sdk.OverflowMenuElement(action_id="o", options=[sdk.Option(value="a", text="ア")]),
                sdk.UserSelectElement(action_id="u", placeholder="誰"),
                sdk.DatePickerElement(action_id="d", initial_date="2026-11-18"),
            ]
        ),
        sdk.InputBlock(
            label="言葉",
            element=sdk.PlainTextInputElement(action_id="w", multiline=True, max_length=3000),
            optional=True,
        ),
    ],
)
def test_models_of_the_sdk(block: sdk.Block) -> None:
    """What Slack's own SDK builds and holds valid is taken."""
    assert message_faults([block.to_dict()]) == []
