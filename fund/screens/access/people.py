"""What the page of people draws: who holds what, accounts and sign-ins, and the acts on them."""

from types import ModuleType

import pandas as pd
import streamlit as st
from sqlmodel import Session
from streamlit.delta_generator import DeltaGenerator

from fund import ui
from fund.access import commands as access
from fund.access.rules import ROLES
from fund.i18n import _
from fund.people import queries
from fund.people.lists import PEOPLE, SIGN_INS
from fund.sign_in import commands
from fund.ui.choosing import PERSON, to_choose
from fund.ui.fields import opened, pick, pick_word
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit, act, perform

AT = "f-people"


def people(visit: Visit, seen: Seen) -> None:
    """Everybody with what they hold, page by page, and the acts on them."""
    with ui.block(
        _("People and roles"),
        _(
            "A role holds for the whole fund, for one province by its code, or for one centre by"
            " its code"
        ),
        key="people",
    ):
        filters_of(PEOPLE)
        if seen.page.totals.rows:
            listing(visit, seen, _("People and roles"))
        else:
            ui.empty(_("Nobody fits"), _("Try fewer words or another role."))
        if visit.who.may("add_person"):
            add(visit)
        if visit.who.may("set_email"):
            address(visit)
        if visit.who.may("assign_role"):
            roles(visit)


def add(visit: Visit) -> None:
    """Enter somebody."""
    with st.form("f-form-person", clear_on_submit=True):
        left, right = st.columns(2)
        login, name = (
            left.text_input(_("Login"), max_chars=80, key="f-person-login"),
            right.text_input(_("Name"), max_chars=80, key="f-person-name"),
        )
        email = left.text_input(_("E-mail for reminders"), max_chars=254, key="f-person-email")
        if st.form_submit_button(_("Enter a person"), type="primary"):
            perform(
                visit,
                "f-person",
                access.add_person,
                lambda: {
                    "login": login.strip(),
                    "name": name.strip(),
                    "email": email.strip(),
                    "roles": [],
                },
                done=_("Entered."),
                at=AT,
            )


def address(visit: Visit) -> None:
    """Say where somebody's reminders go."""
    inside = opened("f-email", _("Where reminders go"))
    if inside is None:
        return
    with inside:
        known = persons(visit, "f-email-person")
    with inside, st.form("f-form-email", border=False):
        left, right = st.columns(2)
        person = _choose(left, _("Name"), known, "f-email-person")
        email = right.text_input(
            _("E-mail for reminders"),
            max_chars=254,
            key="f-email-address",
            help=_("An empty address takes it away."),
        )
        if st.form_submit_button(_("Record")):
            perform(
                visit,
                "f-email-act",
                access.set_email,
                lambda: {"person_id": person, "email": email.strip()},
                done=_("Recorded."),
                at=AT,
            )


def roles(visit: Visit) -> None:
    """Give or take a role."""
    known = persons(visit, "f-role-person")
    with st.form("f-form-role"):
        left, middle, right = st.columns(3)
        person = _choose(left, _("Name"), known, "f-role-person")
        role = pick_word(_("Role"), ROLES, "f-role-role", at=middle)
        scope = right.text_input(
            _("For (code of the province or centre)"), max_chars=40, key="f-role-scope"
        )
        gives = st.radio(
            _("What is done"),
            [True, False],
            format_func=lambda is_given: _("Give the role") if is_given else _("Take it away"),
            horizontal=True,
            key="f-role-gives",
        )
        if st.form_submit_button(_("Record"), type="primary"):
            command = access.assign_role if gives else access.revoke_role
            perform(
                visit,
                "f-role",
                command,
                lambda: {"person_id": person, "role": role, "scope": scope.strip()},
                done=_("Recorded. It holds from the next click on."),
                at=AT,
            )


def linked(visit: Visit, seen: Seen) -> None:
    """Which account is whose, page by page."""
    with ui.block(
        _("Accounts"),
        _("Only a link made here lets an account in; no name and no address does"),
        key="accounts",
    ):
        if seen.page.totals.rows:
            listing(visit, seen, _("Accounts"))
        else:
            ui.empty(
                _("No account is linked"),
                _("Somebody who signs in for the first time is shown the two lines to put here."),
            )
        if visit.who.may("link_identity"):
            link(visit)
            unlink(visit, seen.page.frame)


def link(visit: Visit) -> None:
    """Say that an account is somebody's."""
    known = persons(visit, "f-link-person")
    with st.form("f-form-link", clear_on_submit=True):
        left, middle, right = st.columns(3)
        person = _choose(left, _("Name"), known, "f-link-person")
        issuer = middle.text_input(_("Account issuer"), key="f-link-issuer", max_chars=300)
        subject = right.text_input(_("Account subject"), key="f-link-subject", max_chars=300)
        if st.form_submit_button(_("Link the account"), type="primary"):
            perform(
                visit,
                "f-link",
                commands.link_identity,
                lambda: {"person_id": person, "issuer": issuer, "subject": subject},
                done=_("Linked."),
                at=AT,
            )


def unlink(visit: Visit, accounts: pd.DataFrame) -> None:
    """A button for each account on this page that takes its link away."""
    for row in accounts.to_dict("records"):
        act(
            visit,
            _("Take the link of {name} away").format(name=row["name"]),
            commands.unlink_identity,
            key=f"f-unlink-{row['identity_id']}",
            at=AT,
            is_primary=False,
            identity_id=int(row["identity_id"]),
        )


def here(visit: Visit, seen: Seen) -> None:
    """Who is signed in, and who was, page by page."""
    with ui.block(
        _("Sign-ins"), _("The newest first; an ended one never holds again"), key="sign-ins"
    ):
        if not seen.page.totals.rows and not seen.asked.only:
            ui.empty(
                _("Nobody has signed in yet"),
                _("Without a provider, who is at this machine says who they are."),
            )
            return
        filters_of(SIGN_INS)
        if seen.page.totals.rows:
            listing(visit, seen, _("Sign-ins"))
        else:
            ui.empty(_("No sign-in fits"), _("Choose another status."))
        if visit.who.may("revoke_sessions"):
            end_all(visit)


def end_all(visit: Visit) -> None:
    """End every sign-in of somebody whose sign-in lasts."""

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        return queries.named(session, visit.who, words, most, is_here=True)

    with visit.reading() as session:
        if not looking(session, "", 1):
            return
    known = to_choose(visit, "f-out-person", looking, PERSON)
    with st.form("f-form-out"):
        person = _choose(st, _("Name"), known, "f-out-person")
        if st.form_submit_button(_("End every sign-in of this person"), type="primary"):
            perform(
                visit,
                "f-out",
                commands.revoke_sessions,
                lambda: {"person_id": person},
                done=_("Ended, in every tab."),
                at=AT,
            )


def persons(visit: Visit, key: str) -> dict[int, str]:
    """Everybody a form lets somebody choose among, by number."""

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        return queries.named(session, visit.who, words, most)

    return to_choose(visit, key, looking, PERSON)


def _choose(place: DeltaGenerator | ModuleType, words: str, known: dict[int, str], key: str) -> int:
    chosen = pick(words, known, key, at=place, empty=_("Choose a person"))
    return int(chosen or 0)
