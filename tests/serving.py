"""A served application for a test: its own process, port and database."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
WAYS_IN: dict[str, str] = {}
"""By the address of a server, the one it printed at start: with its secret, where it takes one."""


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(
    log: Path,
    settings: Mapping[str, str],
    app: str = "fund.asgi:app",
    port: int = 0,
    started: list[subprocess.Popen[bytes]] | None = None,
) -> Iterator[str]:
    """The address of ``uvicorn app``, once it answers; its output goes to the log, its settings are
    environment variables.
    """
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(log.parent)]),
        **settings,
    }
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        if started is not None:
            started.append(process)
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz", process, log)
            address = f"http://localhost:{port}"
            printed = re.search(rf"{address}/\?token=[\w-]+", log.read_text(encoding="utf-8"))
            WAYS_IN[address] = printed[0] if printed else address
            yield address
        finally:
            process.terminate()
            process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once an address answers; the log is shown where it never does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).read()  # noqa: S310 — our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer:\n{log.read_text(encoding='utf-8')}")
