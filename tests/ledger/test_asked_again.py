"""An amount entered a second time within ten minutes is asked about before it is recorded again,
where somebody is there to answer.
"""

import ast
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from fund import acts, clock, db, words
from fund.audit import AuditEntry
from fund.errors import FundError
from fund.ledger import commands as ledger
from fund.ledger.tables import Act
from tests.people import Office

WAN = 1_000_000
NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.fixture
def lines(an_office: Office) -> list[int]:
    """Two lines without money."""
    return [
        an_office.act(
            "finance",
            ledger.open_line,
            code=code,
            title=code,
            measure="A3",
            source="fund",
            fiscal_year=2026,
        )
        for code in ("A", "B")
    ]


def ask(office: Office, line: int, minutes: float = 0, **more: Any) -> acts.Outcome:
    """Appropriate a million as on a page, so many minutes past noon."""
    wanted: dict[str, Any] = {"line_id": line, "amount_fen": 100 * WAN, "asks": True} | more
    with clock.at(NOON + timedelta(minutes=minutes)):
        return acts.perform(office.engine, office.ids["finance"], ledger.appropriate, **wanted)


def recorded(office: Office) -> int:
    with db.reading(office.engine) as session:
        return len(session.exec(select(Act.id).where(Act.kind == "appropriate")).all())


def test_the_same_amount_soon_after_is_asked_about_and_recorded_when_it_is_meant(
    an_office: Office, lines: list[int]
) -> None:
    first = ask(an_office, lines[0], key="one")
    with pytest.raises(acts.DoneAlready) as asked:
        ask(an_office, lines[0], 9, key="two", reason="typed anew")
    assert asked.value.facts["number"] == first.id
    assert asked.value.facts["time"] == "12:00"
    assert recorded(an_office) == 1
    assert not ask(an_office, lines[0], 9, key="two", asks=False).replayed
    assert recorded(an_office) == 2
    with db.reading(an_office.engine) as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.act == "ledger.appropriate")).all()
    assert len(noted) == 1
    assert "done_already" in noted[0].detail


def test_ten_minutes_after_the_last_of_them_nothing_is_asked(
    an_office: Office, lines: list[int]
) -> None:
    ask(an_office, lines[0])
    ask(an_office, lines[0], 9, asks=False)
    with pytest.raises(acts.DoneAlready):
        ask(an_office, lines[0], 18)
    ask(an_office, lines[0], 19.1)
    assert recorded(an_office) == 3


def test_another_amount_record_act_or_person_is_not_asked_about(
    an_office: Office, lines: list[int]
) -> None:
    ask(an_office, lines[0])
    ask(an_office, lines[1])
    ask(an_office, lines[0], amount_fen=101 * WAN)
    other = an_office.enter("finance too", "finance")
    with clock.at(NOON):
        for person, command, amount in (
            (other, ledger.appropriate, "amount_fen"),
            (an_office.ids["finance"], ledger.adjust, "change_fen"),
        ):
            more = {"reason": "more"} if command is ledger.adjust else {}
            wanted = {"line_id": lines[0], amount: 100 * WAN}
            acts.perform(an_office.engine, person, command, asks=True, **wanted, **more)
    assert recorded(an_office) == 4


def test_the_version_somebody_looked_at_makes_it_no_other_act() -> None:
    def wish(version: int) -> acts.Asked:
        given = {"undertaking_id": 1, "amount_fen": WAN, "expected_version": version}
        return acts.Asked(1, ledger.appropriate, None, given)

    assert wish(1).same == wish(2).same
    assert wish(1).request != wish(2).request
    assert acts.Asked(1, ledger.reverse, None, {"act_id": 1, "reason": "x"}).same is None


def test_every_act_with_an_amount_has_words_to_ask_in() -> None:
    found = {
        f"{place.parent.name}.{node.name}"
        for place in Path(acts.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(place.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and [one.arg for one in node.args.args] == ["session", "actor"]
        and any(one.arg.endswith("_fen") for one in node.args.kwonlyargs)
        and not node.name.startswith("_")
    }
    names = {one.partition(".")[2] for one in found}
    assert {"pay", "appropriate", "decide", "plan", "record_bid"} <= names
    assert {acts.CALLED.get(name, name) for name in names} <= set(words.ACTS)


def test_what_nobody_sits_before_is_not_asked_about(an_office: Office, lines: list[int]) -> None:
    """Files taken in, the demonstration and scripts go on."""
    ask(an_office, lines[0])
    ask(an_office, lines[0], asks=False)
    assert recorded(an_office) == 2


def test_a_double_click_gets_its_answer_and_no_question(
    an_office: Office, lines: list[int]
) -> None:
    first, second = (ask(an_office, lines[0], key="one") for _click in range(2))
    assert (first.id, first.replayed, second.replayed) == (second.id, False, True)
    assert first.at == second.at


def test_two_windows_at_once_record_it_once_and_ask_once(
    an_office: Office, lines: list[int]
) -> None:
    for turn in range(5):
        meet = threading.Barrier(2)

        def one(key: str, meet: threading.Barrier = meet, amount: int = turn + 1) -> str:
            meet.wait()
            try:
                ask(an_office, lines[0], key=key, amount_fen=amount)
            except FundError as refused:
                return refused.code
            return "done"

        with ThreadPoolExecutor(2) as pool:
            keys = [f"tab {tab} {turn}" for tab in range(2)]
            assert sorted(pool.map(one, keys)) == ["done", "done_already"]
    assert recorded(an_office) == 5


def test_what_was_not_recorded_is_asked_about_no_more(an_office: Office, lines: list[int]) -> None:
    """A refused act leaves nothing to ask about, and looking it up finds nothing."""
    wanted = {"line_id": lines[0], "change_fen": -WAN, "reason": "x"}
    for _time in range(2):
        with pytest.raises(ledger.NoRoom):
            acts.perform(
                an_office.engine, an_office.ids["finance"], ledger.adjust, asks=True, **wanted
            )
    assert (
        acts.look_up(
            an_office.engine, an_office.ids["finance"], ledger.adjust, key="none", **wanted
        )
        is None
    )
