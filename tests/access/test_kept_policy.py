"""The policy as it was last agreed to: tests/<room>/policy.txt beside what is declared now."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fund.access.matrix import ROW, matrix
from fund.access.rules import POLICY, REACH, ROLES, excluded_by
from fund.lifecycle import REPORTING, STATES
from fund.rooms.rooms import ROOMS

ROOT = Path(__file__).parents[2]
ACTING = [room.name for room in ROOMS if any(act.name in POLICY for act in room.acts)]


def printed(*options: str) -> str:
    command = [sys.executable, "-m", "fund", "policy", *options]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def test_the_policy_is_the_one_that_was_agreed_to() -> None:
    """Who means to change it writes the copy anew: python -m fund policy --room ROOM."""
    lines = printed().splitlines()
    for room in ACTING:
        kept = (ROOT / "tests" / room / "policy.txt").read_text("utf-8").splitlines()
        now = [lines[0], *(line for line in lines if line.startswith(f"{room}\t"))]
        assert now == kept, f"python -m fund policy --room {room} > tests/{room}/policy.txt"
    assert sum(line.split("\t")[0] in ACTING for line in lines[1:]) == len(matrix())


def test_an_auditor_reads_every_role_scope_and_state() -> None:
    rows = json.loads(printed("--json"))
    assert [list(row) for row in rows] == [ROW] * len(rows)
    for act, roles in POLICY.items():
        mine = [row for row in rows if row["act"] == act]
        assert {role for row in mine for role in row["roles"]} == roles
        assert all(row["not_also"] == sorted(excluded_by(act)) for row in mine)
        for row in mine:
            assert {REACH.get(role, "fund") for role in row["roles"]} == {row["scope"]}
            if row["record"] == "undertaking":
                assert set(row["states"]) == STATES[act]
            if row["record"] == "submission":
                for role in row["roles"]:
                    assert set(row["states"]) == REPORTING[act][role]
    assert {role for row in rows for role in row["roles"]} == set(ROLES)


@pytest.mark.parametrize(
    ("act", "role", "said"),
    [
        ("pay", "finance", "fund\tundertaking\tactive completed terminated\t"),
        ("send_back", "province", "region\tsubmission\tresubmitted submitted\t"),
        ("send_back", "reviewer", "fund\tsubmission\tforwarded\t"),
    ],
)
def test_a_line_says_who_where_and_when(act: str, role: str, said: str) -> None:
    lines = [line for line in printed().splitlines() if f"\t{act}\t{role}\t" in line]
    assert len(lines) == 1
    assert said in lines[0]
