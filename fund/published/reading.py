"""Reading a published file of any kind: bytes in, records and issues out. Pure; nothing is
stored.
"""

import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from fund.errors import has_errors
from fund.published import ocds, threesixty
from fund.published.documents import LARGEST_MB
from fund.published.issues import Findings
from fund.published.long_packages import LONG, Unusual, Window, pieces
from fund.published.records import Grant, Reading, Release, digest

READERS: Mapping[str, Callable[[bytes, Findings], Iterator[Release | Grant]]] = {
    "ocds": ocds.releases,
    "360giving": threesixty.grants,
}
"""The kinds of published file, by the word the command line and the table use."""


def read(kind: str, source: bytes | Path) -> Reading:
    """The records and issues of a file; with an error among the issues there are no records. A long
    package of releases is read from its path piece by piece.
    """
    if isinstance(source, Path):
        if kind == "ocds" and LONG <= source.stat().st_size <= LARGEST_MB * 1_000_000:
            try:
                return _long(source)
            except Unusual:
                pass  # read whole, it says what it is
        source = source.read_bytes()
    findings = Findings()
    records = tuple(READERS[kind](source, findings))
    return _reading(kind, digest(source), records, findings)


def _long(path: Path) -> Reading:
    """Records are packed away until all are read: what is kept of each would else hold on to the
    memory that each was read in.
    """
    findings = Findings()
    with path.open("rb") as file:
        window = Window(file)
        packed = [
            zlib.compress(pickle.dumps(record), level=1)
            for record in ocds.packaged(pieces(window), findings)
        ]
    packed.reverse()
    unpacked = (zlib.decompress(packed.pop()) for _record in range(len(packed)))
    records = tuple(map(pickle.loads, unpacked))
    return _reading("ocds", window.sha256.hexdigest(), records, findings)


def _reading(
    kind: str, sha256: str, records: tuple[Release | Grant, ...], findings: Findings
) -> Reading:
    issues = findings.all()
    return Reading(kind, sha256, () if has_errors(issues) else records, tuple(issues))
