"""Take the pictures of the READMEs: `python -m tests.browser.pictures`."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright

from bot.sandbox.local_company import LocalCompany
from tests.browser.conftest import CHROMIUM
from tests.browser.stage import (
    DESK,
    EMMA,
    PATIENCE,
    SATO,
    TANAKA,
    Stage,
    command,
    open_direct,
    press,
)
from tests.browser.windows import Windows
from tests.workspace import MANIFEST

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE = {"width": 1200, "height": 760}


async def keep(page: Page, name: str) -> None:
    """Write one picture once everything stands still."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.fonts.ready")
    await page.wait_for_selector(".toast", state="detached", timeout=10_000)
    await page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


async def danger(stage: Stage, user: str, language: str) -> None:
    """The question, what the person in danger reads, and the same on a phone."""
    page = await stage.tab(user, viewport=SIZE)
    await page.click("[data-panel=learn]")
    await command(page)
    await page.wait_for_selector("[data-action='triage.danger.now']")
    await keep(page, f"question-{language}")
    await press(page, "triage.danger.now")
    await stage.settled()
    await page.click("[data-panel=learn]")
    await open_direct(page, user)
    await keep(page, f"thread-{language}")


async def desk(stage: Stage) -> None:
    """The desk's card."""
    page = await stage.tab(TANAKA, viewport=SIZE)
    await page.click(f"[data-channel={DESK}]")
    await page.wait_for_selector("[data-action='case.take']")
    await keep(page, "desk")


async def main() -> None:
    """Take them all, each story in a company of its own."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for user, language in ((SATO, "ja"), (EMMA, "en")):
            with TemporaryDirectory() as folder:
                company = LocalCompany("127.0.0.1", 0, Path(folder), MANIFEST)
                await company.open()
                stage = Stage(company, Windows(browser, PATIENCE))
                await danger(stage, user, language)
                if language == "ja":
                    await desk(stage)
                await stage.close()
                await company.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
