"""From bytes to JSON documents, exactly: UTF-8, numbers as written, every problem with its place.
Pure.
"""

import json
import re
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import orjson

from fund.published.issues import Findings

LARGEST_MB = 256
"""Unpacked size beyond which a file is refused: a published year is a tenth of it."""
SUSPECT = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)
"""Escapes that may stand for NUL or half a character: only then is every text looked at."""
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
SHORT = 18
"""Characters of an integer that surely fits 64 bits."""
BLANK = re.compile(r"[ \t\r\n]*")


class Document(NamedTuple):
    """One JSON value of a file; ``where`` is empty when the file is that value, else ``line N``
    (counted from 1).
    """

    where: str
    value: object


class _Repeated(dict[str, object]):
    """An object in which a key appeared twice with different values."""

    key: str


class Parsing:
    """A decoder that keeps numbers exact and remembers whether anything needs a second look."""

    def __init__(self) -> None:
        self.is_suspect = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self._decimal,
            parse_int=self._integer,
            parse_constant=self._constant,
        )

    def decode(self, text: str, at: int) -> tuple[object, int]:
        """The value that starts at a position, and where it ends."""
        return self._decoder.raw_decode(text, at)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        first: dict[str, object] = {}
        for key, value in pairs:
            if first.setdefault(key, value) != value:
                self.is_suspect = True
                marked = _Repeated(made)
                marked.key = key
                return marked
        return made

    def _decimal(self, text: str) -> Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:
            return self._constant(text)

    def _integer(self, text: str) -> int | Decimal:
        return int(text) if len(text) <= SHORT else Decimal(text)

    def _constant(self, _text: str) -> Decimal:
        self.is_suspect = True
        return Decimal("NaN")


def read(content: bytes, findings: Findings) -> Iterator[Document]:
    """The JSON values of a file: one, or several one after another (JSON Lines), gzipped or not.

    Integers come as int (Decimal beyond 18 digits), other numbers as Decimal, exactly as written. A
    value that can be read in two ways or cannot be stored is left out, its issue added.
    """
    text = _text(_unpacked(content, findings), findings)
    if text is None:
        return
    if not text.strip(" \t\r\n"):
        findings.add("empty_file", "")
        return
    yield from _values(text, findings)


def stored(raw: bytes) -> dict[str, object]:
    """The object in bytes that were stored once it had been read. Raises TypeError where there is
    none: then they are not what was stored.
    """
    (document,) = read(raw, Findings())
    if not isinstance(document.value, dict):
        raise TypeError(document.value)
    return document.value


def canonical(value: object) -> bytes | None:
    """The same JSON always in the same bytes (keys sorted, numbers as written); None when nested
    too deeply.
    """
    try:
        return orjson.dumps(value, default=_number, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return None


def _number(value: object) -> orjson.Fragment:
    if not isinstance(value, Decimal):
        raise TypeError
    return orjson.Fragment(str(value))


def _unpacked(content: bytes, findings: Findings) -> bytes | None:
    limit = LARGEST_MB * 1_000_000
    if content[:2] == b"\x1f\x8b":
        unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            content = unpacking.decompress(content, limit + 1)
        except zlib.error:
            findings.add("not_gzip", "")
            return None
        if not unpacking.eof and len(content) <= limit:
            findings.add("not_gzip", "")
            return None
    if len(content) > limit:
        findings.add("too_large", "", limit=LARGEST_MB)
        return None
    return content


def _text(content: bytes | None, findings: Findings) -> str | None:
    if content is None:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.add("not_utf8", f"line {line}", content[error.start : error.start + 4].hex(" "))
        return None


def _values(text: str, findings: Findings) -> Iterator[Document]:
    start = at = _past_blank(text, 0)
    line, counted = 1, 0
    while at < len(text):
        line, counted = line + text.count("\n", counted, at), at
        parsing = Parsing()
        try:
            value, end = parsing.decode(text, at)
        except json.JSONDecodeError as error:
            findings.add(
                "not_json", f"line {error.lineno}", _line_at(text, error.pos), reason=error.msg
            )
            at = _next_whole_line(text, error.pos)
            continue
        except RecursionError:
            findings.add("too_deep", f"line {line}")
            return
        is_only = at == start and _past_blank(text, end) >= len(text)
        document = Document("" if is_only else f"line {line}", value)
        is_suspect = parsing.is_suspect or SUSPECT.search(text, at, end)
        if not is_suspect or is_sound(document, findings):
            yield document
        at = _past_blank(text, end)


def _past_blank(text: str, at: int) -> int:
    found = BLANK.match(text, at)
    return found.end() if found else at


def _line_at(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0].strip()


def _next_whole_line(text: str, at: int) -> int:
    """Where the next line starts if it is an object by itself (then this is JSON Lines), else the
    end of the text.
    """
    start = text.find("\n", at) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    if not start or not line.startswith("{"):
        return len(text)
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return len(text)
    return start


def step(where: str, key: str | int) -> str:
    """The place one step further in, as a JSON pointer (RFC 6901)."""
    return f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}"


def is_sound(document: Document, findings: Findings) -> bool:
    """Look at every value for what JSON's grammar lets through and nobody can store, or read in one
    way only.
    """
    is_sound = True
    open_: list[tuple[str, object]] = [(document.where, document.value)]
    while open_:
        where, value = open_.pop()
        for code, found, facts in _unsound(value):
            is_sound = False
            findings.add(code, where, found, **facts)
        if isinstance(value, dict):
            open_.extend((step(where, key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            open_.extend(
                (step(where, index), value[index]) for index in reversed(range(len(value)))
            )
    return is_sound


def _unsound(value: object) -> Iterator[tuple[str, str, dict[str, str]]]:
    if isinstance(value, _Repeated):
        yield "repeated_key", value.key, {"key": value.key}
    if isinstance(value, Decimal) and not value.is_finite():
        yield "not_a_number", str(value), {}
    for text in value if isinstance(value, dict) else [value]:
        if isinstance(text, str) and UNSTORABLE.search(text):
            yield "unstorable_text", text, {}
