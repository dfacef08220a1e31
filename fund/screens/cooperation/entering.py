"""Entering partners, projects and agreements; flags, bodies, money, links and results of one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fund import clock
from fund.acts import Command
from fund.cooperation import bodies, commands, rules
from fund.cooperation.rows import Project
from fund.i18n import _, pgettext
from fund.ui.fields import folded, form_opened, pick_day, pick_word
from fund.ui.visit import Visit, perform, said

DONE = "f-abroad-done"


def keep(visit: Visit) -> None:
    """What this person may enter, each closed until it is wanted."""
    said(DONE)
    if visit.who.may("enter_partner"):
        partner(visit)
    if visit.who.may("enter_agreement"):
        agreement(visit)
    if visit.who.may("enter_cooperation"):
        project(visit)


def send(
    visit: Visit,
    words: str,
    name: str,
    command: Command,
    given: Callable[[], dict[str, object]],
) -> None:
    """The button of a form and the act behind it."""
    if st.form_submit_button(words, type="primary"):
        perform(visit, f"f-act-{name}", command, given, done=_("Recorded."), at=DONE)


def partner(visit: Visit) -> None:
    """A country by its code, or an organisation by its short name."""
    with folded("f-partner-new", _("Enter a partner"), "f-form-partner"):
        kind = pick_word(_("Kind"), rules.PARTNER_KINDS, "f-partner-kind")
        code = st.text_input(
            _("Code: two letters of ISO 3166, or a short name"), key="f-partner-code", max_chars=20
        )
        name = st.text_input(
            _("Chinese name (organisations only)"), key="f-partner-name", max_chars=120
        )
        english = st.text_input(
            _("English name (organisations only)"), key="f-partner-english", max_chars=120
        )
        send(
            visit,
            _("Enter the partner"),
            "partner",
            commands.enter_partner,
            lambda: {"code": code, "kind": kind, "name_zh": name, "name_en": english},
        )


def agreement(visit: Visit) -> None:
    """An agreement with the partners named by their codes."""
    days = {"signed": _("Signed on"), "force": _("In force from"), "ends": _("Ends on")}
    form = form_opened("f-agreement-new", _("Enter an agreement"), "f-form-agreement")
    if form is None:
        return
    with form:
        code = st.text_input(_("Code"), key="f-agreement-code", max_chars=60)
        title = st.text_input(_("Chinese title"), key="f-agreement-title", max_chars=300)
        english = st.text_input(_("English title"), key="f-agreement-english", max_chars=300)
        kind = pick_word(_("Kind"), rules.AGREEMENT_KINDS, "f-agreement-kind")
        parties = st.text_input(_("Codes of the partners, with commas"), key="f-agreement-parties")
        signed, in_force, ends = (
            pick_day(words, f"f-agreement-{name}", None, at=column, first=date(1970, 1, 1))
            for column, (name, words) in zip(st.columns(3), days.items(), strict=True)
        )
        source = st.text_input(_("Source"), key="f-agreement-source", max_chars=300)
        send(
            visit,
            _("Enter the agreement"),
            "agreement",
            commands.enter_agreement,
            lambda: {
                "code": code,
                "title_zh": title,
                "kind": kind,
                "parties": rules.listed(parties),
                "title_en": english,
                "signed_on": signed if isinstance(signed, date) else None,
                "in_force_on": in_force if isinstance(in_force, date) else None,
                "ends_on": ends if isinstance(ends, date) else None,
                "source": source,
            },
        )


def project(visit: Visit) -> None:
    """A project abroad with the percentage of each partner."""
    form = form_opened("f-abroad-new", _("Enter a project abroad"), "f-form-abroad")
    if form is None:
        return
    with form:
        left, right = st.columns(2)
        code = left.text_input(_("Code"), key="f-abroad-code", max_chars=60)
        title = right.text_input(_("Chinese title"), key="f-abroad-title", max_chars=300)
        field = pick_word(_("Field"), rules.FIELDS, "f-abroad-field", at=right)
        agreement = left.text_input(
            _("Agreement it stands on (code)"), key="f-abroad-agreement", max_chars=60
        )
        texts = texts_of(left, right)
        shares = st.text_input(
            _("Partners with percentages, for example KE 60, ET 40"), key="f-abroad-shares"
        )
        is_umbrella = st.checkbox(_("Umbrella: its projects count, not itself"), key="f-abroad-umb")
        counts = st.checkbox(_("Counted in totals"), key="f-abroad-counts")
        why = st.text_input(_("Why it counts or not"), key="f-abroad-why", max_chars=300)
        days = planned(left, right)
        send(
            visit,
            _("Enter the project"),
            "abroad",
            commands.enter_cooperation,
            lambda: {
                "code": code,
                "title_zh": title,
                "agreement": agreement,
                "texts": texts,
                "field": field,
                "shares": rules.shares_of(shares),
                "is_umbrella": is_umbrella,
                "counts": counts,
                "counts_why": why,
                **days,
            },
        )


def planned(left: DeltaGenerator, right: DeltaGenerator) -> dict[str, date | None]:
    """When a project is to start and to end; empty where nobody said."""
    start = pick_day(_("Planned start"), "f-abroad-start", None, at=left)
    end = pick_day(_("Planned end"), "f-abroad-end", None, at=right)
    return {
        "planned_start": start if isinstance(start, date) else None,
        "planned_end": end if isinstance(end, date) else None,
    }


def texts_of(left: DeltaGenerator, right: DeltaGenerator) -> dict[str, str]:
    """What is said of a project beside its Chinese title."""
    return {
        "title_en": left.text_input(_("English title"), key="f-abroad-english", max_chars=300),
        "title_other": left.text_input(
            _("Title in another language"), key="f-abroad-other", max_chars=300
        ),
        "other_language": right.text_input(
            _("Its language in two letters"), key="f-abroad-language", max_chars=2
        ),
        "description": right.text_input(
            _("Description"), key="f-abroad-description", max_chars=2000
        ),
    }


def decimal(text: str) -> Decimal | None:
    """A figure as typed; nothing where nothing was typed."""
    if not text.strip():
        return None
    try:
        return Decimal(text.replace(",", "").strip())
    except InvalidOperation as wrong:
        raise rules.FigureNotANumber(value=text.strip()[:60]) from wrong


def flag(visit: Visit, code: str) -> None:
    """State from when to when a country is on a list."""
    said(DONE)
    if not visit.who.may("state_flag"):
        return
    with folded("f-flag-new", _("State a flag"), "f-form-flag"):
        which = pick_word(pgettext("country", "Flag"), rules.LISTS, "f-flag-listed")
        since = pick_day(_("From"), "f-flag-since", None, first=date(1970, 1, 1))
        until = pick_day(_("Until (no longer from this day)"), "f-flag-until", None)
        source = st.text_input(_("Source"), key="f-flag-source", max_chars=300)
        send(
            visit,
            _("Record the flag"),
            "flag",
            commands.state_flag,
            lambda: {
                "partner": code,
                "listed": which,
                "since": since if isinstance(since, date) else None,
                "until": until if isinstance(until, date) else None,
                "source": source,
            },
        )


def stage(visit: Visit, one: Project) -> None:
    """How far the project is, and whether it counts."""
    if not visit.who.may("change_cooperation"):
        return
    form = form_opened("f-stage-new", _("State the stage"), "f-form-stage")
    if form is None:
        return
    with form:
        state = pick_word(pgettext("abroad", "How far"), rules.STATES, "f-stage-state")
        start = pick_day(_("Actual start"), "f-stage-start", None, last=clock.today())
        end = pick_day(_("Actual end"), "f-stage-end", None, last=clock.today())
        counts = st.checkbox(_("Counted in totals"), bool(one["counts"]), key="f-stage-counts")
        why = st.text_input(
            _("Why it counts or not"), one["counts_why"], key="f-stage-why", max_chars=300
        )
        send(
            visit,
            _("Record the stage"),
            "stage",
            commands.change_cooperation,
            lambda: {
                "project": one["code"],
                "state": state,
                "actual_start": start if isinstance(start, date) else one["actual_start"],
                "actual_end": end if isinstance(end, date) else one["actual_end"],
                "counts": counts,
                "counts_why": why,
                "expected_version": one["version"],
            },
        )


def body(visit: Visit, one: Project) -> None:
    """A firm or institution of the project; the undertaking that pays for it."""
    if visit.who.may("name_body"):
        with folded("f-body-new", _("Name a body"), "f-form-body"):
            name = st.text_input(_("Name"), key="f-body-name", max_chars=200)
            known = st.text_input(_("Identifier"), key="f-body-identifier", max_chars=60)
            role = pick_word(_("Role"), rules.ROLES, "f-body-role")
            kind = pick_word(_("Kind of organisation"), rules.ORGANISATION_TYPES, "f-body-kind")
            send(
                visit,
                _("Name the body"),
                "body",
                bodies.name_body,
                lambda: {
                    "project": one["code"],
                    "name": name,
                    "identifier": known,
                    "role": role,
                    "organisation_type": kind,
                },
            )
    if visit.who.may("link_undertaking"):
        with folded("f-link-new", _("Link an undertaking of the ledger"), "f-form-link"):
            code = st.text_input(_("Code of the grant or contract"), key="f-link-code")
            send(
                visit,
                _("Link it"),
                "link",
                bodies.link_undertaking,
                lambda: {"project": one["code"], "undertaking": code},
            )
