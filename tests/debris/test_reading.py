"""Reading conjunction messages: every row of the table of bad inputs in KVN and XML, files that are
no messages, and the published ones.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fund import i18n
from fund.debris import reading, sayings
from fund.debris.records import Message, Read
from tests.debris.writing import PUBLIC, blocks, kvn, spacetrack, xml

WRITERS = [kvn, xml]


def one(text: str | bytes) -> Read:
    (found,) = reading.read(text.encode() if isinstance(text, str) else text)
    return found


def accepted(text: str | bytes) -> Message:
    found = one(text)
    assert found.message is not None, found.issues
    return found.message


def refused(text: str | bytes) -> dict[str, str]:
    """Code -> place of every reason."""
    found = one(text)
    assert found.message is None
    return {issue.code: issue.where for issue in found.issues}


def line_of(text: str, key: str) -> str:
    """Where the first line with a key stands."""
    number = next(
        n for n, line in enumerate(text.splitlines(), 1) if line.lstrip("<").startswith(key)
    )
    return f"L{number}"


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    # what is wrong, how, the code, the key whose line is named ("" the message)
    ("no TCA", {"head": {"TCA": None}}, "missing", ""),
    ("no state", {"two": {"X_DOT": None}}, "missing", ""),
    ("empty TCA", {"head": {"TCA": ""}}, "empty", "TCA"),
    ("empty name", {"one": {"OBJECT_NAME": ""}}, "empty", "OBJECT_NAME"),
    ("text for a number", {"one": {"CRDOT_T": "about 3"}}, "not_number", "CRDOT_T"),
    ("NaN in a state", {"one": {"X": "NaN"}}, "not_number", "X"),
    ("inf in a covariance", {"one": {"CN_N": "inf"}}, "not_number", "CN_N"),
    ("NaN in a covariance", {"one": {"CN_N": "NaN"}}, "not_number", "CN_N"),
    ("NaN for the distance", {"head": {"MISS_DISTANCE": "NaN"}}, "not_number", "MISS_DISTANCE"),
    ("kilometres", {"units": {"MISS_DISTANCE": "km"}}, "unit", "MISS_DISTANCE"),
    ("no date", {"head": {"TCA": "tomorrow"}}, "bad_date", "TCA"),
    ("day 366", {"head": {"TCA": "2026-366T08:00:00"}}, "bad_date", "TCA"),
    ("30 February", {"head": {"TCA": "2026-02-30T08:00:00"}}, "bad_date", "TCA"),
    ("Beijing time", {"head": {"TCA": "2026-03-12T08:00:00+08:00"}}, "bad_date", "TCA"),
    (
        "probability above 1",
        {"head": {"COLLISION_PROBABILITY": "1.0001"}},
        "pc_out_of_range",
        "COLLISION_PROBABILITY",
    ),
    (
        "probability below 0",
        {"head": {"COLLISION_PROBABILITY": "-1E-9"}},
        "pc_out_of_range",
        "COLLISION_PROBABILITY",
    ),
    (
        "N/A for a probability",
        {"head": {"COLLISION_PROBABILITY": "N/A"}},
        "pc_not_number",
        "COLLISION_PROBABILITY",
    ),
    ("covariance in part", {"one": {"CNDOT_NDOT": None}}, "cov_part", "CR_R"),
    ("one object twice", {"two": {"OBJECT_DESIGNATOR": "010001"}}, "one_object", ""),
]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("changes", "code", "key"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_bad_message_is_refused_by_name_and_line(
    write: Any, changes: dict[str, Any], code: str, key: str
) -> None:
    more = dict(changes)
    units = more.pop("units", None)
    text = write(*blocks(**more), units=units)
    found = refused(text)
    assert set(found) == {code}
    if key:
        assert found[code] == line_of(text, key)


ACCEPTED: list[tuple[str, dict[str, Any], str]] = [
    ("late", {"head": {"CREATION_DATE": "2026-03-12T08:00:01"}}, "CREATED_AFTER_TCA"),
    ("stated 0", {"head": {"COLLISION_PROBABILITY": "0.0"}}, "PC_STATED_ZERO"),
    ("underflow", {"head": {"COLLISION_PROBABILITY": "1e-400"}}, "PC_STATED_ZERO"),
    ("unknown key", {"head": {"WRONG_KEYWORD": "123"}}, "UNKNOWN_KEY"),
    ("another version", {"head": {"CCSDS_CDM_VERS": "2.0"}}, "VERSION"),
    ("name is NaN", {"one": {"INTERNATIONAL_DESIGNATOR": "NaN"}}, "NAN_TEXT"),
    ("optional in another unit", {"units": {"RELATIVE_POSITION_R": "km"}}, "OTHER_UNIT"),
]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("changes", "remark"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED]
)
def test_an_odd_message_is_taken_in_with_a_remark(
    write: Any, changes: dict[str, Any], remark: str
) -> None:
    more = dict(changes)
    units = more.pop("units", None)
    assert accepted(write(*blocks(**more), units=units)).remarks == (remark,)


@pytest.mark.parametrize("write", WRITERS)
def test_a_missing_probability_is_not_zero_and_zero_is_not_missing(write: Any) -> None:
    for text in (None, "", "NaN"):
        changed = {"COLLISION_PROBABILITY": text}
        assert accepted(write(*blocks(head=changed))).pc is None
    for text in ("0", "0.0", "1e-400"):
        assert accepted(write(*blocks(head={"COLLISION_PROBABILITY": text}))).pc == pytest.approx(
            0.0
        )


@pytest.mark.parametrize("write", WRITERS)
def test_without_covariance_a_message_is_taken_in(write: Any) -> None:
    none = {key: None for key in blocks()[1] if key.startswith("C") and "_" in key[1:]}
    none = {
        key: value
        for key, value in none.items()
        if key not in ("CATALOG_NAME", "COVARIANCE_METHOD")
    }
    found = accepted(write(*blocks(two=none)))
    assert found.objects[0].covariance is not None
    assert found.objects[1].covariance is None
    assert found.remarks == ("NO_COV",)


@pytest.mark.parametrize("write", WRITERS)
def test_optional_values_that_are_nan_or_empty_are_not_provided(write: Any) -> None:
    plain = accepted(write(*blocks()))
    for text in ("NaN", ""):
        more = {"AREA_PC": text, "WEIGHTED_RMS": text, "SEDR": text}
        assert accepted(write(*blocks(one=more))).digest == plain.digest


def test_marks_line_ends_blanks_and_lower_case_cost_nothing() -> None:
    plain = accepted(kvn(*blocks()))
    text = kvn(*blocks())
    assert accepted(b"\xef\xbb\xbf" + text.encode()).remarks == ("BOM",)
    assert accepted(text.replace("\n", "\r\n")).digest == plain.digest
    assert accepted(text.replace("\n", "\r")).digest == plain.digest
    assert accepted(text.replace("\n", "  \n\n").replace(" = ", "=")).digest == plain.digest
    lower = accepted(text.replace("TCA", "tca"))
    assert (lower.digest, lower.remarks) == (plain.digest, ("KEY_NOT_UPPER",))


def test_in_xml_marks_line_ends_blanks_and_lower_case_cost_nothing() -> None:
    plain = accepted(xml(*blocks()))
    text = xml(*blocks())
    assert accepted(b"\xef\xbb\xbf" + text.encode()).digest == plain.digest
    for end in ("\r\n", "\r"):
        assert accepted(text.replace("\n", end)).digest == plain.digest
    assert accepted(text.replace("<TCA>", "<TCA> \n ")).digest == plain.digest
    lower = accepted(text.replace("TCA>", "tca>"))
    assert (lower.digest, lower.remarks) == (plain.digest, ("KEY_NOT_UPPER",))


@pytest.mark.parametrize("write", WRITERS)
def test_instants_by_day_of_year_and_leap_seconds_are_the_same_instants(write: Any) -> None:
    plain = accepted(write(*blocks()))
    for text in ("2026-071T08:00:00", "2026-03-12T08:00:00Z", "2026-03-12T07:59:60.0"):
        assert accepted(write(*blocks(head={"TCA": text}))).tca == plain.tca


def test_the_three_forms_of_a_message_say_the_same() -> None:
    texts = [kvn(*blocks()), xml(*blocks()), spacetrack(*blocks())]
    found = [accepted(text) for text in texts]
    assert [one.form for one in found] == ["kvn", "xml", "json"]
    assert len({one.digest for one in found}) == 1
    assert len({one.objects for one in found}) == 1


def test_space_tracks_public_form_has_neither_states_nor_covariance() -> None:
    found = accepted(json.dumps([PUBLIC]))
    assert (found.form, found.source, found.message_id) == ("public", "public", "987654")
    assert (found.miss_m, found.pc, found.radius_m) == pytest.approx((181.0, 0.000237, 6.0))
    assert [one.number for one in found.objects] == ["10001", "20002"]
    assert found.remarks == ("NO_COV", "NO_STATES")
    assert accepted(json.dumps(PUBLIC | {"PC": None})).pc is None


@pytest.mark.parametrize(
    ("comments", "radius", "told"),
    [
        (["HBR = 20"], 20.0, "stated"),
        (["EFFECTIVE_HBR = 7.5 [m]"], 7.5, "stated"),
        (["Exclusion Volume Radius = 5.0 [m]", "EXCLUSION_VOLUME_RADIUS = 1 [m]"], 6.0, "summed"),
        (["Operator Hard Body Radius = 6.00 [m]"], None, ""),
        (["HBR = -3"], None, ""),
        (["HBR = 1e99"], None, ""),
    ],
)
def test_the_radius_is_read_from_the_comments(
    comments: list[str], radius: float | None, told: str
) -> None:
    first, second = (*comments, "")[:2]
    head, one_, two = blocks()
    text = kvn(head, one_) + f"COMMENT {first}\n" + kvn(two) + f"COMMENT {second}\n"
    before, middle, after = xml(head, one_, two).split("<segment><metadata>\n")
    marked = [f"<segment><metadata>\n<COMMENT>{said}</COMMENT>\n" for said in (first, second)]
    for found in (accepted(text), accepted(before + marked[0] + middle + marked[1] + after)):
        assert (found.radius_m, found.radius_from) == (radius, told)


def test_one_bad_message_costs_its_neighbours_nothing() -> None:
    """In XML, in KVN one after another, and in JSON."""
    several = [blocks(head={"MESSAGE_ID": f"T{number}"}) for number in range(3)]
    several[1] = blocks(head={"MESSAGE_ID": "T1", "TCA": None})
    document = "".join(xml(*one, declares=False) for one in several)
    for text in (
        f"<ndm>{document}</ndm>",
        "".join(kvn(*one) for one in several),
        json.dumps([json.loads(spacetrack(*one))[0] for one in several]),
    ):
        found = reading.read(text.encode())
        assert [one.message.message_id if one.message else None for one in found] == [
            "T0",
            None,
            "T2",
        ]
        assert [issue.code for issue in found[1].issues] == ["missing"]
        assert len({one.where for one in found}) == 3


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><cdm>&a9;</cdm>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><cdm>&x;</cdm>'
)
NO_MESSAGES: list[tuple[str, bytes, str]] = [
    ("a bomb", BOMB.encode(), "entities"),
    ("an entity from outside", OUTSIDE.encode(), "entities"),
    ("a document type", b'<!DOCTYPE cdm SYSTEM "x.dtd"><cdm/>', "entities"),
    ("broken XML", b"<cdm><header></cdm>", "not_xml"),
    ("endless XML", b"<a>" * 10_000, "not_xml"),
    ("an orbit in XML", b"<opm/>", "not_a_cdm"),
    ("an orbit in KVN", b"CCSDS_OPM_VERS = 2.0\n", "not_a_cdm"),
    ("a re-entry", b"CCSDS_RDM_VERS = 1.0\n", "not_a_cdm"),
    ("elements in JSON", b'[{"CCSDS_OMM_VERS": "2.0", "MEAN_MOTION": 15}]', "not_a_cdm"),
    ("a list of numbers", b"[1]", "not_a_cdm"),
    ("broken JSON", b'[{"TCA": ', "not_json"),
    ("endless JSON", b"[" * 100_000, "not_json"),
    ("not text", b"\xff\xfe\x00", "not_text"),
    ("a letter", b"Dear colleague,\nplease find attached", "not_read"),
    ("nothing", b"  \n ", "nothing_in_it"),
    ("an empty list", b"[]", "nothing_in_it"),
    ("50 MB", b"A" * 50_000_000, "too_large"),
]


@pytest.mark.parametrize(
    ("content", "code"), [row[1:] for row in NO_MESSAGES], ids=[row[0] for row in NO_MESSAGES]
)
def test_what_is_no_message_is_refused_by_what_it_is(content: bytes, code: str) -> None:
    assert set(refused(content)) == {code}


@pytest.mark.parametrize("kind", ["OPM", "OMM", "OEM", "RDM"])
def test_another_message_of_the_standards_is_called_by_its_name(kind: str) -> None:
    texts = [f"CCSDS_{kind}_VERS = 2.0\n", f"<{kind.lower()}/>"]
    for text in (*texts, f"<ndm><{kind.lower()}/></ndm>", f'[{{"CCSDS_{kind}_VERS": "2.0"}}]'):
        (issue,) = one(text).issues
        assert (issue.code, issue.value) == ("not_a_cdm", kind), text


def test_a_file_has_only_so_many_messages() -> None:
    text = json.dumps([PUBLIC] * (reading.MOST + 1)).encode()
    assert [issue.code for issue in reading.read(text)[0].issues] == ["too_many"]


@pytest.mark.parametrize("text", ["A = 1\nA = 2\n", "no key\n"])
def test_a_line_that_is_odd_refuses_its_message_only(text: str) -> None:
    assert one(kvn(*blocks()) + text).message is None


def test_every_refusal_is_a_sentence_in_both_languages() -> None:
    facts = {"key": "TCA", "unit": "km", "expected": "m", "count": 3, "size": 1, "most": 2}
    for code in sayings.REFUSALS:
        issue = sayings.issue(code, "L1", "x", **facts)
        said = []
        for language in ("zh", "en"):
            with i18n.speaking(language):
                said.append(i18n.say(issue))
        assert said[0] != said[1], code
        assert "{" not in said[0] + said[1]


def test_the_published_files_are_read_as_they_were_counted(shared: Path) -> None:
    """55 files: 40 messages, 10 once more, 4 that say something else under a number that is here,
    one without the time of closest approach.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    outcomes: Counter[str] = Counter()
    folder = shared / "cdm"
    for file in sorted([*(folder / "cara").iterdir(), *(folder / "orekit").iterdir()]):
        (found,) = reading.read(file.read_bytes())
        if found.message is None:
            assert file.name == "cdm_CDM-missing-TCA.txt"
            assert [(one.code, one.facts["key"]) for one in found.issues] == [("missing", "TCA")]
            outcomes["refused"] += 1
            continue
        held = seen.setdefault((found.message.originator, found.message.message_id), set())
        known = found.message.digest in held
        outcomes["known" if known else "conflict" if held else "accepted"] += 1
        held.add(found.message.digest)
    assert outcomes == {"accepted": 40, "known": 10, "conflict": 4, "refused": 1}
