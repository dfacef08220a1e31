"""The list of guarantees, by their last day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, i18n, search
from fund.access.actors import Actor
from fund.errors import N_, NP_
from fund.guarantees import queries
from fund.guarantees.queries import GUARANTEE
from fund.guarantees.rules import ALERTS, FORMS, GRAVE, KINDS
from fund.i18n import _
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.status import STATES

SHOWN = ("to_check", "in_hold", "used_up", "given_back", "turned_away")


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Guarantees of a kind, form or state, with words that begin so in number, issuer or duty."""
    narrowed = [name for name in ("kind", "form", "state") if asked.get(name)]
    where: list[sa.ColumnElement[bool] | sa.TextClause] = [
        GUARANTEE.c[name] == asked.get(name) for name in narrowed
    ]
    counted = None
    if words := asked.get("find").strip():
        found, counted = search.looked_for(
            session, "guarantee", GUARANTEE.c.id, words, is_alone=not narrowed
        )
        where.append(found)
    orders = {
        "until": GUARANTEE.c.valid_until,
        "back": GUARANTEE.c.back_on,
        "held": GUARANTEE.c.held_fen,
        "number": GUARANTEE.c.number,
    }
    indexed = frozenset({"until"} if narrowed else () if words else {"until", "back"})
    along = f"ix_guarantee_{narrowed[0]}_until" if len(narrowed) == 1 and not words else ""
    return Source(GUARANTEE, where, GUARANTEE.c.id, orders, indexed, counted=counted, along=along)


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some guarantees as they stand today: queries.GUARANTEES and FOLLOWS."""
    return queries.guarantees(session, actor, clock.today(), keys)


def alerts(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """What deserves attention, with how it looks."""
    found, back_on = cast("tuple[tuple[str, ...], date | None]", (row["alerts"], row["back_on"]))
    return [("overdue" if one in GRAVE else "at_risk", in_words(one, back_on)) for one in found]


def in_words(alert: str, back_on: date | None) -> str:
    """An alert in words, with the day something is due back."""
    words = _(ALERTS[alert])
    if alert == "release_overdue":
        return f"{words} · {i18n.day(back_on)}"
    return words


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """The page of the guarantee."""
    return "guarantee", {"id": str(row["guarantee_id"])}


LISTED = Listing(
    name="guarantees",
    title=N_("Guarantees"),
    page="guarantees",
    key="guarantee_id",
    columns=(
        Col("number", NP_("guarantee", "Number"), width=18, order="number"),
        Col("issuer", NP_("guarantee", "Issuer"), width=20, under="number"),
        Col("kind", N_("Kind"), "words", 16, words=KINDS),
        Col("form", NP_("guarantee", "Form"), "words", 10, words=FORMS, under="kind"),
        Col("body", NP_("guarantee", "Given by"), width=22),
        Col("subject", N_("Secures"), width=18, under="body"),
        Col("valid_until", N_("Runs to"), "date", order="until"),
        Col("duty_due_on", N_("Duty due on"), "date"),
        Col("currency", N_("Currency"), "currency", 8, under="held_fen"),
        Col("held_fen", NP_("guarantee", "Held"), "amount", 16, order="held", places=2),
        Col("face_fen", N_("As lodged"), "amount", 16, places=2, is_shown=False),
        Col("state", N_("Status"), "state", 12),
        Col("alerts", N_("Alerts"), "marks", 30, marks=alerts),
        Col("back_on", N_("To be given back by"), "date", order="back", is_shown=False),
        Col("duty", N_("Duty"), width=30, is_shown=False),
    ),
    orders=(
        Order("until", "date", is_nullable=True),
        Order("back", "date", is_nullable=True),
        Order("held", "integer", True),
        Order("number", "text"),
    ),
    filters=(
        Filter("find", N_("Number, issuer or duty")),
        Filter("kind", N_("Kind"), KINDS),
        Filter("form", NP_("guarantee", "Form"), FORMS),
        Filter("state", N_("Status"), {key: STATES[key][2] for key in SHOWN}),
    ),
    source=source,
    frame=frame,
    leads=leads,
    is_viewed=False,
)

LISTS = (LISTED,)
"""The lists of this room."""
