"""Writing many rows at once, and adding up what the guards' triggers would have kept: for synthetic
loads only.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from sqlmodel import Session

from fund.ledger.rules import CATEGORIES
from fund.procurement.rules import METHODS
from fund.procurement.rules import STAGES as PROCESS_STAGES
from fund.search import terms_of

GUARDED = (
    "act",
    "posting",
    "due_entry",
    "status_event",
    "milestone_event",
    "evidence",
    "acceptance",
    "line",
    "undertaking",
    "tranche",
)
STAGES = ("appropriated", "committed", "obligated", "accepted", "paid", "returned")
ACTS = ("enter", "decide", "sign", "accept", "pay")
TRANCHES = 3


@contextmanager
def without_guards(session: Session) -> Iterator[None]:
    """Put the triggers aside and, afterwards, in force again."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for table in GUARDED:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in GUARDED:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    guards = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
    ).all()
    for name, _statement in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, statement in guards:
        connection.exec_driver_sql(statement)


def insert(
    session: Session, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Rows into a table by the driver's own quickest way."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


class Writer:
    """Everything known about the load, and the rows it becomes."""

    def __init__(
        self,
        session: Session,
        days: list[date],
        of: Mapping[str, Any],
        known: Any,
        done: Mapping[int, Any],
    ) -> None:
        postgres = session.get_bind().dialect.name == "postgresql"
        self.session, self.of, self.known, self.done = session, of, known, done
        self.days: list[Any] = [day if postgres else day.isoformat() for day in days]
        far = [days[-1] + timedelta(days=number) for number in range(1, 1500)]
        self.later: list[Any] = self.days + [day if postgres else day.isoformat() for day in far]
        moments = [datetime(day.year, day.month, day.day, 4, tzinfo=UTC) for day in days]
        self.moments: list[Any] = [
            moment if postgres else moment.strftime("%Y-%m-%d %H:%M:%S.%f") for moment in moments
        ]

    def undertakings(self) -> None:
        """Undertakings entered, their statuses, tranches, and the records beside them."""
        of, known = self.of, self.known.tolist()
        kinds = np.where(of["contract"], "contract", "grant").tolist()
        starts, signs, categories_of = (
            of["start"].tolist(),
            of["sign"].tolist(),
            np.where(of["contract"], of["category"], "").tolist(),
        )
        status = [
            ("", "entered", "pending" if kind == "contract" else "awarded", "active")[far]
            for far, kind in zip(known, kinds, strict=True)
        ]
        rows = (
            (
                n + 1,
                kinds[n],
                f"{'LP' if kinds[n] == 'contract' else 'LG'}-{n + 1}",
                f"示例负载 {n + 1}",
                body,
                region,
                categories_of[n],
                line,
                "CNY",
                status[n],
                far,
                self.days[starts[n] + 2] if far > 1 else None,
                self.days[signs[n]] if far > 2 else None,
            )
            for n, (body, region, line, far) in enumerate(
                zip(
                    of["body"].tolist(),
                    of["region"].tolist(),
                    of["line"].tolist(),
                    known,
                    strict=True,
                )
            )
            if far
        )
        columns = (
            "id",
            "kind",
            "code",
            "title",
            "organisation_id",
            "region_code",
            "category",
            "line_id",
            "currency",
            "status",
            "version",
            "decided_on",
            "signed_on",
        )
        insert(self.session, "undertaking", columns, rows)
        insert(
            self.session,
            "undertaking_term",
            ("kind", "term", "undertaking_id"),
            (
                (kinds[n], term, n + 1)
                for n, far in enumerate(known)
                if far
                for term in terms_of(
                    f"{'LP' if kinds[n] == 'contract' else 'LG'}-{n + 1}", f"示例负载 {n + 1}"
                )
            ),
        )
        insert(
            self.session,
            "grant_record",
            ("undertaking_id", "instrument", "purpose", "requested_fen"),
            (
                (n + 1, "grant", "", 0)
                for n, kind in enumerate(kinds)
                if kind == "grant" and known[n]
            ),
        )
        methods = of["method"].tolist()
        insert(
            self.session,
            "contract",
            ("undertaking_id", "ocid", "method"),
            (
                (n + 1, f"load-{n + 1}", methods[n])
                for n, kind in enumerate(kinds)
                if kind == "contract" and known[n]
            ),
        )
        insert(
            self.session,
            "status_event",
            ("undertaking_id", "status", "recorded_on"),
            self._statuses(kinds, known, starts, signs),
        )
        promised = (of["sign"][:, None] + of["promised"]).tolist()
        parts = (
            (n * TRANCHES + k + 1, n + 1, f"T{k + 1}", "", self.later[promised[n][k]], False)
            for n in range(len(kinds))
            if known[n] > 2
            for k in range(TRANCHES)
        )
        insert(
            self.session,
            "tranche",
            ("id", "undertaking_id", "code", "title", "promised_on", "is_advance"),
            parts,
        )

    def _statuses(
        self, kinds: list[str], known: list[int], starts: list[int], signs: list[int]
    ) -> Iterator[tuple[Any, ...]]:
        for n, kind in enumerate(kinds):
            if known[n] > 1:
                yield (
                    n + 1,
                    "pending" if kind == "contract" else "awarded",
                    self.days[starts[n] + 2],
                )
            if known[n] > 2:
                yield n + 1, "active", self.days[signs[n]]

    def ledger(self, acts: Mapping[str, Any], appropriated: list[tuple[int, int]]) -> None:
        """Acts in order of day with their postings; appropriations on the first day."""
        first, opening = self.days[0], self.moments[0]
        extra = len(appropriated)
        columns = (
            "id",
            "kind",
            "recorded_on",
            "recorded_at",
            "occurred_on",
            "undertaking_id",
            "tranche_id",
            "entries",
            "reason",
            "reference",
        )
        insert(
            self.session,
            "act",
            columns,
            (
                (n + 1, "appropriate", first, opening, first, None, None, 1, "", "")
                for n in range(extra)
            ),
        )
        fields = (
            "act_id",
            "line_id",
            "undertaking_id",
            "tranche_id",
            "stage",
            "amount_fen",
            "recorded_on",
        )
        insert(
            self.session,
            "posting",
            fields,
            (
                (n + 1, line, None, None, "appropriated", fen, first)
                for n, (line, fen) in enumerate(appropriated)
            ),
        )
        happened = list(
            zip(
                *(acts[name].tolist() for name in ("kind", "day", "tranche", "which", "entries")),
                strict=True,
            )
        )
        insert(
            self.session,
            "act",
            columns,
            (
                (
                    n,
                    ACTS[kind],
                    self.days[day],
                    self.moments[day],
                    self.days[day],
                    which + 1,
                    which * TRANCHES + k + 1 if k >= 0 else None,
                    entries,
                    "",
                    "",
                )
                for n, (kind, day, k, which, entries) in enumerate(happened, extra + 1)
            ),
        )
        insert(self.session, "posting", fields, self._postings(happened, extra))
        amounts = self.of["amounts"].tolist()
        insert(
            self.session,
            "acceptance",
            ("tranche_id", "basis", "amount_fen", "recorded_on", "reason"),
            (
                (which * TRANCHES + k + 1, "opening", amounts[which][k], self.days[day], "")
                for kind, day, k, which, _entries in happened
                if kind == 3
            ),
        )

    def _postings(
        self, happened: list[tuple[int, int, int, int, int]], extra: int
    ) -> Iterator[tuple[Any, ...]]:
        amounts, lines = self.of["amounts"].tolist(), self.of["line"].tolist()
        for n, (kind, day, k, which, _entries) in enumerate(happened, extra + 1):
            on, line, parts = self.days[day], lines[which], amounts[which]
            if kind == 1:
                yield n, line, which + 1, None, "committed", sum(parts), on
            elif kind == 2:
                for part, fen in enumerate(parts):
                    yield n, line, which + 1, which * TRANCHES + part + 1, "obligated", fen, on
            elif kind > 2:
                yield (
                    n,
                    line,
                    which + 1,
                    which * TRANCHES + k + 1,
                    "accepted" if kind == 3 else "paid",
                    parts[k],
                    on,
                )

    def milestones(self) -> None:
        """A milestone a tranche, what became of it, and everything that falls due."""
        insert(
            self.session,
            "milestone",
            (
                "id",
                "undertaking_id",
                "tranche_id",
                "code",
                "title",
                "owner",
                "first_due_on",
                "due_on",
                "met_on",
                "status",
                "version",
            ),
            (
                (
                    key,
                    n + 1,
                    key,
                    f"M{k + 1}",
                    "示例里程碑",
                    "",
                    due,
                    due,
                    met,
                    "met" if met else "scheduled",
                    2 if met else 1,
                )
                for n, k, key, _sign, due, met, _fen in self._steps()
            ),
        )
        insert(
            self.session,
            "milestone_event",
            ("milestone_id", "recorded_on", "due_on", "met_on", "status", "reason"),
            (
                row
                for _n, _k, key, sign, due, met, _fen in self._steps()
                for row in (
                    (key, sign, due, None, "scheduled", ""),
                    *(((key, met, due, met, "met", ""),) if met else ()),
                )
            ),
        )
        insert(
            self.session,
            "due_entry",
            ("kind", "undertaking_id", "tranche_id", "recorded_on", "due_on", "value"),
            self._dues(),
        )

    def _steps(self) -> Iterator[tuple[int, int, int, Any, Any, Any, int]]:
        """Undertaking, tranche number, key, day signed, day due, day met or None, fen."""
        promised, signs, met = (
            (self.of["sign"][:, None] + self.of["promised"]).tolist(),
            self.of["sign"].tolist(),
            self.done[3].tolist(),
        )
        amounts = self.of["amounts"].tolist()
        for n, far in enumerate(self.known.tolist()):
            for k in range(TRANCHES if far > 2 else 0):
                yield (
                    n,
                    k,
                    n * TRANCHES + k + 1,
                    self.days[signs[n]],
                    self.later[promised[n][k]],
                    self.days[met[n][k] - 1] if met[n][k] else None,
                    amounts[n][k],
                )

    def _dues(self) -> Iterator[tuple[Any, ...]]:
        starts, contract = self.of["start"].tolist(), self.of["contract"].tolist()
        for n, far in enumerate(self.known.tolist()):
            if far > 1:
                day = self.days[starts[n] + 2]
                yield "contract" if contract[n] else "grant", n + 1, None, day, day, 1
        for n, _k, key, sign, due, met, fen in self._steps():
            yield "promised_fen", n + 1, key, sign, due, fen
            yield "planned", n + 1, key, sign, due, 1
            yield "open", n + 1, key, sign, due, 1
            if met:
                yield "open", n + 1, key, met, due, -1
                yield "met", n + 1, key, met, due, 1


def add_up(session: Session) -> None:
    """Balances, totals and due totals from the rows, as the triggers would have kept them."""
    postgres = session.get_bind().dialect.name == "postgresql"
    month = "date_trunc('month', {})::date" if postgres else "date({}, 'start of month')"
    text = "CAST(organisation_id AS TEXT)"
    run = session.connection().exec_driver_sql
    for table, key, stages in (
        ("line", "line_id", STAGES),
        ("undertaking", "undertaking_id", STAGES[1:]),
        ("tranche", "tranche_id", STAGES[2:]),
    ):
        run(f"DELETE FROM {table}_balance")
        run(
            f"INSERT INTO {table}_balance ({key}, {_names(stages)}) SELECT {table}.id,"
            f" {_sums(stages)} FROM {table} LEFT JOIN posting ON posting.{key} = {table}.id GROUP"
            f" BY {table}.id"
        )
    cuts = {
        "line": ("''", "posting.line_id", ""),
        "region": ("region_code", "posting.line_id", "u"),
        "map": ("region_code", "0", "u"),
        "organisation": (text, "posting.line_id", "u"),
        "category": ("category", "posting.line_id", "c"),
        "category_all": ("category", "0", "c"),
        "category_region": ("category || ' ' || region_code", "0", "c"),
    }
    for cut, (key, line, joined) in cuts.items():
        source = (
            "posting"
            + (" JOIN undertaking ON undertaking.id = posting.undertaking_id" if joined else "")
            + (" WHERE category <> ''" if joined == "c" else "")
        )
        for grain, starts in (
            ("month", month.format("posting.recorded_on")),
            ("day", "posting.recorded_on"),
        ):
            run(
                f"INSERT INTO total (cut, key, grain, starts_on, line_id, {_names(STAGES)}) SELECT"
                f" '{cut}', {key}, '{grain}', {starts}, {line}, {_sums(STAGES)} FROM {source} GROUP"
                f" BY {_by(key, starts, line)}"
            )
    _dues(run, month, text)
    committed = (
        "coalesce(sum(CASE WHEN u.currency = 'CNY' THEN b.committed_fen END), 0) FROM undertaking u"
        " LEFT JOIN undertaking_balance b ON b.undertaking_id = u.id"
    )
    run(
        "INSERT INTO organisation_total SELECT organisation_id, kind, category, count(*),"
        f" {committed} GROUP BY organisation_id, kind, category"
    )
    run(
        f"INSERT INTO method_total SELECT category, method, {committed} JOIN contract c ON"
        " c.undertaking_id = u.id GROUP BY category, method HAVING sum(b.committed_fen) <> 0"
    )


def _dues(run: Any, month: str, text: str) -> None:
    source = (
        "due_entry JOIN undertaking ON undertaking.id = due_entry.undertaking_id JOIN line ON"
        " line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id"
    )
    bought = "AND category <> '' AND due_entry.kind = 'contract'"
    cuts = {
        "all": ("''", ""),
        "measure": ("programme.measure", ""),
        "region": ("region_code", ""),
        "organisation": (text, ""),
        "category": ("category", bought),
        "category_region": ("category || ' ' || region_code", bought),
        "category_measure": ("category || ' ' || programme.measure", bought),
    }
    for cut, (key, only) in cuts.items():
        for grain, starts in (
            ("month", month.format("due_entry.recorded_on")),
            ("day", "due_entry.recorded_on"),
        ):
            for due_grain, due, which in (
                ("month", month.format("due_entry.due_on"), ""),
                ("day", "due_entry.due_on", "AND due_entry.kind = 'open'"),
            ):
                run(
                    "INSERT INTO due_total (cut, key, kind, grain, due_grain, due_on, starts_on,"
                    f" value) SELECT '{cut}', {key}, due_entry.kind, '{grain}', '{due_grain}',"
                    f" {due}, {starts}, sum(value) FROM {source} WHERE 1 = 1 {only} {which} GROUP"
                    f" BY {_by(key, 'due_entry.kind', due, starts)}"
                )


def _by(*columns: str) -> str:
    """The columns to group by: constants are none."""
    return ", ".join(column for column in columns if column not in ("''", "0"))


def _names(stages: tuple[str, ...]) -> str:
    return ", ".join(f"{stage}_fen" for stage in stages)


def _sums(stages: tuple[str, ...]) -> str:
    return ", ".join(
        f"COALESCE(sum(CASE stage WHEN '{stage}' THEN amount_fen ELSE 0 END), 0)"
        for stage in stages
    )


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


def processes(
    session: Session, count: int, lines: list[int], bodies: list[int], dice: np.random.Generator
) -> None:
    """So many procurement processes with their search terms, events and three bids each; their
    guards stay in force and count them.
    """
    postgres = session.get_bind().dialect.name == "postgresql"
    start = date(2024, 1, 2)
    days = [start + timedelta(days=int(n)) for n in np.sort(dice.integers(0, 1000, count))]
    stages, kinds, methods = (
        np.array(list(words))[dice.integers(0, len(words), count)].tolist()
        for words in (PROCESS_STAGES, CATEGORIES, METHODS)
    )
    titles = [f"示例负载采购：{TOPICS[n]}" for n in dice.integers(0, len(TOPICS), count).tolist()]
    amounts = dice.integers(10_000_000, 900_000_000, (count, BIDS)).tolist()
    bidders = np.array(bodies)[dice.integers(0, len(bodies), (count, BIDS))].tolist()

    def on(day: date) -> Any:
        return day if postgres else day.isoformat()

    def at(day: date) -> Any:
        moment = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        return moment if postgres else moment.strftime("%Y-%m-%d %H:%M:%S.%f")

    columns = (
        "id",
        "ocid",
        "code",
        "title",
        "category",
        "method",
        "rationale",
        "line_id",
        "region_code",
        "currency",
        "estimate_fen",
        "is_framework",
        "award_criteria",
        "status",
        "planned_on",
        "notice_on",
        "closes_at",
        "mission_code",
        "is_demonstration",
        "version",
    )
    insert(
        session,
        "procurement_process",
        columns,
        (
            (
                n + 1,
                f"load-b-{n + 1}",
                f"LB-{n + 1:06d}",
                titles[n],
                kinds[n],
                methods[n],
                "",
                lines[n % len(lines)],
                "610000",
                "CNY",
                amounts[n][0],
                False,
                "ratedCriteria",
                stages[n],
                on(day),
                on(day),
                at(day + timedelta(days=21)),
                "",
                True,
                3,
            )
            for n, day in enumerate(days)
        ),
    )
    insert(
        session,
        "process_term",
        ("term", "process_id"),
        (
            (term, n + 1)
            for n, title in enumerate(titles)
            for term in terms_of(f"LB-{n + 1:06d}", title)
        ),
    )
    insert(
        session,
        "procurement_process_event",
        ("process_id", "kind", "recorded_on", "recorded_at", "reason", "facts"),
        (
            (n + 1, kind, on(day), at(day), "", "{}")
            for n, day in enumerate(days)
            for kind in ("plan_procurement", "publish_tender")
        ),
    )
    insert(
        session,
        "bid",
        (
            "process_id",
            "organisation_id",
            "amount_fen",
            "currency",
            "received_at",
            "status",
            "reason",
            "is_winner",
            "is_small_entity",
            "version",
        ),
        (
            (
                n + 1,
                bidders[n][k],
                amounts[n][k],
                "CNY",
                at(day + timedelta(days=k + 1)),
                "pending",
                "",
                False,
                False,
                1,
            )
            for n, day in enumerate(days)
            for k in range(BIDS)
        ),
    )


def published(session: Session, count: int, dice: np.random.Generator) -> None:
    """So many processes published elsewhere, one release and one contract each, from one file; a
    third of them classified.
    """
    postgres = session.get_bind().dialect.name == "postgresql"
    start = date(2024, 1, 2)
    days = [start + timedelta(days=int(n)) for n in np.sort(dice.integers(0, 1000, count))]
    kinds = np.array([None, None, *CATEGORIES, None, None, None])[
        dice.integers(0, 10, count)
    ].tolist()
    titles = [f"示例负载采购：{TOPICS[n]}" for n in dice.integers(0, len(TOPICS), count).tolist()]
    buyers, amounts = (
        [f"示例负载采购人 {n}" for n in dice.integers(0, 50, count).tolist()],
        dice.integers(10_000_000, 900_000_000, count).tolist(),
    )
    first = days[0] if postgres else days[0].isoformat()
    moment: Any = datetime(2024, 1, 2, 1, tzinfo=UTC)
    at = moment if postgres else moment.strftime("%Y-%m-%d %H:%M:%S.%f")
    insert(
        session,
        "import_file",
        (
            "id",
            "kind",
            "name",
            "sha256",
            "accepted",
            "unchanged",
            "updated",
            "warnings",
            "issues",
            "imported_at",
        ),
        [(1, "ocds", "load.json", "0" * 64, count, 0, 0, 0, "[]", at)],
    )
    insert(
        session,
        "published_process",
        ("id", "ocid", "category", "version"),
        ((n + 1, f"ocds-load-{n + 1}", kinds[n], 1) for n in range(count)),
    )
    insert(
        session,
        "published_release",
        (
            "id",
            "published_process_id",
            "import_file_id",
            "release_id",
            "released_at",
            "tags",
            "title",
            "buyer",
            "method",
            "tender_currency",
            "tender_fen",
            "digest",
            "raw",
            "current_from",
        ),
        (
            (
                n + 1,
                n + 1,
                1,
                f"r{n + 1}",
                at,
                "award",
                titles[n],
                buyers[n],
                "open",
                "CNY",
                amounts[n],
                f"{n:064d}",
                b"{}",
                first,
            )
            for n in range(count)
        ),
    )
    insert(
        session,
        "published_contract",
        (
            "published_release_id",
            "position",
            "contract_id",
            "shown_id",
            "title",
            "supplier",
            "supplier_id",
            "currency",
            "value_fen",
            "status",
            "signed_on",
        ),
        (
            (
                n + 1,
                0,
                "c1",
                "c1",
                "",
                f"示例负载供方 {n % 300}",
                "",
                "CNY",
                amounts[n],
                "active",
                day if postgres else day.isoformat(),
            )
            for n, day in enumerate(days)
        ),
    )
    insert(
        session,
        "published_term",
        ("term", "published_process_id"),
        (
            (term, n + 1)
            for n in range(count)
            for term in terms_of(f"ocds-load-{n + 1}", titles[n], buyers[n])
        ),
    )
