"""Who may do what: every role and every act, every pair that is kept apart, roles taken away,
administrators.
"""

import ast
from collections.abc import Callable
from datetime import date
from decimal import Decimal
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
from fund.attachments import commands as attachments
from fund.audit import AuditEntry
from fund.centres import commands as centres
from fund.centres import periods, registering
from fund.centres import reviewing as reports
from fund.closing import commands as closing
from fund.errors import FourEyes, FundError, NotAllowed, NotFound
from fund.evaluation import commands as evaluation
from fund.grants import applications
from fund.grants import commands as grants
from fund.ledger import amendments, book, clawback, undertakings
from fund.ledger import commands as ledger
from fund.ledger.tables import Act, Posting, Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.milestones import ordering, waiving
from fund.missions import commands as missions
from fund.office import commands as office_commands
from fund.plan import commands as plan
from fund.portfolio import commands as portfolio
from fund.procurement import bidding, delivering, planning, reviewing
from fund.procurement import commands as procurement
from fund.published import classifying
from fund.published import commands as published
from fund.settings import commands as settings
from fund.sign_in import commands as sign_in
from fund.standing import commands as standing
from fund.suppliers import commands as suppliers
from fund.targets import changing, contributing, issuing
from fund.targets import commands as targets
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office, office

FUND = Path(__file__).parents[2] / "fund"
NOBODY = 10**6
DAY = date(2026, 3, 11)
SOME_UNDERTAKING = {
    "code": "X",
    "title": "x",
    "organisation_id": 1,
    "region_code": "610000",
    "line_id": NOBODY,
}

COMMANDS: dict[str, list[tuple[Callable[..., Any], dict[str, Any]]]] = {
    "add_person": [(access.add_person, {"login": "", "name": "", "roles": []})],
    "set_email": [(access.set_email, {"person_id": NOBODY, "email": ""})],
    "assign_role": [(access.assign_role, {"person_id": NOBODY, "role": "viewer"})],
    "revoke_role": [(access.revoke_role, {"person_id": NOBODY, "role": "viewer"})],
    "delegate": [
        (
            access.delegate,
            {
                "person_id": NOBODY,
                "role": "viewer",
                "starts_on": DAY,
                "ends_on": DAY,
                "reason": "x",
            },
        ),
        (access.end_delegation, {"delegation_id": NOBODY}),
    ],
    "change_setting": [(settings.change, {"threshold": "", "value": 1, "reason": "x"})],
    "register_mission": [
        (missions.register_mission, {"code": "x", "title": "x", "agency": "x", "source": "x"})
    ],
    "record_mission_purchase": [
        (
            missions.record_mission_purchase,
            {
                "mission_id": NOBODY,
                "category": "ttc",
                "item": "x",
                "bought_on": DAY,
                "amount_fen": 1,
                "source": "x",
            },
        ),
        (missions.take_in_register, {"missions": [], "purchases": []}),
    ],
    "strike_mission_purchase": [
        (missions.strike_mission_purchase, {"purchase_id": NOBODY, "reason": "x"})
    ],
    "state_register": [
        (missions.state_register, {"period": "2026-Q1", "is_complete": True, "reason": "x"})
    ],
    "issue_forecasts": [(issuing.issue_forecasts, {"period": "2026-Q1"})],
    "link_identity": [
        (sign_in.link_identity, {"person_id": NOBODY, "issuer": "https://x", "subject": "x"}),
        (sign_in.unlink_identity, {"identity_id": NOBODY}),
    ],
    "revoke_sessions": [(sign_in.revoke_sessions, {"person_id": NOBODY})],
    "register_centre": [
        (
            registering.register_centre,
            {
                "code": "",
                "kind": "x",
                "field": "x",
                "name_zh": "x",
                "region_code": "x",
                "host_id": NOBODY,
                "founded_on": DAY,
            },
        ),
        (registering.change_standing, {"centre_id": NOBODY, "standing": "x", "reason": ""}),
        (registering.add_member, {"centre_id": NOBODY, "organisation_id": NOBODY, "role": "x"}),
        (registering.link_funding, {"centre_id": NOBODY, "undertaking_id": NOBODY}),
        (registering.add_equipment, {"centre_id": NOBODY, "name": "x", "cost_fen": 1}),
        (registering.add_offer, {"centre_id": NOBODY, "name": "x", "unit": "x", "capacity": 1}),
    ],
    "record_use": [(registering.record_use, {"offer_id": NOBODY, "period_code": "x", "used": 1})],
    "open_period": [
        (
            periods.open_period,
            {
                "code": "",
                "name_zh": "x",
                "name_en": "x",
                "starts_on": DAY,
                "ends_on": DAY,
                "due_on": DAY,
            },
        )
    ],
    "lock_period": [(periods.lock_period, {"period_id": NOBODY})],
    "ask_extension": [
        (
            periods.ask_extension,
            {"centre_code": "nowhere", "period_code": "x", "until": DAY, "reason": "x"},
        )
    ],
    "decide_extension": [(periods.decide_extension, {"extension_id": NOBODY, "is_granted": True})],
    "fill_in": [(centres.fill_in, {"centre_code": "nowhere", "period_code": "x"})],
    "submit": [
        (centres.submit, {"submission_id": NOBODY}),
        (
            centres.submit_workbook,
            {
                "centre_code": "nowhere",
                "period_code": "x",
                "file_name": "x",
                "content": b"",
                "cells": {},
                "notes": {},
            },
        ),
    ],
    "attach": [
        (
            centres.attach,
            {
                "submission_id": NOBODY,
                "role": "proof",
                "file_name": "a.pdf",
                "content": b"%PDF-1.4",
            },
        )
    ],
    "forward": [(reports.forward, {"submission_id": NOBODY})],
    "send_back": [(reports.send_back, {"submission_id": NOBODY, "reason": "x"})],
    "answer_remark": [(centres.answer_remark, {"remark_id": NOBODY, "answer": "x"})],
    "approve_submission": [(reports.approve_submission, {"submission_id": NOBODY})],
    "revise": [(centres.revise, {"submission_id": NOBODY, "reason": "x"})],
    "begin_evaluation": [
        (evaluation.begin_evaluation, {"programme_id": NOBODY, "fiscal_year": 2026})
    ],
    "write_evaluation": [
        (evaluation.write_evaluation, {"evaluation_id": NOBODY, "head": {}, "rows": []})
    ],
    "submit_evaluation": [(evaluation.submit_evaluation, {"evaluation_id": NOBODY})],
    "approve_evaluation": [(evaluation.approve_evaluation, {"evaluation_id": NOBODY})],
    "return_evaluation": [(evaluation.return_evaluation, {"evaluation_id": NOBODY, "reason": "x"})],
    "set_contribution": [
        (contributing.set_contribution, {"target_code": "x", "percent": 1, "source": "x"})
    ],
    "mark_organisation": [
        (
            suppliers.mark_organisation,
            {"organisation_id": NOBODY, "mark": "commercial", "is_set": True, "reason": "x"},
        )
    ],
    "propose_merge": [
        (suppliers.propose_merge, {"organisation_id": NOBODY, "kept_id": NOBODY, "reason": "x"})
    ],
    "merge_organisations": [(suppliers.merge_organisations, {"merge_id": NOBODY})],
    "keep_apart": [(suppliers.keep_apart, {"merge_id": NOBODY, "reason": "x"})],
    "register_organisation": [
        (plan.register_organisation, {"scheme": "x", "identifier": "x", "name": "x"})
    ],
    "import_published": [(published.import_file, {"name": "x", "reading": None})],
    "categorise": [
        (classifying.categorise, {"ocid": "x", "category": "x"}),
        (classifying.categorise_by_rule, {"category": "x", "reason": "x", "digest": "x"}),
    ],
    "open_line": [
        (
            ledger.open_line,
            {"code": "X", "title": "x", "measure": "x", "source": "x", "fiscal_year": 2026},
        )
    ],
    "upload_opening": [
        (office_commands.upload_opening, {"file_name": "x", "content": b"", "records": None})
    ],
    "approve_opening": [
        (office_commands.approve_opening, {"opening_id": NOBODY, "expected_version": 1})
    ],
    "reject_opening": [
        (
            office_commands.reject_opening,
            {"opening_id": NOBODY, "expected_version": 1, "reason": ""},
        )
    ],
    "appropriate": [(ledger.appropriate, {"line_id": NOBODY, "amount_fen": 1})],
    "adjust": [(ledger.adjust, {"line_id": NOBODY, "change_fen": 1, "reason": ""})],
    "reverse": [(ledger.reverse, {"act_id": NOBODY, "reason": ""})],
    "correct_payment": [
        (ledger.correct_payment, {"act_id": NOBODY, "right_amount_fen": 1, "reason": ""})
    ],
    "pay": [(ledger.pay, {"tranche_id": NOBODY, "amount_fen": 1})],
    "claw_back": [(clawback.claw_back, {"act_id": NOBODY, "amount_fen": 1, "reason": ""})],
    "propose_claw_back_correction": [
        (
            clawback.propose_claw_back_correction,
            {"act_id": NOBODY, "payment_id": NOBODY, "reason": ""},
        )
    ],
    "correct_claw_back": [(clawback.correct_claw_back, {"proposal_id": NOBODY})],
    "reject_claw_back_correction": [
        (clawback.reject_claw_back_correction, {"proposal_id": NOBODY, "reason": ""})
    ],
    "propose_carry_over": [
        (closing.propose_carry_over, {"undertaking_id": NOBODY, "to_line_id": NOBODY})
    ],
    "save_view": [(portfolio.save_view, {"page": "grants", "title": " ", "query": ""})],
    "drop_view": [(portfolio.drop_view, {"view_id": NOBODY})],
    "carry_over": [(closing.carry_over, {"proposal_id": NOBODY})],
    "propose_surplus": [(closing.propose_surplus, {"line_id": NOBODY, "reason": ""})],
    "return_surplus": [(closing.return_surplus, {"proposal_id": NOBODY})],
    "reject_year_end": [(closing.reject_year_end, {"proposal_id": NOBODY, "reason": ""})],
    "prepare_close": [(closing.prepare_close, {"period": "2026-Q1"})],
    "close": [(closing.close, {"closing_id": NOBODY})],
    "enter": [
        (grants.enter, SOME_UNDERTAKING),
        (procurement.enter, {**SOME_UNDERTAKING, "category": "x", "method": "x"}),
    ],
    "draft_call": [
        (
            applications.draft_call,
            {
                "code": "x",
                "title": "x",
                "line_id": NOBODY,
                "opens_on": DAY,
                "closes_on": DAY,
                "criteria": [],
            },
        )
    ],
    "publish_call": [(applications.publish_call, {"call_id": NOBODY})],
    "check_eligibility": [
        (applications.check_eligibility, {"undertaking_id": NOBODY, "is_eligible": True})
    ],
    "declare_conflict": [
        (applications.declare_conflict, {"undertaking_id": NOBODY, "comment": "x"})
    ],
    "review": [(applications.review, {"undertaking_id": NOBODY, "points": {}})],
    "recommend": [(applications.recommend, {"undertaking_id": NOBODY, "is_recommended": True})],
    "withdraw": [(grants.withdraw, {"undertaking_id": NOBODY, "reason": "x"})],
    "check_midterm": [
        (grants.check_midterm, {"undertaking_id": NOBODY, "finding": "on_track", "reason": "x"})
    ],
    "suspend": [(grants.suspend, {"undertaking_id": NOBODY, "reason": "x"})],
    "resume": [(grants.resume, {"undertaking_id": NOBODY, "reason": "x"})],
    "close_out": [(grants.close_out, {"undertaking_id": NOBODY, "reason": "x"})],
    "decline": [(grants.decline, {"undertaking_id": NOBODY, "reason": "x"})],
    "decide": [(grants.decide, {"undertaking_id": NOBODY, "amount_fen": 1})],
    "award": [
        (procurement.award, {"undertaking_id": NOBODY, "amount_fen": 1}),
        (procurement.conclude, {"process_id": NOBODY}),
    ],
    "plan_procurement": [
        (
            planning.plan,
            {
                "code": "X",
                "title": "x",
                "category": "x",
                "method": "open_tender",
                "line_id": NOBODY,
                "region_code": "610000",
                "estimate_fen": 1,
            },
        )
    ],
    "publish_tender": [(planning.publish, {"process_id": NOBODY, "closes_at": clock.noon(DAY)})],
    "amend_tender": [
        (planning.amend, {"process_id": NOBODY, "closes_at": clock.noon(DAY), "reason": "x"})
    ],
    "record_bid": [
        (
            bidding.record_bid,
            {"process_id": NOBODY, "amount_fen": 1, "received_at": clock.noon(DAY)},
        ),
        (bidding.withdraw_bid, {"bid_id": NOBODY, "reason": "x"}),
    ],
    "open_bids": [(bidding.open_bids, {"process_id": NOBODY})],
    "declare_interest": [(bidding.declare_interest, {"process_id": NOBODY, "has_interest": False})],
    "disqualify_bid": [(bidding.disqualify_bid, {"bid_id": NOBODY, "reason": "x"})],
    "evaluate": [(bidding.evaluate, {"process_id": NOBODY, "bid_ids": [], "reason": "x"})],
    "end_procurement": [
        (planning.end, {"process_id": NOBODY, "outcome": "cancelled", "reason": "x"})
    ],
    "record_delivery": [
        (
            delivering.record_delivery,
            {"undertaking_id": NOBODY, "delivered_on": DAY, "figures": {}, "source": "x"},
        )
    ],
    "dispose_flag": [
        (
            reviewing.dispose_flag,
            {
                "flag": "R003",
                "process_id": NOBODY,
                "supplier_id": None,
                "outcome": "explained",
                "reason": "x",
            },
        )
    ],
    "sign": [
        (command, {"undertaking_id": NOBODY, "terms": []})
        for command in (grants.sign, procurement.sign)
    ],
    "propose_amendment": [
        (amendments.propose_amendment, {"tranche_id": NOBODY, "change_fen": 1, "reason": ""}),
        (amendments.propose_date, {"tranche_id": NOBODY, "promised_on": DAY, "reason": ""}),
        (amendments.propose_scope, {"undertaking_id": NOBODY, "title": "x", "reason": ""}),
    ],
    "propose_recipient": [
        (
            amendments.propose_recipient,
            {"undertaking_id": NOBODY, "organisation_id": NOBODY, "reason": ""},
        )
    ],
    "sign_amendment": [
        (amendments.sign_amendment, {"amendment_id": NOBODY, "expected_version": 1})
    ],
    "reject_amendment": [
        (amendments.reject_amendment, {"amendment_id": NOBODY, "expected_version": 1, "reason": ""})
    ],
    "terminate": [
        (milestones.terminate, {"undertaking_id": NOBODY, "reason": ""}),
        (undertakings.release, {"undertaking_id": NOBODY, "reason": ""}),
    ],
    "complete": [(undertakings.complete, {"undertaking_id": NOBODY})],
    "schedule": [
        (milestones.schedule, {"undertaking_id": NOBODY, "code": "x", "title": "x", "due_on": DAY})
    ],
    "forecast": [(milestones.forecast, {"milestone_id": NOBODY, "forecast_on": DAY})],
    "rebaseline": [(milestones.rebaseline, {"milestone_id": NOBODY, "due_on": DAY, "reason": ""})],
    "keep": [(attachments.keep, {"file_name": "a.pdf", "content": b"%PDF-1.4"})],
    "file_evidence": [
        (
            milestones.hand_in_evidence,
            {"tranche_id": NOBODY, "title": "x", "file_name": "a.pdf", "content": b"%PDF-1.4"},
        ),
        (milestones.file_evidence, {"tranche_id": NOBODY, "title": "x", "sha256": "0" * 64}),
    ],
    "accept": [
        (milestones.accept, {"evidence_id": NOBODY}),
    ],
    "report_status": [
        (standing.report_status, {"undertaking_id": NOBODY, "light": "green", "reported_on": DAY})
    ],
    "answer_gap": [
        (standing.answer_gap, {"undertaking_id": NOBODY, "status_report_id": NOBODY, "answer": "x"})
    ],
    "settle": [(milestones.settle, {"milestone_id": NOBODY, "status": "met"})],
    "propose_waiver": [(waiving.propose_waiver, {"tranche_id": NOBODY, "reason": ""})],
    "grant_waiver": [(waiving.grant_waiver, {"proposal_id": NOBODY})],
    "set_target": [
        (
            targets.set_target,
            {
                "code": "x",
                "name_zh": "x",
                "name_en": "x",
                "unit_zh": "x",
                "unit_en": "x",
                "value": 1,
                "target_year": 2027,
                "source": "",
            },
        )
    ],
    "change_target": [
        (
            changing.change_target,
            {"target_code": "x", "value": Decimal(1), "reason": "x", "source": "x"},
        )
    ],
    "observe": [
        (targets.observe, {"target_code": "x", "observed_on": DAY, "value": 1, "source": ""})
    ],
    "state_plan_step": [
        (targets.state_plan_step, {"step": "x", "status": "met", "stated_on": DAY, "source": "x"})
    ],
    "need": [(ordering.need, {"milestone_id": NOBODY, "needs_id": NOBODY, "reason": "x"})],
    "change_definition": [
        (targets.change_definition, {"indicator": "x", "changed_on": DAY, "reason": "x"})
    ],
}
"""Every act that has a command, with arguments that lead nowhere: whoever may is refused for these,
never for the role.
"""

READING = {"see_centres", "see_portfolio", "see_audit", "see_people", "export", "see_settings"}
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
    for act, commands in COMMANDS.items():
        for command, arguments in commands:
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
    assert cells == len(ROLES) * sum(len(commands) for commands in COMMANDS.values())


def test_every_act_of_the_policy_has_its_command_or_is_reading() -> None:
    built = {act for path, function in command_functions() for act in asked(function)}
    assert set(POLICY) - READING - built == WITHOUT_COMMAND
    assert set(COMMANDS) == built


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
    }
    assert {act for act in moving if actors.OPERATOR.may(act)} == set()


def command_functions() -> list[tuple[Path, ast.FunctionDef]]:
    """Every public function that takes a session and an actor by position in a room's commands."""
    found = []
    more = [
        FUND / "grants" / "applications.py",
        FUND / "procurement" / "planning.py",
        FUND / "procurement" / "bidding.py",
        FUND / "procurement" / "reviewing.py",
        FUND / "procurement" / "delivering.py",
        FUND / "targets" / "issuing.py",
        FUND / "targets" / "changing.py",
        FUND / "milestones" / "ordering.py",
        FUND / "published" / "classifying.py",
        FUND / "centres" / "registering.py",
        FUND / "centres" / "periods.py",
        FUND / "centres" / "reviewing.py",
        FUND / "milestones" / "waiving.py",
        FUND / "targets" / "contributing.py",
    ]
    for path in [
        *sorted(FUND.glob("*/commands.py")),
        *more,
        FUND / "ledger" / "undertakings.py",
        FUND / "ledger" / "amendments.py",
        FUND / "ledger" / "clawback.py",
    ]:
        for node in ast.parse(path.read_text("utf-8")).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and [argument.arg for argument in node.args.args[:2]] == ["session", "actor"]:
                found.append((path, node))
    return found


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
"""Of undertakings.py: halves of commands that grants and procurement share; those ask before they
call.
"""


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
                assert path.parent.name in {"grants", "procurement"}, path


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
    applying = {
        "check_eligibility",
        "review",
        "recommend",
        "check_midterm",
        "complete",
        "close_out",
        "suspend",
        "resume",
        "propose_carry_over",
        "carry_over",
        "propose_claw_back_correction",
        "correct_claw_back",
    }  # tests/grants, tests/closing and tests/ledger/test_claw_backs.py try these
    applying |= {"report_status", "answer_gap"}  # and tests/standing these
    applying |= {
        "plan_procurement",
        "publish_tender",
        "amend_tender",
        "record_bid",
        "open_bids",
        "disqualify_bid",
        "evaluate",
        "end_procurement",
        "dispose_flag",
    }  # and tests/procurement these
    applying |= {act for act in POLICY if act.endswith("_evaluation")}  # and tests/evaluation these
    applying |= {
        "fill_in",
        "submit",
        "attach",
        "answer_remark",
        "forward",
        "revise",
        "approve_submission",
        "ask_extension",
        "decide_extension",
    }  # and tests/centres these
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
