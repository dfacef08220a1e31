"""Holdings on screen: what was subscribed and paid, by whom, what it is worth, what came back, what
is to be called, left or sent to the treasury; each as known on a day.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.frames import row_of, rows_of
from fund.holdings import reading, summed
from fund.holdings.reading import HOLDING, INVESTOR
from fund.holdings.returns import SUMMED, Returns, measured, share
from fund.holdings.rows import HoldingFacts
from fund.holdings.standing import Alert, Standing, Terms, counting, social
from fund.ledger import queries as ledger
from fund.ledger.rules import UNDECIDED
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.listing.undertakings import filtered

RETURNS = list(Returns._fields)
HOLDINGS = [
    "holding_id",
    "title",
    "organisation",
    "organisation_id",
    "measure",
    "source",
    "line",
    "region",
    "currency",
    "form",
    "channel",
    "committed_fen",
    "obligated_fen",
    "accepted_fen",
    "paid_fen",
    "returned_fen",
    "uncalled_fen",
    "others_subscribed_fen",
    "others_paid_fen",
    "social_paid_fen",
    "leverage",
    "social_leverage",
    *RETURNS,
    "valued_on",
    "remit_principal_fen",
    "remit_gain_fen",
    "remit_fen",
    "grounds",
    "status",
    "state",
    "decided_on",
    "signed_on",
    "undertaking_id",
    "version",
]
"""Columns of ``holdings``; status is the ledger's, state says exiting and exited too;
leverage is others' money over the fund's, paid; grounds those of an early exit met on the day,
since when.
"""
FACTS = [
    "fact_id",
    "kind",
    "occurred_on",
    "recorded_on",
    "counts_on",
    "amount_fen",
    "principal_fen",
    "gain_fen",
    "loss_fen",
    "cost_fen",
    "stays_fen",
    "units",
    "ground",
    "words",
    "reference",
    "investor",
    "sha256",
    "by",
    "state",
    "corrects_id",
    "ends_id",
]
"""Columns of ``facts``; state is approved (it counts), unconfirmed, rejected or, put right by a
later one, superseded.
"""


WATCHED = ("scheme", "set_up", "investment", "breach", "breach_end", "proposal", "exit")
"""Kinds of fact grounds of an early exit follow from."""


class Entry(TypedDict):
    """What the figures of a holding take from its undertaking."""

    undertaking_id: int
    status: str
    obligated_fen: int
    accepted_fen: int


class Whole(NamedTuple):
    """Holdings put together on a day: their returns, the money of others (fen) and leverage paid
    and signed, what is to go to the treasury, how many holdings and alerts.
    """

    holdings: int
    returns: Returns
    others_paid_fen: int
    social_paid_fen: int
    leverage: Decimal | None
    social_leverage: Decimal | None
    signed_leverage: Decimal | None
    signed_social_leverage: Decimal | None
    remit_principal_fen: int
    remit_gain_fen: int
    alerts: int
    subscribed_fen: int


class Known(NamedTuple):
    """What figures of some holdings are made of, read once."""

    standings: Mapping[int, Standing]
    terms: Mapping[int, Terms]
    social: Mapping[int, str]
    counted: set[int]


def known(
    session: Session, keys: Sequence[int] | None, as_of: date, kinds: Sequence[str] = ()
) -> Known:
    """Read what is known of some holdings (None: all) on a day; ``kinds``: by facts of these. Of
    none nothing is asked.
    """
    if keys is not None and not keys:
        return Known({}, {}, {}, set())
    investors = reading.investors(session, keys)
    return Known(
        reading.standings(session, keys, as_of, kinds),
        reading.terms(session, keys),
        investors,
        social(investors, reading.social_kinds(session)),
    )


def holdings(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Holdings as of the view's day, candidates among them: HOLDINGS."""
    frame = ledger.undertakings(session, actor, view, "holding", keys)
    names = {"code": "holding_id", "region_code": "region"}
    frame = frame.rename(columns=names)
    found = known(session, [int(key) for key in frame["undertaking_id"]], view.last)
    rows = rows_of(frame.astype(object), Entry)
    channels = dict(
        session.execute(
            sa.select(*HOLDING.c["undertaking_id", "channel"]).where(
                HOLDING.c.undertaking_id.in_(list(found.terms))
            )
        ).all()
    )
    made = [
        {
            **row,
            "channel": channels[row["undertaking_id"]],
            **_figures(found, row["undertaking_id"], row),
        }
        for row in rows
    ]
    return pd.DataFrame(made, columns=HOLDINGS)


def _figures(found: Known, key: int, row: Entry) -> dict[str, object]:
    one, terms = found.standings[key], found.terms[key]
    paid_fen = one.paid_fen
    principal_fen, gain_fen = one.to_remit(terms)
    others_fen = one.others("other_paid")
    social_fen = one.others("other_paid", found.counted)
    state = row["status"]
    if one.is_gone:
        state = "exited"
    elif one.is_leaving:
        state = "exiting"
    return {
        "form": terms.form,
        "uncalled_fen": row["obligated_fen"] - row["accepted_fen"],
        "others_subscribed_fen": one.others("subscribed"),
        "others_paid_fen": others_fen,
        "social_paid_fen": social_fen,
        "leverage": share(others_fen, paid_fen),
        "social_leverage": share(social_fen, paid_fen),
        **one.returns._asdict(),
        "valued_on": one.valued[0] if one.valued else None,
        "remit_principal_fen": principal_fen,
        "remit_gain_fen": gain_fen,
        "remit_fen": principal_fen + gain_fen,
        "grounds": [(alert.ground, alert.since) for alert in one.alerts(terms)],
        "state": state,
    }


def holding(session: Session, actor: Actor, code: str, view: View) -> HoldingFacts | None:
    """The facts of one holding by its code: the columns of HOLDINGS and of its terms, as a dict;
    None where it is not recorded yet on the day.
    """
    key = ledger.undertaking_id(session, code, "holding")
    frame = holdings(session, actor, View(as_of=view.as_of), [key])
    if frame.empty:
        return None
    (row,) = frame.astype(object).to_dict("records")
    terms = sa.select(HOLDING).where(HOLDING.c.undertaking_id == key)
    agreed = session.execute(terms).mappings().one()
    told = {str(name): value for name, value in row.items()}
    return row_of(told | dict(agreed) | {"awarded_on": row["decided_on"]}, HoldingFacts)


def candidates(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What is entered and not decided today, as of the view's day: HOLDINGS."""
    waiting = UNDERTAKING.c.status.in_(sorted(UNDECIDED))
    keys = sa.select(UNDERTAKING.c.id).where(UNDERTAKING.c.kind == "holding", waiting)
    found = holdings(session, actor, view, list(session.execute(keys).scalars()))
    return found[found["status"].isin(UNDECIDED)].reset_index(drop=True)


def facts(session: Session, actor: Actor, undertaking_id: int, as_of: date) -> pd.DataFrame:
    """Every fact of a holding recorded by a day, newest first: FACTS."""
    actor.must("see_portfolio")
    found = reading.facts(session, [undertaking_id], as_of)[undertaking_id]
    counted = {one.id for one in counting(found, as_of)}
    names = _investor_names(session, undertaking_id)
    people = dict(session.exec(select(Person.id, Person.name)).all())
    rows = []
    for one in reversed(found):
        state = "approved" if one.id in counted else "superseded"
        if one.counts_on is None:
            state = "rejected" if one.is_refused else "unconfirmed"
        row = one._asdict() | {"fact_id": one.id, "state": state}
        row |= {"investor": names.get(one.co_investor_id, ""), "by": people.get(one.stated_by, "")}
        rows.append(row)
    return pd.DataFrame(rows, columns=FACTS).astype({"amount_fen": "Int64", "units": "Int64"})


def _investor_names(session: Session, undertaking_id: int) -> dict[int | None, str]:
    rows = session.execute(
        sa.select(*INVESTOR.c["id", "name"]).where(INVESTOR.c.undertaking_id == undertaking_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def co_investors(session: Session, actor: Actor, undertaking_id: int, as_of: date) -> pd.DataFrame:
    """Who invests beside the fund: co_investor_id, name, kind, subscribed_fen, paid_fen, share
    (paid of subscribed, None of nothing).
    """
    actor.must("see_portfolio")
    one = reading.standings(session, [undertaking_id], as_of)[undertaking_id]
    rows = session.execute(
        sa.select(*INVESTOR.c["id", "name", "kind"])
        .where(INVESTOR.c.undertaking_id == undertaking_id, INVESTOR.c.recorded_on <= as_of)
        .order_by(INVESTOR.c.id)
    ).all()
    made = [
        (*row, theirs, paid, share(paid, theirs))
        for row in rows
        for theirs, paid in [
            (one.others("subscribed", {row[0]}), one.others("other_paid", {row[0]}))
        ]
    ]
    return pd.DataFrame(
        made, columns=["co_investor_id", "name", "kind", "subscribed_fen", "paid_fen", "share"]
    )


def among(session: Session, view: View) -> tuple[int, ...] | None:
    """The holdings a view's filters leave, by number; None where nothing is filtered: all."""
    if not view.filters and view.first is None:
        return None
    decided = UNDERTAKING.c.decided_on
    first = [] if view.first is None else [decided >= view.first, decided <= view.last]
    keys = sa.select(UNDERTAKING.c.id).where(
        UNDERTAKING.c.kind == "holding", *filtered(view), *first
    )
    return tuple(session.execute(keys.order_by(UNDERTAKING.c.id)).scalars())


@kept
def whole(session: Session, actor: Actor, as_of: date, keys: Sequence[int] | None = None) -> Whole:
    """All holdings put together, or a pool of some, as known on a day."""
    actor.must("see_portfolio")
    sums = Counter(summed.added(session, keys, as_of, reading.social_kinds(session)))
    if later := summed.moved(session, keys, as_of):
        sums.update(_added(session, later, as_of))
    flows = summed.flows(session, keys, as_of)
    returns = measured({name: sums[name] for name in SUMMED}, flows, as_of)
    return Whole(
        sums["holdings"],
        returns,
        sums["others_paid_fen"],
        sums["social_paid_fen"],
        share(sums["others_paid_fen"], returns.paid_in_fen),
        share(sums["social_paid_fen"], returns.paid_in_fen),
        share(sums["others_signed_fen"], sums["signed_fen"]),
        share(sums["social_signed_fen"], sums["signed_fen"]),
        sums["remit_principal_fen"],
        sums["remit_gain_fen"],
        len(grounds(session, keys, as_of)),
        sums["signed_fen"],
    )


def _added(session: Session, keys: Sequence[int], as_of: date) -> Counter[str]:
    """What summed.added gives, of holdings judged by their facts."""
    found = known(session, keys, as_of)
    sums = Counter(signed_fen=sum(summed.signed(session, keys, as_of).values()))
    for key, one in found.standings.items():
        principal_fen, gain_fen = one.to_remit(found.terms[key])
        sums.update(
            one.sums,
            others_signed_fen=one.others("subscribed"),
            social_signed_fen=one.others("subscribed", found.counted),
            others_paid_fen=one.others("other_paid"),
            social_paid_fen=one.others("other_paid", found.counted),
            remit_principal_fen=principal_fen,
            remit_gain_fen=gain_fen,
            holdings=int(one.first_paid_on is not None),
        )
    return sums


def grounds(session: Session, keys: Sequence[int] | None, as_of: date) -> list[tuple[int, Alert]]:
    """The grounds of an early exit some holdings (None: all) meet on a day, with their number."""
    found = known(session, summed.watched(session, keys, as_of), as_of, WATCHED)
    return [
        (key, alert)
        for key, one in found.standings.items()
        for alert in one.alerts(found.terms[key])
    ]


def flows(session: Session, actor: Actor, undertaking_id: int, as_of: date) -> pd.DataFrame:
    """What left and came, by day: day, amount_fen (a payment below zero)."""
    actor.must("see_portfolio")
    one = reading.standings(session, [undertaking_id], as_of)[undertaking_id]
    rows = sorted(one.flows)
    return pd.DataFrame(rows, columns=["day", "amount_fen"])


def waiting(session: Session, actor: Actor, undertaking_id: int, as_of: date) -> pd.DataFrame:
    """Facts of a holding that wait for another's word: FACTS."""
    found = facts(session, actor, undertaking_id, as_of)
    return found[found["state"] == "unconfirmed"].reset_index(drop=True)


def money(whole: Whole) -> dict[str, object]:
    """The figures of ``figures`` and of --json: fen, and shares as text of six places or null."""
    told = whole._asdict()
    found = {**told.pop("returns")._asdict(), **told}
    return {
        name: value if value is None or isinstance(value, int) else format(value, "f")
        for name, value in found.items()
    }
