"""The lists of centres: the registry, what is due from whom, and the reports that wait for a
reviewer; each within what the person's roles reach.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict, TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.centres import desk, queries, reach
from fund.centres.queries import CENTRE, PERIOD, SUBMISSION
from fund.centres.rules import FIELDS, KINDS, STANDING_WORDS, STANDINGS, Stay
from fund.centres.wording import stay_words
from fund.errors import N_
from fund.frames import rows_of
from fund.i18n import _
from fund.ledger.view import View
from fund.listing import worked
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source

LOOKS = {
    "due": "open",
    "overdue": "overdue",
    "returned": "returned",
    "waiting": "waiting",
    "done": "approved",
    "missed": "missing",
    "not_open": "not_due",
}
"""The state whose look a standing of fund.centres.rules has."""
MANY = 1_000_000
"""More than there are centres: a task's key is its period's number times this and its centre's."""
T = TypeVar("T")


def _name() -> str:
    return f"name_{i18n.language()}"


def _in_language(found: pd.DataFrame, **names: str) -> pd.DataFrame:
    """The same with names in the language of the run: column -> what its two columns begin with."""
    spoken = i18n.language()
    return found.assign(**{name: found[f"{of}_{spoken}"] for name, of in names.items()})


def registry_source(session: Session, actor: Actor, asked: Asked) -> Source:
    """The centres a person's roles reach: with words of the name or code, of a kind."""
    where: list[sa.ColumnElement[bool]] = []
    keys = reach.seen(session, actor)
    if keys is not None:
        where.append(CENTRE.c.id.in_(keys))
    if asked.get("kind"):
        where.append(CENTRE.c.kind == asked.get("kind"))
    if words := asked.get("q").strip().lower():
        named = [CENTRE.c[one] for one in ("name_zh", "name_en", "code")]
        found = [sa.func.lower(one).contains(words, autoescape=True) for one in named]
        where.append(sa.or_(*found))
    name = sa.func.coalesce(sa.func.nullif(CENTRE.c[_name()], ""), CENTRE.c.name_zh)
    return Source(
        CENTRE,
        where,
        CENTRE.c.id,
        {
            "code": CENTRE.c.code,
            "name": name,
            "region": CENTRE.c.region_code,
            "founded": CENTRE.c.founded_on,
        },
        frozenset({"code", "region"} if not where else ()),
    )


def registry_frame(
    session: Session, actor: Actor, _view: View, keys: Sequence[int]
) -> pd.DataFrame:
    """Some centres: queries.CENTRES with the name in the language of the run."""
    return _in_language(queries.centres(session, actor, keys=keys), name="name")


def registry_leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A centre leads to its page."""
    return "centre", {"code": str(row["code"])}


CENTRES = Listing(
    name="centres",
    title=N_("Registry"),
    page="centres",
    key="centre_id",
    columns=(
        Col("name", N_("Centre"), width=34, order="name"),
        Col("code", N_("Code"), width=16, order="code", under="name"),
        Col("kind", N_("Kind"), "words", 18, words=KINDS),
        Col("field", N_("Field"), "words", 22, under="kind", words=FIELDS),
        Col("region_code", N_("Province"), "region", 16, order="region"),
        Col("city", N_("Place"), width=14, under="region_code"),
        Col("host", N_("Host"), width=30),
        Col("founded_on", N_("Founded on"), "date", order="founded", is_shown=False),
        Col("received_fen", N_("Received"), "amount", 16),
        Col("last_period", N_("Last approved"), width=14),
        Col("standing", N_("Status"), "words", 14, words=STANDINGS),
    ),
    orders=(
        Order("code", "text"),
        Order("name", "text"),
        Order("region", "text"),
        Order("founded", "date"),
    ),
    filters=(Filter("q", N_("Name or code")), Filter("kind", N_("Kind"), KINDS)),
    source=registry_source,
    frame=registry_frame,
    leads=registry_leads,
    act="see_centres",
    mark="centre-",
    is_viewed=False,
    is_in_parts=True,
)


class Task(TypedDict):
    """A report that is due: of fund.centres.queries.TASKS."""

    period_id: int
    centre_id: int
    due_on: date
    centre_code: str
    ends_on: date
    standing: str


def _task(row: Task) -> int:
    return int(row["period_id"]) * MANY + int(row["centre_id"])


def tasks_source(session: Session, actor: Actor, asked: Asked) -> Source:
    """Every centre with each period that is open, or those of one standing."""
    known = rows_of(queries.tasks(session, actor), Task)
    wanted = asked.get("standing")
    places = {word: place for place, word in enumerate(STANDING_WORDS)}
    return worked.source(
        {"due_on": "date", "centre": "text", "period": "date", "standing": "integer"},
        (
            (
                _task(row),
                row["due_on"],
                row["centre_code"],
                row["ends_on"],
                places[row["standing"]],
            )
            for row in known
            if not wanted or row["standing"] == wanted
        ),
    )


def tasks_frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some tasks: queries.TASKS with names in the language of the run, the look and the words of
    the standing.
    """
    found = queries.tasks(session, actor)
    records = rows_of(found, Task)
    found = found.assign(
        task_id=[_task(row) for row in records],
        look=[LOOKS[word] for word in found["standing"]],
        word=[_(STANDING_WORDS[word]) for word in found["standing"]],
    )
    found = found[found["task_id"].isin(keys)]
    return _in_language(found, name="name", period="period")


def report_of(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A task leads to the report it is about."""
    return "filing", {"centre": str(row["centre_code"]), "report": str(row["period_code"])}


TASKS = Listing(
    name="tasks",
    title=N_("Reports by period"),
    page="centres",
    key="task_id",
    columns=(
        Col("name", N_("Centre"), width=34),
        Col("centre_code", N_("Code"), width=16, order="centre", under="name"),
        Col("period", N_("Reporting period"), width=20, order="period"),
        Col("due_on", N_("Due on"), "date", order="due_on"),
        Col("closes_on", N_("Taken until"), "date", is_shown=False),
        Col("look", N_("Status"), "state", 16, order="standing", word="word"),
    ),
    orders=(
        Order("due_on", "date", is_descending=True),
        Order("centre", "text"),
        Order("period", "date", is_descending=True),
        Order("standing", "integer"),
    ),
    filters=(Filter("standing", N_("Status"), STANDING_WORDS),),
    source=tasks_source,
    frame=tasks_frame,
    leads=report_of,
    act="see_centres",
    mark="task-",
    is_viewed=False,
    is_in_parts=True,
)


def queue_source(session: Session, actor: Actor, _asked: Asked) -> Source:
    """Reports that lie with this person: a province's with the province, forwarded ones with the
    fund.
    """
    return Source(
        SUBMISSION,
        desk.lies_with(session, actor),
        SUBMISSION.c.id,
        {
            "since": desk.since(),
            "entered": SUBMISSION.c.id,
            "centre": _of(CENTRE.c.code, CENTRE.c.id == SUBMISSION.c.centre_id),
            "period": _of(PERIOD.c.ends_on, PERIOD.c.id == SUBMISSION.c.period_id),
        },
        frozenset({"entered"}),
    )


def _of(column: sa.ColumnElement[T], where: sa.ColumnElement[bool]) -> sa.ScalarSelect[T]:
    return sa.select(column).where(where).correlate(SUBMISSION).scalar_subquery()


def queue_frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some waiting reports: desk.WAITING with names in the language of the run, where each lay, and
    how much of it changed.
    """
    found = desk.waiting(session, actor, keys=keys)
    days = zip(found["with_them"], found["with_province"], found["with_fund"], strict=True)
    share = [
        _("{changed} of {asked}").format(changed=changed, asked=of)
        for changed, of in zip(found["changed"], found["asked"], strict=True)
    ]
    lay = [stay_words(Stay(*stayed)) for stayed in days]
    return _in_language(found, name="name").assign(
        lay=pd.Series(lay, index=found.index, dtype=object),
        share=pd.Series(share, index=found.index, dtype=object),
    )


def waiting_leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A waiting report leads to where it is looked at cell by cell."""
    return "review", {"centre": str(row["centre_code"]), "report": str(row["period_code"])}


QUEUE = Listing(
    name="reports-waiting",
    title=N_("Reports that wait"),
    page="review",
    key="submission_id",
    columns=(
        Col("name", N_("Centre"), width=34),
        Col("centre_code", N_("Code"), width=16, order="centre", under="name"),
        Col("region_code", N_("Province"), "region", 16),
        Col("period_code", N_("Reporting period"), width=16, order="period"),
        Col("status", N_("Status"), "state", 14),
        Col("share", N_("Changed figures"), width=14),
        Col("days", N_("Days here"), "integer", 10, order="since"),
        Col("lay", N_("Where it lay"), width=30, under="days"),
        Col("since", N_("Since"), "date", is_shown=False),
        Col("submission_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
    ),
    orders=(
        Order("since", "date"),
        Order("entered", "integer"),
        Order("centre", "text"),
        Order("period", "date", is_descending=True),
    ),
    filters=(),
    source=queue_source,
    frame=queue_frame,
    leads=waiting_leads,
    act="send_back",
    is_viewed=False,
    is_in_parts=True,
)

LISTS = (CENTRES, TASKS, QUEUE)
"""The lists of this room."""
