"""360Giving out: the fund's own decided grants and subsidies, from the queries their pages read, as
a package that other systems take in; a subsidy says that it is one.

Source: https://standard.threesixtygiving.org/ (schema 1.4), kept in data/schemas. Data stand in
Chinese whatever the language of the run, so that the same day always gives the same bytes.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, NotRequired, TypedDict

import orjson
import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import db
from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_, FundError
from fund.frames import rows_of
from fund.grants import queries
from fund.grants.tables import Grant
from fund.i18n import _, speaking
from fund.ledger import queries as ledger
from fund.ledger.rules import NATIONWIDE, UNDECIDED
from fund.ledger.tables import Act, Line, Programme, Tranche
from fund.ledger.view import View
from fund.money import published_units as units
from fund.plan.rules import known_identifier
from fund.plan.tables import Measure, Organisation, Region

VERSION = "1.4"
CHINA = "CN"
GEO_CODES = "GB/T 2260"
UNREGISTERED = "commercial-space-fund"
"""Stands for the fund until FUND_ORGANISATION_ID says how registers know it: no official code is
made up.
"""


GIVEN = {"subsidy": N_("Interest or premium subsidy")}
"""Kinds of undertaking given away beside grants, in words; what is invested is none of them."""


class NothingDecided(FundError):
    """A package has at least one grant."""

    message = N_(
        "No grant was decided by {day}. A 360Giving package has at least one grant: choose a later"
        " day."
    )


class Publisher(NamedTuple):
    """How registers know the fund: its organisation id (``CN-USCI-…``) and the prefix 360Giving
    gave it for grant ids.
    """

    organisation_id: str = UNREGISTERED
    prefix: str = ""

    def grant_id(self, code: str) -> str:
        """The fund's own code, behind the prefix where there is one."""
        return f"{self.prefix}-{code}" if self.prefix else code


def publisher() -> Publisher:
    """FUND_ORGANISATION_ID and FUND_360GIVING_PREFIX, as the environment has them."""
    return Publisher(
        known_identifier(os.environ.get("FUND_ORGANISATION_ID") or UNREGISTERED),
        os.environ.get("FUND_360GIVING_PREFIX", ""),
    )


class Decided(TypedDict):
    """A thing that was given away, as the frames of ``package`` have it."""

    undertaking_id: int
    organisation_id: int
    grant_id: str
    title: str
    currency: str
    awarded_fen: int
    paid_fen: int
    awarded_on: date
    signed_on: date | None
    region: str
    line: str
    measure: str
    kind: NotRequired[object]


class Package(TypedDict):
    """A 360Giving package; its description says that its data are invented, where they are."""

    version: str
    title: str
    description: NotRequired[str]
    issued: str
    publisher: dict[str, str]
    grants: list[dict[str, object]]


def package(session: Session, actor: Actor, as_of: date, by: Publisher) -> Package:
    """Every grant decided by the day, as a 360Giving package; amounts are exact decimals of the
    currency's unit.

    Raises NothingDecided where there is none.
    """
    actor.must("export")
    view = View(as_of=as_of)
    frames = [queries.portfolio(session, actor, view), *_instruments(session, actor, view)]
    held = [frame for frame in frames if not frame.empty]
    if not held:
        raise NothingDecided(day=as_of)
    frame = pd.concat([frame.astype(object) for frame in held], ignore_index=True)
    is_invented = db.kind(session) == "demonstration"
    with speaking("zh"):
        mark = _("Demonstration data") if is_invented else ""
        fund = {"id": by.organisation_id, "name": marked(_("Commercial Space Fund"), mark)}
        known = _Known(session, as_of)
        grants = [_grant(row, known, by, fund, mark) for row in rows_of(frame, Decided)]
        made: Package = {
            "version": VERSION,
            "title": marked(
                _("Grants of the commercial space fund as of {day}").format(day=as_of.isoformat()),
                mark,
            ),
            "description": _(
                "Demonstration data: every organisation, person and figure is invented."
            ),
            "issued": as_of.isoformat(),
            "publisher": {"identifier": fund["id"], "name": fund["name"]},
            "grants": grants,
        }
    if not is_invented:
        del made["description"]
    return made


def _instruments(session: Session, actor: Actor, view: View) -> list[pd.DataFrame]:
    """What was decided of other instruments that are given away, as ``queries.portfolio`` has
    grants, each with its ``kind``.
    """
    found = []
    for kind in GIVEN:
        frame = queries.as_grants(ledger.undertakings(session, actor, view, kind))
        frame = frame[~frame["status"].isin(UNDECIDED)]
        found.append(frame.assign(kind=kind))
    return found


def marked(words: str, mark: str) -> str:
    """Words with the mark of invented data behind them, where there is one."""
    return f"{words}（{mark}）" if mark else words


def written(content: Mapping[str, object]) -> bytes:
    """The package as UTF-8 JSON, amounts digit by digit: no binary fraction comes between."""
    return orjson.dumps(
        content, default=_literal, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


def _literal(value: object) -> orjson.Fragment:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is not JSON")
    return orjson.Fragment(format(value, "f"))


class _Known:
    """What stands beside the grants in other tables, by their number or code, as of a day."""

    def __init__(self, session: Session, as_of: date) -> None:
        self.records = {row.undertaking_id: row for row in session.exec(select(Grant)).all()}
        self.organisations = {row.id: row for row in session.exec(select(Organisation)).all()}
        self.regions = dict(session.exec(select(Region.code, Region.name_zh)).all())
        self.measures = dict(session.exec(select(Measure.key, Measure.title_zh)).all())
        programmes = select(Line.code, Programme.code, Programme.title).join(
            Programme,
            Programme.id == Line.programme_id,  # type: ignore[arg-type]
        )
        self.programmes = {
            line: (code, title) for line, code, title in session.exec(programmes).all()
        }
        act = table_of(Act)
        latest = (
            sa.select(act.c.undertaking_id, sa.func.max(act.c.recorded_at))
            .where(act.c.recorded_on <= as_of)
            .group_by(act.c.undertaking_id)
        )
        self.modified: dict[int, datetime] = dict(session.execute(latest).all())
        tranche = table_of(Tranche)
        last = sa.select(tranche.c.undertaking_id, sa.func.max(tranche.c.promised_on)).group_by(
            tranche.c.undertaking_id
        )
        self.promised: dict[int, date] = dict(session.execute(last).all())


def _grant(
    row: Decided, known: _Known, by: Publisher, fund: dict[str, str], mark: str
) -> dict[str, object]:
    """One grant of the portfolio as 360Giving has it; a field without a value is left out."""
    key = int(row["undertaking_id"])
    record, body = known.records.get(key), known.organisations[int(row["organisation_id"])]
    asked_fen = record.requested_fen if record else 0
    found = {
        "id": by.grant_id(row["grant_id"]),
        "title": row["title"],
        "description": marked((record.purpose if record else "") or row["title"], mark),
        "currency": row["currency"],
        "amountAppliedFor": units(asked_fen, row["currency"]) if asked_fen else None,
        "amountAwarded": units(row["awarded_fen"], row["currency"]),
        "amountDisbursed": units(row["paid_fen"], row["currency"]),
        "awardDate": row["awarded_on"].isoformat(),
        "plannedDates": _planned(row, known.promised.get(key)),
        "recipientOrganization": [{"id": f"{body.scheme}-{body.identifier}", "name": body.name}],
        "fundingOrganization": [fund],
        "beneficiaryLocation": [_place(row["region"], known)],
        "grantProgramme": _programme(row, known),
        "fromOpenCall": "Yes" if record and record.call_id else None,
        "fundingType": _funding(row.get("kind")),
        "dateModified": known.modified[key].isoformat(),
    }
    return {name: value for name, value in found.items() if value is not None}


def _funding(kind: object) -> list[dict[str, str]] | None:
    """What a thing that is no plain grant is, in words and by our own code."""
    words = GIVEN.get(kind) if isinstance(kind, str) else None
    if words is None:
        return None
    return [{"vocabulary": UNREGISTERED, "code": str(kind), "title": _(words)}]


def _planned(row: Decided, promised_on: date | None) -> list[dict[str, str]] | None:
    """From the signature to the last day a tranche was promised for; None before anything is
    signed.
    """
    signed_on = row["signed_on"]
    if signed_on is None or pd.isna(signed_on) or promised_on is None:
        return None
    return [
        {
            "startDate": signed_on.isoformat(),
            "endDate": max(promised_on, signed_on).isoformat(),
        }
    ]


def _place(region: str, known: _Known) -> dict[str, str]:
    if region == NATIONWIDE:
        return {"name": _("Nationwide"), "countryCode": CHINA}
    return {
        "name": known.regions[region],
        "countryCode": CHINA,
        "geoCode": region,
        "geoCodeType": GEO_CODES,
    }


def _programme(row: Decided, known: _Known) -> list[dict[str, str]]:
    """The programme of the line that pays, with the plan's measure it serves."""
    code, title = known.programmes[row["line"]]
    return [
        {
            "code": code,
            "title": title,
            "description": f"{row['measure']} {known.measures[row['measure']]}",
        }
    ]
