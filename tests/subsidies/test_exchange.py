"""Subsidies in from a file: all or none, each problem at its row and field."""

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.subsidies import exchange, queries
from tests.people import Office
from tests.subsidies.walk import Walk, wan

HEAD = "编号,名称,承担单位,统一社会信用代码,行政区划代码,预算项,种类,补贴方式,比例或百分点（%）,银行或保险公司"
HEAD += ",合同号或保单号,借款金额或保险金额（元）,首日,截止日（不计入）"
ROW = "T1,loan,firm one,91610000MA6W0000X0,610000,S26,贷款贴息,按实付金额比例补贴,50,Bank A,JK-1"
ROW += ",40000000,2026-05-01,2027-05-01"


def test_a_file_of_subsidies_goes_in_whole_or_not_at_all(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.line("S26", 2026, 600)
    other = ROW.replace("T1", "T2").replace("JK-1", "JK-2").replace("50,", "150,")
    person = an_office.ids["officer"]
    with clock.at(clock.noon(walk.day)):
        both = f"{HEAD}\n{ROW}\n{other}".encode()
        counts, issues = exchange.take_in(an_office.engine, person, "s.csv", both, dry_run=False)
        assert counts == {"accepted": 0}
        assert [(one.code, one.where) for one in issues] == [("share_outside", "s.csv!A3")]
        one = f"{HEAD}\n{ROW}".encode()
        counts, issues = exchange.take_in(an_office.engine, person, "s.csv", one, dry_run=False)
        assert (counts, issues) == ({"accepted": 1}, [])
        counts, issues = exchange.take_in(an_office.engine, person, "s.csv", one, dry_run=False)
        assert [one.code for one in issues] == ["loan_subsidised_already"]
    with db.reading(an_office.engine) as session:
        (found,) = queries.portfolio(session, OPERATOR, View(as_of=walk.day)).to_dict("records")
    assert (found["share"], found["loan_fen"], found["status"]) == (500_000, wan(4_000), "entered")
