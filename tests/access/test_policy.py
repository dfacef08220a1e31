"""Who may do what: every role and every act, every pair that is kept apart, roles taken away,
administrators.
"""

import ast
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db, i18n, schema
from fund.access import actors
from fund.access import commands as access
from fund.access.actors import Actor, OutOfScope
from fund.access.rules import (
    ADMINISTRATORS,
    APART,
    COUNTS_AS,
    POLICY,
    REACH,
    ROLES,
    clash,
    excluded_by,
)
from fund.access.tables import Person, RoleAssignment
from fund.audit import AuditEntry
from fund.errors import FourEyes, FundError, NotAllowed, NotFound
from fund.grants import commands as grants
from fund.ledger import amendments, book
from fund.ledger import commands as ledger
from fund.ledger.tables import Act, Posting, Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.procurement import commands as procurement
from fund.rooms import derived
from fund.rooms.rooms import ROOMS
from tests.acts import DAY, commands, tried_in_rooms
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office, office

FUND = Path(__file__).parents[2] / "fund"
COMMANDS = commands()
"""Every act that has a command, with arguments that lead nowhere, as tests/<room>/acts.py of each
room lists them.
"""
READING = {name for name, act in derived.acts(ROOMS).items() if act.is_reading}
WITHOUT_COMMAND: set[str] = set()
"""Acts the policy names before their commands are built: exactly those no command asks for."""


def one_of_each(made: Office) -> dict[str, int]:
    """A person for each role, by role."""
    return {role: made.enter(f"only {role}", role) for role in ROLES}


def last_entry(made: Office) -> AuditEntry:
    with db.reading(made.engine) as session:
        return session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_every_role_meets_every_act(tmp_path: Any) -> None:
    """Who may not is refused as not allowed, and that is on record; who may is never refused for
    the role.
    """
    made = office(f"sqlite:///{tmp_path}/fund.db")
    people = one_of_each(made)
    cells = 0
    for act, tried in COMMANDS.items():
        for command, arguments in tried:
            for role, person in people.items():
                before = last_entry(made).id
                refused: Exception | None = None
                try:
                    acts.perform(made.engine, person, command, **arguments)
                except (FundError, AttributeError, TypeError) as error:
                    refused = error
                # what these arguments name is not there, and a role held for a part reaches only
                # what is
                allowed = role in POLICY[act] and role not in REACH
                assert isinstance(refused, NotAllowed) is not allowed, (act, command, role, refused)
                cells += 1
                if isinstance(refused, NotAllowed):
                    reach = {"scopes": [made.scope_of(role)]} if role in POLICY[act] else {}
                    assert refused.facts == {
                        "act": act,
                        "roles": sorted(ROLES[name] for name in POLICY[act]),
                        **reach,
                    }
                    last = last_entry(made)
                    assert last.id == before + 1
                    assert f'"refused": "{refused.code}"' in last.detail
                    assert last.actor_id == person
    assert cells == len(ROLES) * sum(len(tried) for tried in COMMANDS.values())


def test_every_act_of_the_policy_has_its_command_or_is_reading() -> None:
    built = {act for _path, function in command_functions() for act in asked(function)}
    assert set(POLICY) - READING - built == WITHOUT_COMMAND
    assert set(COMMANDS) == built
    files = [path for room in ROOMS for path in (FUND / room.name).glob("*.py")]
    asking = {act for path in files for function in functions(path) for act in asked(function)}
    assert asking - READING == built, "a command stands in a file no tests/<room>/acts.py names"


def test_every_act_of_the_policy_is_somebodys_and_every_role_is_known() -> None:
    assert all(POLICY.values())
    assert set().union(*POLICY.values()) <= set(ROLES)
    for act in COMMANDS:
        money = act in {"appropriate", "adjust", "reverse", "correct_payment", "pay", "claw_back"}
        assert not (POLICY[act] & ADMINISTRATORS) or act in {
            "add_person",
            "set_email",
            "assign_role",
            "revoke_role",
            "change_setting",
            "link_identity",
            "revoke_sessions",
            "rotate_key",
            "set_look",
        }, act
        assert not money or POLICY[act] == {"finance"}, act


def test_an_act_that_is_not_in_the_policy_is_nobodys() -> None:
    everybody = Actor(1, "x", "x", frozenset((role, "") for role in ROLES))
    assert not everybody.may("fly")
    with pytest.raises(NotAllowed):
        everybody.must("fly")


PLACES = ("", "610000", "310000")


@pytest.mark.parametrize(
    "held", [*PLACES, None], ids=lambda held: held or ("nowhere" if held is None else "everywhere")
)
@pytest.mark.parametrize("asked", PLACES, ids=lambda asked: asked or "everywhere")
def test_a_button_is_drawn_exactly_where_its_act_is_allowed(held: str | None, asked: str) -> None:
    """What a page asks and what a command asks have one answer: a role reaches its own scope, and
    all of them when held for the whole fund.
    """
    for act, allowed in POLICY.items():
        for role in ROLES:
            actor = Actor(1, "x", "x", frozenset() if held is None else frozenset({(role, held)}))
            try:
                actor.must(act, asked)
                done = True
            except NotAllowed:
                done = False
            is_partless = held == "" and role in REACH
            assert (
                actor.may(act, asked)
                is done
                is (role in allowed and held in ("", asked) and not is_partless)
            ), (act, role)
            assert actor.may(act) is (role in allowed and held == "" and not is_partless)


def test_a_role_of_one_province_does_nothing_for_the_whole_fund(walk: Walk) -> None:
    person = walk.office.enter("provincial")
    db.write(
        walk.office.engine,
        lambda session: session.add(
            RoleAssignment(
                person_id=person, role="supervisor", scope="610000", assigned_at=clock.now()
            )
        ),
    )
    with pytest.raises(OutOfScope) as refused, clock.at(clock.noon(DAY)):
        acts.perform(
            walk.office.engine, person, milestones.accept, evidence_id=walk["evidence G1/T1"]
        )
    for language, said in (
        ("en", "Your role reaches only a part of the fund (610000)"),
        ("zh", "610000"),
    ):
        with i18n.speaking(language):
            assert said in i18n.say(refused.value)


def test_the_operator_at_the_command_line_moves_no_money() -> None:
    moving = set(COMMANDS) - {
        "add_person",
        "set_email",
        "assign_role",
        "revoke_role",
        "change_setting",
        "link_identity",
        "revoke_sessions",
        "save_view",
        "drop_view",
        "draft_report",
        "seal_report",
        "rotate_key",
        "set_look",
    }
    assert {act for act in moving if actors.OPERATOR.may(act)} == set()


def command_functions() -> list[tuple[Path, ast.FunctionDef]]:
    """Every public function that takes a session and an actor by position, in commands.py of a
    room and wherever else a command tried here stands.
    """
    elsewhere = {
        Path(command.__code__.co_filename)
        for tried in COMMANDS.values()
        for command, _with in tried
    }
    return [
        (path, node)
        for path in sorted({*FUND.glob("*/commands.py"), *elsewhere})
        for node in functions(path)
    ]


def functions(path: Path) -> list[ast.FunctionDef]:
    """The public functions of a file that take a session and an actor by position."""
    return [
        node
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and [argument.arg for argument in node.args.args[:2]] == ["session", "actor"]
    ]


def asked(function: ast.FunctionDef) -> set[str]:
    """The acts a command asks its actor for."""
    return {
        node.args[0].value
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "must"
        and isinstance(node.args[0], ast.Constant)
    }


INSIDE = {"enter", "commit", "sign", "judged", "moved"}
"""Of undertakings.py: halves of commands that grants, holdings, procurement and subsidies share;
those ask before they call.
"""
SHARING = {"grants", "holdings", "procurement", "subsidies"}


def test_every_command_asks_whether_its_actor_may() -> None:
    functions = command_functions()
    assert len(functions) > 30
    for path, function in functions:
        if path.name == "undertakings.py" and function.name in INSIDE:
            continue
        assert asked(function), f"{path.parent.name}.{function.name} never asks actor.must"
        assert asked(function) <= set(POLICY), (
            f"{path.parent.name}.{function.name} asks for {asked(function)}"
        )


def test_the_shared_halves_are_called_only_by_commands_that_ask() -> None:
    for path in FUND.glob("*/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                f"undertakings.{name}" for name in INSIDE
            }:
                assert path.parent.name in SHARING, path


def hands(made: Office, name: str = "both") -> int:
    """Somebody with every role of the fund's own people."""
    roles = sorted(set(ROLES) - ADMINISTRATORS - set(REACH))
    return made.enter(name, *roles)


def did(made: Office, person: int, kind: str, undertaking_id: int, day: date = DAY) -> None:
    """Put an earlier act of somebody on an undertaking."""

    def work(session: Session) -> Act:
        return book.post(
            session,
            actors.load(session, person),
            kind,
            [],
            undertaking=book.fetch(session, Undertaking, undertaking_id),
        )

    with clock.at(clock.noon(day)):
        db.write(made.engine, work)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed, evidence for T1 filed by the officer; G2 entered; an amendment and a waiver
    proposed.
    """
    walk = until(Walk(an_office), 4)
    walk.day = DAY
    walk.evidence("G1/T1")
    for code, command, more in (
        ("G2", grants.enter, {}),
        ("P1", procurement.enter, {"category": "ttc", "method": "open_tender"}),
    ):
        walk.made[code] = walk.act(
            "officer",
            command,
            code=code,
            title=code,
            organisation_id=an_office.organisation(code),
            region_code="610000",
            line_id=walk["A26"],
            **more,
        )
    walk.act(
        "decider",
        amendments.propose_amendment,
        "amendment",
        tranche_id=walk["G1/T3"],
        change_fen=WAN,
        reason="scope",
    )
    walk.act(
        "decider_2",
        waiving.propose_waiver,
        "waiver",
        tranche_id=walk["G1/T1"],
        reason="cannot wait",
    )
    return walk


ON_G2 = {"decide", "award"}
NEXT: dict[str, Callable[[Walk], tuple[Any, dict[str, Any]]]] = {
    "decide": lambda walk: (grants.decide, {"undertaking_id": walk["G2"], "amount_fen": WAN}),
    "award": lambda walk: (procurement.award, {"undertaking_id": walk["P1"], "amount_fen": WAN}),
    "sign": lambda walk: (
        grants.sign,
        {"undertaking_id": walk["G1"], "terms": [Terms("T1", WAN, DAY)]},
    ),
    "accept": lambda walk: (milestones.accept, {"evidence_id": walk["evidence G1/T1"]}),
    "settle": lambda walk: (milestones.settle, {"milestone_id": walk["G1 M1"], "status": "met"}),
    "pay": lambda walk: (ledger.pay, {"tranche_id": walk["G1/T1"], "amount_fen": 1}),
    "file_evidence": lambda walk: (
        milestones.file_evidence,
        {"tranche_id": walk["G1/T2"], "title": "x", "sha256": "0" * 64},
    ),
    "propose_amendment": lambda walk: (
        amendments.propose_amendment,
        {"tranche_id": walk["G1/T2"], "change_fen": 1, "reason": "x"},
    ),
    "sign_amendment": lambda walk: (
        amendments.sign_amendment,
        {"amendment_id": walk["amendment"], "expected_version": 1},
    ),
    "propose_waiver": lambda walk: (
        waiving.propose_waiver,
        {"tranche_id": walk["G1/T2"], "reason": "x"},
    ),
    "grant_waiver": lambda walk: (waiving.grant_waiver, {"proposal_id": walk["waiver"]}),
}


def test_acts_kept_apart_are_not_done_by_one_person_in_either_order(
    walk: Walk, subtests: Any
) -> None:
    tried = 0
    for earlier, later in [(one, act) for act in NEXT for one in sorted(excluded_by(act))]:
        with subtests.test(msg=f"{later} after {earlier}"):
            tried += 1
            person = hands(walk.office, f"{earlier} then {later}")
            did(
                walk.office,
                person,
                earlier,
                walk["P1" if later == "award" else "G2" if later == "decide" else "G1"],
            )
            command, arguments = NEXT[later](walk)
            before = last_entry(walk.office).id
            with (
                clock.at(clock.noon(DAY)),
                pytest.raises((FourEyes, waiving.HadAHand)) as refused,
            ):
                acts.perform(walk.office.engine, person, command, **arguments)
            assert refused.value.facts["earlier"] == earlier
            assert last_entry(walk.office).id == before + 1
    assert tried > 40


def test_every_act_kept_apart_is_tried_or_begins_an_undertaking() -> None:
    """What nobody can do second on one undertaking: what it begins with, what has none, and
    correcting what was paid before.
    """
    first = {"enter", "recommend", "approve_opening", "correct_payment"}
    applying = tried_in_rooms("PAIRS_TRIED_HERE")
    assert {act for pair in APART for act in pair} - {"upload_opening"} == set(NEXT) - {
        "settle"
    } | first | applying
    assert {"settle", "upload_opening"} <= set(COUNTS_AS)


def test_who_accepted_does_not_correct_a_payment(an_office: Office) -> None:
    walk = until(Walk(an_office), 6)
    person = hands(an_office)
    did(an_office, person, "accept", walk["G1"], walk.day)
    with pytest.raises(FourEyes), clock.at(clock.noon(walk.day)):
        acts.perform(
            an_office.engine,
            person,
            ledger.correct_payment,
            act_id=walk["pay G1/T1"],
            right_amount_fen=1,
            reason="x",
        )


def test_who_judged_a_milestone_does_not_pay_for_its_undertaking(walk: Walk) -> None:
    """Settling is written down as a hand, although it moves no money."""
    person = hands(walk.office)
    with clock.at(clock.noon(DAY)):
        acts.perform(
            walk.office.engine,
            person,
            milestones.settle,
            milestone_id=walk["G1 M1"],
            status="not_met",
            reason="failed",
        )
        walk.act("supervisor", milestones.accept, evidence_id=walk["evidence G1/T1"])
        with pytest.raises(FourEyes) as refused:
            acts.perform(
                walk.office.engine, person, ledger.pay, tranche_id=walk["G1/T1"], amount_fen=1
            )
    assert refused.value.facts == {"earlier": "settle", "act": "pay"}


def test_who_had_no_hand_in_it_may(walk: Walk) -> None:
    """The pairs keep people apart, not acts: the same acts by others go through."""
    person = hands(walk.office)
    with clock.at(clock.noon(DAY)):
        acts.perform(
            walk.office.engine, person, milestones.accept, evidence_id=walk["evidence G1/T1"]
        )
    walk.pay("G1/T1", 1)


def test_apart_reads_the_same_from_both_sides() -> None:
    for first, second in APART:
        assert second in excluded_by(first)
        assert first in excluded_by(second)
    kinds = {act for pair in APART for act in pair} | set(COUNTS_AS)
    assert all(
        (first in excluded_by(second)) is (second in excluded_by(first))
        for first in kinds
        for second in kinds
    )
    assert excluded_by("schedule") == frozenset()


def test_a_role_taken_away_after_the_button_was_drawn_has_no_effect(walk: Walk) -> None:
    key = "drawn while supervisor"
    walk.act(
        "security", access.revoke_role, person_id=walk.office.ids["supervisor"], role="supervisor"
    )
    before = walk.office.one(select(sa.func.count()).select_from(Posting))
    with pytest.raises(NotAllowed):
        walk.office.act(
            "supervisor", milestones.accept, on=DAY, key=key, evidence_id=walk["evidence G1/T1"]
        )
    assert walk.office.one(select(sa.func.count()).select_from(Posting)) == before
    assert '"refused": "not_allowed"' in last_entry(walk.office).detail
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["supervisor"], role="supervisor"
    )
    walk.office.act(
        "supervisor", milestones.accept, on=DAY, key=key, evidence_id=walk["evidence G1/T1"]
    )


def test_a_role_taken_away_stays_on_record(an_office: Office) -> None:
    an_office.act("security", access.revoke_role, person_id=an_office.ids["viewer"], role="viewer")
    with db.reading(an_office.engine) as session:
        held = session.exec(
            select(RoleAssignment).where(RoleAssignment.person_id == an_office.ids["viewer"])
        ).one()
        assert held.revoked_at is not None
        assert actors.load(session, an_office.ids["viewer"]).roles == frozenset()
    with pytest.raises(NotFound):
        an_office.act(
            "security", access.revoke_role, person_id=an_office.ids["viewer"], role="viewer"
        )


@pytest.mark.parametrize("pair", list(combinations(sorted(ADMINISTRATORS), 2)), ids=" and ".join)
def test_the_three_administrators_exclude_one_another(tmp_path: Any, pair: tuple[str, str]) -> None:
    made = office(f"sqlite:///{tmp_path}/fund.db")
    with pytest.raises(access.RolesClash):
        acts.perform(
            made.engine, None, access.add_person, login="both", name="both", roles=list(pair)
        )
    one = made.enter("one", pair[0])
    with pytest.raises(access.RolesClash):
        made.act("security", access.assign_role, person_id=one, role=pair[1])
    assert clash(set(pair))


@pytest.mark.parametrize("role", sorted(set(ROLES) - ADMINISTRATORS))
def test_an_administrator_holds_no_other_role(role: str) -> None:
    for administrator in ADMINISTRATORS:
        assert clash({administrator, role})
    assert not clash({role, "viewer"})


def test_the_first_person_of_a_new_database_is_entered_by_the_operator_and_the_second_by_rule(
    tmp_path: Any,
) -> None:
    made = office(f"sqlite:///{tmp_path}/fund.db")
    with pytest.raises(NotAllowed):
        made.act("officer", access.add_person, login="friend", name="friend", roles=["finance"])
    assert made.one(select(Person.id).where(Person.login == "system")) == made.ids["system"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"login": " ", "name": "x", "roles": []},
        {"login": "x", "name": "", "roles": []},
        {"login": "x", "name": "x", "roles": ["king"]},
        {"login": "officer", "name": "x", "roles": []},
    ],
    ids=["no login", "no name", "no such role", "login taken"],
)
def test_a_person_needs_a_login_of_their_own_a_name_and_known_roles(
    tmp_path: Any, arguments: dict[str, Any]
) -> None:
    made = office(f"sqlite:///{tmp_path}/fund.db")
    with pytest.raises((access.NameMissing, access.UnknownRole, access.LoginTaken)):
        acts.perform(made.engine, None, access.add_person, **arguments)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_system_administrator_enters_people_and_gives_no_role(tmp_path: Any, role: str) -> None:
    """Roles are the security administrator's to give; entering somebody is no way round that."""
    made = office(f"sqlite:///{tmp_path}/fund.db")
    with pytest.raises(NotAllowed) as refused:
        made.act("system", access.add_person, login="friend", name="friend", roles=[role])
    assert refused.value.facts["act"] == "assign_role"
    assert '"refused": "not_allowed"' in last_entry(made).detail
    assert (
        made.one(select(sa.func.count()).select_from(Person).where(Person.login == "friend")) == 0
    )
    with pytest.raises(NotAllowed):
        made.act("security", access.add_person, login="friend", name="friend", roles=[role])
    friend = made.enter("friend", role)
    with db.reading(made.engine) as session:
        assert actors.load(session, friend).roles == {(role, made.scope_of(role))}


def test_until_somebody_gives_roles_the_system_administrator_does_and_never_again(
    tmp_path: Any,
) -> None:
    engine = db.engine(f"sqlite:///{tmp_path}/fund.db")
    schema.upgrade(engine)

    def entered(by: int | None, login: str, role: str) -> int:
        return int(
            acts.perform(engine, by, access.add_person, login=login, name=login, roles=[role]).id
        )

    system = entered(None, "system", "system_administrator")
    entered(system, "officer", "officer")
    security = entered(system, "security", "security_administrator")
    acts.perform(
        engine, security, access.revoke_role, person_id=security, role="security_administrator"
    )
    with pytest.raises(NotAllowed):
        entered(system, "second", "security_administrator")
    entered(None, "second", "security_administrator")
