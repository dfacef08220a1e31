"""Files about events: a message’s file as it came in, all messages of an event as CSV, and what was
cleared to go out as open data.
"""

import json

from sqlmodel import Session

from fund.access.actors import Actor
from fund.debris import opening, queries
from fund.debris.tables import CdmFile, CdmIntake
from fund.errors import NotFound
from fund.listing.address import number_in
from fund.rooms.download import ZIP, Download, Sent
from fund.workbook.delimited import written

CSV_TYPE = "text/csv; charset=utf-8"


def _raw(session: Session, actor: Actor, number: str, intake_id: str, sha256: str) -> Sent:
    """The bytes of the file a message of an event came in with; of the intake log (no event) only
    for whoever sees the portfolio, since a file may hold messages of others.
    """
    if number:
        found = queries.event(session, actor, number)
        frame = queries.messages(session, actor, int(found["event_id"]))
        if not actor.may("see_conjunctions") or sha256 not in set(frame["sha256"]):
            actor.must("see_portfolio")
    else:
        actor.must("see_portfolio")
    row = session.get(CdmFile, sha256)
    intake = session.get(CdmIntake, number_in(intake_id) or 0)
    if row is None:
        raise NotFound(kind="cdm_file", key=sha256[:12])
    name = intake.file_name if intake is not None and intake.sha256 == sha256 else sha256[:12]
    return Sent(name, "application/octet-stream", row.content)


def _messages(session: Session, actor: Actor, number: str) -> Sent:
    """Every message of an event, in full precision."""
    found = queries.event(session, actor, number)
    frame = queries.messages(session, actor, int(found["event_id"]))
    content = written(frame.columns, frame.itertuples(index=False))
    return Sent(f"{found['number']}.csv", CSV_TYPE, content)


def _open_data(session: Session, actor: Actor, publication_id: str) -> Sent:
    """Our own data that were cleared, with their schema, as one package."""
    actor.must("see_conjunctions")
    key = number_in(publication_id) or 0
    return Sent(f"debris-{key}.zip", ZIP, opening.package(session, actor, key))


def _catalogue(session: Session, actor: Actor) -> Sent:
    """The catalogue of data sets as DCAT."""
    actor.must("see_conjunctions")
    content = json.dumps(opening.dcat(session), ensure_ascii=False, indent=1).encode()
    return Sent("catalogue.jsonld", "application/ld+json", content)


RAW = Download("cdm", "see_conjunctions", _raw)
MESSAGES = Download("conjunction", "see_conjunctions", _messages)
OPEN_DATA = Download("debris", "see_conjunctions", _open_data)
DCAT = Download("dcat", "see_conjunctions", _catalogue)
