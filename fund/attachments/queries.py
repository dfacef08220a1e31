"""Reading a file again."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.attachments.tables import Attachment
from fund.errors import NotFound


def attachment(session: Session, actor: Actor, sha256: str) -> Attachment:
    """The file of that hash, for whoever sees the portfolio; refuses an unknown one."""
    actor.must("see_portfolio")
    found = session.get(Attachment, sha256)
    if found is None:
        raise NotFound(kind="attachment", key=sha256)
    return found


def kept(session: Session, actor: Actor, hashes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Which of these hashes are kept here: file name and media type by hash, without the bytes."""
    actor.must("see_portfolio")
    rows = session.exec(
        select(Attachment.sha256, Attachment.file_name, Attachment.media_type).where(
            col(Attachment.sha256).in_(list(hashes))
        )
    ).all()
    return {sha256: (file_name, media_type) for sha256, file_name, media_type in rows}
