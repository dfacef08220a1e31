"""What waits for somebody on a report's way from draft to issue."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import Asking, table_of
from fund.errors import N_
from fund.i18n import _
from fund.ledger.waiting import NOTHING, not_mine
from fund.reports import catalogue, commands
from fund.reports.rules import BEFORE
from fund.reports.tables import RegisteredReport
from fund.rooms.waiting import Row, Together, Waiting

REPORT = table_of(RegisteredReport)
LATER = REPORT.alias("later")

SINCE = {
    "prepare_report": REPORT.c.drafted_on,
    "review_report": REPORT.c.prepared_on,
    "issue_report": REPORT.c.reviewed_on,
}
"""act -> since when a report waits for it."""


def number() -> sa.ColumnElement[str]:
    """A report's number (fund.reports.rules.number_of) as the database writes it."""
    noughts = sa.case(
        *((REPORT.c.id < most, noughts) for most, noughts in ((10, "000"), (100, "00"))),
        (REPORT.c.id < 1_000, "0"),
        else_="",
    )
    year = sa.func.substr(sa.cast(REPORT.c.drafted_on, sa.String), 1, 4)
    return year + "-" + noughts + sa.cast(REPORT.c.id, sa.String)


def _of(act: str) -> Callable[[Session, Actor], Asking]:
    """Reports in the state before an act, without those whose signers this person is one of. A
    draft made again is superseded: only the last of a period waits.
    """

    def find(_session: Session, actor: Actor) -> Asking:
        titles = {name: _(one.title) for name, one in catalogue.reports().items()}
        superseded = sa.exists().where(
            LATER.c.report == REPORT.c.report,
            LATER.c.period == REPORT.c.period,
            LATER.c.language == REPORT.c.language,
            LATER.c.id > REPORT.c.id,
        )
        hands = (
            REPORT.c.prepared_by,
            REPORT.c.prepared_for,
            REPORT.c.reviewed_by,
            REPORT.c.reviewed_for,
        )
        return sa.select(
            REPORT.c.id,
            REPORT.c.version,
            sa.literal("registered_report"),
            number(),
            sa.case(titles, value=REPORT.c.report, else_=REPORT.c.report),
            REPORT.c.period,
            NOTHING,
            sa.literal("CNY"),
            sa.literal(0),
            SINCE[act],
        ).where(
            REPORT.c.state != "issued",
            REPORT.c.state == BEFORE[act],
            REPORT.c.draft_digest.is_not(None),
            *([~superseded] if act == "prepare_report" else []),
            *not_mine(actor, *hands),
        )

    return find


def _leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """To the register, with the report chosen."""
    return "reports", {"number": str(row["code"])}


def _arguments(row: Row) -> dict[str, object]:
    return {"report_id": int(row["key"]), "expected_version": int(row["version"])}


TO_PREPARE = Waiting(
    "prepare_report",
    _of("prepare_report"),
    N_("Reports to prepare"),
    N_("Drafted, the last of their period"),
    Together(N_("Prepare those chosen"), commands.prepare_report, _arguments),
    _leads,
    is_by_number=True,
)
TO_REVIEW = Waiting(
    "review_report",
    _of("review_report"),
    N_("Reports to review"),
    N_("Prepared by somebody else"),
    Together(N_("Review those chosen"), commands.review_report, _arguments),
    _leads,
    is_by_number=True,
)
TO_ISSUE = Waiting(
    "issue_report",
    _of("issue_report"),
    N_("Reports to issue"),
    N_("Prepared and reviewed by others; issuing makes the file again from its day"),
    None,
    _leads,
    is_by_number=True,
)
