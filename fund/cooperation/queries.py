"""Cooperation abroad as tables: projects with the ledger's and others' money as of a day, partners
with their flags, what each country has a share of, results, the channel.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.columns import table_of
from fund.cooperation import rules
from fund.cooperation.rows import Overview, PartnerRow, Project
from fund.cooperation.tables import (
    Cooperation,
    CooperationAgreement,
    CooperationMoney,
    CooperationResult,
    CooperationShare,
    CooperationState,
    CooperationUndertaking,
    Partner,
    PartnerFlag,
)
from fund.errors import N_, NotFound
from fund.frames import rows_of
from fund.ledger.tables import Posting, Undertaking
from fund.rooms.figure import Figure

PARTNER = table_of(Partner)
FLAG = table_of(PartnerFlag)
AGREEMENT = table_of(CooperationAgreement)
PROJECT = table_of(Cooperation)
STATE = table_of(CooperationState)
SHARE = table_of(CooperationShare)
LINK = table_of(CooperationUndertaking)
MONEY = table_of(CooperationMoney)
RESULT = table_of(CooperationResult)
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
"""Columns of partners; ``counted_fen`` is its share of what counts."""
SHARES = ["project_id", "partner_id", "code", "name_zh", "name_en", "region", "share"]
REGION_TABLE = ["region", "partners", "projects", "counted_fen"]


def last_state(as_of: date) -> sa.ScalarSelect[int]:
    """The number of the last statement of a project known on a day, as an expression beside
    PROJECT.
    """
    known = STATE.alias("known")
    return (
        sa.select(sa.func.max(known.c.id))
        .where(known.c.cooperation_id == PROJECT.c.id, known.c.recorded_on <= as_of)
        .correlate(PROJECT)
        .scalar_subquery()
    )


def projects(
    session: Session, actor: Actor, as_of: date, keys: Collection[int] | None = None
) -> pd.DataFrame:
    """Projects entered by a day as known then, all or some, by code: PROJECTS."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            *PROJECT.c["id", "code", "title_zh", "title_en", "title_other", "other_language"],
            *PROJECT.c["description", "field", "planned_start", "planned_end", "is_umbrella"],
            *PROJECT.c["is_demonstration", "recorded_on", "version"],
            *STATE.c["state", "actual_start", "actual_end", "counts", "counts_why"],
            sa.func.coalesce(AGREEMENT.c.code, "").label("agreement"),
        )
        .select_from(PROJECT.join(STATE, STATE.c.id == last_state(as_of)))
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


def _row(row: sa.RowMapping, own: Sums, others: Sums, partners: list[str]) -> dict[str, object]:
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
            # named once more, so that theirs are asked for and the ledger is not read through
            POSTING.c.undertaking_id.in_(sa.select(LINK.c.undertaking_id)),
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


class Abroad(NamedTuple):
    """Cooperation as a whole on a day: PROJECTS, PARTNERS, REGION_TABLE, and the overview: how many
    projects there are and count, how many countries have a share of what counts, what counts in
    fen, what of it goes to countries flagged least developed on the day, and its share, None where
    nothing counts.
    """

    projects: pd.DataFrame
    partners: pd.DataFrame
    regions: pd.DataFrame
    overview: Overview


@kept
def abroad(session: Session, actor: Actor, as_of: date) -> Abroad:
    """Projects, partners with their share of what counts, regions and the overview, from one
    reading of each.
    """
    known, held = projects(session, actor, as_of), shares(session, actor)
    held = held[held["project_id"].isin(known["project_id"])]
    amounts = _by_partner(known, held)
    found = _partners(session, as_of, flags(session, actor, as_of), held, amounts)
    return Abroad(known, found, _regions(found, held), _overview(known, found))


def _by_partner(known: pd.DataFrame, held: pd.DataFrame) -> dict[str, int]:
    """Each partner's share of what counts, in fen."""
    amounts: dict[str, int] = {}
    counted = known.set_index("project_id")["counted_fen"].to_dict()
    for key, part in held.groupby("project_id"):
        split = rules.shared(counted[key], dict(zip(part["code"], part["share"], strict=True)))
        for code, amount in split.items():
            amounts[code] = amounts.get(code, 0) + amount
    return amounts


def _partners(
    session: Session,
    as_of: date,
    flagged: Mapping[str, list[str]],
    held: pd.DataFrame,
    amounts: Mapping[str, int],
) -> pd.DataFrame:
    """Partners entered by a day: PARTNERS."""
    rows = session.execute(
        sa.select(*PARTNER.c["id", "code", "kind", "name_zh", "name_en", "region"])
        .add_columns(PARTNER.c.is_demonstration)
        .where(PARTNER.c.recorded_on <= as_of)
        .order_by(PARTNER.c.code)
    ).mappings()
    counts = held["code"].value_counts().to_dict()
    found = [
        {
            **row,
            "partner_id": row["id"],
            "flags": flagged.get(row["code"], []),
            "projects": counts.get(row["code"], 0),
            "counted_fen": amounts.get(row["code"], 0),
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=PARTNERS, dtype=object)


def _overview(known: pd.DataFrame, partners: pd.DataFrame) -> Overview:
    total = int(known["counted_fen"].sum())
    has_share = partners[partners["counted_fen"] != 0]
    flagged = zip(has_share["flags"], has_share["counted_fen"], strict=True)
    least = sum(int(amount) for listed, amount in flagged if "LDC" in listed)
    return {
        "projects": len(known),
        "counting": int(sum(bool(one) for one in known["counts"])),
        "countries": int((has_share["kind"] == "country").sum()),
        "counted_fen": total,
        "least_developed_fen": least,
        "least_developed_share": least / total if total else None,
    }


def _regions(partners: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """By region of the world; a project with two countries of a region is one project of it."""
    found = [
        {
            "region": region,
            "partners": int((partners["region"] == region).sum()),
            "projects": held[held["region"] == region]["project_id"].nunique(),
            "counted_fen": int(partners[partners["region"] == region]["counted_fen"].sum()),
        }
        for region in rules.REGIONS
        if (partners["region"] == region).any()
    ]
    return pd.DataFrame(found, columns=REGION_TABLE, dtype=object)


def project(session: Session, actor: Actor, code: str, as_of: date) -> Project:
    """One project by its code: the PROJECTS of it; refuses an unknown one."""
    actor.must("see_portfolio")
    key = session.execute(sa.select(PROJECT.c.id).where(PROJECT.c.code == code)).scalar()
    found = projects(session, actor, as_of, [key]) if key is not None else None
    if found is None or found.empty:
        raise NotFound(kind="cooperation", key=code[:60])
    return rows_of(found, Project)[0]


def partner(session: Session, actor: Actor, code: str, as_of: date) -> PartnerRow:
    """One partner by its code: the PARTNERS of it; refuses an unknown one."""
    known = abroad(session, actor, as_of).partners
    row = rows_of(known[known["code"] == code], PartnerRow)
    if not row:
        raise NotFound(kind="partner", key=code[:20])
    return row[0]


def indicators(session: Session, actor: Actor, as_of: date) -> list[Figure]:
    """Figures for the measure of international development, as known on a day."""
    found = abroad(session, actor, as_of).overview
    return [
        Figure("C7", N_("Partner countries with projects that count"), found["countries"]),
        Figure("C7", N_("Projects abroad that count"), found["counting"]),
    ]
