"""Asking Slack who somebody is."""

import asyncio
from datetime import timedelta
from functools import partial

from bot.directory_reader import AT_ONCE, SlackDirectory
from bot.sandbox.faults import Fault
from bot.sandbox.records import User
from bot.slack_clients import reading_client, shared_session
from flows.people import Standing
from tests.bot.running import WORKSPACE
from tests.workspace import local_slack, standing_clock

SECOND = timedelta(seconds=1)


def is_left(plan: Fault, times: int) -> bool:
    """Whether this is still to happen so many times."""
    return plan.left == times


async def test_many_people() -> None:
    """Several are asked about at a time, in order; one whom Slack does not know has left."""
    clock = standing_clock()
    users = [f"U0MANY{n:02d}" for n in range(2 * AT_ONCE + 1)]
    async with local_slack(clock) as slack, shared_session(10) as session:
        for user in users[1:]:
            slack.workspace.add_user(User(user, user.lower(), f"見本 {user}"))
        slack.faults.slow("users.info", by=SECOND, times=len(users))
        (plan,) = slack.faults.planned
        directory = SlackDirectory(
            reading_client(session, slack.api_url, slack.bot_token), WORKSPACE
        )
        asking = asyncio.create_task(directory.people(users))
        for left in (AT_ONCE + 1, 1, 0):
            await slack.until(partial(is_left, plan, left))
            clock.move(SECOND)
        people = await asking
    assert [person.user for person in people] == users
    assert [p.standing for p in people].count(Standing.DEACTIVATED) == 1
    assert people[0].standing is Standing.DEACTIVATED
