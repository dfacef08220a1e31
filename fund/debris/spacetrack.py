"""Reading messages as Space-Track writes them in JSON: the full form, and the public one, which has
neither states nor covariance.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from fund.debris.records import Block, Field, Raw, Read
from fund.debris.sayings import issue

ITS_OWN = frozenset({"CDM_ID", "FILENAME", "INSERT_EPOCH", "CONSTELLATION", "GID", "FILE"})
"""What Space-Track adds to a message of the standard."""
PUBLIC = {
    "CDM_ID": "MESSAGE_ID",
    "CREATED": "CREATION_DATE",
    "TCA": "TCA",
    "MIN_RNG": "MISS_DISTANCE",
    "PC": "COLLISION_PROBABILITY",
}
OF_OBJECT = {
    "SAT_{}_ID": "OBJECT_DESIGNATOR",
    "SAT_{}_NAME": "OBJECT_NAME",
    "SAT{}_OBJECT_TYPE": "OBJECT_TYPE",
}
SENDER = "SPACE-TRACK"
"""Who the public form is from; it says nobody."""


def read(text: str) -> Iterator[Raw | Read]:
    """Every message of the document, by JSON pointer."""
    try:
        found = json.loads(
            text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_pairs
        )
    except (ValueError, RecursionError) as error:
        yield Read("", None, (issue("NOT_JSON", "", str(error)[:120]),))
        return
    several = found if isinstance(found, list) else [found]
    for number, one in enumerate(several):
        where = f"/{number}" if isinstance(found, list) else ""
        if not isinstance(one, dict):
            yield Read(where, None, (issue("NOT_A_CDM", where, str(one)[:40]),))
        elif "SAT_1_ID" in one:
            yield _public(one, where)
        elif "CCSDS_CDM_VERS" in one or "SAT1_OBJECT_DESIGNATOR" in one:
            yield _full(one, where)
        else:
            named = next((str(key) for key in one if str(key).startswith("CCSDS_")), "JSON")
            value = named.removeprefix("CCSDS_").partition("_")[0]
            yield Read(where, None, (issue("NOT_A_CDM", where, value),))


class _Twice(dict[str, object]):
    """An object some of whose keys stand twice."""

    twice: tuple[str, ...] = ()


def _pairs(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    made = _Twice(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _value in pairs]
        made.twice = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return made


def _said(value: object) -> str:
    return "" if value is None else str(value).strip()


def _full(one: Mapping[str, object], where: str) -> Raw:
    blocks: tuple[Block, Block, Block] = ({}, {}, {})
    comments: tuple[list[str], list[str], list[str]] = ([], [], [])
    remarks = set()
    for written, value in one.items():
        key = written.upper()
        if key != written:
            remarks.add("KEY_NOT_UPPER")
        part = 0
        if key.startswith(("SAT1_", "SAT2_")):
            part, key = int(key[3]), key[5:]
        if key in ITS_OWN or key.endswith(("_UNIT", "_FRACTION")):
            continue
        if key.startswith("COMMENT"):
            comments[part].append(_said(value))
            continue
        fraction, said = _said(one.get(f"{written}_FRACTION")), _said(value)
        said += f".{fraction}" if fraction and said and "." not in said else ""
        blocks[part][key] = Field(said, _said(one.get(f"{written}_UNIT")), f"{where}/{written}")
    twice = getattr(one, "twice", ())
    return Raw(
        "json",
        where,
        blocks[0],
        blocks[1:],
        (tuple(comments[0]), tuple(comments[1]), tuple(comments[2])),
        tuple(sorted(remarks)),
        tuple(issue("DUPLICATE", f"{where}/{key}", "", key=key) for key in twice),
    )


def _public(one: Mapping[str, object], where: str) -> Raw:
    """The public form in the words of the standard; both exclusion volumes go as comments."""

    def field(key: str) -> Field:
        return Field(_said(one[key]), "", f"{where}/{key}")

    head = {ours: field(theirs) for theirs, ours in PUBLIC.items() if theirs in one}
    head["ORIGINATOR"] = Field(SENDER, "", where)
    head["CCSDS_CDM_VERS"] = Field("1.0", "", where)
    objects, comments = [], []
    for number in ("1", "2"):
        named = {key.format(number): ours for key, ours in OF_OBJECT.items()}
        objects.append({ours: field(key) for key, ours in named.items() if key in one})
        volume = _said(one.get(f"SAT_{number}_EXCL_VOL"))
        comments.append((f"EXCLUSION_VOLUME_RADIUS = {volume}",) if volume else ())
    return Raw("public", where, head, (objects[0], objects[1]), ((), comments[0], comments[1]))
