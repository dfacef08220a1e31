"""A served application for a test: its own process, port and database."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
WAYS_IN: dict[str, str] = {}
"""By the address of a server, the one it printed at start: with its secret, where it takes one."""


LEFT: list[int] = []
"""Ports of servers of this process that have ended. The next one takes the last of them: a browser
has compiled the application by its address.
"""


def free_port() -> int:
    """A port of this machine nobody listens on."""
    while LEFT:
        port = LEFT.pop()
        if is_free(port):
            return port
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on a port."""
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Process(Protocol):
    """A started server, as tests see it."""

    def poll(self) -> int | None:
        """None while it runs."""

    def terminate(self) -> None:
        """Tell it to end."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended."""


class Forked:
    """A process that another one started: it can be waited for all the same."""

    def __init__(self, pid: int) -> None:
        self.handle = os.pidfd_open(pid)
        self.ending = select.poll()  # select() itself knows no more than 1,024 files
        self.ending.register(self.handle, select.POLLIN)

    def __del__(self) -> None:
        os.close(self.handle)

    def poll(self) -> int | None:
        return 0 if self.ending.poll(0) else None

    def terminate(self) -> None:
        self.send(signal.SIGTERM)

    def kill(self) -> None:
        self.send(signal.SIGKILL)

    def send(self, what: signal.Signals) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self.handle, what)

    def wait(self, timeout: float | None = None) -> int:
        if not self.ending.poll(None if timeout is None else timeout * 1000):
            raise TimeoutError(f"a server did not end within {timeout} s")
        return 0


Start = Callable[[list[str], dict[str, str], Path], Process]


def a_python_of_its_own(arguments: list[str], environment: dict[str, str], log: Path) -> Process:
    """Start ``python -m uvicorn``, as an office does."""
    with log.open("w", encoding="utf-8") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@cache
def parent() -> subprocess.Popen[str]:
    """The process this one forks its servers from; it ends when nobody can ask it any more."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.forking"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def forked(arguments: list[str], environment: dict[str, str], log: Path) -> Process:
    """The same process, forked from one that has imported what it would import: for tests of pages,
    which are not about the start. It costs a fifth.
    """
    asked = {"arguments": arguments, "environment": environment, "log": str(log)}
    to, back = parent().stdin, parent().stdout
    assert to is not None
    assert back is not None
    to.write(json.dumps(asked) + "\n")
    to.flush()
    return Forked(int(back.readline()))


@contextmanager
def serving(
    log: Path,
    settings: Mapping[str, str],
    app: str = "fund.asgi:app",
    port: int = 0,
    started: list[Process] | None = None,
    start: Start = a_python_of_its_own,
) -> Iterator[str]:
    """The address of ``uvicorn app``, once it answers; its output goes to the log, its settings are
    environment variables.
    """
    port = port or free_port()
    arguments = [app, "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(log.parent)]),
        **settings,
    }
    process = start(arguments, environment, log)
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
        LEFT.append(port)


def wait_for(address: str, process: Process, log: Path) -> None:
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
