"""Reading a file of conjunction messages, whatever its form: each message on its own, so that a bad
one costs its neighbours nothing.
"""

from collections.abc import Iterable
from itertools import islice

from fund.debris import kvn, markup, spacetrack
from fund.debris.judging import judged
from fund.debris.records import Raw, Read
from fund.debris.sayings import issue

LARGEST = 20_000_000
"""Bytes of a file at most: 10,000 messages have about 95 million as XML, 1 has 10,000."""
MOST = 5_000
"""Messages of a file at most."""
BOM = b"\xef\xbb\xbf"


def read(content: bytes) -> list[Read]:
    """Every message of a file, or the one reason why it has none."""
    if len(content) > LARGEST:
        return [_refused("TOO_LARGE", str(len(content)), size=len(content), most=LARGEST)]
    bare = content.removeprefix(BOM)
    remarks = ("BOM",) if len(bare) < len(content) else ()
    found = list(islice(_found(bare), MOST + 1))
    if len(found) > MOST:
        return [_refused("TOO_MANY", "", most=MOST)]
    made = [one if isinstance(one, Read) else judged(_with(one, remarks)) for one in found]
    return made or [_refused("NOTHING_IN_IT", "")]


def _with(raw: Raw, remarks: tuple[str, ...]) -> Raw:
    if not remarks:
        return raw
    return Raw(
        raw.form,
        raw.where,
        raw.head,
        raw.objects,
        raw.comments,
        (*raw.remarks, *remarks),
        raw.issues,
    )


def _refused(code: str, value: str, **facts: int) -> Read:
    return Read("", None, (issue(code, "", value, **facts),))


def _found(content: bytes) -> Iterable[Raw | Read]:
    """The messages by the form the first character tells."""
    start = content.lstrip()[:1]
    if start == b"<":
        return markup.read(content.lstrip())
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return [_refused("NOT_TEXT", "")]
    if not text.strip():
        return []
    if start in (b"[", b"{"):
        return spacetrack.read(text)
    first = next(line for line in text.splitlines() if line.strip())
    key = first.partition("=")[0].strip().upper()
    if key.startswith("CCSDS_") and key != kvn.FIRST:
        return [_refused("NOT_A_CDM", key.removeprefix("CCSDS_").partition("_")[0])]
    if "=" not in first and not first.strip().upper().startswith("COMMENT"):
        return [_refused("NOT_READ", first[:80])]
    return kvn.read(text)
