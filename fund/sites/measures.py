"""Figures of launch sites for the plan's measure of ground infrastructure."""

from datetime import date

from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.rooms.figure import Figure
from fund.sites import figures, queries


def indicators(session: Session, actor: Actor, as_of: date) -> list[Figure]:
    """Launches of the year so far from the fund's own sites, and of how many all succeeded."""
    every = figures.flown(queries.launches(session, actor, as_of))
    year = [row for row in every if row["lifted_on"].year == as_of.year]
    good = figures.succeeded(every)
    return [
        Figure("B2", N_("Launches of the year from the fund’s sites"), len(year)),
        Figure(
            "B2",
            N_("Launches from the fund’s sites that succeeded"),
            good.share if good else None,
            good.of if good else None,
        ),
    ]
