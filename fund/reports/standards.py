"""The report on standards: the register as of a day, what is covered, what is due, what lags, what
is merged.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.i18n import N_, _
from fund.period import Period
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet
from fund.standards import queries
from fund.standards.queries import STANDARD
from fund.standards.rules import DEGREES, FIELDS, LEVELS, OUTCOMES, SIDES, STATUSES, STEPS, VERDICTS
from fund.standards.tables import Standard


def spoken(frame: pd.DataFrame, **words: Mapping[str, str]) -> pd.DataFrame:
    """Keys of the columns in words."""
    return frame.assign(
        **{
            name: [_(known[value]) if value in known else "" for value in frame[name]]
            for name, known in words.items()
        }
    )


def as_known(said: str | None) -> str:
    """A day, a month or a year, as much of it as is known, in the language of the run."""
    if not said or len(said) == len("2026"):
        return said or ""
    is_month = len(said) == len("2026-10")
    first = date.fromisoformat(f"{said}-01" if is_month else said)
    return i18n.month(first) if is_month else i18n.day(first)


def register(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every text as known on the day."""
    frame = spoken(
        queries.standards(session, actor, as_of),
        level=LEVELS,
        status=STATUSES,
        side=SIDES,
        field=FIELDS,
        step=STEPS,
        degree=DEGREES,
    )
    days = ("issued", "effective", "withdrawn", "review")
    frame = frame.assign(
        due=[_("Yes") if due else "" for due in frame["is_due"]],
        **{name: [as_known(said) for said in frame[name]] for name in days},
    )
    columns = [
        Column("number", _("Number"), width=20),
        Column("title_zh", _("Chinese title"), width=34),
        Column("title_en", _("English title"), width=34),
        Column("level", _("Level"), width=12),
        Column("status", _("Status"), width=12),
        Column("side", _("Side"), width=12),
        Column("field", _("Field"), width=16),
        Column("step", _("Step of the life cycle"), width=14),
        Column("issued", _("Issued on"), width=12),
        Column("effective", _("In effect from"), width=12),
        Column("withdrawn", _("Withdrawn on"), width=12),
        Column("review", _("Review due"), width=12),
        Column("due", _("Due for review"), width=8),
        Column("adopts", _("Adopts"), width=18),
        Column("degree", _("Degree of adoption"), width=10),
        Column("lag", _("Editions behind"), "integer"),
        Column("source", _("Source"), width=30),
    ]
    return Sheet("standards", _("Standards"), columns, frame)


GAPS = {"drafting": N_("In drafting only"), "missing": N_("Gap")}
"""What is said where nothing is in force."""


def covered(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Field by step of the life cycle; a gap is named."""
    found = queries.coverage(session, actor, as_of)
    frame = spoken(found, field=FIELDS, step=STEPS).assign(
        gap=[_(GAPS[state]) if state in GAPS else "" for state in found["state"]]
    )
    columns = [
        Column("field", _("Field"), width=24),
        Column("step", _("Step of the life cycle"), width=16),
        Column("gap", _("Gap"), width=16),
        Column("civil", _("Civil"), "integer", total=True),
        Column("commercial", _(SIDES["commercial"]), "integer", total=True),
        Column("both", _("Civil and commercial"), "integer", total=True),
        Column("in_force", _("In force"), "integer", total=True),
        Column("drafting", _("In drafting"), "integer", total=True),
    ]
    return Sheet("coverage", _("Coverage"), columns, frame)


def mergings(session: Session, actor: Actor, as_of: date) -> Sheet:
    """What was proposed of two texts, and decided."""
    frame = spoken(queries.mergings(session, actor, as_of), verdict=VERDICTS, outcome=OUTCOMES)
    columns = [
        Column("one", _("Standard"), width=20),
        Column("other", _("The other standard"), width=20),
        Column("subject", _("Subject"), width=30),
        Column("verdict", _("How they stand"), width=16),
        Column("outcome", _("Status"), width=12),
        Column("proposed_on", _("Proposed on"), "date"),
        Column("decided_on", _("Decided on"), "date"),
        Column("words", _("In words"), width=40),
    ]
    return Sheet("mergings", _("Mergings"), columns, frame)


def contents(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """The three sheets."""
    return [made(session, actor, as_of) for made in (register, covered, mergings)]


def checks(session: Session, as_of: date, _period: Period, sheets: list[Sheet]) -> list[Check]:
    """As many texts as were entered by the day."""
    return counted(session, sheets, "standards", Standard, STANDARD.c.recorded_on <= as_of)


REPORT = Declared(
    "standards",
    N_("Standards"),
    ("half", "year"),
    contents,
    checks,
    offered="year",
    headlines=("standards", "coverage.in_force", "coverage.drafting", "mergings"),
)
