"""Published records on screen, as of any day: lists, totals by currency, the history of a process,
the files that came in.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import Asking, table_of
from fund.errors import Issue, NotFound
from fund.published.tables import (
    Classification,
    ImportFile,
    PublishedContract,
    PublishedGrant,
    PublishedGrantVersion,
    PublishedProcess,
    PublishedRelease,
    PublishedTerm,
)

CLASSED = table_of(Classification)
FILE = table_of(ImportFile)
PROCESS = table_of(PublishedProcess)
RELEASE = table_of(PublishedRelease)
CONTRACT = table_of(PublishedContract)
TERM = table_of(PublishedTerm)
GRANT = table_of(PublishedGrant)
VERSION = table_of(PublishedGrantVersion)

GRANTS = [
    "grant_id",
    "title",
    "recipient",
    "recipient_id",
    "funder",
    "measure",
    "region",
    "currency",
    "awarded_fen",
    "paid_fen",
    "status",
    "awarded_on",
]
"""Columns of ``grants``; amounts in fen of ``currency`` or missing, measure and region always
missing.
"""

CONTRACTS = [
    "ocid",
    "contract_id",
    "title",
    "supplier",
    "supplier_id",
    "buyer",
    "category",
    "method",
    "currency",
    "value_fen",
    "paid_fen",
    "status",
    "published_status",
    "signed_on",
]
"""Columns of ``contracts``; ``status`` is empty where the publisher's own word (published_status)
is not OCDS's; category missing is 未分类.
"""

PROCESSES = [
    "ocid",
    "title",
    "buyer",
    "category",
    "method",
    "tender_currency",
    "tender_fen",
    "released_at",
    "contracts",
    "versions",
    "version",
]
HISTORY = [
    "release_id",
    "released_at",
    "tags",
    "title",
    "contracts",
    "currency",
    "value_fen",
    "current_from",
    "current_until",
    "file",
    "imported_at",
]
FILES = [
    "file_id",
    "kind",
    "name",
    "sha256",
    "accepted",
    "unchanged",
    "updated",
    "warnings",
    "imported_at",
    "actor",
]
TOTALS = ["currency", "grants", "contracts", "awarded_fen", "value_fen"]

STATUSES = frozenset({"pending", "active", "cancelled", "terminated"})
"""OCDS's own words for a contract's status."""
UNSUMMED = 1_000_000
"""Amounts are summed in two halves: what other people publish may exceed 64 bits together."""


def grants(
    session: Session, actor: Actor, as_of: date, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """The grants published elsewhere as they were known on a day, all or some versions by number:
    GRANTS.
    """
    actor.must("see_portfolio")
    statement = sa.select(
        VERSION.c.id,
        GRANT.c.grant_id,
        VERSION.c.title,
        VERSION.c.recipient,
        VERSION.c.recipient_id,
        VERSION.c.funder,
        sa.null(),
        sa.null(),
        VERSION.c.currency,
        VERSION.c.awarded_fen,
        VERSION.c.paid_fen,
        sa.literal("published"),
        VERSION.c.awarded_on,
    ).join(VERSION, VERSION.c.published_grant_id == GRANT.c.id)
    rows = session.execute(
        statement.where(*current(VERSION, as_of), *_among(VERSION.c.id, keys)).order_by(
            VERSION.c.awarded_on.desc(), GRANT.c.grant_id
        )
    ).all()
    return _numbered(rows, "version_id", GRANTS, keys)


def contracts(
    session: Session, actor: Actor, as_of: date, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """The contracts published elsewhere as they were known on a day, all or some by number:
    CONTRACTS, the latest signed first.
    """
    actor.must("see_portfolio")
    title = sa.case((CONTRACT.c.title != "", CONTRACT.c.title), else_=RELEASE.c.title)
    status = sa.case((CONTRACT.c.status.in_(sorted(STATUSES)), CONTRACT.c.status), else_="")
    statement = (
        sa.select(
            CONTRACT.c.id,
            PROCESS.c.ocid,
            CONTRACT.c.shown_id,
            title,
            CONTRACT.c.supplier,
            CONTRACT.c.supplier_id,
            RELEASE.c.buyer,
            _category(session, as_of),
            RELEASE.c.method,
            CONTRACT.c.currency,
            CONTRACT.c.value_fen,
            CONTRACT.c.paid_fen,
            status,
            CONTRACT.c.status,
            CONTRACT.c.signed_on,
        )
        .join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
        .join(CONTRACT, CONTRACT.c.published_release_id == RELEASE.c.id)
        .where(*current(RELEASE, as_of), *_among(CONTRACT.c.id, keys))
        .order_by(CONTRACT.c.signed_on.desc(), PROCESS.c.ocid, CONTRACT.c.position)
    )
    return _numbered(session.execute(statement).all(), "published_contract_id", CONTRACTS, keys)


def _among(
    column: sa.ColumnElement[int], keys: Sequence[int] | None
) -> list[sa.ColumnElement[bool]]:
    return [] if keys is None else [column.in_(keys)]


def _numbered(
    rows: Sequence[Sequence[object]], key: str, columns: list[str], keys: Sequence[int] | None
) -> pd.DataFrame:
    """The rows with their numbers in front where some were asked for by theirs."""
    if keys is None:
        return as_frame([row[1:] for row in rows], columns)
    return as_frame(rows, [key, *columns])


def processes(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """The contracting processes published elsewhere as they were known on a day, latest first:
    PROCESSES.
    """
    actor.must("see_portfolio")
    signed = (
        sa.select(sa.func.count())
        .where(CONTRACT.c.published_release_id == RELEASE.c.id)
        .scalar_subquery()
    )
    other = RELEASE.alias()
    versions = (
        sa.select(sa.func.count())
        .where(other.c.published_process_id == PROCESS.c.id, ~other.c.is_compiled)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            PROCESS.c.ocid,
            RELEASE.c.title,
            RELEASE.c.buyer,
            _category(session, as_of),
            RELEASE.c.method,
            RELEASE.c.tender_currency,
            RELEASE.c.tender_fen,
            RELEASE.c.released_at,
            signed,
            versions,
            PROCESS.c.version,
        )
        .join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
        .where(*current(RELEASE, as_of))
        .order_by(RELEASE.c.released_at.desc(), PROCESS.c.ocid)
    )
    return as_frame(session.execute(statement).all(), PROCESSES)


def history(session: Session, actor: Actor, ocid: str) -> pd.DataFrame:
    """Every version of one process and what they came to together (tags ``compiled``, no release
    id), the latest import first: HISTORY; contracts and value_fen only of what was current.
    """
    actor.must("see_portfolio")
    signed = (
        sa.select(
            CONTRACT.c.published_release_id,
            sa.func.count().label("contracts"),
            sa.func.min(CONTRACT.c.currency).label("currency"),
            sa.case(
                (
                    sa.func.count(CONTRACT.c.currency.distinct()) == 1,
                    sa.func.sum(CONTRACT.c.value_fen),
                )
            ).label("value_fen"),
        )
        .group_by(CONTRACT.c.published_release_id)
        .subquery()
    )
    statement = (
        sa.select(
            sa.case((RELEASE.c.is_compiled, ""), else_=RELEASE.c.release_id),
            *RELEASE.c["released_at", "tags", "title"],
            *signed.c["contracts", "currency", "value_fen"],
            RELEASE.c.current_from,
            RELEASE.c.current_until,
            FILE.c.name,
            FILE.c.imported_at,
        )
        .join(PROCESS, PROCESS.c.id == RELEASE.c.published_process_id)
        .join(FILE, FILE.c.id == RELEASE.c.import_file_id)
        .outerjoin(signed, signed.c.published_release_id == RELEASE.c.id)
        .where(PROCESS.c.ocid == ocid)
        .order_by(RELEASE.c.id.desc())
    )
    return as_frame(session.execute(statement).all(), HISTORY)


def totals(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Published grants and contracts by currency as known on a day: TOTALS, sums as exact integers.

    The row with an empty currency counts records that name none; they are listed and not totalled.
    """
    actor.must("see_portfolio")
    granted = _by_currency(
        session,
        sa.select(VERSION.c.currency, *_sum(VERSION.c.awarded_fen)).where(*current(VERSION, as_of)),
    )
    statement = sa.select(CONTRACT.c.currency, *_sum(CONTRACT.c.value_fen)).join(
        RELEASE, RELEASE.c.id == CONTRACT.c.published_release_id
    )
    contracted = _by_currency(session, statement.where(*current(RELEASE, as_of)))
    nothing = (0, 0)
    rows = [
        (
            code,
            granted.get(code, nothing)[0],
            contracted.get(code, nothing)[0],
            granted.get(code, nothing)[1],
            contracted.get(code, nothing)[1],
        )
        for code in sorted(granted.keys() | contracted.keys())
    ]
    return pd.DataFrame(rows, columns=TOTALS).astype({"awarded_fen": object, "value_fen": object})


def totals_by_currency(session: Session, actor: Actor, as_of: date) -> dict[str, dict[str, int]]:
    """What ``figures`` prints: by currency the sums of grants and contracts in fen, and how many of
    each there are.
    """
    rows = totals(session, actor, as_of).to_dict("records")
    return {
        row["currency"]: {
            "grants": row["awarded_fen"],
            "contracts": row["value_fen"],
            "grants_counted": row["grants"],
            "contracts_counted": row["contracts"],
        }
        for row in rows
        if row["currency"]
    }


def files(session: Session, actor: Actor) -> pd.DataFrame:
    """Every file that went in, the latest first: FILES."""
    actor.must("see_portfolio")
    person = table_of(Person)
    columns = [FILE.c.id, *(FILE.c[name] for name in FILES[1:-1]), person.c.name]
    return as_frame(
        session.execute(
            sa.select(*columns)
            .outerjoin(person, person.c.id == FILE.c.actor_id)
            .order_by(FILE.c.id.desc())
        ).all(),
        FILES,
    )


def issues(session: Session, actor: Actor, file_id: int) -> list[Issue]:
    """The warnings a file was taken with."""
    actor.must("see_portfolio")
    file = session.get(ImportFile, file_id)
    if file is None:
        raise NotFound(kind="import_file", key=file_id)
    return [Issue(**issue) for issue in json.loads(file.issues)]


def _category(session: Session, as_of: date) -> sa.ColumnElement[str]:
    """The category as known on a day: the mirror today, the latest row by then on a past day."""
    newest = session.execute(sa.select(sa.func.max(CLASSED.c.recorded_on))).scalar()
    if newest is None or as_of >= newest:
        return PROCESS.c.category
    known = (
        sa.select(CLASSED.c.category)
        .where(CLASSED.c.published_process_id == PROCESS.c.id, CLASSED.c.recorded_on <= as_of)
        .order_by(CLASSED.c.id.desc())
        .limit(1)
    )
    return sa.func.nullif(known.correlate(PROCESS).scalar_subquery(), "")


def current(table: sa.FromClause, as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """What is true of a version that was current on a day."""
    return table.c.current_from <= as_of, sa.or_(
        table.c.current_until.is_(None), table.c.current_until > as_of
    )


def _sum(column: sa.ColumnElement[bool]) -> tuple[object, ...]:
    return sa.func.count(), sa.func.sum(column // UNSUMMED), sa.func.sum(column % UNSUMMED)


def _by_currency(session: Session, statement: Asking) -> dict[str, tuple[int, int]]:
    """How many and how much in fen, by currency."""
    rows = session.execute(statement.group_by(statement.selected_columns[0])).all()
    return {
        code: (count, int(large or 0) * UNSUMMED + int(small or 0) if code else 0)
        for code, count, large, small in rows
    }


def as_frame(rows: Iterable[Sequence[object]], columns: list[str]) -> pd.DataFrame:
    """Rows as a frame; amounts in fen are integers, missing where there is none."""
    frame = pd.DataFrame([tuple(row) for row in rows], columns=columns)
    amounts = [name for name in columns if name.endswith("_fen")]
    for name in amounts:
        frame[name] = pd.array(frame[name].tolist(), dtype="Int64")
    return frame
