"""Serving: ``uvicorn fund.asgi:app`` — the application with compression, security headers, its language and name in the page."""

from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from fund import i18n

# A second belt beside always calling st.navigation: page files are never routed to by themselves.
PagesManager.uses_pages_directory = False

CONTENT = "; ".join([  # noqa: FLY002  one directive a line
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",  # Streamlit compiles chart code in the page
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
    "form-action 'self'",
])
HEADERS = {
    b"content-security-policy": CONTENT.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


class Shell:
    """Closes what nobody needs, adds the headers to every answer, and puts language and name into the page itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif str(scope["path"]).startswith(CLOSED):
            await PlainTextResponse("", 404)(scope, receive, send)
        else:
            await self.app(scope, receive, Answer(send, language_of(scope)))


class Answer:
    """One answer on its way out: HTML is held until it is whole, the rest passes with its headers changed."""

    def __init__(self, send: Send, language: str) -> None:
        self.send, self.language = send, language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name.lower() not in HEADERS] + list(HEADERS.items())
            message = {**message, "headers": headers}
            kinds = [value for name, value in headers if name.lower() == b"content-type"]
            if kinds and kinds[0].startswith(b"text/html"):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._page()
            return
        await self.send(message)

    async def _page(self) -> None:
        body = in_language(self.body, self.language)
        start: Message = self.start or {}
        kept = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag")]
        await self.send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self.send({"type": "http.response.body", "body": body})


def in_language(page: bytes, language: str) -> bytes:
    """The page's HTML with its language and the fund's name instead of Streamlit's."""
    from fund.ui import fund_name

    with i18n.speaking(language):
        name = fund_name()
    page = page.replace(b'<html lang="en">', f'<html lang="{LANGUAGES[language]}">'.encode(), 1)
    return page.replace(b"<title>Streamlit</title>", f"<title>{name}</title>".encode(), 1)


def language_of(scope: Scope) -> str:
    """The language the address asks for, Chinese otherwise."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else i18n.languages()[0]


async def ready(_request: Request) -> JSONResponse:
    """Whether the process answers."""
    return JSONResponse({"ok": True})


app = st.App(
    Path(__file__).resolve().parent.parent / "dashboard.py",
    routes=[Route("/readyz", ready)],
    middleware=[Middleware(GZipMiddleware, minimum_size=1000), Middleware(Shell)],
)
