"""The one script: who is here, in which language, which pages they may open."""

from types import ModuleType
from typing import Any

import streamlit as st

from fund import audit, db, ui
from fund.errors import N_, FundError, NotAllowed
from fund.i18n import _
from fund.ui import net, once, sign_in
from fund.ui.visit import Visit, arrive, picker
from pages import (
    applications,
    budget,
    centre,
    centres,
    closing,
    contract,
    denied,
    evaluation,
    evaluations,
    filing,
    first_start,
    flags,
    gate,
    grant,
    grants,
    imports,
    inbox,
    milestones,
    missions,
    overview,
    people,
    plan,
    process,
    processes,
    procurement,
    provinces,
    published,
    reports,
    review,
    settings,
    supplier,
    suppliers,
    target,
    targets,
    warnings,
)

PAGES: dict[str, list[tuple[ModuleType, str, str, str]]] = {
    N_("Oversight"): [
        (overview, "overview", N_("Overview"), "space_dashboard"),
        (inbox, "inbox", N_("Waiting for me"), "inbox"),
        (applications, "applications", N_("Applications"), "description"),
        (grants, "grants", N_("Grants"), "assignment"),
        (grant, "grant", N_("Grant"), ""),
        (procurement, "procurement", N_("Procurement"), "gavel"),
        (processes, "processes", N_("Processes"), "account_tree"),
        (process, "process", N_("Process"), ""),
        (flags, "flags", N_("Red flags"), "policy"),
        (contract, "contract", N_("Contract"), ""),
        (missions, "missions", N_("National missions"), "rocket_launch"),
        (suppliers, "suppliers", N_("Suppliers"), "domain"),
        (supplier, "supplier", N_("Supplier"), ""),
        (published, "published", N_("Published records"), ""),
        (plan, "plan", N_("Action plan"), "map"),
        (provinces, "provinces", N_("Provinces"), "grid_view"),
        (milestones, "milestones", N_("Milestones"), "flag"),
        (warnings, "warnings", N_("Status and warnings"), "traffic"),
        (targets, "targets", N_("2027 targets"), "track_changes"),
        (target, "target", N_("Target"), ""),
        (evaluations, "evaluations", N_("Self-evaluation"), "fact_check"),
        (evaluation, "evaluation", N_("Self-evaluation of a year"), ""),
    ],
    N_("Local reports"): [
        (centres, "centres", N_("Centres and platforms"), "edit_note"),
        (filing, "filing", N_("Report of a centre"), ""),
        (review, "review", N_("Review of reports"), "rule"),
        (centre, "centre", N_("Centre"), ""),
    ],
    N_("Records"): [
        (budget, "budget", N_("Budget and ledger"), "account_balance"),
        (closing, "closing", N_("Month and year end"), "event_available"),
        (imports, "imports", N_("Imports"), "upload_file"),
        (reports, "reports", N_("Reports"), "summarize"),
        (people, "people", N_("People"), "group"),
        (settings, "settings", N_("Settings"), "tune"),
    ],
}
"""The menu by group: module, address, title, icon; a page without an icon is reached from another
page only.
"""


READING = {
    "settings": "see_settings",
    "people": "see_people",
    **dict.fromkeys(("centres", "filing", "centre"), "see_centres"),
    "review": "send_back",
}
"""The act that lets a page be read where it is not seeing the portfolio."""
IN_PARTS = frozenset({"see_centres", "send_back"})
"""Of these, those a role for a part of the fund is enough for: the page shows that part."""
FIRST = "overview"
"""The page at the root; whoever may not read it gets the first they may."""


def main() -> None:
    """Set the page up, find out who visits, and run the page asked for."""
    ui.speak()
    if not ui.is_served():
        st.navigation([st.Page(ui.not_served, title=ui.fund_name())], position="hidden").run()
        return
    ui.setup()
    with net.catching("arriving") as caught:
        visit = arrive()
        pages = pages_for(visit)
    if caught.error is not None:
        ui.menu(closed(caught), is_hidden=True).run()
        return
    ui.menu(pages, is_hidden=visit.actor is None).run()
    if visit.signed_in:
        sign_in.watch(visit.engine, visit.signed_in)
    once.question(visit)
    st.session_state.pop(net.WROTE, None)


def closed(caught: net.Caught) -> dict[str, list[Any]]:
    """The same addresses while nobody can be let in: why, and what of the visitor's is open."""

    def run() -> None:
        ui.header(caught.title)
        caught.draw()
        once.unanswered()

    return {
        "": [
            st.Page(run, title=_(title), url_path=path, default=path == FIRST)
            for entries in PAGES.values()
            for _module, path, title, _icon in entries
        ]
    }


def pages_for(visit: Visit) -> dict[str, list[Any]]:
    """The pages at their addresses; for whoever is nobody yet, the same addresses, each with the
    one page they may see.
    """
    instead = only_page(visit)
    if instead is None:
        with st.sidebar:
            if visit.signed_in:
                sign_in.leave(visit.engine, visit.signed_in, visit.who.name)
            else:
                picker(visit, key="f-who")
    return {
        _(group): [_page(visit, *entry, instead) for entry in entries]
        for group, entries in PAGES.items()
    }


def only_page(visit: Visit) -> ModuleType | None:
    """The page shown at every address: sign-in missing or not done, a new database, nobody
    chosen.
    """
    if visit.where not in (sign_in.OFF, sign_in.HELD):
        return gate
    if visit.shut:
        return gate
    if visit.kind == "new":
        return first_start
    if visit.actor is None:
        return gate
    return None


def may_read(visit: Visit, path: str) -> bool:
    """Whether this person may read a page: by a role for the whole fund, or for a part where the
    page shows parts.
    """
    act = READING.get(path, "see_portfolio")
    return bool(visit.who.scopes(act)) if act in IN_PARTS else visit.who.may(act)


def _page(
    visit: Visit, module: ModuleType, path: str, title: str, icon: str, instead: ModuleType | None
) -> Any:
    allowed = instead is None and may_read(visit, path)

    def run() -> None:
        if instead is not None or allowed:
            _run(instead or module, visit, title)
        elif path == FIRST and (
            first := next(
                (
                    entry
                    for entries in PAGES.values()
                    for entry in entries
                    if entry[3] and may_read(visit, entry[1])
                ),
                None,
            )
        ):
            _run(first[0], visit, first[2])
        else:
            denied.render(visit, title=_(title))

    return st.Page(
        run,
        title=_(title),
        icon=f":material/{icon}:" if icon else None,
        url_path=path,
        default=path == FIRST,
        visibility="visible" if icon and (allowed or instead is not None) else "hidden",
    )


def _run(module: ModuleType, visit: Visit, title: str = "") -> None:
    """One page; what it could not do is said where it stopped, with a number that finds it in the
    log, never as a trace.
    """
    st.session_state["f-headed"] = False
    with net.catching(module.__name__) as caught:
        module.render(visit)
    if caught.error is None:
        return
    if isinstance(caught.error, FundError) and not st.session_state["f-headed"]:
        ui.header(_(title) if title else "")
    caught.draw()
    if isinstance(caught.error, NotAllowed) and visit.actor is not None:
        note(visit, caught.error)


def note(visit: Visit, refused: NotAllowed) -> None:
    """Put on record that somebody asked to see what is not theirs: an address typed in, a link of
    somebody else's.
    """
    asked = {"page": st.context.url or "", **dict(st.query_params)}
    db.note(
        visit.engine,
        lambda session: audit.refusal(
            session, visit.who.id, str(refused.facts.get("act", "")), refused, asked
        ),
    )


main()
