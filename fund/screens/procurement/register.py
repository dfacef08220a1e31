"""Every procurement by stage, page by page."""

from collections.abc import Mapping

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.procurement.lists import PROCESSES
from fund.procurement.rules import STAGES
from fund.ui import address
from fund.ui.listing import Seen, filters_of, listing
from fund.ui.visit import Visit


def listed(visit: Visit, seen: Seen, numbers: Mapping[str, int]) -> None:
    """Stage, category and search, then one page of the list, each row leading to its process."""
    stage = seen.asked.get("show")
    with ui.block(
        _(STAGES[stage]) if stage else _("All processes"),
        _("The newest first; from the plan to the last payment on the page of each"),
        key="processes",
    ):
        filters_of(PROCESSES)
        if seen.page.totals.rows:
            listing(visit, seen, _("Processes"), has_excel=True)
        elif numbers:
            ui.empty(
                _("No process matches"),
                _(
                    "Try another stage or category, or fewer words: a search finds where a word of"
                    " the code or title begins."
                ),
            )
        else:
            ui.empty(
                _("No process is on record"),
                _("An officer plans a procurement below; somebody else publishes it."),
            )


def sentence(numbers: Mapping[str, int], total: int) -> str:
    """How many procurements there are, and how many wait for their contract."""
    waiting = sum(
        numbers.get(stage, 0) for stage in ("planned", "tendering", "evaluation", "awarded")
    )
    return ngettext(
        "**{count}** procurement is on record", "**{count}** procurements are on record", total
    ).format(count=i18n.number(total)) + _(": **{open}** wait for their contract.").format(
        open=i18n.number(waiting)
    )


def counts(numbers: Mapping[str, int]) -> None:
    """How many stand at each stage; how many failed only where any did."""
    ui.counts(
        [
            (int(numbers.get(key, 0)), key, _(words), address("processes", show=key))
            for key, words in STAGES.items()
            if key not in ("cancelled", "unsuccessful") or numbers.get(key)
        ]
    )
