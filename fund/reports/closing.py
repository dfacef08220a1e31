"""The workbook of a month's or a year's end: the checklist, the lines of the year, what is carried
over, what was proposed.
"""

import pandas as pd
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.closing import checklist, queries
from fund.closing.rules import CHECKLIST, PROPOSALS
from fund.i18n import _
from fund.ledger.rules import OUTCOMES
from fund.period import Period
from fund.reports.description import Column, Sheet


def closing(session: Session, actor: Actor, period: Period) -> list[Sheet]:
    """The tables of the page, from the same queries."""
    day = min(period.last, clock.today())
    found = checklist.findings(session, actor, period, is_whole=True)
    items = pd.DataFrame(
        [
            {
                "item": _(CHECKLIST[one.item].words),
                "number": one.number,
                "amount_fen": one.amount_fen,
            }
            for one in found
        ]
    )
    sheets = [
        Sheet(
            "checklist",
            _("Checklist"),
            [
                Column("item", _("Item"), width=50),
                Column("number", _("Count"), "integer"),
                Column("amount_fen", _("Amount"), "amount"),
            ],
            items,
        )
    ]
    if period.kind != "year":
        return sheets
    lines = queries.lines(session, actor, period.last.year, day)
    return [
        *sheets,
        executed(lines[lines["currency"] == "CNY"]),
        unpaid(queries.unpaid(session, actor, period.last.year)),
        proposed(queries.proposals(session, actor)),
    ]


def executed(frame: pd.DataFrame) -> Sheet:
    """Lines of the year with the execution rate before carry-over, in renminbi."""
    amounts = {
        "appropriated_fen": _("Appropriated"),
        "carried_in_fen": _("Carried in"),
        "carried_out_fen": _("Carried out"),
        "committed_fen": _("Committed"),
        "paid_fen": _("Paid"),
        "unpaid_fen": _("Promised and unpaid"),
        "surplus_fen": _("Surplus"),
    }
    columns = [
        Column("line", _("Line"), "code", width=18),
        Column("title", _("Programme"), width=34),
        *(Column(name, head, "amount", total=True) for name, head in amounts.items()),
    ]
    return Sheet(
        "executed",
        _("Execution by line"),
        [*columns, Column("execution_share", _("Execution rate"), "share")],
        frame,
    )


def unpaid(frame: pd.DataFrame) -> Sheet:
    """What is promised and unpaid, in renminbi."""
    columns = [
        Column("code", _("Code"), "code", width=20),
        Column("title", _("Grant or contract"), width=40),
        Column("recipient", _("Recipient or supplier"), width=34),
        Column("line", _("Line"), "code", width=16),
        Column("unpaid_fen", _("Promised and unpaid"), "amount", total=True),
        Column("accepted_fen", _("Accepted of it"), "amount", total=True),
    ]
    return Sheet("unpaid", _("To be carried over"), columns, frame[frame["currency"] == "CNY"])


def proposed(frame: pd.DataFrame) -> Sheet:
    """Carry-overs and surpluses with who proposed and who decided, in renminbi."""
    frame = frame[frame["currency"] == "CNY"]
    named = frame.assign(
        name=[_(PROPOSALS[kind]) for kind in frame["kind"]],
        state=[_(OUTCOMES[outcome]) for outcome in frame["outcome"]],
    )
    columns = [
        Column("name", _("Kind"), width=12),
        Column("line", _("Line"), "code", width=16),
        Column("to_line", _("To line"), "code", width=16),
        Column("undertaking", _("Grant or contract"), "code", width=22),
        Column("amount_fen", _("Amount"), "amount"),
        Column("state", _("Status"), width=10),
        Column("proposed_by", _("Proposed by"), width=16),
        Column("proposed_on", _("Proposed on"), "date"),
        Column("decided_by", _("Decided by"), width=16),
        Column("decided_on", _("Decided on"), "date"),
        Column("reason", _("Reason"), width=40),
    ]
    return Sheet("proposed", _("Carry-overs and surpluses proposed"), columns, named)
