"""What an office tells of its provider: a file with the section [auth], whole and kept to itself,
or no start. Each thing wrong with it is one sentence.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from fund import gate
from fund.errors import N_, FundError

SHORTEST_SECRET, FEWEST_LETTERS = 32, 8
"""A secret of this many characters, of which so many differ: sixteen bytes as hexadecimal digits
have both.
"""
MAKES_ONE = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
ADDRESSES = ("redirect_uri", "server_metadata_url")
CALLBACK = "/oauth2callback"
PLACEHOLDER = re.compile(
    r"…|\.{3}|^<.*>$|^x+$|change.?me|placeholder|^your[-_ ]|^secret$|example\.(org|com|net)",
    re.IGNORECASE,
)
"""What stands where something is still to be filled in, in docs/sign-in.md and elsewhere."""

Setting = str | int | float | bool | list["Setting"] | dict[str, "Setting"]
"""What the file says under a key."""


class SignInNotSet(FundError):
    """Sign-in was asked for and cannot be had: nothing is served."""

    message = N_("Sign-in is not set up rightly.")


class NoFileNamed(SignInNotSet):
    """The setting is there and empty."""

    message = N_(
        "FUND_SIGN_IN is set and names no file: name the file with the section [auth], or unset it."
    )


class FileMissing(SignInNotSet):
    """There is no such file, or it is none."""

    message = N_("FUND_SIGN_IN names {path}, and no file can be read there.")


class ReadByOthers(SignInNotSet):
    """The file is not the account's own."""

    message = N_(
        "{path} holds secrets and others on this machine can read or change it (mode {mode}): run"
        " chmod 600 on it."
    )


class NotToml(SignInNotSet):
    """The file cannot be understood."""

    message = N_("{path} is not a TOML file in UTF-8: {why}.")


class NoSection(SignInNotSet):
    """The file says nothing of a provider."""

    message = N_("{path} has no section [auth], or an empty one: see docs/sign-in.md.")


class NotWhole(SignInNotSet):
    """Something of the section is not there."""

    message = N_("The section [auth] in {path} lacks {keys}.")


class StillToFill(SignInNotSet):
    """Something of the section was copied and never filled in."""

    message = N_("{key} in the section [auth] in {path} is a placeholder: fill it in.")


class SecretTooWeak(SignInNotSet):
    """Whoever guesses the secret signs in as anybody."""

    message = N_(
        "The cookie_secret in the section [auth] in {path} is shorter than {shortest} characters or"
        " hardly varies; make one by {command}"
    )


class WrongAddress(SignInNotSet):
    """An address that nobody could come back to, or that anybody could listen to."""

    message = N_(
        "{key} in the section [auth] in {path} must be a whole address with https, or with http on"
        " this machine; that of redirect_uri ends in /oauth2callback."
    )


def read(path: Path) -> dict[str, Setting]:
    """The section [auth] of a file, once everything about it is as it must be."""
    if not path.is_file():
        raise FileMissing(path=str(path))
    return checked(path, _table(path).get("auth"))


def has_section(path: Path) -> bool:
    """Whether a file of Streamlit's secrets speaks of a provider at all."""
    return "auth" in _table(path)


def checked(path: Path, told: object) -> dict[str, Setting]:
    """A section, whole and with nothing left to fill in; the file is named in what is refused."""
    must_be_private(path)
    if not isinstance(told, Mapping) or not told:
        raise NoSection(path=str(path))
    missing = [key for key in NEEDED if not isinstance(told.get(key), str) or not told[key].strip()]
    if missing:
        raise NotWhole(path=str(path), keys=", ".join(missing))
    for key in NEEDED:
        if PLACEHOLDER.search(told[key]):
            raise StillToFill(path=str(path), key=key)
    secret = told["cookie_secret"]
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        raise SecretTooWeak(path=str(path), shortest=SHORTEST_SECRET, command=MAKES_ONE)
    for key in ADDRESSES:
        if not _is_address(told[key]) or (
            key == "redirect_uri" and urlsplit(told[key]).path != CALLBACK
        ):
            raise WrongAddress(path=str(path), key=key)
    return dict(told)


def must_be_private(path: Path) -> None:
    """Refuse a file that anybody but the account running the dashboard can read or change; asked
    where files have such a mode.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise ReadByOthers(path=str(path), mode=f"{mode:03o}")


def origin(told: Mapping[str, object]) -> str:
    """The scheme, host and port that people come in by: those they come back to from the
    provider.
    """
    parts = urlsplit(str(told["redirect_uri"]))
    return gate.origin_of(parts.scheme, parts.netloc)


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise FileMissing(path=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotToml(path=str(path), why=str(error).rstrip(".")) from None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and gate.is_loopback(host))
