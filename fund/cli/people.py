"""Commands on people: users add, email, role, revoke, list."""

from typing import Annotated

import pandas as pd
import typer
from sqlmodel import select

from fund import acts, db
from fund.access import actors, commands
from fund.access.rules import ROLES
from fund.access.tables import Person, RoleAssignment
from fund.cli import output
from fund.cli.app import As, Json, group
from fund.cli.keeping import engine
from fund.i18n import _
from fund.sign_in import commands as signing

users = group("users")

Roles = Annotated[
    list[str] | None, typer.Option("--role", help=_("A role; give the option once for each."))
]
Scope = Annotated[str, typer.Option(help=_("Region or centre code; the whole fund unless given."))]

Email = Annotated[str, typer.Option(help=_("Where this person’s reminders go."))]


def acting(login: str) -> int | None:
    """The number of the person who acts; the operator where nobody is named."""
    if not login:
        return None
    with db.reading(engine()) as session:
        return actors.by_login(session, login).id


@users.command(help=_("Enter a person."))
def add(
    login: str,
    name: Annotated[str, typer.Option(help=_("The person’s name."))],
    role: Roles = None,
    scope: Scope = "",
    email: Email = "",
    as_: As = "",
) -> None:
    """A person, with roles where whoever acts gives them."""
    with output.refusals():
        made = engine()
        with db.reading(made) as session:
            kind = db.kind(session)
        if kind == "new":
            db.write(made, lambda session: db.mark(session, "real"))
        acts.perform(
            made,
            acting(as_),
            commands.add_person,
            login=login,
            name=name,
            roles=role or [],
            scope=scope,
            email=email,
        )
    output.say(_("{name} is entered.").format(name=name))


@users.command(
    name="email", help=_("Say where a person’s reminders go; an empty address takes it away.")
)
def set_email(login: str, address: str, as_: As = "") -> None:
    """The address of one person."""
    with output.refusals():
        acts.perform(
            engine(), acting(as_), commands.set_email, person_id=acting(login), email=address
        )
    output.say(_("Done."))


@users.command(name="role", help=_("Give a person one more role."))
def give(login: str, role: str, scope: Scope = "", as_: As = "") -> None:
    """One more role."""
    with output.refusals():
        acts.perform(
            engine(),
            acting(as_),
            commands.assign_role,
            person_id=acting(login),
            role=role,
            scope=scope,
        )
    output.say(_("Done."))


@users.command(help=_("Take a role away."))
def revoke(login: str, role: str, scope: Scope = "", as_: As = "") -> None:
    """One role less."""
    with output.refusals():
        acts.perform(
            engine(),
            acting(as_),
            commands.revoke_role,
            person_id=acting(login),
            role=role,
            scope=scope,
        )
    output.say(_("Done."))


@users.command(help=_("Say that an account of the provider is a person here."))
def link(login: str, issuer: str, subject: str, as_: As = "") -> None:
    """An account and its person."""
    with output.refusals():
        acts.perform(
            engine(),
            acting(as_),
            signing.link_identity,
            person_id=acting(login),
            issuer=issuer,
            subject=subject,
        )
    output.say(_("Done."))


@users.command(name="sign-out", help=_("End every sign-in of a person at once."))
def sign_out(login: str, as_: As = "") -> None:
    """Out, in every tab."""
    with output.refusals():
        acts.perform(engine(), acting(as_), signing.revoke_sessions, person_id=acting(login))
    output.say(_("Done."))


@users.command(name="list", help=_("Everybody with their roles."))
def everybody(json: Json = False) -> None:
    """People and roles held."""
    with db.reading(engine()) as session:
        rows = session.exec(
            select(Person, RoleAssignment)
            .join(RoleAssignment, RoleAssignment.person_id == Person.id)  # type: ignore[arg-type]
            .where(RoleAssignment.revoked_at == None)  # noqa: E711
        ).all()
        found = [
            {
                "login": who.login,
                "name": who.name,
                "role": held.role,
                "scope": held.scope,
                "email": who.email,
            }
            for who, held in rows
        ]
    if json:
        output.document(found)
    else:
        names = ["login", "name", "role", "scope", "email"]
        heads = [_("Account"), _("Person"), _("Role"), _("Scope"), _("E-mail")]
        for one in found:
            one["role"] = _(ROLES.get(one["role"], one["role"]))
        output.table(pd.DataFrame(found, columns=names).set_axis(heads, axis=1), heads)
