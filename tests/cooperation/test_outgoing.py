"""What goes out as IATI: valid by its schema and every rule, and the ledger to the fen."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import etree

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.columns import table_of
from fund.cooperation import bodies, commands, downloads, giving, judging, outgoing, queries
from fund.errors import has_errors
from fund.ledger.tables import Undertaking
from tests.conftest import TODAY
from tests.cooperation.test_cooperation import JUNE, asked, enter, give
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office

BY = ("CN-USCI-91110000MA0000000X", "示例基金")
END = date(2026, 12, 31)


@pytest.fixture
def paying(an_office: Office) -> Office:
    """The worked portfolio, each undertaking paying for a project abroad in two countries."""
    until(Walk(an_office), 24)
    for code in ("LA", "KE"):
        an_office.act("officer", commands.enter_partner, on=END, code=code)
    an_office.act(
        "officer",
        commands.enter_partner,
        on=END,
        code="APSCO",
        kind="organisation",
        name_zh="亚太空间合作组织",
    )
    enter(an_office, "P1", {"LA": 6_000, "KE": 4_000}, 300)
    enter(
        an_office,
        "P2",
        {"APSCO": 10_000},
        1,
        texts={"title_other": "Images", "other_language": "fr"},
    )
    give(an_office, "P2", 7, "pledge")
    give(an_office, "P2", 5, "completion")
    for number, code in enumerate(codes(an_office)):
        an_office.act(
            "officer",
            bodies.link_undertaking,
            on=END,
            project=f"P{1 + number % 2}",
            undertaking=code,
        )
    key = an_office.act(
        "officer", giving.enter_indicator, on=END, project="P1", title_zh="受训人数", unit="人"
    )
    for actual in ("40", "41"):
        report = an_office.act(
            "officer",
            giving.report_result,
            on=END,
            indicator_id=key,
            starts_on=date(2026, 1, 1),
            ends_on=JUNE,
            actual=Decimal(actual),
            source="test",
        )
    an_office.act("supervisor", giving.confirm_result, on=END, result_id=report)
    return an_office


def codes(office: Office) -> list[str]:
    with db.reading(office.engine) as session:
        return list(session.execute(sa.select(table_of(Undertaking).c.code)).scalars())


def written(office: Office, day: date = END, by: tuple[str, str] = BY) -> bytes:
    with db.reading(office.engine) as session, clock.at(clock.noon(END)):
        return outgoing.document(session, OPERATOR, day, by)


def total(root: etree._Element, *kinds: str, own: bool = True) -> int:
    """The transactions of some types in fen; our own say how they are financed."""
    return sum(
        int(Decimal(one.findtext("value") or "0") * 100)
        for one in root.iter("transaction")
        if one.find("transaction-type").get("code") in kinds  # type: ignore[union-attr]
        and (one.find("finance-type") is not None) == own
    )


def test_the_export_is_valid_and_adds_up_to_the_ledger(paying: Office) -> None:
    content = written(paying)
    verdict = judging.judged(content, END)
    assert verdict.is_valid
    assert not has_errors(verdict.issues)
    root = etree.fromstring(content)
    assert [one.findtext("iati-identifier") for one in root] == [f"{BY[0]}-P1", f"{BY[0]}-P2"]
    known = asked(paying, queries.projects, END)
    assert known["paid_fen"].sum() > known["returned_fen"].sum() > 0
    assert total(root, "2") == known["obligated_fen"].sum()
    assert total(root, "3", "4", "8") == known["paid_fen"].sum() - known["returned_fen"].sum()
    assert total(root, "11", own=False) == known["commitment_fen"].sum()
    assert total(root, "13", own=False) == known["pledge_fen"].sum()
    assert total(root, "1", own=False) == 0


def test_titles_in_three_languages_and_confirmed_results_only(paying: Office) -> None:
    root = etree.fromstring(written(paying))
    titles = root[1].find("title")
    assert titles is not None
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [(one.get(lang), one.text) for one in titles] == [(None, "项目 P2"), ("fr", "Images")]
    assert [one.get("value") for one in root.iter("actual")] == ["41"]


def test_a_past_day_goes_out_as_it_was(paying: Office) -> None:
    root = etree.fromstring(written(paying, JUNE))
    roles = [one.get("role") for one in root.iter("participating-org")]
    assert roles == ["2", "2"], "nothing was obligated by then: the fund pays for none"
    assert total(root, "2", "3", "4") == 0
    assert total(root, "11", own=False) == 301 * 10_000 * 100


def test_an_export_our_own_judge_refuses_is_not_written(paying: Office) -> None:
    with pytest.raises(outgoing.ProjectIncomplete) as refused:
        written(paying, by=("CN-USCI-91110000MA0000000X", ""))
    assert refused.value.facts["rule"] == "iati_schema"


def test_a_demonstration_says_so(demonstration: Path) -> None:
    with db.reading(db.engine(f"sqlite:///{demonstration}")) as session:
        content = downloads.document(session, OPERATOR, TODAY)
    root = etree.fromstring(content)
    assert not has_errors(judging.judged(content, END).issues)
    names = {one.findtext("narrative") or "" for one in root.iter("reporting-org")}
    assert len(root) == 8
    assert all("演示数据" in one for one in names)
