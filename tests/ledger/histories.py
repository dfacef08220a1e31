"""Seeded random histories of an office: commands of all kinds, sensible and not, refusals and
crashes in between.

``Replay`` is a second ledger in plain Python: it takes the stored postings one by one, in the order
written, and holds the chain at every single one of them.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from fund import acts, clock, db
from fund.access.actors import Actor
from fund.closing import commands as closing
from fund.closing.tables import YearEnd
from fund.errors import FundError
from fund.grants import commands as grants
from fund.ledger import amendments, carrying, clawback, undertakings
from fund.ledger import commands as ledger
from fund.ledger.rules import CHAIN
from fund.ledger.tables import (
    Act,
    Line,
    LineBalance,
    Posting,
    Tranche,
    TrancheBalance,
    Undertaking,
    UndertakingBalance,
)
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.milestones.tables import Acceptance, Evidence
from fund.procurement import commands as procurement
from tests.people import Office, made_up

LARGE = 900
REGIONS = ("610000", "460000", "310000", "000000")
BALANCES: tuple[tuple[type[SQLModel], str, tuple[str, ...]], ...] = (
    (LineBalance, "line_id", CHAIN),
    (UndertakingBalance, "undertaking_id", CHAIN[1:]),
    (TrancheBalance, "tranche_id", CHAIN[2:]),
)


class Broken(AssertionError):
    """The ledger is not what it promises to be."""


class Crash(RuntimeError):
    """The process fails after the command and before the commit."""


class NothingYet(LookupError):
    """There is nothing of that kind to act on."""


class Replay:
    """Sums made anew from the postings, the chain held at each of them."""

    def __init__(self) -> None:
        self.last_id = 0
        self.sums: Counter[tuple[str, Any, str]] = Counter()
        self.paid_on: dict[int, tuple[int, int | None]] = {}

    def follow(self, session: Session) -> None:
        """Take the postings written since, then compare with the stored balances."""
        rows = session.exec(
            select(Posting).where(Posting.id > self.last_id).order_by(Posting.id)
        ).all()
        touched: set[tuple[str, Any]] = set()
        for row in rows:
            touched |= self._take(row)
        self._acts(session, {row.act_id for row in rows})
        self._where_paid(session, rows)
        self._cells(rows)
        self.compare(session, touched)

    def _take(self, row: Posting) -> set[tuple[str, Any]]:
        self.last_id = row.id or 0
        keys = {
            ("line_id", row.line_id),
            ("undertaking_id", row.undertaking_id),
            ("tranche_id", row.tranche_id),
        }
        keys = {(name, key) for name, key in keys if key is not None}
        if row.undertaking_id is not None:
            keys |= {
                ("on line", (row.line_id, row.undertaking_id)),
                ("on line", (row.line_id, row.undertaking_id, row.tranche_id)),
            }
        if row.stage == "paid" and row.amount_fen > 0:
            self.paid_on[row.act_id] = row.line_id, row.tranche_id
        for name, key in keys:
            self.sums[name, key, row.stage] += row.amount_fen
        for _table, name, stages in BALANCES:
            self._descends(name, getattr(row, name), stages)
        return {(name, key) for name, key in keys if name != "on line"}

    def _descends(self, name: str, key: Any, stages: tuple[str, ...]) -> None:
        amounts = [self.sums[name, key, stage] for stage in stages]
        if key is not None and (
            amounts != sorted(amounts, reverse=True)
            or amounts[-1] < 0
            or self.sums[name, key, "returned"] < 0
        ):
            raise Broken(
                f"{name} {key}: {dict(zip(stages, amounts, strict=True))} after posting"
                f" {self.last_id}"
            )

    def _acts(self, session: Session, act_ids: set[int]) -> None:
        for act in session.exec(select(Act).where(Act.id.in_(act_ids))):
            count = session.exec(
                select(sa.func.count()).select_from(Posting).where(Posting.act_id == act.id)
            ).one()
            if act.entries != count:
                raise Broken(f"act {act.id} has {count} of {act.entries} postings")

    def _where_paid(self, session: Session, rows: Any) -> None:
        """Money comes back on the line that the payment named was made from."""
        for row in rows:
            if row.stage == "returned" and row.amount_fen > 0:
                payment = session.get_one(Act, row.act_id).payment_id or 0
                if self.paid_on.get(payment) != (row.line_id, row.tranche_id):
                    raise Broken(f"act {row.act_id} is not on the line of payment {payment}")

    def _cells(self, rows: Any) -> None:
        for row in rows:
            if row.undertaking_id is not None:
                self._descends("on line", (row.line_id, row.undertaking_id), CHAIN[1:])
                if row.tranche_id is not None:
                    self._descends(
                        "on line", (row.line_id, row.undertaking_id, row.tranche_id), CHAIN[2:]
                    )

    def compare(self, session: Session, touched: set[tuple[str, Any]]) -> None:
        """The stored balances of what was touched are the sums."""
        for table, name, stages in BALANCES:
            keys = [key for kind, key in touched if kind == name]
            for balance in (
                session.exec(select(table).where(getattr(table, name).in_(keys))) if keys else ()
            ):
                for stage in (*stages, "returned"):
                    stored, summed = (
                        getattr(balance, f"{stage}_fen"),
                        self.sums[name, getattr(balance, name), stage],
                    )
                    if stored != summed:
                        raise Broken(
                            f"{name} {getattr(balance, name)} {stage}: {stored} stored, {summed}"
                            " posted"
                        )

    def open_fen(self, name: str, key: int, upper: str, lower: str) -> int:
        """What stands between two stages."""
        return self.sums[name, key, upper] - self.sums[name, key, lower]


Asked = tuple[str, Any, dict[str, Any], str]


@dataclass
class History:
    """An office whose people act at random; the same seed does the same on any database."""

    office: Office
    seed: int
    day: date = date(2026, 1, 2)
    replay: Replay = field(default_factory=Replay)
    lines: list[int] = field(default_factory=list)
    things: dict[str, list[int]] = field(
        default_factory=lambda: {
            name: []
            for name in (
                "grants",
                "contracts",
                "tranches",
                "evidence",
                "proposals",
                "amendments",
                "moved",
                "milestones",
                "year_ends",
                "calls",
                "applications",
                "letters",
                "clawed",
                "unclear",
            )
        }
    )
    outcomes: Counter[str] = field(default_factory=Counter)
    told: list[tuple[Any, ...]] = field(default_factory=list)
    serial: int = 0
    ways: list[tuple[int, Callable[["History"], Asked]]] = field(default_factory=lambda: WAYS)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def run(self, steps: int, seed: int | None = None) -> None:
        """So many random acts, from a seed of their own; after each the replay follows."""
        if seed is not None:
            self.random.seed(seed)
        for _step in range(steps):
            self.step()
            with db.reading(self.office.engine) as session:
                self.replay.follow(session)

    def step(self) -> None:
        """One random act by somebody who usually may."""
        if self.random.random() < 0.25:
            self.day += timedelta(days=self.random.choice((1, 3, 17, 40)))
        part, command, arguments, shelf = self._wish()
        if self.random.random() < 0.06:
            part = self.random.choice(sorted(self.office.ids))
        crashing = self.random.random() < 0.04
        outcome = self._perform(
            part, crashing_after(command) if crashing else command, arguments, shelf
        )
        self.outcomes[outcome] += 1
        self.told.append((self.day, part, command.__name__, outcome))

    def _wish(self) -> Asked:
        while True:
            try:
                return self.random.choices(
                    self.ways, weights=[weight for weight, _way in self.ways]
                )[0][1](self)
            except NothingYet:
                continue

    def _perform(self, part: str, command: Any, arguments: dict[str, Any], shelf: str) -> str:
        arguments = made_up(command) | arguments
        try:
            with clock.at(clock.noon(self.day)):
                made = acts.perform(self.office.engine, self.office.ids[part], command, **arguments)
        except FundError as refused:
            return refused.code
        except Crash:
            return "crash"
        if shelf == "lines":
            self.lines.append(int(made.id))
        elif shelf:
            self.things[shelf].append(int(made.id))
        if command.__name__ == "sign":
            self._find_tranches(arguments["undertaking_id"])
        return "done"

    def _find_tranches(self, undertaking_id: int) -> None:
        with db.reading(self.office.engine) as session:
            self.things["tranches"] += session.exec(
                select(Tranche.id)
                .where(Tranche.undertaking_id == undertaking_id)
                .order_by(Tranche.id)
            ).all()

    def some(self, shelf: str, last: int = 8) -> int:
        """One of the latest things of a kind, now and then one that does not exist."""
        known = self.lines if shelf == "lines" else self.things[shelf]
        if not known:
            raise NothingYet
        return 10**6 if self.random.random() < 0.01 else self.random.choice(known[-last:])

    def around(self, amount: int) -> int:
        """The amount, a part of it, a fen beyond it, or nonsense."""
        if self.random.random() < 0.6:
            return amount
        return self.random.choice(
            (amount, amount, amount // 2, amount // 3 + 1, amount + 1, 1, 0, -amount, 10**18)
        )

    def code(self, letter: str) -> str:
        """A code nobody has, mostly."""
        self.serial += self.random.random() > 0.02
        return f"{letter}{self.seed}-{self.serial}"


def crashing_after(command: Any) -> Any:
    """The command, failing when all of it is written and nothing is committed."""

    def crash(session: Session, actor: Actor, **arguments: Any) -> Any:
        command(session, actor, **arguments)
        session.flush()
        raise Crash

    crash.__module__, crash.__name__ = command.__module__, "crash"
    return crash


def open_line(h: History) -> Asked:
    year = h.random.choice((2026, 2027, 2028))
    measure, source = h.random.choice((("A3", "fund"), ("C6", "procurement"), ("A3", "special")))
    programme = f"{measure} {source} {h.seed} {len(h.lines) // 3}"
    arguments = {
        "code": h.code("L"),
        "title": programme,
        "measure": measure,
        "source": source,
        "fiscal_year": year,
        "programme_code": programme,
    }
    return (
        "finance",
        ledger.open_line,
        arguments | {"currency": h.random.choice(("CNY", "CNY", "CNY", "USD"))},
        "lines",
    )


def appropriate(h: History) -> Asked:
    return (
        "finance",
        ledger.appropriate,
        {"line_id": h.some("lines"), "amount_fen": h.around(h.random.randrange(1, LARGE))},
        "moved",
    )


def adjust(h: History) -> Asked:
    line = h.some("lines")
    change = h.around(
        h.replay.open_fen("line_id", line, "appropriated", "committed")
    ) * h.random.choice((1, -1))
    return (
        "finance",
        ledger.adjust,
        {"line_id": line, "change_fen": change, "reason": h.random.choice(("cut", "cut", " "))},
        "moved",
    )


def enter_grant(h: History) -> Asked:
    arguments = {
        "code": h.code("G"),
        "title": "a grant",
        "line_id": h.some("lines"),
        "region_code": h.random.choice(REGIONS),
    }
    return (
        "officer",
        grants.enter,
        arguments | {"organisation_id": h.office.organisation(h.random.choice("abc"))},
        "grants",
    )


def enter_contract(h: History) -> Asked:
    arguments = {
        "code": h.code("P"),
        "title": "a contract",
        "line_id": h.some("lines"),
        "region_code": h.random.choice(REGIONS),
    }
    arguments |= {
        "category": h.random.choice(("launch_vehicle", "satellite", "ttc")),
        "method": "open_tender",
    }
    return (
        "officer",
        procurement.enter,
        arguments | {"organisation_id": h.office.organisation(h.random.choice("abc"))},
        "contracts",
    )


def decide(h: History) -> Asked:
    command, shelf = h.random.choice(((grants.decide, "grants"), (procurement.award, "contracts")))
    return (
        h.random.choice(("decider", "decider_2")),
        command,
        {
            "undertaking_id": h.some(shelf, 2),
            "amount_fen": h.around(h.random.randrange(1, LARGE // 2)),
        },
        "",
    )


def sign(h: History) -> Asked:
    command, shelf = h.random.choice(((grants.sign, "grants"), (procurement.sign, "contracts")))
    undertaking = h.some(shelf, 3)
    committed = h.replay.sums["undertaking_id", undertaking, "committed"]
    parts = [
        committed // 3,
        committed // 3,
        committed - 2 * (committed // 3) - h.random.choice((0, 0, 1, committed // 4)),
    ]
    terms = [
        Terms(
            f"T{place}",
            h.around(part) if h.random.random() < 0.1 else part,
            h.day + timedelta(days=60 * place),
        )
        for place, part in enumerate(parts)
    ]
    return "supervisor", command, {"undertaking_id": undertaking, "terms": terms}, ""


def schedule(h: History) -> Asked:
    arguments = {
        "undertaking_id": h.some("grants"),
        "code": h.code("M"),
        "title": "a step",
        "due_on": h.day + timedelta(days=h.random.randrange(-9, 200)),
    }
    return "officer", milestones.schedule, arguments, "milestones"


def rebaseline(h: History) -> Asked:
    day = h.day + timedelta(days=h.random.randrange(-9, 200))
    return (
        "supervisor",
        milestones.rebaseline,
        {"milestone_id": h.some("milestones"), "due_on": day, "reason": "late"},
        "",
    )


def settle(h: History) -> Asked:
    status = h.random.choice(("met", "partially_met", "not_met"))
    return (
        "supervisor",
        milestones.settle,
        {"milestone_id": h.some("milestones"), "status": status, "met_on": h.day},
        "",
    )


def file_evidence(h: History) -> Asked:
    return (
        "officer",
        milestones.file_evidence,
        {"tranche_id": h.some("tranches"), "title": "a report", "sha256": "0" * 64},
        "evidence",
    )


def accept(h: History) -> Asked:
    amount = h.random.choice((None, None, None, h.around(LARGE // 9)))
    return (
        h.random.choice(("supervisor", "supervisor_2")),
        milestones.accept,
        {"evidence_id": h.some("evidence"), "amount_fen": amount},
        "",
    )


def propose_waiver(h: History) -> Asked:
    return (
        h.random.choice(("decider_2", "decider_3")),
        waiving.propose_waiver,
        {"tranche_id": h.some("tranches"), "reason": "it cannot wait"},
        "proposals",
    )


def grant_waiver(h: History) -> Asked:
    return (
        h.random.choice(("decider_2", "decider_3")),
        waiving.grant_waiver,
        {"proposal_id": h.some("proposals")},
        "",
    )


def pay(h: History) -> Asked:
    tranche = h.some("tranches")
    return (
        "finance",
        ledger.pay,
        {
            "tranche_id": tranche,
            "amount_fen": h.around(h.replay.open_fen("tranche_id", tranche, "accepted", "paid")),
        },
        "moved",
    )


def correct(h: History) -> Asked:
    return (
        "finance",
        ledger.correct_payment,
        {
            "act_id": h.some("moved"),
            "right_amount_fen": h.around(h.random.randrange(1, 99)),
            "reason": "typed wrong",
        },
        "moved",
    )


def reverse(h: History) -> Asked:
    return "finance", ledger.reverse, {"act_id": h.some("moved"), "reason": "bounced"}, "moved"


def claw_back(h: History) -> Asked:
    """Mostly of a payment of a part that two lines paid: there a line can be the wrong one."""
    later, two = sa.orm.aliased(Act), sa.orm.aliased(Posting)
    lines = (
        select(sa.func.count(sa.distinct(two.line_id)))
        .where(two.tranche_id == Posting.tranche_id, two.stage == "paid")
        .scalar_subquery()
    )
    standing = (
        select(Act.id, Posting.amount_fen)
        .join(Posting, col(Posting.act_id) == Act.id)
        .where(
            col(Act.kind).in_(("pay", "correct_payment")),
            Posting.stage == "paid",
            Posting.amount_fen > 0,
            ~sa.exists().where(later.reverses_id == Act.id),
        )
        .order_by(lines.desc(), col(Act.id).desc())
        .limit(6)
    )
    with db.reading(h.office.engine) as session:
        found = session.exec(standing).all()
    act_id, paid = (
        h.random.choice(found) if found and h.random.random() < 0.9 else (h.some("moved"), 9)
    )
    amount = h.around(max(1, paid // h.random.choice((1, 3, 9))))
    return (
        "finance",
        clawback.claw_back,
        {"act_id": act_id, "amount_fen": amount, "reason": "ineligible"},
        "clawed",
    )


def unclear(h: History) -> Asked:
    """Say of which payment of its part a claw-back is: mostly another one than it names."""
    claw_back_id = h.some("clawed")
    with db.reading(h.office.engine) as session:
        act = session.get(Act, claw_back_id)
        fits = session.exec(
            select(Act.id)
            .where(
                Act.tranche_id == (act.tranche_id if act else None),
                col(Act.kind).in_(("pay", "correct_payment")),
            )
            .order_by(col(Act.id))
        ).all()
    payment_id = h.random.choice(fits) if fits else h.some("moved")
    return (
        "finance",
        clawback.propose_claw_back_correction,
        {"act_id": claw_back_id, "payment_id": payment_id, "reason": "the other payment"},
        "unclear",
    )


def made_clear(h: History) -> Asked:
    command = h.random.choice((clawback.correct_claw_back,) * 4 + (reject,))
    more = {"reason": "not so"} if command is reject else {}
    return (
        h.random.choice(("decider", "decider_2")),
        command,
        {"proposal_id": h.some("unclear", 3)} | more,
        "",
    )


reject = clawback.reject_claw_back_correction


def across_years(h: History) -> Asked:
    """The next step of the part that is furthest on the way to being paid from two lines, half of
    it before a carry-over and half after: chance alone gets none there.
    """
    with db.reading(h.office.engine) as session:
        undertaking, part, is_carried, later = _furthest(h, session)
        filed = session.exec(
            select(Evidence.id)
            .where(
                Evidence.tranche_id == part.tranche_id,
                col(Evidence.id).not_in(
                    select(Acceptance.evidence_id).where(col(Acceptance.evidence_id).is_not(None))
                ),
            )
            .order_by(col(Evidence.id).desc())
        ).first()
        proposed = session.exec(
            select(YearEnd).where(YearEnd.outcome == "open", YearEnd.undertaking_id == undertaking)
        ).first()
        owner = session.get_one(Undertaking, undertaking)
        is_stale = proposed is not None and (proposed.amount_fen, proposed.line_id) != (
            carrying.unpaid_fen(session, owner),
            owner.line_id,
        )
    key, rest = part.tranche_id, part.accepted_fen - part.paid_fen
    if rest:
        return "finance", ledger.pay, {"tranche_id": key, "amount_fen": rest}, "moved"
    if part.paid_fen and not is_carried and proposed is None:
        arguments = {"undertaking_id": undertaking, "to_line_id": later}
        return "finance", closing.propose_carry_over, arguments, "year_ends"
    if part.paid_fen and not is_carried and is_stale:
        arguments = {"proposal_id": proposed.id, "reason": "it moved"}
        return "decider_2", closing.reject_year_end, arguments, ""
    if part.paid_fen and not is_carried:
        return "decider_2", closing.carry_over, {"proposal_id": proposed.id}, ""
    if filed is None:
        arguments = {"tranche_id": key, "title": "a report", "sha256": "0" * 64}
        return "officer", milestones.file_evidence, arguments, "evidence"
    amount = None if part.paid_fen else part.obligated_fen // 2
    return "supervisor_2", milestones.accept, {"evidence_id": filed, "amount_fen": amount}, ""


def _furthest(h: History, session: Session) -> tuple[int, TrancheBalance, bool, int]:
    """(undertaking, part, whether another line paid it, a later line), of parts that are
    not paid whole.
    """
    here, there, other = sa.orm.aliased(Line), sa.orm.aliased(Line), sa.orm.aliased(Posting)
    balance = TrancheBalance
    carried = sa.exists().where(
        other.tranche_id == balance.tranche_id,
        other.stage == "paid",
        other.line_id != Undertaking.line_id,
    )
    later = (
        select(sa.func.min(there.id))
        .where(
            there.programme_id == here.programme_id,
            there.currency == here.currency,
            there.fiscal_year > here.fiscal_year,
        )
        .correlate(here)
        .scalar_subquery()
    )
    found = session.exec(
        select(Undertaking.id, balance, carried, later)
        .join(here, col(here.id) == Undertaking.line_id)
        .join(Tranche, col(Tranche.undertaking_id) == Undertaking.id)
        .join(balance, col(balance.tranche_id) == Tranche.id)
        .where(
            Undertaking.status == "active",
            balance.obligated_fen > balance.paid_fen,
            balance.obligated_fen > 1,
            sa.or_(carried, later.is_not(None)),
        )
        .order_by(
            sa.case((carried, 1), else_=0).desc(),
            sa.case((balance.paid_fen > 0, 1), else_=0).desc(),
            balance.accepted_fen.desc(),
            col(Tranche.id),
        )
        .limit(4)
    ).all()
    if not found:
        raise NothingYet
    return found[0] if h.random.random() < 0.8 else h.random.choice(found)


def carry_over(h: History) -> Asked:
    return (
        h.random.choice(("decider", "decider_2")),
        closing.carry_over,
        {"proposal_id": waiting(h, "carry_over")},
        "",
    )


def waiting(h: History, kind: str) -> int:
    """Mostly a proposal of that kind that nobody has answered: few are made, and whoever decides
    looks for them.
    """
    with db.reading(h.office.engine) as session:
        found = session.exec(
            select(YearEnd.id)
            .where(YearEnd.outcome == "open", YearEnd.kind == kind)
            .order_by(col(YearEnd.id).desc())
            .limit(4)
        ).all()
    return h.random.choice(found) or 0 if found and h.random.random() < 0.7 else h.some("year_ends")


def propose_carry_over(h: History) -> Asked:
    """Mostly of something unpaid, to a later line of its programme: two things picked blindly
    hardly ever fit.
    """
    here, there = sa.orm.aliased(Line), sa.orm.aliased(Line)
    fits = (
        select(Undertaking.id, there.id)
        .join(here, col(here.id) == Undertaking.line_id)
        .join(UndertakingBalance, col(UndertakingBalance.undertaking_id) == Undertaking.id)
        .join(
            there,
            sa.and_(
                col(there.programme_id) == here.programme_id,
                col(there.currency) == here.currency,
                col(there.fiscal_year) > here.fiscal_year,
            ),
        )
        .where(
            col(Undertaking.status).in_(("active", "suspended")),
            UndertakingBalance.obligated_fen > UndertakingBalance.paid_fen,
        )
        .order_by(col(Undertaking.id).desc(), col(there.id))
        .limit(8)
    )
    with db.reading(h.office.engine) as session:
        found = session.exec(fits).all()
    if found and h.random.random() < 0.7:
        undertaking, line = h.random.choice(found)
    else:
        undertaking, line = h.some(h.random.choice(("grants", "contracts"))), h.some("lines")
    return (
        "finance",
        closing.propose_carry_over,
        {"undertaking_id": undertaking, "to_line_id": line},
        "year_ends",
    )


def propose_surplus(h: History) -> Asked:
    return (
        "finance",
        closing.propose_surplus,
        {"line_id": h.some("lines"), "reason": h.random.choice(("left over", "left over", " "))},
        "year_ends",
    )


def return_surplus(h: History) -> Asked:
    return "decider", closing.return_surplus, {"proposal_id": waiting(h, "surplus")}, ""


def reject_year_end(h: History) -> Asked:
    return (
        "decider_2",
        closing.reject_year_end,
        {"proposal_id": h.some("year_ends"), "reason": "not now"},
        "",
    )


def propose_amendment(h: History) -> Asked:
    return (
        "decider_2",
        amendments.propose_amendment,
        {"tranche_id": h.some("tranches"), "change_fen": h.around(40), "reason": "scope"},
        "amendments",
    )


def sign_amendment(h: History) -> Asked:
    return (
        "supervisor",
        amendments.sign_amendment,
        {"amendment_id": h.some("amendments"), "expected_version": h.random.choice((1, 1, 1, 2))},
        "",
    )


def terminate(h: History) -> Asked:
    return (
        "decider",
        milestones.terminate,
        {"undertaking_id": h.some(h.random.choice(("grants", "contracts"))), "reason": "withdrawn"},
        "",
    )


def complete(h: History) -> Asked:
    return (
        "supervisor",
        undertakings.complete,
        {"undertaking_id": h.some(h.random.choice(("grants", "contracts")))},
        "",
    )


WAYS: list[tuple[int, Callable[[History], Asked]]] = [
    (2, open_line),
    (4, appropriate),
    (1, adjust),
    (4, enter_grant),
    (2, enter_contract),
    (9, decide),
    (12, sign),
    (2, schedule),
    (1, rebaseline),
    (1, settle),
    (7, file_evidence),
    (9, accept),
    (2, propose_waiver),
    (2, grant_waiver),
    (9, pay),
    (2, correct),
    (2, reverse),
    (3, claw_back),
    (2, across_years),
    (3, propose_carry_over),
    (3, carry_over),
    (1, propose_surplus),
    (1, return_surplus),
    (1, reject_year_end),
    (2, propose_amendment),
    (2, sign_amendment),
    (1, terminate),
    (1, complete),
]
"""Everything people do to money, by how often they do it."""


def begin(office: Office, seed: int) -> History:
    """A history with two lines of one programme, money on the first, so that there is something to
    do.
    """
    history = History(office, seed)
    with clock.at(clock.noon(history.day)):
        for year in (2026, 2027):
            made = acts.perform(
                office.engine,
                office.ids["finance"],
                ledger.open_line,
                code=f"B{seed}-{year}",
                title="a programme",
                measure="A3",
                source="fund",
                fiscal_year=year,
                programme_code=f"B{seed}",
            )
            history.lines.append(int(made.id))
        acts.perform(
            office.engine,
            office.ids["finance"],
            ledger.appropriate,
            line_id=history.lines[0],
            amount_fen=10 * LARGE,
        )
    return history


def ledger_of(office: Office) -> list[tuple[Any, ...]]:
    """Every posting as (line, undertaking, tranche, stage, amount, day), in the order written."""
    with db.reading(office.engine) as session:
        rows = session.execute(
            sa.select(
                Line.code,
                Undertaking.code,
                Tranche.code,
                Posting.stage,
                Posting.amount_fen,
                Posting.recorded_on,
            )
            .select_from(Posting)
            .join(Line, Line.id == Posting.line_id)
            .outerjoin(Undertaking, Undertaking.id == Posting.undertaking_id)
            .outerjoin(Tranche, Tranche.id == Posting.tranche_id)
            .order_by(Posting.id)
        )
        return [tuple(row) for row in rows]
