"""Reports on new frontiers: the portfolio of a year, and the table of technological readiness of
every undertaking with its critical elements and evidence.
"""

from datetime import date

import pandas as pd
from sqlmodel import Session

from fund.access.actors import Actor
from fund.frames import named
from fund.frontiers import queries
from fund.frontiers.queries import FRONTIER
from fund.frontiers.rules import (
    CHECKED,
    CHECKS_STATES,
    CLAUSES,
    ENVIRONMENTS,
    EVIDENCE,
    FIELDS,
    LICENCE_STATES,
    LICENCES,
    OURS,
    OUTCOMES,
    SCALES,
)
from fund.frontiers.tables import Frontier
from fund.i18n import N_, _, pgettext
from fund.period import Period
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet
from fund.reports.standards import spoken


def _own(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    found = queries.readiness(session, actor, as_of).frontiers
    return found[found["field"].isin(OURS)]


def undertakings(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every undertaking of the five fields with its levels and money."""
    frame = spoken(named(_own(session, actor, as_of), "title"), field=FIELDS, scale=SCALES)
    frame = frame.assign(old=[_("Yes") if one else _("No") for one in frame["is_stale"]])
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("title", _("Undertaking"), width=28),
        Column("field", _("Field"), width=14),
        Column("lead", _("Led by"), width=20),
        Column("scale", _("Scale"), width=22),
        Column("begin_level", _("Level at the beginning"), "integer"),
        Column("level", _("Accepted level"), "integer"),
        Column("goal_level", _("Level aimed at"), "integer"),
        Column("time_used", _("Time used"), "share"),
        Column("old", _("To be assessed again"), width=10),
        Column("gained", _("Levels gained"), "integer"),
        Column("paid_fen", _("Paid"), "amount", total=True),
        Column("filled", _("Filled of seven"), "integer", total=True),
    ]
    return Sheet("frontiers", _("New frontiers"), columns, frame)


def licences(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Licences of every undertaking as stated last."""
    parts = [
        queries.licences(session, actor, row["frontier_id"], as_of).assign(code=row["code"])
        for row in _own(session, actor, as_of).to_dict("records")
    ]
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=[*queries.LICENCES, "code"])
    frame = spoken(whole, kind=LICENCES, state=LICENCE_STATES)
    frame = frame.assign(basis=[one or _("Basis not found") for one in frame["basis"]])
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("kind", _("Licence"), width=24),
        Column("state", _("Status"), width=12),
        Column("basis", _("Basis"), width=30),
        Column("apply_by", _("Apply by"), "date"),
        Column("needed_on", _("Needed by"), "date"),
        Column("number", pgettext("licence", "Number"), "code", width=16),
        Column("expires_on", _("Expires on"), "date"),
    ]
    return Sheet("licences", _("Licences"), columns, frame, under="frontiers")


def clauses(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Clauses of ISO 24330 as stated last, of undertakings they are for."""
    parts = [
        queries.clauses(session, actor, row["frontier_id"], as_of).assign(code=row["code"])
        for row in _own(session, actor, as_of).to_dict("records")
        if row["field"] in CHECKED
    ]
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=[*queries.CLAUSES, "code"])
    frame = spoken(whole, state=CHECKS_STATES)
    frame = frame.assign(what=[_(CLAUSES[clause]) for clause in frame["clause"]])
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("clause", _("Clause"), "code", width=8),
        Column("what", _("Subject"), width=30),
        Column("state", _("Status"), width=12),
        Column("reason", _("Reason"), width=30),
    ]
    return Sheet("clauses", _("Checklist of ISO 24330"), columns, frame, under="frontiers")


def elements(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Elements of every undertaking: the table of readiness."""
    own = _own(session, actor, as_of)
    codes = dict(zip(own["frontier_id"], own["code"], strict=True))
    found = queries.readiness(session, actor, as_of).elements
    found = found[found["frontier_id"].isin(codes)]
    frame = found.assign(
        code=[codes[key] for key in found["frontier_id"]],
        critical=[_("Yes") if one else _("No") for one in found["is_critical"]],
        old=[_("Yes") if one else _("No") for one in found["is_stale"]],
    )
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("name", _("Element"), width=24),
        Column("critical", _("Critical"), width=8),
        Column("use", _("Meant for"), width=22),
        Column("level", _("Accepted level"), "integer"),
        Column("assessed_on", _("Assessed on"), "date"),
        Column("assessor", _("Assessed by"), width=22),
        Column("evidence", _("Documents"), "integer", total=True),
        Column("old", _("To be assessed again"), width=10),
    ]
    return Sheet("readiness", _("Technological readiness"), columns, frame)


def _each(
    session: Session, actor: Actor, as_of: date
) -> list[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Code, assessments and documents of every undertaking."""
    own = _own(session, actor, as_of)
    return [
        (
            code,
            queries.assessments(session, actor, key, as_of),
            queries.documents(session, actor, key),
        )
        for code, key in zip(own["code"], own["frontier_id"], strict=True)
    ]


def assessments(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every assessment with who proposed and accepted it."""
    parts = [known.assign(code=code) for code, known, _documents in _each(session, actor, as_of)]
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=[*queries.ASSESSMENTS, "code"])
    frame = spoken(whole, outcome=OUTCOMES, scale=SCALES)
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("name", _("Element"), width=22),
        Column("level", _("Level"), "integer"),
        Column("scale", _("Scale"), width=22),
        Column("assessed_on", _("Assessed on"), "date"),
        Column("assessor", _("Assessed by"), width=20),
        Column("outcome", _("Status"), width=14),
        Column("proposer", _("Proposed by"), width=14),
        Column("accepter", _("Accepted by"), width=14),
        Column("seconder", _("Second"), width=14),
        Column("reason", _("Reason"), width=24),
    ]
    return Sheet("assessments", _("Assessments"), columns, frame, under="readiness")


def evidence(session: Session, actor: Actor, as_of: date) -> Sheet:
    """The documents of accepted assessments, by level."""
    parts = []
    for code, known, documents in _each(session, actor, as_of):
        held = set(known[known["outcome"] == "level_accepted"]["assessment_id"])
        parts.append(documents[documents["assessment_id"].isin(held)].assign(code=code))
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=[*queries.DOCUMENTS, "code"])
    frame = spoken(whole, kind=EVIDENCE, environment=ENVIRONMENTS)
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("document", _("Document"), width=34),
        Column("kind", _("Kind"), width=14),
        Column("environment", _("Environment"), width=16),
        Column("launch", _("Launch"), "code", width=14),
        Column("level", _("Level"), "integer"),
    ]
    return Sheet("evidence", _("Evidence"), columns, frame, under="readiness")


def _kept(made: list[Sheet], first: str) -> list[Sheet]:
    return [sheet for sheet in made if sheet.name == first or not sheet.frame.empty]


def portfolio(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """Undertakings, licences, clauses stated."""
    made = [sheet(session, actor, as_of) for sheet in (undertakings, licences, clauses)]
    return _kept(made, "frontiers")


def readiness(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """Elements, assessments, evidence."""
    made = [sheet(session, actor, as_of) for sheet in (elements, assessments, evidence)]
    return _kept(made, "readiness")


def checks(session: Session, as_of: date, _period: Period, sheets: list[Sheet]) -> list[Check]:
    """As many undertakings as were entered by the day."""
    where = (FRONTIER.c.recorded_on <= as_of, FRONTIER.c.field.in_(OURS))
    return counted(session, sheets, "frontiers", Frontier, *where)


REPORT = Declared(
    "frontiers",
    N_("New frontiers"),
    ("year",),
    portfolio,
    checks,
    offered="year",
    headlines=("frontiers", "frontiers.paid_fen", "licences"),
)
READINESS = Declared(
    "readiness",
    N_("Technological readiness"),
    ("year",),
    readiness,
    offered="year",
    headlines=("readiness", "assessments", "evidence"),
)
