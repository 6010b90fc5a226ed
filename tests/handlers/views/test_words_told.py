"""The words that matter most to whoever reads them: in danger, hurt, or about a colleague."""

import json
from dataclasses import replace

import pytest

from flows.case import Ending
from flows.report.shared_states import SharedFormState
from flows.report.view_states import AdviceState, EndedState, Told
from flows.triage import load_cards, load_flow
from handlers.texts import Texts
from handlers.views import advice, alarm_advice, shared_form, shared_receipt
from tests.handlers.views.checks import outline
from tests.handlers.views.screens import CASE, NUMBER, alarm_state, every_screen, shared

TEXTS = Texts.load(strict=True)
JA, EN = TEXTS.in_("ja"), TEXTS.in_("en")
HERE = (Told("新宿店", hq=False),)


def screen(name: str) -> str:
    return outline(every_screen()[name](JA))


def advised(**changes: object) -> str:
    """Return what a reporter reads once the desk is told."""
    usual = AdviceState(CASE, NUMBER, HERE, (), more_questions=True)
    return outline(advice.view(replace(usual, **changes), JA))  # type: ignore[arg-type]


def test_somebody_hurt_or_threatened_is_told_where_help_is() -> None:
    """A doctor, 110 and #9110, and not to give the customer an answer."""
    (harm,) = (one for one in load_cards() if one.id == "after_harm")
    said = advised(cards=(harm,))
    for part in ("病院", "110番", "＃9110"):
        assert part in said, part
    assert "はっきりした回答" not in said


def test_whoever_waits_half_an_hour_reads_how_the_alarm_stands() -> None:
    """Nobody came: 110, and not that there is time. Somebody came: who."""
    for name, comes in (("nudge, ringing", False), ("nudge, somebody comes", True)):
        said = screen(name)
        assert "落ち着いてから" not in said
        assert "110番" in said
        assert ("まだ誰も応答していません" in said) is not comes
        assert ("<@U0SUP1> が応答しました" in said) is comes


def test_a_page_without_a_branch_asks_to_find_the_person() -> None:
    """Nobody knows where they are."""
    assert "すぐに本人に連絡し、どこにいるか確かめてください" in screen("page unknown")


def test_in_english_nobody_is_said_to_be_safe_who_was_not_in_danger() -> None:
    """It is safe, whoever it was about."""
    ringing = outline(alarm_advice.view(alarm_state(for_other=True), EN))
    assert "Leave the place now" not in ringing
    assert "It is safe now" in ringing
    over = alarm_state(for_other=True, ringing=False, ended_how="safe")
    assert "People know that it is safe now" in outline(alarm_advice.view(over, EN))


def test_the_advice_says_who_is_asked_to_take_over() -> None:
    """The desk, or HQ; whoever reports for another looks in on that person instead."""
    assert "新宿店の受付に頼めます" in advised(relief=HERE)
    assert "本社に頼めます" in advised(relief=(Told(None, hq=True),))
    assert "言動を受けた方に" in screen("advice for another")


@pytest.mark.parametrize(
    ("contact_told", "said"),
    [(True, "会社の相談窓口に、名前だけが届きます"), (False, "会社の相談窓口を案内します")],
)
def test_before_it_is_sent_a_shared_accounts_form_says_who_hears_of_a_colleague(
    contact_told: bool, said: str
) -> None:
    """The contact in Slack, or nobody: then the employee gets in touch."""
    actor = load_flow().question("actor")
    form = shared_form.view(SharedFormState(CASE, (actor,), (), contact_told=contact_told), JA)
    assert said in json.dumps(form, ensure_ascii=False)
    assert "まだ何も届いていません" in screen("shared sent passed on")


def test_danger_by_a_colleague_says_to_leave_and_names_the_contact() -> None:
    """In the form, once sent; the channel does not say that it is about a colleague."""
    ended = EndedState(CASE, Ending.PASSED_ON, NUMBER, "人事部 内線 123", told=())
    state = shared(advice=None, alarm=alarm_state(), ended=ended)
    sent = outline(shared_receipt.sent(replace(state, number=None, ahead=True), JA))
    assert "*110番*" in sent
    assert "人事部 内線 123" in sent
    said = outline(shared_receipt.view(state, JA))
    assert "*110番*" in said
    assert "社内" not in said
    over = replace(state, alarm=alarm_state(ringing=False, ended_how="safe"))
    said = outline(shared_receipt.view(over, JA))
    assert "人事部 内線 123" in said
    assert "社内" not in said


@pytest.mark.parametrize(
    "name", ["begin", "begin second", "begin second, told", "begin second with a message"]
)
@pytest.mark.parametrize("shown", ["begin", "help"])
def test_what_sends_a_name_at_once_is_said_beside_its_buttons(name: str, shown: str) -> None:
    """Also where an unfinished report is offered first, and below the help."""
    said = screen(name if shown == "begin" else f"help, and {name}")
    assert said.count("を押すと、お名前がすぐに受付や当番に届きます") == 1
