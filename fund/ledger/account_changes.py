"""Another account for an undertaking: one person proposes it, another signs it; only then it is
paid there.
"""

from sqlmodel import Session

from fund import audit
from fund.access.actors import Actor
from fund.ledger import accounts, book, proposing
from fund.ledger.accounts import Account
from fund.ledger.tables import Act, Amendment


def propose_account(
    session: Session, actor: Actor, *, undertaking_id: int, account: Account, reason: str
) -> Amendment:
    """Propose the account an undertaking is paid to, or another one than it has."""
    actor.must("propose_account")
    known = accounts.in_force(session, undertaking_id)
    was = "" if known is None else known[1].words
    becomes = accounts.checked(account).words
    return proposing.propose(session, actor, undertaking_id, "account", was, becomes, reason)


def sign_account(
    session: Session, actor: Actor, *, amendment_id: int, expected_version: int
) -> Act:
    """Sign a proposed account: from now on it is paid there."""
    actor.must("sign_account")
    amendment, undertaking = proposing.waiting(
        session, actor, "sign_account", amendment_id, expected_version
    )
    book.must_be_apart(session, actor, "sign_account", undertaking.id or 0)
    known = accounts.in_force(session, undertaking.id or 0)
    amendment.was = "" if known is None else known[1].words
    made = book.post(
        session, actor, "sign_account", [], undertaking=undertaking, reason=amendment.reason
    )
    accounts.state(session, undertaking, made, accounts.of_words(amendment.becomes))
    proposing.answer(session, actor, amendment, "signed", made)
    undertaking.version += 1
    session.add(undertaking)
    audit.record(
        session, actor, "sign_account", amendment, was=amendment.was, becomes=amendment.becomes
    )
    return made
