"""What other buyers published, and saying of it what it buys: one by one, or by a rule with
preview.
"""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.errors import FundError
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.published import classified, classifying
from fund.published.classifying import Looked, Matched
from fund.published.lists import PUBLISHED
from fund.ui import Column
from fund.ui.fields import folded, pick
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit, act, perform

PREVIEWED = 8


def listed(visit: Visit, seen: Seen) -> None:
    """Search and category, then one page of the list, with what was said of each."""
    with ui.block(
        _("Processes"),
        _("The latest entered first; amounts in their own currencies"),
        key="published",
    ):
        filters_of(PUBLISHED)
        if seen.page.totals.rows:
            listing(visit, seen, _("Processes"), has_excel=True)
        else:
            ui.empty(
                _("No published process matches"),
                _("An officer imports OCDS files under Imports; try fewer words."),
            )


def one_by_one(visit: Visit, frame: pd.DataFrame) -> None:
    """Say of one process on this page what it buys."""
    rows = {row["ocid"]: row for row in frame.to_dict("records")}
    if not rows:
        return
    words = {**{key: _(name) for key, name in CATEGORIES.items()}, "": _("Unclassified")}
    with folded("f-class-one", _("Classify one process"), "f-form-class"):
        ocid = st.selectbox(
            _("Process"),
            list(rows),
            index=None,
            format_func=lambda key: f"{rows[key]['title'] or key} · {rows[key]['buyer']}",
            placeholder=_("Choose an option"),
            key="f-class-ocid",
        )
        kind = st.selectbox(
            _("Category"), list(words), format_func=words.__getitem__, key="f-class-kind"
        )
        reason = st.text_input(_("Reason"), key="f-class-why", max_chars=200)
        if st.form_submit_button(_("Classify it"), type="primary"):
            wanted = {
                "ocid": ocid or "",
                "category": kind,
                "reason": reason,
                "expected_version": rows[ocid]["version"] if ocid else None,
            }
            perform(
                visit,
                "f-act-class",
                classifying.categorise,
                lambda: wanted,
                done=_("Recorded."),
                at="f-class-done",
            )


def by_rule(visit: Visit) -> None:
    """Describe a rule, look at what it would take, then apply exactly that."""
    with st.container(key="f-class-rule"), st.expander(_("Classify by a rule")):
        left, middle, right = st.columns([2, 2, 1])
        looked = Looked(
            left.text_input(_("Words of the title"), key="f-rule-words", max_chars=80),
            middle.text_input(_("Part of the buyer’s name"), key="f-rule-buyer", max_chars=80),
            right.text_input(_("Currency"), key="f-rule-currency", max_chars=3),
        )
        if not any(part.strip() for part in looked):
            ui.source_note(_("Fill in at least one; each narrows the others."))
            return
        try:
            with visit.reading() as session:
                found = classifying.matched(session, looked)
                first = classified.of(session, visit.who, found.keys[:PREVIEWED])
        except FundError as refused:
            ui.error_box(_("This rule cannot be used"), i18n.say(refused))
            return
        preview(len(found.keys), found.classified, first)
        if found.keys:
            apply_rule(visit, looked, found)


def apply_rule(visit: Visit, looked: Looked, found: Matched) -> None:
    """Classify what was looked at and nothing else, once a category and a reason are given."""
    kinds = {key: _(name) for key, name in CATEGORIES.items()}
    kind = pick(_("Category"), kinds, "f-rule-kind")
    reason = st.text_input(_("Reason"), key="f-rule-why", max_chars=200)
    words = ngettext(
        "Classify {count} process", "Classify {count} processes", len(found.keys)
    ).format(count=i18n.number(len(found.keys)))
    if kind and reason.strip():
        act(
            visit,
            words,
            classifying.categorise_by_rule,
            key="f-rule-act",
            done=_("Recorded."),
            at="f-class-done",
            category=kind,
            reason=reason,
            digest=found.digest,
            **looked._asdict(),
        )


def preview(count: int, classified: int, first: pd.DataFrame) -> None:
    """How many a rule would take, how many it leaves alone, and the first of them."""
    title = ngettext(
        "{count} process would be classified.", "{count} processes would be classified.", count
    ).format(count=i18n.number(count))
    more = ngettext(
        "{count} that matches has a category already and is left alone.",
        "{count} that match have a category already and are left alone.",
        classified,
    ).format(count=i18n.number(classified))
    ui.source_note(title, more)
    if not first.empty:
        ui.table(
            first,
            [Column("title", _("Process"), sub="ocid"), Column("buyer", _("Buyer"))],
            title,
            key="preview",
        )


def past(applied: pd.DataFrame) -> None:
    """Rules applied so far, the newest first."""
    if applied.empty:
        return
    title = _("Rules applied")
    with ui.block(title, _("The newest first; only added to"), key="applied"):
        rows = applied.to_dict("records")
        shown = applied.assign(
            what=[
                " · ".join(filter(None, [row["words"], row["buyer"], row["currency"]]))
                for row in rows
            ],
            kind=[_(CATEGORIES[row["category"]]) for row in rows],
        )
        ui.table(
            shown,
            [
                Column("recorded_on", _("Date"), "date"),
                Column("what", _("Looked for"), sub="reason"),
                Column("kind", _("Category")),
                Column("processes", _("Processes"), "number"),
                Column("by", _("Who")),
            ],
            title,
            key="applied",
        )
