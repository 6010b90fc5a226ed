"""`response_url`: five answers to one interaction within thirty minutes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.sandbox.faults import Kind
from bot.sandbox.methods.chat import UPDATE_LIMIT, checked
from bot.sandbox.methods.method import FAULTS_OF_THE_APP, Json, RefusedError
from bot.sandbox.records import Message
from bot.sandbox.tickets import Response
from bot.sandbox.web_api import Door, broken_off
from bot.sandbox.workspace import Workspace

METHOD: Final = "response_url"
_GONE: Final = frozenset({"no_service", "expired_url", "used_url"})
_FIELDS: Final = {
    "text": str,
    "blocks": list,
    "response_type": str,
    "replace_original": bool,
    "delete_original": bool,
    "thread_ts": str,
}


@dataclass(slots=True)
class ResponseUrls:
    """`/response/<id>`; texts are checked as those of messages are."""

    door: Door

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take one post, or misbehave as planned."""
        body = await request.text()
        fault = self.door.faults.of_request(METHOD)
        early = await self.door.before(fault)
        kind = fault.kind if fault else None
        if early is not None or kind in {Kind.DROPPED, Kind.UNANSWERED}:
            self.door.log.called(METHOD, {}, early.status if early else 0, {}, str(kind))
            return early if early is not None else broken_off(request)
        try:
            response = self.door.context.tickets.respond(request.match_info["id"])
            given = _read(body)
            self._carry_out(response, given)
        except RefusedError as no:
            status = 404 if no.error in _GONE else 400
            self.door.log.called(METHOD, {"body": body}, status, no.answer(), str(kind or ""))
            if no.error in FAULTS_OF_THE_APP:
                self.door.log.violated(f"{METHOD}: {no.error}", no.more or body)
            return web.Response(status=status, text=no.error)
        self.door.log.called(METHOD, given, 200, {"ok": True}, str(kind or ""))
        return broken_off(request) if kind is Kind.REPLY_LOST else web.Response(text="ok")

    def _carry_out(self, response: Response, given: Json) -> None:
        workspace = self.door.context.workspace
        original = workspace.message(response.channel, response.message or "")
        if given.get("delete_original"):
            workspace.delete(_own(original, workspace))
            return
        content = checked(given, UPDATE_LIMIT)
        if given.get("replace_original"):
            message = _own(original, workspace)
            workspace.edit(message, content["text"], content["blocks"], by=workspace.bot_user.id)
            return
        answer(workspace, response.channel, response.user, content | given)


def answer(workspace: Workspace, channel: str, user: str, given: Json) -> Message:
    """Show the answer to a command or an interaction: privately unless told otherwise."""
    return workspace.post(
        channel,
        workspace.bot_user.id,
        given["text"],
        blocks=given.get("blocks", []),
        bot_id=workspace.bot_id,
        thread_ts=given.get("thread_ts"),
        only_for=user if given.get("response_type", "ephemeral") == "ephemeral" else None,
    )


def check_fields(given: Json, allowed: Mapping[str, type]) -> None:
    """Raise RefusedError on a field Slack has no place for, or of the wrong type."""
    wrong = [
        name
        for name, value in given.items()
        if name not in allowed or not isinstance(value, allowed[name])
    ]
    if given.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        wrong.append("response_type")
    if wrong:
        raise RefusedError("invalid_payload", fields=wrong)


def _read(body: str) -> Json:
    try:
        given: Any = json.loads(body)
    except ValueError as broken:
        raise RefusedError("invalid_payload") from broken
    if not isinstance(given, dict):
        raise RefusedError("invalid_payload")
    present = {name: value for name, value in given.items() if value is not None}
    check_fields(present, _FIELDS)
    return present


def _own(original: Message | None, workspace: Workspace) -> Message:
    """Return the message that was interacted with; only the app's own can be replaced."""
    if original is None or original.user != workspace.bot_user.id:
        raise RefusedError("invalid_payload", fields=["replace_original"])
    return original
