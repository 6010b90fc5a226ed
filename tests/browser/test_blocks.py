"""Everything the server lets pass is shown; what is not known is shown as an error."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import expect
from ruamel.yaml import YAML

from bot.sandbox.blocks import message_faults, modal_faults
from tests.browser.samples import BLOCKS, FORM, INPUTS
from tests.browser.stage import EMMA, SATO, TEAM, Stage


def test_the_samples_hold_whatever_the_server_lets_pass() -> None:
    """Each type of block, element and text that is not refused stands among the samples."""
    schema = YAML(typ="safe", pure=True).load(
        (files("bot.sandbox") / "blocks.yaml").read_text(encoding="utf-8")
    )
    assert types_allowed(schema) <= types_of([BLOCKS, FORM])


def types_allowed(part: Any) -> set[str]:
    """Return the types that a schema chooses by."""
    if isinstance(part, list):
        return set().union(*map(types_allowed, part))
    if not isinstance(part, dict):
        return set()
    return set(part.get("byType", {})).union(*map(types_allowed, part.values()))


def types_of(part: Any) -> set[str]:
    """Return the types of everything in a document."""
    if isinstance(part, list):
        return set().union(*map(types_of, part))
    if not isinstance(part, dict):
        return set()
    own = {part["type"]} if isinstance(part.get("type"), str) else set()
    return own.union(*map(types_of, part.values()))


@pytest.mark.parametrize("manifest", ["home"], indirect=True)
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


async def test_the_page_asks_only_its_own_server(stage: Stage) -> None:
    """Pictures, links and addresses in a message make the browser ask nobody else for anything."""
    slack = stage.company.slack
    page = await stage.tab(SATO, is_new=True)
    bot = {"bot_id": slack.workspace.bot_id}
    slack.workspace.post(TEAM, slack.workspace.bot_user.id, "全部", blocks=BLOCKS, **bot)
    await slack.person(SATO).say(TEAM, "https://example.com/ <img src=https://example.com/x>")
    await expect(page.locator(".image-away a").first).to_be_visible()
    await expect(page.locator(".message").last).to_contain_text("<img")
    await page.evaluate("document.fonts.ready")
    kinds = {url.rsplit(".", 1)[-1] for url in stage.asked}
    assert {"js", "css", "json", "woff2"} <= kinds
    assert stage.foreign == []
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
    await page.locator("[data-kind=day]").first.click()
    await page.get_by_role("button", name="次の月").click()
    await page.click("[data-day='2026-12-24']")
    await expect(page.locator("[data-kind=day]").first).to_have_text("2026年12月24日")
    await page.locator("[data-kind=time]").first.click()
    await page.locator(".list-search").fill("905")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-kind=time]").first).to_have_text("09:05")
    await page.locator("[data-kind=time]").last.click()
    await page.locator(".option", has_text="23:30").click()
    await expect(page.locator("[data-kind=time]").last).to_have_text("23:30")
    await page.locator(".choice", has_text="選択 2").last.click()
    people = page.locator(".accessory .picker").nth(1)
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
    # 21 November 2026, 23:30 in Tokyo.
    assert {"2026-12-24", "09:05", "1795271400"} <= kept
    assert "['U0EMMA', 'U0TANAKA']" in kept


async def test_days_speak_the_readers_language(stage: Stage) -> None:
    """A day and its calendar are in the acting person's language, not in the browser's."""
    slack = stage.company.slack
    day = {"type": "datepicker", "initial_date": "2026-11-21"}
    blocks = [{"type": "actions", "elements": [day]}]
    bot = {"bot_id": slack.workspace.bot_id}
    slack.workspace.post(TEAM, slack.workspace.bot_user.id, "日", blocks=blocks, **bot)
    for user, said, month in (
        (SATO, "2026年11月21日", "2026年11月"),
        (EMMA, "Nov 21, 2026", "November 2026"),
    ):
        page = await stage.tab(user)
        await expect(page.locator("[data-kind=day]")).to_have_text(said)
        await page.click("[data-kind=day]")
        await expect(page.locator(".calendar strong")).to_have_text(month)
