"""Serving: ``uvicorn fund.asgi:app`` — the application with compression, security headers, its
language and name in the page.

Without sign-in it answers visitors of this machine only (fund.gate); whoever comes from elsewhere
is told so, and nothing of the fund leaves the process. With sign-in set up (docs/sign-in.md)
everybody may knock, and every page asks who it is.
"""

import multiprocessing
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from fund import gate, i18n
from fund.downloads import mark, send
from fund.i18n import _
from fund.ui import fund_name, sign_in

# A second belt beside always calling st.navigation: page files are never routed to by themselves.
PagesManager.uses_pages_directory = False

CONTENT = {
    "default-src": "'self'",
    "script-src": (
        "'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:"
    ),  # Streamlit's page starts with a script of its own; parts of it load from blobs
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "frame-src": "'self' blob: data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "frame-ancestors": "'self'",
    "form-action": "'self'",
}
HEADERS = {
    b"content-security-policy": (
        "; ".join(f"{name} {sources}" for name, sources in CONTENT.items()).encode()
    ),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cross-origin-opener-policy": b"same-origin",
}
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
OPEN_TO_ALL = ("/readyz", "/_stcore/health")
"""Say that the process answers and nothing else: whoever watches it may stand elsewhere."""

STORED, PICTURES = ("/media/", "/_stcore/upload_file/"), (".png", ".svg", ".ico")
"""What pages made to be fetched or were handed: only for a sign-in that holds, but for the fund's
own picture.
"""

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
POLICY_VIOLATION = 1008


class Shell:
    """Closes what nobody needs, turns away who is not here, adds the headers, and puts language and
    name into the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not is_let_in(scope):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = Answer(send, language_of(scope))
        path = str(scope["path"])
        if any(part in path for part in CLOSED):
            await PlainTextResponse("", 404)(scope, receive, answer)
        elif path not in OPEN_TO_ALL and not is_let_in(scope):
            await turned_away(answer.language)(scope, receive, answer)
        elif path.startswith(STORED) and not path.endswith(PICTURES):
            await self._stored(scope, receive, answer)
        else:
            await self.app(asking_anew(scope), receive, answer)

    async def _stored(self, scope: Scope, receive: Receive, answer: Send) -> None:
        """What a page made to be fetched, or is being handed: for a sign-in that holds, and for the
        one it is marked for.
        """
        held = await run_in_threadpool(mark, Request(scope).cookies)
        if held is None:
            await PlainTextResponse("", 403)(scope, receive, answer)
        else:
            await self.app(scope, receive, Marked(answer, held))


class Marked:
    """An answer of Streamlit's store, handed on to the sign-in it is marked for (fund.ui.for_me);
    anybody else gets nothing of it.
    """

    def __init__(self, send: Send, mark: str) -> None:
        self.send, self.mark, self.is_refused = send, mark, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = next(
                (
                    value.decode("latin-1")
                    for name, value in message["headers"]
                    if name.lower() == b"content-type"
                ),
                "",
            )
            _type, _for, whose = kind.partition("; for=")
            if whose and self.mark and whose != self.mark:
                self.is_refused = True
                message = {**message, "status": 403, "headers": [(b"content-length", b"0")]}
        elif self.is_refused:
            message = {**message, "body": b""}
        await self.send(message)


class Answer:
    """One answer on its way out: HTML is held until it is whole, the rest passes with its headers
    changed.
    """

    def __init__(self, send: Send, language: str) -> None:
        self.send, self.language = send, language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [
                (name, value) for name, value in message["headers"] if name.lower() not in HEADERS
            ] + list(HEADERS.items())
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
        kept = [
            (name, value)
            for name, value in start["headers"]
            if name.lower() not in (b"content-length", b"etag", b"last-modified")
        ]
        await self.send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self.send({"type": "http.response.body", "body": body})


def is_let_in(scope: Scope) -> bool:
    """Whether a request may reach the application: from anywhere once the office has sign-in, which
    every page asks for; else from this machine.
    """
    return sign_in.is_configured() or is_here(scope)


def is_here(scope: Scope) -> bool:
    """Whether a request comes from this very machine; through a socket without an address it does
    not.
    """
    client = scope.get("client")
    return gate.is_local(
        client[0] if client else "",
        {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
    )


def asking_anew(scope: Scope) -> Scope:
    """The request for a page without its conditions: the stored file is the same in every language,
    the page is not.
    """
    headers = [(name.lower(), value) for name, value in scope["headers"]]
    if b"text/html" not in dict(headers).get(b"accept", b""):
        return scope
    return {
        **scope,
        "headers": [
            (name, value)
            for name, value in headers
            if name not in (b"if-none-match", b"if-modified-since")
        ],
    }


def turned_away(language: str) -> HTMLResponse:
    """What somebody from elsewhere is shown: that sign-in is missing, and nothing of the fund."""
    with i18n.speaking(language):
        name, title = fund_name(), _("Sign-in is not set up here")
        lines = [
            _("Without sign-in the fund is shown on the machine it runs on, and nowhere else."),
            _(
                "On that machine, open http://localhost with the port it serves on. How an office"
                " sets up sign-in over the network stands in docs/sign-in.md."
            ),
        ]
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    style = (
        "font: 15px/1.6 system-ui, sans-serif; color: #17222E; max-width: 40em; margin: 4em auto;"
        " padding: 0 1em"
    )
    page = (
        f'<!DOCTYPE html><html lang="{LANGUAGES[language]}"><head><meta'
        f' charset="utf-8"><title>{escape(name)}</title></head>'
    )
    return HTMLResponse(
        f"{page}<body"
        f' style="{style}"><p>{escape(name)}</p><h1>{escape(title)}</h1>{text}</body></html>',
        403,
    )


def in_language(page: bytes, language: str) -> bytes:
    """The page's HTML with its language and the fund's name instead of Streamlit's."""
    with i18n.speaking(language):
        name = escape(fund_name())
    page = page.replace(b'<html lang="en">', f'<html lang="{LANGUAGES[language]}">'.encode(), 1)
    return page.replace(b"<title>Streamlit</title>", f"<title>{name}</title>".encode(), 1)


def language_of(scope: Scope) -> str:
    """The language the address asks for, Chinese otherwise."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else i18n.languages()[0]


async def ready(_request: Request) -> JSONResponse:
    """Whether the process answers."""
    return JSONResponse({"ok": True})


async def first_page(request: Request) -> RedirectResponse:
    """The overview by its name: Streamlit has the first page at the root only."""
    return RedirectResponse(str(request.url.replace(path="/", scheme="", netloc="")))


def serve(script: Path) -> st.App:
    """The application that serves a script; one process a port, since a session lives in the
    process that began it.
    """
    if multiprocessing.parent_process() is not None:
        raise SystemExit(
            "One process a port: start without --workers, WEB_CONCURRENCY and --reload. More"
            " processes stand behind a proxy that keeps a visitor with one of them."
        )
    sign_in.must_be_safe()
    known = {"auth": dict(sign_in.provider())} if sign_in.is_configured() else None
    return st.App(
        script,
        secrets=known,
        routes=[
            Route("/readyz", ready),
            Route("/overview", first_page),
            Route("/file/{ticket}", send),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000), Middleware(Shell)],
    )


app = serve(Path(__file__).resolve().parent.parent / "dashboard.py")
