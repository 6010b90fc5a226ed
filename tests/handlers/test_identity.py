"""What makes a delivery the same as another."""

from typing import Any

from handlers.identity import identify


def submission(words: str, view: str = "V0FORM") -> dict[str, Any]:
    """A form that was sent, with these words in it."""
    element = {"type": "plain_text_input", "value": words}
    state = {"values": {"words": {"triage.words": element}}}
    return {
        "type": "view_submission",
        "team": {"id": "T0MINATO"},
        "user": {"id": "U0SATO"},
        "view": {"id": view, "hash": "1.abc", "state": state},
    }


def test_a_form_sent_anew_with_more_in_it() -> None:
    """A form that stays open after an error of Slack's is another delivery once it says more."""
    first = identify(submission("馬鹿と言われた"))
    assert identify(submission("馬鹿と言われた")) == first
    more = identify(submission("馬鹿と言われた。二回殴られた"))
    assert more.key != first.key
    assert more.reference != first.reference
    assert "馬鹿" not in first.key


def test_the_same_words_in_another_form() -> None:
    """Another form is another delivery, whatever is in it."""
    assert identify(submission("馬鹿", "V0OTHER")).key != identify(submission("馬鹿")).key
