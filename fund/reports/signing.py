"""Signatures: what a workbook says of itself, signed with Ed25519 so that nobody without the
private key makes another that passes.

A statement is JSON; it holds the digests of everything else in the seal, so that one signature
covers every cell. Whoever has the public key checks it without us and without a database.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fund.errors import N_, FundError
from fund.frames import row_of

PURPOSE = b"fund report statement 1\n"
"""Before what is signed, so that a signature made for something else is none of a report."""


class Statement(TypedDict, total=False):
    """What a workbook says of itself: whether it is a draft or issued, whose key signed it, by
    which hash, of which record; then what it was written with, as far as it is told.
    """

    state: str
    key: str
    algorithm: str
    record: str
    number: object
    report: object
    title: object
    period: object
    as_of: object
    language: object
    unit: object
    made_on: object
    demonstration: object
    data: object


class NotAKey(FundError):
    """What was given is no public key."""

    message = N_(
        "This is not a public key: 44 signs, or a file that holds them, as “key public” prints."
    )


@dataclass(frozen=True)
class Sealing:
    """How a workbook is sealed: what is said of it, by whose key, digests by which hash (sha256 or
    sm3).
    """

    facts: Mapping[str, object]
    private: Ed25519PrivateKey
    algorithm: str = "sha256"
    said: list[str] = field(default_factory=list)
    """Of each statement signed the digest of the record it is about, the last one last."""

    @property
    def public(self) -> str:
        """The public half, as it is told."""
        return public_text(self.private.public_key())


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as text: base64 of its 32 bytes."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """A public key from its text; refuses what is none."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError:
        raise NotAKey from None


def fingerprint(public: str) -> str:
    """The first 128 bits of the SHA-256 of a public key, in groups of four signs to compare by
    eye.
    """
    found = hashlib.sha256(public_key(public).public_bytes_raw()).hexdigest()[:32]
    return "-".join(found[start : start + 4] for start in range(0, 32, 4))


def digest(lines: Iterable[str], algorithm: str) -> str:
    """The hash of lines of text; each ends, so that they cannot be cut otherwise."""
    made = hashlib.new(algorithm)
    for line in lines:
        made.update(line.encode() + b"\n")
    return made.hexdigest()


def signed(sealing: Sealing, body: Iterable[str]) -> list[str]:
    """Two lines: the statement about the lines of ``body``, and its signature."""
    record = digest(body, sealing.algorithm)
    facts = dict(sealing.facts) | {
        "key": fingerprint(sealing.public),
        "algorithm": sealing.algorithm,
        "record": record,
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    sealing.said.append(record)
    signature = sealing.private.sign(PURPOSE + text)
    return [base64.b64encode(text).decode(), base64.b64encode(signature).decode()]


def statement(line: str) -> Statement:
    """What a statement's line says, unproved. Raises ValueError for what is none."""
    found = json.loads(base64.b64decode(line, validate=True))
    if not isinstance(found, dict) or not all(
        isinstance(found.get(name), str) for name in ("state", "key", "algorithm", "record")
    ):
        raise ValueError(line[:40])
    return row_of(found, Statement)


def is_signed(line: str, signature: str, public: str) -> bool:
    """Whether the holder of the key signed this very statement."""
    try:
        public_key(public).verify(
            base64.b64decode(signature, validate=True),
            PURPOSE + base64.b64decode(line, validate=True),
        )
    except (InvalidSignature, ValueError):
        return False
    return True
