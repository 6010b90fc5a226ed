"""A shop account that several people use: one form, one private receipt, nothing that stays."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.records import Message
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


async def test_one_form_one_private_receipt_and_nothing_that_stays(world: World) -> None:
    """Number, who was told, what to do, the law, the phone, who took it; gone in half an hour."""
    shop = await report(world)
    said = receipt(shop)
    for part in ("（K-2026-0001）", "新宿店の受付に知らせました", "今できること", LAW, PHONE):
        assert part in said, part
    assert "受付番号（K-2026-0001）を控えてください。この表示は、しばらくすると消えます。" in said
    assert "まだ誰も受け持っていません" in said
    assert NAME not in said
    assert not shop.offered("report.form"), "it takes the place of the first question"
    assert not world.somebody(SATO).reads("K-2026-0001", TEAM)
    assert world.somebody(MORI).reads(NAME, DESK)
    assert (await world.only_case()).reporter_name == NAME
    await world.somebody(MORI).press("case.take")
    assert f"*<@{MORI}>* が受け持ちました" in receipt(shop)
    assert "まだ誰も受け持っていません" not in receipt(shop)
    await world.later(minutes=27)
    assert "K-2026-0001" in receipt(shop)
    await world.later(minutes=1)
    assert not private(shop), "before the next person comes"
    assert not shop.messages(shop.dm)


async def test_what_comes_of_it_where_nothing_gets_out_at_first(world: World) -> None:
    """The form itself answers; after an outage and a restart the receipt; then it gets worse."""
    world.slack.faults.server_error("response_url", times=1)
    shop = await report(world)
    said = sent(shop)
    for part in ("新宿店の受付に知らせています", "今できること", LAW, PHONE):
        assert part in said, part
    assert NAME not in said
    assert "K-2026-0001" not in receipt(shop)
    await world.restart()
    await world.later(minutes=10)
    assert "K-2026-0001" in receipt(shop)
    await shop.press("triage.danger.now")
    paged(world)
    case = await world.only_case()
    assert (case.ringing, case.reporter_name) == (True, NAME)
    assert "*110番*" in receipt(shop)


async def test_a_form_is_filled_in_slowly(world: World) -> None:
    """A blank name is asked for and nothing typed is lost; too late for a receipt it says so."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    for nothing in ("　", "\u3164"):
        assert await shop.submit({**FORM, "name": nothing}) == {"name": "名前を書いてください。"}
    await world.later(minutes=31)
    assert await shop.submit({"name": NAME}) == {}
    assert "受付番号は、店に電話で聞いてください" in sent(shop)
    assert (await world.only_case()).answers.acts == ("insult",)
    assert world.somebody(MORI).reads(NAME, DESK)
    assert not shop.messages(shop.dm)


async def test_two_people_with_the_same_question_in_front_make_two_reports(world: World) -> None:
    """The account is open on two devices, in English, and Slack repeats itself: none is refused."""
    world.slack.workspace.change_user(SHOP, locale="en-US")
    world.slack.faults.repeat_deliveries("view_submission")
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
    assert "On its way to the 新宿店 desk." in sent(shop)
    assert "The law forbids treating anyone worse" in receipt(shop)
    assert "Please note the number (K-2026-0001)" in receipt(shop)
    assert (await world.only_case()).reporter_name == NAME


async def test_danger_is_one_press_and_the_form_comes_after(world: World) -> None:
    """Paged before anybody typed a name; place, name, nobody yet, who comes: all in the answer."""
    shop = await in_danger(world)
    paged(world)
    said = receipt(shop)
    for part in ("その場を離れてください", "*110番*", "近くの人を呼ぶ", PHONE, f"<@{TANAKA}>"):
        assert part in said, part
    await world.later(minutes=1)
    await shop.press("triage.place.visit")
    assert world.somebody(MORI).reads("場所：訪問先", DESK)
    assert not shop.offered("triage.place.visit")
    await shop.press("report.form")
    assert "今、危ない状況ですか" not in sent(shop)
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    case = await world.only_case()
    assert (case.ringing, case.reporter_name) == (True, NAME)
    assert world.somebody(MORI).reads(NAME, DESK)
    assert not shop.offered("report.form")
    await world.later(seconds=59)
    assert "まだ誰も応答していません" not in receipt(shop)
    await world.later(seconds=1)
    assert "まだ誰も応答していません" in receipt(shop)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert shop.offered("triage.safe")
    await world.somebody(MORI).press("case.take")
    assert "まだ誰も応答していません" not in receipt(shop)
    assert f"<@{MORI}> が応答しました" in receipt(shop)
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


async def test_an_alarm_is_ended_where_it_was_raised(world: World) -> None:
    """Its buttons stay while it rings: a mistake, real danger after it, safe, and then gone."""
    shop = await in_danger(world)
    await world.later(minutes=28)
    assert shop.offered("triage.mistake")
    await world.later(hours=2)
    await shop.press("triage.mistake")
    assert world.somebody(MORI).reads("押し間違い", DESK)
    assert JA("alarm-ended-mistake") in receipt(shop)
    rung = len(world.somebody(TANAKA).phone)
    await shop.press("triage.danger.now")
    assert len(world.somebody(TANAKA).phone) > rung
    assert "その場を離れてください" in receipt(shop)
    await shop.press("triage.safe")
    assert world.somebody(MORI).reads("安全", DESK)
    assert JA("alarm-ended-safe") in receipt(shop)
    assert "K-2026-0001" in receipt(shop)
    assert action_ids(private(shop)[0]) == ["triage.danger.now", "report.form"]
    await world.later(minutes=28)
    assert not private(shop)


async def test_what_a_colleague_did_is_said_in_the_form_alone(world: World) -> None:
    """The company's own contact is named; the desk hears nothing, the channel keeps nothing."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    assert "会社の相談窓口に、名前だけが届きます" in sent(shop)
    await shop.submit({**FORM, "actor": "colleague"})
    for part in (CONTACT, "名前と、社内の人のことで", "受付には知らせていません", LAW):
        assert part in sent(shop), part
    assert PHONE not in sent(shop)
    hr = world.somebody(HR)
    assert hr.reads(f"{NAME} さんから、社内の人のことで知らせがありました", HR_DESK)
    assert not world.somebody(MORI).messages(DESK)
    assert await world.cases() == []
    for _ in range(2):
        assert not private(shop)
        await world.later(hours=1)


async def test_a_form_that_cannot_be_taken_says_so(world: World) -> None:
    """Sent elsewhere already, it keeps what was typed; left open over an upgrade: a sentence."""
    shop = await in_danger(world)
    await shop.press("report.form")
    other = shop.modal
    await shop.press("report.form")
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    assert other is not None
    world.slack.modals.open(SHOP, other.content)
    errors = await shop.submit({"name": "架空 次郎", "actor": "owner"})
    assert "もう送られています" in errors["name"]
    world.slack.modals.open(SHOP, {**other.content, "private_metadata": "K-2026-0001"})
    await shop.submit({"name": "架空 次郎", "actor": "owner"})
    assert shop.reads("読み取れませんでした")
    assert (await world.only_case()).reporter_name == NAME


async def test_in_the_bots_conversation_only_the_button_stays(world: World) -> None:
    """Every answer there is for the moment; another day the button is another person's."""
    shop = world.somebody(SHOP)
    await shop.say("助けて")
    await shop.press("triage.danger.now")
    await world.later(minutes=2)
    assert any("まだ誰も応答していません" in readable(m) for m in private(shop, shop.dm))
    await shop.press("report.form")
    await shop.submit({"name": NAME, "actor": "tenant", "acts": ["assault"]})
    (button,) = [m for m in shop.messages(shop.dm) if m.bot_id and m.only_for is None]
    assert action_ids(button) == ["triage.danger.now", "report.form"]
    await world.later(days=1)
    await shop.press("triage.danger.now", on=button)
    first, second = await world.cases()
    assert (first.reporter_name, second.reporter_name) == (NAME, None)
    assert second.ringing
