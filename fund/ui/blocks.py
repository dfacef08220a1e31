"""What a page is made of besides charts and tables: sentences, notes, boxes, counts, steps, facts,
history.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Literal

import streamlit as st

from fund.i18n import _, together
from fund.status import look_of, tag
from fund.ui.style import data_address
from fund.ui.table import anchor

Link = tuple[str, str]
"""Words and address (see fund.ui.table.address)."""
Tone = Literal["ok", "info", "warn", "crit", "neutral"]


def emphasised(sentence: str) -> str:
    """Escaped text in which **two stars** set the figures of a sentence in bold."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(sentence))


def lede(*sentences: str) -> None:
    """The first sentences of a page: amount, gap, decision; figures between two stars."""
    st.html(f'<p class="f-lede">{emphasised(together(*sentences))}</p>')


@contextmanager
def block(title: str, sub: str = "", *, key: str) -> Iterator[None]:
    """A block under its rule: the finding as a heading, then what is measured and its unit; ``key``
    unique on the page.
    """
    with st.container(key=f"f-block-{key}"):
        below = f'<div class="f-sub">{escape(sub)}</div>' if sub else ""
        st.html(f'<h2 class="f-h2">{escape(title)}</h2>{below}')
        yield


def heading(words: str, to: str, unit: str) -> None:
    """The small heading of one picture among several: what it shows, leading to the records, and
    its unit.
    """
    st.html(f'<div class="f-small">{anchor(words, to)}<span>{escape(unit)}</span></div>')


def source_note(*sentences: str, link: Link | None = None) -> None:
    """Source and caveat in small print under a block."""
    body = escape(together(*sentences))
    st.html(f'<div class="f-note">{body}{" " + anchor(*link) if link else ""}</div>')


def more(words: str, to: str) -> None:
    """The link at the foot of a block: see all of it."""
    st.html(f'<div class="f-note">{anchor(words, to)}</div>')


def legend(classes: Sequence[tuple[str, str]], head: str = "") -> None:
    """Classes of a chart as swatches: (colour, words) made by fund.charts."""
    swatches = "".join(
        f'<span><i style="background:{escape(colour, quote=True)}"></i>{escape(words)}</span>'
        for colour, words in classes
    )
    st.html(f'<div class="f-legend">{escape(head)}{swatches}</div>')


def key_of_marks(marks: Sequence[tuple[str, str]]) -> None:
    """A legend of drawn marks: (SVG text made by us, words)."""
    drawn = "".join(
        f'<span><img src="{data_address(svg)}" alt="" width="14" height="14">{escape(words)}</span>'
        for svg, words in marks
    )
    st.html(f'<div class="f-legend">{drawn}</div>')


def empty(title: str, why: str, link: Link | None = None) -> None:
    """Nothing here: what is missing, why and when it will come, and one way on."""
    way = f"<br>{anchor(*link)}" if link else ""
    st.html(
        '<div class="f-empty"'
        f' role="status"><strong>{escape(title)}</strong>{escape(why)}{way}</div>'
    )


def error_box(title: str, what: str, reference: str = "", *, tone: Tone = "crit") -> None:
    """Something failed: what happened, what it affects and what happens next; then a reference to
    quote. Never a trace.
    """
    below = f'<div class="f-2">{escape(reference)}</div>' if reference else ""
    st.html(
        f'<div class="f-box f-{tone}"'
        f' role="alert"><strong>{escape(title)}</strong><div>{escape(what)}</div>{below}</div>'
    )


def issue_box(title: str, lines: Sequence[tuple[str, str]], *, tone: Tone = "warn") -> None:
    """What has to be put right, a numbered line each: (place, what is wrong and what to do)."""
    items = "".join(f"<li><b>{escape(place)}</b> {escape(words)}</li>" for place, words in lines)
    st.html(
        f'<div class="f-box f-{tone}"'
        f' role="alert"><strong>{escape(title)}</strong><ol>{items}</ol></div>'
    )


@contextmanager
def loading(height: int, words: str = "") -> Iterator[None]:
    """A flat field of the final height while what is inside is being made; ``words`` say what, with
    a count.
    """
    place = st.empty()
    with place.container():
        st.skeleton(height)
        if words:
            st.html(f'<div class="f-note" role="status">{escape(words)}</div>')
    try:
        yield
    finally:
        place.empty()


def counts(items: Sequence[tuple[int, str, str, str]]) -> None:
    """Large counts side by side: (count, state for the icon, words, address or "")."""
    cells = []
    for number, state, words, to in items:
        icon, tone, _word = look_of(state)
        below = anchor(words, to) if to else f"<span>{escape(words)}</span>"
        cells.append(
            f'<div><strong>{number:,}</strong><i class="f-i f-i-{icon} f-{tone}"></i>{below}</div>'
        )
    st.html(f'<div class="f-counts">{"".join(cells)}</div>')


def steps(items: Sequence[tuple[str, str, str, Literal["done", "now", "next"]]]) -> None:
    """A procedure from left to right (downwards on a phone): (state for the icon, name, second
    line, how far).
    """
    parts = []
    for state, name, sub, reach in items:
        icon, tone, _word = look_of(state)
        current = ' aria-current="step"' if reach == "now" else ""
        words = (
            f'<span class="f-{tone}"><b>{escape(name)}</b></span>'
            if reach == "now"
            else f"<span>{escape(name)}</span>"
        )
        second = f"<small>{escape(sub)}</small>" if sub else ""
        parts.append(
            f'<li class="f-{reach}"{current}><div><i class="f-i f-i-{icon}'
            f' f-{tone}"></i></div><section>{words}{second}</section></li>'
        )
    st.html('<ol class="f-steps">' + "".join(parts) + "</ol>")


def facts(items: Sequence[tuple[str, str]]) -> None:
    """Short facts in two columns: (what, value)."""
    pairs = "".join(
        f"<div><dt>{escape(head)}</dt><dd>{escape(value) or '—'}</dd></div>"
        for head, value in items
    )
    st.html(f'<dl class="f-facts">{pairs}</dl>')


def history(items: Sequence[tuple[str, str, Link | None]]) -> None:
    """What was done, newest first: (when and who, one sentence, link to the document)."""
    lines = "".join(
        f'<li><span class="f-2">{escape(when)}</span>{escape(words)}'
        f"{' ' + anchor(*link) if link else ''}</li>"
        for when, words, link in items
    )
    st.html(f'<ol class="f-history">{lines}</ol>')


def status_tag(state: str, word: str | None = None) -> None:
    """The state of one object on a line of its own."""
    st.html(tag(state, word))


def sample_mark(*, is_demonstration: bool) -> str:
    """The dashed mark that every page of a demonstration database carries."""
    words = _("Sample data")
    return f'<span class="f-sample">{escape(words)}</span>' if is_demonstration else ""
