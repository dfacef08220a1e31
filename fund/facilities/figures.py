"""What facilities were open, booked, used and earned in a period, as known on a day; what was taken
for national need; what users said.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.clock import BEIJING
from fund.columns import table_of
from fund.facilities import opening, reach, rules, timetable
from fund.facilities.reach import BOOKING, FACILITY, ORGANISATION
from fund.facilities.reach import within as reached
from fund.facilities.tables import (
    AccessDecision,
    AccessRequest,
    BookingEvent,
    Charge,
    ChargeWaiver,
    FacilityFeedback,
    UseRecord,
)
from fund.facilities.windows import Window, minutes, within, without
from fund.period import Period, parse

EVENT, USE = table_of(BookingEvent), table_of(UseRecord)
CHARGE, WAIVER = table_of(Charge), table_of(ChargeWaiver)
REQUEST, DECISION = table_of(AccessRequest), table_of(AccessDecision)
FEEDBACK = table_of(FacilityFeedback)

COUNTED = (
    "opened",
    "available",
    "booked",
    "used",
    "outside",
    "commercial",
    "bookings",
    "no_shows",
    "preempted",
    "passes",
    "passes_done",
    "passes_failed_user",
    "megabytes",
    "billed_fen",
    "waived_fen",
)
"""Sums of a facility: minutes, counts, megabytes, fen."""
FACTS = ["facility_id", "code", "name_zh", "name_en", "kind", "owner", *COUNTED]
CHARGES = [
    "charge_id",
    "booking_id",
    "basis",
    "quantity",
    "billed_fen",
    "waived_fen",
    "waiver_id",
    "waiver",
    "recorded_on",
]
PREEMPTIONS = [
    "booking_id",
    "number",
    "code",
    "name_zh",
    "name_en",
    "applicant",
    "mission",
    "reason",
    "starts_at",
    "offered_from",
    "offered_to",
    "recorded_on",
]


class Figures(NamedTuple):
    """The sums of COUNTED, and what follows from them; a share is None where there is nothing to
    take it of.
    """

    opened: int = 0
    available: int = 0
    booked: int = 0
    used: int = 0
    outside: int = 0
    commercial: int = 0
    bookings: int = 0
    no_shows: int = 0
    preempted: int = 0
    passes: int = 0
    passes_done: int = 0
    passes_failed_user: int = 0
    megabytes: int = 0
    billed_fen: int = 0
    waived_fen: int = 0

    @property
    def utilisation(self) -> float | None:
        """Used of available time."""
        return share(self.used, self.available)

    @property
    def booked_share(self) -> float | None:
        """Booked of available time."""
        return share(self.booked, self.available)

    @property
    def commercial_share(self) -> float | None:
        """Commercial of used time."""
        return share(self.commercial, self.used)

    @property
    def used_of_booked(self) -> float | None:
        """Used of booked time."""
        return share(self.used, self.booked)

    @property
    def raw_success(self) -> float | None:
        """Passes done of all."""
        return share(self.passes_done, self.passes)

    @property
    def station_success(self) -> float | None:
        """Passes done of those that did not fail by the spacecraft."""
        return share(self.passes_done, self.passes - self.passes_failed_user)

    @property
    def due_fen(self) -> int:
        """Billed less waived."""
        return self.billed_fen - self.waived_fen


def share(part: int, whole: int) -> float | None:
    """A share, None of nothing."""
    return part / whole if whole else None


def span(period: Period) -> Window:
    """A period as a window of Beijing time."""
    first = datetime.combine(period.first, time(), BEIJING)
    return Window(first, datetime.combine(period.last + timedelta(days=1), time(), BEIJING))


class Booked(NamedTuple):
    """A booking with its state, use and charge as known on a day; of none, nothing."""

    facility_id: int
    user_class: str
    starts_at: datetime
    ends_at: datetime
    status: str
    started_at: datetime | None
    ended_at: datetime | None
    passes_done: int | None
    passes_failed_facility: int | None
    passes_failed_user: int | None
    passes_weather: int | None
    megabytes: int | None
    billed_fen: int | None
    waived_fen: int | None

    @property
    def flown(self) -> int:
        """Passes of its use, however they ended."""
        failed = (self.passes_failed_facility or 0) + (self.passes_failed_user or 0)
        return (self.passes_done or 0) + failed + (self.passes_weather or 0)


def by_facility(
    session: Session,
    actor: Actor,
    whole: Window,
    as_of: date,
    keys: Collection[int] | None = None,
) -> pd.DataFrame:
    """What every facility within reach was open, booked and used in a stretch of time, as recorded
    by a day: FACTS.
    """
    reach.sees(actor, "see_bookings")
    statement = (
        sa.select(FACILITY, ORGANISATION.c.name.label("owner"))
        .join(ORGANISATION, ORGANISATION.c.id == FACILITY.c.owner_id)
        .where(FACILITY.c.registered_on <= as_of)
        .order_by(FACILITY.c.code)
    )
    if keys is not None:
        statement = statement.where(FACILITY.c.id.in_(keys))
    if not actor.may("see_bookings"):
        statement = statement.where(reach.own_facilities(actor))
    rows = session.execute(statement).all()
    ids = [row.id for row in rows]
    weeks = timetable.weeks_of(session, ids, as_of)
    shut = timetable.closures_of(session, {row.resource_id for row in rows}, whole, as_of)
    had: dict[int, list[Booked]] = {}
    for one in _bookings(session, ids, whole, as_of):
        had.setdefault(one.facility_id, []).append(one)
    found = []
    for row in rows:
        closed = [one.window for one in shut.get(row.resource_id, [])]
        # a use may begin or end beyond the stretch: the hours are cut to it
        hours = opening.windows(weeks.get(row.id, []), whole)
        counted = _counted(hours, closed, had.get(row.id, []), whole)
        found.append([row.id, row.code, row.name_zh, row.name_en, row.kind, row.owner, *counted])
    return pd.DataFrame(found, columns=FACTS)


def _counted(
    hours: list[Window], closed: list[Window], rows: Sequence[Booked], whole: Window
) -> Figures:
    booked = used = outside = commercial = 0
    for row in rows:
        if row.status in ("used", "no_show"):
            booked += minutes(within(hours, [Window(row.starts_at, row.ends_at)]))
        if row.started_at is None or row.ended_at is None or row.status != "used":
            continue
        use = Window(max(row.started_at, whole.first), min(row.ended_at, whole.last))
        inside = minutes(within(hours, [use]))
        used += inside
        outside += max(use.minutes, 0) - inside
        commercial += inside if row.user_class == "commercial" else 0
    begun = [row for row in rows if whole.first <= row.starts_at < whole.last]
    known = [row for row in begun if row.status == "used" and row.started_at is not None]
    return Figures(
        minutes(hours),
        minutes(without(hours, closed)),
        booked,
        used,
        outside,
        commercial,
        sum(row.status in rules.OCCUPYING for row in begun),
        sum(row.status == "no_show" for row in begun),
        sum(row.status == "preempted" for row in begun),
        sum(row.flown for row in known),
        sum(row.passes_done or 0 for row in known),
        sum(row.passes_failed_user or 0 for row in known),
        sum(row.megabytes or 0 for row in known),
        sum(row.billed_fen or 0 for row in begun),
        sum(row.waived_fen or 0 for row in begun),
    )


def _bookings(session: Session, keys: Collection[int], whole: Window, as_of: date) -> list[Booked]:
    """Bookings that meet a stretch of time with their state, use and charge as known on a day."""
    last = (
        sa.select(EVENT.c.status)
        .where(EVENT.c.booking_id == BOOKING.c.id, EVENT.c.recorded_on <= as_of)
        .order_by(EVENT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            *BOOKING.c["facility_id", "user_class", "starts_at", "ends_at"],
            last,
            *USE.c["started_at", "ended_at", "passes_done", "passes_failed_facility"],
            *USE.c["passes_failed_user", "passes_weather", "megabytes"],
            CHARGE.c.billed_fen,
            WAIVER.c.amount_fen,
        )
        .outerjoin(USE, (USE.c.booking_id == BOOKING.c.id) & (USE.c.recorded_on <= as_of))
        .outerjoin(CHARGE, (CHARGE.c.booking_id == BOOKING.c.id) & (CHARGE.c.recorded_on <= as_of))
        .outerjoin(WAIVER, (WAIVER.c.charge_id == CHARGE.c.id) & (WAIVER.c.consented_on <= as_of))
        .where(
            BOOKING.c.facility_id.in_(keys),
            BOOKING.c.made_on <= as_of,
            BOOKING.c.starts_at < whole.last,
            BOOKING.c.starts_at > timetable.before(whole.first),
            # an overrun reaches a day beyond the window at most
            BOOKING.c.ends_at > whole.first - timedelta(hours=rules.LATEST_USE_HOURS),
        )
        .order_by(BOOKING.c.id)
    )
    return [Booked(*row) for row in session.execute(statement)]


def summed(frame: pd.DataFrame) -> Figures:
    """The sums of some facilities."""
    return Figures(*(int(frame[name].sum()) for name in COUNTED))


def totals(session: Session, actor: Actor, period: Period, as_of: date) -> Figures:
    """The sums of every facility within reach."""
    return summed(by_facility(session, actor, span(period), as_of))


def charges(session: Session, actor: Actor, keys: Collection[int]) -> pd.DataFrame:
    """The charges of some bookings with what was waived: CHARGES."""
    reach.sees(actor, "see_bookings")
    rows = session.execute(
        sa.select(
            CHARGE.c.id,
            *CHARGE.c["booking_id", "basis", "quantity", "billed_fen"],
            sa.case((WAIVER.c.outcome == "approved", WAIVER.c.amount_fen), else_=0),
            WAIVER.c.id,
            WAIVER.c.outcome,
            CHARGE.c.recorded_on,
        )
        .join(BOOKING, BOOKING.c.id == CHARGE.c.booking_id)
        .outerjoin(WAIVER, WAIVER.c.charge_id == CHARGE.c.id)
        .where(CHARGE.c.booking_id.in_(keys), *reached(actor, BOOKING))
        .order_by(CHARGE.c.id)
    ).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=CHARGES).astype(object)
    return frame.where(frame.notna(), None)


def preemptions(session: Session, actor: Actor, period: Period, as_of: date) -> pd.DataFrame:
    """Bookings taken for national need in a period, with mission, reason and the window offered:
    PREEMPTIONS.
    """
    reach.sees(actor, "see_bookings")
    rows = session.execute(
        sa.select(
            BOOKING.c.id,
            BOOKING.c.made_on,
            *FACILITY.c["code", "name_zh", "name_en"],
            ORGANISATION.c.name,
            *EVENT.c["mission", "reason"],
            BOOKING.c.starts_at,
            *EVENT.c["offered_from", "offered_to", "recorded_on"],
        )
        .join(BOOKING, BOOKING.c.id == EVENT.c.booking_id)
        .join(FACILITY, FACILITY.c.id == BOOKING.c.facility_id)
        .join(ORGANISATION, ORGANISATION.c.id == BOOKING.c.applicant_id)
        .where(
            EVENT.c.status == "preempted",
            EVENT.c.recorded_on.between(period.first, min(period.last, as_of)),
            *reached(actor, BOOKING),
        )
        .order_by(EVENT.c.id)
    ).all()
    found = [(row[0], rules.booking_number(row[1], row[0]), *row[2:]) for row in rows]
    frame = pd.DataFrame(found, columns=PREEMPTIONS).astype(object)
    return frame.where(frame.notna(), None)


def feedback(
    session: Session, actor: Actor, period: Period, as_of: date
) -> tuple[int, float | None]:
    """How many told how a use went, and the mean score."""
    reach.sees(actor, "see_bookings")
    rows = session.execute(
        sa.select(FEEDBACK.c.score)
        .join(BOOKING, BOOKING.c.id == FEEDBACK.c.booking_id)
        .where(
            FEEDBACK.c.given_on.between(period.first, min(period.last, as_of)),
            *reached(actor, BOOKING),
        )
    ).all()
    scores = [row.score for row in rows]
    return len(scores), sum(scores) / len(scores) if scores else None


def month_back(day: date, months: int) -> date:
    """The first day of the month so many months before a day's."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def month(first: date) -> Period:
    """The month that begins on a day."""
    return parse(f"{first:%Y-%m}")
