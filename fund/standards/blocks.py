"""The plain part of YAML that registers are written in: block mappings, block lists, words in one
or more lines. Anchors, tags and everything else that can grow or act is refused, never followed.

Written after the YAML 1.2 specification, sections 6 to 8; a file of relaton needs no more.
"""

import re
from typing import NamedTuple

DEEPEST = 20
LONGEST = 50_000
"""Lines of one file."""
KEY = re.compile(r"([\w.@/-]+|'[^']*'|\"[^\"]*\"):(?:\s+(.*))?$")
REFUSED = ("&", "*", "!", "{", "%", "`", "@")


class Unreadable(Exception):
    """The file is none of ours: ``line`` says where, from 1."""

    def __init__(self, line: int) -> None:
        """Keep the place."""
        super().__init__(line)
        self.line = line


class _Line(NamedTuple):
    number: int
    indent: int
    text: str


class _Reader:
    """Walks the lines once; ``at`` is the next one."""

    def __init__(self, text: str) -> None:
        self.lines = [
            _Line(number, len(line) - len(line.lstrip(" ")), line.strip())
            for number, line in enumerate(text.splitlines(), 1)
        ]
        if len(self.lines) > LONGEST:
            raise Unreadable(LONGEST)
        self.at = 0

    def peek(self) -> _Line | None:
        """The next line with something on it."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.text and not line.text.startswith("#"):
                return line
            self.at += 1
        return None

    def block(self, indent: int, depth: int) -> object:
        """What begins at the next line, at this indent or deeper."""
        line = self.peek()
        if line is None or line.indent < indent:
            return ""
        if depth > DEEPEST:
            raise Unreadable(line.number)
        if line.text == "-" or line.text.startswith("- "):
            return self.listed(line.indent, depth)
        if KEY.match(line.text):
            return self.mapping(line.indent, depth)
        self.at += 1
        return self.words(line.text, line.indent - 1, line.number)

    def listed(self, indent: int, depth: int) -> list[object]:
        """A list whose dashes stand at this indent."""
        found = []
        while (
            (line := self.peek())
            and line.indent == indent
            and (line.text == "-" or line.text.startswith("- "))
        ):
            rest = line.text[1:].lstrip()
            if not rest:
                self.at += 1
                found.append(self.block(indent + 1, depth + 1))
                continue
            inner = indent + len(line.text) - len(rest)
            self.lines[self.at] = _Line(line.number, inner, rest)
            found.append(self.block(inner, depth + 1))
        return found

    def mapping(self, indent: int, depth: int) -> dict[str, object]:
        """Keys at this indent, each with what stands beside or below it."""
        found = {}
        while (line := self.peek()) and line.indent == indent:
            match = KEY.match(line.text)
            if not match or match[1].strip("'\"") in found:
                raise Unreadable(line.number)
            self.at += 1
            rest = match[2] or ""
            if rest:
                found[match[1].strip("'\"")] = self.words(rest, indent, line.number)
                continue
            below = self.peek()
            is_list = below is not None and below.indent == indent and below.text[:1] == "-"
            found[match[1].strip("'\"")] = self.block(indent if is_list else indent + 1, depth + 1)
        if line is not None and line.indent > indent:
            raise Unreadable(line.number)
        return found

    def words(self, first: str, indent: int, number: int) -> object:
        """Words that begin here and go on in every deeper line."""
        if first.startswith(REFUSED):
            raise Unreadable(number)
        if first in ("[]", "~", "null"):
            return ""
        if first.startswith("["):
            raise Unreadable(number)
        quote = first[0] if first[0] in "'\"" else ""
        parts = [] if first[0] in "|>" else [first]
        while self.at < len(self.lines) and not (quote and _is_closed(" ".join(parts), quote)):
            line = self.lines[self.at]
            if line.text and line.indent <= indent and not quote:
                break
            if parts and not quote and first[0] not in "|>" and KEY.match(line.text):
                raise Unreadable(line.number)
            parts.append(line.text)
            self.at += 1
        text = " ".join(part for part in parts if part)
        if quote:
            if not _is_closed(text, quote):
                raise Unreadable(number)
            return _unquoted(text, quote)
        return re.sub(r"\s+#.*$", "", text)


def _is_closed(text: str, quote: str) -> bool:
    inner = text[1:].replace("''", "") if quote == "'" else re.sub(r"\\.", "", text[1:])
    return inner.endswith(quote)


def _unquoted(text: str, quote: str) -> str:
    if quote == "'":
        return text[1:-1].replace("''", "'")
    plain = re.sub(r"\\ ?(?=\s|$)", "", text[1:-1])
    return re.sub(r"\\(.)", lambda found: {"n": " ", "t": " "}.get(found[1], found[1]), plain)


def read(text: str) -> dict[str, object]:
    r"""The one mapping of a file: nested dicts and lists of words; raises Unreadable.

    >>> read("---\nid: X\ndocid:\n- id: 'ISO 1'\n  primary: true\ntitle: one\n  two\n")
    {'id': 'X', 'docid': [{'id': 'ISO 1', 'primary': 'true'}], 'title': 'one two'}
    """
    reader = _Reader(re.sub(r"\A\ufeff?---[ \t]*\n", "\n", text.replace("\r\n", "\n")))
    found = reader.block(0, 0)
    rest = reader.peek()
    if rest is not None:
        raise Unreadable(rest.number)
    if not isinstance(found, dict):
        raise Unreadable(1)
    return found
