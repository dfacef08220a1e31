"""The invented people of the demonstration: login, name, role. Each name begins with 示例."""

from sqlmodel import Session

from fund.access import actors, commands
from fund.access.actors import OPERATOR, Actor

PEOPLE = (
    ("system", "示例系统管理员", "system_administrator"),
    ("security", "示例安全保密管理员", "security_administrator"),
    ("auditor", "示例安全审计员", "audit_administrator"),
    ("officer1", "示例经办一", "officer"),
    ("officer2", "示例经办二", "officer"),
    ("reviewer1", "示例评审一", "reviewer"),
    ("recommender1", "示例推荐一", "recommender"),
    ("decider1", "示例决策一", "decider"),
    ("decider2", "示例决策二", "decider"),
    ("decider3", "示例决策三", "decider"),
    ("supervisor1", "示例监管一", "supervisor"),
    ("supervisor2", "示例监管二", "supervisor"),
    ("finance1", "示例财务一", "finance"),
    ("finance2", "示例财务二", "finance"),
    ("viewer1", "示例查阅一", "viewer"),
    ("reviewer2", "示例评审二", "reviewer"),
    ("reviewer3", "示例评审三", "reviewer"),
    ("decider4", "示例决策四", "decider"),
    ("decider5", "示例决策五", "decider"),
)
"""The system administrator comes first and adds the others; the security administrator, second,
gives them their roles.
"""

NAMES = {login: name for login, name, _role in PEOPLE}


NOWHERE = "fund.invalid"
"""No letter can go there: RFC 2606 keeps the name from ever being given out."""


def enter(session: Session) -> dict[str, Actor]:
    """Add everybody as the database's first people; login -> the actor as stored."""
    entered: dict[str, Actor] = {}
    for login, name, role in PEOPLE:
        by, giver = entered.get("system", OPERATOR), entered.get("security")
        person = commands.add_person(
            session,
            by,
            login=login,
            name=name,
            roles=[] if giver else [role],
            email=f"{login}@{NOWHERE}",
            is_demonstration=True,
        )
        if giver is not None:
            commands.assign_role(session, giver, person_id=person.id or 0, role=role)
        entered[login] = actors.load(session, person.id)
    return entered
