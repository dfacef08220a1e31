"""Words for what is stored as a code and named in a refusal or in the ledger: acts, kinds of record, statuses, kinds of period."""

from collections.abc import Mapping

from fund.errors import N_

ACTS: Mapping[str, str] = {
    "see_portfolio": N_("Seeing the portfolio"), "see_audit": N_("Seeing the audit log"), "see_people": N_("Seeing the people"), "export": N_("Exporting"), "save_view": N_("Keeping a view"), "drop_view": N_("Taking a view away"), "see_settings": N_("Seeing settings"),
    "delegate": N_("Lending a role"), "change_setting": N_("Changing a setting"), "add_person": N_("Entering a person"), "set_email": N_("Setting an e-mail address"), "assign_role": N_("Giving a role"), "revoke_role": N_("Taking a role away"),
    "register_organisation": N_("Registering an organisation"), "mark_organisation": N_("Marking an organisation"), "propose_merge": N_("Merge of organisations proposed"),
    "merge_organisations": N_("Organisations merged"), "keep_apart": N_("Organisations kept apart"), "register_mission": N_("Mission registered"), "record_mission_purchase": N_("Purchase of a mission recorded"), "strike_mission_purchase": N_("Purchase of a mission struck"),
    "state_register": N_("Statement on the register of missions"), "import_published": N_("Importing published files"), "categorise": N_("Classifying"), "categorise_by_rule": N_("Classifying by a rule"),
    "open_line": N_("Opening a line"), "upload_opening": N_("Handing in the office’s workbook"), "approve_opening": N_("Approving the office’s workbook"),
    "reject_opening": N_("Rejecting the office’s workbook"), "appropriate": N_("Appropriation"), "adjust": N_("Adjustment"), "reverse": N_("Reversal"),
    "correct_payment": N_("Payment corrected"), "pay": N_("Payment"), "claw_back": N_("Money returned"), "carry_over": N_("Carry-over"),
    "propose_carry_over": N_("Carry-over proposed"), "propose_surplus": N_("Surplus proposed"), "return_surplus": N_("Surplus given back"),
    "reject_year_end": N_("Proposal turned down"), "prepare_close": N_("Close prepared"), "close": N_("Closing of a period"),
    "enter": N_("Application"), "recommend": N_("Recommendation"), "draft_call": N_("Drafting a call"), "publish_call": N_("Publishing a call"),
    "check_eligibility": N_("Eligibility check"), "declare_conflict": N_("Conflict of interest declared"), "review": N_("Review"), "decline": N_("Application declined"),
    "withdraw": N_("Application withdrawn"), "check_midterm": N_("Mid-term check"), "suspend": N_("Suspension"), "resume": N_("Resumption"), "close_out": N_("Closeout"),
    "approve": N_("Approval, with others to come"), "decide": N_("Decision"), "award": N_("Award"), "sign": N_("Signature"),
    "plan_procurement": N_("Procurement planned"), "publish_tender": N_("Tender published"), "amend_tender": N_("Tender changed"), "record_bid": N_("Bid recorded"),
    "open_bids": N_("Bids opened"), "declare_interest": N_("Interest in bidders declared"), "disqualify_bid": N_("Bid disqualified"), "evaluate": N_("Bids evaluated"),
    "end_procurement": N_("Procurement ended without a contract"), "dispose_flag": N_("Red flag answered"), "record_delivery": N_("Delivery recorded"),
    "propose_amendment": N_("Amendment proposed"), "propose_recipient": N_("Change of recipient proposed"), "sign_amendment": N_("Amendment signed"), "reject_amendment": N_("Amendment rejected"), "terminate": N_("Termination"), "complete": N_("Completion"),
    "settle": N_("Settlement"), "schedule": N_("Scheduling a milestone"), "forecast": N_("Forecasting a milestone"), "rebaseline": N_("Moving a due date"), "need": N_("Milestone waits for another"),
    "file_evidence": N_("Evidence filed"), "keep": N_("Document kept"), "accept": N_("Acceptance"), "propose_waiver": N_("Waiver proposed"), "grant_waiver": N_("Waiver granted"),
    "report_status": N_("Recipient’s light recorded"), "answer_gap": N_("Gap answered"),
    "set_target": N_("Setting a target"), "change_target": N_("Target changed"), "observe": N_("Recording an actual value"), "change_definition": N_("Definition of an indicator changed"), "state_plan_step": N_("Step of the plan stated"), "set_contribution": N_("Part of a target set"), "issue_forecasts": N_("Forecasts issued"),
    "begin_evaluation": N_("Self-evaluation begun"), "write_evaluation": N_("Self-evaluation written"), "submit_evaluation": N_("Self-evaluation handed in"), "approve_evaluation": N_("Self-evaluation approved"),
    "return_evaluation": N_("Self-evaluation given back"),
    "link_identity": N_("Account linked"), "unlink_identity": N_("Link to an account taken away"), "revoke_sessions": N_("Sign-ins ended"), "sign_in": N_("Sign-in"), "sign_out": N_("Sign-in ended"),
    "see_centres": N_("Seeing centres"), "register_centre": N_("Entering a centre"), "change_standing": N_("Standing of a centre changed"), "open_period": N_("Reporting period opened"), "lock_period": N_("Reporting period locked"),
    "ask_extension": N_("More time asked for"), "decide_extension": N_("More time decided on"), "fill_in": N_("Report filled in"), "submit": N_("Report handed in"), "attach": N_("File put to a report"),
    "answer_remark": N_("Remark answered"), "forward": N_("Report forwarded"), "send_back": N_("Report given back"), "approve_submission": N_("Report approved"), "revise": N_("Revision begun"), "record_use": N_("Use of a service recorded"),
    "open": N_("Opening: entered"), "open_sign": N_("Opening: signed"), "open_accept": N_("Opening: accepted"), "open_pay": N_("Opening: paid"),
}
"""Every act by its stored word: those of the policy, and those a workbook's approval writes."""

KINDS: Mapping[str, str] = {
    "undertaking": N_("grant or contract"), "undertaking_balance": N_("grant or contract"), "grant": N_("grant"), "contract": N_("contract"),
    "line": N_("line"), "line_balance": N_("line"), "tranche": N_("tranche"), "tranche_balance": N_("tranche"), "milestone": N_("milestone"),
    "evidence": N_("evidence"), "act": N_("act"), "amendment": N_("amendment"), "waiver_proposal": N_("waiver"), "opening": N_("office’s workbook"),
    "published_process": N_("process"), "import_file": N_("published file"), "attachment": N_("document"), "call": N_("call"), "review": N_("review"), "recommendation": N_("recommendation"),
    "procurement_process": N_("process"), "procurement_process_event": N_("process"), "bid": N_("bid"), "saved_view": N_("view"), "year_end": N_("year-end proposal"), "closing": N_("close of a period"),
    "status_report": N_("recipient’s light"), "status_answer": N_("answer"), "flag_disposition": N_("answer"), "organisation": N_("organisation"), "organisation_merge": N_("merge of organisations"), "mission": N_("mission"), "mission_purchase": N_("purchase"),
    "register_statement": N_("statement"), "target_contribution": N_("part of a target"), "target_change": N_("change of a target"), "indicator_change": N_("change of a definition"), "plan_step_event": N_("step of the plan"), "milestone_need": N_("order of milestones"), "issued_forecast": N_("forecast"), "evaluation": N_("self-evaluation"), "delivery": N_("delivery"),
    "person": N_("person"), "identity": N_("account"), "sign_in_session": N_("sign-in"), "centre": N_("centre"), "reporting_period": N_("reporting period"), "extension": N_("more time"), "submission": N_("report"), "remark": N_("remark"), "submission_file": N_("file of a report"), "indicator": N_("indicator"),
    "centre_member": N_("member"), "centre_funding": N_("funding of a centre"), "centre_equipment": N_("equipment"), "platform_offer": N_("service"), "offer_use": N_("use of a service"), "region": N_("region"),
    "demonstration": N_("demonstration"), "real": N_("real"), "test": N_("test"),
}
"""Kinds of record by the name of their table, and the marks of a database."""

STATUSES: Mapping[str, str] = {
    "submitted": N_("Submitted"), "eligible": N_("Eligible"), "ineligible": N_("Not eligible"), "under_review": N_("Under review"),
    "withdrawn": N_("Withdrawn"), "recommended": N_("Recommended"),
    "not_recommended": N_("Not recommended"), "declined": N_("Declined"),
    "entered": N_("Entered"), "awarded": N_("Awarded"), "pending": N_("Pending"), "active": N_("Running"), "suspended": N_("Suspended"),
    "completed": N_("Completed"), "closed": N_("Closed"), "terminated": N_("Stopped"), "cancelled": N_("Cancelled"),
    "draft": N_("Draft"), "planned": N_("Planned"), "tendering": N_("Tendering"), "evaluation": N_("In evaluation"), "contracted": N_("Contracted"), "unsuccessful": N_("Unsuccessful"),
    "scheduled": N_("Scheduled"), "met": N_("Met"), "partially_met": N_("Partly met"), "not_met": N_("Not met"),
    "waiting": N_("Waiting"), "approved": N_("Approved"), "rejected": N_("Rejected"), "open": N_("Waiting"),
    "forwarded": N_("Forwarded"), "returned": N_("Returned"), "resubmitted": N_("Submitted again"), "locked": N_("Locked"),
}
"""Statuses a refusal may name, in the words of fund.status."""

PERIODS: Mapping[str, str] = {"month": N_("month"), "quarter": N_("quarter"), "half": N_("half-year"), "year": N_("year")}

BY_FACT: Mapping[str, Mapping[str, str]] = {"act": ACTS, "earlier": ACTS, "kind": KINDS, "where": KINDS, "status": STATUSES, "kinds": PERIODS}
"""Which words a fact of a message is named by; what is not among them is said as it is."""
