"""What a form asks: one field of each kind, drawn, and read when the form is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from fund import clock, i18n
from fund.attachments.rules import ENDINGS
from fund.i18n import _
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


def asked(
    field: Field,
    key: str,
    choices: Mapping[str, Mapping[Any, Any]],
    one: dict[str, Any],
    parts: int,
) -> Callable[[], Any]:
    """Draw one field; what it gives is read when the form is sent, so that a slip is refused in
    words.
    """
    head, today = _(field.head), clock.today()
    match field.kind:
        case "choice" | "optional":
            options = choices[field.of]
            known = list(options)
            chosen = st.selectbox(
                head,
                known,
                index=0 if len(known) == 1 and field.kind == "choice" else None,
                format_func=lambda value: options[value],
                placeholder=_("Choose an option"),
                key=key,
            )
            return lambda: chosen if field.kind == "choice" else chosen or ""
        case "amount" | "amount?":
            return amount(head, key, one, is_optional=field.kind == "amount?")
        case "day":
            day = st.date_input(
                head,
                today + timedelta(days=30),
                min_value=today - timedelta(days=3660),
                max_value=today + timedelta(days=3660),
                key=key,
                format="YYYY-MM-DD",
            )
            return lambda: day
        case "past":
            day = st.date_input(head, today, max_value=today, key=key, format="YYYY-MM-DD")
            return lambda: day
        case "file" | "file?":
            file = st.file_uploader(head, type=list(ENDINGS), key=key)
            return lambda: {
                "file_name": file.name if file else "",
                "content": file.getvalue() if file else b"",
            }
        case "count":
            count = st.number_input(head, 1, HEAVIEST, 1, key=key)
            return lambda: int(count)
        case "yes":
            answer = st.radio(
                head,
                [True, False],
                format_func=lambda value: _("Yes") if value else _("No"),
                horizontal=True,
                key=key,
            )
            return lambda: answer
        case "points":
            return points(key, choices[field.of])
        case "terms":
            return terms(key, one, parts, today)
        case _:
            words = (
                st.text_area(head, key=key, max_chars=500, height=80)
                if field.kind.startswith("text")
                else st.text_input(head, key=key, max_chars=200)
            )
            return lambda: words


def amount(
    head: str, key: str, one: dict[str, Any], *, is_optional: bool = False
) -> Callable[[], int | None]:
    """An amount as typed, in its unit, exactly; nothing where nothing need be said."""
    left, right = st.columns([3, 1])
    typed = left.text_input(head, key=key, max_chars=24).replace(",", "").strip()
    units = (
        {"wan": i18n.unit_name("wan"), "yuan": _("yuan")}
        if one["currency"] == "CNY"
        else {"yuan": one["currency"]}
    )
    unit = right.selectbox(_("Unit"), list(units), format_func=units.__getitem__, key=f"{key}-unit")
    return lambda: None if is_optional and not typed else fen(typed, unit or "yuan")


def points(key: str, criteria: Mapping[str, Any]) -> Callable[[], dict[str, int]]:
    """Points for each criterion of the call, from nothing to its most."""
    given = {
        code: st.number_input(
            _("{criterion}: 0 to {most} points, weight {weight} %").format(
                criterion=criterion.title, most=criterion.most, weight=criterion.weight
            ),
            0,
            criterion.most,
            None,
            key=f"{key}-{code}",
        )
        for code, criterion in criteria.items()
    }
    return lambda: {code: int(value) for code, value in given.items() if value is not None}


def terms(key: str, one: dict[str, Any], parts: int, today: date) -> Callable[[], list[Terms]]:
    """The agreement's parts: code, what it is for, amount, promised day, whether it is paid in
    advance; amounts in 万元, or in the currency's unit.
    """
    unit = "wan" if one["currency"] == "CNY" else "yuan"
    label = i18n.unit_name("wan") if one["currency"] == "CNY" else one["currency"]
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
            fen(typed.replace(",", "").strip(), unit),
            on,
            title.strip(),
            is_advance=ahead,
        )
        for code, title, typed, on, ahead in rows
    ]
