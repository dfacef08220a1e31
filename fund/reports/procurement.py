"""The procurement report: what is bought, how, from whom and how openly, each sheet from the query
its page asks.
"""

from dataclasses import replace
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.frames import rows_of
from fund.i18n import N_, _
from fund.ledger.rules import CATEGORIES
from fund.ledger.sums import POSTING, RENMINBI_LINES
from fund.ledger.view import View
from fund.missions import queries as missions
from fund.period import Period
from fund.procurement import delivered, flagged, past
from fund.procurement import queries as procurement
from fund.procurement.concentration import LEVELS, Concentration
from fund.procurement.deliverables import ORBITS
from fund.procurement.processes import CONTRACT
from fund.procurement.rows import FlagSaid
from fund.procurement.rules import DISPOSITIONS, METHODS
from fund.procurement.wording import FIGURES, FLAGS, UNITS, evidence
from fund.reports import sheets
from fund.reports.declared import Declared
from fund.reports.description import ChartSpec, Check, Column, Sheet
from fund.reports.missions import shares
from fund.suppliers import queries as suppliers


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Cumulative by category, method and supplier; processes and contracts of the period; then how
    openly, and what of it is commercial.
    """
    whole, within = View(as_of=as_of), View(as_of=as_of, period=period)
    held, concentrated = suppliers.holders(session, actor, whole)
    found = [
        replace(sheets.categories(session, actor, whole), chart=_by_category()),
        replace(ways(session, actor, whole), under="categories"),
        holders(held),
        noticed(session, actor, period, as_of),
        replace(sheets.contracts(session, actor, within), title=_("New contracts")),
        competition(session, actor, as_of),
        flags(session, actor, as_of),
        replace(concentration(concentrated), under="competition"),
        replace(unit_prices(session, actor, whole), under="flags"),
    ]
    return found + (
        [shares(session, actor, whole)] if missions.shares(session, actor, whole) else []
    )


def _by_category() -> ChartSpec:
    return ChartSpec(
        "column",
        _("Procurement by category"),
        "name",
        [f"{stage}_fen" for stage in ("committed", "accepted", "paid")],
        (sheets.BLUES[1], sheets.BLUES[2], sheets.BLUES[4]),
    )


def ways(session: Session, actor: Actor, view: View) -> Sheet:
    """Committed renminbi by method and category."""
    bought = procurement.by_method(session, actor, view)
    keys = [key for key in CATEGORIES if (bought["category"] == key).any()]
    rows = [
        {
            "method": _(words),
            **{
                f"{key}_fen": int(
                    bought.loc[
                        (bought["method"] == code) & (bought["category"] == key), "fen"
                    ].sum()
                )
                for key in keys
            },
        }
        for code, words in METHODS.items()
    ]
    frame = (
        pd.DataFrame(rows).assign(
            total_fen=lambda made: made[[f"{key}_fen" for key in keys]].sum(axis=1)
        )
        if keys
        else pd.DataFrame(rows).assign(total_fen=0)
    )
    columns = [
        Column("method", _("Method"), width=22),
        *(Column(f"{key}_fen", _(CATEGORIES[key]), "amount", total=True) for key in keys),
        Column("total_fen", _("Total"), "amount", total=True),
    ]
    return Sheet("methods", _("By method"), columns, frame)


def holders(frame: pd.DataFrame) -> Sheet:
    """Who holds the renminbi committed (fund.suppliers.queries.HOLDERS), merged organisations as
    one.
    """
    total = int(frame["fen"].sum()) if len(frame) else 0
    flag = {True: _("Yes"), False: _("No")}
    frame = frame.assign(
        share=[fen / total for fen in frame["fen"]],
        commercial=[flag.get(value, "") for value in frame["is_commercial"]],
    )
    columns = [
        Column("name", _("Supplier"), width=34),
        Column("commercial", _("Commercial entity"), width=14),
        Column("fen", _("Committed"), "amount", total=True),
        Column("share", _("Share"), "share"),
    ]
    largest = ChartSpec("bar", _("Largest suppliers"), "name", ["fen"], ("2E6DB4",), most=10)
    return Sheet("suppliers", _("Suppliers"), columns, frame, largest)


def concentration(found: list[Concentration]) -> Sheet:
    """How concentrated each category is."""
    rows = [
        {
            "category": _(CATEGORIES[one.category]),
            "suppliers": one.suppliers,
            "hhi": round(one.hhi),
            "top_five": one.top_five,
            "level": _(LEVELS[one.level]),
        }
        for one in found
    ]
    columns = [
        Column("category", _("Category"), width=18),
        Column("suppliers", _("Suppliers"), "integer"),
        Column("hhi", _("HHI index"), "integer"),
        Column("top_five", _("Share of the five largest"), "share"),
        Column("level", _("Judgement"), width=18),
    ]
    return Sheet(
        "concentration",
        _("Concentration by category"),
        columns,
        pd.DataFrame(rows, columns=[column.key for column in columns]),
    )


def noticed(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """Processes whose notice went out in the period."""
    frame = past.noticed(session, actor, period.first, min(period.last, as_of))
    frame = sheets.with_words(
        session,
        frame.assign(
            category_name=[_(CATEGORIES[key]) for key in frame["category"]],
            method_name=[_(METHODS[key]) for key in frame["method"]],
        ),
    )
    columns = [
        Column("code", _("Code"), "code", width=18),
        Column("title", _("Title"), width=40),
        Column("category_name", _("Category"), width=14),
        Column("method_name", _("Method"), width=16),
        Column("status_name", _("Stage"), width=14),
        Column("notice_on", _("Notice"), "date"),
        Column("bids", _("Bids"), "integer"),
        Column("supplier", _("Supplier"), width=28),
        Column("currency", _("Currency"), "code", width=8),
        Column("estimate_fen", _("Estimate"), "original"),
        Column("value_fen", _("Committed"), "original"),
    ]
    return Sheet("processes", _("Processes"), columns, frame)


def competition(session: Session, actor: Actor, as_of: date) -> Sheet:
    """How openly the newest tenders were competed for, each figure with what it rests on."""
    found, _ways = flagged.competition(session, actor, as_of)
    rows = [
        {
            "name": _(FIGURES[one.name][0]),
            "of": _(FIGURES[one.name][1]),
            "value": one.value,
            "unit": _(UNITS[one.unit]),
            "sample": one.sample,
        }
        for one in found
    ]
    columns = [
        Column("name", _("Figure"), width=30),
        Column("of", _("What it is taken of"), width=44),
        Column("value", _("Value"), "number"),
        Column("unit", _("Unit"), width=8),
        Column("sample", _("Rests on"), "integer"),
    ]
    return Sheet(
        "competition",
        _("Competition"),
        columns,
        pd.DataFrame(rows),
        note=_("Over the newest {count} tenders as they stood on this day.").format(
            count=flagged.WINDOW
        ),
    )


def flags(session: Session, actor: Actor, as_of: date) -> Sheet:
    """Red flags with what was said of each by the day."""
    frame, looked_at = flagged.flags(session, actor, as_of)
    records = rows_of(frame, FlagSaid)
    rows = [
        {
            "flag": row["flag"],
            "rule": _(FLAGS[row["flag"]][0]),
            "what": row["title"] or row["supplier"],
            "code": row["code"],
            "parties": "; ".join(row["parties"]),
            "says": evidence(row["flag"], row["facts"], row["currency"]),
            "sample": row["sample"],
            "answer": _(DISPOSITIONS[row["outcome"]]) if row["outcome"] else _("Not answered"),
            "reason": row["reason"],
        }
        for row in records
    ]
    columns = [
        Column("flag", _("Flag"), "code", width=8),
        Column("rule", _("Rule"), width=30),
        Column("what", _("Tender or supplier"), width=36),
        Column("code", _("Code"), "code", width=18),
        Column("parties", _("Organisations named"), width=34),
        Column("says", _("What raised it"), width=40),
        Column("sample", _("Sample"), "integer"),
        Column("answer", _("Answer"), width=16),
        Column("reason", _("Reason"), width=36),
    ]
    note = _("A flag is a prompt to review, not a finding of wrongdoing.")
    count = _("Tenders looked at: {count}.").format(count=looked_at)
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    note = f"{note} {count}"
    return Sheet("flags", _("Red flags"), columns, frame, note=note)


def unit_prices(session: Session, actor: Actor, view: View) -> Sheet:
    """What one of it cost, contract by contract."""
    found, _sets = delivered.unit_prices(session, actor, view)
    rows = [
        {
            "code": one.code,
            "category": _(CATEGORIES[one.category]),
            "kind": _(ORBITS[one.kind]) if one.kind in ORBITS else one.kind,
            "signed_on": one.signed_on,
            "fen": one.unit_fen,
            "per": one.measure,
        }
        for one in found
    ]
    words = {"kg": _("kilogram to orbit"), "satellite": _("satellite"), "pass": _("pass")}
    rows = [row | {"per": words.get(str(row["per"]), row["per"])} for row in rows]
    columns = [
        Column("code", _("Contract"), "code", width=18),
        Column("category", _("Category"), width=14),
        Column("kind", _("Kind"), width=20),
        Column("signed_on", _("Signed on"), "date"),
        Column("per", _("Unit"), width=18),
        Column("fen", _("Price of one"), "original"),
    ]
    return Sheet(
        "unit_prices",
        _("Unit prices"),
        columns,
        pd.DataFrame(rows, columns=[column.key for column in columns]),
    )


def checks(session: Session, as_of: date, _period: Period, sheets_made: list[Sheet]) -> list[Check]:
    """What contracts are committed in renminbi, straight from the postings, beside the totals of
    categories, methods and suppliers.
    """
    database = committed(session, as_of)
    return [
        Check(f"{sheet.title} · {_('Committed')}", (sheet.name, key), database)
        for sheet in sheets_made
        for name, key in (
            ("categories", "committed_fen"),
            ("methods", "total_fen"),
            ("suppliers", "fen"),
        )
        if sheet.name == name and len(sheet.frame)
    ]


def committed(session: Session, as_of: date) -> int:
    """Postings of contracts in renminbi up to a day, in fen."""
    return int(
        session.execute(
            sa.select(sa.func.coalesce(sa.func.sum(POSTING.c.amount_fen), 0))
            .join(CONTRACT, CONTRACT.c.id == POSTING.c.undertaking_id)
            .where(
                CONTRACT.c.kind == "contract",
                POSTING.c.stage == "committed",
                POSTING.c.recorded_on <= as_of,
                POSTING.c.line_id.in_(RENMINBI_LINES),
            )
        ).scalar_one()
    )


REPORT = Declared(
    "procurement",
    N_("Procurement report"),
    ("month", "quarter", "half", "year"),
    contents,
    checks,
    offered="quarter",
    corrected=("contract",),
    headlines=(
        "categories.contracts",
        "categories.committed_fen",
        "categories.obligated_fen",
        "categories.accepted_fen",
        "categories.paid_fen",
        "suppliers",
        "processes",
        "contracts",
    ),
)
