"""Served as it will be used: closed to those elsewhere, with headers, compressed, in the language
asked for, asking no other host.
"""

import asyncio
import gzip
import http.client
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.responses import PlainTextResponse

from fund.asgi import HEADERS, Shell
from tests.serving import ROOT, serving

MOST_ON_THE_WIRE = 3_500_000
CHART = """
import plotly.graph_objects as go, streamlit as st
from fund.ui import style
st.set_page_config(page_icon=style.favicon())
st.title("A chart")
st.dataframe({"a": [1, 2]})
st.plotly_chart(go.Figure(go.Bar(x=["a", "b"], y=[1, 2])), config={"displayModeBar": False})
st.caption("Drawn.")
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("fresh")
    with serving(folder / "log", {"FUND_DATABASE_URL": f"sqlite:///{folder}/fund.db"}) as address:
        yield address


def ask(
    address: str, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    connection.request(
        method,
        path,
        headers={"Host": place.netloc}
        | {name.replace("_", "-"): value for name, value in headers.items()},
    )
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_the_page_names_the_fund_and_its_language(fresh: str) -> None:
    _status, _headers, chinese = ask(fresh, "/")
    assert b'<html lang="zh-CN">' in chinese
    assert "<title>国家商业航天发展基金</title>".encode() in chinese
    _status, _headers, english = ask(fresh, "/?lang=en")
    assert b'<html lang="en-GB">' in english
    assert b"<title>Commercial Space Fund</title>" in english


def test_the_other_language_is_never_answered_from_a_stored_page(fresh: str) -> None:
    _status, headers, _body = ask(fresh, "/", Accept="text/html")
    assert "etag" not in headers
    status, _headers, body = ask(
        fresh,
        "/?lang=en",
        Accept="text/html",
        If_None_Match="*",
        If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT",
    )
    assert status == 200
    assert b'<html lang="en-GB">' in body


@pytest.mark.parametrize(
    "path", ["/", "/overview", "/readyz", "/_stcore/health", "/_stcore/metrics"]
)
def test_every_answer_carries_the_headers(fresh: str, path: str) -> None:
    _status, headers, _body = ask(fresh, path)
    assert {name.decode(): headers.get(name.decode()) for name in HEADERS} == {
        name.decode(): value.decode() for name, value in HEADERS.items()
    }


def test_nothing_of_another_host_and_no_compiling_in_the_page_is_allowed(fresh: str) -> None:
    _status, headers, _body = ask(fresh, "/")
    policy = headers["content-security-policy"]
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_the_overview_answers_to_its_name_and_keeps_the_view(fresh: str) -> None:
    status, headers, _body = ask(fresh, "/overview?region=610000&lang=en")
    assert (status, headers["location"]) == (307, "/?region=610000&lang=en")


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/overview/_stcore/metrics"]
)
def test_metrics_and_agents_are_closed(fresh: str, path: str) -> None:
    status, _headers, body = ask(fresh, path)
    assert (status, body) == (404, b"")


def test_pages_and_scripts_are_compressed(fresh: str) -> None:
    _status, headers, body = ask(fresh, "/", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert b"<title>" in gzip.decompress(body)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "fund.example.cn"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"Origin": "https://fund.example.cn"},
        {"Host": "192.0.2.7:8501"},
    ],
    ids=["another name", "through a proxy", "another site", "an address"],
)
@pytest.mark.parametrize(
    "path", ["/", "/grants", "/_stcore/host-config", "/media/anything.xlsx", "/static/js/index.js"]
)
def test_somebody_elsewhere_is_told_that_sign_in_is_missing_and_nothing_more(
    fresh: str, path: str, headers: dict[str, str]
) -> None:
    status, answered, body = ask(fresh, path, **headers)
    assert status == 403
    assert "本系统尚未" in body.decode() or "登录" in body.decode()
    assert b"<script" not in body
    assert "content-security-policy" in answered


def test_somebody_elsewhere_may_see_that_the_process_answers(fresh: str) -> None:
    status, _headers, body = ask(fresh, "/readyz", Host="fund.example.cn")
    assert (status, body) == (200, b'{"ok":true}')


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"X_Real_IP": "192.0.2.7"}],
)
def test_a_stream_from_elsewhere_is_refused(fresh: str, headers: dict[str, str]) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    status, _headers, _body = ask(fresh, "/_stcore/stream", **handshake, **headers)
    assert status == 403


def test_a_visitor_at_this_machine_gets_the_stream(fresh: str) -> None:
    place = urlsplit(fresh)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    for name, value in [
        ("Host", place.netloc),
        ("Origin", fresh),
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]:
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 101
    connection.close()


def through_the_shell(scope: dict[str, Any]) -> list[dict[str, Any]]:
    """What the shell sends for one request, in front of an application that would show
    everything.
    """
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as elsewhere:  # a browser’s loop may be running in this thread
        elsewhere.submit(
            asyncio.run, Shell(PlainTextResponse("the ledger"))(scope, receive, send)
        ).result()
    return sent


@pytest.mark.parametrize(
    ("client", "status"),
    [(("127.0.0.1", 5), 200), (("::1", 5), 200), (("192.0.2.7", 5), 403), (None, 403)],
)
def test_the_connection_itself_must_be_of_this_machine(
    client: tuple[str, int] | None, status: int
) -> None:
    sent = through_the_shell(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", b"localhost:8501")],
            "client": client,
            "server": ("127.0.0.1", 8501),
        }
    )
    assert sent[0]["status"] == status
    assert (b"the ledger" in sent[1]["body"]) is (status == 200)


def test_two_processes_on_one_port_are_refused() -> None:
    command = [
        sys.executable,
        "-c",
        (
            "import multiprocessing as m, runpy\nif __name__ == '__main__':\n p ="
            " m.get_context('fork').Process(target=__import__, args=('fund.asgi',)); p.start();"
            " p.join(); raise SystemExit(p.exitcode)"
        ),
    ]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "One process a port" in refused.stderr


def loaded(page: Any, address: str, *, until: str) -> tuple[int, set[str], list[str]]:
    """Open an address with nothing stored: bytes on the wire, hosts asked, what the console
    complained of.
    """
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    hosts: set[str] = set()
    complaints: list[str] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(event["response"]["payloadData"])),
    )
    page.on(
        "request",
        lambda request: hosts.add(
            urlsplit(request.url.removeprefix("blob:")).hostname or request.url
        ),
    )
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname or ""))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector(until)
    page.wait_for_load_state("networkidle")
    return round(sum(sizes)), hosts, complaints


@pytest.mark.browser
def test_the_first_page_of_a_new_database_is_light_and_asks_nobody_else(
    page: Any, fresh: str, record_property: Any
) -> None:
    size, hosts, complaints = loaded(page, fresh, until="h1")
    record_property("bytes_on_the_wire", size)
    assert size <= MOST_ON_THE_WIRE
    assert hosts == {"localhost"}
    assert complaints == []


@pytest.mark.browser
def test_charts_and_tables_draw_under_the_policy(
    page: Any, tmp_path: Path, record_property: Any
) -> None:
    (tmp_path / "chart.py").write_text(CHART, encoding="utf-8")
    (tmp_path / "served.py").write_text(
        "from pathlib import Path\nfrom fund.asgi import serve\napp ="
        " serve(Path(__file__).with_name('chart.py'))\n",
        encoding="utf-8",
    )
    with serving(tmp_path / "log", {}, "served:app") as address:
        size, hosts, complaints = loaded(page, address, until=".js-plotly-plot .main-svg")
        page.wait_for_selector("[data-testid=stDataFrame] canvas")
    record_property("bytes_on_the_wire", size)
    assert size <= MOST_ON_THE_WIRE
    assert hosts == {"localhost"}
    assert complaints == []
