"""The list of launches."""

from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_, NP_
from fund.frames import rows_of
from fund.i18n import _, language
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.sites import queries, rules
from fund.sites.queries import LAUNCH, OUTCOME, SITE, counts, stands
from fund.sites.rows import LaunchRow
from fund.sites.wording import moment

FOUND = ("tag", "vehicle", "mission", "flight", "provider")


def source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Launches of one register or list known on the view's day, or those asked for by words, site,
    country, year, outcome.
    """
    origin = asked.get("origin") or "own"
    where = [LAUNCH.c.origin == origin, stands(asked.view.as_of)]
    rows = LAUNCH.join(SITE, SITE.c.id == LAUNCH.c.site_id)
    if words := asked.get("find").strip().lower():
        where.append(
            sa.or_(
                *(sa.func.lower(LAUNCH.c[name]).contains(words, autoescape=True) for name in FOUND)
            )
        )
    if code := asked.get("site").strip():
        where.append(SITE.c.code == code)
    if code := asked.get("country").strip():
        where.append(SITE.c.country == code.upper())
    if (year := asked.get("year").strip()).isdecimal():
        where.append(sa.extract("year", LAUNCH.c.shown_on) == int(year))
    if outcome := asked.get("outcome"):
        where.append(_ended(outcome, asked))
    is_whole = not any(asked.get(one.name) for one in LISTED.filters if one.name != "origin")
    indexed = frozenset({"day"}) if is_whole else frozenset()
    return Source(rows, where, LAUNCH.c.id, {"day": LAUNCH.c.shown_on}, indexed)


def _ended(outcome: str, asked: Asked) -> sa.ColumnElement[bool]:
    """Launches whose report that counts says so."""
    later = OUTCOME.alias("later")
    return sa.exists().where(
        OUTCOME.c.launch_id == LAUNCH.c.id,
        OUTCOME.c.outcome == outcome,
        counts(asked.view.as_of),
        ~sa.exists()
        .where(
            later.c.launch_id == OUTCOME.c.launch_id,
            later.c.id > OUTCOME.c.id,
            counts(asked.view.as_of, later),
        )
        .correlate(OUTCOME, LAUNCH, SITE),
    )


def frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some launches as known on the view's day: queries.LAUNCHES, the site's name, and how each
    stands as a state.
    """
    found = queries.some(session, actor, view.as_of, keys)
    is_english = language() == "en"
    rows = rows_of(found, LaunchRow)
    return found.assign(
        place=[(is_english and row["site_en"]) or row["site_zh"] for row in rows],
        state=[rules.TAGS[row["standing"]] for row in rows],
        word=[_(rules.STANDINGS[row["standing"]]) for row in rows],
        moment=[moment(row) for row in rows],
        exactly=[row["lifted_precision"] or row["precision"] or "day" for row in rows],
    )


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]] | None:
    """The page of the launch's site, where it is ours."""
    return ("launch-site", {"id": str(row["site"])}) if row["is_own"] else None


LISTED = Listing(
    name="launches",
    title=N_("Launches"),
    page="launches",
    key="launch_id",
    columns=(
        Col("tag", NP_("launch", "Code"), width=18),
        Col("moment", NP_("launch", "Day"), width=18, order="day"),
        Col("exactly", N_("How exactly"), "words", 12, words=rules.PRECISIONS, under="moment"),
        Col("place", N_("Launch site"), width=24),
        Col("pad", NP_("launch", "Pad"), width=14, under="place"),
        Col("vehicle", NP_("launch", "Rocket"), width=20),
        Col("flight", N_("Flight"), width=14, under="vehicle", is_shown=False),
        Col("mission", NP_("launch", "Mission"), width=28),
        Col("provider", N_("Launched by"), width=16, under="mission"),
        Col("service", N_("For whom"), "words", 20, words=rules.SERVICES, is_shown=False),
        Col("payloads", N_("Payloads"), "integer", 8),
        Col("reused_flights", N_("Earlier flights of the stage"), "integer", 8, is_shown=False),
        Col("state", N_("Status"), "state", 18, word="word"),
        Col("launch_code", N_("Launch code"), width=8, is_shown=False),
        Col("country", NP_("launch site", "Country"), width=8, is_shown=False),
        Col("source", N_("Source"), width=24, is_shown=False),
    ),
    orders=(Order("day", "date", is_descending=True),),
    filters=(
        Filter("origin", N_("Register or list"), rules.ORIGINS, unset=rules.ORIGINS["own"]),
        Filter("find", N_("Code, rocket or mission")),
        Filter("site", N_("Site (code)"), longest=40),
        Filter("year", NP_("launch", "Year"), longest=4),
        Filter("outcome", NP_("launch", "Outcome"), rules.OUTCOMES),
        Filter("country", N_("Country (code)"), longest=12),
    ),
    source=source,
    frame=frame,
    leads=leads,
)

LISTS = (LISTED,)
"""The lists of this room."""
