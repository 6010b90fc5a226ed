import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.desk.view_states import Said, Standing
from flows.report.view_states import Phase
from flows.triage import Answers
from handlers.blocks import Modal
from handlers.texts import LANGUAGES, Texts
from handlers.views import desk_card, question, record
from handlers.views.rendered import Rendered
from tests.handlers.views.checks import (
    actions_of,
    blocks_of,
    faults,
    outline,
    parse_with_sdk,
    unescaped,
)
from tests.handlers.views.screens import (
    AT,
    CASE,
    OTHER_CASE,
    PEOPLE,
    answers,
    asked,
    card,
    every_screen,
    recorded,
)

NAMES = tuple(every_screen())
TEXTS = Texts.load(strict=True)
MARK = "漏れてはならない言葉"
KNOWN = (
    PEOPLE
    | {"C0DESKSHINJUKU"}
    | {f"U0CALL{number}" for number in range(40)}
    | {f"U0P{number}" for number in range(330)}
)

ACTION = re.compile(
    r"triage\.[a-z_]+\.[a-z0-9_-]+|triage\.back\.[a-z_]+|triage\.[a-z_]+"
    r"|report\.(?:resume|new|form|reopen)|relief\.take|case\.(?:take|record)"
)
HOSTILE = st.one_of(
    st.text(max_size=200),
    st.text(
        alphabet=st.sampled_from("<>&!@#*_~`\n\r\t\u202e\u200d\x00\x07あ👩\U0001f3fd🇯🇵\u3099"),
        max_size=400,
    ),
    st.sampled_from(
        [
            "<!channel>",
            "<@U0EVIL1> <!here> <https://example.com|押す>",
            "&lt;!channel&gt;",
            "怒鳴られた<!channel>👩‍👩‍👧‍👦" * 200,
            "&" * 5000,
            "\n" * 5000,
            "a\n" * 2500,
            "か\u3099" * 2500,
            "\u202eくさ\u202c",
            "   ",
            "\x00",
        ]
    ),
)


@cache
def made(name: str, language: str = "ja") -> Rendered | Modal:
    """Return a screen as it stands; made once for all who only look at it."""
    return every_screen()[name](TEXTS.in_(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_one_that_slack_takes(language: str) -> None:
    """Each screen keeps Slack's limits and shapes, by three checkers, in both languages."""
    for name in NAMES:
        screen = made(name, language)
        assert faults(screen) == [], name
        assert unescaped(screen, KNOWN) == [], name
        parse_with_sdk(screen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notification_says_nothing_of_what_was_typed(language: str) -> None:
    """What a lock screen shows is one of a few fixed sentences, whatever was typed."""
    t = TEXTS.in_(language)
    fixed = {t(text) for text in NOTIFICATIONS}
    assert not any(MARK in text for text in fixed)
    for name, screen in every_screen(MARK).items():
        rendered = screen(t)
        assert not isinstance(rendered, Rendered) or rendered.text in fixed, name


NOTIFICATIONS = (
    "report-notify",
    "report-notify-question",
    "report-notify-alarm",
    "desk-notify",
    "desk-notify-changed",
    "desk-notify-page",
    "desk-notify-relief",
    "desk-notify-talk",
    "help-notify",
    "notice-notify",
    "public-channel-notify",
    "undelivered-notify",
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=HOSTILE, name=st.sampled_from(NAMES), language=st.sampled_from(LANGUAGES))
def test_whatever_is_typed_breaks_no_screen_and_calls_nobody(
    text: str, name: str, language: str
) -> None:
    """Control characters, mentions, emoji and five thousand characters are shown harmlessly."""
    shown = every_screen(text)[name](TEXTS.in_(language))
    assert faults(shown) == []
    assert unescaped(shown, KNOWN) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("怒鳴られた<!channel>👩‍👩‍👧‍👦" * 250, "ja"), ("&" * 5000, "en"), ("a\n" * 2500, "ja")],
)
def test_five_thousand_characters_fit_on_every_screen(text: str, language: str) -> None:
    """However much is typed, every screen stays within its limits and calls nobody."""
    changed = {name: screen(TEXTS.in_(language)) for name, screen in every_screen(text).items()}
    for name, shown in changed.items():
        if shown == made(name, language):  # it shows nothing that is typed, and is proved above
            continue
        assert faults(shown) == [], name
        assert unescaped(shown, KNOWN) == [], name


def test_every_control_has_an_id_of_the_contract() -> None:
    """Each control of a message bears an interaction id that the listeners know."""
    for name in NAMES:
        screen = made(name)
        if isinstance(screen, Rendered):
            assert all(ACTION.fullmatch(action) for action in actions_of(screen)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_shows_a_code_for_how_grave_it_is(language: str) -> None:
    """How grave something is, is said in words."""
    for name in NAMES:
        said = outline(made(name, language))
        assert re.search(r"\bS[0-4]\b|KASUHARA|GREY", said) is None, name


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("card", "page"))])
def test_the_desks_messages_repeat_nobodys_words(name: str) -> None:
    """What was said stays in the record, out of the channel."""
    quoted = replace(card(), answers=answers(MARK))
    assert MARK not in outline(desk_card.view(quoted, TEXTS.in_("ja")))
    assert "ばかか" not in outline(every_screen()[name](TEXTS.in_("ja")))


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("shared sent")])
def test_nothing_can_be_pressed_in_a_form_once_sent(name: str) -> None:
    """A press there could be answered nowhere."""
    assert actions_of(every_screen()[name](TEXTS.in_("ja"))) == []


@pytest.mark.parametrize("name", ["begin", "begin second", "begin shared", "head fresh"])
def test_danger_now_is_the_first_button_and_the_only_red_one(name: str) -> None:
    """One press after the command, before anything else."""
    shown = every_screen()[name](TEXTS.in_("ja"))
    assert actions_of(shown)[0] == "triage.danger.now"
    assert [line for line in outline(shown).splitlines() if "[!" in line] == [
        "  [!いま危ない triage.danger.now]"
    ]


def test_a_press_carries_the_report_it_belongs_to() -> None:
    """Each button's value is the report's id; going on leads to the unfinished one."""
    t = TEXTS.in_("ja")
    values = {
        element["action_id"]: element["value"]
        for block in blocks_of(every_screen()["begin second"](t))
        for element in block.get("elements", ())
        if "action_id" in element
    }
    assert values == {
        "triage.danger.now": str(CASE),
        "report.resume": str(OTHER_CASE),
        "report.new": str(CASE),
        "triage.relief": str(CASE),
        "triage.reported_as.for_other": str(CASE),
        "triage.consult": str(CASE),
    }


def test_later_says_which_question() -> None:
    """Putting off names the report and the question."""
    state = replace(asked("words"), may_postpone=True)
    row = question.view(state, TEXTS.in_("ja")).blocks[-1]["elements"]
    assert row[-1]["value"] == f"{CASE}/words"


def test_earlier_ticks_are_kept_when_a_question_is_asked_again() -> None:
    """Changing an answer begins with what was ticked."""
    state = replace(asked("acts"), answers=answers())
    shown = question.view(state, TEXTS.in_("ja"))
    ticked = [
        one["value"]
        for block in shown.blocks
        for element in block.get("elements", ())
        for one in element.get("initial_options", ())
    ]
    assert ticked == ["insult", "long_contact"]


def test_what_is_kept_apart_is_not_repeated() -> None:
    """An answer about one's own health, or who the customer is, is not shown in Slack."""
    state = replace(asked("impact", Phase.ANSWERED), answers=Answers(impact=("severe_health",)))
    assert "体調" not in outline(question.view(state, TEXTS.in_("ja"))).splitlines()[2]


def test_the_record_shows_a_long_text_whole() -> None:
    """A rant of 5,000 characters is read in the modal from its first word to its last."""
    rant = "".join(f"{number:04}、" for number in range(1000))
    said = replace(recorded("長い"), words=(Said(AT, rant),), quoted=())
    shown = [
        block["text"]["text"]
        for block in record.view(said, TEXTS.in_("ja"))["blocks"][:-1]
        if block["type"] == "section"
    ]
    assert rant in "".join(text.partition("> ")[2] for text in shown if "0、" in text)


def test_the_record_says_what_was_said_before_a_correction() -> None:
    """The newest words come first; what was written anew stands below them, and says so."""
    former = Said(AT, "馬鹿", Standing.FORMER)
    rewritten = Said(AT, "馬鹿野郎", Standing.REWRITTEN)
    said = replace(recorded("言葉"), words=(former, rewritten))
    shown = outline(record.view(said, TEXTS.in_("ja")))
    after, before = shown.index("*訂正後*"), shown.index("*訂正前*")
    assert shown.index("言われた言葉") < after < shown.index("馬鹿野郎") < before


def test_the_record_says_how_much_it_leaves_out() -> None:
    """What no longer fits in a modal is counted."""
    shown = outline(record.view(recorded("長い" * 500, many=300), TEXTS.in_("ja")))
    assert re.search(r"ほか \d+ 件は、ここに入りません", shown)


def test_a_card_passed_on_while_it_rings_says_that_danger_is_not_over() -> None:
    """Passing a case on must not call back those who are on their way."""
    shown = outline(every_screen()["card passed on, ringing"](TEXTS.in_("ja")))
    assert "危険が去ったという知らせは、まだありません" in shown


def test_a_page_passed_on_while_it_rings_still_calls() -> None:
    """Whoever did it, somebody has to come; once it is over, it says no more than that."""
    shown = every_screen()["page passed on"](TEXTS.in_("ja"))
    assert "「いま危ない」と知らせがありました" in outline(shown)
    assert actions_of(shown) == ["case.take"]
    assert actions_of(every_screen()["page passed on, safe"](TEXTS.in_("ja"))) == []


def test_a_typed_name_is_no_mention() -> None:
    """A person called UEDA at a shared account pings nobody."""
    typed_in = replace(card(), reporter=None, reporter_name="UEDA", affected="UEDA")
    shown = outline(desk_card.view(typed_in, TEXTS.in_("ja")))
    assert "<@UEDA>" not in shown
    assert shown.count("UEDA") == 2
