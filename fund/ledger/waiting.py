"""What waits for somebody on grants and contracts: the pieces of the statements every room asks
with, and the amendments.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.rules import POLICY, excluded_by
from fund.access.tables import RoleAssignment
from fund.columns import Asking, table_of, unsought
from fund.errors import N_
from fund.ledger import amendments, clawback
from fund.ledger.book import by_hand_of
from fund.ledger.kept import UNANSWERED
from fund.ledger.sums import POSTING, UNDERTAKING
from fund.ledger.tables import Act, Amendment, Approval, ClawBackCorrection, Tranche
from fund.lifecycle import STATES
from fund.rooms.waiting import Together, Waiting

ACT = table_of(Act)
APPROVAL = table_of(Approval)
AMENDMENT = table_of(Amendment)
CLAW_BACK = table_of(ClawBackCorrection)
PART = table_of(Tranche)
ROLE = table_of(RoleAssignment)

OF = (UNDERTAKING.c.kind, UNDERTAKING.c.code, UNDERTAKING.c.title)
WHERE = (UNDERTAKING.c.region_code, UNDERTAKING.c.currency)
NOTHING = sa.literal("")
NO_VERSION = sa.literal(0)
NUMBER = unsought(UNDERTAKING.c.id).label("id")
"""The number of a grant or contract found by its state: few are in it, and sorted then; SQLite
would walk all there ever were in the order of their numbers.
"""


def apart(
    actor: Actor, act: str, key: sa.ColumnElement[int] = UNDERTAKING.c.id
) -> sa.ColumnElement[bool]:
    """No earlier hand of this person on the undertaking (its key) keeps them from the act."""
    return ~sa.exists().where(
        ACT.c.undertaking_id == key,
        by_hand_of(actor),
        ACT.c.kind.in_(excluded_by(act)),
    )


def untouched(actor: Actor, key: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """No earlier hand of this person on the undertaking (its key) at all."""
    return ~sa.exists().where(ACT.c.undertaking_id == key, by_hand_of(actor))


def hands_of(actor: Actor) -> list[int]:
    """Whose earlier acts count as this person's, by number."""
    return [person for person in actor.hands if person is not None]


def mine(actor: Actor, act: str) -> list[sa.ColumnElement[bool]]:
    """What falls to whoever entered the undertaking, and to all once that person may not do it any
    more.
    """
    if actor.id is None:
        return []
    able = sa.select(ROLE.c.person_id).where(
        ROLE.c.revoked_at.is_(None), ROLE.c.role.in_(sorted(POLICY[act]))
    )
    return [
        sa.or_(
            UNDERTAKING.c.entered_by.in_(hands_of(actor)),
            UNDERTAKING.c.entered_by.is_(None),
            UNDERTAKING.c.entered_by.not_in(able),
        )
    ]


def entered_on() -> sa.ScalarSelect[date]:
    """The day of the undertaking's first act."""
    return (
        sa.select(sa.func.min(ACT.c.recorded_on))
        .where(ACT.c.undertaking_id == UNDERTAKING.c.id)
        .correlate(UNDERTAKING)
        .scalar_subquery()
    )


def named(code: sa.ColumnElement[str], title: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """A part's or step's code, with its title where that says more."""
    return sa.case((title.in_(["", code]), code), else_=code + " " + title)


def not_approved(actor: Actor) -> sa.ColumnElement[bool]:
    """Of the deciders a large amount takes, this person has not said yes yet."""
    hands = hands_of(actor)
    return ~sa.exists().where(
        APPROVAL.c.undertaking_id == UNDERTAKING.c.id,
        sa.or_(APPROVAL.c.approved_by.in_(hands), APPROVAL.c.approved_for.in_(hands)),
    )


def not_mine(actor: Actor, *columns: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
    """None of the columns names this person."""
    hands = hands_of(actor)
    return [sa.or_(column.is_(None), column.not_in(hands)) for column in columns]


def in_state(act: str) -> sa.ColumnElement[bool]:
    """The undertaking's state lets the act be done."""
    return UNDERTAKING.c.status.in_(sorted(STATES[act]))


def status_of(key: sa.ColumnElement[int]) -> sa.ScalarSelect[str]:
    """The status of the undertaking of a part or step, looked up for each: a condition on a joined
    table makes SQLite read that table through for a filter first.
    """
    own = UNDERTAKING.alias("own")
    return sa.select(own.c.status).where(own.c.id == key).scalar_subquery()


def of_state(key: sa.ColumnElement[int], act: str) -> sa.ColumnElement[bool]:
    """The state of the undertaking of a part or step lets the act be done."""
    return status_of(key).in_(sorted(STATES[act]))


def _to_amend(_session: Session, actor: Actor) -> Asking:
    """Amendments of others, but for accounts."""
    return _proposed(actor, "sign_amendment").where(
        AMENDMENT.c.kind != "account", apart(actor, "sign", AMENDMENT.c.undertaking_id)
    )


def _to_account(_session: Session, actor: Actor) -> Asking:
    """Accounts others proposed."""
    return _proposed(actor, "sign_account").where(AMENDMENT.c.kind == "account")


def _proposed(actor: Actor, act: str) -> Asking:
    return (
        sa.select(
            AMENDMENT.c.id,
            AMENDMENT.c.version,
            *OF,
            sa.func.coalesce(PART.c.code, ""),
            *WHERE,
            AMENDMENT.c.change_fen,
            AMENDMENT.c.proposed_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == AMENDMENT.c.undertaking_id)
        .outerjoin(PART, PART.c.id == AMENDMENT.c.tranche_id)
        .where(
            sa.text(UNANSWERED),
            of_state(AMENDMENT.c.undertaking_id, act),
            apart(actor, act, AMENDMENT.c.undertaking_id),
            *not_mine(actor, AMENDMENT.c.proposed_by),
        )
    )


def _claw_backs(_session: Session, actor: Actor) -> Asking:
    return (
        sa.select(
            CLAW_BACK.c.id,
            CLAW_BACK.c.version,
            *OF,
            PART.c.code,
            *WHERE,
            POSTING.c.amount_fen,
            CLAW_BACK.c.proposed_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == CLAW_BACK.c.undertaking_id)
        .join(POSTING, POSTING.c.act_id == unsought(CLAW_BACK.c.act_id))
        .join(PART, PART.c.id == POSTING.c.tranche_id)
        .where(
            CLAW_BACK.c.outcome == "open",
            POSTING.c.stage == "returned",
            apart(actor, "correct_claw_back"),
            *not_mine(actor, CLAW_BACK.c.proposed_by, CLAW_BACK.c.proposed_for),
        )
    )


CLAW_BACKS = Waiting(
    "correct_claw_back",
    _claw_backs,
    N_("Corrections of money returned to agree to"),
    N_("Proposed by somebody else; what came back moves to its payment’s line"),
    Together(
        N_("Agree to those chosen"),
        clawback.correct_claw_back,
        lambda row: {"proposal_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
)
AMENDMENTS = Waiting(
    "sign_amendment",
    _to_amend,
    N_("Amendments to sign"),
    N_("Proposed by somebody else"),
    Together(
        N_("Sign those chosen"),
        amendments.sign_amendment,
        lambda row: {"amendment_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
)
ACCOUNTS = Waiting(
    "sign_account",
    _to_account,
    N_("Accounts to sign"),
    N_("Proposed by somebody else; look at the account before you sign"),
)
