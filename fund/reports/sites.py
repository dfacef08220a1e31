"""The report on launch sites: sites, pads, capacity, what builds them, launches of the period,
slips and scrubs.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.frames import named, rows_of
from fund.i18n import N_, _, pgettext
from fund.period import Period
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet
from fund.reports.standards import spoken
from fund.sites import building, overview, queries
from fund.sites.queries import LAUNCH, OUTCOME, SITE
from fund.sites.rows import LaunchRow, TimeRow
from fund.sites.rules import (
    CAPACITY_KINDS,
    MOVES,
    PAD_STATES,
    PRECISIONS,
    REASONS,
    SERVICES,
    SITE_KINDS,
    STANDINGS,
)
from fund.sites.tables import LaunchSite
from fund.sites.wording import moment, planned


def sites(session: Session, actor: Actor, as_of: date) -> Sheet:
    """The fund's own sites as they stand on the day."""
    found = overview.standing(session, actor, as_of)
    frame = spoken(named(found.sites, "name"), kind=SITE_KINDS, capacity_kind=CAPACITY_KINDS)
    columns = [
        Column("code", _("Code"), "code", width=14),
        Column("name", _("Launch site"), width=24),
        Column("kind", pgettext("launch site", "Kind"), width=8),
        Column("operator", _("Run by"), width=22),
        Column("active_pads", _("Pads in service"), "integer"),
        Column("this_year", _("Launches of the year"), "integer", total=True),
        Column("launches", _("Launches in all"), "integer", total=True),
        Column("succeeded", _("of them succeeded"), "integer", total=True),
        Column("low", _("Success, low end of the 95% range"), "share"),
        Column("high", _("Success, high end of the 95% range"), "share"),
        Column("turns", _("Turns"), "integer"),
        Column("least_days", _("Least turn-round, days"), "integer"),
        Column("median_days", _("Median turn-round, days"), "number"),
        Column("capacity", _("Capacity a year"), "integer"),
        Column("capacity_kind", _("Kind of capacity"), width=10),
        Column("used", _("Use of the capacity of days in service"), "share"),
        Column("scrubs", _("Scrubs"), "integer"),
    ]
    return Sheet("sites", _("Launch sites"), columns, frame)


def pads(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Pads with their state and source."""
    known = queries.sites(session, actor, as_of, is_own=True)
    codes = dict(zip(known["site_id"], known["code"], strict=True))
    found = queries.pads(session, actor, as_of)
    found = found[found["site_id"].isin(codes)]
    frame = spoken(found, state=PAD_STATES).assign(site=[codes[key] for key in found["site_id"]])
    columns = [
        Column("site", _("Launch site"), "code", width=14),
        Column("code", pgettext("launch", "Pad"), "code", width=12),
        Column("name", pgettext("pad", "Name"), width=20),
        Column("state", pgettext("pad", "State"), width=14),
        Column("since", pgettext("pad", "Since"), "date"),
        Column("fits", _("Built for"), width=28),
        Column("source", _("Source"), width=24),
    ]
    return Sheet("pads", _("Pads"), columns, frame, under="sites")


def launches(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """Launches of the period: by lift-off, else by the time planned."""
    found = queries.launches(session, actor, as_of)
    rows = [
        row
        for row in rows_of(found, LaunchRow)
        if row["shown_on"] and period.first <= row["shown_on"] <= period.last
    ]
    frame = named(pd.DataFrame(rows, columns=queries.LAUNCHES, dtype=object), "site")
    frame = spoken(frame, standing=STANDINGS, service=SERVICES).assign(
        moment=[moment(row) for row in rows]
    )
    columns = [
        Column("tag", pgettext("launch", "Code"), "code", width=16),
        Column("moment", pgettext("launch", "Day"), width=18),
        Column("site", _("Launch site"), width=20),
        Column("pad", pgettext("launch", "Pad"), "code", width=10),
        Column("vehicle", pgettext("launch", "Rocket"), width=18),
        Column("mission", pgettext("launch", "Mission"), width=24),
        Column("service", _("For whom"), width=22),
        Column("payloads", _("Payloads"), "integer", total=True),
        Column("reused_flights", _("Earlier flights of the stage"), "integer"),
        Column("standing", _("Status"), width=16),
    ]
    return Sheet("launches", _("Launches"), columns, frame)


def capacity(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Confirmed capacity with its source; capacity to make rockets stands elsewhere."""
    known = queries.sites(session, actor, as_of, is_own=True)
    codes = dict(zip(known["site_id"], known["code"], strict=True))
    found = queries.capacities(session, actor, as_of)
    found = found[found["confirmed_on"].notna() & found["site_id"].isin(codes)]
    frame = spoken(found, kind=CAPACITY_KINDS).assign(
        site=[codes[key] for key in found["site_id"]],
        pad=[pad or _("the whole site") for pad in found["pad"]],
    )
    columns = [
        Column("site", _("Launch site"), "code", width=14),
        Column("pad", pgettext("launch", "Pad"), width=12),
        Column("kind", _("Kind of capacity"), width=12),
        Column("source", _("Source"), width=28),
        Column("sourced_on", _("Source of"), "date"),
        Column("confirmed_on", _("Confirmed on"), "date"),
        Column("year", pgettext("launch", "Year"), "year"),
        Column("launches", _("Launches a year"), "integer"),
    ]
    return Sheet("capacity", _("Capacity"), columns, frame, under="sites")


def built(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Grants and contracts that build the sites, with their money and milestones."""
    known = queries.sites(session, actor, as_of, is_own=True).to_dict("records")
    rows = [
        {**one, "site": row["code"], "pad": one["pad"] or _("the whole site")}
        for row in known
        for one in building.built(session, actor, row["site_id"], as_of)
    ]
    columns = [
        Column("site", _("Launch site"), "code", width=14),
        Column("pad", pgettext("launch", "Pad"), width=12),
        Column("code", _("Undertaking"), "code", width=20),
        Column("title", _("Title"), width=34),
        Column("obligated_fen", _("Obligated"), "amount", total=True),
        Column("paid_fen", _("Paid"), "amount", total=True),
        Column("milestones", _("Milestones"), "integer", total=True),
        Column("met", _("of them met"), "integer", total=True),
    ]
    frame = pd.DataFrame(rows, columns=["site", *building.BUILT], dtype=object)
    return Sheet("building", _("What builds it"), columns, frame, under="sites")


def moves(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """Changes of planned times recorded in the period."""
    found = queries.times(session, actor, as_of)
    rows = [
        row
        for row in rows_of(found, TimeRow)
        if period.first <= row["recorded_on"] <= period.last and row["move"] != "first"
    ]
    found = pd.DataFrame(rows, columns=queries.TIMES, dtype=object)
    frame = spoken(found, move=MOVES, precision=PRECISIONS).assign(
        moment=[planned(row["planned_on"], row["precision"], row["time"]) for row in rows]
    )
    columns = [
        Column("tag", pgettext("launch", "Code"), "code", width=16),
        Column("recorded_on", _("Recorded on"), "date"),
        Column("moment", _("Planned for"), width=18),
        Column("precision", _("How exactly"), width=12),
        Column("move", _("Change"), width=14),
        Column("days", _("Days"), "integer"),
        Column("reason", _("Reason"), width=28),
    ]
    return Sheet("moves", _("Planned times changed"), columns, frame, under="launches")


def scrubs(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """Scrubs of the period."""
    found = queries.scrubs(session, actor, as_of)
    within = [period.first <= day <= period.last for day in found["scrubbed_on"]]
    frame = spoken(found[within] if len(found) else found, reason=REASONS)
    columns = [
        Column("tag", pgettext("launch", "Code"), "code", width=16),
        Column("scrubbed_on", _("Date"), "date"),
        Column("reason", pgettext("scrub", "Reason"), width=12),
        Column("words", _("In words"), width=30),
        Column("recycle_hours", _("Next try after, hours"), "integer"),
    ]
    return Sheet("scrubs", _("Scrubs"), columns, frame, under="launches")


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """The sheets; one without rows is left out but for the sites."""
    made = [sheet(session, actor, as_of) for sheet in (sites, pads, capacity, built)]
    made += [sheet(session, actor, period, as_of) for sheet in (launches, moves, scrubs)]
    held = {sheet.name for sheet in made if not sheet.frame.empty} | {"sites"}
    return [
        sheet for sheet in made if sheet.name in held and (not sheet.under or sheet.under in held)
    ]


def checks(session: Session, as_of: date, _period: Period, sheets: list[Sheet]) -> list[Check]:
    """As many own sites as were entered, and as many launches flown as the register has."""
    made = counted(
        session,
        sheets,
        "sites",
        LaunchSite,
        SITE.c.recorded_on <= as_of,
        SITE.c.is_own.is_(True),
    )
    if not sheets[0].frame.empty:
        stated = ("sites", "launches")
        made.append(Check(_("Launches of all sites"), stated, _flown(session, as_of), "integer"))
    return made


def _flown(session: Session, as_of: date) -> int:
    """Launches of the own register with a report that counts, of a lift-off; counted anew."""
    later = OUTCOME.alias("later")
    is_last = ~sa.exists().where(
        later.c.launch_id == OUTCOME.c.launch_id,
        later.c.id > OUTCOME.c.id,
        later.c.confirmed_on <= as_of,
    )
    statement = (
        sa.select(sa.func.count())
        .select_from(OUTCOME.join(LAUNCH, LAUNCH.c.id == OUTCOME.c.launch_id))
        .where(
            LAUNCH.c.origin == "own",
            OUTCOME.c.confirmed_on <= as_of,
            OUTCOME.c.outcome != "pad_failure",
            is_last,
        )
    )
    return int(session.execute(statement).scalar_one())


REPORT = Declared(
    "sites",
    N_("Launch sites"),
    ("month", "year"),
    contents,
    checks,
    offered="month",
    headlines=(
        "sites",
        "sites.this_year",
        "sites.launches",
        "sites.succeeded",
        "building",
        "building.paid_fen",
        "building.milestones",
        "building.met",
    ),
)
