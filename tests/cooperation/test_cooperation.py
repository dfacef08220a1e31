"""Cooperation at work on both databases: the worked overview, a project from pledge to result and
into the channel, with the refusals.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.cooperation import bodies, channel, commands, details, giving, queries, rules
from fund.cooperation.lists import LISTED
from fund.errors import FourEyes, FundError, NotAllowed, NotFound, WrongState
from fund.grants import commands as grants
from fund.ledger import commands as ledger
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.verify import verify
from tests.people import Office

JUNE, LEFT = date(2026, 6, 30), date(2026, 11, 24)
SOURCE = "test"
WAN = 10_000


def asked(office: Office, query: Callable[..., Any], *arguments: Any) -> Any:
    with db.reading(office.engine) as session:
        return query(session, OPERATOR, *arguments)


def enter(office: Office, code: str, shares: dict[str, int], wan: int, **more: Any) -> int:
    known = {"counts": True, "counts_why": "一个项目", "state": "implementation", **more}
    key = office.act(
        "officer",
        commands.enter_cooperation,
        on=JUNE,
        code=code,
        title_zh=f"项目 {code}",
        field="remote_sensing",
        shares=shares,
        **known,
    )
    give(office, code, wan)
    return key


def give(office: Office, code: str, wan: int, stage: str = "commitment") -> int:
    return office.act(
        "officer",
        giving.state_others_money,
        on=JUNE,
        project=code,
        stage=stage,
        provider="出资方",
        amount=Decimal(wan * WAN),
        happened_on=JUNE,
        source=SOURCE,
    )


@pytest.fixture
def abroad(an_office: Office) -> Office:
    """C4 of the reference: five projects, one of them an umbrella."""
    for code in ("LA", "PK", "AE", "KE", "ET"):
        an_office.act("officer", commands.enter_partner, on=JUNE, code=code)
    enter(an_office, "P1", {"LA": 10_000}, 300)
    enter(an_office, "P2", {"PK": 10_000}, 500)
    enter(an_office, "P3", {"AE": 10_000}, 200)
    enter(an_office, "P4", {"KE": 6_000, "ET": 4_000}, 400)
    enter(
        an_office,
        "P5",
        {"LA": 5_000, "PK": 5_000},
        900,
        counts=False,
        counts_why="框架协议",
        is_umbrella=True,
    )
    return an_office


def test_the_worked_overview_and_a_flag_that_changes(abroad: Office) -> None:
    june = asked(abroad, queries.abroad, JUNE).overview
    assert (june["projects"], june["counting"], june["countries"]) == (5, 4, 5)
    assert june["counted_fen"] == 1_400 * WAN * 100
    assert june["least_developed_share"] == pytest.approx(0.328571, abs=5e-7)
    table = asked(abroad, queries.abroad, JUNE).regions.set_index("region")
    assert table["counted_fen"].to_dict() == {"142": 1_000 * WAN * 100, "2": 400 * WAN * 100}
    assert table["projects"].to_dict() == {"142": 4, "2": 1}
    abroad.act(
        "officer",
        commands.state_flag,
        on=LEFT,
        partner="LA",
        listed="LDC",
        until=LEFT,
        source=SOURCE,
    )
    later = asked(abroad, queries.abroad, LEFT).overview
    assert later["least_developed_share"] == pytest.approx(0.114286, abs=5e-7)
    assert asked(abroad, queries.abroad, JUNE).overview == june


def test_shares_add_to_the_whole_and_countries_to_the_total(abroad: Office) -> None:
    amounts = asked(abroad, queries.abroad, JUNE).partners.set_index("code")["counted_fen"]
    assert amounts["ET"] == 160 * WAN * 100
    assert amounts.sum() == asked(abroad, queries.abroad, JUNE).overview["counted_fen"]
    assert sum(rules.shared(100, {"A": 3_333, "B": 3_333, "C": 3_334}).values()) == 100
    assert sum(rules.shared(-101, {"A": 5_000, "B": 5_000}).values()) == -101


@pytest.mark.parametrize(
    ("shares", "error"),
    [
        ({"LA": 6_000, "PK": 4_100}, rules.SharesNotWhole),
        ({"LA": 9_999}, rules.SharesNotWhole),
        ({"LA": 10_001, "PK": -1}, rules.SharesNotWhole),
        ({}, rules.NoPartner),
        ({"FR": 10_000}, NotFound),
        ({"TW": 10_000}, rules.NotAPartner),
        ({"HK": 5_000, "LA": 5_000}, rules.NotAPartner),
        ({"CN": 10_000}, rules.NotAPartner),
    ],
)
def test_shares_that_are_no_whole_are_refused(
    abroad: Office, shares: dict[str, int], error: type[FundError]
) -> None:
    with pytest.raises(error):
        enter(abroad, "P6", shares, 1)
    assert asked(abroad, queries.abroad, JUNE).overview["projects"] == 5


def test_what_regions_of_china_are_called_is_no_partner_country(an_office: Office) -> None:
    for code in ("TW", "hk", "MO", "CN"):
        with pytest.raises(rules.NotAPartner):
            an_office.act("officer", commands.enter_partner, code=code)
    with pytest.raises(rules.NoSuchCountry):
        an_office.act("officer", commands.enter_partner, code="XX")


def test_stages_of_money_are_never_mixed_and_a_correction_names_what_it_takes_back(
    abroad: Office,
) -> None:
    pledge = give(abroad, "P1", 70, "pledge")
    give(abroad, "P1", 50, "implementation")
    one = asked(abroad, queries.project, "P1", JUNE)
    assert [one[f"{stage}_fen"] // 100 // WAN for stage in rules.MONEY_STAGES] == [70, 300, 50, 0]
    assert one["counted_fen"] == 300 * WAN * 100
    abroad.act("officer", giving.correct_others_money, on=LEFT, money_id=pledge, source=SOURCE)
    assert asked(abroad, queries.project, "P1", LEFT)["pledge_fen"] == 0
    assert asked(abroad, queries.project, "P1", JUNE)["pledge_fen"] == 70 * WAN * 100
    with pytest.raises(rules.CorrectsOther):
        abroad.act("officer", giving.correct_others_money, money_id=pledge, source=SOURCE)
    known = asked(abroad, details.moneys, one["project_id"], LEFT)
    assert sorted(known["is_corrected"]) == [False, False, False, True]


def test_other_money_counts_at_its_rate_with_day_and_source(abroad: Office) -> None:
    given: dict[str, Any] = {
        "project": "P1",
        "stage": "commitment",
        "provider": "x",
        "amount": Decimal("1234.567"),
        "currency": "KWD",
        "happened_on": JUNE,
        "source": SOURCE,
    }
    with pytest.raises(rules.RateMissing):
        abroad.act("officer", giving.state_others_money, **given)
    rate = {"rate": Decimal("23.4567"), "rate_on": JUNE, "rate_source": SOURCE}
    abroad.act("officer", giving.state_others_money, on=JUNE, **given, **rate)
    one = asked(abroad, queries.project, "P1", JUNE)
    assert one["commitment_fen"] == 300 * WAN * 100 + 2_895_887
    with pytest.raises(rules.AmountWrong):
        abroad.act(
            "officer", giving.state_others_money, **{**given, "amount": Decimal("0.0001")}, **rate
        )


def test_a_result_counts_once_another_person_confirms_it(abroad: Office) -> None:
    key = abroad.act(
        "officer", giving.enter_indicator, on=JUNE, project="P1", title_zh="受训人数", unit="人"
    )
    report = abroad.act(
        "officer",
        giving.report_result,
        on=LEFT,
        indicator_id=key,
        starts_on=date(2026, 1, 1),
        ends_on=JUNE,
        target=Decimal(50),
        actual=Decimal(40),
        source=SOURCE,
    )
    with pytest.raises(NotAllowed):
        abroad.act("officer", giving.confirm_result, result_id=report)
    abroad.act("supervisor", giving.confirm_result, on=LEFT, result_id=report)
    with pytest.raises(rules.PeriodKnown):
        abroad.act("supervisor", giving.confirm_result, result_id=report)
    one = asked(abroad, queries.project, "P1", LEFT)
    known = asked(abroad, details.results, LEFT, one["project_id"])
    assert list(known["actual"]) == [Decimal(40)]
    assert list(known["confirmed_on"]) == [LEFT]


def test_a_project_enters_the_channel_by_review_and_decision_of_two(abroad: Office) -> None:
    entry = abroad.act(
        "officer",
        channel.apply_for_channel,
        on=LEFT,
        project="P1",
        firm="某商业公司",
        channel="双边合作",
    )
    with pytest.raises(rules.ChannelOpen):
        abroad.act("officer", channel.apply_for_channel, project="P1", firm="x", channel="y")
    with pytest.raises(WrongState):
        abroad.act("decider", channel.admit_to_channel, entry_id=entry, reason="x")
    findings = dict.fromkeys(rules.CRITERIA, "符合")
    with pytest.raises(rules.CriteriaMissing):
        abroad.act(
            "reviewer", channel.review_for_channel, entry_id=entry, findings={}, is_recommended=True
        )
    abroad.act(
        "reviewer",
        channel.review_for_channel,
        on=LEFT,
        entry_id=entry,
        findings=findings,
        is_recommended=True,
    )
    with pytest.raises(NotAllowed):
        abroad.act("reviewer", channel.admit_to_channel, entry_id=entry, reason="x")
    abroad.act("decider", channel.admit_to_channel, on=LEFT, entry_id=entry, reason="同意")
    assert asked(abroad, details.admitted, LEFT) == 1
    assert asked(abroad, details.admitted, JUNE) == 0
    abroad.act(
        "decider",
        channel.remove_from_channel,
        on=LEFT,
        entry_id=entry,
        reason="合同终止",
        left_on=LEFT,
    )
    assert asked(abroad, details.admitted, LEFT) == 0
    assert list(asked(abroad, details.entries, LEFT, "P1")["outcome"]) == ["removed"]


def test_the_same_person_does_not_review_and_decide(abroad: Office) -> None:
    both = "both"
    abroad.ids[both] = abroad.enter(both, "reviewer", "decider")
    entry = abroad.act("officer", channel.apply_for_channel, project="P1", firm="x", channel="y")
    findings = dict.fromkeys(rules.CRITERIA, "符合")
    abroad.act(
        both, channel.review_for_channel, entry_id=entry, findings=findings, is_recommended=True
    )
    with pytest.raises(FourEyes):
        abroad.act(both, channel.admit_to_channel, entry_id=entry, reason="x")


def test_what_was_stated_stays_whoever_writes_to_the_database(abroad: Office) -> None:
    for statement in (
        "UPDATE cooperation_share SET share = 1",
        "DELETE FROM partner_flag",
        "UPDATE cooperation_money SET amount_fen = 1",
        "UPDATE cooperation SET code = 'X'",
        "DELETE FROM cooperation",
    ):
        with pytest.raises((DBAPIError, FundError)):
            db.write(abroad.engine, lambda session, said=statement: _run(session, said))
    with db.reading(abroad.engine) as session:
        assert verify(session)["ok"]


def _run(session: Session, statement: str) -> None:
    session.execute(sa.text(statement))


def test_what_counts_stands_beside_the_plans_measure(abroad: Office) -> None:
    said = {one.words: (one.measure, one.value) for one in asked(abroad, queries.indicators, JUNE)}
    assert said == {
        "Partner countries with projects that count": ("C7", 5),
        "Projects abroad that count": ("C7", 4),
    }


def test_an_organisation_is_a_partner_and_no_country(abroad: Office) -> None:
    abroad.act(
        "officer",
        commands.enter_partner,
        on=JUNE,
        code="APSCO",
        kind="organisation",
        name_zh="亚太空间合作组织",
    )
    enter(abroad, "P6", {"APSCO": 5_000, "LA": 5_000}, 100)
    found = asked(abroad, queries.abroad, JUNE)
    assert found.overview["countries"] == 5
    assert found.regions.set_index("region")["counted_fen"][""] == 50 * WAN * 100


def test_the_list_is_narrowed_by_what_was_known_on_the_day(abroad: Office) -> None:
    abroad.act(
        "officer",
        commands.change_cooperation,
        on=LEFT,
        project="P1",
        state="completed",
        counts=False,
        counts_why="已并入另一项目",
        actual_end=LEFT,
    )

    def shown(day: date, **only: str) -> list[str]:
        with db.reading(abroad.engine) as session, clock.at(clock.noon(LEFT)):
            page = paging.page(session, OPERATOR, LISTED, Asked(View(as_of=day), only))
            return list(page.frame["code"])

    assert shown(LEFT, state="completed") == ["P1"]
    assert shown(JUNE, state="completed") == []
    assert shown(JUNE, state="implementation", counting="yes") == ["P1", "P2", "P3", "P4"]
    assert shown(LEFT, counting="no") == ["P1", "P5"]


def test_what_is_kept_in_dollars_is_not_added_up_as_yuan(abroad: Office) -> None:
    line = abroad.act(
        "finance",
        ledger.open_line,
        code="USD-2026",
        title="x",
        measure="C7",
        source="fund",
        fiscal_year=2026,
        programme_code="USD",
        currency="USD",
    )
    abroad.act(
        "officer",
        grants.enter,
        code="G-USD",
        title="x",
        organisation_id=abroad.organisation("x"),
        region_code="610000",
        line_id=line,
    )
    with pytest.raises(rules.NotInRenminbi):
        abroad.act("officer", bodies.link_undertaking, project="P1", undertaking="G-USD")


def test_where_nobody_gives_anything_yet_nothing_counts(an_office: Office) -> None:
    an_office.act("officer", commands.enter_partner, on=JUNE, code="LA")
    an_office.act(
        "officer",
        commands.enter_cooperation,
        on=JUNE,
        code="P1",
        title_zh="x",
        field="training",
        shares={"LA": 10_000},
        counts=True,
        counts_why="x",
    )
    found = asked(an_office, queries.abroad, JUNE).overview
    assert (found["counting"], found["countries"], found["counted_fen"]) == (1, 0, 0)
    assert found["least_developed_share"] is None
