"""Building the demonstration: one transaction, whole or not at all; the same seed and last day give the same data."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import clock, db
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.access.tables import Person
from fund.demonstration import cast
from fund.demonstration.stage import Stage
from fund.demonstration.undertakings import Story, begin
from fund.ledger import commands as ledger
from fund.ledger.rules import NATIONWIDE
from fund.period import month_of, next_month
from fund.plan.tables import Organisation, Region
from fund.targets import commands as targets

FIRST = date(2026, 1, 5)
GRANTS, CONTRACTS = 300, 120
FATES = ("too large", "own hand", "too early", "waiver", "amended", "ended", "typed wrong", "ineligible", "unsigned", "waiting")
Progress = Callable[[int, int, str], None]


def build(engine: sa.Engine, *, seed: int = 2027, today: date | None = None, on_progress: Progress | None = None, scale: float = 1.0) -> None:
    """Fill a new database with the demonstration portfolio and mark it for good; a real one refuses.

    History runs from January 2026 to ``today``; plans reach to 2028. Again with the same seed changes nothing.
    ``scale`` makes fewer undertakings, for tests.
    """
    last = today or clock.today()
    db.write(engine, lambda session: _build(session, seed, last, on_progress, scale))


def _build(session: Session, seed: int, last: date, on_progress: Progress | None, scale: float) -> None:
    mark = db.mark(session, "demonstration", seed)
    if session.exec(select(Person.id).limit(1)).first() is not None:
        if mark.seed != seed:
            raise db.MarkedAlready(kind=f"demonstration, seed {mark.seed}")
        return
    stage = Stage(session, Random(seed), last, day=FIRST)  # noqa: S311  a demonstration, no secret
    _people(stage)
    lines = _lines(stage)
    bodies = _organisations(stage)
    _targets(stage)
    _undertakings(stage, lines, bodies, scale)
    days = (last - FIRST).days or 1

    def told(day: date) -> None:
        if on_progress is not None:
            on_progress((day - FIRST).days, days, day.isoformat())

    stage.run(told)
    if on_progress is not None:
        on_progress(days, days, last.isoformat())


def _people(stage: Stage) -> None:
    """The system administrator enters everybody."""
    actor = OPERATOR
    for login, (name, role) in cast.PEOPLE.items():
        with clock.at(clock.noon(date(2026, 1, 2)) + timedelta(minutes=len(stage.cast))):
            person = access.add_person(stage.session, actor, login=login, name=name, roles=[role], is_demonstration=True)
            stage.session.flush()
        stage.cast[login] = person.id or 0
        actor = stage.actor("demo-system")


def _lines(stage: Stage) -> dict[tuple[str, int], int]:
    """Budget lines of each year that has begun, appropriated in its first days and adjusted in summer."""
    made: dict[tuple[str, int], int] = {}
    for year in range(FIRST.year, stage.last.year + 1):
        opening = max(FIRST, date(year, 1, 5))
        for programme in cast.PROGRAMMES:
            if opening == FIRST:
                _open_line(stage, programme, year, made)
            else:
                stage.then(opening, lambda s, p=programme, y=year: _open_line(s, p, y, made))  # type: ignore[misc]
    stage.then(date(2026, 7, 6), lambda s: _adjust(s, made))
    return made


def _open_line(stage: Stage, programme: cast.ProgrammeOf, year: int, made: dict[tuple[str, int], int]) -> None:
    line = stage.act(
        "demo-finance-1", ledger.open_line, code=f"{programme.code}-{year}", title=programme.title, measure=programme.measure,
        source=programme.source, fiscal_year=year, programme_code=programme.code,
    )
    stage.act("demo-finance-1", ledger.appropriate, line_id=line.id, amount_fen=programme.yearly_wan * 1_000_000, reason="年初预算")
    made[programme.code, year] = line.id


def _adjust(stage: Stage, made: dict[tuple[str, int], int]) -> None:
    """A mid-year adjustment: one line gives, another gets; too large a cut is refused."""
    stage.act("demo-finance-2", ledger.adjust, line_id=made["C1F", 2026], change_fen=15_000 * 1_000_000, reason="年中预算调整")
    stage.attempt("demo-finance-2", ledger.adjust, line_id=made["E2S", 2026], change_fen=-2_000 * 1_000_000, reason="年中预算调整")
    stage.attempt("demo-finance-2", ledger.adjust, line_id=made["A3F", 2026], change_fen=-10**15, reason="年中预算调整")


def _organisations(stage: Stage) -> list[tuple[int, str]]:
    """Invented bodies with their provinces: firms by weight, and twelve centres where they are."""
    codes = {row.short_zh: row.code for row in stage.session.exec(select(Region))}
    names = {code: short for short, code in codes.items()} | {NATIONWIDE: "全国"}
    made = []
    for number in range(len(cast.FIRMS) * len(cast.FIRM_KINDS)):
        region = stage.dice.choices(list(cast.PLACES), list(cast.PLACES.values()))[0]
        name = f"示例{names[region]}{cast.FIRMS[number % len(cast.FIRMS)]}{cast.FIRM_KINDS[number // len(cast.FIRMS)]}"
        made.append((_organisation(stage, f"firm-{number + 1:02}", name, region), region))
    for number, place in enumerate(cast.CENTRES):
        made.append((_organisation(stage, f"centre-{number + 1:02}", f"示例{place}商业航天技术创新中心", codes[place]), codes[place]))
    return made


def _organisation(stage: Stage, key: str, name: str, region: str) -> int:
    row = Organisation(scheme="DEMO", identifier=key, name=name, region_code=region, is_commercial=True, is_demonstration=True)
    stage.session.add(row)
    stage.session.flush()
    return row.id or 0


def _targets(stage: Stage) -> None:
    """Eight illustrative targets, seen at the end of each quarter gone by."""
    for aim in cast.TARGETS:
        stage.act(
            "demo-officer-1", targets.set_target, code=aim.code, name_zh=aim.name_zh, name_en=aim.name_en, unit_zh=aim.unit_zh,
            unit_en=aim.unit_en, value=aim.value, target_year=2027, source=cast.SOURCE, direction=aim.direction, baseline=aim.baseline,
            baseline_year=2025, is_demonstration=True,
        )
        quarter_end = date(2026, 4, 1)
        for value in aim.seen:
            observed = quarter_end - timedelta(days=1)
            stage.then(quarter_end + timedelta(days=6), lambda s, a=aim, o=observed, v=value: s.act(  # type: ignore[misc]
                "demo-officer-2", targets.observe, target_code=a.code, observed_on=o, value=Decimal(v), source=cast.SOURCE))
            quarter_end = next_month(next_month(next_month(month_of(quarter_end))))


def _undertakings(stage: Stage, lines: dict[tuple[str, int], int], bodies: list[tuple[int, str]], scale: float) -> None:
    """Grants mostly from the first half of the year, contracts spread over it."""
    grants, contracts = round(GRANTS * scale), round(CONTRACTS * scale)
    granting = [programme for programme in cast.PROGRAMMES if not programme.buys]
    buying = [programme for programme in cast.PROGRAMMES if programme.buys]
    span = max(60, (min(stage.last, date(2026, 12, 20)) - FIRST).days)
    for number in range(grants):
        programme = stage.dice.choices(granting, [p.yearly_wan for p in granting])[0]
        share = programme.yearly_wan / sum(p.yearly_wan for p in granting)
        wan = _round(stage.dice.lognormvariate(0, 0.45) * programme.yearly_wan * 0.68 / max(1.0, grants * share))
        story = _story(stage, "grant", number, programme, bodies, wan, lines)
        story.title = f"{stage.dice.choice(cast.GRANT_TITLES)}（示例 {number + 1}）"
        stage.then(FIRST + timedelta(days=int(span * 0.92 * stage.dice.random() ** 1.8) + 2), lambda s, t=story: begin(s, t))  # type: ignore[misc]
    for number in range(contracts):
        programme = stage.dice.choices(buying, [p.yearly_wan for p in buying])[0]
        share = programme.yearly_wan / sum(p.yearly_wan for p in buying)
        wan = _round(stage.dice.lognormvariate(0, 0.4) * programme.yearly_wan * 0.72 / max(1.0, contracts * share))
        story = _story(stage, "contract", number, programme, bodies, wan, lines)
        story.category, story.method = programme.buys, stage.dice.choice(cast.METHODS[programme.buys])
        story.title = f"{stage.dice.choice(cast.CONTRACT_TITLES[programme.buys])}（示例 {number + 1}）"
        stage.then(FIRST + timedelta(days=int(span * 0.9 * stage.dice.random() ** 1.3) + 4), lambda s, t=story: begin(s, t))  # type: ignore[misc]


def _story(
    stage: Stage, kind: str, number: int, programme: cast.ProgrammeOf, bodies: list[tuple[int, str]], wan: int, lines: dict[tuple[str, int], int]
) -> Story:
    body, region = stage.dice.choice(bodies)
    fate = FATES[number // 6 % len(FATES)] if number % 6 == 0 else ""
    code = f"{'G' if kind == 'grant' else 'P'}26-{number + 1:03}"
    return Story(kind, code, "", body, region, lines[programme.code, FIRST.year], wan, fate, number=number)


def _round(wan: float) -> int:
    """A sum people would ask for: tens of 万元, at least 60."""
    return max(60, round(wan / 10) * 10)
