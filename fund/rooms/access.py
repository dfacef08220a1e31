"""Who is here and what they may do: people, roles, who lends whom a role."""

from fund.errors import N_
from fund.rooms.room import ADMINISTRATORS, FUND, Act, Role, Room

ROOM = Room(
    "access",
    acts=(
        Act("see_portfolio", N_("Seeing the portfolio"), FUND, is_reading=True),
        Act("see_audit", N_("Seeing the audit log"), ("audit_administrator",), is_reading=True),
        Act("see_people", N_("Seeing the people"), ADMINISTRATORS, is_reading=True),
        Act("export", N_("Exporting"), FUND, is_reading=True),
        Act("add_person", N_("Entering a person"), ("system_administrator",)),
        Act("set_email", N_("Setting an e-mail address"), ("system_administrator",)),
        Act("assign_role", N_("Giving a role"), ("security_administrator",)),
        Act("revoke_role", N_("Taking a role away"), ("security_administrator",)),
        Act("delegate", N_("Lending a role"), tuple(role for role in FUND if role != "viewer")),
    ),
    kinds={
        "person": N_("person"),
        "demonstration": N_("demonstration"),
        "real": N_("real"),
        "test": N_("test"),
    },
    roles=(
        Role("officer", N_("Officer")),
        Role("reviewer", N_("Reviewer")),
        Role("recommender", N_("Recommender")),
        Role("decider", N_("Decider")),
        Role("supervisor", N_("Supervisor")),
        Role("finance", N_("Finance")),
        Role("viewer", N_("Viewer")),
        Role("system_administrator", N_("System administrator")),
        Role("security_administrator", N_("Security administrator")),
        Role("audit_administrator", N_("Audit administrator")),
    ),
    personal={"person": ("login", "name", "email")},
)
