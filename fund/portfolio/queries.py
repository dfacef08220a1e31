"""The overview's blocks, each one query; the command line's figures and the reports read the same
ones.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import TypedDict

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.frames import added, typed
from fund.holdings import queries as holdings
from fund.ledger import stage_sums, sums
from fund.ledger.rules import CATEGORIES, CHAIN, NATIONWIDE, SOURCES, STAGES
from fund.ledger.stage_sums import STAGE_COLUMNS
from fund.ledger.tables import Act
from fund.ledger.view import View
from fund.milestones import queries as milestones
from fund.period import month_of, months_between
from fund.plan.tables import Area, Measure, Region
from fund.portfolio.tables import SavedView

RENMINBI = "CNY"
REGION = table_of(Region)


@kept
def by_line(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Budget lines with something on a stage: line_id, line, fiscal_year, currency, programme,
    title, measure, source and the six stages in fen.
    """
    actor.must("see_portfolio")
    return sums.lines(session).merge(stage_sums.by_line(session, view), on="line_id", how="inner")


@kept
def stages(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Stage sums by currency and source: currency, source and the six stages in fen; one row each
    that has a line.
    """
    actor.must("see_portfolio")
    frame = by_line(session, actor, view)
    return added(frame, ["currency", "source"], STAGE_COLUMNS)


@kept
def chain(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """The chain of each source and of all, in renminbi: source ("" is the total), stage,
    amount_fen, in chain order.
    """
    found = stages(session, actor, view)
    own = found[found["currency"] == RENMINBI]
    sources = own["source"].tolist()
    held: dict[str, dict[str, int]] = {
        stage: dict(zip(sources, own[f"{stage}_fen"].tolist(), strict=True)) for stage in CHAIN
    }
    amounts = {(source, stage): held[stage].get(source, 0) for source in SOURCES for stage in CHAIN}
    rows = [("", stage, sum(amounts[source, stage] for source in SOURCES)) for stage in CHAIN]
    rows += [(*place, fen) for place, fen in amounts.items()]
    return pd.DataFrame(rows, columns=["source", "stage", "amount_fen"])


@kept
def curve(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Promised against paid, cumulative, in renminbi: month (first day), promised_fen, paid_fen
    (<NA> after the last day counted).

    promised_fen follows the tranches' first-promised dates as known on the day; paid_fen is net of
    what came back.
    """
    actor.must("see_portfolio")
    everything = view.only(period=None)
    promised = _by_month(sums.due(session, everything, "promised_fen"), "value")
    paid = _by_month(stage_sums.by_month(session, everything), "paid_fen")
    known = [*promised, *(month for month, fen in paid.items() if fen)]
    if not known:
        return pd.DataFrame({"month": [], "promised_fen": [], "paid_fen": []})
    months = months_between(min(known), max([*known, month_of(view.last)]))
    so_far = accumulate(paid.get(month, 0) for month in months)
    frame = pd.DataFrame(
        {
            "month": pd.Series(months, dtype=object),
            "promised_fen": list(accumulate(promised.get(month, 0) for month in months)),
            "paid_fen": pd.array(
                [
                    fen if month <= view.last else None
                    for month, fen in zip(months, so_far, strict=True)
                ],
                dtype="Int64",
            ),
        }
    )
    if view.period is not None:
        frame = frame[(frame["month"] >= view.period.first) & (frame["month"] <= view.period.last)]
    return frame.reset_index(drop=True)


def _by_month(frame: pd.DataFrame, amount: str) -> dict[date, int]:
    return dict(zip(frame["month"], frame[amount].tolist(), strict=True))


def _staged(frame: pd.DataFrame, by: str, keys: Sequence[str]) -> pd.DataFrame:
    """The six stages of these keys from a frame that has some of them; zero where it has none."""
    rows = zip(*(frame[name].tolist() for name in STAGE_COLUMNS), strict=True)
    held = dict(zip(frame[by], rows, strict=True))
    none = (0,) * len(STAGE_COLUMNS)
    return pd.DataFrame([held.get(key, none) for key in keys], columns=STAGE_COLUMNS, dtype="int64")


@kept
def allocation(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Who gets it by measure, in renminbi: area, area_title_zh/en, measure, measure_title_zh/en,
    six stages, paid_share.

    Every identified measure has a row, at zero where nothing is committed; paid_share is paid over
    committed.
    """
    actor.must("see_portfolio")
    frame = by_line(session, actor, view)
    frame = added(frame[frame["currency"] == RENMINBI], ["measure"], STAGE_COLUMNS)
    rows = session.execute(
        sa.select(
            Area.code, Area.title_zh, Area.title_en, Measure.key, Measure.title_zh, Measure.title_en
        )  # type: ignore[call-overload]
        .join(Area, Area.code == Measure.area)
        .order_by(Area.code, Measure.key)
    ).all()
    names = [
        "area",
        "area_title_zh",
        "area_title_en",
        "measure",
        "measure_title_zh",
        "measure_title_en",
    ]
    plan = pd.DataFrame(rows, columns=names)
    if view.measure is not None:
        plan = plan[plan["measure"] == view.measure].reset_index(drop=True)
    held = _staged(frame, "measure", plan["measure"].tolist())
    found = pd.concat([plan, held], axis=1)
    found["paid_share"] = (found["paid_fen"] / found["committed_fen"]).where(
        found["committed_fen"] > 0
    )
    return found


@kept
def regions(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Who gets it by province, in renminbi: region_code, name_zh/en, short_zh/en, column, row, six
    stages. All 34, then NATIONWIDE.

    The nationwide row (region 000000, no tile) holds money of no single province, so that rows add
    up to the total.
    """
    actor.must("see_portfolio")
    frame = stage_sums.by_region(session, view)
    columns = ["code", "name_zh", "name_en", "short_zh", "short_en", "column", "row"]
    asking = sa.select(*REGION.c[tuple(columns)]).order_by(REGION.c.code)
    nation = (NATIONWIDE, "不分省份", "Nationwide", "不分省", "CN", None, None)
    places = pd.DataFrame(
        [*map(tuple, session.execute(asking)), nation],
        columns=["region_code", *columns[1:]],
        dtype=object,
    )
    held = _staged(frame, "region_code", places["region_code"].tolist())
    return pd.concat([places, held], axis=1)


@kept
def categories(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What is bought, in renminbi: category, six stages, contracts (how many, in any currency);
    every category has a row.
    """
    actor.must("see_portfolio")
    frame = _staged(stage_sums.by_category(session, view), "category", list(CATEGORIES))
    counted = sums.contracts_by_category(session, view)
    frame.insert(0, "category", list(CATEGORIES))
    return frame.assign(contracts=[counted.get(category, 0) for category in CATEGORIES])


@kept
def counts(session: Session, actor: Actor, view: View) -> dict[str, int]:
    """How many grants, contracts and subsidies were decided, milestones planned, met, open and
    overdue, by the
    view's day.
    """
    actor.must("see_portfolio")
    everything = view.only(period=None)
    kinds = {
        "grants": "grant",
        "contracts": "contract",
        "subsidies": "subsidy",
        "planned": "planned",
        "met": "met",
        "open": "open",
    }
    known = sums.held(session, everything, list(kinds.values()))
    found = {name: known[kind] for name, kind in kinds.items()}
    found["overdue"] = sums.due_before(session, everything, "open")
    return found


@kept
def attention(session: Session, actor: Actor, view: View, limit: int = 6) -> pd.DataFrame:
    """The milestones longest overdue on the view's day, with the money waiting behind them: columns
    of milestones.MILESTONES.
    """
    return milestones.plan(session, actor, view.only(period=None), overdue=True, limit=limit)


@kept
def ahead(session: Session, actor: Actor, view: View) -> int:
    """Renminbi paid ahead of evidence on the view's day, in fen: accepted by waiver, with no
    accepted evidence yet.
    """
    return milestones.paid_ahead_fen(session, actor, view)


class Figures(TypedDict):
    """The headline figures as the command line prints them (cli.md): amounts in fen."""

    as_of: str
    currency: str
    stages: dict[str, int]
    other_currencies: dict[str, dict[str, int]]
    sources: dict[str, dict[str, int]]
    paid_ahead_of_evidence: int
    grants: int
    contracts: int
    subsidies: int
    milestones: dict[str, int]
    holdings: dict[str, object]


def figures(session: Session, actor: Actor, as_of: date) -> Figures:
    """The headline figures as the command line prints them (cli.md): amounts in fen."""
    view = View(as_of=as_of)
    frame = stages(session, actor, view)
    renminbi = (
        frame[frame["currency"] == RENMINBI]
        .set_index("source")[STAGE_COLUMNS]
        .reindex(list(SOURCES), fill_value=0)
    )
    others = frame[frame["currency"] != RENMINBI].groupby("currency")[STAGE_COLUMNS].sum()
    by_source = {str(source): row for source, row in renminbi.to_dict("index").items()}
    counted = counts(session, actor, view)
    return {
        "as_of": as_of.isoformat(),
        "currency": RENMINBI,
        "stages": _stages(renminbi.sum().to_dict()),
        "other_currencies": {
            str(currency): _stages(row) for currency, row in others.to_dict("index").items()
        },
        "sources": {source: _stages(row) for source, row in by_source.items()},
        "paid_ahead_of_evidence": ahead(session, actor, view),
        "grants": counted["grants"],
        "contracts": counted["contracts"],
        "subsidies": counted["subsidies"],
        "milestones": {name: counted[name] for name in ("planned", "met", "overdue")},
        "holdings": holdings.money(holdings.whole(session, actor, as_of)),
    }


def first_day(session: Session) -> date | None:
    """The day of the first act, None in an empty ledger: as-of dates before it show nothing."""
    return session.exec(select(sa.func.min(Act.recorded_on))).one()


def _stages(row: Mapping[Hashable, int]) -> dict[str, int]:
    return {stage: int(row[f"{stage}_fen"]) for stage in STAGES}


SAVED = ["view_id", "title", "query", "owner", "is_mine", "is_shared"]
"""Columns of ``saved``: one's own views first, then those others share, by name."""


def saved(session: Session, actor: Actor, page: str) -> pd.DataFrame:
    """The views kept for a page that this person sees: SAVED."""
    actor.must("see_portfolio")
    table = table_of(SavedView)
    person = table_of(Person)
    is_mine = table.c.person_id == actor.id
    rows = session.execute(
        sa.select(
            table.c.id, table.c.title, table.c.query, person.c.name, is_mine, table.c.is_shared
        )
        .outerjoin(person, person.c.id == table.c.person_id)
        .where(table.c.page == page, table.c.dropped_at.is_(None), is_mine | table.c.is_shared)
    ).all()
    ordered = sorted(map(tuple, rows), key=lambda row: (not row[4], row[1], row[0]))
    return typed(pd.DataFrame(ordered, columns=SAVED), {"is_mine": "bool", "is_shared": "bool"})
