"""What is entered about a centre: members, funding, equipment, services and their use, its
standing.
"""

from decimal import Decimal

import streamlit as st

from fund.centres import registering, registry
from fund.centres.registry import Profile
from fund.centres.rules import MEMBERS, STANDINGS
from fund.centres.tables import Centre
from fund.i18n import _
from fund.money import fen
from fund.screens.centres.entering import OF
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import opened, pick, pick_word
from fund.ui.visit import Visit, perform


def belongings(visit: Visit, profile: Profile) -> None:
    """What an officer enters about a centre; what is used of a service, by whoever reports for
    it.
    """
    centre = profile.centre
    if visit.who.may("register_centre"):
        enter(visit, centre)
    if visit.who.may("record_use", centre.code, centre.region_code) and not profile.services.empty:
        _use(visit, profile)


def enter(visit: Visit, centre: Centre) -> None:
    """The forms of an officer, a tab each; closed until they are wanted."""
    inside = opened("f-belongings", _("Enter what belongs to it"))
    if inside is None:
        return
    with inside:
        member, money, equipment, service, standing = st.tabs(
            [_("Member"), _("Grant or contract"), _("Equipment"), _("Service"), _("Status")]
        )
        with member:
            _member(visit, centre.id or 0)
        with money:
            _funding(visit, centre.id or 0)
        with equipment:
            _equipment(visit, centre.id or 0)
        with service:
            _offer(visit, centre.id or 0)
        with standing:
            _standing(visit, centre)


def _member(visit: Visit, centre: int) -> None:
    bodies = bodies_to_choose(visit, "f-member-body")
    with st.form("f-form-member", border=False):
        body = pick(_("Member"), bodies, "f-member-body") or 0
        role = pick_word(_("Role"), MEMBERS, "f-member-role")
        if st.form_submit_button(_("Enter a member")):
            perform(
                visit,
                "f-member",
                registering.add_member,
                lambda: {"centre_id": centre, "organisation_id": body, "role": role},
                done=_("Entered."),
                at=OF,
            )


def _funding(visit: Visit, centre: int) -> None:
    with st.form("f-form-funding", border=False):
        code = st.text_input(
            _("Code of the grant or contract that pays for it"), key="f-funding-code", max_chars=60
        )
        if st.form_submit_button(_("Link it")):
            with visit.reading() as session:
                key = registry.undertaking(session, visit.who, code)
            perform(
                visit,
                "f-funding",
                registering.link_funding,
                lambda: {"centre_id": centre, "undertaking_id": key},
                done=_("Linked. What it paid counts as received."),
                at=OF,
            )


def _equipment(visit: Visit, centre: int) -> None:
    with st.form("f-form-equipment", border=False):
        name = st.text_input(_("Equipment"), key="f-equipment-name", max_chars=120)
        left, right = st.columns(2)
        pieces = left.number_input(_("Pieces"), 1, 10_000, 1, key="f-equipment-pieces")
        cost = right.text_input(_("Purchase cost, yuan"), key="f-equipment-cost", max_chars=20)
        if st.form_submit_button(_("Enter it")):
            perform(
                visit,
                "f-equipment",
                registering.add_equipment,
                lambda: {
                    "centre_id": centre,
                    "name": name,
                    "pieces": int(pieces),
                    "cost_fen": fen(cost.replace(",", "").strip()),
                },
                done=_("Entered."),
                at=OF,
            )


def _offer(visit: Visit, centre: int) -> None:
    with st.form("f-form-service", border=False):
        name = st.text_input(_("Service"), key="f-service-name", max_chars=120)
        left, right = st.columns(2)
        unit = left.text_input(_("Unit"), key="f-service-unit", max_chars=20)
        capacity = right.number_input(
            _("What it can do in a year"), 0.0, 1e9, 0.0, key="f-service-capacity"
        )
        if st.form_submit_button(_("Enter it")):
            perform(
                visit,
                "f-service",
                registering.add_offer,
                lambda: {
                    "centre_id": centre,
                    "name": name,
                    "unit": unit,
                    "capacity": Decimal(str(capacity)),
                },
                done=_("Entered."),
                at=OF,
            )


def _standing(visit: Visit, centre: Centre) -> None:
    with st.form("f-form-standing", border=False):
        standing = st.selectbox(
            _("Status"),
            list(STANDINGS),
            list(STANDINGS).index(centre.standing),
            format_func=lambda word: _(STANDINGS[word]),
            key="f-standing-word",
        )
        reason = st.text_input(_("Reason"), key="f-standing-reason", max_chars=300)
        if st.form_submit_button(_("Record")):
            perform(
                visit,
                "f-standing",
                registering.change_standing,
                lambda: {
                    "centre_id": centre.id,
                    "standing": standing,
                    "reason": reason,
                    "expected_version": centre.version,
                },
                done=_("Recorded."),
                at=OF,
            )


def _use(visit: Visit, profile: Profile) -> None:
    names = {
        int(row["offer_id"]): f"{row['name']} ({row['unit']})"
        for row in profile.services.to_dict("records")
    }
    inside = opened("f-use", _("Record how much a service was used"))
    if inside is None:
        return
    with visit.reading() as session:
        codes = registry.period_codes(session, visit.who, profile.centre.code)
    with inside, st.form("f-form-use"):
        offer = st.selectbox(
            _("Service"), list(names), format_func=names.__getitem__, key="f-use-which"
        )
        left, right = st.columns(2)
        period = left.selectbox(_("Reporting period"), codes, key="f-use-period")
        used = right.number_input(_("Used"), 0.0, 1e9, 0.0, key="f-use-used")
        if st.form_submit_button(_("Record")):
            perform(
                visit,
                "f-use",
                registering.record_use,
                lambda: {"offer_id": offer, "period_code": period, "used": Decimal(str(used))},
                done=_("Recorded."),
                at=OF,
            )
