"""The register of spacecraft, and entering one."""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.debris import commands, registers
from fund.i18n import _, ngettext
from fund.ui import Column, address
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import opened, pick
from fund.ui.visit import Visit, perform, said

AT = "f-craft-done"


def listed(crafts: pd.DataFrame) -> None:
    """Every spacecraft with its firm and radius."""
    rows = crafts.to_dict("records")
    title = ngettext("{count} spacecraft", "{count} spacecraft", len(rows)).format(count=len(rows))
    shown = crafts.assign(
        name=[one[f"name_{i18n.language()}"] or one["name_zh"] for one in rows],
        radius=[
            f"{one['radius_cm'] / 100:g} m" if one["radius_cm"] else _("not told") for one in rows
        ],
        paid_to=[
            address(one["paid_by_kind"], id=one["paid_by"]) if one["paid_by"] else ""
            for one in rows
        ],
        paid_words=[one["paid_by"] or "—" for one in rows],
        moves=[_("Yes") if one["is_manoeuvrable"] else _("No") for one in rows],
    )
    with ui.block(title, _("Known by catalogue number, never by name"), key="spacecraft"):
        ui.table(
            shown,
            [
                Column("name", _("Spacecraft"), sub="number"),
                Column("firm", _("Firm")),
                Column("paid_words", _("Paid by"), link="paid_to"),
                Column("radius", _("Radius")),
                Column("moves", _("Can manoeuvre")),
                Column("open", _("Events to come"), "number"),
            ],
            title,
            key="spacecraft",
        )


def enter(visit: Visit) -> None:
    """Enter a spacecraft."""
    said(AT)
    if not visit.who.may("register_spacecraft"):
        return
    words = _("Enter a spacecraft")
    inside = opened("f-craft-new", words)
    if inside is None:
        return
    with inside:
        firms = bodies_to_choose(visit, "f-craft-firm")
    with inside, st.form("f-form-craft"):
        asked = fields(firms)
        if st.form_submit_button(words, type="primary"):
            perform(
                visit,
                "f-act-craft",
                commands.register_spacecraft,
                lambda: paid(visit, asked),
                done=_("Recorded."),
                at=AT,
            )


def paid(visit: Visit, asked: dict[str, object]) -> dict[str, object]:
    """What is asked, with the grant or contract by its key instead of its code."""
    rest = {name: value for name, value in asked.items() if name != "code"}
    with visit.reading() as session:
        return rest | {"undertaking_id": registers.payer(session, visit.who, str(asked["code"]))}


def paid_for(visit: Visit, undertaking_id: int) -> None:
    """On the page of a grant or contract: the spacecraft it paid for."""
    with visit.reading() as session:
        crafts = registers.paid_for(session, visit.who, undertaking_id)
    for number, name in crafts.items():
        words = _("Paid for spacecraft {name} ({number})").format(name=name, number=number)
        ui.more(words, address("spacecraft", q=number))


def fields(firms: dict[int, str]) -> dict[str, object]:
    """What is asked of a spacecraft, as it is filled in now."""
    left, right = st.columns(2)
    number = left.text_input(_("Catalogue number"), key="f-craft-number", max_chars=9)
    firm = pick(_("Firm"), firms, "f-craft-firm", at=right)
    left, right = st.columns(2)
    name_zh = left.text_input(_("Chinese name"), key="f-craft-zh", max_chars=120)
    name_en = right.text_input(_("English name"), key="f-craft-en", max_chars=120)
    left, right = st.columns(2)
    radius = left.number_input(
        _("Radius, m"), min_value=0.0, max_value=1_000.0, value=0.0, key="f-craft-radius"
    )
    code = left.text_input(
        _("Code of the grant or contract that paid for it"), key="f-craft-paid", max_chars=60
    )
    return {
        "code": code,
        "number": number,
        "name_zh": name_zh,
        "name_en": name_en,
        "organisation_id": int(firm or 0),
        "radius_cm": round(radius * 100) or None,
        "is_manoeuvrable": right.checkbox(_("Can manoeuvre"), key="f-craft-moves"),
    }
