"""The register as open data, and the empty file to fill in, both with the headings that are
read.
"""

from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.i18n import _
from fund.rooms.download import Download, Sent
from fund.standards import queries, relations
from fund.standards.entry import HEADS
from fund.workbook import delimited

CSV_TYPE = "text/csv; charset=utf-8"


def open_data(session: Session, actor: Actor) -> list[dict[str, str]]:
    """Every standard as the file has it: by the names of HEADS, said as they are read in."""
    found = queries.standards(session, actor, clock.today())
    said = relations.statements(session, actor)
    adopted = queries.adoptions(session, actor, clock.today())
    own: dict[str, list[str]] = {}
    for number, one in zip(adopted["number"], adopted["adopted"], strict=True):
        own.setdefault(number, []).append(one)
    rows: list[dict[str, str]] = []
    for row in found.to_dict("records"):
        number = row["number"]
        rows.append(
            {str(name): "" if row.get(name) is None else str(row.get(name, "")) for name in HEADS}
            | {
                "adopts": "; ".join(own.get(number, [])),
                "degree": row["degree"],
                "replaces": "; ".join(said.get((number, "newer"), [])),
                "replaced_by": "; ".join(said.get((number, "older"), [])),
            }
        )
    return rows


def written(rows: list[dict[str, str]]) -> bytes:
    """The rows as CSV with the headings of this language."""
    heads = [_(head) for head in HEADS.values()]
    return delimited.written(heads, ([row[name] for name in HEADS] for row in rows))


def _csv(session: Session, actor: Actor) -> Sent:
    actor.must("export")
    return Sent("standards.csv", CSV_TYPE, written(open_data(session, actor)))


def _empty(_session: Session, actor: Actor) -> Sent:
    actor.must("take_in_standards")
    return Sent("standards-empty.csv", CSV_TYPE, written([]))


CSV = Download("standards", "export", _csv)
EMPTY = Download("standards-empty", "take_in_standards", _empty)
