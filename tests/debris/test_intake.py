"""Taking messages in, on both databases: each message by itself, kept byte by byte and for good;
which event it is of; what a person decides where two disagree.
"""

import json
import multiprocessing
import signal
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, db
from fund.debris import commands, exchange, reading, rules
from fund.debris.intake import Incoming
from fund.debris.tables import (
    CdmFile,
    CdmIntake,
    CdmMessage,
    CdmOutcome,
    ConjunctionEvent,
    EventCraft,
    EventMessage,
    OwnAssessment,
)
from fund.errors import NeedsReason, NotAllowed
from fund.verify import verify
from tests.debris.writing import PUBLIC, blocks, kvn, spacetrack, xml
from tests.people import Office

DAY = date(2026, 3, 10)


def take(made: Office, *texts: str | bytes, part: str = "officer", on: date = DAY) -> int:
    """Take files in as somebody; the last one's row."""
    contents = [text.encode() if isinstance(text, str) else text for text in texts]
    files = [
        Incoming(f"{number}.cdm", content, reading.read(content))
        for number, content in enumerate(contents)
    ]
    return made.act(part, commands.take_in_cdm, on=on, files=files, through="page")


def outcomes(made: Office) -> dict[str, int]:
    """What became of messages since the beginning."""
    with db.reading(made.engine) as session:
        rows = session.exec(select(CdmIntake)).all()
    return {kind: sum(getattr(row, kind) for row in rows) for kind in rules.OUTCOMES}


def events(made: Office) -> list[ConjunctionEvent]:
    with db.reading(made.engine) as session:
        found = session.exec(select(ConjunctionEvent).order_by(sa.text("id"))).all()
        session.expunge_all()
        return list(found)


def message(
    number: int, created: str = "2026-03-10T08:00:00", write: Any = kvn, **head: str | None
) -> str:
    return write(*blocks(head={"MESSAGE_ID": f"T{number}", "CREATION_DATE": created, **head}))


def craft(made: Office, number: str = "10001", firm: str = "firm", name_en: str = "") -> int:
    return made.act(
        "officer",
        commands.register_spacecraft,
        on=DAY,
        number=number,
        name_zh=f"试验星 {number}",
        name_en=name_en,
        organisation_id=made.organisation(firm),
    )


def test_the_published_files_go_in_once(an_office: Office, shared: Path) -> None:
    folder = shared / "cdm"
    files = sorted([*(folder / "cara").iterdir(), *(folder / "orekit").iterdir()])
    contents = [file.read_bytes() for file in files]
    take(an_office, *contents)
    assert outcomes(an_office) == {"accepted": 40, "known": 10, "conflict": 4, "refused": 1}
    take(an_office, *contents)
    assert outcomes(an_office) == {"accepted": 40, "known": 64, "conflict": 4, "refused": 2}
    with db.reading(an_office.engine) as session:
        kept = {row.sha256: row.content for row in session.exec(select(CdmFile)).all()}
    assert sorted(kept.values()) == sorted(contents)
    of_pair = [
        one for one in events(an_office) if (one.number_a, one.number_b) == ("48901", "48903")
    ]
    assert [one.messages for one in of_pair] == [1, 1, 1]
    # without its conflicts: 36 pairs, one of which passes three times
    assert len(events(an_office)) == 38


def test_a_series_and_copies_in_other_forms_are_one_event(an_office: Office, shared: Path) -> None:
    files = sorted((shared / "cdm" / "series").iterdir())
    take(an_office, *[file.read_bytes() for file in files])
    (event,) = events(an_office)
    assert event.messages == 7
    take(an_office, message(1), message(1, write=spacetrack), message(1, write=xml))
    assert [one.messages for one in events(an_office)] == [7, 1]
    assert outcomes(an_office) == {"accepted": 8, "known": 2, "conflict": 0, "refused": 0}


def test_swapped_objects_and_another_source_are_the_same_event(an_office: Office) -> None:
    take(an_office, message(1))
    swapped = blocks(
        {"MESSAGE_ID": "T2", "CREATION_DATE": "2026-03-10T16:00:00"},
        {"OBJECT_DESIGNATOR": "000020002"},
        {"OBJECT_DESIGNATOR": "000010001E"},
    )
    take(an_office, kvn(*swapped), json.dumps([PUBLIC]))
    (event,) = events(an_office)
    assert (event.messages, event.number_a, event.number_b) == (3, "10001", "20002")


def test_one_pair_passes_twice_when_the_times_are_further_apart_than_the_window(
    an_office: Office,
) -> None:
    take(an_office, message(1), message(2, TCA="2026-03-12T08:10:00.000"))
    assert [one.messages for one in events(an_office)] == [2]
    # the event's time is now that of the message made last, and the window is counted from it
    take(an_office, message(3, TCA="2026-03-12T08:20:00.001"))
    assert [one.messages for one in events(an_office)] == [2, 1]


def test_an_earlier_message_that_comes_later_does_not_speak_for_the_event(
    an_office: Office,
) -> None:
    take(an_office, message(2, "2026-03-11T08:00:00", MISS_DISTANCE="100.5"))
    take(an_office, message(1, "2026-03-10T08:00:00", MISS_DISTANCE="101.0"))
    (event,) = events(an_office)
    assert (event.messages, event.miss_mm) == (2, 100_500)


def test_a_message_made_after_the_approach_is_history_only(an_office: Office) -> None:
    take(an_office, message(1, COLLISION_PROBABILITY="2E-9", MISS_DISTANCE="100"))
    before = events(an_office)[0]
    take(an_office, message(2, "2026-03-12T08:00:01", COLLISION_PROBABILITY="0.5"))
    (event,) = events(an_office)
    assert (event.messages, event.level_near, event.level_far) == (
        2,
        before.level_near,
        before.level_far,
    )
    assert an_office.one(select(CdmMessage.state).where(CdmMessage.message_id == "T2")) == "history"


def test_a_message_in_conflict_waits_for_a_person_and_both_stay(an_office: Office) -> None:
    take(an_office, message(1))
    take(an_office, message(1, MISS_DISTANCE="99.5"))
    second = an_office.one(select(CdmMessage.id).where(CdmMessage.state == "conflict"))
    assert [one.miss_mm for one in events(an_office)] == [100_000]
    asked = {"cdm_message_id": second, "takes_second": True}
    with pytest.raises(NeedsReason):
        an_office.act("officer", commands.resolve_cdm, reason=" ", **asked)
    with pytest.raises(NotAllowed):
        an_office.act("finance", commands.resolve_cdm, reason="x", **asked)
    an_office.act("officer", commands.resolve_cdm, reason="sender corrected it", **asked)
    with pytest.raises(rules.MessageStands):
        an_office.act("officer", commands.resolve_cdm, reason="again", **asked)
    (event,) = events(an_office)
    assert (event.miss_mm, event.messages) == (99_500, 2)
    assert an_office.one(select(sa.func.count()).select_from(CdmMessage)) == 2


def test_a_refused_message_leaves_its_reasons_with_their_places(an_office: Office) -> None:
    text = "".join(
        kvn(*blocks(head={"MESSAGE_ID": f"T{n}", **({"TCA": "soon"} if n == 1 else {})}))
        for n in range(3)
    )
    take(an_office, text)
    assert outcomes(an_office) == {"accepted": 2, "known": 0, "conflict": 0, "refused": 1}
    with db.reading(an_office.engine) as session:
        rows = session.exec(select(CdmOutcome).order_by(sa.text("id"))).all()
        assert [(row.outcome, row.code, row.place) for row in rows[1:2]] == [
            ("refused", "bad_date", f"L{text.splitlines().index('TCA = soon') + 1}")
        ]


def test_what_came_in_is_never_changed(an_office: Office) -> None:
    take(an_office, message(1))
    for table in (CdmFile, CdmIntake, CdmMessage, CdmOutcome, OwnAssessment):
        name = table.__tablename__
        column = "size_bytes" if table is CdmFile else "id"
        for statement in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"):
            with pytest.raises(sa.exc.DBAPIError, match="append_only"):
                db.write(
                    an_office.engine, lambda session, said=statement: session.execute(sa.text(said))
                )
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(an_office.engine, lambda s: s.execute(sa.text("DELETE FROM conjunction_event")))


def test_an_event_is_ours_whichever_object_is_and_also_when_it_is_registered_later(
    an_office: Office,
) -> None:
    first = craft(an_office)
    take(an_office, message(1))
    assert [one.is_ours for one in events(an_office)] == [True]
    second = craft(an_office, "20002", "other")
    with db.reading(an_office.engine) as session:
        rows = session.exec(select(EventCraft.spacecraft_id).order_by(sa.text("1"))).all()
    assert rows == [first, second]
    other = blocks({"MESSAGE_ID": "O"}, {"OBJECT_DESIGNATOR": "30003"}, {"OBJECT_DESIGNATOR": "4"})
    take(an_office, kvn(*other))
    assert [one.is_ours for one in events(an_office)] == [True, False]
    craft(an_office, "4", "third")
    assert [one.is_ours for one in events(an_office)] == [True, True]


def test_a_spacecraft_is_known_by_its_number_once(an_office: Office) -> None:
    craft(an_office)
    with pytest.raises(rules.SpacecraftKnown):
        craft(an_office, "0010001")
    for number in ("", "ISS", "25544; DROP", "1234567890", "２５５４４"):
        with pytest.raises(rules.NotANumber):
            craft(an_office, number)
    firm = {"name_zh": "x", "organisation_id": an_office.organisation("firm"), "number": "7"}
    with pytest.raises(rules.BadRadius):
        an_office.act("officer", commands.register_spacecraft, radius_cm=0, **firm)


def test_the_radius_of_our_spacecraft_is_taken_where_the_message_tells_none(
    an_office: Office,
) -> None:
    an_office.act(
        "officer",
        commands.register_spacecraft,
        number="10001",
        name_zh="x",
        organisation_id=an_office.organisation("firm"),
        radius_cm=250,
    )
    take(an_office, message(1), kvn(*blocks(head={"MESSAGE_ID": "T2"}), comment="HBR = 20"))
    with db.reading(an_office.engine) as session:
        rows = session.exec(select(OwnAssessment).order_by(sa.text("id"))).all()
        # 2.5 m of ours and 1 m for debris nobody told the size of
        assert [one.radius_m for one in rows] == pytest.approx([3.5, 20])
        assert [one.radius_from for one in rows] == ["assumed", "stated"]


def test_a_message_is_put_to_another_event_with_a_reason(an_office: Office) -> None:
    take(an_office, message(1), message(2, "2026-03-10T16:00:00"))
    first = an_office.one(select(CdmMessage.id).where(CdmMessage.message_id == "T2"))
    asked: dict[str, Any] = {"cdm_message_id": first, "reason": "another pass"}
    with pytest.raises(NeedsReason):
        an_office.act("officer", commands.regroup_message, event_id=None, **asked | {"reason": ""})
    made = an_office.act("officer", commands.regroup_message, event_id=None, **asked)
    assert [one.messages for one in events(an_office)] == [1, 1]
    an_office.act("officer", commands.regroup_message, event_id=1, **asked)
    assert [one.messages for one in events(an_office)] == [2, 0]
    assert made == 2
    take(an_office, kvn(*blocks({"MESSAGE_ID": "O"}, None, {"OBJECT_DESIGNATOR": "4"})))
    with pytest.raises(rules.AnotherPair):
        an_office.act("officer", commands.regroup_message, event_id=3, **asked)


def test_who_may_not_take_in_stores_nothing(an_office: Office) -> None:
    with pytest.raises(NotAllowed):
        take(an_office, message(1), part="finance")
    assert an_office.one(select(sa.func.count()).select_from(CdmFile)) == 0


def test_a_dry_run_says_what_would_happen_and_stores_nothing(an_office: Office) -> None:
    take(an_office, message(1))
    document = "".join(message(number) for number in (1, 2)) + message(3, TCA=None)
    counts, issues = exchange.take_in(
        an_office.engine, an_office.ids["officer"], "x", document.encode(), dry_run=True
    )
    assert counts == {"accepted": 1, "known": 1, "conflict": 0, "refused": 1}
    assert [one.code for one in issues] == ["missing"]
    assert an_office.one(select(sa.func.count()).select_from(CdmIntake)) == 1


def test_a_folder_is_taken_in_by_whole_files_once(an_office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(250):
        (folder / f"{number:03}.cdm").write_text(
            message(number, TCA=f"2026-03-12T{number % 24:02}:00:00"), encoding="utf-8"
        )
    (folder / "half.cdm.part").write_text(message(999)[:200], encoding="utf-8")
    (folder / ".hidden").write_text(message(998), encoding="utf-8")
    (folder / "link.cdm").symlink_to("/etc/hostname")
    (folder / "large.cdm").write_bytes(b"A" * (reading.LARGEST + 10))
    (folder / "letter.txt").write_text("Dear colleague", encoding="utf-8")
    who = an_office.ids["officer"]
    found = exchange.watched(an_office.engine, who, folder)
    assert found == {"files": 252, "accepted": 250, "known": 0, "conflict": 0, "refused": 2}
    assert len(list((folder / "done").iterdir())) == 251
    assert [file.name for file in (folder / "refused").iterdir()] == ["large.cdm"]
    left = sorted(file.name for file in folder.iterdir() if not file.is_dir())
    assert left == [".hidden", "half.cdm.part", "link.cdm"]
    (folder / "000.cdm").write_text(message(0, TCA="2026-03-12T00:00:00"), encoding="utf-8")
    assert exchange.watched(an_office.engine, who, folder)["known"] == 1
    assert (folder / "done" / "000-2.cdm").exists()


def killed_in_the_middle(made: Office, folder: Path) -> int:
    """Take a folder in by a process that is killed once a third of it is there; how many messages
    were stored by then.
    """
    count = select(sa.func.count()).select_from(EventMessage)
    url = made.engine.url.render_as_string(hide_password=False)
    asked = (url, made.ids["officer"], folder)
    made.engine.dispose()
    running = multiprocessing.get_context("fork").Process(target=watching, args=asked)
    running.start()
    while running.is_alive() and made.one(count) < 3_000:
        time.sleep(0.05)
    running.kill()
    running.join(60)
    assert running.exitcode == -signal.SIGKILL
    return made.one(count)


def watching(url: str, person: int, folder: Path) -> None:
    exchange.watched(db.engine(url), person, folder)


@pytest.mark.long
def test_a_folder_of_ten_thousand_files_goes_in_by_batches(
    an_office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(10_000):
        text = message(number, TCA=f"2026-03-{12 + number % 7}T{number % 24:02}:00:00")
        (folder / f"{number:05}.cdm").write_text(text, encoding="utf-8")
    one_batch = next(exchange.batches(exchange.whole_files(folder)))
    assert len(one_batch) == exchange.BATCH_FILES
    stored = killed_in_the_middle(an_office, folder)
    assert 0 < stored < 10_000
    assert stored % exchange.BATCH_FILES == 0
    found = exchange.watched(an_office.engine, an_office.ids["officer"], folder)
    # of the batch it died at the files are there already, if it died before they were put away
    assert found["known"] <= exchange.BATCH_FILES
    assert found["accepted"] == 10_000 - stored
    assert (found["conflict"], found["refused"]) == (0, 0)
    assert an_office.one(select(sa.func.count()).select_from(EventMessage)) == 10_000
    assert len(list((folder / "done").iterdir())) == 10_000
    assert [file.name for file in folder.iterdir()] == ["done"]
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]


def test_an_act_that_fails_in_the_middle_stores_nothing(an_office: Office) -> None:
    """A batch is one transaction: a file that cannot be stored takes its batch with it."""
    good, bad = message(1).encode(), message(2).encode()
    (read,) = reading.read(bad)
    assert read.message is not None
    broken = read._replace(message=None, issues=("no issue",))  # type: ignore[arg-type]
    files = [Incoming("1", good, reading.read(good)), Incoming("2", bad, [broken])]
    with pytest.raises(AttributeError):
        acts.perform(
            an_office.engine,
            an_office.ids["officer"],
            commands.take_in_cdm,
            files=files,
            through="page",
        )
    assert an_office.one(select(sa.func.count()).select_from(EventMessage)) == 0
    assert an_office.one(select(sa.func.count()).select_from(CdmFile)) == 0


def test_events_are_numbered_by_year_and_never_twice(an_office: Office) -> None:
    for number in range(3):
        take(an_office, message(number, TCA=f"2026-03-12T0{number}:00:00"))
    take(
        an_office, message(9, "2027-01-01T00:00:00", TCA="2027-01-02T00:00:00"), on=date(2027, 1, 1)
    )
    said = [rules.public_number(one.year, one.serial) for one in events(an_office)]
    assert said == ["CW26-0001", "CW26-0002", "CW26-0003", "CW27-0001"]
    assert [one.tca for one in events(an_office)][-1] == datetime(2027, 1, 2, tzinfo=UTC)
    assert events(an_office)[-1].near_from == datetime(2027, 1, 2, tzinfo=UTC) - timedelta(hours=72)


@pytest.mark.parametrize(
    ("check", "guard", "statement"),
    [
        ("messages_of_events", "", "UPDATE conjunction_event SET messages = 7"),
        ("intakes_counted", "cdm_intake_no_update", "UPDATE cdm_intake SET accepted = 7"),
        ("files_of_messages", "cdm_file_no_update", "UPDATE cdm_file SET content = x'00'"),
        (
            "answers_to_warnings",
            "",
            (
                "INSERT INTO conjunction_warning (event_id, spacecraft_id, organisation_id, level,"
                " status, issued_at, due_at, version) SELECT 1, 1, organisation_id, 2, 'closed',"
                " '2026-03-10', '2026-03-10', 1 FROM spacecraft WHERE id = 1"
            ),
        ),
    ],
)
def test_verify_finds_what_was_changed_behind_its_back(
    an_office: Office, check: str, guard: str, statement: str
) -> None:
    if an_office.engine.dialect.name != "sqlite":
        pytest.skip("planted once, in SQLite's words")
    craft(an_office)
    take(an_office, message(1))
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]

    def plant(session: Session) -> None:
        if guard:
            session.execute(sa.text(f"DROP TRIGGER {guard}"))
        session.execute(sa.text(statement))

    db.write(an_office.engine, plant)
    with db.reading(an_office.engine) as session:
        bad = {one["name"] for one in verify(session)["checks"] if not one["ok"]}
    assert check in bad
