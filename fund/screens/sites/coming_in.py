"""Lists of launches coming in: what a file would bring, places to be mapped, files to be undone."""

from datetime import UTC
from functools import partial

import pandas as pd
import streamlit as st

from fund import clock, ui
from fund.clock import BEIJING
from fund.errors import Issue, has_errors
from fund.i18n import _, ngettext
from fund.sites import commands, exchange, intake
from fund.sites.rules import ORIGINS
from fund.ui import Column
from fund.ui.fields import folded, pick
from fund.ui.taking_in import tell_issues
from fund.ui.visit import Visit, perform, said

DONE = "f-list-done"


def keep(visit: Visit, sites: pd.DataFrame, batches: pd.DataFrame) -> None:
    """Taking a list in and undoing one, closed until it is wanted."""
    said(DONE)
    if visit.view.as_of != clock.today():
        return
    if visit.who.may("take_in_launches"):
        upload(visit, dict(zip(sites["code"], sites["name_zh"], strict=True)))
    if visit.who.may("undo_launches") and not batches.empty:
        undo(visit, batches)


def upload(visit: Visit, sites: dict[str, str]) -> None:
    """A list with what would go in; nothing is stored before that was seen."""
    with st.container(key="f-list-file"), st.expander(_("Take in a list of launches or sites")):
        zone = st.radio(
            _("Days and times of the file are in"),
            ["UTC", "Beijing"],
            format_func=lambda name: _("UTC") if name == "UTC" else _("Beijing time"),
            horizontal=True,
            key="f-list-zone",
        )
        given = st.file_uploader(
            _("CSV file, or one with tabs"), type=["csv", "tsv", "txt"], key="f-list-upload"
        )
        if given is None:
            return
        content = given.getvalue()
        if content[:6] in (b"#Site\t", b"Site\tC"):
            others(visit, given.name, content)
            return
        offset = UTC if zone == "UTC" else BEIJING
        found = exchange.held_against(visit.engine, given.name, content, offset)
        tell_issues(found.issues, given.name)
        if found.unknown and visit.who.may("name_site"):
            mapping(visit, found.unknown, sites)
        if has_errors(found.issues) or not found.launches:
            return
        words = ngettext("Take in {count} launch", "Take in {count} launches", len(found.launches))
        if st.button(words.format(count=len(found.launches)), type="primary", key="f-list-take"):
            _counts, issues = exchange.take_in(
                visit.engine, visit.who.id, given.name, content, dry_run=False, zone=offset
            )
            _after(issues, given.name)


def others(visit: Visit, name: str, content: bytes) -> None:
    """Sites of others, as GCAT lists them."""
    counts, issues = exchange.take_in_sites(visit.engine, visit.who.id, name, content, dry_run=True)
    tell_issues(issues, name)
    if has_errors(issues) or not counts["accepted"]:
        return
    words = _("Take in {count} sites").format(count=counts["accepted"])
    if st.button(words, type="primary", key="f-list-sites"):
        _counts, issues = exchange.take_in_sites(
            visit.engine, visit.who.id, name, content, dry_run=False
        )
        _after(issues, name)


def _after(issues: list[Issue], name: str) -> None:
    tell_issues(issues, name)
    if not has_errors(issues):
        st.session_state[f"{DONE}-said"] = ("ok", _("Recorded."))
        st.rerun()


def mapping(visit: Visit, unknown: dict[str, int], sites: dict[str, str]) -> None:
    """A place nobody knows is given to a site; a site is never made of a name alone."""
    if not sites:
        return
    with st.form("f-form-mapping"):
        st.caption(_("Which site is it?"))
        chosen = {
            place: pick(f"{place} ({count})", sites, f"f-place-{place}")
            for place, count in sorted(unknown.items(), key=lambda item: -item[1])[:MOST]
        }
        if st.form_submit_button(_("Give the names to these sites"), type="primary"):
            by_site: dict[str, list[str]] = {}
            for place, code in chosen.items():
                if code:
                    by_site.setdefault(code, []).append(place)
            for code, names in by_site.items():
                given = {"site": code, "names": names}
                perform(
                    visit,
                    f"f-act-name-{code}",
                    commands.name_site,
                    partial(dict, given),
                    done=_("Recorded."),
                    at=DONE,
                )


MOST = 20
"""Places offered to map at once, the most frequent first."""


def files(found: pd.DataFrame) -> None:
    """Files taken in, and those undone."""
    if found.empty:
        return
    rows = found.to_dict("records")
    shown = found.assign(
        what=[_(ORIGINS[row["origin"]]) for row in rows],
        state=["closed" if row["undone_on"] else "active" for row in rows],
        word=[_("Undone") if row["undone_on"] else _("Counts") for row in rows],
    )
    with ui.block(_("Files taken in"), _("Each is undone as a whole"), key="files"):
        ui.table(
            shown,
            [
                Column("name", _("File"), sub="what"),
                Column("launches", _("Launches"), "number"),
                Column("recorded_on", _("Recorded on"), "date"),
                Column("by", _("Who")),
                Column("state", _("Status"), "tag", word="word"),
                Column("undone_why", _("Reason")),
            ],
            _("Files taken in"),
            key="files",
        )


def undo(visit: Visit, batches: pd.DataFrame) -> None:
    """One file undone as a whole, with the reason."""
    standing = batches[batches["undone_on"].isna()]
    if standing.empty:
        return
    names = {int(row["batch_id"]): str(row["name"]) for row in standing.to_dict("records")}
    with folded("f-list-undo", _("Undo a file"), "f-form-undo"):
        key = pick(_("File"), names, "f-undo-file")
        reason = st.text_input(_("Reason"), key="f-undo-reason", max_chars=300)
        if st.form_submit_button(_("Undo the whole file"), type="primary"):
            perform(
                visit,
                "f-act-undo",
                intake.undo_launches,
                lambda: {"batch_id": int(key or 0), "reason": reason},
                done=_("Undone: its launches count no more."),
                at=DONE,
            )
