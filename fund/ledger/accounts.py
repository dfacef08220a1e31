"""Where an undertaking is paid: the account its agreement names. It is given at signing, and
another one holds once two people said so (fund.ledger.account_changes).
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_, FundError
from fund.ledger.tables import Act, Undertaking
from fund.statements import Statement, write

NUMBER = re.compile(r"[0-9A-Z]{8,34}")
"""Digits of a Chinese account, or digits and letters of an account abroad (IBAN: 34 at most)."""


class PayeeAccount(SQLModel, table=True):
    """The account an undertaking is paid to from an act on: its signature, or that of a change two
    people made. Append-only; what was paid before was paid to the one before.
    """

    __tablename__ = "payee_account"
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    act_id: int = Field(foreign_key="act.id", unique=True)
    recorded_on: date
    holder: str = Field(max_length=200)
    bank: str = Field(max_length=200)
    number: str = Field(max_length=34)


class Account(NamedTuple):
    """Whose account, at which bank, under which number."""

    holder: str
    bank: str
    number: str

    @property
    def words(self) -> str:
        """One line an item: how an amendment keeps it."""
        return "\n".join(self)

    @property
    def spaced(self) -> str:
        """The number in groups of four, as eyes compare it."""
        return " ".join(re.findall(".{1,4}", self.number))


class NeedsAccount(FundError):
    """An agreement names the account it is paid to."""

    message = N_("Give the account this is paid to: its holder, the bank and the number.")


class WrongAccount(FundError):
    """What cannot be an account's number."""

    message = N_(
        "“{number}” is no account number: 8 to 34 digits (and letters, abroad). Spaces and hyphens"
        " may stand between them."
    )


class NoAccount(FundError):
    """Money goes to an account two people know of."""

    message = N_(
        "{undertaking} names no account yet. One person proposes it, another signs it; then it is"
        " paid."
    )


class AccountChanged(FundError):
    """What was looked at before paying is no longer so."""

    message = N_("The account or the line of {undertaking} changed meanwhile. Look at it again.")


def checked(account: Account | None) -> Account:
    """The account as it is kept: names without spaces around them, the number in capitals without
    any. Refuses one that is not whole.
    """
    if account is None:
        raise NeedsAccount
    holder, bank, typed = (
        " ".join(unicodedata.normalize("NFKC", part).split()) for part in account
    )
    if not (holder and bank and typed):
        raise NeedsAccount
    number = re.sub(r"[\s-]", "", typed).upper()
    if not NUMBER.fullmatch(number):
        raise WrongAccount(number=typed)
    return Account(holder, bank, number)


def of_words(words: str) -> Account:
    """The account an amendment keeps."""
    holder, bank, number = words.split("\n")
    return Account(holder, bank, number)


def state(session: Session, undertaking: Undertaking, act: Act, account: Account) -> None:
    """Let the undertaking be paid there from this act on."""
    write(
        session,
        PayeeAccount,
        undertaking_id=undertaking.id,
        act_id=act.id,
        recorded_on=act.recorded_on,
        **checked(account)._asdict(),
    )


_ACCOUNT = table_of(PayeeAccount)
STATED = (
    sa.select(*_ACCOUNT.c["id", "holder", "bank", "number"])
    .where(_ACCOUNT.c.undertaking_id == sa.bindparam("undertaking_id"))
    .order_by(_ACCOUNT.c.id.desc())
    .limit(1)
)
IN_FORCE = Statement(STATED)


def in_force(session: Session, undertaking_id: int) -> tuple[int, Account] | None:
    """The account an undertaking is paid to now, with the number of its row; None where none was
    stated.
    """
    row = IN_FORCE.run(session, {"undertaking_id": undertaking_id}).one_or_none()
    return None if row is None else (row.id, Account(row.holder, row.bank, row.number))


def known(session: Session, actor: Actor, undertaking_id: int, day: date) -> Account | None:
    """The account an undertaking was paid to on a day, for those who see it."""
    actor.must("see_portfolio")
    stated = STATED.where(_ACCOUNT.c.recorded_on <= day)
    row = session.execute(stated, {"undertaking_id": undertaking_id}).one_or_none()
    return None if row is None else Account(row.holder, row.bank, row.number)
