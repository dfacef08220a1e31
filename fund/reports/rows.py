"""Rows of reports that are read in several places: a report of the register."""

from datetime import date
from typing import Literal, TypedDict


class Registered(TypedDict):
    """One report of the register with the names of its signers ("" where nobody signed):
    fund.reports.queries.REGISTER.
    """

    report_id: int
    number: str
    report: str
    period: str
    as_of: date
    language: str
    unit: Literal["yuan", "wan", "yi"]
    algorithm: str
    state: str
    drafted_on: date
    drafted_by: str
    prepared_on: date | None
    prepared_by: str
    reviewed_on: date | None
    reviewed_by: str
    issued_on: date | None
    issued_by: str
    data_digest: str
    draft_digest: str | None
    issued_digest: str | None
    version: int
