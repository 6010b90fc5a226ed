"""A file is had from Slack's own server, whole, or not at all."""

import asyncio

import aiohttp
import pytest
from yarl import URL

from bot.slack_calls import HeldBackError, TemporaryError
from bot.slack_clients import showing_client
from bot.slack_files import NotToBeHadError, SlackFiles
from flows.evidence import Why
from tests.bot.file_server import (
    TOKEN,
    FileServer,
    Give,
    drip,
    elsewhere,
    file_server,
    page,
    slack_files,
    stall,
)


async def had(server: FileServer, **seconds: float) -> bytes:
    """Return the bytes that come."""
    async with slack_files(server, **seconds) as files:
        told = await files.describe("F1")
        async with files.opened(told.address, 4) as pieces:
            return b"".join([piece async for piece in pieces])


async def failure(server: FileServer, **seconds: float) -> str:
    """Return why nothing came for now."""
    with pytest.raises(TemporaryError) as failed:
        await had(server, **seconds)
    return failed.value.code


async def test_the_token_goes_to_slack_alone() -> None:
    """Wherever else Slack says that a file is, nobody is asked for it, and nothing is followed."""
    async with file_server() as slack, file_server() as other:
        port = slack.address.rpartition(":")[2]
        for address in (
            f"{other.address}/f",
            f"http://127.0.0.1:{port}@{other.address.removeprefix('http://')}/f",
            f"https://127.0.0.1:{port}/f",
            f"http://evil.127.0.0.1:{port}/f",
            "file:///etc/hostname",
            "//files.slack.example/f",
        ):
            slack.told = {"url_private_download": address}
            with pytest.raises(NotToBeHadError) as no:
                await had(slack)
            assert no.value.why is Why.ELSEWHERE
        slack.told = {"url_private_download": f"{slack.address}/f"}
        slack.give = elsewhere(f"{other.address}/f")
        assert await failure(slack) == "302"
        assert slack.asked == [f"Bearer {TOKEN}"]
        assert other.asked == []


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://files.slack.com/files-pri/T-F/download/a", True),
        ("https://slack.com/files-pri/T-F/download/a", True),
        ("https://slack.com.evil.example/a", False),
        ("https://evilslack.com/a", False),
        ("https://files.slack.com:8443/a", False),
        ("http://files.slack.com/a", False),
        ("https://files.slack.com@evil.example/a", False),
    ],
)
async def test_slacks_servers(address: str, asked: bool) -> None:
    """Slack's files are on servers below the name of its Web API's, and on no others."""
    async with aiohttp.ClientSession() as session:
        client = showing_client(session, "https://slack.com/api/", TOKEN)
        assert SlackFiles(client, session, TOKEN)._is_slacks(URL(address)) is asked


@pytest.mark.parametrize(("attached", "came"), [(False, None), (True, b"<html></html>")])
async def test_the_page_for_signing_in(attached: bool, came: bytes | None) -> None:
    """It is no file, though it comes with a 200; a page that somebody uploaded is one."""
    async with file_server() as slack:
        slack.give = page(attached=attached)
        if came is None:
            assert await failure(slack) == "signed_out"
        else:
            assert await had(slack) == came


@pytest.mark.parametrize("give", [stall, drip])
async def test_a_slow_download_has_an_end(give: Give) -> None:
    """Silence is given up soon, and a trickle in the end; both are tried again later."""
    async with file_server() as slack:
        slack.give = give
        async with asyncio.timeout(10):
            assert await failure(slack, quiet_seconds=0.2, longest_seconds=0.6) == "timeout"


@pytest.mark.parametrize(
    "told",
    [{"name": 5}, {"url_private_download": "http://[broken"}, {"name": "not ready"}],
)
async def test_an_answer_that_makes_no_sense(told: dict[str, object]) -> None:
    """Where Slack's answer cannot be read or says nothing yet, it is asked again later."""
    async with file_server() as slack:
        slack.told = told
        assert await failure(slack) in {"unreadable", "not_ready"}
        assert slack.asked == []


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"mode": "tombstone"}, Why.DELETED),
        ({"mode": "external", "url_private": "https://drive.example"}, Why.ELSEWHERE),
        ({"is_external": True}, Why.ELSEWHERE),
    ],
)
async def test_what_slack_does_not_have(told: dict[str, object], why: Why) -> None:
    """A sign of what was deleted, and a link, are no files."""
    async with file_server() as slack:
        slack.told = told
        with pytest.raises(NotToBeHadError) as no:
            await had(slack)
        assert no.value.why is why


async def test_held_back() -> None:
    """A download that comes too fast waits as long as Slack says."""
    async with file_server() as slack:

        async def too_fast(_: object) -> "aiohttp.web.StreamResponse":
            return aiohttp.web.Response(status=429, headers={"Retry-After": "7"})

        slack.give = too_fast
        with pytest.raises(HeldBackError) as held:
            await had(slack)
        assert held.value.seconds == 7
