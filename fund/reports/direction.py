"""A year's evaluation of direction on paper, 投向评价表, and as a sheet: every part with its figure,
where it comes from and its points; what is missing is told beside the total.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

import pandas as pd
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.errors import NP_, NotFound
from fund.evaluation import directions
from fund.evaluation.bands import FIGURES, UNITS, Part
from fund.evaluation.directions import Row, Year
from fund.evaluation.rules import GRADE_WORDS, WHOLE
from fund.i18n import N_, _, ngettext, pgettext, speaking
from fund.period import Period
from fund.reports.declared import Declared
from fund.reports.description import Box, Column, Form, Sheet
from fund.words import STATUSES

WIDTHS = (8, 20, 36, 16, 10, 10, 44)
ORIGINS = {
    "ledger": N_("From the ledger"),
    "stated": NP_("direction", "Stated"),
    "missing": N_("Not stated"),
}


def begun(session: Session, actor: Actor, year: int, as_of: date | None = None) -> Year | None:
    """The year as known on a day; None where it was not begun."""
    try:
        return directions.year(session, actor, year, as_of)
    except NotFound:
        return None


def value(row: Row) -> str:
    """A figure in its unit; a dash while nothing is known."""
    if row.value is None:
        return "—"
    match row.part.unit:
        case "share":
            return i18n.share(row.value, 2)
        case "yes":
            return _("Yes") if row.value else _("No")
        case "years":
            return _("{years} years").format(years=_plain(row.value, 2))
    return _plain(row.value, 2)


def _plain(number: Decimal, places: int) -> str:
    exact = round(number, places).normalize()
    return i18n.number(exact, max(0, -int(exact.as_tuple().exponent)))


def origin(row: Row) -> str:
    """Where a figure comes from, in a sentence: money over money, a source, or what is missing."""
    if row.origin == "missing":
        if row.known.unmarked:
            return ngettext(
                "Not stated: field and kind of {count} holding are not stated",
                "Not stated: field and kind of {count} holdings are not stated",
                row.known.unmarked,
            ).format(count=row.known.unmarked)
        return _("Not stated")
    if row.origin == "stated":
        return _("Stated by {person}: {source}").format(person=row.stated_by, source=row.source)
    if row.known.part_fen is None or row.known.whole_fen is None:
        return _("From the ledger: {figure}").format(figure=_(FIGURES[row.part.figure]))
    return _("From the ledger: {part} of {whole}").format(
        part=i18n.amount(row.known.part_fen), whole=i18n.amount(row.known.whole_fen)
    )


def sheet(one: Year | None) -> Sheet:
    """Every part, one a row; none of a year nobody began."""
    language = i18n.language()
    rows = []
    for row in one.rows if one else ():
        indicator, name = row.part.words(language)
        rows.append(
            (
                row.part.indicator,
                indicator,
                name,
                row.value,
                _(UNITS[row.part.unit]),
                row.known.part_fen,
                row.known.whole_fen,
                row.part.most,
                row.points,
                _(ORIGINS[row.origin]),
                row.source,
                row.stated_by,
            )
        )
    columns = [
        Column("indicator", pgettext("direction", "Item"), "year"),
        Column("words", _("Indicator"), width=24),
        Column("part", _("Part of the indicator"), width=36),
        Column("value", pgettext("direction", "Figure"), "number"),
        Column("unit", _("Measured in"), width=16),
        Column("part_fen", _("Money counted"), "amount"),
        Column("whole_fen", _("Of money"), "amount"),
        Column("most", _("Points to be had"), "number"),
        Column("points", _("Points"), "number"),
        Column("origin", _("Known from"), width=14),
        Column("source", _("Source"), width=30),
        Column("stated_by", _("Stated by"), width=14),
    ]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns], dtype=object)
    return Sheet("direction", _("Evaluation of direction"), columns, frame, note=sentence(one))


def sentence(one: Year | None) -> str:
    """What the year comes to, in plain words."""
    if one is None or not one.rows:
        return _("Nothing was stated or computed of this year.")
    tally = one.tally
    total, missing = i18n.number(tally.total, 2), i18n.number(tally.missing, 2)
    if tally.missing:
        return _("{total} points are known; nothing is stated of {missing} of 100.").format(
            total=total, missing=missing
        )
    return _("{total} of 100 points: {grade}.").format(
        total=total, grade=_(GRADE_WORDS[tally.grade])
    )


def on_paper(one: Year) -> Form:
    """The year as it is handed in, in Chinese whatever the language of the run."""
    with speaking("zh"):
        return form(one)


def form(one: Year) -> Form:
    """投向评价表: the parts by indicator, the total and what is missing, the promise."""
    facts, tally = one.facts, one.tally
    heads = (
        pgettext("direction", "Item"),
        _("Indicator"),
        _("Part of the indicator"),
        pgettext("direction", "Figure"),
        _("Points to be had"),
        _("Points"),
        _("Known from"),
    )
    missing = _("Not stated: {points}").format(points=i18n.number(tally.missing, 2))
    rows: list[Sequence[Box]] = [
        [Box(text, is_head=True) for text in heads],
        *_parts(one.rows),
        [
            Box(_("Total points"), across=4, is_head=True),
            Box(WHOLE, kind="points"),
            Box(tally.total, kind="points"),
            Box(
                _("Grade: {grade}").format(grade=_(GRADE_WORDS[tally.grade]))
                if tally.grade
                else missing
            ),
        ],
        [Box(_("Promise"), across=2, is_head=True), Box(promise(one), across=5)],
    ]
    year = _("fiscal year {year}").format(year=facts["fiscal_year"])
    subtitle = _("As known on {day}").format(day=i18n.day(facts["as_of"]))
    return Form(
        f"direction_{facts['fiscal_year']}",
        _("Form of direction"),
        _("Evaluation of the direction of the fund"),
        f"{year} · {subtitle} · {_(STATUSES[facts['status']])}",
        WIDTHS,
        rows,
    )


def promise(one: Year) -> str:
    """The promise that the figures are true, who signed it and when; that there is none."""
    facts = one.facts
    if facts["promised_on"] is None:
        return _("No promise has been signed yet.")
    return _("We promise that the data above are true. Signed by {person}, {day}.").format(
        person=facts["signatory"], day=i18n.day(facts["promised_on"])
    )


def _parts(rows: Sequence[Row]) -> Iterator[list[Box]]:
    """A row a part, grouped by indicator; of those the best of which counts it is said."""
    for number, of_one in groupby(rows, lambda row: row.part.indicator):
        held = list(of_one)
        for place, row in enumerate(held):
            indicator, name = row.part.words(i18n.language())
            lead = [Box(str(number), down=len(held)), Box(indicator, down=len(held))]
            yield [
                *(lead if place == 0 else []),
                Box(name + _best(row.part)),
                Box(value(row)),
                Box(row.part.most, kind="points"),
                Box(row.points, kind="points"),
                Box(origin(row)),
            ]


def _best(part: Part) -> str:
    return _(" (the best of these counts)") if part.either else ""


def contents(session: Session, actor: Actor, period: Period, as_of: date) -> list[Sheet]:
    """The year's sheet; an empty one where it was not begun."""
    return [sheet(begun(session, actor, period.first.year, as_of))]


def forms(session: Session, actor: Actor, period: Period, as_of: date) -> Sequence[Form]:
    """The paper form."""
    one = begun(session, actor, period.first.year, as_of)
    return [on_paper(one)] if one else []


REPORT = Declared(
    "direction",
    N_("Evaluation of direction"),
    ("year",),
    contents,
    forms=forms,
    offered="year",
    is_afterwards=True,
)
