"""A large file in, by the command line: 20,000 OCDS releases and how much memory that takes beyond
the started process, once new and once again. Alone: python -m tests.bench_bulk.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.serving import ROOT

RELEASES, ITEMS, MOST = 20_000, 16, 300
"""Megabytes beyond the process that reads a small file."""
WORDS = ("satellite", "launch", "ground station", "propellant", "test stand", "antenna")


def bulk() -> bool:
    """Whether both imports stay below MOST; what each took is printed."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.json", Path(folder) / "small.json"
        written(large, RELEASES)
        written(small, 1)
        settings = os.environ | {"FUND_DATABASE_URL": f"sqlite:///{folder}/fund.db"}
        started("init", settings=settings)
        started(
            *["users", "add", "officer", "--role", "officer", "--name", "经办"], settings=settings
        )
        (_cpu, plain), good = measured(small, settings), True
        for what in ("new", "again"):
            cpu, megabytes = measured(large, settings)
            good &= (is_good := megabytes - plain <= MOST)
            print(
                f"import ocds, {RELEASES:,} releases ({large.stat().st_size / 2**20:.0f} MiB),"
                f" {what}: {cpu:.1f} CPU s, {megabytes - plain} MB beyond {plain} MB"
                f" {'ok' if is_good else f'MISSED (at most {MOST})'}",
                flush=True,
            )
    return good


def written(file: Path, count: int) -> None:
    """A package of so many invented releases, the same every time."""
    dice = random.Random(count)
    with file.open("w", encoding="utf-8") as out:
        out.write('{"uri": "https://example.org/bulk", "version": "1.1", "releases": [')
        for number in range(count):
            out.write(("," if number else "") + json.dumps(release(number, dice)))
        out.write("]}")


def release(number: int, dice: random.Random) -> dict[str, object]:
    """One purchase with its tender, award and contract."""
    items = [
        {
            "id": str(item),
            "description": " ".join(dice.choice(WORDS) for _word in range(30)),
            "quantity": dice.randint(1, 99),
            "unit": {"value": {"amount": dice.randint(1, 10**7) / 100, "currency": "EUR"}},
        }
        for item in range(ITEMS)
    ]
    value = {"amount": number * 10.5 + 1, "currency": "EUR"}
    supplier = {"id": f"S{number % 900}", "name": f"Supplier {number % 900}"}
    return {
        "ocid": f"ocds-bulk-{number}",
        "id": f"{number}-1",
        "date": "2026-02-03T10:00:00Z",
        "tag": ["award", "contract"],
        "buyer": {"name": f"Body {number % 400}"},
        "tender": {"id": "1", "title": f"Purchase {number}", "value": value, "items": items},
        "awards": [{"id": "1", "suppliers": [supplier], "value": value}],
        "contracts": [{"id": "1", "awardID": "1", "value": value, "dateSigned": "2026-03-05"}],
    }


def started(*words: str, settings: dict[str, str]) -> None:
    """One command, whose words nobody reads."""
    subprocess.run(
        (sys.executable, "-m", "fund", *words),
        cwd=ROOT,
        env=settings,
        check=True,
        stdout=subprocess.DEVNULL,
    )


MEASURING = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


def measured(file: Path, settings: dict[str, str]) -> tuple[float, int]:
    """CPU seconds and megabytes at most of an import in a process of its own."""
    command = (sys.executable, "-m", "fund", "import", "ocds", str(file), "--as", "officer")
    done = subprocess.run(
        (sys.executable, "-c", MEASURING, *command),
        cwd=ROOT,
        env=settings,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    cpu, megabytes = done.stdout.split()
    return float(cpu), int(megabytes)


if __name__ == "__main__":
    sys.exit(0 if bulk() else 1)
