"""Releases of one process as one statement of it, merged by the standard's own rules. Pure but for
the schema it reads.

Source: https://standard.open-contracting.org/1.1/en/schema/merging/; which fields are left out and
which lists are replaced whole is told by data/schemas. One thing is kept that the standard loses:
of things that share an id within one list, the second is merged with the second, not with the
first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple, TypeGuard

from fund.published import documents, ocds, schema
from fund.published.fields import NOTHING, Fields
from fund.published.issues import Findings
from fund.published.records import Release, digest

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""A release without a date is older than any with one."""
OF_A_RELEASE = frozenset({"id", "date", "tag", "ocid"})
"""Fields of one release: the compiled one has its own."""
Path = tuple[str, ...]


class Stated(NamedTuple):
    """One version of a process as it stands in the order of its statements; ``place`` is where it
    was read, or the file it came in by.
    """

    at: datetime | None
    is_whole: bool
    release_id: str
    digest: str
    raw: bytes
    place: str = ""


class Conflict(NamedTuple):
    """Two versions with one id and date and different content: the first counts."""

    counts: Stated
    kept: Stated


def is_whole(tags: str) -> bool:
    """Whether a release with these tags says all of its process: a compiled one does."""
    return "compiled" in tags.split(", ")


def stated(record: Release) -> Stated:
    """A release as read, as a statement."""
    return Stated(
        record.released_at,
        is_whole(record.tags),
        record.release_id,
        record.digest,
        record.raw,
        record.place,
    )


def in_order(versions: Iterable[Stated]) -> tuple[list[Stated], list[Conflict]]:
    """Versions as they count, in whatever order they came: by instant, compiled ones after the
    releases of their instant, then by release id, then by digest; and those that do not count.
    """
    first: dict[tuple[object, ...], Stated] = {}
    conflicts = []
    for one in sorted(versions, key=lambda one: (one.at or BEGINNING, *one[1:4])):
        known = first.setdefault((one.at, one.is_whole, one.release_id), one)
        if known.digest != one.digest:
            conflicts.append(Conflict(known, one))
    return list(first.values()), conflicts


def compiled(ocid: str, versions: Iterable[Stated]) -> Release:
    """Versions of one process, the release they come to; its digest is that of the digests it is
    made of.
    """
    versions = list(versions)
    ordered, _conflicts = in_order(versions)
    found = ocds.release(merged(ocid, ordered), "", Findings(), ocid)
    if found is None:  # each of them was read before: an ocid and an id are there
        raise ValueError(ocid)
    made_of = "\n".join(sorted(one.digest for one in versions))
    return replace(
        found,
        released_at=ordered[-1].at,
        digest=digest(f"compiled\n{made_of}".encode()),
        is_compiled=True,
    )


def merged(ocid: str, ordered: Sequence[Stated]) -> dict[str, object]:
    """The compiled release of versions in their order."""
    whole: dict[str, object] = {}
    for one in ordered:
        whole = together({} if one.is_whole else whole, documents.stored(one.raw))
    last = ordered[-1].at
    dated = {"date": last.isoformat()} if last else {}
    name = digest(f"{ocid}\n{last}".encode())[:32]
    return {**whole, **dated, "ocid": ocid, "id": name, "tag": ["compiled"]}


def together(old: Fields, new: Fields) -> dict[str, object]:
    """What is known, with what the next release says; id, date and tag of a release are left
    out.
    """
    return _object(old, {key: new[key] for key in new if key not in OF_A_RELEASE}, ())


def _object(old: Fields, new: Fields, path: Path) -> dict[str, object]:
    """Field by field: null takes away, an empty object or list says nothing."""
    made = dict(old)
    for name, value in new.items():
        here = (*path, name)
        rule = rules().get(here)
        if rule == "omit":
            continue
        if value is None:
            made.pop(name, None)
        elif rule != "whole" and isinstance(value, dict):
            known = made.get(name)
            inner = known if isinstance(known, dict) else {}
            made |= {name: _object(inner, value, here)} if value else {}
        elif rule != "whole" and _are_objects(value):
            listed = _list(made.get(name), value, here) if value else []
            made |= {name: listed} if listed else {}
        else:
            made[name] = value
    return made


def _are_objects(value: object) -> TypeGuard[list[dict[str, object]]]:
    """Whether a value is a list that is merged part by part: of nothing but objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _list(old: object, new: list[dict[str, object]], path: Path) -> list[dict[str, object]]:
    """Things by their ids, in the order they came first; what has no id is added."""
    made = list(old) if _are_objects(old) else []
    places = {key: place for place, key in enumerate(_keys(made)) if key is not None}
    for key, item in zip(_keys(new), new, strict=True):
        place = places.get(key) if key is not None else None
        if place is None:
            added = _object({}, item, path)
            if key is not None:
                places[key] = len(made)
            made += [added] if added else []  # a thing of which nothing is said is none
        else:
            made[place] = _object(made[place], item | {"id": made[place]["id"]}, path)
    return made


def _keys(listed: list[dict[str, object]]) -> Iterator[tuple[str, int] | None]:
    """The id of each thing with how often it stood before in the list; None where it has none."""
    seen: dict[str, int] = {}
    for item in listed:
        if item.get("id") is None:
            yield None
            continue
        name = str(item["id"])
        seen[name] = seen.get(name, 0) + 1
        yield name, seen[name]


@cache
def rules() -> dict[Path, str]:
    """Fields that are left out ("omit") and lists that are replaced whole ("whole"), by their
    path.
    """
    described = schema.release_schema()
    return dict(_rules(_inner(described, "properties"), _inner(described, "definitions"), ()))


def _rules(properties: Fields, named: Fields, path: Path) -> Iterator[tuple[Path, str]]:
    for name in properties:
        here, field = (*path, name), _meant(_inner(properties, name), named)
        kinds = _kinds(field)
        items = _meant(_inner(field, "items"), named)
        if field.get("omitWhenMerged") or field.get("mergeStrategy") == "ocdsOmit":
            yield here, "omit"
        elif "array" in kinds and (
            field.get("wholeListMerge")
            or field.get("mergeStrategy") == "ocdsVersion"
            or _kinds(items) - {"object"}
            or ("properties" in items and "id" not in _inner(items, "properties"))
        ):
            yield here, "whole"
        else:
            inner = items if "array" in kinds else field
            yield from _rules(_inner(inner, "properties"), named, here)


def _meant(told: Fields, named: Fields) -> Fields:
    """A part of the schema, or the definition it refers to."""
    name = str(told.get("$ref", "")).rpartition("/")[2]
    return _inner(named, name) if name in named else told


def _inner(told: Fields, name: str) -> Fields:
    """The part of the schema under a name; nothing where it has none."""
    found = told.get(name)
    return found if isinstance(found, dict) else NOTHING


def _kinds(told: Fields) -> set[str]:
    found = told.get("type")
    return {found} if isinstance(found, str) else set(found if isinstance(found, list) else ())
