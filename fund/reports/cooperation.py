"""The report on cooperation abroad: projects with their money side by side, partners and regions,
agreements, results, the channel, as of a day.
"""

from datetime import date

import pandas as pd
from sqlmodel import Session

from fund.access.actors import Actor
from fund.cooperation import details, queries
from fund.cooperation.queries import PARTNER, PROJECT
from fund.cooperation.rules import AGREEMENT_KINDS, CHANNEL, FIELDS, LISTS, REGIONS, STATES
from fund.cooperation.tables import Cooperation, Partner
from fund.frames import named
from fund.i18n import N_, _, enumerated, pgettext
from fund.period import Period
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet
from fund.reports.standards import spoken
from fund.status import look_of


def projects(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every project known on the day; amounts of the fund and of others are never added."""
    known = named(queries.projects(session, actor, as_of), "title")
    frame = spoken(known, field=FIELDS, state=STATES)
    rows = frame.to_dict("records")
    frame = frame.assign(
        counting=[
            (_("Yes: {why}") if row["counts"] else _("No: {why}")).format(why=row["counts_why"])
            for row in rows
        ]
    )
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("title", _("Title"), width=24),
        Column("partners", _("Partners"), "code", width=12),
        Column("field", _("Field"), width=14),
        Column("state", pgettext("abroad", "How far"), width=12),
        Column("counting", _("Counts"), width=16),
        Column("obligated_fen", _("Obligated by the fund"), "amount", total=True),
        Column("paid_fen", _("Paid by the fund"), "amount", total=True),
        Column("commitment_fen", _("Committed by others"), "amount", total=True),
        Column("implementation_fen", _("Spent by others"), "amount", total=True),
    ]
    return Sheet("cooperation", _("Projects abroad"), columns, frame)


def partners(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Partners with their flags on the day and their share of what counts."""
    found = named(queries.abroad(session, actor, as_of).partners, "name")
    frame = found.assign(
        where=[_(REGIONS[region]) for region in found["region"]],
        flagged=[enumerated(_(LISTS[one]) for one in listed) for listed in found["flags"]],
    )
    columns = [
        Column("code", _("Code"), "code", width=10),
        Column("name", _("Partner"), width=24),
        Column("where", _("Region"), width=14),
        Column("flagged", _("Flags"), width=36),
        Column("projects", _("Projects"), "integer"),
        Column("counted_fen", _("Counted"), "amount", total=True),
    ]
    return Sheet("partners", _("Partners"), columns, frame)


def regions(session: Session, actor: Actor, as_of: date) -> Sheet:
    """What counts by region of the world, and what of it goes to least developed countries."""
    abroad = queries.abroad(session, actor, as_of)
    known = abroad.partners
    # by name of the rows and as booleans: a bare list of none would choose columns
    flagged = pd.Series(["LDC" in one for one in known["flags"]], index=known.index, dtype=bool)
    least = known[flagged].groupby("region")["counted_fen"].sum()
    frame = abroad.regions.assign(
        where=[_(REGIONS[region]) for region in abroad.regions["region"]],
        least_fen=[int(least.get(region, 0)) for region in abroad.regions["region"]],
    )
    columns = [
        Column("where", _("Region"), width=24),
        Column("partners", _("Partners"), "integer", total=True),
        Column("projects", _("Projects"), "integer"),
        Column("counted_fen", _("Counted"), "amount", total=True),
        Column("least_fen", _("Of it for least developed countries"), "amount", total=True),
    ]
    return Sheet("regions_abroad", _("By region of the world"), columns, frame, under="partners")


def agreements(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Agreements, how many projects stand on each."""
    known = named(details.agreements(session, actor, as_of), "title")
    frame = spoken(known, kind=AGREEMENT_KINDS)
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("title", _("Title"), width=36),
        Column("kind", _("Kind"), width=18),
        Column("parties", _("Partners"), "code", width=14),
        Column("signed_on", _("Signed on"), "date"),
        Column("ends_on", _("Ends on"), "date"),
        Column("projects", _("Projects"), "integer", total=True),
    ]
    return Sheet("agreements", _("Agreements"), columns, frame, under="partners")


def results(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Confirmed figures only."""
    found = named(details.results(session, actor, as_of), "title")
    frame = found[found["confirmed_on"].notna()]
    columns = [
        Column("title", _("Indicator"), width=30),
        Column("unit", _("Unit"), width=8),
        Column("starts_on", _("Period from"), "date"),
        Column("ends_on", _("Period to"), "date"),
        Column("actual", _("Actual"), "number"),
        Column("words", _("In words"), width=14),
        Column("source", _("Source"), width=24),
        Column("confirmed_on", _("Confirmed on"), "date"),
    ]
    return Sheet("results", _("Results"), columns, frame, under="cooperation")


def steps(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Milestones with the day first promised."""
    found = named(details.milestones(session, actor, as_of), "title")
    codes = queries.projects(session, actor, as_of).set_index("project_id")["code"]
    frame = found.assign(
        project=[codes[key] for key in found["project_id"]],
        status=[look_of(state)[2] for state in found["state"]],
    )
    columns = [
        Column("project", _("Project"), "code", width=16),
        Column("title", _("Milestone"), width=34),
        Column("first_due_on", _("First promised"), "date"),
        Column("due_on", _("Due on"), "date"),
        Column("reached_on", _("Reached on"), "date"),
        Column("status", _("Status"), width=10),
        Column("source", _("Source"), width=28),
    ]
    return Sheet("milestones_abroad", _("Milestones"), columns, frame, under="cooperation")


def kept_apart(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Cooperation with regions of China: in no sum by country."""
    frame = spoken(named(details.kept_apart(session, actor, as_of), "title"), field=FIELDS)
    columns = [
        Column("code", _("Code"), "code", width=16),
        Column("title", _("Title"), width=34),
        Column("regions", _("Region"), "code", width=10),
        Column("field", _("Field"), width=16),
        Column("partners", _("Partners with percentages"), width=20),
        Column("source", _("Source"), width=28),
    ]
    return Sheet(
        "cooperation_apart", _("Kept apart from countries"), columns, frame, under="partners"
    )


def channel(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Ways into the channel and how each ended."""
    frame = spoken(details.entries(session, actor, as_of), outcome=CHANNEL)
    columns = [
        Column("project", _("Project"), "code", width=16),
        Column("firm", pgettext("channel", "Firm"), width=24),
        Column("channel", pgettext("channel", "Channel"), width=20),
        Column("outcome", _("Status"), width=16),
        Column("recorded_on", _("Applied on"), "date"),
        Column("decided_on", pgettext("channel", "Decided on"), "date"),
        Column("why", _("Reason"), width=30),
    ]
    return Sheet("channel", _("Ways into the channel"), columns, frame, under="partners")


def contents(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """The sheets; one without rows is left out but for the projects."""
    made = [sheet(session, actor, as_of) for sheet in (projects, partners, regions, agreements)]
    made += [sheet(session, actor, as_of) for sheet in (steps, results, channel, kept_apart)]
    return [sheet for sheet in made if sheet.name == "cooperation" or not sheet.frame.empty]


def checks(session: Session, as_of: date, _period: Period, sheets: list[Sheet]) -> list[Check]:
    """As many projects and partners as were entered by the day; shares add to what counts."""
    made = counted(session, sheets, "cooperation", Cooperation, PROJECT.c.recorded_on <= as_of)
    made += counted(session, sheets, "partners", Partner, PARTNER.c.recorded_on <= as_of)
    frames = {sheet.name: sheet.frame for sheet in sheets}
    if "partners" in frames:
        whole = int(pd.to_numeric(frames["cooperation"]["counted_fen"]).sum())
        made.append(Check(_("Shares of what counts"), ("partners", "counted_fen"), whole))
    return made


REPORT = Declared(
    "cooperation",
    N_("Cooperation abroad"),
    ("half", "year"),
    contents,
    checks,
    offered="half",
    headlines=(
        "cooperation",
        "cooperation.paid_fen",
        "cooperation.commitment_fen",
        "cooperation.implementation_fen",
        "partners",
        "partners.counted_fen",
    ),
)
