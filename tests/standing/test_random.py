"""Lights and warnings over random histories equal plain Python counts over the same rows, today and
on a past day.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from fund import clock, db
from fund.access import actors
from fund.errors import FundError
from fund.ledger.tables import Act, Line, Posting, Programme, StatusEvent, Tranche, Undertaking
from fund.ledger.view import View
from fund.listing.declared import Asked
from fund.milestones import commands as milestones
from fund.milestones.tables import Acceptance, Evidence, Milestone, MilestoneEvent
from fund.settings import commands as settings
from fund.standing import commands as standing
from fund.standing import concentration, queries, rules
from fund.standing.checks import CHECKS
from fund.standing.lists import LIGHTS
from fund.standing.tables import StatusAnswer, StatusReport
from fund.verify import verify
from tests.ledger.histories import History, begin
from tests.people import Office

DAYS, PERCENT, STALE = 10, 70, 35
SET = {
    "slip_days": DAYS,
    "evidence_days": DAYS,
    "concentration_percent": 30,
    "carried_over_years": 1,
}


def rows(session: Session, table: type[SQLModel]) -> list[Any]:
    return list(session.execute(sa.select(table).order_by(sa.text("id"))).scalars())


class Plain:
    """Everything looked at row by row, as a clerk would with paper."""

    def __init__(self, session: Session, day: date) -> None:
        self.day = day
        self.postings = [row for row in rows(session, Posting) if row.recorded_on <= day]
        self.tranches, self.undertakings = (
            rows(session, Tranche),
            {row.id: row for row in rows(session, Undertaking)},
        )
        self.evidenced = {row.tranche_id for row in rows(session, Evidence) if row.filed_on <= day}
        accepted = [row for row in rows(session, Acceptance) if row.recorded_on <= day]
        self.waived = {row.tranche_id for row in accepted if row.basis == "waiver"} - {
            row.tranche_id for row in accepted if row.basis == "evidence"
        }
        self.statuses = {
            row.undertaking_id: row.status
            for row in rows(session, StatusEvent)
            if row.recorded_on <= day
        }
        self.steps = {
            row.milestone_id: row for row in rows(session, MilestoneEvent) if row.recorded_on <= day
        }
        self.promises = {row.id: row for row in rows(session, Milestone)}
        self.letters: dict[int, StatusReport] = {}
        for row in sorted(
            (row for row in rows(session, StatusReport) if row.recorded_on <= day),
            key=lambda row: (row.reported_on, row.id),
        ):
            self.letters[row.undertaking_id] = row
        self.answers = {
            row.status_report_id: row
            for row in rows(session, StatusAnswer)
            if row.answered_on <= day
        }
        self.acts = {row.id: row for row in rows(session, Act)}
        self.measures = {
            line.id: programme.measure
            for line in rows(session, Line)
            for programme in rows(session, Programme)
            if programme.id == line.programme_id
        }
        self.currencies = {line.id: line.currency for line in rows(session, Line)}

    def sum(self, stage: str, **of: int) -> int:
        return sum(
            row.amount_fen
            for row in self.postings
            if row.stage == stage and all(getattr(row, name) == key for name, key in of.items())
        )

    def light(self, key: int) -> tuple[str, int]:
        """The computed light and the money behind it."""
        worst, promised, paid = 0, 0, 0
        for tranche in (tranche for tranche in self.tranches if tranche.undertaking_id == key):
            agreed, given, age = (
                self.sum("obligated", tranche_id=tranche.id),
                self.sum("paid", tranche_id=tranche.id),
                (self.day - tranche.promised_on).days,
            )
            if age >= 0:
                promised, paid = promised + agreed, paid + given
            if agreed and tranche.id not in self.evidenced and age > DAYS:
                worst = max(worst, 2 if age > 2 * DAYS else 1)
            if tranche.id in self.waived and given:
                worst = max(worst, 1)
        if promised and paid / promised < PERCENT / 100:
            worst = max(worst, 2 if paid / promised < PERCENT / 200 else 1)
        for milestone, event in self.steps.items():
            if self.promises[milestone].undertaking_id == key and event.status == "scheduled":
                late = (
                    max(event.forecast_on or event.due_on, self.day)
                    - self.promises[milestone].first_due_on
                ).days
                worst = max(worst, 2 if late >= 2 * DAYS else 1 if late >= DAYS else 0)
        return ("green", "amber", "red")[worst], promised - paid if worst else 0

    def listed(self) -> dict[int, tuple[Any, ...]]:
        """(declared, computed, gap, answer needed) of each running undertaking."""
        found = {}
        for key in (
            key for key, status in self.statuses.items() if status in ("active", "suspended")
        ):
            letter, (computed, gap) = self.letters.get(key), self.light(key)
            declared = (
                letter.light if letter and (self.day - letter.reported_on).days <= STALE else "grey"
            )
            found[key] = (
                declared,
                computed,
                gap,
                declared == "green" and computed == "red" and letter.id not in self.answers,
            )
        return found

    def concentrated(self) -> Counter[tuple[str, int]]:
        held: Counter[tuple[str, int]] = Counter()
        for row in self.postings:
            if row.stage == "committed" and self.currencies[row.line_id] == "CNY":
                held[
                    self.measures[row.line_id],
                    self.undertakings[row.undertaking_id].organisation_id,
                ] += row.amount_fen
        whole: Counter[str] = Counter()
        for (measure, _body), fen in held.items():
            whole[measure] += fen
        return Counter({key: fen for key, fen in held.items() if fen and fen / whole[key[0]] > 0.3})

    def idle(self) -> dict[int, int]:
        """Fen carried over a year ago or earlier and unspent, by undertaking."""
        limit = self.day.replace(year=self.day.year - 1)
        first: dict[int, int] = {}
        for act in self.acts.values():
            if (
                act.kind == "carry_over"
                and act.recorded_on <= limit
                and act.undertaking_id not in first
            ):
                first[act.undertaking_id] = sum(
                    row.amount_fen
                    for row in self.postings
                    if row.act_id == act.id and row.stage == "appropriated" and row.amount_fen > 0
                )
        left = {
            key: min(
                fen,
                self.sum("committed", undertaking_id=key) - self.sum("paid", undertaking_id=key),
            )
            for key, fen in first.items()
        }
        return {key: fen for key, fen in left.items() if fen}


def lived(office: Office, seed: int) -> History:
    """A random history with letters and answers in between, and thresholds at which much fires."""
    for key, value in SET.items():
        office.act(
            "system",
            settings.change,
            on=date(2026, 1, 2),
            threshold=key,
            value=value,
            reason="tests",
        )
    history, dice = begin(office, seed), Random(seed)
    for _round in range(8):
        for _step in range(40):
            history.step()
            with db.reading(office.engine) as session:
                history.replay.follow(session)
        for key in history.things["grants"] + history.things["contracts"]:
            if dice.random() < 0.7:
                write(office, history.day, key, dice)
            if dice.random() < 0.3:
                promise(office, history.day, key, dice)
    return history


def write(office: Office, day: date, key: int, dice: Random) -> None:
    try:
        report = office.act(
            "officer",
            standing.report_status,
            on=day,
            undertaking_id=key,
            light=dice.choice(("green", "green", "green", "amber", "red")),
            reported_on=day - timedelta(days=dice.choice((0, 4, 30))),
        )
        if dice.random() < 0.3:
            office.act(
                "supervisor_2",
                standing.answer_gap,
                on=day,
                undertaking_id=key,
                status_report_id=report,
                answer="because",
            )
    except FundError:
        return


def promise(office: Office, day: date, key: int, dice: Random) -> None:
    """A step, expected when it was promised or later."""
    try:
        step = office.act(
            "officer",
            milestones.schedule,
            on=day,
            undertaking_id=key,
            code=f"{day} {dice.random()}",
            title="a step",
            due_on=day + timedelta(days=dice.choice((2, 30, 90))),
        )
        if dice.random() < 0.6:
            office.act(
                "officer",
                milestones.forecast,
                on=day,
                milestone_id=step,
                forecast_on=day + timedelta(days=dice.choice((1, 35, 110))),
            )
    except FundError:
        return


@pytest.mark.parametrize("seed", [4, 7])
def test_lights_and_warnings_are_what_a_clerk_would_count(an_office: Office, seed: int) -> None:
    last = lived(an_office, seed).day
    fired: Counter[str] = Counter()
    for day in (last, last - timedelta(days=60), date(2026, 7, 1), last + timedelta(days=400)):
        with db.reading(an_office.engine) as session:
            plain, viewer = Plain(session, day), actors.load(session, an_office.ids["viewer"])
            frame, early = (
                queries.lights(session, viewer, View(as_of=day)),
                queries.warnings(session, viewer, View(as_of=day)),
            )
        found = {
            row["undertaking_id"]: (
                row["declared"],
                row["computed"],
                row["gap_fen"],
                row["needs_answer"],
            )
            for row in frame.to_dict("records")
        }
        assert found == plain.listed()
        assert by_list(an_office, day) == found
        assert queries.counted(frame) == clerk(found)
        held = early[early["rule"] == "concentration"]
        assert (
            dict(
                zip(
                    zip(held["measure"], held["organisation_id"], strict=True),
                    held["amount_fen"],
                    strict=True,
                )
            )
            == plain.concentrated()
        )
        assert of_the_able(an_office, day) == plain.concentrated()
        idle, codes = (
            early[early["rule"] == "carried_over"],
            {row.code: key for key, row in plain.undertakings.items()},
        )
        assert {
            codes[code]: fen for code, fen in zip(idle["code"], idle["amount_fen"], strict=True)
        } == plain.idle()
        fired += (
            Counter(rule.rule for rules in frame["rules"] for rule in rules)
            + Counter(early["rule"])
            + Counter(needs=int(frame["needs_answer"].sum()))
        )
    assert set(fired) >= {"absorption", "slip", "evidence", "concentration", "needs"}, fired
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    passes_by(an_office, last)


def passes_by(office: Office, day: date) -> None:
    """The days kept of lights pass by what cannot have the light, and nothing else: thresholds set
    anew move them, and where they are wrong, lists lack rows and ``verify`` says so.
    """
    for key in ("slip_days", "evidence_days"):
        office.act("system", settings.change, on=day, threshold=key, value=45, reason="tests")
    with db.reading(office.engine) as session, clock.at(clock.noon(day)):
        asked = [Asked(View(as_of=day), {"show": show}) for show in ("green", "amber", "red")]
        viewer = actors.load(session, office.ids["viewer"])
        sources = [LIGHTS.source(session, viewer, one) for one in asked]
        kept = [clause for one in sources for clause in one.where if "_until" in str(clause)]
        keys = [session.scalars(sa.select(one.key).where(*one.where)).all() for one in sources]
        lights = queries.lights(session, viewer, View(as_of=day))
        assert not lights_wrong(session)
    assert len(kept) == 2  # green, amber
    for light, found in zip(("green", "amber", "red"), keys, strict=True):
        assert set(found) == set(lights["undertaking_id"][lights["computed"] == light])
    for name in ("red_from", "quiet_until"):
        with office.engine.connect().execution_options(fund_writes=True) as connection:
            connection.execute(
                sa.text(f"UPDATE undertaking SET {name} = '2031-05-06' WHERE status = 'active'")
            )
            assert lights_wrong(Session(connection)), name
            connection.rollback()


def lights_wrong(session: Session) -> list[tuple[Any, ...]]:
    return CHECKS["light_days"](session)


def by_list(office: Office, day: date) -> dict[int, tuple[Any, ...]]:
    """The same as the list says it in SQL, light by light, today and on a past day."""
    with db.reading(office.engine) as session:
        viewer, view = actors.load(session, office.ids["viewer"]), View(as_of=day)
        keys, gaps = {}, {}
        for show in ("green", "amber", "red", "answer", ""):
            asked = Asked(view, {"show": show} if show else {}, "gap", True)
            source = LIGHTS.source(session, viewer, asked)
            statement = sa.select(source.key, source.orders["gap"]).select_from(source.rows)
            keys[show] = dict(session.execute(statement.where(*source.where)).all())
            gaps |= keys[show]
        rows = LIGHTS.frame(session, viewer, view, list(gaps))
        declared = dict(zip(rows["undertaking_id"], rows["declared"], strict=True))
        assert keys[""] == keys["amber"] | keys["red"]
    return {
        key: (declared[key], light, gaps[key], key in keys["answer"])
        for light in ("green", "amber", "red")
        for key in keys[light]
    }


def of_the_able(office: Office, day: date) -> dict[tuple[str, int], int]:
    """The same where every measure counts as large: then only bodies that hold much are asked."""
    with db.reading(office.engine) as session:
        committed, whole = concentration.held(session, View(as_of=day), 30, few=0)
    found = rules.concentrated(committed, 30, whole)
    return {(one.measure, one.body): one.held_fen for one in found}


def clerk(found: dict[int, tuple[Any, ...]]) -> dict[str, int]:
    computed, declared = (
        Counter(row[1] for row in found.values()),
        Counter(row[0] for row in found.values()),
    )
    return (
        {light: computed[light] for light in ("green", "amber", "red")}
        | {f"declared_{light}": declared[light] for light in ("green", "amber", "red", "grey")}
        | {"answer": sum(row[3] for row in found.values())}
    )
