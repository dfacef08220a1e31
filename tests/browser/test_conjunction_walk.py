"""A collision warning from its message to its end, by clicks: the duty officer takes the message in
and warns, the firm answers, its second person confirms, three people tell the authority, the duty
officer closes.
"""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect
from sqlmodel import select

from fund import db
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.debris import alerting, alerts
from fund.debris.tables import ConjunctionWarning, WarningAct
from tests.browser.driving import HOW_FAR, PATIENCE, Desk, desk
from tests.debris.test_intake import craft
from tests.debris.test_warnings import TCA
from tests.debris.writing import blocks, kvn
from tests.people import Office, office
from tests.serving import forked, serving

RED = kvn(*blocks({"COLLISION_PROBABILITY": "2.0E-04"}))


def house(url: str) -> Office:
    """A spacecraft of a firm with two people."""
    made = office(url)
    craft(made, "10001", "firm")
    for login in ("anna", "bert"):
        made.ids[login] = made.act("system", access.add_person, login=login, name=login, roles=[])
        role = {"person_id": made.ids[login], "role": "spacecraft", "scope": "firm"}
        made.act("security", access.assign_role, **role)
    return made


def submit(here: Desk, place: str, **fields: str) -> None:
    """Unfold a form, fill its fields by key, send it."""
    here.unfold(f".st-key-{place}")
    for key, text in fields.items():
        here.page.locator(f".st-key-{key.replace('_', '-')}").locator("input,textarea").fill(text)
    here.click(here.page.locator(f".st-key-{place} [data-testid=stFormSubmitButton] button"))
    here.settle()


def at_event(here: Desk, who: str) -> None:
    here.open("conjunction?id=CW26-0001")
    here.stay(who)
    here.heading("交会事件 CW26-0001")


@HOW_FAR
@pytest.mark.browser
def test_a_warning_goes_from_its_message_to_its_end(
    browser: Browser, tmp_path: Path, *, is_whole: bool
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    made = house(url)
    now = TCA - timedelta(hours=48)
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": now.isoformat()}
    with (
        serving(tmp_path / "log", settings, start=forked) as address,
        desk(browser, address) as here,
    ):
        page = here.page
        here.open("intake")
        here.be("officer")
        here.unfold(".st-key-f-cdm-upload")
        page.locator(".st-key-f-cdm-files input[type=file]").set_input_files(
            {"name": "one.cdm", "mimeType": "text/plain", "buffer": RED.encode()}
        )
        here.settle()
        here.click(page.locator(".st-key-f-cdm-in button"))
        # the file's name stands in the field from before: only the box says that it was taken in
        told = page.locator(".f-box", has_text="one.cdm")
        expect(told).to_be_visible(timeout=PATIENCE)
        here.open("conjunctions")
        here.stay("officer")
        here.click(page.get_by_role("link", name="CW26-0001").first)
        here.heading("交会事件 CW26-0001")
        here.click(page.locator(".st-key-f-issue-1 button"))
        expect(page.locator(".st-key-f-block-event-warnings")).to_contain_text(
            "已通知", timeout=PATIENCE
        )
        if not is_whole:
            return
        firm_answers(here)
        told_to_the_authority(here)
        at_event(here, "officer")
        submit(here, "f-close-place-1", f_close_1="观测表明已安全")
        expect(page.locator(".st-key-f-block-event-warnings")).to_contain_text(
            "预警已结束", timeout=PATIENCE
        )
        here.open("conjunctions")
        here.stay("officer")
        expect(page.get_by_text("没有未结束的预警").first).to_be_visible(timeout=PATIENCE)
    with db.reading(made.engine) as session:
        done = [
            (row.act, row.done_by)
            for row in session.exec(select(WarningAct).order_by(sa.text("id"))).all()
        ]
        assert session.get_one(ConjunctionWarning, 1).status == "closed"
        alert = alerts.alert(session, OPERATOR, 1)
    ids = made.ids
    assert done == [
        ("issue_warning", ids["officer"]),
        ("acknowledge_warning", ids["anna"]),
        ("decline_manoeuvre", ids["anna"]),
        ("confirm_decline", ids["bert"]),
        ("close_warning", ids["officer"]),
    ]
    hands = (alert["written_by"], alert["checked_by"], alert["decided_by"], alert["outcome"])
    assert hands == ("officer", "reviewer", "supervisor", "cleared")


def firm_answers(here: Desk) -> None:
    """One of the firm acknowledges and declines; on red another of it confirms."""
    page = here.page
    at_event(here, "anna")
    here.click(page.locator(".st-key-f-ack-1 button"))
    expect(page.locator(".st-key-f-ack-1")).to_have_count(0, timeout=PATIENCE)
    here.settle()
    submit(here, "f-decline-place-1", f_decline_1="我方轨道显示相距 3 km")
    expect(page.locator(".st-key-f-block-event-warnings")).to_contain_text(
        "不机动待复核", timeout=PATIENCE
    )
    at_event(here, "bert")
    here.click(page.locator(".st-key-f-confirm-1 button"))
    expect(page.locator(".st-key-f-confirm-1")).to_have_count(0, timeout=PATIENCE)
    here.settle()


def told_to_the_authority(here: Desk) -> None:
    """Written, looked through, cleared, and on paper in both languages."""
    page = here.page
    at_event(here, "officer")
    texts = {f"f_alert_{name.replace('_', '_')}": f"{name} 说明" for name in alerting.FIELDS}
    submit(here, "f-alert-place", **texts)
    here.click(page.get_by_role("link", name="通报 1").first)
    here.heading("向主管部门的通报")
    for who in ("reviewer", "supervisor"):
        here.open("alert?id=1")
        here.be(who)
        submit(here, "f-judge-place-1")
        expect(page.locator(".st-key-f-judge-place-1")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".f-paper")).to_have_count(2)
    expect(page.locator(".f-paper").first).to_contain_text("impact_zh 说明")
    expect(page.locator(".f-paper").last).to_contain_text("one in 5,000")
