"""What the overview says of collision warnings."""

from fund import ui
from fund.debris import rules
from fund.i18n import _
from fund.ui import address


def open_warnings(counts: dict[str, int]) -> None:
    """Warnings open by the level they were sent with, each leading to the board."""
    total = sum(counts.values())
    with ui.block(
        _("Collision warnings open"),
        _("By the level they were sent with; events that are over stand under “Past”"),
        key="overview-warnings",
    ):
        if not total:
            ui.empty(_("No warning is open"), _("A warning appears here as soon as it is sent."))
            return
        ui.counts(
            [
                (
                    counts[name],
                    f"{name}_level",
                    _(rules.LEVEL_WORDS[name]),
                    address("conjunctions", show="all", level=name),
                )
                for name in reversed(rules.LEVELS)
                if name in counts
            ]
        )
