"""Targets and observations by CSV: whole or not at all, each problem with its line, again
unchanged.
"""

from datetime import date

import pytest

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.plan import reference
from fund.targets import exchange, queries
from tests.people import Office, office

HEAD = (
    "code,name_zh,name_en,unit_zh,unit_en,value,target_year,source,region_code,baseline,"
    "baseline_year,direction,official,document\n"
)
ROW = (
    "T1,年发射次数,Launches a year,次,launches,100.50,2027,office plan"
    " 2026,310000,26,2025,at_least,false,\n"
)
DAY = date(2026, 10, 8)


@pytest.fixture
def made(tmp_path) -> Office:
    return office(f"sqlite:///{tmp_path}/fund.db")


def take(made: Office, kind: str, text: str):
    with clock.at(clock.noon(DAY)):
        return exchange.take_in(
            made.engine, made.ids["officer"], kind, text.encode(), dry_run=False
        )


def seen(made: Office):
    with db.reading(made.engine) as session:
        found = queries.targets(session, OPERATOR, View(as_of=DAY))
    return found[found["code"] == "T1"]


def test_a_target_keeps_its_digits_and_its_source(made: Office) -> None:
    counts, issues = take(made, "targets", HEAD + ROW)
    assert (counts["accepted"], issues) == (1, [])
    row = seen(made).iloc[0]
    assert (str(row["target"]), row["source"], bool(row["is_official"])) == (
        "100.50",
        "office plan 2026",
        False,
    )


def test_the_same_file_again_changes_nothing(made: Office) -> None:
    take(made, "targets", HEAD + ROW)
    counts, issues = take(made, "targets", HEAD + ROW)
    assert counts == {"accepted": 0, "unchanged": 1, "updated": 0}
    assert issues == []


def test_the_latest_observation_is_the_actual(made: Office) -> None:
    take(made, "targets", HEAD + ROW)
    text = (
        "target_code,observed_on,value,source\nT1,2026-06-30,40,launch log\nT1,2026-09-30,58,launch"
        " log\n"
    )
    counts, _issues = take(made, "observations", text)
    assert counts["accepted"] == 2
    assert str(seen(made).iloc[0]["actual"]) == "58"
    assert take(made, "observations", text)[0]["unchanged"] == 2


@pytest.mark.parametrize(
    ("kind", "text", "code", "where"),
    [
        ("targets", HEAD + ROW.replace("100.50", "about 100"), "not_a_number", "line 2"),
        ("targets", HEAD + ROW.replace("office plan 2026", ""), "missing", "line 2"),
        ("targets", HEAD + ROW + ROW, "repeated", "line 3"),
        ("targets", HEAD + ROW.replace("310000", "999999"), "unknown_region", "line 2"),
        ("targets", HEAD + ROW.replace("2027", "27"), "not_a_year", "line 2"),
        ("targets", HEAD + ROW.replace("at_least", "more"), "not_listed", "line 2"),
        ("targets", "code,value\nT1,1\n", "column_missing", "line 1"),
        (
            "observations",
            "target_code,observed_on,value,source\nNONE,2026-09-30,1,x\n",
            "unknown_target",
            "line 2",
        ),
        (
            "observations",
            "target_code,observed_on,value,source\nNONE,2030-01-01,1,x\n",
            "not_a_day",
            "line 2",
        ),
    ],
)
def test_a_file_with_an_error_is_refused_whole_with_its_place(
    made: Office, kind: str, text: str, code: str, where: str
) -> None:
    counts, issues = take(made, kind, text)
    assert (code, where) in {(issue.code, issue.where) for issue in issues}
    assert counts["accepted"] == 0
    assert seen(made).empty


def test_an_official_number_needs_its_document(made: Office) -> None:
    from fund.targets.commands import NoCitation

    with pytest.raises(NoCitation):
        take(made, "targets", HEAD + ROW.replace("false", "true"))
    assert seen(made).empty


def test_gb18030_is_read_and_said_and_other_bytes_are_refused(made: Office) -> None:
    take(made, "targets", HEAD + ROW)
    text = '目标编号,观测日期,数值,来源,,\r\nT1,2026/9/30,"1,234",发射记录,,\r\n,,,,,\r\n'
    for content, codes, accepted in (
        (text.encode("gb18030"), ["read_as_gb18030", "read_as", "read_as"], 1),
        (text.encode("utf-8-sig"), ["read_as", "read_as"], 0),
        (b"code\xff\xff,value\n1,2\n", ["not_utf8"], 0),
    ):
        with clock.at(clock.noon(DAY)):
            counts, issues = exchange.take_in(
                made.engine, made.ids["officer"], "observations", content, dry_run=False
            )
        assert [issue.code for issue in issues] == codes
        assert counts["accepted"] == accepted
    assert str(seen(made).iloc[0]["actual"]) == "1234"


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        ("target_code,observed_on,value,source\nT1,2026-09-30,1,234,x\n", "more_fields", "line 2"),
        ("target_code,observed_on,value,value,source\n", "column_twice", "line 1"),
        ("target_code,observed_on,value,source\nT1,5/1/2026,1,x\n", "day_two_ways", "line 2"),
        ("target_code,observed_on,value,source\nT1,2026年1月,1,x\n", "day_no_day", "line 2"),
        ("target_code,observed_on,value,source\nT1,2026-01-05,/,x\n", "nothing_written", "line 2"),
        ("target_code,observed_on,value,source\nT1,2026-01-05,1_000,x\n", "not_a_number", "line 2"),
        ("target_code,observed_on,value,source\nT1,2026-W01-1,1,x\n", "not_a_day", "line 2"),
        (
            f"target_code,observed_on,value,source\nT1,2026-01-05,1,{'x' * 40000}\n",
            "field_too_long",
            "line 2",
        ),
        ("<html><table><tr><td>1</td></tr></table></html>", "not_csv", "line 1"),
        ("%PDF-1.7\n", "not_csv", "line 1"),
    ],
)
def test_a_line_that_means_two_things_is_refused_at_its_line(
    made: Office, content: str, code: str, where: str
) -> None:
    take(made, "targets", HEAD + ROW)
    counts, issues = take(made, "observations", content)
    assert [(issue.code, issue.where) for issue in issues] == [(code, where)]
    assert counts["accepted"] == 0


def test_the_real_local_targets_are_there_and_none_is_official(made: Office) -> None:
    with db.reading(made.engine) as session:
        found = queries.targets(session, OPERATOR, View(as_of=DAY))
    assert len(found) == len(reference.targets()) > 30
    assert not found["is_official"].any()
    assert (found["source"] != "").all()
    assert found["is_press_copy"].any()
