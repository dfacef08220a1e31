"""What waits for somebody else, or was answered: the amendments of an agreement, old and new side
by side.
"""

import pandas as pd

from fund import clock, i18n, ui
from fund.errors import N_
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.ledger import pending
from fund.ledger.rows import AmendmentRow, Facts
from fund.ledger.rules import UNDECIDED
from fund.screens.ledger.amounts import money, side
from fund.ui import Column
from fund.ui.visit import Visit

KINDS = {
    "amount": N_("Amount"),
    "dates": N_("Promised date"),
    "scope": N_("Title"),
    "recipient": N_("Recipient"),
    "account": N_("Bank account"),
}
"""What an amendment changes."""


def approvals(visit: Visit, one: Facts) -> None:
    """How many of the deciders an amount takes have said yes, who and when, while others must still
    say so.
    """
    if visit.view.as_of != clock.today() or one["status"] not in UNDECIDED:
        return
    with visit.reading() as session:
        found = pending.approvals(session, visit.who, one["undertaking_id"])
    if not found:
        return
    given = len(found["by"])
    title = ngettext(
        "{given} of {needed} decider has approved {amount}",
        "{given} of {needed} deciders have approved {amount}",
        found["needed"],
    ).format(given=given, needed=found["needed"], amount=money(found["amount_fen"], one))
    with ui.block(
        title,
        _("An amount this large is committed by the last of them; another amount begins anew"),
        key="approvals",
    ):
        ui.history([(i18n.day(day), name, None) for name, day in found["by"]])


def amendments(one: Facts, frame: pd.DataFrame) -> None:
    """Every amendment: what it changes, old and new, why, who proposed it when, who answered it
    when. Nothing where there is none.
    """
    if frame.empty:
        return
    waiting = int((frame["answer"] == "").sum())
    title = (
        ngettext(
            "{count} amendment waits for a signature",
            "{count} amendments wait for a signature",
            waiting,
        ).format(count=waiting)
        if waiting
        else _("What was amended")
    )
    with ui.block(
        title,
        _(
            "Proposed by one person, signed or rejected by another; what it said before stays on"
            " record"
        ),
        key="amendments",
    ):
        ui.table(
            pd.DataFrame([row(given, one) for given in rows_of(frame, AmendmentRow)]),
            [
                Column("what", _("What changes"), sub="reason"),
                Column("was", _("Before")),
                Column("becomes", _("After")),
                Column("proposed", _("Proposed"), sub="proposed_by"),
                Column("state", _("Status"), "tag", word="word"),
                Column("answered", _("Answered"), sub="by"),
            ],
            _("Amendments"),
            key="amendments",
        )


def row(given: AmendmentRow, one: Facts) -> dict[str, object]:
    """One amendment as the table says it."""
    answer, kind = given["answer"], KINDS[given["kind"]]
    return {
        "what": " ".join(filter(None, [_(kind), given["tranche"] or ""])),
        "reason": given["reason"],
        "was": side(given, "was", one),
        "becomes": side(given, "becomes", one),
        "proposed": i18n.day(given["proposed_on"]),
        "proposed_by": given["proposed_by"] or "—",
        "state": {"": "waiting", "signed": "approved", "rejected": "rejected"}[answer],
        "word": _("Signed") if answer == "signed" else None,
        "answered": i18n.day(given["answered_on"]) if answer else "",
        "by": (
            " · ".join(filter(None, [given["answered_by"] or "", given["answer_reason"]]))
            if answer
            else ""
        ),
    }
