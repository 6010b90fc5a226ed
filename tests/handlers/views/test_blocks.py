import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import blocks
from handlers.blocks import plain
from handlers.mrkdwn import ELLIPSIS, clean, mention, quote, quote_whole, size, typed


@pytest.mark.parametrize("ref", ["U0SUP1", "W012ABCDE"])
def test_a_person_is_mentioned_by_id(ref: str) -> None:
    """A Slack user's id becomes a mention."""
    assert mention(ref) == f"<@{ref}>"


def test_a_user_group_is_mentioned_by_id() -> None:
    """A user group's id becomes a mention of the group."""
    assert mention("S0CHIEFS") == "<!subteam^S0CHIEFS>"


@pytest.mark.parametrize("ref", ["", "山田", "C0DESK", "U0SUP1> <!channel", "u0sup1", "<@U0SUP1>"])
def test_nothing_else_is_mentioned(ref: str) -> None:
    """Any other text is refused, so that nothing typed can call people."""
    with pytest.raises(ValueError, match="not the id"):
        mention(ref)


def test_what_calls_everybody_is_shown_and_calls_nobody() -> None:
    """A typed <!channel> is read as it was typed."""
    assert typed("<!channel> & co", 100) == "&lt;!channel&gt; &amp; co"


def test_marks_that_turn_text_around_are_taken_out() -> None:
    """Control characters and direction overrides are not shown; lines stay lines."""
    assert clean("a\u202eb\x00c\r\nd\te\u2028f") == "abc\nd e\nf"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("あいう", 3, "あいう"),
        ("あいうえ", 3, "あい…"),
        ("a<b", 5, "a…"),
        ("a<b", 6, "a&lt;b"),
        ("👩‍👩‍👧か", 9, "👩‍👩‍👧か"),
        ("👩‍👩‍👧か", 8, "…"),
        ("か\u3099き", 2, "…"),
        ("🇯🇵🇬🇧", 6, "🇯🇵…"),
        ("👍\U0001f3fdあ", 4, "…"),
        ("", 3, ""),
    ],
)
def test_shortening_cuts_between_whole_characters(text: str, limit: int, shown: str) -> None:
    """Neither an escape nor a character made of several parts is cut in two."""
    assert typed(text, limit) == shown


@given(text=st.text(max_size=300), limit=st.integers(min_value=1, max_value=60))
def test_a_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    """Whatever is typed, what is shown is never longer than it may be."""
    assert size(typed(text, limit)) <= limit


@given(text=st.text(max_size=300), limit=st.integers(min_value=3, max_value=60))
def test_a_quotation_keeps_its_limit(text: str, limit: int) -> None:
    """The marks at the beginning of each line count too."""
    assert size(quote(text, limit)) <= limit


def test_every_line_of_a_quotation_is_marked() -> None:
    """A text of several lines stays one quotation."""
    assert quote("a\nb", 20) == "> a\n> b"


@given(text=st.text(max_size=300), limit=st.integers(min_value=30, max_value=60))
def test_a_whole_quotation_leaves_nothing_out(text: str, limit: int) -> None:
    """It comes in pieces, none of them too long, that make up all that can be shown."""
    pieces = quote_whole(text, limit)
    assert all(size(piece) <= limit for piece in pieces)
    shown = "".join(piece.removeprefix("> ") for piece in pieces)
    assert shown == quote(text, 10_000).removeprefix("> ")


@pytest.mark.parametrize("text", ["", " \n ", "\x00\u202e"])
def test_a_label_of_nothing_is_still_a_label(text: str) -> None:
    """Slack refuses an empty text, so a dash stands for it."""
    assert plain(text, 10)["text"] == "–"


def test_a_label_stands_on_one_line() -> None:
    """Lines typed into a name become one."""
    assert plain(" 新宿\n店 ", 10)["text"] == "新宿 店"


def test_a_long_list_is_divided() -> None:
    """More than a hundred options become groups of a hundred at most."""
    options = [blocks.option(str(number), str(number)) for number in range(201)]
    element = blocks.select("a", "選ぶ", [("店", options)], ["200"])
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100, 1]
    assert element["initial_option"]["value"] == "200"


def test_a_known_text_comes_back_as_it_was_typed() -> None:
    """What stands in an input is not escaped: it would be sent back escaped."""
    assert blocks.text_input("a", known="<b> & c")["initial_value"] == "<b> & c"


def test_a_text_too_long_for_an_input_is_left_out() -> None:
    """A shortened text in an input would be sent back as the whole."""
    assert "initial_value" not in blocks.text_input("a", known="あ" * 3001)
    assert ELLIPSIS not in str(blocks.text_input("a", known="あ" * 3001))
