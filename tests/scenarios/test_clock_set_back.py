"""The clock is set back in the middle of a story: what was to come in minutes comes in minutes."""

from datetime import timedelta

import pytest

from bot.work_loop import LOOK_AGAIN
from tests.scenarios.test_shared_account import NAME, in_danger, private, receipt, report
from tests.scenarios.world import DESK, HQ_DESK, SATO, SHOP, World, action_ids

pytestmark = pytest.mark.usefixtures("either_database")

BACK = timedelta(hours=-3)


async def set_back(world: World) -> None:
    """Set the clock back, and let the bot go on for a few seconds."""
    world.clock.set_by(BACK)
    await world.later(seconds=LOOK_AGAIN.total_seconds())


async def test_page_goes_wider(world: World) -> None:
    """Nobody comes: the alarm goes wider within two minutes, and who is in danger reads so."""
    sato, hq = world.somebody(SATO), world.slack.person("U0HQONE")
    await sato.command("report")
    await sato.press("triage.danger.now")
    before = len(hq.sees(HQ_DESK))
    await set_back(world)
    assert len(hq.sees(HQ_DESK)) == before
    await world.later(minutes=2)
    assert len(hq.sees(HQ_DESK)) == before + 1
    assert sato.reads("まだ誰も応答していません")


async def test_page_goes_wider_after_a_start(world: World) -> None:
    """So it does when the clock was set back while the bot did not run."""
    sato, hq = world.somebody(SATO), world.slack.person("U0HQONE")
    await sato.command("report")
    await sato.press("triage.danger.now")
    before = len(hq.sees(HQ_DESK))
    world.clock.set_by(BACK)
    await world.restart()
    await world.later(minutes=2)
    assert len(hq.sees(HQ_DESK)) == before + 1


async def test_nudge(world: World) -> None:
    """A report left lying is asked about after an hour, not after four."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await set_back(world)
    await world.later(minutes=59)
    assert "report.resume" not in action_ids(sato.messages(sato.dm)[-1])
    await world.later(minutes=1)
    assert "report.resume" in action_ids(sato.messages(sato.dm)[-1])


async def test_refused_for_now(world: World) -> None:
    """What Slack took nothing of is tried again within minutes."""
    world.slack.faults.refuse("chat.postMessage", "internal_error", times=12)
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.now")
    await set_back(world)
    for _ in range(4):
        await world.later(minutes=5)
    assert world.slack.person("U0MORI").sees(DESK)


async def test_shared_receipt(world: World) -> None:
    """At a shop account the receipt goes, and the next person is not taken for the last one."""
    shop = await report(world)
    assert private(shop)
    await set_back(world)
    await world.later(minutes=28)
    assert not private(shop)
    await shop.command("report")
    await shop.press("triage.danger.now")
    assert NAME not in receipt(shop)


async def test_shared_receipt_in_danger(world: World) -> None:
    """Whoever pressed at a shop account reads that nobody has come yet."""
    await in_danger(world)
    await set_back(world)
    await world.later(minutes=2)
    assert "まだ誰も" in receipt(world.somebody(SHOP))
