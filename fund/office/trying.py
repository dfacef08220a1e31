"""What a workbook would be refused for when it is approved, said at the cell before it is handed
in: everything is written and nothing of it is kept.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from fund import acts
from fund.access.actors import OPERATOR, Actor
from fund.errors import N_, FundError, Issue
from fund.ledger import guards
from fund.office import opening
from fund.office.records import OfficeRecords

NOT_TRIED = N_(
    "Holdings, subsidies and guarantees were judged by their cells alone. Say who hands the"
    " workbook in (--as) to try them as they would be approved."
)


def refusals(
    engine: sa.Engine,
    person_id: int | None,
    records: OfficeRecords,
    file: tuple[str, bytes],
    today: date,
) -> list[Issue]:
    """The refusal of holdings, subsidies or guarantees there would be, at its cell; nothing where
    there are none of them.
    """
    if not (records.holdings or records.subsidies or records.guarantees):
        return []
    if person_id is None:
        return [Issue("warning", "not_tried", "", "", NOT_TRIED, {})]
    issues: list[Issue] = []

    def attempt(session: Session, actor: Actor) -> None:
        issues.clear()
        try:
            with session.begin_nested():  # what is refused half way leaves nothing behind
                opening.write(session, opening.By(OPERATOR, actor, today), records, file)
        except FundError as refused:
            issues.append(_at_its_cell(refused))
        except DBAPIError as error:
            guarded = guards.refusal(error)
            if guarded is None:
                raise
            issues.append(_at_its_cell(guarded))

    acts.rehearse(engine, person_id, attempt)
    return issues


def _at_its_cell(refused: FundError) -> Issue:
    where = str(refused.facts.get("where", ""))
    return Issue("error", refused.code, where, "", refused.message, refused.facts)
