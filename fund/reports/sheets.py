"""The tables reports are made of, each from the very query that its page reads, with heads in the
language of the run.
"""

from collections.abc import Sequence

import pandas as pd
from sqlmodel import Session, select

from fund import i18n
from fund.access.actors import Actor
from fund.errors import N_
from fund.grants import queries as grants_queries
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger.rules import CATEGORIES, CHAIN, NATIONWIDE, SOURCES, STAGES
from fund.ledger.view import View
from fund.milestones import queries as milestones_queries
from fund.plan.tables import Region
from fund.portfolio import queries as portfolio
from fund.procurement import queries as procurement_queries
from fund.procurement.rules import METHODS
from fund.reports.description import ChartSpec, Column, Sheet
from fund.status import look_of
from fund.words import ACTS

BLUES = ("C3CCD5", "A9C6E5", "5F97CE", "2E6DB4", "14508F")
PLACED = tuple(stage for stage in STAGES if stage != "appropriated")
"""Stages that belong to a province or an undertaking: a budget line belongs to neither."""


MEANINGS = {
    "appropriated": N_("Money given to a budget line by a notice, adjustments included."),
    "committed": N_("Promised by a decision on a grant or an award of a contract."),
    "obligated": N_("Owed under a signed agreement or contract."),
    "accepted": N_("Evidence accepted, or waived by two people: due for payment."),
    "paid": N_("Paid out, less what came back."),
    "returned": N_("Paid once and come back."),
}
"""What each stage of the chain is, for the sheet of definitions."""
RATE = N_("Paid divided by appropriated; nothing to divide by is left empty.")
SHARE = N_("Paid divided by committed; it is not the execution rate.")
ROOM = N_("Appropriated less committed, of a line.")


def stage_columns(stages: Sequence[str] = tuple(STAGES)) -> list[Column]:
    """One amount column a stage, added up."""
    return [
        Column(f"{stage}_fen", _(STAGES[stage]), "amount", total=True, meaning=_(MEANINGS[stage]))
        for stage in stages
    ]


def definitions(made: Sequence[Sheet]) -> Sheet | None:
    """What the heads of a report's tables mean, each said once; None where none needs it."""
    terms = {
        (column.head, column.meaning): None
        for sheet in made
        for column in sheet.columns
        if column.meaning
    }
    if not terms:
        return None
    columns = [
        Column("term", _("Term"), width=24),
        Column("meaning", _("Meaning"), width=70),
    ]
    frame = pd.DataFrame(list(terms), columns=["term", "meaning"])
    return Sheet("definitions", _("Definitions"), columns, frame)


def chain(session: Session, actor: Actor, view: View) -> Sheet:
    """The chain by source in renminbi, with the execution rate."""
    frame = portfolio.stages(session, actor, view)
    frame = (
        frame[frame["currency"] == portfolio.RENMINBI]
        .set_index("source")
        .reindex(list(SOURCES))
        .drop(columns="currency")
    )
    frame = frame.fillna(0).astype("int64").reset_index()
    frame["name"] = [_(SOURCES[source]) for source in frame["source"]]
    frame["rate"] = (frame["paid_fen"] / frame["appropriated_fen"]).where(
        frame["appropriated_fen"] > 0
    )
    columns = [
        Column("name", _("Source"), width=20),
        *stage_columns(),
        Column(
            "rate",
            _("Execution rate"),
            "share",
            ratio=("paid_fen", "appropriated_fen"),
            meaning=_(RATE),
        ),
    ]
    picture = ChartSpec(
        "column", _("The chain by source"), "name", [f"{stage}_fen" for stage in CHAIN], BLUES
    )
    return Sheet("chain", _("Chain by source"), columns, frame, picture)


def foreign(session: Session, actor: Actor, view: View) -> Sheet | None:
    """The chain of lines in other currencies, each in its own; None when there is none."""
    frame = portfolio.stages(session, actor, view)
    frame = frame[frame["currency"] != portfolio.RENMINBI]
    if frame.empty:
        return None
    frame = frame.assign(name=[_(SOURCES[source]) for source in frame["source"]])
    amounts = [Column(f"{stage}_fen", _(words), "original") for stage, words in STAGES.items()]
    return Sheet(
        "foreign",
        _("Other currencies"),
        [Column("currency", _("Currency"), "code"), Column("name", _("Source")), *amounts],
        frame,
    )


def measures(session: Session, actor: Actor, view: View) -> Sheet:
    """The chain by measure in renminbi; every identified measure has a row."""
    frame = portfolio.allocation(session, actor, view)
    suffix = i18n.language()
    frame = frame.assign(
        area_title=frame[f"area_title_{suffix}"], measure_title=frame[f"measure_title_{suffix}"]
    )
    columns = [
        Column("area_title", _("Area"), width=24),
        Column("measure", _("Key"), "code", width=8),
        Column("measure_title", _("Measure"), width=44),
        *stage_columns(),
        Column(
            "paid_share",
            _("Paid share"),
            "share",
            ratio=("paid_fen", "committed_fen"),
            meaning=_(SHARE),
        ),
    ]
    return Sheet(
        "measures",
        _("By measure"),
        columns,
        frame,
        ChartSpec("stacked_bar", _("Paid by measure"), "measure", ["paid_fen"], ("2E6DB4",)),
    )


def provinces(session: Session, actor: Actor, view: View) -> Sheet:
    """The chain from committed on by province-level unit, and what belongs to none."""
    frame = portfolio.regions(session, actor, view)
    frame = frame.assign(
        name=frame[f"name_{i18n.language()}"],
        region_code=frame["region_code"].replace(NATIONWIDE, "—"),
    )
    columns = [
        Column("region_code", _("Code"), "code", width=10),
        Column("name", _("Province"), width=26),
        *stage_columns(PLACED),
    ]
    return Sheet("provinces", _("By province"), columns, frame)


def categories(session: Session, actor: Actor, view: View) -> Sheet:
    """What contracts come to by category."""
    frame = portfolio.categories(session, actor, view)
    frame = frame.assign(name=[_(CATEGORIES[category]) for category in frame["category"]])
    columns = [
        Column("name", _("Category"), width=22),
        Column("contracts", _("Contracts"), "integer", total=True),
        *stage_columns(PLACED),
    ]
    return Sheet("categories", _("Procurement by category"), columns, frame)


def curve(session: Session, actor: Actor, view: View) -> Sheet:
    """Promised and paid, cumulative, month by month."""
    frame = portfolio.curve(session, actor, view)
    frame = frame.assign(month_name=[i18n.month(month) for month in frame["month"]])
    columns = [
        Column("month_name", _("Month"), width=14),
        Column("promised_fen", _("Promised, cumulative"), "amount"),
        Column("paid_fen", _("Paid, cumulative"), "amount"),
    ]
    picture = ChartSpec(
        "line",
        _("Promised and paid"),
        "month_name",
        ["promised_fen", "paid_fen"],
        ("7F8C99", "14508F"),
    )
    return Sheet(
        "curve", _("Progress of payments"), columns, frame, picture if len(frame) > 1 else None
    )


def lines(session: Session, actor: Actor, view: View) -> Sheet:
    """Budget lines with room and execution rate; renminbi lines are added up. A line nothing was
    posted to by the day is not told of: it may have been opened since.
    """
    frame = ledger.line_table(session, actor, view)
    frame = frame[(frame[[f"{stage}_fen" for stage in STAGES]] != 0).any(axis=1)]
    frame = frame[frame["currency"] == portfolio.RENMINBI].assign(
        source_name=lambda df: [_(SOURCES[key]) for key in df["source"]]
    )
    columns = [
        Column("line", _("Line"), "code", width=18),
        Column("title", _("Programme"), width=34),
        Column("measure", _("Measure"), "code", width=10),
        Column("source_name", _("Source"), width=16),
        Column("fiscal_year", _("Fiscal year"), "year", width=10),
        *stage_columns(),
        Column("room_fen", _("Room"), "amount", total=True, meaning=_(ROOM)),
        Column(
            "execution_share",
            _("Execution rate"),
            "share",
            ratio=("paid_fen", "appropriated_fen"),
            meaning=_(RATE),
        ),
    ]
    return Sheet("lines", _("Budget lines"), columns, frame)


def grants(session: Session, actor: Actor, view: View, frame: pd.DataFrame | None = None) -> Sheet:
    """Grants as listed on their page; each amount in the grant's own currency."""
    frame = grants_queries.portfolio(session, actor, view) if frame is None else frame
    frame = with_words(session, frame)
    columns = [
        Column("grant_id", _("Code"), "code", width=18),
        Column("title", _("Title"), width=40),
        Column("recipient", _("Recipient"), width=30),
        Column("measure", _("Measure"), "code", width=10),
        Column("region_name", _("Province"), width=16),
        Column("status_name", _("Status"), width=12),
        Column("awarded_on", _("Decided on"), "date"),
        Column("currency", _("Currency"), "code", width=8),
        *(
            Column(f"{stage}_fen", _(words), "original")
            for stage, words in (
                ("awarded", STAGES["committed"]),
                *((s, STAGES[s]) for s in PLACED[1:]),
            )
        ),
    ]
    return Sheet("grants", _("Grants"), columns, frame)


def applications(
    session: Session, actor: Actor, view: View, frame: pd.DataFrame | None = None
) -> Sheet:
    """Applications as listed on their page; each amount in its own currency."""
    frame = grants_queries.applications(session, actor, view) if frame is None else frame
    frame = with_words(session, frame)
    columns = [
        Column("grant_id", _("Code"), "code", width=18),
        Column("title", _("Title"), width=40),
        Column("recipient", _("Applicant"), width=30),
        Column("call", _("Call"), "code", width=16),
        Column("region_name", _("Province"), width=16),
        Column("status_name", _("Status"), width=12),
        Column("received_on", _("Received on"), "date"),
        Column("reviews", _("Reviews"), "integer"),
        Column("score", _("Score"), "number"),
        Column("currency", _("Currency"), "code", width=8),
        Column("requested_fen", _("Requested"), "original"),
        Column("recommended_fen", _("Amount recommended"), "original"),
    ]
    return Sheet("applications", _("Applications"), columns, frame)


def contracts(
    session: Session, actor: Actor, view: View, frame: pd.DataFrame | None = None
) -> Sheet:
    """Contracts as listed on their page; each amount in the contract's own currency."""
    frame = procurement_queries.register(session, actor, view) if frame is None else frame
    frame = with_words(session, frame)
    frame = frame.assign(
        category_name=[_(CATEGORIES.get(key, key)) for key in frame["category"]],
        method_name=[_(METHODS.get(key, key)) for key in frame["method"]],
    )
    columns = [
        Column("contract_id", _("Code"), "code", width=18),
        Column("title", _("Title"), width=40),
        Column("supplier", _("Supplier"), width=30),
        Column("category_name", _("Category"), width=14),
        Column("method_name", _("Method"), width=14),
        Column("region_name", _("Province"), width=16),
        Column("status_name", _("Status"), width=12),
        Column("awarded_on", _("Awarded on"), "date"),
        Column("signed_on", _("Signed on"), "date"),
        Column("currency", _("Currency"), "code", width=8),
        *(
            Column(f"{stage}_fen", _(words), "original")
            for stage, words in (
                ("value", STAGES["committed"]),
                *((s, STAGES[s]) for s in PLACED[1:]),
            )
        ),
    ]
    return Sheet("contracts", _("Contracts"), columns, frame)


def milestones(
    session: Session,
    actor: Actor,
    view: View,
    frame: pd.DataFrame | None = None,
    *,
    overdue: bool = False,
) -> Sheet:
    """Milestones as listed: those due in the view's period, or everything overdue on its day."""
    if frame is None:
        frame = milestones_queries.plan(
            session, actor, view.only(period=None) if overdue else view, overdue=overdue
        )
    frame = with_words(session, frame)
    columns = [
        Column("undertaking", _("Grant or contract"), "code", width=18),
        Column("undertaking_title", _("Title"), width=36),
        Column("code", _("Code"), "code", width=10),
        Column("title", _("Milestone"), width=34),
        Column("region_name", _("Province"), width=16),
        Column("status_name", _("Status"), width=12),
        Column("planned_on", _("First promised"), "date"),
        Column("due_on", _("Due on"), "date"),
        Column("forecast_on", _("Forecast"), "date"),
        Column("met_on", _("Met on"), "date"),
        Column("days_late", _("Days late"), "integer"),
        Column("currency", _("Currency"), "code", width=8),
        Column("amount_fen", _("Amount behind it"), "original"),
    ]
    title = _("Overdue milestones") if overdue else _("Milestones")
    return Sheet("overdue" if overdue else "milestones", title, columns, frame)


def postings(session: Session, actor: Actor, view: View) -> Sheet:
    """The ledger itself: every posting, in the order written."""
    frame = ledger.postings(session, actor, view)
    words = {"stage": STAGES, "source": SOURCES, "act": ACTS}
    frame = frame.assign(
        **{
            key: frame[key].map({kind: _(word) for kind, word in known.items()}).fillna(frame[key])
            for key, known in words.items()
        }
    )
    kinds = {
        "recorded_on": "date",
        "occurred_on": "date",
        "amount_fen": "original",
        "posting_id": "year",
        "act_id": "year",
    }
    heads = {
        "posting_id": _("Posting"),
        "recorded_on": _("Recorded on"),
        "occurred_on": _("Occurred on"),
        "line": _("Line"),
        "source": _("Source"),
        "undertaking": _("Grant or contract"),
        "tranche": _("Tranche"),
        "stage": _("Stage"),
        "currency": _("Currency"),
        "amount_fen": _("Amount"),
        "act": _("Act"),
        "act_id": _("Act number"),
        "actor": _("Person"),
        "reason": _("Reason"),
        "reference": _("Reference"),
    }
    columns = [
        Column(key, head, kinds.get(key, "text"))  # type: ignore[arg-type]
        for key, head in heads.items()
    ]
    return Sheet("postings", _("Postings"), columns, frame)


def with_words(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    """Add status_name and region_name in the language of the run."""
    names = {
        row.code: getattr(row, f"name_{i18n.language()}") for row in session.exec(select(Region))
    } | {NATIONWIDE: _("Nationwide")}
    codes = frame["region"] if "region" in frame else frame["region_code"]
    overdue = frame["is_overdue"] if "is_overdue" in frame else [False] * len(frame)
    states = [
        "overdue" if late else status for status, late in zip(frame["status"], overdue, strict=True)
    ]
    return frame.assign(
        region_name=[names.get(code, code) for code in codes],
        status_name=[look_of(state)[2] for state in states],
    )
