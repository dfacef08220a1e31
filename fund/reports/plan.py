"""The action plan as a sheet: a row a measure, with what it lacks."""

from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.frames import rows_of
from fund.i18n import _
from fund.ledger.view import View
from fund.portfolio import by_measure
from fund.portfolio.by_measure import Aim, MeasureRow
from fund.reports.description import Column, Sheet


def measures(session: Session, actor: Actor, view: View) -> Sheet:
    """Money, work, milestones and targets of every measure."""
    frame, own = by_measure.plan(session, actor, view.as_of), i18n.language()
    rows = rows_of(frame, MeasureRow)
    apart = "；" if own == "zh" else "; "
    frame = frame.assign(
        area_name=frame[f"area_title_{own}"],
        name=frame[f"measure_title_{own}"],
        aims=[apart.join(said(found, own) for found in row["targets"]) for row in rows],
        lacks=[apart.join(gaps(row)) for row in rows],
    )
    columns = [
        Column("measure", _("Code"), "code", width=8),
        Column("area_name", _("Area"), width=24),
        Column("name", _("Measure"), width=36),
        Column("committed_fen", _("Committed"), "amount", total=True),
        Column("paid_fen", _("Paid"), "amount", total=True),
        Column("grants", _("Grants"), "integer", total=True),
        Column("contracts", _("Contracts"), "integer", total=True),
        Column("planned", _("Milestones"), "integer", total=True),
        Column("met", _("Milestones met"), "integer", total=True),
        Column("overdue", _("Overdue"), "integer", total=True),
        Column("aims", _("Targets"), width=40),
        Column("lacks", _("Gaps"), width=30),
    ]
    return Sheet("plan", _("Action plan"), columns, frame)


def said(target: Aim, own: str) -> str:
    """A target's name, with the part of its actual that is counted under the measure."""
    name = target.name_zh if own == "zh" else target.name_en
    return (
        name
        if target.part is None
        else _("{name}: {part} counted here").format(
            name=name, part=i18n.number(target.part, max(0, -int(target.part.as_tuple().exponent)))
        )
    )


def gaps(row: MeasureRow) -> list[str]:
    """What a measure lacks, in words."""
    lacks = (
        (_("No money"), not row["committed_fen"]),
        (_("No milestone"), not row["planned"]),
        (_("No target"), not row["targets"]),
    )
    return [words for words, is_missing in lacks if is_missing]
