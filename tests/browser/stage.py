"""People in front of the page: each in a tab of their own, everything they cause watched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Error, Page, Request, WebSocket, expect

from bot.sandbox.local_company import LocalCompany
from tests.browser.windows import Windows

ARTEFACTS = Path(__file__).parent / "artefacts"
SATO, EMMA, TANAKA, MORI = "U0SATO", "U0EMMA", "U0TANAKA", "U0MORI"
GRACE = "U0GRACE"
HQ, SHOP = "U0HQONE", "U0SHINJUKUSHOP"
TEAM, DESK = "C0TEAMSHINJUKU", "C0DESKSHINJUKU"
FONTS = """Promise.all(["400", "700"].map(
    (weight) => document.fonts.load(`${weight} 15px "Noto Sans JP"`, "話")))"""
PATIENCE = 15_000
"""Milliseconds until something is said never to come; long, for machines that are busy."""
NARROW = {"width": 360, "height": 740}


@dataclass
class Stage:
    """The company with the bot in it, and a browser in front."""

    company: LocalCompany
    windows: Windows
    asked: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    sockets: dict[Page, WebSocket] = field(default_factory=dict)
    _open: list["Watch"] = field(default_factory=list)

    async def tab(self, user: str, *, at: str = "", is_new: bool = False, **how: Any) -> Page:
        """Open a tab as somebody; `how` goes to the browser's context.

        A new one has never seen the page before.
        """
        page = await self.windows.take(how, is_new=is_new)
        self._open.append(Watch(self, page))
        await page.goto(f"{self.company.slack.base_url}/?as={user}{at}")
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
        for watch in self._open:
            watch.end()
            await self.windows.give_back(watch.page)

    def heard_of(self, url: str) -> None:
        """Note what a tab asked for, and whether that was of another server."""
        own = urlsplit(self.company.slack.base_url).netloc
        at = urlsplit(url)
        if at.scheme not in {"data", "blob"}:
            (self.asked if at.netloc == own else self.foreign).append(url)


class Watch:
    """Everything one tab does, for as long as its test lasts."""

    def __init__(self, stage: Stage, page: Page) -> None:
        self.page = page
        self._stage = stage
        page.on("request", self._asked)
        page.on("websocket", self._connected)
        page.on("console", self._said)
        page.on("pageerror", self._broke)

    def end(self) -> None:
        """Look away: what the window does from now on is no longer this test's."""
        self.page.remove_listener("request", self._asked)
        self.page.remove_listener("websocket", self._connected)
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._broke)

    def _asked(self, request: Request) -> None:
        self._stage.heard_of(request.url)

    def _connected(self, socket: WebSocket) -> None:
        self._stage.sockets[self.page] = socket
        self._stage.heard_of(socket.url)

    def _said(self, said: ConsoleMessage) -> None:
        # A server that is away, and an upload refused, are what some tests are about.
        is_away = "ERR_CONNECTION" in said.text or "WebSocket" in said.text
        if said.type == "error" and not is_away:
            self._stage.broken.append(said.text)

    def _broke(self, error: Error) -> None:
        self._stage.broken.append(str(error))


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
