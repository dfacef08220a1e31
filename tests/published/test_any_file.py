"""Whatever is handed in, it is read or refused: real files as they are, and real files broken at
random.
"""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fund.errors import has_errors
from fund.published.reading import read

REAL = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(
    path
    for path in [*REAL.glob("ocds/**/*.json*"), *REAL.glob("360giving/*.json")]
    if path.is_file()
)
SMALL = [path for path in FILES if path.stat().st_size < 60_000]
ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    10**30,
    1.5,
    -0.001,
    "",
    " ",
    "1e5",
    "12,5",
    "NaN",
    "usd",
    "ZZZ",
    "2026-02-30",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"amount": []},
    {"id": {}},
    "\0",
    "\ud800",
    "x" * 5000,
    "示例",
    [["a", 1]],
    {"": {"": ""}},
]


def kind_of(path: Path) -> str:
    return "360giving" if "360giving" in path.parts else "ocds"


def must_be_read_or_refused(kind: str, content: bytes) -> None:
    reading = read(kind, content)
    assert all(issue.where and issue.code for issue in reading.issues)
    assert reading.records or reading.issues
    assert not (has_errors(list(reading.issues)) and reading.records)
    for record in reading.records:
        assert isinstance(json.loads(record.raw), dict)


@pytest.mark.usefixtures("shared")
def test_every_real_file_is_read_or_refused_with_issues() -> None:
    assert len(FILES) > 350
    for path in FILES:
        for kind in ("ocds", "360giving"):
            must_be_read_or_refused(kind, path.read_bytes())


@pytest.mark.usefixtures("shared")
def test_every_file_of_the_real_publishers_and_funders_is_taken_but_one_that_holds_no_grants() -> (
    None
):
    ours = [path for path in FILES if "publishers" in path.parts or "360giving" in path.parts]
    refused = [
        path.name
        for path in ours
        if has_errors(list(read(kind_of(path), path.read_bytes()).issues))
    ]
    assert len(ours) > 250
    assert refused == ["grantnav_data.json"]


def mutated(whole: Any, chance: random.Random) -> Any:
    """The same with a few places replaced, dropped, doubled or moved."""
    for _time in range(chance.randint(1, 4)):
        nodes = [whole]
        for node in nodes:
            nodes.extend(
                child
                for child in (
                    node.values()
                    if isinstance(node, dict)
                    else node
                    if isinstance(node, list)
                    else ()
                )
            )
        holders = [node for node in nodes if isinstance(node, dict | list) and node]
        if not holders:
            return chance.choice(ODD)
        holder = chance.choice(holders)
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        match chance.randint(0, 3):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key], holder[key]]
            case 2:
                holder[key] = {"value": holder[key]}
            case _:
                holder[key] = json.loads(json.dumps(chance.choice(ODD)))
    return whole


@pytest.mark.usefixtures("shared")
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(path=st.sampled_from(SMALL or [Path()]), seed=st.integers(0, 2**32))
def test_a_real_file_with_values_broken_is_read_or_refused(path: Path, seed: int) -> None:
    try:
        whole = json.loads(path.read_bytes())
    except ValueError:
        return
    must_be_read_or_refused(kind_of(path), json.dumps(mutated(whole, random.Random(seed))).encode())


@pytest.mark.usefixtures("shared")
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(path=st.sampled_from(SMALL or [Path()]), seed=st.integers(0, 2**32))
def test_a_real_file_with_bytes_broken_is_read_or_refused(path: Path, seed: int) -> None:
    chance, content = random.Random(seed), bytearray(path.read_bytes())
    for _time in range(chance.randint(1, 5)):
        at = chance.randrange(len(content) + 1)
        content[at : at + chance.randint(0, 3)] = chance.choice(
            [
                b"",
                b"\x00",
                b"\xff",
                b"{",
                b"]",
                b'"',
                b"\n",
                b"NaN",
                b"-",
                b"1e999",
                b"\\u0000",
                b"\\ud800",
            ]
        )
    must_be_read_or_refused(kind_of(path), bytes(content))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    content=st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_refused_not_crashed_on(content: bytes) -> None:
    for kind in ("ocds", "360giving"):
        assert has_errors(list(read(kind, content).issues))
