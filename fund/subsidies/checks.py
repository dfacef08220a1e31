"""What ``verify`` looks at in subsidies: every settlement is computed anew from the statements it
rested on, accepted money is what settlements say, no day is settled twice, claims add up.
"""

from collections import Counter

from sqlmodel import Session, col, select

from fund.columns import table_of
from fund.errors import N_, FundError
from fund.subsidies import rules
from fund.subsidies.commands import known, terms_of
from fund.subsidies.tables import Subsidy, SubsidyClaim, SubsidySettlement

SETTLEMENT = table_of(SubsidySettlement)


def recomputed(session: Session) -> list[tuple[str, int]]:
    """Settlements that are not what their statements come to."""
    wrong = []
    taken: Counter[int] = Counter()
    rows = session.exec(
        select(SubsidySettlement, Subsidy)
        .join(Subsidy, col(Subsidy.undertaking_id) == SubsidySettlement.undertaking_id)
        .where(SubsidySettlement.outcome != "opening")
        .order_by(col(SubsidySettlement.id))
    ).all()
    for row, subsidy in rows:
        facts = [fact for _id, fact in known(session, row.undertaking_id, row.upto_fact_id)]
        try:
            found = rules.computed(terms_of(subsidy), facts, row.first_day, row.last_day)
        except FundError:
            wrong.append(("subsidy_settlement", row.id or 0))
            continue
        earlier_fen = taken[row.undertaking_id] if subsidy.instrument == "premium" else 0
        if row.outcome != "rejected":
            taken[row.undertaking_id] += row.accepted_fen or row.computed_fen
        if found.amount_fen - earlier_fen != row.computed_fen:
            wrong.append(("subsidy_settlement", row.id or 0))
    return wrong


def claims(session: Session) -> list[tuple[str, int]]:
    """Claims that are not what was paid less what was due, less claims before."""
    wrong = []
    before: Counter[int] = Counter()
    rows = session.exec(
        select(SubsidyClaim, SubsidySettlement)
        .join(SubsidySettlement, col(SubsidySettlement.id) == SubsidyClaim.settlement_id)
        .order_by(col(SubsidyClaim.id))
    ).all()
    for claim, settlement in rows:
        due_fen = rules.owed_back(
            paid_fen=claim.paid_fen,
            accepted_fen=settlement.accepted_fen,
            recomputed_fen=claim.recomputed_fen,
            claimed_fen=before[claim.settlement_id],
        )
        before[claim.settlement_id] += claim.amount_fen
        if due_fen != claim.amount_fen:
            wrong.append(("subsidy_claim", claim.id or 0))
    return wrong


CHECKS = {
    "subsidies_computed": recomputed,
    "subsidies_claimed": claims,
    "subsidies_accepted": (
        "SELECT 'subsidy', s.undertaking_id FROM subsidy s LEFT JOIN (SELECT undertaking_id,"
        " sum(amount_fen) AS fen FROM posting WHERE stage IN ('accepted', 'returned') GROUP BY"
        " undertaking_id) p ON p.undertaking_id = s.undertaking_id LEFT JOIN (SELECT"
        " undertaking_id, sum(accepted_fen) AS fen FROM subsidy_settlement GROUP BY undertaking_id)"
        " t ON t.undertaking_id = s.undertaking_id WHERE coalesce(p.fen, 0) <> coalesce(t.fen, 0)"
    ),
    "subsidies_once_a_day": (
        "SELECT 'subsidy_settlement', b.id FROM subsidy_settlement a JOIN subsidy_settlement b ON"
        " b.undertaking_id = a.undertaking_id AND b.id > a.id AND a.first_day < b.last_day AND"
        " a.last_day > b.first_day WHERE a.outcome <> 'rejected' AND b.outcome <> 'rejected'"
    ),
    "subsidies_by_two": (
        "SELECT 'subsidy_settlement', s.id FROM subsidy_settlement s WHERE s.outcome <> 'open' AND"
        " (s.decided_by = s.settled_by OR s.decided_by = s.settled_for)"
    ),
}
"""Name -> one statement that finds what is wrong, or a function that does (fund.verify)."""

WORDS = {
    "subsidies_computed": N_("Settlements of subsidies are as computed from their statements"),
    "subsidies_claimed": N_("What is claimed back of subsidies is what was paid above what is due"),
    "subsidies_accepted": N_("What is accepted of subsidies is what settlements say"),
    "subsidies_once_a_day": N_("No day of a loan is subsidised twice"),
    "subsidies_by_two": N_("Settlements of subsidies are decided by another person"),
}
"""Name -> what the check says where it holds."""
