"""What texts say of one another as tables: the chain of one, what each says of replacing, where the
register disagrees with itself.
"""

from collections.abc import Collection

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.standards import numbers, rules
from fund.standards.chain import Chain, Said, by_both, chain, circles, of_editions
from fund.standards.queries import ADOPTION, REPLACEMENT, STANDARD

STATEMENTS = ["older", "newer", "said_by", "extent"]
CONTRADICTIONS = ["kind", "number", "other"]


def chained(
    session: Session, actor: Actor, number: str
) -> tuple[Chain, pd.DataFrame, dict[str, str]]:
    """What holds now for a number, the statements of its chain as each side says them
    (STATEMENTS), and the state of each member the register has.
    """
    actor.must("see_portfolio")
    asked = numbers.written(number)[:80]
    seen: set[str] = set()
    waiting = {asked}
    said: set[Said] = set()
    while waiting:
        seen |= waiting
        near = set(_said_of(session, waiting)) | set(_editions_of(session, waiting))
        said |= near
        waiting = {end for one in near for end in (one.older, one.newer)} - seen
    statuses = _statuses(session, seen)
    listed = sorted(said)
    who = by_both(listed)
    extents = {(one.older, one.newer): one.extent for one in listed}
    frame = pd.DataFrame(
        [
            (
                older,
                newer,
                "both" if {"older", "newer"} <= by else min(by - {"editions"} or by),
                extents[older, newer],
            )
            for (older, newer), by in sorted(who.items())
        ],
        columns=STATEMENTS,
        dtype=object,
    )
    return chain(asked, listed, statuses), frame, statuses


def _statuses(session: Session, known: Collection[str]) -> dict[str, str]:
    rows = session.execute(
        sa.select(STANDARD.c.number, STANDARD.c.status).where(STANDARD.c.number.in_(list(known)))
    )
    return {one.number: one.status for one in rows}


def _said_of(session: Session, ends: Collection[str]) -> list[Said]:
    listed = list(ends)
    rows = session.execute(
        sa.select(*REPLACEMENT.c["older", "newer", "said_by", "extent"]).where(
            REPLACEMENT.c.older.in_(listed) | REPLACEMENT.c.newer.in_(listed)
        )
    )
    return [Said(*row) for row in rows]


def _editions_of(session: Session, ends: Collection[str]) -> list[Said]:
    """The order of issues of CCSDS texts: there the number itself says which follows."""
    families = {numbers.taken_apart(one).family for one in ends if one.startswith("CCSDS ")}
    rows = session.execute(
        sa.select(*STANDARD.c["number", "family", "edition"]).where(
            STANDARD.c.family.in_(families),
            STANDARD.c.status.not_in(("historical", "drafting", "given_up")),
        )
    )
    return of_editions([(*row,) for row in rows])  # type: ignore[misc]


def statements(session: Session, actor: Actor) -> dict[tuple[str, str], list[str]]:
    """What each text itself says of replacing: (number, "newer") -> what it replaces, (number,
    "older") -> what replaces it; a part is marked.
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*REPLACEMENT.c["older", "newer", "said_by", "extent"]).order_by(REPLACEMENT.c.id)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for older, newer, by, extent in rows:
        own, other = (newer, older) if by == "newer" else (older, newer)
        mark = " (part)" if extent == "part" else ""
        found.setdefault((own, by), []).append(other + mark)
    return found


def contradictions(session: Session, actor: Actor) -> pd.DataFrame:
    """Where the register disagrees with itself: circles, texts in force said to be replaced by one
    in force, adopted editions no longer in force: CONTRADICTIONS.
    """
    actor.must("see_portfolio")
    said = [
        Said(*row)
        for row in session.execute(sa.select(*REPLACEMENT.c["older", "newer", "said_by", "extent"]))
    ]
    found = [("circle", one[0], " → ".join((*one[1:], one[0]))) for one in circles(said)]
    statuses = _statuses(session, {end for one in said for end in one[:2]})
    pairs = {(one.older, one.newer) for one in said if one.extent == "whole"}
    found += [
        ("disputed", older, newer)
        for older, newer in sorted(pairs)
        if statuses.get(older) == statuses.get(newer) == "in_force"
    ]
    in_force = session.execute(
        sa.select(ADOPTION.c.adopted, STANDARD.c.number)
        .join(STANDARD, STANDARD.c.id == ADOPTION.c.standard_id)
        .where(STANDARD.c.status == "in_force")
        .order_by(STANDARD.c.number)
    ).all()
    states = _statuses(session, {one.adopted for one in in_force})
    found += [
        ("behind" if one.adopted in states else "unknown", one.number, one.adopted)
        for one in in_force
        if states.get(one.adopted) in (None, *rules.ENDED)
    ]
    return pd.DataFrame(found, columns=CONTRADICTIONS, dtype=object)
