"""What waits for somebody else, or was answered: the amendments of an agreement, old and new side by side."""

from typing import Any

import pandas as pd

from fund import i18n, ui
from fund.errors import N_
from fund.i18n import _, ngettext
from fund.ui import Column
from fund.ui_acts import side

KINDS = {"amount": N_("Amount"), "dates": N_("Promised date"), "scope": N_("Title"), "recipient": N_("Recipient")}
"""What an amendment changes."""


def amendments(one: dict[str, Any], frame: pd.DataFrame) -> None:
    """Every amendment: what it changes, old and new, why, who proposed it when, who answered it when. Nothing where there is none."""
    if frame.empty:
        return
    waiting = int((frame["answer"] == "").sum())
    title = ngettext("{count} amendment waits for a signature", "{count} amendments wait for a signature", waiting).format(count=waiting) if waiting else _("What was amended")
    with ui.block(title, _("Proposed by one person, signed or rejected by another; what it said before stays on record"), key="amendments"):
        ui.table(pd.DataFrame([row(given, one) for given in frame.to_dict("records")]), [
            Column("what", _("What changes"), sub="reason"), Column("was", _("Before")), Column("becomes", _("After")),
            Column("proposed", _("Proposed"), sub="proposed_by"), Column("state", _("Status"), "tag", word="word"), Column("answered", _("Answered"), sub="by"),
        ], _("Amendments"), key="amendments")


def row(given: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """One amendment as the table says it."""
    answer, kind = given["answer"], KINDS[given["kind"]]
    return {
        "what": " ".join(filter(None, [_(kind), given["tranche"] or ""])), "reason": given["reason"],
        "was": side(given, "was", one), "becomes": side(given, "becomes", one),
        "proposed": i18n.day(given["proposed_on"]), "proposed_by": given["proposed_by"] or "—",
        "state": {"": "waiting", "signed": "approved", "rejected": "rejected"}[answer], "word": _("Signed") if answer == "signed" else None,
        "answered": i18n.day(given["answered_on"]) if answer else "", "by": " · ".join(filter(None, [given["answered_by"] or "", given["answer_reason"]])) if answer else "",
    }
