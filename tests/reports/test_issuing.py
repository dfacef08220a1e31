"""A report's way from draft to issue: three people, one register, one key; files that come back are
judged by their signature, with the database or by the public key alone.
"""

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from fund import acts, clock, db, i18n
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, NotAllowed, WrongState
from fund.period import parse
from fund.reports import commands, issuing, keys, queries
from fund.reports.rules import KeyForeign, KeyLost
from fund.reports.signing import fingerprint, public_text
from fund.reports.verify import Verdict, verify
from tests.people import Office, office
from tests.reports.acts import CLICKED_HERE, DRAFT

ROOT = Path(__file__).parents[2]
DAY = date(2026, 9, 30)
WANTED = issuing.Wanted("ledger", parse("2026-09"), DAY)


@pytest.fixture
def made(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An office with nobody's money in it; its key in a folder of its own."""
    monkeypatch.setenv(keys.SETTING, str(tmp_path / "seal-key"))
    with clock.at(clock.noon(date(2026, 10, 9))), i18n.speaking("zh"):
        yield office(database_url)


def judged(made: Office, content: bytes) -> Verdict:
    with db.reading(made.engine) as session:
        return queries.judged(session, verify(content, queries.keys(session)))


def row(made: Office, number: str) -> dict[str, Any]:
    with db.reading(made.engine) as session:
        return queries.numbered(session, OPERATOR, number)


def walked(made: Office) -> tuple[issuing.Drafted, bytes]:
    """Drafted, prepared, reviewed, issued."""
    drafted = issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    report = row(made, drafted.number)["report_id"]
    made.act("officer", commands.prepare_report, report_id=report)
    made.act("supervisor", commands.review_report, report_id=report)
    issuing.issue(issuing.by(made.engine, made.ids["decider"]), drafted.number)
    return drafted, issuing.file(issuing.by(made.engine, made.ids["viewer"]), drafted.number)


def said(verdict: Verdict) -> tuple[str, str]:
    return verdict["state"], verdict["reason"]


def test_three_people_issue_a_report_and_the_draft_stays_a_draft(made: Office) -> None:
    drafted, content = walked(made)
    assert said(judged(made, drafted.content)) == ("draft", "")
    assert said(judged(made, content)) == ("issued", "")
    found = row(made, drafted.number)
    assert found["state"] == "issued"
    assert (found["prepared_by"], found["reviewed_by"], found["issued_by"]) == (
        "officer",
        "supervisor",
        "decider",
    )
    assert judged(made, content)["statement"]["record"] == found["issued_digest"]
    cover = load_workbook(io.BytesIO(content)).worksheets[0]
    words = " ".join(str(cell.value) for line in cover.iter_rows() for cell in line if cell.value)
    assert drafted.number in words
    assert "2026年10月9日" in words
    assert found["issued_by"] in words


def test_nobody_signs_twice_and_everybody_in_turn(made: Office) -> None:
    drafted = issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    report = row(made, drafted.number)["report_id"]
    both = made.enter("both", "officer", "supervisor", "decider")
    made.ids["both"] = both
    with pytest.raises(WrongState):
        made.act("supervisor", commands.review_report, report_id=report)
    made.act("both", commands.prepare_report, report_id=report)
    with pytest.raises(FourEyes):
        made.act("both", commands.review_report, report_id=report)
    made.act("supervisor", commands.review_report, report_id=report)
    with pytest.raises(FourEyes):
        issuing.issue(issuing.by(made.engine, both), drafted.number)
    with pytest.raises(NotAllowed):
        issuing.issue(issuing.by(made.engine, made.ids["viewer"]), drafted.number)
    issuing.issue(issuing.by(made.engine, made.ids["decider"]), drafted.number)
    with pytest.raises(WrongState):
        issuing.issue(issuing.by(made.engine, made.ids["decider_2"]), drafted.number)


def test_the_database_itself_keeps_signers_apart_and_issued_reports_as_they_are(
    made: Office,
) -> None:
    drafted, _content = walked(made)
    report = row(made, drafted.number)["report_id"]
    for change in (
        "data_digest = 'x'",
        "issued_by = NULL",
        "state = 'draft', prepared_on = NULL, reviewed_on = NULL, issued_on = NULL",
        "reviewed_by = prepared_by",
    ):
        statement = f"UPDATE registered_report SET {change} WHERE id = {report}"
        with pytest.raises(sa.exc.DBAPIError):
            db.write(made.engine, lambda session, said=statement: session.execute(sa.text(said)))
    for statement in ("DELETE FROM registered_report", "DELETE FROM issued_file"):
        with pytest.raises(sa.exc.DBAPIError):
            db.write(made.engine, lambda session, said=statement: session.execute(sa.text(said)))


def test_an_issued_report_made_again_says_the_same(made: Office) -> None:
    drafted, content = walked(made)
    again, shown = issuing.again(
        issuing.by(made.engine, made.ids["viewer"]), row(made, drafted.number)
    )
    assert judged(made, again)["statement"]["data"] == judged(made, content)["statement"]["data"]
    assert shown == row(made, drafted.number)["issued_digest"]


def test_a_key_that_is_lost_foreign_or_replaced_is_said_so(made: Office, tmp_path: Path) -> None:
    _drafted, content = walked(made)
    file, aside = tmp_path / "seal-key", tmp_path / "aside"
    assert file.stat().st_mode & 0o077 == 0
    keys.copy(made.engine, aside)
    file.unlink()
    with pytest.raises(KeyLost):
        issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    file.write_bytes(_another())
    with pytest.raises(KeyForeign):
        issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    aside.replace(file)
    issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    new = keys.prepared(made.engine)
    with pytest.raises(NotAllowed):
        _rotated(made, "officer", new)
    _rotated(made, "system", new)
    # the rotation ended before the file was moved: the next seal ends it
    later = issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    assert judged(made, later.content)["statement"]["key"] == fingerprint(new)
    assert said(judged(made, content)) == ("issued", "key_retired")


def _rotated(made: Office, part: str, new: str) -> None:
    acts.perform(
        made.engine,
        made.ids[part],
        commands.rotate_key,
        public=new,
        fingerprint=fingerprint(new),
    )


def _another() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def test_a_database_that_cannot_be_written_gives_a_draft_in_no_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.SETTING, str(tmp_path / "seal-key"))
    made = office(f"sqlite:///{tmp_path}/fund.db")
    issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)

    made.engine.dispose()
    closed = db.engine(f"sqlite:///file:{tmp_path}/fund.db?mode=ro&uri=true")
    with pytest.raises(sa.exc.OperationalError):
        db.write(closed, lambda session: session.execute(sa.text("DELETE FROM seal_key")))
    drafted = issuing.draft(issuing.by(closed, made.ids["officer"]), WANTED)
    assert (drafted.number, bool(drafted.reason)) == ("", True)
    assert said(judged(made, drafted.content)) == ("draft", "unregistered")


WITHOUT = """
import socket, sys
import fund.db
def never(*_arguments, **_options): raise SystemExit("the database was asked")
fund.db.engine = never
from fund.__main__ import main
main()
"""


def test_the_public_key_alone_is_enough_without_a_database(made: Office, tmp_path: Path) -> None:
    _drafted, content = walked(made)
    file = tmp_path / "report.xlsx"
    file.write_bytes(content)
    public = public_text(keys.read(tmp_path / "seal-key").public_key())
    other = "SezbWrNqlv4lTYcoDEdZ3Gpv9ypSXZPh0aFhrkE1qh0="
    for key, state, code in ((public, "issued", 0), (other, "not_ours", 1)):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT, "verify-report", str(file), "--key", key, "--json"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "FUND_DATABASE_URL": "sqlite:////nowhere/fund.db"},
            check=False,
        )
        assert f'"state": "{state}"' in done.stdout, done.stderr
        assert done.returncode == code


CLICKS = 30


def test_an_act_clicked_many_times_has_one_effect(made: Office) -> None:
    """Each act of the room, sent again and again with one key: the answer stays, the register has
    it once.
    """
    issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    public, sealing = keys.prepared(made.engine), {"state": "draft", "shown_digest": "1" * 64}
    done: list[tuple[str, Any, dict[str, Any]]] = [
        ("officer", commands.draft_report, {**DRAFT, "as_of": DAY, **_in_use(made)}),
        ("officer", commands.seal_report, sealing),
        ("officer", commands.prepare_report, {}),
        ("supervisor", commands.review_report, {}),
        ("decider", commands.issue_report, {"data_digest": DRAFT["data_digest"]}),
        ("system", commands.rotate_key, {"public": public, "fingerprint": fingerprint(public)}),
    ]
    assert {command.__name__ for _part, command, _given in done} == set(CLICKED_HERE)
    report: dict[str, Any] = {}
    for part, command, given in done:
        before, on = _entries(made), {} if command is commands.rotate_key else report
        answers = {_clicked(made, part, command, {**given, **on}) for _click in range(CLICKS)}
        assert len(answers) == 1, command
        assert _entries(made) == before + 1, command
        if command is commands.draft_report:
            report = {"report_id": int(answers.pop())}


def _clicked(made: Office, part: str, command: Any, given: dict[str, Any]) -> str:
    key = f"{command.__name__} once"
    return str(acts.perform(made.engine, made.ids[part], command, key=key, **given).id)


def _in_use(made: Office) -> dict[str, str]:
    with db.reading(made.engine) as session:
        name = queries.in_use(session)
        return {"fingerprint": name, "public": queries.keys(session)[name]}


def _entries(made: Office) -> int:
    with db.reading(made.engine) as session:
        return int(session.execute(sa.text("SELECT count(*) FROM audit_entry")).scalar_one())
