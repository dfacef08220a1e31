"""Which texts in force adopt an edition that was followed by another: worked out whenever a text or
its state is stated, so that a list of them is walked along an index.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import table_of
from fund.standards.rules import NO_EDITIONS
from fund.standards.tables import Standard, StandardAdoption

STANDARD = table_of(Standard)
ADOPTION = table_of(StandardAdoption)


def work_out(session: Session, families: Collection[str] | None = None) -> None:
    """State anew of each text of these families, and of each that adopts one of them, whether it is
    behind; of all texts where none are named.
    """
    statement = sa.update(STANDARD).where(STANDARD.c.is_behind != _is_behind())
    if families is not None:
        adopters = sa.select(ADOPTION.c.standard_id).where(ADOPTION.c.adopted_family.in_(families))
        statement = statement.where(STANDARD.c.family.in_(families) | STANDARD.c.id.in_(adopters))
    session.flush()
    session.execute(statement.values(is_behind=_is_behind()))


def _is_behind() -> object:
    """In force, and the register has a later edition of what it adopts."""
    later = STANDARD.alias("later")
    return (STANDARD.c.status == "in_force") & sa.exists().where(
        ADOPTION.c.standard_id == STANDARD.c.id,
        ADOPTION.c.adopted_edition > 0,
        later.c.family == ADOPTION.c.adopted_family,
        later.c.edition > ADOPTION.c.adopted_edition,
        later.c.status.not_in(NO_EDITIONS),
    )
