"""Signing in through a real provider: who comes in, as whom, and how a sign-in ends in every
tab.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from fund import acts, db
from fund.access import commands as access
from fund.sign_in import commands
from tests.browser.driving import PATIENCE, desk
from tests.browser.signing_in import Door, provided
from tests.people import Office, office

REVOKED = "管理员结束了"


@pytest.fixture(scope="module")
def house(
    iam_server: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Door, Office]]:
    folder = tmp_path_factory.mktemp("signing")
    made = office(f"sqlite:///{folder}/fund.db")
    people = {login: made.ids[login] for login in ("officer", "viewer", "security", "auditor")}
    with provided(
        iam_server,
        folder,
        f"sqlite:///{folder}/fund.db",
        people,
        made.ids["system"],
        {},
        strangers=("nobody",),
    ) as door:
        yield door, made


def sessions(made: Office) -> list[Any]:
    """Sign-ins in the order they began: (person, when it ended, why)."""
    with db.reading(made.engine) as session:
        return list(
            session.execute(
                sa.text("SELECT person_id, ended_at, why FROM sign_in_session ORDER BY rowid")
            )
        )


def endings(made: Office, since: int) -> list[str]:
    """Why sign-ins begun after the first so many ended; those that hold are left out."""
    return [why for _person, ended_at, why in sessions(made)[since:] if ended_at]


def test_only_the_gate_shows_before_signing_in_and_the_right_person_after(
    browser: Browser, house: tuple[Door, Office]
) -> None:
    door, made = house
    with desk(browser, door.address) as stranger:
        for path in ("", "budget", "settings", "people"):
            stranger.open(path)
            expect(stranger.page.locator("h1")).to_have_text("登录")
            expect(stranger.page.locator("[data-testid=stSidebarNavLink]")).to_have_count(0)
    with door.enter(browser, "officer") as here:
        here.heading("基金总览")
        expect(here.page.locator("[data-testid=stSidebar]")).to_contain_text("officer")
        expect(here.page.locator(".st-key-f-who")).to_have_count(0)
        assert "未核实身份" not in here.page.locator(".f-meta").first.inner_text()
        assert [row[0] for row in sessions(made)][-1] == made.ids["officer"]


def test_an_account_nobody_has_sees_what_to_tell_the_administrator_and_is_on_record(
    browser: Browser, house: tuple[Door, Office]
) -> None:
    door, made = house
    with door.enter(browser, "nobody") as here:
        expect(here.page.locator("h1")).to_have_text("这里没有这个账号")
        expect(here.page.locator("[data-testid=stCode]")).to_contain_text("nobody")
        here.open("grants")
        expect(here.page.locator("h1")).to_have_text("这里没有这个账号")
    with db.reading(made.engine) as session:
        told = (
            session.execute(
                sa.text(
                    "SELECT detail FROM audit_entry WHERE act = 'sign_in' AND detail LIKE"
                    " '%not_linked%'"
                )
            )
            .scalars()
            .all()
        )
    assert told
    assert all('"nobody"' in detail for detail in told)


def test_an_ended_sign_in_gives_way_to_the_gate_in_every_tab_by_itself(
    browser: Browser, house: tuple[Door, Office]
) -> None:
    door, made = house
    with door.enter(browser, "viewer") as here:
        other = here.page.context.new_page()
        other.goto(f"{door.address}/grants")
        other.locator("h1", has_text="资助项目").wait_for(timeout=PATIENCE)
        acts.perform(
            made.engine,
            made.ids["security"],
            commands.revoke_sessions,
            person_id=made.ids["viewer"],
        )
        for page in (here.page, other):
            expect(page.locator("h1")).to_have_text("登录", timeout=PATIENCE)
            expect(page.locator("body")).to_contain_text(REVOKED)
        here.open("grants")  # the cookie is still there
        expect(here.page.locator("h1")).to_have_text("登录")
        door.sign_in(here, "viewer")
        here.heading("基金总览")


def test_signing_out_ends_it_in_the_other_tab_too(
    browser: Browser, house: tuple[Door, Office]
) -> None:
    door, made = house
    before = len(sessions(made))
    with door.enter(browser, "officer") as here:
        other = here.page.context.new_page()
        other.goto(f"{door.address}/grants")
        other.locator("h1", has_text="资助项目").wait_for(timeout=PATIENCE)
        here.page.locator(".st-key-f-sign-out button").click()
        expect(other.locator("h1")).to_have_text("登录", timeout=PATIENCE)
        assert endings(made, before) == ["signed_out"]


@pytest.mark.parametrize(
    ("column", "hours", "why", "told"),
    [("last_seen_at", 1, "idle", "一段时间没有操作"), ("started_at", 9, "expired", "已超过")],
)
def test_a_sign_in_ends_when_nothing_is_clicked_and_after_a_working_day(
    browser: Browser, house: tuple[Door, Office], column: str, hours: int, why: str, told: str
) -> None:
    door, made = house
    with door.enter(browser, "officer") as here:
        here.heading("基金总览")
        back = (
            f"UPDATE sign_in_session SET {column} = datetime({column}, '-{hours} hours') WHERE key"
            " = (SELECT key FROM sign_in_session ORDER BY rowid DESC LIMIT 1)"
        )
        db.write(made.engine, lambda session: session.execute(sa.text(back)))
        expect(here.page.locator("h1")).to_have_text("登录", timeout=PATIENCE)
        expect(here.page.locator("body")).to_contain_text(told)
        assert sessions(made)[-1][2] == why


def test_an_act_under_a_sign_in_that_ended_is_refused_and_changes_nothing(
    browser: Browser, house: tuple[Door, Office]
) -> None:
    door, made = house
    with door.enter(browser, "security") as here:
        here.open("people")
        key = db.write(
            made.engine,
            lambda session: session.execute(
                sa.text(
                    "SELECT key FROM sign_in_session WHERE ended_at IS NULL ORDER BY started_at"
                    " DESC LIMIT 1"
                )
            ).scalar_one(),
        )
        acts.perform(
            made.engine,
            made.ids["security"],
            commands.revoke_sessions,
            person_id=made.ids["security"],
        )
        with pytest.raises(Exception, match="signed_out"):
            acts.perform(
                made.engine,
                made.ids["security"],
                access.assign_role,
                signed_in=str(key),
                person_id=made.ids["viewer"],
                role="officer",
            )
