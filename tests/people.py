"""The people a test takes: one for each part, two deciders more for a waiver."""

import atexit
import os
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db, schema
from fund.access import actors
from fund.access import commands as access
from fund.access.rules import REACH
from fund.access.tables import Person
from fund.centres.tables import Centre
from fund.grants import commands as grants
from fund.holdings import subscribing
from fund.inbox import queries as inbox
from fund.ledger import commands as ledger
from fund.ledger.accounts import Account
from fund.plan.tables import Organisation
from fund.procurement import commands as procurement
from fund.subsidies import commands as subsidies
from tests import servers

PARTS = {
    "officer": "officer",
    "decider": "decider",
    "decider_2": "decider",
    "decider_3": "decider",
    "supervisor": "supervisor",
    "supervisor_2": "supervisor",
    "finance": "finance",
    "viewer": "viewer",
    "system": "system_administrator",
    "security": "security_administrator",
    "auditor": "audit_administrator",
    "reviewer": "reviewer",
    "reviewer_2": "reviewer",
    "recommender": "recommender",
}


ACCOUNT = Account("示例收款单位", "示例银行", "6222 0000 0000 0001")


SIGNING = (grants.sign, procurement.sign, subscribing.sign, subsidies.sign)


def made_up(command: Any) -> dict[str, Any]:
    """What an agreement and a payment say beside what most tests are about: an account, and the
    number of a voucher.
    """
    if command is ledger.pay:
        return {"voucher": "made up"}
    return {"account": ACCOUNT} if command in SIGNING else {}


@dataclass
class Office:
    """A database with people in it, and a way to act as one of them on a day."""

    engine: sa.Engine
    ids: dict[str, int]

    def act(
        self,
        part: str,
        command: Any,
        *,
        on: date | None = None,
        key: str | None = None,
        **arguments: Any,
    ) -> int:
        """Perform a command as somebody, on a day; the key of the row it made."""
        arguments = made_up(command) | arguments
        if on is None:
            return int(acts.perform(self.engine, self.ids[part], command, key=key, **arguments).id)
        with clock.at(clock.noon(on)):
            return int(acts.perform(self.engine, self.ids[part], command, key=key, **arguments).id)

    def enter(self, login: str, *roles: str) -> int:
        """Somebody new: the system administrator enters them, the security administrator gives each
        role.
        """
        person = self.act("system", access.add_person, login=login, name=login, roles=[])
        for role in roles:
            self.act(
                "security",
                access.assign_role,
                person_id=person,
                role=role,
                scope=self.scope_of(role),
            )
        return person

    def waits(self, part: str, on: date) -> set[tuple[str, str]]:
        """What waits for somebody on a day: act and code."""
        with db.reading(self.engine) as session, clock.at(clock.noon(on)):
            found = inbox.waiting(session, actors.load(session, self.ids[part]))
        return set(zip(found["act"], found["code"], strict=True))

    def scope_of(self, role: str) -> str:
        """What a role held for a part is held for here: a province, a centre, an organisation."""
        parts = {"centre": "T-C", "region": "370000", "organisation": "T-C host"}
        return parts.get(REACH.get(role, ""), "")

    def one(self, statement: Any) -> Any:
        """The single result of a query."""
        with db.reading(self.engine) as session:
            return session.exec(statement).one()

    def organisation(self, name: str) -> int:
        """An organisation of that name, entered on the spot."""

        def enter(session: Session) -> int:
            found = session.exec(
                select(Organisation.id).where(Organisation.identifier == name)
            ).first()
            if found is not None:
                return found
            row = Organisation(scheme="test", identifier=name, name=name, region_code="310000")
            session.add(row)
            session.flush()
            return row.id or 0

        return db.write(self.engine, enter)


TEMPLATES: dict[str, tuple[sa.URL, dict[str, int]]] = {}
"""By kind of database, an office nobody works in: new ones are copies of it, which is quicker than
making them.
"""


def office(url: str) -> Office:
    """A new database marked as a test's, with everybody entered."""
    wanted = sa.make_url(url)
    kind = wanted.get_backend_name() + str(wanted.query)
    if kind not in TEMPLATES:
        TEMPLATES[kind] = _template(wanted)
    template, ids = TEMPLATES[kind]
    if wanted.get_backend_name() == "sqlite":
        shutil.copyfile(str(template.database), str(wanted.database))
    else:
        _administer(
            wanted,
            f"DROP DATABASE IF EXISTS {wanted.database}",
            servers.COPIED.format(name=wanted.database, template=template.database),
        )
    return Office(db.engine(url), dict(ids))


def _template(wanted: sa.URL) -> tuple[sa.URL, dict[str, int]]:
    if wanted.get_backend_name() == "sqlite":
        folder = tempfile.mkdtemp(prefix="fund-office-")
        atexit.register(_take_away, folder, os.getpid())
        template = wanted.set(database=f"{folder}/office.db")
    else:
        template = wanted.set(database=f"office_{uuid.uuid4().hex[:8]}")
        _administer(wanted, f"CREATE DATABASE {template.database}")
    address = template.render_as_string(hide_password=False)
    ids = _furnish(address)
    db.engine(address).dispose()
    return template, ids


def _take_away(folder: str, owner: int) -> None:
    """When the process that made it ends; not when one forked from it does."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def _administer(wanted: sa.URL, *statements: str) -> None:
    server = sa.create_engine(
        wanted.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with server.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def _centre(session: Session) -> None:
    """A centre to hold the local role for."""
    host = Organisation(scheme="test", identifier="T-C host", name="T-C host", region_code="370000")
    session.add(host)
    session.flush()
    session.add(
        Centre(
            code="T-C",
            kind="innovation_centre",
            field="reusable_rocket",
            name_zh="T-C",
            region_code="370000",
            host_id=host.id or 0,
            founded_on=date(2025, 1, 1),
            registered_on=date(2026, 1, 1),
        )
    )


def _furnish(url: str) -> dict[str, int]:
    engine = db.engine(url)
    schema.upgrade(engine)
    db.write(engine, lambda session: db.mark(session, "test"))
    with clock.at(clock.noon(date(2026, 1, 1))):
        for login, role in PARTS.items():
            acts.perform(engine, None, access.add_person, login=login, name=login, roles=[role])
        db.write(engine, _centre)
    with db.reading(engine) as session:
        return dict(session.exec(select(Person.login, Person.id)).all())
