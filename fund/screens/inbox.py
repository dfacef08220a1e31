"""An act of the inbox for several things at once."""

from typing import cast

import pandas as pd

from fund.acts import Command
from fund.frames import rows_of
from fund.i18n import _
from fund.rooms.waiting import Row, Together
from fund.screens.ledger.amounts import money
from fund.ui.bulk import bulk
from fund.ui.visit import Visit


def several(visit: Visit, act: str, together: Together, frame: pd.DataFrame) -> None:
    """The act for some of them at once: each by itself, with every guard."""
    rows = {row["key"]: row for row in rows_of(frame, Row)}
    choices = {
        key: " · ".join(
            filter(
                None,
                [
                    str(row["code"]),
                    str(row["what"]),
                    "" if pd.isna(row["amount_fen"]) else money(row["amount_fen"], row),
                ],
            )
        )
        for key, row in rows.items()
    }
    bulk(
        visit,
        f"f-bulk-{act}",
        choices,
        _(together.words),
        cast("Command", together.command),
        lambda key: together.arguments(rows[key]),
    )
