"""What ``verify`` looks at in applications: where each stands, by its undertaking's status."""

from collections.abc import Mapping

from fund.errors import N_

STAGE = (
    "CASE WHEN u.status = 'submitted' THEN 'submitted' WHEN u.status IN ('eligible',"
    " 'under_review') THEN 'under_review' WHEN u.status IN ('entered', 'recommended',"
    " 'not_recommended') THEN 'recommended' WHEN u.status IN ('ineligible', 'declined',"
    " 'withdrawn') THEN 'declined' ELSE '' END"
)
"""Where an application stands by its undertaking's status; "" once it is decided."""

CHECKS: Mapping[str, str] = {
    "applications_staged": (
        "SELECT 'grant', g.undertaking_id FROM grant_record g JOIN undertaking u ON u.id ="
        f" g.undertaking_id WHERE g.stage <> {STAGE} OR (g.received_on IS NOT NULL AND g.applied_on"
        " <> g.received_on)"
    ),
}
"""Name -> one statement that finds what is wrong (fund.verify)."""

WORDS: Mapping[str, str] = {
    "applications_staged": N_("Applications stand where their status says"),
}
"""Name -> what the check says where it holds."""
