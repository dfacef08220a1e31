"""Entering launch sites with the names lists know them by, pads with names and states, capacity as
stated by one person and confirmed by another.
"""

from collections.abc import Sequence
from datetime import date
from typing import NotRequired, Protocol

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.errors import FourEyes, NotFound
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking
from fund.sites import rules
from fund.sites.rows import Described
from fund.sites.tables import (
    CapacityStatement,
    LaunchPad,
    LaunchSite,
    PadName,
    PadState,
    SiteName,
    SiteUndertaking,
)


class Facts(Described):
    """What is said of a launch site; ``names`` are those lists of launches know it by."""

    sourced_on: date | None
    names: NotRequired[Sequence[str]]


def enter_site(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name_zh: str,
    kind: str,
    source: str,
    sourced_on: date | None = None,
    name_en: str = "",
    country: str = "CN",
    region_code: str = "",
    operator: str = "",
    is_own: bool = True,
    is_commercial: bool | None = None,
    names: Sequence[str] = (),
    is_demonstration: bool = False,
) -> LaunchSite:
    """A launch site with the body that runs it and the names lists of launches know it by. An own
    site's outcomes need a second person.
    """
    actor.must("enter_site")
    facts: Facts = {
        "code": code,
        "name_zh": name_zh,
        "name_en": name_en,
        "kind": kind,
        "country": country,
        "region_code": region_code,
        "operator": operator,
        "is_own": is_own,
        "is_commercial": is_commercial,
        "source": source,
        "sourced_on": sourced_on,
        "is_demonstration": is_demonstration,
        "names": names,
    }
    row = _site(session, actor, facts, "enter_site")
    audit.record(session, actor, "enter_site", row, code=row.code, name=row.name_zh, kind=kind)
    return row


def take_in_sites(
    session: Session, actor: Actor, *, given: Sequence[Facts], file_name: str
) -> LaunchSite:
    """Sites of others out of a list, whole or not at all."""
    actor.must("take_in_sites")
    if not given:
        raise rules.SiteNameMissing
    for facts in given:
        row = _site(session, actor, facts, "take_in_sites")
    audit.record(session, actor, "take_in_sites", row, file=file_name, sites=len(given))
    return row


def name_site(session: Session, actor: Actor, *, site: str, names: Sequence[str]) -> SiteName:
    """Give a site the names lists of launches write it by."""
    actor.must("name_site")
    held = site_of(session, site)
    if not [name for name in names if name.strip()]:
        raise rules.SiteNameMissing
    for name in names:
        row = _named(session, actor, held, name, "name_site")
    audit.record(session, actor, "name_site", row, code=held.code, names=list(names))
    return row


def enter_pad(
    session: Session,
    actor: Actor,
    *,
    site: str,
    code: str,
    name: str,
    state: str,
    since: date,
    source: str,
    fits: str = "",
) -> LaunchPad:
    """A pad of a site, its first name and state."""
    actor.must("enter_pad")
    held = site_of(session, site)
    chosen("state", state)
    if not code.strip() or not name.strip():
        raise rules.SiteNameMissing
    known = select(LaunchPad.id).where(LaunchPad.site_id == held.id, LaunchPad.code == code.strip())
    if session.exec(known).first() is not None:
        raise rules.SiteKnown(code=code.strip())
    row = LaunchPad(
        site_id=held.id or 0,
        code=code.strip(),
        fits=fits.strip(),
        **recorded(actor, "enter_pad"),
    )
    session.add(row)
    session.flush()
    key, by = row.id or 0, recorded(actor, "enter_pad")
    session.add(PadName(name=name.strip(), pad_id=key, since=since, **by))
    session.add(PadState(state=state, source=_sourced(source), pad_id=key, since=since, **by))
    audit.record(session, actor, "enter_pad", row, site=held.code, code=row.code, state=state)
    return row


def rename_pad(
    session: Session, actor: Actor, *, site: str, pad: str, name: str, since: date
) -> PadName:
    """Say what a pad is called from a day on; it stays the same pad."""
    actor.must("rename_pad")
    held = pad_of(session, site_of(session, site), pad)
    if not name.strip():
        raise rules.SiteNameMissing
    row = PadName(
        pad_id=held.id or 0, name=name.strip(), since=since, **recorded(actor, "rename_pad")
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "rename_pad", row, site=site, pad=held.code, name=row.name)
    return row


def state_pad(
    session: Session, actor: Actor, *, site: str, pad: str, state: str, since: date, source: str
) -> PadState:
    """State in which state a pad is from a day on; retired it stays in history and out of
    capacity.
    """
    actor.must("state_pad")
    chosen("state", state)
    held = pad_of(session, site_of(session, site), pad)
    if since > clock.today() and state != "planned":
        raise InTheFuture(date=since)
    row = PadState(
        pad_id=held.id or 0,
        state=state,
        since=since,
        source=_sourced(source),
        **recorded(actor, "state_pad"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "state_pad", row, site=site, pad=held.code, state=state, since=since
    )
    return row


def state_capacity(
    session: Session,
    actor: Actor,
    *,
    site: str,
    year: int,
    kind: str,
    launches: int,
    source: str,
    sourced_on: date | None,
    pad: str = "",
) -> CapacityStatement:
    """State how many launches a year a site or a pad can do, by a source and its day; it counts
    once another person confirms it.
    """
    actor.must("state_capacity")
    chosen("capacity", kind)
    held = site_of(session, site)
    if launches <= 0 or not 1957 <= year <= 2100:
        raise rules.CapacityWrong
    if sourced_on is None:
        raise rules.SiteSourceMissing
    row = CapacityStatement(
        site_id=held.id or 0,
        pad_id=pad_of(session, held, pad).id if pad else None,
        year=year,
        kind=kind,
        launches=launches,
        source=_sourced(source),
        sourced_on=sourced_on,
        **recorded(actor, "state_capacity"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "state_capacity", row, site=held.code, pad=pad, launches=launches, kind=kind
    )
    return row


def confirm_capacity(session: Session, actor: Actor, *, statement_id: int) -> CapacityStatement:
    """Confirm a stated capacity; not by whoever stated it."""
    actor.must("confirm_capacity")
    row = session.get(CapacityStatement, statement_id, with_for_update=True)
    if row is None:
        raise NotFound(kind="capacity_statement", key=statement_id)
    if row.confirmed_on is not None:
        raise rules.SiteKnown(code=f"{row.year}: {row.launches}")
    must_be_other(actor, row, "state_capacity", "confirm_capacity")
    row.confirmed_on, row.confirmed_by = clock.today(), actor.id
    session.add(row)
    audit.record(session, actor, "confirm_capacity", row, launches=row.launches, year=row.year)
    return row


def link_site(
    session: Session, actor: Actor, *, site: str, undertaking: str, pad: str = ""
) -> SiteUndertaking:
    """Name the grant or contract that builds a site or one of its pads; its milestones and money
    are shown beside it.
    """
    actor.must("link_site")
    held = site_of(session, site)
    work = session.exec(select(Undertaking).where(Undertaking.code == undertaking.strip())).first()
    if work is None:
        raise NotFound(kind="undertaking", key=undertaking[:60])
    if session.get(SiteUndertaking, work.id) is not None:
        raise rules.SiteKnown(code=work.code)
    row = SiteUndertaking(
        undertaking_id=work.id or 0,
        site_id=held.id or 0,
        pad_id=pad_of(session, held, pad).id if pad else None,
        **recorded(actor, "link_site"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "link_site", work, site=held.code, pad=pad, undertaking=work.code)
    return row


def site_of(session: Session, code: str) -> LaunchSite:
    """The site of a code; refuses an unknown one."""
    row = session.exec(select(LaunchSite).where(LaunchSite.code == code.strip())).first()
    if row is None:
        raise NotFound(kind="launch_site", key=code[:60])
    return row


def pad_of(session: Session, site: LaunchSite, code: str) -> LaunchPad:
    """The pad of a code at a site; refuses one of another site."""
    statement = select(LaunchPad).where(
        LaunchPad.site_id == site.id, LaunchPad.code == code.strip()
    )
    row = session.exec(statement).first()
    if row is None:
        raise rules.PadElsewhere(pad=code[:40], site=site.code)
    return row


def retired_since(session: Session, pad: LaunchPad, day: date) -> date | None:
    """Since when a pad is retired on a day, None where it is not."""
    statement = (
        select(PadState)
        .where(PadState.pad_id == pad.id, PadState.since <= day)
        .order_by(col(PadState.since).desc(), col(PadState.id).desc())
    )
    last = session.exec(statement).first()
    return last.since if last is not None and last.state == "retired" else None


def chosen(field: str, value: str) -> None:
    """Refuse what is no choice of a field."""
    if value not in rules.CHOICES[field]:
        raise rules.WordUnknown(value=value[:60], field=rules.HEADS[field])


class Recorded(Protocol):
    """A row that says who stated it, and for whom."""

    recorded_by: int | None
    recorded_for: int | None


def must_be_other(actor: Actor, row: Recorded, earlier: str, act: str) -> None:
    """Refuse whoever stated what is to be confirmed, or had it stated."""
    if not actor.hands.isdisjoint({row.recorded_by, row.recorded_for} - {None}):
        raise FourEyes(earlier=earlier, act=act)


def _sourced(source: str) -> str:
    if not source.strip():
        raise rules.SiteSourceMissing
    return source.strip()


def _site(session: Session, actor: Actor, facts: Facts, act: str) -> LaunchSite:
    """A site of the facts given with its names, refused where something is missing or known."""
    chosen("kind", facts["kind"])
    code, name_zh, source = (facts[name].strip() for name in ("code", "name_zh", "source"))
    if not code or not name_zh:
        raise rules.SiteNameMissing
    if facts["sourced_on"] is None or not source:
        raise rules.SiteSourceMissing
    if session.exec(select(LaunchSite.id).where(LaunchSite.code == code)).first() is not None:
        raise rules.SiteKnown(code=code)
    row = LaunchSite(
        code=code,
        name_zh=name_zh,
        name_en=facts["name_en"].strip(),
        kind=facts["kind"],
        country=facts["country"].strip(),
        region_code=facts["region_code"].strip(),
        operator=facts["operator"].strip(),
        is_own=facts["is_own"],
        is_commercial=facts["is_commercial"],
        source=source,
        sourced_on=facts["sourced_on"],
        is_demonstration=facts["is_demonstration"],
        **recorded(actor, "enter_site"),
    )
    session.add(row)
    session.flush()
    for name in dict.fromkeys([row.code, *facts.get("names", ())]):
        _named(session, actor, row, name, act)
    return row


def _named(session: Session, actor: Actor, site: LaunchSite, name: str, act: str) -> SiteName:
    """A name of a site no other has; a code of one is a name of it."""
    text = name.strip()
    known = session.exec(select(SiteName).where(SiteName.name == text)).first()
    if known is not None:
        raise rules.SiteKnown(code=text[:60])
    row = SiteName(site_id=site.id or 0, name=text, **recorded(actor, act))
    session.add(row)
    session.flush()
    return row
