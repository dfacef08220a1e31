"""A report's way: who may do what with it when, what is kept, and that exactly one stands."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.access.actors import OutOfScope
from fund.attachments.rules import FileEmpty, FileOfNoKnownKind
from fund.centres import (
    burden,
    commands,
    desk,
    filling,
    periods,
    queries,
    registering,
    registry,
    reviewing,
)
from fund.centres.bundle import packed
from fund.centres.rules import (
    MOST_FILES,
    CentreExists,
    HasChanged,
    LetterMissing,
    NotAnswered,
    NothingToReturn,
    NotReady,
    PeriodClosed,
    PeriodLocked,
    RevisionOpen,
    ScanMissing,
    TooManyFiles,
)
from fund.centres.tables import Remark, Submission, SubmissionFile, SubmissionRound, SubmittedFigure
from fund.errors import FourEyes, FundError, NotAllowed, NotFound, WrongState
from fund.settings import commands as settings
from tests.centres.reporting import CLOSES, DAY, PDF, World, world
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office


@pytest.fixture
def here(database_url: str) -> World:
    return world(database_url)


def status(made: World, key: int) -> str:
    return str(made.office.one(select(Submission.status).where(Submission.id == key)))


def test_a_report_goes_from_its_centre_through_the_province_to_the_fund_and_stands(
    here: World,
) -> None:
    key = here.filled("local SD-RR", "SD-RR")
    here.act("local SD-RR", commands.submit, submission_id=key)
    assert status(here, key) == "submitted"
    with pytest.raises(ScanMissing):
        here.act("province 370000", reviewing.forward, submission_id=key)
    here.act(
        "province 370000",
        reviewing.forward,
        submission_id=key,
        file_name="盖章扫描件.pdf",
        content=PDF,
    )
    here.act(
        "reviewer",
        reviewing.send_back,
        submission_id=key,
        remarks={"staff": "含兼职吗？", "projects": "请核对"},
    )
    assert status(here, key) == "returned"
    here.act(
        "local SD-RR",
        commands.fill_in,
        centre_code="SD-RR",
        period_code="2026-Q3",
        figures={"projects": "15"},
    )
    with pytest.raises(NotAnswered):
        here.act("local SD-RR", commands.submit, submission_id=key)
    for remark in _all(here, select(Remark.id)):
        here.act("local SD-RR", commands.answer_remark, remark_id=remark, answer="已核对")
    here.act("local SD-RR", commands.submit, submission_id=key)
    assert status(here, key) == "resubmitted"
    for again in (
        {},
        {"file_name": "盖章扫描件.pdf", "content": PDF},
    ):  # the scan of the first round is of other figures
        with pytest.raises(ScanMissing):
            here.act("province 370000", reviewing.forward, submission_id=key, **again)
    here.act(
        "province 370000",
        commands.attach,
        submission_id=key,
        role="scan",
        file_name="盖章扫描件（二）.pdf",
        content=PDF + b"2",
    )
    here.act("province 370000", reviewing.forward, submission_id=key)
    here.act("reviewer_2", reviewing.approve_submission, submission_id=key)
    with db.reading(here.office.engine) as session:
        row = session.get_one(Submission, key)
        assert (row.status, row.is_standing, row.round, row.approved_on) == (
            "approved",
            True,
            2,
            DAY,
        )
        assert filling.values_of(session, key, 1)["projects"] == Decimal(14)
        assert filling.values_of(session, key, 2)["projects"] == Decimal(15)
        assert filling.values_of(session, key, 2)["senior_share"] == Decimal("16.95")


def _all(made: World, statement: Any) -> list[Any]:
    with db.reading(made.office.engine) as session:
        return list(session.exec(statement))


def test_a_draft_keeps_whatever_was_typed_and_is_handed_in_only_when_it_is_sound(
    here: World,
) -> None:
    key = here.filled("local SD-RR", "SD-RR", staff="十二万", senior_staff="")
    with pytest.raises(NotReady) as refused:
        here.act("local SD-RR", commands.submit, submission_id=key)
    assert refused.value.facts == {"count": 2}
    assert status(here, key) == "draft"
    with db.reading(here.office.engine) as session:
        assert filling.draft(session, key)["staff"].written == "十二万"


def test_the_fund_hands_in_for_a_centre_only_with_its_letter(here: World) -> None:
    key = here.filled("officer", "HI-SS")
    with pytest.raises(LetterMissing):
        here.act("officer", commands.submit, submission_id=key)
    here.act(
        "officer",
        commands.attach,
        submission_id=key,
        role="letter",
        file_name="委托函.pdf",
        content=b"%PDF-1.4 letter",
    )
    here.act("officer", commands.submit, submission_id=key)
    assert _all(here, select(SubmissionRound.channel)) == ["on_behalf"]


def test_nobody_approves_figures_they_had_a_hand_in(here: World) -> None:
    both = here.person("both", "officer")
    here.office.act("security", access.assign_role, person_id=both, role="reviewer")
    key = here.filled("both", "SD-RR")
    here.act("local SD-RR", commands.submit, submission_id=key)
    here.act(
        "province 370000", reviewing.forward, submission_id=key, file_name="scan.pdf", content=PDF
    )
    with pytest.raises(FourEyes):
        here.act("both", reviewing.approve_submission, submission_id=key)
    assert status(here, key) == "forwarded"


def test_a_report_carries_a_few_files_each_of_the_kind_its_name_says_and_a_scan_is_never_kept_out(
    here: World,
) -> None:
    key = here.filled("local SD-RR", "SD-RR")
    for number in range(MOST_FILES):
        here.act(
            "local SD-RR",
            commands.attach,
            submission_id=key,
            role="proof",
            file_name=f"{number}.pdf",
            content=PDF + b"%d" % number,
        )
    with pytest.raises(TooManyFiles):
        here.act(
            "local SD-RR",
            commands.attach,
            submission_id=key,
            role="letter",
            file_name="more.pdf",
            content=PDF + b"more",
        )
    here.act(
        "local SD-RR",
        commands.attach,
        submission_id=key,
        role="proof",
        file_name="0.pdf",
        content=PDF + b"0",
    )  # the same again is the same
    here.act("local SD-RR", commands.submit, submission_id=key)
    for name, content in (
        ("a.pdf", b"MZ not a scan"),
        ("a.xlsx", packed(iter([("word/document.xml", b"x")]))),
        ("a.docx", b"PK\x03\x04"),
        ("a.exe", PDF),
        ("a.pdf", b""),
    ):
        with pytest.raises((FileOfNoKnownKind, FileEmpty)):
            here.act(
                "province 370000",
                commands.attach,
                submission_id=key,
                role="scan",
                file_name=name,
                content=content,
            )
    here.act(
        "province 370000", reviewing.forward, submission_id=key, file_name="scan.pdf", content=PDF
    )
    assert _all(here, select(sa.func.count()).select_from(SubmissionFile)) == [MOST_FILES + 1]


def test_several_at_once_are_approved_only_where_nothing_has_changed(here: World) -> None:
    early = date(2026, 7, 3)
    for centre in ("SD-RR", "SD-OP"):
        here.approved(centre, "2026-Q2", early, last_test_on="2026-06-18")
    same = {
        centre: here.filled(here.of(centre)[0], centre, last_test_on="2026-06-18", **changed)
        for centre, changed in (("SD-RR", {}), ("SD-OP", {"users": "45"}))
    }
    for centre, key in same.items():
        here.act(here.of(centre)[0], commands.submit, submission_id=key)
        here.act(
            here.of(centre)[1], reviewing.forward, submission_id=key, file_name="s.pdf", content=PDF
        )
    with pytest.raises(HasChanged):
        here.act(
            "reviewer",
            reviewing.approve_submission,
            submission_id=same["SD-OP"],
            only_unchanged=True,
        )
    here.act(
        "reviewer", reviewing.approve_submission, submission_id=same["SD-RR"], only_unchanged=True
    )
    assert [status(here, key) for key in same.values()] == ["approved", "forwarded"]


def test_the_first_report_of_a_centre_is_never_unchanged(here: World) -> None:
    key = here.filled("local SD-RR", "SD-RR")
    here.act("local SD-RR", commands.submit, submission_id=key)
    here.act(
        "province 370000", reviewing.forward, submission_id=key, file_name="s.pdf", content=PDF
    )
    with pytest.raises(HasChanged):
        here.act("reviewer", reviewing.approve_submission, submission_id=key, only_unchanged=True)


def test_days_with_centre_province_and_fund_are_counted_apart_and_only_what_is_new_as_changed(
    here: World,
) -> None:
    here.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    key = here.filled("local SD-RR", "SD-RR", staff="240", last_test_on="2026-06-18")
    local, province = here.of("SD-RR")
    here.act(local, commands.submit, on=date(2026, 10, 8), submission_id=key)
    here.act(
        province,
        reviewing.forward,
        on=date(2026, 10, 10),
        submission_id=key,
        file_name="s.pdf",
        content=PDF,
    )
    here.act("reviewer", reviewing.send_back, on=date(2026, 10, 13), submission_id=key, reason="x")
    here.act(
        local,
        commands.fill_in,
        on=date(2026, 10, 20),
        centre_code="SD-RR",
        period_code="2026-Q3",
        figures={"projects": "15"},
    )
    here.act(local, commands.submit, on=date(2026, 10, 20), submission_id=key)
    here.act(
        province,
        reviewing.forward,
        on=date(2026, 10, 21),
        submission_id=key,
        file_name="s2.pdf",
        content=PDF + b"2",
    )
    with db.reading(here.office.engine) as session:
        reviewer = actors.load(session, here.office.ids["reviewer"])
        row = desk.waiting(session, reviewer, date(2026, 10, 25)).iloc[0]
        cells = queries.cells(session, reviewer, key)
        assert desk.waiting(
            session, actors.load(session, here.ids[province]), date(2026, 10, 25)
        ).empty
        assert desk.waiting(
            session, actors.load(session, here.ids["province 460000"]), date(2026, 10, 25)
        ).empty
    assert (row["with_them"], row["with_province"], row["with_fund"], row["days"]) == (7, 3, 7, 4)
    assert set(cells[cells["is_changed"]]["indicator"]) == {"staff", "projects", "senior_share"}
    assert (row["changed"], row["asked"]) == (3, len(cells))
    told = cells.set_index("indicator").loc["projects"]
    assert (told["approved"], told["before"], told["now"]) == ("14", "14", "15")
    assert list(cells["is_changed"]) == sorted(cells["is_changed"], reverse=True)


def test_an_irregular_period_of_one_kind_is_asked_of_that_kind_alone_and_begins_with_the_last_one(
    here: World,
) -> None:
    here.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    here.act(
        "officer",
        periods.open_period,
        code="flight-5",
        name_zh="五飞专项",
        name_en="Before flight five",
        kind="innovation_centre",
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 9, 11),
        opens_on=date(2026, 9, 11),
        due_on=DAY,
        closes_on=DAY,
    )
    key = here.act("local SD-RR", commands.fill_in, centre_code="SD-RR", period_code="flight-5")
    with db.reading(here.office.engine) as session:
        assert filling.draft(session, key)["staff"].written == "236"
        mine, other = (
            queries.tasks(session, actors.load(session, here.ids[name]), DAY)
            for name in ("local SD-RR", "local SD-OP")
        )
    assert "flight-5" in set(mine["period_code"])
    assert "flight-5" not in set(other["period_code"])
    with pytest.raises(NotFound):
        here.act("local SD-OP", commands.fill_in, centre_code="SD-OP", period_code="flight-5")


def test_cells_typed_are_counted_by_centre_and_period_against_what_was_filled_in(
    here: World,
) -> None:
    here.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    here.approved("SD-RR", "2026-Q3", DAY, projects="15", last_test_on="2026-06-18")
    with db.reading(here.office.engine) as session:
        frame = burden.burden(session, actors.load(session, here.office.ids["viewer"]))
        with pytest.raises(NotAllowed):
            burden.burden(session, actors.load(session, here.ids["local SD-RR"]))
    told = [
        (row["period_code"], row["typed_cells"], row["asked_cells"])
        for row in frame.to_dict("records")
    ]
    assert told == [("2026-Q3", 5, 17), ("2026-Q2", 17, 17)]
    assert frame["share"][0] == pytest.approx(5 / 17)


def test_what_a_linked_grant_paid_is_what_the_centre_received(an_office: Office) -> None:
    """The worked portfolio's first grant, paid for a centre: the profile, the registry and the
    prefilled field say the ledger's figure.
    """
    until(Walk(an_office), 14)
    made = an_office
    host = made.organisation("host")
    centre = made.act(
        "officer",
        registering.register_centre,
        code="C1",
        kind="innovation_centre",
        field="reusable_rocket",
        name_zh="示例",
        region_code="370000",
        host_id=host,
        founded_on=date(2025, 1, 1),
    )
    with db.reading(made.engine) as session:
        key = registry.undertaking(session, actors.load(session, made.ids["officer"]), " G1 ")
        paid = session.execute(
            sa.text(
                "SELECT SUM(amount_fen) FROM posting WHERE stage = 'paid' AND undertaking_id = :key"
            ),
            {"key": key},
        ).scalar_one()
    assert paid > 0
    made.act("officer", registering.link_funding, centre_id=centre, undertaking_id=key)
    with clock.at(clock.noon(date(2026, 12, 31))), db.reading(made.engine) as session:
        who = actors.load(session, made.ids["viewer"])
        assert registry.profile(session, who, "C1").received_fen == paid
        assert queries.centres(session, who).set_index("code").loc["C1", "received_fen"] == paid
    with pytest.raises(CentreExists):
        made.act("officer", registering.link_funding, centre_id=centre, undertaking_id=key)


def test_a_revision_keeps_what_stands_until_it_is_approved_too(here: World) -> None:
    first = here.approved("SD-RR", "2026-Q3", DAY)
    second = here.act("local SD-RR", commands.revise, submission_id=first, reason="漏计一个项目")
    with pytest.raises(RevisionOpen):
        here.act("local SD-RR", commands.revise, submission_id=first, reason="又一次")
    later = DAY + timedelta(days=20)
    here.act(
        "local SD-RR",
        commands.fill_in,
        centre_code="SD-RR",
        period_code="2026-Q3",
        figures={"projects": "15"},
    )
    here.act("local SD-RR", commands.submit, submission_id=second)
    assert [
        bool(row) for row in _all(here, select(Submission.is_standing).order_by(col(Submission.id)))
    ] == [True, False]
    here.act(
        "province 370000",
        reviewing.forward,
        submission_id=second,
        file_name="scan2.pdf",
        content=PDF + b"2",
    )
    here.act("reviewer", reviewing.approve_submission, on=later, submission_id=second)
    rows = _all(here, select(Submission).order_by(col(Submission.id)))
    assert [(row.is_standing, row.approved_on, row.superseded_on) for row in rows] == [
        (False, DAY, later),
        (True, later, None),
    ]


def test_a_report_is_taken_within_its_days_later_with_more_time_and_never_after_the_lock(
    here: World,
) -> None:
    late = CLOSES + timedelta(days=3)
    with pytest.raises(PeriodClosed):
        here.filled("local SD-RR", "SD-RR", on=date(2026, 9, 1))
    with pytest.raises(PeriodClosed):
        here.filled("local SD-RR", "SD-RR", on=late)
    asked = here.act(
        "local SD-RR",
        periods.ask_extension,
        centre_code="SD-RR",
        period_code="2026-Q3",
        until=date(2026, 11, 10),
        reason="台风",
    )
    with pytest.raises(PeriodClosed):
        here.filled("local SD-RR", "SD-RR", on=late)
    here.act("reviewer", periods.decide_extension, extension_id=asked, is_granted=True)
    key = here.filled("local SD-RR", "SD-RR", on=late)
    with pytest.raises(PeriodClosed):
        here.filled("local SD-OP", "SD-OP", on=late)
    period = here.office.one(sa.text("SELECT id FROM reporting_period WHERE code = '2026-Q3'"))[0]
    here.act("supervisor", periods.lock_period, on=late, period_id=period)
    with pytest.raises(PeriodLocked):
        here.act("local SD-RR", commands.submit, on=late, submission_id=key)


def test_the_lock_locks_what_is_approved_and_a_revision_still_comes(here: World) -> None:
    key = here.approved("SD-RR", "2026-Q3", DAY)
    period = here.office.one(sa.text("SELECT id FROM reporting_period WHERE code = '2026-Q3'"))[0]
    here.act("supervisor", periods.lock_period, on=date(2026, 12, 1), period_id=period)
    assert status(here, key) == "locked"
    new = here.act(
        "local SD-RR",
        commands.revise,
        on=date(2026, 12, 2),
        submission_id=key,
        reason="审计发现漏计",
    )
    here.act("local SD-RR", commands.submit, on=date(2026, 12, 2), submission_id=new)
    assert status(here, new) == "submitted"


def test_without_the_provincial_step_a_report_comes_to_the_fund_at_once(here: World) -> None:
    here.act("system", settings.change, threshold="province_step", value=0, reason="试点")
    key = here.filled("local SD-RR", "SD-RR")
    here.act("local SD-RR", commands.submit, submission_id=key)
    assert status(here, key) == "forwarded"


@pytest.mark.parametrize(
    "who", ["local SD-OP", "local HI-SS", "province 460000", "viewer", "finance", "auditor"]
)
def test_another_province_s_official_and_whoever_else_reaches_nothing_of_a_report(
    here: World, who: str
) -> None:
    key = here.filled("local SD-RR", "SD-RR")
    tried: list[tuple[Any, dict[str, Any]]] = [
        (
            commands.fill_in,
            {"centre_code": "SD-RR", "period_code": "2026-Q3", "figures": {"staff": "1"}},
        ),
        (commands.submit, {"submission_id": key}),
        (
            commands.attach,
            {"submission_id": key, "role": "proof", "file_name": "a.pdf", "content": PDF},
        ),
        (reviewing.forward, {"submission_id": key, "file_name": "a.pdf", "content": PDF}),
        (reviewing.send_back, {"submission_id": key, "reason": "x"}),
        (reviewing.approve_submission, {"submission_id": key}),
        (commands.revise, {"submission_id": key, "reason": "x"}),
        (
            periods.ask_extension,
            {
                "centre_code": "SD-RR",
                "period_code": "2026-Q3",
                "until": date(2026, 12, 1),
                "reason": "x",
            },
        ),
    ]
    for command, arguments in tried:
        with pytest.raises((NotAllowed, OutOfScope)):
            here.act(who, command, **arguments)
    assert status(here, key) == "draft"


def test_a_stranger_s_report_refuses_like_one_that_is_not_there(here: World) -> None:
    key = here.filled("local SD-RR", "SD-RR")
    told = []
    for number in (key, 10**6):
        with pytest.raises(FundError) as refused:
            here.act("local HI-SS", commands.submit, submission_id=number)
        told.append((refused.value.code, refused.value.facts))
    assert told[0] == told[1]


def test_a_report_goes_back_with_a_word_and_only_from_where_it_lies(here: World) -> None:
    key = here.filled("local SD-RR", "SD-RR")
    with pytest.raises(WrongState):
        here.act("reviewer", reviewing.send_back, submission_id=key, reason="x")
    here.act("local SD-RR", commands.submit, submission_id=key)
    with pytest.raises(WrongState):
        here.act("reviewer", reviewing.send_back, submission_id=key, reason="x")
    with pytest.raises(NothingToReturn):
        here.act("province 370000", reviewing.send_back, submission_id=key)
    here.act("province 370000", reviewing.send_back, submission_id=key, reason="请补盖章页")
    with pytest.raises(WrongState):
        here.act(
            "province 370000", reviewing.forward, submission_id=key, file_name="s.pdf", content=PDF
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submitted_figure SET value = '99'",
        "DELETE FROM submission_round",
        "UPDATE submission SET status = 'draft'",
        "DELETE FROM submission",
        "UPDATE draft_figure SET written = '1'",
        "UPDATE submission SET is_standing = FALSE",
        "DELETE FROM submission_event",
        "UPDATE remark SET remark = 'y'",
    ],
)
def test_the_database_itself_keeps_what_was_approved(here: World, statement: str) -> None:
    key = here.approved("SD-RR", "2026-Q3", DAY)
    if "remark" in statement:
        other = here.filled("local SD-OP", "SD-OP")
        here.act("local SD-OP", commands.submit, submission_id=other)
        here.act(
            "province 370000", reviewing.send_back, submission_id=other, remarks={"users": "x"}
        )
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(here.office.engine, lambda session: session.execute(sa.text(statement)))
    assert status(here, key) == "approved"


def test_a_report_is_begun_with_the_last_one_and_the_ledger(here: World) -> None:
    here.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    key = here.act("local SD-RR", commands.fill_in, centre_code="SD-RR", period_code="2026-Q3")
    with db.reading(here.office.engine) as session:
        rows = filling.draft(session, key)
    begun = {code for code, row in rows.items() if row.written}
    assert {code for code in rows if code not in begun} == {
        "research_spend",
        "shared_hours",
        "transfer_contracts",
        "progress",
        "senior_share",
    }
    assert len(begun) / (len(rows) - 1) >= 0.6
    assert rows["fund_received"].written == "0"
    assert _all(here, select(sa.func.count()).select_from(SubmittedFigure)) == [19]
