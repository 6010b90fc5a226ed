"""A desk whose channel everybody can read: nothing goes there, and those who can mend it know."""

from structlog.testing import capture_logs

from bot.sandbox.company import BOT
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_promises import report_a_quarrel
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    World,
    readable,
)

PUBLIC = "誰でも読めるチャンネルになっています"


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


async def test_nothing_goes_to_a_public_desk_until_it_is_private_again(world: World) -> None:
    """HQ has the report, the managers read why, once a day; then the desk reads what it missed."""
    with capture_logs() as log:
        await make_public(world)
    (said,) = warnings(world)
    assert f"<#{DESK}>" in said
    (given_up,) = [entry for entry in log if entry["log_level"] == "error"]
    assert DESK in given_up["reason"]
    await report_a_quarrel(world)
    assert from_the_bot(world) == []
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert world.somebody(SATO).reads("本社")
    await world.later(days=1)
    assert len(warnings(world)) == 2
    await make_private(world)
    assert warnings(world) == []
    assert any("K-2026-0001" in said for said in from_the_bot(world))
    await world.somebody(MORI).press("case.take")
    assert (await world.only_case()).taken_by == MORI


async def test_no_right_comes_from_a_channel_that_everybody_can_enter(world: World) -> None:
    """Nobody opens a record or takes a case there; with the bot back in private they do again."""
    await report_a_quarrel(world)
    await make_public(world)
    world.slack.workspace.add_member(DESK, EMMA)
    await world.settle()
    for user in (MORI, EMMA):
        await world.somebody(user).press("case.record")
        assert world.somebody(user).modal is None
        await world.somebody(user).press("case.take")
    assert (await world.only_case()).taken_by is None
    world.slack.workspace.remove_member(DESK, BOT)
    await make_private(world)
    world.slack.workspace.add_member(DESK, BOT)
    await world.settle()
    await world.somebody(MORI).press("case.take")
    assert (await world.only_case()).taken_by == MORI


async def test_found_at_night(world: World) -> None:
    """Where Slack's word was missed, the nightly reading finds it; other channels may be public."""
    world.slack.workspace.convert(TEAM, SATO, private=True)
    world.slack.workspace.convert(TEAM, SATO, private=False)
    await world.settle()
    assert warnings(world) == []
    world.slack.workspace.channels[DESK].is_private = False
    with capture_logs() as log:
        await world.later(days=1)
    given_up = [entry for entry in log if entry["event"] == "job given up until its next time"]
    assert [DESK in entry["reason"] for entry in given_up] == [True]
    assert len(warnings(world)) == 1
    await in_danger(world)
    assert from_the_bot(world) == []
    for user in (TANAKA, MORI):
        assert world.somebody(user).phone, "danger does not wait"
    assert world.somebody(HQ).sees(HQ_DESK)


async def test_hq_in_public(world: World) -> None:
    """HQ itself: what is kept from a branch reaches those on call and the managers, not all."""
    await make_public(world, HQ_DESK)
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.wishes.keep_from_branch")
    assert not any("K-2026" in said for said in world.somebody(HQ).sees(HQ_DESK))
    assert len(warnings(world)) == 1
    assert world.somebody(MANAGER).reads("K-2026-0001")
