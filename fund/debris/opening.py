"""Our own open data: events that are over and statistics by month, as CSV and JSON with a schema
(Frictionless data package), and the catalogue of data sets as DCAT. Nothing names a firm or person.
"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.clock import BEIJING
from fund.debris import rules
from fund.debris.queries import EVENT, MESSAGE, OWN, WARNING
from fund.debris.tables import DatasetLook, DebrisPublication, OpenDataset
from fund.errors import NotFound
from fund.workbook.delimited import written

BANDS = ((1e-7, "below_1e-7"), (1e-5, "1e-7_to_1e-5"), (1e-4, "1e-5_to_1e-4"), (2.0, "from_1e-4"))
FIELDS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "events": (
        ("event", "string", "public number of the event"),
        ("object_a", "string", "catalogue number of one object"),
        ("object_b", "string", "catalogue number of the other object"),
        ("closest_approach", "datetime", "time of closest approach, UTC"),
        ("miss_distance_m", "number", "by the latest message"),
        ("probability_stated", "number", "by the latest message; empty where none was stated"),
        ("probability_own", "number", "over a circle; empty where none could be given"),
        ("messages", "integer", "how many messages there were"),
        ("level", "string", "highest level near the approach: info, yellow, orange or red"),
    ),
    "statistics": (
        ("month", "yearmonth", "month of the closest approach, Beijing"),
        ("events", "integer", "events about spacecraft of ours"),
        *((name, "integer", "of them, by the probability used") for _most, name in BANDS),
        ("without_probability", "integer", "of them, without any probability"),
        ("warnings", "integer", "warnings issued for them"),
        ("acknowledged_in_time", "integer", "of those warnings"),
    ),
}
"""Kind -> its columns: name, type of the Frictionless table schema, description."""
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}


def rows(session: Session, kind: str, up_to: datetime) -> list[dict[str, object]]:
    """What goes out of a kind, of events over by an instant."""
    found = _events(session, up_to)
    return [_public(row) for row in found] if kind == "events" else _statistics(session, found)


class Over(NamedTuple):
    """An event that is over, with its latest message and what we worked out of that."""

    id: int
    year: int
    serial: int
    number_a: str
    number_b: str
    tca: datetime
    miss_mm: int
    messages: int
    level_near: int
    raised_to: int
    pc: float | None
    circle: float | None


def _events(session: Session, up_to: datetime) -> list[Over]:
    statement = (
        sa.select(
            *EVENT.c["id", "year", "serial", "number_a", "number_b", "tca", "miss_mm"],
            *EVENT.c["messages", "level_near", "raised_to"],
            MESSAGE.c.pc,
            OWN.c.circle,
        )
        .join(MESSAGE, MESSAGE.c.id == EVENT.c.latest_id)
        .outerjoin(
            OWN,
            sa.and_(OWN.c.cdm_message_id == MESSAGE.c.id, OWN.c.code_version == rules.CODE_VERSION),
        )
        .where(EVENT.c.is_ours, EVENT.c.tca <= up_to, EVENT.c.first_taken_at <= up_to)
        .order_by(EVENT.c.tca, EVENT.c.id)
    )
    return [Over(*row) for row in session.execute(statement)]


def _public(row: Over) -> dict[str, object]:
    return {
        "event": rules.public_number(row.year, row.serial),
        "object_a": row.number_a,
        "object_b": row.number_b,
        "closest_approach": f"{row.tca:%Y-%m-%dT%H:%M:%S.%fZ}",
        "miss_distance_m": row.miss_mm / 1_000,
        "probability_stated": row.pc,
        "probability_own": row.circle,
        "messages": row.messages,
        "level": rules.LEVELS[max(row.level_near, row.raised_to)],
    }


def _statistics(session: Session, found: Sequence[Over]) -> list[dict[str, object]]:
    """Counts by month, from the very events that go out."""
    months: dict[str, Counter[str]] = {}
    of_event: dict[int, str] = {}
    for row in found:
        month = f"{row.tca.astimezone(BEIJING):%Y-%m}"
        of_event[row.id] = month
        made = months.setdefault(month, Counter())
        made["events"] += 1
        pc = rules.used(row.pc, row.circle)
        band = (
            "without_probability" if pc is None else next(name for most, name in BANDS if pc < most)
        )
        made[band] += 1
    for event_id, due_at, seen_at in session.execute(
        sa.select(WARNING.c.event_id, WARNING.c.due_at, WARNING.c.acknowledged_at)
    ):
        if (made_in := months.get(of_event.get(event_id, ""))) is not None:
            made_in["warnings"] += 1
            made_in["acknowledged_in_time"] += seen_at is not None and seen_at <= due_at
    names = [name for name, _kind, _said in FIELDS["statistics"]]
    return [
        {name: months[month][name] for name in names} | {"month": month} for month in sorted(months)
    ]


def package(session: Session, _actor: Actor, publication_id: int) -> bytes:
    """A cleared publication as a data package: CSV, JSON and the schema of both."""
    row = session.get(DebrisPublication, publication_id)
    if row is None or row.outcome != "approved":
        raise NotFound(kind="debris_publication", key=publication_id)
    found = rows(session, row.kind, row.up_to)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (
            (f"{row.kind}.csv", as_csv(row.kind, found)),
            (f"{row.kind}.json", json.dumps(found, ensure_ascii=False, indent=1).encode()),
            ("datapackage.json", json.dumps(schema(row.kind, row.up_to), indent=1).encode()),
        ):
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def as_csv(kind: str, found: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as CSV with the heads of the schema; what is not known stays empty."""
    names = [name for name, _kind, _said in FIELDS[kind]]
    return written(names, ([row[one] for one in names] for row in found), is_marked=False)


def schema(kind: str, up_to: datetime) -> dict[str, object]:
    """The Frictionless descriptor of a package."""
    fields = [
        {"name": name, "type": type_, "description": said} for name, type_, said in FIELDS[kind]
    ]
    return {
        "profile": "tabular-data-package",
        "name": f"conjunction-{kind}",
        "created": f"{up_to:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [LICENCE],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": kind,
                "path": f"{kind}.csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "missingValues": [""]},
            },
            {"name": f"{kind}-json", "path": f"{kind}.json", "format": "json", "encoding": "utf-8"},
        ],
    }


def dcat(session: Session) -> dict[str, object]:
    """The catalogue of data sets as DCAT in JSON-LD."""
    looks = dict(
        session.execute(
            sa.select(col(DatasetLook.dataset_id), sa.func.max(col(DatasetLook.data_of))).group_by(
                col(DatasetLook.dataset_id)
            )
        ).all()  # type: ignore[arg-type]
    )
    sets = session.exec(select(OpenDataset).order_by(col(OpenDataset.code))).all()
    ours = session.exec(
        select(DebrisPublication)
        .where(DebrisPublication.outcome == "approved")
        .order_by(col(DebrisPublication.id))
    ).all()
    latest = {one.kind: one for one in ours}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
        },
        "@type": "dcat:Catalog",
        "dct:title": "Space debris: open data",
        "dcat:dataset": [
            *(_dcat(one, looks.get(one.id)) for one in sets),
            *(_own(latest[kind]) for kind in sorted(latest)),
        ],
    }


def _own(one: DebrisPublication) -> dict[str, object]:
    """What of ours was cleared last of its kind, as a data set."""
    described = schema(one.kind, one.up_to)
    return {
        "@type": "dcat:Dataset",
        "dct:identifier": described["name"],
        "dct:title": [{"@language": "en", "@value": f"Conjunction {one.kind}"}],
        "dct:license": LICENCE["path"],
        "dct:modified": described["created"],
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dct:format": form, "dct:title": f"{one.kind}.{ending}"}
            for form, ending in (("text/csv", "csv"), ("application/json", "json"))
        ],
    }


def _dcat(one: OpenDataset, data_of: datetime | None) -> dict[str, object]:
    given = {"@type": "dcat:Distribution", "dct:format": one.format}
    if one.address:
        given["dcat:accessURL"] = one.address
    made: dict[str, object] = {
        "@type": "dcat:Dataset",
        "dct:identifier": one.code,
        "dct:title": [
            {"@language": language, "@value": title}
            for language, title in (("zh", one.title_zh), ("en", one.title_en))
            if title
        ],
        "dct:publisher": one.provider,
        "dct:description": one.coverage,
        "dct:license": one.licence,
        "dct:accrualPeriodicity": f"P{one.refresh_days}D",
        "dcat:distribution": given,
    }
    if data_of:
        made["dct:modified"] = data_of.isoformat()
    return made
