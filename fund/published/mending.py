"""A release as it was published, made valid for the way out, and put back on the way in, to the
byte. Pure.

What the schema refuses is changed or left out, and what stood there is kept in one extension field
of the release (NOTE), as steps that lead back. Everything else, fields nobody here knows included,
goes out as it came in.
"""

import copy
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

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
Step = dict[str, Any]


class NotMended(FundError):
    """A release that stays invalid is not given out."""

    message = N_("The release {release} of {ocid} cannot be made valid: {reason}.")


def mended(release: dict[str, Any], ocid: str, at: datetime | None = None) -> dict[str, object]:
    """The release made valid; ``at`` is the instant it counts from, noted where its own date says
    another.
    """
    made, steps = copy.deepcopy(release), []
    for _round in range(ROUNDS):
        wrong = schema.errors(made)
        if not wrong:
            break
        handled: list[tuple[object, ...]] = []
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
    release: dict[str, Any], release_id: str, at: datetime | None = None
) -> dict[str, object]:
    """A mended release under another id, where a package has its id already."""
    note = release.get(NOTE, {})
    steps = [*note.get("steps", []), {"path": "/id", "value": release["id"]}]
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
    *way, last = [
        part.replace("~1", "/").replace("~0", "~") for part in back["path"].split("/")[1:]
    ]
    owner: Any = found
    for part in way:
        owner = owner[int(part)] if isinstance(owner, list) else owner[part]
    key: object = int(last) if isinstance(owner, list) else last
    if back.get("insert") is True:
        owner.insert(key, back["value"])
    elif "value" in back:
        owner[key] = back["value"]
    else:
        del owner[key]


def _instant(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None


def _mend(
    made: Mapping[str, object], path: tuple[object, ...], error: Any, ocid: str, at: datetime | None
) -> list[Step]:
    """Mend one thing; the steps back, in the order they were gone."""
    here: Any = made
    for part in path:
        here = here[part]
    if error.validator == "required":
        return _filled(
            here,
            path,
            error.validator_value,
            {"ocid": ocid, "date": at.isoformat() if at else UNKNOWN_DATE},
        )
    if error.validator == "uniqueItems":
        return _told_apart(here, path)
    return _replaced(made, path, here, error)


def _filled(
    owner: dict[str, Any], path: tuple[Any, ...], names: list[str], known: dict[str, Any]
) -> list[Step]:
    """What has to be there and is not: of a release its ocid and date, of anything else a name that
    says it had none.
    """
    place = "-".join(str(part) for part in path)
    known = known | {"tag": ["compiled"], "initiationType": "tender"}
    missing = [name for name in names if name not in owner]
    for name in missing:
        owner[name] = known[name] if not path and name in known else f"unnamed-{place or 'release'}"
    return [{"path": _pointer((*path, name))} for name in missing]


def _told_apart(listed: list[Any], path: tuple[Any, ...]) -> list[Step]:
    steps = []
    taken = {str(item.get("id")) for item in listed if isinstance(item, dict)}
    for index, key in schema.repeated(listed).items():
        number = index + 1
        while f"{key}#{number}" in taken:
            number += 1
        taken.add(f"{key}#{number}")
        listed[index]["id"] = f"{key}#{number}"
        steps.append({"path": _pointer((*path, index, "id")), "value": key})
    return steps + [
        {"path": _pointer((*path, index)), "value": listed.pop(index), "insert": True}
        for index in reversed(schema.twice(listed))
    ]


def _replaced(
    made: Mapping[str, object], path: tuple[Any, ...], found: object, error: object
) -> list[Step]:
    """Another value that means the same, or none."""
    owner: Any = made
    for part in path[:-1]:
        owner = owner[part]
    back: Step = {"path": _pointer(path), "value": found}
    better = _better(found, error)
    if better is not None:
        owner[path[-1]] = better
    elif isinstance(owner, list):
        del owner[path[-1]]
        back["insert"] = True
    else:
        del owner[path[-1]]
    return [back]


def _better(found: object, error: Any) -> object:
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


def _pointer(path: tuple[str | int, ...]) -> str:
    where = ""
    for part in path:
        where = step(where, part)
    return where
