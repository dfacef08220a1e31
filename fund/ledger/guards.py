"""What the database refused by itself, said as the refusal a command would have raised."""

from sqlalchemy.exc import DBAPIError

from fund.errors import FourEyes, FundError, N_
from fund.ledger.rules import ChainBroken, NotAccepted


class Guarded(FundError):
    """The database's own guards refused the write."""

    message = N_("The database refused this ({guard}). Nothing was stored.")


def refusal(error: DBAPIError) -> FundError | None:
    """The FundError behind a constraint or trigger, or None when the error is none of ours."""
    text = str(error.orig)
    if "_chain" in text:
        where = next((name for name in ("tranche", "undertaking", "line") if f"{name}_balance" in text), "line")
        return ChainBroken(where=where)
    if "fund:not_accepted" in text:
        return NotAccepted(tranche="", open_fen=0, asked_fen=0)
    if "fund:four_eyes" in text or "ck_acceptance_waiver" in text:
        return FourEyes(earlier="file_evidence", act="accept")
    if "fund:" in text:
        return Guarded(guard=text.split("fund:")[1].split()[0].strip("'\""))
    return None
