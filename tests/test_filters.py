"""The filter of organisations: all of them where they are few, found by their names where they are
many.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from fund import db, schema
from fund.access.actors import OPERATOR
from fund.ui.filters import NAMED, bodies, bodies_found
from fund.ui.visit import Visit


@pytest.fixture(scope="module")
def engine(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    file = shutil.copy(demonstration, tmp_path_factory.mktemp("filters") / "fund.db")
    return db.engine(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def session(engine: sa.Engine) -> Iterator[Session]:
    with db.reading(engine) as session:
        yield session


@pytest.fixture(scope="module")
def held(session: Session) -> dict[int, str]:
    """Organisations with an undertaking, as the ledger has them."""
    return dict(
        session.execute(
            sa.text(
                "SELECT DISTINCT o.id, o.name FROM undertaking u"
                " JOIN organisation o ON o.id = u.organisation_id ORDER BY o.name"
            )
        ).all()
    )


def test_few_are_all_named_in_the_order_of_their_names(
    session: Session, held: dict[int, str]
) -> None:
    assert len(held) > 3
    assert list((bodies(session, len(held)) or {}).items()) == list(held.items())


def test_of_more_than_so_many_none_is_sent(session: Session, held: dict[int, str]) -> None:
    assert bodies(session, len(held) - 1) is None


def test_any_part_of_a_name_finds_it_and_no_more_than_so_many(
    session: Session, held: dict[int, str]
) -> None:
    for name in list(held.values())[:5]:
        part = name[1:4]
        meant = {key: other for key, other in held.items() if part.lower() in other.lower()}
        assert bodies_found(session, part) == dict(list(meant.items())[:50])
    assert len(bodies_found(session, "公司", 2)) == 2


def test_what_means_any_sign_elsewhere_is_a_sign_here(session: Session) -> None:
    assert bodies_found(session, "%") == {}
    assert bodies_found(session, "_") == {}


def drawn(visit: "Visit") -> None:
    from fund import ui
    from fund.ui.filters import filters

    ui.speak()
    filters(visit)


def test_a_page_sends_no_name_before_somebody_looks_for_one(
    engine: sa.Engine, held: dict[int, str]
) -> None:
    assert len(held) > NAMED
    page = AppTest.from_function(drawn, kwargs={"visit": Visit(engine, "real", OPERATOR)})

    def names() -> set[str]:
        page.run(timeout=60)
        assert not page.exception
        return {name for box in page.selectbox for name in box.options} & set(held.values())

    assert names() == set()
    part = next(iter(held.values()))[1:4]
    page.text_input[0].set_value(part)
    assert names() == {name for name in held.values() if part in name}


def choosing(visit: "Visit", always: tuple[int, ...]) -> None:
    import streamlit as st

    from fund import ui
    from fund.ui.choosing import bodies_to_choose
    from fund.ui.fields import pick

    ui.speak()
    bodies = bodies_to_choose(visit, "f-any", *always)
    with st.form("f-form"):
        pick("body", bodies, "f-any-body")
        st.form_submit_button("send")


def test_a_form_sends_no_name_before_somebody_looks_for_one(
    engine: sa.Engine, session: Session
) -> None:
    """By a part of the name or of the identifier; what was chosen stays chosen."""
    known = dict(session.execute(sa.text("SELECT id, name FROM organisation")).all())
    gone = session.execute(
        sa.text("SELECT organisation_id FROM organisation_merge WHERE outcome = 'merged'")
    ).scalars()
    known = {key: name for key, name in known.items() if key not in set(gone)}
    assert len(known) > NAMED
    always = next(iter(known))
    visit = Visit(engine, "real", OPERATOR)
    page = AppTest.from_function(choosing, kwargs={"visit": visit, "always": (always,)})

    def offered(words: str) -> list[str]:
        page.run(timeout=60)
        page.text_input[0].set_value(words).run(timeout=60)
        assert not page.exception
        return [option.partition(" · ")[0] for option in page.selectbox[0].options]

    assert offered("") == [known[always]]
    identifier, name = session.execute(
        sa.text("SELECT identifier, name FROM organisation WHERE id = :key"), {"key": max(known)}
    ).one()
    assert offered(identifier) == [known[always], name]
    part = name[:3]
    meant = sorted(other for other in known.values() if part in other)
    assert sorted(set(offered(part)) - {known[always]}) == sorted(set(meant) - {known[always]})
    assert offered("%%") == [known[always]]


def test_where_there_is_no_organisation_yet_the_choice_stands_all_the_same(tmp_path: Path) -> None:
    empty = db.engine(f"sqlite:///{tmp_path}/fund.db")
    schema.upgrade(empty)
    page = AppTest.from_function(drawn, kwargs={"visit": Visit(empty, "real", OPERATOR)})
    page.run(timeout=60)
    assert not page.exception
    assert len(page.selectbox) == 4, "measure, province, organisation, period"
