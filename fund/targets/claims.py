"""The same output claimed twice: by a centre in its report, and by a grant or contract that pays
for the centre or goes to a body of it. A prompt to look, before anything is approved.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from fund.access.actors import Actor
from fund.centres import reach
from fund.centres.form import form_of
from fund.centres.tables import Centre, CentreFunding, CentreMember, ReportingPeriod
from fund.columns import Asking, table_of
from fund.ledger.tables import Undertaking
from fund.milestones.tables import Milestone
from fund.targets.reported import FEEDS
from fund.targets.tables import Contribution, Indicator, Observation, Target

CLAIMS = [
    "target",
    "name_zh",
    "name_en",
    "indicator",
    "centre_code",
    "undertaking",
    "undertaking_kind",
    "milestone",
    "percent",
    "value",
    "unit_zh",
    "unit_en",
    "observed_on",
]
"""Columns of ``of_centre``: a part (milestone and percent) or a value (observed_on) claimed for the
grant or contract; indicator is the one the centre reports.
"""

CENTRE = table_of(Centre)
FUNDING = table_of(CentreFunding)
MEMBER = table_of(CentreMember)
WORK = table_of(Undertaking)
STEP = table_of(Milestone)
TARGET = table_of(Target)
INDICATOR = table_of(Indicator)
PART = table_of(Contribution)
SEEN = table_of(Observation)


def of_centre(session: Session, actor: Actor, centre_code: str, period_code: str) -> pd.DataFrame:
    """What a centre's report on a period says that a grant or contract close to it says as well:
    CLAIMS, by target.
    """
    actor.must("see_centres", *reach.of_centre(session, centre_code))
    centre = (
        session.execute(sa.select(CENTRE).where(CENTRE.c.code == centre_code)).mappings().first()
    )
    period = session.execute(
        sa.select(col(ReportingPeriod.starts_on), col(ReportingPeriod.ends_on)).where(
            sa.column("code") == period_code
        )
    ).first()
    if centre is None or period is None:
        return pd.DataFrame(columns=CLAIMS)
    reports = {
        one.feeds for one in form_of(centre["kind"], centre["field"], period.ends_on) if one.feeds
    }
    close = _close_to(session, centre, period.ends_on)
    found = [
        *_parts(session, reports, close),
        *_values(session, reports, close, period.starts_on, period.ends_on),
    ]
    in_place = [row for row in found if row["region_code"] in ("000000", centre["region_code"])]
    return pd.DataFrame(
        [
            row | {"centre_code": centre_code}
            for row in sorted(in_place, key=lambda row: (row["target"], row["undertaking"]))
        ],
        columns=CLAIMS,
        dtype=object,
    )


def _close_to(session: Session, centre: sa.RowMapping, day: date) -> list[int]:
    """Undertakings that pay for a centre, and those of its host and members on a day."""
    members = sa.select(MEMBER.c.organisation_id).where(
        MEMBER.c.centre_id == centre["id"],
        MEMBER.c.joined_on <= day,
        sa.or_(MEMBER.c.left_on.is_(None), MEMBER.c.left_on > day),
    )
    paying = sa.select(FUNDING.c.undertaking_id).where(FUNDING.c.centre_id == centre["id"])
    rows = session.execute(
        sa.select(WORK.c.id).where(
            sa.or_(
                WORK.c.id.in_(paying),
                WORK.c.organisation_id.in_(members),
                WORK.c.organisation_id == centre["host_id"],
            )
        )
    )
    return list(rows.scalars())


def _claimed(*columns: object) -> Asking:
    return sa.select(
        TARGET.c.code.label("target"),
        TARGET.c.region_code,
        INDICATOR.c.name_zh,
        INDICATOR.c.name_en,
        INDICATOR.c.unit_zh,
        INDICATOR.c.unit_en,
        TARGET.c.indicator.label("fed"),
        WORK.c.code.label("undertaking"),
        WORK.c.kind.label("undertaking_kind"),
        *columns,
    ).join(INDICATOR, INDICATOR.c.code == TARGET.c.indicator)


def _parts(session: Session, reports: set[str], close: list[int]) -> list[dict[str, object]]:
    """Milestones of these undertakings that bring a part of a target the centre reports on."""
    newer = PART.alias("newer")
    is_latest = ~sa.exists().where(
        newer.c.target_id == PART.c.target_id,
        newer.c.milestone_id == PART.c.milestone_id,
        newer.c.id > PART.c.id,
    )
    statement = (
        _claimed(STEP.c.code.label("milestone"), PART.c.percent)
        .join(PART, PART.c.target_id == TARGET.c.id)
        .join(STEP, STEP.c.id == PART.c.milestone_id)
        .join(WORK, WORK.c.id == STEP.c.undertaking_id)
        .where(TARGET.c.indicator.in_(reports), WORK.c.id.in_(close), is_latest)
    )
    return [
        dict(row) | {"indicator": FEEDS[row["fed"]].code}
        for row in session.execute(statement).mappings()
        if row["percent"]
    ]


def _values(
    session: Session, reports: set[str], close: list[int], first: date, last: date
) -> list[dict[str, object]]:
    """Values of the period recorded as the output of these undertakings."""
    statement = (
        _claimed(SEEN.c.value, SEEN.c.observed_on)
        .join(SEEN, SEEN.c.target_id == TARGET.c.id)
        .join(WORK, WORK.c.id == SEEN.c.undertaking_id)
        .where(
            TARGET.c.indicator.in_(reports),
            WORK.c.id.in_(close),
            SEEN.c.observed_on.between(first, last),
        )
    )
    return [
        dict(row) | {"indicator": FEEDS[row["fed"]].code}
        for row in session.execute(statement).mappings()
    ]
