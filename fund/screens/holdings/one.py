"""One holding: its figures, flows, facts with their documents, co-investors."""

from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.attachments import queries as attachments
from fund.charts import flows as chart
from fund.frames import records_as
from fund.holdings import queries
from fund.holdings.rows import FactSaid, HoldingFacts
from fund.holdings.rules import CHANNELS, EARLY, FACTS, FORMS, GROUNDS, INVESTORS, SECOND
from fund.i18n import _
from fund.screens.holdings.acting import acting
from fund.screens.holdings.register import multiple, rate
from fund.screens.ledger.record import document
from fund.ui import Column
from fund.ui.folding import behind
from fund.ui.visit import Visit


class Told(NamedTuple):
    """What is known of one holding on the view's day."""

    facts: pd.DataFrame
    investors: pd.DataFrame
    flows: pd.DataFrame


def own(visit: Visit, one: HoldingFacts) -> None:
    """What only a holding has, under its parts: figures, flows, facts, others, forms."""
    key, day = one["undertaking_id"], visit.view.as_of
    with visit.reading() as session:
        told = Told(
            queries.facts(session, visit.who, key, day),
            queries.co_investors(session, visit.who, key, day),
            queries.flows(session, visit.who, key, day),
        )
    figures(one)
    flows(told.flows, day)
    investors(told.investors)
    facts(visit, told.facts)
    acting(visit, one, told.facts, told.investors)


def figures(one: HoldingFacts) -> None:
    """Value and returns, never added to the stages; the grounds of an early exit that are met."""
    with ui.block(
        _("Value and returns"),
        _("As known on the day chosen; no part of the ledger’s stages"),
        key="returns",
    ):
        if one["state"] in ("exiting", "exited"):
            ui.status_tag(one["state"])
        for ground, since in one["grounds"]:
            words = f"{_(EARLY[ground])} · {i18n.day(since)}"
            ui.status_tag("amber", words)
        ui.facts(
            [
                (_("Form"), _(FORMS[one["form"]])),
                (_("Channel"), one["recommended_by"] or _(CHANNELS[one["channel"]])),
                (_("Paid in"), i18n.amount(one["paid_in_fen"])),
                (_("Still to be called"), i18n.amount(one["uncalled_fen"])),
                (_("Fair value"), i18n.amount(one["fair_value_fen"])),
                (_("Valued on"), i18n.day(one["valued_on"]) if one["valued_on"] else ""),
                (_("Cost left"), i18n.amount(one["cost_left_fen"])),
                (_("Unrealised"), i18n.amount(one["unrealised_fen"])),
                (_("Came back"), i18n.amount(one["proceeds_fen"])),
                (_("Gain realised"), i18n.amount(one["gain_fen"])),
                (_("Loss realised"), i18n.amount(one["loss_fen"])),
                (_("TVPI"), multiple(one["tvpi"])),
                (_("DPI"), multiple(one["dpi"])),
                (_("RVPI"), multiple(one["rvpi"])),
                (_("IRR"), rate(one["irr"])),
                (_("Others’ money per yuan"), multiple(one["leverage"])),
                (_("Social capital per yuan"), multiple(one["social_leverage"])),
                (_("Principal to be remitted"), i18n.amount(one["remit_principal_fen"])),
                (_("Gain to be remitted"), i18n.amount(one["remit_gain_fen"])),
            ]
        )


def flows(found: pd.DataFrame, day: date) -> None:
    """What left and came, as stairs and as a table."""
    if found.empty:
        return
    with ui.block(_("What left and what came back"), _("Added up by day"), key="flows"):
        ui.chart(
            chart.steps(found, day, ui.look()),
            "flows",
            chart.alt(found),
            found,
            [Column("day", _("Date"), "date"), Column("amount_fen", _("Amount"), "amount", "wan")],
        )


def investors(found: pd.DataFrame) -> None:
    """Who invests beside the fund, and how far they paid."""
    if found.empty:
        return
    title = _("Who invests beside the fund")
    with ui.block(title, _("What they subscribed and paid, as recorded"), key="investors"):
        shown = found.assign(
            what=[_(INVESTORS[kind]) for kind in found["kind"]],
            share=pd.Series(
                [None if one is None else float(one) for one in found["share"]], found.index, float
            ),
        )
        ui.table(
            shown,
            [
                Column("name", _("Co-investor"), sub="what"),
                Column("subscribed_fen", _("Subscribed"), "amount", "wan"),
                Column("paid_fen", _("Paid in"), "amount", "wan"),
                Column("share", _("Paid of it"), "share"),
            ],
            title,
            key="investors",
        )


def said_of(row: FactSaid) -> str:
    """What a fact says beside its amount."""
    ground = _(GROUNDS[row["ground"]]) if row["ground"] else ""
    units = ""
    if row["units"] is not None:
        units = _("{count} units").format(count=i18n.number(int(row["units"])))
    parts = [row["investor"], ground, units, row["words"], row["reference"]]
    return " · ".join(part for part in parts if part)


def facts(visit: Visit, found: pd.DataFrame) -> None:
    """Every fact, newest first; one put right stays and says so."""
    if found.empty:
        return
    title = _("Dated facts")
    with ui.block(title, _("Only added to; none of them is a posting"), key="facts"):
        rows = records_as(found, FactSaid)
        shown = found.assign(
            what=[_(FACTS[kind]) for kind in found["kind"]],
            more=[said_of(row) for row in rows],
            fen=found["amount_fen"].replace(0, pd.NA),
            who=found["by"],
            # a fact that takes one person only has no state worth saying while it counts
            state=found["state"].where(
                (found["state"] != "approved") | found["kind"].isin(SECOND), None
            ),
        )
        ui.table(
            shown,
            [
                Column("occurred_on", _("Occurred on"), "date"),
                Column("what", _("Fact"), sub="more"),
                Column("fen", _("Amount"), "amount", "wan"),
                Column("state", _("Status"), "tag"),
                Column("recorded_on", _("Recorded on"), "date"),
                Column("who", _("Person")),
            ],
            title,
            key="facts",
        )
        documents(visit, found)


def documents(visit: Visit, found: pd.DataFrame) -> None:
    """The documents behind the facts, fetched only when asked for."""
    with visit.reading() as session:
        kept = attachments.kept(session, visit.who, found["sha256"].dropna())
    rows = [row for row in found.to_dict("records") if row["sha256"] in kept]
    if not rows:
        return

    def draw() -> None:
        for row in rows:
            name, media_type = kept[row["sha256"]]
            st.download_button(
                f"{_(FACTS[row['kind']])} · {i18n.day(row['occurred_on'])} · {name}",
                partial(document, visit, row["sha256"]),
                name,
                ui.for_me(media_type),
                key=f"f-paper-{row['fact_id']}",
                on_click="ignore",
                type="tertiary",
            )

    behind("f-behind-papers", _("Documents behind the facts"), draw)
