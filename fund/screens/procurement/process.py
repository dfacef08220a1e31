"""One procurement from plan to payment: its steps, its bids, its orders, its facts."""

from datetime import date, datetime

import pandas as pd

from fund import clock, i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext, pgettext
from fund.ledger.rules import CATEGORIES, SOURCES
from fund.procurement import methods, wording
from fund.procurement.rows import BidRow, ProcessFacts, ProcessStep
from fund.procurement.rules import BID_STATUSES, CRITERIA, METHODS, STAGES
from fund.screens.ledger.amounts import money
from fund.screens.ledger.undertaking import measure
from fund.ui import Column, address
from fund.ui.visit import Visit, regions
from fund.words import ACTS


def period_of(visit: Visit, one: ProcessFacts) -> tuple[str, str]:
    """The method's shortest period as set now and its basis, in the language of this run."""
    with visit.reading() as session:
        found = methods.method(session, one["method"])
    days = (
        _("{count} working days").format(count=found.minimum_days)
        if found.unit == "working_days"
        else ngettext("{count} day", "{count} days", found.minimum_days).format(
            count=found.minimum_days
        )
    )
    return days if found.minimum_days else "", (
        found.basis_zh if i18n.language() == "zh" else found.basis_en
    )


def sentence(one: ProcessFacts, bids: pd.DataFrame) -> str:
    """Where it stands, and what it waits for."""
    running = len(bids[bids["status"] != "withdrawn"])
    match one["status"]:
        case "planned":
            return _(
                "Planned at **{estimate}**; the notice waits for somebody who did not plan it."
            ).format(estimate=money(one["estimate_fen"], one))
        case "tendering" if (closes_at := one["closes_at"]) and closes_at > clock.now():
            return _("Bids are received until **{moment}**.").format(moment=instant(closes_at))
        case "tendering":
            return ngettext(
                "The deadline is past: **{count}** bid waits to be opened.",
                "The deadline is past: **{count}** bids wait to be opened.",
                running,
            ).format(count=running)
        case "evaluation" if one["evaluated_on"] is None:
            return ngettext(
                "**{count}** bid waits for its evaluation.",
                "**{count}** bids wait for their evaluation.",
                running,
            ).format(count=running)
        case "evaluation":
            return _("Evaluated: the award waits for a decider.")
        case "awarded" | "contracted" if one["won_fen"]:
            return _("**{supplier}** won with **{amount}**, estimated at **{estimate}**.").format(
                supplier=one["supplier"],
                amount=money(one["won_fen"], one),
                estimate=money(one["estimate_fen"], one),
            )
        case "awarded":
            return _(
                "Concluded until **{day}** with a ceiling of **{ceiling}**: call-offs commit money,"
                " the framework does not."
            ).format(day=i18n.day(one["ends_on"]), ceiling=money(one["estimate_fen"], one))
        case _:
            return _("Ended without a contract.")


def steps(one: ProcessFacts, told: pd.DataFrame) -> None:
    """Plan, notice, opening, evaluation, award, signature, acceptance, payment: what is recorded
    and when.
    """
    days = {row["act"]: i18n.day(row["at"]) for row in told.to_dict("records")}
    if one["closes_at"] is not None and one["closes_at"] <= clock.now():
        days["deadline"] = i18n.day(one["closes_at"])
    stage = STAGES[one["status"]]
    named = [
        (pgettext("step", "Planned"), "plan_procurement"),
        (pgettext("step", "Notice"), "publish_tender"),
        (pgettext("step", "Deadline"), "deadline"),
        (pgettext("step", "Bids opened"), "open_bids"),
        (pgettext("step", "Evaluated"), "evaluate"),
        (pgettext("step", "Awarded"), "award"),
        *(
            []
            if one["is_framework"]
            else [
                (pgettext("step", "Signed"), "sign"),
                (pgettext("step", "Accepted"), "accept"),
                (pgettext("step", "Paid"), "pay"),
            ]
        ),
    ]
    if one["status"] in ("cancelled", "unsuccessful"):
        named = [*(step for step in named if step[1] in days), (_(stage), "end_procurement")]
    now = next((place for place, (_name, act) in enumerate(named) if act not in days), len(named))
    ui.steps(
        [
            (
                "met" if place < now else "active" if place == now else "not_started",
                name,
                days.get(act, ""),
                "done" if place < now else "now" if place == now else "next",
            )
            for place, (name, act) in enumerate(named)
        ]
    )


def timeline(one: ProcessFacts, told: pd.DataFrame, bids: pd.DataFrame) -> None:
    """Every step with its day, who did it, the money it moved and what was said."""
    title = ngettext("{count} step is on record", "{count} steps are on record", len(told)).format(
        count=len(told)
    )
    with ui.block(title, _("The first step first; only added to, never changed"), key="timeline"):
        rows = told.to_dict("records")
        names = dict(zip(bids["bid_id"], bids["supplier"], strict=True))
        frame = told.assign(
            what=[
                " ".join(filter(None, [_(ACTS.get(row["act"], row["act"])), row["part"]]))
                for row in rows
            ],
            amount=[
                "" if pd.isna(row["amount_fen"]) else money(row["amount_fen"], one) for row in rows
            ],
            said=[remark(row, names) for row in rows_of(told, ProcessStep)],
            day=[
                (
                    instant(row["at"])
                    if row["act"] in ("record_bid", "open_bids")
                    else i18n.day(row["at"])
                )
                for row in rows
            ],
        )
        ui.table(
            frame,
            [
                Column("day", _("Date")),
                Column("what", _("Step"), sub="said"),
                Column("actor", _("Who")),
                Column("amount", _("Amount")),
            ],
            title,
        )


def remark(row: ProcessStep, names: dict[int, str]) -> str:
    """What a step says beside its name: whose bid, the deadline it set, its reason."""
    facts = row["facts"]
    said = [names[facts["bid_id"]]] if facts.get("bid_id") in names else []
    if "closes_at" in facts:
        closes_at = datetime.fromisoformat(facts["closes_at"])
        said.append(_("until {moment}").format(moment=instant(closes_at)))
    said += [_("received after the deadline")] if facts.get("is_late") else []
    said += [_("withdrawn")] if facts.get("bid_status") == "withdrawn" else []
    if "has_interest" in facts:
        said.append(
            _("an interest in a bidder")
            if facts["has_interest"]
            else _("no interest in any bidder")
        )
    return " · ".join([*said, *([row["reason"]] if row["reason"] else [])])


def offers(one: ProcessFacts, bids: pd.DataFrame) -> None:
    """The bids as they came in; their prices are sealed until they are opened."""
    if bids.empty:
        return
    title = ngettext("{count} bid came in", "{count} bids came in", len(bids)).format(
        count=len(bids)
    )
    sealed = (
        _("Prices are sealed until the bids are opened")
        if one["status"] == "tendering"
        else _("In the order they were received")
    )
    with ui.block(title, sealed, key="bids"):
        rows = bids.to_dict("records")
        frame = bids.assign(
            amount=[
                "" if pd.isna(row["amount_fen"]) else money(row["amount_fen"], one) for row in rows
            ],
            at=[instant(row["received_at"]) for row in rows],
            word=[bid_word(row) for row in rows_of(bids, BidRow)],
            look=[bid_look(row) for row in rows_of(bids, BidRow)],
            to=[address("supplier", id=row["organisation_id"]) for row in rows],
            why=[
                _("received after the deadline") if row["is_late"] else row["reason"]
                for row in rows
            ],
            size=[_("small or micro enterprise") if row["is_small_entity"] else "" for row in rows],
        )
        columns = [
            Column("supplier", _("Supplier"), link="to", sub="size"),
            Column("at", _("Received at, Beijing time")),
            Column("amount", _("Price")),
            Column("look", _("Status"), "tag", word="word"),
            *([Column("why", _("Reason"))] if any(frame["why"]) else []),
        ]
        ui.table(frame, columns, title)


def bid_look(row: BidRow) -> str:
    """How the tag of a bid looks."""
    if row["is_winner"]:
        return "met"
    return "submitted" if row["status"] == "pending" else str(row["status"])


def orders(one: ProcessFacts, called: pd.DataFrame) -> None:
    """What was called off from a framework, and what is left of its ceiling."""
    total = int(called["value_fen"].fillna(0).sum())
    title = _("{amount} of the ceiling is called off").format(amount=money(total, one))
    with ui.block(
        title, _("Each order is a process of its own and commits its money"), key="orders"
    ):
        if called.empty:
            ui.empty(
                _("Nothing is called off yet"),
                _("An officer plans an order and names this framework."),
            )
            return
        frame = called.assign(
            to=[address("process", id=code) for code in called["code"]],
            word=[_(words) for words in called["status"].map(STAGES)],
            amount=["" if pd.isna(fen) else money(int(fen), one) for fen in called["value_fen"]],
        )
        ui.table(
            frame,
            [
                Column("title", _("Process"), link="to", sub="code"),
                Column("supplier", _("Supplier")),
                Column("status", _("Stage"), "tag", word="word"),
                Column("amount", _("Committed")),
            ],
            title,
        )


def bid_word(row: BidRow) -> str:
    """How a bid stands."""
    words = BID_STATUSES[row["status"]]
    return pgettext("bid", "Won") if row["is_winner"] else _(words)


def facts(visit: Visit, one: ProcessFacts) -> None:
    """The short facts: category, method with its period and basis, money, mission."""
    days, basis = period_of(visit, one)
    criteria = CRITERIA[one["award_criteria"]]
    pairs = [
        (_("Stage"), wording.stage(one["status"], is_framework=bool(one["is_framework"]))),
        (_("Category"), _(CATEGORIES[one["category"]])),
        (_("Method"), _(METHODS[one["method"]])),
        (_("Award criteria"), _(criteria)),
        (_("Ceiling") if one["is_framework"] else _("Estimate"), money(one["estimate_fen"], one)),
        (_("Source"), _(SOURCES[one["source"]])),
        (_("Line"), one["line"]),
        (_("Measure"), measure(visit, one["measure"])),
        (_("Province"), regions(visit).get(one["region"], one["region"])),
        (_("Deadline"), instant(one["closes_at"]) if one["closes_at"] else ""),
        (_("From notice to deadline"), open_days(one["notice_on"], one["closes_at"])),
        (_("Shortest the method allows"), "" if one["framework_id"] else days),
        (_("Mission"), one["mission_code"] or ""),
        (_("Framework"), one["framework"] or ""),
    ]
    ui.facts([pair for pair in pairs if pair[1]])
    ui.source_note(
        _("Basis: {basis}.").format(basis=basis),
        _("Article and period are to be checked; the period can be set under “Settings”."),
    )
    if one["rationale"]:
        ui.source_note(one["rationale"])


def instant(at: datetime) -> str:
    """A day and a time of it, in Beijing."""
    return f"{i18n.day(at)} {at.astimezone(clock.BEIJING):%H:%M}"


def open_days(notice_on: date | None, closes_at: datetime | None) -> str:
    """Days from the notice to the deadline."""
    if notice_on is None or closes_at is None:
        return ""
    days = (closes_at.astimezone(clock.BEIJING).date() - notice_on).days
    return ngettext("{count} day", "{count} days", days).format(count=days)
