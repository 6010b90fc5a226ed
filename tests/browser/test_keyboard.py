"""Everything is reached with the keyboard alone, and where one is can be seen."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.browser.stage import SATO, SHOP, Stage


async def focused(page: Page) -> dict[str, str]:
    """Return what has the focus, and whether a ring shows it."""
    found: dict[str, str] = await page.evaluate(
        """() => {
            const one = document.activeElement;
            const style = getComputedStyle(one.matches('.choice input') ? one.nextSibling : one);
            const around = one.closest('.composer');
            const ring = [style.boxShadow, around ? getComputedStyle(around).boxShadow : 'none'];
            return {action: one.dataset.action ?? '', text: one.innerText ?? '', tag: one.tagName,
                    ring: ring.some((said) => said !== 'none') ? 'seen' : 'unseen'};
        }"""
    )
    return found


async def tab_to(page: Page, action: str, most: int = 60) -> None:
    """Press Tab until the element with this action id has the focus, and shows it."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        here = await focused(page)
        assert here["ring"] == "seen" or here["tag"] == "BODY", here
        if here["action"] == action:
            return
    raise AssertionError(f"{action} was not reached")


def form_with(kind: str, asked: str) -> dict[str, Any]:
    """Return a modal that asks for one thing."""
    words = {"type": "plain_text", "text": asked}
    element = {"type": kind, "action_id": "asked"}
    block = {"type": "input", "block_id": "asked", "label": words, "element": element}
    return {"type": "modal", "title": words, "submit": words, "blocks": [block]}


async def test_a_report_without_a_mouse(stage: Stage) -> None:
    """From an empty page to the desk told: completion, buttons, a thread, boxes to tick."""
    page = await stage.tab(SATO)
    await page.keyboard.type("/kas")
    await expect(page.locator(".completion .option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(".channel-pane textarea")).to_have_value("/kasuhara report")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-action='triage.danger.none']")).to_be_visible()
    # Before the composer, messages: up from the list leads into the newest.
    await page.locator(".channel-pane .messages").focus()
    await page.keyboard.press("ArrowUp")
    await tab_to(page, "triage.danger.none")
    await page.keyboard.press("Enter")
    await stage.settled()
    await page.locator(".channel-row").first.focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thread-link")).to_be_visible()
    await page.locator(".thread-link").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".thread-pane textarea")).to_be_focused()
    for action in ("triage.actor.tenant", "triage.scene.phone"):
        await expect(page.locator(f".thread-pane [data-action='{action}']")).to_be_visible()
        await page.locator(".thread-pane .messages").focus()
        await page.keyboard.press("ArrowUp")
        await tab_to(page, action)
        await page.keyboard.press("Enter")
        await stage.settled()
    await expect(page.locator(".thread-pane [data-value=insult]")).to_be_attached()
    await page.locator(".thread-pane .messages").focus()
    await page.keyboard.press("ArrowUp")
    await tab_to(page, "triage.acts")
    await page.keyboard.press("Space")
    await expect(page.locator(".thread-pane input:checked")).to_have_count(1)
    await stage.settled()
    await tab_to(page, "triage.acts.done")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thread-pane")).to_contain_text("新宿店の受付")
    await page.locator(".thread-pane textarea").focus()
    await page.keyboard.press("Escape")
    await expect(page.locator(".thread-pane")).to_be_hidden()
    await stage.settled()


async def test_a_form_without_a_mouse(stage: Stage) -> None:
    """A modal keeps the focus inside, a list is searched and chosen from, Escape leaves."""
    page = await stage.tab(SHOP)
    await page.keyboard.type("/kasuhara report")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="記入する").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".modal input").first).to_be_focused()
    for _ in range(40):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('.modal') !== null")
    await page.locator(".modal .picker").first.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("危険は")
    await page.keyboard.press("Enter")
    await expect(page.locator(".modal .picker").first).to_contain_text("危険はない")
    await expect(page.locator(".modal .picker").first).to_be_focused()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".modal .field-error")).to_have_text("必ず入力してください。")
    await expect(page.locator(".modal input").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".modal")).to_have_count(0)


async def test_a_list_in_a_form_is_left_before_the_form(stage: Stage) -> None:
    """After presses on several rows Escape closes the list; the form stands as it was filled."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    slack.modals.open(SATO, form_with("multi_users_select", "だれ"))
    people = page.locator(".modal .picker")
    await people.click()
    for name in ("Emma", "田中"):
        await page.locator(".option", has_text=name).click()
    await expect(page.locator(".list-search")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".list-box")).to_have_count(0)
    await expect(people).to_contain_text("Emma Clark、田中 誠")
    await expect(people).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".modal")).to_have_count(0)


async def test_a_day_and_a_time_without_a_mouse(stage: Stage) -> None:
    """In the calendar arrows move by days and weeks, a page by a month; focus comes back."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    slack.modals.open(SATO, form_with("datetimepicker", "いつ"))
    day, time = page.locator("[data-kind=day]"), page.locator("[data-kind=time]")
    await expect(day).to_be_focused()
    await expect(day).to_have_text("日付を選択する")
    await page.keyboard.press("Enter")
    await expect(page.locator(".day-button.today")).to_be_focused()
    today = slack.clock.now().astimezone(ZoneInfo("Asia/Tokyo")).date()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End", "Tab"):
        await page.keyboard.press(key)
        assert await page.evaluate("document.activeElement.closest('.calendar') !== null")
    await page.locator(".day-button[tabindex='0']").focus()
    await page.keyboard.press("PageUp")
    chosen = await page.locator(".day-button:focus").get_attribute("data-day")
    assert chosen is not None
    assert date.fromisoformat(chosen) < today
    await page.keyboard.press("Enter")
    await expect(day).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(time).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("14:05")
    await page.keyboard.press("Enter")
    await expect(time).to_have_text("14:05")
    await expect(day).to_contain_text(f"{date.fromisoformat(chosen).day}日")
    await page.keyboard.press("Escape")
    await expect(page.locator(".modal")).to_have_count(0)


async def test_lines_and_switching_person(stage: Stage) -> None:
    """Shift and Enter begins a line; the person is switched with arrows and Enter."""
    page = await stage.tab(SATO)
    await page.keyboard.type("一行目")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("二行目")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .line")).to_have_text(["一行目", "二行目"])
    await page.locator(".who").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("body[data-ready=U0EMMA]")
    await expect(page.locator(".author")).to_have_text("佐藤 みのり")
    assert await page.get_attribute("html", "lang") == "en"
    await expect(page.locator(".bench [data-panel=learn]")).to_have_text("Learn")
