"""More ways of a random history: calls and applications, the mid-term check, suspension and
closeout, amendments of other kinds, lights.
"""

from datetime import timedelta

from sqlmodel import col, select

from fund import db
from fund.grants import applications
from fund.grants import commands as grants
from fund.grants.rules import Yardstick
from fund.grants.tables import Call
from fund.ledger import amendments, undertakings
from fund.ledger import commands as ledger
from fund.ledger.tables import Tranche, TrancheBalance, Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from fund.milestones.tables import Acceptance, Evidence, Milestone
from fund.standing import commands as standing
from tests.ledger.histories import LARGE, REGIONS, WAYS, Asked, History

CRITERIA = [Yardstick("A", "Merit", 60), Yardstick("B", "Means", 40)]


def draft_call(h: History) -> Asked:
    days = {"opens_on": h.day, "closes_on": h.day + timedelta(days=h.random.choice((-1, 90, 400)))}
    return (
        "officer",
        applications.draft_call,
        {
            "code": h.code("C"),
            "title": "a call",
            "line_id": h.some("lines"),
            "criteria": CRITERIA,
            "needed_reviews": 1,
        }
        | days,
        "calls",
    )


def publish_call(h: History) -> Asked:
    return (
        h.random.choice(("decider", "decider_2")),
        applications.publish_call,
        {"call_id": h.some("calls")},
        "",
    )


def receive(h: History) -> Asked:
    """Mostly under a call that is open: few are, and whoever applies looks for one."""
    with db.reading(h.office.engine) as session:
        still = session.exec(
            select(Call.id)
            .where(col(Call.published_on).is_not(None), Call.opens_on <= h.day)
            .where(Call.closes_on >= h.day)
            .order_by(col(Call.id))
        ).all()
    wanted = {
        "call_id": still[-1] if still and h.random.random() < 0.7 else h.some("calls", 2),
        "code": h.code("A"),
        "title": "an application",
        "region_code": h.random.choice(REGIONS),
        "requested_fen": h.around(LARGE // 3),
    }
    letter = {"received_on": h.day, "file_name": "letter.pdf", "content": b"%PDF-1.4 we apply"}
    return (
        "officer",
        applications.receive,
        wanted | letter | {"organisation_id": h.office.organisation(h.random.choice("abc"))},
        "applications",
    )


def check_eligibility(h: History) -> Asked:
    is_eligible = h.random.random() < 0.9
    return (
        "reviewer",
        applications.check_eligibility,
        {
            "undertaking_id": h.some("applications", 3),
            "is_eligible": is_eligible,
            "reason": "too young",
        },
        "",
    )


def declare_conflict(h: History) -> Asked:
    return (
        "reviewer_2",
        applications.declare_conflict,
        {"undertaking_id": h.some("applications", 3), "comment": "kin"},
        "",
    )


def review(h: History) -> Asked:
    points = {"A": h.random.choice((0, 7, 10, 11)), "B": 5}
    return (
        h.random.choice(("reviewer", "reviewer_2")),
        applications.review,
        {"undertaking_id": h.some("applications", 3), "points": points},
        "",
    )


def recommend(h: History) -> Asked:
    return (
        "recommender",
        applications.recommend,
        {
            "undertaking_id": h.some("applications", 3),
            "is_recommended": h.random.random() < 0.8,
            "amount_fen": LARGE // 4,
            "reason": "x",
        },
        "",
    )


def decide(h: History) -> Asked:
    return (
        h.random.choice(("decider", "decider_2")),
        grants.decide,
        {
            "undertaking_id": h.some("applications", 3),
            "amount_fen": h.around(h.random.randrange(1, LARGE // 3)),
        },
        "",
    )


def sign(h: History) -> Asked:
    undertaking = h.some("applications", 3)
    committed = h.replay.sums["undertaking_id", undertaking, "committed"]
    ahead = committed // h.random.choice((2, 4))
    terms = [
        Terms("T1", ahead, h.day, is_advance=True),
        Terms("T2", committed - ahead, h.day + timedelta(days=60)),
    ]
    return "supervisor", grants.sign, {"undertaking_id": undertaking, "terms": terms}, ""


def decline(h: History) -> Asked:
    return (
        "decider",
        grants.decline,
        {"undertaking_id": h.some("applications"), "reason": "no room"},
        "",
    )


def withdraw(h: History) -> Asked:
    return (
        "officer",
        grants.withdraw,
        {
            "undertaking_id": h.some(h.random.choice(("applications", "grants"))),
            "reason": "their letter",
        },
        "",
    )


def check_midterm(h: History) -> Asked:
    return (
        "supervisor",
        grants.check_midterm,
        {
            "undertaking_id": h.some("grants"),
            "finding": h.random.choice(("on_track", "off_track", "fine")),
            "reason": "looked at",
        },
        "",
    )


def suspend(h: History) -> Asked:
    return (
        "decider",
        grants.suspend,
        {"undertaking_id": h.some("grants"), "reason": "guarantee"},
        "",
    )


def resume(h: History) -> Asked:
    """Mostly one that is suspended: the others are refused."""
    with db.reading(h.office.engine) as session:
        suspended = session.exec(
            select(Undertaking.id)
            .where(Undertaking.status == "suspended")
            .order_by(col(Undertaking.id))
        ).all()
    chosen = (
        h.random.choice(suspended) if suspended and h.random.random() < 0.8 else h.some("grants")
    )
    return (
        h.random.choice(("decider", "decider_2")),
        grants.resume,
        {"undertaking_id": chosen, "reason": "renewed"},
        "",
    )


def onward(h: History) -> Asked:
    """The next step of a running grant that is furthest along: chance alone pays few out, and whole
    ends are wanted too.
    """
    with db.reading(h.office.engine) as session:
        running = session.exec(
            select(Undertaking.id, Undertaking.status, TrancheBalance)
            .join(Tranche, col(Tranche.undertaking_id) == Undertaking.id)
            .join(TrancheBalance, col(TrancheBalance.tranche_id) == Tranche.id)
            .where(
                col(Undertaking.status).in_(("active", "completed")), Undertaking.kind == "grant"
            )
            .order_by(
                col(Undertaking.status).desc(),
                col(Undertaking.id),
                col(TrancheBalance.paid_fen) == col(TrancheBalance.obligated_fen),
                col(Tranche.id),
            )
            .limit(9)
        ).all()
        if not running:
            return close_out(h)
        grant, status, part = running[0] if h.random.random() < 0.7 else h.random.choice(running)
        heard = select(Acceptance.evidence_id).where(col(Acceptance.evidence_id).is_not(None))
        filed = session.exec(
            select(Evidence.id)
            .where(Evidence.tranche_id == part.tranche_id, col(Evidence.id).not_in(heard))
            .order_by(col(Evidence.id).desc())
        ).first()
        waiting = session.exec(
            select(Milestone.id)
            .where(Milestone.undertaking_id == grant, Milestone.status == "scheduled")
            .order_by(col(Milestone.id))
        ).first()
    if status == "completed":
        return (
            close_out(h)
            if waiting is None
            else (
                "supervisor",
                milestones.settle,
                {"milestone_id": waiting, "status": "met", "reason": "seen"},
                "",
            )
        )
    if part.accepted_fen > part.paid_fen:
        return (
            "finance",
            ledger.pay,
            {"tranche_id": part.tranche_id, "amount_fen": part.accepted_fen - part.paid_fen},
            "",
        )
    if part.obligated_fen > part.accepted_fen and filed is None:
        return (
            "officer",
            milestones.file_evidence,
            {"tranche_id": part.tranche_id, "title": "report", "sha256": "0" * 64},
            "evidence",
        )
    if part.obligated_fen > part.accepted_fen:
        return (
            h.random.choice(("supervisor", "supervisor_2")),
            milestones.accept,
            {"evidence_id": filed},
            "",
        )
    return "supervisor", undertakings.complete, {"undertaking_id": grant}, ""


def close_out(h: History) -> Asked:
    """Mostly one that is completed: few ever are, and whoever looks for them finds them."""
    with db.reading(h.office.engine) as session:
        completed = session.exec(
            select(Undertaking.id)
            .where(Undertaking.status == "completed", Undertaking.kind == "grant")
            .order_by(col(Undertaking.id))
        ).all()
    chosen = (
        h.random.choice(completed) if completed and h.random.random() < 0.9 else h.some("grants")
    )
    return (
        h.random.choice(("supervisor", "supervisor_2")),
        grants.close_out,
        {"undertaking_id": chosen, "reason": "final report"},
        "",
    )


def propose_date(h: History) -> Asked:
    return (
        "decider_2",
        amendments.propose_date,
        {
            "tranche_id": h.some("tranches"),
            "promised_on": h.day + timedelta(days=h.random.randrange(-30, 300)),
            "reason": "late",
        },
        "amendments",
    )


def propose_scope(h: History) -> Asked:
    return (
        "decider_2",
        amendments.propose_scope,
        {
            "undertaking_id": h.some("grants"),
            "title": h.random.choice(("a grant", "another aim")),
            "reason": "scope",
        },
        "amendments",
    )


def propose_recipient(h: History) -> Asked:
    wanted = {
        "undertaking_id": h.some(h.random.choice(("grants", "applications"))),
        "organisation_id": h.office.organisation(h.random.choice("abcd")),
    }
    return "decider_2", amendments.propose_recipient, wanted | {"reason": "merged"}, "amendments"


def reject_amendment(h: History) -> Asked:
    return (
        "supervisor_2",
        amendments.reject_amendment,
        {
            "amendment_id": h.some("amendments"),
            "expected_version": h.random.choice((1, 1, 2)),
            "reason": "not now",
        },
        "",
    )


def report_status(h: History) -> Asked:
    return (
        "officer",
        standing.report_status,
        {
            "undertaking_id": h.some("grants"),
            "light": h.random.choice(("green", "green", "red")),
            "reported_on": h.day,
        },
        "letters",
    )


def answer_gap(h: History) -> Asked:
    return (
        "supervisor",
        standing.answer_gap,
        {
            "undertaking_id": h.some("grants"),
            "status_report_id": h.some("letters"),
            "answer": "looked at",
        },
        "",
    )


WHOLE_LIFE = [
    *WAYS,
    (2, draft_call),
    (3, publish_call),
    (4, receive),
    (6, check_eligibility),
    (1, declare_conflict),
    (7, review),
    (7, recommend),
    (7, decide),
    (7, sign),
    (1, decline),
    (1, withdraw),
    (1, check_midterm),
    (1, suspend),
    (2, resume),
    (2, close_out),
    (2, propose_date),
    (1, propose_scope),
    (2, propose_recipient),
    (2, reject_amendment),
    (2, report_status),
    (2, answer_gap),
    (5, onward),
]
"""Everything people do from a call to closeout and at a year's end."""
