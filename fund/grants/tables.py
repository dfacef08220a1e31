"""The fund's own grants: what the ledger's undertaking does not say."""

from sqlmodel import Field, SQLModel


class Grant(SQLModel, table=True):
    """A grant beside its undertaking; ``instrument`` leaves room for equity and subsidies."""

    __tablename__ = "grant_record"
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    instrument: str = Field(default="grant", max_length=20)
    purpose: str = ""
