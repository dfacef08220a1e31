"""Who may see anything without sign-in: only somebody at this very machine, by a page of ours.
Pure.

A proxy on this machine that adds no header and hides itself cannot be told from a visitor here. So
over a real database being here is not enough: see fund.visitors.
"""

import ipaddress
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

STANDARD_PORT = {"http": 80, "https": 443}

FORWARDED = re.compile(
    r"forwarded|(^|-)via$|client-?ip|real-?ip|true-?ip|connecting-?ip|src-(ip|port)|source-ip"
    r"|remote-(ip|addr|host|user)|originating|original|proxy|user-ip|client-(port|scheme)|rewrite"
    r"|override|front-end|(^|-)cdn(-|$)|^eagleid$"
    r"|^(x-)?(ali|eagleeye|eo|edge|tx|tencent|qcloud|nws|ws|wl|hw|hwwaf|waf|bfe|bd|bdcdn|volc|tt"
    r"|ksc|qiniu|upyun|slb|elb|alb|cf|cloudfront|cloud|fastly|akamai|azure|arr|amz|amzn|envoy"
    r"|varnish|appengine|haproxy|ssl)(-|$)|^x-(host|ip|scheme|url|backend|lb|request|trace)(-|$)"
)
"""Names of headers that a proxy, a balancer or a content network adds, by what they have in common:
with any of them the visitor is somewhere else, whatever address the connection shows. After the
manuals of nginx, Apache, HAProxy, WebLogic and of Alibaba, Tencent (EdgeOne), Huawei, Baidu,
Wangsu, Volcengine, Cloudflare, Fastly, Akamai, Amazon and Azure. ``_`` counts as ``-`` and
``HTTP_`` in front as nothing. The list cannot be whole; nothing over a real database rests on it.
"""


class Asked(NamedTuple):
    """A request as it came in: the address at the other end of the connection (None where there is
    none), its headers in order, each as often as it came, and how we are served.
    """

    client: str | None
    headers: Sequence[tuple[str, str]]
    port: int | None
    scheme: str = "http"

    def all(self, name: str) -> list[str]:
        """Every value a header came with."""
        return [value for known, value in self.headers if known.lower() == name]


def is_local(asked: Asked) -> bool:
    """Whether a request comes from this machine: over loopback, through no proxy, asking for a
    loopback name at the port we are served on, and not from a page that is not ours.

    What is not known is not local: no Host header, or two, or no port.
    """
    if any(is_forwarded(name) for name, _value in asked.headers):
        return False
    if not is_loopback(asked.client or ""):
        return False
    hosts = asked.all("host")
    if len(hosts) != 1 or not _is_loopback_here(hosts[0], asked):
        return False
    origins = asked.all("origin")
    return not origins or is_of(asked, origin_of(asked.scheme, hosts[0]))


def is_forwarded(name: str) -> bool:
    """Whether a header is one that somebody between the visitor and us has added."""
    plain = name.lower().replace("_", "-").removeprefix("http-")
    return FORWARDED.search(plain) is not None


def is_of(asked: Asked, ours: str) -> bool:
    """Whether a request says it comes from a page of ours, scheme, host and port alike. One that
    says nothing, or says two things, does not.
    """
    return [origin.lower() for origin in asked.all("origin")] == [ours.lower()]


def origin_of(scheme: str, host: str) -> str:
    """The origin of the pages under a host, as browsers write it: a standard port is left out."""
    name, port = _parts(host)
    at = "" if port in (None, STANDARD_PORT[scheme]) else f":{port}"
    return f"{scheme}://{f'[{name}]' if ':' in name else name}{at}"


def _is_loopback_here(host: str, asked: Asked) -> bool:
    """Whether a Host header names this machine at our port."""
    name, port = _parts(host)
    return is_loopback(name) and asked.port == (port or STANDARD_PORT[asked.scheme])


def _parts(host: str) -> tuple[str, int | None]:
    """The name and port of a Host header; no name where it is not a plain host."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return "", None
    is_plain = parts.username is None and not (parts.path or parts.query or parts.fragment)
    return (name, port) if is_plain and port != 0 and host == host.strip() else ("", None)


def is_loopback(host: str) -> bool:
    """Whether a name or an address can only be this machine."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
