"""Lodging a guarantee: what it is, for which duty, and the paper it came on."""

from datetime import date
from typing import Any

import streamlit as st
from sqlmodel import col, select

from fund import clock
from fund.debris.tables import Spacecraft
from fund.guarantees import commands
from fund.guarantees.rules import FORMS, KINDS
from fund.i18n import _, pgettext
from fund.ledger.rules import ENDED
from fund.ledger.tables import Undertaking
from fund.procurement.tables import Process
from fund.ui.fields import amount, document, opened, pick, pick_day, pick_word
from fund.ui.filters import bodies_to_choose
from fund.ui.visit import Visit, perform, said

AT = "f-lodged-done"
NEWEST = 500
"""Subjects offered of each kind, the newest first."""
CNY = {"currency": "CNY"}


def lodge(visit: Visit) -> None:
    """The form, for whoever may; closed until it is wanted."""
    said(AT)
    if not visit.who.may("lodge_guarantee"):
        return
    inside = opened("f-lodge", _("Lodge a guarantee"))
    if inside is None:
        return
    with inside:
        bodies, offered = bodies_to_choose(visit, "f-lodge-body"), subjects(visit)
    with inside, st.form("f-form-lodge"):
        given = about(offered, bodies)
        if st.form_submit_button(_("Lodge the guarantee"), type="primary"):
            perform(
                visit,
                "f-act-lodge",
                commands.lodge_guarantee,
                lambda: arguments(given),
                done=_("Lodged. Another person checks it with its issuer."),
                at=AT,
            )


def subjects(visit: Visit) -> dict[tuple[str, int], str]:
    """What a guarantee may secure, (argument, number) -> words."""
    found: dict[tuple[str, int], str] = {}
    with visit.reading() as session:
        rows = session.exec(
            select(Undertaking)
            .where(col(Undertaking.status).not_in(ENDED))
            .order_by(col(Undertaking.id).desc())
            .limit(NEWEST)
        ).all()
        found |= {("undertaking_id", row.id or 0): f"{row.code} {row.title}" for row in rows}
        processes = session.exec(
            select(Process).order_by(col(Process.id).desc()).limit(NEWEST)
        ).all()
        found |= {("process_id", row.id or 0): f"{row.code} {row.title}" for row in processes}
        crafts = session.exec(
            select(Spacecraft).order_by(col(Spacecraft.id).desc()).limit(NEWEST)
        ).all()
        found |= {("spacecraft_id", row.id or 0): f"{row.number} {row.name_zh}" for row in crafts}
    return found


def about(offered: dict[tuple[str, int], str], bodies: dict[int, str]) -> dict[str, Any]:
    """What is typed and chosen; amounts and the paper are read when the form is sent."""
    today = clock.today()
    one, two = st.columns(2)
    given: dict[str, Any] = {
        "kind": pick_word(_("Kind"), KINDS, "f-lodge-kind", at=one),
        "form": pick_word(pgettext("guarantee", "Form"), FORMS, "f-lodge-form", at=two),
        "issuer": one.text_input(
            pgettext("guarantee", "Issuer"), key="f-lodge-issuer", max_chars=120
        ),
        "number": two.text_input(
            pgettext("guarantee", "Number"), key="f-lodge-number", max_chars=80
        ),
        "organisation_id": pick(pgettext("guarantee", "Given by"), bodies, "f-lodge-body", at=one)
        or 0,
        "subject": pick(_("What it secures"), offered, "f-lodge-subject", at=two),
        "duty": st.text_input(_("Duty in words"), key="f-lodge-duty", max_chars=300),
    }
    given["face_fen"] = amount(_("Amount"), "f-lodge-face", CNY)
    words = _("Of which it is a share: budget, price, settled price or advance")
    given["base_fen"] = amount(words, "f-lodge-base", CNY, is_optional=True)
    one, two, three = st.columns(3)
    given["valid_from"] = pick_day(_("Runs from"), "f-lodge-from", today, at=one)
    given["valid_to"] = pick_day(_("Runs to"), "f-lodge-to", None, at=two)
    given["duty_due_on"] = pick_day(_("Duty due on"), "f-lodge-due", None, at=three)
    days = st.number_input(
        _("Working days in which it is given back"),
        0,
        commands.LONGEST_RETURN,
        commands.RETURN_DAYS,
        key="f-lodge-days",
    )
    given["return_days"] = int(days)
    given["paper"] = document(_("Letter, receipt or policy"), "f-lodge-paper")
    return given


def arguments(given: dict[str, Any]) -> dict[str, Any]:
    """What the command takes."""
    told = dict(given)
    subject = told.pop("subject")
    if subject is not None:
        told[subject[0]] = subject[1]
    told |= {name: told[name]() for name in ("face_fen", "base_fen")}
    told |= {
        name: told[name] if isinstance(told[name], date) else None
        for name in ("valid_to", "duty_due_on")
    }
    told |= told.pop("paper")()
    return told
