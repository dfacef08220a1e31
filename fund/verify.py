"""Is the database whole: acts complete, balances and totals equal to the postings, the chain
everywhere, guards in place.

Each check is one statement over whole tables that finds what is wrong, so that a million postings
take seconds. It trusts nothing the triggers keep: sums are made anew from the postings.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from fund import audit, house
from fund.errors import N_
from fund.i18n import _
from fund.ledger.rules import CHAIN, STAGES
from fund.rooms import derived

GUARDS = Path(__file__).parent / "migrations" / "sql"
NAMED = 5
"""How many places a failed check names."""

Bad = Sequence[tuple[object, ...]]
Check = Callable[[Session], Bad]
"""Finds what is wrong: rows that name it."""


class Verdict(TypedDict):
    """What one check found; detail counts and names what is wrong."""

    name: str
    ok: bool
    detail: str


class Verdicts(TypedDict):
    """What all checks found."""

    ok: bool
    checks: list[Verdict]


def verify(session: Session) -> Verdicts:
    """Run every check."""
    found = [_verdict(name, find(session)) for name, find in checks().items()]
    return {"ok": all(check["ok"] for check in found), "checks": found}


@cache
def checks() -> dict[str, Check]:
    """Every check by its name: of the ledger and the whole database, then of the rooms."""
    declared = [item for place in house.CHECKS for item in import_module(place).CHECKS.items()]
    of_rooms = [(name, _sql(one) if isinstance(one, str) else one) for name, one in declared]
    return derived.by_name([*CHECKS.items(), *of_rooms])


def words() -> dict[str, str]:
    """Checks by name, as sentences for the catalogue; a room may leave its own unsaid."""
    of_rooms = [getattr(import_module(place), "WORDS", {}) for place in house.CHECKS]
    return {name: said for one in (WORDS, *of_rooms) for name, said in one.items()}


def _verdict(name: str, bad: Bad) -> Verdict:
    places = "; ".join(" ".join(str(part) for part in row) for row in bad[:NAMED])
    detail = _("{count} found: {places}").format(count=len(bad), places=places) if bad else ""
    return {"name": name, "ok": not bad, "detail": detail}


def _sql(statement: str) -> Callable[[Session], Bad]:
    """A check that is one statement; {month(x)} and {shift} are written as the database spells
    them.
    """

    def find(session: Session) -> Bad:
        return _rows(session, statement)

    return find


def _rows(session: Session, statement: str) -> Bad:
    postgres = session.get_bind().dialect.name == "postgresql"
    month = r"CAST(date_trunc('month', \1) AS date)" if postgres else r"date(\1, 'start of month')"
    beijing = (
        r"CAST(\1 AT TIME ZONE 'Asia/Shanghai' AS date)" if postgres else r"date(\1, '+8 hours')"
    )
    text = re.sub(r"month\((\w+)\)", month, statement)
    text = re.sub(r"beijing\((\w+)\)", beijing, text)
    return [tuple(row) for row in session.execute(sa.text(text)).all()]


def _sums(*stages: str) -> str:
    return ", ".join(
        f"sum(CASE WHEN stage = '{stage}' THEN amount_fen ELSE 0 END) AS {stage}_fen"
        for stage in stages
    )


def _balance(thing: str, *stages: str) -> Callable[[Session], Bad]:
    """Balances that differ from the postings, and things without a balance."""
    differs = " OR ".join(
        f"coalesce(b.{stage}_fen, -1) <> coalesce(p.{stage}_fen, 0)" for stage in stages
    )
    return _sql(
        f"SELECT '{thing}', t.id FROM {thing} t LEFT JOIN {thing}_balance b ON b.{thing}_id = t.id"
        f" LEFT JOIN (SELECT {thing}_id, {_sums(*stages)} FROM posting GROUP BY {thing}_id) p ON"
        f" p.{thing}_id = t.id WHERE {differs}"
    )


def _chain(by: str, stages: tuple[str, ...], source: str = "posting") -> Callable[[Session], Bad]:
    """Groups of postings whose stages do not descend, or went below zero; tranches start at
    obligated.
    """
    steps = [f"{upper}_fen < {lower}_fen" for upper, lower in pairwise(stages)]
    broken = " OR ".join([*steps, f"{stages[-1]}_fen < 0", "returned_fen < 0"])
    keys = by.split(", ")
    where = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    named = ", ".join(f"'{key}', {key}" for key in keys)
    return _sql(
        f"SELECT {named} FROM (SELECT {by}, {_sums(*stages, 'returned')} FROM {source} WHERE"
        f" {where} GROUP BY {by}) sums WHERE {broken}"
    )


AMOUNTS = ", ".join(f"sum({stage}_fen) AS {stage}_fen" for stage in STAGES)
NEGATIVE = ", ".join(f"-{stage}_fen AS {stage}_fen" for stage in STAGES)
PLAIN = ", ".join(f"{stage}_fen" for stage in STAGES)
DIFFERENT = " OR ".join(f"sum({stage}_fen) <> 0" for stage in STAGES)
TOTAL_KEY = "cut, key, grain, starts_on, line_id"
DUE_KEY = "cut, key, kind, grain, due_grain, due_on, starts_on"


def _cut(cut: str, key: str, where: str, line_id: str = "line_id") -> str:
    return (
        f"SELECT '{cut}' AS cut, {key} AS key, 'day' AS grain, recorded_on AS starts_on, {line_id}"
        f" AS line_id, {AMOUNTS} FROM base WHERE {where} GROUP BY 2, 4, 5"
    )


CUTS = " UNION ALL ".join(
    [
        _cut("line", "''", "1 = 1"),
        _cut("region", "region_code", "region_code IS NOT NULL"),
        _cut("map", "region_code", "currency = 'CNY'", "0"),
        _cut("organisation", "CAST(organisation_id AS TEXT)", "region_code IS NOT NULL"),
        _cut("category", "category", "category <> ''"),
        _cut("category_all", "category", "category <> '' AND currency = 'CNY'", "0"),
        _cut(
            "category_region",
            "category || ' ' || region_code",
            "category <> '' AND currency = 'CNY'",
            "0",
        ),
    ]
)
TOTALS = (
    "WITH base AS (SELECT posting.line_id, u.region_code, u.organisation_id, u.category,"
    f" u.currency, recorded_on, {_sums(*STAGES)} FROM posting LEFT JOIN undertaking u ON u.id ="
    " posting.undertaking_id GROUP BY posting.line_id, u.region_code, u.organisation_id,"
    f" u.category, u.currency, recorded_on) SELECT {TOTAL_KEY} FROM ({CUTS} UNION ALL SELECT"
    f" {TOTAL_KEY}, {NEGATIVE} FROM total WHERE grain = 'day') a GROUP BY {TOTAL_KEY} HAVING"
    f" {DIFFERENT}"
)
MONTH_TOTALS = (
    f"SELECT {TOTAL_KEY} FROM (SELECT cut, key, 'month' AS grain, month(starts_on) AS starts_on,"
    f" line_id, {PLAIN} FROM total WHERE grain = 'day' UNION ALL SELECT {TOTAL_KEY}, {NEGATIVE}"
    f" FROM total WHERE grain <> 'day') a GROUP BY {TOTAL_KEY} HAVING {DIFFERENT}"
)
DUE_TOTALS = f"""
WITH base AS (
    SELECT e.kind, e.recorded_on, e.due_on, u.region_code, u.organisation_id, u.category,
        p.measure, sum(e.value) AS value
    FROM due_entry e JOIN undertaking u ON u.id = e.undertaking_id
    JOIN line l ON l.id = u.line_id JOIN programme p ON p.id = l.programme_id
    WHERE e.kind <> 'promised_fen' OR u.currency = 'CNY'
    GROUP BY e.kind, e.recorded_on, e.due_on, u.region_code, u.organisation_id, u.category,
        p.measure),
bought AS (SELECT * FROM base WHERE category <> '' AND kind = 'contract'),
cuts AS (
    SELECT 'all' AS cut, '' AS key, kind, recorded_on, due_on, value FROM base
    UNION ALL SELECT 'measure', measure, kind, recorded_on, due_on, value FROM base
    UNION ALL SELECT 'region', region_code, kind, recorded_on, due_on, value FROM base
    UNION ALL SELECT 'category', category, kind, recorded_on, due_on, value FROM bought
    UNION ALL SELECT 'category_region', category || ' ' || region_code, kind, recorded_on,
        due_on, value FROM bought
    UNION ALL SELECT 'category_measure', category || ' ' || measure, kind, recorded_on,
        due_on, value FROM bought
    UNION ALL SELECT 'organisation', CAST(organisation_id AS TEXT), kind, recorded_on, due_on,
        value FROM base),
known AS (
    SELECT cut, key, kind, 'day' AS grain, recorded_on AS starts_on, due_on, value FROM cuts
    UNION ALL SELECT cut, key, kind, 'month', month(recorded_on), due_on, value FROM cuts),
due AS (
    SELECT cut, key, kind, grain, 'month' AS due_grain, month(due_on) AS due_on, starts_on, value
    FROM known
    UNION ALL SELECT cut, key, kind, grain, 'day', due_on, starts_on, value
    FROM known WHERE kind = 'open'
    UNION ALL SELECT cut, key, kind, grain, 'ever', date('0001-01-01'), starts_on, value FROM known)
SELECT {DUE_KEY}
FROM (SELECT {DUE_KEY}, value FROM due UNION ALL SELECT {DUE_KEY}, -value FROM due_total) a
GROUP BY {DUE_KEY} HAVING sum(value) <> 0
"""
LATEST_STATUS = (
    "(SELECT status FROM status_event e WHERE e.undertaking_id = u.id ORDER BY e.id DESC LIMIT 1)"
)


def _guards(session: Session) -> Bad:
    """Triggers, their functions and CHECK constraints that are missing, switched off or not as the
    migrations made them.
    """
    return [*_missing_triggers(session), *_missing_constraints(session)]


def _missing_triggers(session: Session) -> Iterator[tuple[object, ...]]:
    dialect = session.get_bind().dialect.name
    found = _stored_guards(session, dialect)
    for (kind, name), statement in _written_guards(dialect).items():
        stored = found.get((kind, name))
        if stored is None or (stored and _squeezed(stored) not in _squeezed(statement)):
            yield kind, name


def _written_guards(dialect: str) -> dict[tuple[str, str], str]:
    """(trigger or function, name) -> the statement the latest revision guards its table with."""
    found = {}
    for path in sorted(GUARDS.glob(f"*_{dialect}.sql"), key=_revised):
        source = re.sub(r"\A(--.*\n)+", "", path.read_text("utf-8"))
        for statement in (part.strip().rstrip(";") for part in source.split("\n--\n")):
            if named := re.match(r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION) (\w+)", statement):
                found[named[1].lower(), named[2]] = statement
    return found


def _revised(path: Path) -> tuple[bool, str]:
    """Files named by a revision's number replace what earlier ones and rooms' own made."""
    return path.name[0].isdigit(), path.name


def _stored_guards(session: Session, dialect: str) -> dict[tuple[str, str], str]:
    """(trigger or function, name) -> its definition as stored; "" where the database does not keep
    the text.
    """
    if dialect == "sqlite":
        rows = session.execute(
            sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        return {("trigger", name): sql for name, sql in rows}
    triggers = session.execute(
        sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
    ).all()
    functions = session.execute(
        sa.text("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    ).all()
    return {("trigger", name): "" for (name,) in triggers} | {
        ("function", name): body for name, body in functions
    }


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _missing_constraints(session: Session) -> Iterator[tuple[object, ...]]:
    inspector = sa.inspect(session.connection())
    stored = {
        name
        for (_schema, _table), found in inspector.get_multi_check_constraints().items()
        for name in (c["name"] for c in found)
    }
    for table in SQLModel.metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, sa.CheckConstraint) and constraint.name not in stored:
                yield "constraint", constraint.name


def _audit(session: Session) -> Bad:
    found = audit.verify(session)
    return [] if found["ok"] else [("audit_entry", found["first_bad"])]


CLAW_BACKS = """
WITH RECURSIVE chain(root, id) AS (
    SELECT id, id FROM act WHERE kind = 'claw_back'
    UNION ALL SELECT chain.root, act.id FROM chain JOIN act ON act.reverses_id = chain.id),
latest AS (SELECT root, max(id) AS id FROM chain GROUP BY root),
stands AS (
    SELECT chain.root, p.line_id, p.tranche_id, sum(p.amount_fen) AS fen
    FROM chain JOIN posting p ON p.act_id = chain.id AND p.stage = 'returned'
    GROUP BY chain.root, p.line_id, p.tranche_id HAVING sum(p.amount_fen) <> 0)
SELECT 'act', s.root FROM stands s JOIN latest ON latest.root = s.root
JOIN act a ON a.id = latest.id
WHERE (a.payment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM posting q WHERE q.act_id = a.payment_id AND q.stage = 'paid'
        AND q.amount_fen > 0 AND q.line_id = s.line_id AND q.tranche_id = s.tranche_id))
    OR (a.payment_id IS NULL AND EXISTS (
        SELECT 1 FROM posting q WHERE q.tranche_id = s.tranche_id AND q.stage = 'paid'
        AND q.line_id <> s.line_id AND q.act_id < s.root
        GROUP BY q.line_id HAVING sum(q.amount_fen) >= s.fen))
ORDER BY 2
"""
"""Claw-backs on another line than the payment they name; and those of before payments were named
that a payment on another line could be meant by: two people say which it was.
"""

CHECKS: dict[str, Check] = {
    "acts_complete": _sql(
        "SELECT 'act', act.id FROM act LEFT JOIN (SELECT act_id, count(*) AS n FROM posting GROUP"
        " BY act_id) p ON p.act_id = act.id WHERE act.entries <> coalesce(p.n, 0) UNION ALL SELECT"
        " 'posting', posting.id FROM posting LEFT JOIN act ON act.id = posting.act_id WHERE act.id"
        " IS NULL"
    ),
    "postings_fit_acts": _sql(
        "SELECT 'posting', p.id FROM posting p JOIN act a ON a.id = p.act_id LEFT JOIN tranche t ON"
        " t.id = p.tranche_id LEFT JOIN undertaking u ON u.id = p.undertaking_id LEFT JOIN line l"
        " ON l.id = p.line_id WHERE p.recorded_on <> a.recorded_on OR l.id IS NULL OR"
        " (p.undertaking_id IS NOT NULL AND (a.undertaking_id IS NULL OR a.undertaking_id <>"
        " p.undertaking_id OR u.id IS NULL OR u.currency <> l.currency)) OR (p.tranche_id IS NOT"
        " NULL AND (t.id IS NULL OR t.undertaking_id <> p.undertaking_id))"
    ),
    "dated_when_recorded": _sql(
        "SELECT 'act', id FROM (SELECT id, recorded_on, occurred_on, recorded_at, max(recorded_on)"
        " OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier FROM act)"
        " a WHERE recorded_on < earlier OR occurred_on > recorded_on OR beijing(recorded_at) IS"
        " DISTINCT FROM recorded_on"
    ),
    "whole_fen": _sql(
        "SELECT 'posting', id FROM posting WHERE amount_fen = 0 OR amount_fen <> CAST(amount_fen AS"
        " bigint) OR CAST(amount_fen AS TEXT) LIKE '%.%'"
    ),
    "reversals_mirror": _sql(
        "SELECT 'act', r.id FROM act r JOIN posting p ON p.act_id IN (r.id, r.reverses_id) WHERE"
        " r.kind = 'reverse' GROUP BY r.id, p.stage, p.line_id, p.tranche_id HAVING"
        " sum(p.amount_fen) <> 0 UNION ALL SELECT 'act', max(id) FROM act WHERE reverses_id IS NOT"
        " NULL GROUP BY reverses_id HAVING count(*) > 1"
    ),
    "line_balances": _balance("line", *STAGES),
    "undertaking_balances": _balance("undertaking", *CHAIN[1:], "returned"),
    "tranche_balances": _balance("tranche", *CHAIN[2:], "returned"),
    "chain_lines": _chain("line_id", CHAIN),
    "chain_undertakings": _chain("undertaking_id", CHAIN[1:]),
    "chain_tranches": _chain("tranche_id", CHAIN[2:]),
    "chain_undertakings_by_line": _chain("line_id, undertaking_id", CHAIN[1:]),
    "chain_tranches_by_line": _chain("line_id, tranche_id", CHAIN[2:]),
    "chain_currencies": _chain("currency", CHAIN, "posting JOIN line ON line.id = posting.line_id"),
    "totals": _sql(TOTALS),
    "totals_by_month": _sql(MONTH_TOTALS),
    "due_totals": _sql(DUE_TOTALS),
    "organisation_totals": _sql(
        "SELECT 'organisation', organisation_id, kind, category FROM (SELECT u.organisation_id,"
        " u.kind, u.category, count(*) AS undertakings, sum(CASE WHEN u.currency = 'CNY' THEN"
        " coalesce(p.fen, 0) ELSE 0 END) AS committed_fen FROM undertaking u LEFT JOIN (SELECT"
        " undertaking_id, sum(amount_fen) AS fen FROM posting WHERE stage = 'committed' GROUP BY"
        " undertaking_id) p ON p.undertaking_id = u.id GROUP BY u.organisation_id, u.kind,"
        " u.category UNION ALL SELECT organisation_id, kind, category, -undertakings,"
        " -committed_fen FROM organisation_total) a GROUP BY organisation_id, kind, category HAVING"
        " sum(undertakings) <> 0 OR sum(committed_fen) <> 0"
    ),
    "claw_backs_where_paid": _sql(CLAW_BACKS),
    "statuses": _sql(
        f"SELECT 'undertaking', id FROM (SELECT u.id, u.status, {LATEST_STATUS} AS latest FROM"
        " undertaking u) s WHERE status <> coalesce(latest, 'entered')"
    ),
    "audit_chain": _audit,
    "guards": _guards,
}
"""The checks of the ledger, its totals, the audit log and the guards."""

WORDS = {
    "acts_complete": N_("Every act has all its postings"),
    "postings_fit_acts": N_("Postings fit their acts"),
    "dated_when_recorded": N_("Acts are dated when they were recorded"),
    "whole_fen": N_("Amounts are whole fen"),
    "reversals_mirror": N_("Reversals mirror what they undo"),
    "line_balances": N_("Balances of lines equal the postings"),
    "undertaking_balances": N_("Balances of undertakings equal the postings"),
    "tranche_balances": N_("Balances of tranches equal the postings"),
    "chain_lines": N_("The chain holds on every line"),
    "chain_undertakings": N_("The chain holds on every undertaking"),
    "chain_tranches": N_("The chain holds on every tranche"),
    "chain_undertakings_by_line": N_("The chain holds on every undertaking, line by line"),
    "chain_tranches_by_line": N_("The chain holds on every tranche, line by line"),
    "chain_currencies": N_("The chain holds in every currency"),
    "totals": N_("Daily totals equal the postings"),
    "totals_by_month": N_("Monthly totals equal the daily ones"),
    "due_totals": N_("Totals of what falls due"),
    "organisation_totals": N_("Totals of organisations"),
    "claw_backs_where_paid": N_("Money came back to the line it was paid from"),
    "statuses": N_("Statuses are as last recorded"),
    "audit_chain": N_("The audit log is unbroken"),
    "guards": N_("The guards of the database are in place"),
}
"""Name -> what the check says where it holds."""
