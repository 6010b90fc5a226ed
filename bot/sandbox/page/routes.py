"""The page's addresses: the page itself, its parts, its connection, and files."""

from importlib.resources import files
from pathlib import Path
from typing import Final
from uuid import uuid4

from aiohttp import web

from bot.sandbox.page.acts import perform
from bot.sandbox.page.company import Company
from bot.sandbox.page.feed import Feed
from bot.sandbox.page.headers import is_own_page, policy_of_page
from bot.sandbox.page.marks import Marks
from bot.sandbox.page.stories import Stories
from bot.sandbox.page.tab import Tab
from bot.sandbox.page.uploads import Uploads
from bot.sandbox.server import SlackServer

FIRST: Final = "U0SATO"
"""Who a visitor is when the address names nobody."""

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


class Page:
    """The page of one workspace; `routes` puts it into the server's application.

    `run` tells a tab that comes back whether this is still the workspace it left.
    """

    def __init__(self, slack: SlackServer, company: Company, folder: Path) -> None:
        self.slack = slack
        self.company = company
        self.uploads = Uploads(slack, folder)
        self.stories = Stories()
        self.submitting: set[str] = set()
        self.run = uuid4().hex
        self.feed = Feed(slack, self.stories, Marks(slack.workspace))
        self.feed.listen()
        self._static = Path(str(files("bot.sandbox.page") / "static"))
        self._is_closing = False

    def routes(self, app: web.Application) -> None:
        """Add the page's addresses."""
        app.router.add_get("/", self._index)
        app.router.add_get("/static/{path:.+}", self._part)
        app.router.add_get("/client", self._client)
        app.router.add_post("/upload", self.uploads.take)
        app.router.add_get("/files/{id}", self.uploads.give)

    async def close(self) -> None:
        """Send every tab away; they come back by themselves when there is a server again."""
        self._is_closing = True
        for tab in list(self.feed.tabs):
            await tab.close()

    async def _index(self, request: web.Request) -> web.StreamResponse:
        text = (self._static / "index.html").read_text(encoding="utf-8")
        # Named here, all parts are fetched at once instead of one after the other imports it.
        parts = sorted(self._static.glob("js/**/*.js"))
        links = "\n".join(
            f'<link rel="modulepreload" href="/static/{part.relative_to(self._static).as_posix()}">'
            for part in parts
        )
        return web.Response(
            text=text.replace("<!-- parts -->", links),
            content_type="text/html",
            headers=policy_of_page(request.host),
        )

    async def _part(self, request: web.Request) -> web.StreamResponse:
        part = (self._static / request.match_info["path"]).resolve()
        if not part.is_relative_to(self._static.resolve()) or not part.is_file():
            return web.Response(status=404)
        headers = policy_of_page(request.host)
        headers["Content-Type"] = _TYPES.get(part.suffix, "application/octet-stream")
        if part.suffix == ".woff2":
            headers["Cache-Control"] = "public, max-age=86400"
        return web.FileResponse(part, headers=headers)

    async def _client(self, request: web.Request) -> web.StreamResponse:
        if not is_own_page(request) or self._is_closing:
            return web.Response(status=403)
        users = self.slack.workspace.users
        named = request.query.get("as", FIRST)
        user = named if named in users and not users[named].is_bot else FIRST
        socket = web.WebSocketResponse(heartbeat=20.0, max_msg_size=1 << 20)
        await socket.prepare(request)
        tab = Tab(self, socket, user, perform)
        await tab.serve(request.query.get("channel"))
        return socket
