"""How a tranche of an invented agreement is earned: forecast, slipped, evidenced, accepted or
waived, paid, put right, claimed back.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fund import clock
from fund.demonstration import lookups
from fund.demonstration.cases import Case
from fund.demonstration.delivering import delivery
from fund.demonstration.teller import Deed, Story, deed, later
from fund.ledger import clawback, undertakings
from fund.ledger import commands as ledger
from fund.ledger.rules import NotAccepted, NotObligated
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.milestones.waiving import HadAHand
from fund.money import fen

DAYS = timedelta(days=1)
WAN = fen(1, "wan")
SLIPS = ((0.70, -16, 0), (0.83, 1, 20), (0.95, 21, 80), (1.0, 81, 190))
"""Up to this share of the steps, how many days late the acceptance is, from and to."""

LONG = 80
"""A step later than this is always given another approved date; below it some are left overdue."""

REASONS = (
    "试验件交付延迟",
    "关键器件到货推迟",
    "发射窗口调整",
    "试验场地排期冲突",
    "地面验证发现问题，需归零",
    "气象条件不满足",
)


@dataclass
class Life:
    """What the stories of one case share: who works on it, and how many tranches are not paid
    yet.
    """

    case: Case
    rng: Random
    made: dict[str, int]
    officer: str
    decider: int
    supervisor: str
    undertaking_id: int = 0
    unearned: int = 0

    @property
    def payer(self) -> str:
        """Who in finance pays this case."""
        return f"finance{1 + self.decider % 2}"

    def luck(self, about: str) -> Random:
        """Chance of its own for each part, so that parts do not shift one another."""
        return Random(f"{self.rng.random()} {about}")


def earn(life: Life, tranche_id: int, term: Terms, milestone_id: int | None, due_on: date) -> Story:
    """One tranche from its promise to the last yuan paid."""
    rng = life.luck(term.code)
    slip = _slip(rng)
    if milestone_id is not None and slip > 0:
        yield [_warned(life, rng, milestone_id, due_on, slip)]
    if slip > 60 and rng.random() < 0.5 and milestone_id is not None:
        yield due_on + rng.randint(2, 9) * DAYS
        yield from _waived(life, tranche_id, rng)
    accepted_on = max(due_on + slip * DAYS, clock.today() + 4 * DAYS)
    yield max(clock.today(), accepted_on - rng.randint(4, 13) * DAYS)
    if (yield lookups.to_pay(tranche_id)) == 0 and rng.random() < 0.02:
        yield deed(
            life.payer,
            ledger.pay,
            refused=NotAccepted,
            tranche_id=tranche_id,
            amount_fen=term.amount_fen,
            voucher="示例凭证-未验收",
        )
    yield from _accepted(life, rng, tranche_id, term, accepted_on)
    yield from _paid(life, rng, tranche_id)
    life.unearned -= 1
    if life.unearned == 0:
        if life.case.kind == "contract" and (yield lookups.status(life.undertaking_id)) == "active":
            yield from delivery(
                life.officer,
                life.case.code,
                life.case.category,
                life.undertaking_id,
                life.case.amount_fen,
            )
        yield later(rng, 10, 40)
        if (yield lookups.is_paid(life.undertaking_id)) and (
            yield lookups.status(life.undertaking_id)
        ) == "active":
            yield deed(life.supervisor, undertakings.complete, undertaking_id=life.undertaking_id)


def settle(life: Life, milestone_id: int, due_on: date) -> Story:
    """A step no tranche waits for: judged by a supervisor, mostly met."""
    rng = life.luck("M0")
    yield due_on + max(-9, _slip(rng) % 30 - 9) * DAYS
    status = rng.choices(("met", "partially_met", "not_met"), (80, 13, 7))[0]
    reason = "" if status == "met" else rng.choice(REASONS)
    yield deed(
        life.supervisor,
        milestones.settle,
        milestone_id=milestone_id,
        status=status,
        met_on=clock.today() if status == "met" else None,
        reason=reason,
    )


def _slip(rng: Random) -> int:
    share = rng.random()
    return next(rng.randint(least, most) for upto, least, most in SLIPS if share <= upto)


def _warned(life: Life, rng: Random, milestone_id: int, due_on: date, slip: int) -> Story:
    """The officer says early that it will be late; a long slip gets another approved date, the
    promise stays.
    """
    yield max(clock.today() + DAYS, due_on - rng.randint(12, 50) * DAYS)
    expected_on, reason = due_on + max(1, slip + rng.randint(-8, 8)) * DAYS, rng.choice(REASONS)
    yield deed(
        life.officer,
        milestones.forecast,
        milestone_id=milestone_id,
        forecast_on=expected_on,
        reason=reason,
    )
    if slip > LONG or (slip > 20 and rng.random() < 0.4):
        yield max(clock.today() + DAYS, due_on + rng.randint(-10, 25) * DAYS)
        yield deed(
            life.supervisor,
            milestones.rebaseline,
            milestone_id=milestone_id,
            due_on=due_on + (slip + rng.randint(3, 14)) * DAYS,
            reason=f"{reason}，同意调整计划",
        )


def _waived(life: Life, tranche_id: int, rng: Random) -> Story:
    """Two deciders who had no hand pay ahead of the evidence; the one who decided may not."""
    reason = "保障关键物料采购，申请先行拨付"
    yield deed(
        f"decider{life.decider}",
        waiving.propose_waiver,
        refused=HadAHand,
        tranche_id=tranche_id,
        reason=reason,
    )
    proposal_id = yield deed(
        "decider4", waiving.propose_waiver, tranche_id=tranche_id, reason=reason
    )
    yield later(rng, 1, 4)
    yield deed("decider5", waiving.grant_waiver, proposal_id=proposal_id)
    yield later(rng, 3, 8)
    yield from _pay(life, rng, tranche_id)


def _pay(life: Life, rng: Random, tranche_id: int, wanted_fen: int | None = None) -> Story:
    """Pay so much, or as much of it as is accepted and unpaid by now: meanwhile others paid, or an
    amendment cut the part.
    """
    open_fen = yield lookups.to_pay(tranche_id)
    amount_fen = open_fen if wanted_fen is None else min(open_fen, wanted_fen)
    if amount_fen > 0:
        yield deed(
            life.payer,
            ledger.pay,
            tranche_id=tranche_id,
            amount_fen=amount_fen,
            voucher=_voucher(rng),
        )


def _accepted(life: Life, rng: Random, tranche_id: int, term: Terms, accepted_on: date) -> Story:
    """Evidence filed by the officer, accepted by the supervisor: at once, or a part now and the
    rest later.
    """
    evidence_id = yield _file(life, term, tranche_id, "")
    yield accepted_on
    open_fen = yield lookups.to_accept(tranche_id)
    if rng.random() < 0.015:
        more_fen = open_fen + WAN
        yield deed(
            life.supervisor,
            milestones.accept,
            refused=NotObligated,
            evidence_id=evidence_id,
            amount_fen=more_fen,
        )
    if open_fen < 10 * WAN or rng.random() > 0.05:
        yield deed(life.supervisor, milestones.accept, evidence_id=evidence_id)
        return
    part_fen = open_fen * rng.randint(5, 8) // 10 // WAN * WAN
    yield deed(life.supervisor, milestones.accept, evidence_id=evidence_id, amount_fen=part_fen)
    yield later(rng, 4, 12)
    yield from _pay(life, rng, tranche_id, part_fen)
    yield later(rng, 20, 50)
    evidence_id = yield _file(life, term, tranche_id, "（补充）")
    yield later(rng, 4, 12)
    yield deed(life.supervisor, milestones.accept, evidence_id=evidence_id)


def _file(life: Life, term: Terms, tranche_id: int, more: str) -> Deed:
    title = f"{life.case.code} {term.code} 验收材料{more}"
    sha256 = hashlib.sha256(title.encode()).hexdigest()
    return deed(
        life.officer, milestones.file_evidence, tranche_id=tranche_id, title=title, sha256=sha256
    )


def _paid(life: Life, rng: Random, tranche_id: int) -> Story:
    """Pay what is accepted: mostly soon, some late, some in two parts, a few wrongly and put right,
    a few claimed back.
    """
    yield later(rng, 35, 75) if rng.random() < 0.1 else later(rng, 4, 18)
    amount_fen = yield lookups.to_pay(tranche_id)
    if amount_fen == 0:
        return
    luck = rng.random()
    if luck < 0.05 and amount_fen > 20 * WAN:
        yield from _pay(life, rng, tranche_id, amount_fen // 2 // WAN * WAN)
        yield later(rng, 8, 25)
        amount_fen = yield lookups.to_pay(tranche_id)
        if amount_fen == 0:
            return
    right_fen = amount_fen
    if 0.05 < luck < 0.07:
        amount_fen -= max(WAN, amount_fen // 100 // WAN * WAN)
    act_id = yield deed(
        life.payer, ledger.pay, tranche_id=tranche_id, amount_fen=amount_fen, voucher=_voucher(rng)
    )
    if 0.05 < luck < 0.07:
        paid_on = clock.today()
        yield later(rng, 3, 40)
        yield from _corrected(life, rng, tranche_id, act_id, amount_fen, right_fen, paid_on)
    elif 0.07 < luck < 0.085:
        yield later(rng, 1, 6)
        yield deed(life.payer, ledger.reverse, act_id=act_id, reason="收款账户信息有误，退票冲回")
        yield later(rng, 3, 9)
        yield from _pay(life, rng, tranche_id, amount_fen)
    elif luck > 0.955 and amount_fen > 100 * WAN:
        yield [
            _claimed_back(life, rng, act_id, amount_fen * rng.randint(3, 12) // 100 // WAN * WAN)
        ]


def _corrected(
    life: Life,
    rng: Random,
    tranche_id: int,
    act_id: int,
    paid_fen: int,
    right_fen: int,
    paid_on: date,
) -> Story:
    """Put a payment right; at the year's end what is open goes to the next year's line, and the
    rest is paid from there.
    """
    open_fen = yield lookups.to_pay(tranche_id)
    if clock.today() >= date(paid_on.year, 12, 31):
        yield from _pay(life, rng, tranche_id)
        return
    yield deed(
        life.payer,
        ledger.correct_payment,
        act_id=act_id,
        right_amount_fen=min(right_fen, paid_fen + open_fen),
        reason="支付金额录入有误，更正",
    )


def _claimed_back(life: Life, rng: Random, act_id: int, amount_fen: int) -> Story:
    """Part of what was paid turns out ineligible and comes back."""
    yield later(rng, 30, 90)
    if (yield lookups.status(life.undertaking_id)) in ("active", "completed"):
        reason = rng.choice(
            ("审计认定不合规支出，予以收回", "结余资金按协议退回", "重复列支，予以收回")
        )
        yield deed(
            life.payer,
            clawback.claw_back,
            act_id=act_id,
            amount_fen=amount_fen,
            reason=reason,
        )


def _voucher(rng: Random) -> str:
    return f"示例凭证 {clock.today():%Y%m%d}-{rng.randint(1, 999):03d}"
