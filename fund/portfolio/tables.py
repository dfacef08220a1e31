"""Views people keep: the filters of a page under a name, for themselves or for everybody."""

from datetime import datetime

from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant


class SavedView(SQLModel, table=True):
    """A page's filters under a name. ``query`` is the address's query; shared ones are listed for
    everybody, and only their owner takes them away.
    """

    __tablename__ = "saved_view"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    page: str = Field(max_length=40, index=True)
    title: str = Field(max_length=80)
    query: str = Field(max_length=500)
    is_shared: bool = False
    saved_at: datetime = instant()
    dropped_at: datetime | None = instant(default=None)
