import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.texts import LANGUAGES, Texts
from handlers.views.rendered import Rendered
from tests.handlers.views.checks import actions_of, faults, parse_with_sdk, unescaped
from tests.handlers.views.screens import PEOPLE, every_screen

NAMES = tuple(every_screen())
TEXTS = Texts.load(strict=True)
MARK = "漏れてはならない言葉"
KNOWN = PEOPLE | {f"U0P{number}" for number in range(330)}

ACTION = re.compile(
    r"triage\.[a-z_]+\.[a-z0-9_-]+|triage\.back\.[a-z_]+|triage\.[a-z_]+"
    r"|report\.(?:resume|new|form)|relief\.take|case\.(?:take|record)"
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_screen_is_one_that_slack_takes(name: str, language: str) -> None:
    """Each screen keeps Slack's limits and shapes, by three checkers, in both languages."""
    shown = every_screen()[name](TEXTS.in_(language))
    assert faults(shown) == []
    parse_with_sdk(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_notification_says_nothing_of_what_was_typed(name: str, language: str) -> None:
    """What a lock screen shows is one of a few fixed sentences, whatever was typed."""
    t = TEXTS.in_(language)
    shown = every_screen(MARK)[name](t)
    if isinstance(shown, Rendered):
        assert MARK not in shown.text
        assert shown.text in {t(text) for text in NOTIFICATIONS}


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
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=HOSTILE, name=st.sampled_from(NAMES), language=st.sampled_from(LANGUAGES))
def test_whatever_is_typed_breaks_no_screen_and_calls_nobody(
    text: str, name: str, language: str
) -> None:
    """Control characters, mentions, emoji and five thousand characters are shown harmlessly."""
    shown = every_screen(text)[name](TEXTS.in_(language))
    assert faults(shown) == []
    assert unescaped(shown, KNOWN) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_an_id_of_the_contract(name: str) -> None:
    """Each control of a message bears an interaction id that the listeners know."""
    shown = every_screen()[name](TEXTS.in_("ja"))
    if isinstance(shown, Rendered):
        assert all(ACTION.fullmatch(action) for action in actions_of(shown))
