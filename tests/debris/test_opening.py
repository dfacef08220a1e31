"""What is open: cleared by two people, the same as CSV and JSON, as its schema says, and the
catalogue of data sets as DCAT.
"""

import csv
import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest

from fund import db
from fund.access.actors import OPERATOR
from fund.debris import answers, deciding, opening
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
from tests.debris.test_warnings import TCA, Firm
from tests.people import Office


def test_open_data_go_out_when_a_second_person_clears_them(an_office: Office) -> None:
    both = an_office.enter("both", "officer", "supervisor")
    an_office.ids["both"] = both
    key = an_office.act("both", deciding.propose_publication, kind="events")
    asked = {"publication_id": key, "is_approved": True}
    with pytest.raises(FourEyes):
        an_office.act("both", deciding.clear_publication, **asked)
    with pytest.raises(NeedsReason):
        an_office.act("supervisor", deciding.clear_publication, **asked | {"is_approved": False})
    an_office.act("supervisor", deciding.clear_publication, **asked)
    with pytest.raises(WrongState):
        an_office.act("supervisor", deciding.clear_publication, **asked)


TYPES = {
    "string": str,
    "datetime": datetime.fromisoformat,
    "number": float,
    "integer": int,
    "yearmonth": lambda text: date.fromisoformat(f"{text}-01"),
}


def test_what_is_open_is_the_same_as_csv_and_json_and_as_its_schema_says(
    an_office: Office,
) -> None:
    """Without anybody's name; what is still to come stays out."""
    firm = Firm(an_office)
    firm.act("anna", answers.acknowledge_warning, warning_id=firm.issue())
    firm.take(None, 2, TCA="2026-03-13T08:00:00")
    firm.take("2.0E-06", 3, TCA="2026-04-14T08:00:00")
    firm.now = TCA + timedelta(days=2)
    found = {}
    for kind in opening.FIELDS:
        key = firm.act("officer", deciding.propose_publication, kind=kind)
        with db.reading(an_office.engine) as session, pytest.raises(NotFound):
            opening.package(session, OPERATOR, key)
        asked = {"publication_id": key, "is_approved": True}
        firm.act("supervisor", deciding.clear_publication, **asked)
        with db.reading(an_office.engine) as session:
            content = opening.package(session, OPERATOR, key)
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = {name: file.read(name).decode() for name in file.namelist()}
        assert sorted(parts) == sorted([f"{kind}.csv", f"{kind}.json", "datapackage.json"])
        assert not [name for name in ("anna", "officer", "firm") if name in "".join(parts.values())]
        (table, _json) = json.loads(parts["datapackage.json"])["resources"]
        fields = {one["name"]: TYPES[one["type"]] for one in table["schema"]["fields"]}
        rows = list(csv.DictReader(io.StringIO(parts[table["path"]])))
        found[kind] = json.loads(parts[f"{kind}.json"])
        assert [list(row) for row in rows] == [list(fields)] * len(found[kind])
        for row, said in zip(rows, found[kind], strict=True):
            for name, text in row.items():
                known = fields[name](text) if text else None
                assert known == (fields[name](said[name]) if said[name] is not None else None)
    assert [(one["event"], one["level"]) for one in found["events"]] == [
        ("CW26-0001", "red"),
        ("CW26-0002", "info"),
    ]
    stated, absent = (one["probability_stated"] for one in found["events"])
    assert stated == pytest.approx(2e-4)
    assert absent is None
    (month,) = found["statistics"]
    assert (month["month"], month["events"], month["warnings"]) == ("2026-03", 2, 1)
    assert (month["from_1e-4"], month["acknowledged_in_time"]) == (1, 1)


def test_the_catalogue_goes_out_as_dcat(an_office: Office) -> None:
    key = an_office.act(
        "officer",
        deciding.register_dataset,
        code="GCAT",
        title_zh="目录",
        title_en="Catalogue",
        provider="J. M.",
        coverage="all objects",
        format="TSV",
        licence="CC-BY-4.0",
        refresh_days=7,
        address="https://example.org/gcat",
    )
    looked = {"dataset_id": key, "data_of": date(2026, 3, 9), "was_fetched": True}
    an_office.act("officer", deciding.look_at_dataset, on=date(2026, 3, 10), **looked)
    for kind, is_approved in (("events", True), ("statistics", False)):
        opened = an_office.act("officer", deciding.propose_publication, kind=kind)
        asked = {"publication_id": opened, "is_approved": is_approved, "why": "not yet"}
        an_office.act("supervisor", deciding.clear_publication, **asked)
    with db.reading(an_office.engine) as session:
        made = opening.dcat(session)
    (one, ours) = made["dcat:dataset"]
    assert ours["dct:identifier"] == "conjunction-events"
    assert [form["dct:format"] for form in ours["dcat:distribution"]] == [
        "text/csv",
        "application/json",
    ]
    assert (made["@type"], one["dct:identifier"], one["dct:license"]) == (
        "dcat:Catalog",
        "GCAT",
        "CC-BY-4.0",
    )
    assert (one["dct:modified"], one["dct:accrualPeriodicity"]) == ("2026-03-09", "P7D")
    assert one["dcat:distribution"]["dcat:accessURL"] == "https://example.org/gcat"
