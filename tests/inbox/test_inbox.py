"""What waits for a person is exactly what they may do now; several at once pass every guard one by
one, and refusals are on record.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.access.rules import POLICY
from fund.audit import AuditEntry
from fund.closing import commands as closing
from fund.closing.tables import YearEnd
from fund.errors import FundError
from fund.grants import commands as grants
from fund.inbox import queries
from fund.ledger import commands as ledger
from fund.ledger.tables import Amendment, TrancheBalance
from fund.milestones.tables import Evidence, WaiverProposal
from fund.reminders.rules import KINDS
from fund.rooms.waiting import Waiting
from fund.ui.bulk import one_by_one
from fund.ui.visit import Visit
from tests.ledger.histories import History, begin
from tests.ledger.scenario import STEPS, WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office


class Undone(Exception):
    """Everything worked, and nothing of it stays."""


def would(history: History, part: str, command: Any, arguments: dict[str, Any]) -> bool:
    """Whether the act would be done by this person today; it is taken back."""
    office = history.office

    def work(session: Session) -> None:
        command(session, actors.load(session, office.ids[part]), **arguments)
        session.flush()
        raise Undone

    try:
        with clock.at(clock.noon(history.day)):
            db.write(office.engine, work)
    except Undone:
        return True
    except (FundError, DBAPIError):
        return False
    raise AssertionError


CANDIDATES: dict[str, Callable[[Session], Iterator[dict[str, int]]]] = {
    "accept": lambda session: (
        {"key": key, "version": 0} for key in session.exec(select(Evidence.id))
    ),
    "grant_waiver": lambda session: (
        {"key": key, "version": 0} for key in session.exec(select(WaiverProposal.id))
    ),
    "sign_amendment": lambda session: (
        {"key": row.id, "version": row.version} for row in session.exec(select(Amendment))
    ),
    "pay": lambda session: (
        {"key": row.tranche_id, "amount_fen": row.accepted_fen - row.paid_fen}
        for row in session.exec(
            select(TrancheBalance).where(TrancheBalance.accepted_fen > TrancheBalance.paid_fen)
        )
    ),
    "carry_over": lambda session: (
        {"key": row.id, "version": row.version}
        for row in session.exec(select(YearEnd).where(YearEnd.kind == "carry_over"))
    ),
    "return_surplus": lambda session: (
        {"key": row.id, "version": row.version}
        for row in session.exec(select(YearEnd).where(YearEnd.kind == "surplus"))
    ),
}
"""Everything an act could be tried on."""


def asked(item: Waiting, row: dict[str, int]) -> tuple[Any, dict[str, Any]]:
    """The command an item waits for and its arguments: of several at once, or of a payment, which
    is looked at one by one.
    """
    if item.together is not None:
        return item.together.command, item.together.arguments(row)
    assert item.act == "pay"
    one = {"tranche_id": row["key"], "amount_fen": row["amount_fen"], "voucher": "V"}
    return ledger.pay, one


PEOPLE = (
    "decider",
    "decider_2",
    "decider_3",
    "supervisor",
    "supervisor_2",
    "finance",
    "officer",
    "viewer",
)
MORE = [
    (part, role)
    for part in ("supervisor", "decider_2", "finance", "officer")
    for role in ("supervisor", "decider", "finance")
]
MOVED = {"carry_over", "return_surplus", "sign_amendment"}
"""Acts that may be refused for the money, which the inbox does not foresee."""


def test_after_a_random_history_the_inbox_holds_what_one_may_do_and_nothing_else(
    an_office: Office,
) -> None:
    history = begin(an_office, 17)
    history.run(320)
    for part, role in MORE:  # with several roles, only four eyes keep one's own work from one
        an_office.act(
            "security", access.assign_role, on=history.day, person_id=an_office.ids[part], role=role
        )
    seen, items = 0, queries.items()
    with db.reading(an_office.engine) as session:
        candidates = {act: list(find(session)) for act, find in CANDIDATES.items()}
    for part in PEOPLE:
        with db.reading(an_office.engine) as session, clock.at(clock.noon(history.day)):
            frame = queries.waiting(session, actors.load(session, an_office.ids[part]))
        waiting = {(row.act, row.key) for row in frame.itertuples()}
        for act, rows in candidates.items():
            for row in rows:
                can = would(history, part, *asked(items[act], row))
                listed = (act, row["key"]) in waiting
                assert listed or not can, (part, act, row, "may be done and is not listed")
                assert can or not listed or act in MOVED, (part, act, row, "is listed and refused")
                seen += can
    assert seen > 12


def entries(office: Office) -> list[AuditEntry]:
    with db.reading(office.engine) as session:
        return list(session.exec(select(AuditEntry).order_by(AuditEntry.id)))


def test_several_at_once_each_pass_every_guard_and_refusals_are_on_record(walk: Walk) -> None:
    until(walk, len(STEPS))
    office = walk.office
    for role in ("finance", "decider"):
        office.act("security", access.assign_role, person_id=office.ids["supervisor"], role=role)
    with clock.at(clock.noon(walk.day)):
        walk.line("A27", 2027, "A3", "fund", "A")
        mine = walk.act(
            "supervisor", closing.propose_surplus, line_id=walk["B26"], reason="left over"
        )
        other = walk.act(
            "finance", closing.propose_surplus, line_id=walk["A26"], reason="left over"
        )
        visit = Visit(
            office.engine,
            "test",
            actors.Actor(office.ids["supervisor"], "supervisor", "supervisor"),
        )
        before = len(entries(office))
        labels = {mine: "B26", other: "A26"}
        outcome = one_by_one(
            visit,
            "key",
            labels,
            closing.return_surplus,
            lambda key: {"proposal_id": key, "expected_version": 1},
        )
        repeated = one_by_one(
            visit,
            "key",
            labels,
            closing.return_surplus,
            lambda key: {"proposal_id": key, "expected_version": 1},
        )
    assert (outcome.done, len(outcome.refusals)) == (1, 1)
    assert outcome.refusals[0].startswith("B26")
    written = entries(office)[before:]
    assert [entry.actor_id for entry in written if '"refused": "four_eyes"' in entry.detail] == [
        office.ids["supervisor"]
    ] * 2
    # clicked twice: the first answer again, and no second effect
    assert (repeated.done, len(repeated.refusals)) == (1, 1)
    with db.reading(office.engine) as session:
        assert session.get_one(YearEnd, other).outcome == "approved"
        assert (
            session.execute(
                sa.text("SELECT count(*) FROM act WHERE kind = 'return_surplus'")
            ).scalar()
            == 1
        )
        assert session.get_one(YearEnd, other).amount_fen == 4_400 * WAN


def test_every_act_of_the_inbox_has_its_words_and_somebody_it_waits_for() -> None:
    assert all(item.title and item.why for item in queries.items().values())
    acts = {item.act for item in queries.items().values()}
    assert acts <= set(POLICY)
    assert acts <= set(KINDS), "a letter has no words for what waits"


@pytest.fixture
def walk(an_office: Office) -> Walk:
    return Walk(an_office)


def test_what_waits_follows_a_grant_from_hand_to_hand(walk: Walk) -> None:
    """After each act the next one waits for those who may do it, and not for whoever did the
    last.
    """

    def waits(part: str) -> set[tuple[str, str]]:
        with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
            frame = queries.waiting(session, actors.load(session, walk.office.ids[part]))
        return {(row.act, row.code) for row in frame.itertuples()}

    until(walk, 3)
    assert ("sign", "G1") in waits("supervisor")
    assert ("sign", "G1") not in waits("decider")
    walk.act(
        "officer",
        grants.enter,
        "G8",
        code="G8",
        title="G8",
        organisation_id=walk.office.organisation("a"),
        region_code="610000",
        line_id=walk["A26"],
    )
    assert ("decide", "G8") in waits("decider") & waits("decider_2")
    assert ("decide", "G8") not in waits("officer")
    assert waits("viewer") == set()
