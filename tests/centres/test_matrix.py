"""The one policy table, cell by cell: every role, every act on a report, every state, in one's own
place and in another's.
"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from fund import acts, clock, db
from fund.access import commands as access
from fund.access.rules import POLICY, REACH, ROLES
from fund.centres import commands, reviewing
from fund.centres.rules import STATUSES
from fund.errors import FundError, NotAllowed, WrongState
from fund.lifecycle import REPORTING, may_report
from tests.centres.reporting import DAY, PDF, World, world

DO: dict[str, Callable[[int], tuple[Any, dict[str, Any]]]] = {
    "fill_in": lambda _key: (
        commands.fill_in,
        {"centre_code": "SD-RR", "period_code": "2026-Q3", "figures": {"staff": "7"}},
    ),
    "submit": lambda key: (commands.submit, {"submission_id": key}),
    "attach": lambda key: (
        commands.attach,
        {"submission_id": key, "role": "proof", "file_name": "p.pdf", "content": PDF + b"p"},
    ),
    "answer_remark": lambda _key: (commands.answer_remark, {"remark_id": 1, "answer": "x"}),
    "forward": lambda key: (
        reviewing.forward,
        {"submission_id": key, "file_name": "s.pdf", "content": PDF},
    ),
    "send_back": lambda key: (reviewing.send_back, {"submission_id": key, "reason": "x"}),
    "approve_submission": lambda key: (reviewing.approve_submission, {"submission_id": key}),
    "revise": lambda key: (commands.revise, {"submission_id": key, "reason": "x"}),
}


def prepared(url: str) -> tuple[World, int, dict[str, dict[str, int]]]:
    """A report, and for each role somebody here and somebody elsewhere."""
    made = world(url)
    key = made.filled("local SD-RR", "SD-RR")
    own = {"centre": "SD-RR", "region": "370000", "organisation": "host SD-RR"}
    other = {"centre": "HI-SS", "region": "460000", "organisation": "host HI-SS"}
    people = {
        place: {
            role: made.person(f"{role} {place}", role, scopes.get(REACH.get(role, ""), ""))
            for role in ROLES
        }
        for place, scopes in (("own", own), ("other", other))
    }
    return made, key, people


def in_state(made: World, key: int, status: str) -> None:
    """Put the report into a state past its guards, with a remark to answer, as if it had come
    there.
    """
    with (
        made.office.engine.connect().execution_options(fund_writes=True) as connection,
        connection.begin(),
    ):
        for (name,) in connection.execute(
            sa.text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN"
                " ('submission', 'remark', 'draft_figure')"
            )
        ).all():
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(
            sa.text(
                "UPDATE submission SET status = :status, is_standing = :stands, round = 1 WHERE id"
                " = :key"
            ),
            {"status": status, "stands": status in ("approved", "locked"), "key": key},
        )
        connection.execute(sa.text("DELETE FROM remark"))
        connection.execute(
            sa.text(
                "INSERT INTO remark (id, submission_id, round, indicator, remark, made_on, answer)"
                " VALUES (1, :key, 1, 'staff', 'x', '2026-10-08', '')"
            ),
            {"key": key},
        )


def outcome(made: World, person: int, act: str, key: int, do: Any = acts.rehearse) -> str:
    """allowed (done, or refused for something else), state, or role; of a rehearsal nothing is
    kept.
    """
    command, arguments = DO[act](key)
    try:
        with clock.at(clock.noon(DAY)):
            do(made.office.engine, person, command, **arguments)
    except NotAllowed:
        return "role"
    except WrongState as refused:
        return (
            "state"
            if refused.facts["act"] == act and refused.facts["status"] in STATUSES
            else "allowed"
        )
    except FundError:
        return "allowed"
    return "allowed"


def test_every_cell_of_the_policy_table_is_what_the_commands_do(
    tmp_path: Any, subtests: Any
) -> None:
    made, key, people = prepared(f"sqlite:///{tmp_path}/fund.db")
    cells, refused, before = 0, 0, on_record(made)
    assert set(DO) == set(REPORTING)
    for status in STATUSES:
        in_state(made, key, status)
        for act in REPORTING:
            for place, by_role in people.items():
                for role, person in by_role.items():
                    reaches = role in POLICY[act] and (place == "own" or role not in REACH)
                    wanted = (
                        "role"
                        if not reaches
                        else "allowed"
                        if may_report(act, {role}, status)
                        else "state"
                    )
                    with subtests.test(msg=f"{act} {status} {role} {place}"):
                        assert (
                            outcome(
                                made,
                                person,
                                act,
                                key,
                                acts.rehearse if wanted == "allowed" else acts.perform,
                            )
                            == wanted
                        )
                    cells, refused = cells + 1, refused + (wanted != "allowed")
    assert cells == len(STATUSES) * len(REPORTING) * 2 * len(ROLES)
    assert on_record(made) - before == refused > cells / 2


def on_record(made: World) -> int:
    """Refusals in the audit log."""
    return int(
        made.office.one(
            sa.text("SELECT COUNT(*) FROM audit_entry WHERE detail LIKE '%\"refused\"%'")
        )[0]
    )


@pytest.mark.parametrize("act", sorted(REPORTING))
def test_the_table_of_states_names_only_roles_that_may(act: str) -> None:
    assert set(REPORTING[act]) <= POLICY[act]
    assert set().union(*REPORTING[act].values()) <= set(STATUSES)


def test_a_role_that_was_taken_away_reaches_nothing_any_more(tmp_path: Any) -> None:
    made, key, people = prepared(f"sqlite:///{tmp_path}/fund.db")
    person = people["own"]["local"]
    made.act("security", access.revoke_role, person_id=person, role="local", scope="SD-RR")
    for act in REPORTING:
        assert outcome(made, person, act, key) == "role", act
    with db.reading(made.office.engine) as session:
        assert session.execute(sa.text("SELECT COUNT(*) FROM submission")).scalar_one() == 1
