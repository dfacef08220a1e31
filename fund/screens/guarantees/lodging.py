"""Lodging a guarantee: what it is, for which duty, and the paper it came on."""

from collections.abc import Callable
from datetime import date
from typing import TypedDict

import streamlit as st
from sqlmodel import Session

from fund import clock
from fund.errors import N_
from fund.guarantees import commands, subjects
from fund.guarantees.rules import FORMS, KINDS
from fund.i18n import _, pgettext
from fund.ui.choosing import Sought, bodies_to_choose, to_choose
from fund.ui.fields import amount, document, opened, pick, pick_day, pick_word
from fund.ui.visit import Visit, perform, said

AT = "f-lodged-done"
CNY = {"currency": "CNY"}
SUBJECT = Sought(
    N_("Find what it secures by code, title or holder; a spacecraft by number or name"),
    N_("Write a part of it here; those found can be chosen below"),
    N_("Nothing a guarantee may secure is found by this"),
)


def lodge(visit: Visit) -> None:
    """The form, for whoever may; closed until it is wanted."""
    said(AT)
    if not visit.who.may("lodge_guarantee"):
        return

    def looking(session: Session, words: str, most: int) -> dict[tuple[str, int], str]:
        return subjects.subjects_to_choose(session, visit.who, words, most)

    inside = opened("f-lodge", _("Lodge a guarantee"))
    if inside is None:
        return
    with inside:
        bodies = bodies_to_choose(visit, "f-lodge-body")
        offered = to_choose(visit, "f-lodge-subject", looking, SUBJECT)
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


class Lodging(TypedDict):
    """What is typed and chosen of a guarantee; amounts and the paper are read when the form is
    sent. The subject is what it secures: the command's argument and its number.
    """

    kind: str
    form: str
    issuer: str
    number: str
    organisation_id: int
    subject: tuple[str, int] | None
    duty: str
    face_fen: Callable[[], int | None]
    base_fen: Callable[[], int | None]
    valid_from: date
    valid_to: date | None
    duty_due_on: date | None
    return_days: int
    paper: Callable[[], dict[str, object]]


def about(offered: dict[tuple[str, int], str], bodies: dict[int, str]) -> Lodging:
    """Ask what a guarantee is."""
    today = clock.today()
    one, two = st.columns(2)
    kind = pick_word(_("Kind"), KINDS, "f-lodge-kind", at=one)
    form = pick_word(pgettext("guarantee", "Form"), FORMS, "f-lodge-form", at=two)
    issuer = one.text_input(pgettext("guarantee", "Issuer"), key="f-lodge-issuer", max_chars=120)
    number = two.text_input(pgettext("guarantee", "Number"), key="f-lodge-number", max_chars=80)
    body = pick(pgettext("guarantee", "Given by"), bodies, "f-lodge-body", at=one)
    subject = pick(_("What it secures"), offered, "f-lodge-subject", at=two)
    duty = st.text_input(_("Duty in words"), key="f-lodge-duty", max_chars=300)
    face = amount(_("Amount"), "f-lodge-face", CNY)
    words = _("Of which it is a share: budget, price, settled price or advance")
    base = amount(words, "f-lodge-base", CNY, is_optional=True)
    one, two, three = st.columns(3)
    first = pick_day(_("Runs from"), "f-lodge-from", today, at=one)
    return Lodging(
        kind=kind,
        form=form,
        issuer=issuer,
        number=number,
        organisation_id=body or 0,
        subject=subject,
        duty=duty,
        face_fen=face,
        base_fen=base,
        valid_from=first,
        valid_to=pick_day(_("Runs to"), "f-lodge-to", None, at=two),
        duty_due_on=pick_day(_("Duty due on"), "f-lodge-due", None, at=three),
        return_days=return_days(),
        paper=document(_("Letter, receipt or policy"), "f-lodge-paper"),
    )


def return_days() -> int:
    """In how many working days it is given back."""
    days = st.number_input(
        _("Working days in which it is given back"),
        0,
        commands.LONGEST_RETURN,
        commands.RETURN_DAYS,
        key="f-lodge-days",
    )
    return int(days)


def arguments(given: Lodging) -> dict[str, object]:
    """What the command takes."""
    subject = given["subject"]
    return {
        "kind": given["kind"],
        "form": given["form"],
        "issuer": given["issuer"],
        "number": given["number"],
        "organisation_id": given["organisation_id"],
        "duty": given["duty"],
        "face_fen": given["face_fen"](),
        "base_fen": given["base_fen"](),
        "valid_from": given["valid_from"],
        "valid_to": given["valid_to"],
        "duty_due_on": given["duty_due_on"],
        "return_days": given["return_days"],
        **({subject[0]: subject[1]} if subject is not None else {}),
        **given["paper"](),
    }
