"""A paper form on screen and for print: the same boxes the workbook has, every datum escaped."""

from decimal import Decimal
from html import escape

import streamlit as st

from fund import i18n
from fund.i18n import _
from fund.reports.description import Box, Form
from fund.ui.table import figure


def paper(form: Form) -> None:
    """The form as one table; what is printed of the page is this."""
    rows: dict[int, list[str]] = {}
    for row, _column, box in form.placed():
        rows.setdefault(row, []).append(_cell(box))
    body = "".join(f"<tr>{''.join(cells)}</tr>" for _row, cells in sorted(rows.items()))
    total = sum(form.widths)
    widths = "".join(f'<col style="width:{width / total:.2%}">' for width in form.widths)
    # a head with words beside it goes onto a phone; boxes side by side are pushed along
    look = "f-paper f-words" if len(form.widths) == 2 else "f-paper"
    st.html(
        f'<div class="{look}" tabindex="0" role="region"'
        f' aria-label="{escape(form.heading)}"><h2>{escape(form.heading)}</h2>'
        f"<p>{escape(form.subtitle)}</p>"
        f"<table><colgroup>{widths}</colgroup><tbody>{body}</tbody></table></div>"
    )


def _cell(box: Box) -> str:
    kind = "th" if box.is_head else "td"
    spans = (f' colspan="{box.across}"' if box.across > 1 else "") + (
        f' rowspan="{box.down}"' if box.down > 1 else ""
    )
    look = ' class="f-c"' if box.kind != "text" else ""
    return f"<{kind}{spans}{look}>{escape(written(box)).replace(chr(10), '<br>')}</{kind}>"


def written(box: Box) -> str:
    """A box's value as people read it; a figure nobody has is a dash."""
    value = box.value
    if value is None:
        return "—"
    if box.kind == "amount":
        return i18n.in_unit(int(figure(value)), "wan", 2)
    if box.kind == "points":
        return i18n.number(Decimal(figure(value)), 2)
    if box.kind == "rate":
        return i18n.share(figure(value), 2)
    return str(value)


def printing() -> None:
    """How it gets onto paper."""
    st.caption(_("To print: the browser prints the form alone, in landscape."))
