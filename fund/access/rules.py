"""Roles, which exclude one another, and the policy: which roles may do which act."""

import re

from fund.errors import N_

ROLES = {
    "officer": N_("Officer"),
    "reviewer": N_("Reviewer"),
    "recommender": N_("Recommender"),
    "decider": N_("Decider"),
    "supervisor": N_("Supervisor"),
    "finance": N_("Finance"),
    "local": N_("Local centre"),
    "province": N_("Provincial office"),
    "viewer": N_("Viewer"),
    "system_administrator": N_("System administrator"),
    "security_administrator": N_("Security administrator"),
    "audit_administrator": N_("Audit administrator"),
}
"""Every role by its stored word, with the name people read."""

ADMINISTRATORS = frozenset(
    {"system_administrator", "security_administrator", "audit_administrator"}
)
"""The three administrators restrain one another: one person holds one of them at most, and no other
role beside it.
"""

FUND = frozenset(
    {"officer", "reviewer", "recommender", "decider", "supervisor", "finance", "viewer"}
)
"""Roles of the fund's own people: they see the whole portfolio."""

REACH = {"local": "centre", "province": "region"}
"""Roles held for a part only, and which: a centre by its code, a region by its six digits. Every
other role is held for the whole fund.
"""

CENTRES = frozenset({"local", "province"})
"""Whoever answers for a centre: itself, and the province it lies in."""

POLICY: dict[str, frozenset[str]] = {
    # reading
    "see_portfolio": FUND,
    "see_audit": frozenset({"audit_administrator"}),
    "see_people": frozenset(
        {"system_administrator", "security_administrator", "audit_administrator"}
    ),
    "export": FUND,
    "save_view": FUND,
    "drop_view": FUND,
    "see_settings": FUND | ADMINISTRATORS,
    # people
    "add_person": frozenset({"system_administrator"}),
    "set_email": frozenset({"system_administrator"}),
    "assign_role": frozenset({"security_administrator"}),
    "revoke_role": frozenset({"security_administrator"}),
    "link_identity": frozenset({"system_administrator"}),
    "revoke_sessions": frozenset({"security_administrator"}),
    "delegate": FUND - {"viewer"},
    "change_setting": frozenset({"system_administrator"}),
    # plan and published records
    "register_organisation": frozenset({"officer"}),
    "mark_organisation": frozenset({"officer"}),
    "propose_merge": frozenset({"officer"}),
    "merge_organisations": frozenset({"supervisor"}),
    "keep_apart": frozenset({"supervisor"}),
    # national missions
    "register_mission": frozenset({"officer"}),
    "record_mission_purchase": frozenset({"officer"}),
    "strike_mission_purchase": frozenset({"officer"}),
    "state_register": frozenset({"supervisor"}),
    "import_published": frozenset({"officer"}),
    "categorise": frozenset({"officer"}),
    # the office's own portfolio
    "open_line": frozenset({"finance"}),
    "upload_opening": frozenset({"officer"}),
    "approve_opening": frozenset({"decider"}),
    "reject_opening": frozenset({"decider"}),
    # money
    "appropriate": frozenset({"finance"}),
    "adjust": frozenset({"finance"}),
    "reverse": frozenset({"finance"}),
    "correct_payment": frozenset({"finance"}),
    "pay": frozenset({"finance"}),
    "claw_back": frozenset({"finance"}),
    "propose_claw_back_correction": frozenset({"finance"}),
    "correct_claw_back": frozenset({"decider"}),
    "reject_claw_back_correction": frozenset({"decider"}),
    # month and year end
    "propose_carry_over": frozenset({"finance"}),
    "carry_over": frozenset({"decider"}),
    "propose_surplus": frozenset({"finance"}),
    "return_surplus": frozenset({"decider"}),
    "reject_year_end": frozenset({"decider"}),
    "prepare_close": frozenset({"finance"}),
    "close": frozenset({"supervisor"}),
    # undertakings
    "enter": frozenset({"officer"}),
    "draft_call": frozenset({"officer"}),
    "publish_call": frozenset({"decider"}),
    "check_eligibility": frozenset({"reviewer"}),
    "declare_conflict": frozenset({"reviewer"}),
    "review": frozenset({"reviewer"}),
    "recommend": frozenset({"recommender"}),
    "decline": frozenset({"decider"}),
    "withdraw": frozenset({"officer"}),
    "decide": frozenset({"decider"}),
    # procurement
    "plan_procurement": frozenset({"officer"}),
    "publish_tender": frozenset({"decider", "supervisor"}),
    "amend_tender": frozenset({"decider", "supervisor"}),
    "record_bid": frozenset({"officer"}),
    "open_bids": frozenset({"officer", "supervisor"}),
    "declare_interest": frozenset({"reviewer"}),
    "disqualify_bid": frozenset({"reviewer"}),
    "evaluate": frozenset({"reviewer"}),
    "end_procurement": frozenset({"decider"}),
    "dispose_flag": frozenset({"supervisor"}),
    "record_delivery": frozenset({"officer"}),
    "award": frozenset({"decider"}),
    "sign": frozenset({"supervisor"}),
    "propose_amendment": frozenset({"decider"}),
    "propose_recipient": frozenset({"decider"}),
    "sign_amendment": frozenset({"supervisor"}),
    "reject_amendment": frozenset({"supervisor"}),
    "terminate": frozenset({"decider"}),
    "complete": frozenset({"supervisor"}),
    "check_midterm": frozenset({"supervisor"}),
    "suspend": frozenset({"decider"}),
    "resume": frozenset({"decider"}),
    "close_out": frozenset({"supervisor"}),
    # standing
    "report_status": frozenset({"officer"}),
    "answer_gap": frozenset({"supervisor"}),
    # milestones
    "schedule": frozenset({"officer"}),
    "forecast": frozenset({"officer"}),
    "rebaseline": frozenset({"supervisor"}),
    "need": frozenset({"officer"}),
    "keep": frozenset({"officer", "recommender", "supervisor"}) | CENTRES,
    "file_evidence": frozenset({"officer"}),
    "accept": frozenset({"supervisor"}),
    "settle": frozenset({"supervisor"}),
    "propose_waiver": frozenset({"decider"}),
    "grant_waiver": frozenset({"decider"}),
    # targets
    "set_target": frozenset({"officer"}),
    "change_target": frozenset({"officer"}),
    "observe": frozenset({"officer"}),
    "change_definition": frozenset({"officer"}),
    "state_plan_step": frozenset({"officer"}),
    "set_contribution": frozenset({"officer"}),
    "issue_forecasts": frozenset({"supervisor"}),
    # performance self-evaluation
    "begin_evaluation": frozenset({"officer"}),
    "write_evaluation": frozenset({"officer"}),
    "submit_evaluation": frozenset({"officer"}),
    "approve_evaluation": frozenset({"supervisor"}),
    "return_evaluation": frozenset({"supervisor"}),
    # centres and what they report
    "see_centres": FUND | CENTRES,
    "register_centre": frozenset({"officer"}),
    "open_period": frozenset({"officer"}),
    "lock_period": frozenset({"supervisor"}),
    "ask_extension": CENTRES,
    "decide_extension": frozenset({"reviewer"}),
    "fill_in": CENTRES | {"officer"},
    "submit": CENTRES | {"officer"},
    "attach": CENTRES | {"officer"},
    "answer_remark": CENTRES | {"officer"},
    "forward": frozenset({"province"}),
    "send_back": frozenset({"province", "reviewer"}),
    "approve_submission": frozenset({"reviewer"}),
    "revise": CENTRES | {"officer"},
    "record_use": CENTRES | {"officer"},
}
"""act -> roles that may do it. An act that is not here is nobody's."""

APART: tuple[tuple[str, str], ...] = (
    ("decide", "sign"),
    ("award", "sign"),
    ("decide", "accept"),
    ("award", "accept"),
    ("accept", "pay"),
    ("accept", "correct_payment"),
    ("grant_waiver", "pay"),
    ("propose_waiver", "pay"),
    ("file_evidence", "accept"),
    ("enter", "decide"),
    ("enter", "award"),
    ("recommend", "decide"),
    ("enter", "check_eligibility"),
    ("enter", "review"),
    ("enter", "recommend"),
    ("review", "recommend"),
    ("review", "decide"),
    ("recommend", "sign"),
    ("propose_amendment", "sign_amendment"),
    ("complete", "close_out"),
    ("suspend", "resume"),
    ("file_evidence", "check_midterm"),
    ("propose_carry_over", "carry_over"),
    ("propose_claw_back_correction", "correct_claw_back"),
    ("report_status", "answer_gap"),
    ("upload_opening", "approve_opening"),
    ("plan_procurement", "publish_tender"),
    ("plan_procurement", "amend_tender"),
    ("plan_procurement", "evaluate"),
    ("plan_procurement", "award"),
    ("plan_procurement", "end_procurement"),
    ("record_bid", "open_bids"),
    ("record_bid", "disqualify_bid"),
    ("record_bid", "evaluate"),
    ("record_bid", "award"),
    ("evaluate", "award"),
    ("disqualify_bid", "award"),
    ("evaluate", "sign"),
    ("evaluate", "dispose_flag"),
    ("award", "dispose_flag"),
    ("disqualify_bid", "dispose_flag"),
    ("publish_tender", "dispose_flag"),
    ("open_bids", "dispose_flag"),
    ("begin_evaluation", "approve_evaluation"),
    ("write_evaluation", "approve_evaluation"),
    ("submit_evaluation", "approve_evaluation"),
    ("write_evaluation", "return_evaluation"),
    ("submit_evaluation", "return_evaluation"),
    ("fill_in", "approve_submission"),
    ("submit", "approve_submission"),
    ("attach", "approve_submission"),
    ("answer_remark", "approve_submission"),
    ("forward", "approve_submission"),
    ("revise", "approve_submission"),
    ("ask_extension", "decide_extension"),
)
"""Pairs of acts that one person does not do on one undertaking, or in one procurement process, or
with one report of a centre, in either order.
"""


COUNTS_AS: dict[str, frozenset[str]] = {
    "upload_opening": frozenset({"enter", "file_evidence"}),
    "open": frozenset({"decide", "award"}),
    "open_sign": frozenset({"sign"}),
    "open_accept": frozenset({"accept"}),
    "open_pay": frozenset({"pay"}),
    "settle": frozenset({"accept"}),
    "approve": frozenset({"decide", "award"}),
    "propose_recipient": frozenset({"propose_amendment"}),
}
"""Acts that keep their doers apart as others do: bringing an existing portfolio in, and judging a
milestone.
"""


def excluded_by(act: str) -> frozenset[str]:
    """The acts whose doers may not do this act on the same undertaking."""
    meant = {act} | COUNTS_AS.get(act, frozenset())
    apart = {other for pair in APART for one, other in (pair, pair[::-1]) if one in meant}
    return frozenset(apart | {kind for kind, counted in COUNTS_AS.items() if counted & apart})


def clash(roles: set[str]) -> bool:
    """Whether one person may not hold these roles together."""
    held = roles & ADMINISTRATORS
    return len(held) > 1 or bool(held and roles - ADMINISTRATORS)


ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{ATOM}(\.{ATOM})*@{LABEL}(\.{LABEL})*")
LONGEST_ADDRESS = 254


def is_address(text: str) -> bool:
    r"""Whether this is an e-mail address in plain ASCII, and nothing beside it: no line break gets
    into a letter's head.

    >>> is_address("li.si@example.org"), is_address("li")
    (True, False)
    >>> is_address("li@example.org\nBcc: all@example.org")
    False
    """
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None
