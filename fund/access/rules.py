"""Roles, which exclude one another, and the policy: which roles may do which act, as the rooms
declare it.
"""

import re

from fund.rooms import derived
from fund.rooms.room import ADMINISTRATORS as THREE
from fund.rooms.rooms import ROOMS

ROLES = derived.roles(ROOMS)
"""Every role by its stored word, with the name people read."""

ADMINISTRATORS = frozenset(THREE)
"""The three administrators restrain one another: one person holds one of them at most, and no other
role beside it.
"""

REACH = derived.held_for(ROOMS)
"""Roles held for a part only, and which: a centre by its code, a region by its six digits. Every
other role is held for the whole fund.
"""

REACHES = derived.reaches(ROOMS)
"""The kinds of parts, and where their codes stand."""

POLICY = derived.policy(ROOMS)
"""act -> roles that may do it. An act that is not here is nobody's."""

FUND = POLICY["see_portfolio"]
"""Roles of the fund's own people: they see the whole portfolio."""

APART = derived.apart(ROOMS)
"""Pairs of acts that one person does not do on one undertaking, or in one procurement process, or
with one report of a centre, in either order.
"""

COUNTS_AS = derived.counts_as(ROOMS)
"""Acts that keep their doers apart as others do: bringing an existing portfolio in, and judging a
milestone.
"""


def excluded_by(act: str) -> frozenset[str]:
    """The acts whose doers may not do this act on the same undertaking."""
    meant = {act} | COUNTS_AS.get(act, frozenset())
    apart = {other for pair in APART for one, other in (pair, pair[::-1]) if one in meant}
    return frozenset(apart | {kind for kind, counted in COUNTS_AS.items() if counted & apart})


def clash(roles: set[str]) -> bool:
    """Whether one person may not hold these roles together."""
    held = roles & ADMINISTRATORS
    return len(held) > 1 or bool(held and roles - ADMINISTRATORS)


ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{ATOM}(\.{ATOM})*@{LABEL}(\.{LABEL})*")
LONGEST_ADDRESS = 254


def is_address(text: str) -> bool:
    r"""Whether this is an e-mail address in plain ASCII, and nothing beside it: no line break gets
    into a letter's head.

    >>> is_address("li.si@example.org"), is_address("li")
    (True, False)
    >>> is_address("li@example.org\nBcc: all@example.org")
    False
    """
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None
