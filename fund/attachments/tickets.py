"""Links to downloads: what is meant, for whom and under which sign-in, sealed with a secret of this
process.

A ticket found or guessed opens nothing for anybody else: whoever answers it (fund.downloads) asks
again who wants it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from typing import NamedTuple

SECRET = secrets.token_bytes(32)
"""New with each start: a link of an earlier start leads nowhere, and the page is reloaded."""


class Ticket(NamedTuple):
    """What a link stands for: a kind of fund.downloads.MADE and its facts, the person, the sign-in
    (where nobody signs in, the mark of the visitor: fund.visitors).
    """

    kind: str
    facts: tuple[object, ...]
    person: int
    signed_in: str


def address(kind: str, person: int | None, signed_in: str | None, *facts: object) -> str:
    """The address of a download, for one person under one sign-in."""
    told = (
        base64.urlsafe_b64encode(
            json.dumps([kind, facts, person, signed_in or ""], ensure_ascii=False).encode()
        )
        .decode()
        .rstrip("=")
    )
    return f"file/{told}.{_seal(told)}"


def read(text: str) -> Ticket | None:
    """The ticket of an address; None for one this process has not made."""
    told, _dot, seal = text.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(told).encode()):
        return None
    kind, facts, person, signed_in = json.loads(
        base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
    )
    return Ticket(kind, tuple(facts), person, signed_in)


def _seal(told: str) -> str:
    return hmac.new(SECRET, told.encode(), hashlib.sha256).hexdigest()
