"""What the machine itself refuses, said as a refusal: a file that is missing or may not be written,
a full disk, a database file that cannot be opened. Files are read whole, and written whole or not
at all.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError

from fund import db
from fund.errors import N_, FundError


class NoFile(FundError):
    """A file to read is not there."""

    message = N_("There is no file “{file}”. Check its name and its folder.")


class NoFolder(FundError):
    """The folder of a file to write is not there."""

    message = N_("There is no folder “{folder}”. Make it first, or name another.")


class IsFolder(FundError):
    """A folder where a file belongs."""

    message = N_("“{file}” is a folder. Name a file.")


class MayNotRead(FundError):
    """The system lets this user not read the file."""

    message = N_("“{file}” may not be read by this user. Have its owner allow it.")


class MayNotWrite(FundError):
    """The system lets this user not write there."""

    message = N_(
        "“{file}” may not be written by this user. Name another place, or have the owner of the"
        " folder allow it."
    )


class NameTooLong(FundError):
    """No file may have a name of that length."""

    message = N_("The file name “{file}” is too long for this disk. Give a shorter one.")


class DiskFull(FundError):
    """No room for a file."""

    message = N_(
        "There is no room for “{file}”, so nothing of it was kept. Make room on the disk, then run"
        " this again."
    )


class FileFailed(FundError):
    """Whatever else the system says of a file."""

    message = N_("“{file}” could not be read or written ({reason}). Check the file and its disk.")


class NotPrinted(FundError):
    """What was to be printed was not taken."""

    message = N_(
        "What was asked for could not be printed ({reason}). Check where the output is led."
    )


class DatabaseNotOpened(FundError):
    """The database's file cannot be opened."""

    message = N_(
        "The database file “{file}” cannot be opened. Check that FUND_DATABASE_URL names it"
        " rightly, that its folder is there, and that this user may read and write both."
    )


class DatabaseNotWritable(FundError):
    """The database may be read only."""

    message = N_(
        "The database “{file}” may not be written by this user, so nothing was recorded. Have the"
        " owner allow writing the file and its folder."
    )


class NotDatabase(FundError):
    """The file is something else."""

    message = N_(
        "“{file}” is not a database. Check the name in FUND_DATABASE_URL, or restore a backup to"
        " another place."
    )


class DatabaseFull(FundError):
    """No room for what was to be recorded."""

    message = N_(
        "The disk did not take what was to be written to the database “{file}” ({reason}), so"
        " nothing was recorded. Make room on it, then run this again."
    )


class DatabaseBusy(FundError):
    """Another process holds the database's file."""

    message = N_(
        "Another program has been writing to the database “{file}” for a minute, so nothing was"
        " recorded. Run this again when it is done."
    )


class DatabaseRefused(FundError):
    """Whatever else the database says of itself."""

    message = N_(
        "The database “{file}” did not do this ({reason}), so nothing was recorded. Have whoever"
        " looks after the database see to it."
    )


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
DATABASE = {
    "unable to open database file": DatabaseNotOpened,
    "readonly database": DatabaseNotWritable,
    "permission denied": DatabaseNotWritable,
    "not a database": NotDatabase,
    "database or disk is full": DatabaseFull,
    "disk I/O error": DatabaseFull,
    "could not extend file": DatabaseFull,
    "No space left on device": DatabaseFull,
    "database is locked": DatabaseBusy,
}
"""What SQLite and PostgreSQL say, and what it means."""


def of_file(error: OSError, *, writes: bool = False) -> FundError:
    """What the system said of a file, as a refusal."""
    file = Path(os.fsdecode(error.filename)) if error.filename else Path()
    if error.errno in FULL:
        return DiskFull(file=file)
    if error.errno in DENIED:
        return MayNotWrite(file=file) if writes else MayNotRead(file=file)
    if error.errno == errno.EISDIR:
        return IsFolder(file=file)
    if error.errno == errno.ENAMETOOLONG:
        return NameTooLong(file=f"{file.name[:40]}…")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return NoFolder(folder=file.parent) if writes else NoFile(file=file)
    return FileFailed(file=file, reason=error.strerror or type(error).__name__)


def of_database(error: DBAPIError) -> FundError | None:
    """What the database said of its file, its disk or our rights, as a refusal; None where it
    speaks of the statement, which no one who typed a command can mend.
    """
    said, named = str(error.orig), db.named()
    for words, refusal in DATABASE.items():
        if words in said:
            return refusal(file=named, reason=db.reason(error))
    if type(error) in (DatabaseError, OperationalError, InternalError):
        return DatabaseRefused(file=named, reason=db.reason(error))
    return None


def read(file: Path) -> bytes:
    """A file as it is; a refusal where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise of_file(error) from error


def must_read(files: list[Path]) -> None:
    """Refuse before anything is done with the first of several files what cannot be read of the
    last.
    """
    for file in files:
        try:
            with file.open("rb") as opened:
                opened.read(1)
        except OSError as error:
            raise of_file(error) from error


def write(file: Path, content: bytes) -> None:
    """Write a file, or leave what is there."""
    with whole(file) as beside:
        beside.write_bytes(content)


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """A place beside the file to write to, moved into place when it is whole; nothing of it stays
    otherwise. What is no file on a disk (a pipe, a terminal) is written as it comes.
    """
    place = Path(os.path.realpath(file))
    beside = place.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if place.exists() and not place.is_file() and not place.is_dir():
            yield place
            return
        mode = _mode(place)
        beside.touch(exist_ok=False)
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(place)
    except OSError as error:
        error.filename = str(file)
        raise of_file(error, writes=True) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _mode(place: Path) -> int | None:
    """The mode of a file that is there and may be written; None where none is."""
    if not place.exists():
        return None
    with place.open("rb+"):
        return place.stat().st_mode & 0o7777
