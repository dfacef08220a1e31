"""The lists for the administrators: everybody with what they hold, accounts, and sign-ins."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.rules import ROLES
from fund.errors import N_
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.people import queries
from fund.people.queries import HELD, IDENTITY, PERSON, SIGN_IN

WHY = {
    "now": N_("Signed in now"),
    "signed_out": N_("Signed out"),
    "idle": N_("Nothing clicked"),
    "expired": N_("Time over"),
    "revoked": N_("Ended by an administrator"),
}
"""How a sign-in stands: ENDINGS of fund.sign_in.tables, the first while it lasts."""


def people_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Everybody; with words of the name or login, holding a role now."""
    where: list[sa.ColumnElement[bool]] = []
    if words := asked.get("q").strip().lower():
        where.append(
            sa.func.lower(PERSON.c.name).contains(words, autoescape=True)
            | sa.func.lower(PERSON.c.login).contains(words, autoescape=True)
        )
    if asked.get("role"):
        where.append(
            sa.exists().where(
                HELD.c.person_id == PERSON.c.id,
                HELD.c.role == asked.get("role"),
                HELD.c.revoked_at.is_(None),
            )
        )
    return Source(
        PERSON,
        where,
        PERSON.c.id,
        {"added": PERSON.c.id, "login": PERSON.c.login, "name": PERSON.c.name},
        frozenset({"added", "login"}),
    )


def _of_person(column: sa.ColumnElement[str], table: sa.Table) -> sa.ScalarSelect[str]:
    """A column of the person a row belongs to."""
    asking = sa.select(column).where(PERSON.c.id == table.c.person_id)
    return asking.correlate(table).scalar_subquery()


def accounts_source(_session: Session, _actor: Actor, _asked: Asked) -> Source:
    """Accounts linked now."""
    return Source(
        IDENTITY,
        [IDENTITY.c.unlinked_at.is_(None)],
        IDENTITY.c.id,
        {"linked": IDENTITY.c.id, "name": _of_person(PERSON.c.name, IDENTITY)},
        frozenset({"linked"}),
    )


def sign_ins_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every sign-in; in one state."""
    why = asked.get("why")
    return Source(
        SIGN_IN,
        [SIGN_IN.c.why == ("" if why == "now" else why)] if why else [],
        SIGN_IN.c.number,
        {"started": SIGN_IN.c.number, "name": _of_person(PERSON.c.name, SIGN_IN)},
        frozenset({"started"}),
    )


PEOPLE = Listing(
    name="people",
    title=N_("People and roles"),
    page="people",
    key="person_id",
    columns=(
        Col("name", N_("Name"), width=16, order="name"),
        Col("login", N_("Login"), width=20, order="login"),
        Col("roles", N_("Role"), width=50),
        Col("since", N_("Since"), "date"),
        Col("added_on", N_("Entered on"), "date", order="added", is_shown=False),
    ),
    orders=(Order("added", "integer"), Order("login", "text"), Order("name", "text")),
    filters=(Filter("q", N_("Name or login")), Filter("role", N_("Role"), ROLES)),
    source=people_source,
    frame=queries.people,
    act="see_people",
    is_viewed=False,
)

ACCOUNTS = Listing(
    name="accounts",
    title=N_("Accounts"),
    page="people",
    key="identity_id",
    columns=(
        Col("name", N_("Name"), width=16, order="name"),
        Col("issuer", N_("Account issuer"), width=36),
        Col("subject", N_("Account subject"), width=36),
        Col("linked_on", N_("Since"), "date", order="linked"),
    ),
    orders=(Order("linked", "integer"), Order("name", "text")),
    filters=(),
    source=accounts_source,
    frame=queries.accounts,
    act="see_people",
    mark="account-",
    is_viewed=False,
)

SIGN_INS = Listing(
    name="sign-ins",
    title=N_("Sign-ins"),
    page="people",
    key="number",
    columns=(
        Col("name", N_("Name"), width=16, order="name"),
        Col("login", N_("Login"), width=20, under="name"),
        Col("started", N_("From"), width=18, order="started"),
        Col("last_seen", N_("Last seen"), width=18),
        Col("ended", N_("Ended"), width=18, is_shown=False),
        Col("why", N_("Status"), "words", 20, words=WHY),
    ),
    orders=(Order("started", "integer", is_descending=True), Order("name", "text")),
    filters=(Filter("why", N_("Status"), WHY),),
    source=sign_ins_source,
    frame=queries.sign_ins,
    act="see_people",
    mark="sign-in-",
    is_viewed=False,
)

LISTS = (PEOPLE, ACCOUNTS, SIGN_INS)
"""The lists of this room."""
