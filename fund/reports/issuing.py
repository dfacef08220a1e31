"""Writing reports that are on record: a draft at once, the issued file when three people have
signed. The data of a day are the same whenever they are asked for, so an issued report can always
be made again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from fund import acts, clock, db, i18n
from fund.access import actors
from fund.audit import AuditHead
from fund.errors import FundError
from fund.i18n import _
from fund.period import Period, parse
from fund.reports import catalogue, commands, digests, keys, queries
from fund.reports.description import Report, State
from fund.reports.rows import Registered
from fund.reports.rules import number_of
from fund.reports.signing import Sealing, fingerprint
from fund.reports.values import period_said
from fund.reports.workbook import write


class By(NamedTuple):
    """Who asks: the database, the person, and what does an act as them (fund.acts.perform)."""

    engine: sa.Engine
    person_id: int | None
    do: Callable[..., acts.Outcome]


def by(engine: sa.Engine, person_id: int | None) -> By:
    """A person at the command line, or the operator."""
    return By(engine, person_id, partial(acts.perform, engine, person_id))


class Drafted(NamedTuple):
    """A draft's file, and its number in the register; "" with the reason where it has none."""

    content: bytes
    number: str
    reason: str = ""


class Wanted(NamedTuple):
    """Which report, of which period, as of which day, in the language of the run; in a unit and by
    a hash other than the office's; beside what was issued before the report of that key.
    """

    report: str
    period: Period
    as_of: date
    is_verified: bool = False
    unit: Literal["", "yuan", "wan", "yi"] = ""
    before: int | None = None
    algorithm: str = ""


def draft(by: By, wanted: Wanted) -> Drafted:
    """Write a report as a draft: registered, sealed, marked. Where the database cannot be written
    it stays unregistered, and says so.
    """
    report, algorithm, used = _described(by, wanted)
    private = keys.private(by.engine, used)
    sealing = Sealing({}, private, algorithm)
    data = digests.of_data(report, algorithm)
    try:
        made = by.do(
            commands.draft_report,
            report=wanted.report,
            period=wanted.period.code,
            as_of=report.as_of,
            language=report.language,
            unit=report.unit,
            data_digest=data,
            algorithm=algorithm,
            public=sealing.public,
            fingerprint=fingerprint(sealing.public),
        )
    except (db.DatabaseAway, OperationalError) as error:
        content, _digest = _written(report, wanted.report, sealing, "draft", "", data, {})
        return Drafted(content, "", i18n.say(error) if isinstance(error, FundError) else str(error))
    number = number_of(clock.today(), int(made.id))
    content, shown = _written(report, wanted.report, sealing, "draft", number, data, {})
    by.do(
        commands.seal_report,
        report_id=int(made.id),
        state="draft",
        shown_digest=shown,
    )
    return Drafted(content, number)


def issue(by: By, number: str, version: int | None = None) -> None:
    """Issue a reviewed report and keep its file."""
    with db.reading(by.engine) as session:
        row = queries.numbered(session, actors.load(session, by.person_id), number)
    arguments = {"report_id": row["report_id"], "data_digest": data_now(by, row)}
    by.do(commands.issue_report, expected_version=version, **arguments)
    file(by, number)


def described(by: By, wanted: Wanted) -> Report:
    """What a report says, unsealed and in no register."""
    return _described(by, wanted)[0]


def data_now(by: By, row: Registered) -> str:
    """The digest of a registered report's data, its day asked for again."""
    with i18n.speaking(row["language"]):
        report, algorithm, _used = _described(by, _wanted(row))
        return digests.of_data(report, algorithm)


def file(by: By, number: str) -> bytes:
    """An issued report as it was written; written now and kept where that did not happen when it
    was issued. Raises KeyLost and the like.
    """
    with db.reading(by.engine) as session:
        actor = actors.load(session, by.person_id)
        row = queries.numbered(session, actor, number)
        content = queries.kept(session, actor, row["report_id"])
    if content is not None:
        return content
    content, shown = again(by, row)
    by.do(
        commands.seal_report,
        report_id=row["report_id"],
        state="issued",
        shown_digest=shown,
        content=content,
    )
    return content


def again(by: By, row: Registered) -> tuple[bytes, str]:
    """A report of the register made again from its day, as issued where it is issued; the digest of
    what it shows.
    """
    with i18n.speaking(row["language"]):
        report, algorithm, used = _described(by, _wanted(row))
        sealing = Sealing({}, keys.private(by.engine, used), algorithm)
        signers: dict[str, tuple[str, date | None]] = {
            name: (signer, on)
            for name, signer, on in (
                ("prepared", row["prepared_by"], row["prepared_on"]),
                ("reviewed", row["reviewed_by"], row["reviewed_on"]),
                ("issued", row["issued_by"], row["issued_on"]),
            )
            if on
        }
        state: State = "issued" if row["state"] == "issued" else "draft"
        data = digests.of_data(report, algorithm)
        return _written(report, row["report"], sealing, state, row["number"], data, signers)


def _wanted(row: Registered) -> Wanted:
    return Wanted(
        row["report"],
        parse(row["period"]),
        row["as_of"],
        unit=row["unit"],
        before=row["report_id"],
        algorithm=row["algorithm"],
    )


def _described(by: By, wanted: Wanted) -> tuple[Report, str, str | None]:
    """The report, the hash digests are made by here, the fingerprint of the key in use."""
    with db.reading(by.engine) as session:
        report = catalogue.described_report(
            session,
            actors.load(session, by.person_id),
            wanted.report,
            wanted.period,
            wanted.as_of,
            is_verified=wanted.is_verified,
        )
        if wanted.unit:
            report = replace(report, unit=wanted.unit)
        last = queries.issued_last(
            session, wanted.report, report.language, report.as_of, wanted.before
        )
        report = replace(report, issued_last=_issued(report, last) if last else "")
        own = queries.looks(session).get("digest") or session.get_one(AuditHead, 1).algorithm
        return report, wanted.algorithm or own, queries.in_use(session)


def _issued(report: Report, row: Registered) -> str:
    """What was issued before: its number, its period, its day."""
    return _("{number}, {period}, as of {day}").format(
        number=report.look.numbered(row["number"]),
        period=period_said(row["period"]),
        day=i18n.official_day(row["as_of"]),
    )


def _written(
    report: Report,
    name: str,
    sealing: Sealing,
    state: State,
    number: str,
    data: str,
    signers: dict[str, tuple[str, date | None]],
) -> tuple[bytes, str]:
    """The file, and the digest of all it shows."""
    facts = {
        "state": state,
        "number": number,
        "report": name,
        "title": report.title,
        "period": report.period,
        "as_of": report.as_of.isoformat(),
        "language": report.language,
        "unit": report.unit,
        "made_on": clock.today().isoformat(),
        "demonstration": report.demonstration,
        "data": data,
    }
    marked = replace(
        report,
        state=state,
        number=number,
        fingerprint=fingerprint(sealing.public),
        data_digest=data[:16],
        signers=signers,
    )
    sealing = replace(sealing, facts=facts)
    content = write(marked, sealing)
    return content, sealing.said[-1]
