"""Without sign-in: a demonstration opens at this machine by its plain address, anything real by the
secret printed at start, and by nothing else; page and stream alike.
"""

import http.client
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus

from fund import db, schema, visitors
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.i18n import speaking
from fund.ui import sign_in
from tests.people import office
from tests.proxying import proxied
from tests.serving import ROOT, WAYS_IN, forked, free_port, serving, wait_for
from tests.streaming import Window, elements, text
from tests.test_gate import FORWARDED

WHO = "您是谁？"


@dataclass
class House:
    """A served database and the browser of somebody who is let in there."""

    address: str
    window: Window

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0


@pytest.fixture(scope="module", params=["demonstration", "real"])
def house(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Both kinds of database that are somebody's to look at here: one without secrets, one with."""
    folder = tmp_path_factory.mktemp(request.param)
    yield from served(folder, request.param)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    yield from served(tmp_path_factory.mktemp("real"), "real")


def served(folder: Path, kind: str) -> Iterator[House]:
    url = f"sqlite:///{folder}/fund.db"
    schema.upgrade(db.engine(url))
    db.write(db.engine(url), lambda session: db.mark(session, kind))
    for login in ("viewer", "officer"):
        db.write(
            db.engine(url),
            lambda session, login=login: access.add_person(  # type: ignore[misc]
                session, OPERATOR, login=login, name=login, roles=[login]
            ),
        )
    with serving(folder / "log", {"FUND_DATABASE_URL": url}, start=forked) as address:
        yield House(address, Window(address))


def page(
    house: House, headers: list[tuple[str, str]], *, path: str = "/", cookies: bool = True
) -> tuple[int, str, Mapping[str, str]]:
    """What a page's address gives for headers sent as they stand, the cookies of somebody who is
    let in with them.
    """
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    told = "; ".join(f"{name}={value}" for name, value in house.window.cookies.items())
    for name, value in [*headers, *([("Cookie", told)] if cookies else [])]:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def stream(house: House, headers: list[tuple[str, str]], *, cookies: bool = True) -> int:
    """The status a stream's handshake gives."""
    handshake = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True, skip_accept_encoding=True)
    told = "; ".join(f"{name}={value}" for name, value in house.window.cookies.items())
    for name, value in [*handshake, *headers, *([("Cookie", told)] if cookies else [])]:
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def ours(house: House) -> list[tuple[str, str]]:
    return [("Host", f"localhost:{house.port}"), ("Origin", house.address)]


def test_somebody_here_by_a_page_of_ours_is_let_in(house: House) -> None:
    status, body, _headers = page(house, ours(house))
    assert (status, "<script" in body) == (200, True)
    assert stream(house, ours(house)) == 101
    assert page(house, ours(house)[:1])[0] == 200  # an address typed in comes from no page


@pytest.mark.parametrize("name", FORWARDED)
def test_whoever_comes_through_a_proxy_that_says_so_is_elsewhere(house: House, name: str) -> None:
    # capitals are the same on the wire, as tests/test_gate.py shows of what is read there
    for spelt in (name, name.replace("-", "_")):
        through = [*ours(house), (spelt, "127.0.0.1")]
        status, body, _headers = page(house, through)
        assert (status, "<script" in body) == (403, False), spelt
        assert stream(house, through) == 403, spelt


ELSEWHERE: dict[str, Callable[[int], list[tuple[str, str]]]] = {
    "a foreign page": lambda at: [("Host", f"localhost:{at}"), ("Origin", "https://evil.example")],
    "a page of no origin": lambda at: [("Host", f"localhost:{at}"), ("Origin", "null")],
    "a file": lambda at: [("Host", f"localhost:{at}"), ("Origin", "file://")],
    "another port": lambda at: [("Host", f"localhost:{at}"), ("Origin", "http://localhost:3000")],
    "no port": lambda at: [("Host", f"localhost:{at}"), ("Origin", "http://localhost")],
    "another scheme": lambda at: [
        ("Host", f"localhost:{at}"),
        ("Origin", f"https://localhost:{at}"),
    ],
    "another loopback name": lambda at: [
        ("Host", f"localhost:{at}"),
        ("Origin", f"http://127.0.0.1:{at}"),
    ],
    "two pages": lambda at: [
        ("Host", f"localhost:{at}"),
        ("Origin", f"http://localhost:{at}"),
        ("Origin", "https://evil.example"),
    ],
    "two hosts": lambda at: [
        ("Host", f"localhost:{at}"),
        ("Host", "evil.example"),
        ("Origin", f"http://localhost:{at}"),
    ],
    "two hosts, ours last": lambda at: [
        ("Host", "evil.example"),
        ("Host", f"localhost:{at}"),
        ("Origin", f"http://localhost:{at}"),
    ],
    "a host twice": lambda at: [
        ("Host", f"localhost:{at}"),
        ("Host", f"localhost:{at}"),
        ("Origin", f"http://localhost:{at}"),
    ],
    "a host at another port": lambda _at: [
        ("Host", "localhost:3000"),
        ("Origin", "http://localhost:3000"),
    ],
    **{
        f"rebinding, {name}": lambda at, name=name: [  # type: ignore[misc]
            ("Host", f"{name}:{at}"),
            ("Origin", f"http://{name}:{at}"),
        ]
        for name in (
            *("evil.example", "localtest.me", "127.0.0.1.nip.io", "localhost.evil.example"),
            *("localhost.", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "[::]"),  # noqa: S104
        )
    },
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_a_page_that_is_not_ours_is_refused_with_the_cookie_of_somebody_let_in(
    house: House, case: str
) -> None:
    headers = ELSEWHERE[case](house.port)
    status, body, _headers = page(house, headers)
    assert status in {400, 403}
    assert "<script" not in body
    assert stream(house, headers) in {400, 403}


def test_a_stream_that_does_not_say_its_page_is_refused(house: House) -> None:
    assert stream(house, ours(house)[:1]) == 403
    assert stream(house, []) in {400, 403}


@pytest.mark.parametrize("is_upgrading", [False, True], ids=["as it comes", "streams passed on"])
def test_a_proxy_here_that_says_nothing_lets_nobody_at_the_fund(
    house: House, *, is_upgrading: bool
) -> None:
    with proxied(house.port, is_upgrading=is_upgrading) as public:
        at = House(f"http://127.0.0.1:{urlsplit(public).port}", house.window)
        told = [("Host", urlsplit(public).netloc), ("Origin", public)]
        # the Host of the upstream hides the name; what a browser says of its page does not
        for headers in (told, told[:1]):
            for has_cookies in (True, False):
                assert stream(at, headers, cookies=has_cookies) != 101
        status, body, _headers = page(at, told[:1], cookies=False)
        is_open = page(house, ours(house)[:1], cookies=False)[0] == 200
        # of a demonstration the empty frame goes out, of anything real not even that
        assert (status == 200) is is_open
        assert WHO not in body
        assert "示例" not in body


STORED = ("/media/x", "/_stcore/upload_file/a/b", "/file/x", "/static/js/index.js", "/grants")


def test_a_real_database_opens_by_the_secret_alone(real: House) -> None:
    for path in ("/", *STORED, "/_stcore/host-config"):
        status, body, _headers = page(real, ours(real)[:1], path=path, cookies=False)
        assert status == 403, path
        assert "<script" not in body
    assert "启动时" in page(real, ours(real)[:1], cookies=False)[1]
    assert stream(real, ours(real), cookies=False) == 403
    for wrong in ("x", "", visitors.SECRET, "%00"):
        assert page(real, ours(real)[:1], path=f"/?token={wrong}", cookies=False)[0] == 403


def test_the_secret_is_exchanged_for_a_cookie_no_script_sees(real: House) -> None:
    way_in = WAYS_IN[real.address]
    assert re.fullmatch(rf"{real.address}/\?token=[\w-]{{43}}", way_in)
    query = urlsplit(way_in).query
    status, _body, headers = page(
        real, ours(real)[:1], path=f"/grants?region=610000&{query}", cookies=False
    )
    assert (status, headers["location"]) == (303, "/grants?region=610000")
    cookie = headers["set-cookie"]
    assert cookie.startswith(f"fund-{real.port}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert query.partition("=")[2] not in cookie


@pytest.mark.parametrize("path", ["//evil.example/?", "/\\evil.example?", "/%2f%2fevil.example?"])
def test_the_secret_leads_to_no_other_host(real: House, path: str) -> None:
    query = urlsplit(WAYS_IN[real.address]).query
    status, _body, headers = page(real, ours(real)[:1], path=path + query, cookies=False)
    assert status in {303, 400, 404}
    assert not re.match(r"(\w+:)?[/\\]{2}", headers.get("location", "/"))


def test_the_secret_lets_nobody_in_from_elsewhere(real: House) -> None:
    query = urlsplit(WAYS_IN[real.address]).query
    for headers in (
        [*ours(real), ("X-Forwarded-For", "192.0.2.7")],
        [("Host", "evil.example")],
        [ours(real)[0], ("Origin", "https://evil.example")],
    ):
        status, _body, answered = page(real, headers, path=f"/?{query}", cookies=False)
        assert status == 403
        assert "set-cookie" not in answered


def test_the_secret_is_not_written_down_when_it_is_used(real: House, tmp_path: Path) -> None:
    office(f"sqlite:///{tmp_path}/fund.db")
    settings = {"FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db"}
    with serving(tmp_path / "log", settings, start=forked) as address:
        secret = urlsplit(WAYS_IN[address]).query.partition("=")[2]
        Window(address)
        assert (tmp_path / "log").read_text(encoding="utf-8").count(secret) == 1


def test_a_cookie_of_an_earlier_start_opens_nothing(real: House, tmp_path: Path) -> None:
    office(f"sqlite:///{tmp_path}/fund.db")
    settings = {"FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db"}
    with serving(tmp_path / "log", settings, start=forked) as address:
        before = Window(address)
    port = urlsplit(address).port or 0
    with serving(tmp_path / "log", settings, port=port, start=forked) as again:
        assert (
            stream(House(again, before), [("Host", f"localhost:{port}"), ("Origin", again)]) == 403
        )


def test_whom_one_chose_to_be_is_kept_through_a_reload_and_for_nobody_else(house: House) -> None:
    tab = house.window.tab()
    drawn = tab.open()
    assert WHO in text(drawn)
    picker = next(one.selectbox for one in elements(drawn) if one.selectbox.id)
    assert text(tab.choose(picker.id, "viewer · 查看")) != text(drawn)
    tab.close()
    reloaded = house.window.tab().open()
    assert WHO not in text(reloaded)
    other = Window(house.address)
    assert WHO in text(other.tab().open())


def test_a_new_database_closes_its_plain_address_when_it_becomes_real(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    schema.upgrade(db.engine(url))
    with serving(tmp_path / "log", {"FUND_DATABASE_URL": url}, start=forked) as address:
        plain = Window(address, comes_in=False)
        plain.http.get("/", headers={"Accept": "text/html"})
        tab = plain.tab()
        assert "新数据库" in text(tab.open())
        db.write(db.engine(url), lambda session: db.mark(session, "real"))
        # the page that stood open, a reload, the stream, and what is stored
        assert "新数据库" not in text(tab.open())
        assert "启动时" in text(tab.open())
        assert plain.http.get("/", headers={"Accept": "text/html"}).status_code == 403
        assert plain.http.get("/media/x").status_code == 403
        with pytest.raises(InvalidStatus):
            plain.tab()
        knows = Window(address)
        assert WHO in text(knows.tab().open())


def test_a_new_database_that_becomes_real_without_the_setting_shows_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    schema.upgrade(db.engine(url))
    settings = {"FUND_DATABASE_URL": url, visitors.SETTING: ""}
    with serving(tmp_path / "log", settings, start=forked) as address:
        window = Window(address)
        assert window.http.get("/", headers={"Accept": "text/html"}).status_code == 200
        db.write(db.engine(url), lambda session: db.mark(session, "real"))
        answer = window.http.get("/", headers={"Accept": "text/html"})
        assert answer.status_code == 403
        assert f"{visitors.SETTING}={visitors.YES}" in answer.text


def test_the_plain_start_of_streamlit_shows_one_sentence(tmp_path: Path) -> None:
    port = free_port()
    office(f"sqlite:///{tmp_path}/fund.db")
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [
                *(str(ROOT / ".venv/bin/python"), "-m", "streamlit", "run", "dashboard.py"),
                *("--server.port", str(port)),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db",
            },
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://localhost:{port}"
        wait_for(f"{address}/_stcore/health", process, tmp_path / "log")
        WAYS_IN[address] = address
        for path in ("", "budget", "people"):
            drawn = Window(address).tab().open(path)
            assert WHO not in text(drawn)
            assert any("make run" in one.alert.body for one in elements(drawn)), path
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_said_at_a_closed_door_is_said_in_both_languages(language: str) -> None:
    with speaking(language):
        told = [sign_in.closed(why) for why in ("elsewhere", "secret", "setting")]
    for title, lines in told:
        assert all(bool(re.search("[一-鿿]", one)) is (language == "zh") for one in (title, *lines))
