"""Targets on screen: baseline, latest actual, target, year and source, and where each will be at
the end of its year.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.columns import table_of
from fund.errors import N_, NotFound
from fund.frames import records_as, row_of
from fund.ledger.view import View
from fund.targets import record, steps, versions
from fund.targets.ending import Aim, Seen, running, so_far
from fund.targets.observed import Aimed, aim_of, observed
from fund.targets.outlook import Outlook, Own, Work, of_steps, outlook
from fund.targets.rows import TargetFound, TargetKnown
from fund.targets.slips import Curve, Open
from fund.targets.steps import Parts, Share
from fund.targets.tables import Indicator, IndicatorMeasure, Target

TARGETS = [
    "target_id",
    "code",
    "indicator",
    "name_zh",
    "name_en",
    "unit_zh",
    "unit_en",
    "direction",
    "kind",
    "aggregation",
    "plan_line",
    "region_code",
    "place_zh",
    "place_en",
    "baseline",
    "baseline_year",
    "actual",
    "observed_on",
    "operator",
    "target",
    "target_year",
    "is_official",
    "is_press_copy",
    "is_level",
    "is_demonstration",
    "issuer",
    "document",
    "source",
    "scope_zh",
    "scope_en",
]
FORMER = ["former_value", "former_changed_on"]
"""Columns of ``targets`` beside TARGETS; baseline, actual, target and former_value are Decimals or
None; actual is put together by the indicator's aggregation, target is the value in force on the
day; what it was before stands beside it for four quarters after the change, else None.
"""

READ = [
    "low",
    "median",
    "high",
    "chance",
    "verdict",
    "refusal",
    "quantiles",
    "levers",
    "together",
    "points",
    "inputs",
]
AGAINST = ["former_chance", "former_verdict"]
"""The same futures held against the former value; None without one."""
OUTLOOK = [*READ, *AGAINST, "nature"]
"""Columns of ``outlooks`` beside TARGETS: the 80 % range at the end of the target's year, its
middle, the chance (0 to 1), its word as fund.status has it, why there is none, and the milestones
that move it (a tuple of Lever). Beside them ``step_names``: their names by number.
"""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question: steps by number that finish on a day (a day number), and steps whose part is
    another (percent).
    """

    days: Mapping[int, int] = field(default_factory=dict)
    percents: Mapping[int, Decimal] = field(default_factory=dict)

    def applied(self, parts: Parts) -> Parts:
        """The parts with those asked about in place of those recorded."""
        return Parts([self._asked(share) for share in parts.shares], parts.unlisted)

    def _asked(self, share: Share) -> Share:
        """A part asked about is one of the way there is now; one left as it is keeps its amount."""
        percent = self.percents.get(share.step.milestone_id, share.percent)
        return (
            share
            if percent == share.percent
            else replace(share, percent=percent, factor=Decimal(1))
        )


@kept
def outlooks(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target as ``targets`` has it, with its outlook as it was known on the view's day:
    TARGETS + OUTLOOK.
    """
    seen, parts = observed(session, view.as_of), steps.parts(session, view.as_of)
    frame = _targets(session, actor, view, seen)
    works, before = _works(session, parts, view.as_of), _before(session, view.as_of, seen)
    names = {
        key: {
            share.step.milestone_id: f"{share.step.undertaking} {share.step.code}"
            for share in one.shares
        }
        for key, one in parts.items()
    }
    rows = records_as(frame, TargetKnown)
    asked = [
        (row, seen.get(row["code"], Seen()), works.get(row["target_id"]), view.as_of, before)
        for row in rows
    ]
    found, formers = [_outlook(*one) for one in asked], [_former(*one) for one in asked]
    columns = (
        {name: [getattr(one, name) for one in found] for name in READ}
        | {name: [one[name] for one in formers] for name in AGAINST}
        | {"nature": [_nature(row, row["target_id"] in works) for row in rows]}
    )
    columns |= {"step_names": [names.get(key, {}) for key in frame["target_id"]]}
    said = pd.DataFrame(
        zip(*columns.values(), strict=True), list(frame.index), list(columns), dtype=object
    )
    return pd.concat([frame, said], axis=1)


def _before(session: Session, as_of: date, seen: Mapping[str, Seen]) -> dict[str, Own]:
    """How earlier forecasts did, by what they were like."""
    return {
        nature: past.own
        for nature, past in record.by_nature(record.rows(session, as_of, seen)).items()
    }


def _nature(row: TargetKnown, has_work: bool) -> str:
    return record.STEPS if has_work else aim_of(row).nature


def _works(
    session: Session, found: Mapping[int, Parts], as_of: date
) -> dict[int, Callable[[date | None], Work]]:
    """Target -> its work once the day of its last value is known; targets without parts are left
    out.
    """
    if not found:
        return {}
    curves, is_back_filled = steps.curves(session, as_of)
    return {
        target: partial(_work, parts, curves, is_back_filled) for target, parts in found.items()
    }


def _work(
    parts: Parts, curves: dict[str, Curve | None], is_back_filled: bool, observed_on: date | None
) -> Work:
    """What of a target's parts is open, and what was met since its last value; a step met before is
    in that value.
    """
    open_steps = tuple(
        (
            Open(
                share.step.milestone_id,
                share.step.started.toordinal(),
                share.step.promised.toordinal(),
                undertaking=share.step.undertaking,
                waits_for=share.step.waits_for,
            ),
            share.of_now,
        )
        for share in parts.shares
        if share.step.met_on is None and not share.step.is_lost
    )
    since = sum(
        (
            share.of_now
            for share in parts.shares
            if share.step.met_on is not None
            and observed_on is not None
            and share.step.met_on > observed_on
        ),
        Decimal(0),
    )
    kinds = {share.step.kind for share in parts.shares}
    known = (curves.get(kinds.pop()) if len(kinds) == 1 else None) or curves.get("")
    return Work(open_steps, since, parts.percent, parts.unlisted, known, is_back_filled)


def _outlook(
    row: TargetKnown,
    seen: Seen,
    work: Callable[[date | None], Work] | None,
    as_of: date,
    before: Mapping[str, Own],
    aim: Aim | None = None,
) -> Outlook:
    own, aim = before.get(_nature(row, work is not None), Own()), aim or aim_of(row)
    if work is not None:
        return of_steps(aim, seen, work(seen.dated[-1][0] if seen.dated else None), as_of, own)
    return outlook(aim, seen, as_of, own)


def _former(
    row: TargetKnown,
    seen: Seen,
    work: Callable[[date | None], Work] | None,
    as_of: date,
    before: Mapping[str, Own],
) -> dict[str, object]:
    """AGAINST: the futures drawn for the value in force (their inputs know no aim) held against the
    former one.
    """
    if row["former_value"] is None:
        return dict.fromkeys(AGAINST)
    found = _outlook(
        row,
        seen,
        work,
        as_of,
        before,
        replace(aim_of(row), value=row["former_value"], parts_to=row["target"]),
    )
    return {"former_chance": found.chance, "former_verdict": found.verdict}


def _work_of(
    session: Session, view: View, parts: Parts, what_if: WhatIf | None
) -> Callable[[date | None], Work] | None:
    """A target's work once the day of its last value is known; None without parts."""
    if not parts.percent:
        return None
    curves, is_back_filled = steps.curves(session, view.as_of)
    fixed = what_if.days if what_if else {}
    return lambda day: replace(_work(parts, curves, is_back_filled, day), fixed=fixed)


def target(
    session: Session, actor: Actor, view: View, code: str, what_if: WhatIf | None = None
) -> TargetFound:
    """One target with its outlook (TARGETS + OUTLOOK) as known on the view's day, its parts
    (fund.targets.steps.Parts), values and their sources; with ``what_if`` the outlook if that were
    so, nothing stored.
    """
    every = observed(session, view.as_of)
    frame = _targets(session, actor, View(as_of=view.as_of), every)
    rows = records_as(frame[frame["code"] == code], TargetKnown)
    if not rows:
        raise NotFound(kind=N_("target"), key=code)
    (row,), seen = rows, every.get(code, Seen())
    parts = steps.parts(session, view.as_of).get(row["target_id"], Parts())
    if what_if is not None:
        parts = what_if.applied(parts)
    work = _work_of(session, view, parts, what_if)
    issued = record.rows(session, view.as_of, every)
    pasts, nature = record.by_nature(issued), _nature(row, work is not None)
    asked = (row, seen, work, view.as_of, {name: past.own for name, past in pasts.items()})
    found = _outlook(*asked)
    more = _former(*asked) | {
        "nature": nature,
        "like": pasts.get(nature, record.Past()),
        "all": pasts[""],
        "here": record.past([one for one in issued if one["code"] == code]),
    }
    whole = (
        dict(row)
        | {name: getattr(found, name) for name in READ}
        | more
        | {
            "parts": parts,
            "seen": list(seen.dated),
            "running": running(aim_of(row), seen),
            "measures": _measures(session, row["indicator"]),
        }
    )
    return row_of(whole, TargetFound)


def _measures(session: Session, indicator: str) -> dict[str, int]:
    """Measure -> its weight among those the indicator tells something of."""
    kept = table_of(IndicatorMeasure)
    rows = session.execute(
        sa.select(kept.c.measure, kept.c.weight)
        .where(kept.c.indicator == indicator)
        .order_by(kept.c.measure)
    )
    return {row.measure: row.weight for row in rows}


def targets(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target with what is on record of it by the view's day: TARGETS and FORMER, by year, the
    office's own first.
    """
    return _targets(session, actor, view, observed(session, view.as_of))


def _targets(session: Session, actor: Actor, view: View, seen: Mapping[str, Seen]) -> pd.DataFrame:
    actor.must("see_portfolio")
    target = table_of(Target)
    indicator = table_of(Indicator)
    t, i = target.c, indicator.c
    statement = (
        sa.select(
            *t["id", "code", "indicator"],
            *i["name_zh", "name_en", "unit_zh", "unit_en", "direction", "kind"],
            *i["aggregation", "plan_line"],
            *t["region_code", "place_zh", "place_en", "baseline", "baseline_year"],
            sa.null(),
            sa.null(),
            t.operator,
            t.value.label("target"),
            *t["target_year", "is_official", "is_press_copy", "is_level"],
            *t["is_demonstration", "issuer", "document", "source", "scope_zh"],
            t.scope_en,
        )
        .select_from(target.join(indicator, i.code == t.indicator))
        .where(sa.or_(t.recorded_on.is_(None), t.recorded_on <= view.as_of))
        .order_by(*t["target_year", "region_code", "code"])
    )
    if view.region is not None:
        statement = statement.where(t.region_code == view.region)
    frame = versions.in_force(
        pd.DataFrame(session.execute(statement).all(), columns=TARGETS, dtype=object),
        versions.recorded(session, view.as_of),
        view.as_of,
    )
    rows = records_as(frame, Aimed)
    known = [
        (
            (so_far(aim_of(row), seen[row["code"]]), seen[row["code"]].dated[-1][0])
            if row["code"] in seen
            else (None, None)
        )
        for row in rows
    ]
    return frame.assign(
        **{
            name: pd.Series([pair[place] for pair in known], index=frame.index, dtype=object)
            for place, name in enumerate(("actual", "observed_on"))
        }
    )
