"""Standards are found by the beginning of a word of their number or titles, on both databases."""

import pytest
import sqlalchemy as sa

from fund import clock, db, search
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.standards import commands, queries
from fund.standards.lists import LISTED
from fund.verify import verify
from tests.people import Office
from tests.standards.test_standards import GB, ISO, SOURCE, changed, enter


@pytest.fixture
def registered(an_office: Office) -> Office:
    for given in (*ISO, GB):
        enter(an_office, given)
    return an_office


def found(office: Office, words: str, **more: str) -> paging.Page:
    asked = Asked(View(as_of=clock.today()), {"find": words, **more})
    with db.reading(office.engine) as session:
        return paging.page(session, OPERATOR, LISTED, asked)


def numbers(office: Office, words: str, **more: str) -> list[str]:
    return found(office, words, **more).frame["number"].tolist()


def test_a_search_finds_what_begins_so_and_another_filter_narrows_it(registered: Office) -> None:
    counts = {
        "gb/t34513": 1,
        "ＧＢ／Ｔ 34513—2017": 1,
        "34513": 1,
        "碎片减缓": 1,
        "Debris  mitigation": 4,
        "iso 24113:2": 4,
        "ebris": 0,
        "%": 0,
    }
    assert {words: len(numbers(registered, words)) for words in counts} == counts
    assert numbers(registered, "space", status="in_force") == ["ISO 24113:2023"]
    assert numbers(registered, "空间", side="civil") == ["GB/T 34513-2017"]
    assert numbers(registered, "空间", side="commercial") == []


def test_more_than_are_looked_at_are_told_as_more(an_office: Office) -> None:
    texts = [
        {"number": f"T/DEMO {n}-2026", "title_zh": "示例示例", "status": "drafting", "source": "x"}
        for n in range(search.FOUND + 30)
    ]
    an_office.act("officer", commands.take_in, texts=texts, file_name="x.csv")
    page = found(an_office, "示例")
    assert page.totals.is_cut
    assert page.totals.rows <= search.FOUND
    assert len(page.frame) == LISTED.size
    assert found(an_office, "T/DEMO 77-").frame["number"].tolist() == ["T/DEMO 77-2026"]
    narrowed = found(an_office, "示例", status="drafting")
    assert (narrowed.totals.rows, narrowed.totals.is_cut) == (len(texts), False)


def test_verify_finds_what_cannot_be_searched_for(registered: Office) -> None:
    changed(registered, sa.delete(search.TERMS).where(search.TERMS.c.record_id == 1))
    with db.reading(registered.engine) as session:
        checks = verify(session)["checks"]
    assert [one["name"] for one in checks if not one["ok"]] == ["standard_terms"]


def test_what_is_behind_is_listed_as_editions_come_and_go(an_office: Office) -> None:
    def behind() -> list[str]:
        return numbers(an_office, "", only="lagging")

    def state(key: int, status: str) -> None:
        stated = {"standard_id": key, "status": status, "source": SOURCE}
        an_office.act("officer", commands.state_status, **stated)

    later = {"number": "ISO 24113:2019", "title_en": "x", "status": "drafting", "source": SOURCE}
    adopter = enter(an_office, GB)
    edition = enter(an_office, later)
    assert behind() == []
    state(edition, "in_force")
    assert behind() == ["GB/T 34513-2017"]
    state(edition, "given_up")
    assert behind() == []
    texts = [{**later, "number": "ISO 24113:2023", "status": "in_force"}]
    an_office.act("officer", commands.take_in, texts=texts, file_name="x.csv")
    assert behind() == ["GB/T 34513-2017"]
    changed(an_office, sa.update(queries.STANDARD).values(is_behind=False))
    with db.reading(an_office.engine) as session:
        checks = verify(session)["checks"]
    assert [one["name"] for one in checks if not one["ok"]] == ["standards_behind"]
    state(adopter, "superseded")
    assert behind() == []
