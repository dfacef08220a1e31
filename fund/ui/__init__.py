"""The frame every page stands in. Pages import this module; the parts live in fund/ui/.

In dashboard.py: ``ui.speak()``, ``ui.setup()``, ``page = ui.menu({...})``, ``page.run()``. In a
page: ``ui.header``, ``ui.lede``, ``ui.meta``, then blocks. What is drawn again without the rest of
the page is a ``fund.ui.part``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import pandas as pd
import streamlit as st
from streamlit.typing import PlotlyState

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _
from fund.ui import folding, style, wiring
from fund.ui.blocks import (
    block,
    counts,
    empty,
    error_box,
    facts,
    heading,
    history,
    issue_box,
    key_of_marks,
    lede,
    legend,
    loading,
    more,
    sample_mark,
    source_note,
    status_tag,
    steps,
)
from fund.ui.drawn import Drawn
from fund.ui.table import Column, address, anchor, table

__all__ = [
    "Column",
    "Download",
    "address",
    "anchor",
    "block",
    "chart",
    "counts",
    "empty",
    "error_box",
    "facts",
    "footer",
    "for_me",
    "header",
    "heading",
    "history",
    "is_served",
    "issue_box",
    "key_of_marks",
    "lede",
    "legend",
    "loading",
    "look",
    "menu",
    "meta",
    "more",
    "not_served",
    "served",
    "setup",
    "source_note",
    "speak",
    "status_tag",
    "steps",
    "table",
]

_is_served = False

BEHIND = 200
"""Rows of the table behind a chart that stand on one page: it is looked through as a whole."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Download:
    """A file a page offers: its name and the function that makes its bytes, called only when it is
    asked for.
    """

    file_name: str
    build: Callable[[], bytes]
    mime: str = XLSX


def for_me(media_type: str) -> str:
    """The media type of a download marked with the sign-in, or the visitor, it is made for:
    fund.ui.stored hands it to that one alone, and what bears no mark to nobody.
    """
    return f"{media_type}; for={st.session_state.get('f-mark', '')}"


def speak() -> str:
    """Set the language of this run: as chosen in this session, else as the address says, else
    Chinese.
    """
    chosen = st.session_state.get("language") or st.query_params.get("lang", "")
    language = chosen if chosen in i18n.languages() else i18n.languages()[0]
    st.session_state["language"] = language
    i18n.use(language)
    return language


def served() -> None:
    """Say that the application is served through the shell (fund.asgi), which guards it."""
    global _is_served  # noqa: PLW0603 - one process, one server
    _is_served = True


def is_served() -> bool:
    """Whether the shell stands in front: ``streamlit run`` does not put it there."""
    return _is_served


def not_served() -> None:
    """What is shown instead of everything where the shell does not stand in front."""
    st.error(
        _("The dashboard does not run by “streamlit run”: start it with “make run” (README.md).")
    )


def look() -> Tokens:
    """The colours of the theme this browser shows."""
    return theme.tokens(st.context.theme.type)


def setup() -> None:
    """Page settings, style sheet, mark and name: once per run, before anything else is drawn.

    The icon is a picture of our own on purpose: without it a menu icon makes the browser ask a font
    server for a favicon. It goes out within the page: what is stored to be fetched is somebody's.
    """
    st.set_page_config(page_title=fund_name(), page_icon=style.favicon(), layout="wide")
    st.html(f"<style>{style.sheet(look(), i18n.language())}</style>")
    st.logo(
        style.logo(look(), fund_name(), _("Programme management"), i18n.language()), size="large"
    )


def fund_name() -> str:
    """The name of the fund as the mark carries it."""
    return _("Commercial Space Fund")


def menu(groups: Mapping[str, Sequence[st.Page]], *, is_hidden: bool = False) -> st.Page:
    """The menu at the side by group (st.Page objects that this person may open); gives the page to
    run.

    Always call it, for anonymous visitors too (``is_hidden``), so that no page file is ever served
    by itself.
    """
    page = st.navigation(
        {name: list(pages) for name, pages in groups.items()},
        position="hidden" if is_hidden else "sidebar",
        expanded=True,
    )
    wiring.mount({known.url_path: known for pages in groups.values() for known in pages})
    return page


def header(
    title: str, export: Download | None = None, *, crumb: Sequence[str | tuple[str, str]] = ()
) -> None:
    """The way here, the one h1, the language switch, the workbook of this page, its tabs. The frame
    knows the way; a crumb adds to it: words, or words and the address they lead to.
    """
    st.session_state["f-headed"] = True
    with st.container(
        key="f-top",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="top",
        gap="small",
    ):
        with st.container(key="f-title", width="stretch"):
            way = " › ".join(
                escape(one) if isinstance(one, str) else anchor(*one) for one in (*_way(), *crumb)
            )
            st.html(f'<div class="f-crumb">{way}</div><h1 class="f-h1">{escape(title)}</h1>')
        with st.container(
            key="f-tools",
            horizontal=True,
            width="content",
            gap="small",
            vertical_alignment="center",
        ):
            _switch()
            if export:
                label, name = _("Export Excel"), export.file_name
                st.download_button(
                    label,
                    export.build,
                    name,
                    for_me(export.mime),
                    key="f-export",
                    on_click="ignore",
                    icon=":material/download:",
                )
    _tabs()


def _way() -> list[str | tuple[str, str]]:
    """Section and pages above this one, as the frame said."""
    way: Sequence[tuple[str, str]] = st.session_state.get("f-way", ())
    return [(words, address(to)) if to else words for words, to in way]


def _tabs() -> None:
    """The pages that stand beside this one, as links; the frame says which."""
    tabs = st.session_state.get("f-beside", ())
    if not tabs:
        return
    links = "".join(
        f'<span aria-current="page">{escape(words)}</span>'
        if is_here
        else anchor(words, address(to))
        for words, to, is_here in tabs
    )
    name = escape(_("Beside this page"))
    st.html(f'<nav class="f-beside" aria-label="{name}">{links}</nav>')


def _switch() -> None:
    """The language switch; what was chosen stays for the session and goes into the address."""
    names = {"zh": "中文", "en": "EN"}

    def keep() -> None:
        st.session_state["language"] = st.session_state["f-language"]
        st.query_params["lang"] = st.session_state["language"]

    current = i18n.language()
    st.segmented_control(
        _("Language"),
        list(names),
        format_func=names.__getitem__,
        default=current,
        required=True,
        key="f-language",
        on_change=keep,
        label_visibility="collapsed",
    )


def meta(
    *facts_of_page: str,
    as_of: date | None = None,
    updated_at: datetime | None = None,
    is_demonstration: bool,
    is_verified: bool,
) -> None:
    """The quiet line under the lede: sample mark, facts of this page, cut-off and update, and
    whether we know who is here.
    """
    parts = list(facts_of_page)
    if as_of and updated_at:
        parts.append(
            _("Data to {day}, updated {moment}").format(
                day=i18n.day(as_of), moment=i18n.moment(updated_at)
            )
        )
    elif as_of:
        parts.append(_("Data to {day}").format(day=i18n.day(as_of)))
    if not is_verified:
        parts.append(_("Identity not verified"))
    words = " · ".join(escape(part) for part in parts)
    st.html(
        f'<div class="f-meta">{sample_mark(is_demonstration=is_demonstration)}'
        f"<span>{words}</span></div>"
    )


def footer(*sentences: str) -> None:
    """The last line of every page."""
    st.html(
        f'<footer class="f-foot">{" ".join(escape(sentence) for sentence in sentences)}</footer>'
    )


def chart(
    figure: Figure,
    key: str,
    alt: str,
    behind: pd.DataFrame | None = None,
    columns: Sequence[Column] = (),
    *,
    is_clickable: bool = False,
) -> str | None:
    """Draw a figure of fund.charts, with the table behind it one quiet click away; gives the id of
    the point chosen.

    ``alt`` is the chart in words (each chart module has a function for it), ``behind`` with
    ``columns`` the same numbers as a table. With ``is_clickable`` a click on a mark reruns the page
    and its customdata is returned.
    """
    config = dict(theme.CONFIG)
    if is_clickable:
        event = st.plotly_chart(
            Drawn(figure),
            theme=None,
            key=key,
            alt=alt,
            config=config,
            on_select="rerun",
            selection_mode="points",
        )
    else:
        event = None
        st.plotly_chart(Drawn(figure), theme=None, key=key, alt=alt, config=config)
    if behind is not None and columns:
        numbers, named = behind, list(columns)
        folding.behind(
            f"f-behind-{key}",
            _("Data table"),
            lambda: table(numbers, named, alt, key=f"behind-{key}", per_page=BEHIND),
        )
    return _chosen(event)


def _chosen(event: PlotlyState | None) -> str | None:
    points = event["selection"]["points"] if event else []
    if not points:
        return None
    value = points[0].get("customdata")
    return str(value[0] if isinstance(value, list) else value) if value is not None else None
