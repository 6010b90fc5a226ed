"""Whoever had a report, or was to come, is taken out of the desk: the others hear so."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_promises import report_a_quarrel
from tests.scenarios.world import DESK, KATO, MORI, SATO, TANAKA, World, action_ids, readable

FREE = "この受付を受け持つ方が、いまいません"


async def mori_leaves(world: World) -> None:
    """She is taken out of the desk's channel."""
    world.slack.workspace.remove_member(DESK, MORI)
    await world.settle()


async def test_the_desk_is_called_to_a_report_that_is_free_again(world: World) -> None:
    """The others' phones ring, one press takes it, the reporter reads who; so at the next start."""
    await report_a_quarrel(world)
    await world.somebody(MORI).press("case.take")
    sato, tanaka = world.somebody(SATO), world.somebody(TANAKA)
    rung = len(tanaka.phone)
    await mori_leaves(world)
    assert len(tanaka.phone) == rung + 1
    card, called = tanaka.messages(DESK)
    assert "case.take" in action_ids(card)
    assert FREE in readable(called)
    assert sato.reads("受け持つ方が替わります")
    assert not sato.reads("に移りました")
    await tanaka.press("case.take", on=called)
    assert sato.reads(f"<@{TANAKA}>* が受け持ちました")
    assert not tanaka.reads(FREE, DESK)
    await world.bot.stop()
    members = world.slack.workspace.channels[DESK].members
    members[members.index(TANAKA)] = KATO
    await world.restart()
    assert (await world.only_case()).taken_by is None, "missed while nothing ran"
    assert world.somebody(KATO).reads(FREE, DESK)


async def test_danger_calls_everybody_anew(world: World) -> None:
    """The reporter counted on her: their phone rings, and the others' do."""
    await in_danger(world)
    sato, tanaka = world.somebody(SATO), world.somebody(TANAKA)
    await world.somebody(MORI).press("case.take")
    await world.later(minutes=5)
    rung, called = len(sato.phone), len(tanaka.phone)
    await mori_leaves(world)
    assert len(sato.phone) == rung, "still on call: she may come all the same"
    world.slack.workspace.change_user(MORI, deleted=True)
    await world.settle()
    assert len(tanaka.phone) > called
    assert len(sato.phone) > rung
    assert sato.reads("応答した方が来られなくなりました")
    assert not sato.reads(f"<@{MORI}> が応答しました")
    await tanaka.press("case.take")
    assert sato.reads(f"<@{TANAKA}> が応答しました")
