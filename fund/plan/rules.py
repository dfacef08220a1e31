"""How organisations are known and marked, and the form of a unified social credit code. Pure."""

from typing import Literal

from fund.errors import N_, NP_

USCC_SCHEME = "CN-USCI"
"""Scheme of Chinese organisations, by unified social credit code, as org-id.guide lists it. Those
of published records keep the scheme their publisher gave.
"""
FORMER_SCHEME = "CN-USCC"
"""What it was called here before revision 0029: still read, never written."""


def known_scheme(scheme: str) -> str:
    """The scheme as it is called today.

    >>> known_scheme("CN-USCC"), known_scheme("GB-COH")
    ('CN-USCI', 'GB-COH')
    """
    return USCC_SCHEME if scheme == FORMER_SCHEME else scheme


def known_identifier(identifier: str) -> str:
    """An organisation's identifier with its scheme before it, as it is written today.

    >>> known_identifier("CN-USCC-91350100M000100Y43"), known_identifier("CN-USCCX")
    ('CN-USCI-91350100M000100Y43', 'CN-USCCX')
    """
    scheme, dash, code = identifier.partition(f"{FORMER_SCHEME}-")
    return f"{USCC_SCHEME}-{code}" if dash and not scheme else identifier


SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: 31 symbols, without I, O, S, V and Z; a symbol's value is its place."""

LENGTH = 18
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def uscc_problem(code: str) -> Literal["shape", "check"] | None:
    """What is wrong with a unified social credit code (18 capitals and digits), if anything.

    "shape" is an error: wrong length or a symbol outside the alphabet. "check" is a warning: some
    codes in use are reported to fail the check of GB 32100-2015. Passing says nothing of whether
    the organisation exists.

    >>> [uscc_problem(f"91350100M000100Y{end}") for end in ("43", "4Z", "44")]
    [None, 'shape', 'check']
    """
    if len(code) != LENGTH or any(symbol not in SYMBOLS for symbol in code):
        return "shape"
    total = sum(
        SYMBOLS.index(symbol) * weight for symbol, weight in zip(code, WEIGHTS, strict=False)
    )
    return None if SYMBOLS[-total % 31] == code[17] else "check"


MARKS = {"commercial": N_("Commercial entity"), "central_project": N_("Centrally funded projects")}
"""Two facts, not one: a commercial entity may carry out a project paid from central fiscal money,
which is then no commercial space project in the sense of the notice of July 2025; the second flag
says that it does.
"""

MERGES = {
    "open": NP_("merge", "Proposed"),
    "merged": NP_("merge", "Merged"),
    "rejected": NP_("merge", "Kept apart"),
}
