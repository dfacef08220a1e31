"""Projects abroad as an IATI file, from the page and from the command line."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from fund import clock, troubles
from fund.access.actors import OPERATOR, Actor
from fund.cooperation import judging, outgoing, queries
from fund.errors import Issue
from fund.grants.exchange import publisher
from fund.i18n import _, speaking
from fund.rooms.download import Download, Sent


def name() -> str:
    """What the fund is called in a file."""
    with speaking("zh"):
        return _("Commercial Space Fund")


def _xml(session: Session, actor: Actor) -> Sent:
    by = (publisher().organisation_id, name())
    content = outgoing.document(session, actor, clock.today(), by)
    return Sent("cooperation-iati.xml", "application/xml", content)


def export(session: Session, day: date, file: Path) -> int:
    """Write the projects known on a day to a file; how many they are."""
    by = (publisher().organisation_id, name())
    troubles.write(file, outgoing.document(session, OPERATOR, day, by))
    return len(queries.projects(session, OPERATOR, day))


def check(content: bytes) -> list[Issue]:
    """Everything wrong with somebody's file; nothing of it is kept."""
    return judging.judged(content, clock.today()).issues


XML = Download("iati", "export", _xml)
