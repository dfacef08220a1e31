"""Reading messages written as XML: one ``cdm``, or several in an ``ndm``. Never a document type or
an entity; each value remembers its line.
"""

from collections.abc import Iterator
from typing import Protocol
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from fund.debris.records import Block, Field, Raw, Read
from fund.debris.sayings import issue
from fund.errors import Issue

LINE = "line"
DEEPEST = 40
"""How deep elements lie inside one another at most; a message needs six."""


CONTAINERS = frozenset(
    {
        "header",
        "body",
        "segment",
        "relativeMetadataData",
        "relativeStateVector",
        "metadata",
        "data",
        "odParameters",
        "additionalParameters",
        "stateVector",
        "covarianceMatrix",
    }
)
"""Elements that hold others: one that is empty says nothing."""


class TooDeep(ValueError):
    """Elements inside elements without end."""


class _Placed(Protocol):
    """A parser that knows where it is."""

    CurrentLineNumber: int


class _Lined(TreeBuilder):
    """Builds the tree with the line of each element; ``expat`` tells it."""

    expat: _Placed
    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep(f"elements lie more than {DEEPEST} deep")
        made = super().start(tag, attrs)
        made.set(LINE, str(self.expat.CurrentLineNumber))
        return made

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def read(content: bytes) -> Iterator[Raw | Read]:
    """Every message; one reading that says why, where the file is no message at all."""
    target = _Lined()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.expat = parser.parser
    try:
        parser.feed(content)
        root = parser.close()
    except DefusedXmlException:
        yield Read("", None, (issue("ENTITIES", "L1", ""),))
        return
    except (ParseError, TooDeep, ValueError, LookupError) as error:
        yield Read("", None, (issue("NOT_XML", "L1", str(error)),))
        return
    found = [root] if _name(root) == "cdm" else [one for one in root if _name(one) == "cdm"]
    others = [root] if _name(root) != "ndm" else list(root)
    for one in others:
        if _name(one) not in ("cdm", "COMMENT", "MESSAGE_ID"):
            value = _name(one).upper()[:40]
            yield Read(_where(one), None, (issue("NOT_A_CDM", _where(one), value),))
    yield from map(_message, found)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].rpartition(":")[2]


def _where(element: Element) -> str:
    return f"L{element.get(LINE)}"


def _message(root: Element) -> Raw:
    head: Block = {"CCSDS_CDM_VERS": Field(root.get("version") or "", "", _where(root))}
    comments: list[list[str]] = [[], [], []]
    issues: list[Issue] = []
    remarks: set[str] = set()
    segments = [one for one in root.iter() if _name(one) == "segment"]
    inside = {leaf for one in segments for leaf in one.iter()}
    leaves = [one for one in root.iter() if not len(one) and one not in inside]
    _filled(leaves, head, comments[0], issues, remarks)
    objects: list[Block] = []
    for number, one in enumerate(segments[:2]):
        objects.append({})
        leaves = [leaf for leaf in one.iter() if not len(leaf)]
        _filled(leaves, objects[-1], comments[number + 1], issues, remarks)
    first, second = [*objects, {}, {}][:2]
    return Raw(
        "xml",
        _where(root),
        head,
        (first, second),
        (tuple(comments[0]), tuple(comments[1]), tuple(comments[2])),
        tuple(sorted(remarks)),
        tuple(issues),
    )


def _filled(
    leaves: list[Element], block: Block, comments: list[str], issues: list[Issue], remarks: set[str]
) -> None:
    """Put the values of some elements into a block."""
    for leaf in leaves:
        name, text = _name(leaf), (leaf.text or "").strip()
        if name in CONTAINERS:
            continue
        key = name.upper()
        if key == "COMMENT":
            comments.append(text)
            continue
        if key == "USER_DEFINED":
            key = f"USER_DEFINED_{(leaf.get('parameter') or '').upper()}"
        if key != name and not name.startswith("USER"):
            remarks.add("KEY_NOT_UPPER")
        if key in block:
            issues.append(issue("DUPLICATE", _where(leaf), text, key=key))
            continue
        block[key] = Field(text, (leaf.get("units") or "").strip(), _where(leaf))
