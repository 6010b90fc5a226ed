"""Whoever must act is called by name: a channel's message rings no phone by itself."""

from tests.scenarios.test_relief import ask_for_relief
from tests.scenarios.world import DESK, HQ, HR, KATO, MORI, SATO, SHOP, TANAKA, World

CALLED = ["交代の依頼があります"]


def rung_at_the_desk(world: World, user: str) -> list[str]:
    """What the desk's channel put on somebody's lock screen."""
    return [n.text for n in world.slack.person(user).notifications if n.channel == DESK]


async def test_a_request_to_take_over_rings_those_on_call_then_hq(world: World) -> None:
    """Without a siren, and nobody else of the desk; one press tells who goes; no case is made."""
    await ask_for_relief(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    for user in (TANAKA, MORI):
        assert world.somebody(user).phone == CALLED, user
    assert world.somebody("U0GRACE").phone == []
    assert mori.reads(f"<@{SATO}>", DESK)
    await world.later(minutes=2)
    assert world.somebody(HQ).phone == CALLED
    await mori.press("relief.take")
    assert sato.reads(f"<@{MORI}>")
    await world.later(hours=2)
    assert not sato.offered("report.resume")
    assert await world.cases() == []


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
    """The employee waits to hear from them; from a shared form nobody could be asked again."""
    sato, shop, hr = (world.somebody(user) for user in (SATO, SHOP, HR))
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.colleague", "triage.pass_on.contact"):
        await sato.press(action)
    assert sato.reads("人事部 内線 123")
    assert hr.phone == ["相談したい方がいます"]
    await shop.command("report")
    await shop.press("report.form")
    await shop.submit({"name": "共田 花子", "danger": "none", "actor": "colleague"})
    assert hr.phone == ["相談したい方がいます"] * 2
    assert not world.somebody(MORI).messages(DESK)
    assert await world.cases() == []


async def test_a_report_of_which_nothing_is_known_rings_those_on_call(world: World) -> None:
    """Somebody has to look; that it is ordinary is not said before it is known, and rings not."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    for action in ("danger.none", "actor.tenant", "scene.phone", "acts.done"):
        await sato.press(f"triage.{action}")
    assert mori.phone == ["新しい受付があります"]
    assert mori.reads("重さ：まだ分からない", DESK)
    await sato.press("triage.back.acts")
    await sato.tick("triage.acts", "strong_tone")
    await sato.press("triage.acts.done")
    assert mori.reads("重さ：軽い", DESK)
    assert mori.phone == ["新しい受付があります"]


async def test_somebody_of_the_desk_who_reports_is_rung_by_nothing_of_their_own(
    world: World,
) -> None:
    """Not by the card, a request to take over, nor the page after the card: the others are."""
    mori, tanaka = world.somebody(MORI), world.somebody(TANAKA)
    await mori.command("report")
    for action in ("danger.none", "actor.tenant", "scene.phone", "acts.done", "relief"):
        await mori.press(f"triage.{action}")
    assert mori.reads("報告：森 ゆかり", DESK)
    assert mori.reads("森 ゆかり さんから、交代の依頼です", DESK)
    assert tanaka.phone == ["新しい受付があります", *CALLED]
    await mori.press("triage.back.danger")
    await mori.press("triage.danger.now")
    assert tanaka.phone.count("至急：今すぐ開いてください") == 1
    assert not rung_at_the_desk(world, MORI)
