"""What others published, as lists below the fund's own: paged whichever way it is sorted, as it was
known on a day, an amount only where its currency is named.
"""

from datetime import date, timedelta

import pandas as pd

from fund import db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked, Listing
from fund.published import commands
from fund.published.lists import CONTRACTS_ELSEWHERE, GRANTS_ELSEWHERE
from fund.published.reading import read
from tests.ledger.scenario import Walk
from tests.listing.turning import must_hold
from tests.people import Office
from tests.published.samples import a_grant, a_package, a_release, as_bytes

DAY = date(2026, 3, 2)
NEXT = DAY + timedelta(days=1)


def bought(number: int, **changes: object) -> dict[str, object]:
    """A contract among several of one release."""
    return {
        "id": f"c{number}",
        "awardID": "a",
        "title": f"第 {number} 份",
        "status": "active",
        "dateSigned": f"2026-02-{number:02}T10:00:00+08:00",
        "value": {"amount": number, "currency": "CNY"},
    } | changes


def taken_in(fund: Office) -> Walk:
    """Five contracts and four grants on one day; on the next one a contract's status changed."""
    walk = Walk(fund)
    walk.day = DAY
    first = [
        bought(1),
        bought(2, dateSigned=None),
        bought(3, value={"amount": 3, "currency": "EUR"}),
        bought(4, status="nobody’s word"),
    ]
    second = a_release(ocid="ocds-213czf-2", id="r2")
    packages = [
        ("ocds", a_package(a_release(contracts=first), second)),
        ("360giving", {"grants": [granted(number) for number in range(1, 5)]}),
    ]
    for kind, package in packages:
        walk.act(
            "officer",
            commands.import_file,
            name=f"{kind}.json",
            reading=read(kind, as_bytes(package)),
        )
    walk.day = NEXT
    later = a_release(
        id="r3", date="2026-03-02T00:00:00+08:00", contracts=[bought(1, status="terminated")]
    )
    walk.act(
        "officer",
        commands.import_file,
        name="later.json",
        reading=read("ocds", as_bytes(a_package(later))),
    )
    return walk


def granted(number: int) -> dict[str, object]:
    """One of several grants, each its own."""
    return a_grant(
        id=f"360G-{number}", title=f"资助 {number}", awardDate=f"2026-02-{5 - number:02}"
    )


def listed(fund: Office, listing: Listing, day: date) -> pd.DataFrame:
    """All rows, after each order was turned both ways by pages of two."""
    some, asked = listing._replace(size=2), Asked(View(as_of=day))
    with db.reading(fund.engine) as session:
        for order in listing.orders:
            for is_descending in (False, True):
                way = asked._replace(order=order.name, is_descending=is_descending)
                assert must_hold(session, OPERATOR, some, way) > 3
        return paging.page(session, OPERATOR, listing, asked).frame


def test_contracts_stand_in_every_order_as_they_were_known_on_the_day(an_office: Office) -> None:
    taken_in(an_office)
    for day, status in ((DAY, "active"), (NEXT, "terminated")):
        rows = listed(an_office, CONTRACTS_ELSEWHERE, day).set_index("title")
        assert rows.loc["第 1 份", "status"] == status
        assert rows.loc["第 4 份", "status"] == "nobody’s word", "the publisher's own word"
        assert (rows.loc["第 3 份", "currency"], rows.loc["第 3 份", "value_fen"]) == ("EUR", 300)
        assert pd.isna(rows.loc["第 2 份", "signed_on"])
        assert set(rows["said"]) == {"unclassified"}


def test_grants_stand_in_every_order_and_without_a_currency_no_amount_is_shown(
    an_office: Office,
) -> None:
    walk = taken_in(an_office)
    walk.act(
        "officer",
        commands.import_file,
        name="more.json",
        reading=read(
            "360giving", as_bytes({"grants": [a_grant(id="360G-9", title="无币种", currency="")]})
        ),
    )
    rows = listed(an_office, GRANTS_ELSEWHERE, NEXT).set_index("title")
    assert rows.loc["资助 1", "awarded_fen"] == 25_000_000
    assert len(listed(an_office, GRANTS_ELSEWHERE, DAY)) == 4
