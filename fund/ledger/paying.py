"""What is looked at once more before it is paid: how much, to whom, on which account, from which
line. It reads and holds nothing; the payment itself asks everything again.
"""

from typing import NamedTuple

from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger import accounts, commands
from fund.ledger.accounts import Account
from fund.ledger.rules import positive
from fund.ledger.tables import Line, Tranche, Undertaking
from fund.lifecycle import must_follow
from fund.plan.tables import Organisation


class ToPay(NamedTuple):
    """A payment before it is made; the amount in fen."""

    undertaking: str
    tranche: str
    amount_fen: int
    currency: str
    payee: str
    account: Account
    account_id: int
    line: str
    line_id: int


def before_paying(
    session: Session,
    actor: Actor,
    tranche_id: int,
    amount_fen: int,
    voucher: str = "",
    without: str = "",
) -> ToPay:
    """What a payment would be, or the refusal it would meet."""
    actor.must("pay")
    commands.must_have_voucher(voucher, without)
    tranche = session.get_one(Tranche, tranche_id)
    undertaking = session.get_one(Undertaking, tranche.undertaking_id)
    must_follow("pay", undertaking.status)
    line_id = commands.line_holding(session, undertaking, tranche, positive(amount_fen))
    known = accounts.in_force(session, tranche.undertaking_id)
    if known is None:
        raise accounts.NoAccount(undertaking=undertaking.code)
    return ToPay(
        undertaking.code,
        tranche.code,
        amount_fen,
        undertaking.currency,
        session.get_one(Organisation, undertaking.organisation_id).name,
        known[1],
        known[0],
        session.get_one(Line, line_id).code,
        line_id,
    )
