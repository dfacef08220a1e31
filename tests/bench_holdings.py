"""What the pages of holdings, subsidies and guarantees ask with a hundred of each and with ten
thousand, twenty facts each: lists, one, what is put together; as ratios. Alone: python -m
tests.bench_holdings.
"""

import functools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund import answers, clock, db, schema, search
from fund.access.actors import OPERATOR
from fund.attachments.tables import Attachment
from fund.columns import table_of
from fund.demonstration import bulk, placing
from fund.demonstration.load import LAST, build_load
from fund.guarantees import queries as guarantees
from fund.guarantees.queries import EVENT, GUARANTEE
from fund.guarantees.rules import KINDS
from fund.holdings import desk, queries, stale
from fund.holdings.reading import FACT, HOLDING, INVESTOR, WORD
from fund.holdings.summed import SUM
from fund.ledger.rules import INSTRUMENTS
from fund.ledger.sums import UNDERTAKING
from fund.ledger.tables import Act
from fund.ledger.view import View
from fund.plan.tables import Organisation
from fund.subsidies import owing
from fund.subsidies import queries as subsidies
from fund.subsidies.queries import FACT as STATED
from fund.subsidies.queries import SETTLEMENT, SUBSIDY
from tests import bench_lists
from tests.servers import vacuumed

SIZES = (100, 10_000)
BESIDE = 1_000
"""Contracts of the load, in either."""
BEGUN = date(2024, 1, 1)
ACT, BODY, PAPER = table_of(Act), table_of(Organisation), table_of(Attachment)
A_PAPER = {
    "sha256": "0" * 64,
    "file_name": "示例.pdf",
    "media_type": "application/pdf",
    "size_bytes": 1,
    "content": b"%",
    "kept_at": clock.noon(BEGUN),
}
WAN = 1_000_000
Rows = list[dict[str, Any]]


def facts(n: int, key: int, act: int, first: int) -> Iterator[dict[str, Any]]:
    """Twenty facts of a holding, an exit in part and its proposal among them. Every tenth sent less
    than came back, every twentieth has invested nothing for a year.
    """
    of = {"undertaking_id": key, "act_id": act}
    value: dict[str, Any] = {"kind": "value", "needed": 1, "sha256": "0" * 64}
    steps: Rows = [
        {"kind": "subscribed", "amount_fen": 600 * WAN, "co_investor_id": 2 * n + 1},
        {"kind": "subscribed", "amount_fen": 200 * WAN, "co_investor_id": 2 * n + 2},
        {"kind": "set_up"},
        *(
            {"kind": "other_paid", "amount_fen": 90 * WAN, "co_investor_id": 2 * n + 1 + one % 2}
            for one in range(4)
        ),
        *({"kind": "units", "units": 1_000_000} for _one in range(2)),
        {"kind": "note" if n % 20 == 7 else "investment", "amount_fen": 50 * WAN},
        *({"kind": "report", "words": "示例"} for _one in range(2)),
        {**value, "amount_fen": 400 * WAN},
        {**value, "amount_fen": 420 * WAN},
        {"kind": "proposal", "needed": 1, "sha256": "0" * 64, "units": 500_000, "ground": "market"},
        {
            "kind": "exit",
            "amount_fen": 120 * WAN,
            "principal_fen": 100 * WAN,
            "gain_fen": 20 * WAN,
            "cost_fen": 100 * WAN,
            "stays_fen": 300 * WAN,
            "units": 500_000,
            "proposal_id": first + 14,
        },
        {"kind": "income", "amount_fen": 10 * WAN, "gain_fen": 10 * WAN},
        {
            "kind": "remittance",
            "needed": 1,
            "reference": f"V-{n}",
            "amount_fen": (120 if n % 10 == 3 else 130) * WAN,
            "principal_fen": 100 * WAN,
            "gain_fen": (20 if n % 10 == 3 else 30) * WAN,
        },
        {**value, "amount_fen": 310 * WAN},
        {"kind": "note", "words": "示例"},
    ]
    for place, step in enumerate(steps):
        day = BEGUN + timedelta(days=300 + 34 * place + n % 31)
        yield EMPTY | of | {"id": first + place, "occurred_on": day, "recorded_on": day} | step


EMPTY: dict[str, Any] = {
    "amount_fen": 0,
    "principal_fen": 0,
    "gain_fen": 0,
    "loss_fen": 0,
    "cost_fen": 0,
    "stays_fen": None,
    "units": None,
    "ground": "",
    "basis": "",
    "words": "",
    "reference": "",
    "sha256": None,
    "co_investor_id": None,
    "proposal_id": None,
    "needed": 0,
}
EACH = 20
KEPT = ("total", "due_total", "organisation_total", "method_total", "status_total")


def instruments(session: Session, count: int) -> None:
    """Of the grants of the load so many become holdings and as many subsidies, in turn; then what
    is kept beside the rows is added up anew.
    """
    run = session.connection().exec_driver_sql
    grants = sa.select(UNDERTAKING.c.id).where(UNDERTAKING.c.kind == "grant")
    keys = list(session.execute(grants.order_by(UNDERTAKING.c.id)).scalars())
    chosen = keys[: 2 * count]
    for kind, own in (("holding", chosen[::2]), ("subsidy", chosen[1::2])):
        of = f"({', '.join(str(key) for key in own)})"
        run(f"DELETE FROM grant_record WHERE undertaking_id IN {of}")
        for table in ("undertaking_term", "due_entry"):
            run(
                f"UPDATE {table} SET kind = '{kind}' WHERE kind = 'grant' AND undertaking_id IN"
                f" {of}"
            )
        run(
            f"UPDATE undertaking SET kind = '{kind}', category = '{INSTRUMENTS[kind]}' WHERE id IN"
            f" {of}"
        )
    for table in KEPT:
        run(f"DELETE FROM {table}")
    bulk.add_up(session)
    placing.place(session)
    of_holdings(session, chosen[::2])
    of_subsidies(session, chosen[1::2])


def of_holdings(session: Session, keys: list[int]) -> None:
    """Holdings with two co-investors and twenty facts each, confirmed where that takes another."""
    act = session.execute(sa.select(sa.func.max(ACT.c.id))).scalar_one()
    terms, others, told, words = [], [], [], []
    for n, key in enumerate(keys):
        terms.append({"undertaking_id": key, "form": ("direct", "sub_fund", "platform")[n % 3]})
        others += [
            {
                "recorded_on": BEGUN,
                "id": 2 * n + 1 + one,
                "undertaking_id": key,
                "name": kind,
                "kind": kind,
            }
            for one, kind in enumerate(("social", "local_government"))
        ]
        own = list(facts(n, key, act, n * EACH + 1))
        told += own
        words += [
            {"fact_id": one["id"], "verdict": "yes", "said_on": one["recorded_on"], "act_id": act}
            for one in own
            if one["needed"]
        ]
    for table, rows in ((HOLDING, terms), (INVESTOR, others), (FACT, told), (WORD, words)):
        session.execute(sa.insert(table), rows)


def reckoned(session: Session) -> None:
    """What the triggers would have kept of holdings: their flows, then their sums."""
    run = session.connection().exec_driver_sql
    flow = (
        "INSERT INTO holding_flow (undertaking_id, act_id, day, known_on, is_payment, amount_fen)"
    )
    of = "JOIN holding h ON h.undertaking_id = p.undertaking_id"
    run(
        f"{flow} SELECT p.undertaking_id, p.act_id, a.occurred_on, p.recorded_on, p.amount_fen > 0,"
        f" -p.amount_fen FROM posting p JOIN act a ON a.id = p.act_id {of} WHERE p.stage = 'paid'"
    )
    run(
        f"{flow} SELECT undertaking_id, NULL, occurred_on, recorded_on, 1 = 0, amount_fen FROM"
        " holding_fact WHERE kind IN ('exit', 'income')"
    )
    run("INSERT INTO holding_sum (undertaking_id) SELECT undertaking_id FROM holding")
    while session.execute(sa.select(SUM.c.undertaking_id).where(SUM.c.is_stale).limit(1)).first():
        stale.reckon(session)


def of_subsidies(session: Session, keys: list[int]) -> None:
    """Subsidies with twenty months of principal stated, twelve of them settled and accepted half a
    year at a time; of every hundredth the last is a finding on days settled.
    """
    terms, told, settled = [], [], []
    for n, key in enumerate(keys):
        terms.append(
            {
                "undertaking_id": key,
                "instrument": "interest",
                "method": "share",
                "share": 500_000,
                "first_day": BEGUN,
                "last_day": date(2027, 12, 31),
                "contract_number": f"JK-{n}",
                "contract_key": f"jk{n}",
                "lender": "示例银行",
                "loan_fen": 4_000 * WAN,
                "entered_on": BEGUN,
            }
        )
        stated = [
            {"kind": "principal", "starts_on": first, "ends_on": last, "recorded_on": last}
            for first, last in pairwise(MONTHS)
        ]
        if n % 100 == 7:
            stated[-1] |= {"kind": "off_purpose", "starts_on": MONTHS[3], "rate": 0}
        told += [STATEMENT | one | {"undertaking_id": key} for one in stated]
        settled += [
            {
                "undertaking_id": key,
                "first_day": MONTHS[6 * half],
                "last_day": MONTHS[6 * half + 6],
                "computed_fen": 30 * WAN,
                "accepted_fen": 30 * WAN,
                "upto_fact_id": len(told) - EACH + 6 * half + 6,
                "outcome": "accepted",
                "settled_on": MONTHS[6 * half + 6],
                "decided_on": MONTHS[6 * half + 6],
            }
            for half in range(2)
        ]
    for table, rows in ((SUBSIDY, terms), (STATED, told), (SETTLEMENT, settled)):
        session.execute(sa.insert(table), rows)


MONTHS = [date(2024 + one // 12, one % 12 + 1, 1) for one in range(EACH + 1)]
STATEMENT: dict[str, Any] = {
    "amount_fen": 4_000 * WAN,
    "rate": 34_500,
}


def of_guarantees(session: Session, count: int) -> None:
    """So many guarantees with six events each; every second is still held."""
    body = session.execute(sa.select(sa.func.min(BODY.c.id))).scalar_one()
    under = session.execute(sa.select(sa.func.min(UNDERTAKING.c.id))).scalar_one()
    own, happened = [], []
    for n in range(count):
        day, is_held = BEGUN + timedelta(days=n % 700), n % 2 == 0
        until = LAST + timedelta(days=n % 500)
        own.append(
            {
                "id": n + 1,
                "kind": list(KINDS)[n % len(KINDS)],
                "form": "letter",
                "issuer": "示例银行",
                "issuer_key": "bank",
                "number": f"LG-{n}",
                "number_key": f"lg{n}",
                "face_fen": 80 * WAN,
                "required_fen": 80 * WAN,
                "valid_from": day,
                "valid_to": until,
                "valid_until": until,
                "organisation_id": body,
                "undertaking_id": under,
                "duty": "示例",
                "duty_due_on": LAST + timedelta(days=60),
                "state": "in_hold" if is_held else "given_back",
                "held_fen": 80 * WAN if is_held else 0,
                "lodged_on": day,
            }
        )
        kinds = ["lodged", "checked", *(["lowered", "raised"] * 2)]
        kinds += [] if is_held else ["duty_met", "released"]
        fen = {"lodged": 80, "lowered": 10, "raised": 10, "released": 80}
        happened += [
            {
                "guarantee_id": n + 1,
                "kind": kind,
                "amount_fen": fen.get(kind, 0) * WAN,
                "occurred_on": day,
                "recorded_on": day,
            }
            for kind in kinds
        ]
    session.execute(sa.insert(GUARANTEE), own)
    session.execute(sa.insert(EVENT), happened)
    words = ("number", "issuer", "duty")
    named = [(one["id"], tuple(one[name] for name in words)) for one in own]
    search.enter(session, "guarantee", named)


def filled(engine: sa.Engine, count: int) -> sa.Engine:
    """A database of so many of each beside the rest of a load."""
    schema.upgrade(engine)
    many = round(2.4 * count) + 60 + BESIDE
    build_load(engine, round(many * 6.5), bodies=count // 40 + 1, contracts=BESIDE / many)

    def fill(session: Session) -> None:
        if engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("SET LOCAL session_replication_role = replica")
        with bulk.without_guards(session):
            session.execute(sa.insert(PAPER), [A_PAPER])
            instruments(session, count)
            of_guarantees(session, count)
        if engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("SET LOCAL session_replication_role = origin")
            session.connection().exec_driver_sql("ANALYZE")  # the triggers look rows up by indexes
        reckoned(session)
        session.connection().exec_driver_sql("ANALYZE")

    db.write(engine, fill)
    if engine.dialect.name == "postgresql":
        vacuumed(engine)
    return engine


class Asked(NamedTuple):
    """What pages ask beside their lists, by name. ``whole``: put together of all there are; then
    the target is on asking again between two acts, and the first answer after one is reported.
    """

    ask: Callable[[Session], object]
    is_whole: bool = False


def asked(session: Session) -> dict[str, Asked]:
    """A holding, a subsidy and a guarantee of their pages, and what is put together."""
    view = View(as_of=LAST)
    newest = {
        kind: session.execute(
            sa.select(*UNDERTAKING.c["id", "code"])
            .where(UNDERTAKING.c.kind == kind, UNDERTAKING.c.status == "active")
            .order_by(UNDERTAKING.c.id.desc())
            .limit(1)
        ).one()
        for kind in INSTRUMENTS
    }

    def holding(session: Session) -> None:
        key, code = newest["holding"]
        queries.holding(session, OPERATOR, code, view)
        for query in (queries.facts, queries.co_investors, queries.flows, queries.waiting):
            query(session, OPERATOR, key, LAST)

    def subsidy(session: Session) -> None:
        key, code = newest["subsidy"]
        subsidies.subsidy(session, OPERATOR, code, view)
        subsidies.facts(session, OPERATOR, key, LAST)
        subsidies.settlements(session, OPERATOR, key, LAST)

    def guarantee(session: Session) -> None:
        for query in (guarantees.guarantee, guarantees.events, guarantees.proposals):
            query(session, OPERATOR, 7, LAST)

    return {
        "one holding": Asked(holding),
        "one subsidy": Asked(subsidy),
        "one guarantee": Asked(guarantee),
        "candidates": Asked(lambda session: queries.candidates(session, OPERATOR, view)),
        "subsidies: totals": Asked(lambda session: subsidies.totals(session, OPERATOR, view)),
        "holdings together": Asked(lambda session: queries.whole(session, OPERATOR, LAST), True),
        "grounds met": Asked(lambda session: desk.alerts(session, OPERATOR, LAST), True),
        "treasury desk": Asked(lambda session: desk.treasury(session, OPERATOR, LAST), True),
        "to be called": Asked(lambda session: desk.to_call(session, OPERATOR, LAST), True),
        "owed back": Asked(lambda session: owing.owed_fen(session, OPERATOR, LAST), True),
        "guarantees by kind": Asked(
            lambda session: guarantees.by_kind(session, OPERATOR, LAST), True
        ),
    }


def milliseconds(engine: sa.Engine, one: Asked, *, may_keep: bool) -> float:
    """One asking on a fresh snapshot; SQLite works in this process, whose time is told then."""
    clock_of = time.process_time if engine.dialect.name == "sqlite" else time.perf_counter
    with db.reading(engine) as session:
        if may_keep:
            answers.may_keep(session)
        start = clock_of()
        one.ask(session)
        return (clock_of() - start) * 1000


def beside_lists(small: sa.Engine, large: sa.Engine) -> bool:
    """Print what each query of the pages takes on both; whether each with a target meets it."""
    good = True
    with db.reading(small) as session, db.reading(large) as other:
        pairs = list(zip(asked(session).items(), asked(other).values(), strict=True))
    for (name, ask_small), ask_large in pairs:
        for is_again in (False, True) if ask_small.is_whole else (False,):
            runs = [
                functools.partial(milliseconds, engine, one, may_keep=is_again)
                for engine, one in ((small, ask_small), (large, ask_large))
            ]
            is_reported = ask_small.is_whole and not is_again
            times = (runs[0](), runs[1]()) if is_reported else bench_lists.in_turn(*runs)
            ratio = times[1] / times[0]
            is_missed = ratio > bench_lists.TARGET and not is_reported
            good &= not is_missed
            said = f"{name}, asked again" if is_again else name
            mark = "reported" if is_reported else "MISSED" if is_missed else "ok"
            print(
                f"{small.dialect.name:10} instruments, {said:32} {times[0]:8.2f} ms"
                f" {times[1]:8.2f} ms  ratio {ratio:6.2f} {mark}",
                flush=True,
            )
    return good


def measured(small: sa.Engine, large: sa.Engine) -> bool:
    """What the pages ask beside their lists, then the lists."""
    with clock.at(clock.noon(LAST)):
        good = beside_lists(small, large)
    return bench_lists.told(small, large, ("guarantees", "holdings", "subsidies")) and good


def compared() -> bool:
    """All of it on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        pair = [filled(db.engine(f"sqlite:///{folder}/{count}.db"), count) for count in SIZES]
        good = measured(*pair)
        for engine in pair:
            engine.dispose()
    return good


if __name__ == "__main__":
    sys.exit(0 if compared() else 1)
