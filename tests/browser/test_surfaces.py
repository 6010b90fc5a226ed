"""Whatever stands on the page can be read, reached and seen by everybody.

The surfaces of the stories are looked at in `test_stories.py`, where they come up.
"""

import pytest
from playwright.async_api import expect

from tests.browser.samples import BLOCKS, FORM
from tests.browser.stage import MORI, SHOP, TANAKA, TEAM, Stage, command, press
from tests.browser.surfaces import LOOKS, NARROWEST, TALL, Eye, Language
from tests.browser.windows import DESKTOP

both = pytest.mark.parametrize("language", LOOKS)


@both
async def test_talk(stage: Stage, language: Language) -> None:
    """A channel: empty, typing, what people write, menus, changing what one wrote."""
    eye, slack = Eye(stage, language), stage.company.slack
    page = await eye.tab(eye.reporter)
    await eye.on(page, "empty")
    await page.locator(".channel-pane textarea").press_sequentially("/kas")
    await expect(page.locator(".completion .option")).to_have_count(1)
    await eye.on(page, "completion")
    await page.keyboard.press("Escape")
    said = "*急ぎ* で `鍵` の件です。\n> 昨日の話\n• 一つ目\n• 二つ目\nhttps://example.com/a _斜体_"
    file = slack.person(MORI).upload("録音.m4a", "audio/mp4", bytes(20_000_000))
    first = await slack.person(MORI).say(TEAM, said, files=[file])
    await slack.person(MORI).say(TEAM, f"@{slack.workspace.users[eye.reporter].name} 見ましたか")
    await slack.person(TANAKA).say(TEAM, "```\n10:05 電話\n10:40 終話\n```")
    await slack.person(TANAKA).say(TEAM, "確かめます", thread_ts=first.ts)
    await command(page, "お願いします :pray:")
    await expect(page.locator(".message")).to_have_count(4)
    await expect(page.locator(".thread-link")).to_be_visible()
    await eye.on(page, "channel")
    await page.locator(".message").first.hover()
    await page.locator(".message").first.locator("[data-focus=more]").click()
    await eye.on(page, "message-menu")
    await page.keyboard.press("Escape")
    await page.locator(".message").last.hover()
    await page.locator(".message").last.locator("[data-focus=more]").click()
    await page.click("[data-run=edit]")
    await eye.on(page, "editor")
    await page.keyboard.press("Escape")
    await page.click(".channel-pane .composer [aria-haspopup=menu]")
    await eye.on(page, "shortcuts")
    await page.keyboard.press("Escape")
    await page.click(".clock")
    await eye.on(page, "clock")
    await page.keyboard.press("Escape")
    assert eye.faults == []
    await stage.settled()


@both
async def test_people(stage: Stage, language: Language) -> None:
    """Whom one can be, somebody's card, a message to them, and the list it stands in."""
    eye, slack = Eye(stage, language), stage.company.slack
    page = await eye.tab(eye.reporter)
    await page.click(".who")
    await eye.on(page, "people")
    await page.keyboard.press("Escape")
    await slack.person(MORI).say("C0LUNCH", "@tanaka 昼です")
    await page.click("[data-channel=C0LUNCH]")
    await expect(page.locator(".day.new")).to_be_visible()
    await page.click(".message .mention")
    await eye.on(page, "person-card")
    await page.locator(".person-card button").click()
    await expect(page.locator(".channel-pane h2")).to_contain_text("田中 誠")
    await command(page, "今どこですか")
    await expect(page.locator(".message")).to_have_count(1)
    await eye.on(page, "direct-message")
    await page.set_viewport_size({"width": NARROWEST, "height": DESKTOP["height"]})
    await page.click(".channel-pane .back")
    await eye.on(page, "channels")
    assert eye.faults == []
    await stage.settled()


@both
async def test_form(stage: Stage, language: Language) -> None:
    """A form: as it opens, with errors, with a list open, and two on top of one another."""
    eye = Eye(stage, language)
    page = await eye.tab(SHOP)
    await command(page)
    await press(page, "report.form")
    await expect(page.locator(".modal")).to_be_visible()
    await eye.on(page, "form")
    await page.click("[data-focus='modal submit']")
    await expect(page.locator(".field-error").first).to_be_visible()
    await eye.on(page, "form-errors")
    await page.locator(".modal .picker").last.click()
    await expect(page.locator(".list .option").first).to_be_visible()
    await eye.on(page, "form-list")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.locator(".modal")).to_have_count(0)
    modals = stage.company.slack.modals
    modals.open(SHOP, FORM)
    modals.push(SHOP, FORM | {"title": {"type": "plain_text", "text": "その上"}})
    await expect(page.locator("[data-focus='modal back']")).to_be_visible()
    await eye.on(page, "form-stack")
    assert eye.faults == []
    await stage.settled()


@pytest.mark.parametrize("manifest", ["home"], indirect=True, ids=[""])
async def test_elements(stage: Stage) -> None:
    """Every element: in a message, in a form, on the Home tab; and one nobody knows."""
    eye, slack = Eye(stage, "ja"), stage.company.slack
    bot, about = slack.workspace.bot_user.id, {"bot_id": slack.workspace.bot_id}
    page = await eye.tab(eye.reporter, height=TALL)
    slack.workspace.post(TEAM, bot, "全部", blocks=BLOCKS, **about)
    slack.workspace.post(TEAM, bot, "?", blocks=[{"type": "video"}], **about)
    await expect(page.locator(".cannot-show")).to_be_visible()
    await eye.on(page, "elements")
    slack.modals.open(eye.reporter, FORM)
    await expect(page.locator(".modal")).to_be_visible()
    await eye.on(page, "elements-form")
    await page.locator(".modal [data-kind=day]").first.click()
    await expect(page.locator(".calendar")).to_be_visible()
    await eye.on(page, "calendar")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.locator(".modal")).to_have_count(0)
    slack.homes.publish(eye.reporter, {"type": "home", "blocks": BLOCKS})
    await page.click(f"[data-channel=D0{eye.reporter[2:]}]")
    await page.locator("[data-focus=home]").click()
    await expect(page.locator(".home .block")).to_have_count(len(BLOCKS))
    await eye.on(page, "home")
    assert eye.faults == []
    await stage.settled()


@both
async def test_beside(stage: Stage, language: Language) -> None:
    """What stands beside the workspace: a question, the log, faults, what went wrong."""
    eye = Eye(stage, language)
    page = await eye.tab(eye.reporter)
    await page.click("[data-panel=learn]")
    await page.click("[data-run=begin-again]")
    await eye.on(page, "confirm")
    await page.keyboard.press("Escape")
    await command(page)
    await press(page, "triage.danger.now")
    await stage.settled()
    await page.click("[data-panel=inspect]")
    await page.locator(".fault-row select").last.select_option("chat.update")
    await page.click("[data-run=plan]")
    await expect(page.locator(".planned")).to_be_visible()
    await eye.on(page, "inspect")
    await page.locator(".entry", has_text="block_actions").first.click()
    await expect(page.locator(".entry-detail")).to_be_visible()
    await eye.on(page, "inspect-entry")
    await page.click("[data-run=turn]")
    await page.click(".side-head .tool")
    await expect(page.locator(".banner")).to_be_visible()
    await command(page, "/nosuch")
    await expect(page.locator(".trouble")).to_be_visible()
    await eye.on(page, "troubles")
    assert eye.faults == []
    await stage.company.start_bot()
    await stage.settled()
