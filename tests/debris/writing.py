"""Messages written for tests: one that is sound, changed line by line, and the same in every
form.
"""

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

from fund.debris.keys import COVARIANCE, METADATA, STATE, UNITS

ONE = {
    "OBJECT": "OBJECT1",
    "OBJECT_DESIGNATOR": "10001",
    "CATALOG_NAME": "SATCAT",
    "OBJECT_NAME": "TEST CRAFT",
    "INTERNATIONAL_DESIGNATOR": "2020-001A",
    "EPHEMERIS_NAME": "NONE",
    "COVARIANCE_METHOD": "CALCULATED",
    "MANEUVERABLE": "YES",
    "REF_FRAME": "EME2000",
    "X": "7000.0",
    "Y": "0.0",
    "Z": "0.0",
    "X_DOT": "0.0",
    "Y_DOT": "7.5",
    "Z_DOT": "0.0",
    **{key: "100.0" if key in ("CR_R", "CT_T", "CN_N") else "0.0" for key in COVARIANCE},
    "CRDOT_RDOT": "1.0E-04",
    "CTDOT_TDOT": "1.0E-04",
    "CNDOT_NDOT": "1.0E-04",
}
TWO = ONE | {
    "OBJECT": "OBJECT2",
    "OBJECT_DESIGNATOR": "20002",
    "OBJECT_NAME": "TEST DEBRIS",
    "OBJECT_TYPE": "DEBRIS",
    "MANEUVERABLE": "NO",
    "X": "7000.1",
    "Y_DOT": "0.0",
    "Z_DOT": "7.5",
}
HEAD = {
    "CCSDS_CDM_VERS": "1.0",
    "CREATION_DATE": "2026-03-10T08:00:00.000",
    "ORIGINATOR": "TEST",
    "MESSAGE_ID": "T1",
    "TCA": "2026-03-12T08:00:00.000",
    "MISS_DISTANCE": "100.0",
    "RELATIVE_SPEED": "10606.6",
    "RELATIVE_POSITION_R": "100.0",
    "RELATIVE_POSITION_T": "0.0",
    "RELATIVE_POSITION_N": "0.0",
    "COLLISION_PROBABILITY": "4.835E-05",
    "COLLISION_PROBABILITY_METHOD": "FOSTER-1992",
}
Block = Mapping[str, str | None]
IN_METADATA = {*METADATA, "OBJECT_TYPE"}


def blocks(
    head: Block | None = None, one: Block | None = None, two: Block | None = None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The sound message with some values changed; None takes a key away."""
    merged = []
    for own, more in ((HEAD, head), (ONE, one), (TWO, two)):
        block = {**own, **(more or {})}
        merged.append({key: value for key, value in block.items() if value is not None})
    return merged[0], merged[1], merged[2]


def unit(key: str, units: Mapping[str, str]) -> str:
    return units.get(key, UNITS.get(key, ""))


def kvn(
    *parts: Mapping[str, str], units: Mapping[str, str] | None = None, comment: str = ""
) -> str:
    """The message as KVN."""
    lines = []
    for number, block in enumerate(parts):
        for key, value in block.items():
            said = unit(key, units or {})
            lines.append(f"{key} = {value}" + (f" [{said}]" if said else ""))
        if comment and number == 0:
            lines.append(f"COMMENT {comment}")
    return "\n".join(lines) + "\n"


def xml(
    *parts: Mapping[str, str],
    units: Mapping[str, str] | None = None,
    comment: str = "",
    declares: bool = True,
) -> str:
    """The message as XML, one element ``cdm``."""

    def element(key: str, value: str) -> str:
        said = unit(key, units or {})
        return f"<{key}" + (f' units="{said}"' if said else "") + f">{escape(value)}</{key}>\n"

    def all_of(block: Mapping[str, str], wanted: set[str], *, inside: bool) -> str:
        return "".join(element(k, v) for k, v in block.items() if (k in wanted) == inside)

    head, *objects = parts
    version = head.get("CCSDS_CDM_VERS", "")
    header = {"CREATION_DATE", "ORIGINATOR", "MESSAGE_ID", "MESSAGE_FOR"}
    rest = {key: value for key, value in head.items() if key != "CCSDS_CDM_VERS"}
    text = f'<cdm id="CCSDS_CDM_VERS" version="{version}">\n<header>\n'
    text += all_of(rest, header, inside=True) + "</header>\n<body>\n<relativeMetadataData>\n"
    if comment:
        text += f"<COMMENT>{escape(comment)}</COMMENT>\n"
    text += all_of(rest, header, inside=False) + "</relativeMetadataData>\n"
    for block in objects:
        text += "<segment><metadata>\n" + all_of(block, IN_METADATA, inside=True)
        text += "</metadata><data>\n<stateVector>\n" + all_of(block, set(STATE), inside=True)
        text += "</stateVector>\n<covarianceMatrix>\n"
        text += all_of(block, IN_METADATA | set(STATE), inside=False)
        text += "</covarianceMatrix></data></segment>\n"
    start = '<?xml version="1.0" encoding="UTF-8"?>\n' if declares else ""
    return f"{start}{text}</body></cdm>\n"


def spacetrack(*parts: Mapping[str, str]) -> str:
    """The message as Space-Track writes JSON: every value a string."""
    made: dict[str, str | None] = {"CDM_ID": "123", "FILENAME": None}
    for number, block in enumerate(parts):
        start = f"SAT{number}_" if number else ""
        for key, value in block.items():
            made[start + key] = value
            if key in UNITS:
                made[f"{start}{key}_UNIT"] = UNITS[key]
    return json.dumps([made])


PUBLIC = {
    "CDM_ID": "987654",
    "CREATED": "2026-03-10 08:00:00",
    "EMERGENCY_REPORTABLE": "Y",
    "TCA": "2026-03-12T08:00:00.100000",
    "MIN_RNG": "181",
    "PC": "0.000237",
    "SAT_1_ID": "10001",
    "SAT_1_NAME": "TEST CRAFT",
    "SAT1_OBJECT_TYPE": "PAYLOAD",
    "SAT1_RCS": "LARGE",
    "SAT_1_EXCL_VOL": "5.00",
    "SAT_2_ID": "20002",
    "SAT_2_NAME": "TEST DEBRIS",
    "SAT2_OBJECT_TYPE": "DEBRIS",
    "SAT2_RCS": "SMALL",
    "SAT_2_EXCL_VOL": "1.00",
}
"""One message in Space-Track's public form."""
