"""Everything built once, started and stopped in order: what `serve` and `sandbox` run."""

import asyncio
import contextlib
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from itertools import count
from random import Random, SystemRandom
from typing import Any, Self

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.backoff import wait_before_retry
from bot.clock import Clock
from bot.database import prepare_database
from bot.delivery import MessageDelivery
from bot.directory_reader import SlackDirectory
from bot.entrance import Entrance
from bot.environment import Environment, app_token, bot_token, signing_secret
from bot.evidence_fetching import EvidenceFetching
from bot.first_settings import import_first_settings
from bot.health import Health
from bot.http_entrance import HttpEntrance
from bot.metrics import Metrics
from bot.operator_log import say_trouble
from bot.paced_calls import PacedCalls
from bot.pacing import PACES
from bot.recurring import RecurringJobs
from bot.sending import Sender
from bot.slack_app import OneWorkspace, SlackAwayError, build_app, dispatch
from bot.slack_calls import is_away, respond
from bot.slack_clients import CALL_SECONDS, reading_client, shared_session, showing_client
from bot.slack_files import SlackFiles
from bot.socket_entrance import SocketEntrance
from bot.upkeep import JOBS, RECONCILE, Upkeep
from bot.web import WebServer, cannot_listen, web_app
from bot.whose_token import meet_workspace
from bot.work_loop import AnyLoop
from bot.worker import Worker
from flows.errors import Reason, RefusedError, SettingsError
from flows.membership.reconcile import reconcile
from flows.ports import Office
from flows.report.leave_notice import apologise, leave_notice
from flows.triage import load_cards, load_flow
from handlers.listeners import register
from handlers.texts import Texts
from storage.buckets import Pace, buckets_in
from storage.fetches import Fetches
from storage.file_lock import serving_from
from storage.inbox import Inbox
from storage.occurrences import Occurrences
from storage.outbox import Outbox
from storage.unit_of_work import Database

LONGEST_WAIT_FOR_SLACK = timedelta(seconds=15)
"""Between two tries to start: people are waiting."""

ACCEPT_WITHIN, WORK_WITHIN = 2.0, 5.0
"""Seconds that deliveries being taken in, and then work under way, may take to end when the
process is asked to stop. All in all it ends within the ten seconds that Docker gives it."""

_log = structlog.get_logger(__name__)


class Assembly:
    """The whole bot. `build`, then `start`; `stop` undoes what either has done."""

    def __init__(
        self,
        environment: Environment,
        clock: Clock,
        database: Database,
        session: aiohttp.ClientSession,
        texts: Texts,
        chance: Random,
        paces: Mapping[str, Pace],
    ) -> None:
        self.environment = environment
        self.clock = clock
        self._chance = chance
        self.database = database
        database.connections.trouble.told = say_trouble
        self.texts = texts
        self.metrics = Metrics()
        self.office = Office(database, clock, load_flow(), load_cards())
        self.inbox = Inbox(database)
        self.outbox = Outbox(database)
        self.workspace = ""
        self._opened = AsyncExitStack()
        self._token = bot_token(environment)
        url = environment.slack_api_url
        bolt_client = showing_client(session, url)
        client = showing_client(session, url, self._token)
        self._reader = reading_client(session, url, self._token)
        self._authorize = OneWorkspace(client, self._token, clock)
        self._app = build_app(bolt_client, self._authorize)
        register(self._app, self.office, texts, self._read_anew)
        post = partial(respond, session)
        self.entrance = Entrance(self.office, texts, self.inbox, self.metrics, clock, post)
        buckets = buckets_in(database.connections)
        calls = PacedCalls(client, session, buckets, paces, clock, self.metrics)
        self._worker = Worker(
            self.inbox,
            self._replay,
            clock,
            chance,
            self.metrics,
            self._apologise,
            self._refuse,
        )
        sender = Sender(calls, clock)
        self._delivery = MessageDelivery(
            self.office, texts, self.outbox, sender, clock, chance, self.metrics
        )
        self._occurrences = Occurrences(database, JOBS)
        upkeep = Upkeep(
            database, self.inbox, self.outbox, self._occurrences, buckets, self.reconcile, clock
        )
        self._recurring = RecurringJobs(
            upkeep.jobs(), self._occurrences, database, self._served, clock, chance, self.metrics
        )
        self._fetches = Fetches(database)
        files = SlackFiles(client, session, self._token)
        fetching = EvidenceFetching(files, self._fetches, clock, chance, self.metrics)
        loops: Mapping[str, AnyLoop] = {
            "recurring work": self._recurring.loop,
            "the work on deliveries": self._worker.loop,
            "the sending of messages": self._delivery.loop,
            "the fetching of files": fetching.loop,
        }
        self._loops = tuple(loops.values())
        for loop in self._loops:
            loop.yield_to(self.entrance.let_pass)
        self._sockets = self._socket_entrance(client)
        self.health = Health(
            database,
            self.inbox,
            self.outbox,
            self._authorize,
            loops,
            self._sockets,
            self.metrics,
            clock,
        )
        self._http = self._http_entrance()
        self.web_app = web_app(self._http, self.health)
        self._web = WebServer(self.web_app, environment.host, environment.port)

    @classmethod
    async def build(
        cls,
        environment: Environment,
        clock: Clock,
        *,
        texts: Texts | None = None,
        chance: Random | None = None,
        paces: Mapping[str, Pace] = PACES,
        call_seconds: float = CALL_SECONDS,
    ) -> Self:
        """Open the database and put everything together; nothing runs yet.

        Raises:
            SettingsError, DatabaseUrlError, DatabaseInUseError, KeyringError, SchemaError: for
                the operator.
        """
        texts, chance = texts or Texts.load(), chance or SystemRandom()
        async with AsyncExitStack() as opened:
            opened.enter_context(serving_from(environment.database))
            database = await prepare_database(environment, clock)
            opened.push_async_callback(database.close)
            session = shared_session(call_seconds)
            opened.push_async_callback(session.close)
            assembly = cls(environment, clock, database, session, texts, chance, paces)
            assembly._opened = opened.pop_all()
            return assembly

    @property
    def address(self) -> str:
        """Where the HTTP server listens, once it does: http://127.0.0.1:3000."""
        return self._web.address

    async def start(self) -> None:
        """Learn whose token it is, check the settings there, then open the doors.

        While Slack cannot be reached it waits.

        Raises:
            SettingsError: one sentence for the operator.
        """
        await self._meet_slack()
        await self.database.listen()
        if not self.database.shared:
            # Nobody else works here: what the last process left in work is ours.
            await self.inbox.release_leases()
            await self.outbox.release_leases()
            await self._occurrences.release_leases()
            await self._fetches.release_leases()
        await self.database.checkpoint()
        for loop in self._loops:
            await loop.catch_up()
        for loop in self._loops:
            loop.start()
        await self._listen()
        if self._sockets is not None:
            await self._sockets.start()
        mode = "http" if self._sockets is None else "socket"
        _log.info("ready", workspace=self.workspace, address=self.address, mode=mode)

    async def _meet_slack(self) -> None:
        """Learn whose token it is and who is where, as soon as Slack can be asked."""
        for attempt in count(1):
            try:
                self.workspace = await meet_workspace(self._authorize)
                await import_first_settings(self.office, self.workspace, self.environment)
                await self.reconcile(self.workspace)
            except (SlackAwayError, SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                if not isinstance(error, SlackAwayError) and not is_away(error):
                    raise
                wait = min(wait_before_retry(attempt, self._chance), LONGEST_WAIT_FOR_SLACK)
                _log.warning(
                    "slack cannot be reached; it is tried again",
                    address=self.environment.slack_api_url,
                    error=type(error).__name__,
                    seconds=round(wait.total_seconds(), 1),
                )
                await self.clock.sleep_until_passed(self.clock.passed() + wait)
            else:
                return

    async def stop(self) -> None:
        """Take nothing more in, finish what was taken within a bound, close everything.

        The HTTP server answers until the end: 503, so that Slack brings it again.
        """
        self.health.stopping = True
        if self._http is not None:
            self._http.refuse()
        if self._sockets is not None:
            self._sockets.refuse()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ACCEPT_WITHIN):
                await self.entrance.quiet()
        if self._sockets is not None:
            await self._sockets.stop()
        await asyncio.gather(*(loop.stop(WORK_WITHIN) for loop in self._loops))
        await self._web.stop()
        await self.inbox.close()
        await self._opened.aclose()

    async def settled(self) -> None:
        """Return once everything taken in is worked off and everything due is shown.

        What waits for a later time, a retry or a timer, counts as settled.
        """
        while True:
            await self.entrance.quiet()
            before = [loop.claimed for loop in self._loops]
            if self.database.shared:  # of what others commit, word comes later
                for loop in self._loops:
                    loop.poke()
            for loop in self._loops:
                await loop.idle()
            went_on = before != [loop.claimed for loop in self._loops]
            idle = all(loop.is_idle for loop in self._loops)
            if idle and not went_on and self.entrance.is_quiet:
                return

    async def reconcile(self, workspace: str) -> None:
        """Read anew who is in which channel; raises SettingsError as the use case does."""
        await reconcile(self.office, workspace, SlackDirectory(self._reader, workspace))

    def _served(self) -> tuple[str, ...]:
        """Return the workspaces whose token this process has."""
        return (self.workspace,)

    async def _read_anew(self, why: str) -> None:
        await self._recurring.do_now(RECONCILE, why)

    async def _apologise(self, workspace: str, user: str, error: str) -> None:
        await apologise(self.office, workspace, user, error=error)

    async def _refuse(self, workspace: str, user: str, delivery: str) -> None:
        refused = RefusedError(Reason.OUTDATED)
        await leave_notice(self.office, workspace, user, refused, delivery=delivery)

    async def _replay(self, body: Mapping[str, Any]) -> None:
        await dispatch(self._app, self._authorize, body)

    async def _listen(self) -> None:
        try:
            await self._web.start()
        except OSError as error:
            said = cannot_listen(self.environment.host, self.environment.port, error)
            raise SettingsError(f"{said}: choose another with HOST or PORT") from error

    def _socket_entrance(self, client: AsyncWebClient) -> SocketEntrance | None:
        token = app_token(self.environment)
        if token is None:
            return None
        return SocketEntrance(
            self.entrance.take, client, token, self.metrics, self.clock, self._chance
        )

    def _http_entrance(self) -> HttpEntrance | None:
        if self._sockets is not None:
            return None
        return HttpEntrance(self.entrance.take, signing_secret(self.environment), self.clock)
