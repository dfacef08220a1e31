"""Red flags: each with what raised it and what was said of it, and the form that answers one."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext, pgettext
from fund.procurement import events, reviewing
from fund.procurement.lists import RAISED
from fund.procurement.rows import FlagRow
from fund.procurement.rules import DISPOSITIONS
from fund.procurement.wording import FLAGS, evidence, rule_name, weight
from fund.screens.ledger.amounts import money
from fund.ui import Column, address
from fund.ui.fields import pick
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit, perform


def listed(visit: Visit, seen: Seen) -> None:
    """The flags raised, page by page, each with what raised it and what was said of it; below, the
    rule of each in plain words.
    """
    with ui.block(_("Flags raised"), _("Those to review first"), key="flags"):
        filters_of(RAISED)
        if seen.page.totals.rows:
            listing(visit, seen, _("Red flags"), has_excel=True)
        else:
            ui.empty(
                _("None of these") if seen.asked.only else _("No flag is raised"),
                _("Tenders are looked at once their bids are opened."),
            )
        if seen.asked.get("rule"):
            ui.source_note(_(FLAGS[seen.asked.get("rule")][1]))


def outcome(word: str) -> str:
    """What became of it."""
    words = DISPOSITIONS.get(word)
    return _(words) if words else _("Not answered")


def answer(visit: Visit, frame: pd.DataFrame) -> None:
    """The form for whoever may answer a flag they had no hand in."""
    if not visit.who.may("dispose_flag") or frame.empty:
        return
    rows = dict(enumerate(rows_of(frame, FlagRow)))
    choices = answerable(visit, rows)
    if not choices:
        return
    about = _("Not one of a tender you had a hand in; the answer is kept with the numbers of today")
    with ui.block(_("Answer a flag"), about, key="answer"), st.form("f-form-flag"):
        place = pick(_("Flag"), choices, "f-flag")
        word = st.selectbox(
            _("Answer"), list(DISPOSITIONS), format_func=outcome, key="f-flag-outcome"
        )
        reason = st.text_area(_("Reason"), key="f-flag-reason", max_chars=500, height=80)
        if st.form_submit_button(_("Record the answer"), type="primary"):
            row = rows[place] if place is not None else None
            wanted = {
                "flag": row["flag"] if row else "",
                "process_id": row["process_id"] if row else None,
                "supplier_id": row["supplier_id"] if row else None,
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


def answerable(visit: Visit, rows: Mapping[int, FlagRow]) -> dict[int, str]:
    """The flags this person may answer, by their place: none of a tender they had a hand in."""
    with visit.reading() as session:
        held = {
            row["process_id"]
            for row in rows.values()
            if row["process_id"] is not None
            and events.earlier_hand(session, visit.who, "dispose_flag", row["process_id"])
        }
    return {
        place: " · ".join(filter(None, [row["flag"], row["code"], row["supplier"] or row["title"]]))
        for place, row in rows.items()
        if row["process_id"] not in held
    }


def answers(frame: pd.DataFrame, history: pd.DataFrame) -> None:
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


FLAGS_SHOWN = 5


def raised(frame: pd.DataFrame, looked_at: int) -> None:
    """Red flags nobody has answered, those to review first, then the dearest tenders."""
    unanswered = frame[frame["outcome"] == ""].sort_values(
        "value_fen", ascending=False, kind="stable"
    )
    unanswered = unanswered.assign(
        heavy=[weight(flag)[0] for flag in unanswered["flag"]]
    ).sort_values("heavy", ascending=False, kind="stable")
    title = ngettext(
        "{count} red flag is not answered", "{count} red flags are not answered", len(unanswered)
    ).format(count=len(unanswered))
    with ui.block(
        title, _("A flag is a prompt to review, not a finding of wrongdoing."), key="raised"
    ):
        if unanswered.empty:
            ui.empty(
                _("Nothing to look at"),
                ngettext(
                    "The newest {count} tender was looked at.",
                    "The newest {count} tenders were looked at.",
                    looked_at,
                ).format(count=looked_at),
            )
        else:
            heaviest(unanswered.head(FLAGS_SHOWN), title)
        ui.more(_("All red flags, and answering them"), address("flags"))


def heaviest(frame: pd.DataFrame, title: str) -> None:
    """A row a flag, each leading to its tender or supplier and to where it is answered."""
    shown = pd.DataFrame(
        [
            {
                "heavy": row["heavy"],
                "word": weight(row["flag"])[1],
                "go": pgettext("flag", "Review"),
                "answer": address("flags", show="open"),
                "rule": rule_name(row["flag"]),
                "says": evidence(row["flag"], row["facts"], row["currency"]),
                "what": row["title"] or row["supplier"],
                "under": row["code"],
                "to": leads_to(row["code"], row["supplier_id"]),
                "estimate": money(row["value_fen"], row) if row["value_fen"] else "—",
            }
            for row in frame.to_dict("records")
        ]
    )
    ui.table(
        shown,
        [
            Column("heavy", pgettext("flag", "Level"), "status", word="word"),
            Column("rule", _("Rule and what it saw"), sub="says", is_strong=True),
            Column("what", _("Tender or supplier"), link="to", sub="under"),
            Column("estimate", _("Estimate")),
            Column("go", "", link="answer"),
        ],
        title,
        key="raised",
    )


def leads_to(code: str | None, supplier_id: int | None) -> str:
    """The page of the tender, else of the supplier."""
    if code:
        return address("process", id=code)
    return address("supplier", id=supplier_id)


def lede(raised: int, looked_at: int) -> None:
    """How many flags how many tenders raise."""
    ui.lede(
        ngettext("**{count}** flag is raised", "**{count}** flags are raised", raised).format(
            count=raised
        )
        + ngettext(
            " by the newest **{count}** tender.", " by the newest **{count}** tenders.", looked_at
        ).format(count=looked_at)
    )


def about(usable: int) -> None:
    """What a flag is and is not, and where its rule comes from."""
    ui.source_note(
        _("A flag is a prompt to review, not a finding of wrongdoing."),
        _(
            "Rules after cardinal-rs 0.0.8; those that compare are silent below {usable} tenders or"
            " suppliers."
        ).format(usable=usable),
    )


def counts(frame: pd.DataFrame) -> None:
    """How many were answered in which way."""
    counted = frame["outcome"].replace("", "open").value_counts()
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
