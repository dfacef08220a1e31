"""An undertaking's payments and claw-backs as they stand: what each says, on which line, how much
of a payment came back and of which payment a claw-back is.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from fund.errors import N_, FundError
from fund.ledger import book
from fund.ledger.tables import Act, Posting, Tranche, Undertaking

PAYMENTS = ("pay", "correct_payment", "open_pay")
"""Acts that pay. A correction stands for the payment it corrects."""


class NoPayment(FundError):
    """Only a payment that stands can come back."""

    message = N_(
        "Act {act} is no payment that stands: it was corrected or reversed, or it is an act of"
        " another kind. Choose the payment again."
    )


class Payment(NamedTuple):
    """A payment nobody corrected or reversed; amounts in fen.

    ``acts`` are the payment and those it corrects, the latest first. ``named_fen`` is what
    claw-backs that name it brought back; ``came_back_fen`` that, and at least what its line no
    longer holds of it: claw-backs of before payments were named are known by the second alone.
    """

    act_id: int
    kind: str
    acts: tuple[int, ...]
    line_id: int
    tranche_id: int
    occurred_on: date
    stated_fen: int
    named_fen: int
    came_back_fen: int

    @property
    def first_id(self) -> int:
        """The act it began with."""
        return self.acts[-1]

    @property
    def left_fen(self) -> int:
        """What is still paid of it."""
        return self.stated_fen - self.came_back_fen


class ClawBack(NamedTuple):
    """Money that came back (fen), on the line it stands on now; ``latest_id`` is its last
    correction, ``payment_id`` the payment it names, None where it names none.
    """

    act_id: int
    latest_id: int
    payment_id: int | None
    line_id: int
    tranche_id: int
    occurred_on: date
    amount_fen: int


class Moved(NamedTuple):
    """Payments and claw-backs of an undertaking, each by its act."""

    payments: dict[int, Payment]
    claw_backs: dict[int, ClawBack]


def standing(session: Session, act_id: int) -> tuple[Payment, Tranche, Undertaking]:
    """A payment as it stands now, with its tranche and undertaking, all locked."""
    act = book.fetch(session, Act, act_id)
    if act.kind not in PAYMENTS or act.tranche_id is None:
        raise NoPayment(act=act_id)
    tranche = book.fetch(session, Tranche, act.tranche_id)
    undertaking = book.fetch(session, Undertaking, tranche.undertaking_id)
    found = moved(session, tranche.undertaking_id).payments.get(act_id)
    if found is None:
        raise NoPayment(act=act_id)
    return found, tranche, undertaking


def moved(session: Session, undertaking_id: int) -> Moved:
    """What was paid to an undertaking and what came back, from its acts and postings."""
    acts = {
        act.id or 0: act
        for act in session.exec(
            select(Act).where(Act.undertaking_id == undertaking_id).order_by(col(Act.id))
        )
    }
    postings: dict[int, list[Posting]] = {}
    for posting in session.exec(
        select(Posting)
        .where(
            Posting.undertaking_id == undertaking_id, col(Posting.stage).in_(("paid", "returned"))
        )
        .order_by(col(Posting.id))
    ):
        postings.setdefault(posting.act_id, []).append(posting)
    claw_backs = _claw_backs(acts, postings)
    return Moved(_payments(acts, postings, claw_backs), claw_backs)


def _claw_backs(
    acts: Mapping[int, Act], postings: Mapping[int, list[Posting]]
) -> dict[int, ClawBack]:
    later = {act.reverses_id: key for key, act in acts.items() if act.reverses_id is not None}
    found = {}
    for key, act in acts.items():
        if act.kind != "claw_back":
            continue
        latest, returned = key, postings[key]
        while latest in later:
            latest = later[latest]
            returned = [*returned, *postings.get(latest, [])]
        came = [row for row in returned if row.stage == "returned" and row.amount_fen > 0]
        found[key] = ClawBack(
            act_id=key,
            latest_id=latest,
            payment_id=acts[latest].payment_id,
            line_id=came[-1].line_id,
            tranche_id=came[-1].tranche_id or 0,
            occurred_on=act.occurred_on,
            amount_fen=came[0].amount_fen,
        )
    return found


def _payments(
    acts: Mapping[int, Act],
    postings: Mapping[int, list[Posting]],
    claw_backs: Mapping[int, ClawBack],
) -> dict[int, Payment]:
    overtaken = {act.reverses_id for act in acts.values()}
    held: Counter[tuple[int, int | None]] = Counter()
    for rows in postings.values():
        for row in rows:
            held[row.line_id, row.tranche_id] += row.amount_fen * (row.stage == "paid")
    found = {}
    for key, act in acts.items():
        paid = [row for row in postings.get(key, ()) if row.stage == "paid" and row.amount_fen > 0]
        if act.kind not in PAYMENTS or key in overtaken or not paid:
            continue
        chain = _corrected(acts, key)
        stated_fen = sum(
            row.amount_fen for one in chain for row in postings[one] if row.stage == "paid"
        )
        named_fen = sum(one.amount_fen for one in claw_backs.values() if one.payment_id in chain)
        gone_fen = stated_fen - held[paid[0].line_id, paid[0].tranche_id]
        found[key] = Payment(
            act_id=key,
            kind=act.kind,
            acts=tuple(chain),
            line_id=paid[0].line_id,
            tranche_id=paid[0].tranche_id or 0,
            occurred_on=acts[chain[-1]].occurred_on,
            stated_fen=stated_fen,
            named_fen=named_fen,
            came_back_fen=max(0, named_fen, gone_fen),
        )
    return found


def _corrected(acts: Mapping[int, Act], key: int) -> list[int]:
    """A payment with those it corrects, the latest first."""
    chain = [key]
    while (earlier := acts[chain[-1]].reverses_id) is not None:
        chain.append(earlier)
    return chain
