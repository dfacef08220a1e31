"""Reading messages written as ``KEY = value [unit]``, a line each."""

import re
from collections.abc import Iterator

from fund.debris.keys import UNITS
from fund.debris.records import Block, Field, Raw
from fund.debris.sayings import issue

UNIT = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\s*", re.DOTALL)
FIRST = "CCSDS_CDM_VERS"
LINES = 20_000
"""Lines of one message at most; a real one has about 150."""


def read(text: str) -> Iterator[Raw]:
    """Every message of the text; a second CCSDS_CDM_VERS begins the next."""
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1)]
    starts = [
        place
        for place, (_number, line) in enumerate(lines)
        if line.partition("=")[0].strip().upper() == FIRST
    ] or [0]
    starts[0] = 0
    for begins, ends in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _message(lines[begins:ends])


def _message(lines: list[tuple[int, str]]) -> Raw:
    head: Block = {}
    objects: list[Block] = []
    comments: list[list[str]] = [[], [], []]
    remarks, issues = set(), []
    for number, line in lines[:LINES]:
        said, where = line.strip(), f"L{number}"
        if not said:
            continue
        if said[:7].upper() == "COMMENT":
            comments[len(objects)].append(said[7:].strip().removeprefix("=").strip())
            continue
        written, equals, value = said.partition("=")
        key = written.strip().upper()
        if not equals:
            issues.append(issue("NOT_KEY_VALUE", where, said[:80]))
            continue
        if key != written.strip():
            remarks.add("KEY_NOT_UPPER")
        if key == "OBJECT" and len(objects) < 2:
            objects.append({})
        block = objects[-1] if objects else head
        if key in block:
            issues.append(issue("DUPLICATE", where, value.strip(), key=key))
            continue
        block[key] = _field(key, value, where)
    first = next((number for number, line in lines if line.strip()), lines[0][0] if lines else 1)
    one, two = [*objects, {}, {}][:2]
    told = (tuple(comments[0]), tuple(comments[1]), tuple(comments[2]))
    return Raw("kvn", f"L{first}", head, (one, two), told, tuple(sorted(remarks)), tuple(issues))


def _field(key: str, value: str, where: str) -> Field:
    """The value, and its unit where the key is one that has units."""
    unit = UNIT.fullmatch(value) if key in UNITS else None
    if unit:
        return Field(unit[1].strip(), unit[2].strip(), where)
    return Field(value.strip(), "", where)
