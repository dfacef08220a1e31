"""What a person may do here and now in a procurement process: one form an act, offered only where
role, state and four eyes let it be done.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from fund import clock, ui
from fund.access.rules import excluded_by
from fund.errors import N_
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.lifecycle import may_buy
from fund.procurement import bidding, commands, planning, processes
from fund.procurement.rows import ProcessFacts
from fund.procurement.rules import STAGES
from fund.screens.ledger.amounts import money
from fund.screens.ledger.deeds import REASON, Deed
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import Choice, Choices, Field, ask, pick, pick_day
from fund.ui.visit import Visit, perform, said

UNTIL = Field("closes_at", N_("Bids are received until, Beijing time"), "until")
BID = Field("bid_id", N_("Bid"), "choice", "bids")
NINE = time(9)

DEEDS = (
    Deed("publish_tender", N_("Publish the tender"), planning.publish, (UNTIL,), is_versioned=True),
    Deed(
        "amend_tender", N_("Change the tender"), planning.amend, (UNTIL, REASON), is_versioned=True
    ),
    Deed(
        "record_bid",
        N_("Record a bid"),
        bidding.record_bid,
        (
            Field("organisation_id", N_("Supplier"), "optional", "bodies"),
            Field("new_name", N_("If it is not listed: its name"), "line?"),
            Field("new_identifier", N_("Unified social credit code"), "line?"),
            Field("amount_fen", N_("Price"), "amount"),
            Field("received_at", N_("Received at, Beijing time"), "received"),
            Field("is_small_entity", N_("A small or micro enterprise"), "tick"),
        ),
    ),
    Deed("record_bid", N_("Record that a bid was withdrawn"), bidding.withdraw_bid, (BID, REASON)),
    Deed("open_bids", N_("Open the bids"), bidding.open_bids, (), is_versioned=True),
    Deed(
        "declare_interest",
        N_("Declare an interest, or none"),
        bidding.declare_interest,
        (
            Field("has_interest", N_("I have an interest in one of the bidders"), "tick"),
            Field("comment", N_("Which, where there is one"), "text?"),
        ),
    ),
    Deed("disqualify_bid", N_("Disqualify a bid"), bidding.disqualify_bid, (BID, REASON)),
    Deed(
        "evaluate",
        N_("Name the winner"),
        bidding.evaluate,
        (
            Field("bid_ids", N_("Winning bid"), "winners", "bids"),
            Field("reason", N_("Reasons of the evaluation"), "text"),
            Field("is_excepted", N_("Fewer bids than usual, in a case the rule excepts"), "tick"),
        ),
        is_versioned=True,
    ),
    Deed("award", N_("Award the contract"), commands.award),
    Deed("award", N_("Conclude the framework"), commands.conclude, (), is_versioned=True),
    Deed(
        "end_procurement",
        N_("End without a contract"),
        planning.end,
        (Field("outcome", N_("Outcome"), "choice", "outcomes"), REASON),
        is_versioned=True,
    ),
)
"""The acts in the order of a process; from the signature on they are done on the contract's
page.
"""


def acts(visit: Visit, one: ProcessFacts, bids: pd.DataFrame) -> None:
    """The acts this person may do now, one form at a time; nothing where there is none."""
    choices = choices_of(visit, one, bids)
    offered = {
        deed.command.__name__: deed for deed in DEEDS if is_offered(visit, one, deed, choices)
    }
    said(f"f-deed-process-{one['process_id']}")
    if not offered:
        return
    with ui.block(
        _("What you can do here"),
        _("Your role, the state and four eyes allow it; each act is recorded today"),
        key="acts",
    ):
        chosen = st.pills(
            _("Act"),
            list(offered),
            format_func=lambda name: _(offered[name].words),
            default=next(iter(offered)) if len(offered) == 1 else None,
            key="f-deed",
            label_visibility="collapsed",
        )
        if chosen:
            form(visit, one, offered[chosen], choices)


def choices_of(visit: Visit, one: ProcessFacts, bids: pd.DataFrame) -> dict[str, Choice]:
    """What can be chosen in the forms, by what it is: label by number; and the hands this person
    had in the process.
    """
    with visit.reading() as session:
        hands = processes.hands(session, visit.who, one["process_id"])
        if one["undertaking_id"]:
            hands |= ledger.hands(session, visit.who, one["undertaking_id"])
    running = bids[bids["status"] == "pending"]
    return {
        "hands": dict.fromkeys(hands, ""),
        "outcomes": {word: _(STAGES[word]) for word in planning.ENDS},
        "bids": {
            row["bid_id"]: " · ".join(
                filter(
                    None,
                    [
                        row["supplier"],
                        "" if pd.isna(row["amount_fen"]) else money(row["amount_fen"], one),
                    ],
                )
            )
            for row in running.to_dict("records")
        },
    }


def is_offered(visit: Visit, one: ProcessFacts, deed: Deed, choices: Choices) -> bool:
    """Whether role, state, four eyes, the deadline and something to do it on are there."""
    hands = set(choices["hands"])
    state = "withdraw_bid" if deed.command is bidding.withdraw_bid else deed.act
    if (
        not visit.who.may(deed.act)
        or not may_buy(state, one["status"])
        or hands & excluded_by(deed.act)
    ):
        return False
    return all(
        choices[field.of] for field in deed.fields if field.kind in ("choice", "winners")
    ) and _is_time(one, deed, hands)


def _is_time(one: ProcessFacts, deed: Deed, hands: Collection[int | str]) -> bool:
    """Whether the step before it is done and the deadline is where it must be."""
    is_closed = one["closes_at"] is not None and one["closes_at"] <= clock.now()
    match deed.act:
        case "amend_tender":
            return not is_closed
        case "open_bids":
            return is_closed
        case "declare_interest":
            return one["evaluated_on"] is None and "declare_interest" not in hands
        case "disqualify_bid" | "evaluate":
            return one["evaluated_on"] is None and "declare_interest" in hands
        case "award":
            is_framework = deed.command is commands.conclude
            return (
                one["evaluated_on"] is not None
                and bool(one["is_framework"]) is is_framework
                and "approve" not in hands
            )
        case _:
            return True


def form(visit: Visit, one: ProcessFacts, deed: Deed, choices: dict[str, Choice]) -> None:
    """Ask what the act needs and do it once; a refusal stands above the form, which keeps what was
    typed.
    """
    name = f"{deed.command.__name__}-{one['process_id']}"
    said(f"f-act-{name}")
    if any(field.of == "bodies" for field in deed.fields):
        choices["bodies"] = dict(bodies_to_choose(visit, f"f-body-{name}").items())
    with st.form(f"f-form-{name}"):
        answers = {
            field.name: field_of(field, f"{name}-{field.name}", choices, one)
            for field in deed.fields
        }
        if not st.form_submit_button(_(deed.words), type="primary"):
            return

    def arguments() -> dict[str, object]:
        given = {key: answer() for key, answer in answers.items()}
        if deed.command is commands.award:
            return {
                "undertaking_id": one["undertaking_id"],
                "amount_fen": one["won_fen"],
                "expected_version": one["contract_version"],
            }
        if "bid_id" not in given:
            given["process_id"] = one["process_id"]
        return given | ({"expected_version": one["version"]} if deed.is_versioned else {})

    perform(
        visit,
        f"f-act-{name}",
        deed.command,
        arguments,
        done=_("Recorded."),
        at=f"f-deed-process-{one['process_id']}",
    )


def field_of(field: Field, key: str, choices: Choices, one: ProcessFacts) -> Callable[[], object]:
    """Draw one field; what it gives is read when the form is sent."""
    match field.kind:
        case "tick":
            ticked = st.checkbox(_(field.head), key=key)
            return lambda: ticked
        case "until":
            return moment(_(field.head), key, clock.today() + timedelta(days=21), NINE)
        case "received":
            return moment(_(field.head), key, clock.today(), NINE)
        case "winners":
            bids = {bid: str(words) for bid, words in choices[field.of].items()}
            if one["is_framework"]:
                several = st.multiselect(
                    _(field.head),
                    list(bids),
                    format_func=bids.__getitem__,
                    placeholder=_("Choose an option"),
                    key=key,
                )
                return lambda: several
            chosen = pick(_(field.head), bids, key)
            return lambda: [chosen] if chosen else []
        case _:
            return ask(field, key, choices, one, 0)


def moment(head: str, key: str, day: date, hour: time) -> Callable[[], datetime]:
    """A day and a time of it, in Beijing."""
    left, right = st.columns(2)
    on = pick_day(
        head,
        f"{key}-day",
        day,
        at=left,
        first=clock.today() - timedelta(days=3660),
        last=clock.today() + timedelta(days=3660),
    )
    at = right.time_input(_("Time"), hour, key=f"{key}-time")
    return lambda: datetime.combine(on, at, clock.BEIJING)
