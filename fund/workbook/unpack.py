"""The limited process that reads one workbook: bytes on standard input, JSON lines on standard
output.

Started by fund.workbook.guard with nothing but the standard library. It lowers its own limits
first, so that a file made to exhaust memory or time ends this process and nothing else.
"""

import json
import sys
from collections.abc import Callable
from typing import Literal

from fund.workbook.archive import DAMAGE, Archive, Limits, Refused
from fund.workbook.cells import Event, read

Told = Event | tuple[Literal["refused"], tuple[str, str, str]]
"""What is written: the workbook piece by piece, or why it is not read."""

MEMORY_BYTES = 320 * 2**20


def lower_limits(cpu_seconds: int) -> None:
    """Address space and processor time, where the system knows such limits (Windows does not)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def unpack(
    content: bytes,
    limits: Limits,
    emit: Callable[[Told], None],
    first: str = "",
    *,
    with_looks: bool = False,
) -> None:
    """Read a workbook, a sheet named ``first`` first; a refusal is emitted as ("refused", (code,
    where, value)) and ends it.
    """
    try:
        read(Archive(content, limits), emit, first, with_looks=with_looks)
    except Refused as refusal:
        emit(("refused", (refusal.code, refusal.where, refusal.value)))
    except MemoryError:
        emit(("refused", ("workbook_bomb", "", "")))
    except DAMAGE as damage:
        said = f"{type(damage).__name__}: {damage}"[:200]
        emit(("refused", ("workbook_damaged", "", said)))


def main() -> None:
    """Read standard input to its end, write what was found."""
    given, first, with_looks = json.loads(sys.argv[1])
    limits = Limits(*given)
    lower_limits(limits.cpu_seconds)

    def emit(found: Told) -> None:
        sys.stdout.write(json.dumps(found) + "\n")

    content = sys.stdin.buffer.read(limits.file_bytes + 1)
    unpack(content, limits, emit, first, with_looks=with_looks)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
