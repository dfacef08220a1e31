"""Who may see anything without sign-in: only somebody at this very machine. Pure."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

FORWARDED = ("x-forwarded-", "x-original-", "x-envoy-")
FORWARDED_NAMES = frozenset(
    {
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "x-proxyuser-ip",
        "true-client-ip",
        "cf-connecting-ip",
        "fastly-client-ip",
    }
)
"""Headers a proxy adds: with any of them the visitor is somewhere else, whatever address the
connection shows.
"""


def is_local(ip_address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visitor is at this machine: a loopback connection, asked for by a loopback name,
    through no proxy.

    ``ip_address`` as Streamlit gives it: None stands for a loopback connection. What is not known
    is not local: without a Host header (a visitor who has hung up meanwhile) the answer is no. A
    proxy on this machine that hides itself and rewrites both Host and Origin cannot be told from a
    visitor.
    """
    names = {name.lower(): value for name, value in headers.items()}
    if any(name in FORWARDED_NAMES or name.startswith(FORWARDED) for name in names):
        return False
    if ip_address is not None and not _is_loopback(ip_address):
        return False
    if not _is_loopback(_host(f"//{names.get('host', '')}")):
        return False
    return "origin" not in names or _is_loopback(_host(names["origin"]))


def _host(address: str) -> str:
    """The host an address names, without its port; nothing where it is not a plain host."""
    try:
        parts = urlsplit(address)
        is_plain = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    return (
        (parts.hostname or "")
        if is_plain and parts.username is None and not (parts.path or parts.query or parts.fragment)
        else ""
    )


def _is_loopback(host: str) -> bool:
    """Whether a name or an address can only be this machine."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
