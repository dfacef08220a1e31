"""One project abroad: whether it counts, its money side by side, who takes part, its results."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from fund import i18n, ui
from fund.cooperation.rows import Project
from fund.cooperation.rules import FIELDS, MONEY_STAGES, ORGANISATION_TYPES, ROLES, STATES
from fund.frames import named
from fund.i18n import _
from fund.ui import Column, address


def sentence(one: Project) -> str:
    """How far it is, and whether totals hold it."""
    state = one["state"]
    words = {"state": _(STATES[state]), "why": one["counts_why"]}
    if one["counts"]:
        return _("**{state}**; counted: {why}.").format(**words)
    return _("**{state}**; not counted: {why}.").format(**words)


def money(one: Project, found: pd.DataFrame, paying: dict[str, str]) -> None:
    """The ledger's money and others', each stage by itself."""
    amounts: Mapping[str, object] = one
    rows = [
        (_("Obligated by the fund"), one["obligated_fen"], i18n.enumerated(paying)),
        (_("Paid by the fund"), one["paid_fen"], ""),
        (_("Returned to the fund"), one["returned_fen"], ""),
        *(
            (_(words), amounts[f"{stage}_fen"], _("by others"))
            for stage, words in MONEY_STAGES.items()
        ),
    ]
    with ui.block(_("Money"), _("Side by side, never added"), key="money"):
        ui.table(
            pd.DataFrame(rows, columns=["what", "amount_fen", "who"]),
            [
                Column("what", _("Kind of money"), sub="who"),
                Column("amount_fen", _("Amount"), "amount", "yuan"),
            ],
            _("Money"),
            key="money",
        )
        if not found.empty:
            _statements(found)


def _statements(found: pd.DataFrame) -> None:
    rows = found.to_dict("records")
    shown = found.assign(
        what=[_(MONEY_STAGES[one]) for one in found["stage"]],
        own=[i18n.foreign(row["amount"], row["currency"]) for row in rows],
        how=[_rate(row["rate"], row["rate_on"], row["rate_source"]) for row in rows],
        mark=[_("corrected") if row["is_corrected"] else "" for row in rows],
    )
    ui.table(
        shown,
        [
            Column("happened_on", _("Date"), "date"),
            Column("what", _("Kind of money"), sub="mark"),
            Column("provider", _("Given by")),
            Column("own", _("In its currency"), "figure", sub="how"),
            Column("amount_fen", _("Amount"), "amount", "yuan"),
            Column("source", _("Source")),
        ],
        _("What others give"),
        key="statements",
    )


def _rate(rate: Decimal | None, on: date, source: str) -> str:
    if rate is None:
        return ""
    return _("at {rate} on {day} ({source})").format(rate=rate, day=i18n.day(on), source=source)


def taking_part(shares: pd.DataFrame, bodies: pd.DataFrame) -> None:
    """Partners with their shares, firms with their roles."""
    with ui.block(_("Who takes part"), "", key="part"):
        shown = named(shares, "name").assign(
            to=[address("partner", id=code) for code in shares["code"]],
            part=[share / 10_000 for share in shares["share"]],
        )
        ui.table(
            shown,
            [
                Column("name", _("Partner"), link="to"),
                Column("part", _("Share"), "share", places=2),
            ],
            _("Partners"),
            key="shares",
        )
        if not bodies.empty:
            ui.table(
                bodies.assign(
                    does=[_(ROLES[one]) for one in bodies["role"]],
                    kind=[_(ORGANISATION_TYPES[one]) for one in bodies["organisation_type"]],
                ),
                [
                    Column("name", _("Body"), sub="identifier"),
                    Column("does", _("Role")),
                    Column("kind", _("Kind of organisation")),
                ],
                _("Bodies"),
                key="bodies",
            )


def results(found: pd.DataFrame) -> None:
    """What was reported, period by period, and whether somebody confirmed it."""
    found = found[found["result_id"].notna()]
    if found.empty:
        ui.empty(_("No result yet"), _("An officer reports figures of a period with their source."))
        return
    rows = found.to_dict("records")
    shown = named(found, "title").assign(
        period=[f"{i18n.day(row['starts_on'])} – {i18n.day(row['ends_on'])}" for row in rows],
        was=[_figure(row["actual"], row["unit"]) or row["words"] for row in rows],
        wanted=[_figure(row["target"], row["unit"]) for row in rows],
        state=["met" if pd.notna(row["confirmed_on"]) else "to_approve" for row in rows],
        word=[_("Confirmed") if pd.notna(row["confirmed_on"]) else _("Reported") for row in rows],
    )
    with ui.block(_("Results"), _("Reported by one person, confirmed by another"), key="results"):
        ui.table(
            shown,
            [
                Column("title", _("Indicator"), sub="source"),
                Column("period", _("Period")),
                Column("was", _("Actual"), "figure"),
                Column("wanted", _("Target"), "figure"),
                Column("state", _("Status"), "tag", word="word"),
            ],
            _("Results"),
            key="results",
        )


def _figure(value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{value:f} {unit}".strip()


def facts(one: Project) -> None:
    """What is known of the project."""
    field = one["field"]
    with ui.block(_("About the project"), key="facts"):
        ui.facts(
            [
                (_("Field"), _(FIELDS[field])),
                (_("Agreement it stands on"), one["agreement"]),
                (_("Planned start"), day(one["planned_start"])),
                (_("Planned end"), day(one["planned_end"])),
                (_("Actual start"), day(one["actual_start"])),
                (_("Actual end"), day(one["actual_end"])),
                (_("English title"), one["title_en"]),
                (_("Title in another language"), one["title_other"]),
                (_("Description"), one["description"]),
            ]
        )


def day(value: date | None) -> str:
    """A day in words, nothing where it is not known."""
    return i18n.day(value) if value is not None and not pd.isna(value) else ""
