"""One subsidy on its page: its terms, what was stated of the loan or policy, each settlement with
its computation opened stretch by stretch, what is to be claimed back.
"""

import pandas as pd

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import _, pgettext
from fund.screens.ledger.amounts import exact, unit_of
from fund.subsidies import queries, rules
from fund.subsidies.rows import SettlementRow, SubsidyFacts
from fund.subsidies.rules import INSTRUMENTS, KINDS, METHODS, OUTCOMES
from fund.ui import Column
from fund.ui.visit import Visit

LOOKS = {
    "open": "to_approve",
    "accepted": "accepted",
    "rejected": "rejected",
    "opening": "accepted",
}


def terms(one: SubsidyFacts) -> None:
    """What the agreement fixes."""
    rule = rules.percent(int(one["share"] or one["points"]))
    how = _("{percent} % of what was paid") if one["method"] == "share" else _("{percent} points")
    instrument, method = INSTRUMENTS[one["instrument"]], METHODS[one["method"]]
    facts = [
        (_("Kind"), _(instrument)),
        (pgettext("subsidy", "Method"), _(method)),
        (_("The fund bears"), how.format(percent=rule)),
        (_("Bank or insurer"), one["lender"]),
        (_("Contract or policy"), one["contract_number"]),
        (_("Loan or insured sum"), exact(one["loan_fen"], one)),
        (
            _("Days of the agreement"),
            f"{i18n.day(one['first_day'])} – {i18n.day(one['last_day'])}",
        ),
        *([(_("Day base"), str(one["day_base"]))] if one["instrument"] == "interest" else []),
        (_("Left of the cap"), exact(one["left_fen"], one)),
    ]
    with ui.block(_("Terms of the subsidy"), _("Fixed when it was entered"), key="terms"):
        ui.facts(facts)


def stated(one: SubsidyFacts, facts: pd.DataFrame) -> None:
    """What was stated of the loan or the policy, corrected statements marked."""
    title = _("What was stated")
    with ui.block(title, _("From papers of the bank or insurer, and findings"), key="stated"):
        if facts.empty:
            ui.empty(_("Nothing is stated yet"), _("An officer states it from the bank’s paper."))
            return
        shown = facts.assign(
            what=[_(KINDS[kind]) for kind in facts["kind"]],
            to=[
                i18n.day(day) if day else pgettext("subsidy", "no end") for day in facts["ends_on"]
            ],
            percent=[f"{rules.percent(int(rate))} %" if rate else "" for rate in facts["rate"]],
            state=["rejected" if gone else "accepted" for gone in facts["is_corrected"]],
            word=[_("Corrected") if gone else _("Stands") for gone in facts["is_corrected"]],
        )
        ui.table(
            shown,
            [
                Column("what", pgettext("guarantee", "Statement"), sub="words"),
                Column("starts_on", _("From"), "date"),
                Column("to", _("To, not counted")),
                Column("amount_fen", _("Amount"), "amount", unit_of(one, "yuan")),
                Column("percent", _("Rate")),
                Column("recorded_on", _("Recorded on"), "date", sub="who"),
                Column("state", _("Status"), "tag", word="word"),
            ],
            title,
            key="stated",
        )


def settlements(visit: Visit, one: SubsidyFacts, found: pd.DataFrame) -> None:
    """Each settlement with its figures, then its computation."""
    title = _("Settlements")
    with ui.block(title, _("Computed by the system; a day is settled once"), key="settlements"):
        if found.empty:
            ui.empty(_("Nothing is settled yet"), _("An officer has the days computed."))
            return
        unit = unit_of(one, "yuan")
        shown = found.assign(
            state=[LOOKS[outcome] for outcome in found["outcome"]],
            word=[_(OUTCOMES[outcome]) for outcome in found["outcome"]],
            who=[
                " · ".join(filter(None, pair))
                for pair in zip(found["settled_by"], found["decided_by"], strict=True)
            ],
        )
        amounts = {
            "computed_fen": _("Computed"),
            "accepted_fen": _("Accepted"),
            "paid_fen": _("Paid"),
            "owed_fen": _("To be claimed back"),
        }
        ui.table(
            shown,
            [
                Column("first_day", _("From"), "date"),
                Column("last_day", _("To, not counted"), "date", sub="who"),
                *(Column(name, head, "amount", unit) for name, head in amounts.items()),
                Column("state", _("Status"), "tag", word="word"),
            ],
            title,
            key="settlements",
        )
        for row in rows_of(found, SettlementRow):
            if row["outcome"] in ("open", "accepted"):
                opened(visit, one, row)


def opened(visit: Visit, one: SubsidyFacts, row: SettlementRow) -> None:
    """How a settlement was computed, stretch by stretch, to the rounding and the cap."""
    with visit.reading() as session:
        whole, pieces = queries.opened(session, visit.who, one["undertaking_id"], row)
    if not pieces.empty:
        stretches(one, row, pieces)
    percent = rules.percent(int(one["share"])) if one["method"] == "share" else "100"
    cost = i18n.number(rules.decimal(whole.cost), 6)
    ui.source_note(
        _("Sum {cost} {unit}, times {percent} %, rounded once: {computed}.").format(
            cost=cost,
            unit=i18n.unit_name(unit_of(one, "yuan")),
            percent=percent,
            computed=exact(whole.amount_fen, one),
        ),
        _("Accepted: {accepted}, within the cap.").format(accepted=exact(row["accepted_fen"], one))
        if row["accepted_fen"]
        else "",
    )


def stretches(one: SubsidyFacts, row: SettlementRow, pieces: pd.DataFrame) -> None:
    """Days of equal principal and rate, a row each."""
    title = _("{first} to {last}, stretch by stretch").format(
        first=i18n.day(row["first_day"]), last=i18n.day(row["last_day"])
    )
    shown = pieces.assign(
        counted_fen=pieces["principal_fen"] - pieces["left_out_fen"],
        percent=[f"{rules.percent(int(rate))} %" for rate in pieces["counted_rate"]],
        interest=[i18n.number(cost, 6) for cost in pieces["cost"]],
    )
    unit = unit_of(one, "yuan")
    ui.table(
        shown,
        [
            Column("first", _("From"), "date"),
            Column("last", _("To, not counted"), "date"),
            Column("days", _("Days"), "number"),
            Column("principal_fen", _("Principal"), "amount", unit),
            Column("left_out_fen", _("Left out"), "amount", unit),
            Column("counted_fen", pgettext("guarantee", "Counted"), "amount", unit),
            Column("percent", _("Rate"), "figure"),
            Column("interest", pgettext("subsidy", "Interest"), "figure", i18n.unit_name(unit)),
        ],
        title,
        key=f"stretches-{row['settlement_id']}",
    )
