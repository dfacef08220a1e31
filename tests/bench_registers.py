"""The lists of standards and of projects abroad with a hundred rows and with ten and five
thousand: their queries as ratios (tests.bench_lists). Alone: python -m tests.bench_registers.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from fund import db, schema, search
from fund.columns import table_of
from fund.cooperation import rules as abroad
from fund.cooperation.queries import LINK, MONEY, PARTNER, PROJECT, SHARE, STATE
from fund.demonstration.load import build_load
from fund.ledger.tables import Undertaking
from fund.standards import numbers, rules
from fund.standards.behind import work_out
from fund.standards.queries import ADOPTION, EVENT, STANDARD
from tests import bench_lists
from tests.servers import Server, postgresql, vacuumed

SIZES = {"standards": (100, 10_000), "cooperation": (100, 5_000)}
BEGUN = date(2025, 1, 6)
COUNTRIES = ("LA", "PK", "KE", "ET", "AE", "PE")


def _standards(session: Session, count: int) -> None:
    """So many texts, every third replaced since, every third adopting one that was; each edition of
    a family two years after the one before. Either size shows whole pages of what is behind.
    """
    own, said, adopted = [], [], []
    for n in range(count):
        family, number = f"GB/T {20_000 + n // 3}", f"GB/T {20_000 + n // 3}-{2015 + 2 * (n % 3)}"
        status = ("superseded", "in_force", "drafting")[n % 3]
        day, withdrawn = BEGUN - timedelta(days=37 * n % 3_000), BEGUN if n % 3 == 0 else None
        own.append(
            {
                "id": n + 1,
                "number": number,
                "family": family,
                "edition": numbers.taken_apart(number).edition,
                "title_zh": f"示例：卫星{n % 97}号接口要求",
                "title_en": f"Example interface {n % 97}",
                "level": "national",
                "prefix": "GB/T",
                "status": status,
                "issued_on": day,
                "issued_precision": "day",
                "withdrawn_on": withdrawn,
                "withdrawn_precision": "day" if withdrawn else "",
                "review_on": day + timedelta(days=1826) if status == "in_force" else None,
                "review_precision": "day" if status == "in_force" else "",
                "field": list(rules.FIELDS)[n % len(rules.FIELDS)],
                "step": list(rules.STEPS)[n // 7 % len(rules.STEPS)],
                "side": list(rules.SIDES)[n % len(rules.SIDES)],
                "source": "示例",
                "recorded_on": BEGUN,
            }
        )
        said.append(_of(standard_id=n + 1, act="enter_standard", status=status, source="示例"))
        if n % 3 == 1:
            text = f"GB/T {20_000 + n // 3}-2015"
            adopted.append(
                _of(standard_id=n + 1, adopted=text, adopted_family=family, adopted_edition=2015)
            )
    for table, rows in ((STANDARD, own), (EVENT, said), (ADOPTION, adopted)):
        session.execute(sa.insert(table), rows)
    texts = [(row["id"], (row["number"], row["title_zh"], row["title_en"])) for row in own]
    search.enter(session, "standard", texts)
    work_out(session)


def _of(**values: Any) -> dict[str, Any]:
    return {"recorded_on": BEGUN, **values}


def _cooperation(session: Session, count: int) -> None:
    """So many projects, each in one country or two, with two statements of stage and three of
    money; every fifth paid by the ledger too.
    """
    named = [
        _of(id=n, code=code, kind="country", name_zh=code, name_en=code, region="2")
        for n, code in enumerate(COUNTRIES, 1)
    ]
    own, states, shares, moneys = [], [], [], []
    for n in range(count):
        key, state = n + 1, list(abroad.STATES)[n % len(abroad.STATES)]
        told = {"counts": n % 4 > 0, "counts_why": "示例"}
        own.append(
            _of(
                id=key,
                code=f"PA-{key:05d}",
                title_zh=f"示例：遥感应用{n % 97}号",
                title_en=f"Example application {n % 97}",
                field=list(abroad.FIELDS)[n % len(abroad.FIELDS)],
                state=state,
                is_umbrella=False,
                **told,
            )
        )
        states += [_of(cooperation_id=key, state=one, **told) for one in ("pipeline", state)]
        halves = {n % len(COUNTRIES) + 1, n // 3 % len(COUNTRIES) + 1}
        shares += [
            {"cooperation_id": key, "partner_id": one, "share": abroad.WHOLE // len(halves)}
            for one in halves
        ]
        moneys += [
            _of(
                cooperation_id=key,
                stage=stage,
                provider="示例",
                amount=1_000_000,
                currency="CNY",
                amount_fen=1_000_000,
                happened_on=BEGUN,
                source="示例",
            )
            for stage in ("pledge", "commitment", "implementation")
        ]
    for table, rows in (
        (PARTNER, named),
        (PROJECT, own),
        (STATE, states),
        (SHARE, shares),
        (MONEY, moneys),
    ):
        session.execute(sa.insert(table), rows)
    texts = [(row["id"], (row["code"], row["title_zh"], row["title_en"])) for row in own]
    search.enter(session, "cooperation", texts)
    paying = session.execute(sa.select(table_of(Undertaking).c.id).limit(count // 5)).scalars()
    linked = [_of(undertaking_id=one, cooperation_id=5 * n + 1) for n, one in enumerate(paying)]
    session.execute(sa.insert(LINK), linked)


FILLED = {"standards": _standards, "cooperation": _cooperation}


def filled(engine: sa.Engine, name: str, count: int) -> sa.Engine:
    """A database of a small load and so many rows of one register."""
    schema.upgrade(engine)
    build_load(engine, 7_000, bodies=60)

    db.write(engine, lambda session: FILLED[name](session, count))
    if engine.dialect.name == "postgresql":
        vacuumed(engine)
    else:
        with engine.execution_options(fund_writes=True).connect() as connection:
            connection.execute(sa.text("ANALYZE"))
    return engine


def compared(opened: Callable[[str], sa.Engine]) -> bool:
    """Every query of both lists, in new databases of one kind, each under its name."""
    good = True
    for name, sizes in SIZES.items():
        pair = [filled(opened(f"{name}{count}"), name, count) for count in sizes]
        print(f"list {name}: {sizes[1]:,} rows against {sizes[0]:,}", flush=True)
        good &= bench_lists.told(*pair, (name,))
        for engine in pair:
            engine.dispose()
    return good


def on_sqlite() -> bool:
    """Both lists in files."""
    with tempfile.TemporaryDirectory() as folder:
        return compared(lambda name: db.engine(f"sqlite:///{folder}/{name}.db"))


def on_postgresql(server: Server) -> bool:
    """Both lists on a server."""
    return compared(server.fresh)


def main() -> int:
    """Both databases; 1 when a target is missed."""
    good = on_sqlite()
    with postgresql("-c shared_buffers=512MB") as server:
        good &= on_postgresql(server)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
