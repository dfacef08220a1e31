"""A reverse proxy on this machine, as nginx is without a word of configuration but where to pass
requests on: it asks the upstream by the upstream's own name, closes each connection, and says
nothing of who asked.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NOT_PASSED_ON = {b"host", b"connection", b"keep-alive", b"upgrade", b"expect", b"te"}
UPGRADED = {b"host", b"keep-alive", b"expect", b"te"}
"""With ``proxy_http_version 1.1`` and the Upgrade header passed on, as manuals have it for
streams.
"""


class Passing(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        head, body = self._head()
        request, *lines = head.split(b"\r\n")
        server: Any = self.server
        port, is_upgrading = server.passes_to, server.is_upgrading
        dropped = UPGRADED if is_upgrading else NOT_PASSED_ON
        kept = [line for line in lines if line.split(b":")[0].strip().lower() not in dropped]
        if not is_upgrading:
            request = request.replace(b"HTTP/1.1", b"HTTP/1.0")
            kept.append(b"Connection: close")
        with socket.create_connection(("127.0.0.1", port), timeout=60) as upstream:
            host = f"Host: 127.0.0.1:{port}".encode()
            upstream.sendall(b"\r\n".join([request, host, *kept, b"", body]))
            if is_upgrading:
                threading.Thread(target=_pour, args=(self.request, upstream), daemon=True).start()
            _pour(upstream, self.request)

    def _head(self) -> tuple[bytes, bytes]:
        told = b""
        while b"\r\n\r\n" not in told:
            part = self.request.recv(65_536)
            if not part:
                break
            told += part
        head, _end, body = told.partition(b"\r\n\r\n")
        return head, b"\r\n" + body


def _pour(out_of: Any, into: Any) -> None:
    try:
        while part := out_of.recv(65_536):
            into.sendall(part)
    except OSError:  # either side has hung up
        return


@contextmanager
def proxied(port: int, *, is_upgrading: bool = False) -> Iterator[str]:
    """The address of a proxy in front of a port of this machine."""

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Passing) as server:
        server.passes_to, server.is_upgrading = port, is_upgrading  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://fund.example.cn:{server.server_address[1]}"
        server.shutdown()
