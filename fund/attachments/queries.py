"""Reading a file again."""

from sqlmodel import Session

from fund.access.actors import Actor
from fund.attachments.tables import Attachment
from fund.errors import NotFound


def one(session: Session, actor: Actor, sha256: str) -> Attachment:
    """The file of that hash, for whoever sees the portfolio; refuses an unknown one."""
    actor.must("see_portfolio")
    found = session.get(Attachment, sha256)
    if found is None:
        raise NotFound(kind="attachment", key=sha256)
    return found
