"""One standard: what it is, its chain as drawn and as each side says it, what it adopts, what
became of it.
"""

import pandas as pd

from fund import i18n, ui
from fund.frames import named
from fund.i18n import _, ngettext
from fund.standards.chain import Chain, in_order
from fund.standards.rows import StandardRow
from fund.standards.rules import DEGREES, ENDED, FIELDS, LEVELS, REVIEWS, SIDES, STATUSES, STEPS
from fund.ui import Column, address
from fund.words import ACTS


def sentence(one: StandardRow, chain: Chain) -> str:
    """What holds now for it; where it is in force and behind what it adopts, that too."""
    first = holding(one, chain)
    if one["status"] != "in_force" or not one["lag"]:
        return first
    return ngettext(
        "{first} It adopts {adopted}, **{count}** edition behind.",
        "{first} It adopts {adopted}, **{count}** editions behind.",
        one["lag"],
    ).format(first=first, adopted=one["adopts"], count=one["lag"])


def holding(one: StandardRow, chain: Chain) -> str:
    """What holds now for it."""
    if chain.holds == (one["number"],):
        return _("**{number}** is in force.").format(number=one["number"])
    if chain.holds:
        return _("What holds now for {number}: **{held}**.").format(
            number=one["number"], held=i18n.enumerated(chain.holds)
        )
    return _("Nothing holds now for {number}, as far as the register knows.").format(
        number=one["number"]
    )


def drawn(chain: Chain, statuses: dict[str, str], said: pd.DataFrame) -> None:
    """The chain from the oldest to the newest, then the statements of each side."""
    if len(chain.members) < 2:
        return
    pairs = list(zip(said["older"], said["newer"], strict=True))
    with ui.block(_("What replaced what"), _("From the oldest to the newest"), key="chain"):
        if chain.circles:
            ui.issue_box(
                _("These replace one another in a circle; each is shown once"),
                [(" → ".join((*circle, circle[0])), "") for circle in chain.circles],
            )
        ui.steps(
            [
                (
                    statuses.get(number, "cannot_tell"),
                    number,
                    "" if number in statuses else _("not in the register"),
                    "now" if number in chain.holds else "done",
                )
                for number in in_order(chain.members, pairs)
            ]
        )
        stated(said)


def stated(said: pd.DataFrame) -> None:
    """Who says what replaces what."""
    words = {
        "both": _("both"),
        "older": _("the older"),
        "newer": _("the newer"),
        "editions": _("the order of issues"),
    }
    shown = said.assign(
        by=[words[by] for by in said["said_by"]],
        much=[_("in part") if extent == "part" else _("wholly") for extent in said["extent"]],
        from_=[address("standard", id=number) for number in said["older"]],
        to=[address("standard", id=number) for number in said["newer"]],
    )
    ui.table(
        shown,
        [
            Column("older", _("Replaced"), link="from_"),
            Column("newer", _("Replaced by"), link="to"),
            Column("much", _("How far")),
            Column("by", _("Said by")),
        ],
        _("What replaced what"),
        key="stated",
    )


def adopted(found: pd.DataFrame) -> None:
    """What it adopts, and how many editions came after."""
    if found.empty:
        return
    with ui.block(_("What it adopts"), _("Editions that came after the adopted one"), key="adopts"):
        states: list[str] = found["edition_status"].tolist()
        shown = found.assign(
            to=[address("standard", id=number) for number in found["adopted"]],
            how=[_(DEGREES[degree]) if degree else "—" for degree in found["degree"]],
            # an edition no longer in force is what somebody has to look at
            state=["amber" if one in ENDED else one or "cannot_tell" for one in states],
            word=[_(STATUSES[one]) if one else _("not in the register") for one in states],
            behind=found["lag"],
        )
        ui.table(
            shown,
            [
                Column("adopted", _("Adopts"), link="to"),
                Column("degree", _("Degree of adoption"), sub="how"),
                Column("state", _("Status"), "tag", word="word"),
                Column("behind", _("Editions behind"), "number"),
            ],
            _("What it adopts"),
            key="adopts",
        )


def facts(one: StandardRow) -> None:
    """What is known of the text."""
    review = one["review"]
    if review and one["is_due"]:
        review = _("{day}, overdue").format(day=review)
    if len(review) == 4:
        review = _("{year} (year only)").format(year=review)
    with ui.block(_("About the text"), key="facts"):
        ui.status_tag(one["status"])
        ui.facts(
            [
                (_("Level"), _(LEVELS[one["level"]])),
                (_("Side"), _(SIDES[one["side"]]) if one["side"] else ""),
                (_("Field"), _(FIELDS[one["field"]]) if one["field"] else ""),
                (_("Step of the life cycle"), _(STEPS[one["step"]]) if one["step"] else ""),
                (_("ISO stage"), one["stage"]),
                (_("State in the source’s words"), one["own_word"]),
                (_("Issued on"), one["issued"]),
                (_("In effect from"), one["effective"]),
                (_("Withdrawn on"), one["withdrawn"]),
                (_("Review due"), review),
                (_("ICS"), one["ics"]),
                (_("CCS"), one["ccs"]),
                (_("Committee"), one["committee"]),
                (_("Drafted by"), one["drafting_units"]),
                (_("Source"), one["source"]),
            ]
        )


def became(found: pd.DataFrame) -> None:
    """What became of it, the newest first."""
    with ui.block(_("What became of it"), _("Only added to"), key="became"):
        lines = []
        rows = found.to_dict("records")
        for row in rows:
            when = f"{i18n.day(row['recorded_on'])} {row['by'] or ''}".strip()
            verdict = REVIEWS.get(row["verdict"], "") if row["act"] == "decide_review" else ""
            what = _(ACTS[row["act"]])
            said = " · ".join(filter(None, [what, _(verdict) if verdict else "", row["source"]]))
            lines.append((when, said, None))
        ui.history(lines)


def titled(frame: pd.DataFrame) -> pd.DataFrame:
    """Titles of both texts in this language."""
    return named(frame, "one_title", "other_title")
