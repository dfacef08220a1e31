"""The report on shared facilities: what was open, booked, used and earned, by facility, kind, owner
and month; demand, refusals, pre-emptions.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import OPERATOR, Actor
from fund.facilities import demand as asked
from fund.facilities import figures, rules, wording
from fund.facilities.booking_rules import written
from fund.facilities.reach import FACILITY
from fund.facilities.rows import Placed, Preempted
from fund.frames import assigned, rows_of
from fund.i18n import N_, _, month
from fund.period import Period, next_month, parse
from fund.reports.declared import Declared
from fund.reports.description import Check, Column, Sheet

FULL_HOURS = 1_200
"""Machine hours a year from which a large instrument counts as full: a central rule of thumb."""
SHARES = ("utilisation", "booked_share", "commercial_share", "used_of_booked")
HOURS = ("available", "booked", "used", "outside", "commercial")


def measured(frame: pd.DataFrame) -> pd.DataFrame:
    """FACTS of fund.facilities.figures with hours for minutes, shares, success and what is due."""
    found = [figures.Figures(*one) for one in frame[list(figures.COUNTED)].itertuples(index=False)]
    made: dict[str, list[float | None]] = {
        name: [getattr(one, name) for one in found]
        for name in (*SHARES, "raw_success", "station_success", "due_fen")
    }
    made |= {name: [getattr(one, name) / 60 for one in found] for name in HOURS}
    return assigned(frame, made)


def halves(name: str, title: str, frame: pd.DataFrame, *heads: Column) -> list[Sheet]:
    """Figures as two tables under the same heads, so that each stands whole on a page: hours with
    their shares, then what they were used for and what it costs.
    """
    fees = _("{title} (use and fees)").format(title=title)
    return [
        Sheet(name, title, [*heads, *of_hours()], frame),
        Sheet(f"{name}_fees", fees, [*heads[:2], *of_use()], frame, under=name),
    ]


def of_hours() -> list[Column]:
    """The columns of hours and shares."""
    return [
        Column("available", _("Available, h"), "number", total=True),
        Column("booked", _("Booked, h"), "number", total=True),
        Column("used", _("Used, h"), "number", total=True),
        Column("outside", _("Used outside opening hours, h"), "number", total=True),
        Column("commercial", _("Commercial, h"), "number", total=True),
        Column("utilisation", _("Utilisation"), "share"),
        Column("booked_share", _("Booked of available"), "share"),
        Column("commercial_share", _("Commercial share"), "share"),
        Column("used_of_booked", _("Used of booked"), "share"),
    ]


def of_use() -> list[Column]:
    """The columns of bookings, passes and fees."""
    return [
        Column("bookings", _("Bookings"), "integer", total=True),
        Column("no_shows", _("Did not come"), "integer", total=True),
        Column("preempted", _("Taken for national need"), "integer", total=True),
        Column("passes", _("Passes"), "integer", total=True),
        Column("raw_success", _("Passes done of all"), "share"),
        Column("station_success", _("Success of the station"), "share"),
        Column("megabytes", _("Megabytes"), "integer", total=True),
        Column("billed_fen", _("Billed"), "amount", total=True),
        Column("waived_fen", _("Waived"), "amount", total=True),
        Column("due_fen", _("Due"), "amount", total=True),
    ]


def by_facility(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Every facility in the period; full from the rule of thumb on."""
    frame = measured(figures.by_facility(session, actor, figures.span(period), as_of))
    rows = rows_of(frame, Placed)
    share = (period.last - period.first).days + 1
    full = FULL_HOURS * share / 365
    frame = frame.assign(
        name=[wording.name(row) for row in rows],
        kind=[_(rules.KINDS[row["kind"]]) for row in rows],
        full=[_("Yes") if used >= full else "" for used in frame["used"]],
    )
    heads = (
        Column("code", _("Code"), width=10),
        Column("name", _("Facility"), width=28),
        Column("kind", _("Kind of facility"), width=16),
        Column("owner", _("Owning body"), width=24),
        Column("full", _("Full (1,200 h a year)"), width=14),
    )
    return halves("facilities", _("Facilities"), frame, *heads)


def grouped(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """The same by kind and by owner."""
    frame = figures.by_facility(session, actor, figures.span(period), as_of)
    sheets = []
    for name, head in (("kind", _("Kind of facility")), ("owner", _("Owning body"))):
        found = frame.groupby(name, sort=True)[list(figures.COUNTED)].sum().reset_index()
        found = measured(found)
        if name == "kind":
            found = found.assign(kind=[_(rules.KINDS[one]) for one in found["kind"]])
        titles = {"kind": _("By kind"), "owner": _("By owner")}
        sheets += halves(f"by_{name}", titles[name], found, Column(name, head, width=24))
    return sheets


def by_month(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """The same by month."""
    rows = []
    first = period.first
    while first <= period.last:
        whole = figures.span(figures.month(first))
        found = figures.summed(figures.by_facility(session, actor, whole, as_of))
        rows.append([month(first), *found])
        first = next_month(first)
    frame = measured(pd.DataFrame(rows, columns=["month", *figures.COUNTED]))
    return halves("by_month", _("By month"), frame, Column("month", _("Month"), width=12))


def demand(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """What was asked for, what was refused beside what was open and used, how long people
    waited.
    """
    found = asked.of_period(session, actor, period, as_of)
    whole = figures.totals(session, actor, period, as_of)
    count, score = figures.feedback(session, actor, period, as_of)
    rows: list[tuple[str, int | None, float | None]] = [
        (_("Requests"), found.requests, None),
        (_("Granted"), found.granted, None),
        (_("Waiting, working days (median)"), None, found.waiting),
        (_("Hours refused"), None, found.refused_minutes / 60),
        (_("Available, h"), None, whole.available / 60),
        (_("Used, h"), None, whole.used / 60),
        *(
            (_("Refused: {reason}").format(reason=_(rules.REASONS[name])), times, None)
            for name, times in found.refused.items()
        ),
        (_("Feedback given"), count, None),
        (_("Feedback, mean of 1 to 5"), None, score),
    ]
    frame = pd.DataFrame(rows, columns=["what", "count", "value"], dtype=object)
    heads = [
        Column("what", _("What"), width=36),
        Column("count", _("Count"), "integer"),
        Column("value", _("Value"), "number"),
    ]
    return Sheet("demand", _("Demand"), heads, frame)


def parted(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """What was asked for and refused by facility, kind, owner and month, beside how much of what
    was open was used.
    """
    frame = figures.by_facility(session, actor, figures.span(period), as_of)
    places = {row["facility_id"]: row for row in rows_of(frame, Placed)}
    groups: dict[tuple[str, str], list[asked.Asking]] = {}
    for one in asked.asked_for(session, actor, period, as_of):
        place = places[one.facility_id]
        for by, name in (
            ("facility", place["code"]),
            ("kind", place["kind"]),
            ("owner", place["owner"]),
            ("month", f"{one.requested_on:%Y-%m}"),
        ):
            groups.setdefault((by, name), []).append(one)
    rows = []
    for by, name in sorted(groups, key=lambda key: (PARTS.index(key[0]), key[1])):
        found = asked.became(groups[by, name])
        used = _of_part(session, actor, frame, by, name, as_of)
        rows.append(
            (
                _(PARTED[by]),
                _named(by, name),
                *(found.requests, found.granted, sum(found.refused.values())),
                *(found.refused_minutes / 60, used.utilisation, found.waiting),
            )
        )
    heads = [
        Column("by", _("Told by"), width=18),
        Column("name", _("Of which"), width=30),
        Column("requests", _("Requests"), "integer"),
        Column("granted", _("Granted"), "integer"),
        Column("refused", _("Refused"), "integer"),
        Column("hours", _("Hours refused"), "number"),
        Column("utilisation", _("Utilisation"), "share"),
        Column("waiting", _("Waiting, working days (median)"), "number"),
    ]
    made = pd.DataFrame(rows, columns=[one.key for one in heads], dtype=object)
    return Sheet("demand_parted", _("Demand by part"), heads, made)


PARTED = {
    "facility": N_("Facility"),
    "kind": N_("Kind of facility"),
    "owner": N_("Owning body"),
    "month": N_("Month"),
}
PARTS = tuple(PARTED)


def _named(by: str, name: str) -> str:
    """A kind and a month in words; codes and owners are their own."""
    if by == "kind":
        return _(rules.KINDS[name])
    return month(parse(name).first) if by == "month" else name


def _of_part(
    session: Session, actor: Actor, frame: pd.DataFrame, by: str, name: str, as_of: date
) -> figures.Figures:
    """The sums of one facility, kind or owner in the period, or of all in one month."""
    if by == "month":
        return figures.totals(session, actor, parse(name), as_of)
    return figures.summed(frame[frame["code" if by == "facility" else by] == name])


def taken(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """Bookings taken for national need, with reasons and what was offered."""
    frame = figures.preemptions(session, actor, period, as_of)
    rows = rows_of(frame, Preempted)
    frame = frame.assign(
        facility=[f"{row['code']} {wording.name(row)}" for row in rows],
        was=[written(row["starts_at"]) for row in rows],
        offer=[wording.window(row["offered_from"], row["offered_to"]) for row in rows],
    )
    heads = [
        Column("number", _("Booking"), width=12),
        Column("facility", _("Facility"), width=28),
        Column("applicant", _("Applying body"), width=28),
        Column("was", _("From"), width=16),
        Column("mission", _("Mission"), width=24),
        Column("reason", _("Reason"), width=36),
        Column("offer", _("Offered instead"), width=30),
        Column("recorded_on", _("Entered on"), "date"),
    ]
    return Sheet("preempted", _("National need"), heads, frame, under="demand")


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """The sheets."""
    return [
        *by_facility(session, actor, period, as_of),
        *grouped(session, actor, period, as_of),
        *by_month(session, actor, period, as_of),
        demand(session, actor, period, as_of),
        parted(session, actor, period, as_of),
        taken(session, actor, period, as_of),
    ]


def checks(session: Session, as_of: date, period: Period, sheets: list[Sheet]) -> list[Check]:
    """As many facilities as were registered by the day; billed by kind what was billed in all."""
    (whole,) = [sheet for sheet in sheets if sheet.name == "facilities"]
    count = session.execute(
        sa.select(sa.func.count()).select_from(FACILITY).where(FACILITY.c.registered_on <= as_of)
    ).scalar_one()
    found = figures.totals(session, OPERATOR, period, as_of)
    return [
        Check(whole.title, ("facilities", ""), count, "integer"),
        Check(_("Billed"), ("by_kind_fees", "billed_fen"), found.billed_fen, "amount"),
    ]


REPORT = Declared(
    "facilities",
    N_("Shared facilities"),
    ("month", "quarter", "year"),
    contents,
    checks,
    offered="quarter",
    is_afterwards=True,
    unit="yuan",
    headlines=(
        "facilities",
        "facilities.available",
        "facilities.booked",
        "facilities.used",
        "facilities.commercial",
        "facilities_fees.bookings",
        "facilities_fees.billed_fen",
        "facilities_fees.due_fen",
    ),
)
