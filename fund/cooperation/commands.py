"""Entering partners, agreements and projects abroad; stating flags, stages and money of others;
results by one person and another.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from babel.numbers import get_currency_precision
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.cooperation import codes, rules
from fund.cooperation.tables import (
    Cooperation,
    CooperationAgreement,
    CooperationBody,
    CooperationIndicator,
    CooperationMoney,
    CooperationParty,
    CooperationResult,
    CooperationShare,
    CooperationState,
    CooperationUndertaking,
    Partner,
    PartnerFlag,
)
from fund.errors import FourEyes, NotFound
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking

BABEL_FLAGS = "datasets/country-codes caa72d1"
"""Where the flags offered with a country were read: data/SOURCES.md."""


TEXTS = ("title_en", "title_other", "other_language", "description")
"""What may be said of a project beside its Chinese title."""


class Coded(Protocol):
    """A row of a table with codes."""

    id: int | None
    code: Any


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
    _chosen("kind", kind)
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
        **_recorded(actor, "enter_partner"),
    )
    session.add(row)
    session.flush()
    for listed in country.lists if country else ():
        session.add(
            PartnerFlag(
                partner_id=row.id or 0,
                listed=listed,
                source=BABEL_FLAGS,
                **_recorded(actor, "enter_partner"),
            )
        )
    audit.record(session, actor, "enter_partner", row, code=code, name=row.name_zh)
    return row


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
    _chosen("listed", listed)
    _sourced(source)
    _in_order(since, until)
    held = of_code(session, Partner, partner)
    row = PartnerFlag(
        partner_id=held.id or 0,
        listed=listed,
        since=since,
        until=until,
        source=source.strip(),
        **_recorded(actor, "state_flag"),
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
    _chosen("agreement_kind", kind)
    _sourced(source)
    _in_order(signed_on, ends_on)
    _new(session, CooperationAgreement, code, title_zh)
    if not parties:
        raise rules.NoPartner
    held = [of_code(session, Partner, party) for party in dict.fromkeys(parties)]
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
        **_recorded(actor, "enter_agreement"),
    )
    session.add(row)
    session.flush()
    session.add_all(
        CooperationParty(agreement_id=row.id or 0, partner_id=one.id or 0) for one in held
    )
    audit.record(session, actor, "enter_agreement", row, code=row.code, parties=list(parties))
    return row


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
    _chosen("field", field)
    _chosen("state", state)
    _in_order(planned_start, planned_end)
    _counting(is_umbrella=is_umbrella, counts=counts, counts_why=counts_why)
    _new(session, Cooperation, code, title_zh)
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
        **_recorded(actor, "enter_cooperation"),
    )
    session.add(row)
    session.flush()
    session.add_all(
        CooperationShare(cooperation_id=row.id or 0, partner_id=key, share=share)
        for key, share in partners.items()
    )
    _stated(session, actor, row, "enter_cooperation")
    audit.record(
        session,
        actor,
        "enter_cooperation",
        row,
        code=row.code,
        shares=dict(shares),
        counts=counts,
        why=row.counts_why,
    )
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
    _chosen("state", state)
    _in_order(actual_start, actual_end)
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


def name_body(
    session: Session,
    actor: Actor,
    *,
    project: str,
    name: str,
    role: str,
    organisation_type: str,
    identifier: str = "",
) -> CooperationBody:
    """A firm or institution and what it does in a project."""
    actor.must("name_body")
    _chosen("role", role)
    _chosen("organisation_type", organisation_type)
    if not name.strip():
        raise rules.NameMissing
    held = of_code(session, Cooperation, project)
    row = CooperationBody(
        cooperation_id=held.id or 0,
        name=name.strip(),
        identifier=identifier.strip(),
        role=role,
        organisation_type=organisation_type,
        **_recorded(actor, "name_body"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "name_body", row, project=held.code, name=row.name, role=role)
    return row


def link_undertaking(
    session: Session, actor: Actor, *, project: str, undertaking: str
) -> CooperationUndertaking:
    """Say which undertaking of the ledger pays for a project; each pays one."""
    actor.must("link_undertaking")
    held = of_code(session, Cooperation, project)
    paying = of_code(session, Undertaking, undertaking)
    before = session.get(CooperationUndertaking, paying.id)
    if before is not None:
        other = session.get_one(Cooperation, before.cooperation_id).code
        raise rules.AlreadyLinked(code=undertaking, project=other)
    row = CooperationUndertaking(
        undertaking_id=paying.id or 0,
        cooperation_id=held.id or 0,
        **_recorded(actor, "link_undertaking"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "link_undertaking", held, project=held.code, undertaking=paying.code
    )
    return row


def state_others_money(
    session: Session,
    actor: Actor,
    *,
    project: str,
    stage: str,
    provider: str,
    amount: Decimal,
    happened_on: date,
    source: str,
    currency: str = "CNY",
    rate: Decimal | None = None,
    rate_on: date | None = None,
    rate_source: str = "",
) -> CooperationMoney:
    """Money others pledged, committed, spent or settled, in its own currency with the rate to the
    yuan, its day and its source. No posting: the ledger holds the fund's own.
    """
    actor.must("state_others_money")
    _chosen("stage", stage)
    _sourced(source)
    if not provider.strip():
        raise rules.NameMissing
    decimals = get_currency_precision(currency)
    minor = amount.scaleb(decimals)
    if amount <= 0 or minor != int(minor):
        raise rules.AmountWrong
    if currency == "CNY":
        rate, rate_on, rate_source = None, None, ""
    elif rate is None or rate <= 0 or rate_on is None or not rate_source.strip():
        raise rules.RateMissing(currency=currency)
    if happened_on > clock.today() and stage != "pledge":
        raise InTheFuture(date=happened_on)
    held = of_code(session, Cooperation, project)
    row = CooperationMoney(
        cooperation_id=held.id or 0,
        stage=stage,
        provider=provider.strip(),
        amount=int(minor),
        currency=currency,
        rate=rate,
        rate_on=rate_on,
        rate_source=rate_source.strip(),
        amount_fen=rules.in_fen(int(minor), decimals, rate or Decimal(1)),
        happened_on=happened_on,
        source=source.strip(),
        **_recorded(actor, "state_others_money"),
    )
    return _money(session, actor, row, held.code)


def correct_others_money(
    session: Session, actor: Actor, *, money_id: int, source: str
) -> CooperationMoney:
    """Take back a statement of others' money, naming it; it stays to be seen."""
    actor.must("state_others_money")
    _sourced(source)
    before = session.get(CooperationMoney, money_id)
    if before is None:
        raise NotFound(kind="cooperation_money", key=money_id)
    taken = select(CooperationMoney.id).where(CooperationMoney.corrects_id == money_id)
    if before.corrects_id is not None or session.exec(taken).first() is not None:
        raise rules.CorrectsOther
    kept = ("cooperation_id", "stage", "provider", "currency", "rate", "rate_on", "rate_source")
    row = CooperationMoney(
        **{name: getattr(before, name) for name in kept},
        amount=-before.amount,
        amount_fen=-before.amount_fen,
        happened_on=before.happened_on,
        source=source.strip(),
        corrects_id=money_id,
        **_recorded(actor, "state_others_money"),
    )
    return _money(session, actor, row, session.get_one(Cooperation, before.cooperation_id).code)


def enter_indicator(
    session: Session,
    actor: Actor,
    *,
    project: str,
    title_zh: str,
    measure: str = "1",
    title_en: str = "",
    unit: str = "",
    baseline: Decimal | None = None,
) -> CooperationIndicator:
    """What a project is to achieve, in which unit and from where."""
    actor.must("enter_indicator")
    _chosen("measure", measure)
    if not title_zh.strip():
        raise rules.NameMissing
    held = of_code(session, Cooperation, project)
    row = CooperationIndicator(
        cooperation_id=held.id or 0,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        measure=measure,
        unit=unit.strip(),
        baseline=baseline,
        **_recorded(actor, "enter_indicator"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "enter_indicator", row, project=held.code, title=row.title_zh)
    return row


def report_result(
    session: Session,
    actor: Actor,
    *,
    indicator_id: int,
    starts_on: date,
    ends_on: date,
    source: str,
    target: Decimal | None = None,
    actual: Decimal | None = None,
    words: str = "",
) -> CooperationResult:
    """Report what came of an indicator in a period; it counts once another person confirms it."""
    actor.must("report_result")
    _sourced(source)
    _in_order(starts_on, ends_on)
    if ends_on > clock.today():
        raise InTheFuture(date=ends_on)
    if session.get(CooperationIndicator, indicator_id) is None:
        raise NotFound(kind="cooperation_indicator", key=indicator_id)
    if actual is None and not words.strip():
        raise rules.SourceMissing
    before = select(CooperationResult.id).where(
        CooperationResult.indicator_id == indicator_id,
        CooperationResult.starts_on == starts_on,
        CooperationResult.ends_on == ends_on,
        col(CooperationResult.confirmed_on).is_not(None),
    )
    if session.exec(before).first() is not None:
        raise rules.PeriodKnown(start=starts_on, end=ends_on)
    row = CooperationResult(
        indicator_id=indicator_id,
        starts_on=starts_on,
        ends_on=ends_on,
        target=target,
        actual=actual,
        words=words.strip(),
        source=source.strip(),
        **_recorded(actor, "report_result"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "report_result", row, indicator=indicator_id, actual=actual)
    return row


def confirm_result(session: Session, actor: Actor, *, result_id: int) -> CooperationResult:
    """Confirm a reported figure; not by whoever reported it."""
    actor.must("confirm_result")
    row = session.get(CooperationResult, result_id, with_for_update=True)
    if row is None:
        raise NotFound(kind="cooperation_result", key=result_id)
    if row.confirmed_on is not None:
        raise rules.PeriodKnown(start=row.starts_on, end=row.ends_on)
    if "report_result" in excluded_by("confirm_result") and actor.hands & (
        {row.recorded_by, row.recorded_for} - {None}
    ):
        raise FourEyes(earlier="report_result", act="confirm_result")
    row.confirmed_on, row.confirmed_by = clock.today(), actor.id
    session.add(row)
    audit.record(session, actor, "confirm_result", row, actual=row.actual)
    return row


def of_code(session: Session, table: type[Row], code: str) -> Row:
    """The row of a code; refuses an unknown one."""
    row = session.exec(select(table).where(table.code == code.strip())).first()  # type: ignore[arg-type]
    if row is None:
        raise NotFound(kind=table.__tablename__, key=code[:60])  # type: ignore[attr-defined]
    return row


def _money(session: Session, actor: Actor, row: CooperationMoney, project: str) -> CooperationMoney:
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "state_others_money",
        row,
        project=project,
        stage=row.stage,
        amount_fen=row.amount_fen,
        currency=row.currency,
        source=row.source,
    )
    return row


def _recorded(actor: Actor, act: str) -> dict[str, Any]:
    return {
        "recorded_on": clock.today(),
        "recorded_by": actor.id,
        "recorded_for": actor.behind(act),
    }


def _stripped(texts: Mapping[str, str]) -> dict[str, Any]:
    return {name: texts[name].strip() for name in TEXTS if name in texts}


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
            **_recorded(actor, act),
        )
    )
    session.flush()


def _chosen(field: str, value: str) -> None:
    if value not in rules.CHOICES[field]:
        raise rules.NotAChoice(value=value[:60], field=rules.HEADS[field])


def _sourced(source: str) -> None:
    if not source.strip():
        raise rules.SourceMissing


def _in_order(start: date | None, end: date | None) -> None:
    if start is not None and end is not None and end < start:
        raise rules.DaysInOrder(start=start, end=end)


def _counting(*, is_umbrella: bool, counts: bool, counts_why: str) -> None:
    if is_umbrella and counts:
        raise rules.UmbrellaCounts
    if not counts_why.strip():
        raise rules.WhyMissing


def _new(session: Session, table: type[Coded], code: str, title: str) -> None:
    if not title.strip() or not code.strip():
        raise rules.NameMissing
    if session.exec(select(table.id).where(table.code == code.strip())).first() is not None:  # type: ignore[arg-type]
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
