"""What becomes of an invented case: entered, decided, signed, amended, ended; its tranches are
earned in fund.demonstration.earning.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from sqlmodel import SQLModel

from fund import clock
from fund.demonstration import calls, cases, letters, lookups, organisations
from fund.demonstration.cases import Case
from fund.demonstration.earning import Life, earn, settle
from fund.demonstration.people import NAMES
from fund.demonstration.teller import Beginning, Book, Deed, Story, Telling, deed, later
from fund.demonstration.terms import MOST_IN_ADVANCE, Agreement, account, agreement
from fund.errors import NotAllowed, WrongState
from fund.grants import commands as grants
from fund.ledger import amendments
from fund.ledger.rules import NoRoom
from fund.milestones import commands as milestones
from fund.money import fen
from fund.procurement import commands as procurement

UNDECIDED, SIGNED_SOON, SIGNED_LOWER, TERMINATED, AMENDED = 0.05, 0.7, 0.2, 0.04, 0.08
"""Shares of the cases that are never decided, signed within two months, signed below what was
decided, ended early, amended.
"""

WAN = fen(1, "wan")


def life_of(case: Case, seed: int, made: dict[str, int], ended: set[str]) -> Story:
    """One case from its letter to its end."""
    rng = Random(f"{seed} {case.code}")
    life = Life(
        case,
        rng,
        made,
        officer=f"officer{rng.randint(1, 2)}",
        decider=rng.randint(1, 3),
        supervisor=f"supervisor{rng.randint(1, 2)}",
    )
    life.undertaking_id = yield _enter(life)
    is_undecided = rng.random() < UNDECIDED
    if calls.is_called(life) and not (yield from calls.judged(life)):
        return
    if is_undecided:
        return
    amount_fen = yield from _decided(life)
    if not amount_fen:
        return
    yield later(rng, 15, 62) if rng.random() < SIGNED_SOON else later(rng, 80, 190)
    if rng.random() < SIGNED_LOWER:
        amount_fen = amount_fen * rng.randint(94, 99) // 100 // WAN * WAN
    deal = agreement(rng, case, amount_fen, clock.today())
    sign = grants.sign if case.kind == "grant" else procurement.sign
    signed = {
        "undertaking_id": life.undertaking_id,
        "terms": deal.terms,
        "account": account(case.taker.name),
    }
    yield deed(life.supervisor, sign, signed)
    if rng.random() < 0.02:
        yield deed(life.supervisor, sign, signed, refused=WrongState)
    yield from _scheduled(life, deal)
    others = [letters.letters(life)]
    if rng.random() < AMENDED:
        others.append(_amended(life, deal))
    if rng.random() < TERMINATED:
        others.append(_terminated(life, ended))
    yield others


def _enter(life: Life) -> Deed:
    case = life.case
    line_id, organisation_id = (
        life.made[case.programme.line(case.year)],
        life.made[case.taker.identifier],
    )
    about = {
        "code": case.code,
        "title": case.title,
        "organisation_id": organisation_id,
        "region_code": case.region_code,
        "line_id": line_id,
    }
    if calls.is_called(life):
        return calls.received(life, about)
    if case.kind == "grant":
        return deed(
            life.officer, grants.enter, about, purpose=f"{case.programme.title}：{case.title}"
        )
    tendered_on = case.entered_on - timedelta(days=life.rng.randint(21, 50))
    bidders = 1 if case.method == "single_source" else life.rng.randint(2, 7)
    return deed(
        life.officer,
        procurement.enter,
        about,
        category=case.category,
        method=case.method,
        tendered_on=tendered_on,
        bidders=bidders,
    )


def _decided(life: Life) -> Telling[int]:
    """Decide what the line can carry, in fen; what it cannot is refused, and decided smaller or (0)
    not at all.
    """
    case, rng = life.case, life.rng
    decide: Callable[..., SQLModel] = grants.decide if case.kind == "grant" else procurement.award
    decider = f"decider{life.decider}"
    whole = {"undertaking_id": life.undertaking_id}
    yield later(rng, 14, 48) if case.kind == "grant" else later(rng, 6, 24)
    amount_fen = case.amount_fen
    if rng.random() < 0.015:
        yield deed(life.officer, decide, whole, refused=NotAllowed, amount_fen=amount_fen)
    room_fen = yield lookups.room(life.undertaking_id)
    if amount_fen > room_fen:
        yield deed(decider, decide, whole, refused=NoRoom, amount_fen=amount_fen)
        yield later(rng, 5, 30)
        amount_fen = min(amount_fen, (yield lookups.room(life.undertaking_id)) // WAN * WAN)
        if amount_fen < case.amount_fen // 3:
            return 0
    for other in range((yield lookups.deciders(amount_fen)) - 1):
        another = f"decider{1 + (life.decider + other) % 3}"
        yield deed(another, decide, whole, amount_fen=amount_fen)
        yield later(rng, 1, 5)
    yield deed(decider, decide, whole, amount_fen=amount_fen)
    return amount_fen


def _scheduled(life: Life, deal: Agreement) -> Story:
    """Promise the steps, and let each tranche be earned by itself."""
    parts: dict[str, int] = yield lookups.tranches(life.undertaking_id)
    behind: dict[str, tuple[int, date]] = {}
    stories = []
    for step in deal.steps:
        milestone_id = yield deed(
            life.officer,
            milestones.schedule,
            undertaking_id=life.undertaking_id,
            code=step.code,
            title=step.title,
            due_on=step.due_on,
            tranche_code=step.tranche,
            owner=NAMES[life.officer],
        )
        if step.tranche:
            behind[step.tranche] = (milestone_id, step.due_on)
        else:
            stories.append(settle(life, milestone_id, step.due_on))
    life.unearned = len(deal.terms)
    for term in deal.terms:
        waits_for, due_on = behind.get(term.code, (None, term.promised_on - timedelta(days=8)))
        stories.append(earn(life, parts[term.code], term, waits_for, due_on))
    yield stories


def _amended(life: Life, deal: Agreement) -> Story:
    """Raise or lower the last tranche: proposed by the decider, signed by a supervisor, if there is
    still something to change.
    """
    rng, last = life.rng, deal.terms[-1]
    yield later(rng, 25, 90)
    parts = yield lookups.tranches(life.undertaking_id)
    tranche_id = parts[last.code]
    change_fen = last.amount_fen * rng.choice((-10, 5, 8, 12)) // 100 // WAN * WAN
    total_fen, advance_fen = (
        sum(term.amount_fen for term in deal.terms),
        sum(term.amount_fen for term in deal.terms if term.is_advance),
    )
    if advance_fen * 100 > MOST_IN_ADVANCE * (total_fen + change_fen):
        return
    if not change_fen or not (yield from _can_change(life, tranche_id, change_fen)):
        return
    amendment_id = yield deed(
        f"decider{life.decider}",
        amendments.propose_amendment,
        tranche_id=tranche_id,
        change_fen=change_fen,
        reason=(
            "技术状态调整，协商变更合同金额" if change_fen > 0 else "任务内容核减，协商变更合同金额"
        ),
    )
    yield later(rng, 6, 20)
    if (yield from _can_change(life, tranche_id, change_fen)):
        yield deed(
            life.supervisor,
            amendments.sign_amendment,
            amendment_id=amendment_id,
            expected_version=1,
        )


def _can_change(life: Life, tranche_id: int, change_fen: int) -> Telling[bool]:
    status = yield lookups.status(life.undertaking_id)
    unaccepted_fen = yield lookups.to_accept(tranche_id)
    room_fen = yield lookups.room(life.undertaking_id)
    return bool(
        status == "active" and unaccepted_fen > 0 and -unaccepted_fen < change_fen <= room_fen
    )


def _terminated(life: Life, ended: set[str]) -> Story:
    yield later(life.rng, 70, 180)
    if (yield lookups.status(life.undertaking_id)) == "active":
        ended.add(life.case.code)
        reason = life.rng.choice(
            ("承担单位申请退出", "技术路线不再可行，终止实施", "连续两次检查不合格")
        )
        yield deed(
            f"decider{life.decider}",
            milestones.terminate,
            undertaking_id=life.undertaking_id,
            reason=reason,
        )


def chapter(book: Book) -> Iterator[Beginning]:
    """Each case from its letter to its end."""
    bodies = organisations.bodies(book.seed)
    for case in cases.cases(book.seed, book.today, book.scale, bodies):
        story = life_of(case, book.seed, book.made, book.ended)
        yield Beginning(story, case.entered_on, case.code)
