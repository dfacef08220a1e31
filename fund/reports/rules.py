"""The register's rules: how a report is numbered, who signs when. Pure."""

import re
from datetime import date

from fund.errors import N_, FundError, NotFound

BEFORE = {"prepare_report": "draft", "review_report": "prepared", "issue_report": "reviewed"}
"""act -> the state it is done in."""

NUMBER = re.compile(r"([0-9]{4})-([0-9]{4,9})")


class DataMoved(FundError):
    """The data of the day are no longer those that were drafted."""

    message = N_(
        "The data of report {number} are no longer those of its draft. Make a new draft and have it"
        " reviewed."
    )


class KeyUsed(FundError):
    """A key that was in use already, or is."""

    message = N_("The key {fingerprint} has sealed reports already. Make another one: key rotate.")


class KeyForeign(FundError):
    """The private key at hand is not the one in use."""

    message = N_(
        "The private key in {file} is not the one this database seals with ({fingerprint}). Put the"
        " right file back, or replace the key: key rotate."
    )


class KeyLost(FundError):
    """The private key is gone."""

    message = N_(
        "The private key {fingerprint} is missing: {file}. Put it back from its backup, or replace"
        " it: key rotate."
    )


def number_of(drafted_on: date, key: int) -> str:
    """A report's number: 2026-0042."""
    return f"{drafted_on:%Y}-{key:04d}"


def key_of(number: str) -> int:
    """The key behind a number; refuses what is none."""
    found = NUMBER.fullmatch(number.strip())
    if found is None:
        raise NotFound(kind="registered_report", key=number)
    return int(found[2])
