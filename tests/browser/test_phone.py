"""How staff see it: a narrow page, the frame of a phone, a lock screen."""

from playwright.async_api import expect

from tests.browser.stage import DESK, MORI, NARROW, SATO, SHOP, Stage, command, overflowing, press


async def test_three_hundred_and_sixty_pixels(stage: Stage) -> None:
    """One pane at a time, nothing wider than the page, from the list to a form."""
    page = await stage.tab(SATO, viewport=NARROW, has_touch=True, is_mobile=True)
    assert await overflowing(page) == []
    await page.click(".channel-pane .back")
    await expect(page.locator(".sidebar")).to_be_visible()
    await expect(page.locator(".channel-pane")).to_be_hidden()
    await page.click("[data-channel=C0TEAMSHINJUKU]")
    await command(page)
    await press(page, "triage.danger.now")
    await expect(page.locator(".toast.notice").first).to_be_visible()
    await stage.settled()
    await page.click(".channel-pane .back")
    await page.click("[data-channel=D0SATO]")
    await page.locator(".thread-link").last.click()
    await expect(page.locator(".thread-pane")).to_be_visible()
    await expect(page.locator(".channel-pane")).to_be_hidden()
    await expect(page.locator(".thread-pane")).to_contain_text("その場を離れてください")
    assert await overflowing(page) == []
    for panel in ("learn", "inspect"):
        await page.click(f"[data-panel={panel}]")
        assert await overflowing(page) == []
        await page.click(".side-head .tool")
    shop = await stage.tab(SHOP, viewport=NARROW)
    await command(shop)
    await shop.get_by_role("button", name="記入する").click()
    await expect(shop.locator(".modal")).to_be_visible()
    assert await overflowing(shop) == []


async def test_the_lock_screen_says_exactly_the_notification(stage: Stage) -> None:
    """What the lock screen shows is the text of the notification, and no name of anybody."""
    sato, mori = (
        await stage.tab(SATO),
        await stage.tab(MORI, viewport={"width": 1280, "height": 880}),
    )
    await mori.click("[data-view-switch]")
    await mori.click(".status-lock")
    await command(sato)
    await press(sato, "triage.danger.now")
    notices = mori.locator(".lock-text")
    await expect(notices.first).to_be_visible()
    await stage.settled()
    sent = [one.text for one in stage.company.slack.person(MORI).notifications]
    assert sorted(await notices.all_inner_texts()) == sorted(sent)
    assert "佐藤" not in await mori.inner_text(".lock-notices")
    await mori.locator(".lock-notice").last.click()
    await expect(mori.locator(".lock-screen")).to_be_hidden()
    await expect(mori.locator(".device")).to_have_css("width", "390px")
    await mori.click("[data-view-switch]")
    await mori.click(f"[data-channel={DESK}]")
    await expect(mori.locator(".sidebar")).to_be_visible()
