"""The register as a file other programs read."""

from fund.antennas import queries
from sqlmodel import Session

from fund.access.actors import Actor
from fund.rooms.download import Download, Sent


def _csv(session: Session, actor: Actor) -> Sent:
    actor.must("export")
    text = queries.antennas(session, actor).to_csv(index=False)
    return Sent("antennas.csv", "text/csv; charset=utf-8", text.encode("utf-8-sig"))


CSV = Download("antennas", "export", _csv)
