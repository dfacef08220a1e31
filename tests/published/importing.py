"""A process that imports one file and says how far it is, to be killed: importing.py URL PERSON
KIND FILE.
"""

import sys
from pathlib import Path

from fund import acts, db
from fund.published import commands
from fund.published.reading import read


def told(done: int, total: int) -> None:
    """One line for each part stored."""
    print("stored", done, total, flush=True)


def main(url: str, person: str, kind: str, file: str) -> None:
    """Read, then take in; the last line is the acknowledgement."""
    print("started", flush=True)
    reading = read(kind, Path(file).read_bytes())
    print("read", flush=True)
    outcome = acts.perform(
        db.engine(url),
        int(person),
        commands.import_file,
        name=Path(file).name,
        reading=reading,
        on_progress=told,
    )
    print("acknowledged", outcome.id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
