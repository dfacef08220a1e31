"""The one script: who is here, in which language, which pages they may open."""

import streamlit as st

from fund import ui, ui_visit
from fund.i18n import _
from pages import budget, contract, first_start, gate, grant, grants, imports, milestones, overview, procurement, reports, targets


def main() -> None:
    """Set the page up, find out who visits, and run the page asked for."""
    ui.speak()
    ui.setup()
    visit = ui_visit.arrive()
    ui.menu(pages_for(visit), is_hidden=visit.actor is None).run()


def pages_for(visit: ui_visit.Visit) -> dict[str, list]:  # type: ignore[type-arg]
    """The pages this visitor may open, by group; whoever is nobody yet finds one page at every address."""
    if not visit.is_local:
        return {"": [_page(gate, visit, "gate", _("Sign-in needed"), "lock", is_first=True)]}
    if visit.kind == "new":
        return {"": [_page(first_start, visit, "start", _("Start"), "flag", is_first=True)]}
    if visit.actor is None:
        return {"": [_page(gate, visit, "gate", _("Who are you?"), "person", is_first=True)]}
    with st.sidebar:
        ui_visit.picker(visit, key="f-who")
    return {
        _("Oversight"): [
            _page(overview, visit, "overview", _("Overview"), "space_dashboard", is_first=True),
            _page(grants, visit, "grants", _("Grants"), "assignment"),
            _page(grant, visit, "grant", _("Grant"), "assignment", is_hidden=True),
            _page(procurement, visit, "procurement", _("Procurement"), "gavel"),
            _page(contract, visit, "contract", _("Contract"), "gavel", is_hidden=True),
            _page(milestones, visit, "milestones", _("Milestones"), "flag"),
            _page(targets, visit, "targets", _("2027 targets"), "track_changes"),
        ],
        _("Records"): [
            _page(budget, visit, "budget", _("Budget and ledger"), "account_balance"),
            _page(imports, visit, "imports", _("Imports"), "upload_file"),
            _page(reports, visit, "reports", _("Reports"), "summarize"),
        ],
    }


def _page(module, visit, path, title, icon, *, is_first=False, is_hidden=False):  # type: ignore[no-untyped-def]
    def run() -> None:
        module.render(visit)

    return st.Page(
        run, title=title, icon=f":material/{icon}:", url_path=path, default=is_first, visibility="hidden" if is_hidden else "visible"
    )


main()
