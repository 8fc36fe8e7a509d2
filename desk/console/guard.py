"""The outermost layer: headers on every response, a limit on every request, no stack trace out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST: Final = 2 * 2**20
"""Bytes of a request, far more than any form that can be saved."""
_DRAINED: Final = 16 * 2**20
"""Bytes read and dropped beyond it; a browser shows the refusal once it has sent everything."""
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers would then hide the origin of a form that is posted.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_log = logging.getLogger(__name__)


class Guard:
    """Wraps the whole application.

    Args:
        app: what is guarded.
        failed: page for a failure nobody foresaw, given the request and a code to quote.
    """

    def __init__(self, app: ASGIApp, failed: Callable[[Request, str], Response]) -> None:
        self._app = app
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                static = scope["path"].startswith("/static/")
                headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
            await send(message)

        try:
            await self._app(scope, _limited(receive), guarded)
        except Exception:
            code = secrets.token_hex(3).upper()
            # Only the path: what people type stays out of the log.
            _log.exception("%s: %s %s", code, scope["method"], scope["path"])
            if begun:
                raise
            response = self._failed(Request(scope), code)
            await response(scope, receive, guarded)


def _limited(receive: Receive) -> Receive:
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size <= LARGEST:
            return message
        while message.get("more_body") and size <= _DRAINED:
            message = await receive()
            size += len(message.get("body", b""))
        raise HTTPException(413)

    return limited
