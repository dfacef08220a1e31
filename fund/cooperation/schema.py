"""An IATI 2.03 file as its own schema sees it. Nothing is fetched and no entity is resolved.

Source: https://github.com/IATI/IATI-Schemas, kept in data/schemas/iati.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lxml import etree
from lxml.etree import _Element, _ElementUnicodeResult

from fund.errors import N_, FundError

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas" / "iati"
MOST_BYTES = 40_000_000
Element = _Element
Placed = _ElementUnicodeResult
"""An attribute or text that knows where it stands."""
KINDS: Mapping[str, str] = {
    "iati-activities": "activities",
    "iati-organisations": "organisations",
    "{http://iatiregistry.org/ns/record#}registry-record": "registry-record",
}
"""The first element of a file -> the schema that judges it."""


class TooLarge(FundError):
    """A file is read whole, so it has a most."""

    message = N_("The file has {megabytes} MB; {most} MB are read at once. Divide it.")


class NotXml(FundError):
    """The file is no well-formed XML."""

    message = N_("Line {line}: this is no well-formed XML. Send it as its program wrote it.")


class HasDoctype(FundError):
    """A document type may name entities, which may name files and grow without end."""

    message = N_(
        "The file declares a document type or entities; IATI needs none. Take the DOCTYPE out."
    )


def parsed(content: bytes) -> _Element:
    """The first element of a file, with entities, document types and network shut out."""
    if len(content) > MOST_BYTES:
        raise TooLarge(megabytes=len(content) // 1_000_000, most=MOST_BYTES // 1_000_000)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
            raise HasDoctype from wrong
        raise NotXml(line=getattr(wrong, "lineno", None) or 1) from wrong
    if root.getroottree().docinfo.internalDTD is not None:
        raise HasDoctype
    return root


@cache
def of(kind: str) -> etree.XMLSchema:
    """The schema of a kind of file, compiled."""
    return etree.XMLSchema(etree.parse(SCHEMAS / f"iati-{kind}-schema.xsd"))


def faults(root: _Element) -> list[tuple[int, str, str]]:
    """What the schema does not let pass: line, element and attribute by their path, and the word of
    the schema's processor for the kind of fault.
    """
    schema = of(KINDS.get(str(root.tag), "activities"))
    schema.validate(root)
    return [
        (one.line, str(one.path or ""), f"{one.type_name}: {one.message}")
        for one in list(schema.error_log)  # type: ignore[call-overload]
    ]
