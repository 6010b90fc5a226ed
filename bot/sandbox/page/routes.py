"""The page's addresses: the page itself, its parts, its connection, and files."""

from pathlib import Path
from typing import Final
from uuid import uuid4

from aiohttp import web

from bot.sandbox.page.acts import perform
from bot.sandbox.page.company import Company
from bot.sandbox.page.feed import Feed
from bot.sandbox.page.headers import is_own_page
from bot.sandbox.page.marks import Marks
from bot.sandbox.page.parts import Parts
from bot.sandbox.page.stories import Stories
from bot.sandbox.page.tab import Tab
from bot.sandbox.page.uploads import Uploads
from bot.sandbox.server import SlackServer

FIRST: Final = "U0SATO"
"""Who a visitor is when the address names nobody."""


class Page:
    """The page of one workspace; `routes` puts it into the server's application.

    Tabs come in between `open` and `close`. `run` tells one that comes back whether this is
    still the workspace it left; `begun`, how often everything was begun anew.
    """

    def __init__(self, slack: SlackServer, company: Company, folder: Path, begun: int = 0) -> None:
        self.slack = slack
        self.company = company
        self.uploads = Uploads(slack, folder)
        self.stories = Stories()
        self.submitting: set[str] = set()
        self.run = uuid4().hex
        self.begun = begun
        self.feed = Feed(slack, self.stories, Marks(slack.workspace))
        self.feed.listen()
        self._parts = Parts()
        self._is_open = False

    def routes(self, app: web.Application) -> None:
        """Add the page's addresses."""
        self._parts.routes(app)
        app.router.add_get("/client", self._client)
        app.router.add_post("/upload", self.uploads.take)
        app.router.add_get("/files/{id}", self.uploads.give)

    def open(self) -> None:
        """Let tabs in: everything that they may ask for is there."""
        self._is_open = True

    async def close(self) -> None:
        """Send every tab away; they come back by themselves when the page is open again."""
        self._is_open = False
        for tab in list(self.feed.tabs):
            await tab.close()

    async def _client(self, request: web.Request) -> web.StreamResponse:
        if not is_own_page(request) or not self._is_open:
            return web.Response(status=403)
        users = self.slack.workspace.users
        named = request.query.get("as", FIRST)
        user = named if named in users and not users[named].is_bot else FIRST
        socket = web.WebSocketResponse(heartbeat=20.0, max_msg_size=1 << 20)
        await socket.prepare(request)
        tab = Tab(self, socket, user, perform)
        await tab.serve(request.query.get("channel"))
        return socket
