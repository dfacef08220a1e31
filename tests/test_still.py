"""What stands still between two acts is what would be drawn now: after every act, on every day, in
every language, for every right; and between two acts it is drawn once.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from fund import answers, clock, db
from fund.access import commands as access
from fund.access.actors import OPERATOR, load
from fund.grants.lists import GRANTS
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked, Listing
from fund.milestones.lists import MILESTONES
from fund.portfolio.lists import POSTINGS
from fund.procurement.lists import CONTRACTS
from fund.standing.lists import EARLY, LIGHTS
from fund.ui.visit import Visit
from tests.ledger.histories import begin
from tests.people import Office

KEPT = (GRANTS, CONTRACTS, MILESTONES, POSTINGS, LIGHTS, EARLY)
PAGES = ("overview", "procurement", "targets")
STEPS = 5
BEHIND = ("curve", "measures", "provinces-None", "bought")
"""Charts of the overview with a table behind each, which is opened: where nothing stands still it
is only drawn then.
"""


def drawn(
    visit: "Visit", page: str, day: str, language: str, view: dict[str, str], is_kept: bool
) -> None:
    from datetime import date

    import streamlit as st

    from fund import clock, db, ui
    from fund.errors import NotAllowed
    from fund.ledger.view import View
    from fund.screens.portfolio.overview import blocks
    from fund.screens.procurement.pictures import with_pictures
    from fund.screens.targets.everything import drawn as targets

    st.session_state["language"] = language
    st.session_state["view"] = view
    ui.speak()
    draw = {"overview": blocks, "procurement": with_pictures, "targets": targets}[page]
    with (
        clock.at(clock.noon(date.fromisoformat(day))),
        visit.reading() if is_kept else db.reading(visit.engine) as session,
    ):
        try:
            draw(visit, session, View(as_of=clock.today()))
        except NotAllowed:
            st.html("refused")


def shown(
    visit: Visit,
    page: str,
    day: str,
    *,
    is_kept: bool = True,
    language: str = "zh",
    colours: str = "light",
    **view: str,
) -> list[str]:
    """Everything a page draws, piece by piece, as it goes to the browser; ``view`` is what its
    links carry.
    """
    told = {"visit": visit, "page": page, "day": day, "language": language, "view": view}
    run = AppTest.from_function(drawn, kwargs=told | {"is_kept": is_kept})
    run.context = {"theme": colours}
    for name in BEHIND:
        run.session_state[f"f-behind-{name}-opened"] = True
    run.run(timeout=120)
    assert not run.exception, run.exception[0]
    return [str(one.proto) for kind in ("html", "plotly_chart") for one in run.get(kind)]


def statements(engine: sa.Engine, visit: Visit, page: str, day: str) -> int:
    """How many statements a page asks."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if " FROM " in statement.replace("\n", " "):
            sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        shown(visit, page, day)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(sent)


@pytest.mark.parametrize("page", PAGES)
def test_what_stands_still_is_what_would_be_drawn_now(an_office: Office, page: str) -> None:
    history = begin(an_office, 7)
    history.run(20)
    visit = Visit(an_office.engine, "test", OPERATOR)
    for _step in range(STEPS):
        history.run(1)
        day = history.day.isoformat()
        plain = shown(visit, page, day, is_kept=False)
        assert len(plain) > 5
        assert shown(visit, page, day) == plain
        assert shown(visit, page, day) == plain
    later = (history.day + timedelta(days=40)).isoformat()
    for language in ("zh", "en"):
        plain = shown(visit, page, later, is_kept=False, language=language)
        assert shown(visit, page, later, language=language) == plain


def test_what_stands_still_has_the_colours_and_the_links_of_who_sees_it(
    an_office: Office,
) -> None:
    history = begin(an_office, 7)
    history.run(20)
    visit, day = Visit(an_office.engine, "test", OPERATOR), history.day.isoformat()
    seen = []
    for way in ({}, {"colours": "dark"}, {"measure": "A3"}):
        plain = shown(visit, "overview", day, is_kept=False, **way)
        assert shown(visit, "overview", day, **way) == plain
        seen.append(plain)
    assert seen[0] != seen[1] != seen[2] != seen[0]


def test_between_two_acts_it_is_asked_for_once(an_office: Office) -> None:
    history = begin(an_office, 3)
    history.run(20)
    visit = Visit(an_office.engine, "test", OPERATOR)
    day = history.day.isoformat()
    for page in PAGES:
        first, again = (statements(an_office.engine, visit, page, day) for _time in range(2))
        assert again == 1, "the head of this moment"
        assert first > 5


def test_a_right_that_is_gone_is_shown_nothing_that_stands(an_office: Office) -> None:
    person = an_office.enter("reads", "viewer")
    day = clock.today().isoformat()

    def read() -> list[str]:
        with db.reading(an_office.engine) as session:
            visit = Visit(an_office.engine, "test", load(session, person))
        return shown(visit, "overview", day)

    assert len(read()) > 10
    assert read() == read()
    an_office.act("security", access.revoke_role, person_id=person, role="viewer")
    (said,) = read()
    assert "refused" in said


def kept_page(session: Session, listing: Listing, asked: Asked) -> paging.Page:
    """As fund.ui.listing.look keeps it."""
    place = answers.key(session, OPERATOR, f"list {listing.name}", (repr(asked),))
    assert place is not None
    return answers.answer(place, lambda: paging.page(session, OPERATOR, listing, asked))


def test_a_kept_page_of_a_list_is_what_the_database_says_after_every_act(
    an_office: Office,
) -> None:
    history = begin(an_office, 11)
    for _step in range(40):
        history.run(1)
        with clock.at(clock.noon(history.day)), db.reading(an_office.engine) as session:
            answers.may_keep(session)
            for listing in KEPT:
                asked = Asked(View(as_of=history.day))
                for _time in range(2):
                    kept = kept_page(session, listing, asked)
                plain = paging.page(session, OPERATOR, listing, asked)
                assert kept.frame.equals(plain.frame), listing.name
                assert kept[1:] == plain[1:], listing.name


def one_part(visit: "Visit", says: str, drawn: list[str]) -> None:
    import streamlit as st

    from fund.ui.still import still

    def draw(found: str) -> None:
        drawn.append(found)
        st.html(f"<p>{found}</p>")

    st.session_state["language"] = "zh"
    with visit.reading() as session:
        still(visit, session, f"part on {visit.engine.dialect.name}", lambda: says, draw)


def test_after_an_act_only_what_says_something_else_is_drawn_anew(an_office: Office) -> None:
    history = begin(an_office, 5)
    visit, drawn = Visit(an_office.engine, "test", OPERATOR), list[str]()
    seen = []
    for says in ("one", "one", "another", "one"):
        history.run(1)
        run = AppTest.from_function(
            one_part, kwargs={"visit": visit, "says": says, "drawn": drawn}
        ).run()
        assert not run.exception, run.exception[0]
        seen.append(run.get("html")[0].proto.body)
    assert seen == ["<p>one</p>", "<p>one</p>", "<p>another</p>", "<p>one</p>"]
    assert drawn == ["one", "another"]
