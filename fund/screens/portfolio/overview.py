"""What the overview draws: the chain, what needs attention, the curve, measures, provinces and
categories.
"""

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import i18n, ui
from fund.access.actors import Actor
from fund.charts import allocation, categories, chain, progress, tiles
from fund.debris import queries as warnings
from fund.frames import named
from fund.holdings import queries as holdings
from fund.holdings.queries import Whole
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES, CHAIN, SOURCES, STAGES
from fund.ledger.view import View
from fund.plan import reference
from fund.portfolio import queries
from fund.screens.debris.overview import open_warnings
from fund.screens.holdings.register import on_overview
from fund.ui import Column, address
from fund.ui.still import still
from fund.ui.visit import Visit, keep_view, stamp

Asked = TypeVar("Asked")
ALLOTTED = [
    *("area", "area_title", "measure", "measure_title"),
    *("committed_fen", "paid_fen", "paid_share"),
]
"""What is drawn of measures: an act that moves another stage draws nothing anew."""


def blocks(visit: Visit, session: Session, view: View) -> None:
    """The blocks, all of one moment: what stands still between two acts is asked for once, and
    drawn again where the answer is another.
    """
    asked = (session, visit.who, view)

    def once(name: str, ask: Callable[[], Asked], draw: Callable[[Asked], None]) -> None:
        still(visit, session, f"overview {name}", ask, draw, view)

    once("lede", lambda: sums(*asked), lambda found: lede(*found))
    stamp(visit, view.as_of)
    left, right = st.columns([6.6, 5.4], gap="medium")
    with left:
        once("money", lambda: queries.chain(*asked), money)
    with right:
        once("attention", lambda: waiting(*asked), lambda found: attention(*found))
    left, right = st.columns([5.4, 6.6], gap="medium")
    with left:
        once("curve", lambda: queries.curve(*asked), lambda found: curve(found, view))
    with right:
        once("measures", lambda: allotted(queries.allocation(*asked)), measures)
    left, right = st.columns([5.4, 6.6], gap="medium")
    with left:
        provinces(queries.regions(*asked), view)
    with right:
        once("bought", lambda: queries.categories(*asked), bought)
    once("invested", lambda: invested(*asked), on_overview)
    once("warnings", lambda: warnings.open_by_level(session, visit.who), open_warnings)


def sums(session: Session, actor: Actor, view: View) -> tuple[int, int, int, int]:
    """Appropriated, committed and paid in fen, and how many milestones are overdue."""
    found = queries.chain(session, actor, view)
    total = found[found["source"] == ""].set_index("stage")["amount_fen"]
    appropriated, committed, paid = (
        int(total[stage]) for stage in ("appropriated", "committed", "paid")
    )
    return appropriated, committed, paid, queries.counts(session, actor, view)["overdue"]


def waiting(session: Session, actor: Actor, view: View) -> tuple[dict[str, int], pd.DataFrame, int]:
    """Milestones by state, the longest overdue, and the fen paid ahead of evidence."""
    asked = (session, actor, view)
    return queries.counts(*asked), queries.attention(*asked), queries.ahead(*asked)


def allotted(df: pd.DataFrame) -> pd.DataFrame:
    """What is drawn of the measures, in the words of the run."""
    return named(df, "area_title", "measure_title")[ALLOTTED]


def invested(session: Session, actor: Actor, view: View) -> Whole:
    """The holdings of a view put together."""
    return holdings.whole(session, actor, view.last, holdings.among(session, view))


def lede(appropriated: int, committed: int, paid: int, overdue: int) -> None:
    """One sentence: how much, how far, how many things wait; amounts in fen."""
    if not appropriated and not committed:
        ui.lede(_("No budget has been appropriated yet."))
        return
    first = _("**{appropriated}** appropriated, **{paid}** paid.").format(
        appropriated=i18n.amount(appropriated), paid=i18n.amount(paid)
    )
    if appropriated:
        first = _("**{appropriated}** appropriated, **{paid}** paid (**{share}**).").format(
            appropriated=i18n.amount(appropriated),
            paid=i18n.amount(paid),
            share=i18n.share(paid / appropriated),
        )
    ui.lede(
        first,
        ngettext(
            "**{count}** milestone is overdue.", "**{count}** milestones are overdue.", overdue
        ).format(count=overdue),
    )


def money(df: pd.DataFrame) -> None:
    """The total chain drawn large, and each source as a row of figures with its own link to the
    records.
    """
    total = df[df["source"] == ""]
    with ui.block(
        chain.title(total),
        _("Cumulative amount at each stage; hatching has not reached the next stage"),
        key="chain",
    ):
        ui.chart(chain.bars(total, ui.look()), "chain", chain.alt(total))
        unit, scale = "yi", max(1, int(df.loc[df["source"] != "", "amount_fen"].max()))
        for source, place in zip(SOURCES, st.columns(len(SOURCES), gap="medium"), strict=True):
            one = df[df["source"] == source]
            with place:
                ui.heading(
                    _(SOURCES[source]), address("budget", source=source), i18n.unit_name(unit)
                )
                ui.chart(
                    chain.compact(one, ui.look(), unit, scale),
                    f"chain-{source}",
                    f"{_(SOURCES[source])}{i18n.NBSP}{chain.alt(one, unit)}",
                )
        with st.container(key="f-behind-by-source"), st.expander(_("Data table")):
            by_source(df, unit)
        ui.source_note(
            _("Source: the ledger, line by line."), link=(_("Budget and ledger"), address("budget"))
        )


def by_source(df: pd.DataFrame, unit: str) -> None:
    """The figures behind the chains: a row for each source, then the total."""
    amounts: dict[str, dict[str, int]] = {}
    for source, stage, fen in zip(
        df["source"], df["stage"], df["amount_fen"].tolist(), strict=True
    ):
        amounts.setdefault(source, {})[stage] = fen
    frame = pd.DataFrame(
        [
            {"name": _(SOURCES[source]), "to": address("budget", source=source), **amounts[source]}
            for source in SOURCES
        ]
    )
    columns = [
        Column("name", _("Source"), link="to"),
        *(Column(stage, _(STAGES[stage]), "amount", unit) for stage in CHAIN),
    ]
    total = {"name": _("Total"), **amounts[""]}
    ui.table(
        frame,
        columns,
        _("The chain by source, {unit}").format(unit=i18n.unit_name(unit)),
        total=total,
    )


def attention(counts: dict[str, int], df: pd.DataFrame, ahead_fen: int) -> None:
    """What is overdue, longest first, each row leading to its grant or contract."""
    overdue = counts["overdue"]
    title = ngettext(
        "{count} milestone is overdue", "{count} milestones are overdue", overdue
    ).format(count=overdue)
    with ui.block(
        title if overdue else _("No milestone is overdue"),
        _("Longest overdue first, with the money that waits"),
        key="attention",
    ):
        ahead = counts["open"] - overdue
        ui.counts(
            [
                (overdue, "overdue", _("Overdue"), address("milestones", show="overdue")),
                (ahead, "scheduled", _("Not due yet"), address("milestones", show="open")),
                (counts["met"], "met", _("Met"), address("milestones", show="met")),
            ]
        )
        ui.source_note(_("Paid ahead of evidence: {amount}.").format(amount=i18n.amount(ahead_fen)))
        # without a count: judging every undertaking grows with the portfolio, which this page must
        # not
        ui.more(_("What recipients declare and what the ledger says"), address("warnings"))
        if df.empty:
            ui.empty(
                _("Nothing needs attention today"),
                _("An open milestone appears here the day after its due date."),
            )
            return
        overdue_ones(df, title)
        ui.more(_("See all overdue milestones"), address("milestones", show="overdue"))


def overdue_ones(df: pd.DataFrame, title: str) -> None:
    """A row an overdue milestone."""
    rows = df.assign(
        state="overdue",
        days=[
            ngettext("{days} day overdue", "{days} days overdue", days).format(days=days)
            for days in df["days_late"]
        ],
        to=[
            address(kind, id=code) for kind, code in zip(df["kind"], df["undertaking"], strict=True)
        ],
        sub=[
            f"{code} · {title}"
            for code, title in zip(df["undertaking"], df["undertaking_title"], strict=True)
        ],
    )
    columns = [
        Column("state", _("Status"), "status", word="days"),
        Column("title", _("Milestone"), link="to", sub="sub"),
        Column("amount_fen", _("Amount"), "amount", "wan"),
    ]
    ui.table(rows, columns, title, is_stacked=False)


def curve(df: pd.DataFrame, view: View) -> None:
    """Whether spending is where the tranches' first-promised dates said."""
    with ui.block(
        progress.title(df, view.last),
        _("Cumulative payments against the tranches’ first-promised dates"),
        key="curve",
    ):
        columns = [
            Column("month", _("Month"), "month"),
            Column("promised_fen", _("Promised"), "amount", "wan"),
            Column("paid_fen", _("Paid"), "amount", "wan"),
        ]
        ui.chart(
            progress.curve(df, ui.look(), view.last),
            "curve",
            progress.alt(df, view.last),
            df,
            columns,
        )
        ui.source_note(
            _("Source: the ledger’s payments; dates promised when the agreements were signed."),
            link=(_("Budget and ledger"), address("budget")),
        )


def measures(df: pd.DataFrame) -> None:
    """Which measures get it."""
    with ui.block(
        allocation.title(df),
        _("Committed by area and measure; shade is the share paid"),
        key="measures",
    ):
        table = df.assign(to=[address("grants", measure=key) for key in df["measure"]])
        columns = [
            Column("measure", _("Key")),
            Column("measure_title", _("Measure"), link="to"),
            Column("committed_fen", _("Committed"), "amount", "wan"),
            Column("paid_fen", _("Paid"), "amount", "wan"),
            Column("paid_share", _("Paid share"), "share"),
        ]
        ui.chart(allocation.rows(df, ui.look()), "measures", allocation.alt(df), table, columns)
        ui.legend(allocation.legend(ui.look()), _("Paid share"))
        ui.source_note(
            _("{known} of {published} measures identified.").format(
                known=len(df), published=reference.published_measures()
            )
        )


def provinces(df: pd.DataFrame, view: View) -> None:
    """Which provinces get it; a click keeps one."""
    df = df.assign(short=df[f"short_{i18n.language()}"], name=df[f"name_{i18n.language()}"])
    nationwide = int(df.loc[df["region_code"] == "000000", "committed_fen"].sum())
    placed = df[df["region_code"] != "000000"]
    with ui.block(
        tiles.title(placed),
        _("Committed by province-level unit, {unit}").format(unit=i18n.unit_name("yi")),
        key="provinces",
    ):
        table = df.assign(to=[address("grants", region=code) for code in df["region_code"]])
        columns = [
            Column("name", _("Province"), link="to"),
            Column("committed_fen", _("Committed"), "amount", "wan"),
            Column("paid_fen", _("Paid"), "amount", "wan"),
        ]
        chosen = ui.chart(
            tiles.grid(placed, ui.look()),
            f"provinces-{view.region}",
            tiles.alt(placed),
            table,
            columns,
            is_clickable=True,
        )
        if chosen and chosen != view.region:
            keep_view(view.only(region=chosen))
            st.rerun()
        ui.source_note(
            tiles.note(),
            _("Nationwide, on no tile: {amount}.").format(amount=i18n.amount(nationwide, "yi")),
        )


def bought(df: pd.DataFrame) -> None:
    """What is bought in the plan's four categories."""
    with ui.block(
        categories.title(df), _("Committed to contracts; the solid part is paid"), key="bought"
    ):
        table = df.assign(
            name=[_(CATEGORIES[key]) for key in df["category"]],
            to=[address("procurement", category=key) for key in df["category"]],
        )
        columns = [
            Column("name", _("Category"), link="to"),
            Column("committed_fen", _("Committed"), "amount", "wan"),
            Column("paid_fen", _("Paid"), "amount", "wan"),
        ]
        ui.chart(categories.bars(df, ui.look()), "bought", categories.alt(df), table, columns)
