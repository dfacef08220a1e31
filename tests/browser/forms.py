"""Which form of the pages does what a walk performs by a command: by the keys of its fields, of
what it is folded in, of its button.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from fund import i18n
from fund.guarantees import changing
from fund.guarantees import commands as guarantees
from fund.guarantees import rules as secured
from fund.holdings import commands as holdings
from fund.holdings import leaving, subscribing
from fund.holdings import rules as held
from fund.i18n import _
from fund.milestones import commands as milestones
from fund.screens.holdings.acting import FORMS
from fund.screens.ledger.deeds import DEEDS
from fund.subsidies import commands as subsidies
from fund.subsidies import rules as subsidised
from fund.subsidies import settling

WAN = 1_000_000


def zh(words: str) -> str:
    """Words of a form as the page says them."""
    with i18n.speaking("zh"):
        return _(words)


def wan(amount_fen: int) -> str:
    """Fen as typed in 万元."""
    return f"{(Decimal(amount_fen) / WAN).normalize():f}"


class Asked(NamedTuple):
    """A form that is no deed: its page, the key of what it is folded in; argument -> (key of the
    field, kind).
    """

    page: str
    folded: str
    fields: Mapping[str, tuple[str, str]]


def words_of(words: Mapping[str, str]) -> str:
    """A kind of field: one word of these, chosen by its key."""
    KINDS[str(id(words))] = words
    return str(id(words))


KINDS: dict[str, Mapping[str, str]] = {}
ENTERED = {
    "line_id": ("line", "line"),
    "code": ("code", "text"),
    "title": ("title", "text"),
    "organisation_id": ("body", "body"),
    "region_code": ("region", "region"),
}


def entering(kind: str, more: Mapping[str, tuple[str, str]]) -> Asked:
    """The form that enters an undertaking."""
    fields = {name: (f"f-{kind}-{key}", how) for name, (key, how) in ENTERED.items()}
    page = {"holding": "holdings", "subsidy": "subsidies"}[kind]
    return Asked(page, f"f-enter-{kind}", fields | dict(more))


ASKED: dict[Any, Asked] = {
    subscribing.enter: entering(
        "holding",
        {"form": ("f-holding-form", words_of(held.FORMS))},
    ),
    subsidies.enter: entering(
        "subsidy",
        {
            "instrument": ("f-subsidy-instrument", words_of(subsidised.INSTRUMENTS)),
            "method": ("f-subsidy-method", words_of(subsidised.METHODS)),
            "share": ("f-subsidy-percent", "percent"),
            "lender": ("f-subsidy-lender", "text"),
            "contract_number": ("f-subsidy-number", "text"),
            "day_base": ("f-subsidy-base", "option"),
            "loan_fen": ("f-subsidy-loan", "amount"),
            "first_day": ("f-subsidy-first", "day"),
            "last_day": ("f-subsidy-last", "day"),
        },
    ),
    subsidies.state_loan: Asked(
        "subsidy",
        "f-subsidy-state",
        {
            "kind": ("f-state-kind", words_of(subsidised.KINDS)),
            "starts_on": ("f-state-first", "day"),
            "ends_on": ("f-state-last", "day"),
            "amount_fen": ("f-state-amount", "amount"),
            "rate": ("f-state-rate", "percent"),
            "content": ("f-state-paper", "file"),
        },
    ),
    subsidies.find_off_purpose: Asked(
        "subsidy",
        "f-subsidy-finding",
        {
            "starts_on": ("f-finding-first", "day"),
            "amount_fen": ("f-finding-amount", "amount"),
            "words": ("f-finding-words", "text"),
        },
    ),
    settling.settle_subsidy: Asked(
        "subsidy",
        "f-subsidy-settle",
        {
            "first_day": ("f-settle-first", "day"),
            "last_day": ("f-settle-last", "day"),
            "content": ("f-settle-paper", "file"),
        },
    ),
    settling.accept_settlement: Asked(
        "subsidy",
        "f-settlement-{settlement_id}",
        {"amount_fen": ("f-st-amount-{settlement_id}", "amount")},
    ),
    guarantees.lodge_guarantee: Asked(
        "guarantees",
        "f-lodge",
        {
            "kind": ("f-lodge-kind", words_of(secured.KINDS)),
            "form": ("f-lodge-form", words_of(secured.FORMS)),
            "issuer": ("f-lodge-issuer", "text"),
            "number": ("f-lodge-number", "text"),
            "organisation_id": ("f-lodge-body", "body"),
            "spacecraft_id": ("f-lodge-subject", "craft"),
            "duty": ("f-lodge-duty", "text"),
            "face_fen": ("f-lodge-face", "amount"),
            "valid_from": ("f-lodge-from", "day"),
            "valid_to": ("f-lodge-to", "day"),
            "duty_due_on": ("f-lodge-due", "day"),
            "content": ("f-lodge-paper", "file"),
        },
    ),
    guarantees.check_guarantee: Asked("guarantee", "f-check", {"words": ("f-check-words", "text")}),
    changing.propose_change: Asked(
        "guarantee",
        "f-change",
        {
            "kind": ("f-change-kind", words_of(secured.CHANGES)),
            "valid_to": ("f-change-until", "day"),
            "reason": ("f-change-reason", "text"),
        },
    ),
    changing.propose_claim: Asked(
        "guarantee",
        "f-claim",
        {
            "amount_fen": ("f-claim-amount", "amount"),
            "reason": ("f-claim-reason", "text"),
        },
    ),
    guarantees.confirm_duty: Asked(
        "guarantee",
        "f-duty",
        {
            "outcome": ("f-duty-outcome", words_of(secured.DUTIES)),
            "occurred_on": ("f-duty-on", "day"),
            "words": ("f-duty-words", "text"),
        },
    ),
}
"""Forms that are no deeds, by their command."""
PRESSED: dict[Any, tuple[str, str]] = {
    holdings.confirm_value: ("holding", "f-yes-{fact_id}"),
    leaving.approve_exit: ("holding", "f-yes-{fact_id}"),
    leaving.confirm_remittance: ("holding", "f-yes-{fact_id}"),
    settling.claim_back: ("subsidy", "f-claim-{settlement_id}-"),
    changing.confirm_change: ("guarantee", "f-agree-{proposal_id}"),
    changing.approve_claim: ("guarantee", "f-agree-{proposal_id}"),
    guarantees.release_guarantee: ("guarantee", "f-release-{guarantee_id}"),
}
"""Acts that are one button: their page and its key, or how that begins."""
FOLDED = {deed.command: deed for deed in FORMS}
OF_UNDERTAKING = {(kind, deed.command): deed for kind in DEEDS for deed in DEEDS[kind]}
SAME = {milestones.file_evidence: milestones.hand_in_evidence}
"""An act of the walk -> the command of its form."""
OF = {
    "tranche_id": "tranche",
    "co_investor_id": "co_investor",
    "fact_id": "holding_fact",
    "proposal_id": "holding_fact",
    "settlement_id": "subsidy_settlement",
    "amendment_id": "amendment",
    "evidence_id": "evidence",
    "act_id": "act",
}
"""An argument -> the table whose row says which undertaking an act is on."""
