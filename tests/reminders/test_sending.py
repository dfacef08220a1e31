"""Reminders go out once, are noted only when they were taken, and whoever is not reached is
named.
"""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from fund import db, i18n
from fund.access import commands as access
from fund.access.tables import Person
from fund.audit import AuditEntry
from fund.cli.app import app
from fund.errors import NotAllowed
from fund.reminders.sending import (
    BadMailServer,
    BadSender,
    Carrier,
    MailServer,
    Outbox,
    PasswordInTheClear,
    carrier,
    sender,
)
from fund.reminders.tables import ReminderSent
from tests.ledger.scenario import Walk, waive
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.reminders.conftest import Post
from tests.reminders.told import address, letter, sending

DAY = date(2026, 7, 20)
"""G1: M1 is 35 days late, T2's evidence 6 days; G2: T1 wants its evidence and its payment."""
EVERYWHERE = "0.0.0.0"  # noqa: S104  this machine by a name that does not say so
Posts = Callable[..., Post]


@pytest.fixture
def fund(an_office: Office) -> Office:
    """The worked portfolio with M1 and T2 of G1 left undone, a waiver granted on G2; the officer
    and finance have addresses.
    """
    walk = until(Walk(an_office), 12)
    walk.day = DAY
    waive(walk)
    address(an_office, "officer", "finance")
    return an_office


def noted(office: Office) -> list[tuple[str, str, str]]:
    """(login, kind, stage) of what is noted as sent."""
    with db.reading(office.engine) as session:
        statement = sa.select(Person.login, ReminderSent.kind, ReminderSent.stage).join(
            ReminderSent, ReminderSent.person_id == Person.id
        )
        return [tuple(row) for row in session.execute(statement.order_by(ReminderSent.id)).all()]


def test_each_person_gets_one_letter_in_chinese_and_the_same_is_not_sent_again(
    fund: Office, post: Posts
) -> None:
    server = post()
    assert sending(fund, DAY, MailServer(server.url)) == {"finance": "sent", "officer": "sent"}
    by_person = {str(letter(file)["To"]): letter(file) for file in server.letters}
    assert set(by_person) == {"officer <officer@example.org>", "finance <finance@example.org>"}
    found = by_person["officer <officer@example.org>"]
    assert found["Subject"] == "国家商业航天发展基金提醒：逾期 2 项，即将到期 1 项"
    assert found["From"] == "国家商业航天发展基金 <no-reply@localhost>"
    text = found.get_content()
    assert "里程碑到期 · G1 · M1 · 2026-06-15 到期 · 逾期 35 天" in text
    assert (
        "已验收待拨付 · G2 · T1 · 自 2026-07-20 起等待 · 1,500"
        in by_person["finance <finance@example.org>"].get_content()
    )
    before = noted(fund)
    assert sorted(before) == [
        ("finance", "pay", "due_soon"),
        ("officer", "file_evidence", "due_soon"),
        ("officer", "file_evidence", "overdue"),
        ("officer", "forecast", "overdue"),
    ]
    assert sending(fund, DAY, MailServer(server.url)) == {
        "finance": "nothing_new",
        "officer": "nothing_new",
    }
    assert (len(server.letters), noted(fund)) == (2, before)


def test_it_says_the_next_stage_and_the_late_things_weekly(fund: Office, tmp_path: Path) -> None:
    sending(fund, DAY, Outbox(tmp_path / "0"))
    weekly, late_now = (
        "M1 · 2026-06-15",
        "G2 · T1 · 2026-07-29",
    )  # the evidence for G2's T1 is late from the 30th on
    for days, told in (
        (1, ""),
        (6, ""),
        (7, weekly),
        (8, ""),
        (9, ""),
        (10, late_now),
        (13, ""),
        (14, weekly),
        (16, ""),
        (17, late_now),
    ):
        outcome = sending(fund, DAY + timedelta(days=days), Outbox(tmp_path / str(days)))["officer"]
        assert outcome == ("sent" if told else "nothing_new"), days
        texts = [letter(file).get_content() for file in (tmp_path / str(days)).glob("officer*.eml")]
        assert [
            {weekly, late_now} & {part for part in (weekly, late_now) if part in text}
            for text in texts
        ] == ([{told}] if told else []), days


def test_what_waits_is_late_after_as_many_days_as_a_reminder_goes_before(
    fund: Office, tmp_path: Path
) -> None:
    outcomes = [
        sending(fund, DAY + timedelta(days=days), Outbox(tmp_path))["finance"]
        for days in (0, 13, 14, 15, 21, 22)
    ]
    assert outcomes == ["sent", "nothing_new", "nothing_new", "sent", "nothing_new", "sent"]


def test_a_letter_in_english_says_the_same(fund: Office, tmp_path: Path) -> None:
    sending(fund, DAY, Outbox(tmp_path), "en")
    (file,) = tmp_path.glob("officer*.eml")
    assert letter(file)["Subject"] == "Commercial Space Fund: 2 overdue, 1 due soon"
    assert (
        "Milestone due · G1 · M1 · due on 15 Jun 2026 · 35 days late" in letter(file).get_content()
    )


def test_a_server_that_takes_nothing_leaves_nothing_noted_and_the_next_run_tells_everybody(
    fund: Office, post: Posts
) -> None:
    busy, well = post("--busy"), post()
    entries = sa.select(sa.func.count()).select_from(AuditEntry)
    before = fund.one(entries)
    assert sending(fund, DAY, MailServer(busy.url)) == {"finance": "failed", "officer": "failed"}
    assert sending(fund, DAY, MailServer("smtp://127.0.0.1:1")) == {
        "finance": "failed",
        "officer": "failed",
    }
    assert (noted(fund), fund.one(entries)) == ([], before)
    assert sending(fund, DAY, MailServer(well.url)) == {"finance": "sent", "officer": "sent"}
    assert len(well.letters) == 2


def test_one_address_refused_keeps_nobody_else_waiting(fund: Office, post: Posts) -> None:
    server = post("--refuse", "finance@example.org")
    assert sending(fund, DAY, MailServer(server.url)) == {"finance": "failed", "officer": "sent"}
    assert {row[0] for row in noted(fund)} == {"officer"}


def test_two_runs_at_once_tell_everybody_once(fund: Office, post: Posts) -> None:
    server, start = post(), threading.Barrier(2)

    def run(_number: int) -> dict[str | None, str]:
        start.wait()
        return sending(fund, DAY, MailServer(server.url))

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, range(2)))
    assert len(server.letters) == 2
    assert {tuple(sorted(one[login] for one in outcomes)) for login in ("officer", "finance")} == {
        ("nothing_new", "sent")
    }


def test_whoever_has_no_address_is_named_and_told_once_they_have_one(
    fund: Office, tmp_path: Path
) -> None:
    fund.act("system", access.set_email, person_id=fund.ids["finance"], email="")
    assert sending(fund, DAY, Outbox(tmp_path)) == {"finance": "no_address", "officer": "sent"}
    address(fund, "finance")
    assert sending(fund, DAY, Outbox(tmp_path)) == {"finance": "sent", "officer": "nothing_new"}


def test_names_and_titles_make_no_line_of_their_own(fund: Office, tmp_path: Path) -> None:
    def spoil(session: Any) -> None:
        session.execute(
            sa.update(Person)
            .where(Person.login == "officer")
            .values(name="Li\r\nBcc: all@example.org\r\n\r\nhello")
        )
        session.execute(
            sa.text(
                "UPDATE milestone SET title = 'M1\n\nYou are fired', owner = 'x\r\nBcc:"
                " all@example.org' WHERE code = 'M1'"
            )
        )

    db.write(fund.engine, spoil)
    sending(fund, DAY, Outbox(tmp_path))
    (file,) = tmp_path.glob("officer*.eml")
    found = letter(file)
    assert found["Bcc"] is None
    assert [one.addr_spec for one in found["To"].addresses] == ["officer@example.org"]
    assert not [
        line
        for line in found.get_content().splitlines()
        if line.startswith(("You are fired", "Bcc", "hello"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "li",
        "li@",
        "@example.org",
        "li@example.org\n",
        "li@example.org\r\nBcc: x@example.org",
        "li@exa mple.org",
        "a..b@example.org",
        "李@example.org",
        "<li@example.org>",
        "li@example.org, li@example.net",
        "l" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused_and_leaves_nothing(an_office: Office, text: str) -> None:
    with pytest.raises(access.BadAddress):
        an_office.act("system", access.set_email, person_id=an_office.ids["officer"], email=text)
    with pytest.raises(access.BadAddress):
        an_office.act("system", access.add_person, login="li", name="li", roles=[], email=text)
    assert an_office.one(sa.select(sa.func.max(Person.email)))[0] == ""


def test_an_officer_sets_no_address(an_office: Office) -> None:
    with pytest.raises(NotAllowed):
        an_office.act(
            "officer", access.set_email, person_id=an_office.ids["officer"], email="li@example.org"
        )
    assert an_office.one(sa.select(sa.func.max(Person.email)))[0] == ""


def test_what_was_sent_is_never_changed(fund: Office, tmp_path: Path) -> None:
    sending(fund, DAY, Outbox(tmp_path))
    for statement in (sa.update(ReminderSent).values(item_id=0), sa.delete(ReminderSent)):
        with pytest.raises(sa.exc.DBAPIError, match="fund:append_only"):
            db.write(fund.engine, lambda session, statement=statement: session.execute(statement))


def given(server: Post) -> dict[str, Any]:
    """What the server knows of the first letter it took."""
    found: dict[str, Any] = json.loads((server.folder / "1.json").read_text())
    return found


ONE_KIND = pytest.mark.parametrize("an_office", ["sqlite"], indirect=True)
"""The mail server is what is looked at, and it is the same beside either database."""


@pytest.fixture
def alone(fund: Office) -> Office:
    """Only the officer has an address."""
    fund.act("system", access.set_email, person_id=fund.ids["finance"], email="")
    return fund


@ONE_KIND
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_it_signs_in_over_an_encrypted_line(
    alone: Office,
    post: Posts,
    certificate: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    server = post(
        "--cert",
        *certificate,
        "--login",
        "li",
        "p@ss:w/rd",
        "--host",
        EVERYWHERE,
        *(["--smtps"] if scheme == "smtps" else []),
    )
    assert (
        sending(
            alone, DAY, MailServer(f"{scheme}://li:p%40ss%3Aw%2Frd@{EVERYWHERE}:{server.port}")
        )["officer"]
        == "sent"
    )
    assert given(server) == {
        "from": "no-reply@localhost",
        "to": ["officer@example.org"],
        "encrypted": True,
        "authenticated": True,
    }


@ONE_KIND
def test_a_wrong_password_and_a_stranger_s_certificate_are_failures(
    alone: Office, post: Posts, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = post("--cert", *certificate, "--login", "li", "right")
    assert sending(alone, DAY, MailServer(f"smtp://127.0.0.1:{server.port}"))["officer"] == "failed"
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    assert (
        sending(alone, DAY, MailServer(f"smtp://li:wrong@127.0.0.1:{server.port}"))["officer"]
        == "failed"
    )
    assert server.letters == []


@ONE_KIND
def test_a_password_is_not_sent_in_the_clear_to_another_machine(alone: Office, post: Posts) -> None:
    server = post("--login", "li", "secret", "--host", EVERYWHERE)
    with pytest.raises(PasswordInTheClear):
        sending(alone, DAY, MailServer(f"smtp://li:secret@{EVERYWHERE}:{server.port}"))
    assert (
        sending(alone, DAY, MailServer(f"smtp://li:secret@127.0.0.1:{server.port}"))["officer"]
        == "sent"
    )
    assert given(server)["authenticated"]


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "http://li:geheim@mail.example.org",
        "smtp://li:geheim@mail.example.org:x",
        "li:geheim@mail",
        "smtp://li:gehé@mail.example.org",
    ],
)
def test_a_setting_that_cannot_be_read_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(BadMailServer) as refused:
        carrier({"FUND_SMTP_URL": url})
    assert "geh" not in i18n.say(refused.value)
    with pytest.raises(BadSender):
        sender({"FUND_MAIL_FROM": "x\nBcc: y@example.org"})


def test_without_a_mail_server_letters_go_to_a_folder(tmp_path: Path) -> None:
    made: Carrier = carrier({"FUND_OUTBOX": str(tmp_path)})
    assert isinstance(made, Outbox)
    assert made.folder == tmp_path
    assert isinstance(carrier({"FUND_SMTP_URL": "smtps://mail.example.org"}), MailServer)


def run(office: Office, *arguments: str, code: int = 0, **settings: str) -> Any:
    environment = {
        "FUND_DATABASE_URL": office.engine.url.render_as_string(hide_password=False),
        "FUND_NOW": DAY.isoformat(),
        **settings,
    }
    with i18n.speaking("en"):
        done = CliRunner().invoke(app, list(arguments), env=environment)
    assert done.exit_code == code, done.output
    return done


@ONE_KIND
def test_the_command_line_lists_sends_and_says_who_was_not_reached(
    alone: Office, post: Posts, tmp_path: Path
) -> None:
    listed = json.loads(run(alone, "reminders", "--json").stdout)
    assert [(one["login"], one["outcome"], len(one["items"])) for one in listed] == [
        ("finance", None, 1),
        ("officer", None, 3),
    ]
    assert {
        "kind",
        "item_id",
        "undertaking",
        "title",
        "step",
        "stage",
        "due_on",
        "days_late",
        "amount_fen",
        "currency",
        "sent_on",
        "is_new",
    } <= set(listed[0]["items"][0])
    assert noted(alone) == []
    failed = run(alone, "reminders", "--send", code=1, FUND_SMTP_URL="smtp://127.0.0.1:1")
    assert "officer (officer): NOT REACHED" in failed.stderr
    assert "finance (finance): NOT REACHED: no e-mail address" in failed.stderr
    server = post()
    assert (
        "officer (officer)\ttold"
        in run(alone, "reminders", "--send", FUND_SMTP_URL=server.url).stdout
    )
    run(alone, "users", "email", "finance", "finance@example.org", "--as", "system")
    sent = json.loads(
        run(
            alone,
            "reminders",
            "--send",
            "--json",
            "--lang",
            "en",
            FUND_OUTBOX=str(tmp_path / "out"),
        ).stdout
    )
    assert [(one["login"], one["outcome"]) for one in sent] == [
        ("finance", "sent"),
        ("officer", "nothing_new"),
    ]
    (file,) = (tmp_path / "out").iterdir()
    assert "due soon" in letter(file)["Subject"]
    assert (
        "geheim"
        not in run(
            alone, "reminders", "--send", code=1, FUND_SMTP_URL="gopher://li:geheim@x"
        ).output
    )
