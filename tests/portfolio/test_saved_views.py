"""A view kept under a name: one's own and shared ones are listed, and only their owner takes them
away.
"""

import pytest

from fund import db
from fund.access import actors
from fund.errors import NotFound
from fund.portfolio import commands, queries
from tests.people import Office


def listed(office: Office, part: str, page: str = "grants") -> list[tuple[str, bool]]:
    with db.reading(office.engine) as session:
        frame = queries.saved(session, actors.load(session, office.ids[part]), page)
    return list(zip(frame["title"], frame["is_mine"], strict=True))


def keep(
    office: Office, part: str, title: str, *, is_shared: bool = False, page: str = "grants"
) -> int:
    return office.act(
        part, commands.save_view, page=page, title=title, query="region=610000", is_shared=is_shared
    )


def test_one_sees_ones_own_views_first_and_those_others_share(an_office: Office) -> None:
    keep(an_office, "viewer", "mine")
    keep(an_office, "officer", "theirs")
    keep(an_office, "officer", "everybody’s", is_shared=True)
    keep(an_office, "viewer", "of another page", page="milestones")
    assert listed(an_office, "viewer") == [("mine", True), ("everybody’s", False)]
    assert listed(an_office, "decider") == [("everybody’s", False)]
    assert listed(an_office, "viewer", "milestones") == [("of another page", True)]


def test_only_its_owner_takes_a_view_away_and_once(an_office: Office) -> None:
    shared = keep(an_office, "officer", "shared", is_shared=True)
    with pytest.raises(NotFound):
        an_office.act("viewer", commands.drop_view, view_id=shared)
    an_office.act("officer", commands.drop_view, view_id=shared)
    assert listed(an_office, "viewer") == listed(an_office, "officer") == []
    with pytest.raises(NotFound):
        an_office.act("officer", commands.drop_view, view_id=shared)


def test_a_view_has_a_name_and_an_end(an_office: Office) -> None:
    with pytest.raises(commands.NoName):
        keep(an_office, "viewer", " ")
    with pytest.raises(commands.ViewTooLong):
        an_office.act("viewer", commands.save_view, page="grants", title="x", query="q" * 501)
    assert listed(an_office, "viewer") == []
