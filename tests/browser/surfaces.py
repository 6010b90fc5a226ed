"""How every surface of the page is looked at: in several widths and colours, by axe, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final, Literal

from playwright.async_api import Page

from tests.browser.stage import EMMA, SATO, Stage, overflowing
from tests.browser.windows import DESKTOP

Language = Literal["ja", "en"]
ENGLISH = "en-US"
NARROWEST, TALL = 360, 2400

AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# What a colour is depends on where an element stands and how it is: judged once, it is known.
RUN: Final = """async ([isContrast, judged]) => {
    await Promise.all(document.getAnimations().map((one) => one.finished));
    const options = {resultTypes: ["violations"], preload: false};
    const rules = {"color-contrast": {enabled: false}};
    const found = (await axe.run({...options, rules})).violations;
    const states = ["aria-pressed", "aria-selected", "aria-current", "aria-busy", "aria-invalid",
        "disabled", "data-view", "data-side", "data-pane"];
    const own = (one) => one.tagName + "." + one.className + states.map((state) =>
        one.getAttribute(state) ?? "").join("|");
    const key = (one) => (one === document.body ? "" : key(one.parentElement) + ">") + own(one);
    const isWritten = (one) => one.matches("input, textarea, select") ||
        [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    const known = new Set(judged);
    const fresh = [];
    if (isContrast) {
        for (const one of document.querySelectorAll("body *")) {
            if (!isWritten(one) || !one.checkVisibility() || known.has(key(one))) continue;
            known.add(key(one));
            fresh.push(one);
        }
        if (fresh.length) {
            const contrast = await axe.run({include: fresh},
                {...options, runOnly: ["color-contrast"]});
            found.push(...contrast.violations);
        }
    }
    return [[...known], found.flatMap((one) => one.nodes.map((node) =>
        `${one.id} ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`))];
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """A width in pixels and a scheme of colours; `contrast` says whether colours are judged."""

    width: int
    scheme: Literal["light", "dark"]
    contrast: bool

    def __str__(self) -> str:
        """Name it for its folder of pictures."""
        return f"{self.scheme}-{'narrow' if self.width == NARROWEST else 'wide'}"

    @property
    def media(self) -> dict[str, Any]:
        """What the browser pretends; nothing moves, so that all looks alike every time."""
        return {"color_scheme": self.scheme, "reduced_motion": "reduce"}

    async def at(self, page: Page) -> None:
        """Look at a page so."""
        now = page.viewport_size or DESKTOP
        await page.set_viewport_size({"width": self.width, "height": now["height"]})
        await page.emulate_media(**self.media)


WIDE: Final = Look(1280, "light", contrast=True)
# Colours are the same in every language; what has room on a narrow page has it on a wide one.
LOOKS: Final[Mapping[Language, tuple[Look, ...]]] = {
    "ja": (WIDE, Look(NARROWEST, "dark", contrast=True)),
    "en": (Look(NARROWEST, "light", contrast=False),),
}


@dataclass
class Eye:
    """Somebody who reads one language and looks closely at everything that comes up."""

    stage: Stage
    language: Language
    faults: list[str] = field(default_factory=list)
    _judged: dict[Look, list[str]] = field(default_factory=dict)

    @property
    def reporter(self) -> str:
        """Who reports."""
        return SATO if self.language == "ja" else EMMA

    async def tab(self, user: str, at: str = "", height: int = DESKTOP["height"]) -> Page:
        """Open a tab as somebody, who reads this language from now on."""
        if self.language == "en":
            self.stage.company.slack.workspace.change_user(user, locale=ENGLISH)
        size = {"width": WIDE.width, "height": height}
        return await self.stage.tab(user, at=at, viewport=size, **WIDE.media)

    async def on(self, page: Page, name: str) -> None:
        """Keep pictures of a surface, and what is wrong with it."""
        for look in LOOKS[self.language]:
            await look.at(page)
            kept = f"{self.language}-{look}/{name}"
            await self.stage.picture(page, kept)
            wrong = (*await self._axe(page, look), *await overflowing(page))
            self.faults += [f"{kept}: {one}" for one in wrong]
        await WIDE.at(page)

    async def _axe(self, page: Page, look: Look) -> list[str]:
        """Return what axe finds."""
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(AXE)
        judged = self._judged.get(look, [])
        self._judged[look], found = await page.evaluate(RUN, [look.contrast, judged])
        return [str(one) for one in found]
