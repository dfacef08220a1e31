"""What waits for a person: one statement an act, so that the work does not grow with the people.

An item is there exactly where the command would not refuse this person for their role, the state or
an earlier hand of theirs.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.rules import POLICY, excluded_by
from fund.access.tables import RoleAssignment
from fund.closing.tables import Closing, YearEnd
from fund.grants.tables import Call, Grant, Recommendation, Review
from fund.ledger.book import by_hand_of
from fund.ledger.pending import promised_now
from fund.ledger.rules import ENDED
from fund.ledger.sums import LINE, POSTING, UNDERTAKING
from fund.ledger.tables import (
    Act,
    Amendment,
    Approval,
    ClawBackCorrection,
    Tranche,
    TrancheBalance,
    UndertakingBalance,
)
from fund.lifecycle import STATES
from fund.milestones.tables import Acceptance, Evidence, Milestone, WaiverProposal
from fund.office.tables import Opening
from fund.procurement import buying
from fund.settings import values as settings

ON_A_DAY = frozenset({"publish_call", "forecast", "file_evidence", "settle"})
"""Acts that are due on a day; the others wait since one."""

WAITING = [
    "act",
    "key",
    "version",
    "kind",
    "code",
    "title",
    "what",
    "region_code",
    "currency",
    "amount_fen",
    "since",
]
"""Columns of ``waiting``: key is what the act's command takes, what names the part or the person;
amount_fen in fen of currency, since the day it began to wait, or (ON_A_DAY) the day it is promised
for.
"""

ACT: Any = Act.__table__  # type: ignore[attr-defined]
APPROVAL: Any = Approval.__table__  # type: ignore[attr-defined]
AMENDMENT: Any = Amendment.__table__  # type: ignore[attr-defined]
ACCEPTANCE: Any = Acceptance.__table__  # type: ignore[attr-defined]
CALL: Any = Call.__table__  # type: ignore[attr-defined]
CLOSING: Any = Closing.__table__  # type: ignore[attr-defined]
EVIDENCE: Any = Evidence.__table__  # type: ignore[attr-defined]
GRANT: Any = Grant.__table__  # type: ignore[attr-defined]
MILESTONE: Any = Milestone.__table__  # type: ignore[attr-defined]
OPENING: Any = Opening.__table__  # type: ignore[attr-defined]
PART: Any = Tranche.__table__  # type: ignore[attr-defined]
PARTS: Any = TrancheBalance.__table__  # type: ignore[attr-defined]
RECOMMENDATION: Any = Recommendation.__table__  # type: ignore[attr-defined]
REVIEW: Any = Review.__table__  # type: ignore[attr-defined]
WAIVER: Any = WaiverProposal.__table__  # type: ignore[attr-defined]
ROLE: Any = RoleAssignment.__table__  # type: ignore[attr-defined]
WHOLES: Any = UndertakingBalance.__table__  # type: ignore[attr-defined]
YEAR_END: Any = YearEnd.__table__  # type: ignore[attr-defined]
CLAW_BACK: Any = ClawBackCorrection.__table__  # type: ignore[attr-defined]

OF = (UNDERTAKING.c.kind, UNDERTAKING.c.code, UNDERTAKING.c.title)
WHERE = (UNDERTAKING.c.region_code, UNDERTAKING.c.currency)
NOTHING = sa.literal("")
NO_VERSION = sa.literal(0)


def waiting(session: Session, actor: Actor) -> pd.DataFrame:
    """Everything that waits for this person today: WAITING, act by act in the order of a grant's
    life, the most money first.
    """
    actor.must("see_portfolio")
    rows = [
        (act, *row)
        for act, find in ITEMS.items()
        if any(act in _acts(role) for role in _roles(actor))
        for row in session.execute(find(session, actor)).all()
    ]
    frame = pd.DataFrame(rows, columns=WAITING).astype(
        {"amount_fen": "int64", "key": "int64", "version": "int64"}
    )
    frame["since"] = [
        since.astimezone(clock.BEIJING).date() if isinstance(since, datetime) else since
        for since in frame["since"]
    ]
    allowed = pd.Series(
        [
            actor.may(act, region)
            for act, region in zip(frame["act"], frame["region_code"], strict=True)
        ],
        index=frame.index,
        dtype=bool,
    )
    order = {act: place for place, act in enumerate(ITEMS)}
    return (
        frame[allowed]
        .assign(place=lambda df: df["act"].map(order))
        .sort_values(
            ["place", "amount_fen", "code"], ascending=[True, False, True], ignore_index=True
        )
        .drop(columns="place")
    )


def _roles(actor: Actor) -> set[str]:
    return {role for role, _scope in actor.roles} | {role for role, _scope, _lender in actor.lent}


def _acts(role: str) -> set[str]:
    return {act for act, roles in POLICY.items() if role in roles}


def _apart(actor: Actor, act: str) -> Any:
    """No earlier hand of this person on the undertaking keeps them from the act."""
    return ~sa.exists().where(
        ACT.c.undertaking_id == UNDERTAKING.c.id,
        by_hand_of(actor),
        ACT.c.kind.in_(excluded_by(act)),
    )


def _untouched(actor: Actor) -> Any:
    return ~sa.exists().where(ACT.c.undertaking_id == UNDERTAKING.c.id, by_hand_of(actor))


def _hands(actor: Actor) -> list[int]:
    return [person for person in actor.hands if person is not None]


def _mine(actor: Actor, act: str) -> list[Any]:
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
            UNDERTAKING.c.entered_by.in_(_hands(actor)),
            UNDERTAKING.c.entered_by.is_(None),
            UNDERTAKING.c.entered_by.not_in(able),
        )
    ]


def _entered_on() -> Any:
    return (
        sa.select(sa.func.min(ACT.c.recorded_on))
        .where(ACT.c.undertaking_id == UNDERTAKING.c.id)
        .correlate(UNDERTAKING)
        .scalar_subquery()
    )


def _named(code: Any, title: Any) -> Any:
    """A part's or step's code, with its title where that says more."""
    return sa.case((title.in_(["", code]), code), else_=code + " " + title)


def _not_approved(actor: Actor) -> Any:
    """Of the deciders a large amount takes, this person has not said yes yet."""
    hands = _hands(actor)
    return ~sa.exists().where(
        APPROVAL.c.undertaking_id == UNDERTAKING.c.id,
        sa.or_(APPROVAL.c.approved_by.in_(hands), APPROVAL.c.approved_for.in_(hands)),
    )


def _not_mine(actor: Actor, *columns: Any) -> list[Any]:
    hands = _hands(actor)
    return [sa.or_(column.is_(None), column.not_in(hands)) for column in columns]


def _in_state(act: str) -> Any:
    return UNDERTAKING.c.status.in_(sorted(STATES[act]))


def _undertakings(
    act: str, amount: Any, since: Any, *, kind: str, joins: Callable[[Any], Any] = lambda rows: rows
) -> Callable[[Session, Actor], Any]:
    """Undertakings of a kind in a state that lets the act be done."""

    def find(_session: Session, actor: Actor) -> Any:
        new = (
            [_not_approved(actor), buying.untouched_contract(actor, UNDERTAKING.c.id)]
            if act == "award"
            else [buying.untouched_contract(actor, UNDERTAKING.c.id, act)]
            if act == "sign"
            else []
        )
        statement = joins(
            sa.select(
                UNDERTAKING.c.id,
                UNDERTAKING.c.version,
                *OF,
                NOTHING,
                *WHERE,
                sa.func.coalesce(amount, 0),
                since,
            ).select_from(UNDERTAKING)
        )
        return statement.where(UNDERTAKING.c.kind == kind, _in_state(act), _apart(actor, act), *new)

    return find


def _applied(rows: Any) -> Any:
    return rows.join(GRANT, GRANT.c.undertaking_id == UNDERTAKING.c.id)


def _to_review(_session: Session, actor: Actor) -> Any:
    """Applications this reviewer has not spoken on yet."""
    hands = _hands(actor)
    spoken = sa.exists().where(
        REVIEW.c.undertaking_id == UNDERTAKING.c.id, REVIEW.c.reviewer_id.in_(hands)
    )
    statement = _applied(
        sa.select(
            UNDERTAKING.c.id,
            UNDERTAKING.c.version,
            *OF,
            NOTHING,
            *WHERE,
            GRANT.c.requested_fen,
            GRANT.c.received_on,
        ).select_from(UNDERTAKING)
    )
    return statement.where(_in_state("review"), _apart(actor, "review"), ~spoken)


def _to_recommend(_session: Session, actor: Actor) -> Any:
    """Applications with as many reviews as their call asks for."""
    given = (
        sa.select(sa.func.count())
        .where(REVIEW.c.undertaking_id == UNDERTAKING.c.id, REVIEW.c.has_conflict.is_(False))
        .scalar_subquery()
    )
    statement = _applied(
        sa.select(
            UNDERTAKING.c.id,
            UNDERTAKING.c.version,
            *OF,
            NOTHING,
            *WHERE,
            GRANT.c.requested_fen,
            GRANT.c.received_on,
        ).select_from(UNDERTAKING)
    )
    return statement.join(CALL, CALL.c.id == GRANT.c.call_id).where(
        _in_state("recommend"), _apart(actor, "recommend"), given >= CALL.c.needed_reviews
    )


def _to_decide(status: tuple[str, ...], act: str) -> Callable[[Session, Actor], Any]:
    def find(_session: Session, actor: Actor) -> Any:
        amount = sa.func.coalesce(RECOMMENDATION.c.amount_fen, GRANT.c.requested_fen, 0)
        statement = _applied(
            sa.select(
                UNDERTAKING.c.id,
                UNDERTAKING.c.version,
                *OF,
                NOTHING,
                *WHERE,
                amount,
                sa.func.coalesce(
                    RECOMMENDATION.c.recommended_on, GRANT.c.received_on, _entered_on()
                ),
            ).select_from(UNDERTAKING)
        )
        statement = statement.outerjoin(
            RECOMMENDATION, RECOMMENDATION.c.undertaking_id == UNDERTAKING.c.id
        )
        return statement.where(
            UNDERTAKING.c.kind == "grant",
            UNDERTAKING.c.status.in_(status),
            _apart(actor, act),
            _not_approved(actor),
        )

    return find


def _to_accept(_session: Session, actor: Actor) -> Any:
    open_ = ~sa.exists().where(ACCEPTANCE.c.evidence_id == EVIDENCE.c.id)
    return (
        sa.select(
            EVIDENCE.c.id,
            NO_VERSION,
            *OF,
            _named(PART.c.code, EVIDENCE.c.title),
            *WHERE,
            PARTS.c.obligated_fen - PARTS.c.accepted_fen,
            EVIDENCE.c.filed_on,
        )
        .join(PART, PART.c.id == EVIDENCE.c.tranche_id)
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == EVIDENCE.c.undertaking_id)
        .where(open_, _in_state("accept"), _apart(actor, "accept"))
    )


def _to_pay(_session: Session, actor: Actor) -> Any:
    since = (
        sa.select(sa.func.max(ACCEPTANCE.c.recorded_on))
        .where(ACCEPTANCE.c.tranche_id == PART.c.id)
        .scalar_subquery()
    )
    return (
        sa.select(
            PART.c.id,
            NO_VERSION,
            *OF,
            PART.c.code,
            *WHERE,
            PARTS.c.accepted_fen - PARTS.c.paid_fen,
            since,
        )
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == PART.c.undertaking_id)
        .where(PARTS.c.accepted_fen > PARTS.c.paid_fen, _in_state("pay"), _apart(actor, "pay"))
    )


def _to_waive(_session: Session, actor: Actor) -> Any:
    return (
        sa.select(
            WAIVER.c.id,
            NO_VERSION,
            *OF,
            PART.c.code,
            *WHERE,
            PARTS.c.obligated_fen - PARTS.c.accepted_fen,
            WAIVER.c.proposed_on,
        )
        .join(PART, PART.c.id == WAIVER.c.tranche_id)
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == WAIVER.c.undertaking_id)
        .where(
            WAIVER.c.is_open,
            PARTS.c.obligated_fen > PARTS.c.accepted_fen,
            _in_state("grant_waiver"),
            _untouched(actor),
            *_not_mine(actor, WAIVER.c.proposed_by),
        )
    )


def _to_amend(_session: Session, actor: Actor) -> Any:
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
            AMENDMENT.c.answer == "",
            _in_state("sign_amendment"),
            _apart(actor, "sign"),
            _apart(actor, "sign_amendment"),
            *_not_mine(actor, AMENDMENT.c.proposed_by),
        )
    )


def _year_ends(kind: str, act: str) -> Callable[[Session, Actor], Any]:
    def find(_session: Session, actor: Actor) -> Any:
        apart = sa.or_(UNDERTAKING.c.id.is_(None), _apart(actor, act))
        kind_, code, title = (
            sa.func.coalesce(UNDERTAKING.c.kind, ""),
            sa.func.coalesce(UNDERTAKING.c.code, LINE.c.code),
            sa.func.coalesce(UNDERTAKING.c.title, ""),
        )
        return (
            sa.select(
                YEAR_END.c.id,
                YEAR_END.c.version,
                kind_,
                code,
                title,
                LINE.c.code,
                sa.func.coalesce(UNDERTAKING.c.region_code, ""),
                LINE.c.currency,
                YEAR_END.c.amount_fen,
                YEAR_END.c.proposed_on,
            )
            .join(LINE, LINE.c.id == YEAR_END.c.line_id)
            .outerjoin(UNDERTAKING, UNDERTAKING.c.id == YEAR_END.c.undertaking_id)
            .where(
                YEAR_END.c.outcome == "open",
                YEAR_END.c.kind == kind,
                apart,
                *_not_mine(actor, YEAR_END.c.proposed_by, YEAR_END.c.proposed_for),
            )
        )

    return find


def _claw_backs(_session: Session, actor: Actor) -> Any:
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
        .join(POSTING, (POSTING.c.act_id == CLAW_BACK.c.act_id) & (POSTING.c.stage == "returned"))
        .join(PART, PART.c.id == POSTING.c.tranche_id)
        .where(
            CLAW_BACK.c.outcome == "open",
            _apart(actor, "correct_claw_back"),
            *_not_mine(actor, CLAW_BACK.c.proposed_by, CLAW_BACK.c.proposed_for),
        )
    )


def _calls(_session: Session, actor: Actor) -> Any:
    return sa.select(
        CALL.c.id,
        NO_VERSION,
        sa.literal("call"),
        CALL.c.code,
        CALL.c.title,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        CALL.c.opens_on,
    ).where(
        CALL.c.published_on.is_(None),
        CALL.c.closes_on >= clock.today(),
        *_not_mine(actor, CALL.c.drafted_by, CALL.c.drafted_for),
    )


def _openings(_session: Session, actor: Actor) -> Any:
    return sa.select(
        OPENING.c.id,
        OPENING.c.version,
        sa.literal("opening"),
        OPENING.c.file_name,
        NOTHING,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        OPENING.c.uploaded_at,
    ).where(
        OPENING.c.status == "waiting",
        *_not_mine(actor, OPENING.c.uploaded_by, OPENING.c.uploaded_for),
    )


def _closings(_session: Session, actor: Actor) -> Any:
    later = CLOSING.alias("later")
    superseded = sa.exists().where(later.c.period == CLOSING.c.period, later.c.id > CLOSING.c.id)
    return sa.select(
        CLOSING.c.id,
        CLOSING.c.version,
        sa.literal("closing"),
        CLOSING.c.period,
        CLOSING.c.note,
        NOTHING,
        NOTHING,
        sa.literal("CNY"),
        sa.literal(0),
        CLOSING.c.prepared_on,
    ).where(
        CLOSING.c.closed_on.is_(None),
        ~superseded,
        *_not_mine(actor, CLOSING.c.prepared_by, CLOSING.c.prepared_for),
    )


def _soon(session: Session) -> date:
    return clock.today() + timedelta(days=settings.value(session, "reminder_days"))


def _to_file(session: Session, actor: Actor) -> Any:
    """Parts promised by now or soon, not earned or by waiver only, with nothing filed that anybody
    could accept.
    """
    promised_on = promised_now(session, PART, clock.today())
    waiting = sa.exists().where(
        EVIDENCE.c.tranche_id == PART.c.id,
        ~sa.exists().where(ACCEPTANCE.c.evidence_id == EVIDENCE.c.id),
    )
    accepted = sa.select(ACCEPTANCE.c.id).where(ACCEPTANCE.c.tranche_id == PART.c.id)
    by_waiver = sa.exists(accepted.where(ACCEPTANCE.c.basis == "waiver")) & ~sa.exists(
        accepted.where(ACCEPTANCE.c.basis == "evidence")
    )
    return (
        sa.select(
            PART.c.id,
            NO_VERSION,
            *OF,
            _named(PART.c.code, PART.c.title),
            *WHERE,
            PARTS.c.obligated_fen,
            promised_on,
        )
        .join(PARTS, PARTS.c.tranche_id == PART.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == PART.c.undertaking_id)
        .where(
            promised_on <= _soon(session),
            PARTS.c.obligated_fen > 0,
            (PARTS.c.accepted_fen < PARTS.c.obligated_fen) | by_waiver,
            ~waiting,
            *_mine(actor, "file_evidence"),
            _in_state("file_evidence"),
            _apart(actor, "file_evidence"),
        )
    )


def _to_forecast(session: Session, actor: Actor) -> Any:
    """Steps due by now or soon that nobody has judged: will they be met, and on which day."""
    whose = sa.case((MILESTONE.c.owner == "", ""), else_=" · " + MILESTONE.c.owner)
    return (
        sa.select(
            MILESTONE.c.id,
            NO_VERSION,
            *OF,
            _named(MILESTONE.c.code, MILESTONE.c.title) + whose,
            *WHERE,
            sa.literal(0),
            MILESTONE.c.due_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == MILESTONE.c.undertaking_id)
        .where(
            MILESTONE.c.status == "scheduled",
            MILESTONE.c.due_on <= _soon(session),
            UNDERTAKING.c.status.not_in(sorted(ENDED - {"completed"})),
            *_mine(actor, "forecast"),
        )
    )


def _to_settle(_session: Session, actor: Actor) -> Any:
    """Steps no tranche waits for, past their day and not judged."""
    return (
        sa.select(
            MILESTONE.c.id,
            NO_VERSION,
            *OF,
            MILESTONE.c.title,
            *WHERE,
            sa.literal(0),
            MILESTONE.c.due_on,
        )
        .join(UNDERTAKING, UNDERTAKING.c.id == MILESTONE.c.undertaking_id)
        .where(
            MILESTONE.c.status == "scheduled",
            MILESTONE.c.tranche_id.is_(None),
            MILESTONE.c.due_on < clock.today(),
            UNDERTAKING.c.status == "active",
            _apart(actor, "settle"),
        )
    )


ITEMS: dict[str, Callable[[Session, Actor], Any]] = {
    "publish_call": _calls,
    "check_eligibility": _undertakings(
        "check_eligibility",
        GRANT.c.requested_fen,
        GRANT.c.received_on,
        kind="grant",
        joins=_applied,
    ),
    "review": _to_review,
    "recommend": _to_recommend,
    "decide": _to_decide(("entered", "recommended"), "decide"),
    "decline": _to_decide(("not_recommended",), "decline"),
    "publish_tender": lambda _session, actor: buying.to_publish(actor),
    "open_bids": lambda _session, actor: buying.to_open(actor),
    "evaluate": lambda _session, actor: buying.to_evaluate(actor),
    "award": lambda session, actor: sa.union_all(
        _undertakings("award", buying.won_fen(UNDERTAKING.c.id), _entered_on(), kind="contract")(
            session, actor
        ),
        buying.to_conclude(actor),
    ),
    "sign": lambda session, actor: sa.union_all(
        *(
            _undertakings(
                "sign",
                WHOLES.c.committed_fen,
                UNDERTAKING.c.decided_on,
                kind=kind,
                joins=lambda rows: rows.join(WHOLES, WHOLES.c.undertaking_id == UNDERTAKING.c.id),
            )(session, actor)
            for kind in ("grant", "contract")
        )
    ),
    "sign_amendment": _to_amend,
    "forecast": _to_forecast,
    "file_evidence": _to_file,
    "accept": _to_accept,
    "grant_waiver": _to_waive,
    "settle": _to_settle,
    "pay": _to_pay,
    "carry_over": _year_ends("carry_over", "carry_over"),
    "return_surplus": _year_ends("surplus", "return_surplus"),
    "correct_claw_back": _claw_backs,
    "approve_opening": _openings,
    "close": _closings,
}
"""act -> what waits for it, in the order of a grant's life."""
