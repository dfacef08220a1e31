"""What two people do at a month's and a year's end, as the page offers it: prepare and close, carry
over, give back.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.closing import commands, queries
from fund.closing.lists import CLOSINGS, LINES, PROPOSALS, UNPAID
from fund.closing.rows import ProposalRow
from fund.closing.rules import PROPOSALS as KINDS
from fund.frames import rows_of
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger.view import View
from fund.listing.declared import Totals
from fund.listing.wording import period_words
from fund.period import Period
from fund.screens.ledger.amounts import money
from fund.ui import Column, address
from fund.ui.bulk import bulk
from fund.ui.listing import listing, look
from fund.ui.visit import Visit, act, perform, said

OFFERED = 100
"""Proposals offered to be decided at once: no more are sent than somebody looks through."""


def closes(visit: Visit, period: Period, known: pd.DataFrame) -> None:
    """Prepare this period, or close what another prepared; then what was closed before."""
    one = known[known["period"] == period.code]
    is_closed = not one.empty and one.iloc[0]["state"] == "closed"
    said("f-close-done")
    if not is_closed and period.last < clock.today():
        prepare(visit, period)
        close(visit, period)
    seen = look(visit, CLOSINGS)
    if seen.page.totals.rows:
        with ui.block(
            _("Months and years closed"),
            _(
                "Prepared by one person, closed by another; a closed month needs no lock: nothing"
                " is ever dated back"
            ),
            key="closings",
        ):
            listing(visit, seen, _("Months and years closed"))


def prepare(visit: Visit, period: Period) -> None:
    """The form for whoever prepares."""
    if not visit.who.may("prepare_close"):
        return
    with st.form("f-form-prepare"):
        note = st.text_area(
            _("What is done about the items that are open"),
            max_chars=1000,
            key=f"f-prepare-note-{period.code}",
            height=80,
        )
        if st.form_submit_button(
            _("Prepare the close of {period}").format(period=period_words(period.code)),
            type="primary",
        ):
            perform(
                visit,
                "f-prepare",
                commands.prepare_close,
                lambda: {"period": period.code, "note": note},
                done=_("Prepared. Somebody else closes it."),
                at="f-close-done",
            )


def close(visit: Visit, period: Period) -> None:
    """The button for whoever closes and did not prepare."""
    with visit.reading() as session:
        waiting = queries.waiting(session, visit.who, period.code)
    if waiting is None or not visit.who.may("close") or visit.who.hands & waiting["hands"]:
        return
    act(
        visit,
        _("Close {period}").format(period=period_words(period.code)),
        commands.close,
        key=f"f-close-{waiting['closing_id']}",
        done=_("Closed."),
        at="f-close-done",
        closing_id=waiting["closing_id"],
        expected_version=waiting["version"],
    )


def executed(visit: Visit, period: Period) -> None:
    """The lines of the year: the execution rate before carry-over, what is unpaid, what is left."""
    day, year = min(period.last, clock.today()), period.last.year
    seen = look(visit, LINES, View(as_of=day), year=str(year))
    if not seen.page.totals.rows:
        return
    with visit.reading() as session:
        frame = queries.lines(session, visit.who, year, day)
    left_fen = int(frame[frame["currency"] == "CNY"]["surplus_fen"].sum())
    title = _("{amount} is left over on the lines of {year}").format(
        amount=i18n.amount(left_fen), year=year
    )
    with ui.block(
        title,
        _("Execution rate: paid over what was appropriated before anything was carried over"),
        key="executed",
    ):
        listing(visit, seen, title)


def unpaid(visit: Visit, period: Period) -> None:
    """What is promised and unpaid on the year's lines, to be proposed for carry-over; lines with
    something left, to be proposed as surplus.
    """
    seen = look(visit, UNPAID, year=str(period.last.year))
    frame = seen.page.frame
    with visit.reading() as session:
        lines = queries.lines(session, visit.who, period.last.year, clock.today())
        later = {
            line: next(iter(ledger.later_lines(session, visit.who, line)), 0)
            for line in frame["line"].unique()
        }
    title = unpaid_title(seen.page.totals, period.last.year)
    with ui.block(
        title,
        _(
            "Carry-over moves it to a later year’s line of the same programme; finance proposes, a"
            " decider agrees"
        ),
        key="unpaid",
    ):
        if frame.empty:
            ui.empty(
                _("Nothing is to be carried over"),
                _("All that was promised is paid or stands on later lines."),
            )
        else:
            listing(visit, seen, title)
    if visit.who.may("propose_carry_over"):
        propose(visit, frame[~frame["is_proposed"].astype(bool)], later)
    if visit.who.may("propose_surplus") and clock.today() >= period.last:
        propose_surplus(visit, lines[lines["surplus_fen"] > 0])


def listed_unpaid(frame: pd.DataFrame, title: str) -> None:
    """A row a grant or contract with something promised and unpaid."""
    rows = frame.assign(
        to=[
            address(kind, id=code) for kind, code in zip(frame["kind"], frame["code"], strict=True)
        ],
        said=[_("proposed") if proposed else "" for proposed in frame["is_proposed"]],
    )
    columns = [
        Column("title", _("Grant or contract"), link="to", sub="code"),
        Column("recipient", _("Recipient or supplier")),
        Column("line", _("Line")),
        Column("status", _("Status"), "tag"),
        Column("unpaid_fen", _("Promised and unpaid"), "amount", "wan"),
        Column("accepted_fen", _("Accepted of it"), "amount", "wan"),
        Column("said", _("Carry-over")),
    ]
    ui.table(rows, columns, title, key="unpaid")


def propose_surplus(visit: Visit, lines: pd.DataFrame) -> None:
    """Propose to give back what is left on some lines."""
    left = {
        row["line_id"]: f"{row['line']} {row['title']} · {money(row['surplus_fen'], row)}"
        for row in lines.to_dict("records")
    }
    bulk(
        visit,
        "f-surplus",
        left,
        _("Propose to give the surplus back"),
        commands.propose_surplus,
        lambda line_id: {"line_id": int(line_id)},
        head=_("Lines with a surplus"),
        asks=("reason", _("Reason")),
    )


def unpaid_title(totals: Totals, year: int) -> str:
    """What is promised and unpaid in renminbi; where it is too much to add up, on how many."""
    if totals.is_cut or totals.is_unsummed:
        return _("More than {count} grants and contracts are unpaid on lines up to {year}").format(
            count=i18n.number(totals.rows), year=year
        )
    return _("{amount} is promised and unpaid on lines up to {year}").format(
        amount=i18n.amount(totals.sums.get("unpaid_fen", 0)), year=year
    )


def propose(visit: Visit, frame: pd.DataFrame, later: dict[str, int]) -> None:
    """Propose some for carry-over, each to the next year's line of its programme."""
    rows = {row["undertaking_id"]: row for row in frame.to_dict("records") if later[row["line"]]}
    missing = sorted({row["line"] for row in frame.to_dict("records") if not later[row["line"]]})
    if missing:
        ui.source_note(
            _(
                "These lines have no line of a later year yet; finance opens one on the page"
                " “Budget and ledger”: {lines}"
            ).format(lines=", ".join(missing))
        )
    choices = {
        key: f"{row['code']} {row['title']} · {money(row['unpaid_fen'], row)}"
        for key, row in rows.items()
    }
    bulk(
        visit,
        "f-carry",
        choices,
        _("Propose to carry over"),
        commands.propose_carry_over,
        lambda key: {"undertaking_id": int(key), "to_line_id": later[rows[key]["line"]]},
        head=_("Grants and contracts to carry over"),
    )


def proposals(visit: Visit) -> None:
    """What was proposed and what became of it; deciders agree or turn down here."""
    seen = look(visit, PROPOSALS)
    if seen.page.totals.rows:
        with ui.block(
            _("Carry-overs and surpluses proposed"),
            _("Approved is only the amount that was proposed"),
            key="proposals",
        ):
            listing(visit, seen, _("Carry-overs and surpluses proposed"))
    if not visit.who.may("carry_over"):
        return
    with visit.reading() as session:
        waiting = queries.proposals(session, visit.who, outcome="open", most=OFFERED + 1)
    if len(waiting) > OFFERED:
        ui.source_note(
            _(
                "The latest {count} of those that wait are offered here; the others follow once"
                " these are decided."
            ).format(count=OFFERED)
        )
    decide(visit, rows_of(waiting.head(OFFERED), ProposalRow))


def decide(visit: Visit, waiting: Sequence[ProposalRow]) -> None:
    """Agree to some, or turn some down with a reason."""
    versions = {row["proposal_id"]: row["version"] for row in waiting}
    for kind, words, command in (
        ("carry_over", _("Agree to carry over"), commands.carry_over),
        ("surplus", _("Agree to give back"), commands.return_surplus),
    ):
        labels = {row["proposal_id"]: label(row) for row in waiting if row["kind"] == kind}
        bulk(
            visit,
            f"f-agree-{kind}",
            labels,
            words,
            command,
            lambda key: {"proposal_id": int(key), "expected_version": int(versions[key])},
        )
    everything = {row["proposal_id"]: label(row) for row in waiting}
    bulk(
        visit,
        "f-turn-down",
        everything,
        _("Turn down"),
        commands.reject_year_end,
        lambda key: {"proposal_id": int(key), "expected_version": int(versions[key])},
        asks=("reason", _("Reason")),
    )


def label(row: ProposalRow) -> str:
    """A proposal in one line; a surplus is of a line alone."""
    whose = row["line"] if pd.isna(row["undertaking"]) else row["undertaking"]
    return " · ".join(
        filter(
            None,
            [
                _(KINDS[row["kind"]]),
                whose,
                money(row["amount_fen"], row),
            ],
        )
    )
