"""Serving: ``uvicorn fund.asgi:app`` — the application with compression, security headers, its
language and name in the page.

Without sign-in it answers visitors of this machine only (fund.gate), and over a real database those
only who have the secret printed at start (fund.visitors); whoever comes from elsewhere is told so,
and nothing of the fund leaves the process. With sign-in set up (docs/sign-in.md) everybody may
knock, and every page asks who it is.
"""

import multiprocessing
import secrets
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, parse_qsl, quote, urlencode

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from fund import gate, i18n, ui, visitors
from fund.downloads import send
from fund.errors import N_
from fund.i18n import _
from fund.ui import first_load, fund_name, sign_in, starting
from fund.ui.stored import HANDED_IN, MEDIA, HandedIn, Marked, Refused, store_of
from fund.ui.stream import Needed

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

COMPRESSED = 5
"""Of 9: what is made anew for each who asks. Files of the application: fund.ui.first_load."""
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
POLICY_VIOLATION = 1008
WHY: dict[str, str] = {
    "not_yours": N_("This is for somebody else, or for a sign-in that has ended. Reload the page."),
    "no_length": N_("A file is handed in with its length."),
    "too_much": N_(
        "There is no room for this file now: take away files you no longer need from the page, or"
        " wait until others are done with theirs."
    ),
    "two_hosts": N_("A request names one host."),
}
"""What is said to whom a stored file, or a place for one, is refused."""


class Knock(NamedTuple):
    """How a request without sign-in is met: why it is not let in (fund.ui.sign_in.closed; empty
    where it is), whose it is ("" for nobody known), and whether it brought the secret of this
    start.
    """

    why: str
    mark: str
    brings_secret: bool = False


class Shell:
    """Closes what nobody needs, turns away who is not here, says to the application whose a request
    is, adds the headers, and puts language and name into the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.handed_in = HandedIn()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._stream(scope, receive, send)
        elif scope["type"] == "http":
            await self._asked(scope, receive, Answer(send, scope))
        else:
            await self.app(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page's stream: only from a page of ours, and only what a page needs to say."""
        mark = await run_in_threadpool(stream_mark, scope)
        if mark is None:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await self.app(marked(scope, mark), Needed(receive), send)

    async def _asked(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        path = str(scope["path"])
        store = store_of(path)
        if any(part in path for part in CLOSED) or store == "":
            await PlainTextResponse("", 404)(scope, receive, answer)
        elif path in OPEN_TO_ALL:
            await self.app(scope, receive, answer)
        elif len(asked_by(scope).all("host")) != 1:
            await refusal(Refused(400, "two_hosts"))(scope, receive, answer)
        elif sign_in.is_configured():
            mark = await run_in_threadpool(sign_in.mark, cookies_of(scope)) if store else ""
            await self._let_in(scope, receive, answer, store, mark or "")
        else:
            await self._without_sign_in(scope, receive, answer, store)

    async def _without_sign_in(
        self, scope: Scope, receive: Receive, answer: "Answer", store: str | None
    ) -> None:
        met = await run_in_threadpool(knock, scope)
        if met.brings_secret:
            headers = {"set-cookie": set_cookie(scope, visitors.admit(has_secret=True))}
            to = RedirectResponse(without_secret(scope), HTTPStatus.SEE_OTHER, headers)
            scope["query_string"] = b"token="  # what is written down of the request says no more
            await to(scope, receive, answer)
        elif met.why:
            await turned_away(answer.language, met.why)(scope, receive, answer)
        else:
            if not met.mark:
                answer.greets = scope
            await self._let_in(scope, receive, answer, store, met.mark)

    async def _let_in(
        self, scope: Scope, receive: Receive, answer: "Answer", store: str | None, mark: str
    ) -> None:
        """Hand a request on; what is stored goes to whom it is for, and to nobody else."""
        scope = marked(scope, mark)
        if store is None:
            await self.app(asking_anew(scope), receive, answer)
        elif store == HANDED_IN:
            await self._hand_in(scope, receive, answer, mark)
        elif store == MEDIA and not mark:
            await refusal(Refused(403, "not_yours"))(scope, receive, answer)
        else:
            await self.app(scope, receive, Marked(answer, mark) if store == MEDIA else answer)

    async def _hand_in(self, scope: Scope, receive: Receive, answer: "Answer", mark: str) -> None:
        length = Request(scope).headers.get("content-length")
        refused = self.handed_in.refused(scope["method"], str(scope["path"]), mark, length)
        if refused is not None:
            await refusal(refused)(scope, receive, answer)
            return
        coming = int(length or 0) if scope["method"] == "PUT" else 0
        self.handed_in.on_the_way[mark] += coming
        try:
            await self.app(scope, receive, answer)
        finally:
            self.handed_in.on_the_way[mark] -= coming


class Answer:
    """One answer on its way out: HTML is held until it is whole, the rest passes with its headers
    changed.
    """

    def __init__(self, send: Send, scope: Scope) -> None:
        self.send, self.language, self.path = send, language_of(scope), str(scope["path"])
        self.start: Message | None = None
        self.body = b""
        self.greets: Scope | None = None
        """The request of somebody not known yet: with the page they get a cookie."""

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
        start: Message = self.start or {}
        body = in_language(self.body, self.language)
        if start["status"] == HTTPStatus.OK:
            body = first_load.hurried(body, self.path, with_chart=self.greets is None)
        kept = [
            (name, value)
            for name, value in start["headers"]
            if name.lower() not in (b"content-length", b"etag", b"last-modified")
        ]
        if self.greets is not None and start["status"] == HTTPStatus.OK:
            cookie = set_cookie(self.greets, visitors.admit(has_secret=False))
            kept.append((b"set-cookie", cookie.encode()))
        await self.send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self.send({"type": "http.response.body", "body": body})


def asked_by(scope: Scope) -> gate.Asked:
    """A request as the gate judges it."""
    client, server, scheme = scope.get("client"), scope.get("server"), scope.get("scheme", "http")
    return gate.Asked(
        client[0] if client else None,
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        server[1] if server else None,
        "https" if scheme in {"https", "wss"} else "http",
    )


def cookies_of(scope: Scope) -> dict[str, str]:
    """The cookies a request came with."""
    return HTTPConnection(scope).cookies


def knock(scope: Scope) -> Knock:
    """How a request is met where nobody signs in. Asks the database what it is."""
    asked = asked_by(scope)
    if not gate.is_local(asked):
        return Knock("elsewhere", "")
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
    if given and scope["type"] == "http" and visitors.is_secret(given):
        return Knock("", "", brings_secret=True)
    visitor = visitors.of(cookies_of(scope).get(visitors.cookie_name(asked.port)))
    return Knock(visitors.shut(visitors.kind(), visitor), visitor.mark if visitor else "")


def stream_mark(scope: Scope) -> str | None:
    """Whose a page's stream is; None where it is not let in.

    A browser says which page opens a stream, always: what does not say it is no page. Nobody known
    gets a mark of this one stream, so that nobody else goes on with it.
    """
    asked = asked_by(scope)
    hosts = asked.all("host")
    if len(hosts) != 1:
        return None
    if sign_in.is_configured():
        mark = sign_in.claimed_mark(cookies_of(scope)) or ""
        ours = sign_in.origin()
    else:
        why, mark, _secret = knock(scope)
        ours = gate.origin_of(asked.scheme, hosts[0])
        if why:
            return None
    return (mark or secrets.token_hex(10)) if gate.is_of(asked, ours) else None


def marked(scope: Scope, mark: str) -> Scope:
    """The request with whose it is, said by us alone."""
    name = visitors.MARK.encode()
    kept = [(known, value) for known, value in scope["headers"] if known.lower() != name]
    return {**scope, "headers": [*kept, (name, mark.encode())]}


def set_cookie(scope: Scope, value: str) -> str:
    """The cookie of a visitor: gone with the browser's window, never seen by a script. A link from
    elsewhere may bring somebody here (Lax); nothing is done by following one.
    """
    asked = asked_by(scope)
    secure = "; Secure" if asked.scheme == "https" else ""
    return f"{visitors.cookie_name(asked.port)}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"


def without_secret(scope: Scope) -> str:
    """The address of a request without its secret, below the same host."""
    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    kept = urlencode([(name, value) for name, value in query if name != "token"])
    return quote("/" + str(scope["path"]).lstrip("/\\")) + (f"?{kept}" if kept else "")


def refusal(refused: Refused) -> PlainTextResponse:
    """A refusal in every language there is: whoever asked for a file said none."""
    lines = []
    for language in i18n.languages():
        with i18n.speaking(language):
            lines.append(_(WHY[refused.why]))
    return PlainTextResponse("\n".join(lines), refused.status, {"cache-control": "no-store"})


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


def turned_away(language: str, why: str) -> HTMLResponse:
    """What somebody who is not let in is shown: why, and nothing of the fund."""
    with i18n.speaking(language):
        name = fund_name()
        title, lines = sign_in.closed(why)
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
    process that began it. Refuses to start where sign-in is set up wrongly, or left out over a
    real database without a word.
    """
    if multiprocessing.parent_process() is not None:
        raise SystemExit(
            "One process a port: start without --workers, WEB_CONCURRENCY and --reload. More"
            " processes stand behind a proxy that keeps a visitor with one of them."
        )
    print(starting.said(), flush=True)  # noqa: T201 - whoever starts it needs the address
    config.set_option("server.trustedUserHeaders", {visitors.MARK: "mark"})
    ui.served()
    known = {"auth": dict(sign_in.provider())} if sign_in.is_configured() else None
    return st.App(
        script,
        secrets=known,
        routes=[
            Route("/readyz", ready),
            Route("/overview", first_page),
            Route("/file/{ticket}", send),
        ],
        middleware=[
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=COMPRESSED),
            Middleware(Shell),
            Middleware(first_load.Kept),
        ],
    )


app = serve(Path(__file__).resolve().parent.parent / "dashboard.py")
