"""The fund's own procurements as OCDS releases: read from the tables as of a day, told by
fund.procurement.story.

Amounts are exact decimals of the currency's unit. Data stand in Chinese whatever the language of
the run.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.access.actors import Actor
from fund.columns import table_of
from fund.grants.exchange import UNREGISTERED, marked, written
from fund.ledger.rules import NATIONWIDE
from fund.ledger.tables import Act, Posting, Tranche
from fund.plan import reference
from fund.plan.tables import Region
from fund.procurement.facts import Body, Facts, Happened, Offered, Part, Told, facts, instant
from fund.procurement.processes import BID, BODY, CONTRACT, EVENT, LINE, LINK, PROCESS
from fund.procurement.story import releases as told_releases
from fund.procurement.tables import Contract

__all__ = ["is_there", "releases", "start", "written"]
OWN = table_of(Contract)
ACT = table_of(Act)
POSTING = table_of(Posting)
TRANCHE = table_of(Tranche)
AT_ONCE = 500
start = instant


def releases(
    session: Session, actor: Actor, as_of: date, *, category: str = "", ocids: Sequence[str] = ()
) -> Iterator[dict[str, object]]:
    """Every release of the fund's own procurements recorded by the day, process by process; of a
    category, of these ocids.
    """
    actor.must("export")
    known = _Known(session)
    for table, key, reader in (
        (PROCESS, PROCESS.c.id, _processes),
        (CONTRACT, CONTRACT.c.id, _contracts),
    ):
        where: list[sa.ColumnElement[bool]] = [table.c.category == category] if category else []
        if table is CONTRACT:
            where += [
                CONTRACT.c.kind == "contract",
                ~sa.exists().where(LINK.c.undertaking_id == CONTRACT.c.id),
            ]
        keys = list(session.execute(sa.select(key).where(*where).order_by(key)).scalars())
        for first in range(0, len(keys), AT_ONCE):
            for told in reader(session, known, keys[first : first + AT_ONCE], as_of):
                if not ocids or told.ocid in ocids:
                    yield from told_releases(told)


def is_there(session: Session) -> bool:
    """Whether there is a process or a contract."""
    return any(
        session.execute(sa.select(table.c[name]).limit(1)).first() is not None
        for table, name in ((PROCESS, "id"), (OWN, "undertaking_id"))
    )


class _Known:
    """Words beside the tables, and who the fund is."""

    def __init__(self, session: Session) -> None:
        self.mark = "演示数据" if db.kind(session) == "demonstration" else ""
        self.buyer = Body(
            os.environ.get("FUND_ORGANISATION_ID") or UNREGISTERED,
            marked("商业航天发展基金", self.mark),
        )
        self.methods = {row["code"]: row for row in reference.procurement_methods()}
        self.categories = {row["code"]: row for row in reference.procurement_categories()}
        region = table_of(Region)
        self.regions = {
            code: name
            for code, name in session.execute(sa.select(region.c.code, region.c.name_zh))
            if code != NATIONWIDE
        }

    def told(self, row: sa.RowMapping) -> Told:
        """What both kinds of rows have in common."""
        method, category = self.methods[row["method"]], self.categories.get(row["category"])
        return Told(
            ocid=ocid(row["ocid"], row["code"]),
            code=row["code"],
            title=marked(row["title"], self.mark),
            category=row["category"],
            category_name=category["name_zh"] if category else "",
            main_category=category["ocds_category"] if category else "",
            method=method["ocds_method"],
            method_name=method["name_zh"],
            rationale=row.get("rationale", ""),
            criteria=row.get("award_criteria", ""),
            region=self.regions.get(row["region_code"], ""),
            region_code=row["region_code"],
            currency=row["currency"],
            budget_code=row["line"],
            estimate_fen=row.get("estimate_fen"),
            buyer=self.buyer,
            notice_on=row.get("notice_on") or row.get("tendered_on"),
            bidders=row.get("bidders"),
            mission=row.get("mission_code", ""),
        )

    def body(self, row: sa.RowMapping) -> Body:
        """An organisation by its code, with its province."""
        return Body(
            f"{row['scheme']}-{row['identifier']}",
            row["name"],
            row["scheme"],
            row["identifier"],
            self.regions.get(row["body_region"] or "", ""),
        )


def ocid(stored: str, code: str) -> str:
    """The id others know a process by: behind the prefix the fund registered (FUND_OCID_PREFIX), or
    as it is stored.
    """
    prefix = os.environ.get("FUND_OCID_PREFIX", "")
    return f"{prefix}-{code}" if prefix else stored


def _processes(session: Session, known: _Known, keys: Sequence[int], as_of: date) -> Iterator[Told]:
    framework = PROCESS.alias("framework")
    rows = (
        session.execute(
            sa.select(
                PROCESS,
                LINE.c.code.label("line"),
                framework.c.ocid.label("f_ocid"),
                framework.c.code.label("f_code"),
                LINK.c.undertaking_id,
            )
            .select_from(
                PROCESS.join(LINE, LINE.c.id == PROCESS.c.line_id)
                .outerjoin(framework, framework.c.id == PROCESS.c.framework_id)
                .outerjoin(LINK, LINK.c.process_id == PROCESS.c.id)
            )
            .where(PROCESS.c.id.in_(keys))
            .order_by(PROCESS.c.id)
        )
        .mappings()
        .all()
    )
    made = {row["id"]: known.told(row) for row in rows}
    for row in rows:
        made[row["id"]].framework_ocid = ocid(row["f_ocid"], row["f_code"]) if row["f_ocid"] else ""
        if row["status"] == "unsuccessful":
            made[row["id"]].outcome = "unsuccessful"
    _bids(session, known, made)
    bought = {
        row["undertaking_id"]: made[row["id"]] for row in rows if row["undertaking_id"] is not None
    }
    linked = {row["id"] for row in rows if row["undertaking_id"] is not None}
    _events(session, made, linked, as_of)
    _acts(session, known, bought, as_of)
    yield from made.values()


def _bids(session: Session, known: _Known, made: dict[int, Told]) -> None:
    rows = session.execute(
        sa.select(
            BID,
            BODY.c.name,
            BODY.c.scheme,
            BODY.c.identifier,
            BODY.c.region_code.label("body_region"),
        )
        .join(BODY, BODY.c.id == BID.c.organisation_id)
        .where(BID.c.process_id.in_(list(made)))
    ).mappings()
    for row in rows:
        made[row["process_id"]].bids[row["id"]] = Offered(
            known.body(row), row["amount_fen"], row["received_at"], row["reason"]
        )


def _contracts(session: Session, known: _Known, keys: Sequence[int], as_of: date) -> Iterator[Told]:
    """Contracts that were entered without a process."""
    rows = (
        session.execute(
            sa.select(
                CONTRACT,
                OWN.c.ocid,
                OWN.c.method,
                OWN.c.tendered_on,
                OWN.c.bidders,
                LINE.c.code.label("line"),
            )
            .join(OWN, OWN.c.undertaking_id == CONTRACT.c.id)
            .join(LINE, LINE.c.id == CONTRACT.c.line_id)
            .where(CONTRACT.c.id.in_(keys))
            .order_by(CONTRACT.c.id)
        )
        .mappings()
        .all()
    )
    made = {row["id"]: known.told(row) for row in rows}
    _acts(session, known, made, as_of)
    yield from made.values()


def _events(session: Session, made: dict[int, Told], linked: set[int], as_of: date) -> None:
    """What was done on the processes; what a contract's own acts say is left to them."""
    events = session.execute(
        sa.select(EVENT)
        .where(EVENT.c.process_id.in_(list(made)), EVENT.c.recorded_on <= as_of)
        .order_by(EVENT.c.id)
    ).mappings()
    for event in events:
        if event["process_id"] in linked and event["kind"] in ("award", "sign"):
            continue  # the contract's own acts say it, with their money
        made[event["process_id"]].steps.append(
            Happened(
                event["recorded_at"],
                f"e{event['id']:09d}",
                event["kind"],
                event["recorded_on"],
                event["reason"],
                facts(event["facts"]),
            )
        )


def _posted(
    session: Session, keys: list[int], as_of: date
) -> dict[int, list[tuple[str, int | None, int]]]:
    """Stage, part and fen of every posting of some contracts, by act."""
    posted: dict[int, list[tuple[str, int | None, int]]] = {}
    for moved in session.execute(
        sa.select(*POSTING.c["act_id", "stage", "tranche_id", "amount_fen"])
        .where(POSTING.c.undertaking_id.in_(keys), POSTING.c.recorded_on <= as_of)
        .order_by(POSTING.c.id)
    ):
        posted.setdefault(moved.act_id, []).append(
            (moved.stage, moved.tranche_id, moved.amount_fen)
        )
    return posted


def _acts(session: Session, known: _Known, bought: dict[int, Told], as_of: date) -> None:
    """Supplier, deliverables and what was done, by the number of the contract."""
    keys = list(bought)
    for row in session.execute(
        sa.select(CONTRACT.c.id.label("key"), BODY, BODY.c.region_code.label("body_region"))
        .join(BODY, BODY.c.id == CONTRACT.c.organisation_id)
        .where(CONTRACT.c.id.in_(keys))
    ).mappings():
        bought[row["key"]].supplier = known.body(row)
    for row in session.execute(
        sa.select(TRANCHE).where(TRANCHE.c.undertaking_id.in_(keys))
    ).mappings():
        bought[row["undertaking_id"]].tranches[row["id"]] = Part(
            row["code"], row["title"], row["promised_on"]
        )
    posted = _posted(session, keys, as_of)
    for row in session.execute(
        sa.select(ACT)
        .where(ACT.c.undertaking_id.in_(keys), ACT.c.recorded_on <= as_of)
        .order_by(ACT.c.id)
    ).mappings():
        bought[row["undertaking_id"]].steps.append(
            Happened(
                row["recorded_at"],
                f"a{row['id']:09d}",
                row["kind"],
                row["occurred_on"],
                row["reason"],
                Facts(),
                tuple(posted.get(row["id"], ())),
                is_act=True,
            )
        )
