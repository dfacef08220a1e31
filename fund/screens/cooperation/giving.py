"""Money of others and results of one project: stating, correcting, reporting, confirming."""

from datetime import date

import pandas as pd
import streamlit as st

from fund import clock
from fund.cooperation import giving as stating
from fund.cooperation import rules
from fund.cooperation.rows import Project
from fund.i18n import _
from fund.screens.cooperation.entering import DONE, decimal, send
from fund.ui.fields import folded, form_opened, pick, pick_day, pick_word
from fund.ui.visit import Visit, act


def others(visit: Visit, one: Project) -> None:
    """What somebody else pledged, committed, spent or settled."""
    if not visit.who.may("state_others_money"):
        return
    form = form_opened("f-money-new", _("State money of others"), "f-form-money")
    if form is None:
        return
    with form:
        stage = pick_word(_("Kind of money"), rules.MONEY_STAGES, "f-money-stage")
        provider = st.text_input(_("Given by"), key="f-money-from", max_chars=200)
        left, right = st.columns([3, 1])
        amount = left.text_input(
            _("Amount in units of the currency"), key="f-money-amount", max_chars=24
        )
        currency = right.text_input(_("Currency"), "CNY", key="f-money-currency", max_chars=3)
        rate = st.text_input(_("Rate: yuan for one unit"), key="f-money-rate", max_chars=20)
        rate_on = pick_day(_("Day of the rate"), "f-money-rate-on", None, last=clock.today())
        rate_source = st.text_input(_("Source of the rate"), key="f-money-rate-src", max_chars=300)
        on = pick_day(_("Date"), "f-money-on", clock.today())
        source = st.text_input(_("Source"), key="f-money-source", max_chars=300)

        def given() -> dict[str, object]:
            value = decimal(amount)
            if value is None:
                raise rules.AmountWrong
            return {
                "project": one["code"],
                "stage": stage,
                "provider": provider,
                "amount": value,
                "currency": currency.strip().upper(),
                "rate": decimal(rate),
                "rate_on": rate_on if isinstance(rate_on, date) else None,
                "rate_source": rate_source,
                "happened_on": on if isinstance(on, date) else clock.today(),
                "source": source,
            }

        send(visit, _("Record the money"), "money", stating.state_others_money, given)


def correct(visit: Visit, moneys: pd.DataFrame) -> None:
    """Take back a statement that was wrong, with the reason."""
    if not visit.who.may("state_others_money") or moneys.empty:
        return
    rows = moneys.to_dict("records")
    options = {
        row["money_id"]: f"{row['happened_on']} {row['provider']} {row['amount']} {row['currency']}"
        for row in rows
        if not row["is_corrected"] and row["corrects_id"] is None
    }
    if not options:
        return
    with folded("f-correct-new", _("Take back a statement"), "f-form-correct"):
        key = pick(_("Statement"), options, "f-correct-key")
        source = st.text_input(_("Why, and where it was read"), key="f-correct-src", max_chars=300)
        send(
            visit,
            _("Take it back"),
            "correct",
            stating.correct_others_money,
            lambda: {"money_id": key or 0, "source": source},
        )


def indicators(visit: Visit, one: Project, results: pd.DataFrame) -> None:
    """Enter an indicator; report its figure of a period."""
    if visit.who.may("enter_indicator"):
        with folded("f-indicator-new", _("Enter an indicator"), "f-form-indicator"):
            title = st.text_input(_("Chinese title"), key="f-indicator-title", max_chars=300)
            english = st.text_input(_("English title"), key="f-indicator-english", max_chars=300)
            measure = pick_word(_("Measure"), rules.MEASURES, "f-indicator-measure")
            unit = st.text_input(_("Unit"), key="f-indicator-unit", max_chars=40)
            baseline = st.text_input(_("Baseline"), key="f-indicator-baseline", max_chars=20)
            send(
                visit,
                _("Enter the indicator"),
                "indicator",
                stating.enter_indicator,
                lambda: {
                    "project": one["code"],
                    "title_zh": title,
                    "title_en": english,
                    "baseline": decimal(baseline),
                    "measure": measure,
                    "unit": unit,
                },
            )
    known = dict(zip(results["indicator_id"], results["title_zh"], strict=True))
    if known and visit.who.may("report_result"):
        report(visit, known)


def report(visit: Visit, known: dict[int, str]) -> None:
    """A figure of a period with its source."""
    with folded("f-result-new", _("Report a result"), "f-form-result"):
        key = pick(_("Indicator"), known, "f-result-indicator")
        left, right = st.columns(2)
        start = pick_day(_("Period from"), "f-result-start", None, at=left, last=clock.today())
        end = pick_day(_("Period to"), "f-result-end", None, at=right, last=clock.today())
        target = left.text_input(_("Target"), key="f-result-target", max_chars=20)
        actual = right.text_input(_("Actual"), key="f-result-actual", max_chars=20)
        words = st.text_input(_("In words"), key="f-result-words", max_chars=300)
        source = st.text_input(_("Source"), key="f-result-source", max_chars=300)

        def given() -> dict[str, object]:
            return {
                "indicator_id": key or 0,
                "starts_on": start if isinstance(start, date) else clock.today(),
                "ends_on": end if isinstance(end, date) else clock.today(),
                "target": decimal(target),
                "actual": decimal(actual),
                "words": words,
                "source": source,
            }

        send(visit, _("Report it"), "result", stating.report_result, given)


def confirm(visit: Visit, results: pd.DataFrame) -> None:
    """Confirm what another person reported."""
    if not visit.who.may("confirm_result"):
        return
    waiting = results[results["result_id"].notna() & results["confirmed_on"].isna()]
    rows = waiting.to_dict("records")
    for row in rows:
        said = row["words"] if row["actual"] is None else f"{row['actual']:f} {row['unit']}"
        act(
            visit,
            _("Confirm: {title}, {figure}").format(title=row["title_zh"], figure=said.strip()),
            stating.confirm_result,
            key=f"f-confirm-{row['result_id']}",
            done=_("Confirmed."),
            at=DONE,
            result_id=int(row["result_id"]),
        )
