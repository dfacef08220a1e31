"""Keeping what was handed in."""

import hashlib

import sqlalchemy as sa
from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import contents, rules
from fund.attachments.tables import Attachment
from fund.columns import table_of
from fund.statements import Statement, write

_ATTACHMENT = table_of(Attachment)
KEPT = Statement(
    sa.select(_ATTACHMENT.c.size_bytes).where(_ATTACHMENT.c.sha256 == sa.bindparam("sha256"))
)


def keep(
    session: Session, actor: Actor, *, file_name: str, content: bytes, scopes: tuple[str, ...] = ()
) -> Attachment:
    """Keep a file by its SHA-256, once; ``scopes`` is where it belongs, for people whose roles
    reach a part.
    """
    actor.must("keep", *scopes)
    media_type = rules.media_type(file_name, content)
    if not contents.is_what_it_says(file_name, content):
        raise rules.FileOfNoKnownKind(file=file_name, endings=", ".join(rules.ENDINGS))
    sha256 = hashlib.sha256(content).hexdigest()
    if KEPT.run(session, {"sha256": sha256}).scalar() is not None:
        return session.get_one(Attachment, sha256)
    kept = write(
        session,
        Attachment,
        sha256=sha256,
        file_name=file_name[-200:],
        media_type=media_type,
        size_bytes=len(content),
        content=content,
        kept_at=clock.now(),
        kept_by=actor.id,
    )
    audit.record(session, actor, "keep", kept, file_name=file_name, size_bytes=len(content))
    return kept
