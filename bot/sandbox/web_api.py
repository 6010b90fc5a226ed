"""The Web API's door: tokens, bodies, scopes, planned faults, and the answer."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from bot.sandbox.faults import Fault, Faults, Kind
from bot.sandbox.log import Log
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.method import FAULTS_OF_THE_APP, Context, Json, Method, RefusedError
from bot.sandbox.pacing import Pacing

_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class Door:
    """What stands before every request of the app: the plan of faults, and the log."""

    context: Context
    faults: Faults
    log: Log
    pacing: Pacing
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def before(self, fault: Fault | None) -> web.Response | None:
        """Do what the fault wants done before any effect; return an answer where it gives one."""
        self.log.stir()
        match fault.kind if fault else None:
            case Kind.RATE_LIMITED if fault:
                return too_many(fault.retry_after)
            case Kind.SERVER_ERROR if fault:
                return web.Response(status=fault.status, text="Server Error")
            case Kind.REFUSED if fault:
                return web.json_response({"ok": False, "error": fault.error})
            case Kind.UNANSWERED | Kind.SLOW if fault:
                await self._pass(fault.delay)
        return None

    async def _pass(self, delay: timedelta) -> None:
        clock = self.context.clock
        waits = [
            asyncio.ensure_future(clock.sleep_until(clock.now() + delay)),
            asyncio.ensure_future(self.closing.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


def too_many(seconds: int) -> web.Response:
    """Refuse for a while."""
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})


def broken_off(request: web.Request) -> web.Response:
    """Break the connection; the response returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


@dataclass(slots=True)
class WebApi:
    """`/api/<method>`."""

    door: Door
    bot_token: str
    app_token: str

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or misbehave as planned."""
        name = request.match_info["method"]
        fault = self.door.faults.of_request(name)
        token, given, refusal = await _read(request)
        early = await self.door.before(fault)
        if early is None and (seconds := self.door.pacing.wait(name, given)):
            early = too_many(seconds)
        kind = fault.kind if fault else None
        if early is not None or kind in {Kind.DROPPED, Kind.UNANSWERED}:
            status = early.status if early is not None else 0
            self.door.log.called(name, given, status, {"ok": False}, str(kind or "paced"))
            return early if early is not None else broken_off(request)
        answer = refusal.answer() if refusal else self._answer(request, name, token, given)
        lost = kind is Kind.REPLY_LOST
        self.door.log.called(name, given, 0 if lost else 200, answer, str(kind or ""))
        if answer.get("error") in FAULTS_OF_THE_APP:
            reasons = answer.get("response_metadata", {}).get("messages", answer)
            self.door.log.violated(f"{name}: {answer['error']}", reasons)
        return broken_off(request) if lost else web.json_response(answer)

    def _answer(self, request: web.Request, name: str, token: str, given: Json) -> Json:
        try:
            method = _known(name)
            _check_form(request, method)
            self._check_token(method, token)
            if method.scopes:
                self.door.context.need(*method.scopes)
            arguments = method.read(self._without_team(given))
            return {"ok": True} | method.run(self.door.context, arguments)
        except RefusedError as no:
            return no.answer()

    def _without_team(self, given: Json) -> Json:
        """Return the arguments without `team_id`, which Slack's SDK may add to every call."""
        team = self.door.context.workspace.team
        if given.get("team_id", team) != team:
            fault = "[ERROR] must be a valid team id [json-pointer:/team_id]"
            raise RefusedError.listing("invalid_arguments", [fault])
        return {name: value for name, value in given.items() if name != "team_id"}

    def _check_token(self, method: Method, token: str) -> None:
        workspace = self.door.context.workspace
        right, other = self.bot_token, self.app_token
        if method.app_token:
            right, other = other, right
        if not token:
            raise RefusedError("not_authed")
        if token == other:
            raise RefusedError("not_allowed_token_type")
        if token != right:
            raise RefusedError("invalid_auth")
        if method.app_token:
            return
        if not workspace.is_installed:
            raise RefusedError("account_inactive")
        if workspace.are_tokens_revoked:
            raise RefusedError("token_revoked")


def _known(name: str) -> Method:
    if name not in METHODS:
        raise RefusedError("unknown_method", req_method=name)
    return METHODS[name]


def _check_form(request: web.Request, method: Method) -> None:
    if request.method == "GET" and not method.reads:
        fault = "[ERROR] this method is called by POST"
        raise RefusedError.listing("invalid_arguments", [fault])
    if method.reads and request.content_type == "application/json" and method.arguments:
        fault = "[ERROR] this method takes no JSON body"
        raise RefusedError.listing("invalid_arguments", [fault])


async def _read(request: web.Request) -> tuple[str, Json, RefusedError | None]:
    """Return token, arguments, and what is wrong with the body as such."""
    given: Json = dict(request.query)
    refusal: RefusedError | None = None
    body = await request.text()
    if body and request.content_type == "application/json":
        try:
            document: Any = json.loads(body)
        except ValueError:
            refusal, document = RefusedError("invalid_json"), {}
        if not isinstance(document, dict):
            refusal, document = RefusedError("json_not_object"), {}
        # A token inside a JSON body is one argument too many: Slack wants it in the header.
        given |= document
        posted_token = None
    elif body and request.content_type not in {_FORM, "multipart/form-data"}:
        refusal, posted_token = RefusedError("invalid_post_type"), None
    else:
        form = await request.post()
        given |= {name: value for name, value in form.items() if isinstance(value, str)}
        posted_token = given.pop("token", None)
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else ""
    return token or posted_token or "", given, refusal
