"""Saying what published processes buy: one by one, or by a rule that does exactly what its preview
showed.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_, FundError, NeedsReason, NotFound, Stale
from fund.ledger.book import fetch
from fund.ledger.commands import UnknownWord
from fund.ledger.rules import CATEGORIES
from fund.published.stored import some
from fund.published.tables import (
    Classification,
    ClassificationRule,
    PublishedContract,
    PublishedProcess,
    PublishedRelease,
)

PROCESS = table_of(PublishedProcess)
RELEASE = table_of(PublishedRelease)
CONTRACT = table_of(PublishedContract)


class EmptyRule(FundError):
    """A rule that looks for nothing would take everything."""

    message = N_("A rule looks for words of a title, a buyer or a currency: fill in at least one.")


class NothingMatches(FundError):
    """A rule changes something or nothing is recorded."""

    message = N_("No unclassified process matches this rule.")


class Looked(NamedTuple):
    """What a rule looks for, each narrowing the others: words of the title or of a contract's, a
    part of the buyer's name, a currency.
    """

    words: str = ""
    buyer: str = ""
    currency: str = ""


class Matched(NamedTuple):
    """Processes without a category that match, by number; how many match and have one already,
    which a rule leaves alone; and a digest of the first.
    """

    keys: tuple[int, ...]
    classified: int

    @property
    def digest(self) -> str:
        """What the preview was of: the same only for the same processes."""
        return sha256(",".join(map(str, self.keys)).encode()).hexdigest()


def matched(session: Session, looked: Looked) -> Matched:
    """What a rule would take, as published records stand today."""
    where = _where(looked)
    rows = session.execute(
        sa.select(PROCESS.c.id, PROCESS.c.category)
        .join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
        .where(RELEASE.c.current_from.is_not(None), RELEASE.c.current_until.is_(None), *where)
        .order_by(PROCESS.c.id)
    ).all()
    return Matched(
        tuple(key for key, category in rows if category is None),
        sum(category is not None for _key, category in rows),
    )


def _where(looked: Looked) -> list[sa.ColumnElement[bool]]:
    """The conditions of a rule; words and names are looked for whatever their case."""
    if not any(part.strip() for part in looked):
        raise EmptyRule
    where: list[sa.ColumnElement[bool]] = []
    if looked.words.strip():
        titled = sa.exists().where(
            CONTRACT.c.published_release_id == RELEASE.c.id, _has(CONTRACT.c.title, looked.words)
        )
        where.append(_has(RELEASE.c.title, looked.words) | titled)
    if looked.buyer.strip():
        where.append(_has(RELEASE.c.buyer, looked.buyer))
    if looked.currency.strip():
        code = looked.currency.strip().upper()
        where.append(
            (RELEASE.c.tender_currency == code)
            | sa.exists().where(
                CONTRACT.c.published_release_id == RELEASE.c.id, CONTRACT.c.currency == code
            )
        )
    return where


def _has(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    like = text.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return sa.func.lower(column).like(f"%{like}%", escape="\\")


def categorise(
    session: Session,
    actor: Actor,
    *,
    ocid: str,
    category: str,
    reason: str = "",
    expected_version: int | None = None,
) -> PublishedProcess:
    """Say which of the plan's categories a published process belongs to; "" makes it unclassified
    again, with a reason.
    """
    actor.must("categorise")
    if category not in ("", *CATEGORIES):
        raise UnknownWord(kind=N_("category"), value=category)
    if not category and not reason.strip():
        raise NeedsReason
    key = session.exec(select(PublishedProcess.id).where(PublishedProcess.ocid == ocid)).first()
    if key is None:
        raise NotFound(kind=N_("process"), key=ocid)
    process = fetch(session, PublishedProcess, key, expected_version)
    process.category = category or None
    process.version += 1
    session.add_all(
        (
            process,
            Classification(
                published_process_id=key,
                category=category,
                reason=reason.strip(),
                recorded_on=clock.today(),
                recorded_by=actor.id,
            ),
        )
    )
    audit.record(
        session, actor, "categorise", process, ocid=ocid, category=category, reason=reason.strip()
    )
    return process


def _as_shown(session: Session, looked: Looked, digest: str) -> Matched:
    """What a rule matches, while nobody else classifies: exactly what its preview showed."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE published_process IN EXCLUSIVE MODE"))
    found = matched(session, looked)
    if not found.keys:
        raise NothingMatches
    if found.digest != digest:
        raise Stale
    return found


def categorise_by_rule(
    session: Session,
    actor: Actor,
    *,
    category: str,
    reason: str,
    digest: str,
    words: str = "",
    buyer: str = "",
    currency: str = "",
) -> ClassificationRule:
    """Give a category to every unclassified process a rule matches: exactly those its preview
    showed (``digest``), or nothing.
    """
    actor.must("categorise")
    if category not in CATEGORIES:
        raise UnknownWord(kind=N_("category"), value=category)
    if not reason.strip():
        raise NeedsReason
    found = _as_shown(session, Looked(words, buyer, currency), digest)
    rule = ClassificationRule(
        words=words.strip(),
        buyer=buyer.strip(),
        currency=currency.strip().upper(),
        category=category,
        processes=len(found.keys),
        reason=reason.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(rule)
    session.flush()
    _apply(session, actor, rule, found.keys)
    facts: dict[str, object] = {"words": rule.words, "buyer": rule.buyer}
    facts |= {"currency": rule.currency, "category": category}
    facts |= {"processes": rule.processes, "digest": digest}
    audit.record(session, actor, "categorise_by_rule", rule, **facts)
    return rule


def _apply(session: Session, actor: Actor, rule: ClassificationRule, keys: Sequence[int]) -> None:
    """Write the category and its history, some hundreds at a time."""
    told = {
        "category": rule.category,
        "rule_id": rule.id,
        "reason": rule.reason,
        "recorded_on": rule.recorded_on,
        "recorded_by": actor.id,
    }
    for part in some(list(keys)):
        session.execute(
            sa.update(PROCESS)
            .where(PROCESS.c.id.in_(part))
            .values(category=rule.category, version=PROCESS.c.version + 1)
        )
        session.execute(
            sa.insert(Classification.__table__),  # type: ignore[attr-defined]
            [{"published_process_id": key} | told for key in part],
        )
