"""What goes wrong in front of a browser, and what the page makes of it."""

import asyncio
from pathlib import Path

from playwright.async_api import expect

from tests.browser.stage import SATO, SHOP, TANAKA, TEAM, Stage, command, overflowing, press

HOSTILE = (
    "<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;b&gt; \u202eesrever\u202c "
    "bell\u0007 null\u0000 مرحبا بالعالم " + "w" * 4000
)


async def test_hostile_text_stays_text(stage: Stage) -> None:
    """Markup, control characters, right-to-left and very long words are shown, and do nothing."""
    sato, tanaka = await stage.tab(SATO), await stage.tab(TANAKA)
    await stage.company.slack.person(SATO).say(TEAM, HOSTILE)
    body = tanaka.locator(".message-body")
    await expect(body).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(body).to_contain_text("<script>alert(1)</script>")
    await expect(body).to_contain_text("&lt;b&gt;")
    await expect(body).to_contain_text("مرحبا")
    text = await body.inner_text()
    assert not {"\u0007", "\u0000", "\u202e"} & set(text)
    assert await body.locator("img, script").count() == 0
    assert await overflowing(tanaka) == []
    await expect(sato.locator(".message")).to_have_count(1)
    await stage.settled()


async def test_a_file_of_twenty_megabytes(stage: Stage, tmp_path: Path) -> None:
    """It goes up, stands below the message, and comes back to the byte; others see it too."""
    large = tmp_path / "録音 1.m4a"
    large.write_bytes(bytes(range(256)) * 78_125)
    sato, tanaka = await stage.tab(SATO), await stage.tab(TANAKA)
    await sato.set_input_files(".channel-pane input[type=file]", large)
    await expect(sato.locator(".chip[data-ready]")).to_contain_text("20 MB")
    await sato.press(".channel-pane textarea", "Enter")
    await expect(tanaka.locator(".file")).to_contain_text("録音 1.m4a")
    async with tanaka.expect_download() as waiting:
        await tanaka.click(".file")
    got = await (await waiting.value).path()
    assert await asyncio.to_thread(Path(got).read_bytes) == large.read_bytes()
    href = await tanaka.get_attribute(".file", "href") or ""
    outside = await tanaka.request.get(
        f"{stage.company.slack.base_url}{href}".replace("U0TANAKA", "U0HRONE")
    )
    assert outside.status == 404
    await sato.hover(".message")
    await sato.click(".message [data-focus=more]")
    await sato.click("[data-run=delete-file]")
    await sato.click(".confirm [data-first]")
    await expect(tanaka.locator(".file.gone")).to_have_text("このファイルは削除されました。")
    address = f"{stage.company.slack.base_url}{href}"
    assert (await tanaka.request.get(address)).status == 404
    await stage.settled()


async def test_a_form_sent_twice_is_sent_once(stage: Stage) -> None:
    """Pressing twice at once, in one tab and in another of the same person, tells the bot once."""
    one, two = await stage.tab(SHOP), await stage.tab(SHOP)
    await command(one)
    await one.get_by_role("button", name="記入する").click()
    for page in (one, two):
        await expect(page.locator(".modal")).to_be_visible()
        await page.locator(".modal input").first.fill("佐藤 みのり")
    await one.evaluate(
        """() => {
            const button = document.querySelector('[data-focus="modal submit"]');
            button.click();
            button.click();
        }"""
    )
    await two.evaluate("document.querySelector('[data-focus=\"modal submit\"]')?.click()")
    for page in (one, two):
        # The form stays, to say what was done; there is nothing left to send.
        await expect(page.locator('[data-focus="modal submit"]')).to_have_count(0)
    await stage.settled()
    log = stage.company.slack.log
    assert sum(one.name == "view_submission" for one in log.deliveries) == 1


async def test_two_tabs_as_one_person_both_follow(stage: Stage) -> None:
    """What is said, ticked, read or dismissed in one is so in the other."""
    one, two = await stage.tab(SATO), await stage.tab(SATO)
    await command(one)
    for page in (one, two):
        await expect(page.locator(".message.private")).to_have_count(1)
    await two.click(".private-head .text-button")
    for page in (one, two):
        await expect(page.locator(".message.private")).to_have_count(0)
    await two.click("[data-channel=C0LUNCH]")
    async with stage.told(one, "notice"):
        await stage.company.slack.person("U0KATO").say("C0LUNCH", "@sato 昼です")
    await expect(two.locator(".message")).to_contain_text("昼です")
    await expect(one.locator("[data-channel=C0LUNCH] .count")).to_have_count(0)
    await one.click("[data-channel=C0LUNCH]")
    await command(one, "行きます")
    await expect(two.locator(".message")).to_have_count(2)
    await stage.settled()


async def test_the_bot_stopped_in_the_middle(stage: Stage) -> None:
    """The page says that the bot is away, what could not be done, and goes on when it is back."""
    page = await stage.tab(SATO)
    await command(page)
    await expect(page.locator("[data-action='triage.danger.none']")).to_be_visible()
    await stage.settled()
    await stage.company.stop_bot()
    await expect(page.locator(".banner")).to_contain_text("ボットが止まっています")
    await command(page, "/kasuhara help")
    await expect(page.locator(".channel-pane textarea")).to_have_value("/kasuhara help")
    await page.click("[data-action='triage.danger.none']")
    await expect(page.locator(".trouble").last).to_contain_text("ボットに届きませんでした")
    await stage.company.start_bot()
    await expect(page.locator(".banner")).to_be_hidden()
    await page.click("[data-action='triage.danger.none']")
    await expect(page.locator(".message.private")).to_contain_text("答え：")
    await stage.settled()


async def test_the_server_gone_and_back(stage: Stage) -> None:
    """The page says so, keeps what was being typed, and comes back by itself."""
    page = await stage.tab(SATO)
    await page.fill(".channel-pane textarea", "書きかけ")
    await stage.company.close()
    await expect(page.locator(".banner")).to_contain_text("接続が切れました")
    await stage.company.open()
    await expect(page.locator(".banner")).to_be_hidden()
    await expect(page.locator(".channel-pane textarea")).to_have_value("書きかけ")
    await page.press(".channel-pane textarea", "Enter")
    await expect(page.locator(".message")).to_contain_text("書きかけ")
    await stage.settled()


async def test_what_slack_refuses_is_said_in_words(stage: Stage) -> None:
    """A command nobody offers, and one in a thread, are refused, and what was typed stays."""
    page = await stage.tab(SATO)
    await command(page, "/nosuch thing")
    await expect(page.locator(".trouble")).to_contain_text("/nosuch")
    await expect(page.locator(".channel-pane textarea")).to_have_value("/nosuch thing")
    await page.locator(".trouble button").last.click()
    await expect(page.locator(".channel-pane textarea")).to_be_focused()
    await command(page, "話")
    await page.locator(".message").hover()
    await page.click("[aria-label='スレッドで返信する']")
    await page.fill(".thread-pane textarea", "/kasuhara report")
    await page.press(".thread-pane textarea", "Enter")
    await expect(page.locator(".trouble").last).to_contain_text("/kasuhara")
    await stage.settled()


async def test_what_was_refused_stays_where_it_was_typed(stage: Stage) -> None:
    """Whoever has gone to another channel meanwhile does not send it there."""
    page = await stage.tab(SATO)
    await page.fill(".channel-pane textarea", "/nosuch 秘密")
    await page.evaluate(
        """() => {
            const field = document.querySelector(".channel-pane textarea");
            field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
            document.querySelector("[data-channel=C0LUNCH]").click();
        }"""
    )
    await expect(page.locator(".trouble")).to_contain_text("/nosuch")
    await expect(page.locator(".channel-pane textarea")).to_have_value("")
    await page.click(f"[data-channel={TEAM}]")
    await expect(page.locator(".channel-pane textarea")).to_have_value("/nosuch 秘密")
    await stage.settled()


async def test_a_text_that_is_too_long(stage: Stage) -> None:
    """It says so, and stays to be made shorter."""
    page = await stage.tab(SATO)
    await command(page, "字" * 40_001)
    await expect(page.locator(".trouble")).to_contain_text("長すぎます")
    assert len(await page.input_value(".channel-pane textarea")) == 40_001
    await stage.settled()


async def test_picked_files_wait_in_their_channel(stage: Stage, tmp_path: Path) -> None:
    """Whoever looks elsewhere meanwhile finds what was picked, and has not sent it there."""
    photo = tmp_path / "壁.txt"
    photo.write_text("証拠", encoding="utf-8")
    page = await stage.tab(SATO)
    await page.set_input_files(".channel-pane input[type=file]", photo)
    await expect(page.locator(".chip[data-ready]")).to_contain_text("壁.txt")
    await page.click("[data-channel=C0LUNCH]")
    await expect(page.locator(".chip")).to_have_count(0)
    await page.click(f"[data-channel={TEAM}]")
    await expect(page.locator(".chip[data-ready]")).to_contain_text("壁.txt")
    await page.press(".channel-pane textarea", "Enter")
    await expect(page.locator(".file")).to_contain_text("壁.txt")
    await stage.settled()


async def test_a_form_while_the_bot_is_away(stage: Stage) -> None:
    """What went wrong can be heard in front of it; what is right by now is wrong no longer."""
    page = await stage.tab(SHOP)
    await command(page)
    await press(page, "report.form")
    await page.click(".modal .button.primary")
    wrong = page.locator(".modal [aria-invalid=true]").first
    said = await wrong.get_attribute("aria-describedby") or ""
    await expect(page.locator(f"#{said.split()[0]}")).to_contain_text("必ず")
    await wrong.fill("山田")
    await stage.settled()
    await stage.company.stop_bot()
    await page.click(".modal .button.primary")
    await expect(page.locator(".trouble")).to_contain_text("ボットに届きませんでした")
    await expect(page.locator(".trouble").locator("xpath=ancestor::*[@inert]")).to_have_count(0)
    await expect(page.locator(".modal .field-error")).to_have_count(0)
    await page.click(".trouble button")
    await expect(page.locator(".modal :focus")).to_have_count(1)
    await stage.company.start_bot()
    await stage.settled()
