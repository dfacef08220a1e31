"""The acts of this room, each with arguments that lead nowhere."""

from fund.access import commands as access
from tests.acts import DAY, NOBODY, Commands

COMMANDS: Commands = {
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
}
