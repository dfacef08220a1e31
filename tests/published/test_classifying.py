"""Published processes are classified one by one or by a rule that does what its preview showed, and
when that was stays known.
"""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.errors import NeedsReason, Stale
from fund.ledger.commands import UnknownWord
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.listing.paging import Page
from fund.published import classified, classifying, commands, queries
from fund.published.classifying import Looked, Matched
from fund.published.lists import PUBLISHED
from fund.published.reading import read
from tests.ledger.scenario import Walk
from tests.people import Office
from tests.published.samples import a_package, a_release, as_bytes

TITLES = {
    "a-1": ("Launch services, sun-synchronous", "Space Office", "CNY"),
    "a-2": ("LAUNCH of two satellites", "Space Office", "EUR"),
    "a-3": ("School lunches", "City", "EUR"),
    "a-4": ("100% launch", "City", "CNY"),
}
DAY = date(2026, 3, 2)


@pytest.fixture
def shelf(an_office: Office) -> Walk:
    """Four processes, none classified."""
    walk = Walk(an_office)
    walk.day = DAY
    releases = []
    for ocid, (title, buyer, currency) in TITLES.items():
        release = a_release(ocid=ocid, id=f"{ocid}-1")
        release["tender"] = {
            "id": ocid,
            "title": title,
            "value": {"amount": 5, "currency": currency},
        }
        release["buyer"] = {"id": buyer, "name": buyer}
        for part in ("awards", "contracts", "planning", "parties"):
            release.pop(part, None)
        releases.append(release)
    walk.act(
        "officer",
        commands.import_file,
        name="x.json",
        reading=read("ocds", as_bytes(a_package(*releases))),
    )
    return walk


def matched(walk: Walk, **looked: str) -> Matched:
    with db.reading(walk.office.engine) as session:
        return classifying.matched(session, Looked(**looked))


def categories(walk: Walk, on: date | None = None) -> dict[str, str | None]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        frame = queries.processes(session, OPERATOR, on or walk.day)
        return {
            row["ocid"]: row["category"]
            for row in frame.astype(object).where(frame.notna(), None).to_dict("records")
        }


def test_a_rule_takes_what_matches_and_its_near_misses_stay(shelf: Walk) -> None:
    assert len(matched(shelf, words="launch").keys) == 3
    assert len(matched(shelf, words="launch", buyer="space").keys) == 2
    assert len(matched(shelf, words="launch", buyer="space", currency="eur").keys) == 1
    assert len(matched(shelf, words="100%").keys) == 1, "a sign of the search is no wildcard"
    assert matched(shelf, words="_aunch").keys == ()
    with pytest.raises(classifying.EmptyRule):
        matched(shelf, words="  ")


def test_a_rule_does_exactly_what_its_preview_showed_or_nothing(shelf: Walk) -> None:
    asked = {
        "words": "launch",
        "buyer": "space",
        "category": "launch_vehicle",
        "reason": "their titles",
    }
    preview = matched(shelf, words="launch", buyer="space")
    nothing = dict.fromkeys(TITLES)
    for error, more in (
        (UnknownWord, {"category": "tea"}),
        (NeedsReason, {"reason": " "}),
        (Stale, {"digest": "0" * 64}),
        (classifying.NothingMatches, {"words": "nothing like it"}),
        (classifying.EmptyRule, {"words": "", "buyer": ""}),
    ):
        with pytest.raises(error):
            shelf.act(
                "officer",
                classifying.categorise_by_rule,
                **asked | {"digest": preview.digest} | more,
            )
        assert categories(shelf) == nothing
    # one of them is classified by hand meanwhile: what was looked at is no longer what would be
    # done
    shelf.act("officer", classifying.categorise, ocid="a-2", category="satellite", reason="read")
    with pytest.raises(Stale):
        shelf.act("officer", classifying.categorise_by_rule, **asked, digest=preview.digest)
    now = matched(shelf, words="launch", buyer="space")
    assert (len(now.keys), now.classified) == (1, 1)
    shelf.day += timedelta(days=1)
    shelf.act("officer", classifying.categorise_by_rule, **asked, digest=now.digest)
    assert categories(shelf) == nothing | {"a-1": "launch_vehicle", "a-2": "satellite"}
    assert categories(shelf, DAY) == nothing | {"a-2": "satellite"}, (
        "the day before nobody had said so"
    )
    shelf.day += timedelta(days=1)
    with pytest.raises(NeedsReason):
        shelf.act("officer", classifying.categorise, ocid="a-1", category="")
    shelf.act("officer", classifying.categorise, ocid="a-1", category="", reason="a mistake")
    assert categories(shelf)["a-1"] is None
    assert categories(shelf, shelf.day - timedelta(days=1))["a-1"] == "launch_vehicle"
    with db.reading(shelf.office.engine) as session:
        assert [
            row["processes"]
            for row in classified.rules_applied(session, OPERATOR).to_dict("records")
        ] == [1]
        first = page(session, q="launch")
        assert (list(first.frame["ocid"]), first.has_after) == (["a-4", "a-2"], True)
        more = page(session, Asked(View(as_of=DAY), after=first.last, row=3), q="launch")
        assert list(more.frame["ocid"]) == ["a-1"]
        assert list(page(session, state="satellite").frame["ocid"]) == ["a-2"]
        assert set(page(session, state="unclassified", size=9).frame["ocid"]) == {
            ocid for ocid, category in categories(shelf).items() if category is None
        }
    for table in ("classification", "classification_rule"):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                shelf.office.engine,
                lambda session, table=table: session.execute(sa.text(f"DELETE FROM {table}")),
            )


def page(session: Session, place: Asked | None = None, *, size: int = 2, **only: str) -> Page:
    """One page of the list."""
    asked = (place or Asked(View(as_of=DAY)))._replace(only=only)
    return paging.page(session, OPERATOR, PUBLISHED._replace(size=size), asked)


def test_a_search_finds_words_of_title_ocid_and_buyer_as_they_stand(shelf: Walk) -> None:
    def found(words: str) -> set[str]:
        with db.reading(shelf.office.engine) as session, clock.at(clock.noon(shelf.day)):
            return set(page(session, size=9, q=words).frame["ocid"])

    assert found("launch") == {"a-1", "a-2", "a-4"}
    assert found("city") == {"a-3", "a-4"}
    assert found("A-3") == {"a-3"}
    assert found("aunch") == set(), "a search begins where a word begins"
    release = a_release(ocid="a-1", id="a-1-2", date="2030-01-02T00:00:00Z")
    release["tender"] = {"id": "a-1", "title": "Ground station"}
    shelf.act(
        "officer",
        commands.import_file,
        name="y.json",
        reading=read("ocds", as_bytes(a_package(release))),
    )
    assert found("ground") == {"a-1"}
    assert found("launch") == {
        "a-2",
        "a-4",
    }, "words of a version that is current no more find nothing"
