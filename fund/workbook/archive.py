"""What may be inside a workbook file: the zip container, looked at before anything in it is
believed.

Standard library only: this runs in the limited process of fund.workbook.guard.
"""

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn, Protocol
from xml.parsers import expat

CHUNK = 1 << 20
"""Bytes unpacked at a time; large, because older expat versions re-read an unfinished token with
every piece.
"""

DEEPEST = 100
RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://purl.oclc.org/ooxml/package/relationships",
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_BOOKS = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
"""How the stream of an old workbook is named in its file."""
SEEN = 4096
"""Bytes looked at to tell what a file is."""

PART_ENDINGS = (
    ".xml",
    ".rels",
    ".vml",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".emf",
    ".wmf",
    ".svg",
    ".tif",
    ".tiff",
    ".wdp",
    ".jxr",
    ".hdp",
    ".jfif",
    ".webp",
    ".psmdcp",
)
XML_ENDINGS = (".xml", ".rels", ".vml", ".psmdcp")
UNENDED = frozenset({"xl/metadata"})
"""Parts without an ending: Google Sheets leaves one, which says nothing of cells."""
LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
"""What operating systems leave in folders; never read."""
FORBIDDEN_PLACES: Mapping[str, str] = {
    "xl/vbaproject": "workbook_macros",
    "xl/macrosheets/": "workbook_macros",
    "xl/dialogsheets/": "workbook_macros",
    "xl/externallinks/": "workbook_external_links",
    "xl/connections": "workbook_external_links",
    "xl/querytables/": "workbook_external_links",
    "xl/embeddings/": "workbook_embedded",
    "xl/activex/": "workbook_embedded",
    "xl/webextensions/": "workbook_embedded",
    "xl/model/": "workbook_embedded",
}
FORBIDDEN_RELATIONS: Mapping[str, str] = {
    "vbaproject": "workbook_macros",
    "xlmacrosheet": "workbook_macros",
    "xlintlmacrosheet": "workbook_macros",
    "externallink": "workbook_external_links",
    "externallinkpath": "workbook_external_links",
    "attachedtemplate": "workbook_external_links",
    "connections": "workbook_external_links",
    "oleobject": "workbook_embedded",
    "package": "workbook_embedded",
    "control": "workbook_embedded",
}


class Refused(Exception):
    """The file is not read: ``code`` says why, ``where`` names the part."""

    def __init__(self, code: str, where: str = "", value: str = "") -> None:
        """Keep what a person may be shown, shortened."""
        super().__init__(code, where, value)
        self.code, self.where, self.value = code, where[:200], value[:200]


def refuse(code: str, where: str = "", value: str = "") -> NoReturn:
    """Stop reading: why, and at which part or cell."""
    raise Refused(code, where, value)


DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    struct.error,
    KeyError,
    IndexError,
    ValueError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
"""What broken or lying files raise while they are read."""


@dataclass(frozen=True)
class Limits:
    """How much of a workbook is read: bytes, parts, rows and columns of a sheet, cells of a
    file, seconds of a processor.
    """

    file_bytes: int = 20 * 2**20
    parts: int = 200
    unpacked_bytes: int = 100 * 2**20
    ratio: int = 200
    rows: int = 100_000
    columns: int = 200
    cells: int = 600_000
    text: int = 32_767
    cpu_seconds: int = 15


class Listener(Protocol):
    """What listens to an XML part: tags without namespaces, attributes, characters."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Note that an element begins."""

    def end(self, tag: str, /) -> None:
        """Note that an element ends."""

    def text(self, characters: str, /) -> None:
        """Note characters between tags."""


class Archive:
    """The parts of one workbook, counted while they are unpacked."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Look at the container; raises Refused."""
        self.limits = limits
        self.unpacked = 0
        self.seen: set[str] = set()
        _like_a_workbook(content, limits)
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self.parts = _checked(self._zip, limits)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece, within the limit on all that is unpacked."""
        with self._zip.open(self.parts[name]) as file:
            while piece := file.read(CHUNK):
                self.unpacked += len(piece)
                if self.unpacked > self.limits.unpacked_bytes:
                    refuse("workbook_bomb", name)
                yield piece

    def parse(self, name: str, listener: Listener) -> None:
        """Stream an XML part to a listener, namespaces dropped."""
        self.seen.add(name)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                refuse("workbook_damaged", name)
            listener.start(tag.rpartition(" ")[2], attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            listener.end(tag.rpartition(" ")[2])

        def doctype(*_declaration: object) -> None:
            refuse("workbook_dtd", name)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = listener.text
        parser.StartDoctypeDeclHandler = doctype
        parser.EntityDeclHandler = doctype
        for piece in self.pieces(name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part (of the package for ""): id to (kind, part it names)."""
        folder, _, name = part.rpartition("/")
        listing = posixpath.join(folder, "_rels", name + ".rels")
        if listing not in self.parts:
            return {}
        found = _Relations(listing)
        self.parse(listing, found)
        return {
            key: (kind, _resolve(folder, target)) for key, (kind, target) in found.relations.items()
        }

    def inspect_rest(self) -> None:
        """Run every XML part not yet read through the parser: no part may declare entities or link
        outside.
        """
        for name in self.parts:
            if name in self.seen:
                continue
            if name.lower().endswith(".rels"):
                self.parse(name, _Relations(name))
            elif name.lower() == "[content_types].xml":
                self.parse(name, _ContentTypes(name))
            elif name.lower().endswith(XML_ENDINGS):
                self.parse(name, Ignored())


class Ignored:
    """A part of which only the form matters."""

    def start(self, _tag: str, _attributes: dict[str, str], /) -> None:
        """Take no notice."""

    def end(self, _tag: str, /) -> None:
        """Take no notice."""

    def text(self, _characters: str, /) -> None:
        """Take no notice."""


class _Relations(Ignored):
    """Relationship elements; whatever reaches outside or holds a program is refused."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.relations: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        if tag != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind.lower() in FORBIDDEN_RELATIONS and not (
            kind.lower() == "package" and self.part == "_rels/.rels"
        ):
            refuse(FORBIDDEN_RELATIONS[kind.lower()], self.part, kind)
        if attributes.get("TargetMode", "").lower() == "external":
            if kind.lower() != "hyperlink":
                refuse("workbook_external_links", self.part, attributes.get("Target", ""))
            return
        self.relations[attributes["Id"]] = (kind, attributes["Target"])


class _ContentTypes(Ignored):
    """Declared types of parts; a macro-enabled or binary workbook is refused."""

    def __init__(self, part: str) -> None:
        self.part = part

    def start(self, _tag: str, attributes: dict[str, str], /) -> None:
        declared = attributes.get("ContentType", "").lower()
        if "macroenabled" in declared or "vbaproject" in declared:
            refuse("workbook_macros", self.part, declared)
        if "binary" in declared and "printersettings" not in declared:
            refuse("not_a_workbook", self.part, declared)


def _resolve(folder: str, target: str) -> str:
    return (
        target.lstrip("/")
        if target.startswith("/")
        else posixpath.normpath(posixpath.join(folder, target))
    )


def _is_litter(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last in LITTER or (name.startswith("__MACOSX/") and last.startswith("._"))


def sort_of(content: bytes) -> str:
    """What a file is by its first bytes, whatever it is called: xlsx, xls, encrypted, zip, pdf,
    html, csv (any text), or "" where nothing is known.
    """
    if content.startswith(b"PK\x03\x04"):
        return "xlsx" if b"[Content_Types].xml" in content and b"xl/" in content else "zip"
    if content.startswith(OLE):
        return "xls" if any(name in content for name in OLD_BOOKS) else "encrypted"
    if content.startswith(b"%PDF"):
        return "pdf"
    head = content[:SEEN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        return "html"
    lines = content[:SEEN].splitlines()
    separated = len(lines) > 1 and all(sign in lines[0] for sign in (b",",))
    return "csv" if separated and b"\0" not in content[:SEEN] else ""


def _like_a_workbook(content: bytes, limits: Limits) -> None:
    if len(content) > limits.file_bytes:
        refuse("workbook_too_large", value=str(len(content)))
    sort = sort_of(content)
    if content.startswith(OLE):
        refuse("workbook_encrypted", value=sort)
    if not content.startswith(b"PK\x03\x04"):
        refuse("not_a_workbook", value=sort)
    ending = content.rfind(b"PK\x05\x06")
    if ending >= 0 and len(content) >= ending + 12:
        (entries,) = struct.unpack_from("<H", content, ending + 10)
        if entries > limits.parts:
            refuse("workbook_parts", value=str(entries))


def _checked(package: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    entries = package.infolist()
    if len(entries) > limits.parts:
        refuse("workbook_parts", value=str(len(entries)))
    names = {entry.orig_filename.replace("\\", "/") for entry in entries}
    if not {"[Content_Types].xml", "_rels/.rels"} <= names:
        refuse("not_a_workbook", value="zip")  # before a part of it is found strange
    parts: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for entry in entries:
        name = entry.orig_filename.replace("\\", "/")  # as some writers under Windows part it
        _safe(entry, name, limits)
        if name.lower() in folded:
            refuse("workbook_unsafe_part", name)
        folded.add(name.lower())
        if not name.endswith("/") and not _is_litter(name):
            parts[name] = entry
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        refuse("workbook_bomb")
    return parts


def _safe(entry: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    steps = name.rstrip("/").split("/")
    if any(sign in name for sign in "\0:") or any(step in ("", ".", "..") for step in steps):
        refuse("workbook_unsafe_part", name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        refuse("workbook_unsafe_part", name)
    if entry.flag_bits & 0x1:
        refuse("workbook_encrypted", name)
    for place, code in FORBIDDEN_PLACES.items():
        if name.lower().startswith(place):
            refuse(code, name)
    if name.lower().startswith("[trash]/") or _is_litter(name):
        return  # left behind by some spreadsheet programs and systems, never read
    printer = name.lower().startswith("xl/printersettings/") and name.lower().endswith(".bin")
    is_known = name.lower().endswith(PART_ENDINGS) or name.lower() in UNENDED
    if not (name.endswith("/") or printer or is_known):
        refuse("workbook_unsafe_part", name)
    if entry.file_size > 2**20 and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        refuse("workbook_bomb", name)
