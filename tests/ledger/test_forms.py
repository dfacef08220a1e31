"""What a page asks the database for the forms of a grant: nothing for an act nobody may do, and a
form's own choices when it is opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from fund import clock, db
from fund.access import actors
from fund.grants import commands as grant_commands
from fund.grants import queries as grants
from fund.ledger.view import View
from fund.milestones import waiving
from fund.screens.ledger.acts import is_offered
from fund.screens.ledger.choices import Choices
from fund.screens.ledger.deeds import DEEDS
from fund.screens.ledger.undertaking import Found, undertaking
from fund.ui.visit import Visit
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office, office

TODAY = date(2026, 12, 1)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed with three tranches, nothing accepted."""
    return until(Walk(an_office), 4)


@pytest.fixture(scope="module")
def furnished_walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The same once for all forms, which only draw."""
    return until(Walk(office(f"sqlite:///{tmp_path_factory.mktemp('forms')}/fund.db")), 4)


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile that ask a table."""
    sent: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if " FROM " in statement.replace("\n", " "):
            sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def looked_at(walk: Walk, part: str) -> tuple[set[str], Choices, list[str]]:
    """The acts offered to somebody on G1, the choices looked at for that, the statements it
    took.
    """
    engine = walk.office.engine
    with clock.at(clock.noon(TODAY)):
        with db.reading(engine) as session:
            actor = actors.load(session, walk.office.ids[part])
            one = grants.grant(session, actor, "G1", View(as_of=TODAY))
        visit = Visit(engine, "real", actor)
        found: Found = undertaking(visit, one["undertaking_id"])
        with counted(engine) as sent:
            choices = Choices(visit, one, found)
            names = {deed.name for deed in DEEDS["grant"] if is_offered(visit, one, deed, choices)}
    return names, choices, sent


def test_whoever_may_do_nothing_is_asked_nothing_for(walk: Walk) -> None:
    names, choices, sent = looked_at(walk, "viewer")
    assert names == set()
    assert dict(choices) == {}
    assert sent == []


def test_a_form_asks_for_its_choices_when_it_is_opened(an_office: Office) -> None:
    walk = until(Walk(an_office), 2)
    with clock.at(clock.noon(TODAY)):
        walk.act(
            "officer",
            grant_commands.enter,
            "G1",
            code="G1",
            title="G1",
            organisation_id=an_office.organisation("G1"),
            region_code="610000",
            line_id=walk["A26"],
        )
    names, choices, _sent = looked_at(walk, "decider_2")
    assert "propose_recipient" in names
    assert "bodies" not in choices, "there is always one: the form is offered without asking"
    with counted(walk.office.engine) as sent:
        first = choices["later_lines"]
        asked = len(sent)
        assert choices["later_lines"] is first
    assert len(sent) == asked > 0, "once, however often it is looked at"


def test_what_waits_is_asked_for_once_somebody_has_proposed_it(walk: Walk) -> None:
    names, choices, _sent = looked_at(walk, "decider_3")
    assert "grant_waiver" not in names
    assert choices["proposals"] == {}
    walk.office.act(
        "decider_2",
        waiving.propose_waiver,
        on=TODAY,
        tranche_id=walk["G1/T1"],
        reason="the part is flown before its papers",
    )
    names, choices, _sent = looked_at(walk, "decider_3")
    assert "grant_waiver" in names
    assert list(choices["proposals"].values()) == ["T1 · the part is flown before its papers"]


def drawn(visit: "Visit", name: str) -> None:
    """A form as its page draws it."""
    import pandas as pd

    from fund.screens.centres import entering as centres
    from fund.screens.grants import calls
    from fund.screens.ledger import enter
    from fund.screens.missions import entering as missions
    from fund.screens.procurement import planning
    from fund.screens.suppliers import merging

    announced = pd.DataFrame([{"call_id": 1, "code": "C1", "title": "C1"}])
    {
        "f-enter-grant": lambda: enter.enter(visit, "grant"),
        "f-enter-contract": lambda: enter.enter(visit, "contract"),
        "f-draft-call": lambda: calls.draft(visit),
        "f-receive": lambda: calls.receive(visit, announced),
        "f-plan": lambda: planning.plan(visit),
        "f-mission-bought": lambda: missions.purchase(visit),
        "f-new-centre": lambda: centres.register(visit),
        "f-propose": lambda: merging.propose(visit, pd.DataFrame()),
    }[name]()


@pytest.mark.parametrize(
    "name",
    [
        "f-enter-grant",
        "f-enter-contract",
        "f-draft-call",
        "f-receive",
        "f-plan",
        "f-mission-bought",
        "f-new-centre",
        "f-propose",
    ],
)
def test_a_closed_form_asks_nothing_and_an_opened_one_its_choices(
    name: str, furnished_walk: Walk
) -> None:
    engine = furnished_walk.office.engine
    with clock.at(clock.noon(TODAY)):
        with db.reading(engine) as session:
            visit = Visit(
                engine, "real", actors.load(session, furnished_walk.office.ids["officer"])
            )
        page = AppTest.from_function(drawn, kwargs={"visit": visit, "name": name})
        with counted(engine) as closed:
            page.run(timeout=60)
        assert not page.exception
        assert len(page.expander) == 1
        assert not page.button
        assert closed == []
        page.session_state[f"{name}-opened"] = True
        with counted(engine) as opened:
            page.run(timeout=60)
        assert not page.exception
        assert opened
        assert page.button, "the form is there now"
