"""The scheme evaluations of direction are scored by today, as the file people edit and hand in."""

from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.evaluation import directions, scheme
from fund.rooms.download import Download, Sent

CSV_TYPE = "text/csv; charset=utf-8"


def _scheme(session: Session, actor: Actor) -> Sent:
    actor.must("see_portfolio")
    parts = directions.scheme_of(session, clock.today())
    return Sent("direction-scheme.csv", CSV_TYPE, scheme.table(parts))


SCHEME = Download("direction-scheme", "see_portfolio", _scheme)
