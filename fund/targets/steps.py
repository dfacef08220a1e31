"""Milestones as the forecast sees them: the record of how earlier ones slipped, and what each
target's own would bring, as known on a day.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import Asking, table_of
from fund.ledger.tables import StatusEvent, Undertaking
from fund.milestones.tables import Milestone, MilestoneEvent, MilestoneNeed
from fund.targets import versions
from fund.targets.slips import Curve, Record, curve, is_doubtful
from fund.targets.tables import Contribution, Target
from fund.targets.versions import Change

STEP = table_of(Milestone)
EVENT = table_of(MilestoneEvent)
STANDING = table_of(StatusEvent)
WORK = table_of(Undertaking)
NEED = table_of(MilestoneNeed)
PART = table_of(Contribution)
TARGET = table_of(Target)


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone with what is known of it: clock started with the approval of the first promise;
    met_on where it is met; settled where it never will be.
    """

    milestone_id: int
    code: str
    title: str
    undertaking: str
    kind: str
    started: date
    promised: date
    due: date
    met_on: date | None
    is_lost: bool
    moved: int = 0
    """How often another date was approved."""
    waits_for: frozenset[int] = frozenset()
    """The milestones it waits for, directly or not."""
    revised_on: date | None = None
    """The day its forecast or approved date was last another one; the start where it never was."""

    def late(self, as_of: date) -> int:
        """Days against the first promise: to the day met, or to the date now approved, or to the
        day looked at where that has passed.
        """
        return ((self.met_on or max(self.due, as_of)) - self.promised).days

    def is_unmoved(self, as_of: date) -> bool:
        """Whether its date was not looked at for three quarters: no comfort."""
        return (
            self.met_on is None
            and not self.is_lost
            and self.revised_on is not None
            and (as_of - self.revised_on).days > UNMOVED
        )

    def variance(self, as_of: date) -> float | None:
        """Schedule variance against the approved date: (planned end - X) / (planned end - start), X
        the day met, else the planned end where it lies ahead, else the day looked at; None without
        a span.
        """
        span = (self.due - self.started).days
        return None if span <= 0 else (self.due - (self.met_on or max(self.due, as_of))).days / span


UNMOVED = 274
"""Days in nine months."""


@dataclass(frozen=True, slots=True)
class Share:
    """A step's part of a target's way, in percent, with where that is read."""

    step: Step
    percent: Decimal
    source: str
    factor: Decimal = Decimal(1)
    """The way it was told of by the way there is now: a part keeps its amount when the target is
    changed.
    """

    @property
    def of_now(self) -> Decimal:
        """Percent of the way there is now."""
        return self.percent * self.factor


@dataclass(slots=True)
class Parts:
    """All parts of one target: those of steps, and in percent what is not listed yet."""

    shares: list[Share] = field(default_factory=list)
    unlisted: Decimal = Decimal(0)

    @property
    def percent(self) -> Decimal:
        """What they make together."""
        return self.unlisted + sum((share.percent for share in self.shares), Decimal(0))


def parts(session: Session, as_of: date) -> dict[int, Parts]:
    """Target -> its parts as recorded by a day; targets without any are left out."""
    latest = {}
    for row in session.execute(
        sa.select(PART, TARGET.c.baseline)
        .join(TARGET, TARGET.c.id == PART.c.target_id)
        .where(PART.c.recorded_on <= as_of)
        .order_by(PART.c.id)
    ).mappings():
        latest[row["target_id"], row["milestone_id"]] = row
    changes = versions.recorded(session, as_of) if latest else {}
    known = (
        steps(session, as_of, [key for _target, key in latest if key is not None]) if latest else {}
    )
    found: dict[int, Parts] = defaultdict(Parts)
    for (target, key), row in latest.items():
        if not row["percent"]:
            continue
        if key is None:
            found[target].unlisted = row["percent"]
        elif key in known:
            found[target].shares.append(
                Share(
                    known[key],
                    row["percent"],
                    row["source"],
                    _factor(changes.get(target), row["recorded_on"], row["baseline"]),
                )
            )
    return dict(found)


def _factor(changes: list[Change] | None, told_on: date, baseline: Decimal | None) -> Decimal:
    """The way from the baseline to the value in force when a part was told, by the way to the value
    in force now.
    """
    if not changes or baseline is None or changes[-1].value == baseline:
        return Decimal(1)
    return (versions.on(changes, told_on) - baseline) / (changes[-1].value - baseline)


def steps(session: Session, as_of: date, only: list[int] | None = None) -> dict[int, Step]:
    """Milestones known by a day, by number; of some of them, or all."""
    found: dict[int, Step] = {}
    dates: dict[int, tuple[date, date | None]] = {}
    waits = needs(session, as_of)
    for key, *named, first, recorded, due, forecast, status, met_on, ended in session.execute(
        _known(as_of, only)
    ):
        code, title, undertaking, kind = named
        was, seen = found.get(key), (due, forecast)
        met = met_on if status == "met" and met_on is not None and met_on <= as_of else None
        moved, revised = (
            (0, recorded)
            if was is None
            else (was.moved + (was.due != due), recorded if dates[key] != seen else was.revised_on)
        )
        dates[key] = seen
        started = was.started if was else recorded
        is_lost = status == "not_met" or (met is None and bool(ended))
        after = waits.get(key, frozenset())
        found[key] = Step(
            key,
            code,
            title,
            undertaking,
            kind,
            started,
            first,
            due,
            met,
            is_lost,
            moved,
            after,
            revised,
        )
    return found


def _known(as_of: date, only: list[int] | None) -> Asking:
    """Every event of milestones recorded by a day in order, with what the step is, in SQL."""
    stopped = sa.exists().where(
        STANDING.c.undertaking_id == WORK.c.id,
        STANDING.c.status.in_(("terminated", "cancelled")),
        STANDING.c.recorded_on <= as_of,
    )
    statement = (
        sa.select(
            *STEP.c["id", "code", "title"],
            *WORK.c["code", "kind"],
            STEP.c.first_due_on,
            *EVENT.c["recorded_on", "due_on", "forecast_on", "status", "met_on"],
            stopped,
        )
        .join(EVENT, EVENT.c.milestone_id == STEP.c.id)
        .join(WORK, WORK.c.id == STEP.c.undertaking_id)
        .where(EVENT.c.recorded_on <= as_of)
        .order_by(EVENT.c.id)
    )
    return statement if only is None else statement.where(STEP.c.id.in_(only))


def needs(session: Session, as_of: date) -> dict[int, frozenset[int]]:
    """Milestone -> every milestone it waits for, directly or not, as recorded by a day; those that
    wait for none are left out.
    """
    holds: dict[tuple[int, int], bool] = {
        (row.milestone_id, row.needs_id): row.is_needed
        for row in session.execute(
            sa.select(NEED).where(NEED.c.recorded_on <= as_of).order_by(NEED.c.id)
        )
    }
    direct: dict[int, set[int]] = defaultdict(set)
    for (waits, needed), is_needed in holds.items():
        if is_needed:
            direct[waits].add(needed)
    return {key: frozenset(_all(key, direct)) for key in list(direct)}


def _all(key: int, direct: Mapping[int, set[int]]) -> set[int]:
    found, open_ones = set[int](), [key]
    while open_ones:
        more = direct.get(open_ones.pop(), set()) - found
        found |= more
        open_ones += more
    return found - {key}


def curves(session: Session, as_of: date) -> tuple[dict[str, Curve | None], bool]:
    """How such steps slip, by kind of undertaking, the whole fund under ""; and whether the record
    was filled in afterwards.
    """
    today = as_of.toordinal()
    records: dict[str, list[Record]] = defaultdict(list)
    for step in steps(session, as_of).values():
        if step.is_lost:
            continue  # work that was stopped says nothing of how long work takes
        row = Record(
            step.started.toordinal(),
            step.promised.toordinal(),
            None if step.met_on is None else step.met_on.toordinal(),
        )
        for kind in (step.kind, ""):
            records[kind].append(row)
    return {kind: curve(rows, today) for kind, rows in records.items()}, is_doubtful(records[""])
