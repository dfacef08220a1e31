"""Views of a page: what it is filtered by, kept under a name for oneself or for everybody; each is
a link that opens it.
"""

from html import escape
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from fund import answers, clock
from fund.frames import records
from fund.i18n import _
from fund.ledger.view import to_address
from fund.portfolio import commands, queries
from fund.ui.table import address, anchor
from fund.ui.visit import Visit, act, perform, said

FILTERS = ("measure", "region", "organisation", "period")
ROWS = ("show", "status", "q", "category", "source", "sort", "cols")
"""What of an address makes a view: filters and which rows; never the as-of day, since a view stays
current, nor the language.
"""


def views(visit: Visit, page: str) -> None:
    """The links, the form that keeps what is looked at now, and a button to take away each of one's
    own.
    """
    with visit.reading() as session:
        place = answers.key(session, visit.who, "views", (page, visit.who.id))
        kept = answers.answer(place, lambda: list(records(queries.saved(session, visit.who, page))))
    said("f-view-done")
    with (
        st.container(key="f-views"),
        st.expander(_("Views") + (f" · {len(kept)}" if kept else "")),
    ):
        for row in kept:
            left, right = st.columns([5, 1], vertical_alignment="center")
            whose = (
                _("mine, shared")
                if row["is_mine"] and row["is_shared"]
                else (
                    _("mine")
                    if row["is_mine"]
                    else _("shared by {owner}").format(owner=row["owner"])
                )
            )
            link = anchor(str(row["title"]), opened(page, str(row["query"])))
            left.html(f'<div class="f-note">{link} · {escape(whose)}</div>')
            if row["is_mine"]:
                with right:
                    act(
                        visit,
                        _("Take away"),
                        commands.drop_view,
                        key=f"f-drop-view-{row['view_id']}",
                        done=_("Taken away."),
                        at="f-view-done",
                        is_primary=False,
                        view_id=row["view_id"],
                    )
        keep(visit, page)


def opened(page: str, query: str) -> str:
    """The address that opens a view as of today: its own filters and nothing of what is looked at
    now.
    """
    return address(
        page,
        **(
            dict.fromkeys((*FILTERS, *ROWS), "")
            | {"as_of": clock.today().isoformat()}
            | dict(parse_qsl(query))
        ),
    )


def keep(visit: Visit, page: str) -> None:
    """The form: a name, and whether everybody sees it."""
    shown = {name: st.query_params[name] for name in ROWS if name in st.query_params}
    query = urlencode(to_address(visit.view, visit.view.as_of) | shown)
    with st.form(f"f-form-view-{page}"):
        title = st.text_input(_("Name of the view"), key=f"f-view-title-{page}", max_chars=80)
        is_shared = st.checkbox(_("Everybody sees it"), key=f"f-view-shared-{page}")
        if st.form_submit_button(_("Keep this view")):
            perform(
                visit,
                f"f-view-{page}",
                commands.save_view,
                lambda: {"page": page, "title": title, "query": query, "is_shared": is_shared},
                done=_("Kept."),
                at="f-view-done",
            )
