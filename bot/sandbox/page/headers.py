"""What a browser is allowed to do with the page, and whose requests are heard."""

from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

_COMMON: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY_OF_FILES: Final = _COMMON | {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=3600",
}


def policy_of_page(host: str) -> dict[str, str]:
    """Return the headers of the page: nothing is loaded from anywhere but this server."""
    rules = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob:",
        f"connect-src 'self' ws://{host} wss://{host}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    return _COMMON | {"Content-Security-Policy": "; ".join(rules), "Cache-Control": "no-cache"}


def is_own_page(request: web.Request) -> bool:
    """Say whether the request comes from this server's own page, not from another site's."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host
