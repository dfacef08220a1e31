"""The register of standards: the headline, what is covered step by step, where it disagrees with
itself.
"""

import pandas as pd

from fund import ui
from fund.i18n import N_, _, ngettext
from fund.standards.rules import FIELDS, STEPS
from fund.ui import Column, address

KINDS = {
    "circle": "red",
    "disputed": "amber",
    "behind": "amber",
    "unknown": "grey",
}


def headline(counts: dict[str, int], due: int, merged: int) -> str:
    """How many there are, how many hold, how many are due, how many pairs were merged."""
    held = sum(counts.values())
    first = ngettext(
        "**{count}** standard on the register, {holds} in force",
        "**{count}** standards on the register, {holds} in force",
        held,
    ).format(count=held, holds=counts.get("in_force", 0))
    second = _("due for review: {due}; pairs merged: {merged}").format(due=due, merged=merged)
    return _("{first}; {second}.").format(first=first, second=second)


def covered(found: pd.DataFrame) -> None:
    """Field by step: how many are in force, whether only something is in drafting, or a gap."""
    gaps = int((found["state"] == "missing").sum())
    title = ngettext("{count} gap in the coverage", "{count} gaps in the coverage", gaps).format(
        count=gaps
    )
    rows: dict[str, dict[str, object]] = {}
    for row in found.to_dict("records"):
        drawn = rows.setdefault(row["field"], {"field": _(FIELDS[row["field"]])})
        word = str(row["in_force"]) if row["in_force"] else _(EMPTY[row["state"]])
        drawn |= {row["step"]: row["state"], f"{row['step']}-word": word}
    with ui.block(title, _("Texts in force by field and step of the life cycle"), key="coverage"):
        ui.table(
            pd.DataFrame(list(rows.values())),
            [
                Column("field", _("Field")),
                *(
                    Column(step, _(head), "tag", word=f"{step}-word")
                    for step, head in STEPS.items()
                ),
            ],
            title,
            key="coverage",
        )


EMPTY = {"drafting": N_("In drafting"), "missing": N_("Gap")}
"""What stands where nothing is in force."""


def said_of(kind: str) -> str:
    """What a contradiction is."""
    return {
        "circle": _("Replace one another in a circle"),
        "disputed": _("In force, and said to be replaced by one in force"),
        "behind": _("In force, and the adopted edition no longer is"),
        "unknown": _("Adopts a text the register does not have"),
    }[kind]


def disagreeing(found: pd.DataFrame) -> None:
    """Where the register disagrees with itself, each with the way to the text."""
    title = ngettext("{count} contradiction", "{count} contradictions", len(found)).format(
        count=len(found)
    )
    if found.empty:
        ui.empty(_("No contradictions"), _("What both sides say of each other agrees."))
        return
    with ui.block(
        title, _("As each side says it; nothing is put right here"), key="contradictions"
    ):
        shown = found.assign(
            to=[address("standard", id=number) for number in found["number"]],
            state=[KINDS[kind] for kind in found["kind"]],
            word=[said_of(kind) for kind in found["kind"]],
        )
        ui.table(
            shown,
            [
                Column("number", _("Number"), link="to"),
                Column("state", _("Contradiction"), "tag", word="word"),
                Column("other", _("The other standard")),
            ],
            title,
            key="contradictions",
        )
