"""Projects abroad as IATI 2.03 activities: what the ledger obligated, paid and took back, others'
money by what it is, results that were confirmed. Judged by fund.cooperation.judging before it goes
out.

Amounts are yuan with a point; each text says its language; the order of elements is the schema's.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from lxml import etree
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.cooperation import codes, details, judging, queries, rules
from fund.cooperation.queries import LINK, OWN, POSTING, UNDERTAKING
from fund.cooperation.rows import Period, Project
from fund.cooperation.schema import Element
from fund.errors import N_, FundError, has_errors
from fund.frames import rows_of
from fund.i18n import _, speaking
from fund.ledger.tables import Act

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LEDGER_TYPES = {"obligated": "2", "paid": "3", "returned": "3"}
BOUGHT, EQUITY = "4", "8"
"""Stages of the ledger as types of transaction: commitment, disbursement; taken back, a
disbursement with minus; what was bought directly is an expenditure, equity a purchase of equity.
"""
OTHERS_TYPES = {"pledge": "13", "commitment": "11", "implementation": "1"}
"""Money of others: pledged and committed to the project, and what came in. What was settled at the
end is the same money once more and has no transaction.
"""
FINANCE = {"grant": "110", "equity": "510", "contract": "110", "subsidy": "210"}
"""Kinds of undertaking as kinds of finance."""


class ProjectIncomplete(FundError):
    """A project cannot be told as IATI yet."""

    message = N_(
        "Nothing was written: line {where} breaks the rule {rule} of IATI. Complete the project,"
        " then export again; “check iati” says more of a file."
    )


def document(session: Session, actor: Actor, as_of: date, publisher: tuple[str, str]) -> bytes:
    """The activities known on a day as one file. ``publisher``: identifier (CN-USCI-…) and name.

    Raises ProjectIncomplete where our own judge refuses it, naming the first project and rule.
    """
    actor.must("export")
    root = etree.Element("iati-activities", version="2.03")
    root.set("generated-datetime", _moment(clock.now()))
    for row in rows_of(queries.projects(session, actor, as_of), Project):
        _activity(session, actor, root, row, as_of, publisher)
    etree.indent(root)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    verdict = judging.judged(content, clock.today())
    if has_errors(verdict.issues):
        first = next(one for one in verdict.issues if one.severity == "error")
        raise ProjectIncomplete(where=first.where, rule=first.facts.get("rule", first.code))
    return content


def _moment(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _activity(
    session: Session,
    actor: Actor,
    root: Element,
    row: Project,
    as_of: date,
    publisher: tuple[str, str],
) -> None:
    identifier, name = publisher
    one = _under(root, "iati-activity", **{"default-currency": "CNY"})
    one.set(LANG, "zh")
    _under(one, "iati-identifier").text = f"{identifier}-{row['code']}"
    _told(_under(one, "reporting-org", ref=identifier, type="10"), zh=name)
    _told(_under(one, "title"), **_titles(row))
    _told(_under(one, "description"), zh=row["description"] or row["title_zh"])
    _bodies(session, actor, one, row, as_of, publisher)
    _under(one, "activity-status", code=codes.STATUS[row["state"]])
    _dates(one, row, as_of)
    _countries(session, actor, one, row)
    _under(one, "sector", vocabulary="1", code=codes.SECTORS[row["field"]], percentage="100")
    own = _under(one, "sector", vocabulary="99", code=row["field"], percentage="100")
    with speaking("zh"):
        _told(own, zh=_(rules.FIELDS[row["field"]]), en=rules.FIELDS[row["field"]])
    for told in _transactions(session, row, as_of):
        _transaction(one, told)
    _results(session, actor, one, row, as_of)


def _under(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, tag, attrib=attributes)


def _told(parent: Element, **texts: str) -> None:
    """One narrative a language; Chinese is the file's own and needs no mark."""
    for language, text in texts.items():
        if text:
            narrative = _under(parent, "narrative")
            narrative.text = text
            if language != "zh":
                narrative.set(LANG, language)


def _titles(row: Project) -> dict[str, str]:
    other = {row["other_language"]: row["title_other"]} if row["other_language"] else {}
    return {"zh": row["title_zh"], "en": row["title_en"], **other}


def _bodies(
    session: Session,
    actor: Actor,
    one: Element,
    row: Project,
    as_of: date,
    publisher: tuple[str, str],
) -> None:
    identifier, name = publisher
    # the fund pays for some projects; of the others it keeps the record
    role = codes.ROLES["funding" if row["obligated_fen"] else "accountable"]
    own = _under(one, "participating-org", ref=identifier, type="10", role=role)
    _told(own, zh=name)
    for body in details.bodies(session, actor, row["project_id"], as_of).to_dict("records"):
        attributes = {"type": body["organisation_type"], "role": codes.ROLES[body["role"]]}
        if body["identifier"]:
            attributes = {"ref": body["identifier"], **attributes}
        _told(_under(one, "participating-org", **attributes), zh=body["name"])


def _dates(one: Element, row: Project, as_of: date) -> None:
    """Planned and actual start and end; what is planned begins at the latest on the day the project
    was recorded where nobody said when.
    """
    days = {
        "1": row["planned_start"] or row["recorded_on"],
        "2": row["actual_start"],
        "3": row["planned_end"],
        "4": row["actual_end"],
    }
    for kind, day in days.items():
        if day is not None and (kind in "13" or day <= as_of):
            _under(one, "activity-date", **{"type": kind, "iso-date": str(day)})


def _countries(session: Session, actor: Actor, one: Element, row: Project) -> None:
    """Countries with their share; what goes to an organisation has no country and goes to the world
    (region 998).
    """
    held = queries.shares(session, actor, [row["project_id"]]).to_dict("records")
    known = codes.countries()
    countries = [share for share in held if share["code"] in known]
    world = sum(share["share"] for share in held if share["code"] not in known)
    alone = len(countries) + bool(world) == 1
    for share in countries:
        percent = {} if alone else {"percentage": _percent(share["share"])}
        _under(one, "recipient-country", code=share["code"], **percent)
    if world:
        percent = {} if alone else {"percentage": _percent(world)}
        _under(one, "recipient-region", vocabulary="1", code="998", **percent)


def _percent(share: int) -> str:
    return f"{(Decimal(share) / 100).normalize():f}"


Told = tuple[str, date, int, str, str]
"""A transaction: its type, day, amount in fen, kind of finance, who gave it."""


def _transactions(session: Session, row: Project, as_of: date) -> Iterator[Told]:
    act = table_of(Act)
    statement = (
        sa.select(
            POSTING.c.stage,
            POSTING.c.recorded_on,
            act.c.occurred_on,
            sa.func.sum(POSTING.c.amount_fen).label("amount_fen"),
            UNDERTAKING.c.kind,
        )
        .join(LINK, LINK.c.undertaking_id == POSTING.c.undertaking_id)
        .join(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .join(act, act.c.id == POSTING.c.act_id)
        .where(
            LINK.c.cooperation_id == row["project_id"],
            LINK.c.recorded_on <= as_of,
            POSTING.c.recorded_on <= as_of,
            POSTING.c.stage.in_(OWN),
        )
        .group_by(act.c.id, POSTING.c.stage, POSTING.c.recorded_on, act.c.occurred_on)
        .group_by(UNDERTAKING.c.kind)
        .order_by(act.c.id)
    )
    for stage, recorded, occurred, amount, kind in session.execute(statement):
        day = occurred or recorded
        signed = -int(amount) if stage == "returned" else int(amount)
        if signed:
            paid_as = {"contract": BOUGHT, "equity": EQUITY}.get(kind, LEDGER_TYPES["paid"])
            way = LEDGER_TYPES[stage] if stage == "obligated" else paid_as
            yield way, day, signed, FINANCE.get(kind, "110"), ""
    money = queries.MONEY
    for stage, day, amount, provider in session.execute(
        sa.select(*money.c["stage", "happened_on", "amount_fen", "provider"])
        .where(money.c.cooperation_id == row["project_id"], money.c.recorded_on <= as_of)
        .order_by(money.c.id)
    ):
        if stage in OTHERS_TYPES:
            yield OTHERS_TYPES[stage], min(day, as_of), int(amount), "", provider


def _transaction(one: Element, told: Told) -> None:
    kind, day, amount, finance, provider = told
    made = _under(one, "transaction")
    _under(made, "transaction-type", code=kind)
    _under(made, "transaction-date", **{"iso-date": str(day)})
    value = _under(made, "value", **{"value-date": str(day)})
    value.text = f"{Decimal(amount) / 100:.2f}"
    if provider:
        _told(_under(made, "provider-org"), zh=provider)
    if finance:
        _under(made, "finance-type", code=finance)


def _results(session: Session, actor: Actor, one: Element, row: Project, as_of: date) -> None:
    """Indicators with a confirmed figure, period by period; of one period the last one holds."""
    known = details.results(session, actor, as_of, row["project_id"])
    known = known[known["confirmed_on"].notna()]
    for _key, periods in known.groupby("indicator_id", sort=True):
        first = periods.iloc[0]
        result = _under(one, "result", type="1")
        titles = {"zh": first["title_zh"], "en": first["title_en"]}
        _told(_under(result, "title"), **titles)
        indicator = _under(result, "indicator", measure=first["measure"])
        _told(_under(indicator, "title"), **titles)
        last = periods.drop_duplicates(["starts_on", "ends_on"], keep="last")
        for period in rows_of(last, Period):
            _period(indicator, period)


def _period(indicator: Element, period: Period) -> None:
    made = _under(indicator, "period")
    _under(made, "period-start", **{"iso-date": str(period["starts_on"])})
    _under(made, "period-end", **{"iso-date": str(period["ends_on"])})
    for name, value in (("target", period["target"]), ("actual", period["actual"])):
        if value is not None and period["measure"] != "5":
            _under(made, name, value=f"{value:f}")
    if period["measure"] == "5":
        _told(_under(_under(made, "actual"), "comment"), zh=period["words"])
