"""Both lights of one grant or contract on its page: what the recipient declared, what the ledger
says, what fired, the answer.
"""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.attachments import queries as attachments
from fund.i18n import _
from fund.ledger.rows import Facts
from fund.standing import queries, wording
from fund.standing.reading import Letter
from fund.standing.rules import Fired, from_text
from fund.status import look_of
from fund.ui import Column
from fund.ui.visit import Visit


def standing(visit: Visit, one: Facts) -> None:
    """The block, while the undertaking runs on the day looked at."""
    if one["status"] not in queries.RUNNING:
        return
    with visit.reading() as session:
        found = queries.of_one(session, visit.who, one["undertaking_id"], visit.view)
    letter: Letter | None = found["letter"]
    said = wording.word_of(found["declared"], found["declared_on"]) or look_of(found["declared"])[2]
    title = _("Declared: {declared}; by the ledger: {computed}").format(
        declared=said, computed=look_of(found["computed"])[2]
    )
    with ui.block(
        title,
        _("The recipient’s light is from its letter, the other from the ledger alone"),
        key="standing",
    ):
        left, right = st.columns([5, 7], gap="medium")
        with left:
            declared(visit, found, letter)
        with right:
            computed(found["rules"], found["computed"], one["currency"])
        answered(found, letter, one["currency"])


def declared(visit: Visit, found: queries.OneLights, letter: Letter | None) -> None:
    """The letter's light, its age, who recorded it, what it says, and the letter itself."""
    ui.status_tag(found["declared"], wording.word_of(found["declared"], found["declared_on"]))
    if letter is None:
        ui.source_note(_("An officer records the light of the recipient’s next letter below."))
        return
    ui.source_note(
        " · ".join(
            filter(
                None,
                [
                    _("Letter of {day}").format(day=i18n.day(letter.reported_on)),
                    look_of(letter.light)[2] if found["declared"] != letter.light else "",
                    wording.age_of(letter.reported_on, found["age_days"], is_dated=False),
                    _("recorded by {name}").format(name=letter.recorded_by),
                    letter.note,
                ],
            )
        )
    )
    with visit.reading() as session:
        kept = attachments.kept(session, visit.who, [letter.sha256] if letter.sha256 else [])
    for sha256, (name, media_type) in kept.items():
        st.download_button(
            name,
            partial(content, visit, sha256),
            name,
            ui.for_me(media_type),
            key=f"f-letter-{letter.id}",
            on_click="ignore",
            type="tertiary",
        )


def content(visit: Visit, sha256: str) -> bytes:
    """The bytes of a letter, for whoever may see it now."""
    with visit.reading() as session:
        return attachments.attachment(session, visit.now(session), sha256).content


def computed(found: Sequence[Fired], light: str, currency: str) -> None:
    """The ledger's light, and what fired with its numbers."""
    ui.status_tag(light)
    if not found:
        ui.source_note(_("No rule fires."))
        return
    rows = pd.DataFrame(
        {
            "name": [wording.name(one.rule) for one in found],
            "why": [wording.marks_of([one], currency) for one in found],
        }
    )
    ui.table(
        rows,
        [Column("name", _("Rule")), Column("why", _("What fired"), "marks")],
        _("What fired"),
        is_stacked=False,
    )


def answered(found: queries.OneLights, letter: Letter | None, currency: str) -> None:
    """The answer with what had fired then, or that one is needed."""
    if found["needs_answer"]:
        ui.error_box(
            _("An answer is needed"),
            _(
                "The letter says green while the ledger says red: a supervisor who did not record"
                " the letter answers in writing."
            ),
            tone="warn",
        )
    elif letter is not None and letter.answer is not None:
        head = _("Answered on {day} by {name}").format(
            day=i18n.day(letter.answered_on), name=letter.answered_by or "—"
        )
        ui.error_box(
            head,
            letter.answer,
            _("Had fired: {rules}").format(
                rules=wording.all_of(from_text(letter.rules or "[]"), currency)
            ),
            tone="info",
        )
