"""What everything else points at: the plan's areas and measures, the 34 regions, organisations."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Area(SQLModel, table=True):
    """One of the plan's five areas, keyed A to E."""

    __tablename__ = "area"
    code: str = Field(primary_key=True, max_length=4)
    title_zh: str
    title_en: str


class Measure(SQLModel, table=True):
    """A measure of the plan that could be identified; ``ordinal`` only where it was seen in print."""

    __tablename__ = "measure"
    key: str = Field(primary_key=True, max_length=8)
    area: str = Field(foreign_key="area.code", index=True)
    ordinal: int | None = None
    title_zh: str
    title_en: str
    wording: str


class Region(SQLModel, table=True):
    """A province-level unit by its GB/T 2260 code, with its place in the tile grid."""

    __tablename__ = "region"
    code: str = Field(primary_key=True, max_length=6)
    name_zh: str
    name_en: str
    short_zh: str
    short_en: str
    column: int
    row: int


class Organisation(SQLModel, table=True):
    """A body known by (scheme, identifier); Chinese ones by unified social credit code, scheme CN-USCC."""

    __tablename__ = "organisation"
    __table_args__ = (sa.UniqueConstraint("scheme", "identifier"),)
    id: int | None = Field(default=None, primary_key=True)
    scheme: str = Field(max_length=40)
    identifier: str = Field(max_length=200)
    name: str = Field(index=True)
    region_code: str = Field(default="", max_length=6)
    is_commercial: bool | None = None
    is_demonstration: bool = False
