"""Whose requests the local Slack answers: the app's and its own page's, never another site's.

A page of any other site, open in the same browser, could reach this machine: by a name that
leads here for a moment, or by a form that it sends here.
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import web

_OF_THE_APP: Final = ("/api/", "/response/")
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

if TYPE_CHECKING:
    from aiohttp.typedefs import Middleware


def only_own(host: str) -> "Middleware":
    """Return the middleware of a server that listens on `host`."""

    @web.middleware
    async def refuse(request: web.Request, handler: _Handler) -> web.StreamResponse:
        asked = urlsplit(f"//{request.host}").hostname or ""
        is_here = asked in {host, "localhost"} or _is_address(asked)
        # An app names no origin; only a browser does, for the site that sends.
        is_sent_here = "Origin" in request.headers and request.path.startswith(_OF_THE_APP)
        if not is_here or is_sent_here:
            return web.Response(status=403, text="this is for the local workspace alone")
        return await handler(request)

    return refuse


def _is_address(host: str) -> bool:
    """Whether a host is an address: a name may lead elsewhere today, and here tomorrow."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
