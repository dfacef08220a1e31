"""Paying after the others: asked by the ledger before it pays (fund.house.BEFORE_PAYING)."""

from sqlmodel import Session

from fund.holdings import recording
from fund.holdings.rules import AheadOfOthers
from fund.holdings.tables import Holding
from fund.ledger import book
from fund.ledger.tables import Undertaking


def must_follow_others(session: Session, undertaking: Undertaking, amount_fen: int) -> None:
    """Refuse to pay a larger part of what the fund subscribed than the others together paid of
    theirs, as recorded by now; equal is enough.
    """
    if undertaking.kind != "holding":
        return
    key = undertaking.id or 0
    if not session.get_one(Holding, key).pays_after_others:
        return
    standing = recording.stands(session, key)
    theirs_fen, others_fen = standing.others("subscribed"), standing.others("other_paid")
    balance = book.undertaking_balance(session, key)
    ours_fen = balance.paid_fen + amount_fen
    if ours_fen * theirs_fen > others_fen * balance.obligated_fen or not theirs_fen:
        raise AheadOfOthers(
            holding=undertaking.code,
            ours_fen=ours_fen,
            subscribed_fen=balance.obligated_fen,
            others_fen=others_fen,
            theirs_fen=theirs_fen,
        )
