"""The scheme of an evaluation of direction, in from a workbook or a CSV file: whole or not at
all.
"""

import sqlalchemy as sa

from fund import acts
from fund.errors import Issue, has_errors
from fund.evaluation import direction, scheme


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a scheme and score by it from now on: how many parts, and the issues."""
    parts, issues = scheme.read(name, content)
    if has_errors(issues):
        return {"accepted": 0}, issues
    act = acts.rehearse if dry_run else acts.perform
    act(engine, person_id, direction.set_direction_scheme, parts=parts, reason=name)
    return {"accepted": len(parts)}, issues
