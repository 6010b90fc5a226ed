"""Everything the server lets pass is shown; what is not known is shown as an error."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect
from ruamel.yaml import YAML

from bot.sandbox.blocks import message_faults, modal_faults
from tests.browser.stage import SATO, TEAM, Stage
from tests.workspace import MANIFEST

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


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The app's manifest with the Home tab switched on."""
    document = YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8"))
    document["features"]["app_home"]["home_tab_enabled"] = True
    file = tmp_path / "app.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(document, out)
    return file


async def test_every_element_is_shown(stage: Stage) -> None:
    """Every block and element of a message, a form and the Home tab stands there."""
    assert message_faults(BLOCKS) == []
    assert modal_faults(FORM) == []
    slack = stage.company.slack
    page = await stage.tab(SATO)
    bot = {"bot_id": slack.workspace.bot_id}
    slack.workspace.post(TEAM, slack.workspace.bot_user.id, "全部", blocks=BLOCKS, **bot)
    message = page.locator(".message")
    await expect(message.locator(".block")).to_have_count(len(BLOCKS))
    await expect(message.locator(".cannot-show")).to_have_count(0)
    await expect(message).to_contain_text("押す <>")
    await expect(message).to_contain_text("2026年11月21日 12:00")
    await expect(message.locator("strong")).to_have_text("太字")
    await stage.picture(page, "elements")
    slack.modals.open(SATO, FORM)
    await expect(page.locator(".modal .field")).to_have_count(len(INPUTS))
    await expect(page.locator(".modal .cannot-show")).to_have_count(0)
    await page.keyboard.press("Escape")
    await page.click("[data-channel=D0SATO]")
    await page.get_by_role("tab", name="ホーム").click()
    await expect(page.locator(".home")).to_contain_text("まだ何もありません")
    slack.homes.publish(SATO, {"type": "home", "blocks": BLOCKS})
    await expect(page.locator(".home .block")).to_have_count(len(BLOCKS))
    await stage.settled()


async def test_what_cannot_be_shown_is_an_error_box(stage: Stage) -> None:
    """A block and an element of an unknown type are named where they would stand."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    blocks = [{"type": "video"}, {"type": "actions", "elements": [{"type": "workflow_button"}]}]
    slack.workspace.post(
        TEAM, slack.workspace.bot_user.id, "?", blocks=blocks, bot_id=slack.workspace.bot_id
    )
    await expect(page.locator(".cannot-show")).to_have_text(
        ["表示できない要素：video", "表示できない要素：workflow_button"]
    )


async def test_what_is_chosen_reaches_the_server(stage: Stage) -> None:
    """Lists, several people, days and times are set as Slack keeps them; a refusal asks first."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    posted = slack.workspace.post(
        TEAM, slack.workspace.bot_user.id, "全部", blocks=BLOCKS, bot_id=slack.workspace.bot_id
    )
    await page.locator(".picker").first.click()
    await page.locator(".option", has_text="選択 1").click()
    await expect(page.locator(".picker").first).to_contain_text("選択 1")
    await page.locator("input[type=date]").fill("2026-12-24")
    await page.locator("input[type=date]").dispatch_event("change")
    await page.locator(".choice", has_text="選択 2").last.click()
    people = page.locator(".picker").nth(6)
    await people.click()
    for name in ("Emma", "田中"):
        await page.locator(".list-search").fill(name)
        await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(people).to_contain_text("Emma Clark、田中 誠")
    clicks = len(slack.log.deliveries)
    await page.get_by_role("button", name="消す", exact=True).click()
    await expect(page.locator(".confirm")).to_contain_text("本当に")
    await page.get_by_role("button", name="いいえ").click()
    assert len(slack.log.deliveries) == clicks
    await stage.settled()
    chosen = slack.workspace.chosen[TEAM, posted.ts, SATO]
    kept = {
        str(value) for state in chosen.values() for key, value in state.items() if key != "type"
    }
    assert "2026-12-24" in kept
    assert "['U0EMMA', 'U0TANAKA']" in kept
