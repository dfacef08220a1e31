"""Rows of a table in, each by one command: all or none, each refusal at its row and field."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from fund import acts
from fund.access.actors import Actor
from fund.errors import FundError, Issue, has_errors
from fund.ledger import guards
from fund.workbook import headed
from fund.workbook.headed import Row

MOST = 500
"""Rows of one file."""


def nothing(_row: Row, _asked: Mapping[str, object]) -> Iterable[Issue]:
    """No remark on any row."""
    return ()


class Door(NamedTuple):
    """How the rows of a kind come in: the headings as ``headed.read`` takes them, the field a row
    goes by, the act it takes, what the command takes of a row, and the command that takes them all;
    and what is remarked of a row that goes in, as warnings.
    """

    heads: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    needed: tuple[str, ...]
    named: str
    act: str
    arguments: Callable[[Session, Row], Mapping[str, object]]
    command: Callable[..., SQLModel]
    together: Callable[..., SQLModel]
    remarks: Callable[[Row, Mapping[str, object]], Iterable[Issue]] = nothing


def take_in(
    engine: sa.Engine,
    person_id: int | None,
    name: str,
    content: bytes,
    door: Door,
    *,
    dry_run: bool,
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and do what its rows ask for: how many, and the issues; with an error nothing is
    stored.
    """
    rows, issues = headed.read(name, content, door.heads, door.choices, door.needed, most=MOST)
    if has_errors(issues):
        return {"accepted": 0}, issues
    given, refused = _tried(engine, person_id, rows, door)
    issues += refused
    if has_errors(issues):
        return {"accepted": 0}, issues
    if not dry_run:
        acts.perform(engine, person_id, door.together, rows=given)
    return {"accepted": len(given)}, issues


def _tried(
    engine: sa.Engine, person_id: int | None, rows: list[Row], door: Door
) -> tuple[list[Mapping[str, object]], list[Issue]]:
    """What each row asks for and the refusals, from doing them one upon the other and keeping
    nothing: a row that stands twice is refused the second time.
    """
    given: list[Mapping[str, object]] = []
    issues: list[Issue] = []

    def try_each(session: Session, actor: Actor) -> None:
        given.clear()
        issues.clear()
        actor.must(door.act)
        for row in rows:
            try:
                with session.begin_nested():
                    asked = door.arguments(session, row)
                    door.command(session, actor, **asked)
                given.append(asked)
                issues.extend(door.remarks(row, asked))
            except FundError as refused:
                issues.append(_refused(row, refused, door.named))
            except DBAPIError as error:
                guarded = guards.refusal(error)
                if guarded is None:
                    raise
                issues.append(_refused(row, guarded, door.named))

    acts.rehearse(engine, person_id, try_each)
    return given, issues


def _refused(row: Row, refused: FundError, named: str) -> Issue:
    """A refusal at its row; at its field where it names one."""
    field = str(refused.facts.get("at", ""))
    value = row.given.get(field or named, "")
    return Issue("error", refused.code, row.where(field), value, refused.message, refused.facts)
