"""Rows of procurements, the fund's own and those published elsewhere, many at once: for synthetic
loads only.
"""

from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from fund.demonstration.bulk import insert
from fund.ledger.rules import CATEGORIES
from fund.procurement.rules import METHODS
from fund.procurement.rules import STAGES as PROCESS_STAGES
from fund.search import terms_of

TOPICS = (
    "太阳同步轨道发射服务",
    "气象补充观测卫星",
    "低轨测控服务",
    "发射工位使用服务",
    "科学试验卫星",
    "在轨管理服务",
    "货物运输发射服务",
    "数据接收服务",
)


BIDS = 3


class Moments:
    """Days as the database takes them, rising from the second of January 2024."""

    def __init__(self, session: Session, count: int, dice: np.random.Generator) -> None:
        self.postgres = session.get_bind().dialect.name == "postgresql"
        start = date(2024, 1, 2)
        self.days = [start + timedelta(days=int(n)) for n in np.sort(dice.integers(0, 1000, count))]

    def on(self, day: date) -> date | str:
        """A day."""
        return day if self.postgres else day.isoformat()

    def at(self, day: date) -> datetime | str:
        """The morning of a day."""
        moment = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        return moment if self.postgres else moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def processes(
    session: Session, count: int, lines: list[int], bodies: list[int], dice: np.random.Generator
) -> None:
    """So many procurement processes with their search terms, events and three bids each; their
    guards stay in force and count them.
    """
    when = Moments(session, count, dice)
    stages, kinds, methods = (
        np.array(list(words))[dice.integers(0, len(words), count)].tolist()
        for words in (PROCESS_STAGES, CATEGORIES, METHODS)
    )
    titles = [f"示例负载采购：{TOPICS[n]}" for n in dice.integers(0, len(TOPICS), count).tolist()]
    amounts = dice.integers(10_000_000, 900_000_000, (count, BIDS)).tolist()
    bidders = np.array(bodies)[dice.integers(0, len(bodies), (count, BIDS))].tolist()
    told = zip(when.days, titles, kinds, methods, stages, amounts, strict=True)
    insert(
        session,
        "procurement_process",
        "id, ocid, code, title, category, method, line_id, status, estimate_fen, planned_on, "
        "notice_on, closes_at, rationale, region_code, currency, is_framework, award_criteria, "
        "mission_code, is_demonstration, version",
        (
            (
                *(n + 1, f"load-b-{n + 1}", _code(n), title, kind, method),
                *(lines[n % len(lines)], stage, amount[0], when.on(day), when.on(day)),
                *(when.at(day + timedelta(days=21)), "", "610000", "CNY", False),
                *("ratedCriteria", "", True, 3),
            )
            for n, (day, title, kind, method, stage, amount) in enumerate(told)
        ),
    )
    _beside(session, when, titles)
    insert(
        session,
        "bid",
        "process_id, organisation_id, amount_fen, received_at, currency, status, reason, "
        "is_winner, is_small_entity, version",
        (
            (
                *(n + 1, bidders[n][k], amounts[n][k], when.at(day + timedelta(days=k + 1))),
                *("CNY", "pending", "", False, False, 1),
            )
            for n, day in enumerate(when.days)
            for k in range(BIDS)
        ),
    )


def _code(n: int) -> str:
    """The code of a process."""
    return f"LB-{n + 1:06d}"


def _beside(session: Session, when: Moments, titles: list[str]) -> None:
    """What processes are found by, and how each was planned and published."""
    insert(
        session,
        "process_term",
        "term, process_id",
        ((term, n + 1) for n, title in enumerate(titles) for term in terms_of(_code(n), title)),
    )
    insert(
        session,
        "procurement_process_event",
        "process_id, kind, recorded_on, recorded_at, reason, facts",
        (
            (n + 1, kind, when.on(day), when.at(day), "", "{}")
            for n, day in enumerate(when.days)
            for kind in ("plan_procurement", "publish_tender")
        ),
    )


def published(session: Session, count: int, dice: np.random.Generator) -> None:
    """So many processes published elsewhere, one release and one contract each, from one file; a
    third of them classified.
    """
    when = Moments(session, count, dice)
    kinds = np.array([None, None, *CATEGORIES, None, None, None])[
        dice.integers(0, 10, count)
    ].tolist()
    titles = [f"示例负载采购：{TOPICS[n]}" for n in dice.integers(0, len(TOPICS), count).tolist()]
    buyers = [f"示例负载采购人 {n}" for n in dice.integers(0, 50, count).tolist()]
    amounts = dice.integers(10_000_000, 900_000_000, count).tolist()
    at = when.at(date(2024, 1, 2))
    insert(
        session,
        "import_file",
        "id, kind, name, sha256, accepted, unchanged, updated, warnings, issues, imported_at",
        [(1, "ocds", "load.json", "0" * 64, count, 0, 0, 0, "[]", at)],
    )
    insert(
        session,
        "published_process",
        "id, ocid, category, version",
        ((n + 1, f"ocds-load-{n + 1}", kinds[n], 1) for n in range(count)),
    )
    _releases(session, when, at, list(zip(titles, buyers, amounts, strict=True)))
    insert(
        session,
        "published_term",
        "term, published_process_id",
        (
            (term, n + 1)
            for n in range(count)
            for term in terms_of(f"ocds-load-{n + 1}", titles[n], buyers[n])
        ),
    )


def _releases(
    session: Session, when: Moments, at: object, told: list[tuple[str, str, int]]
) -> None:
    """A release of each process (title, buyer, fen), and the contract in it."""
    first = when.on(when.days[0])
    insert(
        session,
        "published_release",
        "id, published_process_id, import_file_id, release_id, released_at, title, buyer, "
        "tender_fen, digest, current_from, tags, method, tender_currency, raw",
        (
            (
                *(n + 1, n + 1, 1, f"r{n + 1}", at, title, buyer, amount),
                *(f"{n:064d}", first, "award", "open", "CNY", b"{}"),
            )
            for n, (title, buyer, amount) in enumerate(told)
        ),
    )
    insert(
        session,
        "published_contract",
        "published_release_id, supplier, value_fen, signed_on, position, contract_id, shown_id, "
        "title, supplier_id, currency, status",
        (
            (
                *(n + 1, f"示例负载供方 {n % 300}", amount, when.on(day)),
                *(0, "c1", "c1", "", "", "CNY", "active"),
            )
            for n, (day, (_title, _buyer, amount)) in enumerate(zip(when.days, told, strict=True))
        ),
    )
