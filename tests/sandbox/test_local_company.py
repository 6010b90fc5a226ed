"""The company on one machine: what was begun in one run goes on in the next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.local_company import LocalCompany
from bot.sandbox.readable import message_lines
from bot.sandbox.story import DESK_CHANNEL, REPORTER, TEAM_CHANNEL, tell
from flows.errors import SettingsError
from storage.audit import verify
from tests.workspace import MANIFEST

NUMBER = "K-2026-0001"


@asynccontextmanager
async def company(folder: Path) -> AsyncIterator[LocalCompany]:
    running = LocalCompany("127.0.0.1", 0, folder, MANIFEST)
    await running.open()
    try:
        await running.settled()
        yield running
        assert [str(one) for one in running.slack.violations] == []
    finally:
        await running.close()


def read(running: LocalCompany, user: str, channel: str) -> str:
    """Return everything somebody can read in a channel."""
    shown = running.slack.person(user).sees(channel)
    return "\n".join(line for one in shown for line in message_lines(running.slack.workspace, one))


async def test_goes_on(tmp_path: Path) -> None:
    """Card, thread and open question stand in the next run's workspace, and take answers.

    A report left in the middle goes on with the question that was asked last.
    """
    async with company(tmp_path) as first:
        await tell(first.slack, first.settled)
        emma = first.slack.person("U0EMMA")
        await emma.command(TEAM_CHANNEL, "/kasuhara", "report")
        await first.settled()
        question = emma.find("triage.danger.none")
        assert question is not None
        await emma.press(question, "triage.danger.none")
        await first.settled()
        before = read(first, "U0TANAKA", DESK_CHANNEL)
    async with company(tmp_path) as second:
        assert read(second, "U0TANAKA", DESK_CHANNEL) == before
        sato = second.slack.person(REPORTER)
        (head,) = [message for message in sato.sees(sato.dm) if not message.is_reply]
        await sato.say(sato.dm, "思い出したことがあります。", thread_ts=head.ts)
        await second.settled()
        async with second.bot.database.read(second.bot.workspace) as work:
            case = await work.cases.by_number(NUMBER)
            assert case is not None
            words = [e for e in await work.timeline.of(case.id) if e.kind == "words"]
        assert len(words) == 2
        emma = second.slack.person("U0EMMA")
        question = emma.find("triage.actor.tenant")
        assert question is not None
        await emma.press(question, "triage.actor.tenant")
        await second.settled()
        assert emma.find("triage.scene.phone") is not None
        assert (await verify(second.bot.database)).ok


async def test_another_company(tmp_path: Path) -> None:
    """A folder with another company's records is left alone, with a sentence."""
    async with company(tmp_path) as first, first.bot.database.write("T0OTHER") as work:
        await work.cases.next_number(2026)
        document = {"company": {"name": "べつの不動産"}, "branches": [{"desk_channel": "C0DESK"}]}
        await work.settings.keep(document, "test", first.clock.now())
    with pytest.raises(SettingsError, match="another company"):
        async with company(tmp_path):
            pass
