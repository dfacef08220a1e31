"""The lists of procurement: the fund's own contracts, the one entered last first; every process by
stage; the red flags raised now.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import search
from fund.access.actors import Actor
from fund.columns import is_any_of
from fund.errors import N_, NP_
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger import stage_sums, sums
from fund.ledger.rules import CATEGORIES, UNDECIDED
from fund.ledger.rules import STAGES as MONEY
from fund.ledger.view import View
from fund.listing import undertakings, worked
from fund.listing.declared import BY_NUMBER, Asked, Col, Filter, Listing, Order, Source, Totals
from fund.procurement import flagged, processes, queries
from fund.procurement.processes import PROCESS, TERM
from fund.procurement.queries import UNDERTAKING
from fund.procurement.rules import DISPOSITIONS, METHODS, STAGES
from fund.procurement.wording import FLAGS, WEIGHT, compared, evidence, rule_name, weight

ADDED = {"value_fen": "committed", "accepted_fen": "accepted", "paid_fen": "paid"}


def contracts(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Contracts entered by the view's last day, in its period those decided in it: of a category,
    with words of their code, title or supplier.
    """
    view, category = asked.view, asked.get("category")
    is_now = ledger.is_latest(session, view.last)
    among = undertakings.numbers_of(session, "contract", asked.get("q"))
    where = [UNDERTAKING.c.kind == "contract", *undertakings.filtered(view, category)]
    if not is_now:
        where.append(ledger.known_on(view))
    if view.period is not None:
        where.append(UNDERTAKING.c.decided_on.between(view.period.first, view.last))
    if among is not None:
        where.append(is_any_of(UNDERTAKING.c.id, among))
    orders = undertakings.orders(is_now=is_now)
    if not is_now:
        # a decision after the day looked at is not known on it
        del orders["decided_on"]
    fen, within = undertakings.sums_of(session, view, ADDED, is_now=is_now)
    return Source(
        UNDERTAKING,
        where,
        UNDERTAKING.c.id,
        orders | {"entered": UNDERTAKING.c.id},
        frozenset({"entered"} if view.period is None or not is_now else {"decided_on"}),
        fen,
        along="" if among is None else BY_NUMBER,
        summed=within,
    )


def contracts_kept(session: Session, _actor: Actor, asked: Asked) -> Totals | None:
    """How many, from the statuses counted, or by category from the totals of dues; None where
    neither answers.
    """
    view, category = asked.view, asked.get("category")
    if asked.get("q") or view.filters > 1:
        return None
    if not category:
        if view.period is not None:
            return undertakings.kept(session, view, "contract", added=ADDED)
        counts = undertakings.statuses(session, view, "contract")
        if counts is None:
            return None
        return Totals(sum(counts.values()), undertakings.money(session, view, "contract", ADDED))
    if view.period is not None or not ledger.is_latest(session, view.as_of):
        return None
    rows = sums.contracts_by_category(session, view).get(category, 0)
    rows += _undecided(session, view, category)
    if view.organisation_id is not None:
        return Totals(rows)
    bought = stage_sums.by_category(session, view).set_index("category")
    bought = bought.reindex([category], fill_value=0)
    return Totals(rows, {name: int(bought[f"{stage}_fen"].sum()) for name, stage in ADDED.items()})


def _undecided(session: Session, view: View, category: str) -> int:
    """How many of a category are entered and not awarded: never many."""
    where = undertakings.filtered(view, category)
    waiting = [UNDERTAKING.c.kind == "contract", UNDERTAKING.c.status.in_(sorted(UNDECIDED))]
    return int(session.scalar(sa.select(sa.func.count()).where(*waiting, *where)) or 0)


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A contract leads to its page."""
    return "contract", {"id": str(row["contract_id"])}


CONTRACTS = Listing(
    name="contracts",
    title=N_("Contracts"),
    page="procurement",
    key="undertaking_id",
    columns=(
        Col("title", N_("Contract"), width=40, order="title"),
        Col("contract_id", N_("Code"), width=18, order="code", under="title"),
        Col("supplier", N_("Supplier"), width=30, order="body"),
        Col("region", N_("Province"), "region", 16, under="supplier"),
        Col("category", N_("Category"), "words", 14, words=CATEGORIES),
        Col("method", N_("Method"), "words", 14, under="category", words=METHODS),
        Col("measure", N_("Measure"), width=10, is_shown=False),
        *undertakings.PAID_FROM,
        undertakings.STATUS,
        Col("awarded_on", N_("Awarded on"), "date", order="decided_on"),
        undertakings.SIGNED,
        Col("undertaking_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
        *undertakings.amounts("value_fen"),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("decided_on", "date", is_descending=True, is_nullable=True),
        *undertakings.SORTED,
    ),
    filters=(
        Filter("category", N_("Category"), CATEGORIES),
        Filter("q", N_("Code, title or supplier"), longest=80),
    ),
    source=contracts,
    frame=queries.listed,
    kept=contracts_kept,
    leads=leads,
    is_kept=True,
)


def bought(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every process as it stands today: of a stage, a category, with words of its code or title."""
    columns = {"status": asked.get("show"), "category": asked.get("kind")}
    where: list[sa.ColumnElement[bool]] = [
        PROCESS.c[name] == value for name, value in columns.items() if value
    ]
    if asked.get("q"):
        found = search.matching(session, TERM, TERM.c.process_id, asked.get("q"))
        where.append(is_any_of(PROCESS.c.id, found[: search.FOUND]))
    return Source(
        PROCESS,
        where,
        PROCESS.c.id,
        {
            "entered": PROCESS.c.id,
            "code": PROCESS.c.code,
            "title": PROCESS.c.title,
            "notice_on": PROCESS.c.notice_on,
            "estimate": PROCESS.c.estimate_fen,
        },
        frozenset({"entered"} if where else {"entered", "code"}),
    )


def bought_kept(session: Session, actor: Actor, asked: Asked) -> Totals | None:
    """How many stand in a stage, as they are counted where they move."""
    if asked.get("q"):
        return None
    counts = processes.counts(session, actor)
    for column, value in (("status", asked.get("show")), ("category", asked.get("kind"))):
        counts = counts[counts[column] == value] if value else counts
    return Totals(int(counts["processes"].sum()))


def to_process(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A process leads to its way from plan to payment."""
    return "process", {"id": str(row["code"])}


PROCESSES = Listing(
    name="processes",
    title=N_("Processes"),
    page="processes",
    key="process_id",
    columns=(
        Col("title", N_("Process"), width=40, order="title"),
        Col("code", N_("Code"), width=18, order="code", under="title"),
        Col("category", N_("Category"), "words", 14, words=CATEGORIES),
        Col("method", N_("Method"), "words", 14, under="category", words=METHODS),
        Col("status", N_("Stage"), "state", 12, word="word"),
        Col("planned_on", N_("Planned on"), "date", is_shown=False),
        Col("notice_on", N_("Notice"), "date", order="notice_on"),
        Col("closes_on", N_("Deadline"), "date"),
        Col("bids", N_("Bids"), "integer", 8),
        Col("line", N_("Line"), width=18, is_shown=False),
        Col("process_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
        Col("currency", N_("Currency"), "currency", 8, under="estimate_fen"),
        Col("estimate_fen", N_("Estimate"), "amount", 16, order="estimate"),
        Col("supplier", N_("Supplier"), width=30),
        Col("region", N_("Province"), "region", 16, under="supplier"),
        Col("value_fen", MONEY["committed"], "amount", 16),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("code", "text"),
        Order("title", "text"),
        Order("notice_on", "date", is_descending=True, is_nullable=True),
        Order("estimate", "integer", is_descending=True),
    ),
    filters=(
        Filter("show", N_("Stage"), STAGES),
        Filter("kind", N_("Category"), CATEGORIES),
        Filter("q", N_("Code or words of the title"), longest=40),
    ),
    source=bought,
    frame=processes.listed,
    kept=bought_kept,
    leads=to_process,
    is_viewed=False,
)

ANSWERS = {"open": N_("Not answered"), **DISPOSITIONS}
"""What became of a flag, by the words of the address."""
LOOKS = {"open": "waiting", "looking": "active", "explained": "met", "referred": "at_risk"}
"""The state whose look an answer has."""
RULES = {code: name for code, (name, _rule) in FLAGS.items()}
WEIGHTS = tuple(WEIGHT)


def raised(session: Session, actor: Actor, asked: Asked) -> Source:
    """Flags the newest tenders raise now, in their order: of an answer, of a rule."""
    found, _looked_at = flagged.flags(session, actor)
    rows = found.to_dict("records")
    show, rule = asked.get("show"), asked.get("rule")
    return worked.source(
        {"level": "integer", "rule": "text", "estimate": "integer", "tender": "text"},
        (
            (
                place,
                WEIGHTS.index(weight(row["flag"])[0]),
                row["flag"],
                int(row["value_fen"] or 0),
                row["code"],
            )
            for place, row in enumerate(rows, 1)
            if show in ("", row["outcome"] or "open") and rule in ("", row["flag"])
        ),
    )


def flags_frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some flags by their place: flagged.FLAGS with everything in words."""
    found, _looked_at = flagged.flags(session, actor)
    found = found.assign(place=range(1, len(found) + 1))
    found = found[found["place"].isin(keys)]
    rows = found.to_dict("records")
    answers = [row["outcome"] or "open" for row in rows]
    said = {
        "what": [row["title"] or row["supplier"] for row in rows],
        "parties": ["; ".join(row["parties"]) if row["title"] else "" for row in rows],
        "weight": [weight(row["flag"])[0] for row in rows],
        "weight_word": [weight(row["flag"])[1] for row in rows],
        "rule": [rule_name(row["flag"]) for row in rows],
        "numbers": [evidence(row["flag"], row["facts"], row["currency"]) for row in rows],
        "compared": [compared(row["sample"]) for row in rows],
        "value_fen": [row["value_fen"] or None for row in rows],
        "look": [LOOKS[answer] for answer in answers],
        "word": [_(ANSWERS[answer]) for answer in answers],
        "why": [" · ".join(filter(None, [row["reason"], row["by"]])) for row in rows],
    }
    return found.assign(
        **{name: pd.Series(values, found.index, dtype=object) for name, values in said.items()}
    )


def to_flagged(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A flag leads to its tender, else to the supplier."""
    if row["code"]:
        return "process", {"id": str(row["code"])}
    return "supplier", {"id": str(row["supplier_id"])}


RAISED = Listing(
    name="flags",
    title=N_("Red flags"),
    page="flags",
    key="place",
    columns=(
        Col("what", N_("Tender or supplier"), width=36),
        Col("code", N_("Code"), width=18, order="tender", under="what"),
        Col("parties", N_("Organisations named"), width=30, under="what"),
        Col("weight", NP_("flag", "Level"), "state", 10, order="level", word="weight_word"),
        Col("rule", N_("Rule"), width=28, order="rule"),
        Col("numbers", N_("What raised it"), width=40, under="rule"),
        Col("compared", N_("Compared with"), width=14, under="rule"),
        Col("region", N_("Province"), "region", 14),
        Col("currency", N_("Currency"), "currency", 8, under="value_fen"),
        Col("value_fen", N_("Estimate"), "amount", 16, order="estimate"),
        Col("look", N_("Answer"), "state", 16, word="word"),
        Col("why", N_("Reason"), width=36, under="look"),
    ),
    orders=(
        Order("level", "integer"),
        Order("rule", "text"),
        Order("estimate", "integer", is_descending=True),
        Order("tender", "text"),
    ),
    filters=(
        Filter("show", N_("Answer"), ANSWERS, is_drawn=False),
        Filter("rule", N_("Rule"), RULES),
    ),
    source=raised,
    frame=flags_frame,
    leads=to_flagged,
    is_viewed=False,
)

LISTS = (CONTRACTS, PROCESSES, RAISED)
"""The lists of this room."""
