"""The list of projects abroad."""

from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, search
from fund.access.actors import Actor
from fund.cooperation import queries
from fund.cooperation.queries import PARTNER, PROJECT, SHARE, STATE
from fund.cooperation.rules import FIELDS, STATES
from fund.errors import N_, NP_
from fund.frames import named
from fund.i18n import enumerated
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source

COUNTING = {"yes": N_("Counted"), "no": N_("Not counted")}


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Projects known on the view's day, or those asked for by code or title, field, stage, partner,
    whether they count.
    """
    where = [PROJECT.c.recorded_on <= asked.view.as_of]
    if field := asked.get("field"):
        where.append(PROJECT.c.field == field)
    where += _stated(asked)
    counted = None
    if words := asked.get("find").strip():
        is_alone = not any(asked.get(one.name) for one in LISTED.filters if one.name != "find")
        found, counted = search.looked_for(
            session, "cooperation", PROJECT.c.id, words, is_alone=is_alone
        )
        where.append(found)
    if code := asked.get("partner").strip().upper():
        where.append(
            PROJECT.c.id.in_(
                sa.select(SHARE.c.cooperation_id)
                .join(PARTNER, PARTNER.c.id == SHARE.c.partner_id)
                .where(sa.func.upper(PARTNER.c.code) == code)
            )
        )
    narrowed = any(asked.get(one.name) for one in LISTED.filters)
    indexed = frozenset() if narrowed else frozenset({"code"})
    orders = {"code": PROJECT.c.code}
    return Source(PROJECT, where, PROJECT.c.id, orders, indexed, counted=counted)


def _stated(asked: Asked) -> list[sa.ColumnElement[bool]]:
    """Stage and counting as last stated: of a past day, by the last statement known then."""
    is_past = asked.view.as_of < clock.today()
    table = STATE if is_past else PROJECT
    where: list[sa.ColumnElement[bool]] = []
    if state := asked.get("state"):
        where.append(table.c.state == state)
    if counting := asked.get("counting"):
        where.append(table.c.counts.is_(counting == "yes"))
    if not (where and is_past):
        return where
    last = queries.last_state(asked.view.as_of)
    its = (STATE.c.cooperation_id == PROJECT.c.id, STATE.c.id == last)
    return [sa.exists().where(*its, *where)]


def frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some projects as known on the view's day: queries.PROJECTS with the partners' names, and
    their currency.
    """
    known = named(queries.projects(session, actor, view.as_of, keys), "title")
    held = named(queries.shares(session, actor, keys), "name")
    names = held.groupby("project_id")["name"].agg(list).to_dict()
    return known.assign(
        currency="CNY",
        counting=["yes" if counts else "no" for counts in known["counts"]],
        partners=[enumerated(names[key]) for key in known["project_id"]],
    )


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """The page of the project."""
    return "project", {"id": str(row["code"])}


LISTED = Listing(
    name="cooperation",
    title=N_("Projects abroad"),
    page="cooperation",
    key="project_id",
    columns=(
        Col("code", N_("Code"), width=16, order="code"),
        Col("title", N_("Title"), width=34, under="code"),
        Col("title_zh", N_("Chinese title"), width=34, under="code", is_shown=False),
        Col("title_en", N_("English title"), width=34, under="code", is_shown=False),
        Col("partners", N_("Partners"), width=14),
        Col("field", N_("Field"), "words", 16, words=FIELDS),
        Col("state", NP_("abroad", "How far"), "words", 14, words=STATES),
        Col("counting", N_("Counts"), "words", 10, words=COUNTING),
        Col("counts_why", N_("Why it counts or not"), width=24, under="counting"),
        Col("obligated_fen", N_("Obligated by the fund"), "amount", 16),
        Col("paid_fen", N_("Paid by the fund"), "amount", 16),
        Col("pledge_fen", N_("Pledged by others"), "amount", 16, is_shown=False),
        Col("commitment_fen", N_("Committed by others"), "amount", 16),
        Col("implementation_fen", N_("Spent by others"), "amount", 16, is_shown=False),
        Col("completion_fen", N_("Settled by others"), "amount", 16, is_shown=False),
        Col("agreement", NP_("cooperation", "Agreement"), width=16, is_shown=False),
    ),
    orders=(Order("code", "text"),),
    filters=(
        Filter("find", N_("Code or title")),
        Filter("field", N_("Field"), FIELDS),
        Filter("state", NP_("abroad", "How far"), STATES),
        Filter("partner", N_("Partner (code)"), longest=20),
        Filter("counting", N_("Counts"), COUNTING),
    ),
    source=source,
    frame=frame,
    leads=leads,
)

LISTS = (LISTED,)
"""The lists of this room."""
