"""What a person may do here and now on a grant or a contract: one form an act, offered only where
role, state and four eyes let it be done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from fund import clock, i18n, lifecycle, ui
from fund.access.rules import excluded_by
from fund.closing import commands as closing
from fund.closing import queries as closing_queries
from fund.errors import N_
from fund.grants import applications
from fund.grants import commands as grants
from fund.grants import queries as grant_queries
from fund.grants.rules import FINDINGS
from fund.i18n import _
from fund.ledger import amendments, pending, undertakings
from fund.ledger import commands as ledger
from fund.ledger import queries as ledger_queries
from fund.milestones import commands as milestones
from fund.milestones import queries as milestone_queries
from fund.procurement import commands as procurement
from fund.standing import commands as standing
from fund.standing import queries as standing_queries
from fund.standing.rules import DECLARED
from fund.status import look_of
from fund.ui.fields import Field, asked
from fund.ui.visit import Visit, perform, said

MOST_PARTS = 12
REVIEWED = frozenset({"review", "declare_conflict"})
"""One word a reviewer: whoever gave one gives no second."""
WAIVERS = ("propose_waiver", "grant_waiver")
"""Acts for which one must have had no hand in the undertaking at all."""


@dataclass(frozen=True)
class Deed:
    """One act: its word in the policy, what the button says, the command, what it asks; versioned
    ones say which state was looked at.
    """

    act: str
    words: str
    command: Callable[..., Any]
    fields: tuple[Field, ...] = ()
    is_versioned: bool = False

    @property
    def name(self) -> str:
        """What tells it from other forms: several commands may do one act."""
        return self.act if self.act != "propose_amendment" else self.command.__name__


REASON = Field("reason", N_("Reason"), "text")
TRANCHE = Field("tranche_id", N_("Part of the agreement"), "choice", "tranches")
AMOUNT = Field("amount_fen", N_("Amount"), "amount")
MILESTONE = Field("milestone_id", N_("Milestone"), "choice", "milestones")
LETTER = Field("content", N_("Letter"), "file?")

SHARED = (
    Deed(
        "schedule",
        N_("Schedule a milestone"),
        milestones.schedule,
        (
            Field("code", N_("Code"), "line"),
            Field("title", N_("Milestone"), "line"),
            Field("due_on", N_("Due on"), "day"),
            Field("tranche_code", N_("Part that waits for it"), "optional", "tranche_codes"),
            Field("owner", N_("Owner"), "line?"),
            Field("weight", N_("Weight, 1 where all count alike"), "count"),
        ),
    ),
    Deed(
        "file_evidence",
        N_("Hand in evidence"),
        milestones.hand_in_evidence,
        (TRANCHE, Field("title", N_("Title"), "line?"), Field("content", N_("Document"), "file")),
    ),
    Deed(
        "accept",
        N_("Accept evidence"),
        milestones.accept,
        (
            Field("evidence_id", N_("Evidence"), "choice", "evidence"),
            Field("amount_fen", N_("Amount earned, empty for all that is left"), "amount?"),
            Field("met_on", N_("Met on"), "past"),
        ),
    ),
    Deed(
        "forecast",
        N_("Forecast a milestone"),
        milestones.forecast,
        (
            MILESTONE,
            Field("forecast_on", N_("Expected on"), "day"),
            Field("reason", N_("Reason"), "text?"),
        ),
    ),
    Deed(
        "rebaseline",
        N_("Move a due date"),
        milestones.rebaseline,
        (
            Field("milestone_id", N_("Milestone"), "choice", "movable"),
            Field("due_on", N_("New due date"), "day"),
            REASON,
        ),
    ),
    Deed(
        "settle",
        N_("Judge a milestone"),
        milestones.settle,
        (
            MILESTONE,
            Field("status", N_("Finding"), "choice", "verdicts"),
            Field("met_on", N_("Met on"), "past"),
            Field("reason", N_("Reason"), "text?"),
        ),
    ),
    Deed(
        "report_status",
        N_("Record the recipient’s light"),
        standing.report_status,
        (
            Field("light", N_("Light"), "choice", "lights"),
            Field("reported_on", N_("Date of the letter"), "past"),
            Field("note", N_("What the letter says"), "text?"),
            LETTER,
        ),
    ),
    Deed(
        "answer_gap",
        N_("Answer for the green light"),
        standing.answer_gap,
        (
            Field("status_report_id", N_("Letter"), "choice", "gaps"),
            Field("answer", N_("Answer"), "text"),
        ),
    ),
    Deed("propose_waiver", N_("Propose a waiver"), milestones.propose_waiver, (TRANCHE, REASON)),
    Deed(
        "grant_waiver",
        N_("Grant a waiver"),
        milestones.grant_waiver,
        (Field("proposal_id", N_("Waiver to grant"), "choice", "proposals"),),
    ),
    Deed(
        "propose_amendment",
        N_("Amend an amount"),
        amendments.propose_amendment,
        (
            TRANCHE,
            Field(
                "change_fen", N_("Change of the amount, with a minus sign to lower it"), "amount"
            ),
            REASON,
        ),
    ),
    Deed(
        "propose_amendment",
        N_("Amend a date"),
        amendments.propose_date,
        (TRANCHE, Field("promised_on", N_("New promised date"), "day"), REASON),
    ),
    Deed(
        "propose_amendment",
        N_("Amend the title"),
        amendments.propose_scope,
        (Field("title", N_("New title"), "line"), REASON),
    ),
    Deed(
        "propose_recipient",
        N_("Change the recipient"),
        amendments.propose_recipient,
        (Field("organisation_id", N_("New recipient"), "choice", "bodies"), REASON),
    ),
    Deed(
        "sign_amendment",
        N_("Sign an amendment"),
        amendments.sign_amendment,
        (Field("amendment_id", N_("Amendment to sign"), "choice", "amendments"),),
    ),
    Deed(
        "reject_amendment",
        N_("Reject an amendment"),
        amendments.reject_amendment,
        (Field("amendment_id", N_("Amendment to reject"), "choice", "amendments"), REASON),
    ),
    Deed(
        "correct_payment",
        N_("Put a payment right"),
        ledger.correct_payment,
        (
            Field("act_id", N_("Payment"), "choice", "payments"),
            Field("right_amount_fen", N_("Right amount"), "amount"),
            REASON,
        ),
    ),
    Deed(
        "claw_back", N_("Record money that came back"), ledger.claw_back, (TRANCHE, AMOUNT, REASON)
    ),
    Deed(
        "propose_carry_over",
        N_("Propose to carry over to a later year"),
        closing.propose_carry_over,
        (
            Field("to_line_id", N_("Line of the later year"), "choice", "later_lines"),
            Field("reason", N_("Reason"), "text?"),
        ),
    ),
    Deed(
        "carry_over",
        N_("Agree to the carry-over"),
        closing.carry_over,
        (Field("proposal_id", N_("Carry-over to agree to"), "choice", "carry_overs"),),
    ),
    Deed("terminate", N_("Terminate"), milestones.terminate, (REASON,), is_versioned=True),
    Deed("complete", N_("Close the execution"), undertakings.complete, (), is_versioned=True),
)
TERMS = Field("terms", N_("Parts of the agreement"), "terms")
APPLYING = (
    Deed(
        "check_eligibility",
        N_("Check eligibility"),
        applications.check_eligibility,
        (
            Field("is_eligible", N_("May it compete?"), "yes"),
            Field("reason", N_("Reason, needed for a no"), "text?"),
        ),
    ),
    Deed(
        "declare_conflict",
        N_("Declare a conflict of interest"),
        applications.declare_conflict,
        (Field("comment", N_("What the conflict is"), "text"),),
    ),
    Deed(
        "review",
        N_("Review"),
        applications.review,
        (
            Field("points", N_("Points"), "points", "criteria"),
            Field("comment", N_("Comment"), "text?"),
        ),
    ),
    Deed(
        "recommend",
        N_("Record government’s recommendation"),
        applications.recommend,
        (
            Field("is_recommended", N_("Is it recommended?"), "yes"),
            Field("amount_fen", N_("Amount recommended"), "amount?"),
            Field("reason", N_("Reason, needed for a no"), "text?"),
            LETTER,
        ),
    ),
)
"""What happens to an application before the fund decides."""
LATER = (
    Deed(
        "check_midterm",
        N_("Record the mid-term check"),
        grants.check_midterm,
        (
            Field("finding", N_("Finding"), "choice", "findings"),
            REASON,
            Field("content", N_("Minutes"), "file?"),
        ),
    ),
    Deed("suspend", N_("Suspend"), grants.suspend, (REASON,), is_versioned=True),
    Deed("resume", N_("Resume"), grants.resume, (REASON,), is_versioned=True),
    Deed(
        "close_out",
        N_("Close out"),
        grants.close_out,
        (Field("reason", N_("What the final report says"), "text"),),
        is_versioned=True,
    ),
)
DEEDS: Mapping[str, tuple[Deed, ...]] = {
    "grant": (
        *APPLYING,
        Deed("decide", N_("Decide for the grant"), grants.decide, (AMOUNT,), is_versioned=True),
        Deed("decline", N_("Decline"), grants.decline, (REASON,)),
        Deed("withdraw", N_("Record that it was withdrawn"), grants.withdraw, (REASON,)),
        Deed("sign", N_("Sign the agreement"), grants.sign, (TERMS,), is_versioned=True),
        *SHARED,
        *LATER,
    ),
    "contract": (
        Deed("award", N_("Award the contract"), procurement.award, (AMOUNT,), is_versioned=True),
        Deed("sign", N_("Sign the contract"), procurement.sign, (TERMS,), is_versioned=True),
        *SHARED,
    ),
}
"""The acts on an undertaking in the order of its life; payments have buttons of their own beside
the parts.
"""


def acts(visit: Visit, kind: str, one: dict[str, Any], found: Any) -> None:
    """The acts this person may do now, one form at a time; nothing where there is none."""
    if visit.view.as_of != clock.today():
        return
    choices = choices_of(visit, one, found)
    offered = {deed.name: deed for deed in DEEDS[kind] if is_offered(visit, one, deed, choices)}
    said(f"f-deed-{one['undertaking_id']}")
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


def is_offered(
    visit: Visit, one: dict[str, Any], deed: Deed, choices: Mapping[str, Mapping[Any, Any]]
) -> bool:
    """Whether role, state, four eyes and something to do it on are there."""
    hands = set(choices["hands"])
    is_apart = not hands if deed.act in WAIVERS else not hands & excluded_by(deed.act)
    has_choice = all(
        choices[field.of] for field in deed.fields if field.kind in ("choice", "points")
    )
    is_new = deed.act not in REVIEWED or not hands & REVIEWED
    return (
        visit.who.may(deed.act, one["region"])
        and lifecycle.may_follow(deed.act, one["status"])
        and is_apart
        and is_new
        and has_choice
    )


def choices_of(visit: Visit, one: dict[str, Any], found: Any) -> dict[str, Mapping[Any, Any]]:
    """What can be chosen in the forms, by what it is: label by number."""
    parts = found.tranches.to_dict("records")
    due = found.milestones[found.milestones["status"] == "scheduled"]
    waiting = found.evidence[~found.evidence["is_accepted"].astype(bool)]
    paid = found.history[found.history["act"].isin(["pay", "open_pay", "correct_payment"])]
    with visit.reading() as session:
        movable = milestone_queries.movable(session, visit.who, one["undertaking_id"])
        hands = ledger_queries.hands(session, visit.who, one["undertaking_id"])
        proposed = pending.amendments(session, visit.who, one["undertaking_id"], visit.view)
        bodies = (
            ledger_queries.bodies(session, visit.who)
            if lifecycle.may_follow("propose_recipient", one["status"])
            else {}
        )
        proposals = milestone_queries.proposals(session, visit.who, one["undertaking_id"])
        later = ledger_queries.later_lines(session, visit.who, one["line"])
        carried = closing_queries.proposals(
            session, visit.who, outcome="open", undertaking_id=one["undertaking_id"]
        )
        asked_for = grant_queries.facts(session, visit.who, one["undertaking_id"])
        lights = standing_queries.of_one(session, visit.who, one["undertaking_id"], visit.view)
    steps = {
        row["milestone_id"]: f"{row['code']} {row['title']} · {i18n.day(row['due_on'])}"
        for row in due.to_dict("records")
    }
    waits = proposed[proposed["answer"] == ""]
    return {
        "hands": dict.fromkeys(hands, ""),
        "tranches": {
            part[
                "tranche_id"
            ]: f"{part['code']} {part['title']} · {money(part['obligated_fen'], one)}"
            for part in parts
        },
        "tranche_codes": {part["code"]: f"{part['code']} {part['title']}" for part in parts},
        "milestones": steps,
        "movable": {key: words for key, words in steps.items() if key in movable},
        "evidence": {
            row["evidence_id"]: f"{row['tranche']} · {row['title']} · {i18n.day(row['filed_on'])}"
            for row in waiting.to_dict("records")
        },
        "payments": {
            row["act_id"]: (
                f"{row['tranche']} · {money(row['amount_fen'], one)} ·"
                f" {i18n.day(row['recorded_at'])}"
            )
            for row in paid.to_dict("records")
        },
        "amendments": {
            row["amendment_id"]: f"{change(row, one)} · {row['reason']}"
            for row in waits.to_dict("records")
        },
        "bodies": bodies,
        "proposals": {
            row["proposal_id"]: f"{row['tranche']} · {row['reason']}"
            for row in proposals.to_dict("records")
        },
        "versions": dict(zip(waits["amendment_id"], waits["version"], strict=True)),
        "later_lines": {} if len(carried) else later,
        "carry_overs": {
            row[
                "proposal_id"
            ]: f"{row['line']} → {row['to_line']} · {money(row['amount_fen'], one)}"
            for row in carried.to_dict("records")
        },
        "verdicts": {status: look_of(status)[2] for status in ("met", "partially_met", "not_met")},
        "findings": {finding: _(words) for finding, words in FINDINGS.items()},
        "lights": {light: look_of(light)[2] for light in DECLARED},
        "gaps": (
            {
                lights[
                    "status_report_id"
                ]: f"{look_of(lights['declared'])[2]} · {i18n.day(lights['declared_on'])}"
            }
            if lights["needs_answer"]
            else {}
        ),
        "criteria": {criterion.code: criterion for criterion in asked_for["criteria"]},
    }


def money(amount_fen: Any, one: Mapping[Any, Any]) -> str:
    """An amount in the undertaking's currency."""
    return (
        i18n.amount(int(amount_fen))
        if one["currency"] == "CNY"
        else i18n.foreign(int(amount_fen), one["currency"])
    )


def change(row: Mapping[Any, Any], one: dict[str, Any]) -> str:
    """An amendment in short: which part, from what to what."""
    return " ".join(
        filter(
            None, [row["tranche"] or "", f"{side(row, 'was', one)} → {side(row, 'becomes', one)}"]
        )
    )


def side(row: Mapping[Any, Any], which: str, one: dict[str, Any]) -> str:
    """The old or the new of an amendment, as people write it."""
    match row["kind"]:
        case "amount":
            return money(row[which], one)
        case "dates":
            return i18n.day(date.fromisoformat(row[which]))
        case _:
            return str(row[which])


def form(
    visit: Visit, one: dict[str, Any], deed: Deed, choices: Mapping[str, Mapping[Any, Any]]
) -> None:
    """Ask what the act needs and do it once; a refusal stands above the form, which keeps what was
    typed.
    """
    name = f"{deed.name}-{one['undertaking_id']}"
    parts = (
        int(st.number_input(_("How many parts"), 1, MOST_PARTS, 3, key=f"f-parts-{name}"))
        if TERMS in deed.fields
        else 0
    )
    said(f"f-act-{name}")
    with st.form(f"f-form-{name}"):
        answers = {
            field.name: asked(field, f"{name}-{field.name}", choices, one, parts)
            for field in deed.fields
        }
        if not st.form_submit_button(_(deed.words), type="primary"):
            return

    def arguments() -> dict[str, Any]:
        given = {key: answer() for key, answer in answers.items()}
        given |= given.pop("content", {})
        if "amendment_id" in given:
            given["expected_version"] = int(choices["versions"][given["amendment_id"]])
        elif (
            deed.act
            not in {
                "grant_waiver",
                "carry_over",
                "accept",
                "forecast",
                "rebaseline",
                "settle",
                "correct_payment",
            }
            and TRANCHE not in deed.fields
        ):
            given["undertaking_id"] = one["undertaking_id"]
        return given | ({"expected_version": one["version"]} if deed.is_versioned else {})

    perform(visit, f"f-act-{name}", deed.command, arguments, at=f"f-deed-{one['undertaking_id']}")
