"""What a form asks: one field of each kind, drawn, and read when the form is sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fund import clock, i18n
from fund.attachments.rules import ENDINGS
from fund.frames import Columns
from fund.grants.rules import Yardstick
from fund.i18n import _
from fund.ledger.accounts import Account
from fund.ledger.undertakings import Terms
from fund.milestones.rules import HEAVIEST
from fund.money import fen


@dataclass(frozen=True)
class Field:
    """One thing a form asks: the command's argument, its words, its kind, and what it is chosen
    from.
    """

    name: str
    head: str
    kind: str
    of: str = ""


Choice = Mapping[int | str, str | Yardstick]
"""What can be chosen, by its number or its word: its label, or what is to be scored."""
Choices = Mapping[str, Choice]
"""Choices by what they are of."""


@contextmanager
def folded(key: str, words: str, form: str) -> Iterator[None]:
    """A short form that is closed until it is wanted, and stands there at once: the key of its
    place, what it says, its own key.
    """
    with st.container(key=key), st.expander(words), st.form(form):
        yield


def opened(key: str, words: str) -> DeltaGenerator | None:
    """The inside of what is closed until it is wanted, under the key of its place; None while it is
    closed, so that nothing is asked of the database for it.
    """
    with st.container(key=key):
        inside = st.expander(words, key=f"{key}-opened", on_change="rerun")
    return inside if inside.open else None


def form_opened(key: str, words: str, form: str) -> DeltaGenerator | None:
    """A form that is drawn once it is wanted, for one that is long or asks for its choices: the key
    of its place, what it says, its own key; None while it is closed.
    """
    inside = opened(key, words)
    return None if inside is None else inside.form(form)


K = TypeVar("K")
Day = TypeVar("Day", date, date | None)


def pick(
    head: str,
    options: Mapping[K, str],
    key: str,
    *,
    at: DeltaGenerator | ModuleType = st,
    empty: str = "",
    first: K | None = None,
) -> K | None:
    """One of the options (label by what is chosen), nothing to begin with unless ``first`` says
    what; ``empty`` is said while nothing is chosen, ``at`` is the column it stands in.
    """
    known = list(options)
    return at.selectbox(
        head,
        known,
        index=next((place for place, one in enumerate(known) if one == first), None),
        format_func=options.__getitem__,
        placeholder=empty or _("Choose an option"),
        key=key,
    )


def pick_word(
    head: str, words: Mapping[str, str], key: str, *, at: DeltaGenerator | ModuleType = st
) -> str:
    """One of the words of a fixed list (English by what is stored), in the language of this run;
    the first to begin with.
    """
    chosen: str = at.selectbox(head, list(words), format_func=lambda word: _(words[word]), key=key)
    return chosen


def ask(
    field: Field,
    key: str,
    choices: Choices,
    one: Mapping[str, object],
    parts: int,
) -> Callable[[], object]:
    """Draw one field; what it gives is read when the form is sent, so that a slip is refused in
    words.
    """
    head = _(field.head)
    match field.kind:
        case "choice" | "optional":
            return choice(field, key, choices[field.of])
        case "amount" | "amount?":
            return amount(head, key, one, is_optional=field.kind == "amount?")
        case "day" | "day?" | "past" | "past?":
            is_past = field.kind.startswith("past")
            return day(head, key, is_past=is_past, is_optional=field.kind.endswith("?"))
        case "units" | "units?":
            typed = st.text_input(head, key=key, max_chars=200)
            return lambda: units(typed, is_optional=field.kind == "units?")
        case "file" | "file?":
            return document(head, key)
        case "count":
            count = st.number_input(head, 1, HEAVIEST, 1, key=key)
            return lambda: int(count)
        case "yes":
            words = {True: _("Yes"), False: _("No")}
            answer = st.radio(
                head, list(words), format_func=words.__getitem__, horizontal=True, key=key
            )
            return lambda: answer
        case "points":
            criteria = choices[field.of].values()
            return points(key, [one for one in criteria if isinstance(one, Yardstick)])
        case "account" | "terms":
            is_terms = field.kind == "terms"
            return terms(key, one, parts, clock.today()) if is_terms else account(key, one)
        case _:
            said = (
                st.text_area(head, key=key, max_chars=500, height=80)
                if field.kind.startswith("text")
                else st.text_input(head, key=key, max_chars=200)
            )
            return lambda: said


def choice(field: Field, key: str, options: Choice) -> Callable[[], object]:
    """One of the options; where there is only one and one is needed, that one."""
    is_needed = field.kind == "choice"
    only = next(iter(options)) if len(options) == 1 and is_needed else None
    chosen = pick(_(field.head), {one: str(said) for one, said in options.items()}, key, first=only)
    return lambda: chosen if is_needed else chosen or ""


def pick_day(
    head: str,
    key: str,
    value: Day,
    *,
    at: DeltaGenerator | ModuleType = st,
    first: date | None = None,
    last: date | None = None,
) -> Day:
    """A day, from ``first`` to ``last`` where they are given, ``value`` to begin with: none can be
    chosen only where there is none to begin with. ``at`` is the column it stands in.
    """
    day: Day = at.date_input(
        head, value, min_value=first, max_value=last, key=key, format="YYYY-MM-DD"
    )
    return day


def day(head: str, key: str, *, is_past: bool, is_optional: bool = False) -> Callable[[], object]:
    """A day up to today, or one within ten years, a month ahead to begin with; none to begin with
    where none need be said.
    """
    today, most = clock.today(), timedelta(days=3660)
    begin = today if is_past else today + timedelta(days=30)
    first, last = (None, today) if is_past else (today - most, today + most)
    on = pick_day(head, key, None if is_optional else begin, first=first, last=last)
    return lambda: on


def document(head: str, key: str) -> Callable[[], dict[str, object]]:
    """A file by its name and its bytes; both empty where there is none."""
    file = st.file_uploader(head, type=list(ENDINGS), key=key)
    return lambda: {
        "file_name": file.name if file else "",
        "content": file.getvalue() if file else b"",
    }


def amount(
    head: str, key: str, one: Columns, *, is_optional: bool = False
) -> Callable[[], int | None]:
    """An amount as typed, in its unit, exactly; nothing where nothing need be said."""
    currency = str(one["currency"])
    left, right = st.columns([3, 1])
    typed = left.text_input(head, key=key, max_chars=24).replace(",", "").strip()
    units = (
        {"wan": i18n.unit_name("wan"), "yuan": _("yuan")}
        if currency == "CNY"
        else {"yuan": currency}
    )
    unit = right.selectbox(_("Unit"), list(units), format_func=units.__getitem__, key=f"{key}-unit")
    return lambda: None if is_optional and not typed else fen(typed, unit or "yuan", currency)


def units(typed: str, *, is_optional: bool) -> int | None:
    """A number of units as typed, None where nothing need be said; 0, which every command refuses,
    where it is none.
    """
    plain = typed.replace(",", "").replace("，", "").strip()
    if not plain and is_optional:
        return None
    return int(plain) if plain.isdecimal() else 0


def points(key: str, criteria: Sequence[Yardstick]) -> Callable[[], dict[str, int]]:
    """Points for each criterion of the call, from nothing to its most."""
    given = {
        criterion.code: st.number_input(
            _("{criterion}: 0 to {most} points, weight {weight} %").format(
                criterion=criterion.title, most=criterion.most, weight=criterion.weight
            ),
            0,
            criterion.most,
            None,
            key=f"{key}-{criterion.code}",
        )
        for criterion in criteria
    }
    return lambda: {code: int(value) for code, value in given.items() if value is not None}


def account(key: str, one: Mapping[str, object]) -> Callable[[], Account]:
    """Whose account, at which bank, under which number; of the body itself to begin with."""
    whose, bank, number = st.columns(3, vertical_alignment="bottom")
    body = next(
        (str(one[name]) for name in ("recipient", "supplier", "organisation") if name in one), ""
    )
    typed = (
        whose.text_input(_("Holder of the account"), body, key=f"{key}-holder", max_chars=200),
        bank.text_input(_("Bank"), key=f"{key}-bank", max_chars=200),
        number.text_input(_("Account number"), key=f"{key}-number", max_chars=60),
    )
    return lambda: Account(*typed)


def terms(key: str, one: Columns, parts: int, today: date) -> Callable[[], list[Terms]]:
    """The agreement's parts: code, what it is for, amount, promised day, whether it is paid in
    advance; amounts in 万元, or in the currency's unit.
    """
    currency = str(one["currency"])
    unit = "wan" if currency == "CNY" else "yuan"
    label = i18n.unit_name("wan") if currency == "CNY" else currency
    rows = []
    for place in range(1, parts + 1):
        code, title, sum_of, on, ahead = st.columns([1, 4, 2, 2, 1], vertical_alignment="bottom")
        rows.append(
            (
                code.text_input(_("Code"), f"T{place}", key=f"{key}-code-{place}", max_chars=40),
                title.text_input(_("For what"), key=f"{key}-title-{place}", max_chars=200),
                sum_of.text_input(
                    _("Amount, {unit}").format(unit=label),
                    key=f"{key}-amount-{place}",
                    max_chars=24,
                ),
                on.date_input(
                    _("Promised on"),
                    today + timedelta(days=90 * place),
                    min_value=today - timedelta(days=3660),
                    max_value=today + timedelta(days=3660),
                    key=f"{key}-on-{place}",
                    format="YYYY-MM-DD",
                ),
                ahead.checkbox(_("In advance"), key=f"{key}-ahead-{place}"),
            )
        )
    return lambda: [
        Terms(
            code.strip(),
            fen(typed.replace(",", "").strip(), unit, currency),
            on,
            title.strip(),
            is_advance=ahead,
        )
        for code, title, typed, on, ahead in rows
    ]
