"""Procurement: what is bought in the four categories, how, from whom; and what others published."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, i18n, ui
from fund.access.actors import Actor
from fund.charts import categories as chart
from fund.charts import methods, shares
from fund.charts import suppliers as holding
from fund.i18n import _, ngettext, pgettext
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View, to_address
from fund.missions import queries as missions
from fund.missions.rules import Share
from fund.portfolio import queries as portfolio
from fund.procurement import delivered, flagged, queries
from fund.procurement.concentration import LEVELS
from fund.procurement.deliverables import ORBITS
from fund.procurement.prices import USABLE, Comparison
from fund.procurement.queries import Sheet
from fund.procurement.rules import METHODS
from fund.procurement.wording import FLAGS, evidence, weight
from fund.published import queries as published
from fund.reports import procurement as report
from fund.reports import sheets
from fund.screens.ledger.amounts import money
from fund.screens.ledger.enter import enter
from fund.search import FOUND
from fund.suppliers import queries as suppliers
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.views import views
from fund.ui.visit import Visit, regions
from pages.missions import headline

FLAGS_SHOWN = 5
PUBLISHED_SHOWN = 10
"""Processes published elsewhere whose contracts are listed."""


def render(visit: Visit) -> None:
    """What of the national missions is commercial, as the headline; the share beside methods,
    suppliers beside flags, then the contracts, the prices, and the published ones.
    """
    view = visit.view
    with visit.reading() as session:
        sheet = queries.page(
            session, visit.who, view, category=asked("category"), words=asked("q"), **edges()
        )
        bought = portfolio.categories(session, visit.who, view)
        told = missions.shares(session, visit.who, View(as_of=view.as_of))
    ui.header(
        _("Procurement"),
        [_("Oversight")],
        export(visit, view, _("Procurement"), workbook(asked("category"), asked("q"))),
    )
    view = filters(visit)
    views(visit, "procurement")
    if sheet.frame.empty and not (asked("category") or asked("q") or edges()):
        nothing_found(visit, view, _("No contract is recorded"))
        share(told)
    else:
        count = int(bought["contracts"].sum())
        ui.lede(
            i18n.together(
                headline(told),
                ngettext("**{count}** contract", "**{count}** contracts", count).format(
                    count=i18n.number(count)
                )
                + _(": **{awarded}** committed, **{paid}** paid.").format(
                    awarded=i18n.amount(int(bought["committed_fen"].sum())),
                    paid=i18n.amount(int(bought["paid_fen"].sum())),
                ),
            )
        )
        ui.meta(
            as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
        )
        with_pictures(visit, view, bought, told)
        with ui.block(
            _("The fund’s own contracts"),
            _("The one entered last first; amounts as of the day chosen"),
            key="contracts",
        ):
            choose(bought)
            listed(visit, sheet)
            ui.more(_("All processes, from plan to payment"), address("processes"))
        unit_prices(visit, view)
    enter(visit, "contract")
    elsewhere(visit, view)


def with_pictures(visit: Visit, view: View, bought: pd.DataFrame, told: list[Share]) -> None:
    """What is commercial, how it is bought, from whom, what somebody should look at, and what of it
    is paid.
    """
    left, right = st.columns([4.4, 7.6], gap="medium")
    with left:
        share(told)
    with right:
        ways(visit, view)
    left, right = st.columns([4.4, 7.6], gap="medium")
    with left:
        who_holds(visit, view)
    with right:
        raised(visit)
    with ui.block(
        chart.title(bought), _("Committed to contracts; the solid part is paid"), key="bought"
    ):
        ui.chart(chart.bars(bought, ui.look()), "bought", chart.alt(bought))


def workbook(category: str, words: str) -> Callable[[Session, Actor, View], list[Any]]:
    """What the export holds: categories, methods, and every contract of the view that the page's
    own choice keeps.
    """
    return lambda session, actor, seen: [
        sheets.categories(session, actor, seen),
        report.ways(session, actor, seen),
        sheets.contracts(
            session,
            actor,
            seen,
            queries.register(session, actor, seen, category=category, words=words),
        ),
    ]


def share(found: list[Share]) -> None:
    """What part of the national missions’ purchases is commercial; of all of them, whatever is
    filtered.
    """
    with ui.block(
        shares.title(found),
        _("Commercial part of the money of national missions’ purchases; filters do not narrow it"),
        key="share",
    ):
        if found:
            ui.chart(shares.line(found, ui.look()), "share", shares.alt(found))
        else:
            ui.empty(
                _("The register is empty"),
                _("An officer enters missions and what they bought, by hand or from a workbook."),
            )
        ui.more(_("Register of national missions"), address("missions"))


def who_holds(visit: Visit, view: View) -> None:
    """The largest suppliers, and by category how concentrated what is committed is."""
    with visit.reading() as session:
        held, concentrated = suppliers.holders(session, visit.who, view)
    with ui.block(
        holding.title(held),
        _("Share of the renminbi committed to contracts; merged organisations count as one"),
        key="holders",
    ):
        ui.chart(holding.bars(held, ui.look()), "holders", holding.alt(held))
        frame = pd.DataFrame(
            [
                {
                    "name": _(CATEGORIES[one.category]),
                    "suppliers": one.suppliers,
                    "hhi": round(one.hhi),
                    "look": {"high": "at_risk", "moderate": "active", "low": "met"}[one.level],
                    "word": _(LEVELS[one.level]),
                }
                for one in concentrated
            ]
        )
        ui.table(
            frame,
            [
                Column("name", _("Category")),
                Column("suppliers", _("Suppliers"), "number"),
                Column("hhi", _("HHI index"), "number"),
                Column("look", _("Judgement"), "tag", word="word"),
            ],
            _("Concentration by category"),
        )
        ui.source_note(
            _(
                "HHI: the sum of squared shares, 10,000 where one supplier has all; from 1,500"
                " moderate, from 2,500 high (a foreign yardstick, no Chinese threshold)."
            )
        )


def raised(visit: Visit) -> None:
    """Red flags nobody has answered, those to review first, then the dearest tenders."""
    with visit.reading() as session:
        frame, looked_at = flagged.flags(session, visit.who)
    unanswered = frame[frame["outcome"] == ""].sort_values(
        "value_fen", ascending=False, kind="stable"
    )
    unanswered = unanswered.assign(
        heavy=[weight(flag)[0] for flag in unanswered["flag"]]
    ).sort_values("heavy", ascending=False, kind="stable")
    title = ngettext(
        "{count} red flag is not answered", "{count} red flags are not answered", len(unanswered)
    ).format(count=len(unanswered))
    with ui.block(
        title, _("A flag is a prompt to review, not a finding of wrongdoing."), key="raised"
    ):
        if unanswered.empty:
            ui.empty(
                _("Nothing to look at"),
                ngettext(
                    "The newest {count} tender was looked at.",
                    "The newest {count} tenders were looked at.",
                    looked_at,
                ).format(count=looked_at),
            )
        else:
            rows: list[Any] = unanswered.head(FLAGS_SHOWN).to_dict("records")
            shown = pd.DataFrame(
                [
                    {
                        "heavy": row["heavy"],
                        "word": weight(row["flag"])[1],
                        "go": pgettext("flag", "Review"),
                        "answer": address("flags", show="open"),
                        "rule": f"{row['flag']} {_(FLAGS[row['flag']][0])}",
                        "says": evidence(row["flag"], row["facts"], row["currency"]),
                        "what": row["title"] or row["supplier"],
                        "under": row["code"],
                        "to": (
                            address("process", id=row["code"])
                            if row["code"]
                            else address("supplier", id=row["supplier_id"])
                        ),
                        "estimate": money(row["value_fen"], row) if row["value_fen"] else "—",
                    }
                    for row in rows
                ]
            )
            ui.table(
                shown,
                [
                    Column("heavy", pgettext("flag", "Level"), "status", word="word"),
                    Column("rule", _("Rule and what it saw"), sub="says", is_strong=True),
                    Column("what", _("Tender or supplier"), link="to", sub="under"),
                    Column("estimate", _("Estimate")),
                    Column("go", "", link="answer"),
                ],
                title,
                key="raised",
            )
        ui.more(_("All red flags, and answering them"), address("flags"))


def unit_prices(visit: Visit, view: View) -> None:
    """What a kilogram to orbit, a satellite and a pass cost, like compared with like, with how many
    were compared.
    """
    with visit.reading() as session:
        found, sets = delivered.unit_prices(session, visit.who, view)
    with ui.block(
        _("Unit prices"),
        _(
            "Of contracts delivered and accepted whole among the newest {count} deliveries, as of"
            " today; no middle is told of fewer than {least}"
        ).format(count=i18n.number(delivered.WINDOW), least=USABLE),
        key="prices",
    ):
        if not found:
            ui.empty(
                _("No unit price yet"),
                _(
                    "It takes a contract whose whole agreement is accepted and whose deliveries are"
                    " recorded."
                ),
            )
            return
        frame = pd.DataFrame(
            [
                {
                    "what": _(CATEGORIES[one.category]),
                    "of": kind_of(one),
                    "sample": one.sample,
                    "middle": price(one.median_fen, one.measure),
                    "range": (
                        "—"
                        if one.low_fen is None
                        else (
                            f"{price(one.low_fen, one.measure)} –"
                            f" {price(one.high_fen, one.measure)}"
                        )
                    ),
                    "trend": " · ".join(
                        _("{quarter}: {price} ({count})").format(
                            quarter=quarter, price=price(middle, one.measure), count=count
                        )
                        for quarter, count, middle in one.trend
                    ),
                }
                for one in sets
            ]
        )
        ui.table(
            frame,
            [
                Column("what", _("Category"), sub="of"),
                Column("sample", _("Compared"), "number"),
                Column("middle", _("Middle")),
                Column("range", _("Lowest to highest")),
                Column("trend", _("By quarter of signature")),
            ],
            _("Unit prices"),
        )


def kind_of(one: Comparison) -> str:
    """What makes them alike: the orbit, the type of satellite."""
    return _(ORBITS[one.kind]) if one.kind in ORBITS else one.kind


def price(fen: int | None, measure: str) -> str:
    """A unit price: yuan to the fen a kilogram or pass; of satellites as amounts are written."""
    if fen is None:
        return "—"
    if measure == "satellite":
        return _("{amount} a satellite").format(amount=i18n.amount(fen))
    words = _("{yuan} yuan/kg") if measure == "kg" else _("{yuan} yuan a pass")
    return words.format(yuan=i18n.number(Decimal(fen) / 100, 2))


def asked(name: str) -> str:
    """What the address says of the list; a category nobody knows says nothing."""
    value = st.query_params.get(name, "").strip()
    return value if name != "category" or value in CATEGORIES else ""


def edges() -> dict[str, int]:
    """The contract the page begins before or after, from the address."""
    return {
        name: int(st.query_params[name])
        for name in ("before", "after")
        if st.query_params.get(name, "").isascii() and st.query_params.get(name, "").isdecimal()
    }


def choose(bought: pd.DataFrame) -> None:
    """Category and search, side by side; another choice begins at the first page."""

    def again() -> None:
        for name in ("before", "after"):
            st.query_params.pop(name, None)

    counts = dict(zip(bought["category"], bought["contracts"], strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", key="f-choose"):
        st.selectbox(
            _("Category"),
            list(CATEGORIES),
            index=None,
            placeholder=_("All"),
            key="category",
            bind="query-params",
            on_change=again,
            format_func=lambda key: f"{_(CATEGORIES[key])} {counts.get(key, 0)}",
        )
        st.text_input(
            _("Code, title or supplier"),
            key="q",
            bind="query-params",
            max_chars=80,
            on_change=again,
        )


def ways(visit: Visit, view: View) -> None:
    """How it is bought: category by method, committed renminbi."""
    with visit.reading() as session:
        frame = queries.by_method(session, visit.who, view)
    about = _(
        "Committed by category and procurement method, {unit}, and its part of the category"
    ).format(unit=i18n.unit_name(methods.grid(frame).unit))
    with ui.block(methods.title(frame), about, key="ways"):
        ui.chart(methods.cells(frame, ui.look()), "ways", methods.alt(frame))


def listed(visit: Visit, sheet: Sheet) -> None:
    """One page of the list, each row leading to its contract, and the ways to the others."""
    frame = sheet.frame
    if frame.empty:
        ui.empty(_("No contract matches"), _("Try another category or fewer words."))
        return
    if sheet.is_cut:
        ui.source_note(
            _(
                "More than {count} match these words: these are some of them. Add words to find the"
                " others."
            ).format(count=FOUND)
        )
    names = regions(visit)
    rows = frame.assign(
        to=[address("contract", id=code) for code in frame["contract_id"]],
        place=[names.get(code, code) for code in frame["region"]],
        kind=[_(CATEGORIES[key]) for key in frame["category"]],
        way=[_(METHODS.get(key, key)) for key in frame["method"]],
    )
    columns = [
        Column("title", _("Contract"), link="to", sub="contract_id"),
        Column("supplier", _("Supplier"), sub="place"),
        Column("kind", _("Category"), sub="way"),
        Column("status", _("Status"), "tag"),
        Column("awarded_on", _("Awarded on"), "date"),
        Column("value_fen", _("Committed"), "amount", "wan"),
        Column("accepted_fen", _("Accepted"), "amount", "wan"),
        Column("paid_fen", _("Paid"), "amount", "wan"),
    ]
    ui.table(rows, columns, _("Contracts"), key="contracts")
    kept = {name: asked(name) for name in ("category", "q") if asked(name)} | to_address(
        visit.view, clock.today()
    )
    if sheet.has_newer:
        ui.more(
            _("Newer"), address("procurement", **kept, after=str(frame["undertaking_id"].iloc[0]))
        )
    if sheet.has_older:
        ui.more(
            _("Older"), address("procurement", **kept, before=str(frame["undertaking_id"].iloc[-1]))
        )


def elsewhere(visit: Visit, view: Any) -> None:
    """Contracts other buyers published: listed in their own currencies, unclassified until somebody
    says otherwise.
    """
    with visit.reading() as session:
        frame = published.contracts(session, visit.who, view.as_of, newest=PUBLISHED_SHOWN)
        is_any = not published.shelf(session, visit.who, size=1)[0].empty
    if not is_any or view.filters:
        return
    title = _("Contracts published elsewhere")
    with ui.block(
        title,
        _(
            "Imported from OCDS files; they write nothing in the ledger. Those of the processes"
            " entered last."
        ),
        key="published",
    ):
        frame = frame.assign(
            kind=[
                _(CATEGORIES[key]) if key in CATEGORIES else _("Unclassified")
                for key in frame["category"]
            ],
            amount=[
                i18n.foreign(fen, code) if code and not pd.isna(fen) else "—"
                for fen, code in zip(frame["value_fen"], frame["currency"], strict=True)
            ],
        )
        columns = [
            Column("title", _("Contract"), sub="ocid"),
            Column("supplier", _("Supplier"), sub="buyer"),
            Column("kind", _("Category")),
            Column("status", _("Status"), "tag"),
            Column("signed_on", _("Signed on"), "date"),
            Column("amount", _("Amount")),
        ]
        if frame.empty:
            ui.empty(
                _("The newest have no contract yet"),
                _("Their tenders are listed among the published records."),
            )
        else:
            ui.table(frame, columns, title, key="published")
        ui.more(_("Published records, and classifying them"), address("published"))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
