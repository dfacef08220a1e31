"""Entering partners, agreements and projects abroad; stating flags, stages and money of others;
results by one person and another.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypedDict, TypeVar

from sqlmodel import Session, select

from fund import audit, clock, search
from fund.access.actors import Actor, recorded
from fund.cooperation import codes, rules
from fund.cooperation.tables import (
    Cooperation,
    CooperationAgreement,
    CooperationApart,
    CooperationParty,
    CooperationShare,
    CooperationState,
    Partner,
    PartnerFlag,
)
from fund.errors import NotFound
from fund.frames import row_of
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture

COUNTRY_LIST = "datasets/country-codes caa72d1"
"""Where the flags offered with a country were read: data/SOURCES.md."""


TEXTS = ("title_en", "title_other", "other_language", "description")
"""What may be said of a project beside its Chinese title."""


class Texts(TypedDict, total=False):
    """The texts of a project that were said."""

    title_en: str
    title_other: str
    other_language: str
    description: str


class Coded(Protocol):
    """A row of a table with codes."""

    id: int | None
    code: str


Row = TypeVar("Row", bound=Coded)


def enter_partner(
    session: Session,
    actor: Actor,
    *,
    code: str,
    kind: str = "country",
    name_zh: str = "",
    name_en: str = "",
    is_demonstration: bool = False,
) -> Partner:
    """A country by ISO 3166, with the flags the list of countries knows it by and their source; or
    an organisation by its short name.
    """
    actor.must("enter_partner")
    code = code.strip().upper() if kind == "country" else code.strip()
    chosen("kind", kind)
    country = codes.countries().get(code) if kind == "country" else None
    if code in codes.ACROSS or code == codes.HOME:
        raise rules.NotAPartner(code=code)
    if kind == "country" and country is None:
        raise rules.NoSuchCountry(code=code[:20])
    names = (country.name_zh, country.name_en) if country else (name_zh.strip(), name_en.strip())
    if not names[0] or not code:
        raise rules.NameMissing
    if session.exec(select(Partner.id).where(Partner.code == code)).first() is not None:
        raise rules.PartnerKnown(code=code)
    row = Partner(
        code=code,
        kind=kind,
        name_zh=names[0],
        name_en=names[1],
        region=country.region if country else "",
        is_demonstration=is_demonstration,
        **recorded(actor, "enter_partner"),
    )
    session.add(row)
    session.flush()
    session.add_all(_flags(actor, row, country.lists if country else ()))
    audit.record(session, actor, "enter_partner", row, code=code, name=row.name_zh)
    return row


def _flags(actor: Actor, row: Partner, lists: Sequence[str]) -> list[PartnerFlag]:
    """The flags the list of countries has of a partner."""
    by = recorded(actor, "enter_partner")
    return [
        PartnerFlag(listed=listed, partner_id=row.id or 0, source=COUNTRY_LIST, **by)
        for listed in lists
    ]


def state_flag(
    session: Session,
    actor: Actor,
    *,
    partner: str,
    listed: str,
    source: str,
    since: date | None = None,
    until: date | None = None,
) -> PartnerFlag:
    """State from which day to which a country is on a list; a day not known stays open. An earlier
    statement of the same list is kept: what was looked at before stays as it was.
    """
    actor.must("state_flag")
    chosen("listed", listed)
    sourced(source)
    in_order(since, until)
    held = of_code(session, Partner, partner)
    row = PartnerFlag(
        partner_id=held.id or 0,
        listed=listed,
        since=since,
        until=until,
        source=source.strip(),
        **recorded(actor, "state_flag"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "state_flag",
        row,
        partner=held.code,
        listed=listed,
        since=since,
        until=until,
        source=row.source,
    )
    return row


def enter_agreement(
    session: Session,
    actor: Actor,
    *,
    code: str,
    kind: str,
    title_zh: str,
    parties: Sequence[str],
    source: str,
    title_en: str = "",
    signed_on: date | None = None,
    in_force_on: date | None = None,
    ends_on: date | None = None,
    is_demonstration: bool = False,
) -> CooperationAgreement:
    """An agreement with the partners named by their codes."""
    actor.must("enter_agreement")
    chosen("agreement_kind", kind)
    in_order(signed_on, ends_on)
    must_be_new(session, code, title_zh, CooperationAgreement)
    row = CooperationAgreement(
        code=code.strip(),
        kind=kind,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        signed_on=signed_on,
        in_force_on=in_force_on,
        ends_on=ends_on,
        source=source.strip(),
        is_demonstration=is_demonstration,
        **recorded(actor, "enter_agreement"),
    )
    session.add(row)
    session.flush()
    session.add_all(
        CooperationParty(agreement_id=row.id or 0, partner_id=one.id or 0)
        for one in _parties(session, parties, source)
    )
    audit.record(session, actor, "enter_agreement", row, code=row.code, parties=list(parties))
    return row


def _parties(session: Session, parties: Sequence[str], source: str) -> list[Partner]:
    """The partners of an agreement somebody has read of."""
    sourced(source)
    if not parties:
        raise rules.NoPartner
    return [of_code(session, Partner, party) for party in dict.fromkeys(parties)]


def enter_cooperation(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title_zh: str,
    field: str,
    shares: Mapping[str, int],
    counts: bool,
    counts_why: str,
    state: str = "pipeline",
    agreement: str = "",
    is_umbrella: bool = False,
    planned_start: date | None = None,
    planned_end: date | None = None,
    texts: Mapping[str, str] | None = None,
    is_demonstration: bool = False,
) -> Cooperation:
    """A project abroad with the share of each partner, in hundredths of a per cent that add to a
    whole. ``texts``: title_en, title_other, other_language and description.
    """
    actor.must("enter_cooperation")
    chosen("field", field)
    chosen("state", state)
    in_order(planned_start, planned_end)
    _counting(is_umbrella=is_umbrella, counts=counts, counts_why=counts_why)
    must_be_new(session, code, title_zh, Cooperation, CooperationApart)
    partners = _whole(session, shares)
    row = Cooperation(
        code=code.strip(),
        title_zh=title_zh.strip(),
        field=field,
        state=state,
        agreement_id=of_code(session, CooperationAgreement, agreement).id if agreement else None,
        planned_start=planned_start,
        planned_end=planned_end,
        is_umbrella=is_umbrella,
        counts=counts,
        counts_why=counts_why.strip(),
        is_demonstration=is_demonstration,
        **_stripped(texts or {}),
        **recorded(actor, "enter_cooperation"),
    )
    session.add(row)
    session.flush()
    session.add_all(
        CooperationShare(cooperation_id=row.id or 0, partner_id=key, share=share)
        for key, share in partners.items()
    )
    _stated(session, actor, row, "enter_cooperation")
    # code and titles stay as they were entered
    texts_of = (row.code, row.title_zh, row.title_en)
    search.enter(session, "cooperation", [(row.id or 0, texts_of)])
    told = {"code": row.code, "shares": dict(shares), "counts": counts, "why": row.counts_why}
    audit.record(session, actor, "enter_cooperation", row, **told)
    return row


def change_cooperation(
    session: Session,
    actor: Actor,
    *,
    project: str,
    state: str,
    counts: bool,
    counts_why: str,
    actual_start: date | None = None,
    actual_end: date | None = None,
    expected_version: int | None = None,
) -> Cooperation:
    """State how far a project is, when it began and ended, and whether it counts."""
    actor.must("change_cooperation")
    chosen("state", state)
    in_order(actual_start, actual_end)
    for day in (actual_start, actual_end):
        if day is not None and day > clock.today():
            raise InTheFuture(date=day)
    row = fetch(
        session, Cooperation, of_code(session, Cooperation, project).id or 0, expected_version
    )
    _counting(is_umbrella=row.is_umbrella, counts=counts, counts_why=counts_why)
    row.state, row.counts, row.counts_why = state, counts, counts_why.strip()
    row.actual_start, row.actual_end = actual_start, actual_end
    row.version += 1
    session.add(row)
    _stated(session, actor, row, "change_cooperation")
    audit.record(
        session,
        actor,
        "change_cooperation",
        row,
        code=row.code,
        state=state,
        counts=counts,
        why=row.counts_why,
    )
    return row


def of_code(session: Session, table: type[Row], code: str) -> Row:
    """The row of a code; refuses an unknown one."""
    statement = select(table).where(table.code == code.strip())  # type: ignore[arg-type]
    row = session.exec(statement).first()
    if row is None:
        raise NotFound(kind=table.__tablename__, key=code[:60])  # type: ignore[attr-defined]
    return row


def _stripped(texts: Mapping[str, str]) -> Texts:
    found = row_of({name: texts[name].strip() for name in TEXTS if name in texts}, Texts)
    title, language = found.get("title_other", ""), found.get("other_language", "").lower()
    if bool(title) != bool(language) or (language and not codes.is_third_language(language)):
        raise rules.LanguageMissing(at="other_language")
    if language:
        found["other_language"] = language
    return found


def _stated(session: Session, actor: Actor, row: Cooperation, act: str) -> None:
    """What is known of a project from today on."""
    session.add(
        CooperationState(
            cooperation_id=row.id or 0,
            state=row.state,
            actual_start=row.actual_start,
            actual_end=row.actual_end,
            counts=row.counts,
            counts_why=row.counts_why,
            **recorded(actor, act),
        )
    )
    session.flush()


def chosen(field: str, value: str) -> None:
    """Refuse what is no choice of a field."""
    if value not in rules.CHOICES[field]:
        raise rules.NotAChoice(value=value[:60], field=rules.HEADS[field])


def sourced(source: str) -> None:
    """Refuse a statement without a source."""
    if not source.strip():
        raise rules.SourceMissing


def in_order(start: date | None, end: date | None) -> None:
    """Refuse an end before its start."""
    if start is not None and end is not None and end < start:
        raise rules.DaysInOrder(start=start, end=end)


def _counting(*, is_umbrella: bool, counts: bool, counts_why: str) -> None:
    if is_umbrella and counts:
        raise rules.UmbrellaCounts
    if not counts_why.strip():
        raise rules.WhyMissing


def must_be_new(session: Session, code: str, title: str, *tables: type[Coded]) -> None:
    """Refuse what has no code or no title, and a code one of these tables has already."""
    if not title.strip() or not code.strip():
        raise rules.NameMissing
    for table in tables:
        statement = select(table.id).where(table.code == code.strip())  # type: ignore[arg-type]
        if session.exec(statement).first() is not None:
            raise rules.PartnerKnown(code=code.strip())


def _whole(session: Session, shares: Mapping[str, int]) -> dict[int, int]:
    """The shares by the key of each partner; refuses what is no whole."""
    if not shares:
        raise rules.NoPartner
    for code in shares:
        if code.upper() in codes.ACROSS or code.upper() == codes.HOME:
            raise rules.NotAPartner(code=code)
    partners = {of_code(session, Partner, code).id or 0: share for code, share in shares.items()}
    total = sum(shares.values())
    if total != rules.WHOLE or min(shares.values()) <= 0:
        raise rules.SharesNotWhole(total=f"{Decimal(total) / 100:f}")
    return partners
