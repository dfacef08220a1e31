"""Acts on centres and periods: entering them, asking for more time, a province's workbooks together."""

from datetime import timedelta
from html import escape

import streamlit as st

from fund import clock, ui
from fund.centres import periods, registering, registry
from fund.centres.rules import FIELDS, FIELDS_OF, KINDS
from fund.i18n import _
from fund.period import NotAPeriod, parse
from fund.ui.visit import Visit, perform, regions

AT = "f-centres"


def register(visit: Visit) -> None:
    """The form for a new centre."""
    places = regions(visit)
    with visit.reading() as session:
        bodies = registry.bodies(session, visit.who)
    with st.container(key="f-new-centre"), st.expander(_("Enter a centre")), st.form("f-form-centre"):
        left, right = st.columns(2)
        pairs = [(kind, of) for kind in KINDS for of in FIELDS_OF[kind]]
        kind, of = left.selectbox(_("Kind and field"), pairs, format_func=lambda pair: f"{_(KINDS[pair[0]])} · {_(FIELDS[pair[1]])}", key="f-centre-kind")
        code = right.text_input(_("Code"), key="f-centre-code", max_chars=40)
        name_zh, name_en = left.text_input(_("Chinese name"), key="f-centre-zh", max_chars=120), right.text_input(_("English name"), key="f-centre-en", max_chars=120)
        region = left.selectbox(_("Province"), [key for key in places if key], index=None, format_func=places.__getitem__, placeholder=_("Choose an option"), key="f-centre-region") or ""
        city = right.text_input(_("City"), key="f-centre-city", max_chars=80)
        host = left.selectbox(_("Host"), list(bodies), index=None, format_func=bodies.__getitem__, placeholder=_("Choose an option"), key="f-centre-host") or 0
        founded = right.date_input(_("Founded on"), clock.today(), key="f-centre-founded", format="YYYY-MM-DD")
        if st.form_submit_button(_("Enter a centre"), type="primary"):
            perform(visit, "f-centre", registering.register_centre, lambda: {
                "code": code, "kind": kind, "field": of, "name_zh": name_zh, "name_en": name_en, "region_code": region, "city": city, "host_id": host, "founded_on": founded,
                "is_demonstration": visit.is_demonstration,
            }, done=_("Entered. Give its reporter the role “Local centre” for this code."), at=AT)  # fmt: skip


def open_period(visit: Visit) -> None:
    """The form for a period: a code like 2026-Q4 names its days by itself."""
    today = clock.today()
    with st.container(key="f-new-period"), st.expander(_("Open a reporting period")), st.form("f-form-period"):
        left, right = st.columns(2)
        code = left.text_input(_("Code, such as 2026-Q4"), key="f-period-code", max_chars=20)
        kind = right.selectbox(_("For"), ["", *KINDS], format_func=lambda word: _(KINDS[word]) if word else _("every kind"), key="f-period-kind")
        name_zh, name_en = left.text_input(_("Chinese name"), key="f-period-zh", max_chars=80), right.text_input(_("English name"), key="f-period-en", max_chars=80)
        starts, ends = left.date_input(_("From"), today, key="f-period-from", format="YYYY-MM-DD"), right.date_input(_("Until"), today, key="f-period-until", format="YYYY-MM-DD")
        due, closes = left.date_input(_("Due on"), today + timedelta(days=15), key="f-period-due", format="YYYY-MM-DD"), right.date_input(_("Taken until"), today + timedelta(days=30), key="f-period-closes", format="YYYY-MM-DD")
        ui.source_note(_("A code of a quarter, half or year takes that period’s days, whatever days stand above."))
        if st.form_submit_button(_("Open it"), type="primary"):
            perform(visit, "f-period", periods.open_period, lambda: {
                "code": code.strip(), "name_zh": name_zh or code, "name_en": name_en or code, "kind": kind, "due_on": due, "closes_on": closes, **_days(code, starts, ends),
            }, done=_("Opened."), at=AT)  # fmt: skip


def _days(code: str, starts: object, ends: object) -> dict[str, object]:
    """A regular code names its own days; an irregular one those that were given."""
    try:
        known = parse(code.strip())
    except NotAPeriod:
        return {"starts_on": starts, "ends_on": ends}
    return {"starts_on": known.first, "ends_on": known.last}


def due_line(words: str, button: str, to: str) -> None:
    """One thing to do: a sentence and the one way to it."""
    st.html(f'<div class="f-due"><span>{escape(words)}</span><a class="f-go f-button" href="{escape(to, quote=True)}" target="_self">{escape(button)}</a></div>')
