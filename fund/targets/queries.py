"""Targets on screen: baseline, latest actual, target, year and source, and where each will be at the end of its year."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.errors import N_, NotFound
from fund.i18n import _
from fund.ledger.view import View
from fund.targets import steps
from fund.targets.outlook import Aim, Outlook, Work, of_steps, outlook
from fund.targets.reported import FEEDS, SOURCE, Told, reported
from fund.targets.slips import Curve, Open
from fund.targets.steps import Parts
from fund.targets.tables import Indicator, Observation, Target

TARGETS = [
    "target_id", "code", "name_zh", "name_en", "unit_zh", "unit_en", "direction", "region_code", "place_zh", "place_en", "baseline", "baseline_year",
    "actual", "observed_on", "operator", "target", "target_year", "is_official", "is_press_copy", "is_level", "is_demonstration", "issuer", "document",
    "source", "scope_zh", "scope_en",
]
"""Columns of ``targets``; baseline, actual and target are Decimals or None."""


Values = list[tuple[date, Decimal]]
SOURCES = ["observed_on", "value", "source", "recorded_on", "by"]
OUTLOOK = ["low", "median", "high", "chance", "verdict", "refusal", "quantiles", "levers"]
"""Columns of ``outlooks`` beside TARGETS: the 80 % range at the end of the target's year, its middle, the chance (0 to 1), its word as fund.status has it, why there is none, and the
milestones that move it (a tuple of Lever). Beside them ``step_names``: their names by number."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question: steps by number that finish on a day (a day number), and steps whose part is another (percent)."""

    days: Mapping[int, int] = field(default_factory=dict)
    percents: Mapping[int, Decimal] = field(default_factory=dict)

    def applied(self, parts: Parts) -> Parts:
        """The parts with those asked about in place of those recorded."""
        return Parts([replace(share, percent=self.percents.get(share.step.milestone_id, share.percent)) for share in parts.shares], parts.unlisted)


def outlooks(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target as ``targets`` has it, with its outlook as it was known on the view's day: TARGETS + OUTLOOK."""
    frame = targets(session, actor, view)
    seen, parts = observed(session, actor, view), steps.parts(session, view.as_of)
    works = _works(session, parts, view.as_of)
    names = {key: {share.step.milestone_id: f"{share.step.undertaking} {share.step.code}" for share in one.shares} for key, one in parts.items()}
    found = [_outlook(row, seen.get(row["code"], []), works.get(row["target_id"]), view.as_of) for row in frame.to_dict("records")]
    columns = {name: [getattr(one, name) for one in found] for name in OUTLOOK} | {"step_names": [names.get(key, {}) for key in frame["target_id"]]}
    return frame.assign(**{name: pd.Series(values, index=frame.index, dtype=object) for name, values in columns.items()})


def sources(session: Session, actor: Actor, view: View, code: str) -> pd.DataFrame:
    """Every value recorded of a target by the view's day, the newest first: SOURCES."""
    actor.must("see_portfolio")
    seen: Any = Observation.__table__  # type: ignore[attr-defined]
    target: Any = Target.__table__  # type: ignore[attr-defined]
    person: Any = Person.__table__  # type: ignore[attr-defined]
    rows = session.execute(
        sa.select(seen.c.observed_on, seen.c.value, seen.c.source, seen.c.recorded_on, person.c.name).join(target, target.c.id == seen.c.target_id).outerjoin(person, person.c.id == seen.c.recorded_by)
        .where(target.c.code == code, seen.c.recorded_on <= view.as_of).order_by(seen.c.observed_on.desc(), seen.c.id.desc())
    ).all()
    told = [(one.observed_on, one.value, _(SOURCE).format(count=one.centres, period=one.period), one.recorded_on, None) for one in _told(session, view.as_of).get(code, [])]
    every: list[Any] = sorted([*[tuple(row) for row in rows], *told], key=lambda row: str(row[0]), reverse=True)
    return pd.DataFrame(every, columns=SOURCES, dtype=object)


def _works(session: Session, found: Mapping[int, Parts], as_of: date) -> dict[int, Callable[[date | None], Work]]:
    """Target -> its work once the day of its last value is known; targets without parts are left out."""
    if not found:
        return {}
    curves, is_back_filled = steps.curves(session, as_of)
    return {target: partial(_work, parts, curves, is_back_filled) for target, parts in found.items()}


def _work(parts: Parts, curves: dict[str, Curve | None], is_back_filled: bool, observed_on: date | None) -> Work:
    """What of a target's parts is open, and what was met since its last value; a step met before is in that value."""
    open_steps = tuple(
        (Open(share.step.milestone_id, share.step.started.toordinal(), share.step.promised.toordinal()), share.percent) for share in parts.shares if share.step.met_on is None and not share.step.is_lost
    )
    since = sum((share.percent for share in parts.shares if share.step.met_on is not None and observed_on is not None and share.step.met_on > observed_on), Decimal(0))
    kinds = {share.step.kind for share in parts.shares}
    known = (curves.get(kinds.pop()) if len(kinds) == 1 else None) or curves.get("")
    return Work(open_steps, since, parts.percent, parts.unlisted, known, is_back_filled)


def _outlook(row: Any, seen: Values, work: Callable[[date | None], Work] | None, as_of: date) -> Outlook:
    base = [] if row["baseline"] is None or not row["baseline_year"] else [(date(int(row["baseline_year"]), 12, 31), row["baseline"])]
    values = [(day, value) for day, value in base if not seen or day < seen[0][0]] + seen
    aim = Aim(row["code"], row["operator"], row["target"], date(int(row["target_year"]), 12, 31), is_level_in_words=bool(row["is_level"]), baseline=row["baseline"])
    if work is not None:
        return of_steps(aim, values if seen else [], work(seen[-1][0] if seen else None), as_of)
    return outlook(aim, values if seen else [], as_of)


def one(session: Session, actor: Actor, view: View, code: str, what_if: WhatIf | None = None) -> dict[str, Any]:
    """One target with its outlook (TARGETS + OUTLOOK) as known on the view's day, its parts (fund.targets.steps.Parts), values and their sources; with ``what_if`` the outlook if that were so, nothing stored."""
    frame = targets(session, actor, View(as_of=view.as_of))
    rows: list[dict[str, Any]] = [{str(name): value for name, value in found.items()} for found in frame[frame["code"] == code].to_dict("records")]
    if not rows:
        raise NotFound(kind=N_("target"), key=code)
    (row,), seen = rows, observed(session, actor, view).get(code, [])
    parts = steps.parts(session, view.as_of).get(row["target_id"], Parts())
    if what_if is not None:
        parts = what_if.applied(parts)
    found: Outlook
    if parts.percent:
        curves, is_back_filled = steps.curves(session, view.as_of)
        work = partial(_work, parts, curves, is_back_filled)
        found = _outlook(row, seen, lambda day: replace(work(day), fixed=what_if.days if what_if else {}), view.as_of)
    else:
        found = _outlook(row, seen, None, view.as_of)
    return row | {name: getattr(found, name) for name in OUTLOOK} | {"parts": parts, "seen": seen}


def observed(session: Session, actor: Actor, view: View) -> dict[str, Values]:
    """Code of the target -> (day, value) by day, of each day what was recorded last by the view's day."""
    actor.must("see_portfolio")
    seen: Any = Observation.__table__  # type: ignore[attr-defined]
    target: Any = Target.__table__  # type: ignore[attr-defined]
    statement = (
        sa.select(target.c.code, seen.c.observed_on, seen.c.value).join(target, target.c.id == seen.c.target_id)
        .where(seen.c.recorded_on <= view.as_of, seen.c.observed_on <= view.as_of).order_by(seen.c.observed_on, seen.c.id)
    )
    found: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for code, day, value in session.execute(statement):
        found[code][day] = value
    for code, told in _told(session, view.as_of).items():
        for one in told:
            found[code].setdefault(one.observed_on, one.value)
        found[code] = dict(sorted(found[code].items()))
    return {code: list(values.items()) for code, values in found.items()}


def _told(session: Session, as_of: date) -> dict[str, list[Told]]:
    """Code of the target -> what approved reports say of it, its region's alone where it has one."""
    fed = session.execute(sa.select(Target.code, Target.indicator, Target.region_code).where(sa.column("indicator").in_(FEEDS))).all()  # type: ignore[call-overload]
    by_region = {region: reported(session, as_of, region) for region in {region for _code, _indicator, region in fed}}
    return {code: by_region[region][indicator] for code, indicator, region in fed if indicator in by_region[region]}


def targets(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target with the latest value observed and recorded by the view's day: TARGETS, by year, the office's own first."""
    actor.must("see_portfolio")
    seen: Any = Observation.__table__  # type: ignore[attr-defined]
    target: Any = Target.__table__  # type: ignore[attr-defined]
    indicator: Any = Indicator.__table__  # type: ignore[attr-defined]
    latest = (
        sa.select(seen.c.id)
        .where(seen.c.target_id == target.c.id, seen.c.recorded_on <= view.as_of)
        .order_by(seen.c.observed_on.desc(), seen.c.id.desc()).limit(1).correlate(target).scalar_subquery()
    )
    t, i = target.c, indicator.c
    statement = (
        sa.select(
            t.id, t.code, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.direction, t.region_code, t.place_zh, t.place_en, t.baseline,
            t.baseline_year, seen.c.value, seen.c.observed_on, t.operator, t.value.label("target"), t.target_year, t.is_official, t.is_press_copy,
            t.is_level, t.is_demonstration, t.issuer, t.document, t.source, t.scope_zh, t.scope_en,
        )
        .select_from(target.join(indicator, i.code == t.indicator).outerjoin(seen, seen.c.id == latest))
        .where(sa.or_(t.recorded_on.is_(None), t.recorded_on <= view.as_of)).order_by(t.target_year, t.region_code, t.code)
    )
    if view.region is not None:
        statement = statement.where(t.region_code == view.region)
    frame = pd.DataFrame(session.execute(statement).all(), columns=TARGETS, dtype=object)
    newest = {code: told[-1] for code, told in _told(session, view.as_of).items()}
    pairs = [
        (newest[code].value, newest[code].observed_on) if code in newest and (day is None or day < newest[code].observed_on) else (value, day)
        for code, value, day in zip(frame["code"], frame["actual"], frame["observed_on"], strict=True)
    ]
    return frame.assign(**{name: pd.Series([pair[place] for pair in pairs], index=frame.index, dtype=object) for place, name in enumerate(("actual", "observed_on"))})
