"""How openly the newest tenders were competed for, and what tenders published elsewhere raise."""

import pandas as pd

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext, pgettext
from fund.procurement.competition import Figure
from fund.procurement.rows import FlagElsewhere
from fund.procurement.rules import METHODS
from fund.procurement.wording import (
    FIGURES,
    compared,
    evidence,
    figure,
    rule_name,
    weight,
)
from fund.published import flagged as published
from fund.ui import Column
from fund.ui.visit import Visit


def elsewhere(visit: Visit) -> None:
    """What tenders raise that were published elsewhere, by the same rules."""
    with visit.reading() as session:
        frame, looked_at = published.flags(session, visit.who)
    if not looked_at:
        return
    title = ngettext(
        "{count} flag is raised by tenders published elsewhere",
        "{count} flags are raised by tenders published elsewhere",
        len(frame),
    ).format(count=i18n.number(len(frame)))
    about = ngettext(
        "The newest {count} tender was looked at, by the same rules; 15 days where no legal method"
        " is named. Listed only: it is its buyer’s to answer.",
        "The newest {count} tenders were looked at, by the same rules; 15 days where no legal"
        " method is named. Listed only: they are their buyers’ to answer.",
        looked_at,
    ).format(count=i18n.number(looked_at))
    with ui.block(title, about, key="elsewhere"):
        if frame.empty:
            ui.empty(
                _("No flag is raised"), _("Most rules need bids, which many publishers leave out.")
            )
        else:
            listed_elsewhere(frame, title)


def listed_elsewhere(frame: pd.DataFrame, title: str) -> None:
    """A row a flag, with what raised it and who was named."""
    rows = frame.to_dict("records")
    shown = frame.assign(
        heavy=[weight(row["flag"])[0] for row in rows],
        heavy_word=[weight(row["flag"])[1] for row in rows],
        rule=[rule_name(row["flag"]) for row in rows],
        says=[" · ".join(filter(None, seen(row))) for row in rows_of(frame, FlagElsewhere)],
        what=[row["title"] or row["ocid"] or _("over all its tenders") for row in rows],
        under=[" · ".join(filter(None, [row["ocid"], row["buyer"]])) for row in rows],
        who=["; ".join(row["parties"]) or "—" for row in rows],
    )
    ui.table(
        shown,
        [
            Column("heavy", pgettext("flag", "Level"), "status", word="heavy_word"),
            Column("rule", _("Rule and what it saw"), sub="says", is_strong=True),
            Column("what", _("Tender"), sub="under"),
            Column("who", _("Organisations named")),
        ],
        title,
        key="elsewhere",
    )


def seen(row: FlagElsewhere) -> tuple[str, str]:
    """The numbers that raised a flag, and how many it was compared with."""
    return evidence(row["flag"], row["facts"], row["currency"]), compared(row["sample"])


def openly(competed: list[Figure]) -> None:
    """Figures of competition, each with what it rests on."""
    frame = pd.DataFrame(
        [
            {
                "name": _(FIGURES[found.name][0]),
                "of": _(FIGURES[found.name][1]),
                "value": figure(found.value, found.unit),
                "sample": found.sample,
            }
            for found in competed
        ]
    )
    with ui.block(
        _("How openly they were competed for"),
        _("Over the same tenders; amounts in renminbi"),
        key="competition",
    ):
        ui.table(
            frame,
            [
                Column("name", _("Figure"), sub="of"),
                Column("value", _("Value")),
                Column("sample", _("Rests on"), "number"),
            ],
            _("How openly they were competed for"),
        )


def by_method(ways: list[tuple[str, int]]) -> None:
    """Tenders by method."""
    with ui.block(_("By method"), _("Tenders with open bids"), key="methods"):
        if not ways:
            ui.empty(_("No tender yet"), _("Tenders are looked at once their bids are opened."))
            return
        frame = pd.DataFrame(
            [{"name": _(METHODS[code]), "tenders": number} for code, number in ways]
        )
        ui.table(
            frame,
            [Column("name", _("Method")), Column("tenders", _("Tenders"), "number")],
            _("By method"),
        )
