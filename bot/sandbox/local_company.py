"""The fictional company running on this machine: workspace, page and bot, begun again at will."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import UUID

from bot.assembly import Assembly
from bot.cli.case_document import look_at
from bot.clock import MovableClock, SystemClock
from bot.environment import Environment, local_environment
from bot.sandbox.company import minato, settings
from bot.sandbox.manifest import Manifest
from bot.sandbox.page.company import Mention
from bot.sandbox.page.routes import Page
from bot.sandbox.server import SlackServer
from bot.web import cannot_listen
from flows.case import Case
from flows.errors import SettingsError
from flows.ports import Work

DATABASE = "kasuhara.db"
SETTINGS = "settings.toml"
UPLOADS = "uploads"
VISITOR = "sandbox"
"""Under whose name the page looks at records."""


class LocalCompany:
    """One workspace with the bot in it. `open`, then `serve`; `close` undoes `open`.

    Beginning again closes everything and opens it anew at the same address.
    """

    def __init__(self, host: str, port: int, folder: Path, manifest: Path) -> None:
        self._host = host
        self._port = port
        self._folder = folder
        self._manifest = manifest
        self._again = asyncio.Event()
        self._turning = asyncio.Lock()
        self._bot: Assembly | None = None
        self._begun = 0

    async def open(self) -> None:
        """Start the workspace, the page and, over Socket Mode, the bot.

        Raises:
            SettingsError: the address is taken, or the bot does not start.
        """
        system = SystemClock()
        self.clock = MovableClock(system.now(), base=system)
        self.slack = SlackServer(minato(self.clock), Manifest.read(self._manifest), self.clock)
        self.page = Page(self.slack, self, self._folder / UPLOADS, self._begun)
        try:
            await self.slack.start(self._host, self._port, self.page.routes)
        except OSError as error:
            await self.close()
            said = cannot_listen(self._host, self._port, error)
            raise SettingsError(f"{said}: choose another with --host or --port") from None
        # Whoever begins again finds it where it was.
        self._port = int(self.slack.base_url.rsplit(":", 1)[1])
        try:
            await self.start_bot(is_workspace_new=True)
        except BaseException:
            await self.close()
            raise
        # A tab that came back before the bot would find nobody to talk to.
        self.page.open()

    async def close(self) -> None:
        """Stop the bot, send the tabs away, stop the workspace."""
        await self.stop_bot()
        await self.page.close()
        await self.slack.stop()

    async def serve(self, stop: asyncio.Event) -> None:
        """Stay up until `stop` is set, beginning again whenever somebody asks for it."""
        while not stop.is_set():
            waits = [asyncio.ensure_future(one.wait()) for one in (stop, self._again)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
            if self._again.is_set() and not stop.is_set():
                self._again.clear()
                await self.close()
                await asyncio.to_thread(self._forget)
                self._begun += 1
                await self.open()

    @property
    def bot(self) -> Assembly:
        """Return the running bot; raises RuntimeError while it is stopped."""
        if self._bot is None:
            raise RuntimeError("the bot is stopped")
        return self._bot

    async def settled(self) -> None:
        """Return once nothing is under way on either side."""
        await self.slack.settle()
        await self.bot.settled()
        await self.slack.settle()

    def move_clock(self, step: timedelta) -> None:
        """Let time pass for the workspace and the bot."""
        self.clock.move(step)

    async def stop_bot(self) -> None:
        """Take the bot away; nothing where it is not there."""
        async with self._turning:
            bot, self._bot = self._bot, None
            if bot is not None:
                await bot.stop()

    async def start_bot(self, *, is_workspace_new: bool = False) -> None:
        """Bring the bot back on the same database; nothing where it is there.

        Raises:
            SettingsError: the database is not this company's, or the bot does not start.
        """
        async with self._turning:
            if self._bot is not None:
                return
            bot = await Assembly.build(self._environment(), self.clock)
            try:
                if is_workspace_new:
                    await self._go_on(bot)
                await bot.start()
            except BaseException:
                await bot.stop()
                raise
            self._bot = bot

    async def _go_on(self, bot: Assembly) -> None:
        """Have the bot show in a new workspace what it had shown in the one of the last run."""
        team = self.slack.workspace.team
        if set(await bot.database.workspaces()) - {team}:
            raise SettingsError(
                f"--data {self._folder}: this folder keeps the records of another company; "
                "name another folder"
            )
        await bot.outbox.show_anew(team)

    async def is_new(self) -> bool:
        """Whether no report has reached a desk yet."""
        async with self.bot.database.read(self.bot.workspace) as work:
            known = await work.cases.listing(limit=1)
        return not known.cases and not known.unreadable

    def begin_again(self) -> None:
        """Ask for clean data; `serve` sees to it."""
        self._again.set()

    async def record(self, mentioned: Mention) -> Mapping[str, Any] | None:
        """Return the case's document; None where no case is meant, or the bot is stopped."""
        if self._bot is None:
            return None
        async with self._bot.database.write(self._bot.workspace) as work:
            case = await _case_of(work, mentioned)
            if case is None:
                return None
            return await look_at(work, case, VISITOR, self.clock.now())

    def _environment(self) -> Environment:
        """Return what the bot is started with; nothing of this machine's own environment."""
        file = self._folder / SETTINGS
        if not file.exists():
            file.write_text(settings(), encoding="utf-8")
        return local_environment(
            slack_bot_token=self.slack.bot_token,
            slack_app_token=self.slack.app_token,
            slack_api_url=self.slack.api_url,
            database_url=f"sqlite+aiosqlite:///{self._folder / DATABASE}",
            kasuhara_settings=file,
            port=0,
        )

    def _forget(self) -> None:
        """Remove the database and the uploads; the settings and the keys stay."""
        for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (self._folder / name).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            rmtree(self._folder / UPLOADS)


async def _case_of(work: Work, mentioned: Mention) -> Case | None:
    """Return the first case that is named by its number, its id, or where it is talked about."""
    for number in mentioned.numbers:
        if (case := await work.cases.by_number(number)) is not None:
            return case
    ids = [UUID(one) for one in mentioned.ids]
    for channel, ts in mentioned.threads:
        if (found := await work.messages.case_of_thread(channel, ts)) is not None:
            ids.append(found)
    for one in ids:
        if (case := await work.cases.get(one)) is not None:
            return case
    return None
