"""What the page of a grant and the page of a contract share: one undertaking, read once, drawn
block by block.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.charts import chain, gantt
from fund.i18n import N_, _, ngettext, pgettext
from fund.ledger import commands as ledger_commands
from fund.ledger import pending
from fund.ledger import queries as ledger
from fund.ledger.rules import APPLYING, CATEGORIES, CHAIN, ENDED, SOURCES, STAGES
from fund.ledger.view import View
from fund.milestones import queries as milestone_queries
from fund.milestones.rules import progress
from fund.plan.tables import Measure
from fund.procurement.rules import METHODS
from fund.status import look_of
from fund.ui import Column
from fund.ui.visit import Visit, act, regions, said

ACTS = {
    "enter": N_("entered the application"),
    "approve": N_("approved it, with others to come"),
    "decide": N_("decided for it"),
    "award": N_("awarded it"),
    "sign": N_("signed the agreement"),
    "propose_amendment": N_("proposed an amendment"),
    "propose_recipient": N_("proposed another recipient"),
    "sign_amendment": N_("signed the amendment"),
    "reject_amendment": N_("rejected the amendment"),
    "terminate": N_("terminated it"),
    "complete": N_("completed it"),
    "file_evidence": N_("filed evidence"),
    "accept": N_("accepted the evidence"),
    "propose_waiver": N_("proposed a waiver"),
    "grant_waiver": N_("granted the waiver"),
    "pay": N_("paid"),
    "correct_payment": N_("corrected a payment"),
    "reverse": N_("reversed an act"),
    "claw_back": N_("recorded money returned"),
    "propose_carry_over": N_("proposed to carry the unpaid rest over"),
    "carry_over": N_("agreed to carry the unpaid rest over"),
    "open": N_("opened it from the office’s workbook"),
    "open_sign": N_("opened the signed agreement"),
    "open_accept": N_("opened what was accepted"),
    "open_pay": N_("opened a payment"),
    "check_eligibility": N_("checked eligibility"),
    "declare_conflict": N_("declared a conflict of interest"),
    "review": N_("reviewed it"),
    "recommend": N_("gave government’s recommendation"),
    "decline": N_("declined it"),
    "withdraw": N_("recorded that it was withdrawn"),
    "check_midterm": N_("checked it at mid-term"),
    "suspend": N_("suspended it"),
    "resume": N_("resumed it"),
    "close_out": N_("closed it out"),
    "report_status": N_("recorded the recipient’s light"),
    "answer_gap": N_("answered for a green light beside a red ledger"),
    "record_delivery": N_("recorded a delivery"),
    "end_procurement": N_("ended the procurement without a contract"),
    "settle": N_("judged a milestone"),
    "upload_opening": N_("handed in the office’s workbook with it"),
}
"""What each act did, as the history says it after the person's name."""


SHOWN = 12
"""Acts of the history shown at once; the earlier ones are one click away."""


@dataclass(frozen=True)
class Found:
    """Everything recorded about one undertaking as of the view's day."""

    tranches: pd.DataFrame
    milestones: pd.DataFrame
    evidence: pd.DataFrame
    history: pd.DataFrame
    waived: set[str]
    amendments: pd.DataFrame
    baselines: pd.DataFrame

    def lede(self, committed_fen: int, currency: str) -> None:
        """How much is paid, and what is late; nothing of an application nobody decided on."""
        if not committed_fen:
            return
        paid = int(self.tranches["paid_fen"].sum())
        late = self.milestones[self.milestones["is_overdue"]]
        sentence = _("**{paid}** of **{committed}** paid.").format(
            paid=money_of(paid, currency), committed=money_of(committed_fen, currency)
        )
        overdue = ""
        if not late.empty:
            first = late.iloc[0]
            days = int(first["days_late"])
            overdue = ngettext(
                "“{milestone}” is **{days}** day overdue.",
                "“{milestone}” is **{days}** days overdue.",
                days,
            ).format(milestone=first["title"], days=days)
        ui.lede(sentence, overdue)


def money_of(amount_fen: int, currency: str) -> str:
    """An amount in its own currency."""
    return i18n.amount(amount_fen) if currency == "CNY" else i18n.foreign(amount_fen, currency)


def undertaking(visit: Visit, undertaking_id: int) -> Found:
    """Read it all in one moment of the database."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        return Found(
            ledger.tranches(session, visit.who, undertaking_id, view),
            milestone_queries.plan(session, visit.who, view, undertaking_id=undertaking_id),
            milestone_queries.evidence(session, visit.who, undertaking_id, view),
            ledger.history(session, visit.who, undertaking_id, view),
            milestone_queries.waived(session, visit.who, undertaking_id, view),
            pending.amendments(session, visit.who, undertaking_id, view),
            milestone_queries.baselines(session, visit.who, undertaking_id, view),
        )


def steps(one: dict[str, Any], found: Found) -> None:
    """Entered, decided, signed, accepted, paid: what is recorded and when."""
    done = set(found.history["act"])
    days = {row["act"]: i18n.day(row["recorded_at"]) for row in found.history.to_dict("records")}
    decided = next((kind for kind in ("decide", "award", "open") if kind in done), "")
    signed = next((kind for kind in ("sign", "open_sign") if kind in done), "")
    obligated = int(one["obligated_fen"])
    is_grant = "grant_id" in one
    reached = [
        (
            pgettext("step", "Applied") if is_grant else pgettext("step", "Entered"),
            days.get("enter", days.get("open", "")),
            True,
        ),
        *(
            [(pgettext("step", "Reviewed"), days.get("recommend", ""), "recommend" in done)]
            if one["status"] in APPLYING or "recommend" in done
            else []
        ),
        (
            pgettext("step", "Decided"),
            i18n.day(one["awarded_on"]) if decided else "",
            bool(decided),
        ),
        (pgettext("step", "Signed"), i18n.day(one["signed_on"]) if signed else "", bool(signed)),
        (
            pgettext("step", "Accepted"),
            i18n.share(one["accepted_fen"] / obligated) if obligated else "",
            bool(obligated) and one["accepted_fen"] == obligated,
        ),
        (
            pgettext("step", "Paid"),
            i18n.share(one["paid_fen"] / obligated) if obligated else "",
            bool(obligated) and one["paid_fen"] == obligated,
        ),
    ]
    if one["status"] in ENDED - {"closed"} and not (is_grant and one["status"] == "completed"):
        reached.append((look_of(one["status"])[2], "", True))
    elif is_grant:
        reached.append(
            (pgettext("step", "Closed out"), days.get("close_out", ""), one["status"] == "closed")
        )
    now = next(
        (number for number, (_name, _day, is_done) in enumerate(reached) if not is_done),
        len(reached),
    )
    late = bool(found.milestones["is_overdue"].any())
    ui.steps(
        [
            (
                (
                    "met"
                    if number < now
                    else ("overdue" if late else "active")
                    if number == now
                    else "not_started"
                ),
                name,
                sub,
                "done" if number < now else "now" if number == now else "next",
            )
            for number, (name, sub, _done) in enumerate(reached)
        ]
    )


def facts_of(visit: Visit, one: dict[str, Any], body: str, name: str) -> None:
    """The short facts beside the steps."""
    facts = [
        (body, name),
        (_("Province"), regions(visit).get(one["region"], one["region"])),
        (_("Measure"), measure(visit, one["measure"])),
        (_("Source"), _(SOURCES[one["source"]])),
        (_("Line"), one["line"]),
    ]
    if one.get("category"):
        facts += [
            (_("Category"), _(CATEGORIES[one["category"]])),
            (_("Method"), _(METHODS[one["method"]])),
        ]
    ui.facts(facts)


def measure(visit: Visit, key: str) -> str:
    """A measure by its key and name."""
    with visit.reading() as session:
        found = session.get(Measure, key)
    return f"{key} {getattr(found, f'title_{i18n.language()}')}" if found else key


def money(one: dict[str, Any], committed_fen: int) -> None:
    """Its own chain, from what was committed on."""
    amounts = [committed_fen, *(one[f"{stage}_fen"] for stage in CHAIN[2:])]
    df = pd.DataFrame({"stage": CHAIN[1:], "amount_fen": amounts})
    if one["currency"] != "CNY" or committed_fen == 0:
        with ui.block(_("Money"), one["currency"], key="money"):
            rows = df.assign(
                name=[_(STAGES[stage]) for stage in df["stage"]],
                amount=[money_of(fen, one["currency"]) for fen in df["amount_fen"]],
            )
            ui.table(rows, [Column("name", _("Stage")), Column("amount", _("Amount"))], _("Money"))
        return
    with ui.block(
        chain.paid_title(df), _("Its own chain, as a share of what was committed"), key="money"
    ):
        ui.chart(chain.bars(df, ui.look()), "money", chain.alt(df))


def milestones(found: Found, as_of: date) -> None:
    """First promise, plan, forecast and what happened."""
    df = found.milestones.rename(
        columns={"planned_on": "baseline_on", "due_on": "planned_on"}
    ).assign(start_on=None)
    met = progress(zip(df["status"], df["weight"], strict=True))
    by_weight = (
        _("Met by weight: {share}").format(share=i18n.share(met.numerator / met.denominator))
        if met is not None
        else ""
    )
    with ui.block(
        gantt.title(df, as_of),
        " · ".join(
            filter(None, [_("Outline: first promise; solid: done; hatched: forecast"), by_weight])
        ),
        key="milestones",
    ):
        if df.empty:
            ui.empty(
                _("No milestone is scheduled"),
                _("An officer schedules them once the agreement is signed."),
            )
            return
        columns = [
            Column("code", _("Code")),
            Column("title", _("Milestone")),
            Column("baseline_on", _("First promised"), "date"),
            Column("planned_on", _("Due on"), "date"),
            Column("forecast_on", _("Forecast"), "date"),
            Column("met_on", _("Met on"), "date"),
            Column("weight", _("Weight"), "number"),
            Column("status", _("Status"), "status"),
        ]
        ui.chart(gantt.lines(df, ui.look(), as_of), "milestones", gantt.alt(df, as_of), df, columns)
        moved(found.baselines)


def moved(frame: pd.DataFrame) -> None:
    """Every date approved after the first promise: what it was, why, by whom. Nothing where none
    was.
    """
    if frame.empty:
        return
    words = ngettext(
        "{count} other date was approved", "{count} other dates were approved", len(frame)
    ).format(count=len(frame))
    with st.container(key="f-behind-baselines"), st.expander(words):
        rows = frame.assign(
            step=frame["code"] + " " + frame["title"],
            late=[
                (due - was).days for due, was in zip(frame["due_on"], frame["was_on"], strict=True)
            ],
        )
        ui.table(
            rows,
            [
                Column("recorded_on", _("Approved on"), "date", sub="by"),
                Column("step", _("Milestone"), sub="reason"),
                Column("was_on", _("Before"), "date"),
                Column("due_on", _("After"), "date"),
                Column("late", _("Days later"), "number"),
            ],
            words,
            key="baselines",
        )


def tranches(visit: Visit, one: dict[str, Any], found: Found, word: str) -> None:
    """Each part with its evidence, amount and state; finance pays what is accepted here."""
    frame = found.tranches
    as_of = visit.view.as_of
    parts: list[Any] = frame.to_dict("records")
    with ui.block(
        held_title(parts, found, as_of),
        _("Paid only against accepted evidence: each part of the agreement, and what it waits for"),
        key="tranches",
    ):
        if frame.empty:
            ui.empty(
                _("Nothing is signed yet"),
                _("The agreement’s parts appear here when it is signed."),
            )
            return
        unit = "wan" if one["currency"] == "CNY" else ""
        evidence = pd.Series(
            [waits(part, found, as_of) for part in parts], index=frame.index, dtype=object
        )
        rows = frame.assign(waits=evidence, state=[state(part, found, as_of) for part in parts])
        amounts = [
            Column(f"{stage}_fen", _(STAGES[stage]), "amount", unit)
            for stage in ("obligated", "accepted", "paid")
        ]
        moved = (
            [Column("due_on", _("Promised now"), "date")]
            if (frame["due_on"] != frame["promised_on"]).any()
            else []
        )
        rows["about"] = [
            " · ".join(filter(None, [part["title"], _("In advance") if part["is_advance"] else ""]))
            for part in parts
        ]
        columns = [
            Column("code", word, sub="about"),
            Column("waits", _("Evidence"), "marks"),
            Column("promised_on", _("First promised"), "date"),
            *moved,
            *amounts,
            Column("state", _("Status"), "tag"),
        ]
        total = {
            "code": _("Total"),
            **{
                f"{stage}_fen": int(frame[f"{stage}_fen"].sum())
                for stage in ("obligated", "accepted", "paid")
            },
        }
        ui.table(rows, columns, _("Tranches"), total=total)
        if visit.who.may("pay") and visit.view.as_of == clock.today():
            payments(visit, one, frame)


def held_title(parts: list[dict[str, Any]], found: Found, as_of: date) -> str:
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


def payments(visit: Visit, one: dict[str, Any], frame: pd.DataFrame) -> None:
    """One button for each part that is accepted and unpaid."""
    said("f-paid")
    for row in frame[frame["accepted_fen"] > frame["paid_fen"]].to_dict("records"):
        open_fen = row["accepted_fen"] - row["paid_fen"]
        words = _("Pay {tranche}: {amount}").format(
            tranche=row["code"], amount=money_of(open_fen, one["currency"])
        )
        act(
            visit,
            words,
            ledger_commands.pay,
            key=f"f-pay-{row['tranche_id']}-{open_fen}",
            done=_("Recorded in the ledger."),
            at="f-paid",
            tranche_id=row["tranche_id"],
            amount_fen=open_fen,
        )


def waits(row: dict[str, Any], found: Found, as_of: date) -> list[tuple[str, str]]:
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


def state(row: dict[str, Any], found: Found, as_of: date) -> str:
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


def history(found: Found, currency: str) -> None:
    """What was done, newest first."""
    done: list[Any] = found.history.to_dict("records")
    with ui.block(_("What was done"), _("Only added to, never changed"), key="history"):
        ui.history([deed(row, currency) for row in done[:SHOWN]])
        if len(done) > SHOWN:
            words = ngettext(
                "{count} earlier act", "{count} earlier acts", len(done) - SHOWN
            ).format(count=len(done) - SHOWN)
            with st.container(key="f-behind-history"), st.expander(words):
                ui.history([deed(row, currency) for row in done[SHOWN:]])


def deed(row: dict[str, Any], currency: str) -> tuple[str, str, tuple[str, str] | None]:
    """One line of the history: day and person, then what was done to which part, how much, why."""
    amount = "" if pd.isna(row["amount_fen"]) else money_of(abs(int(row["amount_fen"])), currency)
    tranche = "" if pd.isna(row["tranche"]) else row["tranche"]
    words = " ".join(
        filter(None, [_(ACTS.get(row["act"], row["act"])), tranche, amount, row["reason"]])
    )
    return f"{i18n.day(row['recorded_at'])} · {row['actor'] or '—'}", words, None
