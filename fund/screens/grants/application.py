"""How a grant was applied for and judged, on its page: what was asked, the reviews by criterion,
and the papers kept of it.
"""

from functools import partial

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.attachments import queries as attachments
from fund.grants import queries
from fund.grants.rows import CallFacts, GrantFacts, Paper
from fund.grants.rules import FINDINGS
from fund.i18n import N_, _, ngettext
from fund.screens.ledger.amounts import money
from fund.screens.ledger.record import document
from fund.status import look_of
from fund.ui import Column
from fund.ui.visit import Visit

PAPERS = {
    "letter": N_("Applied for"),
    "recommendation": N_("Recommendation"),
    "midterm": N_("Mid-term check"),
}
"""Kinds of paper beside the evidence, as the page names them."""


def application(visit: Visit, one: GrantFacts) -> None:
    """The block, where there is anything to say: a call, a review or a paper."""
    with visit.reading() as session:
        facts = queries.facts(session, visit.who, one["undertaking_id"])
        reviews = queries.reviews(session, visit.who, one["undertaking_id"], visit.view)
        papers = queries.papers(session, visit.who, one["undertaking_id"], visit.view)
        kept = attachments.kept(
            session, visit.who, [row["sha256"] for row in papers if row["sha256"]]
        )
    if facts["call"] is None and not papers:
        return
    with ui.block(
        title(reviews, facts),
        _("Several reviewers score alone; government recommends; the fund decides"),
        key="application",
    ):
        if facts["call"]:
            ui.facts(
                [
                    (_("Call"), f"{facts['call']} {facts['call_title']}"),
                    (_("Requested"), money(facts["requested_fen"] or 0, one)),
                    (_("Received on"), i18n.day(facts["received_on"])),
                    (_("Purpose"), facts["purpose"]),
                ]
            )
        scored(reviews, facts)
        for place, row in enumerate(papers):
            paper(visit, one, row, kept, f"f-paper-{place}")


def title(reviews: pd.DataFrame, facts: CallFacts) -> str:
    """The finding: the mean score, or how many reviews are in."""
    given = reviews[~reviews["has_conflict"].astype(bool)]
    if facts["call"] is None:
        return _("Papers")
    if given.empty:
        return _("What is asked for")
    words = ngettext(
        "{count} review, mean score {score}", "{count} reviews, mean score {score}", len(given)
    )
    return words.format(count=len(given), score=i18n.number(float(given["score"].mean()), 1))


def scored(reviews: pd.DataFrame, facts: CallFacts) -> None:
    """One row a reviewer: points by criterion, weighted score, comment; a conflict declared instead
    is said so.
    """
    if reviews.empty:
        return
    rows = reviews.assign(
        **{
            f"at_{place}": [given.get(criterion.code) for given in reviews["points"]]
            for place, criterion in enumerate(facts["criteria"])
        }
    )
    rows["words"] = [
        _("conflict of interest: {comment}").format(comment=comment) if conflict else comment
        for conflict, comment in zip(rows["has_conflict"], rows["comment"], strict=True)
    ]
    heads = [
        Column(f"at_{place}", f"{criterion.title} ({criterion.weight} %)", "number")
        for place, criterion in enumerate(facts["criteria"])
    ]
    columns = [
        Column("reviewer", _("Reviewer")),
        Column("reviewed_on", _("Date"), "date"),
        *heads,
        Column("score", _("Score"), "number", places=1),
        Column("words", _("Comment")),
    ]
    ui.table(rows, columns, _("Reviews"))


def paper(
    visit: Visit,
    one: GrantFacts,
    row: Paper,
    kept: dict[str, tuple[str, str]],
    key: str,
) -> None:
    """One paper: what it says, and the document itself to be read again."""
    kind, found = row["kind"], row["state"]
    state = _(FINDINGS[found]) if kind == "midterm" else look_of(found)[2]
    amount = money(row["amount_fen"], one) if row["amount_fen"] else ""
    words = " · ".join(
        filter(None, [_(PAPERS[kind]), i18n.day(row["day"]), state, amount, row["words"]])
    )
    if row["sha256"] in kept:
        name, media_type = kept[row["sha256"]]
        st.download_button(
            words,
            partial(document, visit, row["sha256"]),
            name,
            ui.for_me(media_type),
            key=key,
            on_click="ignore",
            type="tertiary",
        )
    else:
        ui.source_note(words)
