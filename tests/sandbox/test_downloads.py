"""Files are given to the app's token alone, as Slack gives them."""

from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.people import CannotDoError
from bot.sandbox.records import File, Stored
from bot.sandbox.server import SlackServer
from tests.workspace import local_slack, manifest_with

CLIP = bytes(range(256)) * 1000


async def dropped(slack: SlackServer, content: bytes = CLIP) -> File:
    """Return a file that stands in a conversation with the bot."""
    sato = slack.person("U0SATO")
    file = sato.upload("通話 録音.m4a", "audio/mp4", content)
    await sato.say(sato.dm, "", files=[file])
    return file


async def download(
    slack: SlackServer, file: File, token: str | None = None, *, follow: bool = False
) -> tuple[int, str, bytes]:
    """Return status, content type and body of the answer."""
    headers = {"Authorization": f"Bearer {token or slack.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(file.url_download, headers=headers, allow_redirects=follow) as answer,
    ):
        return answer.status, answer.content_type, await answer.read()


async def refusal(client: AsyncWebClient, file: str) -> str:
    """Return the error with which `files.info` refuses."""
    with pytest.raises(SlackApiError) as refused:
        await client.files_info(file=file)
    return str(refused.value.response["error"])


async def test_download(slack: SlackServer, client: AsyncWebClient) -> None:
    """What `files.info` tells leads to the very bytes that were uploaded."""
    file = await dropped(slack)
    told = (await client.files_info(file=file.id))["file"]
    assert told["url_private_download"] == file.url_download
    assert (told["size"], told["mimetype"]) == (len(CLIP), "audio/mp4")
    assert await download(slack, file) == (200, "audio/mp4", CLIP)
    assert slack.violations == []


async def test_wrong_token(slack: SlackServer) -> None:
    """Anybody else is led to the page where people sign in, which answers 200."""
    file = await dropped(slack)
    assert (await download(slack, file, "xoxb-other"))[0] == 302
    status, kind, body = await download(slack, file, "xoxb-other", follow=True)
    assert (status, kind) == (200, "text/html")
    assert CLIP not in body
    assert slack.violations


async def test_missing_scope() -> None:
    """Without files:read the same page is the answer, and looks like success."""
    async with local_slack(manifest=manifest_with(scopes=["im:history"])) as slack:
        file = await dropped(slack)
        assert (await download(slack, file))[:2] == (200, "text/html")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        assert await refusal(client, file.id) == "missing_scope"


async def test_deleted(slack: SlackServer, client: AsyncWebClient) -> None:
    """Of a deleted file only a sign is left in its message; only its owner deletes it."""
    file = await dropped(slack)
    with pytest.raises(CannotDoError):
        slack.person("U0EMMA").delete_file(file)
    slack.person("U0SATO").delete_file(file)
    assert await refusal(client, file.id) == "file_deleted"
    assert (await download(slack, file))[0] == 404
    (message,) = [m for m in slack.workspace.messages.values() if m.files]
    assert slack.workspace.object_of(message)["files"] == [{"id": file.id, "mode": "tombstone"}]


async def test_not_shared_with_the_bot(slack: SlackServer, client: AsyncWebClient) -> None:
    """A file that stands in no conversation of the bot's is not there for it."""
    alone = slack.person("U0SATO").upload("a.png", "image/png", b"x")
    assert await refusal(client, alone.id) == "file_not_found"
    assert (await download(slack, alone))[0] == 404


async def test_other_places(slack: SlackServer, client: AsyncWebClient) -> None:
    """A file on its way, or on another company's server, has nothing to download."""
    file = await dropped(slack)
    for stored, has_link in ((Stored.ARRIVING, False), (Stored.EXTERNAL, True)):
        file.stored = stored
        told = (await client.files_info(file=file.id))["file"]
        assert "url_private_download" not in told
        assert ("url_private" in told) is has_link


async def test_faults(slack: SlackServer) -> None:
    """A download is held back, fails, or breaks off half-way when it is planned."""
    file = await dropped(slack)
    slack.faults.rate_limit("download")
    assert (await download(slack, file))[0] == 429
    slack.faults.server_error("download")
    assert (await download(slack, file))[0] == 500
    slack.faults.lose_reply("download")
    with pytest.raises(aiohttp.ClientPayloadError):
        await download(slack, file)
    slack.faults.drop("download", times=2)  # aiohttp asks once more by itself
    with pytest.raises(aiohttp.ClientConnectionError):
        await download(slack, file)
    assert await download(slack, file) == (200, "audio/mp4", CLIP)


async def test_what_the_page_took(slack: SlackServer, tmp_path: Path) -> None:
    """A file that somebody picked on the page is given out from where it was put."""
    put = tmp_path / "F1"
    put.write_bytes(CLIP)
    sato = slack.person("U0SATO")
    file = sato.upload("clip.m4a", "audio/mp4", put)
    await sato.say(sato.dm, "", files=[file])
    assert file.size == len(CLIP)
    assert await download(slack, file) == (200, "audio/mp4", CLIP)
