"""Reading a published file of any kind: bytes in, records and issues out. Pure; nothing is
stored.
"""

from collections.abc import Callable, Iterator
from typing import Any

from fund.errors import has_errors
from fund.published import ocds, threesixty
from fund.published.issues import Findings
from fund.published.records import Reading, digest

READERS: dict[str, Callable[[bytes, Findings], Iterator[Any]]] = {
    "ocds": ocds.releases,
    "360giving": threesixty.grants,
}
"""The kinds of published file, by the word the command line and the table use."""


def read(kind: str, content: bytes) -> Reading:
    """The records and issues of a file; with an error among the issues there are no records."""
    findings = Findings()
    records = tuple(READERS[kind](content, findings))
    issues = findings.all()
    return Reading(kind, digest(content), () if has_errors(issues) else records, tuple(issues))
