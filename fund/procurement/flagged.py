"""Red flags over the newest tenders, each with what was said of it; and how openly those tenders
were competed for.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.plan import identity
from fund.procurement import methods, past
from fund.procurement.competition import Deal, Figure, figures
from fund.procurement.competition import methods as counted
from fund.procurement.flags import Finding, Offer, Tender, raised
from fund.procurement.processes import BID, BODY, CONTRACT, LINK, PROCESS
from fund.procurement.rules import METHODS, Method
from fund.procurement.tables import FlagDisposition
from fund.settings import values as settings

WINDOW = 500
"""So many of the newest tenders with open bids are looked at: usual is what is usual now, and the
work does not grow with the years.
"""
OPENED = ("evaluation", "awarded", "contracted", "unsuccessful")

FLAGS = [
    "flag",
    "process_id",
    "ocid",
    "code",
    "title",
    "region",
    "currency",
    "supplier_id",
    "supplier",
    "value_fen",
    "sample",
    "facts",
    "value",
    "parties",
    "outcome",
    "reason",
    "by",
    "on",
]
"""Columns of ``flags``: value_fen is the estimate of the tender; sample what a quartile rule was
compared with, 0 where a tender was judged by itself; facts and value as fund.procurement.flags
gives them; parties are the names of all suppliers it names; outcome, reason, by and on are those of
the latest disposition.
"""
HISTORY = ["flag", "process_id", "supplier_id", "outcome", "reason", "facts", "by", "on"]
"""Columns of ``dispositions``, the newest first."""

SAID = table_of(FlagDisposition)
PERSON = table_of(Person)


class Shown(NamedTuple):
    """What is shown of a tender beside its flags."""

    ocid: str
    code: str
    title: str
    region_code: str
    currency: str
    estimate_fen: int


NONE = Shown("", "", "", "", "CNY", 0)
"""Where a supplier is meant over all its tenders."""


def _offers(session: Session, keys: list[int], later: past.Later) -> dict[int, list[Offer]]:
    """The bids of some tenders, each under the organisation that is kept, but for what was done
    later.
    """
    offers: dict[int, list[Offer]] = {key: [] for key in keys}
    one = identity.merged(session)
    found = session.execute(
        sa.select(
            *BID.c["process_id", "id", "organisation_id", "amount_fen", "status"],
            *BID.c["received_at", "is_winner", "currency"],
        )
        .where(BID.c.process_id.in_(list(offers)))
        .order_by(BID.c.id)
    )
    for process_id, key, body, *fields in found:  # two entries of one body are one bidder
        if key not in later.came:
            offer = Offer(key, one.get(body, body), *fields)
            is_open = process_id in later.evaluated and offer.status == "valid"
            if is_open or key in later.judged:
                offer = replace(offer, status="pending", is_winner=False)
            offers[process_id].append(offer)
    return offers


def tenders(session: Session, as_of: date | None = None) -> tuple[list[Tender], dict[int, Shown]]:
    """The newest tenders with open bids, and what is known of each beside; not cancelled ones: as
    they stand, or as they stood on a day.
    """
    opened = PROCESS.c.status.in_(OPENED) if as_of is None else past.opened_by(as_of)
    rows = (
        session.execute(
            sa.select(
                *PROCESS.c["id", "ocid", "code", "title", "region_code", "currency"],
                *PROCESS.c["estimate_fen", "method", "award_criteria", "category"],
                *PROCESS.c["notice_on", "closes_at", "framework_id"],
            )
            .where(
                opened,
                PROCESS.c.notice_on.is_not(None),
                PROCESS.c.closes_at.is_not(None),
            )
            .order_by(PROCESS.c.id.desc())
            .limit(WINDOW)
        )
        .mappings()
        .all()
    )
    keys = [row["id"] for row in rows]
    offers = _offers(
        session, keys, past.Later() if as_of is None else past.later(session, keys, as_of)
    )
    allowed = {code: methods.method(session, code, on=as_of) for code in METHODS}
    made = [
        Tender(
            row["id"],
            row["method"],
            row["award_criteria"],
            frozenset({row["category"]}),
            row["notice_on"],
            row["closes_at"].astimezone(clock.BEIJING),
            0 if row["framework_id"] else least_days(allowed[row["method"]], row["notice_on"]),
            tuple(offers[row["id"]]),
            is_call_off=row["framework_id"] is not None,
        )
        for row in rows
    ]
    return made, {row["id"]: Shown(*(row[name] for name in Shown._fields)) for row in rows}


def least_days(method: Method, notice_on: date) -> int:
    """Days from the notice that a method leaves at least; a call-off from a framework has no such
    period.
    """
    return (methods.earliest(notice_on, method.minimum_days, method.unit) - notice_on).days


def looked_through(
    session: Session, as_of: date | None = None
) -> tuple[list[Finding], dict[int, Shown], int]:
    """Every flag raised now, or on a day; the facts of the tenders, and how many were looked at."""
    made, known = tenders(session, as_of)
    return raised(made, settings.value(session, "flag_sample", on=as_of)), known, len(made)


@kept
def flags(session: Session, actor: Actor, as_of: date | None = None) -> tuple[pd.DataFrame, int]:
    """Every flag raised now, or on a day: FLAGS, and how many tenders were looked at."""
    actor.must("see_portfolio")
    findings, known, looked_at = looked_through(session, as_of)
    names = _suppliers(session, [supplier for finding in findings for supplier in finding.parties])
    said = {
        (row["flag"], row["process_id"], row["supplier_id"]): row
        for row in reversed(dispositions(session, actor, as_of).to_dict("records"))
    }
    rows = []
    for finding in findings:
        tender = known.get(finding.process_id or 0, NONE)
        last = said.get((finding.flag, finding.process_id, finding.supplier_id), {})
        rows.append(
            (
                finding.flag,
                finding.process_id,
                tender.ocid,
                tender.code,
                tender.title,
                tender.region_code,
                tender.currency,
                finding.supplier_id,
                names.get(finding.supplier_id or 0, ""),
                tender.estimate_fen,
                finding.sample,
                finding.facts,
                finding.value,
                [names[supplier] for supplier in finding.parties],
                last.get("outcome", ""),
                last.get("reason", ""),
                last.get("by", ""),
                last.get("on"),
            )
        )
    return pd.DataFrame(rows, columns=FLAGS, dtype=object), looked_at


@kept
def competition(
    session: Session, actor: Actor, as_of: date | None = None
) -> tuple[list[Figure], list[tuple[str, int]]]:
    """How openly the same tenders were competed for: the figures, and tenders by method."""
    actor.must("see_portfolio")
    made, known = tenders(session, as_of)
    return figures(made, _deals(session, list(known), as_of), as_of or clock.today()), counted(made)


def _deals(session: Session, keys: list[int], as_of: date | None) -> list[Deal]:
    """Tenders in renminbi that led to a contract, by a day where one is given."""
    one = identity.merged(session)
    later = past.Later() if as_of is None else past.later(session, keys, as_of)
    rows = session.execute(
        sa.select(
            LINK.c.process_id,
            CONTRACT.c.organisation_id,
            PROCESS.c.estimate_fen,
            BID.c.amount_fen,
            PROCESS.c.notice_on,
            CONTRACT.c.signed_on,
            BID.c.is_small_entity,
        )
        .select_from(
            LINK.join(BID, BID.c.id == LINK.c.bid_id)
            .join(PROCESS, PROCESS.c.id == LINK.c.process_id)
            .join(CONTRACT, CONTRACT.c.id == LINK.c.undertaking_id)
        )
        .where(LINK.c.process_id.in_(keys), PROCESS.c.currency == "CNY", BID.c.currency == "CNY")
        .order_by(LINK.c.process_id)
    )
    deals = [(key, Deal(one.get(body, body), *fields)) for key, body, *fields in rows]
    return [
        replace(deal, signed_on=None) if key in later.signed else deal
        for key, deal in deals
        if key not in later.evaluated
    ]


def _suppliers(session: Session, keys: Sequence[int]) -> dict[int, str]:
    rows = list(
        session.execute(sa.select(BODY.c.id, BODY.c.name).where(BODY.c.id.in_(sorted(set(keys)))))
    )
    return dict(rows)


def dispositions(session: Session, actor: Actor, as_of: date | None = None) -> pd.DataFrame:
    """What was said of flags, by a day where one is given, the newest of them: HISTORY."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(
            SAID.c.flag,
            SAID.c.process_id,
            SAID.c.organisation_id,
            SAID.c.outcome,
            SAID.c.reason,
            SAID.c.facts,
            PERSON.c.name,
            SAID.c.recorded_on,
        )
        .outerjoin(PERSON, PERSON.c.id == SAID.c.actor_id)
        .where(sa.true() if as_of is None else SAID.c.recorded_on <= as_of)
        .order_by(SAID.c.id.desc())
        .limit(WINDOW)
    ).all()
    return pd.DataFrame(
        [(*row[:5], json.loads(row[5]), *row[6:]) for row in rows], columns=HISTORY, dtype=object
    )
