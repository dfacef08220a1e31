"""The lists of centres: the registry, what is due, what waits; each shows what a person's roles
reach, in every order.
"""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from sqlmodel import Session

from fund import clock, db
from fund.access import actors
from fund.access.actors import Actor
from fund.centres import commands, queries
from fund.centres.lists import CENTRES, QUEUE, TASKS
from fund.errors import NotAllowed
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked, Listing
from tests.centres.reporting import DAY, World, world
from tests.listing.turning import must_hold

WANTED = Asked(View(as_of=DAY))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two centres of Shandong have handed in, one of Hainan has not."""
    made = world(f"sqlite:///{tmp_path_factory.mktemp('centres')}/fund.db")
    for place, centre in enumerate(("SD-RR", "SD-OP")):
        key = made.filled(f"local {centre}", centre)
        made.act(
            f"local {centre}", commands.submit, on=date(2026, 10, 8 + place), submission_id=key
        )
    return made


@pytest.fixture
def session(here: World) -> Iterator[Session]:
    with clock.at(clock.noon(date(2026, 10, 12))), db.reading(here.office.engine) as session:
        yield session


def seen(session: Session, who: Actor, listing: Listing, **only: str) -> pd.DataFrame:
    return paging.page(session, who, listing, WANTED._replace(only=only)).frame


def somebody(session: Session, here: World, name: str) -> Actor:
    return actors.load(session, here.ids.get(name) or here.office.ids[name])


def test_each_sees_the_centres_and_tasks_their_roles_reach(session: Session, here: World) -> None:
    for name, reached in (
        ("local SD-RR", {"SD-RR"}),
        ("province 370000", {"SD-RR", "SD-OP", "T-C"}),
        ("officer", {"SD-RR", "SD-OP", "HI-SS", "T-C"}),
    ):
        who = somebody(session, here, name)
        assert set(seen(session, who, CENTRES)["code"]) == reached
        tasks = seen(session, who, TASKS)
        assert set(tasks["centre_code"]) == reached
        assert len(tasks) == len(queries.tasks(session, who))
    with pytest.raises(NotAllowed):
        seen(session, somebody(session, here, "security"), CENTRES)


def test_what_waits_lies_with_the_province_and_with_nobody_elses(
    session: Session, here: World
) -> None:
    province = somebody(session, here, "province 370000")
    waiting = seen(session, province, QUEUE)
    assert list(waiting["centre_code"]) == ["SD-RR", "SD-OP"], "the longest first"
    assert list(waiting["days"]) == [4, 3]
    assert seen(session, somebody(session, here, "province 460000"), QUEUE).empty
    assert seen(session, somebody(session, here, "reviewer"), QUEUE).empty


@pytest.mark.parametrize("listing", [CENTRES, TASKS, QUEUE], ids=["registry", "tasks", "queue"])
def test_pages_of_one_row_hold_in_every_order_and_under_every_filter(
    session: Session, here: World, listing: Listing
) -> None:
    who = somebody(session, here, "province 370000")
    some = listing._replace(size=1)
    for order in listing.orders:
        for is_descending in (False, True):
            way = WANTED._replace(order=order.name, is_descending=is_descending)
            assert must_hold(session, who, some, way) >= 2
    found = [
        must_hold(session, who, some, WANTED._replace(only={one.name: key}))
        for one in listing.filters
        for key in one.choices or ("sd-rr", "none of these")
    ]
    assert listing is QUEUE or (max(found) > 0 and min(found) == 0)
