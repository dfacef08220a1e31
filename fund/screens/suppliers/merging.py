"""What a person may do about organisations: set the two flags, say that two are one, decide on
it.
"""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.plan.rules import MARKS, MERGES
from fund.suppliers import commands
from fund.suppliers.rows import MergeRow, OrganisationRow
from fund.ui import Column, address
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import opened, pick
from fund.ui.visit import Visit, act, perform, said

LOOKS = {"open": "to_approve", "merged": "met", "rejected": "rejected"}


def decide(visit: Visit, merges: pd.DataFrame) -> None:
    """Merges proposed and decided; whoever may and did not propose it decides."""
    said("f-merged-done")
    if merges.empty:
        return
    with ui.block(
        _("Organisations that are one"),
        _("Proposed by one person, decided by another; no record is rewritten"),
        key="merges",
    ):
        rows = merges.astype(object).where(merges.notna(), None).to_dict("records")
        frame = merges.assign(
            to=[address("supplier", id=key) for key in merges["organisation_id"]],
            of=[address("supplier", id=key) for key in merges["kept_id"]],
            state=[LOOKS[row["outcome"]] for row in rows],
            word=[_(words) for words in merges["outcome"].map(MERGES)],
            when=[row["decided_on"] or row["proposed_on"] for row in rows],
            said=[row["why"] or row["reason"] for row in rows],
            who=[" · ".join(filter(None, [row["proposed_by"], row["decided_by"]])) for row in rows],
        )
        columns = [
            Column("name", _("Entered twice"), link="to", sub="identifier"),
            Column("kept_name", _("Kept"), link="of", sub="kept_identifier"),
            Column("state", _("State"), "tag", word="word"),
            Column("when", _("Date"), "date"),
            Column("who", _("Who")),
            Column("said", _("Reason")),
        ]
        ui.table(frame, columns, _("Organisations that are one"), key="merges")
        open_ = rows_of(merges[merges["outcome"] == "open"], MergeRow)
        waiting = {row["merge_id"]: row for row in open_}
        if waiting and visit.who.may("merge_organisations"):
            judge(visit, waiting)


def judge(visit: Visit, waiting: Mapping[int, MergeRow]) -> None:
    """Agree, or keep them apart with a reason."""
    merge_id = st.selectbox(
        _("Merge to decide on"),
        list(waiting),
        index=0 if len(waiting) == 1 else None,
        format_func=lambda key: f"{waiting[key]['name']} → {waiting[key]['kept_name']}",
        placeholder=_("Choose an option"),
        key="f-merge-which",
    )
    if merge_id is None:
        return
    version = waiting[merge_id]["version"]
    act(
        visit,
        _("They are one: merge"),
        commands.merge_organisations,
        key=f"f-merge-{merge_id}",
        done=_("Merged. Everything is shown at the organisation that is kept."),
        at="f-merged-done",
        merge_id=merge_id,
        expected_version=version,
    )
    with st.form(f"f-form-apart-{merge_id}"):
        reason = st.text_input(_("Why they are two"), key=f"f-apart-{merge_id}", max_chars=200)
        if st.form_submit_button(_("Keep them apart")):
            perform(
                visit,
                f"f-apart-act-{merge_id}",
                commands.keep_apart,
                lambda: {"merge_id": merge_id, "reason": reason, "expected_version": version},
                done=_("Recorded."),
                at="f-merged-done",
            )


def propose(visit: Visit, twice: pd.DataFrame) -> None:
    """Say that two organisations are one; closed until it is wanted."""
    said("f-proposed-done")
    if not visit.who.may("propose_merge"):
        return
    inside = opened("f-propose", _("Propose a merge"))
    if inside is None:
        return
    with inside:
        first = twice.iloc[0].to_dict() if len(twice) else {}
        pair = (first[name] for name in ("organisation_id", "other_id") if name in first)
        known = bodies_to_choose(visit, "f-propose", *map(int, pair))
        with st.form("f-form-propose"):
            body = pick(
                _("Entered twice"), known, "f-propose-one", first=first.get("organisation_id")
            )
            kept = pick(
                _("The organisation that is kept"),
                known,
                "f-propose-kept",
                first=first.get("other_id"),
            )
            reason = st.text_area(
                _("How it is known"), key="f-propose-why", max_chars=500, height=80
            )
            if st.form_submit_button(_("Propose the merge"), type="primary"):
                perform(
                    visit,
                    "f-proposed",
                    commands.propose_merge,
                    lambda: {
                        "organisation_id": int(body or 0),
                        "kept_id": int(kept or 0),
                        "reason": reason,
                    },
                    done=_("Proposed. Somebody else decides."),
                    at="f-proposed-done",
                )


def mark(visit: Visit, one: OrganisationRow) -> None:
    """Set or take away one of the two flags."""
    key = f"f-mark-{one['organisation_id']}"
    said(f"{key}-done")
    if not visit.who.may("mark_organisation"):
        return
    with st.expander(_("Set a flag")), st.form(f"{key}-form"):
        chosen = st.radio(
            _("Mark"), list(MARKS), format_func=lambda name: _(MARKS[name]), key=f"{key}-which"
        )
        is_set = st.radio(
            _("Does it hold?"),
            [True, False],
            format_func=lambda value: _("Yes") if value else _("No"),
            horizontal=True,
            key=f"{key}-is",
        )
        reason = st.text_area(_("Reason and source"), key=f"{key}-why", max_chars=500, height=80)
        if st.form_submit_button(_("Record the flag"), type="primary"):
            perform(
                visit,
                key,
                commands.mark_organisation,
                lambda: {
                    "organisation_id": int(one["organisation_id"]),
                    "mark": chosen,
                    "is_set": is_set,
                    "reason": reason,
                },
                done=_("Recorded."),
                at=f"{key}-done",
            )


def flag_history(frame: pd.DataFrame) -> list[tuple[str, str, None]]:
    """How the flags were set, as a history."""
    rows = frame.to_dict("records")
    flags = [_(flag) for flag in frame["mark"].map(MARKS)]
    return [
        (
            f"{i18n.day(row['recorded_on'])} · {row['actor'] or ''}",
            (_("{flag}: yes. {reason}") if row["is_set"] else _("{flag}: no. {reason}")).format(
                flag=flag, reason=row["reason"]
            ),
            None,
        )
        for row, flag in zip(rows, flags, strict=True)
    ]


def waiting(merges: pd.DataFrame) -> str:
    """How many merges wait for somebody else; empty where none does."""
    count = int((merges["outcome"] == "open").sum())
    if not count:
        return ""
    return ngettext(
        "**{count}** merge waits for a second person.",
        "**{count}** merges wait for a second person.",
        count,
    ).format(count=count)


def marks(marked: pd.DataFrame) -> None:
    """How the flags of an organisation were set; nothing where none was."""
    if marked.empty:
        return
    with ui.block(_("How the flags were set"), _("The newest first; only added to"), key="marks"):
        ui.history(flag_history(marked))
