"""Organisations on screen: one page of the list, one of them with everything it holds, the merges,
who may be entered twice.

What is merged is shown at the organisation that is kept: a list of its own grants, contracts and
bids would be a part of the truth.
"""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import is_any_of, table_of
from fund.errors import N_, NotFound
from fund.frames import read, records, row_of
from fund.ledger.rules import KINDS
from fund.ledger.tables import Undertaking, UndertakingBalance
from fund.ledger.view import View
from fund.plan import identity
from fund.plan.rules import MARKS
from fund.plan.tables import Organisation, OrganisationMark, OrganisationMerge, OrganisationTotal
from fund.procurement import queries as buying
from fund.procurement.concentration import Concentration, concentrations
from fund.procurement.tables import Bid, BidCount, Process
from fund.suppliers.rows import OrganisationRow
from fund.suppliers.rules import plain

ORGANISATIONS = [
    "organisation_id",
    "name",
    "scheme",
    "identifier",
    "region",
    "commercial",
    "central_project",
    "grants",
    "contracts",
    "bids",
    "won",
    "committed_fen",
    "merged",
]
"""Columns of ``listed``: how many of each with those merged into it; committed_fen in renminbi;
merged: how many were; the two flags None where nobody said.
"""
HELD = [
    "kind",
    "code",
    "title",
    "status",
    "region",
    "currency",
    "committed_fen",
    "paid_fen",
    "decided_on",
    "entered_as",
]
"""Columns of ``held``, the newest first; entered_as is the name it was recorded under."""
OFFERS = [
    "process",
    "title",
    "received_at",
    "amount_fen",
    "currency",
    "status",
    "is_winner",
    "process_status",
    "entered_as",
]
"""Columns of ``offers``, the newest first; amount_fen is missing until the bids are opened."""
MARKED = ["recorded_on", "mark", "is_set", "reason", "actor"]
MERGES = [
    "merge_id",
    "version",
    "organisation_id",
    "name",
    "identifier",
    "kept_id",
    "kept_name",
    "kept_identifier",
    "outcome",
    "reason",
    "proposed_on",
    "proposed_by",
    "decided_on",
    "decided_by",
    "why",
]
TWICE = ["organisation_id", "name", "identifier", "other_id", "other_name", "other_identifier"]
"""Columns of ``entered_twice``: pairs of one plain name and different identifiers, the earlier
entry as the other.
"""
HOLDERS = ["organisation_id", "name", "fen", "is_commercial"]
MOST = 40
"""Records of a kind on one organisation's page; the newest are shown, and the page says so."""

BODY = table_of(Organisation)
CONTRACT = table_of(Undertaking)
BALANCE = table_of(UndertakingBalance)
HELD_BY = table_of(OrganisationTotal)
BID = table_of(Bid)
COUNT = table_of(BidCount)
PROCESS = table_of(Process)
MARK = table_of(OrganisationMark)
MERGE = table_of(OrganisationMerge)
PERSON = table_of(Person)


def listed(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some organisations by number as they stand today: ORGANISATIONS, each mark "yes" or "no"."""
    actor.must("see_portfolio")
    frame = _rows(session, list(keys))
    said = {
        mark: [None if value is None else "yes" if value else "no" for value in frame[mark]]
        for mark in MARKS
    }
    return frame.assign(
        **{
            mark: pd.Series(values, index=frame.index, dtype=object)
            for mark, values in said.items()
        }
    )


def numbers_of(session: Session, words: str) -> set[int]:
    """Organisations whose name or identifier has these words, each as the one that is kept."""
    like = (
        "%"
        + words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        + "%"
    )
    rows = session.execute(
        sa.select(BODY.c.id).where(
            sa.func.lower(BODY.c.name).like(like, escape="\\")
            | sa.func.lower(BODY.c.identifier).like(like, escape="\\")
        )
    ).scalars()
    ends = identity.merged(session)
    return {ends.get(key, key) for key in rows}


def flag(mark: str) -> sa.ColumnElement[bool]:
    """A mark as it stands, in SQL; the commercial one as entered where nobody marked it since."""
    latest = (
        sa.select(MARK.c.is_set)
        .where(MARK.c.organisation_id == BODY.c.id, MARK.c.mark == mark)
        .order_by(MARK.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(latest, BODY.c.is_commercial) if mark == "commercial" else latest


def _rows(session: Session, keys: list[int]) -> pd.DataFrame:
    ends = identity.merged(session)
    of = {key: key for key in keys} | {one: end for one, end in ends.items() if end in keys}
    bodies = session.execute(
        sa.select(
            *BODY.c["id", "name", "scheme", "identifier", "region_code"],
            flag("commercial"),
            flag("central_project"),
        )
        .where(BODY.c.id.in_(keys))
        .order_by(BODY.c.id)
    ).all()
    held = session.execute(
        sa.select(
            *HELD_BY.c["organisation_id", "kind", "undertakings", "committed_fen"],
        ).where(HELD_BY.c.organisation_id.in_(list(of)))
    ).all()
    bids = session.execute(
        sa.select(*COUNT.c["organisation_id", "bids", "won"]).where(
            COUNT.c.organisation_id.in_(list(of))
        )
    ).all()
    made = []
    for key, *rest in bodies:
        mine = [row for row in held if of[row[0]] == key]
        counts = (sum(row[2] for row in mine if row[1] == kind) for kind in ("grant", "contract"))
        offers = [row for row in bids if of[row[0]] == key]
        bid, won = sum(row[1] for row in offers), sum(row[2] for row in offers)
        fen, entries = sum(row[3] for row in mine), sum(end == key for end in ends.values())
        made.append((key, *rest, *counts, bid, won, fen, entries))
    return pd.DataFrame(made, columns=ORGANISATIONS)


def organisation(session: Session, actor: Actor, organisation_id: int) -> OrganisationRow:
    """The facts of an organisation: the columns of ORGANISATIONS, its entry and the ones merged
    into it (members); asked for a merged one, of the one that is kept.
    """
    actor.must("see_portfolio")
    kept = identity.kept(session, organisation_id)
    rows = records(_rows(session, [kept]))
    if not rows:
        raise NotFound(kind=N_("organisation"), key=organisation_id)
    members = session.execute(
        sa.select(BODY.c.id, BODY.c.name, BODY.c.scheme, BODY.c.identifier)
        .where(BODY.c.id.in_(identity.members(session, kept)))
        .order_by(BODY.c.id)
    ).all()
    is_demonstration = bool(
        session.scalar(sa.select(BODY.c.is_demonstration).where(BODY.c.id == kept))
    )
    found = {
        **rows[0],
        "asked_id": organisation_id,
        "is_demonstration": is_demonstration,
        "members": [row._asdict() for row in members if row.id != kept],
    }
    return row_of(found, OrganisationRow)


def held(session: Session, actor: Actor, organisation_id: int) -> pd.DataFrame:
    """Grants and contracts of an organisation and of those merged into it, the newest MOST of each:
    HELD.
    """
    actor.must("see_portfolio")
    statement = (
        sa.select(
            CONTRACT.c.kind,
            CONTRACT.c.code,
            CONTRACT.c.title,
            CONTRACT.c.status,
            CONTRACT.c.region_code,
            CONTRACT.c.currency,
            BALANCE.c.committed_fen,
            BALANCE.c.paid_fen,
            CONTRACT.c.decided_on,
            BODY.c.name,
        )
        .join(BODY, BODY.c.id == CONTRACT.c.organisation_id)
        .outerjoin(BALANCE, BALANCE.c.undertaking_id == CONTRACT.c.id)
        .where(CONTRACT.c.organisation_id.in_(identity.members(session, organisation_id)))
        .order_by(CONTRACT.c.id.desc())
        .limit(MOST)
    )
    rows = [
        row for kind in KINDS for row in session.execute(statement.where(CONTRACT.c.kind == kind))
    ]
    return pd.DataFrame(rows, columns=HELD).astype({"committed_fen": "Int64", "paid_fen": "Int64"})


def offers(session: Session, actor: Actor, organisation_id: int) -> pd.DataFrame:
    """Bids of an organisation and of those merged into it: OFFERS."""
    actor.must("see_portfolio")
    sealed = sa.case((PROCESS.c.status != "tendering", BID.c.amount_fen))
    statement = (
        sa.select(
            PROCESS.c.code,
            PROCESS.c.title,
            BID.c.received_at,
            sealed,
            BID.c.currency,
            BID.c.status,
            BID.c.is_winner,
            PROCESS.c.status,
            BODY.c.name,
        )
        .join(PROCESS, PROCESS.c.id == BID.c.process_id)
        .join(BODY, BODY.c.id == BID.c.organisation_id)
        .where(BID.c.organisation_id.in_(identity.members(session, organisation_id)))
        .order_by(BID.c.id.desc())
        .limit(MOST)
    )
    return pd.DataFrame(session.execute(statement).all(), columns=OFFERS).astype(
        {"amount_fen": "Int64"}
    )


def marks(session: Session, actor: Actor, organisation_id: int) -> pd.DataFrame:
    """How the two flags were set, on it and on those merged into it, the newest first: MARKED."""
    actor.must("see_portfolio")
    statement = (
        sa.select(MARK.c.recorded_on, MARK.c.mark, MARK.c.is_set, MARK.c.reason, PERSON.c.name)
        .outerjoin(PERSON, PERSON.c.id == MARK.c.actor_id)
        .where(MARK.c.organisation_id.in_(identity.members(session, organisation_id)))
        .order_by(MARK.c.id.desc())
    )
    return pd.DataFrame(session.execute(statement).all(), columns=MARKED)


def merges(session: Session, actor: Actor, organisation_id: int | None = None) -> pd.DataFrame:
    """Merges proposed, done and turned down, the newest first: MERGES; of one organisation, or the
    newest MOST of all.
    """
    actor.must("see_portfolio")
    kept, by, at = BODY.alias("kept"), PERSON.alias("proposer"), PERSON.alias("decider")
    statement = (
        sa.select(
            MERGE.c.id,
            MERGE.c.version,
            BODY.c.id,
            BODY.c.name,
            BODY.c.identifier,
            kept.c.id,
            kept.c.name,
            kept.c.identifier,
            MERGE.c.outcome,
            MERGE.c.reason,
            MERGE.c.proposed_on,
            by.c.name,
            MERGE.c.decided_on,
            at.c.name,
            MERGE.c.why,
        )
        .join(BODY, BODY.c.id == MERGE.c.organisation_id)
        .join(kept, kept.c.id == MERGE.c.kept_id)
        .outerjoin(by, by.c.id == MERGE.c.proposed_by)
        .outerjoin(at, at.c.id == MERGE.c.decided_by)
        .order_by((MERGE.c.outcome != "open"), MERGE.c.id.desc())
        .limit(MOST)
    )
    if organisation_id is not None:
        these = identity.members(session, organisation_id)
        statement = statement.where(MERGE.c.organisation_id.in_(these) | MERGE.c.kept_id.in_(these))
    return pd.DataFrame(session.execute(statement).all(), columns=MERGES)


def entered_twice(session: Session, actor: Actor) -> pd.DataFrame:
    """Organisations that stand and bear one plain name under different identifiers, unless somebody
    said of the pair what is so: TWICE.
    """
    actor.must("see_portfolio")
    judged = {
        frozenset((row.organisation_id, row.kept_id))
        for row in session.execute(sa.select(MERGE.c.organisation_id, MERGE.c.kept_id))
    }
    gone = identity.merged(session)
    first: dict[str, sa.Row[int, str, str]] = {}
    found = []
    for row in session.execute(
        sa.select(BODY.c.id, BODY.c.name, BODY.c.identifier).order_by(BODY.c.id)
    ):
        other = first.setdefault(plain(row.name), row) if row.id not in gone else row
        if other.id != row.id and frozenset((row.id, other.id)) not in judged:
            found.append((row.id, row.name, row.identifier, other.id, other.name, other.identifier))
    return pd.DataFrame(found, columns=TWICE)


@kept
def holders(session: Session, actor: Actor, view: View) -> tuple[pd.DataFrame, list[Concentration]]:
    """Who holds the renminbi committed to contracts: HOLDERS, the largest first; and by category
    how concentrated it is.
    """
    ends = identity.merged(session)
    bought = buying.by_supplier(session, actor, view)
    names = ("category", "organisation_id", "fen")
    held = [
        (category, ends.get(body, body), int(fen))
        for category, body, fen in zip(*(bought[name].tolist() for name in names), strict=True)
    ]
    sums: dict[int, int] = {}
    for _category, body, fen in held:
        sums[body] = sums.get(body, 0) + fen
    keys, *said = read(
        session,
        sa.select(BODY.c.id, BODY.c.name, BODY.c.is_commercial).where(is_any_of(BODY.c.id, sums)),
    )
    known = dict(zip(keys, zip(*said, strict=True), strict=True))
    rows = []
    for body, fen in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
        name, is_commercial = known[body]
        rows.append((body, name, fen, is_commercial))
    return pd.DataFrame(rows, columns=HOLDERS, dtype=object), concentrations(held)
