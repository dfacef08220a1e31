"""What must hold of holdings, subsidies and guarantees in one workbook, beside what holds of every
undertaking (fund.office.chain).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import TypeVar

from fund.guarantees.rules import key
from fund.money import RENMINBI
from fund.office.chain import money
from fund.office.findings import Findings
from fund.office.form import template_form
from fund.office.records import Fact, Guarantee, Holding, Known, OfficeRecords, Record, Subsidy
from fund.subsidies.rules import HIGHEST_RATE, MILLION, contract_key, percent

NEEDS = {
    "subscribed": ("amount", "investor", "investor_kind"),
    "other_paid": ("amount", "investor"),
    "units": ("units",),
    "investment": ("amount",),
    "value": ("amount",),
    "income": ("amount",),
    "exit": ("amount",),
    "remittance": ("amount", "voucher"),
}
"""Kind of fact -> what it says beside its day."""
MAY_SAY = {"exit": ("units", "cost", "stays"), "remittance": ("gain",)}
"""Kind of fact -> what it says where there is some."""
SAYS = ("amount", "units", "investor", "investor_kind", "cost", "stays", "gain", "voucher")
"""What any kind may say; a cell its kind has no use for is refused, not passed over."""
AFTER_PAYMENT = ("units", "value", "income", "exit", "remittance")
"""Facts there are none of before money was paid."""
Row = TypeVar("Row", bound=Record)


def check(records: OfficeRecords, known: Known, found: Findings) -> None:
    """Note everything that does not hold together."""
    currencies = {row.line: row.currency for row in records.budget}
    for row in (*records.holdings, *records.subsidies):
        currency = currencies.get(row.line, RENMINBI)
        if isinstance(row, Holding) and currency not in (None, RENMINBI):
            found.add("not_in_renminbi", row.cell("line"), code=row.line, currency=currency)
    _facts(records, found)
    _left(records, found)
    _twice(records.facts, _voucher, "voucher", found)
    for row in records.subsidies:
        _terms(row, known, found)
        _settled(row, records, found)
    _twice(records.subsidies, _contract, "contract_number", found)
    _twice(records.guarantees, _guarantee, "number", found)
    _guarantees(records, known, found)


def _twice(rows: Iterable[Row], by: Callable[[Row], Hashable], field: str, found: Findings) -> None:
    same: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        if (named := by(row)) is not None:
            same[named].append(row)
    for held in same.values():
        if len(held) > 1:
            cells = [row.cell(field) for row in held]
            found.each("duplicate", cells, getattr(held[0], field))


def _contract(row: Subsidy) -> tuple[str, str] | None:
    if row.instrument is None or row.contract_number is None:
        return None
    return row.instrument, contract_key(row.contract_number)


def _guarantee(row: Guarantee) -> tuple[str, str] | None:
    return None if row.issuer is None or row.number is None else (key(row.issuer), key(row.number))


def _voucher(row: Fact) -> tuple[str, str] | None:
    is_told = row.kind == "remittance" and row.undertaking and row.voucher
    return (row.undertaking, row.voucher.strip()) if is_told else None


def _left(records: OfficeRecords, found: Findings) -> None:
    """The cost of an exit is what was paid by then: money paid later would change it. Gain is a
    part of what was remitted.
    """
    paid_on: dict[str, date] = {}
    for payment in records.payments:
        if payment.paid_on is not None:
            last = paid_on.get(payment.undertaking, payment.paid_on)
            paid_on[payment.undertaking] = max(last, payment.paid_on)
    for row in records.facts:
        if not row.sound:
            continue
        last_on = paid_on.get(row.undertaking)
        if row.kind == "exit" and last_on is not None and last_on > row.occurred_on:
            place = row.cell("occurred_on")
            found.add("paid_after_exit", place, date=last_on, code=row.undertaking)
        if row.kind == "remittance" and (row.gain or 0) > (row.amount or 0):
            found.add("gain_above", row.cell("gain"), money(row.gain or 0))


def _facts(records: OfficeRecords, found: Findings) -> None:
    holdings = {row.code for row in records.holdings}
    paid_on: dict[str, date] = {}
    for payment in records.payments:
        if payment.undertaking in holdings and payment.paid_on is not None:
            earliest = paid_on.get(payment.undertaking, payment.paid_on)
            paid_on[payment.undertaking] = min(earliest, payment.paid_on)
    for row in records.facts:
        if row.undertaking is not None and row.undertaking not in holdings:
            found.add("unknown_holding", row.cell("undertaking"), row.undertaking)
        elif row.sound:
            _fact(row, paid_on.get(row.undertaking), found)
    _investors(records, found)


def _fact(row: Fact, first_paid_on: date | None, found: Findings) -> None:
    heads = {column.key: column.zh for column in template_form().form("facts").columns}
    needs, may = NEEDS.get(row.kind, ()), MAY_SAY.get(row.kind, ())
    for name in SAYS:
        value = getattr(row, name)
        is_said = value not in (None, "")
        if name in needs and not (value or (is_said and row.kind == "exit")):  # all may be lost
            found.add("fact_needs", row.cell(name), row.kind, column=heads[name])
        elif name not in (*needs, *may) and is_said:
            found.add("fact_has_no", row.cell(name), row.kind, column=heads[name])
    if row.kind in AFTER_PAYMENT and (first_paid_on is None or row.occurred_on < first_paid_on):
        found.add(
            "before_first_payment",
            row.cell("occurred_on"),
            date=row.occurred_on,
            code=row.undertaking,
        )


def _investors(records: OfficeRecords, found: Findings) -> None:
    """Whoever paid has subscribed, and paid no more than that."""
    told: dict[tuple[str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for row in records.facts:
        if row.sound and row.kind in ("subscribed", "other_paid") and row.amount and row.investor:
            told[row.undertaking, row.investor][row.kind].append(row)
    for (code, investor), kinds in told.items():
        subscribed, paid = kinds["subscribed"], kinds["other_paid"]
        if not subscribed:
            for row in paid:
                found.add("unknown_investor", row.cell("investor"), investor, code=code)
            continue
        whole, part = (sum(row.amount or 0 for row in rows) for rows in (subscribed, paid))
        if part > whole:
            cells = [row.cell("amount") for row in (*subscribed, *paid)]
            told_of = {"part": money(part), "whole": money(whole)}
            found.each("over_subscribed", cells, money(part), **told_of)


def _terms(row: Subsidy, known: Known, found: Findings) -> None:
    if not row.sound:
        return
    if row.last_on <= row.first_on:
        found.add("days_end_before", row.cell("last_on"), row.last_on, first=row.first_on)
    most = MILLION if row.method == "share" else HIGHEST_RATE
    if row.percent > most:
        found.add("percent_above", row.cell("percent"), percent(row.percent), most=percent(most))
    if _contract(row) in known.contracts:
        found.add("contract_taken", row.cell("contract_number"), row.contract_number)


def _settled(row: Subsidy, records: OfficeRecords, found: Findings) -> None:
    """What is settled is accepted, within the days of the subsidy, as one part."""
    parts = [part for part in records.tranches if part.undertaking == row.code]
    if not row.sound or not all(part.sound for part in parts):
        return
    if len(parts) > 1:
        found.each("one_part", [part.cell("tranche") for part in parts], row.code)
    for payment in records.payments:
        if payment.undertaking == row.code and payment.returned:
            found.add("returned_of_subsidy", payment.cell("returned"), money(payment.returned))
    accepted = any(part.accepted for part in parts)
    if accepted != (row.settled_on is not None):
        found.add("settled_and_accepted", row.cell("settled_on"), row.settled_on or "")
    if row.settled_on is not None and row.settled_on <= row.first_on:
        found.add("days_end_before", row.cell("settled_on"), row.settled_on, first=row.first_on)
    if row.settled_on is not None and row.settled_on > row.last_on:
        found.add("days_end_beyond", row.cell("settled_on"), row.settled_on, last=row.last_on)


def _guarantees(records: OfficeRecords, known: Known, found: Findings) -> None:
    codes = {row.code for row in records.undertakings} | known.undertakings
    for row in records.guarantees:
        if row.subject is not None and row.subject not in codes:
            found.add("unknown_subject", row.cell("subject"), row.subject)
        if not row.sound:
            continue
        if _guarantee(row) in known.guarantees:
            found.add("guarantee_taken", row.cell("number"), row.number)
        if row.valid_to_on is None and row.form != "deposit":
            found.add("needs_an_end", row.cell("valid_to_on"), row.form)
        if row.valid_to_on is not None and row.valid_to_on < row.valid_from_on:
            first = row.valid_from_on
            found.add("days_end_before", row.cell("valid_to_on"), row.valid_to_on, first=first)
