"""axe finds nothing, on every surface, light and dark."""

from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.stage import DESK, NARROW, SATO, SHOP, TANAKA, Stage, command, open_direct, press

SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


async def check(page: Page, where: str) -> None:
    """Fail with what axe finds."""
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    results: Any = await Axe().run(page)
    found = [
        f"{where}: {one['id']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for one in results.response["violations"]
        for node in one["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing(stage: Stage, scheme: Literal["light", "dark"]) -> None:
    """Channel, private message, thread, menu, people, panels, form, phone, lock screen."""
    page = await stage.tab(SATO, color_scheme=scheme, reduced_motion="reduce")
    await check(page, "an empty channel")
    await command(page, "普通の *話* と `code`")
    await command(page)
    await expect(page.locator("[data-action='triage.danger.none']")).to_be_visible()
    await check(page, "a private question")
    await press(page, "triage.danger.now")
    await stage.settled()
    await open_direct(page, SATO)
    await check(page, "a thread")
    await stage.picture(page, f"thread-{scheme}")
    await page.click(".who")
    await check(page, "people")
    await page.keyboard.press("Escape")
    await page.click(".channel-pane [aria-label='ショートカット']")
    await check(page, "a menu")
    await page.keyboard.press("Escape")
    for panel in ("learn", "inspect"):
        await page.click(f"[data-panel={panel}]")
        if panel == "inspect":
            await page.locator(".entry").first.click()
            await expect(page.locator(".entry-detail")).to_be_visible()
        await check(page, panel)
        await stage.picture(page, f"{panel}-{scheme}")
    desk = await stage.tab(TANAKA, color_scheme=scheme, reduced_motion="reduce")
    await desk.click(f"[data-channel={DESK}]")
    await expect(desk.locator(".channel-pane [data-action='case.take']").first).to_be_visible()
    await check(desk, "the desk")
    await desk.click("[data-view-switch]")
    await check(desk, "a phone")
    await desk.click(".status-lock")
    await check(desk, "a lock screen")


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_in_forms(stage: Stage, scheme: Literal["light", "dark"]) -> None:
    """A form with errors, its open list, and the question before something is removed."""
    page = await stage.tab(SHOP, color_scheme=scheme, reduced_motion="reduce")
    await command(page)
    await page.get_by_role("button", name="記入する").click()
    await expect(page.locator(".modal")).to_be_visible()
    await page.click("[data-focus='modal submit']")
    await expect(page.locator(".field-error")).to_be_visible()
    await check(page, "a form with an error")
    await stage.picture(page, f"form-{scheme}")
    await page.locator(".modal .picker").first.click()
    await check(page, "a list")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.click("[data-panel=learn]")
    await page.click("[data-run=begin-again]")
    await check(page, "a question")
    await page.keyboard.press("Escape")
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # its own TypedDict
    await check(page, "a narrow panel")
