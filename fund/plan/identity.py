"""Which organisations are one: what is merged points to the one that is kept, however many steps
away.
"""

import sqlalchemy as sa
from sqlmodel import Session, select

from fund.plan.tables import OrganisationMerge


def merged(session: Session) -> dict[int, int]:
    """Every organisation that is merged away, with the one that is kept in the end."""
    step = dict(
        session.exec(
            select(OrganisationMerge.organisation_id, OrganisationMerge.kept_id).where(
                OrganisationMerge.outcome == "merged"
            )
        ).all()
    )
    return {one: _end(step, one) for one in step}


def kept(session: Session, organisation_id: int) -> int:
    """The organisation everything of this one is shown at: itself, unless it is merged."""
    return merged(session).get(organisation_id, organisation_id)


def members(session: Session, organisation_id: int) -> list[int]:
    """An organisation that is kept and all that are merged into it."""
    return [
        organisation_id,
        *sorted(one for one, end in merged(session).items() if end == organisation_id),
    ]


def is_merged(session: Session, organisation_id: int) -> bool:
    """Whether an organisation is merged into another."""
    return bool(
        session.scalar(
            sa.select(sa.literal(1)).where(
                sa.exists().where(
                    OrganisationMerge.organisation_id == organisation_id,  # type: ignore[arg-type]
                    OrganisationMerge.outcome == "merged",  # type: ignore[arg-type]
                ),  # type: ignore[arg-type]
            )
        )
    )


def _end(step: dict[int, int], one: int) -> int:
    while one in step:
        one = step[one]
    return one
