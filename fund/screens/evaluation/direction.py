"""Evaluations of direction: the years, beginning one, stating what the ledger does not know, the
promise, the answer to it, and the scheme.
"""

from decimal import Decimal
from functools import partial

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.attachments import queries as attachments
from fund.evaluation import direction, exchange
from fund.evaluation.bands import UNITS
from fund.evaluation.directions import Row, Year
from fund.evaluation.rows import DirectionSeen
from fund.evaluation.rules import GRADE_WORDS
from fund.i18n import _, pgettext
from fund.screens.evaluation import record
from fund.screens.evaluation.writing import NotANumber, back, decimal
from fund.screens.ledger.record import document
from fund.ui import Column, address
from fund.ui.fields import document as asked
from fund.ui.fields import folded, pick
from fund.ui.taking_in import taken
from fund.ui.visit import Visit, act, download, perform, said
from fund.words import STATUSES

DONE = "f-direction-done"
LOOKS = {"draft": "entered", "submitted": "waiting", "approved": "met"}


def years(frame: pd.DataFrame) -> None:
    """Every year with its points and what is missing, each leading to its page."""
    if frame.empty:
        return
    shown = frame.assign(
        words=[_("Fiscal year {year}").format(year=year) for year in frame["fiscal_year"]],
        to=[address("direction", id=year) for year in frame["fiscal_year"]],
        state=[LOOKS[status] for status in frame["status"]],
        state_word=[_(STATUSES[status]) for status in frame["status"]],
        points=[i18n.number(total, 2) for total in frame["total"]],
        open=[i18n.number(missing, 2) for missing in frame["missing"]],
        grade_word=[_(GRADE_WORDS[one]) if one else _("Not known yet") for one in frame["grade"]],
    )
    title = _("Evaluation of direction")
    with ui.block(title, _("The fund’s year by 13 indicators"), key="directions"):
        ui.table(
            shown,
            [
                Column("words", _("Year"), link="to"),
                Column("state", _("Status"), "tag", word="state_word"),
                Column("points", _("Points"), is_strong=True),
                Column("open", _("Points of which nothing is stated")),
                Column("grade_word", _("Grade")),
                Column(
                    "promised_on", pgettext("direction", "Promised on"), "date", sub="signatory"
                ),
            ],
            title,
            key="directions",
        )


def begin(visit: Visit) -> None:
    """Begin a year; hand in another scheme."""
    said(DONE)
    if visit.who.may("begin_direction"):
        with folded("f-direction-new", _("Begin an evaluation of direction"), "f-form-direction"):
            today = clock.today().year
            options = {year: str(year) for year in range(today, today - 3, -1)}
            year = pick(_("Year"), options, "f-direction-year")
            if st.form_submit_button(_("Begin"), type="primary"):
                perform(
                    visit,
                    "f-act-direction-new",
                    direction.begin_direction,
                    lambda: {"fiscal_year": year or 0},
                    done=_("Begun: open it in the list."),
                    at=DONE,
                )
    scheme(visit)


def scheme(visit: Visit) -> None:
    """The scheme as a file to edit, and another in its place."""
    with st.container(key="f-direction-scheme"), st.expander(_("Scheme of direction")):
        words = _("The scheme in force (CSV), to read or to edit")
        download(visit, words, "direction-scheme", key="f-direction-csv")
        if not visit.who.may("set_direction_scheme"):
            return
        given = st.file_uploader(
            _("Another scheme: workbook or CSV file"),
            type=["xlsx", "csv"],
            key="f-direction-upload",
        )
        if given is not None:
            words = _("Score by this scheme of {count} parts")
            taken(visit, given, exchange.take_in, words, key="f-direction-in", at=DONE)


def answer(visit: Visit, one: Year) -> None:
    """What this person may do with the year now."""
    said(DONE)
    status = one.facts["status"]
    if visit.view.as_of != clock.today():
        return
    if status == "draft" and visit.who.may("state_direction"):
        state(visit, one)
    if status == "draft" and visit.who.may("promise_direction"):
        promise(visit, one)
    if status == "submitted" and visit.who.may("approve_direction"):
        act(
            visit,
            _("Approve it"),
            direction.approve_direction,
            key="f-direction-approve",
            done=_("Approved."),
            at=DONE,
            **version(one),
        )
        back(visit, "direction", direction.return_direction, version(one))


def version(one: Year) -> DirectionSeen:
    """Which year is meant, and the state in which it was looked at."""
    return {
        "direction_id": one.facts["direction_id"],
        "expected_version": one.facts["version"],
    }


def state(visit: Visit, one: Year) -> None:
    """State a part the ledger does not know, with its source."""
    parts = {row.part.key: row for row in one.rows if row.origin != "ledger"}
    words = {key: _asked(row) for key, row in parts.items()}
    with folded("f-direction-state", _("State a figure"), "f-form-direction-state"):
        key = pick(_("Part of the indicator"), words, "f-direction-part")
        typed = st.text_input(
            _("Figure; empty takes back what was stated"), key="f-direction-value", max_chars=20
        )
        st.caption(_("Shares are typed as 0.35 or 35%; yes is 1, no is 0."))
        source = st.text_input(_("Source"), key="f-direction-source", max_chars=300)
        paper = asked(_("Document"), "f-direction-paper")
        if st.form_submit_button(pgettext("direction", "State it"), type="primary"):
            perform(
                visit,
                "f-act-direction-state",
                direction.state_direction,
                lambda: {
                    **version(one),
                    "part_key": key or "",
                    "value": number(words.get(key or "", ""), typed),
                    "source": source,
                    **paper(),
                },
                done=_("Recorded."),
                at=DONE,
            )


def _asked(row: Row) -> str:
    indicator, name = row.part.words(i18n.language())
    unit = _(UNITS[row.part.unit])
    return f"{row.part.indicator} {indicator} · {name}（{unit}）"


def number(name: str, typed: str) -> Decimal | None:
    """What was typed as a number, a percentage as a share; None where nothing was."""
    text = typed.strip()
    if not text.endswith(("%", "％")):
        return decimal(text, name)
    found = decimal(text[:-1], name)
    if found is None:
        raise NotANumber(name=name, value=typed)
    return found / 100


def promise(visit: Visit, one: Year) -> None:
    """Record the signed promise that the data are true."""
    about = _("Hand in the signed promise")
    with folded("f-direction-promise", about, "f-form-direction-promise"):
        missing = i18n.number(one.tally.missing, 2)
        st.caption(
            _("Nothing is stated of {missing} points; they stay missing, not 0.").format(
                missing=missing
            )
        )
        signatory = st.text_input(_("Signed by"), key="f-direction-signatory", max_chars=200)
        paper = asked(_("The signed promise"), "f-direction-signed")
        if st.form_submit_button(pgettext("direction", "Hand it in"), type="primary"):
            perform(
                visit,
                "f-act-direction-promise",
                direction.promise_direction,
                lambda: {**version(one), "signatory": signatory, **paper()},
                done=_("Handed in: every figure stands as known for the last day of the year."),
                at=DONE,
            )


def papers(visit: Visit, one: Year) -> None:
    """The promise and the documents behind what was stated, fetched only when asked for."""
    held = {row.sha256: row.part.words(i18n.language())[1] for row in one.rows if row.sha256}
    if one.facts["promise"]:
        held[one.facts["promise"]] = _("The signed promise")
    with visit.reading() as session:
        kept = attachments.kept(session, visit.who, list(held))
    for place, sha256 in enumerate(sorted(kept)):
        name, media_type = kept[sha256]
        st.download_button(
            f"{held[sha256]} · {name}",
            partial(document, visit, sha256),
            name,
            ui.for_me(media_type),
            key=f"f-direction-document-{place}",
            on_click="ignore",
            type="tertiary",
        )


def history(past: pd.DataFrame) -> None:
    """What was done on it; of a promise who signed it."""
    rows = past.to_dict("records")
    record.history(past.assign(reason=[row["reason"] or row["signatory"] for row in rows]))
