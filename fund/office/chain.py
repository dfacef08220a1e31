"""What must hold between the rows of one workbook: codes, references, pairs, order of dates, the
chain of stages.

A sum that does not hold is noted at every cell that has a part in it, since any of them may be the
wrong one. Rows with unreadable cells take no part in sums: their own issue comes first.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import TypeVar

from fund.office.findings import Findings
from fund.office.records import Known, OfficeRecords, Payment, Record, Tranche, Undertaking

PAIRS = {
    "grants": ("obligated", "signed_on"),
    "contracts": ("obligated", "signed_on"),
    "holdings": ("obligated", "signed_on"),
    "subsidies": ("obligated", "signed_on"),
    "tranches": ("accepted", "accepted_on"),
    "payments": ("returned", "returned_on"),
}
"""Fields that are filled in together or not at all."""

ORDERED = {
    "grants": ("decided_on", "signed_on"),
    "contracts": ("decided_on", "signed_on"),
    "holdings": ("decided_on", "signed_on"),
    "subsidies": ("decided_on", "signed_on"),
    "payments": ("paid_on", "returned_on"),
}
"""Days of which the second may not come before the first."""
Row = TypeVar("Row", bound=Record)


def check(
    records: OfficeRecords, known: Known, heads: Callable[[str, str], str], found: Findings
) -> None:
    """Note everything that does not hold together; ``heads(sheet, field)`` is a column's
    heading.
    """
    _codes(records, known, found)
    _references(records, known, found)
    _programmes(records, found)
    _organisations(records.undertakings, found)
    for name in PAIRS:
        _pairs(name, getattr(records, name), heads, found)
    for name, (first, second) in ORDERED.items():
        _order(
            getattr(records, name), first, second, heads(name, first), heads(name, second), found
        )
    _lines(records, found)
    _undertakings(records, found)
    _tranches(records, found)
    _repeated(records.payments, found)


def _groups(records: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    """Records by key, without those whose key could not be read."""
    groups = defaultdict(list)
    for record in records:
        if (found := key(record)) is not None and not (isinstance(found, tuple) and None in found):
            groups[found].append(record)
    return groups


def money(fen: int) -> str:
    """An amount of whatever currency, as the cells show it."""
    return f"{Decimal(fen) / 100:,.2f}"


def _codes(records: OfficeRecords, known: Known, found: Findings) -> None:
    _duplicates(records.budget, "line", lambda row: row.line and row.line.casefold(), found)
    _duplicates(records.undertakings, "code", lambda row: row.code and row.code.casefold(), found)
    _duplicates(
        records.tranches,
        "tranche",
        lambda row: (row.undertaking, row.tranche and row.tranche.casefold()),
        found,
    )
    for rows in _groups(
        records.budget, lambda row: (row.programme, row.fiscal_year, row.currency)
    ).values():
        if len({row.line for row in rows}) > 1:
            found.each(
                "duplicate_line",
                [
                    row.cell(name)
                    for row in rows
                    for name in ("programme", "fiscal_year", "currency")
                ],
                rows[0].programme,
            )
    _recorded([row for row in records.budget if row.line in known.lines], "line", found)
    _recorded(
        [row for row in records.undertakings if row.code in known.undertakings], "code", found
    )
    _recorded(
        [row for row in records.tranches if (row.undertaking, row.tranche) in known.tranches],
        "tranche",
        found,
    )


def _recorded(rows: Iterable[Record], field: str, found: Findings) -> None:
    for row in rows:
        found.add("already_recorded", row.cell(field), getattr(row, field))


def _duplicates(
    rows: Iterable[Row], field: str, key: Callable[[Row], Hashable], found: Findings
) -> None:
    for same in _groups(rows, key).values():
        if len(same) > 1:
            found.each("duplicate", [row.cell(field) for row in same], getattr(same[0], field))


def _references(records: OfficeRecords, known: Known, found: Findings) -> None:
    lines = {row.line for row in records.budget}
    codes = {row.code for row in records.undertakings}
    pairs = {(row.undertaking, row.tranche) for row in records.tranches}
    _unknown(
        records.undertakings,
        "line",
        lambda row: row.line,
        lines | known.lines,
        "unknown_line",
        found,
    )
    parts: list[Tranche | Payment] = [*records.tranches, *records.payments]
    _unknown(
        parts,
        "undertaking",
        lambda row: row.undertaking,
        codes | known.undertakings,
        "unknown_undertaking",
        found,
    )
    resolved = [row for row in records.payments if row.undertaking in codes | known.undertakings]
    _unknown(
        resolved,
        "tranche",
        lambda row: (row.undertaking, row.tranche),
        pairs | known.tranches,
        "unknown_tranche",
        found,
    )
    _unused(records, lines | known.lines, codes | known.undertakings, pairs | known.tranches, found)


def _unknown(
    rows: Iterable[Row],
    field: str,
    key: Callable[[Row], Hashable],
    defined: Iterable[Hashable],
    code: str,
    found: Findings,
) -> None:
    defined = set(defined)
    for row in rows:
        if getattr(row, field) is not None and key(row) not in defined:
            found.add(
                code,
                row.cell(field),
                getattr(row, field),
                undertaking=getattr(row, "undertaking", ""),
            )


def _unused(
    records: OfficeRecords,
    lines: set[str],
    codes: set[str],
    pairs: set[tuple[str, str]],
    found: Findings,
) -> None:
    """A code nothing refers to, while another is referred to and missing, was probably mistyped
    here.
    """
    used_lines = {row.line for row in records.undertakings if row.line}
    used_codes = {row.undertaking for row in records.tranches if row.undertaking} | {
        row.undertaking for row in records.payments if row.undertaking
    }
    used_pairs = {
        (row.undertaking, row.tranche)
        for row in records.payments
        if row.undertaking and row.tranche
    }
    _idle(
        [row for row in records.budget if row.line not in used_lines],
        "line",
        used_lines - lines,
        found,
    )
    _idle(
        [row for row in records.undertakings if row.code not in used_codes],
        "code",
        used_codes - codes,
        found,
    )
    for tranche in records.tranches:
        missing = {
            code for undertaking, code in used_pairs - pairs if undertaking == tranche.undertaking
        }
        if (tranche.undertaking, tranche.tranche) not in used_pairs:
            _idle([tranche], "tranche", missing, found)


def _idle(rows: Iterable[Record], field: str, missing: set[str], found: Findings) -> None:
    for row in rows:
        if missing and getattr(row, field):
            found.add(
                "nothing_refers_to_it", row.cell(field), getattr(row, field), missing=min(missing)
            )


def _programmes(records: OfficeRecords, found: Findings) -> None:
    for title, rows in _groups(records.budget, lambda row: row.programme).items():
        for field in ("measure", "source"):
            if len({getattr(row, field) for row in rows} - {None}) > 1:
                found.each(
                    "programme_conflict", [row.cell(field) for row in rows], title, programme=title
                )


def _organisations(rows: list[Undertaking], found: Findings) -> None:
    for code, same in _groups(rows, lambda row: row.uscc).items():
        if len({row.organisation for row in same if row.organisation}) > 1:
            found.each(
                "name_differs",
                [row.cell(name) for row in same for name in ("organisation", "uscc")],
                code,
            )
    for name, same in _groups(rows, lambda row: row.organisation).items():
        if len({row.uscc for row in same if row.uscc}) > 1:
            found.each(
                "code_differs",
                [row.cell(field) for row in same for field in ("organisation", "uscc")],
                name,
            )


def _pairs(
    name: str, rows: Iterable[Record], heads: Callable[[str, str], str], found: Findings
) -> None:
    first, second = PAIRS[name]
    for row in rows:
        given = [getattr(row, field) is not None for field in (first, second)]
        if row.sound and given[0] != given[1]:
            empty, other = (second, first) if given[0] else (first, second)
            found.add(
                "half_filled", row.cell(empty), column=heads(name, empty), other=heads(name, other)
            )
            row.sound = False


def _order(
    rows: Iterable[Record], first: str, second: str, earlier: str, later: str, found: Findings
) -> None:
    for row in rows:
        before, after = getattr(row, first), getattr(row, second)
        if before and after and after < before:
            found.each(
                "dates_in_wrong_order",
                [row.cell(first), row.cell(second)],
                after,
                earlier=earlier,
                later=later,
            )


def _lines(records: OfficeRecords, found: Findings) -> None:
    spent = _groups(records.undertakings, lambda row: row.line)
    for line in records.budget:
        rows = spent.get(line.line, [])
        committed = sum(row.committed for row in rows if row.sound)
        if line.sound and committed > line.appropriated:
            cells = [line.cell("appropriated"), *(row.cell("committed") for row in rows)]
            found.each(
                "over_appropriated",
                cells,
                money(committed),
                code=line.line,
                part=money(committed),
                whole=money(line.appropriated),
            )


def _undertakings(records: OfficeRecords, found: Findings) -> None:
    tranches = _groups(records.tranches, lambda row: row.undertaking)
    for row in records.undertakings:
        if not row.sound:
            continue
        if row.obligated is not None and row.obligated > row.committed:
            found.each(
                "over_committed",
                [row.cell("obligated"), row.cell("committed")],
                money(row.obligated),
                part=money(row.obligated),
                whole=money(row.committed),
            )
        _agreement(row, tranches.get(row.code, []), found)


def _agreement(row: Undertaking, tranches: list[Tranche], found: Findings) -> None:
    """A signed agreement is the sum of its tranches; one that is not signed has none."""
    if not all(tranche.sound for tranche in tranches):
        return
    cells = [tranche.cell("amount") for tranche in tranches]
    named = [tranche.cell("undertaking") for tranche in tranches]
    total = sum(tranche.amount for tranche in tranches)
    if row.obligated is None:
        if tranches:
            places = [row.cell("obligated"), row.cell("signed_on"), *named]
            found.each("tranche_before_signing", places, row.code, code=row.code)
    elif not tranches:
        found.add("signed_without_tranches", row.cell("code"), row.code, code=row.code)
        found.each(
            "tranches_do_not_add_up",
            [row.cell("obligated")],
            "",
            code=row.code,
            part=money(0),
            whole=money(row.obligated),
        )
    elif total != row.obligated:
        places = [row.cell("obligated"), *cells, *named]
        found.each(
            "tranches_do_not_add_up",
            places,
            money(total),
            code=row.code,
            part=money(total),
            whole=money(row.obligated),
        )


def _tranches(records: OfficeRecords, found: Findings) -> None:
    payments = _groups(records.payments, lambda row: (row.undertaking, row.tranche))
    milestoned = {row.code for row in (*records.grants, *records.contracts)}
    for row in records.tranches:
        if not row.sound:
            continue
        if row.accepted is not None and row.accepted > row.amount:
            found.each(
                "over_accepted",
                [row.cell("accepted"), row.cell("amount")],
                money(row.accepted),
                part=money(row.accepted),
                whole=money(row.amount),
            )
        is_met = row.met_on is not None or row.undertaking not in milestoned
        if row.accepted is not None and not is_met:
            found.add("accepted_not_met", row.cell("met_on"), code=row.tranche)
        _paid(row, payments.get((row.undertaking, row.tranche), []), found)


def _paid(tranche: Tranche, payments: list[Payment], found: Findings) -> None:
    if not all(payment.sound for payment in payments):
        return
    for payment in payments:
        if payment.returned is not None and payment.returned > payment.paid:
            found.each(
                "over_returned",
                [payment.cell("returned"), payment.cell("paid")],
                money(payment.returned),
                part=money(payment.returned),
                whole=money(payment.paid),
            )
        if tranche.accepted_on and payment.paid_on < tranche.accepted_on:
            found.add(
                "paid_before_accepted",
                payment.cell("paid_on"),
                payment.paid_on,
                paid_on=payment.paid_on,
                accepted_on=tranche.accepted_on,
            )
    net = sum(payment.paid - (payment.returned or 0) for payment in payments)
    if net > (tranche.accepted or 0):
        cells = [
            tranche.cell("accepted"),
            *(payment.cell("paid") for payment in payments),
            *(payment.cell("returned") for payment in payments if payment.returned),
        ]
        found.each(
            "overpaid", cells, money(net), part=money(net), whole=money(tranche.accepted or 0)
        )


def _repeated(payments: list[Payment], found: Findings) -> None:
    for same in _groups(
        payments, lambda row: (row.undertaking, row.tranche, row.paid, row.paid_on, row.voucher)
    ).values():
        if len(same) > 1:
            found.each("repeated_payment", [row.cell("paid") for row in same], money(same[0].paid))
