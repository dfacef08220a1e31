"""What whoever approves an office's workbook looks at first: every row, every total, the remarks it
was read with, and the file as it came.
"""

import json
from dataclasses import fields
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session

from fund import money
from fund.access.actors import Actor
from fund.clock import BEIJING
from fund.errors import Issue, NotFound
from fund.office import commands, intake, mending
from fund.office.form import Form, template_form
from fund.office.intake import NOTHING_KNOWN
from fund.office.mending import Change
from fund.office.records import RECORDS, OfficeRecords
from fund.office.tables import Opening
from fund.rooms.download import XLSX, Download, Sent
from fund.workbook.guard import open_workbook

TOTALS = ["sheet", "currency", "field", "fen"]


class Looked(NamedTuple):
    """A frame a sheet (columns are the fields of its form, amounts in fen), sums by sheet, currency
    and field: TOTALS, the remarks, and what was put right on the page.
    """

    sheets: dict[str, pd.DataFrame]
    totals: pd.DataFrame
    remarks: list[Issue]
    mended: dict[str, Change]


def opening(session: Session, actor: Actor, opening_id: int) -> Looked:
    """Everything in a workbook that waits, read again from the file that is kept."""
    row = _kept(session, actor, opening_id)
    records = commands.thawed(row.records)
    changed = json.loads(row.mended)
    book, issues = open_workbook(row.content)
    if book is not None:
        day = row.uploaded_at.astimezone(BEIJING).date()
        _read, issues = intake.read_book(mending.changed(book, changed), NOTHING_KNOWN, day)
    remarks = [issue for issue in issues if issue.severity == "warning"]
    sheets = {form.name: _frame(form, records) for form in template_form().forms}
    return Looked(sheets, _totals(records), remarks, changed)


def _kept(session: Session, actor: Actor, opening_id: int) -> Opening:
    actor.must("approve_opening")
    row = session.get(Opening, opening_id)
    if row is None:
        raise NotFound(kind="opening", key=opening_id)
    return row


def _frame(form: Form, records: OfficeRecords) -> pd.DataFrame:
    """The rows of a sheet, in the order of its columns."""
    known = {one.name for one in fields(RECORDS[form.name])}
    keys = [column.key for column in form.columns if column.key in known]
    rows = [[getattr(row, key) for key in keys] for row in getattr(records, form.name)]
    return pd.DataFrame(rows, columns=keys, dtype=object)


def _totals(records: OfficeRecords) -> pd.DataFrame:
    """Sums of every amount by sheet and by the currency of its line."""
    currency = {row.line: row.currency for row in records.budget}
    lines = {row.code: row.line for row in records.undertakings}
    sums: dict[tuple[str, str, str], int] = {}
    for form in template_form().forms:
        amounts = [column.key for column in form.columns if column.kind == "money"]
        for row in getattr(records, form.name):
            of = getattr(row, "undertaking", "") or getattr(row, "subject", "")
            line = getattr(row, "line", "") or lines.get(of, "")
            for key in amounts:
                place = (form.name, currency.get(line, ""), key)
                sums[place] = sums.get(place, 0) + (getattr(row, key) or 0)
    return pd.DataFrame([(*place, fen) for place, fen in sums.items()], columns=TOTALS)


def shown(value: float | Decimal | None, currency: str = money.RENMINBI) -> str:
    """An amount in hundredths of its unit, as the cells show it, with its currency's decimals."""
    return "" if value is None else f"{Decimal(value) / 100:,.{money.decimals(currency)}f}"


def _file(session: Session, actor: Actor, opening_id: int) -> Sent:
    row = _kept(session, actor, opening_id)
    return Sent(row.file_name, XLSX, bytes(row.content))


FILE = Download("opening", "approve_opening", _file)
