"""What the settings page tells: every threshold with who set it, and the roles lent."""

from datetime import date, timedelta

import pytest

from fund import db
from fund.access import actors
from fund.access import commands as access
from fund.access import queries as lent
from fund.access.rules import REACH, ROLES
from fund.errors import NotAllowed
from fund.settings import commands, queries
from fund.settings.rules import THRESHOLDS
from tests.people import Office

DAY = date(2026, 3, 2)


def test_every_threshold_is_told_with_its_last_change(an_office: Office) -> None:
    for value in (10, 20):
        an_office.act(
            "system",
            commands.change,
            on=DAY,
            threshold="advance_cap_percent",
            value=value,
            reason=f"to {value}",
        )
    with db.reading(an_office.engine) as session:
        frame = queries.thresholds(
            session, actors.load(session, an_office.ids["viewer"])
        ).set_index("key")
    assert list(frame.index) == list(THRESHOLDS)
    assert tuple(
        frame.loc["advance_cap_percent", ["value", "default", "set_on", "set_by", "reason"]]
    ) == (20, 30, DAY, "system", "to 20")
    assert frame.loc["slip_days", "set_on"] is None


def test_roles_lent_are_told_with_what_became_of_them(an_office: Office) -> None:
    for days in (0, 30):
        made = an_office.act(
            "decider",
            access.delegate,
            on=DAY,
            person_id=an_office.ids["viewer"],
            role="decider",
            starts_on=DAY + timedelta(days=days),
            ends_on=DAY + timedelta(days=days + 5),
            reason="leave",
        )

    def states(day: date) -> list[str]:
        with db.reading(an_office.engine) as session:
            return list(
                lent.delegations(session, actors.load(session, an_office.ids["auditor"]), day)[
                    "state"
                ]
            )

    assert (states(DAY), states(DAY + timedelta(days=6))) == (
        ["upcoming", "running"],
        ["upcoming", "over"],
    )
    an_office.act("decider", access.end_delegation, on=DAY, delegation_id=made)
    assert states(DAY) == ["ended", "running"]


def test_the_fund_and_the_administrators_read_settings_and_nobody_else(an_office: Office) -> None:
    for role in ROLES:
        person = an_office.enter(f"only {role}", role)
        with db.reading(an_office.engine) as session:
            actor = actors.load(session, person)
            if role in REACH:
                with pytest.raises(NotAllowed):
                    queries.thresholds(session, actor)
            else:
                queries.thresholds(session, actor)
