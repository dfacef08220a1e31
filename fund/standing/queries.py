"""Lights declared and computed of what is running, and the early warnings of the whole portfolio,
as known on the view's day.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypedDict

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, select

from fund.access.actors import Actor
from fund.answers import kept
from fund.frames import typed
from fund.ledger import queries as ledger
from fund.ledger.sums import UNDERTAKING
from fund.ledger.tables import Line
from fund.ledger.view import View
from fund.plan import identity
from fund.plan.tables import Organisation
from fund.standing import concentration, reading, rules
from fund.standing.reading import Letter
from fund.standing.rules import DECLARED, CarriedOver, Facts, Fired, Held, Share

RUNNING = ("active", "suspended")
"""Statuses in which an undertaking has a light."""

LIGHTS = [
    "undertaking_id",
    "kind",
    "code",
    "title",
    "recipient",
    "organisation_id",
    "region_code",
    "measure",
    "currency",
    "status",
    "declared",
    "declared_on",
    "age_days",
    "computed",
    "rules",
    "gap_fen",
    "needs_answer",
    "answer",
    "status_report_id",
]
"""Columns of ``lights``: declared is green, amber, red or grey; rules a list of Fired; gap_fen what
was promised by now and is not paid (0 when nothing fired).
"""


class Judged(TypedDict):
    """The columns of LIGHTS from declared on: what is judged of one undertaking."""

    declared: str
    declared_on: date | None
    age_days: int | None
    computed: str
    rules: list[Fired]
    gap_fen: int
    needs_answer: bool
    answer: str | None
    status_report_id: int | None


class OneLights(Judged):
    """Both lights of one undertaking, with its latest letter (None without one)."""

    letter: Letter | None


BOTH = ["declared", "computed", "needs_answer"]
"""Columns of ``both``, as in LIGHTS."""

WARNINGS = [
    "rule",
    "kind",
    "code",
    "title",
    "organisation_id",
    "measure",
    "numbers",
    "amount_fen",
    "currency",
]
"""Columns of ``warnings``: kind is grant, contract or organisation (then code is empty and title
its name); numbers a dict with the threshold.
"""


class Warned(NamedTuple):
    """One early warning, as WARNINGS says."""

    rule: str
    kind: str
    code: str
    title: str
    organisation_id: int
    measure: str
    numbers: Share | CarriedOver
    amount_fen: int
    currency: str


def lights(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Every running grant and contract with both lights on the view's last day: LIGHTS, by the
    money behind what fired (renminbi first, each in its currency). ``keys``: only these, by number.
    """
    frame = _portfolio(session, actor, view, keys)
    frame = frame[frame["status"].isin(RUNNING)].rename(columns={"organisation": "recipient"})
    found = _each(session, view, keys, frame["undertaking_id"].tolist())
    judged = typed(
        pd.DataFrame(found, columns=LIGHTS[10:], index=frame.index, dtype=object),
        {
            "gap_fen": "int64",
            "age_days": "Int64",
            "status_report_id": "Int64",
            "needs_answer": "bool",
        },
    )
    frame = pd.concat([frame, judged], axis=1)
    order = frame.assign(
        foreign=frame["currency"] != "CNY", worst=[-_badness(light) for light in frame["computed"]]
    )
    return order.sort_values(
        ["foreign", "gap_fen", "worst", "code"],
        ascending=[True, False, True, True],
        ignore_index=True,
    )[LIGHTS]


def both(session: Session, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Both lights of some running undertakings, by number, on the view's last day and nothing else
    of them: BOTH.
    """
    return pd.DataFrame(_each(session, view, keys, keys), columns=BOTH, dtype=object)


def _each(
    session: Session, view: View, keys: Sequence[int] | None, running: Sequence[int]
) -> list[Judged]:
    """The columns of LIGHTS from declared on, of those that run; ``keys`` are read at most."""
    thresholds, facts, letters = (
        reading.thresholds(session, view.last),
        reading.facts(session, view.last, keys=keys),
        reading.letters(session, view.last, keys=keys),
    )
    return [_judged(facts[key], letters.get(key), thresholds) for key in running]


def of_one(session: Session, actor: Actor, undertaking_id: int, view: View) -> OneLights:
    """Both lights of one undertaking, and its latest letter."""
    actor.must("see_portfolio")
    letter = reading.letters(session, view.last, undertaking_id).get(undertaking_id)
    found = _judged(
        reading.facts(session, view.last, undertaking_id)[undertaking_id],
        letter,
        reading.thresholds(session, view.last),
    )
    return {**found, "letter": letter}


def counted(frame: pd.DataFrame) -> dict[str, int]:
    """How many of ``lights`` are computed red, amber, green; declared_green and so on; and how many
    need an answer.
    """
    found = {light: int((frame["computed"] == light).sum()) for light in DECLARED}
    found |= {
        f"declared_{light}": int((frame["declared"] == light).sum())
        for light in (*DECLARED, rules.GREY)
    }
    return found | {"answer": int(frame["needs_answer"].sum())}


@kept
def warnings(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Early warnings on the view's last day: WARNINGS, the most money first (renminbi first, each
    in its currency).

    A body's share is of its measure's whole, whatever is filtered; filters keep the bodies and
    undertakings they name.
    """
    actor.must("see_portfolio")
    thresholds = reading.thresholds(session, view.last)
    found = [
        *_concentrated(session, view, thresholds["concentration_percent"]),
        *_carried(session, actor, view, thresholds["carried_over_years"]),
    ]
    frame = typed(pd.DataFrame(found, columns=WARNINGS), {"amount_fen": "int64"})
    return frame.assign(foreign=frame["currency"] != "CNY").sort_values(
        ["foreign", "amount_fen", "code"], ascending=[True, False, True], ignore_index=True
    )[WARNINGS]


def _portfolio(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Grants and contracts with their money and status on the view's last day; of some keys, or
    all.
    """
    view = view.only(as_of=view.last, period=None)
    return ledger.undertakings(session, actor, view, None, keys, [UNDERTAKING.c.kind])


def _judged(facts: Facts, letter: Letter | None, thresholds: dict[str, int]) -> Judged:
    """Both lights of what the ledger knows of one undertaking and its recipient last wrote."""
    fired: list[Fired] = rules.fired(facts, thresholds)
    judged: Judged = {
        "declared": rules.GREY,
        "declared_on": None,
        "age_days": None,
        "computed": rules.computed(fired),
        "rules": fired,
        "gap_fen": rules.unpaid(facts) if fired else 0,
        "needs_answer": False,
        "answer": None,
        "status_report_id": None,
    }
    if letter is None:
        return judged
    declared = rules.declared(
        letter.light, letter.reported_on, facts.as_of, thresholds["stale_light_days"]
    )
    return {
        **judged,
        "declared": declared,
        "declared_on": letter.reported_on,
        "age_days": (facts.as_of - letter.reported_on).days,
        "needs_answer": rules.demands_answer(declared, judged["computed"], letter.answer),
        "answer": letter.answer,
        "status_report_id": letter.id,
    }


def _badness(light: str) -> int:
    return DECLARED.index(light)


def _concentrated(session: Session, view: View, percent: int) -> list[Warned]:
    committed, whole = concentration.held(session, view, percent)
    found = [
        held
        for held in rules.concentrated(committed, percent, whole)
        if _is_shown(session, view, held)
    ]
    names = _names(session, [held.body for held in found])
    return [
        Warned(
            "concentration",
            "organisation",
            "",
            names[held.body],
            held.body,
            held.measure,
            Share(held_fen=held.held_fen, whole_fen=held.whole_fen, threshold=percent),
            held.held_fen,
            "CNY",
        )
        for held in found
    ]


def _is_shown(session: Session, view: View, held: Held) -> bool:
    """Whether what the view keeps has something of this body under this measure."""
    if view.organisation_id is not None and held.body != identity.kept(
        session, view.organisation_id
    ):
        return False
    if view.region is None:
        return True
    theirs = sa.exists().where(
        UNDERTAKING.c.measure == held.measure,
        UNDERTAKING.c.organisation_id.in_(identity.members(session, held.body)),
        UNDERTAKING.c.region_code == view.region,
        ledger.known_on(view),
    )
    return bool(session.scalar(sa.select(theirs)))


def _names(session: Session, bodies: Sequence[int]) -> dict[int, str]:
    asking = sa.select(
        Organisation.id,  # type: ignore[call-overload]
        Organisation.name,
    ).where(Organisation.id.in_(bodies))  # type: ignore[union-attr]
    return dict(session.execute(asking).all())


def _carried(session: Session, actor: Actor, view: View, years: int) -> list[Warned]:
    carried = reading.carried(session, rules.years_before(view.last, years))
    if not carried:
        return []
    lines = {key or 0: code for key, code in session.exec(select(Line.id, Line.code)).all()}
    body, view = view.organisation_id, view.only(organisation_id=None)
    shown = _portfolio(session, actor, view, list(carried))
    if body is not None:
        bodies = identity.members(session, identity.kept(session, body))
        shown = shown[shown["organisation_id"].isin(bodies)]
    ends = identity.merged(session)
    found = list[Warned]()
    for row in shown.to_dict("records"):
        line, carried_fen, day = carried[row["undertaking_id"]]
        unspent_fen = rules.unspent(carried_fen, row["committed_fen"] - row["paid_fen"])
        if unspent_fen:
            numbers = CarriedOver(
                carried_fen=carried_fen,
                unspent_fen=unspent_fen,
                carried_on=day,
                line=lines[line],
                threshold=years,
            )
            found.append(
                Warned(
                    "carried_over",
                    row["kind"],
                    row["code"],
                    row["title"],
                    ends.get(row["organisation_id"], row["organisation_id"]),
                    row["measure"],
                    numbers,
                    unspent_fen,
                    row["currency"],
                )
            )
    return found
