"""Slack fails for hours: what must arrive is kept until it does, and then arrives once."""

from sqlalchemy import update

from bot.delivery import MOST_ATTEMPTS as MOST_SENDINGS
from bot.worker import MOST_ATTEMPTS as MOST_WORKINGS
from storage.work_tables import messages
from tests.scenarios.world import DESK, EMMA, KATO, MANAGER, MORI, SATO, TANAKA, World, readable

SHOWING = ("chat.postMessage", "chat.update", "conversations.open", "response_url")
FOREVER = 1_000_000


def fail(world: World) -> None:
    """Have Slack answer 500 to everything that shows something."""
    for method in SHOWING:
        world.slack.faults.server_error(method, times=FOREVER)


async def hours_pass(world: World) -> None:
    """Let what is to be said have failed more often than what need not arrive is tried."""
    await world.later(minutes=6)
    async with world.bot.database.connections.writing() as connection:
        await connection.execute(update(messages).values(attempts=MOST_SENDINGS + 1))
    for _ in range(2):
        await world.later(hours=1, minutes=30)


async def deliveries_fail(world: World) -> None:
    """Let what was accepted be tried more often than what fails by our own fault."""
    for _ in range(MOST_WORKINGS + 2):
        await world.later(minutes=6)


async def slack_is_back(world: World) -> None:
    """Let Slack take everything again, and what is due be tried."""
    world.slack.faults.clear()
    await world.later(minutes=6)


async def test_a_card_and_a_page_outlast_an_outage(world: World) -> None:
    """The desk learns of a report, and whoever was to be paged is, as long as nobody has come."""
    sato, mori, emma = world.somebody(SATO), world.somebody(MORI), world.somebody(EMMA)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await emma.command("report")
    fail(world)
    await sato.press("triage.acts.done")
    await emma.press("triage.danger.now")
    await hours_pass(world)
    assert mori.messages(DESK) == []
    paged = [world.somebody(user) for user in (TANAKA, MORI, MANAGER)]
    assert [person.phone for person in paged] == [[], [], []]
    await slack_is_back(world)
    for person in paged:
        assert "至急：今すぐ開いてください" in person.phone, person.id
    assert world.somebody(KATO).phone == []
    assert sato.reads("新宿店の受付")
    cards = [message for message in mori.messages(DESK) if not message.is_reply]
    assert len(cards) == 2
    for number, reporter, said in (
        ("K-2026-0001", sato, f"<@{MORI}>"),
        ("K-2026-0002", emma, f"<@{MORI}> has answered"),
    ):
        (card,) = (card for card in cards if number in readable(card))
        await mori.press("case.take", on=card)
        assert reporter.reads(said), number


async def test_answers_are_kept_while_slack_is_away(world: World) -> None:
    """Not even asked whose token it is, or told that it is none: nothing accepted is given up."""
    sato, emma = world.somebody(SATO), world.somebody(EMMA)
    await world.later(hours=2)
    fail(world)
    world.slack.faults.server_error("auth.test", times=FOREVER)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await deliveries_fail(world)
    assert (await world.bot.inbox.waiting(world.clock.now())).dead == 0
    await slack_is_back(world)
    assert sato.offered("triage.actor.tenant")
    await world.later(hours=2)
    world.slack.faults.refuse("auth.test", "invalid_auth", times=FOREVER)
    await emma.command("report")
    await deliveries_fail(world)
    assert not emma.heads()
    assert (await world.bot.inbox.waiting(world.clock.now())).dead == 0
    await slack_is_back(world)
    assert emma.heads()
