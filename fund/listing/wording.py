"""What a list's data are called: provinces, states and keys in the words of the run, the same on
screen and in a file.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlmodel import Session, select

from fund import i18n, period
from fund.errors import FundError
from fund.frames import assigned, records
from fund.i18n import _
from fund.ledger.rules import NATIONWIDE
from fund.listing.declared import Col
from fund.plan.tables import Region
from fund.status import look_of


def said(session: Session, columns: Sequence[Col], frame: pd.DataFrame) -> pd.DataFrame:
    """The same with provinces and keys in words; states and marks stay what they are."""
    found: dict[str, list[str | None]] = {}
    for column in columns:
        if column.kind == "region":
            names = provinces(session)
            found[column.name] = _in_words(frame, column.name, names)
        elif column.kind == "period":
            found[column.name] = [
                None if code is None else period_words(code)
                for code in values_of(frame, column.name)
            ]
        elif column.kind == "words" and column.words is not None:
            words = {key: _(text) for key, text in column.words.items()}
            found[column.name] = _in_words(frame, column.name, words)
    return assigned(frame, found)


def for_file(session: Session, columns: Sequence[Col], frame: pd.DataFrame) -> pd.DataFrame:
    """The columns as a file has them: everything in words, nothing but what was chosen."""
    frame = said(session, columns, frame)
    found: dict[str, list[str | None]] = {}
    for column in columns:
        if column.kind == "state":
            found[column.name] = _states(frame, column)
        elif column.marks is not None:
            marks = column.marks
            found[column.name] = [
                "; ".join(text for _state_of, text in marks(row)) or None
                for row in records_of(frame)
            ]
    frame = assigned(frame, found)
    return frame[[column.name for column in columns]]


def records_of(frame: pd.DataFrame) -> Sequence[Mapping[str, object]]:
    """The rows one by one, by the names of the columns."""
    return records(frame)


def values_of(frame: pd.DataFrame, name: str) -> list[str | None]:
    """A column of texts as plain values: read at once, its own kind gives one by one slowly."""
    values: list[str | None] = frame[name].astype(object).tolist()
    return values


def _in_words(frame: pd.DataFrame, name: str, words: Mapping[str, str]) -> list[str | None]:
    """A column of keys in their words; a key without words stays as it is."""
    return [None if key is None else words.get(key, key) for key in values_of(frame, name)]


def _states(frame: pd.DataFrame, column: Col) -> list[str | None]:
    """A state's own words where the row has some, its usual ones otherwise."""
    states = values_of(frame, column.name)
    own = values_of(frame, column.word) if column.word in frame else [None] * len(states)
    usual = {
        state: None if state is None or pd.isna(state) else look_of(str(state))[2]
        for state in set(states)
    }
    return [
        usual[state] if word is None or pd.isna(word) else str(word)
        for state, word in zip(states, own, strict=True)
    ]


def provinces(session: Session) -> dict[str, str]:
    """Names of the provinces by code in the language of this run, and of what belongs to none."""
    rows = session.exec(select(Region)).all()
    names = {row.code: str(getattr(row, f"name_{i18n.language()}")) for row in rows}
    return names | {NATIONWIDE: _("Nationwide")}


def period_words(code: str) -> str:
    """A period as people say it: 2026 年三季度 or Q3 2026."""
    try:
        found = period.parse(code)
    except FundError:
        return code
    if found.kind == "month":
        return i18n.month(found.first)
    ordinal = (found.first.month - 1) // (6 if found.kind == "half" else 3)
    patterns = {
        "year": [_("Year {year}")],
        "half": [_("First half of {year}"), _("Second half of {year}")],
        "quarter": [_("Q1 {year}"), _("Q2 {year}"), _("Q3 {year}"), _("Q4 {year}")],
    }
    return patterns[found.kind][0 if found.kind == "year" else ordinal].format(
        year=found.first.year
    )
