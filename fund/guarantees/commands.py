"""Guarantees lodged by one person and checked by another; what is met confirmed, what is held given
back. Changes and claims: fund.guarantees.changing.
"""

from datetime import date
from typing import TypedDict

from sqlmodel import Session, SQLModel, col, select

from fund import audit, clock, search
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.debris.tables import Spacecraft
from fund.errors import N_, NP_, FourEyes, NeedsReason, NotFound
from fund.guarantees import rules
from fund.guarantees.recording import change, note, standing
from fund.guarantees.tables import Guarantee
from fund.ledger.rules import InTheFuture, positive
from fund.ledger.tables import Undertaking
from fund.money import currencies
from fund.plan import working_days
from fund.plan.tables import Organisation
from fund.procurement.tables import Process
from fund.settings import values as settings

RETURN_DAYS, LONGEST_RETURN = 5, 250
"""Working days in which a guarantee is given back: where nothing is said, and at most."""
"""What a guarantee may secure: one of them."""


def lodge_guarantee(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    form: str,
    issuer: str,
    number: str,
    face_fen: int,
    valid_from: date,
    duty: str,
    organisation_id: int,
    file_name: str = "",
    content: bytes = b"",
    is_brought_in: bool = False,
    valid_to: date | None = None,
    duty_due_on: date | None = None,
    required_fen: int | None = None,
    base_fen: int | None = None,
    currency: str = "CNY",
    beneficiary: str = "",
    undertaking_id: int | None = None,
    process_id: int | None = None,
    spacecraft_id: int | None = None,
    return_days: int = RETURN_DAYS,
) -> Guarantee:
    """Enter what was handed in; it is held from today, and another person checks it. It goes back
    within ``return_days`` working days. ``is_brought_in``: its paper is in the office's folders.
    """
    actor.must("lodge_guarantee")
    _must_be_words(kind, form, currency)
    _must_be_told(issuer, number, duty, valid_from, valid_to, form)
    _must_name_one(session, (undertaking_id, process_id, spacecraft_id), organisation_id)
    _must_be_new(session, issuer, number)
    _must_keep_limits(session, kind, positive(face_fen), base_fen, undertaking_id, process_id)
    sha256 = _paper(session, actor, file_name, content, is_brought_in=is_brought_in)
    row = Guarantee(
        kind=kind,
        form=form,
        issuer=issuer.strip(),
        number=number.strip(),
        face_fen=face_fen,
        required_fen=face_fen if required_fen is None else required_fen,
        base_fen=base_fen,
        currency=currency,
        valid_from=valid_from,
        valid_to=valid_to,
        beneficiary=beneficiary.strip(),
        organisation_id=organisation_id,
        undertaking_id=undertaking_id,
        process_id=process_id,
        spacecraft_id=spacecraft_id,
        duty=duty.strip(),
        duty_due_on=duty_due_on,
        return_days=min(max(return_days, 0), LONGEST_RETURN),
        **_of_the_day(actor, issuer, number, sha256),
        valid_until=valid_to,
    )
    _begin(session, actor, row)
    return row


def _paper(
    session: Session, actor: Actor, file_name: str, content: bytes, *, is_brought_in: bool
) -> str | None:
    """The paper it came on, kept; one brought in from an office's own file may have none here."""
    if is_brought_in and not content:
        return None
    return attachments.keep(session, actor, file_name=file_name, content=content).sha256


class Lodged(TypedDict):
    """By what a guarantee is found again, its paper, and who lodges it on which day."""

    issuer_key: str
    number_key: str
    sha256: str | None
    lodged_on: date
    lodged_by: int | None
    lodged_for: int | None


def _of_the_day(actor: Actor, issuer: str, number: str, sha256: str | None) -> Lodged:
    return {
        "issuer_key": rules.key(issuer),
        "number_key": rules.key(number),
        "sha256": sha256,
        "lodged_on": clock.today(),
        "lodged_by": actor.id,
        "lodged_for": actor.behind("lodge_guarantee"),
    }


def _begin(session: Session, actor: Actor, row: Guarantee) -> None:
    """Store it with its first event."""
    session.add(row)
    session.flush()
    search.enter(session, "guarantee", [(row.id or 0, (row.number, row.issuer, row.duty))])
    amount_fen = row.face_fen
    note(session, actor, row, "lodged", "lodge_guarantee", amount_fen=amount_fen, sha256=row.sha256)
    audit.record(
        session,
        actor,
        "lodge_guarantee",
        row,
        kind=row.kind,
        issuer=row.issuer,
        number=row.number,
        face_fen=row.face_fen,
    )


def check_guarantee(
    session: Session,
    actor: Actor,
    *,
    guarantee_id: int,
    is_genuine: bool,
    words: str,
    expected_version: int | None = None,
) -> Guarantee:
    """Say what the issuer answered, by somebody who did not lodge it: genuine and worded as asked,
    or not; then nothing of it is held.
    """
    actor.must("check_guarantee")
    if not words.strip():
        raise NeedsReason
    row = standing(session, "check_guarantee", guarantee_id, expected_version)
    _must_be_another(row, actor, "check_guarantee")
    if is_genuine:
        note(session, actor, row, "checked", "check_guarantee", words=words)
        change(session, row, state="in_hold")
    else:
        held_fen = row.held_fen
        note(session, actor, row, "refused", "check_guarantee", amount_fen=held_fen, words=words)
        change(session, row, state="turned_away")
    audit.record(
        session, actor, "check_guarantee", row, number=row.number, genuine=is_genuine, reason=words
    )
    return row


def confirm_duty(
    session: Session,
    actor: Actor,
    *,
    guarantee_id: int,
    outcome: str,
    occurred_on: date,
    words: str,
    file_name: str = "",
    content: bytes = b"",
    expected_version: int | None = None,
) -> Guarantee:
    """Confirm that a duty was met, or ended, on a day: from then on it is to be given back within
    its working days.
    """
    actor.must("confirm_duty")
    if outcome not in rules.DUTIES:
        raise rules.UnknownWord(value=outcome, field=N_("Outcome"))
    if not words.strip():
        raise NeedsReason
    row = standing(session, "confirm_duty", guarantee_id, expected_version)
    if row.met_on is not None:
        raise rules.DutyConfirmed
    if occurred_on > clock.today():
        raise InTheFuture(date=occurred_on)
    if occurred_on < row.valid_from:
        raise rules.BeforeItsStart(valid_from=row.valid_from)
    kept = (
        attachments.keep(session, actor, file_name=file_name, content=content) if content else None
    )
    note(
        session,
        actor,
        row,
        f"duty_{outcome}",
        "confirm_duty",
        words=words,
        occurred_on=occurred_on,
        sha256=kept.sha256 if kept else None,
    )
    back_on = working_days.after(occurred_on, row.return_days)
    change(session, row, met_on=occurred_on, back_on=back_on)
    audit.record(
        session,
        actor,
        "confirm_duty",
        row,
        number=row.number,
        outcome=outcome,
        occurred_on=occurred_on,
        reason=words,
    )
    return row


def release_guarantee(
    session: Session,
    actor: Actor,
    *,
    guarantee_id: int,
    words: str = "",
    expected_version: int | None = None,
) -> Guarantee:
    """Give back all that is held, once the duty is confirmed; not by whoever lodged it."""
    actor.must("release_guarantee")
    row = standing(session, "release_guarantee", guarantee_id, expected_version)
    _must_be_another(row, actor, "release_guarantee")
    if row.met_on is None:
        raise rules.DutyNotMet
    held_fen = row.held_fen
    note(session, actor, row, "released", "release_guarantee", amount_fen=held_fen, words=words)
    change(session, row, state="given_back")
    audit.record(session, actor, "release_guarantee", row, number=row.number, amount_fen=held_fen)
    return row


def _must_be_another(row: Guarantee, actor: Actor, act: str) -> None:
    if actor.hands & {row.lodged_by, row.lodged_for} - {None}:
        raise FourEyes(earlier="lodge_guarantee", act=act)


def _must_be_words(kind: str, form: str, currency: str) -> None:
    for value, known, name in (
        (kind, rules.KINDS, N_("Kind")),
        (form, rules.FORMS, NP_("guarantee", "Form")),
        (currency, currencies(), N_("Currency")),
    ):
        if value not in known:
            raise rules.UnknownWord(value=value, field=name)


def _must_be_told(
    issuer: str, number: str, duty: str, valid_from: date, valid_to: date | None, form: str
) -> None:
    if not rules.key(issuer) or not rules.key(number):
        raise rules.NoIssuer
    if not duty.strip():
        raise rules.NoDuty
    if valid_to is None and form != "deposit":
        raise rules.NoEnd
    if valid_to is not None and valid_to < valid_from:
        raise rules.EndsBeforeItStarts(valid_from=valid_from, valid_to=valid_to)


def _must_name_one(
    session: Session, subject: tuple[int | None, int | None, int | None], organisation_id: int
) -> None:
    """Refuse what secures none or several of: an undertaking, a process, a spacecraft."""
    if sum(value is not None for value in subject) != 1:
        raise rules.OneSubject
    tables: tuple[tuple[type[SQLModel], str], ...] = (
        (Undertaking, N_("grant or contract")),
        (Process, N_("process")),
        (Spacecraft, N_("spacecraft")),
    )
    for value, (table, words) in zip(subject, tables, strict=True):
        if value is not None and session.get(table, value) is None:
            raise NotFound(kind=words, key=value)
    if session.get(Organisation, organisation_id) is None:
        raise NotFound(kind=N_("organisation"), key=organisation_id)


def _must_be_new(session: Session, issuer: str, number: str) -> None:
    known = session.exec(
        select(Guarantee.id).where(
            Guarantee.issuer_key == rules.key(issuer), Guarantee.number_key == rules.key(number)
        )
    ).first()
    if known is not None:
        raise rules.GuaranteeKnown(issuer=issuer.strip(), number=number.strip())


def _must_keep_limits(
    session: Session,
    kind: str,
    face_fen: int,
    base_fen: int | None,
    undertaking_id: int | None,
    process_id: int | None,
) -> None:
    """Refuse a security above its share of what it is for, and one for quality beside one for
    performance.
    """
    if kind not in rules.LIMITS:
        return
    if kind == "bid" and process_id is not None and base_fen is None:
        base_fen = session.get_one(Process, process_id).estimate_fen
    setting = rules.LIMITS[kind]
    percent = settings.value(session, setting) if setting else 100
    rules.must_keep_limit(kind, percent, face_fen, base_fen)
    if kind != "quality" or undertaking_id is None:
        return
    beside = session.exec(
        select(Guarantee.id).where(
            Guarantee.undertaking_id == undertaking_id,
            Guarantee.kind == "performance",
            col(Guarantee.held_fen) > 0,
        )
    ).first()
    if beside is not None:
        code = session.get_one(Undertaking, undertaking_id).code
        raise rules.BesidePerformance(undertaking=code)
