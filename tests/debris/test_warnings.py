"""Levels at every threshold and one step beside, the clock, and a warning from its issue to its end
by the people who may, on both databases.
"""

import math
import multiprocessing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from fund import acts, clock, db, i18n
from fund.access import commands as access
from fund.access.actors import OPERATOR, OutOfScope
from fund.debris import answers, commands, deciding, reading, rules, thresholds, wording
from fund.debris.intake import Incoming
from fund.debris.lists import CONJUNCTIONS
from fund.debris.rules import DEFAULT, INFO, ORANGE, RED, YELLOW
from fund.debris.tables import ConjunctionEvent, ConjunctionWarning, ThresholdSet, WarningAct
from fund.errors import FourEyes, NeedsReason, NotAllowed, NotFound, WrongState
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from tests.debris.test_intake import craft
from tests.debris.writing import blocks, kvn
from tests.people import Office

TCA = datetime(2026, 3, 12, 8, tzinfo=UTC)
BEFORE = {limit: math.nextafter(limit, 0) for limit in (1e-4, 1e-5, 1e-7)}


@pytest.mark.parametrize(
    ("pc", "near", "far"),
    [
        (1.0, RED, ORANGE),
        (1e-4, RED, ORANGE),
        (BEFORE[1e-4], ORANGE, YELLOW),
        (1e-5, ORANGE, YELLOW),
        (BEFORE[1e-5], YELLOW, YELLOW),
        (1e-7, YELLOW, YELLOW),
        (BEFORE[1e-7], INFO, INFO),
        (5e-324, INFO, INFO),
    ],
)
def test_the_level_of_a_probability(pc: float, near: int, far: int) -> None:
    for stated, own in ((pc, 1.0), (None, pc)):
        assert rules.level_of(stated, own, 1, DEFAULT, is_near=True) == near
        assert rules.level_of(stated, own, 1, DEFAULT, is_near=False) == far


@pytest.mark.parametrize(
    ("miss_mm", "level"),
    [
        (0, RED),
        (199_000, RED),
        (199_999, RED),
        (200_000, ORANGE),
        (999_999, ORANGE),
        (1_000_000, YELLOW),
        (4_999_999, YELLOW),
        (5_000_000, INFO),
    ],
)
def test_the_level_of_a_distance_where_there_is_no_probability(miss_mm: int, level: int) -> None:
    for is_near in (True, False):
        assert rules.level_of(None, None, miss_mm, DEFAULT, is_near=is_near) == level
        # stated as 0, the distance or our own counts, whichever is higher
        assert rules.level_of(0.0, None, miss_mm, DEFAULT, is_near=is_near) == level
    assert rules.level_of(0.0, 1e-4, 9_000_000, DEFAULT, is_near=True) == RED


def test_three_days_before_the_approach_is_near() -> None:
    near_from = TCA - timedelta(hours=72)
    for step, level in ((-1, ORANGE), (0, RED), (1, RED)):
        now = near_from + timedelta(seconds=step)
        assert rules.level_now(ORANGE, RED, near_from, INFO, now) == level
    assert rules.level_now(ORANGE, RED, near_from, RED, near_from - timedelta(days=9)) == RED


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        ([(RED, True), (INFO, True)], RED),
        ([(RED, True), (INFO, True), (YELLOW, True)], YELLOW),
        ([(RED, True), (YELLOW, True), (INFO, True)], YELLOW),
        ([(RED, True), (INFO, True), (RED, True), (INFO, True)], RED),
        ([(RED, True), (INFO, False), (INFO, False), (INFO, False)], RED),
        ([(RED, True), (INFO, True), (INFO, False)], RED),
        ([(RED, False), (INFO, False), (INFO, False)], INFO),
        ([(INFO, True), (RED, False)], RED),
        ([], INFO),
    ],
)
def test_a_level_rises_at_once_and_falls_after_two_never_for_a_missing_value(
    levels: list[tuple[int, bool]], level: int
) -> None:
    assert rules.standing(levels) == level


def test_an_answer_is_due_after_its_hours_and_well_before_the_approach() -> None:
    issued = TCA - timedelta(days=2)
    assert rules.due(issued, TCA, 4, 6) == issued + timedelta(hours=4)
    issued = TCA - timedelta(hours=8)
    assert rules.due(issued, TCA, 4, 6) == TCA - timedelta(hours=6)
    issued = TCA - timedelta(hours=2)
    assert rules.due(issued, TCA, 4, 6) == issued


class Firm:
    """An office with a spacecraft of a firm, its two people, a red event, and time that is
    chosen.
    """

    def __init__(self, made: Office, pc: str = "2.0E-04", name_en: str = "") -> None:
        self.made = made
        self.craft = craft(made, "10001", "firm", name_en)
        self.now = TCA - timedelta(hours=48)
        made.organisation("elsewhere")
        for login, firm in (("anna", "firm"), ("bert", "firm"), ("carl", "elsewhere")):
            made.ids[login] = made.act(
                "system", access.add_person, login=login, name=login, roles=[]
            )
            made.act(
                "security",
                access.assign_role,
                person_id=made.ids[login],
                role="spacecraft",
                scope=firm,
            )
        self.take(pc)

    def take(
        self, pc: str | None, number: int = 1, created: str = "2026-03-10T07:00:00", **more: str
    ) -> None:
        head = {"MESSAGE_ID": f"T{number}", "CREATION_DATE": created, "COLLISION_PROBABILITY": pc}
        content = kvn(*blocks(head=head | more)).encode()
        files = [Incoming("x", content, reading.read(content))]
        self.act("officer", commands.take_in_cdm, files=files, through="page")

    def act(self, part: str, command: Any, **arguments: Any) -> int:
        with clock.at(self.now):
            return self.made.act(part, command, **arguments)

    def issue(self) -> int:
        return self.act("officer", answers.issue_warning, event_id=1, spacecraft_id=self.craft)

    def warning(self, key: int = 1) -> ConjunctionWarning:
        with db.reading(self.made.engine) as session:
            row = session.get_one(ConjunctionWarning, key)
            session.expunge_all()
            return row


def test_a_warning_from_its_issue_to_its_end(an_office: Office) -> None:
    """Duty officer, firm, second person of the firm, duty officer again."""
    firm = Firm(an_office)
    key = firm.issue()
    assert (firm.warning().level, firm.warning().due_at) == (RED, firm.now + timedelta(hours=4))
    with pytest.raises(rules.WarnedAlready):
        firm.issue()
    with pytest.raises(OutOfScope):
        firm.act("carl", answers.acknowledge_warning, warning_id=key)
    with pytest.raises(NotAllowed):
        firm.act("finance", answers.acknowledge_warning, warning_id=key)
    firm.now += timedelta(hours=1)
    firm.act("anna", answers.acknowledge_warning, warning_id=key)
    with pytest.raises(WrongState):
        firm.act("bert", answers.acknowledge_warning, warning_id=key)
    asked = {"warning_id": key, "reason": "within_margin", "said": "our orbit says 3 km"}
    with pytest.raises(NeedsReason):
        firm.act("anna", answers.decline_manoeuvre, **asked | {"reason": "because"})
    with pytest.raises(OutOfScope):
        firm.act("carl", answers.decline_manoeuvre, **asked)
    firm.act("anna", answers.decline_manoeuvre, **asked)
    assert firm.warning().status == "to_confirm"
    with pytest.raises(FourEyes):
        firm.act("anna", answers.confirm_decline, warning_id=key)
    with pytest.raises(OutOfScope):
        firm.act("carl", answers.confirm_decline, warning_id=key)
    firm.act("bert", answers.confirm_decline, warning_id=key)
    firm.act("anna", answers.plan_manoeuvre, warning_id=key, said="0.1 m/s along")
    firm.act("bert", answers.report_manoeuvre, warning_id=key, said="done at 06:00")
    with pytest.raises(NeedsReason):
        firm.act("officer", answers.close_warning, warning_id=key)
    firm.now = TCA + timedelta(hours=1)
    firm.act("officer", answers.close_warning, warning_id=key)
    for command, more in (
        (answers.close_warning, {}),
        (answers.plan_manoeuvre, {"said": "x"}),
        (answers.report_manoeuvre, {"said": "x"}),
    ):
        with pytest.raises((WrongState, NotAllowed)):
            firm.act("anna" if more else "officer", command, warning_id=key, **more)
    with db.reading(an_office.engine) as session:
        told = session.exec(select(WarningAct.act).order_by(sa.text("id"))).all()
    assert list(told) == [
        "issue_warning",
        "acknowledge_warning",
        "decline_manoeuvre",
        "confirm_decline",
        "plan_manoeuvre",
        "report_manoeuvre",
        "close_warning",
    ]


def test_an_orange_warning_is_declined_by_one(an_office: Office) -> None:
    firm = Firm(an_office, "2.0E-05")
    key = firm.issue()
    asked = {"warning_id": key, "reason": "risk_accepted", "said": "small"}
    firm.act("anna", answers.decline_manoeuvre, **asked)
    # whoever decides has seen the warning
    assert (firm.warning().status, firm.warning().acknowledged_at) == ("declined", firm.now)


def test_by_telephone_it_takes_who_called_and_when(an_office: Office) -> None:
    firm = Firm(an_office)
    key = firm.issue()
    firm.now += timedelta(hours=2)
    called = firm.now - timedelta(minutes=30)
    for more in ({}, {"told_by": "Ms A"}, {"told_by": "Ms A", "told_at": TCA}):
        with pytest.raises(rules.NeedsCaller):
            firm.act("officer", answers.acknowledge_warning, warning_id=key, **more)
    more = {"told_by": "Ms A", "told_at": called}
    firm.act("officer", answers.acknowledge_warning, warning_id=key, **more)
    assert firm.warning().acknowledged_at == called


@pytest.mark.parametrize(("step", "refused"), [(-1, None), (0, rules.TooLate), (1, rules.TooLate)])
def test_no_warning_is_issued_once_the_approach_is_there(
    an_office: Office, step: int, refused: type[Exception] | None
) -> None:
    firm = Firm(an_office)
    firm.now = TCA + timedelta(seconds=step)
    if refused is None:
        firm.issue()
        assert firm.warning().due_at == firm.now
        return
    with pytest.raises(refused):
        firm.issue()


@pytest.mark.parametrize(
    ("after", "words", "is_there"),
    [
        (timedelta(seconds=-61), "1 min", True),
        (timedelta(seconds=-1), "0 min", True),
        (timedelta(seconds=1), "0 min ago", True),
        (timedelta(hours=1, seconds=-1), "59 min ago", True),
        (timedelta(hours=1), "1 h 0 min ago", True),
        (timedelta(hours=1, seconds=1), "", False),
    ],
)
def test_the_board_is_right_about_the_closest_approach_to_the_second(
    an_office: Office, after: timedelta, words: str, is_there: bool
) -> None:
    Firm(an_office)
    with (
        db.reading(an_office.engine) as session,
        clock.at(TCA + after),
        i18n.speaking("en"),
    ):
        view = View(as_of=clock.today())
        page = paging.page(session, OPERATOR, CONJUNCTIONS, Asked(view))
        past = paging.page(session, OPERATOR, CONJUNCTIONS, Asked(view, {"show": "past"}))
    assert list(page.frame["left"]) == ([words] if is_there else [])
    assert len(past.frame) == (not is_there)


def test_what_is_to_come_stands_reddest_first_and_what_is_past_latest_first(
    an_office: Office,
) -> None:
    firm = Firm(an_office, "1.0E-09")
    for number, (day, pc) in enumerate([("13", "2.0E-04"), ("14", "2.0E-06")], 2):
        firm.take(pc, number, "2026-03-10T08:00:00", TCA=f"2026-03-{day}T08:00:00")
    seen = {}
    for at in (TCA - timedelta(hours=1), TCA + timedelta(days=9)):
        with clock.at(at), db.reading(an_office.engine) as session:
            for show in ("", "past", "all"):
                asked = Asked(View(as_of=clock.today()), {"show": show})
                page = paging.page(session, OPERATOR, CONJUNCTIONS, asked)
                seen[at.day, show] = [int(number[-1]) for number in page.frame["number"]]
    assert seen[12, ""] == [2, 3, 1]
    assert seen[21, "past"] == seen[21, "all"] == seen[12, "all"] == [3, 2, 1]


@pytest.mark.parametrize(("only", "is_said"), [({}, True), ({"show": "past"}, False)])
def test_an_empty_board_says_that_nothing_comes_only_of_what_is_to_come(
    only: dict[str, str], is_said: bool
) -> None:
    with i18n.speaking("en"):
        assert (wording.nothing(only)[1].startswith("Nothing of ours passes")) is is_said


def test_warnings_are_about_spacecraft_of_ours_and_levels_worth_one(an_office: Office) -> None:
    firm = Firm(an_office, "1.0E-09")
    with pytest.raises(rules.NoLevel):
        firm.issue()
    other = craft(an_office, "77", "other")
    with pytest.raises(rules.NotOurs):
        firm.act("officer", answers.issue_warning, event_id=1, spacecraft_id=other)
    with pytest.raises(NotFound):
        firm.act("officer", answers.close_warning, warning_id=99)
    raised = {"event_id": 1, "level": "orange", "reason": "the other side may manoeuvre"}
    firm.act("officer", commands.raise_level, **raised)
    for level in ("orange", "yellow", "info"):
        with pytest.raises(rules.NotLowered):
            firm.act("officer", commands.raise_level, **raised | {"level": level})
    firm.issue()
    assert firm.warning().level == ORANGE


def test_an_event_of_two_firms_takes_two_answers(an_office: Office) -> None:
    firm = Firm(an_office)
    other = craft(an_office, "20002", "elsewhere")
    first = firm.issue()
    second = firm.act("officer", answers.issue_warning, event_id=1, spacecraft_id=other)
    firm.act("anna", answers.acknowledge_warning, warning_id=first)
    assert firm.warning(second).status == "notified"
    with pytest.raises(OutOfScope):
        firm.act("anna", answers.acknowledge_warning, warning_id=second)
    firm.act("carl", answers.acknowledge_warning, warning_id=second)


def breach(url: str, person: int, warning: int, moment: datetime) -> None:
    with clock.at(moment):
        acts.perform(db.engine(url), person, answers.record_breach, warning_id=warning)


def test_a_breach_is_recorded_once_by_sixteen_at_once(an_office: Office) -> None:
    firm = Firm(an_office)
    key = firm.issue()
    at_due = firm.warning().due_at
    firm.now = at_due
    assert firm.act("officer", answers.record_breach, warning_id=key) == key
    assert firm.warning().breached_at is None  # in time to the second
    with db.reading(an_office.engine) as session, clock.at(at_due + timedelta(seconds=1)):
        assert answers.overdue(session) == [key]
    url = an_office.engine.url.render_as_string(hide_password=False)
    late = at_due + timedelta(seconds=1)
    an_office.engine.dispose()
    fresh = multiprocessing.get_context("fork")
    asked = (url, an_office.ids["officer"], key, late)
    running = [fresh.Process(target=breach, args=asked) for _number in range(16)]
    for one in running:
        one.start()
    for one in running:
        one.join(240)
    assert [one.exitcode for one in running] == [0] * 16
    assert firm.warning().breached_at == late
    count = select(sa.func.count()).select_from(WarningAct).where(WarningAct.act == "record_breach")
    assert an_office.one(count) == 1
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(
            an_office.engine,
            lambda s: s.execute(sa.update(ConjunctionWarning).values(breached_at=None)),
        )


SET = {
    "near_hours": 72,
    "pc_red": 1e-3,
    "pc_orange": 1e-5,
    "pc_yellow": 1e-7,
    "miss_red_m": 200,
    "miss_orange_m": 1_000,
    "miss_yellow_m": 5_000,
    "answer_red_h": 2,
    "answer_orange_h": 12,
    "answer_yellow_h": 24,
}


def test_thresholds_are_changed_by_two_people_who_saw_what_they_would_have_said(
    an_office: Office,
) -> None:
    firm = Firm(an_office)
    with pytest.raises(rules.OddThresholds):
        firm.act("officer", deciding.propose_thresholds, reason="x", figures=SET | {"pc_red": 1e-6})
    key = firm.act("officer", deciding.propose_thresholds, reason="too many reds", figures=SET)
    with db.reading(an_office.engine) as session:
        trial = thresholds.tried(session, thresholds.of_row(session.get_one(ThresholdSet, key)))
    assert trial == ((0, 0, 0, 1), (0, 0, 1, 0), 1)
    both = an_office.enter("both", "officer", "supervisor")
    an_office.ids["both"] = both
    mine = firm.act("both", deciding.propose_thresholds, reason="mine", figures=SET)
    asked = {"set_id": key, "is_approved": True, "changed_seen": 1}
    with pytest.raises(FourEyes):
        firm.act("both", deciding.decide_thresholds, **asked | {"set_id": mine})
    with pytest.raises(rules.SeenOtherwise):
        firm.act("supervisor", deciding.decide_thresholds, **asked | {"changed_seen": 0})
    with pytest.raises(NotAllowed):
        firm.act("officer", deciding.decide_thresholds, **asked)
    firm.act("supervisor", deciding.decide_thresholds, **asked)
    with pytest.raises(WrongState):
        firm.act("supervisor_2", deciding.decide_thresholds, **asked)
    with db.reading(an_office.engine) as session:
        assert thresholds.in_force(session, firm.now).id == key
        assert thresholds.in_force(session, firm.now - timedelta(seconds=1)) == DEFAULT
        # what came before keeps the level it had
        assert session.get_one(ConjunctionEvent, 1).level_near == RED
    for said in ("pc_red = '0.5'", "outcome = 'open'"):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                an_office.engine,
                lambda s, said=said: s.execute(sa.text(f"UPDATE threshold_set SET {said}")),
            )
