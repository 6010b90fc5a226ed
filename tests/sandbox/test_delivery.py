"""How Slack reaches the app over HTTP: signature, three seconds, repetitions, payloads."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.clock import MovableClock
from bot.sandbox.log import Outcome
from bot.sandbox.server import SlackServer
from tests.sandbox.endpoint import Endpoint

TEAM = "C0TEAMSHINJUKU"


async def test_signed(slack: SlackServer, endpoint: Endpoint) -> None:
    """Every delivery carries a signature that Slack's SDK holds valid, and no other body's."""
    await slack.person("U0SATO").command(TEAM, "/kasuhara", "report")
    headers, body = endpoint.came[0]
    verifier = SignatureVerifier(slack.signing_secret)
    assert verifier.is_valid_request(body, headers)
    assert not verifier.is_valid_request(body + " ", headers)


async def test_challenge(slack: SlackServer, endpoint: Endpoint) -> None:
    """A request URL is good when it gives the challenge back."""
    assert not await slack.verify_url()
    endpoint.content = {"challenge": "c" * 40}
    assert await slack.verify_url()


async def test_no_answer_within_three_seconds(
    slack: SlackServer, endpoint: Endpoint, clock: MovableClock
) -> None:
    """A command without an acknowledgement for three seconds tells the person so."""
    endpoint.hold = asyncio.Event()
    sato = slack.person("U0SATO")
    command = asyncio.ensure_future(sato.command(TEAM, "/kasuhara", "report"))
    await slack.until(lambda: slack.log.deliveries)
    clock.move(timedelta(seconds=2.9))
    assert not command.done()
    clock.move(timedelta(seconds=0.1))
    await command
    endpoint.hold.set()
    assert sato.errors == ["/kasuhara failed with the error 'operation_timeout'"]
    assert slack.log.deliveries[0].outcome is Outcome.LATE


async def test_no_answer_while_the_clock_stands(slack: SlackServer, endpoint: Endpoint) -> None:
    """An app that never answers keeps nobody waiting for ever, and is a violation."""
    endpoint.hold = asyncio.Event()
    slack.courier.patience = 0.05
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara", "report")
    endpoint.hold.set()
    assert sato.errors == ["/kasuhara failed with the error 'operation_timeout'"]
    assert [v.what for v in slack.violations] == ["no acknowledgement while the clock stood still"]


async def test_answer_other_than_success(slack: SlackServer, endpoint: Endpoint) -> None:
    """A command answered with an error tells the person so, and is not delivered again."""
    endpoint.status = 500
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara", "report")
    assert sato.errors == ["/kasuhara failed with the error 'dispatch_failed'"]
    assert len(endpoint.came) == 1


async def test_event_repeated(slack: SlackServer, endpoint: Endpoint, clock: MovableClock) -> None:
    """An event without a 2xx comes again at once, after a minute and after five, then no more."""
    endpoint.status = 503
    await slack.person("U0SATO").say(TEAM, "こんにちは")
    assert len(endpoint.came) == 2
    for minutes, times in [(1, 3), (4, 4)]:
        clock.move(timedelta(minutes=minutes))
        await endpoint.came_times(times)
    await slack.settle()
    clock.move(timedelta(hours=1))
    await slack.settle()
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in endpoint.came]
    reasons = {headers.get("X-Slack-Retry-Reason") for headers, _ in endpoint.came[1:]}
    assert numbers == [None, "1", "2", "3"]
    assert reasons == {"http_error"}
    assert len({body for _, body in endpoint.came}) == 1


async def test_event_repeated_until_taken(
    slack: SlackServer, endpoint: Endpoint, clock: MovableClock
) -> None:
    """An event that was late comes again with that reason, and no more once it is taken."""
    endpoint.hold = asyncio.Event()
    said = asyncio.ensure_future(slack.person("U0SATO").say(TEAM, "こんにちは"))
    await endpoint.came_times(1)
    hold, endpoint.hold = endpoint.hold, None
    clock.move(timedelta(seconds=3))
    await said
    hold.set()
    clock.move(timedelta(hours=1))
    await slack.settle()
    reasons = [headers.get("X-Slack-Retry-Reason") for headers, _ in endpoint.came]
    assert reasons == [None, "http_timeout"]


async def test_no_repetition_on_request(slack: SlackServer, endpoint: Endpoint) -> None:
    """An event refused with `X-Slack-No-Retry` does not come again."""
    endpoint.status, endpoint.headers = 500, {"X-Slack-No-Retry": "1"}
    await slack.person("U0SATO").say(TEAM, "こんにちは")
    await slack.settle()
    assert len(endpoint.came) == 1


async def test_nobody_listens(slack: SlackServer) -> None:
    """With nothing at the request URL a command fails, and says so."""
    slack.deliver_to("http://127.0.0.1:9/slack/events")
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara")
    assert sato.errors == ["/kasuhara failed with the error 'dispatch_failed'"]


async def test_delivered_twice(slack: SlackServer, endpoint: Endpoint) -> None:
    """A planned duplicate brings the same body twice; so does repeating one by hand."""
    slack.faults.repeat_deliveries("/kasuhara")
    await slack.person("U0SATO").command(TEAM, "/kasuhara", "report")
    assert len(endpoint.came) == 2
    await slack.repeat(slack.log.deliveries[0])
    assert len({body for _, body in endpoint.came}) == 1
    slack.faults.repeat_deliveries("message")
    await slack.person("U0SATO").say(TEAM, "こんにちは")
    await endpoint.came_times(5)
    assert endpoint.came[3][1] == endpoint.came[4][1]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("短い返事", ["短い返事"]),
        ('{"text": "返事"}', ['{"text": "返事"}']),
        ({"text": "返事"}, ["返事"]),
        ({"text": "返事", "response_type": "in_channel"}, ["返事"]),
        (None, []),
    ],
)
async def test_answer_in_the_acknowledgement(
    slack: SlackServer, endpoint: Endpoint, content: Any, shown: list[str]
) -> None:
    """What a command's acknowledgement says is shown, privately unless it says otherwise."""
    endpoint.content = content
    sato, emma = slack.person("U0SATO"), slack.person("U0EMMA")
    await sato.command(TEAM, "/kasuhara", "report")
    assert [message.text for message in sato.sees(TEAM)] == shown
    is_public = isinstance(content, dict) and "response_type" in content
    assert len(emma.sees(TEAM)) == is_public
    assert sato.notifications == []


@pytest.mark.parametrize(
    "content",
    [
        {"text": ""},
        {"blocks": [{"type": "divider"}]},
        {"text": "x", "blocks": [{"type": "video"}]},
        {"text": "x", "response_type": "loud"},
        {"text": "x", "colour": "red"},
    ],
)
async def test_malformed_acknowledgement(
    slack: SlackServer, endpoint: Endpoint, content: Any
) -> None:
    """A command's acknowledgement that breaks a rule is shown as an error, and is a violation."""
    endpoint.content = content
    sato = slack.person("U0SATO")
    await sato.command(TEAM, "/kasuhara", "report")
    assert sato.errors == ["/kasuhara failed with the error 'invalid_command_response'"]
    assert sato.sees(TEAM) == []
    assert len(slack.violations) == 1


async def test_click_acknowledged_with_content(slack: SlackServer, endpoint: Endpoint) -> None:
    """An acknowledgement with content where nobody reads it is a violation."""
    endpoint.content = {"text": "x"}
    await slack.person("U0SATO").shortcut("report")
    assert [v.what for v in slack.violations] == ["the acknowledgement of shortcut must be empty"]
