"""What is paid in advance stays within its share of the agreement, as set."""

from datetime import date

import pytest
import sqlalchemy as sa

from fund.grants import commands as grants
from fund.ledger import amendments
from fund.ledger.tables import Tranche, Undertaking
from fund.ledger.undertakings import AdvanceTooLarge, Terms
from fund.settings import commands as settings
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

DAY = date(2026, 9, 30)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G9 decided for 1,000 万元, not signed."""
    walk = until(Walk(an_office), 2)
    walk.act(
        "officer",
        grants.enter,
        "G9",
        code="G9",
        title="G9",
        organisation_id=an_office.organisation("G9"),
        region_code="610000",
        line_id=walk["A26"],
    )
    walk.act("decider", grants.decide, undertaking_id=walk["G9"], amount_fen=1_000 * WAN)
    return walk


def sign(walk: Walk, *parts: tuple[int, bool]) -> None:
    walk.act(
        "supervisor",
        grants.sign,
        undertaking_id=walk["G9"],
        terms=[
            Terms(f"T{place}", amount, DAY, is_advance=ahead)
            for place, (amount, ahead) in enumerate(parts, 1)
        ],
    )


def part(walk: Walk, code: str) -> int:
    return int(
        walk.office.one(
            sa.select(Tranche.id).where(Tranche.undertaking_id == walk["G9"], Tranche.code == code)
        )[0]
    )


def amend(walk: Walk, code: str, change_fen: int) -> None:
    amendment = walk.act(
        "decider_2",
        amendments.propose_amendment,
        tranche_id=part(walk, code),
        change_fen=change_fen,
        reason="x",
    )
    walk.act("supervisor", amendments.sign_amendment, amendment_id=amendment, expected_version=1)


def status(walk: Walk) -> str:
    return str(
        walk.office.one(sa.select(Undertaking.status).where(Undertaking.id == walk["G9"]))[0]
    )


@pytest.mark.parametrize("advances", [(300 * WAN + 1,), (200 * WAN, 100 * WAN + 1)])
def test_an_agreement_with_more_in_advance_is_not_signed(
    walk: Walk, advances: tuple[int, ...]
) -> None:
    with pytest.raises(AdvanceTooLarge) as refused:
        sign(walk, *((amount, True) for amount in advances), (1_000 * WAN - sum(advances), False))
    assert refused.value.facts == {
        "percent": 30,
        "total_fen": 1_000 * WAN,
        "most_fen": 300 * WAN,
        "asked_fen": 300 * WAN + 1,
    }
    assert status(walk) in {"awarded", "pending"}


def test_exactly_the_share_is_signed_and_kept_as_advance(walk: Walk) -> None:
    sign(walk, (300 * WAN, True), (700 * WAN, False))
    assert [
        bool(
            walk.office.one(sa.select(Tranche.is_advance).where(Tranche.id == part(walk, code)))[0]
        )
        for code in ("T1", "T2")
    ] == [True, False]


def test_the_share_is_a_setting(walk: Walk) -> None:
    walk.act(
        "system",
        settings.change,
        threshold="advance_cap_percent",
        value=0,
        reason="no advances this year",
    )
    with pytest.raises(AdvanceTooLarge):
        sign(walk, (1, True), (1_000 * WAN - 1, False))
    sign(walk, (1_000 * WAN, False))


@pytest.mark.parametrize(("code", "change_fen"), [("T1", 1), ("T2", -1)])
def test_an_amendment_does_not_put_the_share_above_it(
    walk: Walk, code: str, change_fen: int
) -> None:
    sign(walk, (300 * WAN, True), (700 * WAN, False))
    with pytest.raises(AdvanceTooLarge):
        amend(walk, code, change_fen)


@pytest.mark.parametrize(("code", "change_fen"), [("T1", -WAN), ("T2", WAN)])
def test_an_amendment_that_lowers_the_share_passes_under_a_lower_setting(
    walk: Walk, code: str, change_fen: int
) -> None:
    sign(walk, (300 * WAN, True), (700 * WAN, False))
    walk.act(
        "system",
        settings.change,
        threshold="advance_cap_percent",
        value=10,
        reason="less from now on",
    )
    amend(walk, code, change_fen)
