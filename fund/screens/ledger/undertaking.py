"""What the page of a grant and the page of a contract share: one undertaking, read once, drawn
block by block.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from fund import i18n, ui
from fund.charts import chain, gantt
from fund.frames import Columns
from fund.i18n import _, ngettext, pgettext
from fund.ledger import accounts, agreement, pending
from fund.ledger.accounts import Account
from fund.ledger.rows import Facts
from fund.ledger.rules import APPLYING, CATEGORIES, CHAIN, ENDED, SOURCES, STAGES
from fund.ledger.view import View
from fund.milestones import queries as milestone_queries
from fund.milestones.rules import progress
from fund.plan.tables import Measure
from fund.procurement.rules import METHODS
from fund.screens.ledger.amounts import money_of
from fund.status import look_of
from fund.ui import Column
from fund.ui.folding import behind
from fund.ui.visit import Visit, regions


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
    account: Account | None

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


def undertaking(visit: Visit, undertaking_id: int) -> Found:
    """Read it all in one moment of the database."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        return Found(
            agreement.tranches(session, visit.who, undertaking_id, view),
            milestone_queries.plan(session, visit.who, view, undertaking_id=undertaking_id),
            milestone_queries.evidence(session, visit.who, undertaking_id, view),
            agreement.history(session, visit.who, undertaking_id, view),
            milestone_queries.waived(session, visit.who, undertaking_id, view),
            pending.amendments(session, visit.who, undertaking_id, view),
            milestone_queries.baselines(session, visit.who, undertaking_id, view),
            accounts.known(session, visit.who, undertaking_id, view.as_of),
        )


def steps(one: Facts, found: Found) -> None:
    """Entered, decided, signed, accepted, paid: what is recorded and when."""
    reached = way(one, found)
    now = next(
        (number for number, (_name, _day, is_done) in enumerate(reached) if not is_done),
        len(reached),
    )
    late = bool(found.milestones["is_overdue"].any())
    ui.steps(
        [
            (
                "met" if number < now else here(late) if number == now else "not_started",
                name,
                sub,
                "done" if number < now else "now" if number == now else "next",
            )
            for number, (name, sub, _done) in enumerate(reached)
        ]
    )


def here(late: bool) -> str:
    """How the step looks at which it stands."""
    return "overdue" if late else "active"


def way(one: Facts, found: Found) -> list[tuple[str, str, bool]]:
    """Every step with its name, its day or share, and whether it is done."""
    done = set(found.history["act"])
    days = {row["act"]: i18n.day(row["recorded_at"]) for row in found.history.to_dict("records")}
    is_grant = "grant_id" in one
    is_decided = not done.isdisjoint({"decide", "award", "open"})
    is_signed = not done.isdisjoint({"sign", "open_sign"})
    entered = pgettext("step", "Applied") if is_grant else pgettext("step", "Entered")
    reviewed = (pgettext("step", "Reviewed"), days.get("recommend", ""), "recommend" in done)
    return [
        (entered, days.get("enter", days.get("open", "")), True),
        *([reviewed] if one["status"] in APPLYING or "recommend" in done else []),
        (
            pgettext("step", "Decided"),
            i18n.day(one["awarded_on"]) if is_decided else "",
            is_decided,
        ),
        (pgettext("step", "Signed"), i18n.day(one["signed_on"]) if is_signed else "", is_signed),
        of_the_agreement(pgettext("step", "Accepted"), one["accepted_fen"], one["obligated_fen"]),
        of_the_agreement(pgettext("step", "Paid"), one["paid_fen"], one["obligated_fen"]),
        *last_step(one, days, is_grant=is_grant),
    ]


def of_the_agreement(name: str, reached_fen: int, obligated_fen: int) -> tuple[str, str, bool]:
    """A step that is done when all of the agreement has come so far, with its share until then."""
    share = i18n.share(reached_fen / obligated_fen) if obligated_fen else ""
    return name, share, bool(obligated_fen) and reached_fen == obligated_fen


def last_step(one: Facts, days: dict[str, str], *, is_grant: bool) -> list[tuple[str, str, bool]]:
    """How it ended before its time, else the close of a grant."""
    is_whole = is_grant and one["status"] == "completed"
    if one["status"] in ENDED - {"closed"} and not is_whole:
        return [(look_of(one["status"])[2], "", True)]
    if is_grant:
        closed = pgettext("step", "Closed out")
        return [(closed, days.get("close_out", ""), one["status"] == "closed")]
    return []


def facts_of(visit: Visit, one: Facts, found: Found, body: str, name: str) -> None:
    """The short facts beside the steps."""
    facts = [
        (body, name),
        (_("Province"), regions(visit).get(one["region"], one["region"])),
        (_("Measure"), measure(visit, one["measure"])),
        (_("Source"), _(SOURCES[one["source"]])),
        (_("Line"), one["line"]),
    ]
    category, method = one.get("category"), one.get("method")
    if category:
        facts += [
            (_("Category"), _(CATEGORIES[str(category)])),
            (_("Method"), _(METHODS[str(method)])),
        ]
    if found.account is not None:
        facts.append((_("Paid to"), " · ".join(found.account)))
    ui.facts(facts)


def measure(visit: Visit, key: str) -> str:
    """A measure by its key and name."""
    with visit.reading() as session:
        found = session.get(Measure, key)
    return f"{key} {getattr(found, f'title_{i18n.language()}')}" if found else key


def money(one: Facts, committed_fen: int) -> None:
    """Its own chain, from what was committed on."""
    known: Columns = one
    amounts = [committed_fen, *(known[f"{stage}_fen"] for stage in CHAIN[2:])]
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

    def draw() -> None:
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

    behind("f-behind-baselines", words, draw)
