"""A list of projects abroad in, as a workbook or a CSV file: all or none, each problem at its row
and field. A row that names a region of China goes to the list kept apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypedDict, final

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import intake
from fund.access.actors import Actor
from fund.cooperation import apart, codes, commands, rules
from fund.cooperation.tables import Cooperation, CooperationApart, Partner
from fund.errors import N_, NP_, Issue, NotFound
from fund.intake import Door
from fund.workbook import headed
from fund.workbook.headed import Row

HEADS = {
    "code": N_("Code"),
    "title_zh": N_("Chinese title"),
    "title_en": N_("English title"),
    "title_other": N_("Title in another language"),
    "other_language": N_("Its language in two letters"),
    "field": N_("Field"),
    "partners": N_("Partners with percentages"),
    "state": NP_("abroad", "How far"),
    "counts": N_("Counts"),
    "counts_why": N_("Why it counts or not"),
    "planned_start": N_("Planned start"),
    "planned_end": N_("Planned end"),
    "agreement": N_("Agreement it stands on"),
    "description": N_("Description"),
    "source": N_("Source"),
}
"""Field -> heading; Chinese and English are both understood."""
COUNTS = {"yes": N_("Yes"), "no": N_("No")}
KEPT_APART = N_(
    "“{value}” names a region of China: the row goes to the list of cooperation across the strait"
    " and with the special administrative regions and is not counted by country."
)


@final
class Abroad(TypedDict):
    """What is asked for by a row of a project abroad."""

    code: str
    title_zh: str
    field: str
    texts: Mapping[str, str]
    agreement: str
    shares: Mapping[str, int]
    state: str
    counts: bool
    counts_why: str
    planned_start: date | None
    planned_end: date | None


@final
class Across(TypedDict):
    """What is asked for by a row of the list kept apart."""

    code: str
    title_zh: str
    title_en: str
    field: str
    partners: str
    source: str
    regions: str


class Asked(TypedDict):
    """What is asked for by one row."""

    row: Abroad | Across


def take_row(
    session: Session, actor: Actor, *, row: Abroad | Across
) -> Cooperation | CooperationApart:
    """One row: a project abroad, or a row of the list kept apart."""
    actor.must("take_in_cooperation")
    if "regions" in row:
        return apart.keep_apart(session, actor, **row)
    return commands.enter_cooperation(session, actor, **row)


def take_all(
    session: Session, actor: Actor, *, rows: Sequence[Asked]
) -> Cooperation | CooperationApart:
    """All of them; the last is given back."""
    actor.must("take_in_cooperation")
    return [take_row(session, actor, **row) for row in rows][-1]


def arguments(session: Session, row: Row) -> Asked:
    """What is asked for by one row."""
    if regions := _across(row):
        return {"row": _apart(row, regions)}
    return {"row": _abroad(session, row)}


def _across(row: Row) -> list[str]:
    """Regions of China the partners name."""
    shares = row.read("partners", rules.shares_of)
    return sorted({region for word in shares if (region := codes.across(word))})


def _apart(row: Row, regions: Sequence[str]) -> Across:
    given = row.given
    return {
        "code": given.get("code", ""),
        "title_zh": given.get("title_zh", ""),
        "title_en": given.get("title_en", ""),
        "field": given.get("field", ""),
        "partners": given.get("partners", ""),
        "source": given.get("source", ""),
        "regions": " ".join(regions),
    }


def _abroad(session: Session, row: Row) -> Abroad:
    given = row.given
    counts = given.get("counts", "")
    if counts not in COUNTS:
        raise rules.NotAChoice(value=counts[:60], field=HEADS["counts"], at="counts")
    return {
        "code": given.get("code", ""),
        "title_zh": given.get("title_zh", ""),
        "field": given.get("field", ""),
        "texts": {name: given.get(name, "") for name in commands.TEXTS},
        "agreement": given.get("agreement", ""),
        "shares": _by_code(session, row.read("partners", rules.shares_of)),
        "state": given.get("state", "") or "pipeline",
        "counts": counts == "yes",
        "counts_why": given.get("counts_why", ""),
        "planned_start": row.read_if_any("planned_start", headed.day),
        "planned_end": row.read_if_any("planned_end", headed.day),
    }


def _by_code(session: Session, shares: dict[str, int]) -> dict[str, int]:
    """Shares by the code of each partner, which may be said by its code or its name."""
    known: dict[str, str] = {}
    for one in session.exec(select(Partner)).all():
        known |= {word.casefold(): one.code for word in (one.name_en, one.name_zh, one.code)}
    known.pop("", None)
    found: dict[str, int] = {}
    for word, share in shares.items():
        code = known.get(word.casefold())
        if word.upper() == codes.HOME:
            raise rules.NotAPartner(code=codes.HOME, at="partners")
        if code is None:
            raise NotFound(kind="partner", key=word[:60], at="partners")
        if code in found:
            raise rules.ShareTwice(code=code, at="partners")
        found[code] = share
    return found


def remarks(row: Row, _asked: Mapping[str, object]) -> Iterable[Issue]:
    """That a row goes to the list kept apart, at the cell that names the region."""
    if _across(row):
        value = row.given.get("partners", "")
        yield Issue(
            "warning", "kept_apart", row.where("partners"), value, KEPT_APART, {"value": value}
        )


DOOR = Door(
    HEADS,
    {"field": rules.FIELDS, "state": rules.STATES, "counts": COUNTS},
    ("code", "title_zh", "field", "partners", "counts", "counts_why", "source"),
    "code",
    "take_in_cooperation",
    arguments,
    take_row,
    take_all,
    remarks,
)


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and enter what it holds: how many projects, how many kept apart, and the issues;
    with an error nothing is stored.
    """
    counts, issues = intake.take_in(engine, person_id, name, content, DOOR, dry_run=dry_run)
    kept = sum(one.code == "kept_apart" for one in issues) if counts["accepted"] else 0
    return {"accepted": counts["accepted"] - kept, "apart": kept}, issues
