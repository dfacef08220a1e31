"""Cooperation abroad as tables: projects with the ledger's and others' money as of a day, partners with
their flags, what each country has a share of, results, the channel.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.cooperation import rules
from fund.cooperation.tables import (
    ChannelEntry,
    Cooperation,
    CooperationAgreement,
    CooperationBody,
    CooperationIndicator,
    CooperationMoney,
    CooperationParty,
    CooperationResult,
    CooperationShare,
    CooperationState,
    CooperationUndertaking,
    Partner,
    PartnerFlag,
)
from fund.errors import NotFound
from fund.ledger.tables import Posting, Undertaking

PARTNER = table_of(Partner)
FLAG = table_of(PartnerFlag)
AGREEMENT = table_of(CooperationAgreement)
PARTY = table_of(CooperationParty)
PROJECT = table_of(Cooperation)
STATE = table_of(CooperationState)
SHARE = table_of(CooperationShare)
BODY = table_of(CooperationBody)
LINK = table_of(CooperationUndertaking)
MONEY = table_of(CooperationMoney)
INDICATOR = table_of(CooperationIndicator)
RESULT = table_of(CooperationResult)
ENTRY = table_of(ChannelEntry)
PERSON = table_of(Person)
POSTING = table_of(Posting)
UNDERTAKING = table_of(Undertaking)

OWN = ("obligated", "paid", "returned")
"""Stages of the ledger that are told of a project."""
OWN_FEN = [f"{stage}_fen" for stage in OWN]
OTHERS_FEN = [f"{stage}_fen" for stage in rules.MONEY_STAGES]
PROJECTS = [
    *("project_id", "code", "title_zh", "title_en", "title_other", "other_language"),
    *("description", "field", "state", "agreement", "planned_start", "planned_end"),
    *("actual_start", "actual_end", "is_umbrella", "counts", "counts_why", "partners"),
    *("is_demonstration", "recorded_on", "version", *OWN_FEN, *OTHERS_FEN, "counted_fen"),
]
"""Columns of ``projects``; amounts in fen of yuan. ``counted_fen``: obligated by the ledger and
committed by others, 0 where the project does not count.
"""
PARTNERS = [
    *("partner_id", "code", "kind", "name_zh", "name_en", "region", "flags"),
    *("projects", "counted_fen", "is_demonstration"),
]
"""Columns of ``partners``; ``counted_fen`` is its share of what counts."""
SHARES = ["project_id", "partner_id", "code", "name_zh", "name_en", "region", "share"]
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
REGION_TABLE = ["region", "partners", "projects", "counted_fen"]


def projects(
    session: Session, actor: Actor, as_of: date, keys: Collection[int] | None = None
) -> pd.DataFrame:
    """Projects entered by a day as known then, all or some, by code: PROJECTS."""
    actor.must("see_portfolio")
    known = STATE.alias("known")
    last = (
        sa.select(sa.func.max(known.c.id))
        .where(known.c.cooperation_id == PROJECT.c.id, known.c.recorded_on <= as_of)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            *PROJECT.c["id", "code", "title_zh", "title_en", "title_other", "other_language"],
            *PROJECT.c["description", "field", "planned_start", "planned_end", "is_umbrella"],
            *PROJECT.c["is_demonstration", "recorded_on", "version"],
            *STATE.c["state", "actual_start", "actual_end", "counts", "counts_why"],
            sa.func.coalesce(AGREEMENT.c.code, "").label("agreement"),
        )
        .select_from(PROJECT.join(STATE, STATE.c.id == last))
        .outerjoin(AGREEMENT, AGREEMENT.c.id == PROJECT.c.agreement_id)
    )
    if keys is not None:
        statement = statement.where(PROJECT.c.id.in_(list(keys)))
    rows = session.execute(statement.order_by(PROJECT.c.code)).mappings().all()
    own, others = _own(session, as_of, keys), _others(session, as_of, keys)
    held = shares(session, actor, keys)
    named = held.groupby("project_id")["code"].agg(list).to_dict() if len(held) else {}
    found = [_row(row, own, others, named.get(row["id"], [])) for row in rows]
    return pd.DataFrame(found, columns=PROJECTS, dtype=object)


Sums = Mapping[tuple[int, str], int]


def _row(row: Any, own: Sums, others: Sums, partners: list[str]) -> dict[str, Any]:
    key = row["id"]
    amounts = {f"{stage}_fen": own.get((key, stage), 0) for stage in OWN}
    amounts |= {f"{stage}_fen": others.get((key, stage), 0) for stage in rules.MONEY_STAGES}
    counted = amounts["obligated_fen"] + amounts["commitment_fen"] if row["counts"] else 0
    return {
        **row,
        "project_id": key,
        "partners": ", ".join(partners),
        **amounts,
        "counted_fen": counted,
    }


def _own(session: Session, as_of: date, keys: Collection[int] | None) -> Sums:
    """What the ledger says of the undertakings of each project, by stage."""
    statement = (
        sa.select(LINK.c.cooperation_id, POSTING.c.stage, sa.func.sum(POSTING.c.amount_fen))
        .join(POSTING, POSTING.c.undertaking_id == LINK.c.undertaking_id)
        .where(
            LINK.c.recorded_on <= as_of,
            POSTING.c.recorded_on <= as_of,
            POSTING.c.stage.in_(OWN),
        )
        .group_by(LINK.c.cooperation_id, POSTING.c.stage)
    )
    if keys is not None:
        statement = statement.where(LINK.c.cooperation_id.in_(list(keys)))
    return {(key, stage): int(amount) for key, stage, amount in session.execute(statement)}


def _others(session: Session, as_of: date, keys: Collection[int] | None) -> Sums:
    statement = (
        sa.select(MONEY.c.cooperation_id, MONEY.c.stage, sa.func.sum(MONEY.c.amount_fen))
        .where(MONEY.c.recorded_on <= as_of)
        .group_by(MONEY.c.cooperation_id, MONEY.c.stage)
    )
    if keys is not None:
        statement = statement.where(MONEY.c.cooperation_id.in_(list(keys)))
    return {(key, stage): int(amount) for key, stage, amount in session.execute(statement)}


def shares(session: Session, actor: Actor, keys: Collection[int] | None = None) -> pd.DataFrame:
    """Who has which share of which project: SHARES; shares in hundredths of a per cent."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            *SHARE.c["cooperation_id", "partner_id"],
            *PARTNER.c["code", "name_zh", "name_en", "region"],
            SHARE.c.share,
        )
        .join(PARTNER, PARTNER.c.id == SHARE.c.partner_id)
        .order_by(SHARE.c.cooperation_id, SHARE.c.share.desc(), PARTNER.c.code)
    )
    if keys is not None:
        statement = statement.where(SHARE.c.cooperation_id.in_(list(keys)))
    return pd.DataFrame(session.execute(statement).all(), columns=SHARES, dtype=object)


def flags(session: Session, actor: Actor, as_of: date) -> dict[str, list[str]]:
    """Lists each country is on, by its code, on a day as known then: of each list the last
    statement holds.
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(PARTNER.c.code, *FLAG.c["listed", "since", "until"])
        .join(PARTNER, PARTNER.c.id == FLAG.c.partner_id)
        .where(FLAG.c.recorded_on <= as_of)
        .order_by(FLAG.c.id)
    ).all()
    last = {(code, listed): (since, until) for code, listed, since, until in rows}
    found: dict[str, list[str]] = {}
    for (code, listed), (since, until) in sorted(last.items()):
        if (since is None or since <= as_of) and (until is None or as_of < until):
            found.setdefault(code, []).append(listed)
    return found


def partners(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Partners entered by a day with their flags, projects and share of what counts: PARTNERS."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*PARTNER.c["id", "code", "kind", "name_zh", "name_en", "region"])
        .add_columns(PARTNER.c.is_demonstration)
        .where(PARTNER.c.recorded_on <= as_of)
        .order_by(PARTNER.c.code)
    ).all()
    flagged = flags(session, actor, as_of)
    amounts, counts = _by_partner(session, actor, as_of)
    found = [
        {
            "partner_id": row.id,
            "code": row.code,
            "kind": row.kind,
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "region": row.region,
            "flags": flagged.get(row.code, []),
            "projects": counts.get(row.code, 0),
            "counted_fen": amounts.get(row.code, 0),
            "is_demonstration": row.is_demonstration,
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=PARTNERS, dtype=object)


def _by_partner(
    session: Session, actor: Actor, as_of: date
) -> tuple[dict[str, int], dict[str, int]]:
    """Each partner's share of what counts, in fen, and in how many projects it has one."""
    amounts: dict[str, int] = {}
    counts: dict[str, int] = {}
    counted = projects(session, actor, as_of).set_index("project_id")["counted_fen"].to_dict()
    for key, part in shares(session, actor).groupby("project_id"):
        if key not in counted:
            continue
        split = rules.shared(counted[key], dict(zip(part["code"], part["share"], strict=True)))
        for code, amount in split.items():
            amounts[code] = amounts.get(code, 0) + amount
            counts[code] = counts.get(code, 0) + 1
    return amounts, counts


def overview(session: Session, actor: Actor, as_of: date) -> dict[str, Any]:
    """How many projects there are and count; what counts in fen, and the share of it that goes to
    least developed countries as flagged on the day, None where nothing counts.
    """
    known = projects(session, actor, as_of)
    amounts, _counts = _by_partner(session, actor, as_of)
    flagged = flags(session, actor, as_of)
    total = int(known["counted_fen"].sum())
    least = sum(amount for code, amount in amounts.items() if "LDC" in flagged.get(code, []))
    return {
        "projects": len(known),
        "counting": int(sum(bool(one) for one in known["counts"])),
        "countries": sum(1 for amount in amounts.values() if amount),
        "counted_fen": total,
        "least_developed_fen": least,
        "least_developed_share": least / total if total else None,
    }


def regions(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Partners and what counts by region of the world: REGION_TABLE. A project with two countries
    of a region is one project of it.
    """
    known = partners(session, actor, as_of)
    held = shares(session, actor)
    entered = set(projects(session, actor, as_of)["project_id"])
    held = held[held["project_id"].isin(entered)]
    found = [
        {
            "region": region,
            "partners": int((known["region"] == region).sum()),
            "projects": held[held["region"] == region]["project_id"].nunique(),
            "counted_fen": int(known[known["region"] == region]["counted_fen"].sum()),
        }
        for region in rules.REGIONS
        if (known["region"] == region).any()
    ]
    return pd.DataFrame(found, columns=REGION_TABLE, dtype=object)


def project(session: Session, actor: Actor, code: str, as_of: date) -> dict[str, Any]:
    """One project by its code: the PROJECTS of it; refuses an unknown one."""
    actor.must("see_portfolio")
    key = session.execute(sa.select(PROJECT.c.id).where(PROJECT.c.code == code)).scalar()
    found = projects(session, actor, as_of, [key]) if key is not None else None
    if found is None or found.empty:
        raise NotFound(kind="cooperation", key=code[:60])
    return {str(name): value for name, value in found.to_dict("records")[0].items()}


def partner(session: Session, actor: Actor, code: str, as_of: date) -> dict[str, Any]:
    """One partner by its code: the PARTNERS of it; refuses an unknown one."""
    known = partners(session, actor, as_of)
    row = known[known["code"] == code].to_dict("records")
    if not row:
        raise NotFound(kind="partner", key=code[:20])
    return {str(name): value for name, value in row[0].items()}


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
