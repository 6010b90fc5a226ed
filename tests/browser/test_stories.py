"""The stories of the learning panel, end to end, as two people in two tabs; each surface seen."""

import pytest
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
from tests.browser.surfaces import LOOKS, Eye, Language


async def test_danger_now(stage: Stage) -> None:
    """One press pages the desk; nobody answers, HQ is told; the desk takes it; safe again."""
    eye = Eye(stage, "ja")
    sato, tanaka = await eye.tab(SATO), await eye.tab(TANAKA)
    await sato.click("[data-panel=learn]")
    steps = sato.locator(".step.done")
    await eye.on(sato, "learn")
    await command(sato)
    await expect(steps).to_have_count(1)
    await expect(sato.locator("[data-action='triage.danger.now']")).to_be_visible()
    await eye.on(sato, "question")
    await press(sato, "triage.danger.now")
    notice = tanaka.locator(".toast.notice").first
    await expect(notice).to_contain_text("至急：今すぐ開いてください")
    await eye.on(tanaka, "notice")
    await expect(steps).to_have_count(2)
    await tanaka.click(f"[data-channel={DESK}]")
    pane = tanaka.locator(".channel-pane")
    await expect(pane).to_contain_text("「いま危ない」と知らせがありました")
    await expect(steps).to_have_count(3)
    await stage.settled()
    await eye.on(tanaka, "danger-desk")
    await sato.click("[data-run=wait]")
    await expect(steps).to_have_count(4)
    await stage.settled()
    hq = await stage.tab(HQ)
    await hq.click("[data-channel=C0HQ]")
    await expect(hq.locator(".channel-pane")).to_contain_text("K-2026-0001")
    await press(tanaka, "case.take", ".channel-pane")
    await expect(steps).to_have_count(5)
    await open_direct(sato, SATO)
    await expect(sato.locator(".thread-pane")).to_contain_text("@田中 誠 が応答しました")
    await eye.on(sato, "danger-thread")
    await press(sato, "triage.safe", ".thread-pane")
    await sato.click(".confirm [data-first]")
    await expect(steps).to_have_count(6)
    await expect(sato.locator(".story-over")).to_be_visible()
    await expect(pane).to_contain_text("安全になった")
    assert eye.faults == []
    await stage.settled()


async def test_one_visitor_plays_every_part(stage: Stage) -> None:
    """In English the panel's own buttons lead from person to person, all of them English."""
    eye = Eye(stage, "en")
    page = await eye.tab(EMMA)
    await page.click("[data-panel=learn]")
    steps = page.locator(".step.done")
    await command(page)
    await press(page, "triage.danger.now")
    await expect(steps).to_have_count(2)
    await eye.on(page, "learn-begun")
    await page.click(f"[data-be={GRACE}]")
    await expect(page.locator(".channel-pane [data-action='case.take']").first).to_be_visible()
    await expect(steps).to_have_count(3)
    await page.click("[data-run=wait]")
    await expect(steps).to_have_count(4)
    await stage.settled()
    await press(page, "case.take", ".channel-pane")
    await expect(steps).to_have_count(5)
    await expect(page.locator(".side h2")).to_have_text("Learn")
    await page.click("[data-panel=learn]")
    await eye.on(page, "danger-desk")
    await page.click("[data-view-switch]")
    await eye.on(page, "phone")
    await page.click(".status-lock")
    await expect(page.locator(".lock-notice").first).to_be_visible()
    await eye.on(page, "lock-screen")
    await page.click("[data-view-switch]")
    await page.click("[data-panel=learn]")
    await page.click(f"[data-be={EMMA}]")
    await page.locator(".channel-pane .thread-link").last.click()
    await expect(page.locator(".thread-pane")).to_contain_text("@Grace Bell has answered")
    await press(page, "triage.safe", ".thread-pane")
    await page.click(".confirm [data-first]")
    await expect(page.locator(".story-over")).to_have_text("That is the whole story.")
    assert eye.faults == []
    await stage.settled()


@pytest.mark.parametrize("language", LOOKS)
async def test_an_insulting_call(stage: Stage, language: Language) -> None:
    """Six presses and the words: the desk has the report, takes it and opens the record."""
    eye = Eye(stage, language)
    supervisor, name = (TANAKA, "田中 誠") if language == "ja" else (GRACE, "Grace Bell")
    reporter, desk = await eye.tab(eye.reporter), await eye.tab(supervisor)
    await reporter.click("[data-panel=learn]")
    await reporter.click("[data-story=insult]")
    steps = reporter.locator(".step.done")
    await command(reporter)
    await press(reporter, "triage.danger.none")
    await expect(steps).to_have_count(2)
    await reporter.click(f"[data-be={eye.reporter}]")
    await reporter.locator(".thread-link").click()
    await press(reporter, "triage.actor.tenant", ".thread-pane")
    await press(reporter, "triage.scene.phone", ".thread-pane")
    thread = reporter.locator(".thread-pane")
    for act in ("insult", "long_contact"):
        await thread.locator(f"label:has([data-value={act}])").click()
        await expect(thread.locator(f"[data-value={act}]")).to_be_checked()
    await stage.settled()
    await expect(thread.locator("input:checked")).to_have_count(2)
    await reporter.click("[data-panel=learn]")
    await eye.on(reporter, "acts")
    await press(reporter, "triage.acts.done", ".thread-pane")
    await reporter.fill(".thread-pane textarea", "「能なし」と大声で繰り返されました。")
    await reporter.press(".thread-pane textarea", "Enter")
    await stage.settled()
    await eye.on(reporter, "receipt")
    await reporter.click("[data-panel=learn]")
    await expect(steps).to_have_count(6)
    await desk.click(f"[data-channel={DESK}]")
    await press(desk, "case.take", ".channel-pane")
    pane = desk.locator(".channel-pane")
    await expect(pane.locator("[data-action='case.take']")).to_have_count(0)
    await expect(pane).to_contain_text(f"@{name}")
    await stage.settled()
    await eye.on(desk, "card")
    await press(desk, "case.record", ".channel-pane")
    await expect(desk.locator(".modal")).to_contain_text("「能なし」")
    await eye.on(desk, "record")
    await expect(steps).to_have_count(8)
    await desk.keyboard.press("Escape")
    await expect(desk.locator(".modal")).to_have_count(0)
    assert eye.faults == []


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
