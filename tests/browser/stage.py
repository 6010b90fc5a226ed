"""People in front of the page: each in a tab of their own, everything they cause watched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, WebSocket, expect

from bot.sandbox.local_company import LocalCompany

ARTEFACTS = Path(__file__).parent / "artefacts"
SATO, EMMA, TANAKA, MORI = "U0SATO", "U0EMMA", "U0TANAKA", "U0MORI"
GRACE = "U0GRACE"
HQ, SHOP = "U0HQONE", "U0SHINJUKUSHOP"
TEAM, DESK = "C0TEAMSHINJUKU", "C0DESKSHINJUKU"
FONTS = """Promise.all(["400", "700"].map(
    (weight) => document.fonts.load(`${weight} 15px "Noto Sans JP"`, "話")))"""
PATIENCE = 15_000
"""Milliseconds until something is said never to come; long, for machines that are busy."""
DESKTOP = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}


@dataclass
class Stage:
    """The company with the bot in it, and a browser in front."""

    company: LocalCompany
    browser: Browser
    asked: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    sockets: dict[Page, WebSocket] = field(default_factory=dict)

    async def tab(self, user: str, *, at: str = "", ready: bool = True, **how: Any) -> Page:
        """Open a tab as somebody; `how` goes to the browser's context."""
        context = await self.browser.new_context(**({"viewport": DESKTOP} | how))
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._connected(page, socket))
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        await page.goto(f"{self.company.slack.base_url}/?as={user}{at}")
        if ready:
            await page.wait_for_selector(f"body[data-ready={user}]")
            # A font that comes later moves what is about to be pressed.
            await page.evaluate(FONTS)
        return page

    async def picture(self, page: Page, name: str) -> None:
        """Keep a picture of what stands there."""
        await page.mouse.move(0, 0)
        await page.evaluate("document.fonts.ready")
        await page.screenshot(path=ARTEFACTS / f"{name}.png", animations="disabled")

    def keep(self, name: str, figures: str) -> None:
        """Keep what was measured, beside the pictures."""
        ARTEFACTS.mkdir(exist_ok=True)
        (ARTEFACTS / f"{name}.json").write_text(figures, encoding="utf-8")

    async def settled(self) -> None:
        """Wait until the bot has done what is due."""
        await self.company.settled()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Let the company begin again when it is asked to, while the block lasts."""
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.company.serve(stop))
            try:
                yield
            finally:
                stop.set()

    @asynccontextmanager
    async def told(self, page: Page, kind: str) -> AsyncIterator[None]:
        """Return at the end of the block once this tab has been told of that kind of change."""
        socket = self.sockets[page]
        async with socket.expect_event("framereceived", lambda said: f'"type": "{kind}"' in said):
            yield

    async def close(self) -> None:
        """Close every tab."""
        for context in self.contexts:
            await context.close()

    def _connected(self, page: Page, socket: WebSocket) -> None:
        self.sockets[page] = socket
        self._asked(socket.url)

    def _asked(self, url: str) -> None:
        own = urlsplit(self.company.slack.base_url).netloc
        at = urlsplit(url)
        if at.scheme not in {"data", "blob"}:
            (self.asked if at.netloc == own else self.foreign).append(url)

    def _said(self, kind: str, text: str) -> None:
        # A server that is away, and an upload refused, are what some tests are about.
        if kind == "error" and "ERR_CONNECTION" not in text and "WebSocket" not in text:
            self.broken.append(text)


async def command(page: Page, text: str = "/kasuhara report") -> None:
    """Type into the channel's composer and send it."""
    await page.fill(".channel-pane textarea", text)
    await page.press(".channel-pane textarea", "Enter")


async def press(page: Page, action: str, pane: str = "") -> None:
    """Press the newest button with this action id."""
    await page.locator(f"{pane} [data-action='{action}']").last.click()


async def open_direct(page: Page, user: str) -> None:
    """Open the conversation with the bot, and its newest thread."""
    await page.click(f"[data-channel='D0{user[2:]}']")
    await page.locator(".channel-pane .thread-link").last.click()
    await expect(page.locator(".thread-pane")).to_be_visible()


async def overflowing(page: Page) -> list[str]:
    """Return what is wider than the page."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => {
            const box = one.getBoundingClientRect();
            const style = getComputedStyle(one);
            const isHidden = style.visibility === 'hidden' || one.closest('.hidden');
            const isSeen = box.width > 0 && !isHidden;
            const isCut = one.closest('.json, .fence, .list, .stories');
            return isSeen && !isCut && (box.right > innerWidth + 1 || box.left < -1);
        }).map((one) => one.tagName + '.' + one.className)"""
    )
    return found
