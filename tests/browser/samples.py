"""Every block and element Slack has a place for, once each."""

from typing import Any

Json = dict[str, Any]


def text(said: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": said}


OPTIONS = [
    {"text": text(f"選択 {n}"), "value": f"v{n}", "description": text("説明")} for n in range(3)
]
GROUPS = [{"label": text("組 &amp; 類"), "options": OPTIONS}]
CONFIRM = {
    "title": text("本当に"),
    "text": text("消します", "mrkdwn"),
    "confirm": text("はい"),
    "deny": text("いいえ"),
}
ELEMENTS: list[Json] = [
    {"type": "button", "text": text("押す &lt;&gt;"), "style": "primary"},
    {"type": "button", "text": text("消す"), "style": "danger", "confirm": CONFIRM},
    {"type": "static_select", "options": OPTIONS, "placeholder": text("一つ")},
    {"type": "static_select", "option_groups": GROUPS},
    {"type": "users_select"},
    {"type": "channels_select"},
    {"type": "conversations_select"},
    {"type": "overflow", "options": OPTIONS},
    {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:1]},
    {"type": "radio_buttons", "options": OPTIONS},
    {"type": "datepicker", "initial_date": "2026-11-21"},
    {"type": "timepicker", "initial_time": "09:30"},
    {"type": "datetimepicker", "initial_date_time": 1_795_230_000},
]
ACCESSORIES: list[Json] = [
    {"type": "multi_static_select", "options": OPTIONS},
    {"type": "multi_users_select"},
    {"type": "multi_channels_select"},
    {"type": "multi_conversations_select"},
    {"type": "image", "image_url": "https://example.invalid/a.png", "alt_text": "部屋の写真"},
]
INPUTS: list[Json] = [
    {"type": "plain_text_input", "multiline": True},
    {"type": "email_text_input"},
    {"type": "url_text_input"},
    {"type": "number_input", "is_decimal_allowed": False},
]
BLOCKS: list[Json] = [
    {"type": "header", "text": text("見出し :warning:")},
    {
        "type": "section",
        "text": text(
            "*太字* <https://example.com|先> <!date^1795230000^{date_short} {time}|日>", "mrkdwn"
        ),
    },
    {"type": "section", "fields": [text("左", "mrkdwn"), text("右")]},
    {"type": "divider"},
    {"type": "context", "elements": [text("小さく"), ACCESSORIES[-1]]},
    {
        "type": "image",
        "image_url": "https://example.invalid/b.png",
        "alt_text": "図",
        "title": text("題"),
    },
    *({"type": "actions", "elements": [one]} for one in ELEMENTS),
    *({"type": "section", "text": text("横", "mrkdwn"), "accessory": one} for one in ACCESSORIES),
    {"type": "input", "label": text("書く"), "element": INPUTS[0]},
]
FORM: Json = {
    "type": "modal",
    "title": text("全部"),
    "submit": text("送る"),
    "blocks": [
        *(
            {"type": "input", "label": text(one["type"]), "element": one, "optional": True}
            for one in INPUTS
        ),
        *BLOCKS[:-1],
    ],
}
