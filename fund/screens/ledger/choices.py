"""What can be chosen in the forms of a grant or a contract, each asked for when a form first looks
at it: an act that role, state or history rules out asks nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypedDict

import pandas as pd

from fund import i18n
from fund.closing import queries as closing
from fund.frames import rows_of
from fund.grants import queries as grants
from fund.grants.rules import FINDINGS
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger import returned
from fund.ledger.payments import PAYMENTS
from fund.ledger.rows import Facts
from fund.milestones import queries as milestones
from fund.screens.ledger.amounts import change, money
from fund.screens.ledger.undertaking import Found
from fund.standing import queries as standing
from fund.standing.rules import DECLARED
from fund.status import look_of
from fund.ui.fields import Choice
from fund.ui.visit import Visit

One = Facts
"""The grant or the contract as its page has it."""


class Moved(TypedDict):
    """A payment, or money that came back: of fund.ledger.returned."""

    act_id: int
    tranche: str
    amount_fen: int
    line: str
    occurred_on: date


class Paid(Moved):
    """A payment with the act it was made by and what of it is still paid."""

    act: str
    left_fen: int


class Choices(dict[str, Choice]):
    """Choices by what they are of; the first look at one asks for it, the next finds it here."""

    def __init__(self, visit: Visit, one: One, found: Found) -> None:
        super().__init__()
        self.about = (visit, one, found)

    def __missing__(self, name: str) -> Choice:
        self[name] = CHOICES[name](*self.about)
        return self[name]


def hands(visit: Visit, one: One, _found: Found) -> Choice:
    """The acts this person did on it: what four eyes look at."""
    with visit.reading() as session:
        return dict.fromkeys(ledger.hands(session, visit.who, one["undertaking_id"]), "")


def tranches(_visit: Visit, one: One, found: Found) -> Choice:
    """Parts of the agreement with their amounts."""
    return {
        row["tranche_id"]: f"{row['code']} {row['title']} · {money(row['obligated_fen'], one)}"
        for row in found.tranches.to_dict("records")
    }


def tranche_codes(_visit: Visit, _one: One, found: Found) -> Choice:
    """Parts of the agreement by their codes."""
    return {
        row["code"]: f"{row['code']} {row['title']}" for row in found.tranches.to_dict("records")
    }


def steps(_visit: Visit, _one: One, found: Found) -> Choice:
    """Milestones still ahead."""
    ahead = found.milestones[found.milestones["status"] == "scheduled"]
    return {
        row["milestone_id"]: f"{row['code']} {row['title']} · {i18n.day(row['due_on'])}"
        for row in ahead.to_dict("records")
    }


def movable(visit: Visit, one: One, found: Found) -> Choice:
    """Milestones ahead this person may approve another date of."""
    ahead = steps(visit, one, found)
    if not ahead:
        return {}
    with visit.reading() as session:
        theirs = milestones.movable(session, visit.who, one["undertaking_id"])
    return {key: words for key, words in ahead.items() if key in theirs}


def evidence(_visit: Visit, _one: One, found: Found) -> Choice:
    """Evidence nobody has accepted yet."""
    waiting = found.evidence[~found.evidence["is_accepted"].astype(bool)]
    return {
        row["evidence_id"]: f"{row['tranche']} · {row['title']} · {i18n.day(row['filed_on'])}"
        for row in waiting.to_dict("records")
    }


def payments(visit: Visit, one: One, found: Found) -> Choice:
    """Payments that stand and can be put right."""
    paid = _payments(visit, one, found)
    return {row["act_id"]: _moved(row, one) for row in paid if row["act"] != "open_pay"}


def returnable(visit: Visit, one: One, found: Found) -> Choice:
    """Payments of which something is still paid."""
    paid = _payments(visit, one, found)
    return {row["act_id"]: _moved(row, one) for row in paid if row["left_fen"] > 0}


def claw_backs(visit: Visit, one: One, found: Found) -> Choice:
    """Money that came back and could be of another payment."""
    if not was_done(found, "claw_back"):
        return {}
    with visit.reading() as session:
        unclear = returned.claw_backs(session, visit.who, one["undertaking_id"])
    return {row["act_id"]: _moved(row, one) for row in rows_of(unclear, Moved)}


def claw_back_corrections(visit: Visit, one: One, found: Found) -> Choice:
    """What was proposed of money that came back, and not answered."""
    if not was_done(found, "propose_claw_back_correction"):
        return {}
    with visit.reading() as session:
        waiting = returned.corrections(session, visit.who, one["undertaking_id"])
    return {
        row["proposal_id"]: " · ".join(
            (row["tranche"], money(row["amount_fen"], one), f"{row['line']} → {row['to_line']}")
        )
        for row in waiting.to_dict("records")
    }


def _payments(visit: Visit, one: One, found: Found) -> list[Paid]:
    if not any(was_done(found, act) for act in PAYMENTS):
        return []
    with visit.reading() as session:
        return rows_of(returned.payments(session, visit.who, one["undertaking_id"]), Paid)


def _moved(row: Moved, one: One) -> str:
    """A payment, or money that came back: part, amount, line, day."""
    return " · ".join(
        (row["tranche"], money(row["amount_fen"], one), row["line"], i18n.day(row["occurred_on"]))
    )


def unanswered(_visit: Visit, one: One, found: Found) -> Choice:
    """Amendments nobody has answered."""
    return _amendments(one, found.amendments)


def amendments(_visit: Visit, one: One, found: Found) -> Choice:
    """Those of them that are no accounts."""
    return _amendments(one, found.amendments[found.amendments["kind"] != "account"])


def accounts(_visit: Visit, one: One, found: Found) -> Choice:
    """Accounts somebody proposed and nobody has answered."""
    return _amendments(one, found.amendments[found.amendments["kind"] == "account"])


def _amendments(one: One, frame: pd.DataFrame) -> Choice:
    waiting = frame[frame["answer"] == ""]
    return {
        row["amendment_id"]: f"{change(row, one)} · {row['reason']}"
        for row in waiting.to_dict("records")
    }


def versions(_visit: Visit, _one: One, found: Found) -> Choice:
    """The state in which each amendment was looked at."""
    known = found.amendments
    return {
        key: str(version)
        for key, version in zip(known["amendment_id"], known["version"], strict=True)
    }


def proposals(visit: Visit, one: One, found: Found) -> Choice:
    """Waivers proposed and not granted."""
    if not was_done(found, "propose_waiver"):
        return {}
    with visit.reading() as session:
        proposed = milestones.proposals(session, visit.who, one["undertaking_id"])
    return {
        row["proposal_id"]: f"{row['tranche']} · {row['reason']}"
        for row in proposed.to_dict("records")
    }


def carry_overs(visit: Visit, one: One, found: Found) -> Choice:
    """Carry-overs proposed and not answered."""
    if not was_done(found, "propose_carry_over"):
        return {}
    with visit.reading() as session:
        proposed = closing.proposals(
            session, visit.who, outcome="open", undertaking_id=one["undertaking_id"]
        )
    return {
        row["proposal_id"]: " · ".join(
            (f"{row['line']} → {row['to_line']}", money(row["amount_fen"], one))
        )
        for row in proposed.to_dict("records")
    }


def later_lines(visit: Visit, one: One, found: Found) -> Choice:
    """Lines of later years, unless a carry-over waits for its answer."""
    if carry_overs(visit, one, found):
        return {}
    with visit.reading() as session:
        return dict(ledger.later_lines(session, visit.who, one["line"]).items())


def gaps(visit: Visit, one: One, found: Found) -> Choice:
    """The green letter that needs an answer, where there is one."""
    if not was_done(found, "report_status"):
        return {}
    with visit.reading() as session:
        lights = standing.of_one(session, visit.who, one["undertaking_id"], visit.view)
    report_id = lights["status_report_id"]
    if report_id is None or not lights["needs_answer"]:
        return {}
    said = look_of(lights["declared"])[2]
    return {report_id: f"{said} · {i18n.day(lights['declared_on'])}"}


def criteria(visit: Visit, one: One, _found: Found) -> Choice:
    """What reviewers of its call score."""
    with visit.reading() as session:
        applied = grants.facts(session, visit.who, one["undertaking_id"])
    return {criterion.code: criterion for criterion in applied["criteria"]}


def was_done(found: Found, act: str) -> bool:
    """Whether the history knows an act of this kind."""
    return bool((found.history["act"] == act).any())


CHOICES: Mapping[str, Callable[[Visit, One, Found], Choice]] = {
    "hands": hands,
    "tranches": tranches,
    "tranche_codes": tranche_codes,
    "milestones": steps,
    "movable": movable,
    "evidence": evidence,
    "payments": payments,
    "returnable": returnable,
    "claw_backs": claw_backs,
    "claw_back_corrections": claw_back_corrections,
    "unanswered": unanswered,
    "amendments": amendments,
    "accounts": accounts,
    "versions": versions,
    "proposals": proposals,
    "carry_overs": carry_overs,
    "later_lines": later_lines,
    "gaps": gaps,
    "criteria": criteria,
    "verdicts": lambda *_about: {
        status: look_of(status)[2] for status in ("met", "partially_met", "not_met")
    },
    "findings": lambda *_about: {finding: _(words) for finding, words in FINDINGS.items()},
    "lights": lambda *_about: {light: look_of(light)[2] for light in DECLARED},
}
LOOKED_FOR = frozenset({"bodies"})
"""These are looked for once a form is there: of them there is always one, so that a form may be
offered need not be asked.
"""
