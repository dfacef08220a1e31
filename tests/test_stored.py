"""What is kept in memory for pages goes to whom it is for, however its address is spelt; what is
handed in has a measure, and a page is nobody else's to fill.
"""

import ast
import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import sqlalchemy as sa
from streamlit.proto.BackMsg_pb2 import BackMsg

from fund import acts
from fund.sign_in import commands
from fund.ui import stored
from tests.centres.reporting import world
from tests.people import office
from tests.serving import ROOT, forked, free_port, serving
from tests.streaming import ISSUER, XSRF, Window, links, provider_file, signed_in

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda to: to,
    ".png": lambda to: f"{to}.png",
    ".svg": lambda to: f"{to}.svg",
    ".ico": lambda to: f"{to}.ico",
    ".PNG": lambda to: f"{to}.PNG",
    "an encoded ending": lambda to: f"{to}%2epng",
    "an ending twice encoded": lambda to: f"{to}%252epng",
    "a query": lambda to: f"{to}?x=.png",
    "a parameter": lambda to: f"{to};.png",
    "a null": lambda to: f"{to}%00.png",
    "a slash at the end": lambda to: f"{to}/",
    "two slashes": lambda to: to.replace("/", "//", 1),
    "two slashes within": lambda to: "/" + to[1:].replace("/", "//", 1),
    "a dot": lambda to: f"/.{to}",
    "two dots": lambda to: f"/static/..{to}",
    "encoded dots": lambda to: f"/static/%2e%2e{to}",
    "encoded slashes": lambda to: "/" + to[1:].replace("/", "%2f"),
    "a backslash": lambda to: "/" + to[1:].replace("/", "%5c", 1),
    "capitals": lambda to: to.replace("media", "MEDIA").replace("upload", "UPLOAD"),
    "encoded letters": lambda to: to.replace("m", "%6d", 1).replace("u", "%75", 1),
}
STORES = ("media", "upload", "file")
PEOPLE = ("nobody", "somebody else", "an ended sign-in")


@dataclass
class Kept:
    """Two people with the same things kept for each; the second one's sign-in has ended since."""

    hers: dict[str, str]
    theirs: dict[str, str]
    windows: dict[str, Window]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("stored")
    made = world(f"sqlite:///{folder}/fund.db")
    ids = {name: made.office.ids[name] for name in ("viewer", "auditor", "finance")}
    ids["clerk"] = made.ids["local SD-RR"]
    ids["ended clerk"] = made.person("second clerk", "local", "SD-RR")
    for subject, person in ids.items():
        acts.perform(
            made.office.engine,
            made.office.ids["system"],
            commands.link_identity,
            person_id=person,
            issuer=ISSUER,
            subject=subject,
        )
    port = free_port()
    settings = {
        "FUND_DATABASE_URL": f"sqlite:///{folder}/fund.db",
        "FUND_SIGN_IN": str(provider_file(folder, port)),
        "FUND_NOW": "2026-10-08",
    }
    issued = int(time.mktime((2026, 10, 8, 0, 0, 0, 0, 0, 0)))
    with serving(folder / "log", settings, port=port, start=forked) as address:

        def window(subject: str) -> Window:
            return Window(address, signed_in(subject, port, issued))

        windows = {"nobody": Window(address)}
        windows |= {name: window(name) for name in ("viewer", "finance", "ended clerk", "clerk")}
        windows["somebody else"] = window("auditor")
        windows["somebody else"].tab().open("people")
        hers, ended = _places(windows["clerk"]), _places(windows["ended clerk"])
        tabs = {name: windows[name].tab() for name in ("viewer", "finance")}
        drawn = {name: tab.open("grants") for name, tab in tabs.items()}
        # nothing is drawn from here on: with the next run Streamlit forgets what nobody shows
        hers["media"] = tabs["viewer"].download(drawn["viewer"])
        ended["media"] = tabs["finance"].download(drawn["finance"])
        for ending in ("finance", "ended clerk"):
            _end(made.office.engine, made.office.ids["security"], ids[ending])
        yield Kept(hers, ended, windows)


def _places(window: Window) -> dict[str, str]:
    tab = window.tab()
    ticket = links(tab.open("filing", "centre=SD-RR&report=2026-Q3"))[0]
    return {"upload": tab.places()[0], "file": f"/{ticket}"}


def _end(engine: sa.Engine, by: int, person: int) -> None:
    acts.perform(engine, by, commands.revoke_sessions, person_id=person)


def asked(window: Window, store: str, to: str) -> tuple[int, bytes]:
    """What an address gives, sent as it is written; where it leads on to, that."""
    content = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nPK\r\n--x--\r\n'
    )
    place = urlsplit(window.address)
    for _hop in range(3):
        connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in window.cookies.items())
        headers = {"Cookie": cookies, "X-Xsrftoken": window.cookies[XSRF]}
        if store == "upload":
            headers["Content-Type"] = "multipart/form-data; boundary=x"
            connection.request("PUT", to, content, headers)
        else:
            connection.request("GET", to, headers=headers)
        answer = connection.getresponse()
        body, onward = answer.read(), answer.getheader("Location")
        connection.close()
        if not onward:
            break
        to = onward.removeprefix(window.address)
    return answer.status, body


def whoever(kept: Kept, store: str, who: str) -> tuple[Window, str]:
    """Who asks, and for what: an ended sign-in asks for what was its own."""
    if who != "an ended sign-in":
        return kept.windows[who], kept.hers[store]
    return kept.windows["finance" if store == "media" else "ended clerk"], kept.theirs[store]


@pytest.mark.parametrize("store", STORES)
def test_whom_it_is_for_has_it(kept: Kept, store: str) -> None:
    window = kept.windows["viewer" if store == "media" else "clerk"]
    status, body = asked(window, store, kept.hers[store])
    assert status == (204 if store == "upload" else 200)
    assert store == "upload" or body.startswith(b"PK")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nobody_else_has_it_however_its_address_is_spelt(
    kept: Kept, spelling: str, store: str, who: str
) -> None:
    window, to = whoever(kept, store, who)
    status, body = asked(window, store, SPELLINGS[spelling](to))
    assert status in {400, 403, 404, 405}, (status, body[:80])
    assert not body.startswith(b"PK")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PATCH"])
@pytest.mark.parametrize("store", STORES)
def test_no_other_method_says_that_it_is_there(kept: Kept, store: str, method: str) -> None:
    for who in PEOPLE:
        window, to = whoever(kept, store, who)
        assert window.http.request(method, to).status_code in {403, 404, 405}


def test_nobody_takes_a_file_out_of_somebody_elses_page(kept: Kept) -> None:
    hers = kept.windows["clerk"]
    assert hers.put(kept.hers["upload"], b"mine").status_code == 204
    for who in ("nobody", "somebody else", "viewer"):
        assert kept.windows[who].delete(kept.hers["upload"]).status_code == 403
        assert kept.windows[who].put(kept.hers["upload"], b"another").status_code == 403
    assert hers.delete(kept.hers["upload"]).status_code == 204


def test_a_session_of_another_sign_in_is_not_gone_on_with(kept: Kept) -> None:
    hers = kept.windows["viewer"].tab()
    hers.open("grants")
    for who in ("somebody else", "nobody"):
        taken = kept.windows[who].tab(session=hers.session)
        taken.open("grants")
        assert taken.session != hers.session
    hers.close()
    again = kept.windows["viewer"].tab(session=hers.session)
    again.open("grants")
    assert again.session == hers.session


@pytest.fixture
def house(tmp_path: Path) -> Iterator[str]:
    """A real office without sign-in."""
    office(f"sqlite:///{tmp_path}/fund.db")
    with serving(
        tmp_path / "log", {"FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db"}, start=forked
    ) as address:
        yield address


def test_what_is_handed_in_has_a_measure_for_each_and_for_all(
    house: str, record_property: Callable[[str, object], None]
) -> None:
    file, per_visitor = bytes(19 * stored.MEGABYTE), []
    windows = [Window(house) for _one in range(6)]
    tabs = [window.tab() for window in windows]
    for window, tab in zip(windows, tabs, strict=True):
        tab.open()
        answers = [window.put(place, file) for place in tab.places(12)]
        per_visitor.append(sum(answer.status_code == 204 for answer in answers))
        assert {answer.status_code for answer in answers} <= {204, 413}
        assert "There is no room for this file now" in answers[-1].text
        assert "放不下" in answers[-1].text
    record_property("files_of_19_MB_taken_of_12_each", per_visitor)
    assert per_visitor == [5, 5, 5, 5, 2, 0]
    assert sum(per_visitor) * len(file) <= stored.MOST_OF_ALL
    for tab in tabs[:5]:
        tab.close()
    tabs[5].open()


def test_room_is_there_again_when_a_file_is_taken_away(house: str) -> None:
    window = Window(house)
    tab = window.tab()
    tab.open()
    places = tab.places(7)
    file = bytes(20 * stored.MEGABYTE)
    assert [window.put(place, file).status_code for place in places[:6]] == [204] * 5 + [413]
    assert window.delete(places[0]).status_code == 204
    assert window.put(places[6], file).status_code == 204


def test_very_many_small_files_are_no_way_around_it(house: str) -> None:
    window = Window(house)
    tab = window.tab()
    tab.open()
    place = tab.places()[0]
    most = stored.MOST_OF_ONE // stored.LEAST_OF_A_FILE
    answers = [window.put(f"{place[:-4]}{n:04d}", b"").status_code for n in range(most + 3)]
    assert answers[most - 1 :] == [204, 413, 413, 413]


def test_a_file_without_its_length_is_refused(house: str) -> None:
    window = Window(house)
    tab = window.tab()
    tab.open()
    answer = window.http.put(tab.places()[0], content=iter([b"a", b"b"]))
    assert answer.status_code == 411


def test_another_browser_on_this_machine_has_nothing_of_it(house: str) -> None:
    one, other = Window(house), Window(house)
    tab = one.tab()
    tab.open()
    place = tab.places()[0]
    assert other.put(place, b"x").status_code == 403
    assert other.delete(place).status_code == 403
    taken = other.tab(session=tab.session)
    taken.open()
    assert taken.session != tab.session
    assert one.put(place, b"x").status_code == 204


COUNTING = """
import secrets
import streamlit as st

@st.cache_data
def drawn():
    return secrets.token_hex(8)

st.html(f"<p>{drawn()}</p>")
"""


def test_what_no_page_needs_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "counting.py").write_text(COUNTING, encoding="utf-8")
    (tmp_path / "counted.py").write_text(
        "from pathlib import Path\nfrom fund.asgi import serve\n"
        "app = serve(Path(__file__).with_name('counting.py'))\n",
        encoding="utf-8",
    )
    settings = {"FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db"}
    with serving(tmp_path / "log", settings, "counted:app", start=forked) as address:
        tab = Window(address).tab()
        before = tab.open()
        for unneeded in unneeded_messages(tab.session):
            tab.say(unneeded)
        after = tab.open()
        assert [one.html.body for one in _html(before)] == [one.html.body for one in _html(after)]
        kinds = {one.WhichOneof("type") for one in after}
        assert kinds.isdisjoint({"git_info_changed", "backend_operation_response"})
        assert not any(one.session_status_changed.run_on_save for one in after)


def unneeded_messages(session: str) -> list[BackMsg]:
    """One of each kind that our pages never send."""
    made = [BackMsg() for _one in range(7)]
    made[0].clear_cache = True
    made[1].set_run_on_save = True
    made[2].load_git_info = True
    made[3].debug_shutdown_runtime = True
    made[4].debug_disconnect_websocket = True
    made[5].backend_operation_request.install_skills.SetInParent()
    made[6].backend_operation_request.dismiss_skills_nudge.SetInParent()
    for one in made[5:]:
        one.backend_operation_request.session_id = session
    return made


def _html(heard: list) -> list:  # type: ignore[type-arg]
    return [one.delta.new_element for one in heard if one.delta.new_element.html.body]


@pytest.mark.parametrize(
    "path",
    [*SPELLINGS],
)
def test_every_spelling_leads_to_its_store_or_to_none(path: str) -> None:
    for to in ("/media/abc.xlsx", "/_stcore/upload_file/s/f", "/file/ticket"):
        plain = unquote(SPELLINGS[path](to).partition("?")[0])
        assert stored.store_of(plain) is not None


def test_every_download_of_a_page_is_marked_for_whom_it_is() -> None:
    unmarked = []
    for file in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "fund").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.download_button":
                given = [*node.args, *(word.value for word in node.keywords)]
                if not any(ast.unparse(one).split("(")[0].endswith("for_me") for one in given):
                    unmarked.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert unmarked == []


def test_other_addresses_lead_to_no_store() -> None:
    for path in ("/", "/grants", "/static/js/index.js", "/mediation", "/filing", "/files/x"):
        assert stored.store_of(path) is None
