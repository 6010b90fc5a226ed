"""What is typed to the bot: the command and a call for help are never taken for what was said."""

import pytest

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import EMMA, SATO, TEAM, World, action_ids, readable


@pytest.mark.parametrize(
    "text", ["／kasuhara", "／kasuhara report", "／Kasuhara 報告", "／kasuhara！"]
)
async def test_the_command_typed_to_the_bot_begins_a_report(world: World, text: str) -> None:
    """A Japanese keyboard has sent it as a message."""
    sato = world.somebody(SATO)
    await sato.say(text)
    assert sato.offered("triage.danger.now")


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize("text", ["／kasuhara report", "／kasuhara", "／kasuhara なにか"])
async def test_the_command_is_no_word_of_an_open_report(
    world: World, text: str, *, in_thread: bool
) -> None:
    """It is answered with a button, in front the one for danger."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say(text, thread=sato.thread() if in_thread else None)
    assert not (await world.only_case()).answers.words
    assert {"triage.danger.now", "report.resume"} <= set(action_ids(sato.messages(sato.dm)[-1]))


@pytest.mark.parametrize(
    "text", ["助けて🙏", "助けて :pray:", "「助けて」", "報告！！", "Help", "help me"]
)
async def test_a_bare_call_for_help_is_no_word_of_an_open_report(world: World, text: str) -> None:
    """Emoji and punctuation around it change nothing."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say(text)
    assert not (await world.only_case()).answers.words
    assert "triage.danger.now" in action_ids(sato.messages(sato.dm)[-1])


@pytest.mark.parametrize(
    "text", ["助けて、店で暴れている", "報告したいことがあります", "報告したいです"]
)
async def test_more_than_the_bare_word_begins_a_report_too(world: World, text: str) -> None:
    """Nobody in need has to find the right words."""
    sato = world.somebody(SATO)
    await sato.say(text)
    assert sato.offered("triage.danger.now")
    assert sato.offered("triage.relief")


async def test_a_call_for_help_that_says_more_is_kept_and_answered(world: World) -> None:
    """With a report open it may belong to it, or be a new danger: both are seen to."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say("助けて、また来た")
    assert (await world.only_case()).answers.words == "助けて、また来た"
    assert sato.offered("triage.danger.now")


@pytest.mark.parametrize("text", ["Help", "help me", "使い方", "こんにちは", "🙏"])
async def test_the_help_has_the_button_that_begins(world: World, text: str) -> None:
    """How it works, and the danger question below: nothing is begun before a press."""
    emma = world.somebody(EMMA)
    await emma.say(text)
    (help_shown,) = emma.messages(emma.dm)[-1:]
    assert "/kasuhara report" in readable(help_shown)
    assert "助けて" in readable(help_shown)
    await emma.press("triage.danger.none")
    assert emma.offered("triage.actor.tenant")


async def test_reporting_for_somebody_else_begins_from_the_help(world: World) -> None:
    """Every button of the first question works where there is no report yet."""
    sato = world.somebody(SATO)
    await sato.command("なにか")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.reported_as.for_other", on=private)
    assert sato.reads("代わりに報告しています")
    await sato.press("triage.danger.none")
    assert sato.offered("triage.affected")
