"""Whoever approves the office's workbook sees every row, every total, every remark and the file."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from fund import db
from fund.access import actors
from fund.errors import NotAllowed
from fund.office import commands, intake, looking
from tests.office import sample as samples
from tests.people import Office

DAY = date(2026, 11, 23)


def test_a_decider_sees_rows_totals_remarks_and_the_file(an_office: Office) -> None:
    book = load_workbook(io.BytesIO(samples.sample()))
    book["资助"]["G3"] = "¥43,000,000.00"
    book["预算"].row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    records, issues = intake.read(out.getvalue(), today=DAY)
    assert {issue.code for issue in issues} == {"amount_as_text", "hidden_parts"}
    key = an_office.act(
        "officer",
        commands.upload_opening,
        on=DAY,
        file_name="本局.xlsx",
        content=out.getvalue(),
        records=records,
    )
    with db.reading(an_office.engine) as session:
        decider = actors.load(session, an_office.ids["decider"])
        found = looking.opening(session, decider, key)
        sent = looking.FILE.make(session, decider, key)
        viewer = actors.load(session, an_office.ids["viewer"])
        with pytest.raises(NotAllowed):
            looking.opening(session, viewer, key)
        with pytest.raises(NotAllowed):
            looking.FILE.make(session, viewer, key)
    assert [issue.code for issue in found.remarks] == [issue.code for issue in issues]
    assert {name: len(frame) for name, frame in found.sheets.items()} == {
        name: len(getattr(records, name)) for name in commands.SHEETS
    }
    paid = found.totals[found.totals["field"] == "paid"]["fen"].sum()
    assert paid == sum(row.paid for row in records.payments)
    assert (sent.name, sent.content) == ("本局.xlsx", out.getvalue())
