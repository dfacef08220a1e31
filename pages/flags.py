"""Red flags: what stands apart among the newest tenders, the numbers that raised it, what was said
of it; and how openly they were competed for.
"""

from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import _, ngettext, pgettext
from fund.procurement import events, flagged, reviewing
from fund.procurement.competition import Figure
from fund.procurement.rules import DISPOSITIONS, METHODS
from fund.procurement.wording import FIGURES, FLAGS, evidence, figure, weight
from fund.published import flagged as published
from fund.screens.ledger.amounts import money
from fund.settings import values as settings
from fund.ui import Column, address
from fund.ui.visit import Visit, perform, regions, said

LOOKS = {"": "waiting", "looking": "active", "explained": "met", "referred": "at_risk"}
"""How an answer looks; the first is none yet."""


def render(visit: Visit) -> None:
    """Counts by what became of them, then one block a flag, then the form, then what was said so
    far.
    """
    with visit.reading() as session:
        frame, looked_at = flagged.flags(session, visit.who)
        history = flagged.dispositions(session, visit.who)
        competed, ways = flagged.competition(session, visit.who)
        usable = settings.value(session, "flag_sample")
    chosen = st.query_params.get("show", "")
    ui.header(_("Red flags"), [_("Oversight"), (_("Procurement"), address("procurement"))])
    ui.lede(
        ngettext("**{count}** flag is raised", "**{count}** flags are raised", len(frame)).format(
            count=len(frame)
        )
        + ngettext(
            " by the newest **{count}** tender.", " by the newest **{count}** tenders.", looked_at
        ).format(count=looked_at)
    )
    ui.meta(
        as_of=clock.today(), is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    ui.source_note(
        _("A flag is a prompt to review, not a finding of wrongdoing."),
        _(
            "Rules after cardinal-rs 0.0.8; those that compare are silent below {usable} tenders or"
            " suppliers."
        ).format(usable=usable),
    )
    counted = frame["outcome"].replace("", "open").value_counts() if len(frame) else {}
    ui.counts(
        [
            (int(counted.get(key, 0)), look, words, address("flags", show=key))
            for key, look, words in (
                ("open", "waiting", _("Not answered")),
                ("looking", "active", pgettext("flag", "Being looked into")),
                ("explained", "met", pgettext("flag", "Explained")),
                ("referred", "at_risk", pgettext("flag", "Referred for inspection")),
            )
        ]
    )
    said("f-flag-done")
    shown = (
        frame[frame["outcome"].replace("", "open") == chosen]
        if chosen in ("open", *DISPOSITIONS)
        else frame
    )
    if shown.empty:
        ui.empty(
            _("No flag is raised") if frame.empty else _("None of these"),
            _("Tenders are looked at once their bids are opened."),
        )
    for flag, rows in shown.groupby("flag", sort=True):
        listed(visit, str(flag), rows)
    answer(visit, frame)
    told(frame, history)
    elsewhere(visit)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        openly(competed)
    with right:
        by_method(ways)


def elsewhere(visit: Visit) -> None:
    """What tenders raise that were published elsewhere, by the same rules."""
    with visit.reading() as session:
        frame, looked_at = published.flags(session, visit.who)
    if not looked_at:
        return
    title = ngettext(
        "{count} flag is raised by tenders published elsewhere",
        "{count} flags are raised by tenders published elsewhere",
        len(frame),
    ).format(count=i18n.number(len(frame)))
    about = ngettext(
        "The newest {count} tender was looked at, by the same rules; 15 days where no legal method"
        " is named. Listed only: it is its buyer’s to answer.",
        "The newest {count} tenders were looked at, by the same rules; 15 days where no legal"
        " method is named. Listed only: they are their buyers’ to answer.",
        looked_at,
    ).format(count=i18n.number(looked_at))
    with ui.block(title, about, key="elsewhere"):
        if frame.empty:
            ui.empty(
                _("No flag is raised"), _("Most rules need bids, which many publishers leave out.")
            )
            return
        rows: list[Any] = frame.to_dict("records")
        shown = frame.assign(
            heavy=[weight(row["flag"])[0] for row in rows],
            heavy_word=[weight(row["flag"])[1] for row in rows],
            rule=[f"{row['flag']} {rule_name(row['flag'])}" for row in rows],
            says=[
                " · ".join(
                    filter(
                        None,
                        [
                            evidence(row["flag"], row["facts"], row["currency"]),
                            compared(row["sample"]),
                        ],
                    )
                )
                for row in rows
            ],
            what=[row["title"] or row["ocid"] or _("over all its tenders") for row in rows],
            under=[" · ".join(filter(None, [row["ocid"], row["buyer"]])) for row in rows],
            who=["; ".join(row["parties"]) or "—" for row in rows],
        )
        ui.table(
            shown,
            [
                Column("heavy", pgettext("flag", "Level"), "status", word="heavy_word"),
                Column("rule", _("Rule and what it saw"), sub="says", is_strong=True),
                Column("what", _("Tender"), sub="under"),
                Column("who", _("Organisations named")),
            ],
            title,
            key="elsewhere",
        )


def rule_name(flag: str) -> str:
    """What a flag is called."""
    name, _rule = FLAGS[flag]
    return _(name)


def openly(competed: list[Figure]) -> None:
    """Figures of competition, each with what it rests on."""
    frame = pd.DataFrame(
        [
            {
                "name": _(FIGURES[found.name][0]),
                "of": _(FIGURES[found.name][1]),
                "value": figure(found.value, found.unit),
                "sample": found.sample,
            }
            for found in competed
        ]
    )
    with ui.block(
        _("How openly they were competed for"),
        _("Over the same tenders; amounts in renminbi"),
        key="competition",
    ):
        ui.table(
            frame,
            [
                Column("name", _("Figure"), sub="of"),
                Column("value", _("Value")),
                Column("sample", _("Rests on"), "number"),
            ],
            _("How openly they were competed for"),
        )


def by_method(ways: list[tuple[str, int]]) -> None:
    """Tenders by method."""
    with ui.block(_("By method"), _("Tenders with open bids"), key="methods"):
        if not ways:
            ui.empty(_("No tender yet"), _("Tenders are looked at once their bids are opened."))
            return
        frame = pd.DataFrame(
            [{"name": _(METHODS[code]), "tenders": number} for code, number in ways]
        )
        ui.table(
            frame,
            [Column("name", _("Method")), Column("tenders", _("Tenders"), "number")],
            _("By method"),
        )


def listed(visit: Visit, flag: str, rows: pd.DataFrame) -> None:
    """One flag: its rule in plain words, and each place it is raised."""
    name, rule = FLAGS[flag]
    with ui.block(f"{flag} {_(name)} · {len(rows)}", _(rule), key=f"flag-{flag}"):
        ui.table(
            dressed(visit, rows),
            [
                Column("heavy", pgettext("flag", "Level"), "status", word="heavy_word"),
                Column("what", _("Tender or supplier"), link="to", sub="under"),
                Column("numbers", _("What raised it"), sub="compared"),
                Column("place", _("Province")),
                Column("estimate", _("Estimate")),
                Column("look", _("Answer"), "tag", word="word", sub="why"),
            ],
            f"{flag} {_(name)}",
        )


def dressed(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their words."""
    places, records = regions(visit), rows.to_dict("records")
    return rows.assign(
        heavy=[weight(row["flag"])[0] for row in records],
        heavy_word=[weight(row["flag"])[1] for row in records],
        what=[row["title"] or row["supplier"] for row in records],
        to=[
            (
                address("process", id=row["code"])
                if row["code"]
                else address("supplier", id=row["supplier_id"])
            )
            for row in records
        ],
        under=[
            " · ".join(filter(None, [row["code"], *(row["parties"] if row["title"] else ())]))
            for row in records
        ],
        numbers=[evidence(row["flag"], row["facts"], row["currency"]) for row in records],
        compared=[compared(row["sample"]) for row in records],
        place=[places.get(row["region"], "") for row in records],
        estimate=[money(row["value_fen"], row) if row["value_fen"] else "—" for row in records],
        look=[LOOKS[row["outcome"]] for row in records],
        word=[outcome(row["outcome"]) for row in records],
        why=[" · ".join(filter(None, [row["reason"], row["by"] or ""])) for row in records],
    )


def compared(sample: int) -> str:
    """How many it was compared with."""
    return (
        ngettext("compared with {count}", "compared with {count}", sample).format(count=sample)
        if sample
        else ""
    )


def outcome(word: str) -> str:
    """What became of it."""
    words = DISPOSITIONS.get(word)
    return _(words) if words else _("Not answered")


def answer(visit: Visit, frame: pd.DataFrame) -> None:
    """The form for whoever may answer a flag they had no hand in."""
    if not visit.who.may("dispose_flag") or frame.empty:
        return
    rows = dict(enumerate(frame.to_dict("records")))
    with visit.reading() as session:
        held = {
            row["process_id"]
            for row in rows.values()
            if row["process_id"] is not None
            and events.earlier_hand(session, visit.who, "dispose_flag", row["process_id"])
        }
    choices = {
        place: " · ".join(filter(None, [row["flag"], row["code"], row["supplier"] or row["title"]]))
        for place, row in rows.items()
        if row["process_id"] not in held
    }
    if not choices:
        return
    with (
        ui.block(
            _("Answer a flag"),
            _(
                "Not one of a tender you had a hand in; the answer is kept with the numbers of"
                " today"
            ),
            key="answer",
        ),
        st.form("f-form-flag"),
    ):
        place = st.selectbox(
            _("Flag"),
            list(choices),
            index=None,
            format_func=choices.__getitem__,
            placeholder=_("Choose an option"),
            key="f-flag",
        )
        word = st.selectbox(
            _("Answer"), list(DISPOSITIONS), format_func=outcome, key="f-flag-outcome"
        )
        reason = st.text_area(_("Reason"), key="f-flag-reason", max_chars=500, height=80)
        if st.form_submit_button(_("Record the answer"), type="primary"):
            row: dict[str, Any] = (
                rows[place]
                if place is not None
                else {"flag": "", "process_id": None, "supplier_id": None}
            )
            wanted = {
                "flag": row["flag"],
                "process_id": row["process_id"],
                "supplier_id": row["supplier_id"],
                "outcome": word,
                "reason": reason,
            }
            perform(
                visit,
                "f-flag-act",
                reviewing.dispose_flag,
                lambda: wanted,
                done=_("Recorded."),
                at="f-flag-done",
            )


def told(frame: pd.DataFrame, history: pd.DataFrame) -> None:
    """What was said so far, the newest first; of flags no longer raised too."""
    if history.empty:
        return
    codes = {
        (row["process_id"], row["supplier_id"]): row["code"] or row["supplier"]
        for row in frame.to_dict("records")
    }
    records = history.to_dict("records")
    title = ngettext(
        "{count} answer is on record", "{count} answers are on record", len(history)
    ).format(count=len(history))
    with ui.block(title, _("The newest first; only added to, never changed"), key="answers"):
        ui.table(
            history.assign(
                day=[i18n.day(row["on"]) for row in records],
                what=[
                    " ".join(
                        filter(
                            None,
                            [row["flag"], codes.get((row["process_id"], row["supplier_id"]), "")],
                        )
                    )
                    for row in records
                ],
                word=[outcome(row["outcome"]) for row in records],
            ),
            [
                Column("day", _("Date")),
                Column("what", _("Flag")),
                Column("word", _("Answer"), sub="reason"),
                Column("by", _("Who")),
            ],
            title,
        )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
