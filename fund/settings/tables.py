"""What thresholds were set to, when, by whom and why: rows are only added, the latest of a key
holds.
"""

from datetime import date

from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import money


class Setting(SQLModel, table=True):
    """One change of one threshold."""

    __tablename__ = "setting"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40, index=True)
    value: int = money()
    reason: str
    set_on: date
    set_by: int | None = Field(default=None, foreign_key="person.id")
