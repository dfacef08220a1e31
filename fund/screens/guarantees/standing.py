"""Guarantees as they stand: held by kind, one with its facts, alerts, events and proposals."""

from typing import Literal

import pandas as pd

from fund import i18n, ui
from fund.guarantees import rules
from fund.guarantees.rows import GuaranteeRow
from fund.guarantees.rules import ALERTS, EVENTS, FORMS, GRAVE, KINDS, PROPOSALS
from fund.i18n import _, ngettext, pgettext
from fund.screens.ledger.amounts import exact, unit_of
from fund.ui import Column, address

PAGES = {"grant": "grant", "contract": "contract", "subsidy": "subsidy", "process": "process"}
LOOKS = {"open": "to_approve", "approved": "approved", "rejected": "rejected"}


def headline(kinds: pd.DataFrame) -> tuple[str, str]:
    """How many are held and for how much; how many deserve attention."""
    count, amount = int(kinds["count"].sum()), int(kinds["held_fen"].sum())
    held = ngettext(
        "**{count}** guarantee held: **{amount}**, money of others.",
        "**{count}** guarantees held: **{amount}**, money of others.",
        count,
    ).format(count=count, amount=i18n.amount(amount))
    alerts = int(kinds["alerts"].sum())
    if not alerts:
        return held, ""
    return held, ngettext(
        "**{count}** deserves attention.", "**{count}** deserve attention.", alerts
    ).format(count=alerts)


def by_kind(kinds: pd.DataFrame) -> None:
    """What is held by kind; no total with the fund's money."""
    title = _("Held by kind")
    shown = kinds[kinds["count"] > 0].assign(
        name=[_(KINDS[kind]) for kind in kinds.loc[kinds["count"] > 0, "kind"]]
    )
    if shown.empty:
        return
    with ui.block(title, _("Never part of the fund’s own money"), key="kinds"):
        ui.table(
            shown,
            [
                Column("name", _("Kind")),
                Column("count", _("Guarantees"), "number"),
                Column("held_fen", pgettext("guarantee", "Held"), "amount", "yuan"),
                Column("alerts", _("With alerts"), "number"),
            ],
            title,
            key="kinds",
        )


def alerts(one: GuaranteeRow) -> None:
    """What deserves attention of one, and what is owed back since when."""
    if not one["alerts"]:
        return
    lines = [(_(ALERTS[alert]), detail(alert, one)) for alert in one["alerts"]]
    tone: Literal["crit", "warn"] = (
        "crit" if any(alert in GRAVE for alert in one["alerts"]) else "warn"
    )
    ui.issue_box(_("What deserves attention"), lines, tone=tone)


def detail(alert: str, one: GuaranteeRow) -> str:
    """The days and amounts behind an alert."""
    match alert:
        case "duty_overdue":
            since = rules.overdue_since(one["duty_due_on"])
            return _("overdue since {day}").format(day=i18n.day(since))
        case "release_overdue":
            words = _("due on {day}, {days} days late").format(
                day=i18n.day(one["back_on"]), days=one["late_days"]
            )
            if not one["late_fen"]:
                return words
            return words + _(", interest {amount}").format(amount=exact(one["late_fen"], one))
        case "below_required":
            return _("{held} of {required}").format(
                held=exact(one["held_fen"], one), required=exact(one["required_fen"], one)
            )
        case "unchecked":
            return ""
        case _:
            return _("runs to {day}").format(day=i18n.day(one["valid_until"]))


def facts(one: GuaranteeRow) -> None:
    """What it is, for what and until when."""
    to = PAGES.get(one["subject_kind"])
    back = i18n.day(one["back_on"]) if one["back_on"] else ""
    if back and not one["is_known_year"]:
        back += _(" (counted by the week: the calendar of that year is not here)")
    kind, form = KINDS[one["kind"]], FORMS[one["form"]]
    rows = [
        (_("Kind"), f"{_(kind)} · {_(form)}"),
        (pgettext("guarantee", "Issuer"), one["issuer"]),
        (pgettext("guarantee", "Given by"), one["body"]),
        (_("Secures"), one["subject"]),
        (_("Duty"), one["duty"]),
        (_("Duty due on"), i18n.day(one["duty_due_on"]) if one["duty_due_on"] else ""),
        (_("As lodged"), exact(one["face_fen"], one)),
        (pgettext("guarantee", "Held"), exact(one["held_fen"], one)),
        (_("Runs to"), i18n.day(one["valid_until"]) if one["valid_until"] else _("no end")),
        (_("Duty met on"), i18n.day(one["met_on"]) if one["met_on"] else ""),
        (_("To be given back by"), back),
        (_("Beneficiary"), one["beneficiary"]),
    ]
    with ui.block(_("The guarantee"), _("As lodged, and as it stands"), key="facts"):
        ui.status_tag(one["state"])
        ui.facts([(head, value) for head, value in rows if value])
        if to:
            ui.more(_("What it secures"), address(to, id=one["subject"]))


def became(one: GuaranteeRow, events: pd.DataFrame) -> None:
    """What became of it, one event a row."""
    title = _("What became of it")
    shown = events.assign(
        what=[_(EVENTS[kind]) for kind in events["kind"]],
        amount_fen=events["amount_fen"].where(events["amount_fen"] > 0, None),
    )
    unit = unit_of(one, "yuan")
    with ui.block(title, _("Every event, in the order it was recorded"), key="events"):
        ui.table(
            shown,
            [
                Column("what", _("Event"), sub="words"),
                Column("amount_fen", _("Amount"), "amount", unit),
                Column("valid_until", _("Runs to"), "date"),
                Column("occurred_on", _("Occurred on"), "date"),
                Column("recorded_on", _("Recorded on"), "date", sub="who"),
            ],
            title,
            key="events",
        )


def proposed(one: GuaranteeRow, proposals: pd.DataFrame) -> None:
    """What was proposed of it, and decided by another person."""
    if proposals.empty:
        return
    title = _("Changes and claims proposed")
    shown = proposals.assign(
        what=[_(PROPOSALS[kind]) for kind in proposals["kind"]],
        amount_fen=proposals["amount_fen"].where(proposals["amount_fen"] > 0, None),
        state=[LOOKS[outcome] for outcome in proposals["outcome"]],
        who=[
            " · ".join(filter(None, pair))
            for pair in zip(proposals["proposed_by"], proposals["decided_by"], strict=True)
        ],
    )
    unit = unit_of(one, "yuan")
    with ui.block(title, _("Proposed by one person, decided by another"), key="proposals"):
        ui.table(
            shown,
            [
                Column("what", _("Proposal"), sub="reason"),
                Column("amount_fen", _("Amount"), "amount", unit),
                Column("valid_to", _("Runs to"), "date"),
                Column("proposed_on", _("Proposed on"), "date", sub="who"),
                Column("state", _("Status"), "tag"),
            ],
            title,
            key="proposals",
        )
