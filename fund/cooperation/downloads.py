"""Projects abroad as an IATI file, from the page and from the command line."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from fund import clock, db, troubles
from fund.access.actors import OPERATOR, Actor
from fund.cooperation import judging, outgoing, queries
from fund.cooperation.exchange import HEADS
from fund.errors import Issue
from fund.grants.exchange import marked, publisher
from fund.i18n import _, speaking
from fund.rooms.download import Download, Sent
from fund.workbook import delimited

CSV_TYPE = "text/csv; charset=utf-8"


def document(session: Session, actor: Actor, day: date) -> bytes:
    """The projects known on a day; a demonstration's publisher says that all of it is invented."""
    with speaking("zh"):
        mark = _("Demonstration data") if db.kind(session) == "demonstration" else ""
        by = (publisher().organisation_id, marked(_("Commercial Space Fund"), mark))
    return outgoing.document(session, actor, day, by)


def _xml(session: Session, actor: Actor) -> Sent:
    content = document(session, actor, clock.today())
    return Sent("cooperation-iati.xml", "application/xml", content)


def export(session: Session, day: date, file: Path) -> int:
    """Write the projects known on a day to a file; how many they are."""
    troubles.write(file, document(session, OPERATOR, day))
    return len(queries.projects(session, OPERATOR, day))


def check(content: bytes) -> list[Issue]:
    """Everything wrong with somebody's file; nothing of it is kept."""
    return judging.judged(content, clock.today()).issues


def _empty(_session: Session, actor: Actor) -> Sent:
    """The file to fill in, with the headings of this language."""
    actor.must("take_in_cooperation")
    heads = [_(head) for head in HEADS.values()]
    return Sent("cooperation-empty.csv", CSV_TYPE, delimited.written(heads, ()))


EMPTY = Download("cooperation-empty", "take_in_cooperation", _empty)
XML = Download("iati", "export", _xml)
