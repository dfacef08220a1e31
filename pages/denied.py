"""No permission: which roles see the portfolio, who gives them, and what an administrator does
first.
"""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.access.rules import FUND, ROLES
from fund.i18n import _
from fund.ui import Column
from fund.ui.visit import Visit

ADD = "python -m fund users add LOGIN --name NAME --role officer"


def render(visit: Visit, *, title: str) -> None:
    """The title asked for, and why nothing of it is here."""
    ui.header(title)
    ui.meta(is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    seeing = [role for role in ROLES if role in FUND]
    roles = ("、" if i18n.language() == "zh" else ", ").join(_(ROLES[role]) for role in seeing)
    ui.empty(
        _("Your roles do not include seeing the portfolio"),
        _("It takes one of: {roles}. The security administrator gives roles.").format(roles=roles),
    )
    if visit.who.may("add_person"):
        with ui.block(
            _("Next: enter the people who work here"),
            _("At the command line, once for each person"),
            key="next",
        ):
            st.code(ADD, language=None)
            ui.source_note(
                _(
                    "An officer uploads the office’s workbook, a decider approves it, finance opens"
                    " budget lines and pays, a supervisor signs and accepts."
                )
            )
            frame = pd.DataFrame({"word": seeing, "name": [_(ROLES[role]) for role in seeing]})
            ui.table(
                frame,
                [Column("name", _("Role")), Column("word", _("Word after --role"))],
                _("Roles"),
                is_stacked=False,
            )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
