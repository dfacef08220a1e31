"""The board of conjunction events, and the log of what came in."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.debris import queries, registers, rules, wording
from fund.debris.queries import EVENT, INTAKE, WARNING
from fund.errors import N_
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source

SHOWN = {
    "unanswered": N_("Warnings not answered"),
    "past": N_("Past"),
    "others": N_("Of nobody of ours"),
    "all": N_("All of ours"),
}
"""What the board may be narrowed to; by itself it shows what is still to come."""
A_LEVEL = 1_000_000_000_000
"""More than any number of seconds: a level counts before the time."""
HISTORY = ("past", "all", "others")
"""What grows from year to year: its own order is the time, the latest first, along the index."""


def source(_session: Session, actor: Actor, asked: Asked) -> Source:
    """Events of ours that are still to come, or what is chosen."""
    show, now = asked.get("show"), clock.now()
    level = queries.level_at(now)
    where: list[sa.ColumnElement[bool]] = [
        EVENT.c.is_ours == (show != "others"),
        *queries.within_reach(actor),
    ]
    if show == "":
        where.append(EVENT.c.tca_s >= _seconds(now))
    elif show == "past":
        where.append(EVENT.c.tca_s < _seconds(now))
    elif show == "unanswered":
        waits = sa.select(WARNING.c.event_id).where(WARNING.c.status == "notified")
        where.append(EVENT.c.id.in_(waits))
    if (wanted := asked.get("level")) in rules.LEVELS:
        where.append(level == rules.LEVELS.index(wanted))
    orders = {
        "level": sa.cast(len(rules.LEVELS) - level, sa.BigInteger) * A_LEVEL + EVENT.c.tca_s,
        "tca": EVENT.c.tca_s,
        "miss": EVENT.c.miss_mm,
        "messages": EVENT.c.messages,
    }
    along = {"tca"}
    if show in HISTORY:
        orders["latest"] = EVENT.c.tca_s
        along.add("latest")
    is_whole = show != "unanswered" and actor.may("see_conjunctions")
    return Source(EVENT, where, EVENT.c.id, orders, frozenset(along if is_whole else ()))


def _seconds(now: datetime) -> int:
    """From which second on an event stands on the board: for an hour after it."""
    return math.ceil((now - rules.AFTERWARDS).timestamp())


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some events: queries.EVENTS in words."""
    return wording.board(queries.events(session, actor, keys), clock.now())


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """An event leads to its page."""
    return "conjunction", {"id": str(row["number"])}


CONJUNCTIONS = Listing(
    name="conjunctions",
    title=N_("Conjunction events"),
    page="conjunctions",
    key="event_id",
    columns=(
        Col("number", N_("Event"), width=12),
        Col("level_state", N_("Level"), "state", 10, order="level"),
        Col("ours", N_("Our spacecraft"), width=24),
        Col("other", N_("Other object"), width=24),
        Col("other_kind", N_("Type of object"), width=12, under="other"),
        Col("tca_words", N_("Closest approach"), width=20, order="tca"),
        Col("left", N_("Time left"), width=12, under="tca_words"),
        Col("miss_m", N_("Miss distance, m"), "number", 12, order="miss", places=0),
        Col("stated_words", N_("Probability, stated"), width=14),
        Col("own_words", N_("Probability, our own"), width=14),
        Col("greatest_words", N_("Greatest possible"), width=14, is_shown=False),
        Col("warning_state", N_("Collision warning"), "state", 14),
        Col("due_words", N_("Answer due"), width=16, under="warning_state"),
        Col("messages", N_("Messages"), "integer", 8, order="messages"),
        Col("age", N_("Latest message"), width=14, under="messages"),
    ),
    orders=(
        Order("latest", "integer", is_descending=True),
        Order("level", "integer"),
        Order("tca", "integer"),
        Order("miss", "integer"),
        Order("messages", "integer", is_descending=True),
    ),
    filters=(
        Filter("show", N_("Events"), SHOWN, unset=N_("Still to come")),
        Filter("level", N_("Level"), rules.LEVEL_WORDS),
    ),
    source=source,
    frame=frame,
    leads=leads,
    act="see_conjunctions",
    is_viewed=False,
    is_in_parts=True,
)


def intake_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every file that came in, or those with something refused or set aside."""
    where: list[sa.ColumnElement[bool]] = []
    if (show := asked.get("show")) in ("refused", "conflict"):
        where = [INTAKE.c[show] > 0]
    orders = {"entered": INTAKE.c.id, "refused": INTAKE.c.refused}
    return Source(INTAKE, where, INTAKE.c.id, orders, frozenset({"entered"} if not where else ()))


def intake_frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some files: queries.INTAKES in words."""
    return wording.intakes(registers.intakes(session, actor, keys))


def intake_leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A file leads to its messages."""
    return "intake", {"id": str(row["intake_id"])}


INTAKES = Listing(
    name="intakes",
    title=N_("Intake of messages"),
    page="intake",
    key="intake_id",
    columns=(
        Col("file_name", N_("File"), width=40),
        Col("taken_words", N_("Taken in at"), width=16, order="entered"),
        Col("through", N_("By which way"), "words", 14, words=rules.THROUGH),
        Col("taken_by", N_("Taken in by"), width=14, under="through"),
        Col("accepted", N_("Taken in"), "integer", 10),
        Col("known", N_("Already taken in"), "integer", 10),
        Col("conflict", N_("In conflict"), "integer", 10),
        Col("refused", N_("Refused"), "integer", 10, order="refused"),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("refused", "integer", is_descending=True),
    ),
    filters=(
        Filter(
            "show",
            N_("Message files"),
            {"refused": N_("With something refused"), "conflict": N_("With something in conflict")},
        ),
    ),
    source=intake_source,
    frame=intake_frame,
    leads=intake_leads,
    is_viewed=False,
)

LISTS = (CONJUNCTIONS, INTAKES)
"""The lists of this room."""
