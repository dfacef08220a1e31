"""The gate: the way to sign in where an office has set it up; without it, who is at this machine
says who they are, and nobody else comes in.
"""

import streamlit as st

from fund import ui
from fund.errors import N_
from fund.i18n import _
from fund.ui import sign_in
from fund.ui.visit import Visit, picker

ENDED = {
    "idle": N_(
        "You were signed out because nothing was clicked for a while. What you had saved is still"
        " there."
    ),
    "expired": N_(
        "A sign-in lasts a working day at most, and yours is over. What you had saved is still"
        " there."
    ),
    "revoked": N_("Your sign-in was ended by an administrator. Ask them before you sign in again."),
    "signed_out": N_("You are signed out."),
}


def render(visit: Visit) -> None:
    """Nothing of the fund is shown here."""
    if visit.where == sign_in.STRANGER:
        stranger(visit)
    elif visit.where != sign_in.OFF:
        ui.header(_("Sign in"))
        ui.lede(
            _(ENDED[visit.where])
            if visit.where in ENDED
            else _("Sign in with your office’s account to go on.")
        )
        sign_in.button(_("Sign in"))
    elif visit.shut:
        title, words = sign_in.closed(visit.shut)
        ui.header(title)
        for sentence in words:
            ui.lede(sentence)
    else:
        ui.header(_("Who are you?"))
        ui.lede(
            _(
                "Choose yourself from the people of this database. Nobody checks it: every page and"
                " the audit log say so."
            )
        )
        ui.meta(is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
        with st.container(width=420):
            picker(visit, key="f-gate")


def stranger(visit: Visit) -> None:
    """An account that is nobody's here: what to tell the administrator."""
    ui.header(_("This account is not known here"))
    ui.lede(
        _(
            "You signed in, and nobody here has this account. Give your system administrator the"
            " two lines below; they link it to you."
        )
    )
    st.code(f"{visit.claims.get('iss', '')}\n{visit.claims.get('sub', '')}", language=None)
    sign_in.button(_("Sign in with another account"))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
