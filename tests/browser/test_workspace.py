"""Shortcuts, edits, mentions, the inspector: what a person does beside reporting."""

import re
import struct
from zlib import compress, crc32

from playwright.async_api import FilePayload, expect

from tests.browser.stage import (
    DESK,
    EMMA,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    Stage,
    command,
    press,
)

WORDS_TO_BEGIN = 5
LOW = {"width": 360, "height": 420}


def tall_picture() -> bytes:
    """Return a picture, in PNG, that is far higher than wide."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    rows = b"\0\x80" * 400  # each begins with its filter
    head = struct.pack(">IIBBBBB", 1, 400, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# Click, type and send in one breath, before any answer can have come.
TYPE_AT_ONCE = """([go, pane, text]) => {
    document.querySelector(go).click();
    const field = document.querySelector(`${pane} textarea`);
    field.value = text;
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
}"""


async def test_shortcuts(stage: Stage) -> None:
    """A global shortcut begins a report; a message's own menu takes that message along."""
    page = await stage.tab(SATO)
    await page.click(".channel-pane [aria-label='ショートカット']")
    await page.click("[data-run=report]")
    await expect(page.locator("[data-channel=D0SATO] .count")).to_contain_text("1")
    await stage.company.slack.person(MORI).say(TEAM, "お客様からの留守番電話です")
    await page.locator(".message", has_text="留守番電話").hover()
    await page.locator(".message:hover [aria-label='その他のアクション']").click()
    await page.click("[data-run=report_message]")
    await stage.settled()
    names = [one.name for one in stage.company.slack.log.deliveries]
    assert {"shortcut", "message_action"} <= set(names)
    await page.click("[data-channel=D0SATO]")
    await expect(page.locator(".channel-pane .message").last).to_be_visible()


async def test_edits_deletions_and_mentions_are_live(stage: Stage) -> None:
    """A message changes and goes in front of the reader; their own name stands out."""
    slack = stage.company.slack
    page = await stage.tab(TANAKA)
    message = await slack.person(SATO).say(TEAM, "@tanaka *急ぎ* です")
    await expect(page.locator(".message .mention.mine")).to_have_text("@田中 誠")
    await expect(page.locator(".message strong")).to_have_text("急ぎ")
    slack.workspace.edit(message, "落ち着きました", [], by=SATO)
    await expect(page.locator(".message-body")).to_contain_text("落ち着きました")
    await expect(page.locator(".edited")).to_be_visible()
    slack.workspace.delete(message)
    await expect(page.locator(".message")).to_have_count(0)
    await stage.settled()


async def test_what_is_new_is_marked(stage: Stage) -> None:
    """A channel with news is bold; opened, a line stands where they begin, and goes with them."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await slack.person(MORI).say("C0LUNCH", "読んだ話")
    row = page.locator("[data-channel=C0LUNCH]")
    await expect(row).to_have_class(re.compile("unread"))
    await row.click()
    await expect(page.locator(".message")).to_have_count(1)
    await expect(row).not_to_have_class(re.compile("unread"))
    await page.click(f"[data-channel={TEAM}]")
    await slack.person(MORI).say("C0LUNCH", "新しい話")
    await slack.person(MORI).say("C0LUNCH", "続き")
    await expect(row).to_have_class(re.compile("unread"))
    await row.click()
    await expect(page.locator(".day.new + .message")).to_contain_text("新しい話")
    await expect(page.locator(".day.new")).to_have_text("新着")
    await page.click(f"[data-channel={TEAM}]")
    await row.click()
    await expect(page.locator(".message")).to_have_count(3)
    await expect(page.locator(".day.new")).to_have_count(0)
    await stage.settled()


async def test_a_name_leads_to_its_person(stage: Stage) -> None:
    """Pressing a name shows who that is; a message to them is between two people, not the bot."""
    slack = stage.company.slack
    sato, tanaka = await stage.tab(SATO), await stage.tab(TANAKA)
    await slack.person(MORI).say(TEAM, "@tanaka が当番です")
    await sato.click(".message .mention")
    card = sato.get_by_role("dialog", name="田中 誠")
    await expect(card).to_contain_text("@tanaka")
    await card.get_by_role("button", name="メッセージ").click()
    await expect(sato.locator(".channel-pane h2")).to_contain_text("田中 誠")
    await expect(sato.locator(".channel-pane .tabs")).to_be_hidden()
    await command(sato, "*来られますか*")
    row = tanaka.locator(".channel-row", has_text="佐藤 みのり")
    await expect(row.locator(".count")).to_contain_text("1")
    await row.click()
    await expect(tanaka.locator(".channel-pane .message strong")).to_have_text("来られますか")
    await command(tanaka, "行きます")
    await expect(sato.locator(".channel-pane .message").last).to_contain_text("行きます")
    await stage.settled()
    assert "来られますか" not in str([one.body for one in slack.log.deliveries])
    await sato.reload()
    await expect(sato.locator(".channel-pane .message")).to_have_count(2)


async def test_one_changes_and_deletes_what_is_ones_own(stage: Stage) -> None:
    """Everybody sees the change, the bot hears of it; what others wrote offers neither."""
    slack = stage.company.slack
    sato, emma = await stage.tab(SATO), await stage.tab(EMMA)
    await slack.person(MORI).say(TEAM, "森の話")
    await command(sato, "@mori <b>鍵</b> & *札*")
    mine, hers = sato.locator(".message").last, sato.locator(".message").first
    await expect(mine).to_contain_text("札")
    await hers.hover()
    await hers.locator("[data-focus=more]").click()
    await expect(sato.locator(".menu [data-run=report_message]")).to_be_visible()
    await expect(sato.locator(".menu [data-run=edit]")).to_have_count(0)
    await sato.keyboard.press("Escape")
    await mine.hover()
    await mine.locator("[data-focus=more]").click()
    await sato.click("[data-run=edit]")
    field = sato.locator(".message .editor textarea")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("@mori <b>鍵</b> & *札*")
    await sato.keyboard.type(" と傘")
    # News in between neither takes the field away nor what is typed in it.
    async with stage.told(sato, "message"):
        await slack.person(EMMA).say(TEAM, "Which key?")
    await sato.keyboard.press("Enter")
    others = emma.locator(".message", has_text="傘")
    await expect(others.locator(".mention")).to_have_text("@森 ゆかり")
    await expect(others.locator(".message-body")).to_contain_text("<b>鍵</b> & 札 と傘")
    await expect(others.locator(".edited")).to_be_visible()
    mine = sato.locator(".message", has_text="傘")
    await mine.hover()
    await mine.locator("[data-focus=more]").click()
    await sato.click("[data-run=delete]")
    await sato.click(".confirm [data-first]")
    for page in (sato, emma):
        await expect(page.locator(".message")).to_have_count(2)
    await stage.settled()
    told = [
        one.body["event"].get("subtype") for one in slack.log.deliveries if one.name == "message"
    ]
    assert {"message_changed", "message_deleted"} <= set(told)


async def test_what_is_deleted_leaves_a_mark_below_which_replies_stand(stage: Stage) -> None:
    """The mark is in the reader's language, and nothing more can be done with it."""
    slack = stage.company.slack
    message = await slack.person(SATO).say(TEAM, "消える話")
    await slack.person(MORI).say(TEAM, "返事", thread_ts=message.ts)
    slack.workspace.delete(message)
    page = await stage.tab(SATO)
    await expect(page.locator(".message-body")).to_have_text("このメッセージは削除されました。")
    await expect(page.locator(".message [data-focus=more]")).to_have_count(0)
    await page.click(".thread-link")
    await expect(page.locator(".thread-pane .message").last).to_contain_text("返事")
    await stage.settled()


async def test_names_are_completed_as_they_are_written(stage: Stage) -> None:
    """A name in Japanese, a group and everybody are found behind the sign, and called."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    field = page.locator(".channel-pane textarea")
    for typed, put in (("@田", "@tanaka "), ("@man", "@manager "), ("@cha", "@channel ")):
        await field.fill("")
        await field.press_sequentially(f"至急 {typed}")
        await expect(page.locator(".completion .option").first).to_be_visible()
        await page.keyboard.press("Tab")
        await expect(field).to_have_value(f"至急 {put}")
    await field.fill("@managers 鍵です")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .mention")).to_have_text("@managers")
    await stage.settled()
    assert [one.text for one in slack.person(SATO).sees(TEAM)] == ["<!subteam^S0MANAGERS> 鍵です"]


async def test_the_first_screen_explains_in_five_words(stage: Stage) -> None:
    """What a newcomer reads beside names and controls is at most five words, in both languages."""
    for user in (SATO, EMMA):
        page = await stage.tab(user)
        told = page.locator(":is(.beginning p, .banner, .toast, .side):visible")
        said = " ".join(await told.all_inner_texts())
        words = re.findall(r"[\w/]+", said)
        assert 1 <= len(words) <= WORDS_TO_BEGIN, said


async def test_what_is_typed_goes_where_one_has_gone(stage: Stage) -> None:
    """Typing right after choosing a channel, or a thread, is typing there."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await slack.person(MORI).say("C0LUNCH", "昼はどこで")
    await page.evaluate(TYPE_AT_ONCE, ["[data-channel=C0LUNCH]", ".channel-pane", "外で"])
    await expect(page.locator(".channel-pane .message").last).to_contain_text("外で")
    await page.evaluate(
        TYPE_AT_ONCE,
        [".channel-pane .message [data-focus=reply]", ".thread-pane", "何時に"],
    )
    await expect(page.locator(".thread-pane .message").last).to_contain_text("何時に")
    said = [(one.text, one.is_reply) for one in slack.person(MORI).sees("C0LUNCH")]
    assert said == [("昼はどこで", False), ("外で", False), ("何時に", True)]
    assert slack.person(SATO).sees(TEAM) == []
    await stage.settled()


async def test_a_press_is_not_lost_to_news(stage: Stage) -> None:
    """What changes between pressing down and letting go waits until the press has counted."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await page.hover("[data-channel=C0LUNCH]")
    await page.mouse.down()
    async with stage.told(page, "unread"):
        await slack.person(MORI).say("C0LUNCH", "@sato 昼です")
    await page.mouse.up()
    await expect(page.locator(".channel-pane .message")).to_contain_text("昼です")
    assert "channel=C0LUNCH" in page.url
    await stage.settled()


async def test_a_thread_is_shown_to_who_follows_it(stage: Stage) -> None:
    """A reply counts below its message, marks it unread for its author, and opens beside it."""
    slack = stage.company.slack
    page = await stage.tab(SATO)
    await command(page, "誰か鍵を見ましたか")
    await stage.settled()
    (message,) = slack.person(SATO).sees(TEAM)
    await slack.person(MORI).say(TEAM, "机の上です", thread_ts=message.ts)
    await expect(page.locator(".thread-link.unread")).to_contain_text("1件の返信")
    await expect(page.locator(f"[data-channel={TEAM}] .count")).to_contain_text("1")
    await page.click(".thread-link")
    await expect(page.locator(".thread-pane .message").last).to_contain_text("机の上です")
    await expect(page.locator(f"[data-channel={TEAM}] .count")).to_have_count(0)
    await stage.settled()


async def test_the_inspector_leads_to_the_case(stage: Stage) -> None:
    """A delivery shows how fast it was acknowledged, what was in it, and the case's timeline."""
    page, desk = await stage.tab(SATO), await stage.tab(TANAKA)
    await desk.click("[data-panel=inspect]")
    await command(page)
    await press(page, "triage.danger.now")
    await stage.settled()
    entry = desk.locator(".entry", has_text="block_actions").first
    await expect(entry).to_contain_text(" ms")
    await expect(entry).to_contain_text("acknowledged")
    await entry.click()
    await expect(desk.locator(".record h4")).to_have_text("受付 K-2026-0001")
    await expect(desk.locator(".timeline")).to_contain_text("alarm")
    await expect(desk.locator(".entry-detail > .json")).to_contain_text("triage.danger.now")
    for method in ("chat.postMessage", "chat.update"):
        call = desk.locator(".entry", has_text=method).first
        await expect(call).to_contain_text("ok")
        await call.click()
        await expect(desk.locator(".entry-detail h3")).to_have_text(method)
        await expect(desk.locator(".record h4")).to_have_text("受付 K-2026-0001")
    await stage.settled()


async def test_a_fault_and_a_stopped_bot(stage: Stage) -> None:
    """A planned fault is seen in the log, and the bot is stopped and started from the panel."""
    page = await stage.tab(SATO)
    await page.click("[data-panel=inspect]")
    await page.get_by_label("障害").select_option("server_error")
    await page.click("[data-run=plan]")
    await expect(page.locator(".planned")).to_contain_text("500 エラー")
    await command(page)
    await press(page, "triage.danger.none")
    await expect(page.locator(".entry.bad").first).to_contain_text("server error")
    await stage.settled()
    await page.click("[data-run=turn]")
    await expect(page.locator(".banner")).to_contain_text("ボットが止まっています")
    await expect(page.locator("[data-run=turn]")).to_have_text("ボットを動かす")
    await page.click("[data-run=turn]")
    await expect(page.locator(".banner")).to_be_hidden()
    await page.click("[data-channel=D0SATO]")
    await expect(page.locator(".channel-pane .message")).not_to_have_count(0)
    await stage.settled()


async def test_monday_morning_is_now(stage: Stage) -> None:
    """The clock's menu moves the company's time on, for everybody."""
    page, other = await stage.tab(SATO), await stage.tab(MORI)
    await command(page, "今日の話")
    await expect(other.locator(".day")).to_have_text("今日")
    await page.click(".clock")
    await page.click("[data-run=next-monday]")
    await expect(other.locator(".day")).not_to_have_text("今日")
    await expect(other.locator(".clock")).to_contain_text("(月) 09:00")
    await command(page, "おはようございます")
    await expect(other.locator(".message .time").last).to_have_text("09:00")
    await stage.settled()


async def test_a_picture_comes_later_than_its_message(stage: Stage) -> None:
    """Once it has come, the end of the channel is still in sight."""
    tanaka = await stage.tab(TANAKA)
    for text in ("一", "二", "三"):
        await command(tanaka, text)
    picture = FilePayload(name="壁.png", mimeType="image/png", buffer=tall_picture())
    await tanaka.set_input_files(".channel-pane input[type=file]", picture)
    await expect(tanaka.locator(".chip[data-ready]")).to_be_visible()
    await tanaka.press(".channel-pane textarea", "Enter")
    sato = await stage.tab(SATO, at=f"&channel={TEAM}", viewport=LOW)
    await sato.wait_for_function("document.querySelector('.picture img')?.naturalHeight > 0")
    await sato.wait_for_function(
        """() => {
            const scroll = document.querySelector(".channel-pane .scroll");
            const isLong = scroll.scrollHeight > scroll.clientHeight;
            return isLong && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 2;
        }"""
    )
    await stage.settled()


async def test_one_tab_plays_everybody(stage: Stage) -> None:
    """Switching the person switches channels, language and address; back is back."""
    page = await stage.tab(SATO)
    await page.click(".who")
    await page.click("[data-person=U0TANAKA]")
    await page.wait_for_selector("body[data-ready=U0TANAKA]")
    await expect(page.locator(f"[data-channel={DESK}]")).to_be_visible()
    assert "as=U0TANAKA" in page.url
    await page.go_back()
    await page.wait_for_selector("body[data-ready=U0SATO]")
    await expect(page.locator(f"[data-channel={DESK}]")).to_have_count(0)
