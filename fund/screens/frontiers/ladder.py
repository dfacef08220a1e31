"""One undertaking as a ladder: which level is proven by what, elements, assessments, licences,
clauses of ISO 24330, demonstrations.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from fund import clock, i18n, ui
from fund.frames import rows_of
from fund.frontiers import assessing
from fund.frontiers.rows import Assessment, Document, ElementRow, FrontierRow, Licence
from fund.frontiers.rules import (
    CHECKED,
    CHECKS_STATES,
    CLAUSES,
    ENVIRONMENTS,
    EVIDENCE,
    LATE,
    LICENCE_STATES,
    LICENCES,
    MOST,
    OUTCOMES,
    REMARKS,
    SCALES,
    late,
    remarks,
)
from fund.i18n import _, ngettext, pgettext
from fund.screens.frontiers.matrix import level
from fund.ui import Column
from fund.ui.visit import Visit, act

TAGS = {"given": "met", "applied": "requested", "denied": "unsuccessful", "no_basis": "to_confirm"}
TAGS |= {"needed": "planned", "met": "met", "planned": "planned", "not_applicable": "closed"}


def sentence(one: FrontierRow) -> str:
    """The level, the goal, what was paid for it."""
    first = _("Level **{level}**, aimed at {goal}; scale: {scale}.").format(
        level=level(one), goal=one["goal_level"] or "—", scale=_(SCALES[one["scale"]])
    )
    said = [first]
    if one["time_used"] is not None:
        said.append(_("Time used: {share}.").format(share=i18n.share(one["time_used"])))
    if one["fen_per_level"] is not None and one["gained"] is not None:
        second = ngettext(
            "**{count}** level gained, {amount} paid for each.",
            "**{count}** levels gained, {amount} paid for each.",
            one["gained"],
        )
        said.append(second.format(count=one["gained"], amount=i18n.amount(one["fen_per_level"])))
    return i18n.together(*said)


def ladder(elements: pd.DataFrame, documents: pd.DataFrame, one: FrontierRow) -> None:
    """Nine rungs from the top: which elements reached it, on which documents."""
    rows = []
    held = rows_of(elements, ElementRow)
    papers = rows_of(documents, Document)
    apart = "；" if i18n.language() == "zh" else "; "
    for rung in range(MOST, 0, -1):
        reached = [row["name"] for row in held if row["level"] is not None and row["level"] >= rung]
        own = [row for row in papers if row["level"] == rung]
        rows.append(
            {
                "rung": str(rung) + (" ◀" if one["goal_level"] == rung else ""),
                "state": "met" if held and len(reached) == len(held) else _partly(reached),
                "word": pgettext("elements", "{over} of {of}").format(
                    over=len(reached), of=len(held)
                ),
                "who": i18n.enumerated(reached),
                "on": apart.join(dict.fromkeys(_said(row) for row in own)),
            }
        )
    with ui.block(
        _("Ladder"), _("Level by level, from the top; the arrow is the goal"), key="ladder"
    ):
        ui.table(
            pd.DataFrame(rows),
            [
                Column("rung", _("Level")),
                Column("state", _("Elements there"), "tag", word="word"),
                Column("who", _("Which")),
                Column("on", _("Evidence")),
            ],
            _("Ladder"),
            key="ladder",
        )
        odd = [_(REMARKS[word]).format(value=value) for word, value in remarks(one, papers)]
        if odd:
            ui.source_note(*odd)


def _partly(reached: list[str]) -> str:
    return "partially_met" if reached else "planned"


def _said(row: Document) -> str:
    parts = [row["document"], _(EVIDENCE[row["kind"]])]
    parts += [_(ENVIRONMENTS[row["environment"]])] if row["environment"] else []
    parts += [row["launch"]] if row["launch"] else []
    return " · ".join(parts)


def elements(found: pd.DataFrame) -> None:
    """Elements with their level, use and whether it is old."""
    rows = rows_of(found, ElementRow)
    if not rows:
        ui.empty(_("No element is entered"), _("Levels are of elements, each for one use."))
        return
    shown = found.assign(
        now=[level(row) for row in rows],
        what=[_("critical") if row["is_critical"] else _("not critical") for row in rows],
        waiting=[row["proposed"] or "" for row in rows],
    )
    with ui.block(_("Elements"), _("The least of the critical ones counts"), key="elements"):
        ui.table(
            shown,
            [
                Column("name", _("Element"), sub="what"),
                Column("use", _("Meant for")),
                Column("now", _("Level"), "figure"),
                Column("assessed_on", _("Assessed on"), "date"),
                Column("assessor", _("Assessed by")),
                Column("evidence", _("Documents"), "number"),
                Column("waiting", pgettext("level", "Proposed"), "figure"),
            ],
            _("Elements"),
            key="elements",
        )


def assessments(visit: Visit, found: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Every assessment, the newest first, with what would prove one not accepted, and what waits
    for this person.
    """
    if found.empty:
        return
    rows = rows_of(found, Assessment)
    papers = rows_of(documents, Document)
    shown = found.assign(
        word=[_(OUTCOMES[row["outcome"]]) for row in rows],
        self_=[_("by itself") if row["is_self"] else "" for row in rows],
        who=[
            " · ".join(filter(None, (row["proposer"], row["accepter"], row["seconder"])))
            for row in rows
        ],
        because=[row["why"] or row["reason"] for row in rows],
        proof=[
            "" if row["outcome"] == "level_accepted" else _proof(row["assessment_id"], papers)
            for row in rows
        ],  # of those accepted it stands on the ladder
    )
    with ui.block(
        _("Assessments"), _("Each stays; from level 7 on two people accept"), key="assessments"
    ):
        ui.table(
            shown,
            [
                Column("name", _("Element")),
                Column("level", _("Level"), "figure"),
                Column("assessed_on", _("Assessed on"), "date"),
                Column("assessor", _("Assessed by"), sub="self_"),
                Column("outcome", _("Status"), "tag", word="word"),
                Column("who", _("Who")),
                Column("proof", _("Evidence by level, reason"), sub="because"),
            ],
            _("Assessments"),
            key="assessments",
        )
        if visit.view.as_of == clock.today():
            deciding(visit, rows)


def _proof(assessment_id: int, papers: Sequence[Document]) -> str:
    """What an assessment is proven by, from its highest level down."""
    apart = "；" if i18n.language() == "zh" else "; "
    own = [row for row in papers if row["assessment_id"] == assessment_id]
    return apart.join(f"{row['level']}: {_said(row)}" for row in own)


def deciding(visit: Visit, rows: Sequence[Assessment]) -> None:
    """What waits for this person."""
    for row in rows:
        key = int(row["assessment_id"])
        if row["outcome"] == "proposed" and visit.who.may("accept_level"):
            words = _("Accept level {level}: {name}").format(**row)
            accept, at = assessing.accept_level, f"f-accept-{key}"
            act(visit, words, accept, key=at, assessment_id=key, expected_version=row["version"])
        if row["outcome"] == "half_accepted" and visit.who.may("second_level"):
            words = _("Accept level {level} as the second: {name}").format(**row)
            second, at = assessing.second_level, f"f-second-{key}"
            act(visit, words, second, key=at, assessment_id=key, expected_version=row["version"])


def standing(licences: pd.DataFrame, clauses: pd.DataFrame, field: str, as_of: date) -> None:
    """Licences with their basis, and the clauses of ISO 24330 where they are for the field."""
    if not licences.empty:
        rows = rows_of(licences, Licence)
        shown = licences.assign(
            what=[_(LICENCES[row["kind"]]) for row in rows],
            tag=["overdue" if late(row, as_of) else TAGS[row["state"]] for row in rows],
            word=[_(LATE.get(late(row, as_of), LICENCE_STATES[row["state"]])) for row in rows],
            on=[row["basis"] or _("Basis not found") for row in rows],
        )
        with ui.block(_("Licences"), _("With their basis, or that none was found"), key="licences"):
            ui.table(
                shown,
                [
                    Column("what", _("Licence"), sub="number"),
                    Column("tag", _("Status"), "tag", word="word"),
                    Column("on", _("Basis")),
                    Column("apply_by", _("Apply by"), "date"),
                    Column("needed_on", _("Needed by"), "date"),
                    Column("expires_on", _("Expires on"), "date"),
                ],
                _("Licences"),
                key="licences",
            )
    if field in CHECKED:
        _clauses(clauses)


def _clauses(found: pd.DataFrame) -> None:
    held = {row["clause"]: row for row in found.to_dict("records")}
    rows = [
        {
            "clause": clause,
            "what": _(words),
            "tag": TAGS[held[clause]["state"]] if clause in held else "open",
            "word": _(CHECKS_STATES[held[clause]["state"]]) if clause in held else _("Not said"),
            "reason": held[clause]["reason"] if clause in held else "",
        }
        for clause, words in CLAUSES.items()
    ]
    told = _("{over} of {of} said").format(over=len(held), of=len(rows))
    with ui.block(_("Checklist of ISO 24330"), told, key="clauses"):
        ui.table(
            pd.DataFrame(rows),
            [
                Column("clause", _("Clause")),
                Column("what", _("Subject")),
                Column("tag", _("Status"), "tag", word="word"),
                Column("reason", _("Reason")),
            ],
            _("Checklist of ISO 24330"),
            key="clauses",
        )


def showings(found: pd.DataFrame) -> None:
    """Demonstrations planned and held."""
    if found.empty:
        return
    with ui.block(_("Demonstrations"), key="showings"):
        ui.table(
            found,
            [
                Column("what", _("What is shown"), sub="place"),
                Column("planned_on", _("Planned for"), "date"),
                Column("held_on", _("Held on"), "date"),
                Column("criteria", _("Shown when")),
                Column("result", _("Result")),
            ],
            _("Demonstrations"),
            key="showings",
        )
