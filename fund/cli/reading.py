"""Commands that read: figures, grants, contracts, milestones, targets, export, report, verify."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, TypedDict

import pandas as pd
import typer
from sqlmodel import Session

from fund import audit, clock, db, i18n
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.keeping import engine
from fund.i18n import _
from fund.ledger.rules import STAGES
from fund.ledger.view import View

if TYPE_CHECKING:
    from fund.procurement.rows import FlagTold


@contextmanager
def reading(act: str, as_of: date) -> Iterator[Session]:
    """A snapshot for the operator; the reading is logged where the database can be written."""
    made = engine()
    db.write(made, lambda session: audit.record(session, OPERATOR, f"cli.{act}", None, as_of=as_of))
    with output.refusals(), db.reading(made) as session:
        yield session


@command("figures")
def figures(as_of: AsOf = "", json: Json = False) -> None:
    """Headline figures as of a day."""
    from fund.portfolio import queries as portfolio

    cut = day(as_of)
    with reading("figures", cut) as session:
        found = portfolio.figures(session, OPERATOR, cut)
        if json:
            from fund.published import queries as published

            others = published.totals_by_currency(session, OPERATOR, cut)
            output.document({**found, "published": others})
            return
    for stage, amount_fen in found["stages"].items():
        typer.echo(f"{_(STAGES[stage])}\t{i18n.amount(amount_fen, 'yuan')}")


GRANTS = [
    "grant_id",
    "title",
    "recipient",
    "measure",
    "region",
    "currency",
    "awarded_fen",
    "paid_fen",
    "status",
    "awarded_on",
]
CONTRACTS = [
    "ocid",
    "contract_id",
    "title",
    "supplier",
    "category",
    "method",
    "currency",
    "value_fen",
    "paid_fen",
    "status",
    "signed_on",
]
MILESTONES = [
    "milestone_id",
    "code",
    "owner",
    "undertaking",
    "title",
    "planned_on",
    "due_on",
    "forecast_on",
    "met_on",
    "status",
    "is_overdue",
    "days_late",
]


def _print(frame: "pd.DataFrame", names: list[str], *, json: bool) -> None:
    if json:
        output.document(output.records(frame, names))
    else:
        output.table(frame, names)


@command("grants")
def grants(as_of: AsOf = "", json: Json = False) -> None:
    """Grants as of a day."""
    import pandas as pd

    from fund.grants import queries as own_grants
    from fund.published import queries as published

    cut = day(as_of)
    with reading("grants", cut) as session:
        own = own_grants.portfolio(session, OPERATOR, View(as_of=cut))
        others = published.grants(session, OPERATOR, cut)
    _print(
        pd.concat([own[GRANTS].astype(object), others.reindex(columns=GRANTS).astype(object)]),
        GRANTS,
        json=json,
    )


@command("contracts")
def contracts(as_of: AsOf = "", json: Json = False) -> None:
    """Contracts as of a day."""
    import pandas as pd

    from fund.procurement import queries as procurement
    from fund.published import queries as published

    cut = day(as_of)
    with reading("contracts", cut) as session:
        own = procurement.register(session, OPERATOR, View(as_of=cut))
        others = published.contracts(session, OPERATOR, cut)
    _print(
        pd.concat(
            [own[CONTRACTS].astype(object), others.reindex(columns=CONTRACTS).astype(object)]
        ),
        CONTRACTS,
        json=json,
    )


@command("milestones")
def milestones(as_of: AsOf = "", json: Json = False) -> None:
    """Milestones as of a day."""
    from fund.milestones import queries

    cut = day(as_of)
    with reading("milestones", cut) as session:
        _print(queries.plan(session, OPERATOR, View(as_of=cut)), MILESTONES, json=json)


@command("targets")
def targets(as_of: AsOf = "", json: Json = False) -> None:
    """Targets as of a day, with where each will be at the end of its year; levers come with the
    milestones of a target.
    """
    import pandas as pd

    from fund.frames import row_of
    from fund.targets import queries
    from fund.targets.rows import Stepped

    cut = day(as_of)
    with reading("targets", cut) as session:
        frame = queries.outlooks(session, OPERATOR, View(as_of=cut))
    rows = [
        {
            "indicator": row["code"],
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            "region": row["region_code"],
            "baseline": row["baseline"],
            "target": row["target"],
            "former_target": row["former_value"],
            "former_changed_on": row["former_changed_on"],
            "former_probability": row["former_chance"],
            "former_verdict": row["former_verdict"],
            "year": row["target_year"],
            "direction": row["direction"],
            "unit": row["unit_zh"],
            "actual": row["actual"],
            "low": row["low"],
            "median": row["median"],
            "high": row["high"],
            "probability": row["chance"],
            "verdict": row["verdict"],
            "reason": i18n.say(row["refusal"]) if row["refusal"] else "",
            "levers": [
                {
                    "milestone": row["step_names"].get(lever.key, ""),
                    "chance": round(lever.chance, 4),
                }
                for lever in row["levers"]
            ],
            "official": bool(row["is_official"]),
            "source": row["source"],
        }
        for one in output.records(frame, list(frame.columns))
        for row in [row_of(one, Stepped)]
    ]
    if json:
        output.document(rows)
        return
    output.table(
        pd.DataFrame(rows),
        ["indicator", "region", "baseline", "actual", "target", "year", "unit", "source"],
    )


@command("flags")
def flags(json: Json = False) -> None:
    """Red flags raised now by the fund's own tenders, then by those published elsewhere: the
    numbers behind each and, of the fund's own, what was said of it.
    """
    import pandas as pd

    from fund.frames import row_of
    from fund.procurement import flagged
    from fund.procurement.rows import FlagTold
    from fund.published import flagged as elsewhere

    with reading("flags", clock.today()) as session:
        own, _looked_at = flagged.flags(session, OPERATOR)
        others, _of_others = elsewhere.flags(session, OPERATOR)
    rows = [
        _flag(row_of(row, FlagTold), "own", row["value_fen"], row["outcome"] or "open")
        for row in output.records(own, list(own.columns))
    ]
    rows += [
        _flag(row_of(row, FlagTold), "published", row["tender_fen"], None)
        for row in output.records(others, list(others.columns))
    ]
    if json:
        output.document(rows)
        return
    shown = ["code", "source", "ocid", "parties", "evidence", "sample_size", "outcome"]
    output.table(
        pd.DataFrame(rows, columns=shown).assign(
            parties=["; ".join(row["parties"]) for row in rows]
        ),
        shown,
    )


class Flag(TypedDict):
    """A flag as the command line tells it."""

    code: str
    ocid: str
    parties: list[str]
    value: float
    sample_size: int
    source: str
    estimate_fen: object
    currency: str
    evidence: str
    outcome: object


def _flag(row: "FlagTold", source: str, estimate_fen: object, outcome: object) -> Flag:
    from fund.procurement.wording import evidence

    return {
        "code": row["flag"],
        "ocid": row["ocid"],
        "parties": row["parties"],
        "value": row["value"],
        "sample_size": row["sample"],
        "source": source,
        "estimate_fen": estimate_fen or None,
        "currency": row["currency"],
        "evidence": evidence(row["flag"], row["facts"], row["currency"]),
        "outcome": outcome,
    }


@command("verify")
def verify(json: Json = False) -> None:
    """Every check of fund.verify; exit code 1 when one fails."""
    from fund.verify import verify as check
    from fund.verify import words

    with reading("verify", clock.today()) as session:
        found = check(session)
    if json:
        output.document(found)
    else:
        said = words()
        for row in found["checks"]:
            mark = _("in order") if row["ok"] else _("WRONG")
            name = _(said[row["name"]]) if row["name"] in said else row["name"]
            typer.echo("\t".join(filter(None, [mark, name, row["detail"]])))
    if not found["ok"]:
        raise typer.Exit(1)
