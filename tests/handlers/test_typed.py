"""What was typed to the bot is told apart: a report, a call for help, a plea, or words."""

import pytest

from handlers.typed import asks_for_help, begins_report, is_command, pleads


def wanted(text: str) -> set[str]:
    """Return what a message is taken for."""
    taken_for = {
        "command": is_command,
        "report": begins_report,
        "help": asks_for_help,
        "plea": pleads,
    }
    return {name for name, is_so in taken_for.items() if is_so(text)}


@pytest.mark.parametrize(
    "text", ["／kasuhara", "／kasuhara report", "／Kasuhara 報告", "／kasuhara！", "/KASUHARA"]
)
def test_the_command(text: str) -> None:
    """A Japanese keyboard has sent it as a message; bare, it begins a report too."""
    assert wanted(text) == {"command", "report"}


def test_the_command_with_something_else() -> None:
    """It asks how this works."""
    assert wanted("／kasuhara なにか") == {"command", "help"}


@pytest.mark.parametrize("text", ["助けて🙏", "助けて :pray:", "「助けて」", "報告！！"])
def test_a_bare_call(text: str) -> None:
    """Emoji and punctuation around it change nothing."""
    assert wanted(text) == {"report", "plea"}


@pytest.mark.parametrize("text", ["Help", "help me", "使い方"])
def test_help_of_whichever_kind(text: str) -> None:
    """Whatever is meant by it, nothing is begun before a press."""
    assert wanted(text) == {"help"}


@pytest.mark.parametrize(
    "text",
    [
        "助けて、店で暴れている",
        "助けて、また来た",
        "報告したいことがあります",
        "報告したいです",
    ],
)
def test_more_than_the_bare_word(text: str) -> None:
    """Nobody in need has to find the right words."""
    assert wanted(text) == {"plea"}


@pytest.mark.parametrize("text", ["こんにちは", "🙏", "", "店で暴れている、助けて"])
def test_other_words(text: str) -> None:
    """They are what was said, and nothing more."""
    assert wanted(text) == set()
