"""The fund's own contracts: what the ledger's undertaking does not say."""

from datetime import date

from sqlmodel import Field, SQLModel

from fund.columns import one_of
from fund.procurement.rules import METHODS


class Contract(SQLModel, table=True):
    """A procurement beside its undertaking: its OCDS id, its legal method, when it was tendered."""

    __tablename__ = "contract"
    __table_args__ = (one_of("method", tuple(METHODS)),)
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    ocid: str = Field(unique=True, max_length=80)
    method: str = Field(max_length=40)
    tendered_on: date | None = None
    bidders: int | None = None
