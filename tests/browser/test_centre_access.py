"""What belongs to a centre is reached by nobody it is not for: not by page, address, download,
forged number, foreign session or a role taken away while the page stood open.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from fund import acts, db
from fund.access import commands as access
from fund.centres import commands, reviewing
from fund.sign_in import commands as sign_in
from tests.browser.driving import PATIENCE, Desk
from tests.browser.signing_in import Door, provided
from tests.centres.reporting import PDF, World, world

PATHS = (
    "filing?centre=SD-RR&report=2026-Q3",
    "review?centre=SD-RR&report=2026-Q3",
    "centre?code=SD-RR",
    "centres",
    "people",
    "grants",
    "reports",
)
NAME = "示例SD-RR中心"
REMEMBER = """
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(to, words) {
    super(to, words); window.socket = this;
    if (words[2]) document.documentElement.dataset.session = words[2];
  }
};
"""
PRETEND = """
const Socket = window.WebSocket; window.asked = [];
window.WebSocket = class extends Socket {
  constructor(to, words) {
    const told = [words[0], words[1], "SESSION"]; super(to, told); window.asked.push(told);
  }
};
"""
"""Streamlit takes the name of a session to go on with as the third word of its stream's
protocol.
"""


@pytest.fixture(scope="module")
def house(
    iam_server: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Door, World]]:
    """A report that was handed in, forwarded with its scan and given back; people who may see it,
    and people who may not.
    """
    folder = tmp_path_factory.mktemp("access")
    made = world(f"sqlite:///{folder}/fund.db")
    made.approved("SD-RR", "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    key = made.filled("local SD-RR", "SD-RR")
    made.act("local SD-RR", commands.submit, submission_id=key)
    made.act(
        "province 370000",
        reviewing.forward,
        submission_id=key,
        file_name="盖章.pdf",
        content=PDF + b" third quarter",
    )
    made.act("reviewer", reviewing.send_back, submission_id=key, reason="请补充说明")
    gone = made.person("gone", "local", "SD-RR")
    made.act("security", access.revoke_role, person_id=gone, role="local", scope="SD-RR")
    people = {
        "clerk": made.ids["local SD-RR"],
        "hainan": made.ids["province 460000"],
        "gone": gone,
        "reviewer": made.office.ids["reviewer"],
        "viewer": made.office.ids["viewer"],
    }
    with provided(
        iam_server,
        folder,
        f"sqlite:///{folder}/fund.db",
        people,
        made.office.ids["system"],
        {"FUND_NOW": "2026-10-08"},
        strangers=("nobody",),
    ) as door:
        yield door, made


def refusals(made: World, person: int | None, act: str = "see_centres") -> list[dict[str, Any]]:
    """What the audit log says was refused to somebody, the newest last."""
    whose = "actor_id IS NULL" if person is None else "actor_id = :person"
    with db.reading(made.office.engine) as session:
        rows = (
            session.execute(
                sa.text(
                    f"SELECT detail FROM audit_entry WHERE act = :act AND {whose} AND detail LIKE"
                    " '%refused%' ORDER BY id"
                ),
                {"act": act, "person": person},
            )
            .scalars()
            .all()
        )
    return [json.loads(row) for row in rows]


@pytest.mark.parametrize("login", ["hainan", "gone", "nobody"])
def test_no_page_says_anything_of_a_centre_to_whom_it_is_not_for(
    browser: Browser, house: tuple[Door, World], login: str
) -> None:
    door, made = house
    with door.enter(browser, login) as here:
        for path in PATHS:
            here.open(path)
            expect(here.page.locator("[data-testid=stMain]")).not_to_contain_text(NAME)
            expect(here.page.locator("[data-testid=stMain]")).not_to_contain_text("SD-RR")
    if login == "hainan":
        asked = [told["asked"] for told in refusals(made, made.ids["province 460000"])]
        assert {told.get("centre") or told.get("code") for told in asked} == {"SD-RR"}
        assert len(asked) >= 3


def link(here: Desk, path: str, place: str) -> str:
    """The address behind a download, as it stands in the page."""
    here.open(path)
    found = here.page.locator(f"{place} a.f-file").first
    found.wait_for(state="attached", timeout=PATIENCE)
    return str(found.evaluate("link => link.href"))


def status(here: Desk, to: str) -> int:
    """What a browser gets for an address, with its own cookies."""
    return int(here.page.context.request.get(to).status)


def test_a_download_is_for_whom_its_link_was_made_and_ends_with_their_sign_in(
    browser: Browser, house: tuple[Door, World]
) -> None:
    door, made = house
    with (
        door.enter(browser, "clerk") as clerk,
        door.enter(browser, "reviewer") as reviewer,
        door.enter(browser, "hainan") as hainan,
        door.enter(browser, "gone") as gone,
        door.enter(browser, "nobody") as nobody,
    ):
        workbook = link(clerk, "filing?centre=SD-RR&report=2026-Q3", ".st-key-f-workbook-down")
        scan = link(reviewer, "review?centre=SD-RR&report=2026-Q3", "[class*=st-key-f-file-]")
        assert clerk.page.context.request.get(workbook).body().startswith(b"PK")
        answer = reviewer.page.context.request.get(scan)
        assert answer.body() == PDF + b" third quarter"
        assert answer.headers["cache-control"] == "no-store"
        before = len(refusals(made, made.ids["province 460000"]))
        stranger = browser.new_context()
        for to in (workbook, scan):
            assert [status(one, to) for one in (hainan, gone, nobody)] == [403, 403, 403]
            assert stranger.request.get(to).status == 403
            assert stranger.request.get(to[:-1] + ("0" if to[-1] != "0" else "1")).status == 404
        stranger.close()
        assert [
            told["asked"]["download"]
            for told in refusals(made, made.ids["province 460000"])[before:]
        ] == ["workbook", "file"]
        assert len(refusals(made, None)) >= 4
        acts.perform(
            made.office.engine,
            made.office.ids["security"],
            sign_in.revoke_sessions,
            person_id=made.ids["local SD-RR"],
        )
        assert status(clerk, workbook) == 403
        assert status(reviewer, scan) == 200


def test_what_streamlit_keeps_to_be_fetched_is_for_the_sign_in_it_was_made_in(
    browser: Browser, house: tuple[Door, World]
) -> None:
    door, made = house
    with door.enter(browser, "viewer") as viewer, door.enter(browser, "hainan") as hainan:
        viewer.open("grants")
        with viewer.page.expect_download(timeout=PATIENCE) as kept:
            viewer.click(viewer.page.locator(".st-key-f-export button"))
        to = kept.value.url
        assert "/media/" in to
        assert status(viewer, to) == 200
        assert status(hainan, to) == 403
        stranger = browser.new_context()
        assert stranger.request.get(to).status == 403
        stranger.close()
        acts.perform(
            made.office.engine,
            made.office.ids["security"],
            sign_in.revoke_sessions,
            person_id=made.office.ids["viewer"],
        )
        assert status(viewer, to) == 403


def test_somebody_else_s_session_is_not_gone_on_with(
    browser: Browser, house: tuple[Door, World]
) -> None:
    door, made = house
    with door.enter(browser, "clerk") as clerk, door.enter(browser, "hainan") as hainan:
        clerk.is_spoilt = hainan.is_spoilt = True
        clerk.page.add_init_script(REMEMBER)
        clerk.open("filing?centre=SD-RR&report=2026-Q3")
        clerk.heading(NAME)
        clerk.page.evaluate("window.socket.close()")
        session = clerk.page.locator("html[data-session]").get_attribute(
            "data-session", timeout=PATIENCE
        )
        clerk.settle()
        hainan.page.add_init_script(PRETEND.replace("SESSION", session or ""))
        hainan.open("filing?centre=SD-RR&report=2026-Q3")
        assert hainan.page.evaluate("window.asked[0][2]") == session
        expect(hainan.page.locator("[data-testid=stMain]")).not_to_contain_text(NAME)
        expect(hainan.page.locator("[data-testid=stSidebar]")).to_contain_text("province 460000")
        clerk.heading(NAME)
    assert refusals(made, made.ids["province 460000"])[-1]["asked"]["centre"] == "SD-RR"


def test_a_role_taken_away_while_the_form_stood_open_keeps_nothing_any_more(
    browser: Browser, house: tuple[Door, World]
) -> None:
    door, made = house
    with door.enter(browser, "clerk") as clerk:
        workbook = link(clerk, "filing?centre=SD-RR&report=2026-Q3", ".st-key-f-workbook-down")
        made.act(
            "security",
            access.revoke_role,
            person_id=made.ids["local SD-RR"],
            role="local",
            scope="SD-RR",
        )
        field = clerk.page.locator(".st-key-f-line-projects input").first
        field.fill("99")
        field.press("Tab")
        expect(clerk.page.locator("[data-testid=stMain]")).not_to_contain_text(
            NAME, timeout=PATIENCE
        )
        assert status(clerk, workbook) == 403
        with db.reading(made.office.engine) as session:
            assert (
                session.execute(
                    sa.text(
                        "SELECT written FROM draft_figure WHERE indicator = 'projects' ORDER BY"
                        " submission_id DESC LIMIT 1"
                    )
                ).scalar_one()
                == "14"
            )
        assert refusals(made, made.ids["local SD-RR"], "centres.fill_in")
        made.act(
            "security",
            access.assign_role,
            person_id=made.ids["local SD-RR"],
            role="local",
            scope="SD-RR",
        )
