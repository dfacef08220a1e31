"""The report on investments: holdings as of a day, what left and came back, valuations, exits, what
went to the treasury.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.errors import N_
from fund.holdings import desk, queries, reading, returns
from fund.holdings.reading import HOLDING
from fund.holdings.returns import Flow
from fund.holdings.rules import EARLY, FACTS, FORMS, GROUNDS
from fund.i18n import _, pgettext
from fund.ledger.rules import UNDECIDED
from fund.ledger.sums import POSTING, UNDERTAKING
from fund.ledger.view import View
from fund.period import Period
from fund.reports.declared import Declared
from fund.reports.description import Check, Column, Sheet
from fund.status import look_of

PER_YUAN = ("others_paid_fen", "paid_in_fen")
"""What others paid for each yuan of the fund: numerator and denominator."""


def register(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every holding decided by the day."""
    found = queries.holdings(session, actor, View(as_of=as_of))
    found = found[~found["status"].isin(UNDECIDED)].reset_index(drop=True)
    shares = ("tvpi", "dpi", "rvpi", "irr", "leverage", "social_leverage")
    frame = found.assign(
        form=[_(FORMS[form]) for form in found["form"]],
        state=[look_of(state)[2] for state in found["state"]],
        grounds=[i18n.enumerated(_(EARLY[one]) for one, _since in row) for row in found["grounds"]],
    )
    for name in shares:
        frame[name] = [None if one is None else float(one) for one in found[name]]
    columns = [
        Column("holding_id", _("Code"), "code", width=16),
        Column("title", _("Holding"), width=30),
        Column("organisation", _("Firm or fund"), width=26),
        Column("form", _("Form"), width=12),
        Column("state", _("Status"), width=12),
        Column("obligated_fen", _("Subscribed"), "amount", total=True),
        Column("paid_in_fen", _("Paid in"), "amount", total=True),
        Column("others_paid_fen", _("Paid by others"), "amount", total=True),
        Column("leverage", _("Others’ money per yuan"), "number", ratio=PER_YUAN),
        Column("proceeds_fen", _("Came back"), "amount", total=True),
        Column("principal_fen", _("Principal"), "amount", total=True),
        Column("gain_fen", _("Gain"), "amount", total=True),
        Column("loss_fen", _("Loss realised"), "amount", total=True),
        Column("cost_left_fen", _("Cost left"), "amount", total=True),
        Column("fair_value_fen", _("Fair value"), "amount", total=True),
        Column("valued_on", _("Valued on"), "date"),
        Column("unrealised_fen", _("Unrealised"), "amount", total=True),
        Column("tvpi", _("TVPI"), "number"),
        Column("dpi", _("DPI"), "number", ratio=("proceeds_fen", "paid_in_fen")),
        Column("rvpi", _("RVPI"), "number", ratio=("fair_value_fen", "paid_in_fen")),
        Column("irr", _("IRR"), "share"),
        Column("remit_fen", _("To be remitted"), "amount", total=True),
        Column("grounds", _("Grounds of an early exit"), width=30),
    ]
    return Sheet("holdings", _("Holdings"), columns, frame)


def flows(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every flow of all holdings by day, the fair value of the day last; below them the yearly rate
    as the spreadsheet program finds it.
    """
    actor.must("see_portfolio")
    standings = reading.standings(session, None, as_of)
    names = _names(session)
    rows = [
        (flow.day, *names[key], flow.amount_fen, "")
        for key, one in standings.items()
        for flow in one.flows
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    together: list[Flow] = [flow for one in standings.values() for flow in one.flows]
    worth_fen = sum(one.fair_value_fen for one in standings.values())
    if rows:
        rows.append((as_of, "", _("Fair value"), worth_fen, ""))
    rate = returns.exact_rate(together, worth_fen, as_of)
    frame = pd.DataFrame(rows, columns=["day", "holding_id", "title", "amount_fen", "irr"])
    columns = [
        Column("holding_id", _("Code"), "code", width=16),
        Column("title", _("Holding"), width=30),
        Column("day", _("Date"), "date"),
        Column("amount_fen", _("Amount, payments below zero"), "amount", total=True),
        Column(
            "irr",
            _("IRR"),
            "share",
            rate=None if rate is None else ("amount_fen", "day", rate),
        ),
    ]
    return Sheet("flows", _("Flows"), columns, frame.assign(irr=None))


def _names(session: Session) -> dict[int, tuple[str, str]]:
    rows = session.execute(
        sa.select(*UNDERTAKING.c["id", "code", "title"]).join(
            HOLDING, HOLDING.c.undertaking_id == UNDERTAKING.c.id
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def dated(session: Session, as_of: date, *kinds: str) -> pd.DataFrame:
    """Facts of some kinds that count on the day, by day: code, title and the columns of a fact."""
    names = _names(session)
    facts = [
        (fact, *names[key])
        for key, one in reading.standings(session, None, as_of).items()
        for fact in one.of(*kinds)
    ]
    facts.sort(key=lambda one: (one[0].occurred_on, one[1], one[0].id))
    rows = [
        {
            **fact._asdict(),
            "code": code,
            "title": title,
            "what": _(FACTS[fact.kind]),
            "why": _(GROUNDS[fact.ground]) if fact.ground else "",
        }
        for fact, code, title in facts
    ]
    return pd.DataFrame(rows, columns=["code", "title", "what", "why", *reading.STORED])


def _about() -> list[Column]:
    return [
        Column("code", _("Code"), "code", width=22),
        Column("title", _("Holding"), width=30),
    ]


def valuations(session: Session, _actor: Actor, as_of: date) -> Sheet:
    """Every valuation that counts."""
    columns = [
        *_about(),
        Column("occurred_on", _("Valued on"), "date"),
        Column("amount_fen", pgettext("holding", "Value"), "amount"),
        Column("recorded_on", _("Recorded on"), "date"),
        Column("words", _("In words"), width=40),
    ]
    frame = dated(session, as_of, "value")
    return Sheet("valuations", _("Valuations"), columns, frame, under="flows")


def exits(session: Session, _actor: Actor, as_of: date) -> Sheet:
    """What exits and income brought."""
    frame = dated(session, as_of, "exit", "income")
    columns = [
        *_about(),
        Column("occurred_on", _("Occurred on"), "date"),
        Column("what", _("Fact"), width=16),
        Column("amount_fen", _("Proceeds"), "amount", total=True),
        Column("cost_fen", _("Cost that left"), "amount", total=True),
        Column("principal_fen", _("Principal"), "amount", total=True),
        Column("gain_fen", _("Gain"), "amount", total=True),
        Column("loss_fen", _("Loss realised"), "amount", total=True),
    ]
    return Sheet("exits", _("Exits"), columns, frame, under="flows")


def treasury(session: Session, actor: Actor, as_of: date) -> Sheet:
    """What is to be remitted, holding by holding."""
    frame = desk.treasury(session, actor, as_of)
    columns = [
        Column("holding_id", _("Code"), "code", width=22),
        Column("title", _("Holding"), width=30),
        Column("principal_fen", _("Principal"), "amount", total=True),
        Column("gain_fen", _("Gain"), "amount", total=True),
        Column("remit_fen", _("To be remitted"), "amount", total=True),
        Column("since", _("Here since"), "date"),
        Column("days", _("Days"), "integer"),
    ]
    return Sheet("treasury", _("Treasury"), columns, frame, under="flows")


def contents(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """The five sheets."""
    return [made(session, actor, as_of) for made in (register, flows, valuations, exits, treasury)]


def checks(session: Session, as_of: date, _period: Period, sheets: list[Sheet]) -> list[Check]:
    """What was paid in, beside the ledger's postings."""
    paid = sa.select(sa.func.coalesce(sa.func.sum(POSTING.c.amount_fen), 0)).join(
        HOLDING, HOLDING.c.undertaking_id == POSTING.c.undertaking_id
    )
    fen = session.execute(
        paid.where(POSTING.c.stage == "paid", POSTING.c.recorded_on <= as_of)
    ).scalar_one()
    title = next(sheet.title for sheet in sheets if sheet.name == "holdings")
    return [Check(f"{title} · {_('Paid in')}", ("holdings", "paid_in_fen"), int(fen), "amount")]


REPORT = Declared(
    "investments",
    N_("Investments"),
    ("quarter", "half", "year"),
    contents,
    checks,
    offered="quarter",
    headlines=(
        "holdings",
        "holdings.obligated_fen",
        "holdings.paid_in_fen",
        "holdings.proceeds_fen",
        "holdings.cost_left_fen",
        "holdings.fair_value_fen",
        "holdings.unrealised_fen",
        "holdings.remit_fen",
    ),
)
