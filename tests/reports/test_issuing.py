"""A report's way from draft to issue: three people, one register, one key; files that come back are
judged by their signature, with the database or by the public key alone.
"""

import base64
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
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, NotAllowed, WrongState
from fund.i18n import _
from fund.inbox import queries as inbox
from fund.period import parse
from fund.reports import catalogue, commands, issuing, keys, queries
from fund.reports.look import NotALook, UnknownLook
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


def test_what_waits_for_a_signer_stands_in_their_inbox_and_in_nobody_elses(made: Office) -> None:
    superseded = issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    drafted = issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    made.ids["both"] = made.enter("both", "officer", "supervisor", "decider")
    assert superseded.number != drafted.number
    report = row(made, drafted.number)["report_id"]
    seen = []
    for part, command in (
        ("both", commands.prepare_report),
        ("supervisor", commands.review_report),
        ("decider", None),
    ):
        people = ("officer", "both", "supervisor", "decider", "viewer")
        found = {one: waits(made, one) for one in people}
        seen.append({one: items for one, items in found.items() if items})
        if command is not None:
            made.act(part, command, report_id=report)
    title = _(catalogue.reports()[WANTED.report].title)
    item = (title, drafted.number)
    prepare, review, issue = (
        (act, *item) for act in ("prepare_report", "review_report", "issue_report")
    )
    assert seen == [
        {"officer": [prepare], "both": [prepare]},
        {"supervisor": [review]},
        {"decider": [issue]},
    ]


def waits(made: Office, part: str) -> list[tuple[str, str, str]]:
    """What waits for somebody: act, title, number."""
    with db.reading(made.engine) as session:
        frame = inbox.waiting(session, actors.load(session, made.ids[part]))
    return [(line.act, line.title, line.code) for line in frame.itertuples()]


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)
"""A PNG of one dot."""

OWN = {
    "issuer_zh": "示例航天司",
    "fund_zh": "示例商业航天基金",
    "addressee_zh": "示例报送单位",
    "secrecy_zh": "内部",
    "unit": "yi",
    "number": "商航基报〔{year}〕{number}号",
    "sheets": "postings",
    "cover": "seal,unit,as_of",
    "logo": base64.b64encode(PICTURE).decode(),
}


def test_the_offices_own_look_is_set_without_code_and_the_data_stay(made: Office) -> None:
    before, _content = walked(made)
    for key, value in OWN.items():
        made.act("system", commands.set_look, setting=key, value=value, reason="示例")
    after, content = walked(made)
    assert row(made, before.number)["data_digest"] == row(made, after.number)["data_digest"]
    assert said(judged(made, content)) == ("issued", "")
    book = load_workbook(io.BytesIO(content))
    words = [str(cell.value) for line in book.worksheets[0] for cell in line if cell.value]
    text = " ".join(words)
    count = int(after.number.partition("-")[2])
    for wanted in ("示例航天司", "示例商业航天基金", "示例报送单位", "内部", "亿元", "2026年9月"):
        assert wanted in text, wanted
    assert f"商航基报〔2026〕{count}号" in text
    assert words.index("文件封印") < words.index("金额单位") < words.index("数据截至")
    assert "语言" not in words
    assert book.sheetnames[1] == "记账明细"
    assert len(book.worksheets[0]._images) == 1
    verify_again = row(made, after.number)
    assert verify_again["unit"] == "yi"


def test_digests_are_made_by_sm3_where_that_is_set(made: Office, tmp_path: Path) -> None:
    before = issuing.draft(issuing.by(made.engine, made.ids["officer"]), WANTED)
    made.act("system", commands.set_look, setting="digest", value="sm3", reason="示例")
    drafted, content = walked(made)
    found = judged(made, content)
    assert said(found) == ("issued", "")
    assert (found["statement"]["algorithm"], row(made, drafted.number)["algorithm"]) == (
        "sm3",
        "sm3",
    )
    assert row(made, before.number)["data_digest"] != row(made, drafted.number)["data_digest"]
    book = load_workbook(io.BytesIO(content))
    cell = book.worksheets[1]["B6"]
    cell.value = (cell.value or 0) + 1
    out = io.BytesIO()
    book.save(out)
    assert judged(made, out.getvalue())["state"] == "altered"
    # what was drafted under another hash is issued under that one
    report = row(made, before.number)["report_id"]
    made.act("officer", commands.prepare_report, report_id=report)
    made.act("supervisor", commands.review_report, report_id=report)
    issuing.issue(issuing.by(made.engine, made.ids["decider"]), before.number)
    kept = issuing.file(issuing.by(made.engine, made.ids["viewer"]), before.number)
    assert said(judged(made, kept)) == ("issued", "")
    assert judged(made, kept)["statement"]["algorithm"] == "sha256"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "red"),
        ("digest", "md5"),
        ("unit", "dollar"),
        ("number", "no place for it"),
        ("cover", "unit"),
        ("cover", "as_of,unit,seal,seal"),
        ("sheets", "a b"),
        ("issuer_zh", "a" * 201),
        ("issuer_zh", "a\u202eb"),
        ("logo", "AAAA"),
    ],
)
def test_a_look_that_cannot_be_is_refused(made: Office, key: str, value: str) -> None:
    with pytest.raises((UnknownLook, NotALook)):
        made.act("system", commands.set_look, setting=key, value=value, reason="示例")


def test_the_database_keeps_every_look_there_was(made: Office) -> None:
    made.act("system", commands.set_look, setting="unit", value="yi", reason="示例")
    for statement in ("DELETE FROM report_look", "UPDATE report_look SET value = 'wan'"):
        with pytest.raises(sa.exc.DBAPIError):
            db.write(made.engine, lambda session, said=statement: session.execute(sa.text(said)))


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
        "prepared_for = 1 - coalesce(prepared_for, 0)",
        "reviewed_for = 1 - coalesce(reviewed_for, 0)",
        "unit = 'yi'",
        "algorithm = 'sm3'",
    ):
        statement = f"UPDATE registered_report SET {change} WHERE id = {report}"
        with pytest.raises(sa.exc.DBAPIError, match=r"append_only|four_eyes"):
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
LOOK_SET = {"setting": "unit", "value": "yi", "reason": "示例"}


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
        ("system", commands.set_look, LOOK_SET),
        ("system", commands.rotate_key, {"public": public, "fingerprint": fingerprint(public)}),
    ]
    assert {command.__name__ for _part, command, _given in done} == set(CLICKED_HERE)
    report: dict[str, Any] = {}
    for part, command, given in done:
        is_of_none = command in (commands.rotate_key, commands.set_look)
        before, on = _entries(made), {} if is_of_none else report
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
