"""Guarantees as known on a day: what is held of each, how it stands, what deserves attention, what
is owed back and since when.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.debris.tables import Spacecraft
from fund.errors import N_, NotFound
from fund.frames import rows_of
from fund.guarantees import rules
from fund.guarantees.rows import Follows, GuaranteeRow
from fund.guarantees.tables import Guarantee, GuaranteeEvent, GuaranteeProposal
from fund.ledger.tables import Undertaking
from fund.milestones.tables import Milestone
from fund.plan import working_days
from fund.plan.tables import Organisation
from fund.procurement.tables import Process
from fund.settings import values as settings

GUARANTEE = table_of(Guarantee)
EVENT = table_of(GuaranteeEvent)
PROPOSAL = table_of(GuaranteeProposal)
PERSON = table_of(Person)
BODY = table_of(Organisation)
CRAFT = table_of(Spacecraft)
PROCESS = table_of(Process)
UNDERTAKING = table_of(Undertaking)
STEP = table_of(Milestone)
GUARANTEES = [
    "guarantee_id",
    "number",
    "kind",
    "form",
    "issuer",
    "body",
    "subject",
    "subject_kind",
    "duty",
    "currency",
    "face_fen",
    "required_fen",
    "base_fen",
    "valid_from",
    "valid_to",
    "duty_due_on",
    "return_days",
    "lodged_on",
    "beneficiary",
    "version",
]
"""Columns asked for of each; ``subject`` names the contract, process or spacecraft."""
FOLLOWS = ["held_fen", "valid_until", "state", "met_on", "back_on", "late_days", "late_fen"]
FOLLOWS += ["is_known_year", "alerts", "gravest"]
"""Columns that follow from events known by the day; ``alerts`` a tuple of keys of rules.ALERTS."""
EVENTS = [
    "event_id",
    "kind",
    "amount_fen",
    "valid_until",
    "words",
    "sha256",
    "occurred_on",
    "recorded_on",
    "who",
]
PROPOSALS = [
    "proposal_id",
    "kind",
    "amount_fen",
    "valid_to",
    "reason",
    "outcome",
    "proposed_on",
    "proposed_by",
    "decided_on",
    "decided_by",
    "why",
    "version",
]


def columns_of(
    table: sa.Table, names: Sequence[str], other: Mapping[str, sa.SQLColumnExpression[object]]
) -> list[sa.Label[object]]:
    """The columns of a table by their names, or what stands for one, labelled so."""
    return [(other[name] if name in other else table.c[name]).label(name) for name in names]


def guarantees(
    session: Session, actor: Actor, day: date, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Guarantees lodged by a day, as known then: GUARANTEES and FOLLOWS, by their last day."""
    actor.must("see_portfolio")
    names: dict[str, sa.SQLColumnExpression[object]] = {
        "subject": sa.func.coalesce(UNDERTAKING.c.code, PROCESS.c.code, CRAFT.c.name_zh),
        "subject_kind": sa.case(
            (GUARANTEE.c.spacecraft_id.is_not(None), "spacecraft"),
            (GUARANTEE.c.process_id.is_not(None), "process"),
            else_=UNDERTAKING.c.kind,
        ),
        "body": BODY.c.name,
        "guarantee_id": GUARANTEE.c.id,
    }
    statement = (
        sa.select(*columns_of(GUARANTEE, GUARANTEES, names))
        .join(BODY, BODY.c.id == GUARANTEE.c.organisation_id)
        .outerjoin(UNDERTAKING, UNDERTAKING.c.id == GUARANTEE.c.undertaking_id)
        .outerjoin(PROCESS, PROCESS.c.id == GUARANTEE.c.process_id)
        .outerjoin(CRAFT, CRAFT.c.id == GUARANTEE.c.spacecraft_id)
        .where(GUARANTEE.c.lodged_on <= day)
        .order_by(GUARANTEE.c.id)
    )
    if keys is not None:
        statement = statement.where(GUARANTEE.c.id.in_(keys))
    rows = session.execute(statement).mappings().all()
    happened = _happened(session, day, keys)
    own = _rates(session, day)
    whole = [
        dict(row) | _follows(row, happened.get(row["guarantee_id"], []), own, day) for row in rows
    ]
    frame = pd.DataFrame(whole, columns=[*GUARANTEES, *FOLLOWS], dtype=object)
    last = [row or date.max for row in frame["valid_until"]]
    frame = frame.assign(last=last).sort_values(["last", "guarantee_id"], ignore_index=True)
    return frame.drop(columns="last")


class Event(NamedTuple):
    """What happened to a guarantee, as far as its standing follows from it."""

    kind: str
    amount_fen: int
    valid_until: date | None
    occurred_on: date


def _happened(session: Session, day: date, keys: Sequence[int] | None) -> dict[int, list[Event]]:
    """Events known by a day, by guarantee, in order."""
    columns = EVENT.c["guarantee_id", *Event._fields]
    statement = sa.select(*columns).where(EVENT.c.recorded_on <= day).order_by(EVENT.c.id)
    if keys is not None:
        statement = statement.where(EVENT.c.guarantee_id.in_(keys))
    found: dict[int, list[Event]] = {}
    for key, *event in session.execute(statement):
        found.setdefault(key, []).append(Event(*event))
    return found


def _rates(session: Session, day: date) -> tuple[int, int]:
    """The benchmark rate and what is added to it, as set by a day."""
    first, second = (
        settings.value(session, key, on=day)
        for key in ("benchmark_rate_points", "late_return_percent")
    )
    return first, second


def _follows(row: sa.RowMapping, events: list[Event], rates: tuple[int, int], day: date) -> Follows:
    """How one stands by its events."""
    held_fen = rules.held((event.kind, event.amount_fen) for event in events)
    kinds = {event.kind for event in events}
    until = [event.valid_until for event in events if event.kind == "extended"]
    valid_until = until[-1] if until else row["valid_to"]
    met = [event.occurred_on for event in events if event.kind in ("duty_met", "duty_ended")]
    met_on = met[-1] if met else None
    back_on = working_days.after(met_on, row["return_days"]) if met_on else None
    late = max(0, (day - back_on).days) if back_on and held_fen else 0
    signs = {"raised": 1, "lowered": -1}
    required = row["required_fen"] + sum(
        signs.get(event.kind, 0) * event.amount_fen for event in events
    )
    alerts = rules.alerts(
        rules.Held(
            held_fen,
            required,
            "checked" in kinds,
            valid_until,
            row["duty_due_on"],
            met_on,
            back_on if held_fen else None,
        ),
        day,
    )
    grave = next((name for name in rules.GRAVE if name in alerts), "")
    return {
        "held_fen": held_fen,
        "required_fen": required,
        "valid_until": valid_until,
        "state": state_of(kinds, held_fen),
        "met_on": met_on,
        "back_on": back_on,
        "late_days": late,
        "late_fen": rules.late_interest(held_fen, *rates, late) if row["form"] == "deposit" else 0,
        "is_known_year": met_on is None or working_days.is_known(met_on, back_on or met_on),
        "alerts": alerts,
        "gravest": grave or (alerts[0] if alerts else ""),
    }


def state_of(kinds: set[str], held_fen: int) -> str:
    """The state events come to.

    >>> state_of({"lodged"}, 8), state_of({"lodged", "checked", "claimed"}, 0)
    ('to_check', 'used_up')
    """
    if "refused" in kinds:
        return "turned_away"
    if "checked" not in kinds:
        return "to_check"
    if held_fen:
        return "in_hold"
    return "used_up" if "released" not in kinds and "claimed" in kinds else "given_back"


def guarantee(session: Session, actor: Actor, guarantee_id: int, day: date) -> GuaranteeRow:
    """One guarantee as known on a day: GUARANTEES and FOLLOWS."""
    frame = guarantees(session, actor, day, [guarantee_id])
    if frame.empty:
        raise NotFound(kind=N_("guarantee"), key=guarantee_id)
    return rows_of(frame, GuaranteeRow)[0]


@kept
def by_kind(session: Session, actor: Actor, day: date) -> pd.DataFrame:
    """What is held by kind on a day, in renminbi: kind, count, held_fen, alerts (how many)."""
    actor.must("see_portfolio")
    # whatever is not held now and had no event since was not held then
    later = sa.select(EVENT.c.guarantee_id).where(EVENT.c.recorded_on > day)
    is_held, was_moved = GUARANTEE.c.held_fen > 0, GUARANTEE.c.id.in_(later)
    # a day something goes back by is counted in working days: told one by one
    apart = sa.select(GUARANTEE.c.id).where((is_held & GUARANTEE.c.met_on.is_not(None)) | was_moved)
    frame = guarantees(session, actor, day, list(session.execute(apart).scalars()))
    frame = frame[(frame["held_fen"] > 0) & (frame["currency"] == "CNY")]
    told = [
        (kind, 1, held_fen, bool(alerts))
        for kind, held_fen, alerts in zip(
            frame["kind"], frame["held_fen"], frame["alerts"], strict=True
        )
    ]
    told += _open(session, day, is_held & ~was_moved)
    rows = [
        (kind, *(sum(int(one[place]) for one in told if one[0] == kind) for place in (1, 2, 3)))
        for kind in rules.KINDS
    ]
    return pd.DataFrame(rows, columns=["kind", "count", "held_fen", "alerts"])


def _open(
    session: Session, day: date, where: sa.ColumnElement[bool]
) -> list[tuple[str, int, int, bool]]:
    """Of guarantees whose duty is not met, as they stand: kind, one, what is held, whether it
    deserves attention.
    """
    moves = sa.case((EVENT.c.kind == "raised", EVENT.c.amount_fen), else_=-EVENT.c.amount_fen)
    more_fen = (
        sa.select(sa.func.coalesce(sa.func.sum(moves), 0))
        .where(EVENT.c.guarantee_id == GUARANTEE.c.id, EVENT.c.kind.in_(("raised", "lowered")))
        .scalar_subquery()
    )
    statement = sa.select(
        GUARANTEE.c.kind,
        GUARANTEE.c.held_fen,
        GUARANTEE.c.required_fen + more_fen,
        GUARANTEE.c.state != "to_check",
        GUARANTEE.c.valid_until,
        GUARANTEE.c.duty_due_on,
    ).where(where, GUARANTEE.c.met_on.is_(None), GUARANTEE.c.currency == "CNY")
    told = []
    for kind, held_fen, required_fen, is_checked, until, due_on in session.execute(statement):
        one = rules.Held(held_fen, required_fen, is_checked, until, due_on, None, None)
        told.append((kind, 1, held_fen, bool(rules.alerts(one, day))))
    return told


def events(session: Session, actor: Actor, guarantee_id: int, day: date) -> pd.DataFrame:
    """What became of one by a day, in order: EVENTS."""
    actor.must("see_portfolio")
    names: dict[str, sa.SQLColumnExpression[object]] = {
        "event_id": EVENT.c.id,
        "who": PERSON.c.name,
    }
    statement = (
        sa.select(*columns_of(EVENT, EVENTS, names))
        .outerjoin(PERSON, PERSON.c.id == EVENT.c.recorded_by)
        .where(EVENT.c.guarantee_id == guarantee_id, EVENT.c.recorded_on <= day)
        .order_by(EVENT.c.id)
    )
    return pd.DataFrame(session.execute(statement).all(), columns=EVENTS, dtype=object)


def proposals(session: Session, actor: Actor, guarantee_id: int, day: date) -> pd.DataFrame:
    """What was proposed of one by a day, and decided by it: PROPOSALS."""
    actor.must("see_portfolio")
    other = PERSON.alias("other")
    is_known = PROPOSAL.c.decided_on <= day
    names: dict[str, sa.SQLColumnExpression[object]] = {
        "proposal_id": PROPOSAL.c.id,
        "proposed_by": PERSON.c.name,
        "decided_by": sa.case((is_known, other.c.name)),
        "decided_on": sa.case((is_known, PROPOSAL.c.decided_on)),
        "outcome": sa.case((is_known, PROPOSAL.c.outcome), else_="open"),
        "why": sa.case((is_known, PROPOSAL.c.why), else_=""),
    }
    statement = (
        sa.select(*columns_of(PROPOSAL, PROPOSALS, names))
        .outerjoin(PERSON, PERSON.c.id == PROPOSAL.c.proposed_by)
        .outerjoin(other, other.c.id == PROPOSAL.c.decided_by)
        .where(PROPOSAL.c.guarantee_id == guarantee_id, PROPOSAL.c.proposed_on <= day)
        .order_by(PROPOSAL.c.id)
    )
    return pd.DataFrame(session.execute(statement).all(), columns=PROPOSALS, dtype=object)


def numbered(text: str) -> int:
    """The number an address names a guarantee by; refuses what is none."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise NotFound(kind=N_("guarantee"), key=text)
    return int(text)


def steps_met(session: Session, actor: Actor, guarantee_id: int) -> dict[int, str]:
    """The met milestones of what a guarantee secures, by number, in words."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(STEP.c.id, STEP.c.code, STEP.c.title)
        .join(GUARANTEE, GUARANTEE.c.undertaking_id == STEP.c.undertaking_id)
        .where(GUARANTEE.c.id == guarantee_id, STEP.c.status == "met")
        .order_by(STEP.c.id)
    ).all()
    return {int(key): f"{code} {title}" for key, code, title in rows}
