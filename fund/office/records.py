"""What an office's workbook says, row by row: amounts in fen, days as dates, choices as keys, each
row knowing its cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TypeVar


@dataclass(kw_only=True)
class Record:
    """A row of a sheet. ``cells`` maps a field to its place (预算!A3); ``sound`` is false when a cell
    could not be read.
    """

    cells: Mapping[str, str]
    sound: bool = True
    note: str = ""

    def cell(self, name: str) -> str:
        """Where a field stands."""
        return self.cells[name]


@dataclass(kw_only=True)
class BudgetLine(Record):
    """What was appropriated to a programme in a fiscal year and currency."""

    line: str
    programme: str
    measure: str
    source: str
    fiscal_year: int
    currency: str
    appropriated: int
    occurred_on: date


@dataclass(kw_only=True)
class Undertaking(Record):
    """A grant or a contract; ``obligated`` and ``signed_on`` are None while it is not signed."""

    code: str
    title: str
    organisation: str
    uscc: str
    region: str
    line: str
    committed: int
    decided_on: date
    obligated: int | None = None
    signed_on: date | None = None


@dataclass(kw_only=True)
class Grant(Undertaking):
    """A grant to a recipient."""


@dataclass(kw_only=True)
class Contract(Undertaking):
    """A contract with a supplier."""

    category: str
    method: str


@dataclass(kw_only=True)
class Tranche(Record):
    """A part of an agreement with its milestone; accepted in fen, or None."""

    undertaking: str
    tranche: str
    title: str
    amount: int
    planned_on: date
    forecast_on: date | None = None
    met_on: date | None = None
    accepted: int | None = None
    accepted_on: date | None = None


@dataclass(kw_only=True)
class Payment(Record):
    """A payment of a tranche, and what came back of it."""

    undertaking: str
    tranche: str
    paid: int
    paid_on: date
    returned: int | None = None
    returned_on: date | None = None
    voucher: str = ""


@dataclass(kw_only=True)
class Holding(Undertaking):
    """What is subscribed of a firm or a fund."""

    form: str


@dataclass(kw_only=True)
class Fact(Record):
    """A dated fact of a holding: amount in fen, units, who invests beside the fund, the cost that
    leaves and what stays, the gain of what was remitted and its voucher, as far as its kind has
    them.
    """

    undertaking: str
    kind: str
    occurred_on: date
    amount: int | None = None
    units: int | None = None
    investor: str = ""
    investor_kind: str = ""
    cost: int | None = None
    stays: int | None = None
    gain: int | None = None
    voucher: str = ""


@dataclass(kw_only=True)
class Subsidy(Undertaking):
    """A subsidy with its terms, of days [first_on, last_on); ``percent`` in millionths; settled to
    ``settled_on``, not counted.
    """

    instrument: str
    method: str
    percent: int
    day_base: str
    lender: str
    contract_number: str
    loan: int
    first_on: date
    last_on: date
    settled_on: date | None = None


@dataclass(kw_only=True)
class Guarantee(Record):
    """A letter, deposit or policy that is held, for what ``subject`` names by its code."""

    number: str
    issuer: str
    kind: str
    form: str
    face: int
    organisation: str
    uscc: str
    region: str
    subject: str
    duty: str
    valid_from_on: date
    base: int | None = None
    duty_due_on: date | None = None
    valid_to_on: date | None = None
    return_days: int | None = None


RECORDS: Mapping[str, type[Record]] = {
    "budget": BudgetLine,
    "grants": Grant,
    "contracts": Contract,
    "tranches": Tranche,
    "payments": Payment,
    "holdings": Holding,
    "facts": Fact,
    "subsidies": Subsidy,
    "guarantees": Guarantee,
}
"""The record a sheet's rows become, by the sheet's name in the form."""


Row = TypeVar("Row", bound=Record)


@dataclass
class OfficeRecords:
    """Everything in one workbook; rows that could not be read are left out (and named by an
    issue).
    """

    budget: list[BudgetLine] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    tranches: list[Tranche] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    subsidies: list[Subsidy] = field(default_factory=list)
    guarantees: list[Guarantee] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows all sheets have."""
        return sum(len(getattr(self, one.name)) for one in fields(self))

    @property
    def undertakings(self) -> list[Undertaking]:
        """Grants, then contracts, holdings and subsidies."""
        return [*self.grants, *self.contracts, *self.holdings, *self.subsidies]


def of_kind(rows: Mapping[str, Iterable[Record]], name: str, kind: type[Row]) -> list[Row]:
    """The rows of a sheet as the records of its kind; none where the sheet was not there."""
    return [row for row in rows.get(name, ()) if isinstance(row, kind)]


def put_together(rows: Mapping[str, Iterable[Record]]) -> OfficeRecords:
    """Everything in one workbook, from the rows by sheet."""
    return OfficeRecords(
        of_kind(rows, "budget", BudgetLine),
        of_kind(rows, "grants", Grant),
        of_kind(rows, "contracts", Contract),
        of_kind(rows, "tranches", Tranche),
        of_kind(rows, "payments", Payment),
        of_kind(rows, "holdings", Holding),
        of_kind(rows, "facts", Fact),
        of_kind(rows, "subsidies", Subsidy),
        of_kind(rows, "guarantees", Guarantee),
    )


@dataclass(frozen=True)
class Known:
    """Codes the database has already: they may be referred to, and may not be entered again."""

    lines: frozenset[str] = frozenset()
    undertakings: frozenset[str] = frozenset()
    tranches: frozenset[tuple[str, str]] = frozenset()
    contracts: frozenset[tuple[str, str]] = frozenset()
    """Loans and policies that are subsidised, by instrument and key."""
    guarantees: frozenset[tuple[str, str]] = frozenset()
    """Guarantees by the keys of issuer and number."""
