"""A window at a shared facility from the request to the feedback, by clicks: the firm asks, a
reviewer checks, a decider grants, the firm holds, the owner confirms and records the use, the firm
says how it went. Another firm sees nothing of it, by address, download or calendar.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fund import db
from fund.access.actors import OPERATOR
from fund.facilities import queries
from tests.browser.driving import HOW_FAR, PATIENCE, Desk, desk
from tests.facilities.building import FIRM, OTHER, OWNER, at, stand
from tests.facilities.test_bookings import enter
from tests.people import Office, office
from tests.serving import forked, serving

NOW, AFTER = at("10-20", "09:00"), at("10-28", "09:00")
REQUEST, BOOKING = "FR26-0001", "FB26-0001"
WINDOW, SECOND = "2026-10-27 08:00–12:00", "2026-10-28 08:00–12:00"


def house(url: str) -> Office:
    """A stand; somebody of the firm, of another, of the owner."""
    made = office(url)
    stand(made, at("09-01"))
    enter(made, "firm", "applicant", FIRM)
    enter(made, "stranger", "applicant", OTHER)
    enter(made, "owner", "facility", OWNER)
    return made


def at_page(here: Desk, path: str, who: str) -> None:
    """Open a page by its address as somebody."""
    here.open(path)
    here.stay(who)


def submit(here: Desk, place: str, **fields: str) -> None:
    """Unfold a form, fill its fields by key, send it; it is gone once it has done what it does."""
    here.unfold(f".st-key-{place}")
    for key, text in fields.items():
        here.page.locator(f".st-key-{key.replace('_', '-')} input").fill(text)
    here.click(here.page.locator(f".st-key-{place} [data-testid=stFormSubmitButton] button"))
    here.settle()


def shows(here: Desk, block: str, words: str) -> None:
    expect(here.page.locator(f".st-key-f-block-{block}")).to_contain_text(words, timeout=PATIENCE)
    here.settle()


@HOW_FAR
@pytest.mark.browser
def test_a_window_from_the_request_to_the_feedback_and_a_stranger_sees_nothing(
    browser: Browser, tmp_path: Path, *, is_whole: bool
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    made = house(url)
    settings = {"FUND_DATABASE_URL": url, "FUND_NOW": NOW.isoformat()}
    with (
        serving(tmp_path / "log", settings, start=forked) as address,
        desk(browser, address) as here,
    ):
        asked_and_granted(here)
        if not is_whole:
            return
        held_and_confirmed(here)
        with desk(browser, address) as there:
            nothing_for_a_stranger(there, calendars(here))
    settings["FUND_NOW"] = AFTER.isoformat()
    with (
        serving(tmp_path / "log2", settings, start=forked) as address,
        desk(browser, address) as here,
    ):
        used_and_scored(here)
    with db.reading(made.engine) as session:
        row = queries.booking(session, OPERATOR, BOOKING)
    assert (row["status"], row["billed_fen"], row["score"]) == ("used", 4 * 200_000, 4)
    assert list(zip(row["events"]["act"], row["events"]["recorded_by"], strict=True)) == [
        ("hold_booking", "firm"),
        ("confirm_booking", "owner"),
        ("record_facility_use", "owner"),
    ]


def asked_and_granted(here: Desk) -> None:
    """The firm asks from the page of the stand; checked and granted on the desk by two others."""
    page = here.page
    at_page(here, "facilities", "firm")
    here.click(page.get_by_role("link", name="F1", exact=True).first)
    here.heading("F1 一号试车台")
    filled = {"f_request_purpose": "试车", "f_request_paper_S1": "规程 12 号"}
    submit(here, "f-request-place", **filled, f_request_wish_2_day="2026-10-28")
    expect(page.get_by_text("已提交申请").first).to_be_visible(timeout=PATIENCE)
    at_page(here, "requests", "reviewer")
    here.click(page.get_by_role("link", name=REQUEST).first)
    shows(here, "request", "已申请")
    shows(here, "request", WINDOW)
    shows(here, "request", SECOND)
    submit(here, "f-check-place")
    shows(here, "request", "已安全审查")
    at_page(here, f"requests?id={REQUEST}", "decider")
    submit(here, "f-grant-place")
    shows(here, "request", "已批准")


def held_and_confirmed(here: Desk) -> None:
    """The firm holds what it wished for, with one click; the owner confirms."""
    page = here.page
    at_page(here, f"requests?id={REQUEST}", "firm")
    here.click(page.locator(".st-key-f-hold-1-1 button"))
    here.click(page.get_by_role("link", name=BOOKING).first)
    shows(here, "booking", "已预留")
    expect(page.locator(".st-key-f-confirm-1")).to_have_count(0)
    at_page(here, "bookings", "owner")
    here.click(page.get_by_role("link", name=BOOKING).first)
    shows(here, "booking", WINDOW)
    here.click(page.locator(".st-key-f-confirm-1 button"))
    shows(here, "booking", "已确认")


def link(here: Desk, place: str) -> str:
    """The address behind a download of the page that is open."""
    found = here.page.locator(f".st-key-{place} a.f-file").first
    found.wait_for(state="attached", timeout=PATIENCE)
    return str(found.evaluate("link => link.href"))


def calendars(here: Desk) -> list[str]:
    """The links to the calendars of the stand and of the firm, as those see them they are for."""
    at_page(here, "facility?id=F1", "owner")
    found = [link(here, "f-facility-ics")]
    at_page(here, "bookings", "firm")
    found.append(link(here, f"f-bookings-ics-{FIRM}"))
    assert BOOKING in here.page.context.request.get(found[1]).text()
    return found


def nothing_for_a_stranger(there: Desk, theirs: list[str]) -> None:
    """Not by the lists, the addresses, the stand's calendar, their own files or others' links."""
    page, main = there.page, there.page.locator("[data-testid=stMain]")
    for path in ("bookings", "requests", f"bookings?id={BOOKING}", f"requests?id={REQUEST}"):
        at_page(there, path, "stranger")
        expect(main).not_to_contain_text("一号试车台")
        expect(main).not_to_contain_text(WINDOW)
    at_page(there, "bookings", "stranger")
    for to in (link(there, "f-bookings-csv"), link(there, f"f-bookings-ics-{OTHER}")):
        answer = page.context.request.get(to)
        assert answer.ok
        assert BOOKING not in answer.text()
    assert [page.context.request.get(to).status for to in theirs] == [403, 403]
    at_page(there, "facility?id=F1&from=2026-10-27", "stranger")
    shows(there, "fortnight", "已预订")
    for words in (BOOKING, f"{FIRM} "):
        expect(main).not_to_contain_text(words)
    expect(page.locator(".st-key-f-facility-ics")).to_have_count(0)
    expect(page.locator(".st-key-f-block-load")).to_have_count(0)


def used_and_scored(here: Desk) -> None:
    """The owner records the use of the whole window; the firm says how it went."""
    page = here.page
    at_page(here, f"bookings?id={BOOKING}", "owner")
    submit(here, "f-use-place")
    shows(here, "booking", "已使用")
    at_page(here, f"bookings?id={BOOKING}", "firm")
    submit(here, "f-score-place")
    shows(here, "booking", "评价")
    expect(page.locator(".st-key-f-score-place")).to_have_count(0)
