"""The private key of the seals: a file all processes on this machine share, outside the database
and its backup.
"""

import os
import secrets
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from fund import db
from fund.errors import N_, FundError
from fund.reports.rules import KeyForeign, KeyLost
from fund.reports.signing import fingerprint, public_text

SETTING = "FUND_SEAL_KEY"


class NoPrivateKey(FundError):
    """The file holds none, or cannot be read or written."""

    message = N_("The private key of the seal cannot be used: {file} ({reason}).")


class ThereIsAFile(FundError):
    """A copy would overwrite something."""

    message = N_("{file} exists already. Name a file that is not there yet.")


def place(engine: sa.Engine) -> Path:
    """Where the private key is: FUND_SEAL_KEY, else beside an embedded database, else in data/."""
    given = os.environ.get(SETTING)
    if given:
        return Path(given)
    if engine.dialect.name == "sqlite":
        return Path(str(engine.url.database)).with_suffix(".seal-key")
    return db.EMBEDDED.with_suffix(".seal-key")


def private(engine: sa.Engine, in_use: str | None) -> Ed25519PrivateKey:
    """The key to seal with; ``in_use`` is the fingerprint the database names, None for none yet,
    and only then is one made. Raises KeyLost, KeyForeign and NoPrivateKey.
    """
    file = place(engine)
    if not file.exists():
        following = _following(file)
        if in_use is not None and not (following.exists() and _is(following, in_use)):
            raise KeyLost(file=str(file), fingerprint=in_use)
        if in_use is None:
            _made(file)
    if in_use is not None and not (file.exists() and _is(file, in_use)):
        if not _following(file).exists() or not _is(_following(file), in_use):
            raise KeyForeign(file=str(file), fingerprint=in_use)
        # a rotation ended between the database and the file: end it now
        _following(file).replace(file)
    return read(file)


def read(file: Path) -> Ed25519PrivateKey:
    """The key in a file; refuses what is none."""
    try:
        found = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise NoPrivateKey(file=str(file), reason=str(error)[:200]) from None
    if not isinstance(found, Ed25519PrivateKey):
        raise NoPrivateKey(file=str(file), reason=type(found).__name__)
    return found


def prepared(engine: sa.Engine) -> str:
    """A new key laid beside the one in use, for ``taken`` once the database names it; its public
    half.
    """
    following = _following(place(engine))
    following.unlink(missing_ok=True)
    _made(following)
    return public_text(read(following).public_key())


def taken(engine: sa.Engine) -> None:
    """Put the key that was laid beside in the place of the old one, which is gone for good."""
    _following(place(engine)).replace(place(engine))


def copy(engine: sa.Engine, to: Path) -> str:
    """Copy the private key to a file that is not there yet, readable by its owner only; its
    fingerprint.
    """
    found = read(place(engine))
    if to.exists():
        raise ThereIsAFile(file=str(to))
    _written(to, found)
    return fingerprint(public_text(found.public_key()))


def _is(file: Path, wanted: str) -> bool:
    return fingerprint(public_text(read(file).public_key())) == wanted


def _following(file: Path) -> Path:
    return file.with_name(f"{file.name}-next")


def _made(file: Path) -> None:
    """A new key; of two processes that make one at once the second takes the first's."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}-{secrets.token_hex(4)}")
        _written(draft, Ed25519PrivateKey.generate())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    except OSError as error:
        raise NoPrivateKey(file=str(file), reason=str(error)[:200]) from None


def _written(file: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
