"""What Streamlit keeps in memory for pages: files made to be fetched, files handed in. Each is
judged by whose it is, never by how its address is spelt, and what is handed in has a measure.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import Message, Send
from streamlit.runtime import Runtime

from fund import visitors

MEDIA, HANDED_IN, TICKETS = "/media", "/_stcore/upload_file", "/file"
PLACE = re.compile(r"/_stcore/upload_file/(?P<session>[\w-]{1,64})/(?P<file>[\w-]{1,64})")
STORES = {
    MEDIA: re.compile(r"/media/[^/\\]+"),
    HANDED_IN: PLACE,
    TICKETS: re.compile(r"/file/[^/\\]+"),
}
"""The stores, and how an address in each is written; any other spelling leads nowhere."""
MEGABYTE = 1_000_000
MOST_OF_ONE, MOST_OF_ALL = 105 * MEGABYTE, 420 * MEGABYTE
"""Bytes that one visitor, and all together, may have handed in and not yet done with: five and
twenty of the largest files there may be (.streamlit/config.toml, 20 MiB). A form takes one file at
a time, a province's workbooks together are a few megabytes. All of them stay below half a gigabyte
on a machine that has four.
"""
LEAST_OF_A_FILE = 65_536
"""What the smallest file counts as: a million empty ones fill a memory too."""


class Refused(NamedTuple):
    """An answer instead: its status and, in words of fund.asgi, why."""

    status: int
    why: str


class Marked:
    """An answer of Streamlit's store, handed on to the one it is marked for (fund.ui.for_me).
    Anybody else gets nothing of it, and what bears no mark is nobody's.
    """

    def __init__(self, send: Send, mark: str) -> None:
        self.send, self.mark, self.is_refused = send, mark, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and mark_in(message["headers"]) != self.mark:
            self.is_refused = True
            message = {**message, "status": 403, "headers": [(b"content-length", b"0")]}
        elif self.is_refused:
            message = {**message, "body": b""}
        await self.send(message)


def mark_in(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Whom an answer is for, by its media type; empty where it does not say."""
    kinds = [value.decode("latin-1") for name, value in headers if name.lower() == b"content-type"]
    return kinds[0].partition("; for=")[2] if kinds else ""


def store_of(path: str) -> str | None:
    """Which store an address leads to; "" for one that only looks like it in another spelling, None
    for none.
    """
    for store, written in STORES.items():
        if written.fullmatch(path):
            return store
    plain = path
    for _time in range(3):  # as often as anything on the way may have encoded it
        plain = unquote(plain)
    plain = posixpath.normpath("/" + plain.replace("\\", "/").casefold().strip("/. \t"))
    looks = any(plain == store or plain.startswith(f"{store}/") for store in STORES)
    return "" if looks else None


class HandedIn:
    """What visitors are handing in and have handed in, counted by whose it is."""

    def __init__(self) -> None:
        self.on_the_way: Counter[str] = Counter()
        self.sessions: dict[str, str] = {}

    def refused(self, method: str, path: str, mark: str, length: str | None) -> Refused | None:
        """Why a request for somebody's files is refused; None where it is theirs and there is room
        for it.
        """
        place = PLACE.fullmatch(path)
        if place is None or method not in ("PUT", "DELETE", "OPTIONS"):
            return Refused(403, "not_yours")
        if not mark or whose(place["session"]) != mark:
            return Refused(403, "not_yours")
        if method != "PUT":
            return None
        if length is None or not length.isascii() or not length.isdigit():
            return Refused(411, "no_length")
        self.sessions[place["session"]] = mark
        held = self.held()
        coming = max(int(length), LEAST_OF_A_FILE)
        if held[mark] + coming > MOST_OF_ONE or held.total() + coming > MOST_OF_ALL:
            return Refused(413, "too_much")
        return None

    def held(self) -> Counter[str]:
        """Bytes by visitor: those kept, and those on the way."""
        kept = Counter(self.on_the_way)
        store = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
        for session in [known for known in self.sessions if known not in store]:
            if not Runtime.instance().is_active_session(session):
                del self.sessions[session]
        for session, files in list(store.items()):
            for file in list(files.values()):
                kept[self.sessions.get(session, "")] += max(len(file.data), LEAST_OF_A_FILE)
        return kept


def whose(session: str) -> str:
    """The mark of the visitor whose page a session is, as the shell marked its connection; empty
    where no page is open under that name.
    """
    client = Runtime.instance().get_client(session)
    context = client.client_context if client else None
    said = [value for name, value in context.headers if name == visitors.MARK] if context else []
    return said[0] if said else ""
