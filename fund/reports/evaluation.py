"""Self-evaluations on paper: the form of self-assessment and the table of goals in the layout
offices hand in, and the year's list.

The layout is that of the forms for project spending (docs/decisions/0010); its words stand in the
language of the run, on paper in Chinese.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.columns import table_of
from fund.evaluation import queries
from fund.evaluation.queries import Form as Evaluated
from fund.evaluation.rows import EvaluationFacts
from fund.evaluation.rules import EXECUTION, GRADE_WORDS, LEVELS, OPERATORS, SECONDS, WHOLE, Row
from fund.evaluation.tables import Evaluation, EvaluationEvent
from fund.i18n import N_, _, speaking
from fund.ledger.rules import SOURCES
from fund.period import Period
from fund.reports.declared import Declared, counted
from fund.reports.description import Box, Check, Column, Form, Sheet
from fund.words import STATUSES

WIDTHS = (12, 12, 16, 28, 16, 18, 10, 10, 29)
GOAL_WIDTHS = (12, 14, 18, 34, 22, 22)


def forms(session: Session, actor: Actor, year: int, as_of: date | None = None) -> list[Form]:
    """Goals and self-assessment of every programme evaluated in a year, in Chinese, as known on a
    day.
    """
    return on_paper(
        [
            queries.form(session, actor, key, as_of)
            for key in queries.listed(session, actor, year, as_of)["evaluation_id"]
        ]
    )


def on_paper(made: Sequence[Evaluated]) -> list[Form]:
    """Goals and self-assessment of each, in Chinese whatever the language of the run: that is how
    they are handed in.
    """
    with speaking("zh"):
        return [form for one in made for form in (goals(one), assessment(one))]


def listed(session: Session, actor: Actor, year: int, as_of: date | None = None) -> Sheet:
    """The year's self-evaluations with what they come to, as known on a day."""
    frame = queries.listed(session, actor, year, as_of)
    frame = frame.assign(
        status_word=[_(STATUSES[status]) for status in frame["status"]],
        grade_word=[_(GRADE_WORDS[grade]) if grade else "" for grade in frame["grade"]],
    )
    columns = [
        Column("programme", _("Code"), "code", width=18),
        Column("title", _("Programme"), width=44),
        Column("status_word", _("Status"), width=14),
        Column("submitted_on", _("Handed in on"), "date"),
        Column("total", _("Points"), "number"),
        Column("grade_word", _("Grade"), width=12),
    ]
    return Sheet("evaluations", _("Self-evaluations"), columns, frame)


def assessment(one: Evaluated) -> Form:
    """The form of self-assessment, 项目支出绩效自评表."""
    facts = one.facts
    rows: list[list[Box]] = [
        [
            _head(_("Name of the project"), across=2),
            Box(f"{facts['title']}（{facts['programme']}）", across=7),
        ],
        [
            _head(_("Department in charge"), across=2),
            Box(facts["department"], across=3),
            _head(_("Carried out by")),
            Box(facts["unit"], across=3),
        ],
        *_money(one),
        *_words(facts),
        *_indicators(one),
        [
            _head(_("Total points"), across=6),
            Box(WHOLE, kind="points"),
            Box(one.points.total, kind="points"),
            Box(
                _("Grade: {grade}").format(grade=_(GRADE_WORDS[one.points.grade]))
                if one.points.grade
                else ""
            ),
        ],
    ]
    year = _("({year})").format(year=_("fiscal year {year}").format(year=facts["fiscal_year"]))
    return Form(
        f"assessment_{facts['evaluation_id']}",
        _tab(_("Assessment"), facts),
        _("Self-assessment of project spending"),
        f"{year} · {_(STATUSES[facts['status']])}",
        WIDTHS,
        rows,
    )


def _money_heads() -> list[Box]:
    """The headings of the money, above its five rows."""
    heads = (
        _("Initial budget"),
        _("Budget of the year"),
        _("Executed in the year"),
        _("Points to be had"),
        _("Execution rate"),
        _("Points reached"),
    )
    funds = _("Funds ({unit})").format(unit=i18n.unit_name("wan"))
    return [_head(funds, across=2, down=5), _head(""), *(_head(text) for text in heads)]


def _money(one: Evaluated) -> list[list[Box]]:
    """Initial budget, the year's budget, what was executed; the whole is scored, its parts are told
    as far as the ledger knows them.
    """
    money, weight = one.money, one.weights[EXECUTION]
    current = None if money.carried_fen else money.executed_fen
    return [
        _money_heads(),
        [
            Box(_("Funds of the year")),
            _fen(money.initial_fen),
            _fen(money.adjusted_fen),
            _fen(money.executed_fen),
            Box(weight, kind="points"),
            _rate(one.points.rate),
            Box(one.points.execution, kind="points"),
        ],
        [
            Box(_("of these: appropriated this year")),
            _fen(money.initial_fen - money.carried_fen),
            _fen(money.adjusted_fen - money.carried_fen),
            _fen(current),
            *_dashes(3),
        ],
        [
            Box(_("Carried over from last year")),
            _fen(money.carried_fen),
            _fen(money.carried_fen),
            _fen(0 if not money.carried_fen else None),
            *_dashes(3),
        ],
        [Box(_("Other funds")), _fen(0), _fen(0), _fen(0), *_dashes(3)],
    ]


def _words(facts: EvaluationFacts) -> list[list[Box]]:
    return [
        [
            _head(_("Goal of the year"), across=2, down=2),
            _head(_("Expected"), across=3),
            _head(_("What was reached"), across=4),
        ],
        [Box(facts["goal"], across=3), Box(facts["outcome"], across=4)],
    ]


def _indicators(one: Evaluated) -> list[list[Box]]:
    """Heads, then a row an indicator, grouped by first and second level."""
    heads = (
        _("First level"),
        _("Second level"),
        _("Third level"),
        _("Value aimed at"),
        _("Value reached"),
        _("Points to be had"),
        _("Points reached"),
        _("Reasons for deviations and what is done about them"),
    )
    count = len(one.rows)
    found = [[_head(_("Indicators"), down=count + 1), *(_head(text) for text in heads)]]
    for (row, points), lead in zip(
        zip(one.rows, one.points.rows, strict=True), _led(one.rows), strict=True
    ):
        found.append(
            [
                *lead,
                Box(row.name),
                Box(goal(row)),
                Box(reached(row)),
                Box(row.points, kind="points"),
                Box(points, kind="points"),
                Box(row.reason),
            ]
        )
    return found


def _led(rows: Sequence[Row]) -> Iterator[list[Box]]:
    """Of each row the boxes of its levels that begin with it; a level that goes on takes the rows
    below.
    """
    for level, of_level in groupby(rows, lambda row: row.level):
        held = list(of_level)
        first = True
        for second, of_second in groupby(held, lambda row: row.second):
            below = list(of_second)
            for place, _row in enumerate(below):
                lead = [Box(_(LEVELS[level]), down=len(held))] if first else []
                yield lead + ([Box(_(SECONDS[second][0]), down=len(below))] if place == 0 else [])
                first = False


def _about(one: Evaluated) -> list[list[Box]]:
    """What the project is, whose it is, how long it runs and its money."""
    facts = one.facts
    return [
        [
            _head(_("Name of the project"), across=2),
            Box(f"{facts['title']}（{facts['programme']}）", across=4),
        ],
        [
            _head(_("Department in charge"), across=2),
            Box(facts["department"]),
            _head(_("Carried out by")),
            Box(facts["unit"], across=2),
        ],
        [
            _head(_("Person in charge, telephone"), across=2),
            Box(""),
            _head(_("Source of funds")),
            Box(_(SOURCES[facts["source"]]), across=2),
        ],
        [
            _head(_("New or continued"), across=2),
            Box(_("Continued") if facts["first_year"] < facts["fiscal_year"] else _("New")),
            _head(_("From and to")),
            Box(
                _("{first} to {last}").format(first=facts["first_year"], last=facts["last_year"]),
                across=2,
            ),
        ],
        [
            _head(_("Funds of the year ({unit})").format(unit=i18n.unit_name("wan")), across=2),
            _fen(one.money.adjusted_fen),
            _head(_("of these: fiscal")),
            _fen(one.money.adjusted_fen),
            Box(_("Other funds: none on record")),
        ],
    ]


def goals(one: Evaluated) -> Form:
    """The table of goals, 项目支出绩效目标表."""
    facts = one.facts
    heads = (
        _("First level"),
        _("Second level"),
        _("Third level"),
        _("Value aimed at"),
        _("Points to be had"),
    )
    rows: list[list[Box]] = [
        *_about(one),
        [_head(_("Goal of the whole term"), across=2), Box("", across=4)],
        [_head(_("Goal of the year"), across=2), Box(facts["goal"], across=4)],
        [
            _head(_("Indicators"), down=len(one.rows) + 1),
            *(_head(text) for text in heads),
        ],
        *(
            [*lead, Box(row.name), Box(goal(row)), Box(row.points, kind="points")]
            for row, lead in zip(one.rows, _led(one.rows), strict=True)
        ),
    ]
    year = _("({year})").format(year=_("fiscal year {year}").format(year=facts["fiscal_year"]))
    return Form(
        f"goals_{facts['evaluation_id']}",
        _tab(_("Goals"), facts),
        _("Goals of project spending"),
        year,
        GOAL_WIDTHS,
        rows,
    )


def goal(row: Row) -> str:
    """What is aimed at, in a form's words: ≥10 个."""
    if row.operator == "band":
        return row.expected
    return (
        "—"
        if row.goal is None
        else f"{OPERATORS[row.operator]}{plain(row.goal)}{row.unit and ' ' + row.unit}"
    )


def reached(row: Row) -> str:
    """What was reached; a dash while nobody knows."""
    if row.operator == "band":
        return row.reached or "—"
    return "—" if row.actual is None else f"{plain(row.actual)}{row.unit and ' ' + row.unit}"


def plain(value: Decimal) -> str:
    """A number as people write it, without idle zeros."""
    return i18n.number(value.normalize(), max(0, -int(value.normalize().as_tuple().exponent)))


def _tab(words: str, facts: EvaluationFacts) -> str:
    """A sheet's name: the form and its programme, in the 31 signs a sheet has."""
    return f"{words} {facts['programme']}"[:31].translate(str.maketrans("[]:*?/\\", "-------"))


def _head(text: str, *, across: int = 1, down: int = 1) -> Box:
    return Box(text, across, down, is_head=True)


def _fen(value: int | None) -> Box:
    return Box(value, kind="amount")


def _rate(value: Fraction | None) -> Box:
    return Box(None if value is None else float(value), kind="rate")


def _dashes(count: int) -> list[Box]:
    return [Box(None, kind="points")] * count


def checks(session: Session, as_of: date, period: Period, made_: list[Sheet]) -> list[Check]:
    """As many as were begun by the day."""
    table = table_of(Evaluation)
    events = table_of(EvaluationEvent)
    begun = sa.select(events.c.evaluation_id).where(events.c.recorded_on <= as_of)
    of_year = table.c.fiscal_year == period.first.year
    return counted(session, made_, "evaluations", table, of_year, table.c.id.in_(begun))


REPORT = Declared(
    "self-assessment",
    N_("Self-evaluations"),
    ("year",),
    lambda session, actor, period, as_of: [listed(session, actor, period.first.year, as_of)],
    checks,
    lambda session, actor, period, as_of: forms(session, actor, period.first.year, as_of),
    is_afterwards=True,
)
