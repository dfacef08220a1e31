"""In which states an act may be done on a grant or a contract: one table, read by commands, pages
and tests. Pure.
"""

from collections.abc import Collection, Mapping

from fund.errors import WrongState
from fund.rooms import derived
from fund.rooms.rooms import ROOMS

CYCLES = derived.lifecycles(ROOMS)
"""kind of record -> act -> role ("" where it does not matter) -> states in which it may be done."""

STATES: Mapping[str, frozenset[str]] = derived.states(CYCLES["undertaking"])
"""act -> statuses of the undertaking in which it may be done. Money moves in any other state too:
putting a payment right, taking money back, carrying over.
"""

BUYING: Mapping[str, frozenset[str]] = derived.states(CYCLES["procurement_process"])
"""act -> statuses of the procurement process in which it may be done; from the signature on the
contract's own states hold.
"""

REPORTING: Mapping[str, Mapping[str, frozenset[str]]] = CYCLES["submission"]
"""act -> role -> statuses of a centre's report in which that role may do it: whoever has the report
acts on it.
"""


def may_follow(act: str, status: str) -> bool:
    """Whether the state lets the act be done; an act without a row may be done in any."""
    return act not in STATES or status in STATES[act]


def must_follow(act: str, status: str) -> None:
    """Refuse an act the state does not let be done."""
    if not may_follow(act, status):
        raise WrongState(act=act, status=status)


def may_buy(act: str, status: str) -> bool:
    """Whether the state of a procurement process lets the act be done."""
    return status in BUYING[act]


def must_buy(act: str, status: str) -> None:
    """Refuse an act the state of a procurement process does not let be done."""
    if not may_buy(act, status):
        raise WrongState(act=act, status=status)


def may_report(act: str, roles: Collection[str], status: str) -> bool:
    """Whether one of the roles may do the act on a centre's report in that state."""
    return any(status in states for role, states in REPORTING[act].items() if role in roles)


def must_report(act: str, roles: Collection[str], status: str) -> None:
    """Refuse an act none of the roles may do on a centre's report in that state."""
    if not may_report(act, roles, status):
        raise WrongState(act=act, status=status)
