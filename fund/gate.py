"""Who may see anything without sign-in: only somebody at this very machine. Pure."""

import ipaddress
from collections.abc import Mapping

FORWARDED = frozenset({
    "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cf-connecting-ip", "true-client-ip",
})
"""Headers a proxy adds: with any of them the visitor is somewhere else, whatever address the connection shows."""

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def is_local(ip_address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visitor is at this machine: a loopback connection, asked for by a loopback name, through no proxy.

    ``ip_address`` as Streamlit gives it: None stands for a loopback connection.
    """
    names = {name.lower(): value for name, value in headers.items()}
    if FORWARDED & set(names):
        return False
    if ip_address is not None:
        try:
            if not ipaddress.ip_address(ip_address).is_loopback:
                return False
        except ValueError:
            return False
    host = names.get("host", "localhost").lower()
    return host in LOCAL_NAMES or host.rpartition(":")[0] in LOCAL_NAMES
