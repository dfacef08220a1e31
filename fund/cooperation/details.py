"""What is known of one project or partner as tables: statements of money, bodies, results, flags,
the way into the channel.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.cooperation import rules
from fund.cooperation.queries import (
    AGREEMENT,
    FLAG,
    LINK,
    MONEY,
    PARTNER,
    PROJECT,
    SHARE,
    UNDERTAKING,
    projects,
    shares,
)
from fund.cooperation.tables import (
    ChannelEntry,
    CooperationApart,
    CooperationBody,
    CooperationIndicator,
    CooperationMilestone,
    CooperationMilestoneState,
    CooperationParty,
    CooperationResult,
)

PARTY = table_of(CooperationParty)
BODY = table_of(CooperationBody)
INDICATOR = table_of(CooperationIndicator)
RESULT = table_of(CooperationResult)
ENTRY = table_of(ChannelEntry)
PERSON = table_of(Person)


MONEYS = [
    *("money_id", "stage", "provider", "amount", "currency", "rate", "rate_on", "rate_source"),
    *("amount_fen", "happened_on", "source", "corrects_id", "is_corrected"),
]


BODIES = ["name", "identifier", "role", "organisation_type"]


RESULTS = [
    *("result_id", "indicator_id", "title_zh", "title_en", "measure", "unit", "baseline"),
    *("starts_on", "ends_on", "target", "actual", "words", "source", "confirmed_on"),
]


ENTRIES = [
    *("entry_id", "version", "project", "title_zh", "title_en", "firm", "channel", "outcome"),
    *("recorded_on", "is_recommended", "review", "reviewed_on", "reviewed_by", "decided_on"),
    *("decided_by", "why", "left_on"),
]


AGREEMENTS = [
    *("code", "kind", "title_zh", "title_en", "signed_on", "in_force_on", "ends_on", "source"),
    *("parties", "projects"),
]


def moneys(session: Session, actor: Actor, project_id: int, as_of: date) -> pd.DataFrame:
    """What others are said to give to a project, the newest first: MONEYS."""
    actor.must("see_portfolio")
    corrections = MONEY.alias("corrections")
    corrected = (
        sa.exists()
        .where(corrections.c.corrects_id == MONEY.c.id, corrections.c.recorded_on <= as_of)
        .label("is_corrected")
    )
    rows = session.execute(
        sa.select(MONEY.c.id, *MONEY.c[tuple(MONEYS[1:-1])], corrected)
        .where(MONEY.c.cooperation_id == project_id, MONEY.c.recorded_on <= as_of)
        .order_by(MONEY.c.happened_on.desc(), MONEY.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=MONEYS, dtype=object)


def bodies(session: Session, actor: Actor, project_id: int, as_of: date) -> pd.DataFrame:
    """Firms and institutions of a project: BODIES."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*BODY.c[tuple(BODIES)])
        .where(BODY.c.cooperation_id == project_id, BODY.c.recorded_on <= as_of)
        .order_by(BODY.c.id)
    ).all()
    return pd.DataFrame(rows, columns=BODIES, dtype=object)


def undertakings_of(session: Session, actor: Actor, project_id: int) -> dict[str, str]:
    """Codes of the undertakings that pay for a project, each with its kind."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(UNDERTAKING.c.code, UNDERTAKING.c.kind)
        .join(LINK, LINK.c.undertaking_id == UNDERTAKING.c.id)
        .where(LINK.c.cooperation_id == project_id)
        .order_by(UNDERTAKING.c.code)
    ).all()
    return {row.code: row.kind for row in rows}


def results(
    session: Session, actor: Actor, as_of: date, project_id: int | None = None
) -> pd.DataFrame:
    """Reported figures of one project or all, confirmed or not yet; an indicator without one has a
    row without a period: RESULTS.
    """
    actor.must("see_portfolio")
    statement = (
        sa.select(
            RESULT.c.id,
            INDICATOR.c.id,
            *INDICATOR.c["title_zh", "title_en", "measure", "unit", "baseline"],
            *RESULT.c["starts_on", "ends_on", "target", "actual", "words", "source"],
            sa.case((RESULT.c.confirmed_on <= as_of, RESULT.c.confirmed_on)),
        )
        .select_from(INDICATOR)
        .outerjoin(
            RESULT,
            sa.and_(RESULT.c.indicator_id == INDICATOR.c.id, RESULT.c.recorded_on <= as_of),
        )
        .where(INDICATOR.c.recorded_on <= as_of)
        .order_by(INDICATOR.c.id, RESULT.c.starts_on, RESULT.c.id)
    )
    if project_id is not None:
        statement = statement.where(INDICATOR.c.cooperation_id == project_id)
    return pd.DataFrame(session.execute(statement).all(), columns=RESULTS, dtype=object)


def entries(session: Session, actor: Actor, as_of: date, project: str = "") -> pd.DataFrame:
    """Ways into the channel begun by a day, the newest first: ENTRIES; what was decided later is
    still open then.
    """
    actor.must("see_portfolio")
    by, decided_by = PERSON.alias("by"), PERSON.alias("decided_by")
    is_reviewed = ENTRY.c.reviewed_on <= as_of
    is_decided = ENTRY.c.decided_on <= as_of
    admitted = sa.case((ENTRY.c.outcome == "removed", "admitted"), else_=ENTRY.c.outcome)
    outcome = sa.case(
        (sa.and_(ENTRY.c.left_on.is_not(None), ENTRY.c.left_on <= as_of), ENTRY.c.outcome),
        (is_decided, admitted),
        (is_reviewed, "channel_reviewed"),
        else_="channel_applied",
    )
    statement = (
        sa.select(
            *ENTRY.c["id", "version"],
            *PROJECT.c["code", "title_zh", "title_en"],
            *ENTRY.c["firm", "channel"],
            outcome,
            *ENTRY.c["recorded_on", "is_recommended", "review", "reviewed_on"],
            by.c.name,
            ENTRY.c.decided_on,
            decided_by.c.name,
            *ENTRY.c["why", "left_on"],
        )
        .join(PROJECT, PROJECT.c.id == ENTRY.c.cooperation_id)
        .outerjoin(by, by.c.id == ENTRY.c.reviewed_by)
        .outerjoin(decided_by, decided_by.c.id == ENTRY.c.decided_by)
        .where(ENTRY.c.recorded_on <= as_of)
        .order_by(ENTRY.c.id.desc())
    )
    if project:
        statement = statement.where(PROJECT.c.code == project)
    return pd.DataFrame(session.execute(statement).all(), columns=ENTRIES, dtype=object)


def agreements(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Agreements entered by a day with their partners and how many projects stand on each:
    AGREEMENTS.
    """
    actor.must("see_portfolio")
    count = (
        sa.select(sa.func.count())
        .where(PROJECT.c.agreement_id == AGREEMENT.c.id, PROJECT.c.recorded_on <= as_of)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(AGREEMENT.c.id, *AGREEMENT.c[tuple(AGREEMENTS[:8])], count)
        .where(AGREEMENT.c.recorded_on <= as_of)
        .order_by(AGREEMENT.c.code)
    ).all()
    held: dict[int, list[str]] = {}
    for key, code in session.execute(
        sa.select(PARTY.c.agreement_id, PARTNER.c.code)
        .join(PARTNER, PARTNER.c.id == PARTY.c.partner_id)
        .order_by(PARTNER.c.code)
    ):
        held.setdefault(key, []).append(code)
    found = [(*row[1:9], ", ".join(held.get(row[0], [])), row[9]) for row in rows]
    return pd.DataFrame(found, columns=AGREEMENTS, dtype=object)


def admitted(session: Session, actor: Actor, as_of: date) -> int:
    """How many commercial projects stand in the channel on a day."""
    known = entries(session, actor, as_of)
    return int((known["outcome"] == "admitted").sum())


FLAGS = ["listed", "since", "until", "source", "recorded_on"]


PROJECTS_OF = [
    *("code", "title_zh", "title_en", "state", "counts", "counts_why", "share", "own_fen"),
]
"""Columns of ``projects_of``; ``own_fen`` is the partner's share of what counts."""


def flag_statements(session: Session, actor: Actor, partner_id: int, as_of: date) -> pd.DataFrame:
    """What was stated of a partner's flags by a day, the newest first: FLAGS."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*FLAG.c[tuple(FLAGS)])
        .where(FLAG.c.partner_id == partner_id, FLAG.c.recorded_on <= as_of)
        .order_by(FLAG.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=FLAGS, dtype=object)


def projects_of(session: Session, actor: Actor, partner_id: int, as_of: date) -> pd.DataFrame:
    """The projects a partner has a share of: PROJECTS_OF."""
    keys = list(
        session.execute(
            sa.select(SHARE.c.cooperation_id).where(SHARE.c.partner_id == partner_id)
        ).scalars()
    )
    held = shares(session, actor, keys)
    rows = []
    for row in projects(session, actor, as_of, keys).to_dict("records"):
        part = held[held["project_id"] == row["project_id"]]
        split = rules.shared(
            row["counted_fen"], dict(zip(part["partner_id"], part["share"], strict=True))
        )
        own = part[part["partner_id"] == partner_id]["share"].iloc[0]
        rows.append({**row, "share": own, "own_fen": split[partner_id]})
    return pd.DataFrame(rows, columns=PROJECTS_OF, dtype=object)


APART = table_of(CooperationApart)
KEPT_APART = [
    "code",
    "title_zh",
    "title_en",
    "regions",
    "field",
    "partners",
    "source",
    "recorded_on",
]
"""Columns of ``kept_apart``; ``regions`` are codes with blanks between, ``partners`` as typed."""
MILESTONE = table_of(CooperationMilestone)
STATED = table_of(CooperationMilestoneState)
MILESTONES = [
    *("milestone_id", "project_id", "title_zh", "title_en", "first_due_on", "due_on"),
    *("reached_on", "source", "state", "days_late"),
]
"""Columns of ``milestones``. ``state``: reached, overdue or planned on the day; ``days_late``: days
after the first day promised, to the day reached or looked at, at least 0.
"""


def kept_apart(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """What is kept apart, as known on a day, by code: KEPT_APART."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*APART.c[tuple(KEPT_APART)])
        .where(APART.c.recorded_on <= as_of)
        .order_by(APART.c.code)
    ).all()
    return pd.DataFrame(rows, columns=KEPT_APART, dtype=object)


def milestones(
    session: Session, actor: Actor, as_of: date, project_id: int | None = None
) -> pd.DataFrame:
    """Milestones of one project or all as known on a day, by the day they are due: MILESTONES."""
    actor.must("see_portfolio")
    known = STATED.alias("known")
    last = (
        sa.select(sa.func.max(known.c.id))
        .where(known.c.milestone_id == MILESTONE.c.id, known.c.recorded_on <= as_of)
        .correlate(MILESTONE)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            *MILESTONE.c["id", "cooperation_id", "title_zh", "title_en", "due_on"],
            *STATED.c["due_on", "reached_on", "source"],
        )
        .select_from(MILESTONE.join(STATED, STATED.c.id == last))
        .order_by(STATED.c.due_on, MILESTONE.c.id)
    )
    if project_id is not None:
        statement = statement.where(MILESTONE.c.cooperation_id == project_id)
    rows = []
    for row in session.execute(statement):
        first, due, reached = row[4], row[5], row[6]
        state = "reached" if reached else "overdue" if due < as_of else "planned"
        rows.append((*row, state, max(0, ((reached or as_of) - first).days)))
    return pd.DataFrame(rows, columns=MILESTONES, dtype=object)
