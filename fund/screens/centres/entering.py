"""Acts on centres and periods: entering them and what belongs to them, locking; and what reporting
costs the centres.
"""

from datetime import timedelta
from decimal import Decimal
from html import escape

import streamlit as st

from fund import clock, i18n, ui
from fund.centres import periods, queries, registering, registry
from fund.centres.registry import Profile
from fund.centres.rules import FIELDS, FIELDS_OF, KINDS, MEMBERS, STANDINGS
from fund.centres.tables import Centre
from fund.i18n import _
from fund.money import fen
from fund.period import NotAPeriod, parse
from fund.ui import Column
from fund.ui.visit import Visit, named, perform, regions

AT, OF = "f-centres", "f-centre"


def register(visit: Visit) -> None:
    """The form for a new centre."""
    places = regions(visit)
    with visit.reading() as session:
        bodies = registry.bodies(session, visit.who)
    with (
        st.container(key="f-new-centre"),
        st.expander(_("Enter a centre")),
        st.form("f-form-centre"),
    ):
        left, right = st.columns(2)
        pairs = [(kind, of) for kind in KINDS for of in FIELDS_OF[kind]]
        kind, of = left.selectbox(
            _("Kind and field"),
            pairs,
            format_func=lambda pair: f"{_(KINDS[pair[0]])} · {_(FIELDS[pair[1]])}",
            key="f-centre-kind",
        )
        code = right.text_input(_("Code"), key="f-centre-code", max_chars=40)
        name_zh, name_en = (
            left.text_input(_("Chinese name"), key="f-centre-zh", max_chars=120),
            right.text_input(_("English name"), key="f-centre-en", max_chars=120),
        )
        region = (
            left.selectbox(
                _("Province"),
                [key for key in places if key],
                index=None,
                format_func=places.__getitem__,
                placeholder=_("Choose an option"),
                key="f-centre-region",
            )
            or ""
        )
        city = right.text_input(_("City"), key="f-centre-city", max_chars=80)
        host = (
            left.selectbox(
                _("Host"),
                list(bodies),
                index=None,
                format_func=bodies.__getitem__,
                placeholder=_("Choose an option"),
                key="f-centre-host",
            )
            or 0
        )
        founded = right.date_input(
            _("Founded on"), clock.today(), key="f-centre-founded", format="YYYY-MM-DD"
        )
        if st.form_submit_button(_("Enter a centre"), type="primary"):
            perform(
                visit,
                "f-centre",
                registering.register_centre,
                lambda: {
                    "code": code,
                    "kind": kind,
                    "field": of,
                    "name_zh": name_zh,
                    "name_en": name_en,
                    "region_code": region,
                    "city": city,
                    "host_id": host,
                    "founded_on": founded,
                    "is_demonstration": visit.is_demonstration,
                },
                done=_("Entered. Give its reporter the role “Local centre” for this code."),
                at=AT,
            )


def open_period(visit: Visit) -> None:
    """The form for a period: a code like 2026-Q4 names its days by itself."""
    today = clock.today()
    with (
        st.container(key="f-new-period"),
        st.expander(_("Open a reporting period")),
        st.form("f-form-period"),
    ):
        left, right = st.columns(2)
        code = left.text_input(_("Code, such as 2026-Q4"), key="f-period-code", max_chars=20)
        kind = right.selectbox(
            _("For"),
            ["", *KINDS],
            format_func=lambda word: _(KINDS[word]) if word else _("every kind"),
            key="f-period-kind",
        )
        name_zh, name_en = (
            left.text_input(_("Chinese name"), key="f-period-zh", max_chars=80),
            right.text_input(_("English name"), key="f-period-en", max_chars=80),
        )
        starts, ends = (
            left.date_input(_("From"), today, key="f-period-from", format="YYYY-MM-DD"),
            right.date_input(_("Until"), today, key="f-period-until", format="YYYY-MM-DD"),
        )
        due, closes = (
            left.date_input(
                _("Due on"), today + timedelta(days=15), key="f-period-due", format="YYYY-MM-DD"
            ),
            right.date_input(
                _("Taken until"),
                today + timedelta(days=30),
                key="f-period-closes",
                format="YYYY-MM-DD",
            ),
        )
        ui.source_note(
            _(
                "A code of a quarter, half or year takes that period’s days, whatever days stand"
                " above."
            )
        )
        if st.form_submit_button(_("Open it"), type="primary"):
            perform(
                visit,
                "f-period",
                periods.open_period,
                lambda: {
                    "code": code.strip(),
                    "name_zh": name_zh or code,
                    "name_en": name_en or code,
                    "kind": kind,
                    "due_on": due,
                    "closes_on": closes,
                    **_days(code, starts, ends),
                },
                done=_("Opened."),
                at=AT,
            )


def _days(code: str, starts: object, ends: object) -> dict[str, object]:
    """A regular code names its own days; an irregular one those that were given."""
    try:
        known = parse(code.strip())
    except NotAPeriod:
        return {"starts_on": starts, "ends_on": ends}
    return {"starts_on": known.first, "ends_on": known.last}


def due_line(words: str, button: str, to: str) -> None:
    """One thing to do: a sentence and the one way to it."""
    st.html(
        f'<div class="f-due"><span>{escape(words)}</span><a class="f-go f-button"'
        f' href="{escape(to, quote=True)}" target="_self">{escape(button)}</a></div>'
    )


def lock_period(visit: Visit) -> None:
    """No more reports on a period; what is approved changes by a reviewed revision only."""
    with visit.reading() as session:
        known = registry.unlocked(session, visit.who)
    if not known:
        return
    with (
        st.container(key="f-lock-period"),
        st.expander(_("Lock a reporting period")),
        st.form("f-form-lock"),
    ):
        ui.source_note(
            _(
                "After the lock no report is taken any more; what is approved changes by a reviewed"
                " revision only. A lock is not taken back."
            )
        )
        names = {
            row.id or 0: row.name_zh if i18n.language() == "zh" else row.name_en for row in known
        }
        key = (
            st.selectbox(
                _("Reporting period"),
                list(names),
                index=None,
                format_func=names.__getitem__,
                placeholder=_("Choose an option"),
                key="f-lock-which",
            )
            or 0
        )
        if st.form_submit_button(_("Lock it")):
            perform(
                visit,
                "f-lock",
                periods.lock_period,
                lambda: {"period_id": key},
                done=_("Locked."),
                at=AT,
            )


def burden(visit: Visit) -> None:
    """How many cells a report takes: our figure to bring down."""
    with visit.reading() as session:
        frame = queries.burden(session, visit.who)
    with ui.block(
        _("What reporting costs the centres"),
        _(
            "Cells a person typed, of those asked for: counted when a report is handed in, against"
            " what it was filled in with"
        ),
        key="burden",
    ):
        if frame.empty:
            ui.empty(
                _("Nothing is handed in yet"), _("The first report handed in is counted here.")
            )
            return
        named_too = named(frame, "name", "period")
        whole = (
            named_too.groupby(["ends_on", "period"], as_index=False)
            .agg(
                reports=("centre_code", "count"),
                typed=("typed_cells", "sum"),
                asked=("asked_cells", "sum"),
            )
            .sort_values("ends_on", ascending=False)
        )
        rows = whole.assign(
            share=whole["typed"] / whole["asked"].clip(lower=1),
            each=whole["typed"] / whole["reports"],
        )
        columns = [
            Column("period", _("Reporting period")),
            Column("reports", _("Reports handed in"), "number"),
            Column("typed", _("Cells typed"), "number"),
            Column("asked", _("Cells asked for"), "number"),
            Column("each", _("Typed a report"), "number", places=1),
            Column("share", _("Share typed"), "share", is_strong=True),
        ]
        ui.table(rows, columns, _("What reporting costs the centres"), key="burden")
        with st.expander(_("Centre by centre")):
            each = [
                Column("name", _("Centre"), sub="centre_code"),
                Column("period", _("Reporting period")),
                Column("rounds", _("Times handed in"), "number"),
                *columns[2:4],
                columns[5],
            ]
            ui.table(
                named_too.rename(columns={"typed_cells": "typed", "asked_cells": "asked"}),
                each,
                _("Centre by centre"),
                key="burden-each",
            )


def belongings(visit: Visit, profile: Profile) -> None:
    """What an officer enters about a centre; what is used of a service, by whoever reports for
    it.
    """
    centre = profile.centre
    if visit.who.may("register_centre"):
        with st.container(key="f-belongings"), st.expander(_("Enter what belongs to it")):
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
    if visit.who.may("record_use", centre.code, centre.region_code) and not profile.services.empty:
        _use(visit, profile)


def _member(visit: Visit, centre: int) -> None:
    with visit.reading() as session:
        bodies = registry.bodies(session, visit.who)
    with st.form("f-form-member", border=False):
        body = (
            st.selectbox(
                _("Member"),
                list(bodies),
                index=None,
                format_func=bodies.__getitem__,
                placeholder=_("Choose an option"),
                key="f-member-body",
            )
            or 0
        )
        role = st.selectbox(
            _("Role"), list(MEMBERS), format_func=lambda word: _(MEMBERS[word]), key="f-member-role"
        )
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
    with visit.reading() as session:
        codes = registry.period_codes(session, visit.who, profile.centre.code)
    with (
        st.container(key="f-use"),
        st.expander(_("Record how much a service was used")),
        st.form("f-form-use"),
    ):
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
