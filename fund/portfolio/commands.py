"""Keeping a view of a page, and taking it away again."""

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError, NotFound
from fund.portfolio.tables import SavedView

LONGEST = 500


class NoName(FundError):
    """A view goes by a name."""

    message = N_("Give the view a name.")


class ViewTooLong(FundError):
    """An address has an end."""

    message = N_("These filters are too long to keep.")


def save_view(
    session: Session, actor: Actor, *, page: str, title: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a page's filters under a name, for oneself or for everybody."""
    actor.must("save_view")
    if not title.strip():
        raise NoName
    if len(query) > LONGEST:
        raise ViewTooLong
    row = SavedView(
        person_id=actor.id,
        page=page,
        title=title.strip()[:80],
        query=query,
        is_shared=is_shared,
        saved_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "save_view",
        row,
        page=page,
        title=row.title,
        query=query,
        is_shared=is_shared,
    )
    return row


def drop_view(session: Session, actor: Actor, *, view_id: int) -> SavedView:
    """Take away a view of one's own."""
    actor.must("drop_view")
    row = session.get(SavedView, view_id, with_for_update=True)
    if row is None or row.person_id != actor.id or row.dropped_at is not None:
        raise NotFound(kind="saved_view", key=view_id)
    row.dropped_at = clock.now()
    session.add(row)
    audit.record(session, actor, "drop_view", row, title=row.title)
    return row
