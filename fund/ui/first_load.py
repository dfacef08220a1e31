"""What a browser that has nothing stored is sent first, so that the overview's first chart stands
sooner: its page names at once the files the overview is drawn with, which otherwise find each other
one after another, and each file is compressed once a process.
"""

import asyncio
import gzip
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(st.__file__).parent / "static"
FILES = STATIC / "static" / "js"
CHART = "PlotlyChart"
DRAWN = (
    *("BidiComponent", "ButtonGroup", "DateInput", "DownloadButton", "Html"),
    *("Selectbox", "TextInput", CHART),
)
"""Streamlit's own parts that the overview is drawn with and that are files of their own."""
IMPORTED = re.compile(rb'(?:from|import)"\./([\w.-]+\.js)"')
HEAD = 20_000
"""Bytes at the beginning of a file within which it names the files it needs."""
STILL = (
    "<style>.stAppSkeleton>div,.stSkeleton,[data-testid=stSkeleton]{animation:none!important}"
    "</style>"
)
"""Grey places that wait for their files stand still. Each frame in which forty of them move is
painted by the processor that has yet to read the chart's five megabytes.
"""
UNCHANGING = re.compile(r"/static/(?:js|css)/[\w.-]+")
"""Files named by what is in them."""
CONDITIONS = ("range", "if-none-match", "if-modified-since")
COMPRESSED = 9


def file_of(part: str) -> str:
    """The file a part of Streamlit's is built into; "" where this version has none, or several."""
    found = [file.name for file in FILES.glob(f"{part}.*.js")]
    return found[0] if len(found) == 1 else ""


def needed(names: Iterable[str]) -> list[str]:
    """Files and every file these need, each once."""
    waiting, known = list(names), dict[str, None]()
    while waiting:
        name = waiting.pop(0)
        if name not in known:
            known[name] = None
            with (FILES / name).open("rb") as file:
                waiting += [other.decode() for other in IMPORTED.findall(file.read(HEAD))]
    return list(known)


@cache
def drawn_with() -> tuple[str, ...]:
    """The files of the overview that Streamlit's own page does not name."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    parts = filter(None, map(file_of, DRAWN))
    return tuple(name for name in needed(parts) if f'"./static/js/{name}"' not in page)


@cache
def head(*, with_chart: bool) -> bytes:
    """What the overview's page says of its files; whether the chart's is also run as soon as it is
    there, which takes half a second or more and is best done while the server asks its database.
    """
    links = [
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in drawn_with()
    ]
    if with_chart and file_of(CHART):
        links.append(
            f'<script type="module" async crossorigin src="./static/js/{file_of(CHART)}"></script>'
        )
    return "".join(links).encode()


def hurried(page: bytes, path: str, *, with_chart: bool) -> bytes:
    """A page's HTML with the first page's files in it, where it is the first page's."""
    said = STILL.encode() + (head(with_chart=with_chart) if path == "/" else b"")
    return page.replace(b"</head>", said + b"</head>", 1)


class Kept:
    """Compresses each file of the application once and keeps it, for whoever asks next: there are
    so many and no more, 7 MB all together.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_unchanging(scope):
            await self.app(scope, receive, send)
            return
        start, body = self.kept.get(scope["path"]) or await self._asked(scope)
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})

    async def _asked(self, scope: Scope) -> tuple[Message, bytes]:
        """The application's own answer; kept, compressed, where it says that it never changes. An
        unknown file's is the first page, which does. Read to its end whoever leaves meanwhile: what
        is kept is for the next one.
        """
        answer = Whole()
        await self.app(scope, waits_to_the_end, answer)
        headers, body = MutableHeaders(raw=answer.start["headers"]), bytes(answer.body)
        if "immutable" in headers.get("cache-control", ""):
            body = await run_in_threadpool(gzip.compress, body, COMPRESSED, mtime=0)
            headers["content-encoding"] = "gzip"
            headers["content-length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
            self.kept[scope["path"]] = answer.start, body
        return answer.start, body


class Whole:
    """An answer held until it is whole."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")


async def waits_to_the_end() -> Message:
    """What an answer hears of somebody who does not leave before its end: nothing."""
    await asyncio.Event().wait()
    raise AssertionError("nothing ends this waiting but the answer's end")


def is_unchanging(scope: Scope) -> bool:
    """Whether a whole file of the application is asked for by one who reads it compressed."""
    if (
        scope["type"] != "http"
        or scope["method"] != "GET"
        or not UNCHANGING.fullmatch(scope["path"])
    ):
        return False
    asked = Headers(scope=scope)
    return "gzip" in asked.get("accept-encoding", "") and not any(
        name in asked for name in CONDITIONS
    )
