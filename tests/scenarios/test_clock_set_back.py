"""The clock is set back in the middle of a story: what was to come in minutes comes in minutes.

That what Slack refused for now is tried again in time is in `tests/storage/test_outbox.py`.
"""

from datetime import timedelta

import pytest

from bot.work_loop import LOOK_AGAIN
from tests.scenarios.test_shared_account import NAME, in_danger, private, receipt, report
from tests.scenarios.world import HQ, HQ_DESK, SATO, World, action_ids

pytestmark = pytest.mark.usefixtures("either_database")

BACK = timedelta(hours=-3)


async def set_back(world: World) -> None:
    """Set the clock back, and let the bot go on for a few seconds."""
    world.clock.set_by(BACK)
    await world.later(seconds=LOOK_AGAIN.total_seconds())


async def test_danger(world: World) -> None:
    """Nobody comes: within two minutes it goes wider, and both who are in danger read so."""
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await sato.command("report")
    await sato.press("triage.danger.now")
    shop = await in_danger(world)
    assert not hq.sees(HQ_DESK)
    await set_back(world)
    assert not hq.sees(HQ_DESK)
    await world.later(minutes=2)
    assert len(hq.sees(HQ_DESK)) == 2
    assert sato.reads("まだ誰も応答していません")
    assert "まだ誰も" in receipt(shop)


async def test_danger_after_a_start(world: World) -> None:
    """So it does when the clock was set back while the bot did not run."""
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await sato.command("report")
    await sato.press("triage.danger.now")
    world.clock.set_by(BACK)
    await world.restart()
    assert not hq.sees(HQ_DESK)
    await world.later(minutes=2)
    assert len(hq.sees(HQ_DESK)) == 1


async def test_patience(world: World) -> None:
    """A shop account's receipt goes in half an hour; a report left lying is asked about in one."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    shop = await report(world)
    assert private(shop)
    await set_back(world)
    await world.later(minutes=28)
    assert not private(shop)
    await shop.command("report")
    await shop.press("triage.danger.now")
    assert NAME not in receipt(shop), "the next person is not taken for the last one"
    await world.later(minutes=31)
    assert "report.resume" not in action_ids(sato.messages(sato.dm)[-1])
    await world.later(minutes=1)
    assert "report.resume" in action_ids(sato.messages(sato.dm)[-1])
