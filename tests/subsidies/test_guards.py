"""What nobody may, by command and by raw SQL; statements corrected; a lost race."""

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.subsidies import commands, queries, settling
from fund.verify import verify
from tests.people import Office
from tests.racing import at_once
from tests.subsidies.walk import PAPER, S1, S2, Walk, until_carried, until_clawed_back, wan


def begun(office: Office) -> Walk:
    """A loan's subsidy signed, its first quarter stated."""
    walk = Walk(office)
    walk.line("S26", 2026, 600)
    walk.day = date(2026, 4, 28)
    walk.sign(S1, 4_000, 50, date(2027, 5, 31))
    walk.day = date(2026, 11, 12)
    walk.state("S1", "principal", date(2026, 5, 8), date(2026, 11, 1), "4000", 34_500)
    return walk


def test_what_the_bank_never_said_is_refused_where_it_is_typed(an_office: Office) -> None:
    walk = begun(an_office)
    key = {"undertaking_id": walk.made["S1"], "kind": "principal", **PAPER}
    days = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 10)}
    for code, asked in {
        "rate_implausible": {**days, "amount_fen": 1, "rate": 3_450_000},
        "above_loan": {**days, "amount_fen": wan(4_000) + 1, "rate": 34_500},
        "days_reversed": {**days, "ends_on": days["starts_on"], "amount_fen": 1, "rate": 1},
        "in_the_future": {
            "starts_on": date(2026, 11, 13),
            "ends_on": date(2026, 11, 20),
            "amount_fen": 1,
            "rate": 1,
        },
        "stretches_overlap": {
            **days,
            "starts_on": date(2026, 10, 31),
            "amount_fen": 1,
            "rate": 1,
        },
        "nothing_stated": {**days, "amount_fen": 0, "rate": 1},
        "not_of_this_kind": {**days, "kind": "premium", "amount_fen": 1},
    }.items():
        walk.refused(code, "officer", commands.state_loan, **(key | asked))
    gap = {"first_day": date(2026, 5, 1), "last_day": date(2026, 6, 1)}
    of = {"undertaking_id": walk.made["S1"], **PAPER}
    told = walk.refused("days_gap", "officer", settling.settle_subsidy, **gap, **of)
    assert told.facts == {"day": date(2026, 5, 1)}


def test_one_contract_is_subsidised_once_however_its_number_is_typed(an_office: Office) -> None:
    walk = begun(an_office)
    other = {**S1, "code": "S9", "contract_number": " ＪＫ-2026-０17"}
    of = {"line_id": walk.made["S26"], "loan_fen": 1}
    of["organisation_id"] = an_office.organisation("another firm")
    walk.refused("loan_subsidised_already", "officer", commands.enter, **other, **of)


def test_a_correction_names_what_it_corrects_and_each_day_knows_what_it_knew(
    an_office: Office,
) -> None:
    walk = begun(an_office)
    walk.settle("S1", "first", date(2026, 5, 8), date(2026, 11, 1))
    walk.day = date(2026, 11, 20)
    with db.reading(an_office.engine) as session:
        facts = queries.facts(session, OPERATOR, walk.made["S1"], walk.day)
    wrong = int(facts.iloc[0]["fact_id"])
    right = {"starts_on": date(2026, 5, 8), "ends_on": date(2026, 11, 1), "rate": 33_000}
    of = {"undertaking_id": walk.made["S1"], "kind": "principal", "corrects_id": wrong, **PAPER}
    walk.act("officer", commands.state_loan, amount_fen=wan(4_000), **right, **of)
    again = {**of, **right, "amount_fen": wan(4_000)}
    walk.refused("corrects_another", "officer", commands.state_loan, **again)
    with db.reading(an_office.engine) as session:
        for day, rate in ((date(2026, 11, 19), 34_500), (date(2026, 11, 20), 33_000)):
            known = queries.facts(session, OPERATOR, walk.made["S1"], day)
            assert list(known[~known["is_corrected"]]["rate"]) == [rate]
        assert verify(session)["ok"]
    # computed at 3.45 %, known to be 3.30 % now: not accepted above the lower
    of = {"settlement_id": walk.made["first"], "amount_fen": 33_460_274}
    told = walk.refused("above_computed", "supervisor", settling.accept_settlement, **of)
    assert told.facts["computed_fen"] == 32_005_479


def test_who_computed_it_neither_accepts_nor_turns_it_down(an_office: Office) -> None:
    walk = begun(an_office)
    both = an_office.enter("both", "officer", "supervisor")
    an_office.ids["both"] = both
    walk.act(
        "both",
        settling.settle_subsidy,
        "first",
        undertaking_id=walk.made["S1"],
        first_day=date(2026, 5, 8),
        last_day=date(2026, 11, 1),
        **PAPER,
    )
    of = {"settlement_id": walk.made["first"]}
    walk.refused("four_eyes", "both", settling.accept_settlement, **of)
    walk.refused("four_eyes", "both", settling.reject_settlement, reason="x", **of)
    walk.act("supervisor", settling.reject_settlement, reason="wrong slip", **of)
    walk.settle("S1", "again", date(2026, 5, 8), date(2026, 11, 1))


RAW = {
    "days_overlap": "INSERT INTO subsidy_settlement (undertaking_id, first_day, last_day,"
    " computed_fen, accepted_fen, upto_fact_id, words, outcome, settled_on, why, version) VALUES"
    " ({s1}, '2026-10-31', '2026-11-02', 5, 0, 1, '', 'open', '2026-11-12', '', 1)",
    "above_settled": "INSERT INTO posting (act_id, line_id, undertaking_id, tranche_id, stage,"
    " amount_fen, recorded_on) VALUES (1, {line}, {s1}, {part}, 'accepted', 1, '2026-11-12')",
    "loan_subsidised_already": "INSERT INTO subsidy SELECT {s2}, instrument, method, share, points,"
    " day_base, first_day, last_day, contract_number, contract_key, lender, loan_fen, entered_on"
    " FROM subsidy WHERE undertaking_id = {s1}",
    "append_only": "UPDATE subsidy_fact SET amount_fen = 1",
    "append_only ": "UPDATE subsidy SET share = 1000000",
    "append_only  ": "DELETE FROM subsidy_settlement",
    "append_only   ": "UPDATE subsidy_settlement SET computed_fen = computed_fen + 1",
    "ck_subsidy_settlement_computed": "UPDATE subsidy_settlement SET outcome = 'accepted',"
    " decided_on = '2026-11-12', accepted_fen = computed_fen + 1",
}


def test_the_database_itself_refuses_it(an_office: Office) -> None:
    walk = begun(an_office)
    walk.settle("S1", "first", date(2026, 5, 8), date(2026, 11, 1))
    with db.reading(an_office.engine) as session:
        other = session.execute(sa.text("SELECT max(id) FROM line")).scalar()
    names = {"s1": walk.made["S1"], "s2": 10**6, "line": other, "part": walk.made["S1 part"]}
    for guard, statement in RAW.items():
        told = statement.format(**names)

        def planted(session: Session, told: str = told) -> None:
            session.execute(sa.text(told))

        with pytest.raises(sa.exc.DBAPIError, match=guard.strip()):
            db.write(an_office.engine, planted)


def test_of_processes_that_settle_overlapping_days_one_wins(an_office: Office) -> None:
    walk, many = begun(an_office), 16
    of = {"undertaking_id": walk.made["S1"], **PAPER}
    asked = [
        of | {"first_day": date(2026, 5, 8 + one % 8), "last_day": date(2026, 10, 1 + one)}
        for one in range(many)
    ]
    told = at_once(an_office, walk.day, "officer", settling.settle_subsidy, asked)
    assert told == Counter({"done": 1, "days_overlap": many - 1})
    with db.reading(an_office.engine) as session:
        assert len(queries.settled(session, OPERATOR, View(as_of=walk.day))) == 1
        assert verify(session)["ok"]


PLANTED = {
    "subsidies_computed": ("subsidy_fact", "UPDATE subsidy_fact SET rate = 34_400 WHERE id = {id}"),
    "subsidies_claimed": ("subsidy_claim", "UPDATE subsidy_claim SET amount_fen = 1"),
    "subsidies_accepted": (
        "subsidy_settlement",
        "UPDATE subsidy_settlement SET accepted_fen = accepted_fen - 1 WHERE outcome = 'accepted'",
    ),
    "subsidies_once_a_day": (
        "subsidy_settlement",
        "UPDATE subsidy_settlement SET last_day = '2026-12-01' WHERE last_day = '2026-11-01'",
    ),
    "subsidies_by_two": (
        "subsidy_settlement",
        "UPDATE subsidy_settlement SET settled_for = decided_by",
    ),
}


def test_verify_finds_each_fault_that_is_planted(an_office: Office) -> None:
    walk = Walk(an_office)
    until_carried(walk)
    until_clawed_back(walk)
    with db.reading(an_office.engine) as session:
        facts = queries.facts(session, OPERATOR, walk.made["S1"], walk.day)
    for check, (table, statement) in PLANTED.items():
        told = statement.replace("34_400", "34400").format(id=facts.iloc[0]["fact_id"])
        assert failed_with(an_office, table, told) >= {check}, check


class Undone(Exception):
    """What was planted goes."""


def failed_with(office: Office, table: str, statement: str) -> set[str]:
    """The checks that fail while a fault stands: its table's triggers away, all of it undone."""
    failed: set[str] = set()

    def plant(session: Session) -> None:
        if office.engine.dialect.name == "sqlite":
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
            for name in session.execute(sa.text(named), {"table": table}).scalars().all():
                session.execute(sa.text(f"DROP TRIGGER {name}"))
        else:
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(sa.text(statement))
        failed.update(one["name"] for one in verify(session)["checks"] if not one["ok"])
        raise Undone

    with pytest.raises(Undone):
        db.write(office.engine, plant)
    return failed


def test_a_premium_given_back_is_claimed_by_what_is_left_of_it(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.line("S26", 2026, 600)
    walk.day = date(2026, 5, 15)
    walk.sign(S2, 80_000, 300, date(2026, 9, 30))
    walk.day = date(2026, 9, 21)
    walk.state("S2", "premium", date(2026, 9, 1), None, "812.34567")
    walk.settle("S2", "premium", S2["first_day"], S2["last_day"])
    walk.accept("premium")
    walk.pay("S2", "284.320985", "paid")
    walk.day = date(2027, 3, 1)
    walk.state("S2", "refund", date(2027, 2, 1), None, "81.234567")
    with db.reading(an_office.engine) as session:
        (row,) = queries.settlements(session, OPERATOR, walk.made["S2"], walk.day).to_dict(
            "records"
        )
        before = queries.settlements(session, OPERATOR, walk.made["S2"], date(2027, 2, 28))
    assert (row["recomputed_fen"], row["owed_fen"]) == (255_888_886, 28_432_099)
    assert list(before["owed_fen"]) == [0]
