"""What the rooms have on the upper floors: pages, reports, chapters, commands, downloads, checks.

Each stands here by the name of its module, since this list lies below them all and imports none:
whoever draws, prints or checks looks them up here, and the command line imports only what was
typed. A name that leads nowhere, and two things of one name, stop the program where they are
looked up.
"""

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from fund.errors import N_
from fund.rooms import commands, derived
from fund.rooms.derived import NotDeclared
from fund.rooms.page import Page
from fund.rooms.rooms import ROOMS

T = TypeVar("T")

SECTIONS = {
    "": "",
    "money": N_("Money"),
    "buying": N_("Buying"),
    "space": N_("Space"),
    "plan": N_("Plan"),
    "local": N_("Local"),
    "office": N_("Office"),
}
"""The menu from the top: the key pages name, and the heading people read."""

FIRST = ("overview", "reports")
"""What stands first for whoever only looks, before the rest of the menu."""

PAGES = (
    "pages.overview",
    "pages.inbox",
    "pages.grants",
    "pages.applications",
    "pages.grant",
    "pages.holdings",
    "pages.holding",
    "pages.treasury",
    "pages.subsidies",
    "pages.subsidy",
    "pages.guarantees",
    "pages.guarantee",
    "pages.budget",
    "pages.closing",
    "pages.procurement",
    "pages.processes",
    "pages.process",
    "pages.contract",
    "pages.missions",
    "pages.suppliers",
    "pages.supplier",
    "pages.flags",
    "pages.standards",
    "pages.standard",
    "pages.differences",
    "pages.cooperation",
    "pages.partner",
    "pages.project",
    "pages.channel",
    "pages.launch_sites",
    "pages.launch_site",
    "pages.launches",
    "pages.slips",
    "pages.published",
    "pages.plan",
    "pages.targets",
    "pages.target",
    "pages.provinces",
    *("pages.evaluations", "pages.evaluation", "pages.direction"),
    "pages.milestones",
    "pages.frontiers",
    "pages.frontier",
    "pages.warnings",
    "pages.centres",
    "pages.centre",
    "pages.filing",
    "pages.review",
    "pages.facilities",
    "pages.facility",
    "pages.requests",
    "pages.bookings",
    "pages.conjunctions",
    "pages.conjunction",
    "pages.intake",
    "pages.spacecraft",
    "pages.screenings",
    "pages.thresholds",
    "pages.datasets",
    "pages.alert",
    "pages.imports",
    "pages.reports",
    "pages.people",
    "pages.settings",
)
"""Modules with a PAGE and ``render(visit)``, in the order of the menu."""

REPORTS = (
    *("fund.reports.portfolio:MONTHLY", "fund.reports.portfolio:QUARTERLY"),
    "fund.reports.holdings:REPORT",
    "fund.reports.direction:REPORT",
    "fund.reports.procurement:REPORT",
    "fund.reports.centres:REPORT",
    "fund.reports.targets:REPORT",
    "fund.reports.evaluation:REPORT",
    "fund.reports.standards:REPORT",
    "fund.reports.debris:WARNINGS",
    "fund.reports.facilities:REPORT",
    "fund.reports.cooperation:REPORT",
    "fund.reports.sites:REPORT",
    "fund.reports.frontiers:REPORT",
    "fund.reports.frontiers:READINESS",
    "fund.reports.securities:REPORT",
    "fund.reports.postings:REPORT",
)
"""Reports of a period (fund.reports.declared), in the order people choose from."""

STORIES = (
    "fund.demonstration.organisations:chapter",
    "fund.demonstration.targets:chapter",
    "fund.demonstration.missions:chapter",
    "fund.demonstration.calls:chapter",
    "fund.demonstration.stories:chapter",
    "fund.demonstration.holdings:chapter",
    "fund.demonstration.tenders:chapter",
    "fund.demonstration.targets:later_chapter",
    "fund.demonstration.centres:chapter",
    "fund.demonstration.evaluations:chapter",
    "fund.demonstration.suppliers:chapter",
    "fund.demonstration.debris:chapter",
    "fund.demonstration.standards:chapter",
    "fund.demonstration.facilities:chapter",
    "fund.demonstration.cooperation:chapter",
    "fund.demonstration.subsidies:chapter",
    "fund.demonstration.guarantees:chapter",
    "fund.demonstration.sites:chapter",
    "fund.demonstration.frontiers:chapter",
)
"""Chapters of the demonstration (fund.demonstration.teller.Chapter), in the order they begin: what
happens on one day happens in this order.
"""

WAITING = (
    "fund.grants.waiting:CALLS",
    "fund.grants.waiting:ELIGIBILITY",
    "fund.grants.waiting:REVIEWS",
    "fund.grants.waiting:RECOMMENDATIONS",
    "fund.grants.waiting:DECISIONS",
    "fund.holdings.waiting:DECISIONS",
    "fund.subsidies.waiting:DECISIONS",
    "fund.grants.waiting:REFUSALS",
    "fund.procurement.waiting:TENDERS",
    "fund.procurement.waiting:OPENINGS",
    "fund.procurement.waiting:EVALUATIONS",
    "fund.procurement.waiting:AWARDS",
    "fund.procurement.waiting:FRAMEWORKS",
    "fund.procurement.waiting:SIGNATURES",
    "fund.ledger.waiting:AMENDMENTS",
    "fund.ledger.waiting:ACCOUNTS",
    "fund.milestones.waiting:FORECASTS",
    "fund.milestones.waiting:EVIDENCE_TO_FILE",
    "fund.milestones.waiting:EVIDENCE_TO_ACCEPT",
    "fund.subsidies.waiting:SETTLEMENTS",
    "fund.milestones.waiting:WAIVERS",
    "fund.milestones.waiting:JUDGEMENTS",
    "fund.milestones.waiting:PAYMENTS",
    "fund.holdings.waiting:VALUATIONS",
    "fund.holdings.waiting:EXITS",
    "fund.holdings.waiting:REMITTANCES",
    *("fund.sites.waiting:OUTCOMES", "fund.sites.waiting:CAPACITIES"),
    *("fund.frontiers.waiting:LEVELS", "fund.frontiers.waiting:SECOND_LEVELS"),
    "fund.evaluation.waiting:APPROVALS",
    "fund.closing.waiting:CARRY_OVERS",
    "fund.closing.waiting:SURPLUSES",
    "fund.ledger.waiting:CLAW_BACKS",
    "fund.office.waiting:WORKBOOKS",
    "fund.closing.waiting:CLOSINGS",
    "fund.reports.waiting:TO_PREPARE",
    "fund.reports.waiting:TO_REVIEW",
    "fund.reports.waiting:TO_ISSUE",
)
"""What waits for whom (fund.rooms.waiting), in the order of a grant's life."""

TASKS = ("fund.centres.reminding:tasks",)
"""What else is due from whom on a day: ``(session, actor, today, days ahead)``, reminded of
only.
"""

CENTRE_FIGURES = ("fund.facilities.platforms:counted_use",)
"""What a report of a centre begins with and is held against beside the ledger: ``(session, centre's
number, first day, last day) -> indicator -> value``, nothing where the room knows nothing of it.
"""

FEEDING = {"launches_flown": "fund.sites.feeding:flown"}
"""Indicator of a target -> what a room above targets tells of it: ``(session, as_of, region) ->
[Told]``.
"""

LISTS = (
    *("fund.grants.lists", "fund.holdings.lists", "fund.procurement.lists"),
    *("fund.suppliers.lists", "fund.published.lists", "fund.closing.lists"),
    *("fund.portfolio.lists", "fund.milestones.lists", "fund.standing.lists", "fund.inbox.lists"),
    *("fund.debris.lists", "fund.standards.lists", "fund.cooperation.lists"),
    *("fund.centres.lists", "fund.missions.lists", "fund.people.lists", "fund.facilities.lists"),
    *("fund.subsidies.lists", "fund.guarantees.lists", "fund.sites.lists"),
)
"""Modules with LISTS (fund.listing.declared.Listing): pages draw them, one test walks them all, the
bench measures them.
"""

DOWNLOADS = (
    "fund.centres.downloads:FILE",
    "fund.centres.downloads:WORKBOOK",
    "fund.centres.downloads:BUNDLE",
    "fund.office.looking:FILE",
    "fund.reports.lists:CSV",
    *(place for room in ROOMS for place in room.downloads),
)
"""Files that go out by a route of their own (fund.rooms.download)."""

BEFORE_PAYING = ("fund.holdings.paying:must_follow_others",)
"""What rooms refuse a payment for, ``(session, undertaking, amount in fen)``: asked by the ledger
before it pays, since it stands below them.
"""

FIGURES = tuple(place for room in ROOMS for place in room.figures)
"""Figures of rooms for measures of the plan: ``(session, actor, as_of)`` -> rows with measure,
words, value and of how many (fund.rooms.figure). No target stands behind them.
"""

RECKONED = tuple(place for room in ROOMS for place in room.reckoned)
"""What rooms keep beside their records, brought up to date at the end of each act."""

GUARDS = derived.by_name(item for room in ROOMS for item in room.guards.items())
"""What guards of the database say -> the refusal that stands for it (fund.rooms.room)."""

IMPORTS = tuple(one for room in ROOMS for one in room.imports)
JUDGES = tuple(one for room in ROOMS for one in room.judges)
EXPORTS = tuple(one for room in ROOMS for one in room.exports)
"""Kinds of file rooms take in, judge only, and write (fund.rooms.command)."""

CHECKS = (
    *("fund.ledger.checks", "fund.milestones.checks", "fund.grants.checks"),
    *("fund.holdings.checks", "fund.procurement.checks", "fund.subsidies.checks"),
    *("fund.debris.checks", "fund.guarantees.checks", "fund.standards.checks"),
    *("fund.facilities.checks", "fund.cooperation.checks", "fund.sites.checks"),
    *("fund.frontiers.checks", "fund.evaluation.checks", "fund.standing.checks"),
)
"""Modules with CHECKS of ``verify``: name -> one statement that finds what is wrong, or a function
of the session that does.
"""

COMMANDS = (*commands.COMMANDS, *(one for room in ROOMS for one in room.commands))
"""Commands in the order the help lists them, those of rooms at the end; a module is imported when a
command of it is typed.
"""


def at(place: str, kind: type[T]) -> T:
    """What stands in a module, written ``module:name``; refused where it is of another kind."""
    module, _, name = place.partition(":")
    found = getattr(import_module(module), name)
    if not isinstance(found, kind):
        raise NotDeclared(f"“{place}” is no {kind.__name__}")
    return found


@cache
def pages() -> dict[str, tuple[Page, ModuleType]]:
    """Every page by its address, with its module, in the order of the menu."""
    modules = [import_module(place) for place in PAGES]
    named = derived.by_name((module.PAGE.address, module) for module in modules)
    known = derived.acts(ROOMS)
    for address, module in named.items():
        page: Page = module.PAGE
        if page.reads not in known:
            raise NotDeclared(f"the page “{address}” asks for the act “{page.reads}”")
        if page.section not in {None, *SECTIONS}:
            raise NotDeclared(f"the page “{address}” names the section “{page.section}”")
        for above in (page.within, page.beside):
            if above and above not in named:
                raise NotDeclared(f"the page “{address}” is reached from “{above}”")
    return {address: (module.PAGE, module) for address, module in named.items()}
