"""What a form lets somebody choose among: a list where it is short, a search where the data has
more than somebody reads; a browser is never sent all of it.
"""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from fund import clock, db
from fund.access import actors
from fund.ui.choosing import NAMED
from fund.ui.visit import Visit
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def engine(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    file = shutil.copy(demonstration, tmp_path_factory.mktemp("choosing") / "fund.db")
    return db.engine(f"sqlite:///{file}")


def visit_of(engine: sa.Engine, name: str) -> Visit:
    """Somebody of the demonstration."""
    with db.reading(engine) as session:
        found = sa.text("SELECT id FROM person WHERE name = :name")
        key = session.execute(found, {"name": name}).scalar_one()
        return Visit(engine, "demonstration", actors.load(session, key))


def chosen(visit: "Visit", known: dict[int, str]) -> None:
    import streamlit as st

    from fund import ui
    from fund.ui.choosing import PERSON, to_choose
    from fund.ui.fields import pick

    ui.speak()

    def looking(_session: object, words: str, most: int) -> dict[int, str]:
        return dict([one for one in known.items() if words in one[1]][:most])

    found = to_choose(visit, "f-any", looking, PERSON, {0: "always"})
    with st.form("f-form"):
        pick("one", found, "f-any-one")
        st.form_submit_button("send")


def offered(engine: sa.Engine, count: int, words: str = "") -> tuple[list[str] | None, str]:
    """What so many can be chosen from once ``words`` are looked for (None: nowhere to write them),
    and what is said.
    """
    known = {number: f"one {number:03}" for number in range(1, count + 1)}
    visit = visit_of(engine, "示例经办一")
    page = AppTest.from_function(chosen, kwargs={"visit": visit, "known": known})
    page.run(timeout=60)
    if page.text_input:
        page.text_input[0].set_value(words).run(timeout=60)
    elif words:
        return None, ""
    assert not page.exception
    return list(page.selectbox[0].options), " ".join(str(one.value) for one in page.get("html"))


def test_few_are_a_list_and_nothing_is_looked_for(engine: sa.Engine) -> None:
    assert offered(engine, NAMED) == ([f"one {n:03}" for n in range(1, NAMED + 1)], "")
    assert offered(engine, NAMED, "one") == (None, "")


def test_of_many_only_what_is_looked_for_is_sent(engine: sa.Engine) -> None:
    many = NAMED + 1
    options, said = offered(engine, many)
    assert options == ["always"]
    assert "在此输入" in said
    assert offered(engine, many, "one 007") == (["always", "one 007"], "")
    options, said = offered(engine, many, "two")
    assert options == ["always"]
    assert "没有" in said


def test_where_more_are_found_the_first_stand_there_and_it_is_said(engine: sa.Engine) -> None:
    options, said = offered(engine, NAMED + 1, "one")
    assert options == ["always", *(f"one {number:03}" for number in range(1, NAMED + 1))]
    assert f"仅列前 {NAMED} 项" in said
    assert offered(engine, NAMED + 60, "one 1")[1] == "", "eleven of them, and that is all"


def drawn(visit: "Visit", name: str) -> None:
    """A form as its page draws it."""
    import pandas as pd

    from fund import clock, ui
    from fund.facilities import registry
    from fund.frames import rows_of
    from fund.grants import queries as grants
    from fund.ledger.view import View
    from fund.procurement import processes
    from fund.reports.targets import with_words
    from fund.screens.centres import belongings
    from fund.screens.centres import entering as centres
    from fund.screens.debris import register
    from fund.screens.facilities import desk
    from fund.screens.guarantees import lodging
    from fund.screens.ledger import acts as deeds
    from fund.screens.ledger.choices import Choices
    from fund.screens.ledger.deeds import DEEDS
    from fund.screens.ledger.undertaking import undertaking
    from fund.screens.missions import entering as missions
    from fund.screens.procurement import acts
    from fund.screens.targets import changing
    from fund.targets import queries as targets
    from fund.targets.rows import TargetShown
    from fund.ui.visit import regions

    ui.speak()
    view = View(as_of=clock.today())

    def recipient() -> None:
        with visit.reading() as session:
            one = grants.grant(session, visit.who, "DEMO-G-2026-002", view)
        assert one is not None
        (deed,) = [deed for deed in DEEDS["grant"] if deed.name == "propose_recipient"]
        found = undertaking(visit, one["undertaking_id"])
        deeds.form(visit, one, deed, Choices(visit, one, found))

    def bid() -> None:
        with visit.reading() as session:
            one = processes.process(session, visit.who, "DEMO-B-010")
        deed = next(deed for deed in acts.DEEDS if deed.act == "record_bid")
        acts.form(visit, one, deed, {})

    def facility() -> None:
        with visit.reading() as session:
            desk.ask(visit, registry.facility(session, visit.who, "D-CR1"))

    def part() -> None:
        with visit.reading() as session:
            row = targets.target(session, visit.who, view, "demo-centres")
        (words,) = rows_of(with_words(pd.DataFrame([row]), regions(visit)), TargetShown)
        changing.share(visit, words)

    def member() -> None:
        belongings._member(visit, 1)

    {
        "recipient": recipient,
        "bid": bid,
        "f-request-place": facility,
        "f-part": part,
        "member": member,
        "f-new-centre": lambda: centres.register(visit),
        "f-craft-new": lambda: register.enter(visit),
        "f-lodge": lambda: lodging.lodge(visit),
        "f-mission-bought": lambda: missions.purchase(visit),
    }[name]()


BODY, STEP = "按名称查找单位", "查找里程碑"
BODIES = (
    "SELECT name FROM organisation WHERE name LIKE '%卫星%' AND id NOT IN (SELECT organisation_id"
    " FROM organisation_merge WHERE outcome = 'merged')"
)
STEPS = (
    "SELECT u.code || ' ' || m.code FROM milestone m JOIN undertaking u ON u.id = m.undertaking_id"
    " WHERE u.code = 'DEMO-G-2026-002'"
)
FORMS = {
    "recipient": (BODY, "卫星", BODIES),
    "bid": (BODY, "卫星", BODIES),
    "f-request-place": (BODY, "卫星", BODIES),
    "member": (BODY, "卫星", BODIES),
    "f-new-centre": (BODY, "卫星", BODIES),
    "f-craft-new": (BODY, "卫星", BODIES),
    "f-part": (
        STEP,
        "DEMO-G-2026-002",
        STEPS,
    ),
    "f-lodge": (
        "所担保的事项",
        "DEMO-B-001",
        "SELECT code FROM procurement_process WHERE code = 'DEMO-B-001'",
    ),
    "f-mission-bought": (
        "查找合同",
        "DEMO-P-2026-001",
        "SELECT code FROM undertaking WHERE code = 'DEMO-P-2026-001'",
    ),
}
"""Form -> where words are written (a part of its name), the words, and what they mean."""


@pytest.mark.parametrize("name", FORMS)
def test_no_form_sends_all_there_is_and_each_finds_what_is_meant(
    name: str, engine: sa.Engine
) -> None:
    find, words, meant = FORMS[name]
    with clock.at(clock.noon(TODAY)):
        visit = visit_of(engine, "示例决策一" if name == "recipient" else "示例经办一")
        page = AppTest.from_function(drawn, kwargs={"visit": visit, "name": name})
        page.session_state[f"{name}-opened"] = True
        page.run(timeout=60)
        assert not page.exception
        before = {option for box in page.selectbox for option in box.options}
        assert all(len(box.options) <= NAMED for box in page.selectbox)
        (field,) = [one for one in page.text_input if find in one.label]
        field.set_value(words).run(timeout=60)
        assert not page.exception
        assert all(len(box.options) <= NAMED for box in page.selectbox)
        after = {option for box in page.selectbox for option in box.options} - before
    with db.reading(engine) as session:
        known = list(session.execute(sa.text(meant)).scalars())
    assert known
    assert after, "something is found"
    assert len(after) == len(known)
    assert {one for one in known if any(one in option for option in after)} == set(known)
