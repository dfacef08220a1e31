"""Red flags over the newest processes published elsewhere that have bids or a tender period; each
currency by itself, for like is compared with like.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.columns import table_of
from fund.plan import reference
from fund.procurement import methods
from fund.procurement.flagged import least_days
from fund.procurement.flags import Finding, Tender, raised
from fund.procurement.processes import PROCESS as OWN
from fund.procurement.rules import METHODS
from fund.published.tables import PublishedProcess, PublishedRelease
from fund.published.tendered import Known, tender
from fund.settings import values as settings

WINDOW = 500
"""So many of the processes entered last are looked at."""
USUAL_DAYS = 15
"""Days a tender is open at least where no legal method of ours is named: what cardinal-rs takes."""
FLAGS = [
    "flag",
    "ocid",
    "title",
    "buyer",
    "currency",
    "parties",
    "tender_fen",
    "sample",
    "facts",
    "value",
]
"""Columns of ``flags``: ocid, title, buyer and tender_fen are empty where a supplier is meant over
all its tenders; facts, value and sample as fund.procurement.flags gives them.
"""

PROCESS = table_of(PublishedProcess)
RELEASE = table_of(PublishedRelease)


class Process(NamedTuple):
    """One process published elsewhere, with what is shown of it."""

    process_id: int
    ocid: str
    title: str
    buyer: str
    tender_currency: str
    tender_fen: int | None


NONE = Process(0, "", "", "", "", None)
"""Where a supplier is meant over all its tenders."""


@kept
def flags(session: Session, actor: Actor) -> tuple[pd.DataFrame, int]:
    """Every flag these processes raise now: FLAGS, and how many tenders were looked at; the fund’s
    own processes are not among them.
    """
    actor.must("see_portfolio")
    named: dict[int, str] = {}
    rows, usable, count = [], settings.value(session, "flag_sample"), 0
    known = {process.process_id: process for process in _newest(session)}
    for currency, tenders in sorted(_tenders(session, known, named).items()):
        count += len(tenders)
        rows += [
            _row(finding, known.get(finding.process_id or 0, NONE), currency, named)
            for finding in raised(tenders, usable)
        ]
    frame = pd.DataFrame(rows, columns=FLAGS, dtype=object).sort_values(
        ["flag", "ocid"], kind="stable", ignore_index=True
    )
    return frame, count


def _row(finding: Finding, of: Process, currency: str, named: dict[int, str]) -> tuple[object, ...]:
    parties = [named[key] for key in finding.parties]
    return (
        finding.flag,
        of.ocid,
        of.title,
        of.buyer,
        of.tender_currency or currency,
        parties,
        of.tender_fen,
        finding.sample,
        finding.facts,
        finding.value,
    )


def _newest(session: Session) -> list[Process]:
    """The processes entered last with what is shown of them; those of the fund that came back as a
    file are left out.
    """
    rows = session.execute(
        sa.select(
            PROCESS.c.id,
            PROCESS.c.ocid,
            RELEASE.c.title,
            RELEASE.c.buyer,
            RELEASE.c.tender_currency,
            RELEASE.c.tender_fen,
        )
        .join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
        .where(
            RELEASE.c.current_from.is_not(None),
            RELEASE.c.current_until.is_(None),
            PROCESS.c.ocid.not_in(sa.select(OWN.c.ocid).where(OWN.c.ocid == PROCESS.c.ocid)),
        )
        .order_by(PROCESS.c.id.desc())
        .limit(WINDOW)
    )
    return [Process(*row) for row in rows]


def _tenders(
    session: Session, known: dict[int, Process], named: dict[int, str]
) -> dict[str, list[Tender]]:
    """Tenders by the currency of their bids, else of the tender; ``named`` takes the names of the
    organisations by the numbers used here.
    """
    keys: dict[str, int] = {}

    def number(identifier: str, name: str) -> int:
        key = keys.setdefault(identifier, len(keys) + 1)
        named[key] = named.get(key) or name or identifier
        return key

    allowed = {code: methods.method(session, code) for code in METHODS}
    beside = Known(
        {row["name_zh"]: row["code"] for row in reference.procurement_methods()},
        lambda code, day: least_days(allowed[code], day),
        USUAL_DAYS,
        number,
    )
    made: dict[str, list[Tender]] = {}
    for process_id, release in _compiled(session, list(known)):
        found = tender(process_id, release, beside)
        if found is not None:
            currencies = [offer.currency for offer in found.offers if offer.currency] or [
                known[process_id].tender_currency
            ]
            made.setdefault(max(sorted(set(currencies)), key=currencies.count), []).append(found)
    return made


def _compiled(session: Session, keys: list[int]) -> Iterator[tuple[int, dict[str, object]]]:
    """Each process as it stands, what was published of it merged."""
    rows = session.execute(
        sa.select(RELEASE.c.published_process_id, RELEASE.c.raw)
        .where(
            RELEASE.c.published_process_id.in_(keys),
            RELEASE.c.current_from.is_not(None),
            RELEASE.c.current_until.is_(None),
        )
        .order_by(RELEASE.c.published_process_id)
    )
    for process_id, raw in rows:
        yield process_id, json.loads(raw, parse_float=Decimal)
