"""Files both ways: what somebody picks is kept here, and can be fetched by who sees it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.page.headers import POLICY_OF_FILES, is_own_page
from bot.sandbox.records import File, Stored
from bot.sandbox.server import SlackServer

LIMIT: Final = 1_000_000_000
"""Bytes a file may have, as in Slack."""

_SHOWN: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(slots=True)
class Uploads:
    """The files of one workspace, in a folder of their own."""

    slack: SlackServer
    folder: Path
    files: dict[str, File] = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Keep one file; the answer is its id, to be put into a message."""
        user, name = request.query.get("as", ""), request.query.get("name", "")
        if not is_own_page(request) or user not in self.slack.workspace.users:
            return web.Response(status=403)
        part = self.folder / f"{self.slack.workspace.next_id('P')}.part"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            if not await _received(request, part) or not name:
                return web.Response(status=413 if name else 400)
            mimetype = request.headers.get("X-File-Type", "") or "application/octet-stream"
            file = self.slack.person(user).upload(name[:255], mimetype, part)
            file.content = part.rename(self.folder / file.id)
        finally:
            part.unlink(missing_ok=True)  # broken off on its way, or refused
        self.files[file.id] = file
        return web.json_response({"id": file.id})

    async def give(self, request: web.Request) -> web.StreamResponse:
        """Return a file to somebody who sees a message with it."""
        user, file = request.query.get("as", ""), self.files.get(request.match_info["id"])
        is_there = file is not None and file.stored is not Stored.DELETED
        if file is None or not is_there or not self._is_seen(user, file):
            return web.Response(status=404)
        is_shown = file.mimetype in _SHOWN and "save" not in request.query
        manner = "inline" if is_shown else "attachment"
        headers = POLICY_OF_FILES | {
            "Content-Type": file.mimetype if is_shown else "application/octet-stream",
            "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(file.name, safe='')}",
        }
        return web.FileResponse(self.folder / file.id, headers=headers)

    def _is_seen(self, user: str, file: File) -> bool:
        workspace = self.slack.workspace
        return any(
            file in message.files and user in workspace.channels[message.channel].members
            for message in workspace.messages.values()
        )


async def _received(request: web.Request, part: Path) -> bool:
    """Write down what comes; False where it is more than a file may have."""
    size = 0
    with part.open("wb") as out:
        async for chunk in request.content.iter_chunked(1 << 18):
            size += len(chunk)
            if size > LIMIT:
                return False
            out.write(chunk)
    return True
