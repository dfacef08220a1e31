"""Subsidies and their settlements as a CSV file: one row a settlement, with the stretches written
out.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.frames import by_name, rows_of
from fund.ledger.view import View
from fund.rooms.download import Download, Sent
from fund.subsidies import queries, rules
from fund.subsidies.rows import Settled
from fund.workbook import delimited

CSV_TYPE = "text/csv; charset=utf-8"
HEADS = {
    "subsidy_id": "subsidy",
    "currency": "currency",
    "first_day": "first_day",
    "last_day": "last_day",
    "computed_fen": "computed_fen",
    "accepted_fen": "accepted_fen",
    "outcome": "outcome",
    "paid_fen": "paid_fen",
    "recomputed_fen": "recomputed_fen",
    "claimed_fen": "claimed_fen",
    "owed_fen": "owed_fen",
    "settled_on": "settled_on",
    "decided_on": "decided_on",
    "stretches": "stretches",
}
"""Column -> heading, the same in every language: machines read it."""


def rows(session: Session, actor: Actor, day: date) -> list[dict[str, object]]:
    """Every settlement known on a day by the names of HEADS; amounts in fen, stretches as
    first/last/principal fen/rate in percent/interest in the currency's unit.
    """
    view = View(as_of=day)
    keys = dict(
        queries.portfolio(session, actor, view)[["subsidy_id", "undertaking_id"]].itertuples(
            index=False, name=None
        )
    )
    found = rows_of(queries.settled(session, actor, view), Settled)
    for row in found:
        row["stretches"] = ""
        if row["outcome"] != "opening":
            _whole, pieces = queries.opened(session, actor, int(keys[row["subsidy_id"]]), row)
            row["stretches"] = "; ".join(
                f"{one['first']}/{one['last']}/{one['principal_fen'] - one['left_out_fen']}/"
                f"{rules.percent(one['counted_rate'])}/{one['cost']}"
                for one in pieces.to_dict("records")
            )
    return [{name: row[name] for name in HEADS} for row in map(by_name, found)]


def written(found: Sequence[Mapping[str, object]]) -> bytes:
    """The rows as CSV."""
    return delimited.written(
        list(HEADS.values()),
        (["" if row[name] is None else str(row[name]) for name in HEADS] for row in found),
    )


def _csv(session: Session, actor: Actor) -> Sent:
    actor.must("export")
    return Sent("subsidies.csv", CSV_TYPE, written(rows(session, actor, clock.today())))


CSV = Download("subsidies", "export", _csv)
