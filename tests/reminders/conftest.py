"""A real mail server for a test, and a certificate it may show."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

SERVER = Path(__file__).with_name("mail_server.py")


class Post:
    """A mail server running: its port, and the folder of what it took."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def url(self) -> str:
        """What FUND_SMTP_URL says."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[Path]:
        """What it took, in order."""
        return sorted(self.folder.glob("*.eml"), key=lambda file: int(file.stem))


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Post]:
    """A server of its own process, ended with the test."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, str(SERVER), str(folder), *options], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        word, port = process.stdout.readline().split()
        assert word == "port"
        yield Post(folder, int(port))
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Callable[..., Post]]:
    """Starts mail servers: each call another one."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(
            running(tmp_path / f"post{len(list(tmp_path.glob('post*')))}", *options)
        )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for this machine and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:0.0.0.0"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "3650",
            "-subj",
            "/CN=localhost",
            "-addext",
            names,
            "-keyout",
            f"{folder}/key.pem",
            "-out",
            f"{folder}/cert.pem",
        ],
        check=True,
        capture_output=True,
    )
    return f"{folder}/cert.pem", f"{folder}/key.pem"
