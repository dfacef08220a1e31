"""Without sign-in only somebody at this machine is let in, and whatever is not known counts as
elsewhere.
"""

import pytest

from fund.gate import FORWARDED, FORWARDED_NAMES, is_local

AT_HOME = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8501",
        "LOCALHOST:8501",
        "127.0.0.1:8501",
        "127.3.2.1",
        "[::1]:8501",
        "[::1]",
    ],
)
def test_a_loopback_name_over_a_loopback_connection_is_this_machine(host: str) -> None:
    assert is_local(None, {"host": host})
    assert is_local("127.0.0.1", {"Host": host})
    assert is_local("::1", {"Host": host, "Origin": f"http://{host}"})
    assert is_local("::ffff:127.0.0.1", {"Host": host})


@pytest.mark.parametrize(
    "address",
    [
        "192.0.2.7",
        "10.0.0.1",
        "2001:db8::1",
        "::ffff:192.0.2.7",
        "",
        "testclient",
        "127.0.0.1, 192.0.2.7",
    ],
)
def test_a_connection_from_elsewhere_is_not(address: str) -> None:
    assert not is_local(address, AT_HOME)


@pytest.mark.parametrize(
    "name",
    [
        *sorted(FORWARDED_NAMES),
        *(f"{start}for" for start in FORWARDED),
        "X-Forwarded-Anything",
        "VIA",
    ],
)
def test_whatever_a_proxy_says_the_visitor_is_elsewhere(name: str) -> None:
    assert not is_local(None, AT_HOME | {name: "127.0.0.1"})


@pytest.mark.parametrize(
    "host",
    [
        "fund.example.cn",
        "localhost.example.cn",
        "127.0.0.1.example.cn",
        "localhost@evil.example",
        "evil.example#localhost",
        "192.0.2.7:8501",
        "[::1",
        "you@localhost",
        "localhost/x",
        "",
        "null",
        "localhost:port:8501",
        " ",
    ],
)
def test_another_name_for_this_machine_is_a_name_from_elsewhere(host: str) -> None:
    assert not is_local(None, {"Host": host})


@pytest.mark.parametrize(
    "origin", ["https://fund.example.cn", "null", "", "http://localhost.example.cn", "file://"]
)
def test_a_page_of_another_site_does_not_speak_for_this_machine(origin: str) -> None:
    assert not is_local(None, {"Host": "localhost:8501", "Origin": origin})


def test_a_visitor_who_has_hung_up_is_nobody() -> None:
    assert not is_local(None, {})
