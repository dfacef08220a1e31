"""Every act of this room sent twice with one key has one effect; every check of ``verify`` finds
the fault it is there for. On both databases.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import acts, clock, db
from fund.audit import AuditEntry
from fund.columns import table_of
from fund.cooperation import apart, bodies, channel, commands, giving, milestones, rules
from fund.cooperation.checks import CHECKS
from fund.verify import verify
from tests.cooperation.acts import CHECKS_TRIED_HERE, CLICKED_HERE, COMMANDS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.test_verify import open_doors

DAY = date(2026, 12, 31)
START = date(2026, 1, 1)
AUDIT = table_of(AuditEntry)


class Twice:
    """Everybody sends each act twice, with one key."""

    def __init__(self, office: Office) -> None:
        self.office, self.clicked = office, set[str]()

    def logged(self) -> int:
        with db.reading(self.office.engine) as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar_one())

    def __call__(self, part: str, command: Callable[..., Any], /, **given: Any) -> int:
        """The key of what was made; the second time says the same and writes nothing."""
        act = next(act for act, tried in COMMANDS.items() if command in [one for one, _ in tried])
        key, before = f"{act} {given}"[:200], self.logged()
        answers = []
        for _click in range(2):
            with clock.at(clock.noon(DAY)):
                done = acts.perform(
                    self.office.engine, self.office.ids[part], command, key=key, **given
                )
            answers.append(int(done.id))
        assert answers[0] == answers[1], act
        assert self.logged() == before + 1, act
        self.clicked.add(act)
        return answers[0]


def project(click: Twice, code: str, undertaking: str) -> int:
    """Everything an officer says of a project; the key of an indicator of it."""
    given = {"project": code, "provider": "x", "happened_on": START, "source": "x"}
    click(
        "officer",
        commands.enter_cooperation,
        code=code,
        title_zh="项目",
        field="training",
        shares={"LA": 10_000},
        counts=True,
        counts_why="x",
    )
    click(
        "officer",
        commands.change_cooperation,
        project=code,
        state="implementation",
        counts=True,
        counts_why="x",
    )
    step = click(
        "officer",
        milestones.enter_abroad_milestone,
        project=code,
        title_zh="x",
        due_on=DAY,
        source="x",
    )
    click(
        "officer",
        milestones.state_abroad_milestone,
        milestone_id=step,
        reached_on=DAY,
        source="x",
    )
    body = {"name": "x", "role": "funding", "organisation_type": "70"}
    click("officer", bodies.name_body, project=code, **body)
    click("officer", bodies.link_undertaking, project=code, undertaking=undertaking)
    money = click("officer", giving.state_others_money, stage="pledge", amount=Decimal(1), **given)
    click("officer", giving.correct_others_money, money_id=money, source="x")
    return click("officer", giving.enter_indicator, project=code, title_zh="x")


def enter(click: Twice, code: str, undertaking: str) -> int:
    """A project with a result confirmed; the key of its way into the channel, reviewed."""
    indicator = project(click, code, undertaking)
    result = click(
        "officer",
        giving.report_result,
        indicator_id=indicator,
        starts_on=START,
        ends_on=DAY,
        actual=Decimal(1),
        source="x",
    )
    click("supervisor", giving.confirm_result, result_id=result)
    entry = click("officer", channel.apply_for_channel, project=code, firm="x", channel="y")
    click(
        "reviewer",
        channel.review_for_channel,
        entry_id=entry,
        findings=dict.fromkeys(rules.CRITERIA, "x"),
        is_recommended=True,
    )
    return entry


@pytest.fixture
def clicked(an_office: Office) -> Twice:
    until(Walk(an_office), 5)
    click = Twice(an_office)
    click("officer", commands.enter_partner, code="LA")
    click("officer", commands.state_flag, partner="LA", listed="LDC", source="x")
    click(
        "officer",
        commands.enter_agreement,
        code="X1",
        kind="treaty",
        title_zh="x",
        parties=["LA"],
        source="x",
    )
    click(
        "officer",
        apart.keep_apart,
        code="X2",
        title_zh="x",
        field="training",
        regions="HK",
        partners="香港",
        source="x",
    )
    entry = enter(click, "P1", "G1")
    click("decider", channel.admit_to_channel, entry_id=entry, reason="x")
    click("decider", channel.remove_from_channel, entry_id=entry, reason="x", left_on=DAY)
    again = click("officer", channel.apply_for_channel, project="P1", firm="z", channel="y")
    findings = dict.fromkeys(rules.CRITERIA, "x")
    click(
        "reviewer",
        channel.review_for_channel,
        entry_id=again,
        findings=findings,
        is_recommended=False,
    )
    click("decider", channel.refuse_channel, entry_id=again, reason="x")
    return click


FAULTS = {
    "cooperation_shares": "UPDATE cooperation_share SET share = 9999",
    "cooperation_states": "UPDATE cooperation SET state = 'completed'",
    "cooperation_corrections": (
        "UPDATE cooperation_money SET amount_fen = -2 WHERE corrects_id IS NOT NULL"
    ),
    "channel_entries": "UPDATE channel_entry SET decided_by = NULL WHERE outcome = 'removed'",
    "cooperation_results": "UPDATE cooperation_result SET confirmed_by = NULL",
    "cooperation_terms": "DELETE FROM search_term WHERE kind = 'cooperation'",
}
"""Check -> what somebody does to the database past its guards."""


class Undone(Exception):
    """What was planted goes."""


def failed(office: Office, statement: str) -> set[str]:
    """The checks that fail while a fault stands: every guard away, all of it undone."""
    found: set[str] = set()

    def plant(session: Session) -> None:
        open_doors(session)
        assert session.execute(sa.text(statement)).rowcount != 0  # type: ignore[attr-defined]
        found.update(one["name"] for one in verify(session)["checks"] if not one["ok"])
        raise Undone

    with pytest.raises(Undone):
        db.write(office.engine, plant)
    return found


def test_every_act_sent_twice_has_one_effect_and_each_check_finds_its_fault(
    clicked: Twice,
) -> None:
    assert clicked.clicked == set(CLICKED_HERE)
    with db.reading(clicked.office.engine) as session:
        assert verify(session)["ok"]
    for check, statement in FAULTS.items():
        assert failed(clicked.office, statement) >= {check}, statement
    assert set(FAULTS) == set(CHECKS_TRIED_HERE) == set(CHECKS)
