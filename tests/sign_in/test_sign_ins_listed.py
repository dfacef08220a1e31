"""Sign-ins and accounts as lists: numbered in the order they began, whoever begins at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from fund import clock, db
from fund.access import actors
from fund.errors import NotAllowed
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.people.lists import ACCOUNTS, PEOPLE, SIGN_INS
from fund.sign_in import commands, sessions
from tests.listing.turning import must_hold
from tests.people import Office

NAMES = ("officer", "decider", "supervisor", "finance", "viewer")
WANTED = Asked(View(as_of=clock.today()))


def account(name: str) -> dict[str, str]:
    return {"iss": "https://id.example.org", "sub": f"account of {name}"}


@pytest.fixture
def came(an_office: Office) -> Office:
    """Five accounts, a sign-in of each but the last, all begun at once."""
    for name in NAMES:
        given = account(name)
        an_office.act(
            "system",
            commands.link_identity,
            person_id=an_office.ids[name],
            issuer=given["iss"],
            subject=given["sub"],
        )
    at_once = threading.Barrier(len(NAMES) - 1)

    def begin(name: str) -> None:
        at_once.wait()
        db.write(
            an_office.engine,
            lambda session: sessions.begin(session, account(name)) is not None,
            is_repeatable=True,
        )

    with ThreadPoolExecutor(len(NAMES)) as pool:
        list(pool.map(begin, NAMES[:-1]))
    return an_office


def test_sign_ins_are_numbered_one_after_another_and_turned_in_every_order(came: Office) -> None:
    with db.reading(came.engine) as session:
        who = actors.load(session, came.ids["auditor"])
        for listing in (PEOPLE, ACCOUNTS, SIGN_INS):
            for order in listing.orders:
                for is_descending in (False, True):
                    way = WANTED._replace(order=order.name, is_descending=is_descending)
                    assert must_hold(session, who, listing._replace(size=2), way) > 3
        rows = paging.page(session, who, SIGN_INS, WANTED).frame
        assert sorted(rows["number"]) == [1, 2, 3, 4]
        assert set(rows["why"]) == {"now"}
        assert all(started.startswith(str(clock.today().year)) for started in rows["started"])


def test_an_ended_sign_in_is_found_by_why_it_ended_and_a_role_by_who_holds_it(
    came: Office,
) -> None:
    came.act("security", commands.revoke_sessions, person_id=came.ids["decider"])
    with db.reading(came.engine) as session:
        who = actors.load(session, came.ids["security"])
        ended = paging.page(session, who, SIGN_INS, WANTED._replace(only={"why": "revoked"}))
        assert list(ended.frame["person_id"]) == [came.ids["decider"]]
        lasting = paging.page(session, who, SIGN_INS, WANTED._replace(only={"why": "now"}))
        assert came.ids["decider"] not in set(lasting.frame["person_id"])
        assert lasting.totals.rows == len(NAMES) - 2
        finance = paging.page(session, who, PEOPLE, WANTED._replace(only={"role": "finance"}))
        assert list(finance.frame["person_id"]) == [came.ids["finance"]]
        assert paging.page(
            session, who, PEOPLE, WANTED._replace(only={"q": finance.frame["login"].iloc[0][1:]})
        ).totals.rows
        with pytest.raises(NotAllowed):
            paging.page(session, actors.load(session, came.ids["officer"]), PEOPLE, WANTED)


def test_a_later_sign_in_has_the_next_number(came: Office) -> None:
    with clock.at(clock.now() + timedelta(minutes=5)):
        db.write(
            came.engine,
            lambda session: sessions.begin(session, account("viewer")) is not None,
            is_repeatable=True,
        )
    with db.reading(came.engine) as session:
        who = actors.load(session, came.ids["system"])
        first = paging.page(session, who, SIGN_INS, WANTED).frame.iloc[0]
    assert (first["number"], first["person_id"]) == (5, came.ids["viewer"])
