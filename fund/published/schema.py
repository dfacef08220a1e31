"""The release schema that goes with the product, with the extensions for bids, lots and places
merged in, as one validator. Pure but for the files it reads.

Source: data/schemas/SOURCES.md. Nothing is fetched: the schema refers only to itself.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import orjson
from jsonschema import Draft4Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:\[[0-9A-Fa-f:.]+\]|[^\[\]/?#])*)?"
    r"(?:[A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
    r"(?:[?#](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*){0,2}"
)
PATCHES = (
    "ocds-bids-extension-release-schema.json",
    "ocds-location-extension-release-schema.json",
    "ocds-lots-extension-release-schema.json",
)
REFERRED = "SubmissionTerms"
"""What a lot refers to and another extension defines, one that is not kept here: anything goes
there.
"""


class Checking(Protocol):
    """What looks at one document after another."""

    def iter_errors(self, instance: object) -> Iterator[ValidationError]:
        """What is wrong with one, finding by finding."""
        ...


@cache
def validator() -> Checking:
    """Checks one release: types, closed codelists, dates with a time zone, and that no list repeats
    an id.
    """
    made: Checking = extend(Draft4Validator, {"uniqueItems": _unique})(
        release_schema(), format_checker=_formats()
    )
    return made


@cache
def release_schema() -> dict[str, object]:
    """The schema of a release with the extensions in it; it refers to nothing outside itself."""
    schema = orjson.loads((SCHEMAS / "ocds-release-schema.json").read_bytes())
    for name in PATCHES:
        schema = _patched(schema, orjson.loads((SCHEMAS / name).read_bytes()))
    schema["definitions"].setdefault(REFERRED, {"type": "object"})
    return dict(schema)


def _formats() -> FormatChecker:
    """Dates as RFC 3339 has them, and addresses as RFC 3986: the latter jsonschema checks only with
    a package under GPL.
    """
    checker = FormatChecker(["date-time"])
    checker.checks("uri")(
        lambda found: not isinstance(found, str) or URI.fullmatch(found) is not None
    )
    return checker


def errors(release: dict[str, object]) -> list[ValidationError]:
    """What is wrong with a release; nothing where it is valid."""
    return list(validator().iter_errors(release))


def repeated(listed: Sequence[object]) -> dict[int, object]:
    """The places in a list whose id stood before, with the id; 1 and "1" are one id."""
    seen: set[str] = set()
    found = {}
    for index, item in enumerate(listed):
        if isinstance(item, dict) and isinstance(item.get("id"), str | int):
            if str(item["id"]) in seen:
                found[index] = item["id"]
            seen.add(str(item["id"]))
    return found


def _unique(
    _validator: object, is_asked: bool, listed: object, _schema: object
) -> Iterator[ValidationError]:
    """OCDS means by uniqueItems that ids differ; of things without an id, that they differ
    wholly.
    """
    if is_asked and isinstance(listed, list) and (repeated(listed) or twice(listed)):
        yield ValidationError("an id is repeated")


def twice(listed: Sequence[object]) -> list[int]:
    """The places of things without an id that stood before."""
    return [
        index
        for index, item in enumerate(listed)
        if not (isinstance(item, dict) and "id" in item) and item in listed[:index]
    ]


def _patched(target: object, patch: object) -> object:
    """JSON Merge Patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    made = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = _patched(made.get(name), value)
    return made
