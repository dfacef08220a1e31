"""A part of a page that is drawn again alone asks who looks, as the page does."""

from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from fund import db
from fund.access import actors
from fund.access import commands as access
from fund.i18n import _, speaking
from fund.ui import part
from tests.people import Office, office
from tests.serving import forked, serving
from tests.streaming import Tab, Window, elements, text

PAGE = "conjunctions"
BOARD = "预警按发出时的级别计数"
"""What stands above the events and nowhere else."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    folder = tmp_path_factory.mktemp("parts")
    url = f"sqlite:///{folder}/fund.db"
    made = office(url)
    with serving(folder / "log", {"FUND_DATABASE_URL": url}, start=forked) as address:
        yield made, address


def come(address: str, who: str) -> Tab:
    """Somebody at this machine, who said who they are."""
    tab = Window(address).tab()
    picker = next(one.selectbox for one in elements(tab.open()) if one.selectbox.id)
    tab.choose(picker.id, next(words for words in picker.options if words.startswith(who)))
    return tab


def again(tab: Tab, part: str) -> list[ForwardMsg]:
    """What the page's own stream has when one part is asked for alone."""
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.fragment_id = PAGE, part
    tab.say(message)
    heard = tab.hear("script_finished")
    early = ForwardMsg.ScriptFinishedStatus.Value("FINISHED_EARLY_FOR_RERUN")
    return heard + (tab.hear("script_finished") if heard[-1].script_finished == early else [])


def test_a_role_taken_away_closes_a_part_as_it_closes_the_page(house: tuple[Office, str]) -> None:
    made, address = house
    looker = made.enter("looker", "viewer")
    with speaking("zh"):
        refused = _("Your roles do not include seeing the portfolio")
    tab = come(address, "looker")
    whole = tab.open(PAGE)
    (known,) = {one.delta.fragment_id for one in whole} - {""}
    alone = text(again(tab, known))
    assert BOARD in alone
    assert len(alone) < len(text(whole)) / 2, "and nothing else of the page"
    assert refused not in alone
    made.act("security", access.revoke_role, person_id=looker, role="viewer")
    after = text(again(tab, known))
    assert refused in after
    assert BOARD not in after


def test_a_sign_in_that_ended_closes_a_part(house: tuple[Office, str]) -> None:
    made, _address = house
    with db.reading(made.engine) as session:
        actor = actors.load(session, made.ids["officer"])
    assert part._is_still(part.Here(made.engine, actor, None))
    assert not part._is_still(part.Here(made.engine, actor, "a sign-in nobody began"))
