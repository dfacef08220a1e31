"""The parts of an agreement with their evidence, amounts and states; finance pays what is accepted
here.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from fund import clock, i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.ledger.rows import Facts, PartRow
from fund.ledger.rules import STAGES
from fund.screens.ledger.amounts import unit_of
from fund.screens.ledger.paying import payments
from fund.screens.ledger.undertaking import Found
from fund.ui import Column
from fund.ui.visit import Visit


def tranches(visit: Visit, one: Facts, found: Found, word: str) -> None:
    """Each part with its evidence, amount and state; finance pays what is accepted here."""
    frame = found.tranches
    as_of = visit.view.as_of
    with ui.block(
        held_title(rows_of(frame, PartRow), found, as_of),
        _("Paid only against accepted evidence: each part of the agreement, and what it waits for"),
        key="tranches",
    ):
        if frame.empty:
            ui.empty(
                _("Nothing is signed yet"),
                _("The agreement’s parts appear here when it is signed."),
            )
            return
        listed(found, as_of, word, unit_of(one))
        if visit.who.may("pay") and as_of == clock.today():
            payments(visit, one, found)


def listed(found: Found, as_of: date, word: str, unit: str) -> None:
    """A row a part, and their total."""
    frame = found.tranches
    parts = rows_of(frame, PartRow)
    waiting = [waits(part, found, as_of) for part in parts]
    rows = frame.assign(
        waits=pd.Series(waiting, index=frame.index, dtype=object),
        state=[state(part, found, as_of) for part in parts],
        about=[
            " · ".join(filter(None, [part["title"], _("In advance") if part["is_advance"] else ""]))
            for part in parts
        ],
    )
    stages = [f"{stage}_fen" for stage in ("obligated", "accepted", "paid")]
    is_moved = bool((frame["due_on"] != frame["promised_on"]).any())
    columns = [
        Column("code", word, sub="about"),
        Column("waits", _("Evidence"), "marks"),
        Column("promised_on", _("First promised"), "date"),
        *([Column("due_on", _("Promised now"), "date")] if is_moved else []),
        *(Column(name, _(STAGES[name.removesuffix("_fen")]), "amount", unit) for name in stages),
        Column("state", _("Status"), "tag"),
    ]
    total = {"code": _("Total"), **{name: int(frame[name].sum()) for name in stages}}
    ui.table(rows, columns, _("Tranches"), total=total)


def held_title(parts: Sequence[PartRow], found: Found, as_of: date) -> str:
    """The finding: the first part held up, else how many are paid."""
    if not parts:
        return _("Parts of the agreement")
    for part in parts:
        late = found.milestones[
            (found.milestones["tranche"] == part["code"]) & found.milestones["is_overdue"]
        ]
        if state(part, found, as_of) == "on_hold" and not late.empty:
            return _("{tranche} is on hold: “{milestone}” has no accepted evidence").format(
                tranche=part["code"], milestone=late.iloc[0]["title"]
            )
    paid = sum(state(part, found, as_of) == "paid" for part in parts)
    return ngettext(
        "{paid} of {count} part is paid", "{paid} of {count} parts are paid", len(parts)
    ).format(paid=paid, count=len(parts))


def waits(row: PartRow, found: Found, as_of: date) -> list[tuple[str, str]]:
    """The evidence filed for a part, and the milestones it waits for."""
    marks = [
        (
            "accepted" if filed["is_accepted"] else "submitted",
            f"{filed['title']} {i18n.day(filed['filed_on'])}",
        )
        for filed in found.evidence[found.evidence["tranche"] == row["code"]].to_dict("records")
    ]
    if row["code"] in found.waived:
        marks.append(("waived", _("accepted by waiver")))
    for step in found.milestones[found.milestones["tranche"] == row["code"]].to_dict("records"):
        if step["status"] == "scheduled":
            late = step["due_on"] < as_of
            marks.append(
                (
                    "missing" if late else "not_due",
                    _("{milestone}, due {date}").format(
                        milestone=step["title"], date=i18n.day(step["due_on"])
                    ),
                )
            )
    return marks or [("not_due", _("no evidence filed yet"))]


def state(row: PartRow, found: Found, as_of: date) -> str:
    """A part's state from its money and its milestones."""
    if row["obligated_fen"] == 0:
        return "cancelled"
    if row["paid_fen"] >= row["obligated_fen"]:
        return "paid"
    if row["accepted_fen"] > row["paid_fen"]:
        return "waived" if row["code"] in found.waived else "accepted"
    late = found.milestones[
        (found.milestones["tranche"] == row["code"]) & found.milestones["is_overdue"]
    ]
    if not late.empty:
        return "on_hold"
    return "overdue" if row["due_on"] < as_of else "not_due"
