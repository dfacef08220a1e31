"""Subsidies as known on a day: terms, what stands on each stage, what was stated, settlements with
their computation opened, what is to be claimed back.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.frames import by_name, rows_of
from fund.ledger import queries as ledger
from fund.ledger.rules import UNDECIDED
from fund.ledger.view import View
from fund.listing import undertakings
from fund.money import RENMINBI
from fund.subsidies import owing, rules
from fund.subsidies.rows import SettlementRow, SubsidyFacts
from fund.subsidies.rules import Computed
from fund.subsidies.tables import Subsidy, SubsidyFact, SubsidySettlement

ADDED = {"cap_fen": "obligated", "paid_fen": "paid"}
"""What ``totals`` adds up, from which stage."""
SUBSIDY = table_of(Subsidy)
FACT = table_of(SubsidyFact)
SETTLEMENT = table_of(SubsidySettlement)
PERSON = table_of(Person)
TERMS = [
    "instrument",
    "method",
    "share",
    "points",
    "day_base",
    "first_day",
    "last_day",
    "contract_number",
    "lender",
    "loan_fen",
]
SUBSIDIES = [
    "subsidy_id",
    "title",
    "recipient",
    "measure",
    "source",
    "line",
    "region",
    "currency",
    "awarded_fen",
    "obligated_fen",
    "accepted_fen",
    "paid_fen",
    "returned_fen",
    "left_fen",
    "status",
    "awarded_on",
    "signed_on",
    "undertaking_id",
    "version",
    *TERMS,
]
"""Columns of ``portfolio``; left_fen is what of the cap is not accepted yet."""
FACTS = [
    "fact_id",
    "kind",
    "starts_on",
    "ends_on",
    "amount_fen",
    "rate",
    "words",
    "sha256",
    "recorded_on",
    "who",
    "corrects_id",
    "is_corrected",
]
SETTLEMENTS = [
    "settlement_id",
    "first_day",
    "last_day",
    "computed_fen",
    "accepted_fen",
    "outcome",
    "upto_fact_id",
    "settled_on",
    "settled_by",
    "decided_on",
    "decided_by",
    "why",
    "words",
    "sha256",
    "version",
]
OWED = ["paid_fen", "recomputed_fen", "claimed_fen", "owed_fen", "payment_id"]
"""Columns ``settlements`` adds: what was paid of it, what it would come to by what is known, what
was claimed, what is to be claimed still, and the payment it is of.
"""
PIECES = ["first", "last", "days", "principal_fen", "left_out_fen", "rate", "counted_rate", "cost"]
"""Columns of ``pieces``; cost is the exact interest in fen, in yuan to six places."""


def columns_of(
    table: sa.Table, names: Sequence[str], other: Mapping[str, sa.SQLColumnExpression[object]]
) -> list[sa.Label[object]]:
    """The columns of a table by their names, or what stands for one, labelled so."""
    return [(other[name] if name in other else table.c[name]).label(name) for name in names]


def portfolio(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Subsidies entered by the view's day with their terms: SUBSIDIES, newest decision first."""
    frame = ledger.undertakings(session, actor, view, "subsidy", keys)
    names = {
        "code": "subsidy_id",
        "organisation": "recipient",
        "region_code": "region",
        "committed_fen": "awarded_fen",
        "decided_on": "awarded_on",
    }
    frame = frame.rename(columns=names)
    rows = session.execute(
        sa.select(SUBSIDY.c.undertaking_id, *(SUBSIDY.c[name] for name in TERMS)).where(
            SUBSIDY.c.undertaking_id.in_(list(frame["undertaking_id"]))
        )
    ).all()
    terms = pd.DataFrame(rows, columns=["undertaking_id", *TERMS], dtype=object)
    # what came back is neither obligated nor accepted any longer, so the cap does not grow again
    frame["left_fen"] = frame["obligated_fen"] - frame["accepted_fen"]
    found = frame.astype({"undertaking_id": object}).merge(terms, on="undertaking_id")
    return found[SUBSIDIES]


def decided(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Those of ``portfolio`` the fund decided for."""
    frame = portfolio(session, actor, view)
    return frame[~frame["status"].isin(UNDECIDED)].reset_index(drop=True)


@kept
def totals(session: Session, actor: Actor, view: View) -> dict[str, int]:
    """How many subsidies were decided; cap and paid of those in renminbi, in fen. From the totals
    that are kept, where those answer.
    """
    actor.must("see_portfolio")
    known = undertakings.kept(session, view, "subsidy", added=ADDED)
    if known is not None and (known.sums or not known.rows):
        return {"count": known.rows, **dict.fromkeys(ADDED, 0), **known.sums}
    frame = decided(session, actor, view)
    own = frame[frame["currency"] == RENMINBI]
    return {
        "count": len(frame),
        "cap_fen": int(own["obligated_fen"].sum()),
        "paid_fen": int(own["paid_fen"].sum()),
    }


def subsidy(session: Session, actor: Actor, code: str, view: View) -> SubsidyFacts | None:
    """One subsidy by its code: the columns of SUBSIDIES as a dict, None before it was entered."""
    key = ledger.undertaking_id(session, code, "subsidy")
    rows = portfolio(session, actor, View(as_of=view.as_of), [key])
    return rows_of(rows.astype(object), SubsidyFacts)[0] if len(rows) else None


def facts(session: Session, actor: Actor, undertaking_id: int, day: date) -> pd.DataFrame:
    """What was stated of a loan or policy by a day: FACTS, in the order of the days they are of."""
    actor.must("see_portfolio")
    later = FACT.alias("later")
    is_corrected = sa.exists().where(later.c.corrects_id == FACT.c.id, later.c.recorded_on <= day)
    names: dict[str, sa.SQLColumnExpression[object]] = {
        "fact_id": FACT.c.id,
        "who": PERSON.c.name,
        "is_corrected": is_corrected,
    }
    statement = (
        sa.select(*columns_of(FACT, FACTS, names))
        .outerjoin(PERSON, PERSON.c.id == FACT.c.stated_by)
        .where(FACT.c.undertaking_id == undertaking_id, FACT.c.recorded_on <= day)
        .order_by(FACT.c.starts_on, FACT.c.id)
    )
    frame = pd.DataFrame(session.execute(statement).all(), columns=FACTS, dtype=object)
    return frame.assign(is_corrected=frame["is_corrected"].astype(bool))


def settlements(session: Session, actor: Actor, undertaking_id: int, day: date) -> pd.DataFrame:
    """Settlements asked for by a day, as decided by it: SETTLEMENTS and OWED, in order."""
    actor.must("see_portfolio")
    other = PERSON.alias("other")
    is_known = SETTLEMENT.c.decided_on <= day
    names: dict[str, sa.SQLColumnExpression[object]] = {
        "settlement_id": SETTLEMENT.c.id,
        "settled_by": PERSON.c.name,
        "decided_by": sa.case((is_known, other.c.name)),
        "decided_on": sa.case((is_known, SETTLEMENT.c.decided_on)),
        "outcome": sa.case((is_known, SETTLEMENT.c.outcome), else_="open"),
        "accepted_fen": sa.case((is_known, SETTLEMENT.c.accepted_fen), else_=0),
        "why": sa.case((is_known, SETTLEMENT.c.why), else_=""),
    }
    statement = (
        sa.select(*columns_of(SETTLEMENT, SETTLEMENTS, names))
        .outerjoin(PERSON, PERSON.c.id == SETTLEMENT.c.settled_by)
        .outerjoin(other, other.c.id == SETTLEMENT.c.decided_by)
        .where(SETTLEMENT.c.undertaking_id == undertaking_id, SETTLEMENT.c.settled_on <= day)
        .order_by(SETTLEMENT.c.first_day, SETTLEMENT.c.id)
    )
    frame = pd.DataFrame(session.execute(statement).all(), columns=SETTLEMENTS, dtype=object)
    rows = rows_of(frame, SettlementRow)
    owed = owing.owed(owing.books(session, [undertaking_id], day)[undertaking_id], rows)
    return frame.assign(
        **{
            name: pd.Series([row[name] for row in map(by_name, owed)], dtype=object)
            for name in OWED
        }
    ).astype(dict.fromkeys(OWED, object))


def opened(
    session: Session, actor: Actor, undertaking_id: int, row: SettlementRow, day: date | None = None
) -> tuple[Computed, pd.DataFrame]:
    """The computation of a settlement (a row of ``settlements``) stretch by stretch: as it rested
    on what was stated then, or with a day by what was known on it. PIECES.
    """
    actor.must("see_portfolio")
    upto = None if day else int(row["upto_fact_id"])
    found = owing.computed(session, undertaking_id, row, day or date.max, upto)
    frame = pd.DataFrame(
        [
            (
                piece.first,
                piece.last,
                piece.days,
                piece.principal_fen,
                piece.left_out_fen,
                piece.rate,
                piece.counted_rate,
                rules.decimal(piece.interest),
            )
            for piece in found.pieces
        ],
        columns=PIECES,
        dtype=object,
    )
    return found, frame


def settled(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Every settlement of every subsidy (or those numbered) as known on the view's day:
    subsidy_id, currency, SETTLEMENTS, OWED.
    """
    everything = portfolio(session, actor, View(as_of=view.as_of), keys)
    frames = [
        settlements(session, actor, int(key), view.as_of).assign(subsidy_id=code, currency=currency)
        for key, code, currency in zip(
            *(everything[name] for name in ("undertaking_id", "subsidy_id", "currency")),
            strict=True,
        )
    ]
    columns = ["subsidy_id", "currency", *SETTLEMENTS, *OWED]
    held = [frame for frame in frames if not frame.empty]
    if not held:
        return pd.DataFrame(columns=columns, dtype=object)
    return pd.concat(held, ignore_index=True)[columns]
