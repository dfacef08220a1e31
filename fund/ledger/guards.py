"""What the database refused by itself, said as the refusal a command would have raised."""

import re

from sqlalchemy.exc import DBAPIError

from fund import house
from fund.errors import N_, FourEyes, FundError
from fund.ledger.rules import ChainBroken, NotAccepted


class Guarded(FundError):
    """The database's own guards refused the write."""

    message = N_("The database refused this ({guard}). Nothing was stored.")


class ThereAlready(FundError):
    """A key that may stand once only was used a second time."""

    message = N_("Something with the same key is there already ({guard}). Nothing was stored.")


def refusal(error: DBAPIError) -> FundError | None:
    """The FundError behind a constraint or trigger, or None when the error is none of ours."""
    text = str(error.orig)
    if "_chain" in text:
        where = next(
            (name for name in ("tranche", "undertaking", "line") if f"{name}_balance" in text),
            "line",
        )
        return ChainBroken(where=where)
    if "fund:not_accepted" in text:
        return NotAccepted(tranche="", open_fen=0, asked_fen=0)
    if "fund:four_eyes" in text or "ck_acceptance_waiver" in text:
        return FourEyes(earlier="file_evidence", act="accept")
    for mark, place in house.GUARDS.items():
        if mark in text:
            said: FundError = house.at(place, type)()
            return said
    repeated = re.search(r'UNIQUE constraint failed: ([\w., ]+)|unique constraint "(\w+)"', text)
    if repeated:
        return ThereAlready(guard=repeated[1] or repeated[2])
    if "fund:" in text:
        return Guarded(guard=text.split("fund:")[1].split(maxsplit=1)[0].strip("'\""))
    return None
