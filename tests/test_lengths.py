"""However a text is written, it fits its column or is refused before the database sees it; one that
fits to the last character is stored.
"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import db, statements
from fund.columns import table_of
from fund.lengths import TooLong
from fund.plan.tables import Organisation
from tests.people import Office

TABLE = table_of(Organisation)
MOST = 40
"""Characters of a scheme at most."""
LONGEST, LONGER = "长" * MOST, "长" * (MOST + 1)


def row(scheme: str) -> dict[str, object]:
    return {"scheme": scheme, "identifier": "x", "name": "x"}


def first(session: Session) -> Organisation:
    return session.exec(select(Organisation).order_by(Organisation.id)).all()[0]


def of_the_session(session: Session, scheme: str) -> None:
    session.add(Organisation(**row(scheme)))


def two_of_the_session(session: Session, scheme: str) -> None:
    session.add_all([Organisation(**row("short")), Organisation(**row(scheme))])


def changed_in_the_session(session: Session, scheme: str) -> None:
    first(session).scheme = scheme


def inserted(session: Session, scheme: str) -> None:
    session.execute(sa.insert(TABLE).values(row(scheme) | {"region_code": ""}))


def inserted_with_places(session: Session, scheme: str) -> None:
    session.connection().execute(sa.insert(TABLE), row(scheme))


def several_inserted(session: Session, scheme: str) -> None:
    session.connection().execute(sa.insert(TABLE), [row("short"), row(scheme)])


def updated(session: Session, scheme: str) -> None:
    session.execute(sa.update(TABLE).where(TABLE.c.id == first(session).id).values(scheme=scheme))


def updated_by_its_column(session: Session, scheme: str) -> None:
    asked = sa.update(TABLE).where(TABLE.c.id == first(session).id)
    session.execute(asked.values({TABLE.c.scheme: scheme}))


def updated_with_places(session: Session, scheme: str) -> None:
    asked = sa.update(TABLE).where(TABLE.c.id == first(session).id)
    session.connection().execute(asked, {"scheme": scheme})


def updated_by_the_table_class(session: Session, scheme: str) -> None:
    session.execute(sa.update(Organisation).values(scheme=scheme).where(TABLE.c.id == 1))


def written(session: Session, scheme: str) -> None:
    statements.write(session, Organisation, **row(scheme))


def changed(session: Session, scheme: str) -> None:
    statements.change(session, first(session), scheme=scheme)


WAYS = (
    of_the_session,
    two_of_the_session,
    changed_in_the_session,
    inserted,
    inserted_with_places,
    several_inserted,
    updated,
    updated_by_its_column,
    updated_with_places,
    updated_by_the_table_class,
    written,
    changed,
)


def schemes(office: Office) -> list[str]:
    with db.reading(office.engine) as session:
        return sorted(session.exec(select(Organisation.scheme)))


@pytest.mark.parametrize("way", WAYS)
def test_a_text_that_is_too_long_is_refused_whichever_way_it_is_written(
    an_office: Office, way: Callable[[Session, str], None]
) -> None:
    before = schemes(an_office)
    with pytest.raises(TooLong) as refused:
        db.write(an_office.engine, lambda session: way(session, LONGER))
    assert refused.value.facts | {"text": ""} == {
        "text": "",
        "length": MOST + 1,
        "most": MOST,
        "field": "scheme",
        "kind": "organisation",
    }
    assert len(refused.value.facts["text"]) < MOST, "what is too long is not said again whole"
    assert schemes(an_office) == before
    db.write(an_office.engine, lambda session: way(session, LONGEST))
    assert LONGEST in schemes(an_office)


def test_what_looks_for_a_long_text_or_takes_it_away_stores_nothing_and_may(
    an_office: Office,
) -> None:
    def ask(session: Session) -> int:
        found = session.execute(sa.select(TABLE.c.id).where(TABLE.c.scheme == LONGER)).all()
        gone = session.execute(sa.delete(TABLE).where(TABLE.c.scheme == LONGER))
        named = sa.update(TABLE).where(TABLE.c.scheme == LONGER).values(name=LONGER)
        return len(found) + gone.rowcount + session.execute(named).rowcount

    assert db.write(an_office.engine, ask) == 0
