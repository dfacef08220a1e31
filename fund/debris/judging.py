"""From a message as written to a message as read, or to every reason why not. The same answers for
KVN, XML and JSON.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime

from fund.debris import keys, values
from fund.debris.records import Block, Field, Message, Object, Raw, Read, Vector
from fund.debris.sayings import issue
from fund.errors import Issue

LONGEST = {"MESSAGE_ID": 250, "ORIGINATOR": 120, "OBJECT_DESIGNATOR": 60, "OBJECT_NAME": 200}
LONGEST_TEXT = 2_000
COMBINED = re.compile(r"(?:EFFECTIVE[_ ])?HBR\s*=\s*(\S+)", re.IGNORECASE)
ONE_RADIUS = re.compile(r"EXCLUSION[_ ]VOLUME[_ ]RADIUS\s*=\s*(\S+)", re.IGNORECASE)
LARGEST_RADIUS_M = 10_000.0
PUBLIC_METADATA = ("OBJECT_DESIGNATOR",)


def judged(raw: Raw) -> Read:
    """The message read; its issues where it is refused."""
    found = list(raw.issues)
    is_public = raw.form == "public"
    found += _missing(raw.head, keys.OBLIGATORY, raw.where, "")
    for number, block in enumerate(raw.objects, 1):
        wanted = PUBLIC_METADATA if is_public else keys.OF_AN_OBJECT
        found += _missing(block, wanted, raw.where, f"OBJECT{number} ")
    for number, block in enumerate((raw.head, *raw.objects)):
        found += _unsound(block, f"OBJECT{number} " if number else "")
    found += _probability_issues(raw.head)
    if not found:
        one, two = (values.object_number(block["OBJECT_DESIGNATOR"].text) for block in raw.objects)
        if one == two:
            found.append(issue("ONE_OBJECT", raw.objects[1]["OBJECT_DESIGNATOR"].where, two))
    if found:
        return Read(raw.where, None, tuple(found))
    return Read(raw.where, _message(raw))


def has_its_unit(key: str, field: Field) -> bool:
    """Whether a value has the standard's unit, or says none."""
    return not field.unit or field.unit == keys.UNITS.get(key, field.unit)


def _missing(block: Block, wanted: Iterable[str], where: str, of: str) -> list[Issue]:
    """Obligatory keys that are not there, or empty."""
    found = []
    for key in wanted:
        if key not in block:
            found.append(issue("MISSING", where, "", key=of + key))
        elif not block[key].text:
            found.append(issue("EMPTY", block[key].where, "", key=of + key))
    return found


def _unsound(block: Block, of: str) -> list[Issue]:
    """Units, numbers and instants that cannot be read, a covariance given in part, text too
    long. An optional value in another unit costs only itself (NASA's samples give relative
    velocities in m).
    """
    found = []
    for key, field in block.items():
        obligatory = key in (*keys.OF_AN_OBJECT, *keys.OBLIGATORY, *keys.COVARIANCE)
        if obligatory and not has_its_unit(key, field):
            facts = {"key": of + key, "unit": field.unit, "expected": keys.UNITS[key]}
            found.append(issue("UNIT", field.where, field.text, **facts))
        elif key in keys.NUMBERS and key != "COLLISION_PROBABILITY":
            absent = not obligatory and values.is_absent(field.text)
            empty = not field.text  # an empty covariance term counts as not given
            if not absent and not empty and values.number(field.text) is None:
                found.append(issue("NOT_NUMBER", field.where, field.text, key=of + key))
        elif key in keys.INSTANTS:
            absent = not obligatory and values.is_absent(field.text)
            if field.text and not absent and values.instant(field.text) is None:
                found.append(issue("BAD_DATE", field.where, field.text, key=of + key))
        elif len(field.text) > LONGEST.get(key, LONGEST_TEXT):
            most = LONGEST.get(key, LONGEST_TEXT)
            found.append(issue("TOO_LONG", field.where, field.text, key=of + key, most=most))
    given = [key for key in keys.COVARIANCE if key in block and block[key].text]
    if 0 < len(given) < len(keys.COVARIANCE):
        where = block[given[0]].where
        found.append(issue("COV_PART", where, str(len(given)), count=len(given)))
    return found


def _probability_issues(head: Block) -> list[Issue]:
    field = head.get("COLLISION_PROBABILITY")
    if field is None or values.is_absent(field.text, is_text=True):
        return []
    value = values.number(field.text)
    if value is None:
        return [issue("PC_NOT_NUMBER", field.where, field.text)]
    return [] if 0 <= value <= 1 else [issue("PC_OUT_OF_RANGE", field.where, field.text)]


def _message(raw: Raw) -> Message:
    head = raw.head
    created, tca = _instant(head["CREATION_DATE"]), _instant(head["TCA"])
    objects = (_object(raw.objects[0]), _object(raw.objects[1]))
    pc = _number(head.get("COLLISION_PROBABILITY"))
    radius, radius_from = _radius(raw)
    content = _content(raw)
    return Message(
        form=raw.form,
        where=raw.where,
        version=head["CCSDS_CDM_VERS"].text[:10],
        originator=values.text(head["ORIGINATOR"].text),
        message_id=head["MESSAGE_ID"].text,
        created_at=created,
        tca=tca,
        miss_m=_number(head["MISS_DISTANCE"]) or 0.0,
        speed_m_s=_measured(head, "RELATIVE_SPEED"),
        position_m=_vector(head, keys.POSITION),
        velocity_m_s=_vector(head, keys.VELOCITY),
        pc=pc,
        method=_words(head.get("COLLISION_PROBABILITY_METHOD")),
        objects=objects,
        radius_m=radius,
        radius_from=radius_from,
        source=_source(raw.form, objects),
        remarks=_remarks(raw, objects, pc, is_late=created > tca),
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )


def _object(block: Block) -> Object:
    state = [_number(block.get(key)) for key in keys.STATE]
    terms = [_number(block.get(key)) for key in keys.COVARIANCE]
    designator = block["OBJECT_DESIGNATOR"].text
    return Object(
        designator=designator,
        number=values.object_number(designator),
        name=_words(block.get("OBJECT_NAME")),
        international=_words(block.get("INTERNATIONAL_DESIGNATOR")),
        kind=_words(block.get("OBJECT_TYPE")),
        operator=_words(block.get("OPERATOR_ORGANIZATION")),
        maneuverable=_words(block.get("MANEUVERABLE")),
        frame=_words(block.get("REF_FRAME")).upper(),
        ephemeris=_words(block.get("EPHEMERIS_NAME")),
        state=tuple(one for one in state if one is not None) if None not in state else None,
        covariance=tuple(one for one in terms if one is not None) if None not in terms else None,
    )


def _measured(block: Block, key: str) -> float | None:
    """A number that is not used where its unit is another."""
    field = block.get(key)
    return _number(field) if field is not None and has_its_unit(key, field) else None


def _number(field: Field | None) -> float | None:
    return None if field is None or values.is_absent(field.text) else values.number(field.text)


def _instant(field: Field) -> datetime:
    found = values.instant(field.text)
    if found is None:
        raise ValueError(field.text)  # judged before
    return found


def _vector(block: Block, names: tuple[str, ...]) -> Vector | None:
    x, y, z = (_measured(block, name) for name in names)
    return None if x is None or y is None or z is None else (x, y, z)


def _words(field: Field | None) -> str:
    return "" if field is None or values.is_absent(field.text, is_text=True) else field.text


def _source(form: str, objects: tuple[Object, Object]) -> str:
    """Where the orbit came from: an operator's ephemeris, the catalogue, or a public summary."""
    if form == "public":
        return "public"
    given = {one.ephemeris.upper() for one in objects} - {"", "NONE"}
    return "operator" if given else "catalogue"


def _radius(raw: Raw) -> tuple[float | None, str]:
    """The combined hard-body radius a message tells: said as such, or the sum of two."""
    for told in raw.comments:
        for line in told:
            if (found := COMBINED.match(line)) and (radius := _length(found[1])):
                return radius, "stated"
    own = [_measured(block, "HBR") for block in raw.objects]
    if own[0] and own[1] and 0 < own[0] + own[1] <= LARGEST_RADIUS_M:
        return own[0] + own[1], "summed"
    each = []
    for told in raw.comments[1:]:
        lines = (ONE_RADIUS.match(line) for line in told)
        each.append(next((_length(found[1]) for found in lines if found), None))
    if each[0] and each[1]:
        return each[0] + each[1], "summed"
    return None, ""


def _length(text: str) -> float | None:
    value = values.number(text)
    return value if value is not None and 0 < value <= LARGEST_RADIUS_M else None


def _remarks(
    raw: Raw, objects: tuple[Object, Object], pc: float | None, *, is_late: bool
) -> tuple[str, ...]:
    found = set(raw.remarks)
    blocks = (raw.head, *raw.objects)
    if any(key not in keys.KNOWN for block in blocks for key in block):
        found.add("UNKNOWN_KEY")
    if raw.head["CCSDS_CDM_VERS"].text != "1.0":
        found.add("VERSION")
    named = (block[key] for block in raw.objects for key in keys.METADATA if key in block)
    if any(field.text.lower() == "nan" for field in named):
        found.add("NAN_TEXT")
    if not all(has_its_unit(key, field) for block in blocks for key, field in block.items()):
        found.add("OTHER_UNIT")
    if is_late:
        found.add("CREATED_AFTER_TCA")
    if pc == 0:
        found.add("PC_STATED_ZERO")
    if any(one.state is None for one in objects):
        found.add("NO_STATES")
    if any(one.covariance is None for one in objects):
        found.add("NO_COV")
    return tuple(sorted(found))


def _content(raw: Raw) -> str:
    """What a message says, whatever its form: parsed values by key, without what is not provided.
    Comments are not compared.
    """
    said = {
        name: {
            key: value for key in sorted(block) if (value := _value(key, block[key])) is not None
        }
        for name, block in zip(
            ("head", "object1", "object2"), (raw.head, *raw.objects), strict=True
        )
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _value(key: str, field: Field) -> str | float | None:
    if key in keys.NUMBERS:
        return None if values.is_absent(field.text) else values.number(field.text)
    if values.is_absent(field.text, is_text=True):
        return None
    if key in keys.INSTANTS:
        return f"{_instant(field):%Y-%m-%dT%H:%M:%S.%f}"
    return values.text(field.text)
