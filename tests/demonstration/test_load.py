"""The synthetic portfolio that is measured: whole by every rule, and an office goes on in it."""

import sqlalchemy as sa
from sqlmodel import Session

from fund import acts, clock, db, schema
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.demonstration.load import LAST, build_load
from fund.ledger import commands as ledger
from fund.verify import verify

POSTINGS = 2_000


def count(engine: sa.Engine, asked: str) -> int:
    with db.reading(engine) as session:
        return int(session.execute(sa.text(asked)).scalar_one())


def entered(session: Session) -> int:
    person = access.add_person(
        session, OPERATOR, login="finance", name="示例财务", roles=["finance"]
    )
    session.flush()
    return person.id or 0


def test_a_load_is_whole_and_an_act_after_it_has_the_next_number(database_url: str) -> None:
    engine = db.engine(database_url)
    schema.upgrade(engine)
    build_load(engine, POSTINGS)
    assert count(engine, "SELECT count(*) FROM posting") == POSTINGS
    with clock.at(clock.noon(LAST)):
        with db.reading(engine) as session:
            found = verify(session)
        assert found["ok"], found
        person = db.write(engine, entered)
        last = count(engine, "SELECT max(id) FROM act")
        acts.perform(engine, person, ledger.appropriate, line_id=1, amount_fen=100)
    assert count(engine, "SELECT max(id) FROM act") == last + 1
    assert count(engine, "SELECT count(*) FROM posting") == POSTINGS + 1
    engine.dispose()
