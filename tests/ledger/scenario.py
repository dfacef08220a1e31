"""The worked portfolio of the ledger, act by act: who does what on which day, and the fund's
figures after it.

Amounts in 万元. Each step is (day, acts, figures after it); an act is called with the office and what
earlier acts made.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from fund.closing import commands as closing
from fund.grants import commands as grants
from fund.ledger import amendments, clawback
from fund.ledger import commands as ledger
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.procurement import commands as procurement
from tests.people import Office

WAN = 1_000_000
SHA = "0" * 64


class Step(NamedTuple):
    """One line of the worked table; ``refused`` names the expected refusal."""

    number: int
    day: date
    do: Callable[["Walk"], Any]
    after: tuple[int, int, int, int, int, int]
    refused: str = ""


class Walk:
    """The office and the numbers of what it made so far."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.made: dict[str, int] = {}
        self.day = date(2026, 1, 5)

    def __getitem__(self, name: str) -> int:
        return self.made[name]

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Perform a command on the walk's day and remember what it made."""
        made = self.office.act(part, command, on=self.day, **arguments)
        self.made[name or f"last {part}"] = made
        return made

    def line(self, code: str, year: int, measure: str, source: str, programme: str) -> int:
        """Open a budget line."""
        return self.act(
            "finance",
            ledger.open_line,
            code,
            code=code,
            title=programme,
            measure=measure,
            source=source,
            fiscal_year=year,
            programme_code=programme,
        )

    def grant(self, code: str, line: str, body: str = "", region: str = "610000") -> int:
        """Enter a grant of an organisation, its own where none is named."""
        return self.act(
            "officer",
            grants.enter,
            code,
            code=code,
            title=code,
            organisation_id=self.office.organisation(body or code),
            region_code=region,
            line_id=self[line],
        )

    def evidence(self, tranche: str, milestone: str | None = None) -> int:
        """File evidence for a tranche."""
        return self.act(
            "officer",
            milestones.file_evidence,
            f"evidence {tranche}",
            tranche_id=self[tranche],
            title=tranche,
            sha256=SHA,
            milestone_id=None if milestone is None else self[milestone],
        )

    def accept(self, tranche: str, **arguments: Any) -> int:
        """Accept the evidence filed for a tranche."""
        return self.act(
            "supervisor", milestones.accept, evidence_id=self[f"evidence {tranche}"], **arguments
        )

    def pay(self, tranche: str, wan: int, name: str = "") -> int:
        """Pay a tranche."""
        return self.act(
            "finance",
            ledger.pay,
            name or f"pay {tranche}",
            tranche_id=self[tranche],
            amount_fen=wan * WAN,
        )

    def carry_over(self, undertaking: str, line: str) -> int:
        """Finance proposes to carry the unpaid rest over, a decider agrees."""
        proposal = self.act(
            "finance",
            closing.propose_carry_over,
            f"carry over {undertaking}",
            undertaking_id=self[undertaking],
            to_line_id=self[line],
        )
        return self.act("decider", closing.carry_over, proposal_id=proposal)

    def find_tranches(self, undertaking: str) -> None:
        """Remember the tranches a signature made, as G1/T1 and so on."""
        from sqlmodel import select

        from fund import db
        from fund.ledger.tables import Tranche

        with db.reading(self.office.engine) as session:
            rows = session.exec(
                select(Tranche).where(Tranche.undertaking_id == self[undertaking])
            ).all()
            self.made |= {f"{undertaking}/{row.code}": row.id or 0 for row in rows}


def appropriate(
    code: str, year: int, measure: str, source: str, programme: str, wan: int
) -> Callable[[Walk], None]:
    def do(walk: Walk) -> None:
        walk.line(code, year, measure, source, programme)
        walk.act("finance", ledger.appropriate, line_id=walk[code], amount_fen=wan * WAN)

    return do


def decide(code: str, line: str, wan: int, *, enter: bool = True) -> Callable[[Walk], None]:
    def do(walk: Walk) -> None:
        if enter:
            walk.grant(code, line)
        walk.act("decider", grants.decide, undertaking_id=walk[code], amount_fen=wan * WAN)

    return do


def sign(
    command: Any, code: str, terms: list[Terms], steps: dict[str, tuple[str, date]]
) -> Callable[[Walk], None]:
    def do(walk: Walk) -> None:
        walk.act("supervisor", command, undertaking_id=walk[code], terms=terms)
        walk.find_tranches(code)
        for milestone, (tranche, due_on) in steps.items():
            walk.act(
                "officer",
                milestones.schedule,
                f"{code} {milestone}",
                undertaking_id=walk[code],
                code=milestone,
                title=milestone,
                due_on=due_on,
                tranche_code=tranche,
            )

    return do


def accept(tranche: str, milestone: str | None = None) -> Callable[[Walk], None]:
    def do(walk: Walk) -> None:
        walk.evidence(tranche, milestone)
        walk.accept(tranche)

    return do


def amend(walk: Walk) -> None:
    walk.act(
        "decider",
        amendments.propose_amendment,
        "amendment",
        tranche_id=walk["G1/T3"],
        change_fen=300 * WAN,
        reason="scope",
    )
    walk.act(
        "supervisor", amendments.sign_amendment, amendment_id=walk["amendment"], expected_version=1
    )


def award(walk: Walk) -> None:
    walk.act(
        "officer",
        procurement.enter,
        "P1",
        code="P1",
        title="P1",
        organisation_id=walk.office.organisation("P1"),
        region_code="460000",
        line_id=walk["B26"],
        category="launch_vehicle",
        method="open_tender",
    )
    walk.act("decider", procurement.award, undertaking_id=walk["P1"], amount_fen=5_400 * WAN)


def waive(walk: Walk) -> None:
    walk.act(
        "decider_2",
        waiving.propose_waiver,
        "waiver",
        tranche_id=walk["G2/T1"],
        reason="supplier must start",
    )
    walk.act("decider_3", waiving.grant_waiver, proposal_id=walk["waiver"])


def carry_over(walk: Walk) -> None:
    walk.line("B27", 2027, "C6", "procurement", "B")
    walk.carry_over("P1", "B27")


G1_TERMS = [
    Terms("T1", 1_200 * WAN, date(2026, 3, 15)),
    Terms("T2", 1_600 * WAN, date(2026, 6, 30)),
    Terms("T3", 1_200 * WAN, date(2026, 12, 15)),
]
G2_TERMS = [
    Terms("T1", 1_500 * WAN, date(2026, 7, 15)),
    Terms("T2", 3_700 * WAN, date(2027, 3, 31)),
]
P1_TERMS = [
    Terms("flight 1", 2_700 * WAN, date(2026, 9, 10)),
    Terms("flight 2", 2_700 * WAN, date(2027, 2, 10)),
]

STEPS = [
    Step(
        1,
        date(2026, 1, 5),
        appropriate("A26", 2026, "A3", "fund", "A", 10_000),
        (10_000, 0, 0, 0, 0, 0),
    ),
    Step(
        2,
        date(2026, 1, 5),
        appropriate("B26", 2026, "C6", "procurement", "B", 8_000),
        (18_000, 0, 0, 0, 0, 0),
    ),
    Step(3, date(2026, 2, 10), decide("G1", "A26", 4_000), (18_000, 4_000, 0, 0, 0, 0)),
    Step(
        4,
        date(2026, 3, 2),
        sign(
            grants.sign,
            "G1",
            G1_TERMS,
            {"M1": ("T2", date(2026, 6, 15)), "M2": ("T3", date(2026, 12, 1))},
        ),
        (18_000, 4_000, 4_000, 0, 0, 0),
    ),
    Step(5, date(2026, 3, 10), accept("G1/T1"), (18_000, 4_000, 4_000, 1_200, 0, 0)),
    Step(
        6,
        date(2026, 3, 15),
        lambda walk: walk.pay("G1/T1", 1_200),
        (18_000, 4_000, 4_000, 1_200, 1_200, 0),
    ),
    Step(
        7,
        date(2026, 4, 20),
        decide("G2", "A26", 6_500),
        (18_000, 4_000, 4_000, 1_200, 1_200, 0),
        "no_room",
    ),
    Step(
        8,
        date(2026, 4, 21),
        decide("G2", "A26", 5_500, enter=False),
        (18_000, 9_500, 4_000, 1_200, 1_200, 0),
    ),
    Step(9, date(2026, 5, 6), amend, (18_000, 9_800, 4_300, 1_200, 1_200, 0)),
    Step(10, date(2026, 5, 15), award, (18_000, 15_200, 4_300, 1_200, 1_200, 0)),
    Step(
        11,
        date(2026, 5, 20),
        sign(grants.sign, "G2", G2_TERMS, {}),
        (18_000, 14_900, 9_500, 1_200, 1_200, 0),
    ),
    Step(
        12,
        date(2026, 6, 1),
        sign(procurement.sign, "P1", P1_TERMS, {}),
        (18_000, 14_900, 14_900, 1_200, 1_200, 0),
    ),
    Step(
        13, date(2026, 6, 30), accept("G1/T2", "G1 M1"), (18_000, 14_900, 14_900, 2_800, 1_200, 0)
    ),
    Step(
        14,
        date(2026, 7, 3),
        lambda walk: walk.pay("G1/T2", 1_600),
        (18_000, 14_900, 14_900, 2_800, 2_800, 0),
    ),
    Step(
        15,
        date(2026, 7, 15),
        lambda walk: walk.pay("G2/T1", 1_500),
        (18_000, 14_900, 14_900, 2_800, 2_800, 0),
        "not_accepted",
    ),
    Step(16, date(2026, 7, 20), waive, (18_000, 14_900, 14_900, 4_300, 2_800, 0)),
    Step(
        17,
        date(2026, 7, 21),
        lambda walk: walk.pay("G2/T1", 1_500),
        (18_000, 14_900, 14_900, 4_300, 4_300, 0),
    ),
    Step(18, date(2026, 8, 10), accept("G2/T1"), (18_000, 14_900, 14_900, 4_300, 4_300, 0)),
    Step(19, date(2026, 8, 30), accept("P1/flight 1"), (18_000, 14_900, 14_900, 7_000, 4_300, 0)),
    Step(
        20,
        date(2026, 9, 10),
        lambda walk: walk.pay("P1/flight 1", 2_700),
        (18_000, 14_900, 14_900, 7_000, 7_000, 0),
    ),
    Step(
        21,
        date(2026, 9, 20),
        lambda walk: walk.act(
            "finance",
            clawback.claw_back,
            act_id=walk["pay G1/T2"],
            amount_fen=200 * WAN,
            reason="ineligible",
        ),
        (18_000, 14_700, 14_700, 6_800, 6_800, 200),
    ),
    Step(
        22,
        date(2026, 10, 8),
        lambda walk: walk.act(
            "finance",
            ledger.correct_payment,
            act_id=walk["pay P1/flight 1"],
            right_amount_fen=2_650 * WAN,
            reason="typed wrong",
        ),
        (18_000, 14_700, 14_700, 6_800, 6_750, 200),
    ),
    Step(
        23,
        date(2026, 11, 30),
        lambda walk: walk.act(
            "decider", milestones.terminate, undertaking_id=walk["G2"], reason="withdrawn"
        ),
        (18_000, 11_000, 11_000, 6_800, 6_750, 200),
    ),
    Step(24, date(2026, 12, 31), carry_over, (18_000, 11_000, 11_000, 6_800, 6_750, 200)),
]

AS_OF = {
    date(2026, 3, 31): (18_000, 4_000, 4_000, 1_200, 1_200, 0),
    date(2026, 6, 30): (18_000, 14_900, 14_900, 2_800, 1_200, 0),
    date(2026, 9, 30): (18_000, 14_700, 14_700, 6_800, 6_800, 200),
    date(2026, 10, 31): (18_000, 14_700, 14_700, 6_800, 6_750, 200),
    date(2026, 12, 31): (18_000, 11_000, 11_000, 6_800, 6_750, 200),
}

LINES_AT_END = {
    "A26": (10_000, 5_600, 5_600, 4_100, 4_100, 200),
    "B26": (5_250, 2_650, 2_650, 2_650, 2_650, 0),
    "B27": (2_750, 2_750, 2_750, 50, 0, 0),
}
UNDERTAKINGS_AT_END = {
    "G1": (4_100, 4_100, 2_600, 2_600, 200),
    "G2": (1_500, 1_500, 1_500, 1_500, 0),
    "P1": (5_400, 5_400, 2_700, 2_650, 0),
}
