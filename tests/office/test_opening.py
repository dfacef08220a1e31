"""An office's workbook becomes opening acts: by two people, once, whole, with every figure as the
office states it.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, NeedsReason, Stale, WrongState
from fund.ledger.tables import Act, Posting, Tranche, Undertaking
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.office import commands, intake, queries
from fund.office.records import OfficeRecords
from fund.portfolio import queries as portfolio
from fund.verify import verify
from tests.people import Office, office

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "office-sample.xlsx"
DAY = date(2026, 11, 1)


@pytest.fixture
def sample() -> tuple[bytes, OfficeRecords]:
    """The sample workbook as bytes and as read."""
    content = SAMPLE.read_bytes()
    records, issues = intake.read(content, today=DAY)
    assert [issue for issue in issues if issue.severity == "error"] == []
    return content, records


def hand_in(made: Office, sample: tuple[bytes, OfficeRecords]) -> int:
    content, records = sample
    return made.act(
        "officer",
        commands.upload_opening,
        on=DAY,
        file_name="office.xlsx",
        content=content,
        records=records,
    )


def stages(made: Office) -> dict[str, int]:
    with db.reading(made.engine) as session:
        return portfolio.figures(session, OPERATOR, DAY)["stages"]


def test_handing_a_workbook_in_writes_no_posting(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    hand_in(made, sample)
    assert made.one(sa.select(sa.func.count()).select_from(Posting))[0] == 0


def test_the_ledger_says_what_the_workbook_says(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    opening = hand_in(made, sample)
    made.act(
        "decider",
        commands.approve_opening,
        on=DAY,
        opening_id=opening,
        expected_version=1,
        rows_seen=sample[1].rows,
    )
    _content, records = sample
    returned = sum(payment.returned or 0 for payment in records.payments)
    expected = {
        "appropriated": sum(line.appropriated for line in records.budget),
        "committed": sum(
            row.obligated if row.obligated is not None else row.committed
            for row in records.undertakings
        ),
        "obligated": sum(row.obligated or 0 for row in records.undertakings),
        "accepted": sum(part.accepted or 0 for part in records.tranches),
        "paid": sum(payment.paid for payment in records.payments) - returned,
        "returned": returned,
    }
    assert stages(made) == expected
    with db.reading(made.engine) as session:
        assert verify(session)["ok"]


def test_what_happened_before_is_recorded_today_with_its_day_beside_it(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    opening = hand_in(made, sample)
    made.act(
        "decider",
        commands.approve_opening,
        on=DAY,
        opening_id=opening,
        expected_version=1,
        rows_seen=sample[1].rows,
    )
    with db.reading(made.engine) as session:
        acts = session.execute(
            sa.select(Act.recorded_on, Act.occurred_on).where(Act.kind != "enter")
        ).all()
    assert {recorded for recorded, _occurred in acts} == {DAY}
    assert sample[1].budget[0].occurred_on in {occurred for _recorded, occurred in acts}


def test_whoever_handed_it_in_does_not_approve_it(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    made.act("security", access.assign_role, person_id=made.ids["officer"], role="decider")
    opening = hand_in(made, sample)
    with pytest.raises(FourEyes):
        made.act(
            "officer",
            commands.approve_opening,
            on=DAY,
            opening_id=opening,
            expected_version=1,
            rows_seen=sample[1].rows,
        )
    assert stages(made)["appropriated"] == 0


@pytest.mark.parametrize(("part", "hand"), [("officer", "upload_opening"), ("decider", "open")])
def test_who_brought_an_undertaking_in_accepts_nothing_of_it(
    database_url: str, sample: tuple[bytes, OfficeRecords], part: str, hand: str
) -> None:
    """Handing a workbook in is entering what it holds, approving it is deciding; other roles held
    later change nothing.
    """
    made = office(database_url)
    opening = hand_in(made, sample)
    made.act(
        "decider",
        commands.approve_opening,
        on=DAY,
        opening_id=opening,
        expected_version=1,
        rows_seen=sample[1].rows,
    )
    with db.reading(made.engine) as session:
        hands = session.execute(
            sa.select(Act.undertaking_id, Act.occurred_on).where(
                Act.kind == "upload_opening", Act.actor_id == made.ids["officer"]
            )
        ).all()
        assert {undertaking for undertaking, _day in hands} == set(
            session.execute(sa.select(Undertaking.id)).scalars()
        )
        assert {day for _undertaking, day in hands} == {DAY}
        tranche = session.execute(
            sa.select(Tranche.id)
            .join(Undertaking, Undertaking.id == Tranche.undertaking_id)
            .where(Undertaking.status == "active")
            .limit(1)
        ).scalar_one()
    made.act("security", access.assign_role, person_id=made.ids["viewer"], role="officer")
    evidence = made.act(
        "viewer", milestones.file_evidence, on=DAY, tranche_id=tranche, title="x", sha256="0" * 64
    )
    made.act("security", access.assign_role, person_id=made.ids[part], role="supervisor")
    made.act("security", access.assign_role, person_id=made.ids[part], role="decider")
    with pytest.raises(FourEyes) as refused:
        made.act(part, milestones.accept, on=DAY, evidence_id=evidence)
    assert refused.value.facts["earlier"] == hand
    with pytest.raises(waiving.HadAHand):
        made.act(part, waiving.propose_waiver, on=DAY, tranche_id=tranche, reason="x")


def test_the_same_file_is_not_taken_twice(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    hand_in(made, sample)
    with pytest.raises(commands.UploadedAlready):
        hand_in(made, sample)


@pytest.mark.parametrize("missing", [1, 10**6, -1])
def test_whoever_did_not_look_through_every_row_does_not_approve(
    database_url: str, sample: tuple[bytes, OfficeRecords], missing: int
) -> None:
    made = office(database_url)
    opening = hand_in(made, sample)
    with pytest.raises(commands.NotLookedThrough):
        made.act(
            "decider",
            commands.approve_opening,
            on=DAY,
            opening_id=opening,
            expected_version=1,
            rows_seen=sample[1].rows - missing,
        )
    assert stages(made)["appropriated"] == 0


def test_a_workbook_is_decided_once(database_url: str, sample: tuple[bytes, OfficeRecords]) -> None:
    made = office(database_url)
    opening = hand_in(made, sample)
    made.act(
        "decider",
        commands.approve_opening,
        on=DAY,
        opening_id=opening,
        expected_version=1,
        rows_seen=sample[1].rows,
    )
    before = stages(made)
    with pytest.raises(Stale):
        made.act(
            "decider_2",
            commands.approve_opening,
            on=DAY,
            opening_id=opening,
            expected_version=1,
            rows_seen=sample[1].rows,
        )
    with pytest.raises(WrongState):
        made.act(
            "decider_2",
            commands.approve_opening,
            on=DAY,
            opening_id=opening,
            expected_version=2,
            rows_seen=sample[1].rows,
        )
    assert stages(made) == before


def test_a_rejection_says_why_and_the_file_may_come_again(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    opening = hand_in(made, sample)
    with pytest.raises(NeedsReason):
        made.act(
            "decider",
            commands.reject_opening,
            on=DAY,
            opening_id=opening,
            expected_version=1,
            reason=" ",
        )
    made.act(
        "decider",
        commands.reject_opening,
        on=DAY,
        opening_id=opening,
        expected_version=1,
        reason="wrong year",
    )
    hand_in(made, sample)
    with db.reading(made.engine) as session:
        assert list(queries.openings(session, OPERATOR)["status"]) == ["waiting", "rejected"]


def test_codes_that_came_into_use_meanwhile_stop_the_approval_whole(
    database_url: str, sample: tuple[bytes, OfficeRecords]
) -> None:
    made = office(database_url)
    opening = hand_in(made, sample)
    from fund.ledger import commands as ledger

    line = sample[1].budget[0]
    made.act(
        "finance",
        ledger.open_line,
        on=DAY,
        code=line.line,
        title="x",
        measure="A3",
        source="fund",
        fiscal_year=2025,
    )
    with pytest.raises(commands.CodesTaken):
        made.act(
            "decider",
            commands.approve_opening,
            on=DAY,
            opening_id=opening,
            expected_version=1,
            rows_seen=sample[1].rows,
        )
    assert stages(made)["appropriated"] == 0


def test_records_survive_being_stored() -> None:
    records, _issues = intake.read(SAMPLE.read_bytes(), today=DAY)
    assert commands.thawed(commands.frozen(records)) == records
    assert Decimal(records.budget[0].appropriated) > 0
    assert clock.today() >= date(2026, 1, 1)
