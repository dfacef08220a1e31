"""An invented catalogue looked through for the two invented spacecraft, an alert to the authority,
data sets and thresholds that wait for a second person.
"""

import json
import math
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from fund import clock
from fund.debris import alerting, deciding, elements, screening
from fund.debris.kept import ScreeningRun
from fund.debris.rules import DEFAULT
from fund.debris.tables import ConjunctionEvent, ConjunctionWarning, Spacecraft
from fund.demonstration.teller import Book, Story, deed

EARTH, MU = 6_378.135, 398_600.8
OBJECTS = 60
LATELY = timedelta(days=12)
"""So long ago that whatever holidays and weekends put off still happens before today."""
DATASETS: tuple[dict[str, object], ...] = (
    {
        "code": "GCAT",
        "title_zh": "航天物体总目录（GCAT）",
        "title_en": "General Catalog of Artificial Space Objects (GCAT)",
        "provider": "Jonathan McDowell",
        "coverage": "1957—",
        "format": "TSV",
        "licence": "CC-BY",
        "address": "https://planet4589.org/space/gcat",
        "refresh_days": 30,
    },
    {
        "code": "SAMPLE-DEBRIS",
        "title_zh": "示例：碎片轨道根数",
        "title_en": "Sample: elements of debris",
        "provider": "示例数据中心",
        "coverage": "示例",
        "format": "OMM (JSON)",
        "licence": "示例",
        "refresh_days": 1,
    },
)
TEXTS = {
    "impact_zh": "示例：若发生碰撞，两物体将解体，碎片将长期留在这一高度。",
    "impact_en": "Sample: a collision would break up both objects; the fragments would stay at this"
    " height for long.",
    "guidance_zh": "示例：暂无需公众采取措施；由企业决定是否机动。",
    "guidance_en": "Sample: nothing is asked of the public; the firm decides on a manoeuvre.",
    "national_zh": "示例：同一高度另有我国在轨物体，风险略有增加。",
    "national_en": "Sample: other national objects fly at this height; their risk rises slightly.",
    "informed_zh": "示例企业、示例主管部门。",
    "informed_en": "The sample firm and the sample authority.",
}


def orbit(number: int, name: str, epoch: datetime, place: int) -> dict[str, object]:
    """Invented elements: circular, the ones with an odd place through the node of the first craft,
    so that they pass it there.
    """
    axis = EARTH + 600 + (0 if place % 2 else 15 * (place % 12))
    return {
        "OBJECT_NAME": name,
        "NORAD_CAT_ID": number,
        "EPOCH": f"{epoch:%Y-%m-%dT%H:%M:%S.%f}",
        "MEAN_MOTION": math.sqrt(MU / axis**3) * 86_400 / (2 * math.pi),
        "ECCENTRICITY": 0.0001,
        "INCLINATION": 97.5 if place == 1 else 40 + place % 60,
        "RA_OF_ASC_NODE": 10.0 if place % 2 else (37.0 * place) % 360,
        "ARG_OF_PERICENTER": 0.0,
        "MEAN_ANOMALY": 350.0 if place % 2 else (53.0 * place) % 360,
        "BSTAR": 0.0,
    }


def catalogue(numbers: list[str], epoch: datetime) -> bytes:
    """The spacecraft and invented debris, as OMM in JSON."""
    named = [(int(number), "示例星") for number in numbers]
    named += [(870_000 + place, "示例碎片") for place in range(OBJECTS)]
    sets = [
        orbit(number, name, epoch, place) for place, (number, name) in enumerate(named, start=1)
    ]
    return json.dumps(sets, ensure_ascii=False).encode()


def look_through(book: Book, numbers: list[str]) -> Story:
    """A screening of a day, begun and worked out."""
    yield book.today - LATELY
    start = datetime.combine(clock.today(), datetime.min.time(), UTC)
    content = catalogue(numbers, start)
    run_id = yield deed(
        "officer1",
        screening.begin_screening,
        file_name="sample.json",
        content=content,
        days=1,
        distance_m=20_000,
    )
    row, crafts = yield lambda session: _begun(session, run_id)
    worked = screening.by_part(elements.read(content), row, crafts)
    for part in range(row.parts):
        yield deed("officer1", screening.record_screening, **worked(part))


def _begun(session: Session, run_id: int) -> tuple[ScreeningRun, dict[str, int | None]]:
    """The run that was begun, and our spacecraft by number."""
    row = session.get_one(ScreeningRun, run_id)
    session.expunge(row)
    return row, dict(session.exec(select(Spacecraft.number, Spacecraft.id)).all())


def _latest_warned(session: Session) -> int:
    """The event of the latest warning, 0 where there is none."""
    return (
        session.exec(
            select(ConjunctionWarning.event_id)
            .join(ConjunctionEvent, col(ConjunctionEvent.id) == ConjunctionWarning.event_id)
            .order_by(col(ConjunctionWarning.id).desc())
            .limit(1)
        ).first()
        or 0
    )


def alert(book: Book) -> Story:
    """An alert about the latest warning, by three people."""
    yield book.today - LATELY
    event_id = yield _latest_warned
    if event_id:
        key = yield deed("officer1", alerting.write_alert, event_id=event_id, texts=TEXTS)
        yield deed("reviewer1", alerting.check_alert, alert_id=key, is_sound=True)
        yield deed("supervisor1", alerting.clear_alert, alert_id=key, is_sound=True)


def open_data(book: Book) -> Story:
    """Two data sets, one looked at; our statistics cleared; other thresholds proposed."""
    yield book.today - timedelta(days=20)
    keys = []
    for dataset in DATASETS:
        key = yield deed("officer1", deciding.register_dataset, dataset)
        keys.append(key)
    yield deed(
        "officer1",
        deciding.look_at_dataset,
        dataset_id=keys[0],
        data_of=clock.today(),
        was_fetched=True,
    )
    opened = yield deed("officer1", deciding.propose_publication, kind="statistics")
    yield deed("supervisor1", deciding.clear_publication, publication_id=opened, is_approved=True)
    yield book.today - LATELY
    figures = DEFAULT._asdict() | {"pc_red": 4.4e-4, "answer_red_h": 3}
    del figures["id"]
    yield deed(
        "officer1",
        deciding.propose_thresholds,
        reason="示例：红级过多",
        figures=figures,
    )
