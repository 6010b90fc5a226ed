"""The local Slack as a server on this machine: one workspace, one app."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import aiohttp
from aiohttp import web

from bot.clock import Clock
from bot.sandbox import events
from bot.sandbox.delivery import Answer, Courier
from bot.sandbox.downloads import Downloads
from bot.sandbox.faults import Faults
from bot.sandbox.homes import Homes
from bot.sandbox.interactions import Interactions
from bot.sandbox.log import Delivery, Log, Outcome, Violation
from bot.sandbox.manifest import Manifest
from bot.sandbox.methods.method import Context
from bot.sandbox.modals import Modals
from bot.sandbox.notices import Notices
from bot.sandbox.pacing import Pacing
from bot.sandbox.people import Person
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.routes import HttpRoute, Parcel, Route, Sort
from bot.sandbox.sockets import Sockets
from bot.sandbox.tickets import Tickets
from bot.sandbox.visitors import only_own
from bot.sandbox.web_api import Door, WebApi
from bot.sandbox.workspace import Happening, Workspace

T = TypeVar("T")


class NotStartedError(RuntimeError):
    """The server has no address before `start`."""


class SlackServer:
    """Everything of Slack that an app can touch.

    Without `deliver_to` the app is told over Socket Mode. `faults` plans misbehaviour, `pacing`
    applies Slack's rate limits when switched on, `log` keeps what was said, `person` acts and
    sees for somebody.
    """

    def __init__(self, workspace: Workspace, manifest: Manifest, clock: Clock) -> None:
        self.workspace = workspace
        self.manifest = manifest
        self.clock = clock
        self.log = Log(clock)
        self.faults = Faults()
        self.pacing = Pacing(clock)
        self.tickets = Tickets(clock)
        self.modals = Modals(workspace)
        self.homes = Homes(workspace)
        self.notices = Notices(workspace)
        self.sockets = Sockets(self.log, workspace.app)
        self.courier = Courier(clock, self.log, self.faults, self._route)
        self.interactions = Interactions(self)
        self.bot_token = f"xoxb-{workspace.team}-local"
        self.app_token = f"xapp-1-{workspace.app}-local"
        self.signing_secret = f"signing-{workspace.app.lower()}"
        self.verification = f"verification-{workspace.app.lower()}"
        self._url: str | None = None
        self._base: str | None = None
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self._people: dict[str, Person] = {}
        self._telling: dict[str, asyncio.Future[None]] = {}
        context = Context(
            workspace, manifest, self.modals, self.tickets, clock, self._new_socket, self.homes
        )
        self._door = Door(context, self.faults, self.log, self.pacing)
        workspace.hear = self._heard
        workspace.posted = self.notices.posted

    async def start(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        extend: Callable[[web.Application], None] = lambda _: None,
    ) -> None:
        """Listen; port 0 takes a free one. `extend` may add routes of its own."""
        app = web.Application(middlewares=[only_own(host)])
        extend(app)
        api = WebApi(self._door, self.bot_token, self.app_token)
        app.router.add_route("*", "/api/{method}", api.serve)
        app.router.add_post("/response/{id}", ResponseUrls(self._door).serve)
        app.router.add_get("/link", self.sockets.accept)
        Downloads(self._door, self.bot_token).routes(app)
        self._session = aiohttp.ClientSession()
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self._base = self.workspace.files_at = f"http://{bound[0]}:{bound[1]}"

    async def stop(self) -> None:
        """Stop listening, give up what is under way, close every connection."""
        self._door.closing.set()
        await self.courier.stop()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    @property
    def base_url(self) -> str:
        """Return the server's own address, without a slash at the end."""
        if self._base is None:
            raise NotStartedError
        return self._base

    @property
    def api_url(self) -> str:
        """Return the Web API's base, with the slash at the end."""
        return f"{self.base_url}/api/"

    @property
    def violations(self) -> list[Violation]:
        """Return what the app did that Slack has no place for."""
        return self.log.violations

    def deliver_to(self, url: str | None) -> None:
        """Deliver by HTTP to this request URL; None goes back to Socket Mode."""
        self._url = url

    async def verify_url(self) -> bool:
        """Say whether the request URL answers Slack's challenge."""
        body = {"token": self.verification, "challenge": "c" * 40, "type": "url_verification"}
        parcel = Parcel(Sort.EVENT, "url_verification", body, takes_answer=True)
        answer = await self.courier.ask(parcel)
        said = answer.content
        challenge = said.get("challenge") if isinstance(said, dict) else said
        return answer.outcome is Outcome.ACKNOWLEDGED and challenge == body["challenge"]

    @property
    def is_app_there(self) -> bool:
        """Say whether anything can be delivered to the app over Socket Mode, or by HTTP."""
        return self._url is not None or bool(self.sockets.connections)

    def person(self, user_id: str) -> Person:
        """Return the one who acts and sees as this user."""
        if user_id not in self._people:
            self._people[user_id] = Person(self, self.workspace.users[user_id].id)
        return self._people[user_id]

    async def repeat(self, delivery: Delivery) -> Answer:
        """Deliver once more what was delivered before."""
        return await self.courier.repeat(delivery)

    async def told(self, ts: str) -> None:
        """Return once the app acknowledged the event with this `event_ts`, if it gets one."""
        if ts in self._telling:
            await self._telling[ts]

    async def until(self, holds: Callable[[], T], within: float = 10.0) -> T:
        """Return what `holds` gives once it is true; see Log.until."""
        return await self.log.until(holds, within)

    async def settle(self) -> None:
        """Return once no delivery waits for its acknowledgement."""
        # A delivery can begin in the step after an API call: look again after one turn.
        await asyncio.sleep(0)
        await self.log.until(lambda: self.courier.under_way == 0)

    def _route(self) -> Route:
        if self._url is None:
            return self.sockets
        if self._session is None:
            raise NotStartedError
        return HttpRoute(self._url, self.signing_secret, self.clock, self._session)

    def _new_socket(self) -> str:
        address = self.base_url.replace("http://", "ws://", 1)
        return f"{address}/link?ticket={self.sockets.new_ticket()}&app_id={self.workspace.app}"

    def _heard(self, happening: Happening) -> None:
        self.log.stir()
        if events.reaches_app(happening, self.manifest, self.workspace):
            body = events.envelope(happening, self.workspace, self.verification)
            name = str(happening.event["type"])
            stamp = str(happening.event.get("event_ts", body["event_id"]))
            told = self.courier.tell(Parcel(Sort.EVENT, name, body))
            self._telling[stamp] = told
            told.add_done_callback(lambda _: self._telling.pop(stamp, None))
