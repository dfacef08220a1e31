"""Where a centre stands: its own code and its province's, the two scopes a role may be held for."""

from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.centres.tables import Centre, Submission


def of_centre(session: Session, code: str) -> tuple[str, ...]:
    """The scopes in which acts on a centre are asked for; none for one that is not there, so that
    it refuses like a stranger's.
    """
    found = session.exec(select(Centre.code, Centre.region_code).where(Centre.code == code)).first()
    return tuple(found) if found else ()


def of_submission(session: Session, submission_id: int) -> tuple[str, ...]:
    """The same for the centre a report belongs to."""
    found = session.exec(
        select(Centre.code, Centre.region_code)
        .join(Submission, col(Submission.centre_id) == Centre.id)
        .where(Submission.id == submission_id)
    ).first()
    return tuple(found) if found else ()


def seen(session: Session, actor: Actor, act: str = "see_centres") -> list[int] | None:
    """The centres (ids) a person's roles reach with an act; None for all of them."""
    scopes = actor.scopes(act)
    if "" in scopes:
        return None
    found = session.exec(
        select(Centre.id).where(col(Centre.code).in_(scopes) | col(Centre.region_code).in_(scopes))
    )
    return [key or 0 for key in found]
