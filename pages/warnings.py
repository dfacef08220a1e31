"""Status and warnings: what recipients declare beside what the ledger says, what fired with its
numbers, and what the whole portfolio warns of.
"""

from typing import Any

import pandas as pd
import streamlit as st

from fund import ui
from fund.errors import N_
from fund.i18n import _, ngettext
from fund.reports import sheets
from fund.rooms.page import Page
from fund.screens.standing import age_of, marks_of, word_of
from fund.standing import queries, wording
from fund.standing.rules import DECLARED, GREY
from fund.status import look_of
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.visit import Visit, regions

PAGE = Page("warnings", N_("Status and warnings"), "traffic", beside="milestones")

SHOWN = {
    "": N_("What fired"),
    "red": N_("Red by the ledger"),
    "amber": N_("Amber by the ledger"),
    "green": N_("Green by the ledger"),
    "answer": N_("Green letters to answer for"),
}
"""What the address may ask to be shown; without a word, everything that fired."""


def render(visit: Visit) -> None:
    """Counts by light, declared against computed, early warnings, the list by the money behind."""
    view, show = visit.view, st.query_params.get("show", "")
    with visit.reading() as session:
        everything = queries.lights(session, visit.who, view)
        early = queries.warnings(session, visit.who, view)
    frame = shown(everything, show)
    ui.header(
        _("Status and warnings"),
        export(
            visit,
            view,
            _("Status and warnings"),
            lambda session, actor, seen: [
                sheets.lights(session, actor, seen, frame),
                sheets.early_warnings(session, actor, seen, early),
            ],
        ),
    )
    view = filters(visit)
    counted = queries.counted(everything)
    summary(counted, len(everything))
    ui.meta(as_of=view.last, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    ui.counts(
        [
            *(
                (counted[light], light, _(SHOWN[light]), address("warnings", show=light))
                for light in reversed(DECLARED)
            ),
            (counted["answer"], "waiting", _(SHOWN["answer"]), address("warnings", show="answer")),
        ]
    )
    left, right = st.columns([4.4, 7.6], gap="medium")
    with left:
        against(everything)
    with right:
        warned(early)
    if frame.empty:
        nothing_found(
            visit, view, _("Nothing fired") if not everything.empty else _("Nothing is running")
        )
        return
    listed(visit, frame, everything, show)


def shown(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """The rows the address asks for."""
    if show == "answer":
        return frame[frame["needs_answer"]]
    return (
        frame[frame["computed"] == show]
        if show in DECLARED
        else frame[frame["computed"] != "green"]
    )


def summary(counted: dict[str, int], running: int) -> None:
    """How many are red by the ledger, and how many green letters wait for an answer."""
    first = ngettext(
        "**{red}** of **{count}** running grant or contract is red by the ledger.",
        "**{red}** of **{count}** running grants and contracts are red by the ledger.",
        running,
    )
    second = ngettext(
        "**{count}** green letter waits for an answer.",
        "**{count}** green letters wait for an answer.",
        counted["answer"],
    ).format(count=counted["answer"])
    ui.lede(first.format(red=counted["red"], count=running), second if counted["answer"] else "")


def against(frame: pd.DataFrame) -> None:
    """How many have each pair of lights."""
    rosy = int(((frame["declared"] == "green") & (frame["computed"] == "red")).sum())
    title = (
        ngettext(
            "{count} is declared green, the ledger says red",
            "{count} are declared green, the ledger says red",
            rosy,
        ).format(count=rosy)
        if rosy
        else _("No green letter beside a red ledger")
    )
    with ui.block(
        title,
        _("Declared in letters (rows) against computed from the ledger (columns)"),
        key="against",
    ):
        rows = pd.DataFrame(
            [
                {
                    "declared": said,
                    **{
                        light: int(
                            ((frame["declared"] == said) & (frame["computed"] == light)).sum()
                        )
                        for light in DECLARED
                    },
                    "all": int((frame["declared"] == said).sum()),
                }
                for said in (*DECLARED, GREY)
            ]
        )
        columns = [
            Column("declared", _("Declared"), "status"),
            *(Column(light, look_of(light)[2], "number") for light in DECLARED),
            Column("all", _("Total"), "number"),
        ]
        total = {
            "declared": _("Total"),
            **{light: int(rows[light].sum()) for light in DECLARED},
            "all": len(frame),
        }
        ui.table(rows, columns, title, total=total, is_stacked=False)
        ui.source_note(
            _(
                "Grey: no letter, or the last one is too old. The ledger’s light is the worst of"
                " the rules that fire."
            )
        )


def warned(frame: pd.DataFrame) -> None:
    """The early warnings, the most money first, each leading to its grants or contract."""
    title = (
        ngettext("{count} early warning", "{count} early warnings", len(frame)).format(
            count=len(frame)
        )
        if len(frame)
        else _("No early warning")
    )
    with ui.block(
        title,
        _(
            "Of the whole portfolio: concentration on one body, and money carried over and not"
            " spent"
        ),
        key="early",
    ):
        if frame.empty:
            ui.empty(
                _("Nothing is concentrated, nothing carried over lies idle"),
                _("A warning appears here when a share or an age passes its threshold."),
            )
            return
        rows = frame.assign(
            name=[wording.name(rule) for rule in frame["rule"]],
            words=[
                wording.warns(rule, numbers, currency)
                for rule, numbers, currency in zip(
                    frame["rule"], frame["numbers"], frame["currency"], strict=True
                )
            ],
            to=[leads_to(row) for row in frame.to_dict("records")],
            sub=[
                f"{code} · {measure}" if code else measure
                for code, measure in zip(frame["code"], frame["measure"], strict=True)
            ],
            **in_its_currency(frame, "amount_fen"),
        )
        columns = [
            Column("name", _("Early warning")),
            Column("title", _("Where"), link="to", sub="sub"),
            Column("words", _("Numbers and threshold")),
            Column("renminbi", _("Amount"), "amount", "wan", sub="foreign"),
        ]
        ui.table(rows, columns, title, key="early", per_page=8)


def leads_to(row: dict[Any, Any]) -> str:
    """Where a warning can be looked into: the undertaking, or what the body holds under the
    measure.
    """
    return (
        address(row["kind"], id=row["code"])
        if row["code"]
        else address("grants", measure=row["measure"], organisation=row["organisation_id"])
    )


def in_its_currency(frame: pd.DataFrame, column: str) -> dict[str, pd.Series]:
    """An amount for a column of renminbi, and in words below it where it is in another currency."""
    is_renminbi = frame["currency"] == "CNY"
    words = [
        "" if own else wording.money(amount, currency)
        for own, amount, currency in zip(is_renminbi, frame[column], frame["currency"], strict=True)
    ]
    return {
        "renminbi": frame[column].astype("Int64").where(is_renminbi),
        "foreign": pd.Series(words, index=frame.index, dtype=object),
    }


def listed(visit: Visit, frame: pd.DataFrame, everything: pd.DataFrame, show: str) -> None:
    """Declared beside computed, what fired, the money behind it, the answer; each row leads to its
    grant or contract.
    """
    known, names = SHOWN.get(show, SHOWN[""]), regions(visit)
    title = f"{_(known)} · {len(frame)}"
    with ui.block(
        title,
        _(
            "By the money promised by now and not paid, renminbi first; each rule with its numbers"
            " and thresholds"
        ),
        key="lights",
    ):
        rows: list[Any] = frame.to_dict("records")
        said: list[Any] = [word_of(row["declared"], row["declared_on"]) for row in rows]
        why: list[Any] = [marks_of(row["rules"], row["currency"]) for row in rows]
        answered: list[Any] = [
            (
                [("waiting", _("answer needed"))]
                if row["needs_answer"]
                else [("submitted", row["answer"])]
                if row["answer"]
                else None
            )
            for row in rows
        ]
        table = frame.assign(
            to=[address(row["kind"], id=row["code"]) for row in rows],
            sub=[
                f"{row['code']} · {row['recipient']} ·"
                f" {names.get(row['region_code'], row['region_code'])}"
                for row in rows
            ],
            said=said,
            age=[age_of(row["declared_on"], row["age_days"]) for row in rows],
            why=why,
            **in_its_currency(frame, "gap_fen"),
            answered=answered,
        )
        columns = [
            Column("title", _("Grant or contract"), link="to", sub="sub"),
            Column("declared", _("Declared"), "tag", word="said", sub="age"),
            Column("computed", _("Computed"), "tag"),
            Column("why", _("What fired"), "marks"),
            Column("renminbi", _("Money behind it"), "amount", "wan", sub="foreign"),
            Column("answered", _("Answer"), "marks"),
        ]
        ui.table(table, columns, title, key=f"lights-{show}")
        if show:
            ui.more(
                _("See everything that fired: {count}").format(
                    count=int((everything["computed"] != "green").sum())
                ),
                address("warnings"),
            )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
