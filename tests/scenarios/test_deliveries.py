"""What Slack delivers is worked off once, whatever way and however often it comes."""

from datetime import timedelta
from pathlib import Path

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MORI, SATO, TEAM, World, action_ids, story


async def test_the_same_delivery_twice_is_one_report(world: World) -> None:
    """Every delivery comes twice: one thread, one case, one card, one page."""
    world.slack.faults.repeat_deliveries("*", times=1000)
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.say("一度だけ言いました", thread=sato.thread())
    assert len(sato.heads()) == 1
    case = await world.only_case()
    assert case.answers.words == "一度だけ言いました"
    assert len(mori.messages(DESK)) == 1


async def test_a_story_over_socket_mode(tmp_path: Path) -> None:
    """Without a public address the same report reaches the same desk."""
    async with story(tmp_path, sockets=True) as world:
        await report_an_insulting_call(world)
        await world.somebody(MORI).press("case.take")
        assert world.somebody(SATO).reads(f"<@{MORI}>")
        assert not world.somebody(SATO).reads("failed", TEAM)


async def test_one_429_delays_a_card_and_loses_nothing(world: World) -> None:
    """The card stands in the desk's channel once Slack takes it again, and stands there once."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult", "long_contact")
    world.slack.faults.rate_limit("chat.postMessage", retry_after=30, times=2)
    await sato.press("triage.acts.done")
    assert not mori.messages(DESK)
    await world.later(seconds=31)
    assert len(mori.messages(DESK)) == 1
    assert sato.reads("K-2026-0001")


async def test_a_question_whose_sending_was_in_doubt_is_shown_as_answered(world: World) -> None:
    """A question answered meanwhile is shown as answered where it stands."""
    sato = world.somebody(SATO)
    await sato.command("report")
    world.slack.faults.lose_reply("chat.postMessage")
    await sato.press("triage.danger.none")
    asked = sato._person.find("triage.actor.tenant")
    assert asked is not None
    await sato.press("triage.actor.tenant", asked)
    await world.later(seconds=5)
    assert [m.ts for m in sato.messages(sato.dm) if "triage.actor.tenant" in action_ids(m)] == []
    assert sato._person.find("triage.scene.phone") is not None


async def test_a_restart_in_the_middle_goes_on_where_it_was(tmp_path: Path) -> None:
    """The bot stops after the second answer; started again, the third is asked and kept."""
    async with story(tmp_path) as world:
        sato = world.somebody(SATO)
        await sato.command("report")
        await sato.press("triage.danger.none")
        await sato.press("triage.actor.tenant")
        await world.restart()
        await sato.press("triage.scene.phone")
        await sato.tick("triage.acts", "insult")
        await sato.press("triage.acts.done")
        assert len(world.somebody(MORI).messages(DESK)) == 1


async def test_a_timer_that_came_due_while_the_bot_was_down_is_kept(tmp_path: Path) -> None:
    """Two minutes pass with nobody there: HQ is paged at the next start."""
    async with story(tmp_path) as world:
        sato = world.somebody(SATO)
        await sato.command("report")
        await sato.press("triage.danger.now")
        await world.restart(after=timedelta(minutes=10))
        assert world.somebody("U0HQONE").messages("C0HQ")
        assert sato.reads("まだ誰も")
