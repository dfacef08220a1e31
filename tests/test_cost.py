"""What tests cost is counted whole, and a room that costs more than it may is named."""

import subprocess
import sys
from subprocess import PIPE

from tests import cost

BUSY = "import time\nwhile time.process_time() < 0.5: pass"


def test_what_a_process_started_by_a_test_uses_is_counted_while_it_lives_and_when_it_has_ended():
    before = cost.spent()
    with subprocess.Popen(
        [sys.executable, "-c", f"{BUSY}\nprint()\ninput()"], stdin=PIPE, stdout=PIPE
    ) as process:
        process.stdout.readline()
        assert cost.spent() - before >= 0.4
        process.stdin.write(b"\n")
    assert cost.spent() - before >= 0.4


def test_a_room_that_costs_more_than_it_is_listed_with_and_ninety_seconds_is_named(monkeypatch):
    monkeypatch.setitem(cost.ROOMS, "ledger", 50)
    assert cost.told("ledger", 140) == "ledger 140 s"
    assert cost.told("ledger", 150) == "ledger 150 s: 10 more than it may cost (listed with 50)"
    assert cost.told("debris", 90) == "debris 90 s"
    assert cost.told("debris", 91) == "debris 91 s: 1 more than it may cost (a new room)"
