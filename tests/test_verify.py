"""Each planted corruption is found, by the check that names it; a clean database is whole."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.verify import checks, verify, words
from tests.acts import tried_in_rooms
from tests.ledger.scenario import STEPS, Walk
from tests.ledger.test_scenario import until
from tests.people import Office


class Planted(NamedTuple):
    """What somebody with the database's password does, and the check that must find it."""

    name: str
    check: str
    statements: tuple[str, ...]


LAST = "(SELECT max(id) FROM posting)"
CORRUPTIONS = [
    Planted("a posting deleted", "acts_complete", (f"DELETE FROM posting WHERE id = {LAST}",)),
    Planted(
        "an act that counts more postings than it has",
        "acts_complete",
        ("UPDATE act SET entries = entries + 1 WHERE id = 1",),
    ),
    Planted(
        "money that came back of a payment it is not on the line of",
        "claw_backs_where_paid",
        (
            (
                "UPDATE act SET payment_id = (SELECT min(id) FROM act WHERE kind = 'pay')"
                " WHERE kind = 'claw_back'"
            ),
        ),
    ),
    Planted(
        "a posting of one fen more",
        "line_balances",
        (f"UPDATE posting SET amount_fen = amount_fen + 1 WHERE id = {LAST}",),
    ),
    Planted(
        "a posting moved to another act",
        "acts_complete",
        (f"UPDATE posting SET act_id = 1 WHERE id = {LAST}",),
    ),
    Planted(
        "a posting moved to another day",
        "postings_fit_acts",
        ("UPDATE posting SET recorded_on = '2026-01-06' WHERE id = 1",),
    ),
    Planted(
        "a posting moved to another undertaking",
        "postings_fit_acts",
        (
            (
                "UPDATE posting SET undertaking_id = (SELECT id FROM undertaking WHERE code ="
                f" 'G2') WHERE id = {LAST}"
            ),
        ),
    ),
    Planted(
        "a line in another currency",
        "postings_fit_acts",
        ("UPDATE line SET currency = 'USD' WHERE code = 'A26'",),
    ),
    Planted(
        "an act dated back, postings and all",
        "dated_when_recorded",
        (
            "UPDATE act SET recorded_on = '2026-01-01' WHERE id = (SELECT max(id) FROM act)",
            (
                "UPDATE posting SET recorded_on = '2026-01-01' WHERE act_id = (SELECT max(id) FROM"
                " act)"
            ),
        ),
    ),
    Planted(
        "an act recorded at another hour than it says",
        "dated_when_recorded",
        ("UPDATE act SET recorded_at = '2026-08-01 04:00:00' WHERE id = 5",),
    ),
    Planted(
        "something that happened after it was recorded",
        "dated_when_recorded",
        ("UPDATE act SET occurred_on = '2027-01-01' WHERE id = 3",),
    ),
    Planted(
        "a line balance of one fen more",
        "line_balances",
        ("UPDATE line_balance SET appropriated_fen = appropriated_fen + 1 WHERE line_id = 1",),
    ),
    Planted(
        "a line balance deleted", "line_balances", ("DELETE FROM line_balance WHERE line_id = 1",)
    ),
    Planted(
        "an undertaking balance of one fen more",
        "undertaking_balances",
        (
            (
                "UPDATE undertaking_balance SET committed_fen = committed_fen + 1 WHERE"
                " undertaking_id = 1"
            ),
        ),
    ),
    Planted(
        "a tranche balance of one fen less returned",
        "tranche_balances",
        ("UPDATE tranche_balance SET returned_fen = returned_fen - 1 WHERE returned_fen > 0",),
    ),
    Planted(
        "a month's total of one fen more",
        "totals_by_month",
        (
            (
                "UPDATE total SET paid_fen = paid_fen + 1 WHERE cut = 'line' AND grain = 'month'"
                " AND starts_on = '2026-03-01'"
            ),
        ),
    ),
    Planted(
        "a day's total of one fen more",
        "totals",
        (
            (
                "UPDATE total SET paid_fen = paid_fen + 1 WHERE cut = 'map' AND grain = 'day' AND"
                " starts_on = '2026-03-15'"
            ),
        ),
    ),
    Planted(
        "the totals of a category deleted",
        "totals",
        ("DELETE FROM total WHERE cut = 'category_region'",),
    ),
    Planted(
        "the totals of all that is bought deleted",
        "totals",
        ("DELETE FROM total WHERE cut = 'category_all'",),
    ),
    Planted(
        "totals of a line nobody has",
        "totals",
        (
            (
                "INSERT INTO total SELECT cut, '999999', grain, starts_on, line_id,"
                " appropriated_fen, committed_fen, obligated_fen, accepted_fen, paid_fen,"
                " returned_fen FROM total WHERE cut = 'region' AND grain = 'day'"
            ),
        ),
    ),
    Planted(
        "an undertaking moved to another province",
        "totals",
        ("UPDATE undertaking SET region_code = '110000' WHERE code = 'G1'",),
    ),
    Planted(
        "an undertaking given to another organisation",
        "totals",
        ("UPDATE undertaking SET organisation_id = 1 WHERE code = 'P1'",),
    ),
    Planted(
        "a due total of one more",
        "due_totals",
        ("UPDATE due_total SET value = value + 1 WHERE cut = 'measure' AND kind = 'planned'",),
    ),
    Planted(
        "a due date moved",
        "due_totals",
        (
            (
                "UPDATE due_entry SET due_on = '2027-12-31' WHERE kind = 'promised_fen' AND id ="
                " (SELECT min(id) FROM due_entry WHERE kind = 'promised_fen')"
            ),
        ),
    ),
    Planted(
        "an organisation's total of one fen more",
        "organisation_totals",
        ("UPDATE organisation_total SET committed_fen = committed_fen + 1 WHERE kind = 'grant'",),
    ),
    Planted(
        "an organisation's grants counted twice",
        "organisation_totals",
        ("UPDATE organisation_total SET undertakings = undertakings * 2 WHERE kind = 'grant'",),
    ),
    Planted("a method's totals deleted", "method_totals", ("DELETE FROM method_total",)),
    Planted(
        "an acceptance of less than was posted",
        "accepted_money_has_acceptances",
        ("UPDATE acceptance SET amount_fen = amount_fen - 1 WHERE id = 1",),
    ),
    Planted(
        "an acceptance deleted",
        "accepted_money_has_acceptances",
        ("DELETE FROM acceptance WHERE basis = 'waiver'",),
    ),
    Planted(
        "evidence accepted by whoever filed it",
        "acceptances_by_two",
        (
            (
                "UPDATE evidence SET filed_by = (SELECT accepted_by FROM acceptance WHERE"
                " evidence_id = evidence.id) WHERE id = 1"
            ),
        ),
    ),
    Planted(
        "a waiver by one person, past its CHECK",
        "acceptances_by_two",
        (
            "ALTER TABLE acceptance DROP CONSTRAINT ck_acceptance_waiver",
            "UPDATE acceptance SET proposed_by = accepted_by WHERE basis = 'waiver'",
        ),
    ),
    Planted(
        "a status without its event",
        "statuses",
        ("UPDATE undertaking SET status = 'active' WHERE code = 'G2'",),
    ),
    Planted(
        "a status event deleted",
        "statuses",
        ("DELETE FROM status_event WHERE status = 'terminated'",),
    ),
    Planted(
        "a milestone met without its event",
        "milestones",
        ("UPDATE milestone SET status = 'met' WHERE code = 'M2'",),
    ),
    Planted(
        "a first promise overwritten",
        "milestones",
        ("UPDATE milestone SET first_due_on = '2027-01-01' WHERE code = 'M1'",),
    ),
    Planted(
        "a reversal that leaves a fen",
        "reversals_mirror",
        (
            (
                "INSERT INTO act (kind, recorded_on, recorded_at, occurred_on, undertaking_id,"
                " reverses_id, entries, reason, reference) SELECT 'reverse', '2026-12-31',"
                " '2026-12-31 05:00:00', '2026-12-31', undertaking_id, id, 1, 'x', '' FROM act"
                " WHERE kind = 'pay' AND id = (SELECT min(id) FROM act WHERE kind = 'pay')"
            ),
            (
                "INSERT INTO posting (act_id, line_id, undertaking_id, tranche_id, stage,"
                " amount_fen, recorded_on) SELECT (SELECT max(id) FROM act), line_id,"
                " undertaking_id, tranche_id, stage, 1 - amount_fen, '2026-12-31' FROM posting"
                " WHERE act_id = (SELECT min(id) FROM act WHERE kind = 'pay')"
            ),
        ),
    ),
    Planted(
        "more committed than appropriated",
        "chain_lines",
        ("UPDATE posting SET amount_fen = 1 WHERE stage = 'appropriated' AND line_id = 1",),
    ),
    Planted(
        "more paid than accepted on a tranche",
        "chain_tranches",
        (
            (
                "UPDATE posting SET amount_fen = amount_fen * 2 WHERE stage = 'paid' AND id ="
                " (SELECT min(id) FROM posting WHERE stage = 'paid')"
            ),
        ),
    ),
    Planted(
        "more obligated than committed",
        "chain_undertakings",
        (
            (
                "UPDATE posting SET amount_fen = amount_fen * 9 WHERE stage = 'obligated' AND id ="
                " (SELECT min(id) FROM posting WHERE stage = 'obligated')"
            ),
        ),
    ),
    Planted(
        "a payment moved to the other line",
        "chain_tranches_by_line",
        (
            (
                "UPDATE posting SET line_id = (SELECT id FROM line WHERE code = 'B27') WHERE stage"
                " = 'paid' AND amount_fen = 2650000000"
            ),
        ),
    ),
    Planted(
        "a commitment moved to the other line",
        "chain_undertakings_by_line",
        (
            (
                "UPDATE posting SET line_id = (SELECT id FROM line WHERE code = 'B26') WHERE stage"
                " = 'committed' AND line_id = (SELECT id FROM line WHERE code = 'B27')"
            ),
        ),
    ),
    Planted(
        "more committed than appropriated in the currency",
        "chain_currencies",
        ("DELETE FROM posting WHERE stage = 'appropriated'",),
    ),
    Planted(
        "an audit entry changed",
        "audit_chain",
        ("UPDATE audit_entry SET act = 'nothing' WHERE id = 7",),
    ),
    Planted(
        "the last audit entry deleted",
        "audit_chain",
        ("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)",),
    ),
    Planted("the audit head deleted", "audit_chain", ("DELETE FROM audit_head",)),
    Planted("an append-only guard dropped", "guards", ()),
    Planted(
        "a milestone said to lie in another province",
        "milestones_placed",
        (
            (
                "UPDATE milestone SET region_code = CASE region_code WHEN '110000' THEN '310000'"
                " ELSE '110000' END"
            ),
        ),
    ),
    Planted(
        "an undertaking said to be of another measure",
        "undertakings_placed",
        ("UPDATE undertaking SET measure = CASE measure WHEN 'A1' THEN 'A2' ELSE 'A1' END",),
    ),
    Planted(
        "one more counted in a status",
        "status_totals",
        ("UPDATE status_total SET undertakings = undertakings + 1",),
    ),
    Planted(
        "a fen more unpaid",
        "unpaid_now",
        ("UPDATE undertaking_balance SET unpaid_fen = unpaid_fen + 1 WHERE undertaking_id = 1",),
    ),
    Planted(
        "a part said to stand on a waiver",
        "parts_and_evidence_waiting",
        ("UPDATE tranche_balance SET is_waived = NOT is_waived",),
    ),
    Planted(
        "an application at another stage than its status",
        "applications_staged",
        (
            (
                "UPDATE grant_record SET stage = CASE stage WHEN 'submitted' THEN ''"
                " ELSE 'submitted' END"
            ),
        ),
    ),
]
"""SQL that both databases understand; the append-only triggers and the CHECKs in its way are
dropped first.
"""


def open_doors(session: Session) -> None:
    """Drop every trigger that would refuse; what a planted corruption changes, it changes alone."""
    if session.get_bind().dialect.name == "sqlite":
        names = (
            session.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            .scalars()
            .all()
        )
        for name in names:
            session.execute(sa.text(f"DROP TRIGGER {name}"))
        session.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
        session.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        return
    rows = session.execute(
        sa.text("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
    ).all()
    for name, table in rows:
        session.execute(sa.text(f"DROP TRIGGER {name} ON {table}"))


def spoilt(session: Session, planted: Planted) -> None:
    """Plant one corruption."""
    open_doors(session)
    for statement in planted.statements:
        if statement.startswith("ALTER") and session.get_bind().dialect.name == "sqlite":
            continue  # CHECKs are switched off there already
        assert session.execute(sa.text(statement)).rowcount != 0, planted.name


@pytest.fixture
def writing(an_office: Office) -> Iterator[sa.Connection]:
    """A connection to the worked portfolio at its end."""
    until(Walk(an_office), len(STEPS))
    an_office.engine.dispose()
    with an_office.engine.connect().execution_options(fund_writes=True) as connection:
        yield connection
    an_office.engine.dispose()


def failed(session: Session) -> dict[str, str]:
    found = verify(session)
    wrong = {check["name"]: check["detail"] for check in found["checks"] if not check["ok"]}
    assert found["ok"] is (not wrong)
    return wrong


def test_every_planted_corruption_is_found_by_the_check_that_names_it(
    writing: sa.Connection, subtests: Any
) -> None:
    with Session(writing, join_transaction_mode="control_fully") as session:
        assert failed(session) == {}
        session.rollback()
        for planted in CORRUPTIONS:
            with subtests.test(msg=planted.name):
                try:
                    spoilt(session, planted)
                    found = failed(session)
                    assert planted.check in found
                    assert found[planted.check]
                finally:
                    session.rollback()
        assert failed(session) == {}


def test_every_check_has_a_corruption_it_finds() -> None:
    planted = {one.check for one in CORRUPTIONS} | tried_in_rooms("CHECKS_TRIED_HERE")
    assert planted >= set(checks()) - {"whole_fen"}


def test_an_amount_with_a_fraction_is_found(tmp_path: Any) -> None:
    """SQLite alone keeps fractions in a column of integers."""
    from tests.people import office

    made = office(f"sqlite:///{tmp_path}/fund.db")
    until(Walk(made), 6)

    def plant(session: Session) -> None:
        session.execute(sa.text("DROP TRIGGER posting_no_update"))
        session.execute(sa.text("UPDATE posting SET amount_fen = amount_fen + 0.5 WHERE id = 1"))

    db.write(made.engine, plant)
    with db.reading(made.engine) as session:
        assert "whole_fen" in failed(session)


DOORS = {
    "a trigger dropped": (
        "trigger posting_needs_acceptance",
        {
            "sqlite": ("DROP TRIGGER posting_needs_acceptance",),
            "postgresql": ("DROP TRIGGER posting_needs_acceptance ON posting",),
        },
    ),
    "a trigger replaced by one that does nothing": (
        "posting_balances",
        {
            "sqlite": (
                "DROP TRIGGER posting_balances",
                "CREATE TRIGGER posting_balances AFTER INSERT ON posting BEGIN SELECT 1; END",
            ),
            "postgresql": (
                (
                    "CREATE OR REPLACE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql"
                    " AS $$ BEGIN RETURN NULL; END $$"
                ),
            ),
        },
    ),
    "a trigger switched off": (
        "trigger act_append_only",
        {"postgresql": ("ALTER TABLE act DISABLE TRIGGER act_append_only",)},
    ),
    "a CHECK dropped": (
        "constraint ck_line_balance_chain",
        {"postgresql": ("ALTER TABLE line_balance DROP CONSTRAINT ck_line_balance_chain",)},
    ),
}


def test_a_guard_that_is_gone_is_named(an_office: Office, subtests: Any) -> None:
    with (
        an_office.engine.connect().execution_options(fund_writes=True) as connection,
        Session(connection, join_transaction_mode="control_fully") as session,
    ):
        for name, (place, statements) in DOORS.items():
            if an_office.engine.dialect.name in statements:
                with subtests.test(msg=name):
                    for statement in statements[an_office.engine.dialect.name]:
                        session.execute(sa.text(statement))
                    assert place in failed(session)["guards"]
                    session.rollback()


def test_every_check_has_a_sentence() -> None:
    assert set(words()) == set(checks())
