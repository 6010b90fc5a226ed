"""What Slack delivers is worked off once, whatever way and however often it comes."""

from datetime import timedelta
from pathlib import Path

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    MORI,
    SATO,
    TEAM,
    World,
    action_ids,
    story,
)


async def test_the_same_delivery_twice_is_one_report(world: World) -> None:
    """Every delivery comes twice: one thread, one case, the words once, one card."""
    world.slack.faults.repeat_deliveries("*", times=1000)
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("danger.none", "actor.tenant", "scene.phone", "acts.done"):
        await sato.press(f"triage.{action}")
    await sato.say("一度だけ言いました", thread=sato.thread())
    assert len(sato.heads()) == 1
    assert (await world.only_case()).answers.words == "一度だけ言いました"
    assert len(world.somebody(MORI).messages(DESK)) == 1


async def test_a_story_over_socket_mode(tmp_path: Path) -> None:
    """Without a public address danger reaches the same desk, and who comes the reporter."""
    async with story(tmp_path, sockets=True) as world:
        await in_danger(world)
        await world.somebody(MORI).press("case.take")
        assert world.somebody(SATO).reads(f"<@{MORI}> が応答しました")
        assert not world.somebody(SATO).reads("failed", TEAM)


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


async def test_a_restart_goes_on_where_it_was(world: World) -> None:
    """The third question is asked and kept; two minutes that passed meanwhile call HQ at once."""
    sato, emma = world.somebody(SATO), world.somebody(EMMA)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.press("triage.actor.tenant")
    await in_danger(world, EMMA)
    assert not world.somebody(HQ).messages(HQ_DESK)
    await world.restart(after=timedelta(minutes=10))
    assert world.somebody(HQ).messages(HQ_DESK)
    assert emma.reads("Nobody has")
    await sato.press("triage.scene.phone")
    await sato.press("triage.acts.done")
    assert world.somebody(MORI).reads("K-2026-0002", DESK)
