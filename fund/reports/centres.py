"""The compendium of centres: who reported on the period, then a sheet a province with what is
approved of each centre.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.centres import queries
from fund.centres.filling import BY_CODE
from fund.centres.rules import FIELDS, KINDS, STANDING_WORDS, STANDINGS
from fund.centres.tables import Centre
from fund.centres.values import stored
from fund.i18n import N_, _
from fund.period import Period
from fund.plan.tables import Region
from fund.reports.declared import Declared, counted
from fund.reports.description import Check, Column, Sheet


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """Centres with where their reports of the period stand, then the approved figures of each
    province's centres.
    """
    figures = queries.approved(session, as_of)
    within = (
        figures[[period.first <= day <= period.last for day in figures["ends_on"]]]
        if len(figures)
        else figures
    )
    known = queries.centres(session, actor, as_of)
    places: dict[str, tuple[str, str]] = {
        code: (name, short) for code, name, short in session.execute(sa.select(*_region())).all()
    }
    return [
        listed(session, actor, known, period, as_of, places),
        *(
            of_province(within[within["region_code"] == region], known, region, places[region][0])
            for region in sorted(set(within["region_code"]))
        ),
    ]


def _region() -> list[sa.ColumnElement[str]]:
    own: sa.Table = Region.__table__  # type: ignore[attr-defined]
    return [own.c.code, own.c[f"name_{i18n.language()}"], own.c[f"short_{i18n.language()}"]]


def listed(
    session: Session,
    actor: Actor,
    known: pd.DataFrame,
    period: Period,
    as_of: date,
    places: dict[str, tuple[str, str]],
) -> Sheet:
    """Every centre with what it received and where its report stands; one row a centre and
    reporting period.
    """
    states = _states(session, actor, period, as_of)
    own = i18n.language()
    joiner = "、" if own == "zh" else ", "
    frame = known.assign(
        name=known[f"name_{own}"],
        place=[
            f"{places[code][0]} {city}".strip()
            for code, city in zip(known["region_code"], known["city"], strict=True)
        ],
        what=[
            f"{_(KINDS[kind])} · {_(FIELDS[of])}"
            for kind, of in zip(known["kind"], known["field"], strict=True)
        ],
        works=[_(STANDINGS[word]) for word in known["standing"]],
        reported=[joiner.join(states.get(code, [])) for code in known["code"]],
    )
    return Sheet(
        "centres",
        _("Centres and platforms"),
        _columns(),
        frame,
        note=_(
            "Received: paid by the ledger to the grants and contracts linked to the centre, up to"
            " the day of this report."
        ),
    )


def _states(session: Session, actor: Actor, period: Period, as_of: date) -> dict[str, list[str]]:
    """Where each centre's reports of the period stand, by the centre's code."""
    tasks = queries.tasks(session, actor, as_of, with_locked=True)
    if len(tasks):
        tasks = tasks[[period.first <= day <= period.last for day in tasks["ends_on"]]]
    return {
        str(code): [_(STANDING_WORDS[standing]) for standing in rows["standing"]]
        for code, rows in tasks.groupby("centre_code")
    }


def _columns() -> list[Column]:
    return [
        Column("code", _("Code"), "code", width=14),
        Column("name", _("Centre"), width=40),
        Column("what", _("Kind and field"), width=28),
        Column("place", _("Place"), width=20),
        Column("host", _("Host"), width=28),
        Column("founded_on", _("Founded on"), "date"),
        Column("works", _("Status"), width=12),
        Column("received_fen", _("Received"), "amount", total=True),
        Column("reported", _("Report of the period"), width=24),
    ]


def of_province(figures: pd.DataFrame, known: pd.DataFrame, region: str, name: str) -> Sheet:
    """A province's centres: a row a figure."""
    own = i18n.language()
    names = dict(zip(known["code"], known[f"name_{own}"], strict=True))
    rows = []
    for row in figures.to_dict("records"):
        one = BY_CODE.get(row["indicator"])
        if one is not None and row["value"]:
            value = stored(row["value"], one)
            words = {key: zh if own == "zh" else en for key, zh, en in one.offered}
            rows.append(
                (
                    names.get(row["centre_code"], row["centre_code"]),
                    row["period_code"],
                    one.word("name", own),
                    one.word("unit", own),
                    value if one.is_number else None,
                    "" if one.is_number else words.get(str(value), str(value)),
                    row["approved_on"],
                )
            )
    frame = pd.DataFrame(
        rows, columns=["centre", "period", "figure", "unit", "number", "words", "approved_on"]
    )
    columns = [
        Column("centre", _("Centre"), width=40),
        Column("period", _("Reporting period"), "code", width=12),
        Column("figure", _("Figure"), width=32),
        Column("unit", _("Unit")),
        Column("number", _("Value"), "number"),
        Column("words", _("In words"), width=24),
        Column("approved_on", _("Approved on"), "date"),
    ]
    return Sheet(
        f"province_{region}", name, columns, frame, note=_("Only approved reports are told.")
    )


def checks(session: Session, _as_of: date, _period: Period, made_: list[Sheet]) -> list[Check]:
    """As many centres as there are."""
    return counted(session, made_, "centres", Centre)


REPORT = Declared(
    "centres",
    N_("Centres and platforms"),
    ("quarter", "half", "year"),
    contents,
    checks,
    offered="quarter",
    is_afterwards=True,
    headlines=("centres", "centres.received_fen"),
)
