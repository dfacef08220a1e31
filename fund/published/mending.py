"""A release as it was published, made valid for the way out, and put back on the way in, to the
byte. Pure.

What the schema refuses is changed or left out, and what stood there is kept in one extension field
of the release (NOTE), as steps that lead back. Everything else, fields nobody here knows included,
goes out as it came in.
"""

import copy
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from jsonschema import ValidationError

from fund.errors import N_, FundError
from fund.published import schema
from fund.published.documents import step
from fund.published.fields import NUMBER, Fields

NOTE = "x_asPublished"
ROUNDS = 100
"""Leaving something out may make something else wrong, a list empty: it is looked at again so many
times at most.
"""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
UNKNOWN_DATE = "1970-01-01T00:00:00Z"
Step = dict[str, object]
Path = tuple[str | int, ...]


class NotMended(FundError):
    """A release that stays invalid is not given out."""

    message = N_("The release {release} of {ocid} cannot be made valid: {reason}.")


def mended(release: dict[str, object], ocid: str, at: datetime | None = None) -> dict[str, object]:
    """The release made valid; ``at`` is the instant it counts from, noted where its own date says
    another.
    """
    made = copy.deepcopy(release)
    steps: list[Step] = []
    for _round in range(ROUNDS):
        wrong = schema.errors(made)
        if not wrong:
            break
        handled: list[Path] = []
        for error in sorted(
            wrong,
            key=lambda error: [
                (isinstance(part, int), part if isinstance(part, int) else 0, str(part))
                for part in error.path
            ],
            reverse=True,
        ):
            path = tuple(error.path)
            if all(path[: len(other)] != other and other[: len(path)] != path for other in handled):
                steps += _mend(made, path, error, ocid, at)
                handled.append(path)
    else:
        raise NotMended(release=release.get("id"), ocid=ocid, reason=wrong[0].message[:200])
    return _noted(made, steps, at)


def renamed(
    release: dict[str, object], release_id: str, at: datetime | None = None
) -> dict[str, object]:
    """A mended release under another id, where a package has its id already."""
    note = release.get(NOTE)
    before = note.get("steps") if isinstance(note, dict) else None
    steps = before if isinstance(before, list) else []
    steps = [*steps, {"path": "/id", "value": release["id"]}]
    return _noted({**release, "id": release_id}, steps, at)


def _noted(made: dict[str, object], steps: list[Step], at: datetime | None) -> dict[str, object]:
    note: dict[str, object] = {"steps": steps} if steps else {}
    if at is not None and _instant(made.get("date")) != at:
        note["at"] = at.isoformat()
    return made | {NOTE: note} if note else made


def published(release: Fields) -> tuple[Fields, datetime | None]:
    """The release as it was published, and the instant noted with it; one that carries no such
    note, or no sound one, as it is.
    """
    note = release.get(NOTE)
    if (
        not isinstance(note, dict)
        or not set(note) <= {"steps", "at"}
        or not isinstance(note.get("steps", []), list)
    ):
        return release, None
    found = copy.deepcopy({name: value for name, value in release.items() if name != NOTE})
    try:
        for back in reversed(note.get("steps", [])):
            _undo(found, back)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return release, None
    return found, _instant(note.get("at"))


def _undo(found: Mapping[str, object], back: Step) -> None:
    if not isinstance(path := back["path"], str):
        raise TypeError(path)
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    owner = _within(found, way)
    if back.get("insert") is True:
        if not isinstance(owner, list):
            raise TypeError(owner)
        owner.insert(int(last), back["value"])
    elif "value" in back:
        _put(owner, last, back["value"])
    else:
        _take_out(owner, last)


def _within(whole: object, path: Iterable[str | int]) -> object:
    """What stands at the end of a way through objects and lists."""
    for part in path:
        if isinstance(whole, dict):
            whole = whole[part]
        elif isinstance(whole, list):
            whole = whole[int(part)]
        else:
            raise TypeError(whole)
    return whole


def _put(owner: object, key: str | int, value: object) -> None:
    if isinstance(owner, dict):
        owner[key] = value
    elif isinstance(owner, list):
        owner[int(key)] = value
    else:
        raise TypeError(owner)


def _take_out(owner: object, key: str | int) -> None:
    if isinstance(owner, dict):
        del owner[key]
    elif isinstance(owner, list):
        del owner[int(key)]
    else:
        raise TypeError(owner)


def _instant(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _mend(
    made: dict[str, object], path: Path, error: ValidationError, ocid: str, at: datetime | None
) -> list[Step]:
    """Mend one thing; the steps back, in the order they were gone."""
    here = _within(made, path)
    if error.validator == "required" and isinstance(here, dict):
        return _filled(
            here,
            path,
            error.validator_value,
            {"ocid": ocid, "date": at.isoformat() if at else UNKNOWN_DATE},
        )
    if error.validator == "uniqueItems" and isinstance(here, list):
        return _told_apart(here, path)
    return _replaced(made, path, here, error)


def _filled(
    owner: dict[str, object], path: Path, names: list[str], dates: Mapping[str, object]
) -> list[Step]:
    """What has to be there and is not: of a release its ocid and date, of anything else a name that
    says it had none.
    """
    place = "-".join(str(part) for part in path)
    known = {**dates, "tag": ["compiled"], "initiationType": "tender"}
    missing = [name for name in names if name not in owner]
    for name in missing:
        owner[name] = known[name] if not path and name in known else f"unnamed-{place or 'release'}"
    return [{"path": _pointer((*path, name))} for name in missing]


def _told_apart(listed: list[object], path: Path) -> list[Step]:
    steps: list[Step] = []
    taken = {str(item.get("id")) for item in listed if isinstance(item, dict)}
    for index, key in schema.repeated(listed).items():
        number = index + 1
        while f"{key}#{number}" in taken:
            number += 1
        taken.add(f"{key}#{number}")
        _put(listed[index], "id", f"{key}#{number}")
        steps.append({"path": _pointer((*path, index, "id")), "value": key})
    return steps + [
        {"path": _pointer((*path, index)), "value": listed.pop(index), "insert": True}
        for index in reversed(schema.twice(listed))
    ]


def _replaced(
    made: dict[str, object], path: Path, found: object, error: ValidationError
) -> list[Step]:
    """Another value that means the same, or none."""
    owner = _within(made, path[:-1])
    back: Step = {"path": _pointer(path), "value": found}
    better = _better(found, error)
    if better is not None:
        _put(owner, path[-1], better)
    else:
        _take_out(owner, path[-1])
        back |= {"insert": True} if isinstance(owner, list) else {}
    return [back]


def _better(found: object, error: ValidationError) -> object:
    kinds = (
        error.validator_value
        if isinstance(error.validator_value, list)
        else [error.validator_value]
    )
    if error.validator == "format" and isinstance(found, str):
        return _dated(found)
    if error.validator != "type" or found is None:
        return None
    if isinstance(found, str) and NUMBER.fullmatch(found) and "number" in kinds:
        return Decimal(found.strip())
    if isinstance(found, int | Decimal) and not isinstance(found, bool) and "string" in kinds:
        return str(found)
    return [found] if isinstance(found, dict | str) and found and "array" in kinds else None


def _dated(text: str) -> str | None:
    """A date with a time and a zone: read as fund.published.fields reads it."""
    written = text.strip()
    written = f"{written}T00:00:00" if DAY.fullmatch(written) else written
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.isoformat() if found.tzinfo else f"{found.isoformat()}Z"


def _pointer(path: Path) -> str:
    where = ""
    for part in path:
        where = step(where, part)
    return where
