"""Every byte a browser is sent, counted where it passes: a relay before a server's port at another
loopback address, so that the name and the port the browser asks for stay the server's own.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HERE = "127.0.0.2"
RULES = f"--host-resolver-rules=MAP localhost {HERE}, MAP 127.0.0.1 {HERE}"
"""What a Chromium is started with that comes through the relay."""


class Relay(socketserver.ThreadingTCPServer):
    """What has passed so far, in bytes, from the server to whoever asked."""

    allow_reuse_address = True
    daemon_threads = True
    passed = 0


class Passing(socketserver.BaseRequestHandler):
    """One connection, both ways."""

    def handle(self) -> None:
        relay = self.server
        assert isinstance(relay, Relay)
        with socket.create_connection(("127.0.0.1", relay.server_address[1])) as upstream:
            up = threading.Thread(target=self._up, args=(upstream,), daemon=True)
            up.start()
            try:
                while part := upstream.recv(65_536):
                    relay.passed += len(part)
                    self.request.sendall(part)
                self.request.shutdown(socket.SHUT_WR)
            except OSError:  # the browser has gone
                return

    def _up(self, upstream: socket.socket) -> None:
        try:
            while part := self.request.recv(65_536):
                upstream.sendall(part)
            upstream.shutdown(socket.SHUT_WR)
        except OSError:  # either side has gone
            return


@contextmanager
def counted(port: int) -> Iterator[Relay]:
    """The relay before a port of this machine."""
    with Relay((HERE, port), Passing) as relay:
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield relay
        relay.shutdown()
