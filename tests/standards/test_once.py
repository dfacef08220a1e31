"""Every act of this room sent twice with one key has one effect. On both databases."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from fund import acts, db
from fund.audit import AuditEntry
from fund.columns import table_of
from fund.standards import commands
from tests.people import Office
from tests.standards.acts import CLICKED_HERE
from tests.standards.test_standards import GB, NEW

AUDIT = table_of(AuditEntry)
OTHER = NEW | {"number": "T/DEMO 2-2026"}


def test_every_act_sent_twice_has_one_effect(an_office: Office) -> None:
    clicked = set()

    def logged() -> int:
        with db.reading(an_office.engine) as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar_one())

    def click(part: str, act: str, command: Callable[..., Any], **given: Any) -> int:
        before, key = logged(), f"{act} {given}"[:200]
        answers = [
            acts.perform(an_office.engine, an_office.ids[part], command, key=key, **given).id
            for _click in range(2)
        ]
        assert answers[0] == answers[1], act
        assert logged() == before + 1, act
        clicked.add(act)
        return int(answers[0])

    civil = click("officer", "enter_standard", commands.enter_standard, given=GB)
    texts = {"texts": [NEW, OTHER], "file_name": "x.csv"}
    draft = click("officer", "take_in_standards", commands.take_in, **texts)
    review = {"verdict": "confirmed", "decided_on": date(2026, 1, 5), "source": "x"}
    click("supervisor", "decide_review", commands.decide_review, standard_id=civil, **review)
    pair = {"standard_id": civil, "other_id": draft, "verdict": "merged"}
    for subject, act, command, more in (
        ("a", "confirm_merging", commands.confirm_merging, {}),
        ("b", "reject_merging", commands.reject_merging, {"reason": "x"}),
    ):
        made = click(
            "reviewer", "propose_merging", commands.propose_merging, subject=subject, **pair
        )
        click("supervisor", act, command, merging_id=made, **more)
    gone = {"status": "abolished", "source": "x"}
    click("officer", "state_status", commands.state_status, standard_id=civil, **gone)
    assert clicked == set(CLICKED_HERE)
