"""A self-evaluation from its beginning to its approval: figures from the ledger and the targets,
four eyes, nothing changed afterwards.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, NeedsReason, Stale, WrongState
from fund.evaluation import commands, queries, rules
from fund.evaluation.tables import Evaluation
from fund.ledger import commands as ledger
from fund.settings import commands as settings
from fund.targets import commands as targets
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

HEAD = {"department": "示例主管部门", "unit": "示例实施单位", "goal": "目标", "outcome": "完成"}
ROWS: list[dict[str, Any]] = [
    {
        "level": "output",
        "second": "quantity",
        "name": "里程碑",
        "operator": ">=",
        "points": Decimal(20),
        "goal": Decimal(1),
        "unit": "个",
        "linked": "milestones_met",
    },
    {
        "level": "output",
        "second": "quality",
        "name": "合格率",
        "operator": ">=",
        "points": Decimal(30),
        "goal": Decimal(10),
        "actual": Decimal(8),
        "unit": "次",
        "reason": "两次未完成",
    },
    {
        "level": "benefit",
        "second": "economic",
        "name": "产业规模",
        "operator": ">=",
        "points": Decimal(30),
        "goal": Decimal(100),
        "unit": "亿元",
        "linked": "target:scale",
    },
    {
        "level": "satisfaction",
        "second": "served",
        "name": "满意度",
        "operator": "band",
        "points": Decimal(10),
        "expected": "满意",
        "reached": "满意",
        "band": "met",
        "percent": Decimal(100),
    },
]


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """The worked portfolio as it stands before its year end, with a target that has a value of the
    year.
    """
    made = until(Walk(an_office), 21)
    made.act(
        "officer",
        targets.set_target,
        code="scale",
        name_zh="规模",
        name_en="scale",
        unit_zh="亿元",
        unit_en="bn",
        value=Decimal(100),
        target_year=2027,
        source="s",
    )
    made.act(
        "officer",
        targets.observe,
        target_code="scale",
        observed_on=date(2026, 6, 30),
        value=Decimal(90),
        source="快报",
    )
    return made


def programme(walk: Walk, line: str = "A26") -> int:
    with db.reading(walk.office.engine) as session:
        return int(
            session.execute(
                sa.text("SELECT programme_id FROM line WHERE code = :code"), {"code": line}
            ).scalar_one()
        )


def begun(walk: Walk, rows: list[dict[str, Any]] | None = None, **head: str) -> int:
    key = walk.act(
        "officer", commands.begin_evaluation, programme_id=programme(walk), fiscal_year=2026
    )
    walk.act(
        "officer",
        commands.write_evaluation,
        evaluation_id=key,
        head=HEAD | head,
        rows=ROWS if rows is None else rows,
    )
    return key


def shown(walk: Walk, key: int) -> queries.Form:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        return queries.form(session, OPERATOR, key)


def test_the_figures_are_the_ledgers_and_the_targets(walk: Walk) -> None:
    """Line A26: what the ledger has of it; 8 of 10; 90 of 100; everything else reached."""
    form = shown(walk, begun(walk))
    with db.reading(walk.office.engine) as session:
        stood = session.execute(
            sa.text(
                "SELECT appropriated_fen, paid_fen FROM line_balance b JOIN line l ON l.id ="
                " b.line_id WHERE l.code = 'A26'"
            )
        ).one()
    assert (
        form.money.initial_fen,
        form.money.adjusted_fen,
        form.money.executed_fen,
        form.money.carried_fen,
    ) == (10_000 * WAN, stood[0], stood[1], 0)
    assert [one.actual for one in form.rows] == [form.rows[0].actual, Decimal(8), Decimal(90), None]
    assert form.rows[0].actual is not None
    assert form.sources[2] == "快报"
    assert form.points.rows[1:] == (Decimal("24.00"), Decimal("27.00"), Decimal("10.00"))
    spent = rules.execution(Decimal(10), form.money)
    assert spent is not None
    assert form.points.total == sum(
        (points for points in form.points.rows if points is not None), spent
    )


def test_what_was_handed_in_stands_and_is_approved_by_another(walk: Walk) -> None:
    rows = [*ROWS[:2], {**ROWS[2], "reason": "市场低于预期"}, ROWS[3]]
    rows[0] = {**rows[0], "goal": Decimal(1), "reason": "x"}
    key = begun(walk, rows)
    walk.act("officer", commands.submit_evaluation, evaluation_id=key)
    before = shown(walk, key)
    walk.act(
        "officer",
        targets.observe,
        target_code="scale",
        observed_on=date(2026, 6, 30),
        value=Decimal(10),
        source="更正",
    )
    walk.act("finance", ledger.appropriate, line_id=walk["A26"], amount_fen=WAN)
    after = shown(walk, key)
    assert (after.rows, after.money, after.points) == (before.rows, before.money, before.points)
    with pytest.raises(WrongState):
        walk.act("officer", commands.write_evaluation, evaluation_id=key, head=HEAD, rows=rows)
    walk.act("supervisor", commands.approve_evaluation, evaluation_id=key)
    assert shown(walk, key).facts["status"] == "approved"
    for statement in (
        "UPDATE evaluation SET goal = 'x'",
        "DELETE FROM evaluation",
        "UPDATE evaluation_row SET actual = '1'",
        "DELETE FROM evaluation_row",
        (
            "INSERT INTO evaluation_row (evaluation_id, position, level, second, name, operator,"
            " points, unit, expected, reached, band, reason, linked) VALUES (1, 99, 'output',"
            " 'quality', 'x', '=', '1', '', '', '', '', '', '')"
        ),
        "UPDATE evaluation_event SET reason = 'x'",
        "DELETE FROM evaluation_event",
    ):
        assert refused_by_the_database(walk, statement), statement


def refused_by_the_database(walk: Walk, statement: str) -> bool:
    with walk.office.engine.connect().execution_options(fund_writes=True) as connection:
        try:
            with connection.begin():
                connection.execute(sa.text(statement))
        except sa.exc.DBAPIError as error:
            return "append_only" in str(error)
    return False


def test_one_person_does_not_approve_or_give_back_what_they_wrote(walk: Walk) -> None:
    walk.office.ids["both"] = walk.office.enter("both", "officer", "supervisor")
    key = walk.act(
        "both", commands.begin_evaluation, programme_id=programme(walk), fiscal_year=2026
    )
    walk.act(
        "both",
        commands.write_evaluation,
        evaluation_id=key,
        head=HEAD,
        rows=[{**row, "reason": "x"} for row in ROWS],
    )
    walk.act("officer", commands.submit_evaluation, evaluation_id=key)
    for command, more in (
        (commands.approve_evaluation, {}),
        (commands.return_evaluation, {"reason": "x"}),
    ):
        with pytest.raises(FourEyes):
            walk.act("both", command, evaluation_id=key, **more)
    with pytest.raises(NeedsReason):
        walk.act("supervisor", commands.return_evaluation, evaluation_id=key, reason=" ")
    walk.act("supervisor", commands.return_evaluation, evaluation_id=key, reason="指标偏低")
    assert shown(walk, key).facts["status"] == "draft"
    with db.reading(walk.office.engine) as session:
        assert list(queries.history(session, OPERATOR, key)["kind"]) == [
            "return_evaluation",
            "submit_evaluation",
            "write_evaluation",
            "begin_evaluation",
        ]


def broken(change: Callable[[list[dict[str, Any]]], object]) -> list[dict[str, Any]]:
    rows = [{**row, "reason": "x"} for row in ROWS]
    change(rows)
    return rows


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (broken(lambda rows: rows[0].update(points=Decimal(19))), rules.PointsDoNotFit),
        (broken(lambda rows: rows.pop()), rules.PointsDoNotFit),
        (broken(lambda rows: rows[1].update(reason="")), rules.NeedsDeviation),
        (broken(lambda rows: rows[1].update(actual=None)), rules.NothingReached),
        (broken(lambda rows: rows[3].update(reached="")), rules.NothingReached),
        (
            broken(
                lambda rows: rows.append(
                    {**rows[1], "level": "cost", "second": "economic_cost", "points": Decimal(5)}
                )
            ),
            rules.PointsDoNotFit,
        ),
    ],
    ids=[
        "points short",
        "a level missing",
        "no reason",
        "nothing reached",
        "nothing said",
        "a level of another scheme",
    ],
)
def test_what_is_not_whole_is_not_handed_in_and_stays_a_draft(
    walk: Walk, rows: list[dict[str, Any]], error: type[Exception]
) -> None:
    key = begun(walk, rows)
    with pytest.raises(error):
        walk.act("officer", commands.submit_evaluation, evaluation_id=key)
    assert shown(walk, key).facts["status"] == "draft"


def test_a_form_without_its_words_is_not_handed_in(walk: Walk) -> None:
    key = begun(walk, [{**row, "reason": "x"} for row in ROWS], outcome="")
    with pytest.raises(rules.NoWords):
        walk.act("officer", commands.submit_evaluation, evaluation_id=key)


def test_a_year_is_evaluated_once_and_only_where_it_has_a_line(walk: Walk) -> None:
    key = begun(walk)
    for year, error in ((2026, rules.EvaluationThere), (2031, rules.NoLine)):
        with pytest.raises(error):
            walk.act(
                "officer", commands.begin_evaluation, programme_id=programme(walk), fiscal_year=year
            )
    with pytest.raises(rules.UnknownScheme):
        walk.act(
            "officer",
            commands.begin_evaluation,
            programme_id=programme(walk, "B26"),
            fiscal_year=2026,
            scheme="x",
        )
    with pytest.raises(Stale):
        walk.act(
            "officer",
            commands.write_evaluation,
            evaluation_id=key,
            head=HEAD,
            rows=ROWS,
            expected_version=1,
        )
    with Session(walk.office.engine) as session:
        assert len(session.exec(select(Evaluation)).all()) == 1


def test_the_setting_spreads_the_points_of_execution_where_there_is_no_budget(walk: Walk) -> None:
    walk.line("Z26", 2026, "A1", "fund", "Z")
    key = walk.act(
        "officer", commands.begin_evaluation, programme_id=programme(walk, "Z26"), fiscal_year=2026
    )
    rows = [{**row, "linked": "", "actual": row.get("goal"), "reason": "x"} for row in ROWS]
    walk.act("officer", commands.write_evaluation, evaluation_id=key, head=HEAD, rows=rows)
    assert shown(walk, key).points.total == Decimal(90)
    walk.act("system", settings.change, threshold="evaluation_spread", value=1, reason="x")
    assert shown(walk, key).points.total == Decimal(100)


def test_a_past_day_knows_neither_what_was_handed_in_later_nor_what_was_begun_later(
    walk: Walk,
) -> None:
    first = walk.day
    key = begun(walk, [{**row, "reason": "x"} for row in ROWS])
    for days, part, command in (
        (10, "officer", commands.submit_evaluation),
        (10, "supervisor", commands.approve_evaluation),
    ):
        walk.day += timedelta(days=days)
        walk.act(part, command, evaluation_id=key)

    def stood(day: date) -> list[tuple[str, date | None]]:
        with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
            return [
                (row["status"], row["submitted_on"])
                for row in queries.listed(session, OPERATOR, as_of=day).to_dict("records")
            ]

    assert stood(first - timedelta(days=1)) == []
    assert stood(first) == [("draft", None)]
    assert stood(first + timedelta(days=10)) == [("submitted", first + timedelta(days=10))]
    assert stood(walk.day) == [("approved", first + timedelta(days=10))]
