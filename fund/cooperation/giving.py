"""Money of others and results of projects abroad: stated and corrected, reported by one person and
confirmed by another.
"""

from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from fund import audit, clock, money
from fund.access.actors import Actor, recorded
from fund.access.rules import excluded_by
from fund.cooperation import rules
from fund.cooperation.commands import chosen, in_order, of_code, sourced
from fund.cooperation.tables import (
    Cooperation,
    CooperationIndicator,
    CooperationMoney,
    CooperationResult,
)
from fund.errors import FourEyes, NotFound
from fund.ledger.rules import InTheFuture


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
    chosen("stage", stage)
    sourced(source)
    if not provider.strip():
        raise rules.NameMissing
    if currency not in money.currencies():
        raise rules.NoCurrency(currency=currency[:10])
    decimals = money.decimals(currency)
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
        **recorded(actor, "state_others_money"),
    )
    return _money(session, actor, row, held.code)


def correct_others_money(
    session: Session, actor: Actor, *, money_id: int, source: str
) -> CooperationMoney:
    """Take back a statement of others' money, naming it; it stays to be seen."""
    actor.must("state_others_money")
    sourced(source)
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
        **recorded(actor, "state_others_money"),
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
    chosen("measure", measure)
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
        **recorded(actor, "enter_indicator"),
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
    sourced(source)
    in_order(starts_on, ends_on)
    if ends_on > clock.today():
        raise InTheFuture(date=ends_on)
    if session.get(CooperationIndicator, indicator_id) is None:
        raise NotFound(kind="cooperation_indicator", key=indicator_id)
    if actual is None and not words.strip():
        raise rules.FigureMissing
    _must_be_open(session, indicator_id, starts_on, ends_on)
    row = CooperationResult(
        indicator_id=indicator_id,
        starts_on=starts_on,
        ends_on=ends_on,
        target=target,
        actual=actual,
        words=words.strip(),
        source=source.strip(),
        **recorded(actor, "report_result"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "report_result", row, indicator=indicator_id, actual=actual)
    return row


def _must_be_open(session: Session, indicator_id: int, starts_on: date, ends_on: date) -> None:
    """Refuse a period somebody has confirmed a figure of."""
    before = select(CooperationResult.id).where(
        CooperationResult.indicator_id == indicator_id,
        CooperationResult.starts_on == starts_on,
        CooperationResult.ends_on == ends_on,
        col(CooperationResult.confirmed_on).is_not(None),
    )
    if session.exec(before).first() is not None:
        raise rules.PeriodKnown(start=starts_on, end=ends_on)


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
