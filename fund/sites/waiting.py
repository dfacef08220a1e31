"""What waits for somebody of launch sites: outcomes and capacities another stated."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, i18n
from fund.access.actors import Actor
from fund.columns import Asking
from fund.errors import N_
from fund.ledger.waiting import NO_VERSION, NOTHING, not_mine
from fund.rooms.waiting import Waiting
from fund.sites.queries import CAPACITY, LAUNCH, OUTCOME, SITE, counts, stands


def _title() -> sa.ColumnElement[str]:
    """A site's name in the language of the run, the Chinese one where there is no other."""
    given = SITE.c.name_en if i18n.language() == "en" else SITE.c.name_zh
    return sa.func.coalesce(sa.func.nullif(given, ""), SITE.c.name_zh)


def _outcomes(_session: Session, actor: Actor) -> Asking:
    """Outcomes that do not count: only those of the own register and of lists at own sites wait,
    which an index finds.
    """
    today = clock.today()
    own = sa.select(SITE.c.id).where(SITE.c.is_own)
    tables = LAUNCH.join(OUTCOME, OUTCOME.c.launch_id == LAUNCH.c.id).join(
        SITE, SITE.c.id == LAUNCH.c.site_id
    )
    mark = sa.func.coalesce(sa.func.nullif(LAUNCH.c.mission, ""), LAUNCH.c.vehicle)
    return (
        sa.select(
            OUTCOME.c.id,
            NO_VERSION,
            sa.literal("launch_outcome"),
            SITE.c.code,
            LAUNCH.c.tag + " " + mark,
            sa.cast(OUTCOME.c.happened_on, sa.String),
            NOTHING,
            sa.literal("CNY"),
            sa.literal(0),
            OUTCOME.c.recorded_on,
        )
        .select_from(tables)
        .where(
            sa.or_(LAUNCH.c.origin == "own", LAUNCH.c.site_id.in_(own)),
            stands(today),
            ~counts(today),
            *not_mine(actor, OUTCOME.c.recorded_by, OUTCOME.c.recorded_for),
        )
    )


def _capacities(_session: Session, actor: Actor) -> Asking:
    """Capacities stated and not confirmed."""
    return (
        sa.select(
            CAPACITY.c.id,
            NO_VERSION,
            sa.literal("capacity_statement"),
            SITE.c.code,
            _title(),
            sa.cast(CAPACITY.c.year, sa.String),
            NOTHING,
            sa.literal("CNY"),
            sa.literal(0),
            CAPACITY.c.recorded_on,
        )
        .join(SITE, SITE.c.id == CAPACITY.c.site_id)
        .where(
            CAPACITY.c.confirmed_on.is_(None),
            *not_mine(actor, CAPACITY.c.recorded_by, CAPACITY.c.recorded_for),
        )
    )


def _leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """To the page of the site, where it is confirmed."""
    return "launch-site", {"id": str(row["code"])}


OUTCOMES = Waiting(
    "confirm_outcome",
    _outcomes,
    N_("Outcomes of launches to confirm"),
    N_("Reported by somebody else"),
    leads=_leads,
    is_by_number=True,
)
CAPACITIES = Waiting(
    "confirm_capacity",
    _capacities,
    N_("Launch capacities to confirm"),
    N_("Stated by somebody else"),
    leads=_leads,
    is_by_number=True,
)
