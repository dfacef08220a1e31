"""What ``verify`` looks at in lights: the days kept of them are those the rules give."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from fund.errors import N_
from fund.ledger import kept
from fund.standing import days


def _light_days(session: Session) -> list[tuple[object, ...]]:
    """Undertakings whose days of lights are others than their parts, steps and evidence give."""
    dialect = session.get_bind().dialect.name
    stored = ", ".join(f"undertaking.{name}" for name in kept.LIGHT_DAYS)
    return [
        tuple(row)
        for row in session.execute(
            sa.text(
                f"SELECT 'undertaking', undertaking.id FROM undertaking WHERE {kept.RUNNING}"
                f" AND ({stored}) <> ({days.worked_out(dialect)})"
                f" OR undertaking.quiet_until <> ({days.quiet(dialect)})"
            )
        )
    ]


CHECKS: Mapping[str, Callable[[Session], list[tuple[object, ...]]]] = {"light_days": _light_days}
"""Name -> a function that finds what is wrong (fund.verify)."""

WORDS: Mapping[str, str] = {
    "light_days": N_("Days of lights are those the rules give"),
}
"""Name -> what the check says where it holds."""
