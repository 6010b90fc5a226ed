"""Whoever must act is called by name: a channel's message rings no phone by itself."""

import pytest

from tests.scenarios.test_relief import ask_for_relief
from tests.scenarios.world import (
    DESK,
    HQ,
    HR,
    KATO,
    MORI,
    SATO,
    SHOP,
    TANAKA,
    World,
)

CALLED = ["交代の依頼があります"]


def rung_at_the_desk(world: World, user: str) -> list[str]:
    """What the desk's channel put on somebody's lock screen."""
    return [n.text for n in world.slack.person(user).notifications if n.channel == DESK]


async def up_to_the_acts(world: World) -> None:
    """Begin a report up to the question of what happened."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)


async def test_a_request_to_take_over_rings_those_on_call(world: World) -> None:
    """Quiet means without a siren; the two on call are rung, nobody else of the desk is."""
    await ask_for_relief(world)
    for user in (TANAKA, MORI):
        assert world.somebody(user).phone == CALLED, user
    assert world.somebody("U0GRACE").phone == []


async def test_after_two_minutes_the_request_rings_hq(world: World) -> None:
    """It goes wider to people, not only to a channel."""
    await ask_for_relief(world)
    await world.later(minutes=2)
    assert world.somebody(HQ).phone == CALLED


async def test_somebody_on_call_who_is_in_no_desk_channel_is_not_called_in_vain(
    world: World,
) -> None:
    """A name that is not in the channel rings nobody: then the whole desk is called."""
    for user in (TANAKA, MORI):
        world.slack.workspace.remove_member(DESK, user)
    world.slack.workspace.add_member(DESK, KATO)
    await world.settle()
    await ask_for_relief(world)
    for user in (KATO, "U0GRACE"):
        assert world.somebody(user).phone == CALLED, user


async def test_what_a_colleague_did_rings_the_contact(world: World) -> None:
    """The employee waits to hear from them."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.colleague", "triage.pass_on.contact"):
        await sato.press(action)
    assert world.somebody(HR).phone == ["相談したい方がいます"]


async def test_from_a_shared_form_it_rings_the_contact_as_well(world: World) -> None:
    """Nobody is there to be asked again."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    await shop.press("report.form")
    await shop.submit({"name": "共田 花子", "danger": "none", "actor": "colleague"})
    assert world.somebody(HR).phone == ["相談したい方がいます"]


@pytest.mark.parametrize("acts", [(), ("strong_tone",)])
async def test_every_report_rings_those_on_call(world: World, acts: tuple[str, ...]) -> None:
    """Also one of which nothing is known yet, and an ordinary complaint: somebody has to look."""
    await up_to_the_acts(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    if acts:
        await sato.tick("triage.acts", *acts)
    await sato.press("triage.acts.done")
    assert mori.phone == ["新しい受付があります"]


async def test_a_quarrel_between_tenants_rings_those_on_call_once(world: World) -> None:
    """Ordinary work of the desk, which has to be done by somebody."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.tell.desk")
    assert mori.phone == ["新しい受付があります"]


async def test_how_grave_is_not_said_of_what_is_not_known(world: World) -> None:
    """Nothing ticked: the card says that it is not known yet, and not that it is ordinary."""
    await up_to_the_acts(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.acts.done")
    assert mori.reads("重さ：まだ分からない", DESK)
    await sato.press("triage.back.acts")
    await sato.tick("triage.acts", "strong_tone")
    await sato.press("triage.acts.done")
    assert mori.reads("重さ：軽い", DESK)


async def test_somebody_of_the_desk_who_reports_is_not_rung_by_their_own_card(
    world: World,
) -> None:
    """The others of the desk are."""
    mori = world.somebody(MORI)
    await mori.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await mori.press(action)
    await mori.tick("triage.acts", "insult")
    await mori.press("triage.acts.done")
    assert mori.reads("報告：森 ゆかり", DESK)
    assert world.somebody(TANAKA).phone == ["新しい受付があります"]
    await mori.press("triage.relief")
    assert mori.reads("森 ゆかり さんから、交代の依頼です", DESK)
    assert not rung_at_the_desk(world, MORI)


async def test_danger_to_somebody_of_the_desk_rings_the_others(world: World) -> None:
    """Neither the card nor the page after it calls the one who needs help."""
    mori, tanaka = world.somebody(MORI), world.somebody(TANAKA)
    await mori.command("report")
    await mori.press("triage.danger.now")
    await mori.press("triage.mistake")
    await mori.press("triage.danger.now")
    assert not rung_at_the_desk(world, MORI)
    assert tanaka.phone.count("至急：今すぐ開いてください") == 2
    assert mori.reads("報告：森 ゆかり", DESK)
