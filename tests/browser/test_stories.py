"""The stories of the learning panel, end to end, as two people in two tabs."""

from playwright.async_api import expect

from tests.browser.stage import (
    DESK,
    EMMA,
    GRACE,
    HQ,
    SATO,
    TANAKA,
    Stage,
    command,
    open_direct,
    press,
)


async def test_danger_now(stage: Stage) -> None:
    """One press pages the desk; nobody answers, HQ is told; the desk takes it; safe again."""
    sato, tanaka = await stage.tab(SATO), await stage.tab(TANAKA)
    await sato.click("[data-panel=learn]")
    steps = sato.locator(".step.done")
    await stage.picture(sato, "first-ja")
    await command(sato)
    await expect(steps).to_have_count(1)
    await stage.picture(sato, "question-ja")
    await press(sato, "triage.danger.now")
    await expect(tanaka.locator(".toast.notice").first).to_contain_text(
        "至急：今すぐ開いてください"
    )
    await expect(steps).to_have_count(2)
    await tanaka.click(f"[data-channel={DESK}]")
    pane = tanaka.locator(".channel-pane")
    await expect(pane).to_contain_text("「いま危ない」と知らせがありました")
    await expect(steps).to_have_count(3)
    await stage.settled()
    await stage.picture(tanaka, "desk-danger-ja")
    await sato.click("[data-run=wait]")
    await expect(steps).to_have_count(4)
    await stage.settled()
    hq = await stage.tab(HQ)
    await hq.click("[data-channel=C0HQ]")
    await expect(hq.locator(".channel-pane")).to_contain_text("K-2026-0001")
    await press(tanaka, "case.take", ".channel-pane")
    await expect(steps).to_have_count(5)
    await open_direct(sato, SATO)
    await expect(sato.locator(".thread-pane")).to_contain_text("@田中 誠 が対応しています")
    await press(sato, "triage.safe", ".thread-pane")
    await sato.click(".confirm [data-first]")
    await expect(steps).to_have_count(6)
    await expect(sato.locator(".story-over")).to_be_visible()
    await expect(tanaka.locator(".channel-pane")).to_contain_text("安全になった")
    await stage.settled()


async def test_one_visitor_plays_every_part(stage: Stage) -> None:
    """In English the panel's own buttons lead from person to person, all of them English."""
    page = await stage.tab(EMMA)
    await page.click("[data-panel=learn]")
    steps = page.locator(".step.done")
    await command(page)
    await press(page, "triage.danger.now")
    await expect(steps).to_have_count(2)
    await page.click(f"[data-be={GRACE}]")
    await expect(page.locator(".channel-pane [data-action='case.take']").first).to_be_visible()
    await expect(steps).to_have_count(3)
    await page.click("[data-run=wait]")
    await expect(steps).to_have_count(4)
    await stage.settled()
    await press(page, "case.take", ".channel-pane")
    await expect(steps).to_have_count(5)
    await expect(page.locator(".side h2")).to_have_text("Learn")
    await page.click(f"[data-be={EMMA}]")
    await page.locator(".channel-pane .thread-link").last.click()
    await expect(page.locator(".thread-pane")).to_contain_text("@Grace Bell is on it")
    await press(page, "triage.safe", ".thread-pane")
    await page.click(".confirm [data-first]")
    await expect(page.locator(".story-over")).to_have_text("That is the whole story.")
    await stage.settled()


async def test_an_insulting_call(stage: Stage) -> None:
    """Six presses and the words: the desk has the report, takes it and opens the record."""
    sato, tanaka = await stage.tab(SATO), await stage.tab(TANAKA)
    await sato.click("[data-panel=learn]")
    await sato.click("[data-story=insult]")
    steps = sato.locator(".step.done")
    await command(sato)
    await press(sato, "triage.danger.none")
    await expect(steps).to_have_count(2)
    await sato.click("[data-be=U0SATO]")
    await sato.locator(".thread-link").click()
    await press(sato, "triage.actor.tenant", ".thread-pane")
    await press(sato, "triage.scene.phone", ".thread-pane")
    thread = sato.locator(".thread-pane")
    for act in ("insult", "long_contact"):
        await thread.locator(f"label:has([data-value={act}])").click()
        await expect(thread.locator(f"[data-value={act}]")).to_be_checked()
    await stage.settled()
    await expect(thread.locator("input:checked")).to_have_count(2)
    await stage.picture(sato, "acts-ja")
    await press(sato, "triage.acts.done", ".thread-pane")
    await expect(steps).to_have_count(5)
    await sato.fill(".thread-pane textarea", "「能なし」と大声で繰り返されました。")
    await sato.press(".thread-pane textarea", "Enter")
    await expect(steps).to_have_count(6)
    await tanaka.click(f"[data-channel={DESK}]")
    await press(tanaka, "case.take", ".channel-pane")
    await expect(tanaka.locator(".channel-pane")).to_contain_text("@田中 誠 が受け持っています")
    await stage.settled()
    await stage.picture(tanaka, "desk-insult-ja")
    await press(tanaka, "case.record", ".channel-pane")
    await expect(tanaka.locator(".modal")).to_contain_text("言われた言葉")
    await stage.picture(tanaka, "record-ja")
    await expect(steps).to_have_count(8)
    await tanaka.keyboard.press("Escape")
    await expect(tanaka.locator(".modal")).to_have_count(0)


async def test_begin_again(stage: Stage) -> None:
    """The button brings clean data and the bot; the page comes back at the same address."""
    async with stage.serving():
        sato = await stage.tab(SATO)
        await command(sato, "前の話")
        await expect(sato.locator(".message")).to_have_count(1)
        await sato.click("[data-panel=learn]")
        await sato.click("[data-run=begin-again]")
        await sato.click(".confirm .danger")
        await expect(sato.locator(".message")).to_have_count(0)
        await command(sato)
        await expect(sato.locator("[data-action='triage.danger.now']")).to_be_visible()
        await expect(sato.locator(".banner")).to_be_hidden()
        await stage.settled()
