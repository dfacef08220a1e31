"""A long package read release by release: the file passes through a window, and a release is let go
once what is stored of it is made, so that memory holds what is kept and not the file. Whatever is
not one sound package of releases or of records is ``Unusual``: the reader of whole files says what
it is. Pure but for the file.
"""

import codecs
import hashlib
import json
from collections.abc import Iterator
from typing import BinaryIO

from fund.published.documents import SUSPECT, Document, Parsing, is_sound
from fund.published.issues import Findings

LONG = 8_000_000
"""Bytes from which a file is read so."""
AT_ONCE = 2_000_000
"""Bytes taken from the file at a time."""
LISTS = ("releases", "records")
OF_A_RECORD = ("ocid", "compiledRelease", "versionedRelease")
"""Fields that make an object with a list of releases a record and no package."""
BLANK = " \t\r\n"


class Unusual(Exception):
    """Not one sound package."""


class Window:
    """What of a file is looked at, and the SHA-256 of what has passed."""

    def __init__(self, file: BinaryIO, at_once: int = AT_ONCE) -> None:
        self._file, self._at_once = file, at_once
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._parsing = Parsing()
        self._text, self._at, self._is_end = "", 0, False
        self.sha256 = hashlib.sha256()

    def _more(self) -> None:
        if self._is_end:
            raise Unusual
        piece = self._file.read(self._at_once)
        self.sha256.update(piece)
        self._is_end = not piece
        try:
            decoded = self._decoder.decode(piece, final=self._is_end)
        except UnicodeDecodeError as error:
            raise Unusual from error
        self._text, self._at = self._text[self._at :] + decoded, 0

    def sign(self) -> str:
        """The next sign that is no blank, and on past it; nothing at the file's end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in BLANK:
                self._at += 1
            if self._at < len(self._text):
                self._at += 1
                return self._text[self._at - 1]
            if self._is_end:
                return ""
            self._more()

    def value(self) -> object:
        """The next JSON value, sound."""
        if not self.sign():
            raise Unusual
        self._at -= 1
        while True:
            self._parsing.is_suspect = False
            try:
                found, end = self._parsing.decode(self._text, self._at)
            except json.JSONDecodeError:
                self._more()
                continue
            except RecursionError as error:
                raise Unusual from error
            if end < len(self._text) or self._is_end:
                break
            self._more()
        is_suspect = self._parsing.is_suspect or SUSPECT.search(self._text, self._at, end)
        if is_suspect and not is_sound(Document("", found), Findings()):
            raise Unusual
        self._at = end
        return found


def pieces(window: Window) -> Iterator[tuple[str, int, dict[str, object]]]:
    """(releases or records, place from 0, the object) of a package, in its order. Raises Unusual,
    maybe after the last of them.
    """
    _expect(window, "{")
    seen: set[str] = set()
    while True:
        key = window.value()
        if not isinstance(key, str) or key in seen or key in OF_A_RECORD:
            raise Unusual
        seen.add(key)
        _expect(window, ":")
        if key in LISTS:
            if len(seen.intersection(LISTS)) > 1:
                raise Unusual
            yield from _listed(window, key)
        else:
            window.value()
        sign = window.sign()
        if sign == "}":
            break
        if sign != ",":
            raise Unusual
    if window.sign() or not seen.intersection(LISTS):
        raise Unusual


def _listed(window: Window, name: str) -> Iterator[tuple[str, int, dict[str, object]]]:
    _expect(window, "[")
    place, sign = 0, ","
    while sign == ",":
        item = window.value()
        if not isinstance(item, dict):
            raise Unusual
        yield name, place, item
        place, sign = place + 1, window.sign()
    if sign != "]":
        raise Unusual


def _expect(window: Window, sign: str) -> None:
    if window.sign() != sign:
        raise Unusual
