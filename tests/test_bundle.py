"""The bundle installs in an empty folder with the network cut, and serves."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

INSIDE = """
import fcntl, os, signal, socket, struct, subprocess, sys, time, urllib.request

def wake(name=b"lo"):
    # a new network has its loopback asleep: SIOCGIFFLAGS, SIOCSIFFLAGS with IFF_UP
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        flags = struct.unpack("16sh", fcntl.ioctl(door, 0x8913, struct.pack("16sh", name, 0)))[1]
        fcntl.ioctl(door, 0x8914, struct.pack("16sh", name, flags | 1))

folder, port = sys.argv[1], sys.argv[2]
if port == "0":
    wake()
    with open("/proc/net/route") as routes:
        known = [line for line in routes if line.strip() and not line.startswith("Iface")]
        print("ROUTES", len(known), flush=True)
    port = "8501"
subprocess.run(["./install"], cwd=folder, check=True)
server = subprocess.Popen(["./serve"], cwd=folder, env={**os.environ, "PORT": port})
until = time.monotonic() + 90
page = b""
while time.monotonic() < until and server.poll() is None and not page:
    try:
        page = urllib.request.urlopen(f"http://localhost:{port}/", timeout=5).read()
    except OSError:
        time.sleep(0.2)
health = b""
if page:
    health = urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5).read()
server.send_signal(signal.SIGTERM)
server.wait(20)
print("PAGE", page.decode(), "HEALTH", health.decode())
"""


def without_network() -> list[str]:
    """The command that runs another in a network of its own, where this machine allows one; nothing
    otherwise.
    """
    for unshare in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0
        ):
            return unshare
    return []


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([ROOT / ".ci" / "bundle"], env={**os.environ, "DIST": str(folder)}, check=True)
    return next(folder.glob("fund-*.tar.gz"))


def unpacked(bundle: Path, folder: Path) -> Path:
    with tarfile.open(bundle) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("fund-*"))


@pytest.mark.bundle
@pytest.mark.long
def test_an_office_without_internet_installs_and_serves(
    bundle: Path, tmp_path: Path, record_property: object
) -> None:
    place = unpacked(bundle, tmp_path)
    cut = without_network()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_", "PYTHON", "VIRTUAL_ENV", "FUND_"))
    }
    # no network of its own here: installing is told to ask nobody, and every proxy leads nowhere
    if not cut:
        environment |= {
            "PIP_NO_INDEX": "1",
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
            "no_proxy": "localhost",
        }
    from tests.serving import free_port

    record_property("network_cut_by", " ".join(cut) or "--no-index and dead proxies")
    record_property("bundle_bytes", bundle.stat().st_size)
    port = "0" if cut else str(free_port())
    command = [*cut, sys.executable, "-c", INSIDE, str(place), port]
    done = subprocess.run(
        command,
        env=environment | {"PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if cut:
        assert "ROUTES 0\n" in done.stdout
    assert '<html lang="zh-CN">' in done.stdout
    assert done.stdout.rstrip().endswith("HEALTH ok")


@pytest.mark.bundle
@pytest.mark.long
def test_a_spoilt_wheel_is_not_installed(bundle: Path, tmp_path: Path) -> None:
    place = unpacked(bundle, tmp_path)
    wheel = next((place / "wheels").glob("openpyxl-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    refused = subprocess.run(
        ["./install"],
        cwd=place,
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "openpyxl" in refused.stdout + refused.stderr
    assert not (place / ".venv").exists()
