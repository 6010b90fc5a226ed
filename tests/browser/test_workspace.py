"""Shortcuts, edits, mentions, the inspector: what a person does beside reporting."""

from playwright.async_api import expect

from tests.browser.stage import DESK, MORI, SATO, TANAKA, TEAM, Stage, command, press

# Click, type and send in one breath, before any answer can have come.
TYPE_AT_ONCE = """([go, pane, text]) => {
    document.querySelector(go).click();
    const field = document.querySelector(`${pane} textarea`);
    field.value = text;
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
}"""


async def test_shortcuts(stage: Stage) -> None:
    """A global shortcut begins a report; a message's own menu takes that message along."""
    page = await stage.tab(SATO)
    await page.click(".channel-pane [aria-label='ショートカット']")
    await page.click("[data-run=report]")
    await expect(page.locator("[data-channel=D0SATO] .count")).to_contain_text("1")
    await stage.company.slack.person(MORI).say(TEAM, "お客様からの留守番電話です")
    await page.locator(".message", has_text="留守番電話").hover()
    await page.locator(".message:hover [aria-label='その他のアクション']").click()
    await page.click("[data-run=report_message]")
    await stage.settled()
    names = [one.name for one in stage.company.slack.log.deliveries]
    assert {"shortcut", "message_action"} <= set(names)
    await page.click("[data-channel=D0SATO]")
    await expect(page.locator(".channel-pane .message").last).to_be_visible()


async def test_edits_deletions_and_mentions_are_live(stage: Stage) -> None:
    """A message changes and goes in front of the reader; their own name stands out."""
    slack = stage.company.slack
    page = await stage.tab(TANAKA)
    message = await slack.person(SATO).say(TEAM, "@tanaka *急ぎ* です")
    await expect(page.locator(".message .mention.mine")).to_have_text("@田中 誠")
    await expect(page.locator(".message strong")).to_have_text("急ぎ")
    slack.workspace.edit(message, "落ち着きました", [], by=SATO)
    await expect(page.locator(".message-body")).to_contain_text("落ち着きました")
    await expect(page.locator(".edited")).to_be_visible()
    slack.workspace.delete(message)
    await expect(page.locator(".message")).to_have_count(0)
    await stage.settled()


async def test_what_is_typed_goes_where_one_has_gone(stage: Stage) -> None:
    """Typing right after choosing a channel, or a thread, is typing there."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await slack.person(MORI).say("C0LUNCH", "昼はどこで")
    await page.evaluate(TYPE_AT_ONCE, ["[data-channel=C0LUNCH]", ".channel-pane", "外で"])
    await expect(page.locator(".channel-pane .message").last).to_contain_text("外で")
    await page.evaluate(
        TYPE_AT_ONCE,
        [".channel-pane .message [data-focus=reply]", ".thread-pane", "何時に"],
    )
    await expect(page.locator(".thread-pane .message").last).to_contain_text("何時に")
    said = [(one.text, one.is_reply) for one in slack.person(MORI).sees("C0LUNCH")]
    assert said == [("昼はどこで", False), ("外で", False), ("何時に", True)]
    assert slack.person(SATO).sees(TEAM) == []
    await stage.settled()


async def test_a_press_is_not_lost_to_news(stage: Stage) -> None:
    """What changes between pressing down and letting go waits until the press has counted."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await page.hover("[data-channel=C0LUNCH]")
    await page.mouse.down()
    async with stage.told(page, "unread"):
        await slack.person(MORI).say("C0LUNCH", "@sato 昼です")
    await page.mouse.up()
    await expect(page.locator(".channel-pane .message")).to_contain_text("昼です")
    assert "channel=C0LUNCH" in page.url
    await stage.settled()


async def test_a_thread_is_shown_to_who_follows_it(stage: Stage) -> None:
    """A reply counts below its message, marks it unread for its author, and opens beside it."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await command(page, "誰か鍵を見ましたか")
    await stage.settled()
    (message,) = slack.person(SATO).sees(TEAM)
    await slack.person(MORI).say(TEAM, "机の上です", thread_ts=message.ts)
    await expect(page.locator(".thread-link.unread")).to_contain_text("1件の返信")
    await expect(page.locator(f"[data-channel={TEAM}] .count")).to_contain_text("1")
    await page.click(".thread-link")
    await expect(page.locator(".thread-pane .message").last).to_contain_text("机の上です")
    await expect(page.locator(f"[data-channel={TEAM}] .count")).to_have_count(0)
    await stage.settled()


async def test_the_inspector_leads_to_the_case(stage: Stage) -> None:
    """A delivery shows how fast it was acknowledged, what was in it, and the case's timeline."""
    page, desk = await stage.tab(SATO), await stage.tab(TANAKA)
    await desk.click("[data-panel=inspect]")
    await command(page)
    await press(page, "triage.danger.now")
    await stage.settled()
    entry = desk.locator(".entry", has_text="block_actions").first
    await expect(entry).to_contain_text(" ms")
    await expect(entry).to_contain_text("acknowledged")
    await entry.click()
    await expect(desk.locator(".record h4")).to_have_text("受付 K-2026-0001")
    await expect(desk.locator(".timeline")).to_contain_text("alarm")
    await expect(desk.locator(".entry-detail > .json")).to_contain_text("triage.danger.now")
    await stage.settled()


async def test_a_fault_and_a_stopped_bot(stage: Stage) -> None:
    """A planned fault is seen in the log, and the bot is stopped and started from the panel."""
    page = await stage.tab(SATO)
    await page.click("[data-panel=inspect]")
    await page.get_by_label("障害").select_option("server_error")
    await page.click("[data-run=plan]")
    await expect(page.locator(".planned")).to_contain_text("server error")
    await command(page)
    await press(page, "triage.danger.none")
    await expect(page.locator(".entry.bad").first).to_contain_text("server error")
    await stage.settled()
    await page.click("[data-run=turn]")
    await expect(page.locator(".banner")).to_contain_text("ボットが止まっています")
    await expect(page.locator("[data-run=turn]")).to_have_text("ボットを動かす")
    await page.click("[data-run=turn]")
    await expect(page.locator(".banner")).to_be_hidden()
    await page.click("[data-channel=D0SATO]")
    await expect(page.locator(".channel-pane .message")).not_to_have_count(0)
    await stage.settled()


async def test_monday_morning_is_now(stage: Stage) -> None:
    """The clock's menu moves the company's time on, for everybody."""
    page, other = await stage.tab(SATO), await stage.tab(MORI)
    await page.click(".clock")
    await page.click("[data-run=next-monday]")
    await expect(other.locator(".clock")).to_contain_text("(月) 09:00")
    await command(page, "おはようございます")
    await expect(other.locator(".message .time")).to_have_text("09:00")
    await stage.settled()


async def test_one_tab_plays_everybody(stage: Stage) -> None:
    """Switching the person switches channels, language and address; back is back."""
    page = await stage.tab(SATO)
    await page.click(".who")
    await page.click("[data-person=U0TANAKA]")
    await page.wait_for_selector("body[data-ready=U0TANAKA]")
    await expect(page.locator(f"[data-channel={DESK}]")).to_be_visible()
    assert "as=U0TANAKA" in page.url
    await page.go_back()
    await page.wait_for_selector("body[data-ready=U0SATO]")
    await expect(page.locator(f"[data-channel={DESK}]")).to_have_count(0)
