"""The report on targets: each with its baseline, actual and outlook as known on the day, and the
forecasts as they were issued.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.columns import table_of
from fund.frames import records, records_as
from fund.i18n import N_, _
from fund.ledger.rules import NATIONWIDE
from fund.ledger.view import View
from fund.period import Period
from fund.plan.tables import Region
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet
from fund.status import look_of
from fund.targets import issued, queries, rules
from fund.targets.rows import OutlookRow
from fund.targets.tables import Target


def contents(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """What was known of every target on the last day of the period or the as-of day; then the
    forecasts issued by then.
    """
    view = View(as_of=as_of)
    frame = outlooks(session, actor, view)
    published = issued.issued(session, actor, view)
    names = {row["code"]: f"{row['name']} · {row['where']}" for row in records(frame)}
    published = published.assign(
        name=[names.get(code, code) for code in published["code"]],
        verdict_name=[look_of(state)[2] for state in published["verdict"]],
    )
    checked = verified(published)
    return [
        *of_targets(frame),
        *([checked] if checked else []),
        forecasts(published),
    ]


def of_targets(frame: pd.DataFrame) -> list[Sheet]:
    """Every target with its outlook (``outlooks``), those that were changed, where each is read."""
    changed = formers(frame)
    return [targets(frame), *([changed] if changed else []), sources(frame)]


def with_words(frame: pd.DataFrame, places: Mapping[str, str]) -> pd.DataFrame:
    """Outlooks (fund.targets.queries) with names in the language of the run, whose number it is,
    how sure its source, the chance in words.
    """
    own = i18n.language()
    frame = frame.assign(
        **{name: frame[f"{name}_{own}"] for name in ("name", "unit", "place", "scope")}
    )
    standing = [
        "official" if official else "reported" if press else "illustrative"
        for official, press in zip(frame["is_official"], frame["is_press_copy"], strict=True)
    ]
    where = [
        place or places.get(code, code)
        for place, code in zip(frame["place"], frame["region_code"], strict=True)
    ]
    rows = records_as(frame, OutlookRow)
    chances = [chance_words(row) for row in rows]
    formers = [former_words(row) for row in rows]
    return frame.assign(
        standing=standing,
        where=where,
        chance_=chances,
        former_chance_=formers,
        from_=[
            " · ".join(filter(None, pair))
            for pair in zip(frame["document"], frame["source"], strict=True)
        ],
    )


def chance_words(row: OutlookRow) -> str:
    """The chance as it is told, the reason where it is not, nothing where the record decides it."""
    if row["refusal"] is not None:
        return i18n.say(row["refusal"])
    chance = row["chance"]
    return "" if chance is None or row["verdict"] in rules.SETTLED else f"{rules.percent(chance)}%"


def former_words(row: OutlookRow) -> str:
    """How the same futures stand to the former value; nothing without one."""
    return (
        ""
        if row["former_value"] is None
        else verdict_words(row["former_verdict"] or "", row["former_chance"])
    )


def verdict_words(verdict: str, chance: float | None) -> str:
    """A verdict in words, with its chance where it rests on one."""
    word = look_of(verdict)[2]
    return (
        word
        if chance is None or verdict in rules.SETTLED
        else _("{word} ({chance})").format(word=word, chance=f"{rules.percent(chance)}%")
    )


def outlooks(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target with its outlook, in words."""
    region = Region.__table__  # type: ignore[attr-defined]
    places: dict[str, str] = dict(
        session.execute(sa.select(region.c.code, region.c[f"name_{i18n.language()}"])).all()
    )
    places[NATIONWIDE] = _("Nationwide")
    frame = with_words(queries.outlooks(session, actor, view), places)
    rows = records_as(frame, OutlookRow)
    return frame.assign(
        standing_name=[look_of(state)[2] for state in frame["standing"]],
        verdict_name=[look_of(state)[2] for state in frame["verdict"]],
        told=pd.Series([spoken_chance(row) for row in rows], index=frame.index, dtype=float),
        said=[
            i18n.say(row["refusal"]) if row["refusal"] else look_of(row["verdict"])[2]
            for row in rows
        ],
    )


def spoken_chance(row: OutlookRow) -> float | None:
    """The chance (0 to 1) as it is told, to the nearest 5 percents; None where none is, or the
    record decides it.
    """
    chance = row["chance"]
    is_told = row["refusal"] is None and row["verdict"] not in rules.SETTLED
    return rules.percent(chance) / 100 if is_told and chance is not None else None


def targets(frame: pd.DataFrame) -> Sheet:
    """Every target with its outlook."""
    columns = [
        _name(),
        Column("where", _("Place"), width=12),
        Column("unit", _("Unit"), width=8),
        Column("baseline", _("Baseline"), "number"),
        Column("target", _("Target value"), "number"),
        Column("target_year", _("Year"), "year"),
        Column("actual", _("Actual"), "number"),
        Column("observed_on", _("Observed on"), "date"),
        Column("low", _("Forecast, low end"), "number"),
        Column("median", _("Forecast, middle"), "number"),
        Column("high", _("Forecast, high end"), "number"),
        Column("told", _("Chance"), "share"),
        Column("said", _("In words"), width=30),
    ]
    note = _(
        "The action plan sets no numbers: none of these is a target of the space agency. Each"
        " number has its source."
    )
    return Sheet("targets", _("Targets"), columns, frame, note=note)


def sources(frame: pd.DataFrame) -> Sheet:
    """Who set each target, and where that is read."""
    columns = [
        _name(),
        Column("standing_name", _("Standing"), width=12),
        Column("issuer", _("Issuer"), width=24),
        Column("document", _("Document"), width=36),
        Column("source", _("Source"), width=46),
    ]
    return Sheet("target_sources", _("Sources of the targets"), columns, frame)


def formers(frame: pd.DataFrame) -> Sheet | None:
    """Targets that were changed, with how the same futures stand to the value before; None where
    none was.
    """
    columns = [
        _name(),
        Column("target", _("Target value"), "number"),
        Column("former_value", _("Target before"), "number"),
        Column("former_changed_on", _("Target changed on"), "date"),
        Column("former_chance_", _("Chance against the target before"), width=30),
    ]
    changed = frame[frame["former_value"].notna()]
    if changed.empty:
        return None
    return Sheet("targets_changed", _("Targets changed"), columns, changed)


def _name() -> Column:
    return Column("name", _("Target"), width=32)


def forecasts(frame: pd.DataFrame) -> Sheet:
    """Forecasts as they were issued by the day."""
    columns = [
        *_issue(),
        Column("chance", _("Chance"), "share"),
        Column("verdict_name", _("In words"), width=10),
        Column("aim", _("Target value"), "number"),
        Column("line", _("Straight line"), "number"),
        Column("points", _("Rests on"), "integer", meaning=_("Values a forecast is made from.")),
        Column("seed", _("Seed"), width=20),
        Column("method", _("Forecast method"), "code", width=10),
    ]
    return Sheet("forecasts", _("Issued forecasts"), columns, frame)


def verified(frame: pd.DataFrame) -> Sheet | None:
    """Those of them whose value has come, beside it; None where none has."""
    columns = [
        *_issue(),
        Column("actual", _("Actual"), "number"),
        Column("miss", _("Miss"), "number"),
        Column("line_miss", _("Miss of the line"), "number"),
        Column("crps", _("CRPS"), "number"),
        Column("brier", _("Brier score"), "number"),
    ]
    come = frame[frame["actual"].notna()]
    if come.empty:
        return None
    return Sheet("forecasts_verified", _("Forecasts whose value has come"), columns, come)


def _issue() -> list[Column]:
    """Which forecast it is, and what it said."""
    return [
        Column("name", _("Target"), width=34),
        Column("quarter", _("Quarter"), "code", width=10),
        Column("issued_on", _("Issued on"), "date"),
        Column("low", _("Low end"), "number"),
        Column("median", _("Middle"), "number"),
        Column("high", _("High end"), "number"),
    ]


def checks(session: Session, as_of: date, _period: Period, made_: list[Sheet]) -> list[Check]:
    """As many targets as were entered by the day."""
    table = table_of(Target)
    known = sa.or_(table.c.recorded_on.is_(None), table.c.recorded_on <= as_of)
    return counted(session, made_, "targets", table, known)


REPORT = Declared(
    "targets",
    N_("Targets"),
    ("month", "quarter", "half", "year"),
    contents,
    checks,
    headlines=("targets", "targets.actual", "targets.told", "forecasts"),
)
