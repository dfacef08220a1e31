"""The monthly report on collision warnings by firm, and the dossier of one event."""

from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, i18n
from fund.access.actors import Actor
from fund.debris import counted, queries, rules, wording
from fund.debris.queries import WARNING
from fund.debris.rows import Event, Message
from fund.frames import rows_of
from fund.i18n import N_, _, pgettext
from fund.ledger.view import View
from fund.period import Period
from fund.reports import catalogue
from fund.reports.declared import Declared
from fund.reports.description import Check, Column, Sheet
from fund.reports.workbook import write
from fund.words import ACTS

ANSWERED = {
    "in_time": N_("In time"),
    "late": N_("Late"),
    "waits": N_("Not due yet"),
    "missing": N_("Not answered"),
}
MOVED = {"": "", "planned": N_("Planned"), "done": N_("Done"), "declined": N_("Declined")}


def instants(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Instants in Beijing time as text, empty where there is none."""
    return frame.assign(
        **{
            name: [wording.instant(one) if one is not None else "" for one in frame[name]]
            for name in names
        }
    )


def firms(frame: pd.DataFrame) -> Sheet:
    """A row a firm."""
    columns = [Column("firm", _("Firm"), width=30), *figures()]
    return Sheet("by_firm", _("Warnings by firm"), columns, counted.by_firm(frame))


def figures() -> list[Column]:
    """The figures of a row, of a firm or of a month."""
    return [
        Column("warnings", _("Warnings sent"), "integer", total=True),
        *(Column(name, _(words), "integer", total=True) for name, words in ANSWERED.items()),
        Column("share", _("Answered in time, of those due"), "share"),
        Column("planned", _("Manoeuvres planned"), "integer", total=True),
        Column("done", _("Manoeuvres done"), "integer", total=True),
        Column("declined", _("Manoeuvres declined"), "integer", total=True),
        Column("false_alarms", _("False alarms"), "integer", total=True),
        Column("median_hours", _("Hours from first message to notice, median"), "number"),
    ]


def each(frame: pd.DataFrame) -> Sheet:
    """A row a warning."""
    shown = instants(frame, "issued_at", "due_at", "acknowledged_at").assign(
        level=[_(rules.LEVEL_WORDS[one]) for one in frame["level"]],
        answer=[_(ANSWERED[one]) for one in frame["answer"]],
        manoeuvre=[_(MOVED[one]) if one else "" for one in frame["manoeuvre"]],
        closed=[_("Yes") if one else "" for one in frame["is_closed"]],
        false_alarm=[_("Yes") if one else "" for one in frame["is_false_alarm"]],
    )
    columns = [
        Column("number", _("Event"), "code", width=12),
        Column("firm", _("Firm"), width=30),
        Column("craft", _("Spacecraft"), width=20),
        Column("level", _("Level"), width=10),
        Column("issued_at", _("Notified"), width=20),
        Column("due_at", _("Answer due"), width=20),
        Column("acknowledged_at", _("Acknowledged"), width=20),
        Column("answer", _("Answer"), width=12),
        Column("manoeuvre", _("Manoeuvre"), width=12),
        Column("closed", _("Closed"), width=8),
        Column("false_alarm", _("False alarm"), width=10),
        Column("notice_hours", _("Hours from first message to notice"), "number"),
    ]
    note = _("Times are Beijing time.")
    return Sheet("warnings", _("Collision warnings"), columns, shown, note=note, under="by_firm")


def months(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """A row for each of the twelve months that end with the period."""
    end = period.last.year * 12 + period.last.month
    names = [f"{one // 12}-{one % 12 + 1:02}" for one in range(end - 12, end)]
    first = date.fromisoformat(f"{names[0]}-01")
    frame = counted.by_month(counted.warned(session, actor, first, period.last, as_of), names)
    frame = frame.assign(month=[i18n.month(date.fromisoformat(f"{one}-01")) for one in names])
    columns = [Column("month", _("Month"), width=12), *figures()]
    return Sheet("by_month", _("Warnings by month"), columns, frame, under="by_firm")


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """By firm, by month, one by one."""
    frame = counted.warned(session, actor, period.first, period.last, as_of)
    return [firms(frame), months(session, actor, period, as_of), each(frame)]


def checks(session: Session, as_of: date, period: Period, _made: list[Sheet]) -> list[Check]:
    """As many warnings as were issued in the period, on either sheet, counted anew."""
    begin = counted.end_of(period.first - timedelta(days=1))
    end = counted.end_of(min(period.last, as_of))
    within = (WARNING.c.issued_at >= begin, WARNING.c.issued_at < end)
    count = session.execute(sa.select(sa.func.count()).where(*within)).scalar_one()
    return [
        Check(_("Warnings by firm"), ("by_firm", "warnings"), count, "integer"),
        Check(_("Collision warnings"), ("warnings", ""), count, "integer"),
    ]


WARNINGS = Declared(
    "warnings",
    N_("Collision warnings"),
    ("month", "quarter", "year"),
    contents,
    checks,
    offered="month",
    headlines=(
        "by_firm.warnings",
        "by_firm.in_time",
        "by_firm.late",
        "by_firm.missing",
        "by_firm.planned",
        "by_firm.done",
        "by_firm.false_alarms",
    ),
)


def facts(row: Event) -> Sheet:
    """The event as it stands: one fact a row."""
    said = [
        (_("Event"), row["number"]),
        (_("Our spacecraft"), row["ours"]),
        (_("Other object"), row["other"]),
        (_("Type of object"), wording.kind(row["other_kind"]) or "—"),
        (_("Closest approach (Beijing)"), wording.instant(row["tca"])),
        (_("Miss distance, m"), i18n.number(float(row["miss_m"]), 1)),
        (_("Probability, stated"), wording.probability(row["stated"], is_stated=True)),
        (_("Probability, our own"), wording.probability(row["own"])),
        (_("Greatest possible"), wording.probability(row["greatest"])),
        (_("Level"), _(rules.LEVEL_WORDS[row["level"]])),
        (_("Messages"), str(row["messages"])),
    ]
    columns = [Column("what", _("What"), width=30), Column("value", _("Value"), width=50)]
    return Sheet("event", _("Event"), columns, pd.DataFrame(said, columns=["what", "value"]))


def all_messages(frame: pd.DataFrame) -> Sheet:
    """Every message, in the order they were made."""
    rows = rows_of(frame, Message)
    shown = instants(frame, "created_at", "taken_at", "tca").assign(
        source=[_(rules.SOURCES[one["source"]]) for one in rows],
        stated=[wording.probability(one["stated"], is_stated=True) for one in rows],
        circle=[wording.probability(one["circle"]) for one in rows],
        square=[wording.probability(one["square"]) for one in rows],
        greatest=[wording.probability(one["greatest"]) for one in rows],
        radius=[wording.radius(one) for one in rows],
        why=[wording.why(one) for one in rows],
        counts=["" if one["is_counted"] else _("History only") for one in rows],
    )
    columns = [
        Column("created_at", _("Made at"), width=20),
        Column("taken_at", _("Taken in at"), width=20),
        Column("originator", _("Sender"), "code", width=14),
        Column("name", _("Message"), "code", width=30),
        Column("source", _("Source"), width=14),
        Column("tca", _("Closest approach"), width=20),
        Column("miss_m", _("Miss distance, m"), "number"),
        Column("r_m", _("Radial, m"), "number"),
        Column("t_m", _("Along the track, m"), "number"),
        Column("n_m", _("Across the track, m"), "number"),
        Column("method", pgettext("conjunction", "Method"), "code", width=14),
        Column("stated", _("Stated"), width=14),
        Column("circle", _("Our own, circle"), width=14),
        Column("square", _("Our own, square"), width=14),
        Column("greatest", _("Greatest possible"), width=14),
        Column("radius", _("Radius"), width=18),
        Column("why", _("Remark"), width=30),
        Column("counts", _("Counts"), width=12),
    ]
    return Sheet("messages", _("Messages"), columns, shown)


def decided(warnings: pd.DataFrame, answers: pd.DataFrame) -> Sheet:
    """What was done about each warning, step by step."""
    of = {one["warning_id"]: one for one in warnings.to_dict("records")}
    rows = [
        {
            "at": wording.instant(one["done_at"]),
            "craft": of[one["warning_id"]]["craft"],
            "firm": of[one["warning_id"]]["firm"],
            "act": _(ACTS[one["act"]]),
            "by": one["done_by"] or "",
            "reason": _(rules.DECLINES[one["reason"]]) if one["reason"] else "",
            "said": one["said"],
            "caller": one["told_by"],
        }
        for one in answers.to_dict("records")
    ]
    columns = [
        Column("at", _("At"), width=20),
        Column("craft", _("Spacecraft"), width=20),
        Column("firm", _("Firm"), width=30),
        Column("act", _("What was done"), width=24),
        Column("by", _("Done by"), width=16),
        Column("reason", _("Reason"), width=24),
        Column("said", _("Explanation"), width=40),
        Column("caller", _("Who called"), width=16),
    ]
    names = [one.key for one in columns]
    return Sheet("record", _("Decision record"), columns, pd.DataFrame(rows, columns=names))


def dossier(session: Session, actor: Actor, number: str) -> list[Sheet]:
    """Everything about one event: its facts, messages and decisions; refuses an event that is not
    there, or not for this actor.
    """
    row = queries.event(session, actor, number)
    key = int(row["event_id"])
    return [
        facts(row),
        all_messages(queries.messages(session, actor, key)),
        decided(queries.warnings(session, actor, key), queries.answers(session, actor, key)),
    ]


def dossier_title(number: str) -> str:
    """What the workbook of one event is called."""
    return _("Dossier of event {number}").format(number=number)


def dossier_file(session: Session, actor: Actor, number: str) -> bytes:
    """The dossier as a workbook, where no page offers it."""
    made = dossier(session, actor, number)
    view = View(as_of=clock.today())
    title = dossier_title(made[0].frame["value"].iloc[0])
    report = catalogue.described(
        session, title, "", view, made, [], {}, is_verified=False, corrections=[]
    )
    return write(report)
