"""Entering undertakings of new fields with their elements; demonstrations, licences, clauses met;
saying that a record is right.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.errors import NotFound
from fund.frontiers import rules
from fund.frontiers.tables import (
    ClauseCheck,
    ElementUse,
    Frontier,
    FrontierDemonstration,
    FrontierElement,
    FrontierUndertaking,
    LicenceNeed,
)
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking

TEXTS = ("title_en", "lead", "partners")
DAYS = ("starts_on", "ends_on", "confirmed_on")


class Facts(TypedDict):
    """What an undertaking says of itself: its ``levels`` begin, told and goal, its ``texts``
    TEXTS, its ``days`` starts and ends, each with its precision.
    """

    code: str
    title_zh: str
    field: str
    scale: str
    source: str
    levels: Mapping[str, int | None]
    texts: Mapping[str, str]
    days: Mapping[str, tuple[date, str]]
    is_demonstration: bool


def enter_frontier(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title_zh: str,
    field: str,
    scale: str,
    source: str,
    levels: Mapping[str, int | None] | None = None,
    texts: Mapping[str, str] | None = None,
    days: Mapping[str, tuple[date, str]] | None = None,
    is_demonstration: bool = False,
) -> Frontier:
    """An undertaking. ``levels``: begin, told and goal, as it says them; ``texts``: title_en, lead,
    partners; ``days``: starts and ends, each with its precision.
    """
    actor.must("enter_frontier")
    row = _frontier(
        session,
        actor,
        {
            "code": code,
            "title_zh": title_zh,
            "field": field,
            "scale": scale,
            "source": source,
            "levels": levels or {},
            "texts": texts or {},
            "days": days or {},
            "is_demonstration": is_demonstration,
        },
    )
    audit.record(session, actor, "enter_frontier", row, code=row.code, field=field)
    return row


def _frontier(session: Session, actor: Actor, facts: Facts) -> Frontier:
    chosen(facts["field"], rules.FIELDS)
    chosen(facts["scale"], rules.SCALES)
    code, title = facts["code"].strip(), facts["title_zh"].strip()
    if not code or not title or not facts["source"].strip():
        raise rules.FrontierNameMissing
    if session.exec(select(Frontier.id).where(Frontier.code == code)).first() is not None:
        raise rules.FrontierKnown(code=code)
    title_en, lead, partners = (facts["texts"].get(name, "").strip() for name in TEXTS)
    begin, told, goal = (
        None if level is None else rules.level_of(level)
        for level in (facts["levels"].get(name) for name in ("begin", "told", "goal"))
    )
    starts, ends = (facts["days"].get(name, (None, "day")) for name in ("starts", "ends"))
    for _day, precision in (starts, ends):
        chosen(precision, rules.PRECISIONS)
    row = Frontier(
        code=code,
        title_zh=title,
        field=facts["field"],
        scale=facts["scale"],
        source=facts["source"].strip(),
        is_demonstration=facts["is_demonstration"],
        title_en=title_en,
        lead=lead,
        partners=partners,
        begin_level=begin,
        told_level=told,
        goal_level=goal,
        starts_on=starts[0],
        starts_precision=starts[1],
        ends_on=ends[0],
        ends_precision=ends[1],
        **recorded(actor, "enter_frontier"),
    )
    session.add(row)
    session.flush()
    return row


def take_in_frontiers(
    session: Session, actor: Actor, *, given: Sequence[Facts], file_name: str
) -> Frontier:
    """Records of others for comparison out of a file, whole or not at all: what they say of their
    levels is kept as told and accepted by nobody.
    """
    actor.must("take_in_frontiers")
    if not given:
        raise rules.FrontierNameMissing
    for facts in given:
        row = _frontier(session, actor, facts)
    audit.record(session, actor, "take_in_frontiers", row, file=file_name, records=len(given))
    return row


def enter_element(
    session: Session, actor: Actor, *, frontier: str, name: str, use: str, is_critical: bool = True
) -> FrontierElement:
    """A part whose readiness is assessed, and what it is meant for."""
    actor.must("enter_element")
    held = of_code(session, frontier)
    if not name.strip() or not use.strip():
        raise rules.FrontierNameMissing
    known = select(FrontierElement.id).where(
        FrontierElement.frontier_id == held.id, FrontierElement.name == name.strip()
    )
    if session.exec(known).first() is not None:
        raise rules.FrontierKnown(code=name.strip()[:60])
    row = FrontierElement(
        frontier_id=held.id or 0,
        name=name.strip(),
        is_critical=is_critical,
        **recorded(actor, "enter_element"),
    )
    session.add(row)
    session.flush()
    _used(session, actor, row, use, "enter_element")
    audit.record(session, actor, "enter_element", row, frontier=held.code, name=row.name)
    return row


def change_use(session: Session, actor: Actor, *, element_id: int, use: str) -> ElementUse:
    """Say what an element is meant for now: its level stands, to be assessed again."""
    actor.must("change_use")
    element = session.get(FrontierElement, element_id)
    if element is None:
        raise NotFound(kind="frontier_element", key=element_id)
    if not use.strip():
        raise rules.FrontierNameMissing
    row = _used(session, actor, element, use, "change_use")
    audit.record(session, actor, "change_use", element, name=element.name, use=row.use)
    return row


def _used(
    session: Session, actor: Actor, element: FrontierElement, use: str, act: str
) -> ElementUse:
    row = ElementUse(element_id=element.id or 0, use=use.strip(), **recorded(actor, act))
    session.add(row)
    session.flush()
    return row


def confirm_frontier(session: Session, actor: Actor, *, frontier: str) -> Frontier:
    """Say today that a record is right as it stands."""
    actor.must("confirm_frontier")
    row = fetch(session, Frontier, of_code(session, frontier).id or 0)
    row.confirmed_on = clock.today()
    row.version += 1
    session.add(row)
    audit.record(session, actor, "confirm_frontier", row, code=row.code)
    return row


def state_demonstration(
    session: Session,
    actor: Actor,
    *,
    frontier: str,
    what: str,
    place: str = "",
    planned_on: date | None = None,
    held_on: date | None = None,
    criteria: str = "",
    result: str = "",
    replaces_id: int | None = None,
) -> FrontierDemonstration:
    """A demonstration that is planned, or its result in place of the plan."""
    actor.must("state_demonstration")
    held = of_code(session, frontier)
    if not what.strip():
        raise rules.FrontierNameMissing
    if held_on is not None and held_on > clock.today():
        raise InTheFuture(date=held_on)
    if (held_on is None) != (not result.strip()):
        raise rules.ResultMissing
    planned = session.get(FrontierDemonstration, replaces_id or 0)
    if replaces_id is not None and (planned is None or planned.frontier_id != held.id):
        raise NotFound(kind="frontier_demonstration", key=replaces_id)
    row = FrontierDemonstration(
        frontier_id=held.id or 0,
        what=what.strip(),
        place=place.strip(),
        planned_on=planned_on,
        held_on=held_on,
        criteria=criteria.strip(),
        result=result.strip(),
        replaces_id=replaces_id,
        **recorded(actor, "state_demonstration"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "state_demonstration", row, frontier=held.code, what=row.what)
    return row


def state_licence(
    session: Session,
    actor: Actor,
    *,
    frontier: str,
    kind: str,
    state: str,
    basis: str = "",
    needed_on: date | None = None,
    number: str = "",
    expires_on: date | None = None,
) -> LicenceNeed:
    """Where a licence stands, on which basis; without one it is “basis not found”."""
    actor.must("state_licence")
    held = of_code(session, frontier)
    chosen(kind, rules.LICENCES)
    chosen(state, rules.LICENCE_STATES)
    if (state == "no_basis") != (not basis.strip()):
        raise rules.FrontierNameMissing
    row = LicenceNeed(
        frontier_id=held.id or 0,
        kind=kind,
        state=state,
        basis=basis.strip(),
        needed_on=needed_on,
        number=number.strip(),
        expires_on=expires_on,
        **recorded(actor, "state_licence"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "state_licence", row, frontier=held.code, kind=kind, state=state)
    return row


def check_clause(
    session: Session, actor: Actor, *, frontier: str, clause: str, state: str, reason: str = ""
) -> ClauseCheck:
    """How an undertaking meets a clause of ISO 24330; only servicing and removal are held to it."""
    actor.must("check_clause")
    held = of_code(session, frontier)
    chosen(clause, rules.CLAUSES)
    chosen(state, rules.CHECKS_STATES)
    if held.field not in rules.CHECKED:
        raise rules.NotForThisField
    if state == "not_applicable" and not reason.strip():
        raise rules.NotApplicableWhy
    row = ClauseCheck(
        frontier_id=held.id or 0,
        clause=clause,
        state=state,
        reason=reason.strip(),
        **recorded(actor, "check_clause"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "check_clause", row, frontier=held.code, clause=clause)
    return row


def link_frontier(
    session: Session, actor: Actor, *, frontier: str, undertaking: str
) -> FrontierUndertaking:
    """Name the grant or contract that pays for it."""
    actor.must("link_frontier")
    held = of_code(session, frontier)
    work = session.exec(select(Undertaking).where(Undertaking.code == undertaking.strip())).first()
    if work is None:
        raise NotFound(kind="undertaking", key=undertaking[:60])
    if session.get(FrontierUndertaking, work.id) is not None:
        raise rules.FrontierKnown(code=work.code)
    row = FrontierUndertaking(
        undertaking_id=work.id or 0,
        frontier_id=held.id or 0,
        **recorded(actor, "link_frontier"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "link_frontier", work, frontier=held.code, undertaking=work.code)
    return row


def of_code(session: Session, code: str) -> Frontier:
    """The undertaking of a code; refuses an unknown one."""
    row = session.exec(select(Frontier).where(Frontier.code == code.strip())).first()
    if row is None:
        raise NotFound(kind="frontier", key=code[:60])
    return row


def chosen(value: str, words: Mapping[str, str]) -> None:
    """Refuse what is no choice."""
    if value not in words:
        raise rules.FrontierWord(value=value[:60])
