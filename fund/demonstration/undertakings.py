"""What happens to one grant or contract: entered, decided, signed, its steps met or late, accepted, paid, and now and then more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select

from fund.demonstration import cast
from fund.demonstration.stage import Stage
from fund.grants import commands as grants
from fund.ledger import book
from fund.ledger import commands as ledger
from fund.ledger import undertakings as shared
from fund.ledger.tables import Tranche, Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.procurement import commands as procurement

WAN = 1_000_000
GRANT_SHARES = ((30, 40, 30), (20, 40, 40), (25, 50, 25))


@dataclass
class Story:
    """One undertaking: whose hands it passes through, and what befalls it."""

    kind: str
    code: str
    title: str
    organisation_id: int
    region: str
    line_id: int
    wan: int
    fate: str = ""
    category: str = ""
    method: str = ""
    id: int = 0
    number: int = 0

    def hand(self, role: str) -> str:
        """The person of a role who deals with this one."""
        many = {"officer": 2, "decider": 3, "supervisor": 2, "finance": 2}[role]
        return f"demo-{role}-{self.number % many + 1}"


def begin(stage: Stage, story: Story) -> None:
    """An officer enters it; a decision follows, unless it is still waiting."""
    common = {
        "code": story.code, "title": story.title, "organisation_id": story.organisation_id, "region_code": story.region, "line_id": story.line_id,
    }
    if story.kind == "grant":
        row = stage.act(story.hand("officer"), grants.enter, **common)
    else:
        tendered = stage.day - timedelta(days=stage.dice.randint(20, 60))
        row = stage.act(
            story.hand("officer"), procurement.enter, category=story.category, method=story.method, tendered_on=tendered,
            bidders=1 if story.method == "single_source" else stage.dice.randint(2, 7), **common,
        )
    story.id = row.id
    if story.fate != "waiting":
        stage.then(stage.soon(10, 30), lambda s: decide(s, story))


def decide(stage: Stage, story: Story) -> None:
    """The fund decides; too large a wish is refused and cut."""
    command = grants.decide if story.kind == "grant" else procurement.award
    amount_fen = story.wan * WAN
    if story.fate == "too large":
        stage.attempt(story.hand("decider"), command, undertaking_id=story.id, amount_fen=amount_fen * 10_000)
    made = stage.attempt(story.hand("decider"), command, undertaking_id=story.id, amount_fen=amount_fen)
    if made is None:
        story.wan //= 3
        stage.then(stage.soon(5, 15), lambda s: decide_less(s, story))
        return
    stage.then(stage.soon(8, 25), lambda s: sign(s, story))


def decide_less(stage: Stage, story: Story) -> None:
    """A second try with less; where even that finds no room, it waits."""
    command = grants.decide if story.kind == "grant" else procurement.award
    if stage.attempt(story.hand("decider"), command, undertaking_id=story.id, amount_fen=story.wan * WAN) is not None:
        stage.then(stage.soon(8, 25), lambda s: sign(s, story))


def sign(stage: Stage, story: Story) -> None:
    """The agreement with its tranches; steps are promised, and the first tranche is earned soon."""
    if story.fate == "unsigned":
        return
    if story.fate == "own hand":
        stage.attempt(story.hand("decider"), grants.sign if story.kind == "grant" else procurement.sign, undertaking_id=story.id, terms=[])
    terms = grant_terms(stage, story) if story.kind == "grant" else contract_terms(stage, story)
    command = grants.sign if story.kind == "grant" else procurement.sign
    stage.act(story.hand("supervisor"), command, undertaking_id=story.id, terms=terms)
    rows = stage.session.exec(select(Tranche).where(Tranche.undertaking_id == story.id).order_by(Tranche.id)).all()  # type: ignore[arg-type]
    promise(stage, story, list(rows))
    befall(stage, story, list(rows))


def grant_terms(stage: Stage, story: Story) -> list[Terms]:
    """Three tranches: on signature, mid-way, at the end (to 2028)."""
    shares = stage.dice.choice(GRANT_SHARES)
    days = (20, stage.dice.randint(70, 200), stage.dice.randint(240, 690))
    total = story.wan if stage.dice.random() < 0.8 else story.wan * 95 // 100  # one in five signs for less
    wans = [total * share // 100 for share in shares]
    wans[-1] = total - sum(wans[:-1])
    names = ("签订后首付", "中期", "验收")
    return [Terms(f"T{n + 1}", wan * WAN, stage.day + timedelta(days=day), name) for n, (wan, day, name) in enumerate(zip(wans, days, names, strict=True))]


def contract_terms(stage: Stage, story: Story) -> list[Terms]:
    """Two to four deliverables of equal size."""
    count, step = stage.dice.randint(2, 4), stage.dice.randint(45, 150)
    part = story.wan // count
    wans = [part] * (count - 1) + [story.wan - part * (count - 1)]
    word = cast.DELIVERIES[story.category]
    return [
        Terms(f"D{n + 1}", wan * WAN, stage.day + timedelta(days=30 + step * (n + 1)), f"{word}第 {n + 1} 批") for n, wan in enumerate(wans)
    ]


def promise(stage: Stage, story: Story, rows: list[Tranche]) -> None:
    """Steps with their dates: most tranches wait for one, and grants have one beside."""
    first_earned = story.kind == "grant"
    for n, tranche in enumerate(rows):
        if n == 0 and first_earned:
            stage.then(stage.soon(3, 12), lambda s, t=tranche: earn(s, story, t, None))  # type: ignore[misc]
            continue
        due_on = tranche.promised_on - timedelta(days=14)
        step = stage.act(
            story.hand("officer"), milestones.schedule, undertaking_id=story.id, code=f"M{n + (0 if first_earned else 1)}",
            title=f"{stage.dice.choice(cast.STEPS)}", due_on=due_on, tranche_code=tranche.code,
        )
        come(stage, story, step, tranche)
    if story.kind == "grant" and stage.dice.random() < 0.4:  # some also report once a year
        middle = stage.day + timedelta(days=stage.dice.randint(40, 420))
        step = stage.act(story.hand("officer"), milestones.schedule, undertaking_id=story.id, code="M9", title="年度进展报告", due_on=middle)
        stage.then(middle + timedelta(days=stage.dice.randint(-5, 9)), lambda s: settle(s, story, step.id))


def settle(stage: Stage, story: Story, milestone_id: int) -> None:
    """A step without money is met, now and then only in part."""
    if alive(stage, story):
        status = "partially_met" if stage.dice.random() < 0.06 else "met"
        stage.act(story.hand("supervisor"), milestones.settle, milestone_id=milestone_id, status=status, met_on=stage.day)


def come(stage: Stage, story: Story, step: Any, tranche: Tranche) -> None:
    """When a step is met: most in time, some late, a few very late; late ones are foretold, and some are given a new date."""
    roll = stage.dice.random()
    slip = stage.dice.randint(-12, 3) if roll < 0.62 else stage.dice.randint(8, 45) if roll < 0.9 else stage.dice.randint(50, 150)
    met_on = step.due_on + timedelta(days=slip)
    if slip > 7:
        stage.then(step.due_on - timedelta(days=10), lambda s: foretell(s, story, step.id, met_on))
        if roll > 0.95:
            stage.then(step.due_on - timedelta(days=4), lambda s: move(s, story, step.id, met_on))
    stage.then(met_on, lambda s: earn(s, story, tranche, step.id))


def foretell(stage: Stage, story: Story, milestone_id: int, day: Any) -> None:
    """The recipient says that it will be late."""
    if alive(stage, story):
        stage.act(story.hand("officer"), milestones.forecast, milestone_id=milestone_id, forecast_on=day, reason="承担单位来函")


def move(stage: Stage, story: Story, milestone_id: int, day: Any) -> None:
    """A new date is approved; the first promise stays."""
    if alive(stage, story):
        stage.act(story.hand("supervisor"), milestones.rebaseline, milestone_id=milestone_id, due_on=day, reason="试验场地排期调整")


def earn(stage: Stage, story: Story, tranche: Tranche, milestone_id: int | None) -> None:
    """Evidence is filed, then accepted, then paid; the bank takes some days."""
    if not alive(stage, story):
        return
    sha256 = f"{stage.dice.getrandbits(256):064x}"
    title = "协议生效及保函" if milestone_id is None else "验收材料"
    filed = stage.act(story.hand("officer"), milestones.file_evidence, tranche_id=tranche.id, title=title, sha256=sha256, milestone_id=milestone_id)
    met_on = stage.day
    stage.then(stage.soon(2, 15), lambda s: accept(s, story, tranche, filed.id, met_on))


def accept(stage: Stage, story: Story, tranche: Tranche, evidence_id: int, met_on: Any) -> None:
    """The evidence is accepted by somebody who did not file it."""
    if alive(stage, story):
        stage.act(story.hand("supervisor"), milestones.accept, evidence_id=evidence_id, met_on=met_on)
        stage.then(stage.soon(4, 20), lambda s: pay(s, story, tranche))


def pay(stage: Stage, story: Story, tranche: Tranche) -> None:
    """What is accepted and unpaid is paid."""
    balance = book.tranche_balance(stage.session, tranche.id or 0)
    open_fen = balance.accepted_fen - balance.paid_fen
    if open_fen > 0:
        paid = stage.act(
            story.hand("finance"), ledger.pay, tranche_id=tranche.id, amount_fen=open_fen, voucher=f"凭证-{story.code}-{tranche.code}"
        )
        if story.fate == "typed wrong" and tranche.code in ("T1", "D1"):
            stage.then(stage.soon(15, 40), lambda s: correct(s, story, paid.id, open_fen))
        if story.fate == "ineligible" and tranche.code in ("T1", "D1"):
            stage.then(stage.soon(40, 90), lambda s: claw_back(s, story, tranche, open_fen // 10))


def correct(stage: Stage, story: Story, act_id: int, paid_fen: int) -> None:
    """The payment should have been a little less."""
    stage.act(story.hand("finance"), ledger.correct_payment, act_id=act_id, right_amount_fen=paid_fen - paid_fen // 50, reason="录入有误")


def claw_back(stage: Stage, story: Story, tranche: Tranche, amount_fen: int) -> None:
    """An audit finds a part ineligible; it comes back."""
    if amount_fen and alive(stage, story):
        stage.act(story.hand("finance"), ledger.claw_back, tranche_id=tranche.id, amount_fen=amount_fen, reason="审计核减")


def befall(stage: Stage, story: Story, rows: list[Tranche]) -> None:
    """What is out of the ordinary: a waiver, an amendment, a termination, a payment asked for too early."""
    last = rows[-1]
    if story.fate == "too early":
        stage.attempt(story.hand("finance"), ledger.pay, tranche_id=last.id, amount_fen=WAN)
    if story.fate == "waiver":
        stage.then(stage.soon(30, 50), lambda s: waive(s, story, rows[1]))
    if story.fate == "amended":
        stage.then(stage.soon(40, 80), lambda s: amend(s, story, last))
    if story.fate == "ended":
        stage.then(stage.soon(60, 120), lambda s: s.act(story.hand("decider"), milestones.terminate, undertaking_id=story.id, reason="承担单位申请终止"))


def waive(stage: Stage, story: Story, tranche: Tranche) -> None:
    """Two deciders without a hand in it let a tranche be paid before its evidence."""
    others = [f"demo-decider-{n}" for n in (1, 2, 3) if f"demo-decider-{n}" != story.hand("decider")]
    proposal = stage.act(others[0], milestones.propose_waiver, tranche_id=tranche.id, reason="关键器件采购周期长，须提前付款")
    stage.attempt(others[0], milestones.grant_waiver, proposal_id=proposal.id)
    stage.act(others[1], milestones.grant_waiver, proposal_id=proposal.id)
    stage.then(stage.soon(3, 8), lambda s: pay(s, story, tranche))


def amend(stage: Stage, story: Story, tranche: Tranche) -> None:
    """A tranche grows a little, proposed by one and signed by another."""
    change_fen = story.wan // 20 * WAN
    proposed = stage.attempt(story.hand("decider"), shared.propose_amendment, tranche_id=tranche.id, change_fen=change_fen, reason="增加验证次数")
    if proposed is not None and alive(stage, story):
        stage.attempt(story.hand("supervisor"), shared.sign_amendment, amendment_id=proposed.id, expected_version=1)


def alive(stage: Stage, story: Story) -> bool:
    """Whether the undertaking still runs."""
    return stage.session.get_one(Undertaking, story.id).status == "active"
