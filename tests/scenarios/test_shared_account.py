"""A shop account that several people use: one form, one private receipt, nothing that stays."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.sandbox.company import settings
from bot.sandbox.records import Message
from flows.case import Ending
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    HR,
    MANAGER,
    MORI,
    SATO,
    SHOP,
    TANAKA,
    TEAM,
    TEXTS,
    Somebody,
    World,
    action_ids,
    readable,
    story,
)

NAME = "架空 花子"
FORM: Mapping[str, Any] = {
    "name": NAME,
    "danger": "none",
    "actor": "tenant",
    "scene": "counter",
    "acts": ["insult"],
}
PHONE = "03-0000-0001"
HR_DESK = "C0HR"
LAW = "不利益な扱いをすることは、法律で禁じられています"
CONTACT = "人事部 内線 123"
JA = TEXTS.in_("ja")


async def report(world: World, **given: Any) -> Somebody:
    """Send the form, and leave what it turns into open."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    await shop.submit({**FORM, **given})
    return shop


async def in_danger(world: World) -> Somebody:
    """Press the first button."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("triage.danger.now")
    return shop


def private(shop: Somebody, channel: str = TEAM) -> list[Message]:
    """Return what the account alone sees in a channel, each as it stands."""
    return [message for message in shop.messages(channel) if message.only_for == shop.id]


def receipt(shop: Somebody) -> str:
    """Return the words of the one private message."""
    (message,) = private(shop)
    return readable(message)


def sent(shop: Somebody) -> str:
    """Return what the form turned into."""
    assert shop.modal is not None
    return readable(shop.modal)


def paged(world: World) -> None:
    """Both people on call and the manager have been paged, and the desk has the card."""
    for user in (TANAKA, MORI, MANAGER):
        assert any("至急" in text for text in world.somebody(user).phone), user
    assert world.somebody(MORI).reads("「いま危ない」と知らせがありました", DESK)


async def test_one_form_reports_with_a_typed_name(world: World) -> None:
    """The desk reads the name; the account's conversation with the bot stays empty."""
    shop = await report(world)
    assert world.somebody(MORI).reads(NAME, DESK)
    assert not shop.messages(shop.dm)
    assert (await world.only_case()).reporter_name == NAME


async def test_the_form_answers_even_where_nothing_else_gets_out(world: World) -> None:
    """Who is told, what to do, the law and the phone stand in the form as soon as it is sent."""
    world.slack.faults.server_error("response_url", times=20)
    shop = await report(world)
    said = sent(shop)
    for part in ("新宿店の受付に知らせています", "今できること", LAW, PHONE):
        assert part in said, part
    assert NAME not in said
    assert "K-2026-0001" not in receipt(shop)


async def test_one_private_receipt_takes_the_place_of_the_first_question(world: World) -> None:
    """Number, who was told, what to do, the law and the phone; seen by the account alone."""
    shop = await report(world)
    said = receipt(shop)
    for part in ("（K-2026-0001）", "新宿店の受付に知らせました", "今できること", LAW, PHONE):
        assert part in said, part
    assert "受付番号（K-2026-0001）を控えてください。この表示は、しばらくすると消えます。" in said
    assert NAME not in said
    assert not shop.offered("report.form")
    assert not world.somebody(SATO).reads("K-2026-0001", TEAM)


async def test_the_receipt_says_who_took_it(world: World) -> None:
    """It is edited where it stands."""
    shop = await report(world)
    assert "まだ誰も受け持っていません" in receipt(shop)
    await world.somebody(MORI).press("case.take")
    assert f"*<@{MORI}>* が受け持ちました" in receipt(shop)
    assert "まだ誰も受け持っていません" not in receipt(shop)


async def test_the_receipt_goes_before_the_next_person_comes(world: World) -> None:
    """After half an hour nothing of it is in the channel, whatever happens to the case."""
    shop = await report(world)
    await world.later(minutes=27)
    assert "K-2026-0001" in receipt(shop)
    await world.later(minutes=1)
    assert not private(shop)
    await world.somebody(MORI).press("case.take")
    await world.later(days=1)
    assert not private(shop)
    assert not shop.messages(shop.dm)


async def test_a_receipt_delayed_by_an_outage_and_a_restart_still_comes(world: World) -> None:
    """The bot stops while Slack takes nothing; ten minutes later the number stands there."""
    world.slack.faults.server_error("response_url", times=1)
    shop = await report(world)
    await world.restart()
    await world.later(minutes=10)
    assert "K-2026-0001" in receipt(shop)


async def test_a_form_left_open_too_long_is_answered_in_itself_alone(world: World) -> None:
    """The press it was opened with can be answered no more: the form says to ring, no message."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    await world.later(minutes=31)
    await shop.submit(FORM)
    assert "受付番号は、店に電話で聞いてください" in sent(shop)
    assert world.somebody(MORI).reads(NAME, DESK)
    assert not shop.messages(shop.dm)


async def test_in_english(world: World) -> None:
    """The form once sent and the receipt are in the account's own language."""
    world.slack.workspace.change_user(SHOP, locale="en-US")
    await world.settle()
    shop = await report(world)
    assert "On its way to the 新宿店 desk." in sent(shop)
    assert "The law forbids treating anyone worse" in receipt(shop)
    assert "Please note the number (K-2026-0001)" in receipt(shop)


async def test_a_name_of_spaces_is_asked_for_and_nothing_typed_is_lost(world: World) -> None:
    """The form stays open with the sentence below the name."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    for nothing in ("　", "\u3164"):
        assert await shop.submit({**FORM, "name": nothing}) == {"name": "名前を書いてください。"}
    assert await shop.submit({"name": NAME}) == {}
    assert (await world.only_case()).answers.acts == ("insult",)


async def test_danger_is_one_press(world: World) -> None:
    """The page goes out before anybody has typed a name; the place is asked at once."""
    shop = await in_danger(world)
    paged(world)
    said = receipt(shop)
    for part in ("その場を離れてください", "*110番*", "近くの人を呼ぶ", PHONE, f"<@{TANAKA}>"):
        assert part in said, part
    await shop.press("triage.place.visit")
    assert world.somebody(MORI).reads("場所：訪問先", DESK)
    assert not shop.offered("triage.place.visit")
    assert not shop.messages(shop.dm)


async def test_danger_in_the_form_is_answered_at_once_and_pages(world: World) -> None:
    """Leave, 110, the numbers stand in the form itself; the scene says where somebody is."""
    world.slack.faults.server_error("response_url", times=1)
    shop = await report(world, danger="now")
    for part in ("その場を離れてください", "*110番*", PHONE, f"<@{TANAKA}>", "「安全になった」"):
        assert part in sent(shop), part
    paged(world)
    assert world.somebody(MORI).reads("場所：店舗", DESK)
    await world.later(minutes=1)
    assert "*110番*" in receipt(shop)
    assert shop.offered("triage.safe")
    assert shop.offered("triage.mistake")
    assert not shop.offered("triage.place.shop")


async def test_danger_in_a_form_that_says_no_place_asks_for_it(world: World) -> None:
    """Somewhere out of the shop: the buttons stand in the receipt."""
    shop = await report(world, danger="now", scene="their_place")
    await shop.press("triage.place.other")
    assert world.somebody(MORI).reads("場所：そのほかの場所", DESK)


async def test_safe_again_is_said_there_and_the_form_offered(world: World) -> None:
    """安全になった: the desk reads it; a name can be given; danger can be pressed again."""
    shop = await in_danger(world)
    await shop.press("triage.safe")
    assert world.somebody(MORI).reads("安全", DESK)
    assert JA("alarm-ended-safe") in receipt(shop)
    assert "K-2026-0001" in receipt(shop)
    assert action_ids(private(shop)[0]) == ["triage.danger.now", "report.form"]


async def test_pressed_by_mistake_is_said_there_and_danger_still_heard(world: World) -> None:
    """押し間違い: the desk reads it; a second alarm rings every phone again."""
    shop = await in_danger(world)
    await shop.press("triage.mistake")
    assert world.somebody(MORI).reads("押し間違い", DESK)
    assert JA("alarm-ended-mistake") in receipt(shop)
    rung = len(world.somebody(TANAKA).phone)
    await shop.press("triage.danger.now")
    assert len(world.somebody(TANAKA).phone) > rung
    assert "その場を離れてください" in receipt(shop)


async def test_after_a_mistake_the_form_asks_about_danger_again(world: World) -> None:
    """What it says then counts, and pages anew where it is danger."""
    shop = await in_danger(world)
    await shop.press("triage.mistake")
    await shop.press("report.form")
    await shop.submit({**FORM, "danger": "now"})
    case = await world.only_case()
    assert case.ringing
    assert case.alarm is not None
    assert case.alarm.round == 2


async def test_nobody_yet_and_who_comes_are_read_there(world: World) -> None:
    """After two minutes HQ is paged and the receipt says so, until somebody takes it."""
    shop = await in_danger(world)
    await world.later(minutes=1, seconds=59)
    assert "まだ誰も応答していません" not in receipt(shop)
    await world.later(seconds=1)
    assert "まだ誰も応答していません" in receipt(shop)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert shop.offered("triage.safe")
    await world.somebody(MORI).press("case.take")
    assert "まだ誰も応答していません" not in receipt(shop)
    assert f"<@{MORI}> が応答しました" in receipt(shop)


async def test_nobody_yet_is_read_in_the_answer_to_the_newest_press(world: World) -> None:
    """The place was pressed meanwhile, and the form sent: two minutes are counted on."""
    shop = await in_danger(world)
    await world.later(minutes=1)
    await shop.press("triage.place.shop")
    await shop.press("report.form")
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    await world.later(minutes=1)
    assert "まだ誰も応答していません" in receipt(shop)


async def test_nobody_reachable_is_said_at_once(world: World) -> None:
    """Where no page gets through, the person at the counter does not wait two minutes."""
    world.slack.faults.refuse("chat.postMessage", "channel_not_found", times=30)
    shop = await in_danger(world)
    assert "まだ誰も応答していません" in receipt(shop)


async def test_the_form_after_danger_gives_the_name_and_keeps_the_alarm(world: World) -> None:
    """It asks about danger no more, and belongs to the same report."""
    shop = await in_danger(world)
    await shop.press("report.form")
    assert shop.modal is not None
    assert "今、危ない状況ですか" not in readable(shop.modal)
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    case = await world.only_case()
    assert (case.ringing, case.reporter_name) == (True, NAME)
    assert world.somebody(MORI).reads(NAME, DESK)
    assert not shop.offered("report.form")


async def test_an_alarm_nobody_ended_keeps_its_buttons(world: World) -> None:
    """The receipt stays while it rings: the way to say that it is over must not go."""
    shop = await in_danger(world)
    await world.later(hours=2)
    await shop.press("triage.safe")
    assert JA("alarm-ended-safe") in receipt(shop)
    await world.later(minutes=28)
    assert not private(shop)


async def test_danger_can_be_pressed_after_a_report(world: World) -> None:
    """It gets worse: the same report rings, with the name that was typed."""
    shop = await report(world)
    await shop.press("triage.danger.now")
    paged(world)
    case = await world.only_case()
    assert (case.ringing, case.reporter_name) == (True, NAME)
    assert "*110番*" in receipt(shop)


async def test_what_a_colleague_did_is_said_in_the_form_alone(world: World) -> None:
    """The company's own contact is named; the desk hears nothing, the channel keeps nothing."""
    shop = await report(world, actor="colleague")
    for part in (CONTACT, "受付には知らせていません", LAW):
        assert part in sent(shop), part
    assert PHONE not in sent(shop)
    hr = world.somebody(HR)
    assert hr.reads(f"{NAME} さんから、社内の人のことで知らせがありました", HR_DESK)
    assert not private(shop)
    assert not world.somebody(MORI).messages(DESK)
    assert await world.cases() == []
    await world.later(hours=1)
    assert not private(shop)


async def test_before_it_is_sent_the_form_says_who_hears_of_a_colleague(tmp_path: Path) -> None:
    """Where the contact has no channel nobody is told, and the employee gets in touch."""
    text = "\n".join(
        line for line in settings().splitlines() if not line.startswith("internal_contact_channel")
    )
    for settings_text, before, after in (
        (None, "会社の相談窓口に、名前だけが届きます", "名前と、社内の人のことで"),
        (text, "会社の相談窓口を案内します", "まだ何も届いていません"),
    ):
        folder = tmp_path / ("silent" if settings_text else "told")
        folder.mkdir()
        async with story(folder, settings_text=settings_text) as world:
            shop = world.somebody(SHOP)
            await shop.command("report")
            await shop.press("report.form")
            assert before in sent(shop)
            await shop.submit({**FORM, "actor": "colleague"})
            assert after in sent(shop)
            assert bool(world.somebody(HR).messages(HR_DESK)) is (settings_text is None)


async def test_danger_by_a_colleague_rings_and_is_passed_on(world: World) -> None:
    """Leaving comes first; the channel does not say that it is about a colleague."""
    shop = await report(world, actor="colleague", danger="now")
    assert "*110番*" in sent(shop)
    assert CONTACT in sent(shop)
    paged(world)
    assert "*110番*" in receipt(shop)
    assert "社内" not in receipt(shop)
    await shop.press("triage.safe")
    assert CONTACT in receipt(shop)
    assert "社内" not in receipt(shop)
    assert (await world.only_case()).ending is Ending.PASSED_ON


async def test_two_people_with_the_same_question_in_front_make_two_reports(world: World) -> None:
    """The account is open on two devices: neither form is refused."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    (question,) = private(shop)
    await shop.press("report.form", on=question)
    first = shop.modal
    await shop.press("report.form", on=question)
    assert first is not None
    assert shop.modal is not None
    assert first.content["private_metadata"] != shop.modal.content["private_metadata"]
    await shop.submit(FORM)
    assert (await world.only_case()).reporter_name == NAME


async def test_a_form_that_was_sent_elsewhere_keeps_what_was_typed(world: World) -> None:
    """Two forms for one alarm: the second stays open and says so."""
    shop = await in_danger(world)
    await shop.press("report.form")
    other = shop.modal
    await shop.press("report.form")
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    assert other is not None
    world.slack.modals.open(SHOP, other.content)
    errors = await shop.submit({"name": "架空 次郎", "actor": "owner"})
    assert "もう送られています" in errors["name"]
    assert (await world.only_case()).reporter_name == NAME


async def test_a_button_left_from_yesterday_begins_a_report_of_its_own(world: World) -> None:
    """In the bot's conversation the button stays: another day it is another person's."""
    shop = world.somebody(SHOP)
    await shop.say("報告")
    await shop.press("triage.danger.now")
    await shop.press("report.form")
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    (button,) = [m for m in shop.messages(shop.dm) if m.bot_id and m.only_for is None]
    await world.later(days=1)
    await shop.press("triage.danger.now", on=button)
    first, second = await world.cases()
    assert (first.reporter_name, second.reporter_name) == (NAME, None)
    assert second.ringing


async def test_from_the_bots_conversation_nothing_is_kept_there(world: World) -> None:
    """Every answer there is for the moment: no message but the button stays."""
    shop = world.somebody(SHOP)
    await shop.say("助けて")
    await shop.press("triage.danger.now")
    await world.later(minutes=2)
    lasting = [m for m in shop.messages(shop.dm) if m.bot_id and m.only_for is None]
    assert [action_ids(m) for m in lasting] == [["triage.danger.now", "report.form"]]
    assert any("まだ誰も応答していません" in readable(m) for m in private(shop, shop.dm))


async def test_a_form_delivered_twice_is_one_report_and_one_receipt(world: World) -> None:
    """Slack repeats itself: nothing is said twice, nobody is refused."""
    world.slack.faults.repeat_deliveries("view_submission")
    shop = await report(world)
    assert len(await world.cases()) == 1
    assert len(private(shop)) == 1


async def test_a_form_that_says_not_where_it_was_opened_is_refused(world: World) -> None:
    """Left open over an upgrade: a sentence, no report, no error."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    assert shop.modal is not None
    world.slack.modals.open(SHOP, {**shop.modal.content, "private_metadata": "K-2026-0001"})
    await shop.submit(FORM)
    assert shop.reads("読み取れませんでした")
    assert await world.cases() == []
