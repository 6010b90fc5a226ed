"""Every surface of the page, one after another, in one language, one light and one width."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Page, expect

from tests.browser.samples import BLOCKS, FORM
from tests.browser.stage import (
    DESK,
    DESKTOP,
    EMMA,
    MORI,
    NARROW,
    SATO,
    SHOP,
    TANAKA,
    TEAM,
    Stage,
    command,
    press,
)

Shown = AsyncIterator[tuple[str, Page]]
ENGLISH = "en-US"


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at the page."""

    language: Literal["ja", "en"]
    scheme: Literal["light", "dark"]
    width: Literal["wide", "narrow"]

    def __str__(self) -> str:
        """Name it for a test and for its folder of pictures."""
        return f"{self.language}-{self.scheme}-{self.width}"

    @property
    def reporter(self) -> str:
        """Who reports: somebody who reads this language."""
        return SATO if self.language == "ja" else EMMA

    async def tab(self, stage: Stage, user: str, at: str = "", height: int = 0) -> Page:
        """Open a tab as somebody, who reads this language from now on."""
        if self.language == "en":
            stage.company.slack.workspace.change_user(user, locale=ENGLISH)
        size = DESKTOP if self.width == "wide" else NARROW
        return await stage.tab(
            user,
            at=at,
            viewport=size | ({"height": height} if height else {}),
            color_scheme=self.scheme,
            reduced_motion="reduce",
        )


async def talk(stage: Stage, look: Look) -> Shown:
    """A channel: empty, typing, a private question, what people write, menus, lists."""
    slack = stage.company.slack
    page = await look.tab(stage, look.reporter)
    yield "empty", page
    await page.locator(".channel-pane textarea").press_sequentially("/kas")
    await expect(page.locator(".completion .option")).to_have_count(1)
    yield "completion", page
    await command(page)
    await expect(page.locator("[data-action='triage.danger.none']")).to_be_visible()
    yield "question", page
    await page.click(".private-head .text-button")
    said = "*急ぎ* で `鍵` の件です。\n> 昨日の話\n• 一つ目\n• 二つ目\nhttps://example.com/a _斜体_"
    file = slack.person(MORI).upload("録音.m4a", "audio/mp4", bytes(20_000_000))
    first = await slack.person(MORI).say(TEAM, said, files=[file])
    await slack.person(MORI).say(TEAM, f"@{slack.workspace.users[look.reporter].name} 見ましたか")
    await slack.person(TANAKA).say(TEAM, "```\n10:05 電話\n10:40 終話\n```")
    await slack.person(TANAKA).say(TEAM, "確かめます", thread_ts=first.ts)
    await command(page, "お願いします :pray:")
    await expect(page.locator(".message")).to_have_count(4)
    await expect(page.locator(".thread-link")).to_be_visible()
    yield "channel", page
    await page.locator(".message").first.focus()
    await page.locator(".message").first.locator("[data-focus=more]").click()
    yield "message-menu", page
    await page.keyboard.press("Escape")
    await page.click(".channel-pane .composer [aria-haspopup=menu]")
    yield "shortcuts", page
    await page.keyboard.press("Escape")
    await page.click(".who")
    yield "people", page
    await page.keyboard.press("Escape")
    await page.click(".clock")
    yield "clock", page
    await page.keyboard.press("Escape")
    if look.width == "narrow":
        await page.click(".channel-pane .back")
        yield "list", page


async def danger(stage: Stage, look: Look) -> Shown:
    """Danger now: what the reporter reads, what the desk gets, its phone and lock screen."""
    desk = await look.tab(stage, TANAKA)
    page = await look.tab(stage, look.reporter)
    await command(page)
    await press(page, "triage.danger.now")
    await expect(desk.locator(".toast.notice").first).to_be_visible()
    yield "notice", desk
    await stage.settled()
    direct = await look.tab(stage, look.reporter, at=f"&channel=D0{look.reporter[2:]}")
    await expect(direct.locator(".thread-link")).to_be_visible()
    yield "direct", direct
    await direct.locator(".thread-link").last.click()
    await expect(direct.locator("[data-action='triage.safe']")).to_be_visible()
    yield "danger-thread", direct
    desk = await look.tab(stage, TANAKA, at=f"&channel={DESK}")
    await expect(desk.locator("[data-action='case.take']").last).to_be_visible()
    yield "danger-desk", desk
    await desk.click("[data-view-switch]")
    yield "phone", desk
    await desk.click(".status-lock")
    await expect(desk.locator(".lock-notice").first).to_be_visible()
    yield "lock-screen", desk


async def insult(stage: Stage, look: Look) -> Shown:
    """A report in a thread: boxes to tick, the receipt, the card, the record."""
    page = await look.tab(stage, look.reporter)
    await command(page)
    await press(page, "triage.danger.none")
    await stage.settled()
    page = await look.tab(stage, look.reporter, at=f"&channel=D0{look.reporter[2:]}")
    await page.locator(".thread-link").last.click()
    for action in ("triage.actor.tenant", "triage.scene.phone"):
        await press(page, action, ".thread-pane")
    for act in ("insult", "long_contact"):
        await page.locator(f".thread-pane label:has([data-value={act}])").click()
        await expect(page.locator(f".thread-pane [data-value={act}]")).to_be_checked()
    await stage.settled()
    yield "acts", page
    await press(page, "triage.acts.done", ".thread-pane")
    await stage.settled()
    await page.fill(".thread-pane textarea", "「能なし」と大声で繰り返されました。")
    await page.press(".thread-pane textarea", "Enter")
    await stage.settled()
    yield "receipt", page
    desk = await look.tab(stage, TANAKA, at=f"&channel={DESK}")
    await press(desk, "case.take", ".channel-pane")
    await stage.settled()
    yield "card", desk
    await press(desk, "case.record", ".channel-pane")
    await expect(desk.locator(".modal .block").first).to_be_visible()
    yield "record", desk


async def form(stage: Stage, look: Look) -> Shown:
    """A form: as it opens, with errors, with a list open, and three on top of one another."""
    page = await look.tab(stage, SHOP)
    await command(page)
    await press(page, "report.form")
    await expect(page.locator(".modal")).to_be_visible()
    yield "form", page
    await page.click("[data-focus='modal submit']")
    await expect(page.locator(".field-error").first).to_be_visible()
    yield "form-errors", page
    await page.locator(".modal .picker").last.click()
    await expect(page.locator(".list .option").first).to_be_visible()
    yield "list", page
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.locator(".modal")).to_have_count(0)
    modals = stage.company.slack.modals
    modals.open(SHOP, FORM)
    modals.push(SHOP, FORM | {"title": {"type": "plain_text", "text": "その上"}})
    await expect(page.locator("[data-focus='modal back']")).to_be_visible()
    yield "stack", page


async def elements(stage: Stage, look: Look) -> Shown:
    """Every element: in a message, in a form, on the Home tab; and one nobody knows."""
    slack = stage.company.slack
    bot, about = slack.workspace.bot_user.id, {"bot_id": slack.workspace.bot_id}
    page = await look.tab(stage, look.reporter, height=2400)
    slack.workspace.post(TEAM, bot, "全部", blocks=BLOCKS, **about)
    slack.workspace.post(TEAM, bot, "?", blocks=[{"type": "video"}], **about)
    await expect(page.locator(".cannot-show")).to_be_visible()
    yield "elements", page
    slack.modals.open(look.reporter, FORM)
    await expect(page.locator(".modal")).to_be_visible()
    yield "elements-form", page
    await page.locator(".modal [data-kind=day]").first.click()
    await expect(page.locator(".calendar")).to_be_visible()
    yield "calendar", page
    await page.keyboard.press("Escape")
    slack.homes.publish(look.reporter, {"type": "home", "blocks": BLOCKS})
    home = await look.tab(stage, look.reporter, f"&channel=D0{look.reporter[2:]}", height=2400)
    await home.keyboard.press("Escape")
    await expect(home.locator(".modal")).to_have_count(0)
    await home.locator("[data-focus=home]").click()
    await expect(home.locator(".home .block")).to_have_count(len(BLOCKS))
    yield "home", home


async def beside(stage: Stage, look: Look) -> Shown:
    """What stands beside the workspace: stories, the log, faults, questions, what went wrong."""
    page = await look.tab(stage, look.reporter)
    await page.click("[data-panel=learn]")
    yield "learn", page
    await page.click("[data-run=begin-again]")
    yield "confirm", page
    await page.keyboard.press("Escape")
    if look.width == "narrow":
        await page.click(".side-head .tool")
    await command(page)
    await press(page, "triage.danger.now")
    await stage.settled()
    if look.width == "narrow":
        await page.click("[data-panel=learn]")
    await expect(page.locator(".step.done")).to_have_count(2)
    yield "learn-begun", page
    await page.click("[data-panel=inspect]")
    await page.locator(".fault-row select").last.select_option("chat.update")
    await page.click("[data-run=plan]")
    await expect(page.locator(".planned")).to_be_visible()
    yield "inspect", page
    await page.locator(".entry", has_text="block_actions").first.click()
    await expect(page.locator(".entry-detail")).to_be_visible()
    yield "inspect-entry", page
    await page.click("[data-run=turn]")
    await page.click(".side-head .tool")
    await expect(page.locator(".banner")).to_be_visible()
    await command(page, "/nosuch")
    await expect(page.locator(".trouble")).to_be_visible()
    yield "troubles", page
    await stage.company.start_bot()
    await stage.settled()


Scene = Callable[[Stage, Look], Shown]
SCENES: tuple[Scene, ...] = (talk, danger, insult, form, elements, beside)

# Four of the eight in which every two of language, light and width meet.
PAIRS = (
    Look("ja", "light", "wide"),
    Look("en", "dark", "wide"),
    Look("ja", "dark", "narrow"),
    Look("en", "light", "narrow"),
)
