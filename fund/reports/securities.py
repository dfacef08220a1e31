"""The report on subsidies and guarantees: what stands as of a day, every settlement with its
stretches, every guarantee with what deserves attention.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.frames import rows_of
from fund.guarantees import queries as guarantees
from fund.guarantees.rules import ALERTS, FORMS, KINDS
from fund.i18n import N_, _, pgettext
from fund.ledger.rules import STAGES
from fund.ledger.view import View
from fund.money import RENMINBI
from fund.period import Period
from fund.reports.declared import Declared
from fund.reports.description import Check, Column, Sheet
from fund.status import look_of
from fund.subsidies import queries, rules
from fund.subsidies.rows import SettlementRow
from fund.subsidies.rules import INSTRUMENTS, METHODS, OUTCOMES

ACCEPTED, PAID = STAGES["accepted"], STAGES["paid"]


def _said(values: Iterable[str], words: Mapping[str, str]) -> list[str]:
    return [_(words[value]) if value in words else "" for value in values]


def subsidies(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every subsidy decided by the day with its terms and stages."""
    found = queries.decided(session, actor, View(as_of=as_of))
    frame = found.assign(
        instrument=_said(found["instrument"], INSTRUMENTS),
        method=_said(found["method"], METHODS),
        rule=[
            float(rules.percent(int(share or points)))
            for share, points in zip(found["share"], found["points"], strict=True)
        ],
        status=[look_of(status)[2] for status in found["status"]],
    )
    amounts = ("obligated", "accepted", "paid", "returned")
    columns = [
        Column("subsidy_id", _("Code"), "code", width=14),
        Column("title", _("Subsidy"), width=36),
        Column("recipient", _("Recipient"), width=26),
        Column("instrument", _("Kind"), width=12),
        Column("lender", _("Bank or insurer"), width=18),
        Column("contract_number", _("Contract or policy"), "code", width=16),
        Column("method", pgettext("subsidy", "Method"), width=14),
        Column("rule", _("Share or points, %"), "number", width=10),
        Column("day_base", _("Day base"), "year"),
        *(Column(f"{name}_fen", _(STAGES[name]), "amount", total=True) for name in amounts),
        Column("left_fen", _("Left of the cap"), "amount", total=True),
        Column("status", _("Status"), width=12),
    ]
    return Sheet("subsidies", _("Subsidies"), columns, frame)


def settlements(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every settlement known on the day."""
    found = queries.settled(session, actor, View(as_of=as_of))
    frame = found.assign(outcome=_said(found["outcome"], OUTCOMES))
    columns = [
        Column("subsidy_id", _("Code"), "code", width=14),
        Column("first_day", _("From"), "date"),
        Column("last_day", _("To, not counted"), "date"),
        Column("computed_fen", _("Computed"), "amount"),
        Column("accepted_fen", _(ACCEPTED), "amount", total=True),
        Column("paid_fen", _(PAID), "amount", total=True),
        Column("recomputed_fen", _("Computed anew"), "amount"),
        Column("claimed_fen", _("Claimed back"), "amount", total=True),
        Column("owed_fen", _("To be claimed back"), "amount", total=True),
        Column("outcome", _("Status"), width=12),
        Column("settled_by", _("Computed by"), width=14),
        Column("decided_by", _("Decided by"), width=14),
    ]
    return Sheet("settlements", _("Settlements"), columns, frame)


def stretches(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Each settlement's stretches as they were computed."""
    view = View(as_of=as_of)
    everything = queries.portfolio(session, actor, view)
    frames = []
    known = ("undertaking_id", "subsidy_id", "currency")
    for key, code, currency in zip(*(everything[name] for name in known), strict=True):
        for row in rows_of(queries.settlements(session, actor, int(key), as_of), SettlementRow):
            if row["outcome"] != "opening":
                _whole, pieces = queries.opened(session, actor, int(key), row)
                frames.append(pieces.assign(subsidy_id=code, currency=currency))
    names = ["subsidy_id", "currency", *queries.PIECES]
    held = [frame for frame in frames if not frame.empty]
    frame = pd.concat(held, ignore_index=True) if held else pd.DataFrame(columns=names)
    frame = frame.assign(
        rate=[float(rules.percent(int(rate))) for rate in frame["counted_rate"]],
        cost=[float(cost) for cost in frame["cost"]],
    )
    columns = [
        Column("subsidy_id", _("Code"), "code", width=14),
        Column("first", _("From"), "date"),
        Column("last", _("To, not counted"), "date"),
        Column("days", _("Days"), "integer"),
        Column("currency", _("Currency"), "code", width=10),
        Column("principal_fen", _("Principal"), "original"),
        Column("left_out_fen", _("Left out"), "original"),
        Column("rate", _("Rate counted, %"), "number", width=12),
        Column("cost", pgettext("subsidy", "Interest"), "number", width=20),
    ]
    return Sheet("stretches", _("Stretches"), columns, frame, under="settlements")


def held(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Every guarantee known on the day; money of others, in no total with the fund's."""
    found = guarantees.guarantees(session, actor, as_of)
    frame = found.assign(
        kind=_said(found["kind"], KINDS),
        form=_said(found["form"], FORMS),
        state=[look_of(state)[2] for state in found["state"]],
        alerts=["; ".join(_(ALERTS[one]) for one in alerts) for alerts in found["alerts"]],
    )
    columns = [
        Column("number", pgettext("guarantee", "Number"), "code", width=18),
        Column("issuer", pgettext("guarantee", "Issuer"), width=20),
        Column("kind", _("Kind"), width=16),
        Column("form", pgettext("guarantee", "Form"), width=10),
        Column("body", pgettext("guarantee", "Given by"), width=24),
        Column("subject", _("Secures"), width=18),
        Column("currency", _("Currency"), "code", width=10),
        Column("face_fen", _("As lodged"), "original"),
        Column("held_fen", pgettext("guarantee", "Held"), "original"),
        Column("valid_until", _("Runs to"), "date"),
        Column("duty_due_on", _("Duty due on"), "date"),
        Column("back_on", _("To be given back by"), "date"),
        Column("late_fen", _("Interest on late return"), "original"),
        Column("state", _("Status"), width=12),
        Column("alerts", _("Alerts"), width=40),
    ]
    return Sheet("guarantees", _("Guarantees"), columns, frame)


def contents(session: Session, actor: Actor, _period: Period, as_of: date) -> list[Sheet]:
    """Subsidies and settlements, of each those in other currencies apart; stretches, guarantees."""
    asked = (session, actor, as_of)
    return [
        *by_currency(subsidies(*asked)),
        *by_currency(settlements(*asked)),
        stretches(*asked),
        held(*asked),
    ]


def by_currency(sheet: Sheet) -> list[Sheet]:
    """A sheet's rows in renminbi with their totals; where there are others, a sheet of these, each
    in its own currency and added to nothing.
    """
    is_own = sheet.frame["currency"] == RENMINBI
    own = replace(sheet, frame=sheet.frame[is_own].reset_index(drop=True))
    if is_own.all():
        return [own]
    columns = [
        replace(column, kind="original", total=False) if column.kind == "amount" else column
        for column in sheet.columns
    ]
    columns.insert(1, Column("currency", _("Currency"), "code", width=10))
    others = sheet.frame[~is_own].reset_index(drop=True)
    title = f"{sheet.title} · {_('Other currencies')}"
    return [
        own,
        replace(sheet, name=f"{sheet.name}_foreign", title=title, columns=columns, frame=others),
    ]


def checks(session: Session, as_of: date, _period: Period, _sheets: list[Sheet]) -> list[Check]:
    """What is accepted beside what postings add up to; as many guarantees as were lodged."""
    accepted = session.execute(
        sa.text(
            "SELECT coalesce(sum(p.amount_fen), 0) FROM posting p JOIN subsidy s ON"
            " s.undertaking_id = p.undertaking_id JOIN undertaking u ON u.id = s.undertaking_id"
            " WHERE u.currency = :renminbi AND p.stage IN ('accepted', 'returned') AND"
            " p.recorded_on <= :day"
        ),
        {"day": as_of, "renminbi": RENMINBI},
    ).scalar_one()
    lodged = session.execute(
        sa.text(
            "SELECT count(*) FROM guarantee_event WHERE kind = 'lodged' AND recorded_on <= :day"
        ),
        {"day": as_of},
    ).scalar_one()
    return [
        Check(_("Subsidies accepted"), ("settlements", "accepted_fen"), int(accepted)),
        Check(_("Guarantees"), ("guarantees", ""), int(lodged), "integer"),
    ]


REPORT = Declared(
    "securities",
    N_("Subsidies and guarantees"),
    ("quarter", "half", "year"),
    contents,
    checks,
    offered="quarter",
    headlines=(
        "subsidies",
        "subsidies.obligated_fen",
        "subsidies.accepted_fen",
        "subsidies.paid_fen",
        "subsidies.left_fen",
        "guarantees",
    ),
)
