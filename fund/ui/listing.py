"""A declared list on screen: headings that sort, pages, filters, columns to choose, totals, and the
file of exactly what is seen. Everything stands in the address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import NamedTuple

import pandas as pd
import streamlit as st

from fund import answers, i18n
from fund.frames import of_objects
from fund.i18n import _, language, ngettext, speaking
from fund.ledger.view import View
from fund.listing import paging, wording
from fund.listing.address import LAST, PLACE, as_text, from_address, names_of, to_address
from fund.listing.declared import ADDED, IN_WORKBOOK, Asked, Col, Filter, Listing
from fund.listing.paging import Page
from fund.reports import lists
from fund.reports.values import is_missing
from fund.ui import Download, for_me
from fund.ui.export import export
from fund.ui.table import Column, Kind, address, figure, table_html
from fund.ui.visit import Visit, download

KINDS: dict[str, Kind] = {
    "date": "date",
    "amount": "amount",
    "integer": "number",
    "number": "number",
    "share": "share",
    "state": "tag",
    "marks": "marks",
}
VIEW = ("as_of", "measure", "region", "organisation", "period", "lang")
"""Names of an address that a page's links carry by themselves."""


class Seen(NamedTuple):
    """A list as somebody sees it: the declaration, what the address asks, the page it gives, and
    under which key that is kept (fund.answers.key; None where it is not).
    """

    listing: Listing
    asked: Asked
    page: Page
    place: tuple[object, ...] | None = None


def look(visit: Visit, declared: Listing, view: View | None = None, **only: str) -> Seen:
    """Read what the address asks of a list; ``only`` sets filters the page itself decides, ``view``
    another day than the one the page looks at.
    """
    asked = from_address(declared, dict(st.query_params), view or visit.view)
    asked = asked._replace(only={**asked.only, **only})
    with visit.reading() as session:
        named = (f"list {declared.name}", (repr(asked),))
        place = answers.key(session, visit.who, *named) if declared.is_kept else None
        page = answers.answer(place, lambda: paging.page(session, visit.who, declared, asked))
        return Seen(declared, asked, page, place)


def workbook(visit: Visit, seen: Seen, title: str) -> Download | None:
    """The page's Excel button: the list as it is seen; None where it is too long for a workbook."""
    if seen.page.totals.is_cut or seen.page.totals.rows > IN_WORKBOOK:
        return None
    return export(
        visit,
        seen.asked.view,
        title,
        lambda session, actor, view: [
            lists.sheet(session, actor, seen.listing, seen.asked._replace(view=view))
        ],
    )


def listing(visit: Visit, seen: Seen, title: str, *, has_excel: bool = False) -> None:
    """Draw one page of the list with everything that belongs to it; rows there must be.
    ``has_excel``: the page's own button gives it as a workbook already.
    """
    declared, asked = seen.listing, seen.asked
    chosen = declared.chosen(asked.columns)
    links = (repr(dict(st.query_params)), repr(st.session_state.get("view")))
    place = None if seen.place is None else (*seen.place, "drawn", title, *links)
    with st.container(key=f"f-list-{declared.name}", gap="small"):
        st.html(answers.answer(place, lambda: _written(visit, seen, chosen, title)))
        foot(visit, seen, chosen, is_excel=not has_excel)


def _written(visit: Visit, seen: Seen, chosen: Sequence[Col], title: str) -> str:
    """The page of a list as HTML: ways to sort, rows, ways to turn the page."""
    seen = seen._replace(asked=paging.sorted_as(seen.listing, seen.asked, seen.page.orders))
    with visit.reading() as session:
        frame = wording.said(session, chosen, seen.page.frame)
    columns, rows = drawn(seen, chosen, frame)
    table = table_html(rows, columns, title, total(seen, columns))
    return sorts(columns) + table + turning(seen)


def filters_of(declared: Listing, counts: Mapping[str, Mapping[str, int]] | None = None) -> None:
    """The list's own filters side by side; another choice begins at the first page. ``counts``: how
    many rows a choice has, by filter.
    """
    shown = [one for one in declared.filters if one.is_drawn]
    if not shown:
        return
    with st.container(
        horizontal=True, vertical_alignment="bottom", key=f"f-choose-{declared.name}"
    ):
        for one in shown:
            _filter(declared, one, (counts or {}).get(one.name))


def _filter(declared: Listing, one: Filter, counts: Mapping[str, int] | None) -> None:
    name = declared.mark + one.name

    def again() -> None:
        # the address has the key of a choice, and a widget bound to it would write the words there
        chosen = st.session_state[name]
        for gone in (name, *(declared.mark + place for place in PLACE)):
            st.query_params.pop(gone, None)
        if chosen:
            st.query_params[name] = chosen

    given = st.query_params.get(name, "")
    if one.choices is None:
        st.session_state[name] = given[: one.longest]
        st.text_input(_(one.head), key=name, max_chars=one.longest, on_change=again)
        return
    choices = one.choices
    st.session_state[name] = given if given in choices else None
    keys = [key for key in choices if counts is None or counts.get(key)]
    if given in choices and given not in keys:
        keys.append(given)

    def written(key: str) -> str:
        count = "" if counts is None else f" {i18n.number(counts.get(key, 0))}"
        return _(choices[key]) + count

    st.selectbox(
        _(one.head),
        keys,
        index=None,
        placeholder=_(one.unset),
        key=name,
        format_func=written,
        on_change=again,
    )


def drawn(
    seen: Seen, chosen: Sequence[Col], frame: pd.DataFrame
) -> tuple[list[Column], pd.DataFrame]:
    """The columns and rows of the table: what stands under another column becomes its second
    line, an amount in another currency stands in words.
    """
    tops = [col for col in chosen if not _is_under(col, chosen) and col.kind != "currency"]
    records = wording.records_of(frame)
    cells: dict[str, Sequence[object]] = {}
    leads = seen.listing.leads
    if leads is not None:
        cells["to"] = [address(to[0], **to[1]) if to else "" for to in map(leads, records)]
    columns = []
    for place, col in enumerate(tops):
        below = [one.name for one in chosen if one.under == col.name and one.kind != "currency"]
        cells[f"{col.name}-sub"] = [_below(row, col, below) for row in records]
        if col.kind == "amount":
            cells[col.name] = [
                row[col.name] if row.get("currency", "CNY") == "CNY" else None for row in records
            ]
        elif col.marks is not None:
            cells[col.name] = [list(col.marks(row)) or None for row in records]
        columns.append(_column(seen, col, is_link=leads is not None and place == 0))
    objects = {name: of_objects(values, frame.index) for name, values in cells.items()}
    return columns, frame.astype(object).assign(**objects)


def _column(seen: Seen, col: Col, *, is_link: bool) -> Column:
    made = Column(
        col.name,
        _(col.head),
        KINDS.get(col.kind, "text"),
        col.unit if col.kind == "amount" else "",
        0 if col.kind == "integer" else col.places,
        link="to" if is_link else "",
        sub=f"{col.name}-sub",
        word=col.word,
    )
    if not col.order or col.order not in seen.page.orders:
        return made
    asked, own = seen.asked, seen.listing.order(col.order)
    is_now = asked.order == col.order
    to = asked._replace(
        order=col.order,
        is_descending=not asked.is_descending if is_now else own.is_descending,
    )
    direction = ("descending" if asked.is_descending else "ascending") if is_now else ""
    link = _link(seen.listing, to)
    name = f"f-sort-{seen.listing.name}-{col.name}"
    return replace(made, sort=link, sort_id=name, direction=direction)  # type: ignore[arg-type]


def _is_under(col: Col, chosen: Sequence[Col]) -> bool:
    return bool(col.under) and any(one.name == col.under for one in chosen)


def _below(row: Mapping[str, object], col: Col, below: Sequence[str]) -> str:
    given = [row[name] for name in below if row[name] is not None and row[name] == row[name]]
    words = [i18n.day(one) if isinstance(one, date) else str(one) for one in given]
    if col.kind == "amount" and row.get("currency", "CNY") != "CNY":
        value = row[col.name]
        if not is_missing(value):
            words.insert(0, i18n.foreign(int(figure(value)), str(row["currency"])))
    return " · ".join(word for word in words if word)


def _link(declared: Listing, asked: Asked, **place: str) -> str:
    """The address of the same page with this of the list asked, and everything else as it is."""
    kept = {name: value for name, value in st.query_params.items() if name not in VIEW}
    there = {declared.mark + name: value for name, value in place.items()}
    return address(declared.page, **{**kept, **to_address(declared, asked), **there})


def sorts(columns: Sequence[Column]) -> str:
    """The headings that sort as a line of links, for screens too narrow for headings."""
    links = [
        f'<a class="f-go" href="{escape(column.sort, quote=True)}" target="_self">'
        f"{escape(column.head)}</a>"
        + {"ascending": " \u2191", "descending": " \u2193"}.get(column.direction, "")
        for column in columns
        if column.sort
    ]
    words = escape(_("Sort by"))
    return f'<div class="f-sorts"><span>{words}</span>{"".join(links)}</div>' if links else ""


def turning(seen: Seen) -> str:
    """Which rows these are, and the ways to the other pages."""
    declared, asked, page, _place = seen
    ways: list[tuple[str, str, str]] = [
        ("first", _("First page"), _link(declared, asked) if page.has_before else ""),
        ("previous", _("Previous page"), ""),
        ("next", _("Next page"), ""),
        ("last", _("Last page"), _link(declared, asked, at=LAST) if page.has_after else ""),
    ]
    if page.has_before and page.first is not None:
        row = "" if page.row is None else str(max(1, page.row - declared.size))
        to = _link(declared, asked, before=as_text(page.first), row=row)
        ways[1] = (*ways[1][:2], to)
    if page.has_after and page.last is not None:
        row = "" if page.row is None else str(page.row + len(page.frame))
        ways[2] = (*ways[2][:2], _link(declared, asked, after=as_text(page.last), row=row))
    links = (
        "".join(_way(declared, *way) for way in ways) if page.has_before or page.has_after else ""
    )
    name = escape(_("Pages of the list"), quote=True)
    return (
        f'<nav class="f-turn" aria-label="{name}">'
        f'<span role="status">{escape(rows_of(seen))}</span>{links}</nav>'
    )


def _way(declared: Listing, name: str, words: str, to: str) -> str:
    if not to:
        return f'<span aria-disabled="true">{escape(words)}</span>'
    return (
        f'<a class="f-go" id="f-{declared.name}-{name}" href="{escape(to, quote=True)}"'
        f' target="_self">{escape(words)}</a>'
    )


def rows_of(seen: Seen) -> str:
    """Rows 31 to 60 of 1,204."""
    page, shown = seen.page, len(seen.page.frame)
    count = i18n.number(page.totals.rows)
    if page.totals.is_cut and page.row is None:
        words = ngettext(
            "{shown} row of more than {count}", "{shown} rows of more than {count}", shown
        )
        return words.format(shown=shown, count=count)
    if page.row is None:
        words = ngettext("{shown} row of {count}", "{shown} rows of {count}", shown)
        return words.format(shown=shown, count=count)
    first, last = i18n.number(page.row), i18n.number(page.row + shown - 1)
    words = (
        _("Rows {first} to {last} of more than {count}")
        if page.totals.is_cut
        else ngettext(
            "Row {first} to {last} of {count}", "Rows {first} to {last} of {count}", shown
        )
    )
    return words.format(first=first, last=last, count=count)


def total(seen: Seen, columns: Sequence[Column]) -> dict[str, object] | None:
    """The last, bold row: what the filtered rows come to in renminbi."""
    totals = seen.page.totals
    if totals.rows < 2 or not totals.sums or not columns:
        return None
    words = ngettext("Total of {count} row", "Total of {count} rows", totals.rows)
    return {columns[0].name: words.format(count=i18n.number(totals.rows)), **totals.sums}


def foot(visit: Visit, seen: Seen, chosen: Sequence[Col], *, is_excel: bool) -> None:
    """What stands below the pages: the columns to choose, the CSV, and what a long list does not
    do.
    """
    declared = seen.listing
    with st.container(
        key=f"f-foot-{declared.name}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        columns(declared, chosen)
        book = workbook(visit, seen, _(declared.title)) if is_excel else None
        if book is not None:
            st.download_button(
                "Excel",
                book.build,
                book.file_name,
                for_me(book.mime),
                key=f"f-xlsx-{declared.name}",
                on_click="ignore",
                type="tertiary",
            )
        if visit.who.may("export"):
            query = {
                **dict(st.query_params),
                **{declared.mark + name: value for name, value in seen.asked.only.items()},
            }
            download(
                visit,
                "CSV",
                "list",
                declared.name,
                query,
                seen.asked.view.as_of.isoformat(),
                language(),
                key=f"f-csv-{declared.name}",
            )
    said = left_out(seen)
    if said:
        st.html(f'<div class="f-note">{escape(i18n.together(*said))}</div>')


def left_out(seen: Seen) -> list[str]:
    """What a long list does not do, in sentences."""
    declared, totals = seen.listing, seen.page.totals
    said = []
    if totals.is_cut:
        said.append(_("Counted up to {count}.").format(count=i18n.number(totals.rows)))
    if totals.is_unsummed:
        said.append(
            _("Amounts are added up for at most {count} rows under these filters.").format(
                count=i18n.number(ADDED)
            )
        )
    if {order.name for order in declared.orders} - seen.page.orders and (
        totals.is_cut or totals.rows > declared.counted
    ):
        said.append(
            _(
                "A list of more than {count} rows is sorted only by the headings that are links."
            ).format(count=i18n.number(totals.rows if totals.is_cut else declared.counted))
        )
    if totals.is_cut or totals.rows > IN_WORKBOOK:
        said.append(
            _("A list of more than {count} rows is given as CSV only.").format(
                count=i18n.number(totals.rows if totals.is_cut else IN_WORKBOOK)
            )
        )
    return said


def columns(declared: Listing, chosen: Sequence[Col]) -> None:
    """Which columns are shown, kept in the address; none chosen shows the list's own."""
    heads = {column.name: _(column.head) for column in declared.columns}
    now = [column.name for column in chosen]
    key = f"f-cols-{declared.name}-{'-'.join(now)}"
    spoken = language()

    def keep() -> None:
        with speaking(spoken):
            st.query_params[declared.mark + "cols"] = ",".join(st.session_state[key])

    with st.popover(_("Columns"), type="tertiary"):
        st.multiselect(
            _("Columns"),
            list(heads),
            now,
            format_func=heads.__getitem__,
            key=key,
            on_change=keep,
            placeholder=_("Choose options"),
        )


__all__ = ["Seen", "filters_of", "listing", "look", "names_of", "workbook"]
