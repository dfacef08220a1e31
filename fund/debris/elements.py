"""A catalogue of mean elements: two lines a satellite (TLE), or the standard's message (OMM) as
CSV, JSON, XML or KVN. Each object once, by its number; whatever cannot be read is counted by its
reason.
"""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from sgp4 import alpha5
from sgp4.api import WGS72, Satrec

from fund.debris import values
from fund.errors import N_, FundError

LARGEST = 100_000_000
"""Bytes of a catalogue at most: 10,000 objects have 1.7 million as TLE, 5 million as JSON."""
MOST = 200_000
"""Objects of a catalogue at most."""
EPOCH_0 = datetime(1949, 12, 31, tzinfo=UTC)
FORMS = ("tle", "csv", "json", "xml", "kvn")
LINE, TYPE = 69, 62
"""Characters of a line, and the place of the type of ephemeris in the first one."""
WANTED = (
    "NORAD_CAT_ID",
    "EPOCH",
    "MEAN_MOTION",
    "ECCENTRICITY",
    "INCLINATION",
    "RA_OF_ASC_NODE",
    "ARG_OF_PERICENTER",
    "MEAN_ANOMALY",
)
DRAG = ("BSTAR", "MEAN_MOTION_DOT", "MEAN_MOTION_DDOT")
"""What an element set may leave out: taken as 0."""
BESIDE = {
    "CENTER_NAME": ("EARTH",),
    "REF_FRAME": ("TEME",),
    "TIME_SYSTEM": ("UTC",),
    "MEAN_ELEMENT_THEORY": ("SGP4", "SGP/SGP4", "SGP"),
    "EPHEMERIS_TYPE": ("0", "1", "2", "3"),
}
"""What stands beside the elements and says what they are (CCSDS 502.0-B): another centre, frame,
time or theory (SGP4-XP is type 4) is not what this propagator takes.
"""
UNITS = {
    "MEAN_MOTION": "rev/day",
    "INCLINATION": "deg",
    "RA_OF_ASC_NODE": "deg",
    "ARG_OF_PERICENTER": "deg",
    "MEAN_ANOMALY": "deg",
}
"""The standard's own units, where one is written beside the number."""
ODD = ("checksum", "not_read", "superseded", "other_theory")
"""Why a set of elements is not used: a line whose check digit is wrong, one that cannot be read,
one a newer set of the same object replaces, one that is meant for another propagator.
"""


class NoCatalogue(FundError):
    """A file in which no elements are."""

    message = N_(
        "There are no orbital elements in the file: it must be a TLE file or OMM as CSV, JSON, XML"
        " or KVN, at most {most} bytes."
    )


class Orbit(NamedTuple):
    """The elements of one object: catalogue number, name, epoch, and the propagator that has
    them.
    """

    number: str
    name: str
    epoch: datetime
    satellite: Satrec

    @property
    def perigee_km(self) -> float:
        """The lowest distance from the centre of the Earth."""
        return float((1 + self.satellite.altp) * self.satellite.radiusearthkm)

    @property
    def apogee_km(self) -> float:
        """The greatest distance from the centre of the Earth."""
        return float((1 + self.satellite.alta) * self.satellite.radiusearthkm)


class Catalogue(NamedTuple):
    """What a file holds: its form, the newest set of each object in the order of their numbers, and
    how many sets were not used, by reason.
    """

    form: str
    orbits: tuple[Orbit, ...]
    odd: Mapping[str, int]

    @property
    def oldest(self) -> datetime:
        """The earliest epoch."""
        return min(one.epoch for one in self.orbits)

    @property
    def newest(self) -> datetime:
        """The latest epoch."""
        return max(one.epoch for one in self.orbits)


def read(content: bytes) -> Catalogue:
    """A catalogue by its first character; raises NoCatalogue where there is nothing in it."""
    if len(content) > LARGEST:
        raise NoCatalogue(most=LARGEST)
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    odd = dict.fromkeys(ODD, 0)
    newest: dict[str, Orbit] = {}
    form, sets = _found(bare)
    for one in sets:
        if isinstance(one, str):
            odd[one] += 1
            continue
        before = newest.get(one.number)
        odd["superseded"] += before is not None
        if before is None or before.epoch < one.epoch:
            newest[one.number] = one
        if len(newest) > MOST:
            raise NoCatalogue(most=LARGEST)
    if not newest:
        raise NoCatalogue(most=LARGEST)
    ordered = sorted(newest.values(), key=lambda one: (len(one.number), one.number))
    return Catalogue(form, tuple(ordered), odd)


def _found(content: bytes) -> tuple[str, Iterator[Orbit | str]]:
    """The form, and each set of elements or the reason why it is none."""
    if content[:1] == b"<":
        return "xml", _sets(_of_xml(content))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if content[:1] in (b"[", b"{"):
        return "json", _sets(_of_json(text))
    first = text.partition("\n")[0]
    if "NORAD_CAT_ID" in first and "," in first:
        return "csv", _sets(csv.DictReader(io.StringIO(text)))
    if first.partition("=")[0].strip() == "CCSDS_OMM_VERS":
        return "kvn", _sets(_of_kvn(text))
    return "tle", _of_lines(text)


def _of_json(text: str) -> list[Mapping[str, object]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    several = found if isinstance(found, list) else [found]
    return [one for one in several if isinstance(one, dict)]


def _of_xml(content: bytes) -> Iterator[Mapping[str, object]]:
    """Each segment's leaves; a document type or entity is never read."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return
    for segment in root.iter():
        if segment.tag.rpartition("}")[2] == "segment":
            leaves = {leaf.tag.rpartition("}")[2]: leaf for leaf in segment.iter()}
            yield {
                key: _in_unit(key, leaf.text or "", leaf.get("units", ""))
                for key, leaf in leaves.items()
            }


def _of_kvn(text: str) -> Iterator[Mapping[str, object]]:
    fields: dict[str, str] = {}
    for line in text.splitlines():
        key, _sign, value = line.partition("=")
        if key.strip() == "CCSDS_OMM_VERS" and fields:
            yield fields
            fields = {}
        bare, _bracket, unit = value.partition("[")
        fields[key.strip()] = _in_unit(key.strip(), bare.strip(), unit.partition("]")[0])
    yield fields


def _in_unit(key: str, value: str, unit: str) -> str:
    """A value with the unit beside it, if any: nothing where that is another than the standard's.

    >>> _in_unit("INCLINATION", "98.6", " deg "), _in_unit("INCLINATION", "1.72", "rad")
    ('98.6', '')
    """
    wanted = UNITS.get(key, unit).strip().lower()
    return value if unit.strip().lower() in ("", wanted) else ""


def _sets(found: Iterable[Mapping[str, object]]) -> Iterator[Orbit | str]:
    for fields in found:
        yield _of_fields(fields) or "not_read" if _is_ours(fields) else "other_theory"


def _is_ours(fields: Mapping[str, object]) -> bool:
    """Whether all that stands beside the elements is as this propagator takes it; what is not said
    is so.
    """
    said = {key: str(fields.get(key) or "").strip().upper() for key in BESIDE}
    return all(value in ("", *BESIDE[key]) for key, value in said.items())


def _of_fields(fields: Mapping[str, object]) -> Orbit | None:
    """A set of elements from an OMM; None where something is missing or no number."""
    epoch = values.instant(str(fields.get("EPOCH") or ""))
    number = str(fields.get("NORAD_CAT_ID") or "").strip().lstrip("0")
    wanted = [values.number(str(fields.get(name))) for name in WANTED[2:]]
    drag = [values.number(str(fields.get(name) or "0")) for name in DRAG]
    if epoch is None or not number.isascii() or not number.isdigit():
        return None
    if any(one is None for one in (*wanted, *drag)):
        return None
    motion, eccentricity, inclination, node, perigee, anomaly = (float(one or 0) for one in wanted)
    bstar, slowing, slowing_more = (float(one or 0) for one in drag)
    if not (0 <= eccentricity < 1 and 0 < motion < 20):
        return None
    made = Satrec()
    made.sgp4init(
        WGS72,
        "i",
        0,
        (epoch - EPOCH_0) / timedelta(days=1),
        bstar,
        slowing * math.pi / 1_036_800.0,
        slowing_more * 2 * math.pi / 2_985_984_000.0,
        eccentricity,
        math.radians(perigee),
        math.radians(inclination),
        math.radians(anomaly),
        motion / 720.0 * math.pi,
        math.radians(node),
    )
    name = str(fields.get("OBJECT_NAME") or "").strip()[:200]
    return Orbit(number, name, epoch, made) if made.error == 0 else None


def _of_lines(text: str) -> Iterator[Orbit | str]:
    """Sets of two lines, each perhaps after a line with the name; blanks that do not break are
    blanks.
    """
    name, first = "", ""
    for raw in text.splitlines():
        line = raw.replace("\xa0", " ").rstrip()
        if line.startswith("1 ") and len(line) >= LINE - 1:
            first = line
        elif line.startswith("2 ") and len(line) >= LINE - 1 and first:
            yield _of_pair(name, first, line)
            name, first = "", ""
        elif line and not line.startswith("#"):
            name, first = line.removeprefix("0 ").strip()[:200], ""


def _of_pair(name: str, first: str, second: str) -> Orbit | str:
    if not (_is_whole(first) and _is_whole(second)):
        return "checksum"
    if first[TYPE].strip() not in ("", *BESIDE["EPHEMERIS_TYPE"]):
        return "other_theory"
    try:
        made = Satrec.twoline2rv(first, second)
        number = str(alpha5.from_alpha5(first[2:7].strip()))
        year, day = int(first[18:20]), float(first[20:32])
    except (ValueError, IndexError):
        return "not_read"
    if made.error or first[2:7] != second[2:7]:
        return "not_read"
    start = datetime(year + (2000 if year < 57 else 1900), 1, 1, tzinfo=UTC)
    return Orbit(number, name, start + timedelta(days=day - 1), made)


def _is_whole(line: str) -> bool:
    """Whether the check digit is right, where there is one: digits added up, a minus counts 1."""
    if len(line) < LINE:
        return True
    total = sum(int(one) if one.isdigit() else one == "-" for one in line[: LINE - 1])
    return line[LINE - 1] == str(total % 10)
