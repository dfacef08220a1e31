"""One organisation across grants, contracts and bids; its two flags apart; two entries become one
by two people.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.errors import FourEyes, NeedsReason, NotAllowed, NotFound, Stale
from fund.grants import commands as grants
from fund.ledger import queries as ledger
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.listing.paging import Page
from fund.procurement import flagged
from fund.suppliers import commands, queries, rules
from fund.suppliers.lists import ORGANISATIONS
from fund.verify import verify
from tests.conftest import TODAY
from tests.ledger.scenario import WAN
from tests.people import Office
from tests.procurement.buying import Buying


@pytest.fixture
def buying(an_office: Office) -> Buying:
    """a and A are one company entered twice: a bids with b and c, and A has a grant; b sells
    too.
    """
    walk = Buying(an_office).begin()
    walk.tender("P1", {"a": 2900, "b": 2900, "A有限公司": 3100})
    walk.evaluate("P1", "a")
    walk.award("P1", 2900)
    walk.line("G26", 2026, "A1", "fund", "G")
    walk.act(
        "officer",
        grants.enter,
        "G1",
        code="G1",
        title="a grant",
        organisation_id=an_office.organisation("A有限公司"),
        region_code="310000",
        line_id=walk["G26"],
    )
    return walk


@contextmanager
def looking(buying: Buying) -> Iterator[tuple[Session, actors.Actor]]:
    with db.reading(buying.office.engine) as session, clock.at(clock.noon(buying.day)):
        yield session, actors.load(session, buying.office.ids["viewer"])


def body(buying: Buying, name: str) -> int:
    return buying.office.organisation(name)


def refused(
    buying: Buying, error: type[Exception], part: str, command: Any, **arguments: Any
) -> None:
    """Refused, and nothing of organisations, marks, merges, undertakings or bids is changed."""

    def written() -> list[Any]:
        with db.reading(buying.office.engine) as session:
            return [
                sorted(map(repr, session.execute(sa.text(f"SELECT * FROM {table}")).all()))
                for table in (
                    "organisation",
                    "organisation_mark",
                    "organisation_merge",
                    "undertaking",
                    "bid",
                )
            ]

    before = written()
    with pytest.raises(error):
        buying.act(part, command, **arguments)
    assert written() == before


def test_two_entries_become_one_by_two_people_and_everything_is_shown_at_the_one_that_is_kept(
    buying: Buying,
) -> None:
    one, two = body(buying, "A有限公司"), body(buying, "a")
    with looking(buying) as (session, viewer):
        assert [
            (row.name, row.other_name)
            for row in queries.entered_twice(session, viewer).itertuples()
        ] == [("A有限公司", "a")]
        assert [row["flag"] for row in flagged.flags(session, viewer)[0].to_dict("records")] == [
            "R028"
        ]
    ask = {"organisation_id": one, "kept_id": two, "reason": "one licence"}
    refused(buying, NeedsReason, "officer", commands.propose_merge, **{**ask, "reason": ""})
    refused(
        buying, rules.SameOrganisation, "officer", commands.propose_merge, **{**ask, "kept_id": one}
    )
    refused(buying, NotFound, "officer", commands.propose_merge, **{**ask, "kept_id": 10**6})
    refused(buying, NotAllowed, "supervisor", commands.propose_merge, **ask)
    merge = buying.act("officer", commands.propose_merge, **ask)
    refused(buying, rules.MergeWaits, "officer", commands.propose_merge, **ask)
    refused(
        buying,
        rules.MergeWaits,
        "officer",
        commands.propose_merge,
        organisation_id=two,
        kept_id=one,
        reason="the other way",
    )
    refused(
        buying,
        Stale,
        "supervisor",
        commands.merge_organisations,
        merge_id=merge,
        expected_version=9,
    )
    buying.act(
        "security", access.assign_role, person_id=buying.office.ids["officer"], role="supervisor"
    )
    for command, more in (
        (commands.merge_organisations, {}),
        (commands.keep_apart, {"reason": "x"}),
    ):
        refused(buying, FourEyes, "officer", command, merge_id=merge, **more)
    with looking(buying) as (session, viewer):
        before = session.execute(
            sa.text("SELECT id, organisation_id FROM undertaking ORDER BY id")
        ).all()
        assert queries.organisation(session, viewer, one)["organisation_id"] == one, (
            "a proposal alone changes nothing"
        )
        assert queries.entered_twice(session, viewer).empty, (
            "what somebody proposed is no longer found"
        )
    buying.act("supervisor", commands.merge_organisations, merge_id=merge, expected_version=1)
    refused(buying, rules.MergeDecided, "supervisor", commands.merge_organisations, merge_id=merge)
    refused(
        buying,
        rules.MergedAlready,
        "officer",
        commands.propose_merge,
        organisation_id=body(buying, "b"),
        kept_id=one,
        reason="x",
    )
    refused(
        buying,
        rules.MergedAlready,
        "officer",
        commands.mark_organisation,
        organisation_id=one,
        mark="commercial",
        is_set=True,
        reason="x",
    )
    with looking(buying) as (session, viewer):
        shown = queries.organisation(session, viewer, one)
        assert (
            shown["organisation_id"],
            shown["asked_id"],
            shown["name"],
            [member["name"] for member in shown["members"]],
        ) == (two, one, "a", ["A有限公司"])
        assert (
            shown["grants"],
            shown["contracts"],
            shown["bids"],
            shown["won"],
            shown["committed_fen"],
        ) == (1, 1, 2, 1, 2900 * WAN)
        assert [
            (row.code, row.entered_as) for row in queries.held(session, viewer, two).itertuples()
        ] == [("G1", "A有限公司"), ("P1", "a")]
        assert sorted(queries.offers(session, viewer, two)["entered_as"]) == ["A有限公司", "a"]
        assert [row.outcome for row in queries.merges(session, viewer, two).itertuples()] == [
            "merged"
        ]
        # the list has it once, and both names find it
        assert [
            list(listed(session, viewer, q=words).frame["name"]) for words in ("有限", "a")
        ] == [["a"], ["a"]]
        assert one not in ledger.bodies(session, viewer)
        # the books keep what was written in them, and its rules count the two as one: b and a bid
        # alike, and A is a
        assert (
            session.execute(
                sa.text("SELECT id, organisation_id FROM undertaking ORDER BY id")
            ).all()
            == before
        )
        found = flagged.flags(session, viewer)[0].to_dict("records")
        assert [(row["flag"], row["code"]) for row in found] == [("R028", "P1")]
        assert verify(session)["ok"]
        counted = sorted(
            session.execute(
                sa.text(
                    "SELECT organisation_id, count(*), sum(CASE WHEN is_winner THEN 1 ELSE 0 END)"
                    " FROM bid GROUP BY organisation_id"
                )
            ).all()
        )
        assert (
            sorted(
                session.execute(sa.text("SELECT organisation_id, bids, won FROM bid_count")).all()
            )
            == counted
        )
        assert sum(won for _body, _bids, won in counted) == 1
    for statement in (
        "UPDATE organisation_merge SET outcome = 'open'",
        "DELETE FROM organisation_merge",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                buying.office.engine,
                lambda session, statement=statement: session.execute(sa.text(statement)),
            )


def test_what_two_merged_entries_bid_alike_is_no_agreement_of_two(buying: Buying) -> None:
    """a and b bid one price; once b is known to be a, no two bidders did."""
    merge = buying.act(
        "officer",
        commands.propose_merge,
        organisation_id=body(buying, "b"),
        kept_id=body(buying, "a"),
        reason="one licence",
    )
    buying.act("supervisor", commands.merge_organisations, merge_id=merge)
    with looking(buying) as (session, viewer):
        assert flagged.flags(session, viewer)[0].empty


def test_merges_are_followed_to_the_end_and_one_that_is_turned_down_may_be_proposed_again(
    buying: Buying,
) -> None:
    a, b, c = (body(buying, name) for name in ("a", "b", "A有限公司"))
    first = buying.act("officer", commands.propose_merge, organisation_id=a, kept_id=b, reason="x")
    refused(buying, NeedsReason, "supervisor", commands.keep_apart, merge_id=first, reason=" ")
    buying.act("supervisor", commands.keep_apart, merge_id=first, reason="two licences")
    for one, kept in ((a, b), (b, c)):
        merge = buying.act(
            "officer",
            commands.propose_merge,
            organisation_id=one,
            kept_id=kept,
            reason="seen again",
        )
        buying.act("supervisor", commands.merge_organisations, merge_id=merge)
    with looking(buying) as (session, viewer):
        assert queries.organisation(session, viewer, a)["organisation_id"] == c
        assert [row.why for row in queries.merges(session, viewer, c).itertuples()] == [
            "",
            "",
            "two licences",
        ]
        # whatever was proposed meanwhile, what it would be kept at must stand
    d, e = body(buying, "d"), body(buying, "e")
    later = buying.act("officer", commands.propose_merge, organisation_id=d, kept_id=e, reason="x")
    gone = buying.act(
        "officer", commands.propose_merge, organisation_id=body(buying, "f"), kept_id=c, reason="x"
    )
    buying.act("supervisor", commands.merge_organisations, merge_id=gone)
    buying.act("supervisor", commands.merge_organisations, merge_id=later)


def test_the_two_flags_are_apart_and_their_history_stays(buying: Buying) -> None:
    b = body(buying, "b")
    refused(
        buying,
        rules.UnknownMark,
        "officer",
        commands.mark_organisation,
        organisation_id=b,
        mark="nice",
        is_set=True,
        reason="x",
    )
    refused(
        buying,
        NeedsReason,
        "officer",
        commands.mark_organisation,
        organisation_id=b,
        mark="commercial",
        is_set=True,
        reason="",
    )
    refused(
        buying,
        NotFound,
        "officer",
        commands.mark_organisation,
        organisation_id=10**6,
        mark="commercial",
        is_set=True,
        reason="x",
    )

    def standing() -> tuple[Any, Any]:
        with looking(buying) as (session, viewer):
            shown = queries.organisation(session, viewer, b)
            return shown["commercial"], shown["central_project"]

    def mark(name: str, *, is_set: bool) -> None:
        buying.act(
            "officer",
            commands.mark_organisation,
            organisation_id=b,
            mark=name,
            is_set=is_set,
            reason=f"{name} {is_set}",
        )

    assert standing() == (None, None)
    mark("central_project", is_set=True)
    assert standing() == (None, True)
    mark("commercial", is_set=True)
    assert standing() == (True, True)
    assert (
        buying.office.one(sa.text("SELECT is_commercial FROM organisation WHERE name = 'b'"))[0]
        == 1
    )
    mark("central_project", is_set=False)
    assert standing() == (True, False)
    with looking(buying) as (session, viewer):
        assert list(queries.marks(session, viewer, b)["reason"]) == [
            "central_project False",
            "commercial True",
            "central_project True",
        ]
        assert list(listed(session, viewer, mark="commercial").frame["name"]) == ["b"]
        assert listed(session, viewer, mark="central_project").frame.empty
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(
            buying.office.engine,
            lambda session: session.execute(sa.text("UPDATE organisation_mark SET is_set = true")),
        )


def listed(session: Session, viewer: actors.Actor, place: Asked | None = None, **only: str) -> Page:
    """One page, of three rows, of the list."""
    asked = (place or Asked(View(as_of=TODAY)))._replace(only=only)
    return paging.page(session, viewer, ORGANISATIONS._replace(size=3), asked)


def test_the_list_is_paged_and_found_by_code_or_name(buying: Buying) -> None:
    for number in range(7):
        body(buying, f"示例 {number}%")
    with looking(buying) as (session, viewer):

        def names(place: Asked) -> tuple[list[str], bool, bool, Page]:
            found = listed(session, viewer, place, q="示例")
            shown = [name[-2] for name in found.frame["name"]]
            return shown, found.has_before, found.has_after, found

        today = Asked(View(as_of=buying.day))
        *shown, first = names(today)
        assert shown == [["0", "1", "2"], False, True]
        *shown, second = names(today._replace(after=first.last, row=4))
        assert shown == [["3", "4", "5"], True, True]
        *shown, _third = names(today._replace(after=second.last, row=7))
        assert shown == [["6"], True, False]
        *shown, _back = names(today._replace(before=second.first, row=1))
        assert shown == [["0", "1", "2"], False, True]
        assert len(listed(session, viewer, q="3%").frame) == 1
        assert listed(session, viewer, q="x%").frame.empty
        with pytest.raises(NotFound):
            queries.organisation(session, viewer, 10**6)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("示例航天（北京）有限公司", "示例航天(北京)有限责任公司", True),
        ("Example Space Co., Ltd.", "EXAMPLE SPACE", True),
        ("示例航天", "示例宇航", False),
        ("有限公司", "公司", False),
    ],
)
def test_names_are_compared_without_what_people_write_differently(
    one: str, other: str, is_same: bool
) -> None:
    assert (rules.plain(one) == rules.plain(other)) is is_same
