"""One way to draw a table: HTML in which every datum is escaped, units in the head, numbers to the
right.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Literal
from urllib.parse import quote, urlencode

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from fund import i18n
from fund.frames import records
from fund.i18n import ngettext
from fund.reports.values import is_missing
from fund.shelf import remembered
from fund.status import flat, tag
from fund.ui.part import part
from fund.ui.style import data_address

Kind = Literal[
    "text",
    "figure",
    "amount",
    "number",
    "share",
    "date",
    "month",
    "status",
    "tag",
    "marks",
    "picture",
]
RIGHT = ("figure", "amount", "number", "share", "date", "month")
PAGE = 30
STANDS: ContextVar[bool] = ContextVar("stands", default=False)
"""Whether what is drawn stands still (fund.ui.still): no page of a table can be turned in it."""


@dataclass(frozen=True)
class Column:
    """One column of a table: which datum, its head, and how it is written.

    ``unit`` is yi, wan, yuan or a currency's code for amounts and any text for numbers; ``places``
    are decimals. ``link`` names the column that holds the cell's address (made by ``address``),
    ``sub`` the one with a second, grey line, ``word`` the one whose words replace a state's usual
    word (逾期 46 天).
    ``sort`` is the address that sorts by it, ``direction`` how it is sorted now (aria-sort's
    words). Values by kind: figure a number already written; amount integer fen; share 0 to 1; date
    and month a date; status (icon and word) and tag (tinted) a state of fund.status; marks a list
    of (state, text); picture (SVG text made by us, what it says). None and NaN are a dash.
    """

    name: str
    head: str
    kind: Kind = "text"
    unit: str = ""
    places: int | None = None
    link: str = ""
    sub: str = ""
    word: str = ""
    is_strong: bool = False
    sort: str = ""
    sort_id: str = ""
    direction: Literal["", "ascending", "descending"] = ""


def address(page: str, **query: object) -> str:
    """The address of one of our pages within the application, with its query; empty values are left
    out.

    The view (filters and as-of day) and the language go along, so that a link opened elsewhere
    shows what it shows here.
    """
    language = "" if i18n.language() == i18n.languages()[0] else i18n.language()
    given = {
        name: value
        for name, value in (_view() | query | {"lang": language}).items()
        if value not in (None, "")
    }
    return (quote(page, safe="") or ".") + (f"?{urlencode(given)}" if given else "")


def _view() -> dict[str, object]:
    """The filters and the as-of day of this session, as an address has them; nothing outside a
    session.
    """
    return dict(st.session_state.get("view", {})) if get_script_run_ctx() is not None else {}


def anchor(words: str, to: str) -> str:
    """A link to one of our pages: a real one (it opens in a new tab, it can be copied), followed
    without a reload.
    """
    return (
        f'<a class="f-go" href="{escape(to, quote=True)}" target="_self">{escape(words)}</a>'
        if is_ours(to)
        else escape(words)
    )


def is_ours(to: str) -> bool:
    """Whether an address stays inside the application: no scheme, no host, nothing but page and
    query.
    """
    page = to.partition("?")[0]
    return bool(to) and (
        page == "." or page.replace("_", "").replace("-", "").replace("%", "").isalnum()
    )


@remembered
def table_html(
    df: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    total: Mapping[str, object] | None = None,
    *,
    is_stacked: bool = True,
) -> str:
    """The table as HTML. ``total`` gives values by column name for a last, bold row."""
    heads = "".join(_heading(column) for column in columns)
    rows = "".join(
        f"<tr>{''.join(_cell(row, column) for column in columns)}</tr>" for row in records(df)
    )
    sums = "".join(_cell(total, column, is_total=True) for column in columns) if total else ""
    foot = f"<tfoot><tr>{sums}</tr></tfoot>" if total else ""
    return (
        '<div class="f-scroll" role="region" tabindex="0"'
        f' aria-label="{escape(caption, quote=True)}"><table'
        f' class="f-table{" f-stack" if is_stacked else ""}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody>{foot}</table></div>"
    )


def table(
    df: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    *,
    total: Mapping[str, object] | None = None,
    key: str = "",
    per_page: int = PAGE,
    is_stacked: bool = True,
) -> None:
    """Draw a table; with a ``key`` a long one is split into pages of ``per_page`` rows.

    On a phone each row becomes a small block headed by its first cell, unless ``is_stacked`` is
    false (three columns fit).

    Links are ordinary links to our own addresses; ``fund.ui.wiring`` follows them without reloading
    the session. That was preferred to st.dataframe: its canvas cannot hold links, two lines or
    states, and a screen reader cannot read it.
    """
    # no more than is shown, so that what else has changed does not write the same table again
    df = df[[name for name in dict.fromkeys(_names(columns)) if name in df]]
    pages = math.ceil(len(df) / per_page) if key and not STANDS.get() else 1
    if pages <= 1:
        st.html(table_html(df, columns, caption, total, is_stacked=is_stacked))
        return

    def turned() -> None:
        place = st.container()
        number = st.pagination(pages, key=f"f-page-{key}")
        shown = df.iloc[(number - 1) * per_page : number * per_page]
        last = total if number == pages else None
        with place:
            st.html(table_html(shown, columns, caption, last, is_stacked=is_stacked))
            st.html(f'<div class="f-note">{escape(_rows(number, per_page, len(df)))}</div>')

    with st.container(key=f"f-pages-{key}", gap="small"):
        part(turned)


def _names(columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        yield from filter(None, (column.name, column.link, column.sub, column.word))


def _rows(number: int, per_page: int, count: int) -> str:
    words = ngettext("Row {first} to {last} of {count}", "Rows {first} to {last} of {count}", count)
    return words.format(
        first=(number - 1) * per_page + 1, last=min(number * per_page, count), count=count
    )


def _class(column: Column) -> str:
    return (
        ' class="f-r"'
        if column.kind in RIGHT
        else ' class="f-nb"'
        if column.kind in ("status", "tag")
        else ""
    )


def _head(column: Column) -> str:
    unit = i18n.unit_name(column.unit) if column.kind == "amount" and column.unit else column.unit
    return escape(f"{column.head} {unit}".strip())


def _heading(column: Column) -> str:
    """The head of a column; one that sorts is a link, and says which way the table is sorted."""
    words = _head(column)
    if column.sort and is_ours(column.sort):
        arrow = {"ascending": "\u2191", "descending": "\u2193"}.get(column.direction, "")
        words = (
            f'<a class="f-go f-sort" id="{escape(column.sort_id, quote=True)}"'
            f' href="{escape(column.sort, quote=True)}" target="_self">{words}'
            f'<span aria-hidden="true">{arrow}</span></a>'
        )
    sorted_so = f' aria-sort="{column.direction}"' if column.direction else ""
    return f'<th scope="col"{_class(column)}{sorted_so}>{words}</th>'


def _cell(row: Mapping[str, object], column: Column, *, is_total: bool = False) -> str:
    if is_total and column.name not in row:
        return "<td></td>"
    body = (
        escape(given)
        if is_total and isinstance(given := row[column.name], str)
        else _value(row, column)
    )
    if (
        column.link
        and not is_total
        and _has(row.get(column.link))
        and is_ours(str(row[column.link]))
    ):
        body = (
            f'<a class="f-go" href="{escape(str(row[column.link]), quote=True)}"'
            f' target="_self">{body}</a>'
        )
    if column.is_strong:
        body = f"<b>{body}</b>"
    if column.sub and not is_total and _has(row.get(column.sub)) and str(row[column.sub]):
        body += f"<small>{escape(str(row[column.sub]))}</small>"
    return f'<td{_class(column)} data-head="{_head(column)}"><div>{body}</div></td>'


def _value(row: Mapping[str, object], column: Column) -> str:
    value = row[column.name]
    if not _has(value):
        return "—"
    if column.kind in ("status", "tag"):
        word = row.get(column.word) if column.word else None
        return (tag if column.kind == "tag" else flat)(
            str(value), str(word) if _has(word) else None
        )
    return WRITERS[column.kind](value, column)


def figure(value: object) -> Decimal | float:
    """A cell's number; TypeError for what is none."""
    if isinstance(value, Decimal | float | int):
        return value
    if isinstance(value, np.integer | np.floating):
        return float(value) if isinstance(value, np.floating) else int(value)
    raise TypeError(value)


def _amount(value: object, column: Column) -> str:
    fen = int(figure(value))
    return escape(
        i18n.in_unit(fen, column.unit, column.places) if column.unit else i18n.amount(fen)
    )


def _marks(value: object, _column: Column) -> str:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    lines = "".join(
        f"<li>{flat(state, ' ')}<span>{escape(text)}</span></li>" for state, text in value
    )
    return f'<ul class="f-marks">{lines}</ul>'


def _picture(value: object, _column: Column) -> str:
    if not isinstance(value, tuple):
        raise TypeError(value)
    says = escape(value[1], quote=True)
    return f'<img class="f-pic" src="{data_address(value[0])}" alt="{says}" title="{says}">'


def _places(value: object) -> int:
    """The decimals a figure came with, two at most."""
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return min(max(-int(exponent), 0), 2)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(value)
    return value.date() if isinstance(value, pd.Timestamp) else value


WRITERS: Mapping[str, Callable[[object, Column], str]] = {
    "text": lambda value, _column: escape(str(value)),
    "figure": lambda value, _column: escape(str(value)),
    "amount": _amount,
    "number": lambda value, column: escape(
        i18n.number(figure(value), _places(value) if column.places is None else column.places)
    ),
    "share": lambda value, column: escape(
        i18n.share(figure(value), 1 if column.places is None else column.places)
    ),
    "date": lambda value, _column: escape(i18n.day(_day(value))),
    "month": lambda value, _column: escape(i18n.month(_day(value))),
    "marks": _marks,
    "picture": _picture,
}


def _has(value: object) -> bool:
    """Whether there is anything to write; a list or a pair always is."""
    return not is_missing(value)
