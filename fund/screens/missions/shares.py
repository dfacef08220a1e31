"""The commercial share of the national missions: the headline, quarter by category, what keeps a
quarter open.
"""

import pandas as pd

from fund import i18n, ui
from fund.charts import shares as chart
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.listing.wording import period_words
from fund.missions.rules import GAPS, Share
from fund.ui import Column


def headline(shares: list[Share]) -> str:
    """The share of the latest complete quarter, by money and by count; or that the register is not
    complete.
    """
    whole = [one for one in shares if one.category == ""]
    told = [one for one in whole if one.is_complete]
    if not whole:
        return _("No mission has a purchase on record.")
    words = ""
    if told:
        words = _(
            "In {quarter} **{money}** of the money and **{count}** of the purchases of national"
            " missions were commercial."
        ).format(
            quarter=period_words(told[-1].quarter),
            money=i18n.share(told[-1].by_money),
            count=i18n.share(told[-1].by_count),
        )
    opened = [one.quarter for one in whole if not one.is_complete]
    if opened:
        words = i18n.together(
            words,
            ngettext(
                "The register of **{count}** quarter is not complete: no share is shown for it.",
                "The register of **{count}** quarters is not complete: no share is shown for them.",
                len(opened),
            ).format(count=len(opened)),
        )
    return words


def by_category(shares: list[Share]) -> None:
    """Quarter by category: the share by money, by count beneath; a dash where a quarter is open."""
    title = _("By quarter and category")
    with ui.block(
        title,
        _("Commercial share by money; beneath, commercial purchases of all"),
        key="by-category",
    ):
        quarters = sorted({one.quarter for one in shares}, reverse=True)[:8]
        found = {(one.quarter, one.category): one for one in shares}
        used = [key for key in CATEGORIES if any(one.category == key for one in shares)]
        rows = [
            {
                "quarter": code,
                **{key or "all": cell(found.get((code, key))) for key in ("", *used)},
                **{f"{key or 'all'}_of": of(found.get((code, key))) for key in ("", *used)},
            }
            for code in quarters
        ]
        columns = [
            Column("quarter", _("Quarter")),
            Column("all", _("All"), sub="all_of", is_strong=True),
            *(Column(key, _(CATEGORIES[key]), sub=f"{key}_of") for key in used),
        ]
        ui.table(pd.DataFrame(rows), columns, title)


def cell(one: Share | None) -> str:
    """A share by money, or a dash."""
    return "—" if one is None else i18n.share(one.by_money)


def of(one: Share | None) -> str:
    """How many of how many; of an open quarter only how many are on record."""
    if one is None:
        return ""
    return (
        _("{commercial} of {all}").format(commercial=one.commercial, all=one.purchases)
        if one.is_complete
        else _("open, {count} on record").format(count=one.purchases)
    )


def gaps(bought: pd.DataFrame) -> None:
    """Purchases that keep their quarter open."""
    opened = bought[bought["gap"] != ""]
    if opened.empty:
        return
    title = ngettext(
        "{count} purchase keeps its quarter open",
        "{count} purchases keep their quarters open",
        len(opened),
    ).format(count=len(opened))
    with ui.block(
        title,
        _("Each is settled by recording the purchase anew in place of the earlier row"),
        key="gaps",
    ):
        rows = opened.to_dict("records")
        shown = opened.assign(
            what=[row["item"] for row in rows],
            of=[f"{row['mission']} {row['mission_title']}" for row in rows],
            why=[_(GAPS[row["gap"]]) for row in rows],
            when=[period_words(row["quarter"]) for row in rows],
        )
        ui.table(
            shown,
            [
                Column("what", _("What was bought"), sub="of"),
                Column("when", _("Quarter")),
                Column("amount_fen", _("Amount"), "amount", "wan"),
                Column("why", _("Why it is open")),
            ],
            title,
        )


def over_time(shares: list[Share]) -> None:
    """The commercial share as a line over the quarters."""
    with ui.block(
        chart.title(shares),
        _("Share of the money of national missions’ purchases, by quarter"),
        key="share",
    ):
        ui.chart(chart.line(shares, ui.look()), "share", chart.alt(shares))
