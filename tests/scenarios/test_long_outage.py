"""Slack fails for hours: what must arrive is kept until it does, and then arrives once."""

from tests.scenarios.world import DESK, EMMA, MANAGER, MORI, SATO, TANAKA, World

SHOWING = ("chat.postMessage", "chat.update", "conversations.open", "response_url")
FOREVER = 1_000_000


def fail(world: World) -> None:
    """Have Slack answer 500 to everything that shows something."""
    for method in SHOWING:
        world.slack.faults.server_error(method, times=FOREVER)


async def hours_pass(world: World) -> None:
    """Three hours and more, in steps that let every retry come due: over thirty of them."""
    for _ in range(32):
        await world.later(minutes=6)


async def test_a_card_outlasts_an_outage(world: World) -> None:
    """The desk learns of a report made before the outage ended, and so does the reporter."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    fail(world)
    await sato.press("triage.acts.done")
    await hours_pass(world)
    assert mori.messages(DESK) == []
    world.slack.faults.clear()
    await world.later(minutes=6)
    cards = [m for m in mori.messages(DESK) if not m.is_reply]
    assert len(cards) == 1
    assert mori.reads("K-2026-0001", DESK)
    assert sato.reads("新宿店の受付")
    await mori.press("case.take")
    assert sato.reads(f"<@{MORI}>")


async def test_a_page_outlasts_an_outage(world: World) -> None:
    """Whoever was to be paged is paged when Slack is back, as long as nobody has come."""
    sato = world.somebody(SATO)
    await sato.command("report")
    fail(world)
    await sato.press("triage.danger.now")
    await hours_pass(world)
    paged = [world.somebody(user) for user in (TANAKA, MORI, MANAGER)]
    assert [person.phone for person in paged] == [[], [], []]
    world.slack.faults.clear()
    await world.later(minutes=6)
    for person in paged:
        assert any("至急" in text for text in person.phone), person.id
    assert len([m for m in paged[0].messages(DESK) if not m.is_reply]) == 1
    assert world.somebody(EMMA).phone == []
    assert sato.heads()
    await paged[0].press("case.take")
    assert sato.reads(f"<@{TANAKA}>")


async def test_answers_are_kept_while_slack_is_away(world: World) -> None:
    """Not even asked whose token it is: what was accepted is worked off, and shown afterwards."""
    sato = world.somebody(SATO)
    await world.later(hours=2)
    fail(world)
    world.slack.faults.server_error("auth.test", times=FOREVER)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await hours_pass(world)
    assert (await world.bot.inbox.waiting(world.clock.now())).dead == 0
    world.slack.faults.clear()
    await world.later(minutes=6)
    assert sato.offered("triage.actor.tenant")


async def test_a_token_that_was_revoked_costs_no_delivery(world: World) -> None:
    """What was accepted waits until the token is good again, however long that takes."""
    sato = world.somebody(SATO)
    await world.later(hours=2)
    world.slack.faults.refuse("auth.test", "invalid_auth", times=FOREVER)
    await sato.command("report")
    await hours_pass(world)
    assert (await world.bot.inbox.waiting(world.clock.now())).dead == 0
    world.slack.faults.clear()
    await world.later(minutes=6)
    assert sato.heads()
