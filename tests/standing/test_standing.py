"""Letters recorded, lights computed, gaps answered and early warnings, in real databases; what was
known on a past day stays what it was.
"""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from fund import db
from fund.access import actors
from fund.access import commands as access
from fund.errors import FourEyes, FundError, NotAllowed, Stale, WrongState
from fund.grants import commands as grants
from fund.ledger import commands as ledger
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Act
from fund.ledger.undertakings import Terms
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.milestones import commands as milestones
from fund.settings import commands as settings
from fund.standing import commands as standing
from fund.standing import days, lists, queries, rules
from fund.standing.rules import NothingToAnswer, NothingWritten, UnknownLight
from fund.standing.tables import StatusAnswer, StatusReport
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

RED = date(2026, 8, 15)
"""On this day G1's milestone is 61 days late, its second part unpaid and without evidence 46 days
after its promise.
"""


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed in three parts, the first paid; then nothing happened until RED."""
    walk = until(Walk(an_office), 6)
    walk.day = RED
    return walk


def seen(
    walk: Walk, day: date | None = None, query: Any = queries.lights, **filters: Any
) -> pd.DataFrame:
    with db.reading(walk.office.engine) as session:
        return query(
            session,
            actors.load(session, walk.office.ids["viewer"]),
            View(as_of=day or walk.day, **filters),
        )


def one(walk: Walk, day: date | None = None, code: str = "G1") -> dict[str, Any]:
    frame = seen(walk, day)
    return frame[frame["code"] == code].to_dict("records")[0]


def letter(
    walk: Walk,
    light: str = "green",
    *,
    back: int = 0,
    code: str = "G1",
    part: str = "officer",
    **more: Any,
) -> int:
    return walk.act(
        part,
        standing.report_status,
        undertaking_id=walk[code],
        light=light,
        reported_on=walk.day - timedelta(days=back),
        **more,
    )


def answer(
    walk: Walk, report: int, part: str = "supervisor", words: str = "the report is in the post"
) -> int:
    return walk.act(
        part, standing.answer_gap, undertaking_id=walk["G1"], status_report_id=report, answer=words
    )


def counts(walk: Walk) -> tuple[int, ...]:
    return tuple(
        walk.office.one(sa.select(sa.func.count()).select_from(table))[0]
        for table in (StatusReport, StatusAnswer, Act)
    )


def test_a_letters_light_stands_beside_the_ledgers_with_what_fired_and_the_money_behind_it(
    walk: Walk,
) -> None:
    report = letter(
        walk, back=3, note="all is well", file_name="letter.pdf", content=b"%PDF-1.4 letter"
    )
    found = one(walk)
    assert (found["declared"], found["declared_on"], found["age_days"], found["computed"]) == (
        "green",
        RED - timedelta(days=3),
        3,
        "red",
    )
    assert [(fired.rule, fired.light) for fired in found["rules"]] == [
        ("absorption", "amber"),
        ("slip", "red"),
        ("evidence", "red"),
    ]
    assert (
        found["gap_fen"],
        found["needs_answer"],
        found["answer"],
        found["status_report_id"],
    ) == (1_600 * WAN, True, None, report)
    kept: StatusReport = walk.office.one(sa.select(StatusReport))[0]
    assert (kept.note, len(kept.letter_sha256 or ""), kept.recorded_on) == ("all is well", 64, RED)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"light": "blue"}, UnknownLight),
        ({"back": -1}, InTheFuture),
        ({"part": "supervisor"}, NotAllowed),
        ({"code": "G3"}, WrongState),
    ],
)
def test_a_light_that_is_refused_leaves_nothing(
    walk: Walk, facts: dict[str, Any], refused: type[FundError]
) -> None:
    walk.act(
        "officer",
        grants.enter,
        "G3",
        code="G3",
        title="G3",
        organisation_id=walk.office.organisation("G3"),
        region_code="610000",
        line_id=walk["A26"],
    )
    before = counts(walk)
    with pytest.raises(refused):
        letter(walk, **facts)
    assert counts(walk) == before


def test_the_latest_letter_holds_whenever_it_was_recorded(walk: Walk) -> None:
    letter(walk, "amber", back=2)
    letter(walk, "green", back=9)
    assert one(walk)["declared"] == "amber"
    letter(walk, "red", back=2)
    assert one(walk)["declared"] == "red"


def test_without_a_letter_and_once_it_is_too_old_by_the_setting_the_light_is_grey(
    walk: Walk,
) -> None:
    assert (one(walk)["declared"], one(walk)["declared_on"]) == ("grey", None)
    letter(walk)
    assert one(walk, RED + timedelta(days=35))["declared"] == "green"
    assert one(walk, RED + timedelta(days=36))["declared"] == "grey"
    assert not one(walk, RED + timedelta(days=36))["needs_answer"]
    walk.day = RED + timedelta(days=20)
    walk.act(
        "system", settings.change, threshold="stale_light_days", value=10, reason="weekly letters"
    )
    assert one(walk)["declared"] == "grey"
    assert one(walk, RED + timedelta(days=19))["declared"] == "green", (
        "what was set later does not reach back"
    )


def test_a_changed_threshold_changes_the_computed_light_from_then_on(walk: Walk) -> None:
    day = RED + timedelta(days=1)
    walk.day = day
    for key, value in (("slip_days", 3660), ("evidence_days", 3660), ("absorption_percent", 42)):
        walk.act("system", settings.change, threshold=key, value=value, reason="lenient")
    assert (one(walk, RED)["computed"], one(walk, day)["computed"], one(walk, day)["gap_fen"]) == (
        "red",
        "green",
        0,
    )


def test_a_past_day_is_read_as_known_then(walk: Walk) -> None:
    report = letter(walk, back=5)
    walk.day = RED + timedelta(days=2)
    answer(walk, report)
    walk.act(
        "officer", milestones.forecast, milestone_id=walk["G1 M1"], forecast_on=date(2027, 6, 15)
    )
    walk.evidence("G1/T2", "G1 M1")
    walk.accept("G1/T2")
    walk.day = RED + timedelta(days=3)
    walk.pay("G1/T2", 1_600)
    letter(walk, "red")
    assert (one(walk)["declared"], one(walk, RED + timedelta(days=2))["answer"]) == (
        "red",
        "the report is in the post",
    )
    now, then, before = (
        one(walk),
        one(walk, RED + timedelta(days=1)),
        one(walk, RED - timedelta(days=1)),
    )
    assert (now["computed"], now["rules"], now["gap_fen"], now["answer"]) == ("green", [], 0, None)
    assert (then["computed"], then["declared"], then["answer"], then["needs_answer"]) == (
        "red",
        "green",
        None,
        True,
    )
    assert [fired.rule for fired in then["rules"]] == ["absorption", "slip", "evidence"]
    assert (before["declared"], before["computed"]) == (
        "grey",
        "red",
    ), "the letter was written by then, but nobody here knew it"
    assert one(walk, date(2026, 6, 29))["computed"] == "green"
    assert seen(walk, date(2026, 3, 1)).empty


def test_a_waiver_is_paid_ahead_of_its_evidence_until_that_is_accepted(an_office: Office) -> None:
    walk = until(Walk(an_office), 17)
    assert [fired.rule for fired in one(walk, code="G2")["rules"]] == ["ahead"]
    assert one(walk, code="G2")["rules"][0].numbers == {"paid_fen": 1_500 * WAN, "threshold": 0}
    walk = until_eighteen(walk)
    assert one(walk, code="G2")["rules"] == []
    assert one(walk, date(2026, 7, 21), "G2")["computed"] == "amber"


def until_eighteen(walk: Walk) -> Walk:
    walk.day = date(2026, 8, 10)
    walk.evidence("G2/T1")
    walk.accept("G2/T1")
    return walk


def test_a_green_letter_beside_a_red_ledger_is_answered_once_by_somebody_who_did_not_record_it(
    walk: Walk,
) -> None:
    report = letter(walk)
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["officer"], role="supervisor"
    )
    before = counts(walk)
    for part, words, refused in (
        ("officer", "x", FourEyes),
        ("viewer", "x", NotAllowed),
        ("supervisor", " ", NothingWritten),
    ):
        with pytest.raises(refused):
            answer(walk, report, part, words)
    with pytest.raises(Stale):
        answer(walk, report + 1)
    assert counts(walk) == before
    answer(walk, report)
    found = one(walk)
    assert (found["needs_answer"], found["answer"], found["computed"]) == (
        False,
        "the report is in the post",
        "red",
    )
    kept: StatusAnswer = walk.office.one(sa.select(StatusAnswer))[0]
    assert rules.from_text(kept.rules) == found["rules"]
    with pytest.raises(NothingToAnswer):
        answer(walk, report)
    again = letter(walk)
    assert one(walk)["needs_answer"], "a new green letter is answered for anew"
    answer(walk, again, "supervisor_2")


@pytest.mark.parametrize("light", ["amber", "red"])
def test_a_letter_that_is_not_green_needs_no_answer(walk: Walk, light: str) -> None:
    report = letter(walk, light)
    assert not one(walk)["needs_answer"]
    with pytest.raises(NothingToAnswer):
        answer(walk, report)


def test_a_green_letter_beside_a_green_ledger_needs_no_answer(walk: Walk) -> None:
    walk.day = date(2026, 6, 1)
    report = letter(walk)
    assert (one(walk)["computed"], one(walk)["needs_answer"]) == ("green", False)
    with pytest.raises(NothingToAnswer):
        answer(walk, report)


def test_one_undertaking_alone_is_judged_as_in_the_list(walk: Walk) -> None:
    letter(walk)
    for day in (RED, date(2026, 6, 1)):
        with db.reading(walk.office.engine) as session:
            alone = queries.of_one(
                session,
                actors.load(session, walk.office.ids["viewer"]),
                walk["G1"],
                View(as_of=day),
            )
        listed = one(walk, day)
        assert {
            name: alone[name]
            for name in ("declared", "computed", "rules", "gap_fen", "needs_answer")
        } == {
            name: listed[name]
            for name in ("declared", "computed", "rules", "gap_fen", "needs_answer")
        }


@pytest.mark.parametrize("table", [StatusReport, StatusAnswer])
def test_what_was_declared_and_answered_is_never_changed(walk: Walk, table: Any) -> None:
    answer(walk, letter(walk))
    for statement in (sa.update(table.__table__).values(id=99), sa.delete(table.__table__)):
        with pytest.raises(sa.exc.DBAPIError, match="fund:append_only"):
            db.write(
                walk.office.engine, lambda session, statement=statement: session.execute(statement)
            )


def test_the_list_is_in_the_order_of_the_money_and_keeps_to_its_filters(walk: Walk) -> None:
    walk.day = date(2026, 3, 20)
    for code, wan, region in (("G4", 50, "460000"), ("G5", 700, "460000"), ("G6", 300, "610000")):
        walk.grant(code, "A26", region=region)
        walk.act("decider", grants.decide, undertaking_id=walk[code], amount_fen=wan * WAN)
        walk.act(
            "supervisor",
            grants.sign,
            undertaking_id=walk[code],
            terms=[Terms("T1", wan * WAN, date(2026, 5, 1) if code != "G6" else date(2026, 12, 1))],
        )
    walk.day = RED
    found = seen(walk)
    assert list(found["code"]) == ["G1", "G5", "G4", "G6"]
    assert list(found["gap_fen"]) == [1_600 * WAN, 700 * WAN, 50 * WAN, 0]
    assert list(seen(walk, region="460000")["code"]) == ["G5", "G4"]
    assert list(seen(walk, organisation_id=walk.office.organisation("G5"))["code"]) == ["G5"]
    assert (len(seen(walk, measure="A3")), len(seen(walk, measure="C6"))) == (4, 0)
    held = seen(walk, query=queries.warnings)
    assert [
        (row["rule"], row["title"], row["amount_fen"], row["numbers"]["whole_fen"])
        for row in held.to_dict("records")
    ] == [("concentration", "G1", 4_000 * WAN, 5_050 * WAN)]
    assert seen(walk, query=queries.warnings, region="460000").empty
    assert len(seen(walk, query=queries.warnings, region="610000")) == 1


def test_money_carried_over_and_not_spent_is_warned_of_after_the_years_set_however_often_carried(
    an_office: Office,
) -> None:
    walk = until(Walk(an_office), 24)

    def idle(day: date, **filters: Any) -> list[tuple[Any, ...]]:
        found = seen(walk, day, queries.warnings, **filters)
        return [
            (row["code"], row["amount_fen"], row["numbers"]["line"], row["numbers"]["carried_fen"])
            for row in found[found["rule"] == "carried_over"].to_dict("records")
        ]

    carried = ("P1", 2_750 * WAN, "B27", 2_750 * WAN)
    assert (idle(date(2028, 12, 30)), idle(date(2028, 12, 31))) == ([], [carried])
    assert (
        idle(date(2028, 12, 31), region="460000"),
        idle(date(2028, 12, 31), region="610000"),
        idle(date(2028, 12, 31), measure="A3"),
    ) == ([carried], [], [])
    whose = [walk.office.organisation(code) for code in ("P1", "G1")]
    assert [idle(date(2028, 12, 31), organisation_id=body) for body in whose] == [[carried], []]
    walk.day = date(2027, 12, 31)
    walk.line("B28", 2028, "C6", "procurement", "B")
    walk.carry_over("P1", "B28")
    assert idle(date(2028, 12, 31)) == [carried]
    walk.day = date(2028, 1, 5)
    walk.act("finance", ledger.pay, tranche_id=walk["P1/flight 1"], amount_fen=50 * WAN)
    assert idle(date(2028, 12, 31)) == [("P1", 2_700 * WAN, "B27", 2_750 * WAN)]
    walk.act("system", settings.change, threshold="carried_over_years", value=1, reason="stricter")
    assert idle(date(2028, 1, 5)) == [("P1", 2_700 * WAN, "B27", 2_750 * WAN)]
    assert idle(date(2028, 12, 31)) == [("P1", 2_700 * WAN, "B27", 2_750 * WAN)], (
        "the years count from the first time it was carried"
    )


def test_lights_are_judged_along_the_index_of_what_runs(walk: Walk) -> None:
    """However many run, a list too long for its own order is judged no further than it is shown."""
    engine, asked = walk.office.engine, Asked(View(as_of=walk.day))
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses the index by itself")
    listing = lists.LIGHTS._replace(counted=0)  # as if too many fired
    said: list[tuple[str, Any]] = []
    sa.event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _u, text, values, *_: said.append((text, values)),
    )
    with db.reading(engine) as session:
        actor = actors.load(session, walk.office.ids["viewer"])
        found = paging.page(session, actor, listing, asked)
        judging = [one for one in said if "milestone.first_due_on" in one[0] and "LIMIT" in one[0]]
        plans = [
            " ".join(
                row[3]
                for row in session.connection().exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {text}", values
                )
            )
            for text, values in judging
        ]
    assert found.frame["code"].tolist() == ["G1"]
    assert len(plans) == 2  # counted, and listed
    assert all("INDEXED BY ix_undertaking_running" in text for text, _values in judging)
    assert all("ix_undertaking_running" in plan and "B-TREE" not in plan for plan in plans)


def test_days_of_lights_read_the_steps_of_one_undertaking_alone(walk: Walk) -> None:
    """Also in a file of which no statistics are kept, as every new one is: what a trigger does at
    each act may not grow with all that is scheduled.
    """
    if walk.office.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps statistics by itself")
    with walk.office.engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'light_kept'"
        ).scalar_one()
        keeps = kept[kept.index("UPDATE") : kept.rindex(";")].rstrip("END; \n")
        plan = [
            row[3]
            for row in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {keeps.replace('NEW.undertaking_id', '1')}"
            )
        ]
    assert days.worked_out("sqlite") in kept
    assert [step for step in plan if " m " in step] == [
        "SEARCH m USING INDEX sqlite_autoindex_milestone_1 (undertaking_id=?)"
    ]
