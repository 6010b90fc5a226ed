"""What is typed to the bot: the command and a call for help are never taken for what was said.

What counts as which is tested in `tests/handlers/test_typed.py`.
"""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import EMMA, KATO, MORI, SATO, TANAKA, TEAM, World, action_ids, readable


async def test_the_command_and_a_plea_begin_a_report(world: World) -> None:
    """The command may come as a message, and more may be said than the bare word."""
    for user, text in (
        (SATO, "／kasuhara"),
        (TANAKA, "／Kasuhara 報告"),
        (MORI, "助けて、店で暴れている"),
        (KATO, "報告したいです"),
    ):
        person = world.somebody(user)
        await person.say(text)
        (head,) = person.heads()
        assert {"triage.danger.now", "triage.relief"} <= set(action_ids(head)), text
        assert "報告の受付" in readable(head), text


async def test_a_wish_is_no_word_of_an_open_report(world: World) -> None:
    """The command is answered with a button, a bare call with danger in front; more is kept."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    thread = sato.thread()
    for text, in_thread, offered in (
        ("／kasuhara report", True, {"triage.danger.now", "report.resume"}),
        ("／kasuhara なにか", False, {"triage.danger.now", "report.resume"}),
        ("助けて🙏", False, {"triage.danger.now"}),
        ("help me", False, {"triage.danger.now"}),
    ):
        before = len(sato.messages(sato.dm))
        await sato.say(text, thread=thread if in_thread else None)
        assert not (await world.only_case()).answers.words, text
        assert len(sato.messages(sato.dm)) == before + 2, text
        assert offered <= set(action_ids(sato.messages(sato.dm)[-1])), text
    before = len(sato.messages(sato.dm))
    await sato.say("助けて、また来た")
    assert (await world.only_case()).answers.words == "助けて、また来た"
    assert any("triage.danger.now" in action_ids(m) for m in sato.messages(sato.dm)[before:])


async def test_the_help_has_the_button_that_begins(world: World) -> None:
    """How it works, and the danger question below: nothing is begun before a press."""
    emma = world.somebody(EMMA)
    for text in ("Help", "こんにちは", "🙏"):
        await emma.say(text)
        (help_shown,) = emma.messages(emma.dm)[-1:]
        assert "/kasuhara report" in readable(help_shown), text
        assert "助けて" in readable(help_shown), text
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
