"""The row of filters every list has: measure, province, organisation, period, as-of day; kept in
the address.
"""

from datetime import date
from html import escape
from operator import itemgetter
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
import streamlit as st
from sqlmodel import Session

from fund import answers, clock, i18n, period, ui
from fund.columns import table_of
from fund.i18n import _, ngettext
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.listing.wording import period_words
from fund.plan.tables import Measure, Organisation, Region
from fund.portfolio import queries as portfolio
from fund.ui.visit import Visit, keep_view

K = TypeVar("K", int, str)
NAMED = 50
"""Most names of organisations a browser is sent to choose among; more are searched."""
_BODY, _MEASURE, _REGION = table_of(Organisation), table_of(Measure), table_of(Region)
_HELD = sa.select(_BODY.c.id, _BODY.c.name).where(
    sa.exists().where(table_of(Undertaking).c.organisation_id == _BODY.c.id)
)


def filters(visit: Visit, *, organisation: bool = True) -> View:
    """Draw the filters in one quiet row and give the view they make."""
    view = visit.view
    with visit.reading() as session:
        place = answers.key(session, visit.who, "filters")
        offered = answers.answer(place, lambda: _offered(session))
    with st.container(key="f-filters", horizontal=True, vertical_alignment="center", gap="small"):
        measure = _choose(
            _("Measure"), _("All measures"), offered.measures, view.measure, "measure"
        )
        region = _choose(_("Province"), _("All provinces"), offered.regions, view.region, "region")
        body = _organisation(visit, view, offered.bodies) if organisation else view.organisation_id
        chosen = _choose(
            _("Period"),
            _("From the beginning"),
            offered.periods,
            view.period.code if view.period else None,
            "period",
        )
        as_of = _as_of(view, offered.first)
        if _any(view) and st.button(_("Clear filters"), key="f-clear", type="tertiary"):
            keep_view(View(as_of=clock.today()))
            st.rerun()
    wanted = View(
        as_of=as_of,
        measure=measure,
        region=region,
        organisation_id=body,
        period=period.parse(chosen) if chosen else None,
    )
    if wanted != view:
        keep_view(wanted)
        st.rerun()
    return wanted


class Offered(NamedTuple):
    """What there is to choose among: the first day with anything, and by key the measures of the
    plan, the provinces, the organisations (None: too many to list) and the periods, in words.
    """

    first: date
    measures: dict[str, str]
    regions: dict[str, str]
    bodies: dict[int, str] | None
    periods: dict[str, str]


def _offered(session: Session) -> Offered:
    own, first = i18n.language(), portfolio.first_day(session) or clock.today()
    titles = sa.select(*_MEASURE.c["key", f"title_{own}"]).order_by(_MEASURE.c.key)
    names = sa.select(*_REGION.c["code", f"name_{own}"]).order_by(_REGION.c.code)
    return Offered(
        first,
        {key: f"{key} {title}" for key, title in session.execute(titles)},
        dict(session.execute(names).all()),
        bodies(session),
        {code: period_words(code) for code in periods(first, clock.today())},
    )


def _organisation(visit: Visit, view: View, few: dict[int, str] | None) -> int | None:
    """The body looked at: chosen among all where they are few, found by its name where they are
    many; a browser gets no more names than somebody reads.
    """
    known, everything = dict(few or {}), _("All organisations")
    if few is not None and not view.organisation_id:
        return _choose(_("Organisation"), everything, known, None, "organisation")
    with visit.reading() as session:
        chosen = session.get(Organisation, view.organisation_id) if view.organisation_id else None
        if few is None:
            words = "" if chosen else _words()
            known = bodies_found(session, words) if words else {}
            everything = _found(words, len(known))
    if chosen is not None:
        known[chosen.id or 0] = chosen.name
    if few is None and not known:
        if everything:
            st.html(f'<span class="f-sub">{escape(everything)}</span>', width="content")
        return None
    return _choose(_("Organisation"), everything, known, view.organisation_id, "organisation")


def _words() -> str:
    """What an organisation's name is looked for by."""
    words = st.text_input(
        _("Find an organisation by its name"),
        key="f-organisation-words",
        placeholder=_("Find an organisation by its name"),
        max_chars=60,
        label_visibility="collapsed",
        width=200,
    )
    return words.strip()


def _found(words: str, count: int) -> str:
    """What is said beside the words while none of their organisations is chosen."""
    if not words:
        return ""
    if not count:
        return _("No organisation with money has this in its name")
    if count == NAMED:
        return _("The first {count}: choose one, or write more of the name").format(count=count)
    return ngettext(
        "{count} organisation found: choose it", "{count} organisations found: choose one", count
    ).format(count=count)


def _as_of(view: View, first: date) -> date:
    """The day everything is shown as of."""
    with st.container(
        key="f-as-of", horizontal=True, vertical_alignment="center", gap="small", width="content"
    ):
        st.html(f'<span class="f-sub">{_("As of")}</span>', width="content")
        as_of = st.date_input(
            _("As of"),
            view.as_of,
            min_value=min(first, view.as_of),
            max_value=clock.today(),
            key=f"f-as-of-{view.as_of}",
            format="YYYY-MM-DD",
            label_visibility="collapsed",
            width=132,
        )
    return as_of if isinstance(as_of, date) else view.as_of


def words(view: View, visit: Visit) -> dict[str, str]:
    """The filters in words, for a workbook's cover and an empty result: name to value, set ones
    only.
    """
    found = {}
    with visit.reading() as session:
        if view.measure:
            row = session.get(Measure, view.measure)
            found[_("Measure")] = (
                f"{view.measure} {getattr(row, f'title_{i18n.language()}')}"
                if row
                else view.measure
            )
        if view.region:
            region = session.get(Region, view.region)
            found[_("Province")] = (
                getattr(region, f"name_{i18n.language()}") if region else view.region
            )
        if view.organisation_id:
            body = session.get(Organisation, view.organisation_id)
            found[_("Organisation")] = body.name if body else str(view.organisation_id)
    if view.period:
        found[_("Period")] = period_words(view.period.code)
    return found


def nothing_found(visit: Visit, view: View, title: str) -> None:
    """No rows: say with which filters, and offer to clear them."""
    given = words(view, visit)
    if not given:
        ui.empty(
            title, _("Nothing has been recorded up to {day}.").format(day=i18n.day(view.as_of))
        )
        return
    ui.empty(
        title,
        _("Filters: {filters}.").format(
            filters=" · ".join(f"{name} {value}" for name, value in given.items())
        ),
    )


def periods(first: date, last: date) -> list[str]:
    """Years, halves, quarters and months from the first day to the last, newest first."""
    codes: list[str] = []
    for month in reversed(period.months_between(first, last)):
        year = month.year
        wanted = [
            str(year),
            f"{year}-H{(month.month + 5) // 6}",
            f"{year}-Q{(month.month + 2) // 3}",
            f"{month:%Y-%m}",
        ]
        codes += [code for code in wanted if code not in codes]
    return codes


def bodies(session: Session, most: int = NAMED) -> dict[int, str] | None:
    """Organisations with a grant, a contract or the like, by number and in the order of their
    names; None where there are more than so many.
    """
    rows = dict(session.execute(_HELD.limit(most + 1)).all())
    return None if len(rows) > most else dict(sorted(rows.items(), key=itemgetter(1)))


def bodies_found(session: Session, words: str, most: int = NAMED) -> dict[int, str]:
    """The same of those with these words in their names, so many at most."""
    asking = _HELD.where(_BODY.c.name.icontains(words, autoescape=True)).order_by(_BODY.c.name)
    return dict(session.execute(asking.limit(most)).all())


def _choose(
    label: str, everything: str, options: dict[K, str], current: K | None, name: str
) -> K | None:
    """One filter, its name for those who hear the page, what "nothing chosen" means for those who
    see it.
    """
    values = list(options)
    return st.selectbox(
        label,
        values,
        index=values.index(current) if current in values else None,
        format_func=lambda value: options[value],
        placeholder=everything,
        key=f"f-{name}-{current}",
        label_visibility="collapsed",
    )


def _any(view: View) -> bool:
    return view != View(as_of=clock.today())
