"""Protects the review page: who may send requests, from which page, and what a browser may do with the answer.

Everything on the machine can reach a loopback port, and any web page can make the browser call it. Hence the token,
the check of `Host` against names that were made to point here, the check of `Origin` on every change, and headers
that let no foreign script, frame or reference in.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "MAX_BODY", "Guard", "Secret"]

# Bytes of a change that is asked for: an emendation and a note at their longest, as JSON escapes.
MAX_BODY: Final = 400_000
_DAY: Final = 86_400

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Secret:
    """The token of one run, and the secrets derived from it. None of them reveals another."""

    def __init__(self) -> None:
        self.token: Final = secrets.token_urlsafe(32)
        self.session: Final = self._derive("session")
        self.change: Final = self._derive("change")

    def _derive(self, purpose: str) -> str:
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


class Guard:
    """ASGI middleware that lets a request through to `app` only where all of this holds.

    `Host` is an address, `localhost`, or this machine's name; the token stands in the URL or the session in the
    cookie; a change comes from a page of this very origin, bears the change token and a body of bounded size.
    """

    def __init__(self, app: ASGIApp, secret: Secret, cookie: str, host: str) -> None:
        self._app = app
        self._secret = secret
        self._cookie = cookie
        self._loopback = _is_loopback(host)
        self._names = {"localhost"} if self._loopback else {"localhost", host.lower(), socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                if not refused and self._has_token(scope):
                    answer.append(
                        "Set-Cookie",
                        f"{self._cookie}={self._secret.session}; Path=/; Max-Age={_DAY}; HttpOnly; SameSite=Strict",
                    )
            await send(message)

        if refused:
            status, reason = refused
            await PlainTextResponse(f"{reason}\n", status)(scope, receive, guarded)
            return
        await self._app(scope, _bounded(receive), guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._known(host):
            return 421, "This name does not belong to the review page."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Only GET and POST."
        if not (self._has_token(scope) or self._has_session(headers)):
            return 403, "The token is missing or old: open the address that `repair review` printed."
        if scope["method"] != "POST":
            return None
        if headers.get("origin", "") != f"{scope.get('scheme', 'http')}://{host}":
            return 403, "Changes are taken from the review page only."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "Changes are taken from the review page only."
        if not _same(headers.get("x-repair-change", ""), self._secret.change):
            return 403, "The page is old: load it again."
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415, "Changes are JSON."
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return 413, "The change is too long."
        return None

    def _known(self, host: str) -> bool:
        """Whether nobody else can have made this name point here: addresses cannot be rebound, names can."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return address.is_loopback or not self._loopback

    def _has_token(self, scope: Scope) -> bool:
        if scope["method"] != "GET" or scope["path"] != "/":
            return False
        return _same(QueryParams(scope["query_string"]).get("token", ""), self._secret.token)

    def _has_session(self, headers: Headers) -> bool:
        return _same(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""), self._secret.session)


def _bounded(receive: Receive) -> Receive:
    """`receive` that gives no more than `MAX_BODY` bytes, whatever the request said of its length."""
    left = MAX_BODY

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                return {"type": "http.disconnect"}
        return message

    return bounded


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
