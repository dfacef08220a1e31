"""The one verdict on a report, however it came in: errors stop it, some warnings ask for a word,
the rest is only said.

``Issue.where`` is the indicator's code; whoever shows it puts the field or the cell in its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from fund.centres.form import Indicator
from fund.centres.values import Reading, Value, read, shown
from fund.errors import N_, Issue
from fund.workbook import plain
from fund.workbook.guard import Cell

ERRORS: Mapping[str, str] = {
    "empty": N_("“{name}” must be filled in; write 0 where there was nothing."),
    "formula": N_("This is a formula. Type its result instead: Copy, then Paste values."),
    "cell_error": N_("The cell shows an error. Type the value."),
    "nothing_written": N_(
        "“{value}” is no figure: where there is none, leave it empty or write 0. “{name}” must be"
        " filled in."
    ),
    "broken_text": N_("This holds half a character, which cannot be kept. Type it again."),
    "number_unreadable": N_("“{value}” is not a number. Type digits only, such as 1234.5."),
    "number_in_wan": N_(
        "“{value}” has 万 or 亿 in it. The unit is {unit}: type the number in that unit, digits"
        " only."
    ),
    "number_became_date": N_(
        "The spreadsheet program turned this into a date. Format the cell as a number and type it"
        " again."
    ),
    "number_too_large": N_(
        "This is larger than any such number. Check the digits; the unit is {unit}."
    ),
    "number_too_fine": N_("“{value}” has more than {decimals} decimals. Round it."),
    "not_whole": N_("“{name}” is counted in whole numbers; “{value}” is not one."),
    "below_least": N_("“{name}” is at least {least}; {value} was given."),
    "above_most": N_(
        "“{name}” is at most {most}; {value} was given. Check the unit: it is {unit}."
    ),
    "above_other": N_(
        "“{name}” ({value}) is more than “{other}” ({other_value}), of which it is a part. Correct"
        " one of them."
    ),
    "date_unreadable": N_("“{value}” is not a date. Type it as 2026-09-18."),
    "date_two_ways": N_(
        "This can be read as more than one day. Type year, month and day: 2026-03-01."
    ),
    "date_no_day": N_("The day of the month is missing. Type it as 2026-03-01."),
    "date_impossible": N_("There is no such day. Correct it."),
    "date_implausible": N_("The date lies before 2000 or after 2100. Check the year."),
    "after_period": N_("{value} lies after the period’s last day, {last}. Report it next time."),
    "unknown_choice": N_("“{value}” is not among the choices. Choose from the list."),
    "too_long": N_("The text is longer than {most} characters. Shorten it."),
}
"""What stops a report."""

ASKS: Mapping[str, str] = {
    "fell": N_(
        "“{name}” is {value}, last time it was {last}; it is counted since founding and does not"
        " fall. If it was corrected, say why in the note."
    ),
    "unit_slip": N_(
        "“{name}” is {value}, last time it was {last}. Is it in {unit}? If it is right, say why in"
        " the note."
    ),
    "outlier": N_(
        "“{name}” is {value}, last time it was {last}: a large change. Say why in the note, in a"
        " word or two."
    ),
    "ledger_kept": N_(
        "The ledger says {kept}; it stands, not {value}. If another sum arrived, say so in the"
        " note."
    ),
    "bookings_differ": N_(
        "“{name}” is {value}, the bookings of the platform say {kept}: only one of them counts. If"
        " {value} is right, say why in the note."
    ),
}
"""Warnings that want a word of the person."""

SAID: Mapping[str, str] = {
    "number_as_text": N_("The number is text in the workbook. It was read as {read}."),
    "number_read_as": N_("“{value}” was read as {read}."),
    "date_as_text": N_("The date is text. It was read as {read}."),
    "date_as_number": N_("The number was read as the day {read}."),
    "date_with_time": N_("The date has a time of day, which was dropped."),
    "read_as_empty": N_("“{value}” was read as empty."),
    "computed_kept": N_("This is computed: {kept} stands, not {value}."),
}
"""What was read all the same, and how."""

MESSAGES = {**ERRORS, **ASKS, **SAID}
SLIP = 10
"""So many times larger or smaller looks like another unit or a lost point."""


class Verdict(NamedTuple):
    """What was read (values by code, the computed ones too) and everything to be said about it, in
    the order of the form.
    """

    values: dict[str, Value | None]
    issues: list[Issue]

    def open(self, notes: Mapping[str, str]) -> list[Issue]:
        """The issues that keep the report back: errors, and questions without a note."""
        return [
            issue
            for issue in self.issues
            if issue.severity == "error"
            or (issue.code in ASKS and not plain.is_told(notes.get(issue.where, "")))
        ]


class Known(NamedTuple):
    """What a report is held against: the last day, the values approved last, those of the ledger;
    ``outlier_percent`` is a setting, ``booked`` what the bookings of a platform tell.
    """

    last: date
    before: Mapping[str, Value | None]
    ledger: Mapping[str, Value | None]
    outlier_percent: int = 50
    booked: Mapping[str, Decimal] = {}


def verdict(form: Sequence[Indicator], cells: Mapping[str, Cell | None], known: Known) -> Verdict:
    """Judge what a form's cells hold."""
    readings = {one.code: read(cells.get(one.code), one) for one in form if one.is_asked}
    values: dict[str, Value | None] = {code: reading.value for code, reading in readings.items()}
    values |= {one.code: known.ledger.get(one.code) for one in form if one.prefill == "ledger"}
    values |= {one.code: ratio(one, values) for one in form if one.prefill == "computed"}
    issues: list[Issue] = []
    for one in form:
        cell = cells.get(one.code)
        if one.is_asked:
            issues += _asked(one, cell, readings[one.code], values, known)
        elif cell is not None and not _is_same(read(cell, one), values[one.code]):
            issues.append(
                issue(
                    "ledger_kept" if one.prefill == "ledger" else "computed_kept",
                    one,
                    cell.value,
                    kept=shown(values[one.code]) or "—",
                )
            )
    return Verdict(values, issues)


def ratio(indicator: Indicator, values: Mapping[str, Value | None]) -> Decimal | None:
    """Its numerator over its denominator in percent, half up to its decimals; None while one is
    missing or nothing to divide by.
    """
    over, under = values.get(indicator.numerator), values.get(indicator.denominator)
    if not isinstance(over, Decimal) or not isinstance(under, Decimal) or under == 0:
        return None
    return (over * 100 / under).quantize(
        Decimal(1).scaleb(-(indicator.decimals or 0)), ROUND_HALF_UP
    )


def issue(code: str, indicator: Indicator, value: object = "", **facts: object) -> Issue:
    """One thing to be said about an indicator."""
    told = {"value": str(value), **facts}
    return Issue(
        "error" if code in ERRORS else "warning",
        code,
        indicator.code,
        str(value),
        MESSAGES[code],
        told,
    )


def worded(issues: Iterable[Issue], form: Sequence[Indicator], language: str) -> list[Issue]:
    """The issues with names and units of the indicators in a language, so that they can be said."""
    by_code = {one.code: one for one in form}

    def in_words(found: Issue) -> Issue:
        one = by_code.get(found.where)
        if one is None:
            return found
        other = by_code.get(one.not_above)
        return replace(
            found,
            facts={
                "name": one.word("name", language),
                "unit": one.word("unit", language) or "—",
                "decimals": one.decimals,
                "least": one.least,
                "most": one.most,
                "other": other.word("name", language) if other else "",
                **found.facts,
            },
        )

    return [in_words(found) for found in issues]


def _asked(
    one: Indicator,
    cell: Cell | None,
    reading: Reading,
    values: Mapping[str, Value | None],
    known: Known,
) -> list[Issue]:
    written = cell.value if cell else ""
    if reading.problem:
        return [issue(reading.problem, one, written)]
    if reading.value is None:
        if reading.remark:
            return [issue(reading.remark, one, written)]
        return [issue("empty", one)] if one.required else []
    found = (
        [issue(reading.remark, one, written, read=shown(reading.value))] if reading.remark else []
    )
    if isinstance(reading.value, Decimal):
        return found + _number(one, reading.value, values, known)
    if isinstance(reading.value, date) and reading.value > known.last:
        found.append(issue("after_period", one, reading.value.isoformat(), last=known.last))
    return found


def _number(
    one: Indicator, value: Decimal, values: Mapping[str, Value | None], known: Known
) -> list[Issue]:
    if one.least is not None and value < one.least:
        return [issue("below_least", one, shown(value))]
    if one.most is not None and value > one.most:
        return [issue("above_most", one, shown(value))]
    whole = values.get(one.not_above)
    if isinstance(whole, Decimal) and value > whole:
        return [issue("above_other", one, shown(value), other_value=shown(whole))]
    if one.code in known.booked:
        kept = known.booked[one.code]
        return (
            [] if value == kept else [issue("bookings_differ", one, shown(value), kept=shown(kept))]
        )
    return _against_last(one, value, known)


def _against_last(one: Indicator, value: Decimal, known: Known) -> list[Issue]:
    """At most one question: the clearest of the three."""
    last = known.before.get(one.code)
    if not isinstance(last, Decimal) or last == value:
        return []
    if one.cumulative and value < last:
        return [issue("fell", one, shown(value), last=shown(last))]
    if last and (value >= SLIP * last or value * SLIP <= last) and max(value, last) >= SLIP:
        return [issue("unit_slip", one, shown(value), last=shown(last))]
    if last and abs(value - last) * 100 > known.outlier_percent * last and max(value, last) >= SLIP:
        return [issue("outlier", one, shown(value), last=shown(last))]
    return []


def _is_same(reading: Reading, kept: Value | None) -> bool:
    return not reading.problem and reading.value == kept
