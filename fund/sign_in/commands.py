"""Linking a provider's accounts to people, and ending people's sign-ins."""

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.errors import N_, FundError, NotFound
from fund.sign_in import sessions
from fund.sign_in.tables import Identity, SignInSession


class AccountTaken(FundError):
    """An account is one person's."""

    message = N_("This account is linked to somebody already. Take that link away first.")


class AccountMissing(FundError):
    """An account is an issuer and a subject."""

    message = N_("An account has an issuer, an address that begins with http, and a subject.")


def link_identity(
    session: Session, actor: Actor, *, person_id: int, issuer: str, subject: str
) -> Identity:
    """Say that an account of a provider is a person here; nothing else makes it so, no address and
    no name.
    """
    actor.must("link_identity")
    issuer, subject = issuer.strip(), subject.strip()
    if not issuer.startswith(("https://", "http://")) or not subject:
        raise AccountMissing
    if session.get(Person, person_id) is None:
        raise NotFound(kind="person", key=person_id)
    if (
        session.exec(
            select(Identity.id).where(
                Identity.issuer == issuer,
                Identity.subject == subject,
                col(Identity.unlinked_at).is_(None),
            )
        ).first()
        is not None
    ):
        raise AccountTaken
    row = Identity(issuer=issuer, subject=subject, person_id=person_id, linked_at=clock.now())
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "link_identity", row, person_id=person_id, issuer=issuer, subject=subject
    )
    return row


def unlink_identity(session: Session, actor: Actor, *, identity_id: int) -> Identity:
    """Take a link away; the person's sign-ins end with it."""
    actor.must("link_identity")
    row = session.get(Identity, identity_id, with_for_update=True)
    if row is None or row.unlinked_at is not None:
        raise NotFound(kind="identity", key=identity_id)
    row.unlinked_at = clock.now()
    session.add(row)
    audit.record(session, actor, "unlink_identity", row, person_id=row.person_id)
    _end_all(session, actor, row.person_id)
    return row


def revoke_sessions(session: Session, actor: Actor, *, person_id: int) -> Person:
    """End every sign-in of a person at once, in every tab."""
    actor.must("revoke_sessions")
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound(kind="person", key=person_id)
    audit.record(
        session, actor, "revoke_sessions", person, ended=_end_all(session, actor, person_id)
    )
    return person


def _end_all(session: Session, actor: Actor, person_id: int) -> int:
    rows = session.exec(
        select(SignInSession)
        .where(SignInSession.person_id == person_id, col(SignInSession.ended_at).is_(None))
        .with_for_update()
    ).all()
    for row in rows:
        sessions.finish(session, actor, row, "revoked")
    return len(rows)
