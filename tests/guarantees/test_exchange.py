"""Guarantees in from a file: all or none, each problem at its row and field."""

from datetime import date

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.guarantees import exchange, queries
from tests.guarantees.walk import WAN, Walk
from tests.people import Office

HEAD = "保函编号,保函出具方,种类,形式,金额（元）,提交单位信用代码,担保对象编号,义务,生效日,到期日,义务到期日"
GOOD = (
    "LG-1,Bank C,离轨保函,银行保函,8000000.00,operator,60001,re-entry,2026-05-18,2027-05-31,2028-03-31",
    "LG-2,Bank C,de_orbit,letter,100.5,operator,60001,re-entry,2026-05-18,2027-05-31,",
)


def content(*rows: str) -> bytes:
    return "\n".join((HEAD, *rows)).encode()


def test_a_file_of_guarantees_goes_in_whole_and_waits_for_its_check(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.satellite()
    with clock.at(clock.noon(walk.day)):
        asked = (an_office.engine, an_office.ids["officer"], "g.csv", content(*GOOD))
        assert exchange.take_in(*asked, dry_run=True) == ({"accepted": 2}, [])
        assert walk.held(walk.day) == 0
        assert exchange.take_in(*asked, dry_run=False) == ({"accepted": 2}, [])
    with db.reading(an_office.engine) as session:
        found = queries.guarantees(session, OPERATOR, walk.day)
    assert list(found["held_fen"]) == [800 * WAN, 10_050]
    assert set(found["state"]) == {"to_check"}
    assert found.iloc[0]["duty_due_on"] == date(2028, 3, 31)


def test_one_bad_row_keeps_the_whole_file_out_and_says_where(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.satellite()
    bad = (
        GOOD[0].replace("2027-05-31", "2026-05-17").replace("LG-1", "LG-3"),
        GOOD[0].replace("60001", "nowhere").replace("LG-1", "LG-4"),
        GOOD[0].replace("2026-05-18", "18 May").replace("LG-1", "LG-5"),
    )
    with clock.at(clock.noon(walk.day)):
        asked = (an_office.engine, an_office.ids["officer"], "g.csv", content(GOOD[0], *bad))
        counts, issues = exchange.take_in(*asked, dry_run=False)
    assert counts == {"accepted": 0}
    assert [(one.code, one.where) for one in issues] == [
        ("ends_before_it_starts", "g.csv!A3"),
        ("not_found", "g.csv!G4"),
        ("not_a_date", "g.csv!I5"),
    ]
    assert walk.held(walk.day) == 0


def test_a_row_that_stands_twice_or_a_cell_that_is_no_amount_is_told_where_it_stands(
    an_office: Office,
) -> None:
    walk = Walk(an_office)
    walk.satellite()
    bad = (
        GOOD[0].replace("Bank C", "ｂａｎｋ c"),
        GOOD[1].replace("100.5", "100 USD"),
        GOOD[1].replace("2026-05-18", "5/18/2026"),
    )
    with clock.at(clock.noon(walk.day)):
        asked = (an_office.engine, an_office.ids["officer"], "g.csv", content(GOOD[0], *bad))
        counts, issues = exchange.take_in(*asked, dry_run=False)
    assert counts == {"accepted": 0}
    assert [(one.code, one.where) for one in issues] == [
        ("guarantee_known", "g.csv!A3"),
        ("not_an_amount", "g.csv!E4"),
        ("not_a_date", "g.csv!I5"),
    ]
    assert walk.held(walk.day) == 0


def test_headings_are_read_however_they_are_typed_and_what_is_not_read_is_told(
    an_office: Office,
) -> None:
    walk = Walk(an_office)
    walk.satellite()
    typed = GOOD[0].replace("2026-05-18", "2026年5月18日").replace("8000000.00", "￥8000000元")
    head = HEAD.replace("（元）", " (元)")
    given = f"{head},备注\n{typed},x".encode()
    twice = f"{HEAD},种类\n{GOOD[0]},bid".encode()
    with clock.at(clock.noon(walk.day)):
        asked = (an_office.engine, an_office.ids["officer"], "g.csv")
        counts, issues = exchange.take_in(*asked, given, dry_run=True)
        _counts, refused = exchange.take_in(*asked, twice, dry_run=True)
    assert counts == {"accepted": 1}
    assert [(one.severity, one.code, one.where) for one in issues] == [
        ("warning", "column_unknown", "g.csv!L1")
    ]
    assert {one.code for one in refused} == {"column_twice"}


def test_a_file_that_is_none_is_refused_by_name(an_office: Office) -> None:
    for name, given, code in (
        ("g.csv", b"\xff\xfe", "not_utf8"),
        ("g.csv", b"a,b\n1,2", "no_heading"),
        ("g.csv", HEAD.encode(), "nothing_in_it"),
    ):
        asked = (an_office.engine, an_office.ids["officer"], name, given)
        counts, issues = exchange.take_in(*asked, dry_run=False)
        assert counts == {"accepted": 0}
        assert {one.code for one in issues if one.severity == "error"} == {code}
