"""The page itself and its parts: scripts, styles, texts, fonts."""

import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.sandbox.page.headers import policy_of_page

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_KEPT: Final = "public, max-age=31536000, immutable"
_PLACE: Final = re.compile(r"/static/")


class Parts:
    """The files of `static`, under an address that changes whenever one of them does.

    So a browser keeps them for good and asks for nothing but the page when it comes back.
    """

    def __init__(self) -> None:
        self._folder = Path(str(files("bot.sandbox.page") / "static"))

    def routes(self, app: web.Application) -> None:
        """Add the addresses of the page and of its parts."""
        app.router.add_get("/", self._page)
        app.router.add_get("/static/{version}/{path:.+}", self._part)

    def version(self) -> str:
        """Return what tells this state of the files from another."""
        state = sha256()
        for part in sorted(self._folder.rglob("*.*")):
            about = part.stat()
            name = part.relative_to(self._folder).as_posix()
            state.update(f"{name} {about.st_mtime_ns} {about.st_size}\n".encode())
        return state.hexdigest()[:12]

    async def _page(self, request: web.Request) -> web.StreamResponse:
        text = (self._folder / "index.html").read_text(encoding="utf-8")
        # Named here, all parts are fetched at once instead of one after the other imports it.
        scripts = sorted(self._folder.glob("js/**/*.js"))
        links = "\n".join(
            f'<link rel="modulepreload" href="/static/{one.relative_to(self._folder).as_posix()}">'
            for one in scripts
        )
        return web.Response(
            text=_PLACE.sub(f"/static/{self.version()}/", text.replace("<!-- parts -->", links)),
            content_type="text/html",
            headers=policy_of_page(request.host),
        )

    async def _part(self, request: web.Request) -> web.StreamResponse:
        try:
            part = (self._folder / request.match_info["path"]).resolve()
            is_there = part.is_relative_to(self._folder.resolve()) and part.is_file()
        except (ValueError, OSError):
            is_there = False  # no name of a file
        if not is_there:
            return web.Response(status=404)
        headers = policy_of_page(request.host)
        headers["Content-Type"] = _TYPES.get(part.suffix, "application/octet-stream")
        # A page opened before a change may still ask for what has changed since.
        if request.match_info["version"] == self.version():
            headers["Cache-Control"] = _KEPT
        return web.FileResponse(part, headers=headers)
