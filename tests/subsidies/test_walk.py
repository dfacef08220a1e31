"""The worked subsidies on both databases: every figure of the table, every refusal, every line."""

from datetime import date

from fund import db
from fund.subsidies.tables import SubsidyClaim, SubsidySettlement
from fund.verify import verify
from tests.people import Office
from tests.subsidies.walk import Walk, until_carried, until_clawed_back, wan

AS_OF = {
    date(2026, 3, 31): ("600", "0", "0", "0", "0", "0"),
    date(2026, 6, 30): ("600", "350", "350", "0", "0", "0"),
    date(2026, 9, 30): ("600", "350", "350", "284.320985", "284.320985", "0"),
    date(2026, 12, 31): ("600", "334.320985", "334.320985", "315.761396", "315.761396", "0"),
    date(2027, 3, 31): ("600", "334.320985", "334.320985", "315.761396", "315.761396", "0"),
    date(2027, 5, 31): ("600", "334.320985", "334.320985", "334.320985", "334.320985", "0"),
    date(2027, 6, 30): ("600", "331.836738", "331.836738", "331.836738", "331.836738", "2.484247"),
}
"""What the table's fund has, less its equity."""
LINES = {
    "S26": ("581.440411", "313.277149", "313.277149", "313.277149", "313.277149", "2.484247"),
    "S27": ("18.559589", "18.559589", "18.559589", "18.559589", "18.559589", "0"),
}


def test_the_worked_subsidies_come_to_every_figure_of_the_table(an_office: Office) -> None:
    walk = Walk(an_office)
    until_carried(walk)
    until_clawed_back(walk)
    assert {day: walk.fund(day) for day in AS_OF} == AS_OF
    lines = walk.lines(date(2029, 1, 2))
    told = {code: tuple(f"{a.normalize():f}" for a in row) for code, row in lines.items()}
    assert told == LINES
    with db.reading(an_office.engine) as session:
        first = session.get_one(SubsidySettlement, walk.made["first"])
        second = session.get_one(SubsidySettlement, walk.made["second"])
        claim = session.get_one(SubsidyClaim, walk.made["claim"])
        assert (first.computed_fen, first.accepted_fen) == (31_440_411, 31_440_411)
        assert (second.computed_fen, second.accepted_fen) == (27_195_616, 18_559_589)
        assert (claim.paid_fen, claim.recomputed_fen) == (31_440_411, 28_956_164)
        assert claim.amount_fen == wan("2.484247")
        assert claim.payment_id == walk.made["paid first"]
        found = verify(session)
        assert found["ok"], found
