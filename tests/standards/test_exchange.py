"""Registers in and out: the CCSDS register as published, workbooks and CSV with what is wrong at
its cell, files that mean harm.
"""

import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from fund import db, i18n
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.errors import NotAllowed
from fund.standards import blocks, exchange, queries, relations
from fund.standards.downloads import CSV
from fund.standards.tables import Standard
from tests.people import Office
from tests.standards.acts import REGISTER

HEADS = ["Number", "Chinese title", "Status", "Issued on", "In effect from", "Withdrawn on"]
ROW = ["T/X 1-2020", "甲", "In force", "2020-01-01", "2020-07-01", ""]


def taken(office: Office, name: str, content: bytes, *, dry_run: bool = False) -> Any:
    return exchange.take_in(office.engine, office.ids["officer"], name, content, dry_run=dry_run)


def codes(issues: list[Any]) -> list[tuple[str, str, str]]:
    return [(one.severity, one.code, one.where) for one in issues]


def csv_of(*rows: list[str], heads: list[str] | None = None) -> bytes:
    lines = [[*(heads or HEADS), "Source"], *([*row, "x"] for row in rows)]
    return "\r\n".join(",".join(line) for line in lines).encode("utf-8-sig")


def packed(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"data/{name}.yaml", text)
    return stream.getvalue()


def relaton(number: str, *, word: str = "published", more: str = "") -> str:
    return (
        f"---\nid: X\ntitle:\n- content: T\n  language:\n  - en\ndocid:\n- id: {number}\n"
        f"  primary: true\ndocstatus:\n  stage:\n    value: {word}\n{more}"
    )


def test_the_ccsds_register_comes_in_as_it_says(an_office: Office, shared: Path) -> None:
    content = (shared / "standards" / "ccsds.zip").read_bytes()
    counts, issues = taken(an_office, "ccsds.zip", content)
    assert [(one.code, one.facts["number"]) for one in issues] == [
        ("replaces_itself", "CCSDS 911.1-R-1.7"),
        ("replaces_itself", "CCSDS 912.1-R-1.99h"),
    ]
    assert (counts["accepted"], counts["known"]) == (565, 0)
    with db.reading(an_office.engine) as session:
        rows = session.exec(select(Standard.number, Standard.own_word, Standard.status)).all()
        said = relations.statements(session, OPERATOR)
        old, _said, _states = relations.chained(session, OPERATOR, "CCSDS 101.0-B-1")
        cdm, _said, _states = relations.chained(session, OPERATOR, "CCSDS 508.0-B-1")
    assert Counter(word for _number, word, _status in rows) == {"published": 338, "withdrawn": 227}
    silver = {number: status for number, _word, status in rows if number.endswith("-S")}
    assert Counter(silver.values()) == {"historical": 204}
    others = {number for number, _word, status in rows if status == "historical"} - set(silver)
    assert all("-S Cor." in one or "-S - " in one for one in others)
    assert not [one for held in said.values() for one in held if one in silver]
    assert not any(number.endswith("-S") for number in (*old.members, *cdm.members))
    assert old.members == tuple(f"CCSDS 101.0-B-{issue}" for issue in (1, 3, 4, 6))
    assert cdm.holds == ()
    counts, issues = taken(an_office, "ccsds.zip", content)
    assert (counts["accepted"], counts["known"]) == (0, 565)


def test_a_csv_in_chinese_comes_in_and_what_is_unsure_is_told(an_office: Office) -> None:
    with i18n.speaking("zh"):
        counts, issues = taken(an_office, "register.csv", REGISTER.read_bytes())
    assert counts == {"accepted": 2, "known": 0, "historical": 0}
    assert codes(issues) == [
        ("warning", "read_as", "register.csv!A2"),
        ("warning", "year_only", "register.csv!D3"),
        ("warning", "year_only", "register.csv!E3"),
        ("warning", "adopts_unknown", "register.csv!F2"),
    ]
    with db.reading(an_office.engine) as session:
        one = queries.standard(session, OPERATOR, "T/SAMPLE 1-2020")
        chain, said, _states = relations.chained(session, OPERATOR, "T/SAMPLE 1-2015")
    assert (one["field"], one["degree"], one["lag"], one["review"]) == (
        "spacecraft",
        "IDT",
        None,
        "2025-07",
    )
    assert chain.holds == ("T/SAMPLE 1-2020",)
    assert said["said_by"].tolist() == ["newer"]


@pytest.mark.parametrize(
    ("rows", "where", "code"),
    [
        ([ROW, ["Ｔ/Ｘ 1—2020", *ROW[1:]]], "f.csv!A3", "number_twice"),
        ([[*ROW[:4], "2019-01-01", ""]], "f.csv!E2", "dates_contradict"),
        ([[*ROW[:5], "2021-01-01"]], "f.csv!F2", "in_force_and_withdrawn"),
        ([["T/GB 1-2020", *ROW[1:]]], "f.csv!A2", "prefix_contradicts"),
        ([["GJB 1234-2020", *ROW[1:]]], "f.csv!A2", "classified_text"),
        ([[*ROW[:2], "valid", *ROW[3:]]], "f.csv!C2", "unknown_choice"),
        ([[*ROW[:3], "2020-02-30", *ROW[4:]]], "f.csv!D2", "not_a_day"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_stored(
    an_office: Office, rows: list[list[str]], where: str, code: str
) -> None:
    counts, issues = taken(an_office, "f.csv", csv_of(*rows))
    assert ("error", code, where) in codes(issues)
    assert counts["accepted"] == 0
    with db.reading(an_office.engine) as session:
        assert session.exec(select(Standard.id)).all() == []
    told = [i18n.say(one) for one in issues if one.code == "classified_text"]
    assert not any("1234" in text for text in told)


def test_a_workbook_comes_in_and_a_formula_is_refused(an_office: Office) -> None:
    book = openpyxl.Workbook()
    book.active.append([*HEADS, "Source"])
    book.active.append([*ROW[:3], date(2020, 1, 1), "2020-07", "", "x"])
    stream = io.BytesIO()
    book.save(stream)
    assert taken(an_office, "f.xlsx", stream.getvalue())[0]["accepted"] == 1
    book.active.append(["=1+1", *ROW[1:], "x"])
    stream = io.BytesIO()
    book.save(stream)
    issues = taken(an_office, "f.xlsx", stream.getvalue())[1]
    assert ("error", "cell_formula", "Sheet!A3") in codes(issues)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", packed(a=relaton("ISO 1:2020", more="x: &a b\ny: *a\n")), "not_plain"),
        ("a.zip", packed(a=relaton("ISO 1:2020", more="x: !!python/object y\n")), "not_plain"),
        ("a.yaml", relaton("ISO 1:2020", more="x: {a: b}\n").encode(), "not_plain"),
        ("a.yaml", ("".join(f"{' ' * at}a:\n" for at in range(40))).encode(), "not_plain"),
        ("a.yaml", b"\xff\xfe", "not_utf8"),
        ("a.zip", packed(a="x" * (exchange.MEMBER + 1)), "zip_too_much"),
        ("a.zip", packed(a=relaton("ISO 1:2020"))[:-30], "zip_damaged"),
        ("a.zip", packed(), "nothing_in_it"),
        ("a.txt", b"", "file_unreadable"),
        ("a.csv", b"a,b\n1,2\n", "no_heading"),
        ("a.csv", b"", "no_heading"),
        ("a.xlsx", b"none", "not_a_workbook"),
        ("a.yaml", relaton("GJB 1-2020").encode(), "classified_text"),
        ("a.yaml", relaton("ISO 1:2020", word="61.00").encode(), "stage_unknown"),
    ],
)
def test_a_file_that_is_none_or_means_harm_is_refused(
    an_office: Office, name: str, content: bytes, code: str
) -> None:
    counts, issues = taken(an_office, name, content, dry_run=True)
    assert code in [one.code for one in issues if one.severity == "error"]
    assert counts["accepted"] == 0


@pytest.mark.parametrize(
    "odd", ["link:\n- content:\n    a: b\n", "date:\n- type:\n  - issued\n  value: 2020\n"]
)
def test_a_link_or_day_that_is_no_text_is_left_out_and_the_rest_comes_in(
    an_office: Office, odd: str
) -> None:
    content = relaton("ISO 1:2020", word="60.60", more=odd).encode()
    counts, issues = taken(an_office, "a.yaml", content, dry_run=True)
    assert (counts["accepted"], [one.code for one in issues if one.severity == "error"]) == (1, [])


def test_a_register_with_a_circle_comes_in_whole(an_office: Office) -> None:
    def says(other: str) -> str:
        return f"relation:\n- type: obsoletes\n  bibitem:\n    docid:\n    - id: {other}\n"

    content = packed(
        a=relaton("ISO 1:2019", word="60.60", more=says("ISO 3:2021")),
        b=relaton("ISO 2:2020", word="60.60", more=says("ISO 1:2019")),
        c=relaton("ISO 3:2021", word="40.20", more=says("ISO 2:2020")),
    )
    assert taken(an_office, "a.zip", content)[0]["accepted"] == 3
    with db.reading(an_office.engine) as session:
        chain, _said, _states = relations.chained(session, OPERATOR, "ISO 2:2020")
        kinds = relations.contradictions(session, OPERATOR)["kind"].tolist()
    assert chain.circles == (("ISO 1:2019", "ISO 2:2020", "ISO 3:2021"),)
    assert chain.holds == ("ISO 1:2019", "ISO 2:2020")
    assert kinds[0] == "circle"


def test_what_goes_out_as_open_data_comes_in_elsewhere_as_it_was(an_office: Office) -> None:
    with i18n.speaking("zh"):
        taken(an_office, "register.csv", REGISTER.read_bytes())
        with db.reading(an_office.engine) as session:
            before = queries.standards(session, OPERATOR, date(2999, 1, 1))
            file = CSV.make(session, actors.load(session, an_office.ids["officer"]))
    assert isinstance(file.content, bytes)
    texts, issues = exchange.read("again.csv", file.content)
    assert [one for one in issues if one.severity == "error"] == []
    assert [one.given["number"] for one in texts] == before["number"].tolist()
    assert [one.given["replaces"] for one in texts] == ["", "T/SAMPLE 1-2015"]


def test_an_import_is_one_act_of_somebody_who_may(an_office: Office) -> None:
    for part in ("viewer", "supervisor"):
        with pytest.raises(NotAllowed):
            exchange.take_in(
                an_office.engine, an_office.ids[part], "f.csv", csv_of(ROW), dry_run=False
            )
    assert taken(an_office, "f.csv", csv_of(ROW), dry_run=True)[0]["accepted"] == 1
    with db.reading(an_office.engine) as session:
        assert session.exec(select(Standard.id)).all() == []


def test_plain_yaml_is_read_as_it_is_meant() -> None:
    text = (
        "---\r\na: 'it''s\r\n  here'\r\nb: \"x: \\\"y\\\"\"\r\nc:\r\n- - one\r\n- d: |\r\n"
        "    two\r\n    lines\r\n  e: plain # remark\r\nf:\r\n  - g\r\n"
    )
    assert blocks.read(text) == {
        "a": "it's here",
        "b": 'x: "y"',
        "c": [["one"], {"d": "two lines", "e": "plain"}],
        "f": ["g"],
    }
    for broken in ("a: 1\na: 2\n", "a: 1\n  b: 2\n", "- a\n", "a: 'x\n"):
        with pytest.raises(blocks.Unreadable):
            blocks.read(broken)
