"""One self-evaluation: its points and grade in a sentence, and what was done on it."""

import pandas as pd

from fund import i18n, ui
from fund.evaluation.queries import Form
from fund.evaluation.rules import GRADE_WORDS
from fund.i18n import _
from fund.ui import Column
from fund.words import ACTS, STATUSES


def sentence(form: Form) -> str:
    """Its points, its grade and where it stands."""
    total = form.points.total
    return _("**{total}** of 100 points: **{grade}**. {status}.").format(
        total="—" if total is None else i18n.number(total, 2),
        grade=_(GRADE_WORDS[form.points.grade]) if total is not None else _("Not known yet"),
        status=_(STATUSES[form.facts["status"]]),
    )


def history(past: pd.DataFrame) -> None:
    """What was done on it, the latest first."""
    with ui.block(_("History"), _("The latest first; only added to"), key="history"):
        shown = past.assign(
            when=[i18n.moment(at) for at in past["recorded_at"]],
            what=[_(ACTS[kind]) for kind in past["kind"]],
        )
        ui.table(
            shown,
            [
                Column("when", _("When")),
                Column("what", _("What"), sub="reason"),
                Column("actor", _("Who")),
            ],
            _("History"),
            key="history",
        )
