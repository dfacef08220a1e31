"""What somebody who opens the application for the first time is sent: files named beforehand, each
compressed once.
"""

import asyncio
import gzip
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from fund.ui import first_load, style
from fund.ui.first_load import CHART, DRAWN, FILES, STATIC, Kept, drawn_with, file_of, hurried

PAGE = b"<html><head></head><body></body></html>"
READS_IT = (b"accept-encoding", b"gzip, br")


class Asked:
    """Streamlit's own files below /static/, and how often it was asked for each."""

    def __init__(self) -> None:
        self.files: StaticFiles = create_streamlit_static_handler(str(STATIC), None)
        self.times: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.times[scope["path"]] += 1
        await self.files(scope, receive, send)


def answer(
    app: Kept, path: str, *headers: tuple[bytes, bytes], leaves: bool = False
) -> tuple[int, dict[str, str], bytes]:
    """What somebody is sent who reads compressed files."""
    heard: list[Message] = []

    async def receive() -> Message:
        if not leaves:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        heard.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b""}
    asking = app({**scope, "headers": [READS_IT, *headers]}, receive, send)
    with ThreadPoolExecutor(1) as own:  # this thread's loop may be a browser's
        own.submit(asyncio.run, asking).result()
    told = {name.decode().lower(): value.decode() for name, value in heard[0]["headers"]}
    return heard[0]["status"], told, b"".join(one.get("body", b"") for one in heard[1:])


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def kept(asked: Asked) -> Kept:
    return Kept(asked)


@pytest.mark.parametrize("part", DRAWN)
def test_each_part_of_the_overview_is_one_file_of_the_installed_streamlit(part: str) -> None:
    assert file_of(part) in drawn_with()


def test_what_is_named_beforehand_is_there_and_named_once() -> None:
    assert len(set(drawn_with())) == len(drawn_with()) > len(DRAWN)
    assert all((FILES / name).is_file() for name in drawn_with())
    page = hurried((STATIC / "index.html").read_bytes(), "/", with_chart=True)
    named = Counter(re.findall(rb'href="\./static/js/([^"]+)"', page))
    assert set(named.values()) == {1}
    assert {name.encode() for name in drawn_with()} < set(named)


def test_only_the_first_page_names_them_and_only_a_known_visitors_runs_the_chart() -> None:
    chart = file_of(CHART).encode()
    assert hurried(PAGE, "/", with_chart=True).count(chart) == 2
    assert hurried(PAGE, "/", with_chart=False).count(chart) == 1
    assert chart not in hurried(PAGE, "/people", with_chart=True)


def test_grey_places_stand_still_under_the_names_streamlit_gives_them() -> None:
    assert first_load.STILL.encode() in hurried(PAGE, "/people", with_chart=True)
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    (begun,) = re.findall(r'src="\./static/js/(index\.[^"]+)"', page)
    built = (FILES / begun).read_text(encoding="utf-8")
    assert all(f"`{name}`" in built for name in ("stAppSkeleton", "stSkeleton"))


def test_a_file_is_compressed_once_and_is_the_same_for_everybody(asked: Asked, kept: Kept) -> None:
    path = f"/static/js/{file_of('Selectbox')}"
    first, second = answer(kept, path, leaves=True), answer(kept, path)
    assert first == second  # also where the first has left before it was there
    status, headers, body = first
    assert (status, asked.times[path]) == (200, 1)
    assert gzip.decompress(body) == (STATIC / path[1:]).read_bytes()
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"]


def test_who_has_the_file_is_told_so_also_when_it_is_kept(kept: Kept) -> None:
    path = f"/static/js/{file_of('Selectbox')}"
    _status, headers, _body = answer(kept, path)
    status, _headers, body = answer(kept, path, (b"if-none-match", headers["etag"].encode()))
    assert (status, body) == (304, b"")


def test_a_part_of_a_file_is_not_answered_from_what_is_kept(kept: Kept) -> None:
    path = f"/static/js/{file_of('Selectbox')}"
    answer(kept, path)
    status, headers, body = answer(kept, path, (b"range", b"bytes=0-9"))
    assert (status, "content-encoding" in headers) == (206, False)
    assert body == (STATIC / path[1:]).read_bytes()[:10]


@pytest.mark.parametrize(
    "path", ["/static/js/nothing.js", "/static/js/../index.html", "/", "/x.js"]
)
def test_nothing_is_kept_but_files_that_never_change(kept: Kept, path: str) -> None:
    answer(kept, path)
    assert kept.kept == {}


def test_the_style_sheet_watches_no_ancestor_of_the_page() -> None:
    """``:has`` on one makes the browser judge every element anew whenever a chart measures a word:
    half a second of the first load.
    """
    shown = (style.STATIC / "frame.css").read_text(encoding="utf-8").partition("@media print")[0]
    watched = re.findall(r"([\w.\[\]=-]+):has\(", shown)
    assert len(watched) > 2
    above = re.compile(r"body|html|:root|stApp|stAppViewContainer|stMain|stMainBlockContainer")
    assert [one for one in watched if above.search(one)] == []
