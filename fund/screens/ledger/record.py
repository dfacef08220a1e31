"""One grant or one contract on a page of its own: asked for by its code, drawn block by block,
exported as shown.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st
from sqlmodel import Session

from fund import i18n, ui
from fund.access.actors import Actor
from fund.attachments import queries as attachments
from fund.errors import NotFound
from fund.i18n import _, ngettext
from fund.ledger import agreement
from fund.ledger.rows import Facts
from fund.ledger.rules import STAGES, UNDECIDED
from fund.ledger.view import View
from fund.milestones import queries as milestone_queries
from fund.reports import sheets
from fund.reports.description import Column as SheetColumn
from fund.reports.description import Sheet
from fund.screens.ledger.acts import acts
from fund.screens.ledger.history import deed_words, history
from fund.screens.ledger.parts import tranches
from fund.screens.ledger.pending import amendments, approvals
from fund.screens.ledger.undertaking import Found, facts_of, milestones, money, steps, undertaking
from fund.screens.standing.record import standing
from fund.ui.export import export
from fund.ui.folding import behind
from fund.ui.visit import Visit, stamp

One = TypeVar("One", bound=Facts)
"""A grant, a contract, a holding or a subsidy, as its own room has it."""


def undertaking_asked_for(
    visit: Visit,
    query: Callable[[Session, Actor, str, View], One | None],
    title: str,
    everything: tuple[str, str],
) -> One | None:
    """The record the address names, from its room's ``one``; where there is none on this day, say
    so, lead on and give nothing.
    """
    code = st.query_params.get("id", "")
    try:
        with visit.reading() as session:
            one = query(session, visit.who, code, visit.view)
    except NotFound as missing:
        ui.header(title)
        ui.empty(i18n.say(missing), _("The address may be mistyped."), everything)
        return None
    if one is None:
        ui.header(title, crumb=[code])
        ui.empty(_("Not recorded yet on this day"), _("Choose a later as-of day."), everything)
    return one


def page(
    visit: Visit,
    kind: str,
    code: str,
    one: One,
    *,
    committed_fen: int,
    body: tuple[str, str],
    part: str,
    own: Callable[[Visit, One], None] | None = None,
) -> None:
    """Steps and facts, then money beside milestones, then the parts of the agreement, what is the
    kind's own and what may be done, beside what was done.
    """
    found = undertaking(visit, one["undertaking_id"])
    file = export(visit, visit.view, one["title"], sheets_of(one["undertaking_id"]))
    ui.header(one["title"], file, crumb=[code])
    found.lede(committed_fen, one["currency"])
    stamp(visit, visit.view.as_of)
    left, right = st.columns([8.2, 3.8], gap="medium")
    with left:
        steps(one, found)
    with right:
        facts_of(visit, one, found, *body)
    is_promised = one["status"] not in UNDECIDED or not found.milestones.empty
    if is_promised:
        promised(visit, one, found, committed_fen)
    left, right = st.columns([7.8, 4.2], gap="medium")
    with left:
        if is_promised:
            tranches(visit, one, found, part)
            documents(visit, found)
        waits(visit, one, found)
        if own is not None:
            own(visit, one)
        acts(visit, kind, one, found)
    with right:
        history(found, one["currency"])


def promised(visit: Visit, one: Facts, found: Found, committed_fen: int) -> None:
    """The money beside the milestones it is paid for."""
    left, right = st.columns([4.6, 7.4], gap="medium")
    with left:
        money(one, committed_fen)
    with right:
        milestones(found, visit.view.as_of)


def waits(visit: Visit, one: Facts, found: Found) -> None:
    """What waits for another's word, what was amended, and how it stands by letter and ledger."""
    approvals(visit, one)
    amendments(one, found.amendments)
    standing(visit, one)


def documents(visit: Visit, found: Found) -> None:
    """The documents handed in as evidence, to be read again; fetched only when asked for."""
    with visit.reading() as session:
        kept = attachments.kept(session, visit.who, found.evidence["sha256"])
    rows = [row for row in found.evidence.to_dict("records") if row["sha256"] in kept]
    if not rows:
        return
    words = ngettext("{count} document handed in", "{count} documents handed in", len(rows)).format(
        count=len(rows)
    )

    def draw() -> None:
        for row in rows:
            name, media_type = kept[row["sha256"]]
            st.download_button(
                f"{row['tranche']} · {row['title']} · {i18n.day(row['filed_on'])}",
                partial(document, visit, row["sha256"]),
                name,
                ui.for_me(media_type),
                key=f"f-document-{row['evidence_id']}",
                on_click="ignore",
                type="tertiary",
            )

    behind("f-behind-documents", words, draw)


def document(visit: Visit, sha256: str) -> bytes:
    """The bytes of one document, for whoever may see it now."""
    with visit.reading() as session:
        return attachments.attachment(session, visit.now(session), sha256).content


def sheets_of(undertaking_id: int) -> Callable[[Session, Actor, View], list[Sheet]]:
    """The workbook of one undertaking: its tranches, milestones and history."""

    def made(session: Session, actor: Actor, view: View) -> list[Sheet]:
        seen = View(as_of=view.as_of)
        parts = agreement.tranches(session, actor, undertaking_id, seen)
        columns = [
            SheetColumn("code", _("Tranche")),
            SheetColumn("title", _("Title")),
            SheetColumn("promised_on", _("First promised"), "date"),
        ]
        columns += [
            SheetColumn(f"{stage}_fen", _(STAGES[stage]), "original")
            for stage in ("obligated", "accepted", "paid", "returned")
        ]
        done = agreement.history(session, actor, undertaking_id, seen)
        done = done.assign(
            day=[moment.date() for moment in done["recorded_at"]],
            words=[deed_words(kind) for kind in done["act"]],
        )
        heads = {
            "day": _("Recorded on"),
            "occurred_on": _("Occurred on"),
            "words": _("Act"),
            "tranche": _("Tranche"),
            "actor": _("Person"),
            "reason": _("Reason"),
        }
        past = [
            SheetColumn(key, head, "date" if key in ("day", "occurred_on") else "text")
            for key, head in heads.items()
        ]
        plan = milestone_queries.plan(session, actor, seen, undertaking_id=undertaking_id)
        return [
            Sheet("tranches", _("Tranches"), columns, parts),
            sheets.milestones(session, actor, seen, plan),
            Sheet("history", _("History"), past, done),
        ]

    return made
