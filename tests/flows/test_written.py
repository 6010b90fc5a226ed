"""A text counts only where somebody who reads it sees something."""

import pytest

from flows.written import says_something


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n\u3000",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\u00ad\u200e\u202e\u2066\u2069",
        "\ufe0f\ufe0e\U000e0101",
        "\x00\x07\x1b\x7f",
        "\u3164\u115f\u1160\uffa0\u2800",
        "\u2028\u2029\u180e\u034f",
        "\ufffc",
        "\U000e0020\U000e0fff",
        "\u0301",
        "\ud800",
        "\uffff\ufdd0",
    ],
)
def test_what_nobody_can_see_says_nothing(text: str) -> None:
    """Spaces, zero-width and control characters, selectors, fillers: alone or together."""
    assert not says_something(text)


@pytest.mark.parametrize(
    "text", ["馬鹿", "あ\u200b", "a", "…", "😡", "☎\ufe0f", "8", "\u30fb", "\ue000", "\U0001fae9"]
)
def test_a_single_sign_says_something(text: str) -> None:
    """A letter, a figure, a sign, an emoji, one newer than this table: whatever is around it."""
    assert says_something(text)
