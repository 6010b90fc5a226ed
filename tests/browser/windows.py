"""A browser's windows, used one test after another: what the page consists of is fetched once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from playwright.async_api import Browser, BrowserContext, Error, Page

ASIDE: Final = "/static/-/fonts/OFL.txt"
"""Where an unused window waits. At another address the browser would take a new process."""

DESKTOP: Final = {"width": 1280, "height": 800}
MEDIA: Final = {"color_scheme": "light", "reduced_motion": "no-preference"}


@dataclass
class Windows:
    """One browser, and the windows nobody looks into at the moment.

    Each window keeps its own cookies and cache, so that two of them are two people. What cannot
    be changed once a window is open (a phone's touch, an empty cache) takes a new one.
    """

    browser: Browser
    patience: float
    _free: list[Page] = field(default_factory=list)
    _taken: set[Page] = field(default_factory=set)

    async def take(self, how: Mapping[str, Any], *, is_new: bool = False) -> Page:
        """Return an empty window; `how` is told as to the browser's own contexts."""
        if is_new or how.keys() - {"viewport", *MEDIA}:
            return await self.new(**({"viewport": DESKTOP, **how}))
        page = self._free.pop() if self._free else await self.new()
        self._taken.add(page)
        await page.set_viewport_size(how.get("viewport", DESKTOP))
        await page.emulate_media(**{name: how.get(name, usual) for name, usual in MEDIA.items()})
        return page

    async def new(self, **how: Any) -> Page:
        """Open a window of its own, which is closed when it is given back."""
        context = await self.browser.new_context(**how)
        context.set_default_timeout(self.patience)
        return await context.new_page()

    async def give_back(self, page: Page) -> None:
        """Take leave of the page in it; a window that does not answer is closed."""
        if page not in self._taken:
            await page.context.close()
            return
        self._taken.discard(page)
        try:
            for other in _others(page.context, page):
                await other.close()
            await page.evaluate("sessionStorage.clear()")
            await page.goto(urljoin(page.url, ASIDE))
        except Error:
            await page.context.close()
        else:
            self._free.append(page)


def _others(context: BrowserContext, page: Page) -> list[Page]:
    return [one for one in context.pages if one is not page]
