"""Sign-ins: which account is which person, and whether a sign-in still holds, asked of the database
at every page and act.

The provider's token says who somebody is and when they signed in; nothing else of it is believed. A
sign-in that ended stays ended: the browser's cookie may still say so for weeks, and is refused.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import audit, clock
from fund.access import actors
from fund.access.actors import OPERATOR, Actor
from fund.errors import N_, FundError
from fund.settings import values as settings
from fund.sign_in.tables import Identity, SignInSession

TOUCH = timedelta(minutes=1)
"""How often at most it is written down that somebody is still there."""


class SignedOut(FundError):
    """A sign-in has ended, or never was one here."""

    message = N_("Your sign-in has ended. Sign in again; what you had saved is still there.")


class NotLinked(FundError):
    """An account nobody here has."""

    message = N_(
        "This account is not known here. Give your system administrator the two lines below."
    )


def key_of(claims: Mapping[str, object]) -> str:
    """The mark of one sign-in: a hash over issuer, subject and when the token was given out and the
    person last proved who they are.
    """
    told = "\n".join(
        str(claims.get(name, "")) for name in ("iss", "sub", "iat", "auth_time", "sid")
    )
    return hashlib.sha256(told.encode()).hexdigest()


def mark_of(key: str) -> str:
    """What a download made under a sign-in is marked with: it tells the sign-in again and does not
    tell its key.
    """
    return hashlib.sha256(f"download {key}".encode()).hexdigest()[:20]


def person_of(session: Session, claims: Mapping[str, object]) -> int | None:
    """The person an account is linked to now."""
    return session.exec(
        select(Identity.person_id).where(
            Identity.issuer == str(claims.get("iss", "")),
            Identity.subject == str(claims.get("sub", "")),
            Identity.unlinked_at == None,  # noqa: E711
        )
    ).first()


def begin(session: Session, claims: Mapping[str, object]) -> SignInSession | None:
    """The sign-in of a token, written down when it is first seen; None for an account nobody has.
    Refuses one that ended or is too old to be new.
    """
    key = key_of(claims)
    row = session.get(SignInSession, key, with_for_update=True)
    person_id = person_of(session, claims)
    if row is not None:
        return row
    if person_id is None:
        return None
    now = clock.now()
    issued = claims.get("iat")
    if (
        isinstance(issued, int | float)
        and datetime.fromtimestamp(issued, UTC) + _longest(session) < now
    ):
        raise SignedOut
    audit.queue(session)
    number = (session.exec(select(sa.func.max(SignInSession.number))).one() or 0) + 1
    row = SignInSession(
        key=key, number=number, person_id=person_id, started_at=now, last_seen_at=now
    )
    session.add(row)
    session.flush()
    audit.record(session, actors.load(session, person_id), "sign_in", row)
    return row


def note_stranger(session: Session, claims: Mapping[str, object]) -> None:
    """Put on record that an account nobody here has asked to come in."""
    audit.refusal(
        session,
        None,
        "sign_in",
        NotLinked(),
        {"issuer": claims.get("iss", ""), "subject": claims.get("sub", "")},
    )


def state(session: Session, key: str) -> str:
    """Why a sign-in does not hold now, a word of ENDINGS; empty while it holds, revoked for one
    that is not there.
    """
    row = session.get(SignInSession, key)
    if row is None:
        return "revoked"
    if row.ended_at is not None:
        return row.why or "revoked"
    now = clock.now()
    if now - row.started_at > _longest(session):
        return "expired"
    return (
        "idle"
        if now - row.last_seen_at > timedelta(minutes=settings.value(session, "idle_minutes"))
        else ""
    )


def is_known(session: Session, key: str) -> bool:
    """Whether a sign-in was ever written down."""
    return session.get(SignInSession, key) is not None


def must_hold(session: Session, key: str | None) -> None:
    """Refuse whatever is done under a sign-in that no longer holds; without a key nobody signs in
    here.
    """
    if key is not None and state(session, key):
        raise SignedOut


def is_due(session: Session, key: str) -> bool:
    """Whether it is time to write down that somebody is still there."""
    row = session.get(SignInSession, key)
    return row is not None and clock.now() - row.last_seen_at >= TOUCH


def touch(session: Session, key: str) -> None:
    """Write down that somebody is still there."""
    row = session.get(SignInSession, key, with_for_update=True)
    if row is not None and row.ended_at is None and not state(session, key):
        row.last_seen_at = clock.now()
        session.add(row)


def end(session: Session, key: str, why: str) -> None:
    """End a sign-in for good; in every tab, since each asks."""
    row = session.get(SignInSession, key, with_for_update=True)
    if row is not None and row.ended_at is None:
        finish(
            session,
            actors.load(session, row.person_id) if why == "signed_out" else OPERATOR,
            row,
            why,
        )


def finish(session: Session, actor: Actor, row: SignInSession, why: str) -> None:
    """Write down that a sign-in is over, and why."""
    row.ended_at, row.why = clock.now(), why
    session.add(row)
    audit.record(session, actor, "sign_out", row, person_id=row.person_id, why=why)


def _longest(session: Session) -> timedelta:
    return timedelta(hours=settings.value(session, "session_hours"))
