"""States as shape, word and colour, always all three: the vocabulary as data, and its two forms."""

from collections.abc import Mapping
from html import escape

from fund.i18n import _
from fund.rooms import derived
from fund.rooms.rooms import ROOMS

ICONS: Mapping[str, str] = {
    "open": (
        '<circle cx="8" cy="8" r="6" fill="none" stroke="#000" stroke-width="1.6"'
        ' stroke-dasharray="2.2 1.57"/>'
    ),
    "half": (
        '<circle cx="8" cy="8" r="6" fill="none" stroke="#000" stroke-width="1.6"/><path d="M8'
        ' 4.2v7.6a3.8 3.8 0 0 0 0-7.6z"/>'
    ),
    "clock": (
        '<circle cx="8" cy="8" r="6.1" fill="none" stroke="#000" stroke-width="1.6"/>'
        '<path d="M8 4.6V8.3l2.4 1.6" fill="none" stroke="#000" stroke-width="1.5"/>'
    ),
    "warn": (
        '<path fill-rule="evenodd" d="M8 1.6 15.2 14.2H.8zM7.2 6v4.2h1.6V6zM7.2'
        ' 11.2v1.6h1.6v-1.6z"/>'
    ),
    "crit": (
        '<path fill-rule="evenodd" d="M8 .6 15.4 8 8 15.4.6 8zM7.2 4.4v4.4h1.6V4.4zM7.2'
        ' 10v1.6h1.6V10z"/>'
    ),
    "lock": (
        '<path fill-rule="evenodd" d="M3 7h1.4V5.1a3.6 3.6 0 0 1 7.2 0V7H13v7.4H3zM6 7h4V5.1a2 2 0'
        ' 0 0-4 0z"/>'
    ),
    "back": (
        '<path d="M6.6 2 2.2 6.2l4.4 4.2V7.2h2.6a2.9 2.9 0 0 1 0 5.8H6v1.8h3.2a4.7 4.7 0 0 0'
        ' 0-9.4H6.6z"/>'
    ),
    "stop": '<path fill-rule="evenodd" d="M2 2h12v12H2zM4.6 7.1v1.8h6.8V7.1z"/>',
    "ok": (
        '<path fill-rule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM6.9 11.3 12.2 6 11 4.8 6.9'
        ' 8.9 5 7 3.8 8.2z"/>'
    ),
    "seal": (
        '<path fill-rule="evenodd" d="M1.8 1.8h12.4v12.4H1.8zM3.4 3.4v9.2h9.2V3.4zM5.4'
        ' 5.4h5.2v5.2H5.4z"/>'
    ),
    "pencil": (
        '<path fill-rule="evenodd" d="M2 14l.8-3.6L11 2.2 13.8 5 5.6 13.2zM4 11.2l-.3 1.1'
        ' 1.1-.3L11.6 5 11 4.4z"/>'
    ),
    "download": (
        '<path d="M7.2 2h1.6v6l2-2L12 7.2l-4 4-4-4L5.2 6l2 2zM2.4 10.6H4v2.2h8v-2.2h1.6v3.8H2.4z"/>'
    ),
}
"""Own drawings on a 16 by 16 field; the style sheet uses them as masks, so they take the colour of
the text.
"""

STATES: Mapping[str, tuple[str, str, str]] = {
    name: (status.icon, status.tone, status.words)
    for name, status in derived.statuses(ROOMS).items()
}
"""State as stored: icon, tone, word, as the rooms declare them. One word for a thing in every
room.
"""


def look_of(state: str) -> tuple[str, str, str]:
    """Icon, tone and word (in the language of this run) of a state; one not known here is shown as
    it is, neutral.
    """
    icon, tone, word = STATES.get(state, ("open", "neutral", state))
    return icon, tone, _(word)


def tag(state: str, word: str | None = None) -> str:
    """The state of one object as HTML: a tinted tag with icon and bold word (``word`` replaces the
    usual one).
    """
    icon, tone, usual = look_of(state)
    return (
        f'<span class="f-tag f-{tone}"><i class="f-i f-i-{icon}"></i>{escape(word or usual)}</span>'
    )


def flat(state: str, word: str | None = None) -> str:
    """The same inside lists: icon and word, no tint."""
    icon, tone, usual = look_of(state)
    return (
        f'<span class="f-flat f-{tone}"><i class="f-i'
        f' f-i-{icon}"></i><span>{escape(word or usual)}</span></span>'
    )
