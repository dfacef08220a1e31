"""Steps of the plan are done or not: what is stated of them stands with its source, as it was known
on a day, and nothing else is made of it.
"""

from datetime import date

import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.errors import FundError, NotAllowed, NotFound
from fund.ledger.rules import InTheFuture
from fund.plan import reference
from fund.targets.commands import NoCitation, state_plan_step
from fund.targets.plan_steps import plan_steps
from tests.people import Office

FIRST, THEN = date(2026, 3, 2), date(2026, 9, 1)
GIVEN = {
    "step": "space_law",
    "status": "under_way",
    "stated_on": FIRST,
    "source": "notice of 2 March",
}


def known(made: Office, as_of: date) -> tuple[str, date | None, str]:
    with clock.at(clock.noon(THEN)), db.reading(made.engine) as session:
        row = plan_steps(session, OPERATOR, as_of).set_index("key").loc["space_law"]
    return row["status"], row["stated_on"], row["read_in"]


def test_what_is_stated_stands_with_its_source_and_a_past_day_knows_only_what_was_said_by_then(
    an_office: Office,
) -> None:
    an_office.act("officer", state_plan_step, on=FIRST, **GIVEN)
    an_office.act(
        "officer",
        state_plan_step,
        on=THEN,
        **GIVEN | {"status": "met", "stated_on": THEN, "source": "gazette"},
    )
    assert known(an_office, date(2026, 3, 1)) == ("not_stated", None, "")
    assert known(an_office, FIRST) == ("under_way", FIRST, "notice of 2 March")
    assert known(an_office, THEN) == ("met", THEN, "gazette")
    for statement in ("UPDATE plan_step_event SET status = 'met'", "DELETE FROM plan_step_event"):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                an_office.engine,
                lambda session, statement=statement: session.execute(sa.text(statement)),
            )


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"step": "x"}, NotFound),
        ({"status": "nearly"}, FundError),
        ({"stated_on": date(2030, 1, 1)}, InTheFuture),
        ({"source": " "}, NoCitation),
    ],
)
def test_what_says_nothing_is_refused(
    an_office: Office, more: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        an_office.act("officer", state_plan_step, on=FIRST, **GIVEN | more)


def test_only_an_officer_states_a_step(an_office: Office) -> None:
    with pytest.raises(NotAllowed):
        an_office.act("viewer", state_plan_step, on=FIRST, **GIVEN)


def test_every_step_names_its_measure_and_where_the_plan_was_read() -> None:
    steps = reference.plan_steps()
    assert len(steps) >= 8
    assert all(step["source"] and step["measure"] for step in steps)
    assert not any(character.isdigit() for step in steps for character in step["title_zh"]), (
        "a step has no number"
    )
