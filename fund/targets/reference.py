"""The real local targets that ship with the product, entered once in every database: press copies,
none official.
"""

from sqlmodel import Session, select

from fund.ledger.rules import NATIONWIDE
from fund.plan import reference
from fund.plan.rows import SourceRow, TargetRow
from fund.targets.tables import Indicator, IndicatorMeasure, Target


def seed(session: Session) -> None:
    """Enter the targets of data/targets.csv that are not there yet, each with issuer, document and
    source.
    """
    known = set(session.exec(select(Target.code)))
    sources = reference.target_sources()
    for row in reference.targets():
        if row["id"] in known:
            _map(session, row)
            continue
        session.add(
            Indicator(
                code=row["id"],
                name_zh=row["indicator_zh"],
                name_en=row["indicator_en"],
                unit_zh=row["unit_zh"],
                unit_en=row["unit_en"],
                direction="at_most" if row["operator"] == "<=" else "at_least",
            )
        )
        session.flush()
        _map(session, row)
        session.add(_target(row, sources[row["source_code"]]))
    session.flush()


def _target(row: TargetRow, source: SourceRow) -> Target:
    """The target of a row, with its issuer, document and source."""
    return Target(
        code=row["id"],
        indicator=row["id"],
        region_code=row["region_code"] or NATIONWIDE,
        place_zh=row["place_zh"],
        place_en=row["place_en"],
        baseline=row["base_value"],
        baseline_year=row["base_year"],
        value=row["value"],
        operator=row["operator"],
        target_year=row["target_year"],
        is_official=row["official"],
        is_press_copy=row["press_copy"],
        is_level=row["kind"] == "level",
        issuer=row["place_zh"],
        document=row["document_zh"],
        source=f"{source['issuer']} {source['address']}",
        scope_zh=row["scope_note_zh"],
        scope_en=row["scope_note_en"],
    )


def _map(session: Session, row: TargetRow) -> None:
    """The measures and the line of the five-year plan it tells something of; in a database made
    before they were told as well.
    """
    indicator = session.get_one(Indicator, row["id"])
    indicator.plan_line = indicator.plan_line or row["plan_line"]
    for measure in row["measures"].split():
        if session.get(IndicatorMeasure, (row["id"], measure)) is None:
            session.add(IndicatorMeasure(indicator=row["id"], measure=measure))
