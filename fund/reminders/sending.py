"""Sending reminders: to a folder of .eml files, or to a mail server; each person's letter is a
transaction of its own.
"""

import ipaddress
import os
import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import audit, clock, db, i18n
from fund.access.actors import Actor
from fund.access.rules import is_address
from fund.access.tables import Person
from fund.errors import N_, FundError
from fund.frames import rows_of
from fund.reminders import queries
from fund.reminders.letters import Reader, letter
from fund.reminders.rows import Reminder, Told
from fund.reminders.rules import is_due_again
from fund.reminders.tables import ReminderSent

FORM = "smtp://user:password@host:port"
SENDER = "no-reply@localhost"
OUTBOX = db.ROOT / "data" / "outbox"
TIMEOUT_SECONDS = 20
LONGEST_REASON = 200
SENT, NOTHING_NEW, NO_ADDRESS, NOBODY, FAILED = (
    "sent",
    "nothing_new",
    "no_address",
    "nobody",
    "failed",
)
"""What became of one person's reminders; nobody: no person may do what waits."""


class BadMailServer(FundError):
    """The setting cannot be read; it is not shown, since a password may stand in it."""

    message = N_(
        "FUND_SMTP_URL cannot be read. Write it as {form} or with smtps; special characters of the"
        " password as %XX."
    )


class BadSender(FundError):
    """Letters come from an address."""

    message = N_(
        "FUND_MAIL_FROM is “{value}”, which is not an e-mail address. Write it as name@example.org."
    )


class PasswordInTheClear(FundError):
    """A password goes out encrypted or not at all."""

    message = N_(
        "The mail server {host} offers no encryption, so the password was not sent. Use smtps:// or"
        " a server with STARTTLS."
    )


class Carrier(Protocol):
    """What takes letters."""

    def ready(self) -> None:
        """Get ready to take one; raises OSError or smtplib.SMTPException where that fails."""

    def take(self, message: EmailMessage) -> None:
        """Take one for good, or raise."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...


class Outbox:
    """A folder: one .eml file a letter, whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ready(self) -> None:
        """The folder is there."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # letters are for their readers

    def take(self, message: EmailMessage) -> None:
        """Written beside, then moved into place."""
        reader = message["To"].addresses[0].addr_spec
        number = message["Message-ID"].strip("<>").partition("@")[0]
        name = re.sub(r"[^\w.@-]", "_", f"{reader}_{number}.eml")
        beside = self.folder / f".{name}.part"
        beside.write_bytes(bytes(message))
        beside.replace(self.folder / name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is held."""


class MailServer:
    """An SMTP server: encrypted from the start (smtps), by STARTTLS where it is offered, or not at
    all without a password.
    """

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            self.is_secure, self.host = (
                {"smtp": False, "smtps": True}[parts.scheme],
                parts.hostname or "",
            )
            self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
            self.port = parts.port or (465 if self.is_secure else 587 if self.user else 25)
        except (KeyError, ValueError):
            raise BadMailServer(form=FORM) from None
        if not self.host or not (self.user + self.password).isascii():
            raise BadMailServer(form=FORM)
        self._client: smtplib.SMTP | None = None
        self._failure: Exception | None = None

    def ready(self) -> None:
        """Connected; a server that did not let us in once is not tried again in this run."""
        if self._failure is not None:
            raise self._failure
        try:
            if self._client is not None and self._answers(self._client):
                return
            self._client = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self._failure = error
            raise

    def take(self, message: EmailMessage) -> None:
        """Handed over: the server said it has it."""
        if self._client is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        self._client.send_message(
            message, *(message[name].addresses[0].addr_spec for name in ("From", "To"))
        )

    @staticmethod
    def _answers(client: smtplib.SMTP) -> bool:
        try:
            return client.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_secure:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            self._introduced(client, context)
        except BaseException:
            client.close()
            raise
        return client

    def _introduced(self, client: smtplib.SMTP, context: ssl.SSLContext) -> None:
        client.ehlo_or_helo_if_needed()
        is_encrypted = self.is_secure
        if not is_encrypted and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
            is_encrypted = True
        if self.user:
            if not is_encrypted and not _is_here(self.host):
                raise PasswordInTheClear(host=self.host)
            client.login(self.user, self.password)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Goodbye, whether or not it is heard."""
        if self._client is not None:
            try:
                self._client.quit()
            except (OSError, smtplib.SMTPException):
                self._client.close()


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def carrier(environment: Mapping[str, str]) -> Carrier:
    """The mail server FUND_SMTP_URL names, else the folder FUND_OUTBOX names, else data/outbox."""
    url = environment.get("FUND_SMTP_URL")
    return MailServer(url) if url else Outbox(Path(environment.get("FUND_OUTBOX") or OUTBOX))


def sender(environment: Mapping[str, str]) -> str:
    """FUND_MAIL_FROM, else an address nobody reads."""
    found = environment.get("FUND_MAIL_FROM") or SENDER
    if not is_address(found):
        raise BadSender(value=found)
    return found


def send(
    engine: sa.Engine,
    actor: Actor,
    found: pd.DataFrame,
    by: Carrier,
    today: date,
    language: str = "zh",
) -> list[Told]:
    """Tell everybody what they have not been told: person by person, in the order of ``found``
    (queries.due).
    """
    from_address, told = sender(os.environ), list[Told]()
    with by, i18n.speaking(language):
        for rows in by_person(found):
            outcome, reason = _try(engine, actor, rows, by, from_address, today)
            told.append(telling(rows, outcome, reason))
    return told


def telling(rows: list[Reminder], outcome: str | None = None, reason: str = "") -> Told:
    """How the person of these rows was told of them."""
    return {
        "login": rows[0]["login"],
        "name": rows[0]["name"],
        "email": rows[0]["email"],
        "outcome": outcome,
        "reason": reason,
        "items": rows,
    }


def by_person(found: pd.DataFrame) -> list[list[Reminder]]:
    """The rows of ``queries.due``, person by person; what nobody may do comes last."""
    people: dict[int | None, list[Reminder]] = {}
    for row in rows_of(found, Reminder):
        people.setdefault(row["person_id"], []).append(row)
    return list(people.values())


def _try(
    engine: sa.Engine,
    actor: Actor,
    rows: Sequence[Reminder],
    by: Carrier,
    from_address: str,
    today: date,
) -> tuple[str, str]:
    if rows[0]["person_id"] is None:
        return NOBODY, ""
    if not any(row["is_new"] for row in rows):
        return NOTHING_NEW, ""
    if not rows[0]["email"]:
        return NO_ADDRESS, ""
    try:
        by.ready()  # before anything is locked
        return (
            # a letter that was handed over cannot be taken back, so this is not tried again
            db.write(
                engine,
                lambda session: _tell(session, actor, rows, by, from_address, today),
                patience=0,
            ),
            "",
        )
    except (OSError, smtplib.SMTPException) as error:
        return FAILED, reason(error)


def _tell(
    session: Session,
    actor: Actor,
    rows: Sequence[Reminder],
    by: Carrier,
    from_address: str,
    today: date,
) -> str:
    """One person's letter: noted, then handed over, and the note kept only if it was taken."""
    db.must_live_now(session)
    # locked against a second run at the same time, but not against what this person does meanwhile
    person = session.get_one(
        Person, rows[0]["person_id"], with_for_update={"key_share": True}, populate_existing=True
    )
    known = queries.sent(session, person.id)
    fresh = [
        row
        for row in rows
        if is_due_again(
            row["stage"],
            known.get((person.id or 0, row["kind"], row["item_id"], row["anchor_on"]), []),
            today,
        )
    ]
    if not fresh or not person.email:
        return NOTHING_NEW if person.email else NO_ADDRESS
    session.add_all(
        ReminderSent(
            person_id=person.id or 0,
            kind=row["kind"],
            item_id=row["item_id"],
            anchor_on=row["anchor_on"],
            stage=row["stage"],
            sent_on=today,
            sent_at=clock.now(),
        )
        for row in fresh
    )
    session.flush()
    audit.record(session, actor, "cli.reminders", person, email=person.email, reminders=len(fresh))
    by.take(
        letter(
            Reader(person.name, person.email, from_address),
            fresh,
            today,
            is_demonstration=db.kind(session) == "demonstration",
        )
    )
    return SENT


def reason(error: Exception) -> str:
    """Why a letter was not taken, as the server or the system says it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _short(f"{code} {_text(words)}")
    if isinstance(error, smtplib.SMTPResponseException):
        return _short(f"{error.smtp_code} {_text(error.smtp_error)}")
    return _short(str(error) or type(error).__name__)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _short(words: str) -> str:
    return " ".join(words.split())[:LONGEST_REASON]
