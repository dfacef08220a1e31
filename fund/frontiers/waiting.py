"""What waits for somebody of new fields: levels another proposed, or accepted as the first."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.access.rules import POLICY
from fund.access.tables import Delegation
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.frontiers.queries import ASSESSED, ELEMENT, FRONTIER
from fund.ledger.waiting import NOTHING, hands_of, not_mine
from fund.rooms.waiting import Waiting

LENT = table_of(Delegation)
BEFORE = {"accept_level": "proposed", "second_level": "half_accepted"}
"""act -> the state an assessment waits for it in."""


def _of(act: str) -> Callable[[Session, Actor], Asking]:
    def find(_session: Session, actor: Actor) -> Asking:
        """Assessments in the state before an act that this person had no hand in, nor lent the
        first who accepted the role to do so.
        """
        lent = sa.exists().where(
            LENT.c.to_id == ASSESSED.c.accepted_by,
            LENT.c.from_id.in_(hands_of(actor)),
            LENT.c.role.in_(POLICY["accept_level"]),
            LENT.c.starts_on <= ASSESSED.c.accepted_on,
            LENT.c.ends_on >= ASSESSED.c.accepted_on,
        )
        given = FRONTIER.c.title_en if i18n.language() == "en" else FRONTIER.c.title_zh
        hands = ASSESSED.c["recorded_by", "recorded_for", "accepted_by"]
        return (
            sa.select(
                ASSESSED.c.id,
                ASSESSED.c.version,
                sa.literal("level_assessment"),
                FRONTIER.c.code,
                sa.func.coalesce(sa.func.nullif(given, ""), FRONTIER.c.title_zh),
                ELEMENT.c.name + " → " + sa.cast(ASSESSED.c.level, sa.String),
                NOTHING,
                sa.literal("CNY"),
                sa.literal(0),
                sa.func.coalesce(ASSESSED.c.accepted_on, ASSESSED.c.recorded_on),
            )
            .join(ELEMENT, ELEMENT.c.id == ASSESSED.c.element_id)
            .join(FRONTIER, FRONTIER.c.id == ELEMENT.c.frontier_id)
            .where(
                sa.text(
                    "level_assessment.outcome IN ('proposed', 'half_accepted')"
                ),  # as the index that serves it
                ASSESSED.c.outcome == BEFORE[act],
                *not_mine(actor, *hands),
                ~lent,
            )
        )

    return find


def _leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """To the page of the undertaking, where the level is accepted or turned back."""
    return "frontier", {"id": str(row["code"])}


LEVELS = Waiting(
    "accept_level",
    _of("accept_level"),
    N_("Levels to accept"),
    N_("Proposed by somebody else"),
    leads=_leads,
    is_by_number=True,
)
SECOND_LEVELS = Waiting(
    "second_level",
    _of("second_level"),
    N_("Levels to accept as the second"),
    N_("Accepted by somebody else as the first of two"),
    leads=_leads,
    is_by_number=True,
)
