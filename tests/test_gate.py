"""Without sign-in only somebody at this machine is let in, by a page of ours, and whatever is not
known counts as elsewhere.
"""

import pytest

from fund.gate import Asked, is_forwarded, is_local, is_of, origin_of

PORT = 8501
HOST = f"localhost:{PORT}"

FORWARDED = (
    # proxies and balancers
    *("Forwarded", "Via", "X-Via", "X-Forwarded", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Anything"),
    *("Forwarded-For", "Z-Forwarded-For", "X-Real-IP", "X-Client-IP", "Client-IP", "X-ClientIP"),
    *("X-Original-Host", "X-Original-Forwarded-For", "X-Originating-IP", "X-Remote-IP"),
    *("X-Remote-Addr", "X-Cluster-Client-IP", "X-ProxyUser-Ip", "Proxy-Client-IP"),
    *("WL-Proxy-Client-IP", "WL-Proxy-SSL", "Proxy-Connection", "X-Host", "X-Http-Host-Override"),
    *("X-Rewrite-URL", "Front-End-Https", "X-Scheme", "X-Envoy-External-Address", "X-Varnish"),
    *("X-Request-ID", "X-Source-IP", "X-True-IP", "X-User-IP", "SSL-Client-Cert"),
    # content networks and clouds in China
    *("Ali-CDN-Real-IP", "Ali-Real-Client-IP", "EagleId", "EagleEye-TraceId", "SLB-IP", "SLB-ID"),
    *("Cdn-Src-Ip", "Cdn-Real-Ip", "Cdn-Src-Port", "X-Cdn-Src-Port", "X-Cdn-Src-Ip", "CDN-Loop"),
    *("X-Ws-Request-Id", "EO-Connecting-IP", "EO-Client-IP", "EO-Log-Uuid", "X-NWS-LOG-UUID"),
    *("TX-Client-IP", "X-Tencent-Ua", "X-Hwwaf-Real-IP", "X-Hwwaf-Client-IP", "X-HW-Id"),
    *("X-BFE-Client-IP", "X-Bd-Logid", "X-Tt-Logid", "Volc-Request-Id", "X-Ksc-Request-Id"),
    *("X-Qiniu-Zone", "X-Upyun-Uuid", "Edge-Inner-Client-IP", "Web-Server-Real-Ip"),
    # and elsewhere
    *("CF-Connecting-IP", "CF-Ray", "CF-IPCountry", "True-Client-IP", "Fastly-Client-IP"),
    *("Fastly-SSL", "Akamai-Origin-Hop", "X-Akamai-Edgescape", "X-Amz-Cf-Id", "X-Amzn-Trace-Id"),
    *("CloudFront-Viewer-Address", "X-Azure-ClientIP", "X-Azure-FDID", "X-ARR-LOG-ID"),
    *("X-AppEngine-User-IP", "X-Cloud-Trace-Context"),
)
BROWSERS = (
    *("Host", "Connection", "Cache-Control", "Pragma", "Upgrade", "Upgrade-Insecure-Requests"),
    *("User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Referer"),
    *("Cookie", "Origin", "DNT", "Sec-GPC", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest"),
    *("Sec-Fetch-User", "Sec-CH-UA", "Sec-CH-UA-Platform", "Sec-WebSocket-Key", "Priority", "TE"),
    *("Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", "Purpose"),
    *("If-None-Match", "If-Modified-Since", "If-Range", "Range", "Content-Type", "Content-Length"),
    *("X-Xsrftoken", "X-Requested-With", "Keep-Alive", "Save-Data", "Device-Memory", "DPR", "ECT"),
    *("RTT", "Downlink", "Viewport-Width", "Width", "Service-Worker", "Last-Event-ID", "Expect"),
)


def asked(
    *headers: tuple[str, str],
    host: str | None = HOST,
    client: str | None = "127.0.0.1",
    port: int | None = PORT,
    scheme: str = "http",
) -> Asked:
    return Asked(client, [*([("host", host)] if host is not None else []), *headers], port, scheme)


@pytest.mark.parametrize(
    "host",
    ["localhost:8501", "LOCALHOST:8501", "127.0.0.1:8501", "127.3.2.1:8501", "[::1]:8501"],
)
@pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1"])
def test_a_loopback_name_at_our_port_over_a_loopback_connection_is_this_machine(
    host: str, client: str
) -> None:
    assert is_local(asked(host=host, client=client))
    assert is_local(asked(("origin", f"http://{host}"), host=host, client=client))


def test_a_standard_port_is_not_written() -> None:
    assert is_local(asked(host="localhost", port=80))
    assert is_local(
        asked(("origin", "https://localhost"), host="localhost", port=443, scheme="https")
    )
    assert not is_local(asked(host="localhost", port=8501))
    assert origin_of("http", "localhost:80") == "http://localhost"
    assert origin_of("https", "[::1]:8501") == "https://[::1]:8501"


@pytest.mark.parametrize(
    "client",
    [
        *("192.0.2.7", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.7", "0.0.0.0", ""),  # noqa: S104
        *("testclient", "127.0.0.1, 192.0.2.7", None),
    ],
)
def test_a_connection_from_elsewhere_is_not(client: str | None) -> None:
    assert not is_local(asked(client=client))


@pytest.mark.parametrize("name", FORWARDED)
@pytest.mark.parametrize(
    "spelt",
    [str, str.lower, str.upper, lambda name: name.replace("-", "_"), lambda name: f"HTTP_{name}"],
    ids=["as written", "small", "capitals", "underscores", "as in CGI"],
)
def test_whatever_a_proxy_adds_the_visitor_is_elsewhere(name: str, spelt: object) -> None:
    assert not is_local(asked((spelt(name), "127.0.0.1")))  # type: ignore[operator]


@pytest.mark.parametrize("name", BROWSERS)
def test_nothing_that_a_browser_sends_looks_like_a_proxys(name: str) -> None:
    assert not is_forwarded(name)


@pytest.mark.parametrize(
    "host",
    [
        *("fund.example.cn:8501", "localhost.example.cn:8501", "127.0.0.1.example.cn:8501"),
        *("localhost@evil.example:8501", "evil.example#localhost:8501", "192.0.2.7:8501"),
        *("[::1:8501", "you@localhost:8501", "localhost:8501/x", "", "null", "localhost:port:8501"),
        *(" ", "localhost.:8501", "127.1:8501", "0x7f.1:8501", "2130706433:8501", "0.0.0.0:8501"),
        *("127.0.0.1.nip.io:8501", "localtest.me:8501", "[::]:8501", "localhost:8501 "),
        *("localhost:8502", "localhost:80", "localhost", "127.0.0.1:9", "localhost:0"),
        *("localhost:-8501", "localhost:99999", "localhost%00:8501", "localhost,evil:8501"),
    ],
)
def test_another_name_or_port_is_elsewhere(host: str) -> None:
    assert not is_local(asked(host=host))


@pytest.mark.parametrize(
    "origin",
    [
        *("https://fund.example.cn", "null", "", "http://localhost.example.cn:8501", "file://"),
        *("http://localhost:8502", "http://localhost", "https://localhost:8501", "localhost:8501"),
        *("http://127.0.0.1:8501", "http://localhost:8501/", "http://localhost:8501.evil.example"),
        *("http://x@localhost:8501", "http://localhost:8501 http://evil.example", "*"),
    ],
)
def test_a_page_that_is_not_ours_does_not_speak_for_this_machine(origin: str) -> None:
    one = asked(("origin", origin))
    assert not is_local(one)
    assert not is_of(one, f"http://{HOST}")


def test_two_hosts_or_two_origins_are_none() -> None:
    ours = ("origin", f"http://{HOST}")
    assert not is_local(asked(("Host", HOST)))
    assert not is_local(asked(("host", "evil.example")))
    assert not is_local(asked(host=None))
    assert not is_local(asked(ours, ("Origin", "https://evil.example")))
    assert not is_of(asked(ours, ours), f"http://{HOST}")
    assert is_of(asked(ours), f"http://{HOST}")


def test_a_request_that_does_not_say_its_page_is_of_none() -> None:
    assert is_local(asked())
    assert not is_of(asked(), f"http://{HOST}")
    assert not is_local(asked(port=None))
