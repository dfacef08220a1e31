"""Words for what is stored as a code and named in a refusal or in the ledger: acts, kinds of
record, statuses, kinds of period. The rooms declare them.
"""

from collections.abc import Mapping

from fund.errors import N_
from fund.rooms import derived
from fund.rooms.rooms import ROOMS

ACTS: Mapping[str, str] = {name: act.words for name, act in derived.acts(ROOMS).items()}
"""Every act by its stored word: those of the policy, and those a workbook's approval writes."""

KINDS: Mapping[str, str] = derived.kinds(ROOMS)
"""Kinds of record by the name of their table, and the marks of a database."""

STATUSES: Mapping[str, str] = {
    name: status.words for name, status in derived.statuses(ROOMS).items()
}
"""Every state by its stored word, as a refusal and a page name it."""

PERIODS: Mapping[str, str] = {
    "month": N_("month"),
    "quarter": N_("quarter"),
    "half": N_("half-year"),
    "year": N_("year"),
}

FIELDS: Mapping[str, str] = {
    "code": N_("code"),
    "login": N_("login"),
    "name": N_("name"),
    "title": N_("title"),
    "email": N_("e-mail address"),
    "scope": N_("scope"),
    "note": N_("note"),
    "reason": N_("reason"),
    "file_name": N_("file name"),
    "issuer": N_("issuer"),
    "subject": N_("subject"),
    "identifier": N_("identifier"),
    "ocid": N_("process number (ocid)"),
}
"""What people type a text into, by the column that keeps it; others are named as they are kept."""

BY_FACT: Mapping[str, Mapping[str, str]] = {
    "act": ACTS,
    "earlier": ACTS,
    "field": FIELDS,
    "kind": KINDS,
    "where": KINDS,
    "status": STATUSES,
    "kinds": PERIODS,
}
"""Which words a fact of a message is named by; what is not among them is said as it is."""
