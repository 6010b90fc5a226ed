"""Giving out files: to the app's token alone. Anybody else is asked to sign in, as in Slack."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.faults import Kind
from bot.sandbox.methods.files import shown_to_bot
from bot.sandbox.records import File, Stored
from bot.sandbox.web_api import Door, broken_off

METHOD: Final = "download"
_SCOPE: Final = "files:read"
_BLOCK: Final = 1 << 16
_SIGN_IN: Final = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head></html>"


@dataclass(slots=True)
class Downloads:
    """`/files-pri/<team>-<file>/download/<name>`."""

    door: Door
    bot_token: str

    def routes(self, app: web.Application) -> None:
        """Add the addresses of files, and the one where people sign in."""
        place = r"/files-pri/{team:[A-Z0-9]+}-{file:[A-Z0-9]+}/{name:.+}"
        app.router.add_get(place, self.serve)
        app.router.add_get("/signin", self._sign_in)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Give out one file, or misbehave as planned."""
        fault = self.door.faults.of_request(METHOD)
        early = await self.door.before(fault)
        kind = fault.kind if fault else None
        if early is None and kind in {Kind.DROPPED, Kind.UNANSWERED}:
            early = broken_off(request)
        if early is None:
            early = self._refused(request)
        status = 200 if early is None else early.status
        given = {"file": request.match_info["file"]}
        self.door.log.called(METHOD, given, status, {"ok": early is None}, str(kind or ""))
        if early is not None:
            return early
        file = self.door.context.workspace.files[request.match_info["file"]]
        return await _give(request, file, is_cut=kind is Kind.REPLY_LOST)

    def _refused(self, request: web.Request) -> web.Response | None:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or bearer.strip() != self.bot_token:
            self.door.log.violated(f"{METHOD}: invalid_auth", request.path)
            return web.Response(
                status=302, headers={"Location": f"/signin?redir={quote(request.path)}"}
            )
        context = self.door.context
        if _SCOPE not in context.manifest.scopes or context.workspace.are_tokens_revoked:
            self.door.log.violated(f"{METHOD}: missing_scope", request.path)
            return _page()
        file = shown_to_bot(context.workspace, request.match_info["file"])
        if file is None or file.stored is not Stored.HOSTED:
            return web.Response(status=404, text="not found")
        return None

    async def _sign_in(self, _: web.Request) -> web.Response:
        return _page()


def _page() -> web.Response:
    """Return what a browser would show; as an answer to an app it looks like success."""
    return web.Response(text=_SIGN_IN, content_type="text/html")


async def _give(request: web.Request, file: File, *, is_cut: bool) -> web.StreamResponse:
    headers = {
        "Content-Type": file.mimetype,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
    }
    if isinstance(file.content, Path):
        return broken_off(request) if is_cut else web.FileResponse(file.content, headers=headers)
    response = web.StreamResponse(headers=headers)
    response.content_length = len(file.content)
    await response.prepare(request)
    sent = len(file.content) // 2 if is_cut else len(file.content)
    for start in range(0, sent, _BLOCK):
        await response.write(file.content[start : min(start + _BLOCK, sent)])
    return broken_off(request) if is_cut else response
