"""Mergings of civil and commercial texts: what was proposed, deciding on it, proposing one."""

import pandas as pd
import streamlit as st

from fund import ui
from fund.frames import rows_of
from fund.i18n import _
from fund.standards import commands, queries
from fund.standards.rows import MergingRow, StandardRow
from fund.standards.rules import OUTCOMES, VERDICTS
from fund.ui import Column, address
from fund.ui.fields import folded, pick_word
from fund.ui.visit import Visit, act, perform, said

LOOKS = {"open": "to_approve", "confirmed": "met", "rejected": "rejected"}


def mergings(visit: Visit, found: pd.DataFrame) -> None:
    """What was proposed and decided; whoever may decides on what is open."""
    said("f-merging-done")
    if found.empty:
        return
    title = _("Mergings of civil and commercial standards")
    with ui.block(title, _("Proposed by one person, confirmed by another"), key="mergings"):
        rows = found.astype(object).where(found.notna(), None).to_dict("records")
        shown = found.assign(
            to=[address("standard", id=number) for number in found["one"]],
            of=[address("standard", id=number) for number in found["other"]],
            state=[LOOKS[outcome] for outcome in found["outcome"]],
            word=[_(OUTCOMES[outcome]) for outcome in found["outcome"]],
            verdict=[_(VERDICTS[verdict]) for verdict in found["verdict"]],
            when=[row["decided_on"] or row["proposed_on"] for row in rows],
            who=[" · ".join(filter(None, [row["proposed_by"], row["decided_by"]])) for row in rows],
            more=[row["why"] or row["words"] for row in rows],
        )
        ui.table(
            shown,
            [
                Column("one", _("Standard"), link="to"),
                Column("other", _("The other standard"), link="of"),
                Column("subject", _("Subject"), sub="more"),
                Column("verdict", _("How they stand")),
                Column("state", _("Status"), "tag", word="word"),
                Column("when", _("Date"), "date"),
                Column("who", _("Who")),
            ],
            title,
            key="mergings",
        )
        for row in rows_of(found, MergingRow):
            if row["outcome"] == "open" and visit.who.may("confirm_merging"):
                judge(visit, row)


def judge(visit: Visit, row: MergingRow) -> None:
    """Confirm what was proposed, or turn it down with a reason."""
    key = row["merging_id"]
    act(
        visit,
        _("Confirm: {one} and {other}").format(one=row["one"], other=row["other"]),
        commands.confirm_merging,
        key=f"f-confirm-{key}",
        done=_("Confirmed."),
        at="f-merging-done",
        merging_id=key,
        expected_version=row["version"],
    )
    asked = {"merging_id": key, "expected_version": row["version"]}
    with st.form(f"f-form-reject-{key}"):
        reason = st.text_input(_("Why it is turned down"), key=f"f-reject-{key}", max_chars=200)
        if st.form_submit_button(_("Turn the proposal down")):
            perform(
                visit,
                f"f-act-reject-{key}",
                commands.reject_merging,
                lambda: {"reason": reason, **asked},
                done=_("Recorded."),
                at="f-merging-done",
            )


def propose(visit: Visit, one: StandardRow) -> None:
    """Say how this text and another stand to each other; closed until it is wanted."""
    if not visit.who.may("propose_merging"):
        return
    with folded("f-propose-merging", _("Propose a merging"), "f-form-merging"):
        number = st.text_input(
            _("Number of the other standard"), key="f-merging-other", max_chars=80
        )
        subject = st.text_input(_("Subject both deal with"), key="f-merging-subject", max_chars=200)
        verdict = pick_word(_("How they stand"), VERDICTS, "f-merging-verdict")
        words = st.text_area(_("In words"), key="f-merging-words", max_chars=500, height=80)

        def wanted() -> dict[str, object]:
            with visit.reading() as session:
                other = queries.standard(session, visit.who, number)
            return {
                "standard_id": one["standard_id"],
                "other_id": other["standard_id"],
                "subject": subject,
                "verdict": verdict,
                "words": words,
            }

        if st.form_submit_button(_("Propose the merging"), type="primary"):
            perform(
                visit,
                "f-act-merging",
                commands.propose_merging,
                wanted,
                done=_("Recorded."),
                at="f-merging-done",
            )
