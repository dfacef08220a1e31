"""What somebody may record on a holding, each form closed until it is wanted; and what waits for
another's word.
"""

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.errors import NP_
from fund.frames import records_as
from fund.holdings import commands, leaving, subscribing, waiting
from fund.holdings.rows import FactRow, HoldingFacts
from fund.holdings.rules import (
    BASES,
    BREACHES,
    CORRECTABLE,
    EARLY,
    EVENTS,
    FACTS,
    FIELDS,
    GROUNDS,
)
from fund.holdings.rules import INVESTORS as KINDS
from fund.i18n import N_, _
from fund.screens.ledger.acts import fill
from fund.screens.ledger.deeds import Deed
from fund.ui.fields import Choices, Field, form_opened
from fund.ui.visit import Visit, act, perform, said

DONE = "f-holding-done"
DAY = Field("occurred_on", N_("Occurred on"), "past")
PAPER = Field("content", N_("Document"), "file")
PAPER_IF_ANY = Field("content", N_("Document"), "file?")
WORDS = Field("words", N_("In words"), "text?")


FORMS = (
    Deed(
        "add_co_investor",
        N_("Record a co-investor"),
        subscribing.add_co_investor,
        (
            Field("name", N_("Name"), "line"),
            Field("kind", N_("Kind of investor"), "choice", "investor_kinds"),
            Field("subscribed_fen", N_("Subscribed"), "amount"),
            DAY,
        ),
    ),
    Deed(
        "record_other_paid",
        N_("Record what others paid"),
        commands.record_other_paid,
        (
            Field("co_investor_id", N_("Co-investor"), "choice", "investors"),
            Field("amount_fen", N_("Amount"), "amount"),
            DAY,
            PAPER_IF_ANY,
        ),
    ),
    Deed(
        "mark_holding",
        N_("State its field and kind"),
        commands.mark_holding,
        (
            Field("field", N_("Field of the holding"), "choice", "fields"),
            Field("is_private", N_("A private firm, or mostly private firms"), "yes"),
            Field("is_early", N_("Early and small"), "yes"),
            Field("term_ends_on", N_("The term ends on, where one is agreed"), "day?"),
            Field("source", N_("Source"), "line"),
        ),
    ),
    Deed(
        "record_units",
        N_("Record units received"),
        commands.record_units,
        (Field("units", NP_("holding", "Units"), "units"), DAY, WORDS, PAPER_IF_ANY),
    ),
    Deed(
        "record_holding_event",
        N_("Record an event"),
        commands.record_holding_event,
        (
            Field("kind", N_("Event"), "choice", "events"),
            DAY,
            Field("amount_fen", N_("Amount, of an investment"), "amount?"),
            WORDS,
            PAPER_IF_ANY,
        ),
    ),
    Deed(
        "state_breach",
        N_("State a breach"),
        commands.state_breach,
        (
            Field("ground", N_("Ground"), "choice", "breaches"),
            Field("words", N_("What the breach is"), "text"),
            PAPER_IF_ANY,
        ),
    ),
    Deed(
        "end_breach",
        N_("Record that a breach is over"),
        commands.end_breach,
        (
            Field("fact_id", N_("Breach"), "choice", "open_breaches"),
            Field("words", N_("How it ended"), "text"),
        ),
    ),
    Deed(
        "state_value",
        N_("State a valuation"),
        commands.state_value,
        (
            Field("amount_fen", NP_("holding", "Value"), "amount"),
            Field("occurred_on", N_("Valued on"), "past"),
            WORDS,
            PAPER,
        ),
    ),
    Deed(
        "propose_exit",
        N_("Propose an exit"),
        leaving.propose_exit,
        (
            Field("ground", N_("Ground"), "choice", "grounds"),
            Field("basis", N_("What the price rests on"), "choice", "bases"),
            Field("units", N_("Units, empty for the whole"), "units?"),
            Field("floor_fen", N_("Least it must bring, empty for none"), "amount?"),
            Field("words", N_("Why"), "text"),
            PAPER,
        ),
    ),
    Deed(
        "record_proceeds",
        N_("Record proceeds of an exit"),
        leaving.record_proceeds,
        (
            Field("proposal_id", N_("Approved exit"), "choice", "approved_exits"),
            Field("amount_fen", N_("Proceeds"), "amount"),
            DAY,
            Field("units", N_("Units that left, where it is held in units"), "units?"),
            Field("cost_fen", N_("Cost that left, where there are no units"), "amount?"),
            Field("stays_fen", N_("Value of what stays, of an exit in part"), "amount?"),
        ),
    ),
    Deed(
        "record_income",
        N_("Record income"),
        leaving.record_income,
        (Field("amount_fen", N_("Amount"), "amount"), DAY, WORDS),
    ),
    Deed(
        "remit",
        N_("Record what went to the treasury"),
        leaving.remit,
        (
            Field("principal_fen", N_("Principal"), "amount?"),
            Field("gain_fen", N_("Gain"), "amount?"),
            Field("voucher", N_("Number of the voucher"), "line"),
            DAY,
        ),
    ),
    Deed(
        "correct_fact",
        N_("Put a fact right"),
        commands.correct_fact,
        (
            Field("fact_id", N_("Fact to put right"), "choice", "correctable"),
            Field("amount_fen", N_("Right amount, empty to leave it"), "amount?"),
            Field("units", N_("Right units, empty to leave them"), "units?"),
            Field("occurred_on", N_("Right day, empty to leave it"), "past?"),
            Field("reason", N_("Reason"), "text"),
        ),
    ),
)
"""The acts on a holding in the order of its life."""
WAITS = {
    "value": (
        N_("Confirm the valuation"),
        commands.confirm_value,
        commands.reject_value,
    ),
    "proposal": (
        N_("Approve the exit"),
        leaving.approve_exit,
        leaving.reject_exit,
    ),
    "remittance": (
        N_("Confirm the remittance"),
        leaving.confirm_remittance,
        leaving.reject_remittance,
    ),
}
"""kind of fact -> the second word: button, yes, no."""


def acting(visit: Visit, one: HoldingFacts, facts: pd.DataFrame, investors: pd.DataFrame) -> None:
    """What waits for a second word, then the forms this person may fill today."""
    said(DONE)
    if visit.view.as_of != clock.today():
        return
    waits = facts[facts["state"] == "unconfirmed"]
    if len(waits):
        with visit.reading() as session:
            mine = waiting.of(session, visit.who, one["undertaking_id"])
        for row in records_as(waits[waits["fact_id"].isin(mine)], FactRow):
            judge(visit, row)
    choices = choices_of(one, facts, investors)
    for deed in FORMS:
        if visit.who.may(deed.act) and _can(deed, choices):
            folded_form(visit, one, deed, choices)


def judge(visit: Visit, row: FactRow) -> None:
    """Say yes to what another stated, or no with a reason."""
    words, yes, no = WAITS[row["kind"]]
    key = row["fact_id"]
    told = f"{_(FACTS[row['kind']])} · {i18n.day(row['occurred_on'])}"
    if row["amount_fen"]:
        told += f" · {i18n.amount(int(row['amount_fen']))}"
    title = _("Waits for you: {what}").format(what=told)
    with ui.block(title, _("Stated by {person}").format(person=row["by"]), key=f"wait-{key}"):
        act(visit, _(words), yes, key=f"f-yes-{key}", done=_("Recorded."), at=DONE, fact_id=key)
        with st.form(f"f-form-no-{key}"):
            reason = st.text_input(_("Why it is turned down"), key=f"f-no-{key}", max_chars=200)
            if st.form_submit_button(_("Turn it down")):
                perform(
                    visit,
                    f"f-act-no-{key}",
                    no,
                    lambda: {"fact_id": key, "reason": reason},
                    done=_("Recorded."),
                    at=DONE,
                )


def choices_of(one: HoldingFacts, facts: pd.DataFrame, investors: pd.DataFrame) -> Choices:
    """What can be chosen in the forms: label by what is chosen, by what the choice is of."""
    rows = records_as(facts, FactRow)
    ended = {row["ends_id"] for row in rows}
    told = {row["fact_id"]: _told(row) for row in rows if row["state"] == "approved"}

    def of(*kinds: str) -> dict[int | str, str]:
        keys = [row["fact_id"] for row in rows if row["kind"] in kinds]
        return {key: told[key] for key in keys if key in told and key not in ended}

    return {
        "investor_kinds": {key: _(word) for key, word in KINDS.items()},
        "investors": dict(zip(investors["co_investor_id"], investors["name"], strict=True)),
        "fields": {key: _(word) for key, word in FIELDS.items()},
        "events": {key: _(FACTS[key]) for key in EVENTS},
        "breaches": {key: _(EARLY[key]) for key in BREACHES},
        "open_breaches": of("breach"),
        "grounds": {key: _(word) for key, word in GROUNDS.items()},
        "bases": {key: _(word) for key, word in BASES.items()},
        "approved_exits": {} if one["state"] == "exited" else of("proposal"),
        "correctable": of(*CORRECTABLE),
    }


def _told(row: FactRow) -> str:
    amount = i18n.amount(int(row["amount_fen"])) if row["amount_fen"] else ""
    parts = (_(FACTS[row["kind"]]), i18n.day(row["occurred_on"]), row["investor"], amount)
    return " · ".join(part for part in parts if part)


def _can(deed: Deed, choices: Choices) -> bool:
    return all(choices[field.of] for field in deed.fields if field.kind == "choice")


def folded_form(visit: Visit, one: HoldingFacts, deed: Deed, choices: Choices) -> None:
    """One form, closed until it is wanted."""
    key = f"f-{deed.act.replace('_', '-')}"
    form = form_opened(key, _(deed.words), f"f-form-{deed.name}-{one['undertaking_id']}")
    if form is None:
        return
    with form:
        fill(visit, one, deed, choices, at=DONE, done=_("Recorded."))
