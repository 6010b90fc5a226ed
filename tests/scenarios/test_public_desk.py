"""A desk whose channel everybody can read: nothing goes there, and those who can mend it know."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sandbox.company import BOT, settings
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    World,
    readable,
    story,
    without_hq,
)

PUBLIC = "誰でも読めるチャンネルになっています"


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[World]:
    async with story(tmp_path, settings_text=without_hq(settings())) as running:
        yield running


async def make_public(world: World, channel: str = DESK) -> None:
    """Let everybody read a channel, as its owner can."""
    world.slack.workspace.convert(channel, TANAKA, private=False)
    await world.settle()


async def make_private(world: World, channel: str = DESK) -> None:
    """Make it private again."""
    world.slack.workspace.convert(channel, TANAKA, private=True)
    await world.settle()


def from_the_bot(world: World, channel: str = DESK) -> list[str]:
    """Return what the bot says in a channel."""
    return [readable(m) for m in world.somebody(MORI).messages(channel) if m.bot_id]


def warnings(world: World) -> list[str]:
    """Return what the manager reads of public channels."""
    manager = world.somebody(MANAGER)
    return [said for said in manager.sees(manager.dm) if PUBLIC in said]


async def test_no_card_in_public(world: World) -> None:
    """The report goes to HQ at once, the public channel hears nothing, the reporter reads it."""
    await make_public(world)
    await report_an_insulting_call(world)
    assert from_the_bot(world) == []
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert world.somebody(SATO).reads("本社")


async def test_no_card_in_public_without_hq(alone: World) -> None:
    """Without HQ the people on call and the managers have it, each in person."""
    await make_public(alone)
    await report_an_insulting_call(alone)
    assert from_the_bot(alone) == []
    for user in (TANAKA, MORI, MANAGER):
        assert alone.somebody(user).reads("K-2026-0001")


async def test_danger_does_not_wait(world: World) -> None:
    """An alarm pages HQ and the people on call at once; the public channel hears nothing."""
    await make_public(world)
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.now")
    assert from_the_bot(world) == []
    for user in (TANAKA, MORI):
        assert world.somebody(user).phone
    assert world.somebody(HQ).sees(HQ_DESK)


async def test_managers_are_told(world: World) -> None:
    """They read which channel, and that nothing goes there; once a day, and when it is over."""
    with capture_logs() as log:
        await make_public(world)
    (said,) = warnings(world)
    assert f"<#{DESK}>" in said
    (given_up,) = [entry for entry in log if entry["log_level"] == "error"]
    assert DESK in given_up["reason"]
    await world.later(days=1)
    assert len(warnings(world)) == 2
    await make_private(world)
    assert warnings(world) == []


async def test_no_right_comes_from_it(world: World) -> None:
    """Whoever is in it can open no record, nor take a case, not even after joining."""
    await report_an_insulting_call(world)
    await make_public(world)
    world.slack.workspace.add_member(DESK, "U0EMMA")
    await world.settle()
    for user in (MORI, "U0EMMA"):
        await world.somebody(user).press("case.record")
        assert world.somebody(user).modal is None
        await world.somebody(user).press("case.take")
    assert (await world.only_case()).taken_by is None


async def test_private_again(world: World) -> None:
    """What could not be said there is said, and who is in it has the desk's rights again."""
    await make_public(world)
    await report_an_insulting_call(world)
    await make_private(world)
    assert any("K-2026-0001" in said for said in from_the_bot(world))
    await world.somebody(MORI).press("case.take")
    assert (await world.only_case()).taken_by == MORI


async def test_found_at_night(world: World) -> None:
    """Where Slack's word was missed, the nightly reading finds it, and the log says so."""
    world.slack.workspace.channels[DESK].is_private = False
    with capture_logs() as log:
        await world.later(days=1)
    given_up = [entry for entry in log if entry["event"] == "job given up until its next time"]
    assert [DESK in entry["reason"] for entry in given_up] == [True]
    assert len(warnings(world)) == 1
    await report_an_insulting_call(world)
    assert from_the_bot(world) == []


async def test_other_channels_may_be_public(world: World) -> None:
    """A team's channel is everybody's as it was; nobody is told of it."""
    world.slack.workspace.convert("C0TEAMSHINJUKU", SATO, private=True)
    world.slack.workspace.convert("C0TEAMSHINJUKU", SATO, private=False)
    await world.settle()
    assert warnings(world) == []


async def test_hq_in_public(world: World) -> None:
    """HQ itself: what is kept from a branch reaches those on call and the managers, not all."""
    await make_public(world, HQ_DESK)
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.press("triage.actor.tenant")
    await sato.press("triage.scene.phone")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.wishes.keep_from_branch")
    assert not any("K-2026" in said for said in world.somebody(HQ).sees(HQ_DESK))
    assert len(warnings(world)) == 1
    assert world.somebody(MANAGER).reads("K-2026-0001")


async def test_invited_again(world: World) -> None:
    """Where the bot was taken out of a desk and invited again, its people have their rights."""
    await report_an_insulting_call(world)
    world.slack.workspace.remove_member(DESK, BOT)
    await world.settle()
    world.slack.workspace.add_member(DESK, BOT)
    await world.settle()
    await world.somebody(MORI).press("case.take")
    assert (await world.only_case()).taken_by == MORI
