"""Open data on debris: others' data sets and how fresh they are, and our own, cleared by two."""

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.debris import deciding, rules, wording
from fund.debris.rows import DataSet
from fund.frames import rows_of
from fund.i18n import N_, _, ngettext
from fund.ui import Column
from fund.ui.fields import folded, form_opened, pick, pick_day, pick_word
from fund.ui.visit import Visit, download, perform, said

AT = "f-opened-done"
ASKED = {
    "code": N_("Code"),
    "provider": N_("Provider"),
    "title_zh": N_("Chinese title"),
    "title_en": N_("English title"),
    "coverage": N_("What it covers"),
    "format": N_("Format"),
    "licence": N_("Licence"),
    "address": N_("Address"),
}


def datasets(frame: pd.DataFrame) -> None:
    """Every data set others offer."""
    rows = frame.to_dict("records")
    title = ngettext("{count} data set", "{count} data sets", len(rows)).format(count=len(rows))
    shown = frame.assign(
        title=[row[f"title_{i18n.language()}"] or row["title_zh"] for row in rows],
        of=[f"{row['provider']} · {row['code']}" for row in rows],
        terms=[f"{row['format']} · {row['licence']}" for row in rows],
        fresh=[freshness(row) for row in rows_of(frame, DataSet)],
        seen=[
            f"{wording.instant(row['looked_at'])} · {row['looked_by'] or '—'}"
            if row["looked_at"]
            else _("nobody looked yet")
            for row in rows
        ],
        fetched_words=[
            _("times looked at: {looks}, fetched: {fetched}").format(
                looks=row["looks"], fetched=row["fetched"]
            )
            for row in rows
        ],
    )
    with ui.block(title, _("What others offer, and how fresh it was"), key="datasets"):
        ui.table(
            shown,
            [
                Column("title", _("Data set"), sub="of"),
                Column("coverage", _("What it covers"), sub="terms"),
                Column("data_of", _("Data of"), "date"),
                Column("fresh", _("Freshness")),
                Column("seen", _("Last looked at"), sub="fetched_words"),
            ],
            title,
            key="datasets",
        )


def fetched(frame: pd.DataFrame) -> None:
    """Who looked at or fetched what."""
    if frame.empty:
        return
    rows = frame.to_dict("records")
    shown = frame.assign(
        when=[wording.instant(row["looked_at"]) for row in rows],
        how=[_("Fetched") if row["was_fetched"] else _("Looked at") for row in rows],
    )
    with ui.block(_("Who fetched what"), _("The latest first"), key="dataset-looks"):
        ui.table(
            shown,
            [
                Column("when", _("At"), sub="looked_by"),
                Column("code", _("Data set")),
                Column("how", _("What was done")),
                Column("data_of", _("Data of"), "date"),
            ],
            _("Who fetched what"),
            key="dataset-looks",
        )


def freshness(row: DataSet) -> str:
    """Whether its data are as new as promised."""
    promised = ngettext("every {days} day", "every {days} days", row["refresh_days"]).format(
        days=row["refresh_days"]
    )
    if row["is_stale"] is None:
        return _("promised {often}; not known").format(often=promised)
    state = _("overdue") if row["is_stale"] else _("as promised")
    return _("promised {often}; {state}").format(often=promised, state=state)


def enter(visit: Visit) -> None:
    """Enter a data set."""
    said(AT)
    if not visit.who.may("register_dataset"):
        return
    words = _("Enter a data set")
    form = form_opened("f-dataset-place", words, "f-form-dataset")
    if form is None:
        return
    with form:
        asked: dict[str, object] = {}
        names = list(ASKED)
        for first, second in zip(names[::2], names[1::2], strict=True):
            left, right = st.columns(2)
            for place, name in ((left, first), (right, second)):
                asked[name] = place.text_input(
                    _(ASKED[name]), key=f"f-dataset-{name}", max_chars=300
                )
        asked["refresh_days"] = int(
            st.number_input(_("Renewed every so many days"), 1, 3_650, 1, key="f-dataset-days")
        )
        if st.form_submit_button(words):
            perform(
                visit,
                "f-act-dataset",
                deciding.register_dataset,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )


def look(visit: Visit, frame: pd.DataFrame) -> None:
    """Say that one was looked at or fetched."""
    if frame.empty or not visit.who.may("look_at_dataset"):
        return
    words = _("Looked at or fetched a data set")
    with folded("f-look-place", words, "f-form-look"):
        known = dict(zip(frame["dataset_id"], frame["code"], strict=True))
        key = pick(_("Data set"), known, "f-look-set")
        left, right = st.columns(2)
        day = pick_day(_("Data of"), "f-look-day", None, at=left, last=clock.today())
        fetched = right.checkbox(_("Fetched"), key="f-look-fetched")
        if st.form_submit_button(words):
            asked = {"dataset_id": int(key or 0), "data_of": day, "was_fetched": fetched}
            perform(
                visit,
                "f-act-look",
                deciding.look_at_dataset,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )


def publications(visit: Visit, frame: pd.DataFrame) -> None:
    """Our own, with what was cleared to fetch."""
    with ui.block(
        _("Our own open data"),
        _("Events that are over, and statistics; proposed by one person, cleared by another"),
        key="publications",
    ):
        if frame.empty:
            ui.empty(_("Nothing opened yet"), _("An officer proposes it, a supervisor clears it."))
        else:
            listed(visit, frame)
        download(visit, _("The catalogue as DCAT"), "dcat", key="f-dcat")


def listed(visit: Visit, frame: pd.DataFrame) -> None:
    """Each publication with who proposed and cleared it."""
    rows = frame.to_dict("records")
    shown = frame.assign(
        number=[str(row["publication_id"]) for row in rows],
        what=[_(rules.PUBLISHED[row["kind"]]) for row in rows],
        until=[wording.instant(row["up_to"]) for row in rows],
        state=[_(rules.SETS[row["outcome"]]) for row in rows],
        decided=[wording.instant(row["decided_at"]) if row["decided_at"] else "—" for row in rows],
    )
    ui.table(
        shown,
        [
            Column("number", _("Publication")),
            Column("what", _("What"), sub="why"),
            Column("until", _("Up to"), sub="proposed_by"),
            Column("state", _("Status")),
            Column("decided", _("Decided at"), sub="decided_by"),
        ],
        _("Our own open data"),
    )
    for row in rows:
        key = int(row["publication_id"])
        if row["outcome"] == "approved":
            words = _("Publication {number} with its schema").format(number=key)
            download(visit, words, "debris", str(key), key=f"f-opened-{key}")
        elif row["outcome"] == "open" and visit.who.may("clear_publication"):
            clear(visit, key)


def clear(visit: Visit, key: int) -> None:
    """Clear one, or turn it down with a reason."""
    words = _("Decide on publication {number}").format(number=key)
    with folded(f"f-clear-place-{key}", words, f"f-form-clear-{key}"):
        sound = st.radio(
            _("Verdict"),
            [True, False],
            format_func=lambda value: _("Clear") if value else _("Turn down"),
            key=f"f-clear-{key}",
            horizontal=True,
        )
        why = st.text_input(_("Reason, if it is turned down"), key=f"f-clear-why-{key}")
        if st.form_submit_button(words):
            asked = {"publication_id": key, "is_approved": bool(sound), "why": why}
            perform(
                visit,
                f"f-act-clear-{key}",
                deciding.clear_publication,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )


def propose(visit: Visit) -> None:
    """Propose that our own go out."""
    if not visit.who.may("propose_publication"):
        return
    words = _("Propose to open our own data")
    with folded("f-publish-place", words, "f-form-publish"):
        kind = pick_word(_("What"), rules.PUBLISHED, "f-publish-kind")
        if st.form_submit_button(words):
            asked = {"kind": kind}
            perform(
                visit,
                "f-act-publish",
                deciding.propose_publication,
                lambda: asked,
                done=_("Recorded."),
                at=AT,
            )
