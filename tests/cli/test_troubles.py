"""What the machine refuses at the command line: one sentence with what to do in the language of
whoever typed it, exit code 1, nothing half stored or written, whatever the command. The commands
are those of the house, their files and words those they declare.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel
from typer.testing import CliRunner, Result

from fund import db, i18n, lengths, schema, troubles
from fund.cli.app import app, whole
from tests.centres.reporting import world
from tests.cli.machine import as_owner, room_for
from tests.cli.typed import COMMANDS, LATER, READ, SAMPLE, WITHOUT, names, words

ROOT = Path(__file__).parents[2]
DAY = "2026-10-08"
HAN = re.compile("[一-鿿]")
LANGUAGES = ("zh", "en")
READS = [name for name, rest in COMMANDS.items() if any(f"{{{one}}}" in rest for one in READ)]
WRITES = [name for name, rest in COMMANDS.items() if "{new}" in rest and name not in LATER]
ASKS = [name for name in COMMANDS if name not in WITHOUT]
Doing = AbstractContextManager[None]


class Place(NamedTuple):
    """A folder of one test's own, with its database and the files a command takes and makes."""

    folder: Path
    files: dict[str, Path]

    @property
    def database(self) -> Path:
        return self.folder / "fund.db"

    def all(self) -> dict[str, bytes | None]:
        """Whatever lies here and what is in it, but for what SQLite keeps beside an open file."""
        return {
            str(file.relative_to(self.folder)): file.read_bytes() if file.is_file() else None
            for file in sorted(self.folder.rglob("*"))
            if not file.name.endswith(("-wal", "-shm"))
        }


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The fund of the centres, an empty one, and a file of each kind a command reads."""
    folder = tmp_path_factory.mktemp("troubles")
    files = {name: folder / name for name in (*READ, "fund", "empty")} | {"releases": SAMPLE}
    made = world(f"sqlite:///{files['fund']}")
    made.filled("local SD-RR", "SD-RR")
    schema.upgrade(db.engine(f"sqlite:///{files['empty']}"))
    for command, file in (("template", "workbook"), ("report", "report"), ("backup", "copy")):
        assert run(files["fund"], words(command, new=files[file])).exit_code == 0
    for name in ("fund", "empty"):
        db.engine(f"sqlite:///{files[name]}").dispose()
    return files


@pytest.fixture
def place(tmp_path: Path, model: dict[str, Path]) -> Iterator[Place]:
    """Everything in order; the files may be spoilt by a test, their owner's rights come back."""
    folder = tmp_path / "here"
    folder.mkdir()
    files = {name: folder / f"{name}.xlsx" for name in READ}
    for name, file in files.items():
        shutil.copy(model[name], file)
    inbox = folder / "inbox"
    inbox.mkdir()
    made = Place(folder, files | {"new": folder / "new", "inbox": inbox})
    yield made
    db.engine(f"sqlite:///{made.database}").dispose()
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o700)


def furnish(place: Place, model: dict[str, Path], command: str) -> None:
    """The database a command begins with."""
    if command != "restore":
        shutil.copy(model["empty" if command == "demo" else "fund"], place.database)
        shutil.copy(model["fund"].with_suffix(".seal-key"), place.database.with_suffix(".seal-key"))


def run(database: Path | str, typed: list[str], language: str = "en") -> Result:
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    with i18n.speaking(language):
        return CliRunner().invoke(app, typed, env={"FUND_DATABASE_URL": url, "FUND_NOW": DAY})


def must_be_told(done: Result, language: str, *named: str) -> str:
    """One sentence, in that language, that names these; returned to be compared."""
    assert done.exit_code == 1, (done.output, done.exception)
    assert isinstance(done.exception, SystemExit)
    (line,) = done.stderr.splitlines()
    assert done.stdout == ""
    assert bool(HAN.search(line)) is (language == "zh"), line
    assert all(name in line for name in named), (named, line)
    return line


def language_of(command: str, trouble: str) -> str:
    """Every command and every trouble meets both languages, each pair one of them."""
    return LANGUAGES[(list(COMMANDS).index(command) + len(trouble)) % 2]


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - LATER))
def test_where_all_is_well_each_command_goes_through(
    command: str, place: Place, model: dict[str, Path]
) -> None:
    furnish(place, model, command)
    done = run(place.database, words(command, **place.files))
    assert done.exit_code == 0, (done.output, done.exception)


def spoilt(place: Place, trouble: str) -> Doing:
    """Bring the trouble about."""
    if trouble == "no folder":
        place.database.unlink(missing_ok=True)
    elif trouble in ("a folder", "no database"):
        place.database.unlink(missing_ok=True)
        if trouble == "a folder":
            place.database.mkdir()
        else:
            place.database.write_bytes(b"no database at all\n" * 500)
    elif trouble == "cut off":
        place.database.write_bytes(place.database.read_bytes()[: 40 * 1024])
    elif trouble == "a full disk":
        return room_for(0)
    else:
        for each in (place.folder, place.database):
            if each.exists():
                each.chmod(0o555 if each.is_dir() else 0o444)
        return as_owner()
    return nullcontext()


BASE = ("no folder", "a folder", "no database", "cut off", "no right to write", "a full disk")


def in_turn(commands: Sequence[str], ways: Sequence[str]) -> list[Any]:
    """Every command with every way something goes wrong, in the long run; in the quick one each
    with two of them, in turn.
    """
    return [
        pytest.param(
            command, way, marks=[] if (at - place) % len(ways) in (0, 1) else pytest.mark.long
        )
        for place, command in enumerate(commands)
        for at, way in enumerate(ways)
    ]


@pytest.mark.parametrize(("command", "trouble"), in_turn(ASKS, BASE))
def test_a_database_that_cannot_be_opened_or_written_is_one_sentence(
    command: str, trouble: str, place: Place, model: dict[str, Path], tmp_path: Path
) -> None:
    if command == "restore" and trouble == "cut off":
        pytest.skip("a restore finds no database")
    furnish(place, model, command)
    shutil.copy(SAMPLE, place.files["releases"])
    language = language_of(command, trouble)
    database = tmp_path / "none" / "fund.db" if trouble == "no folder" else place.database
    typed = words(command, **place.files | {"new": tmp_path / "new"})
    with spoilt(place, trouble):
        before = place.all()
        done = run(database, typed, language)
    must_be_told(done, language, str(database.parent))
    assert place.all() == before
    assert [file.name for file in tmp_path.iterdir()] == ["here"]


READING: dict[str, Callable[[Path], Any]] = {
    "is not there": lambda file: file.unlink(),
    "is a folder": lambda file: (file.unlink(), file.mkdir()),
    "may not be read": lambda file: file.chmod(0),
}


@pytest.mark.parametrize("trouble", READING)
@pytest.mark.parametrize("command", READS)
def test_a_file_that_cannot_be_read_is_named(
    command: str, trouble: str, place: Place, model: dict[str, Path]
) -> None:
    furnish(place, model, command)
    (asked,) = (name for name in READ if f"{{{name}}}" in COMMANDS[command])
    READING[trouble](place.files[asked])
    language = language_of(command, trouble)
    with as_owner():
        done = run(place.database, words(command, **place.files), language)
    must_be_told(done, language, str(place.files[asked]))
    assert not place.files["new"].exists()


@pytest.mark.parametrize("command", READS)
def test_a_file_of_another_kind_is_no_trace(
    command: str, place: Place, model: dict[str, Path]
) -> None:
    furnish(place, model, command)
    other = dict.fromkeys(READ, ROOT / "README.md")
    done = run(place.database, words(command, **place.files | other))
    assert done.exit_code == 1, done.exception
    assert isinstance(done.exception, SystemExit)
    assert done.output.strip()


def no_right(place: Place) -> Path:
    shut = place.folder / "shut"
    shut.mkdir(mode=0o500)
    return shut / "new"


def read_only(place: Place) -> Path:
    place.files["new"].write_bytes(b"kept")
    place.files["new"].chmod(0o400)
    return place.files["new"]


WRITING: dict[str, Callable[[Place], Path]] = {
    "its folder is not there": lambda place: place.folder / "none" / "new",
    "its folder is a file": lambda place: place.files["report"] / "new",
    "is a folder": lambda place: place.folder,
    "its folder may not be written": no_right,
    "may not be written": read_only,
    "has too long a name": lambda place: place.folder / ("n" * 300),
    "on a full disk": lambda _place: Path("/dev/full"),
}


@pytest.mark.parametrize(("command", "trouble"), in_turn(WRITES, tuple(WRITING)))
def test_a_file_that_cannot_be_written_is_named_and_nothing_of_it_stays(
    command: str, trouble: str, place: Place, model: dict[str, Path]
) -> None:
    furnish(place, model, command)
    new = WRITING[trouble](place)
    before = set(place.all())
    language = language_of(command, trouble)
    with as_owner():
        done = run(place.database, words(command, **place.files | {"new": new}), language)
    must_be_told(done, language, str(new.parent) if len(new.name) < 99 else new.name[:40])
    assert set(place.all()) == before
    assert not place.files["new"].exists() or place.files["new"].read_bytes() == b"kept"


def test_a_file_is_written_whole_or_stays_what_it_was(tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    troubles.write(file, b"old")
    file.chmod(0o640)
    with room_for(1000), pytest.raises(troubles.DiskFull):
        troubles.write(file, b"new" * 1000)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [(file.name, b"old")]
    link = tmp_path / "link"
    link.symlink_to(file)
    troubles.write(link, b"new")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_load_the_disk_has_no_room_for_is_not_begun(place: Place, model: dict[str, Path]) -> None:
    furnish(place, model, "demo")
    with room_for(place.database.stat().st_size + 100_000):
        done = run(place.database, ["demo", "--postings", "3000"])
    must_be_told(done, "en", str(place.database))
    with db.reading(db.engine(f"sqlite:///{place.database}")) as session:
        assert session.execute(sa.text("SELECT count(*) FROM posting")).scalar() == 0
        assert db.kind(session) == "new"


LONG = "é" * 10_000


@cache
def typed_as(command: str) -> Any:
    """A command as the command line has it."""
    found: Any = whole()
    for word in command.split():
        found = found.commands[word]
    return found


def texts() -> Iterator[tuple[str, str]]:
    """Every command with each of the texts it takes, by its name."""
    for command in names(whole()):
        found = typed_as(command)
        hints = get_type_hints(found.callback)
        yield from ((command, one.name) for one in found.params if "str" in str(hints[one.name]))


def with_long(command: str, name: str, typed: list[str]) -> list[str]:
    """What is typed, with this one text over-long."""
    params = {one.name: one for one in typed_as(command).params}
    if params[name].param_type_name == "option":
        return [*typed, params[name].opts[0], LONG]
    first = len(command.split())
    plain = [at for at in range(first, len(typed)) if not typed[at - 1].startswith("-")]
    plain = [at for at in plain if not typed[at].startswith("-")]
    wanted = [each for each, one in params.items() if one.param_type_name == "argument"]
    if wanted.index(name) >= len(plain):  # one that may be left out, and was
        return [*typed, LONG]
    place = plain[wanted.index(name)]
    return [*typed[:place], LONG, *typed[place + 1 :]]


@pytest.mark.parametrize(("command", "name"), list(texts()))
def test_no_text_that_is_too_long_is_stored_or_ends_in_a_trace(
    command: str, name: str, place: Place, model: dict[str, Path]
) -> None:
    furnish(place, model, command)
    language = language_of(command, name)
    done = run(place.database, with_long(command, name, words(command, **place.files)), language)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1, 2)
    if done.exit_code == 1:
        assert len(must_be_told(done, language)) < 1_000
    if place.database.exists():
        assert too_long(db.engine(f"sqlite:///{place.database}")) == []


def too_long(engine: sa.Engine) -> list[str]:
    """Columns that hold a text longer than they allow."""
    found = []
    with engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            most = lengths.limits(table)
            if not most or not sa.inspect(connection).has_table(table.name):
                continue
            asked = [sa.func.max(sa.func.length(table.c[name])) for name in most]
            row = connection.execute(sa.select(*asked)).one()
            found += [
                f"{table.name}.{name}"
                for (name, limit), longest in zip(most.items(), row, strict=True)
                if (longest or 0) > limit
            ]
    return found


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (["add", "l" * 81, "--name", "n"], "登录名"),
        (["add", "l", "--name", "n" * 81], "姓名"),
    ],
)
def test_a_text_too_long_is_refused_alike_on_both_databases(
    an_office: Any, typed: list[str], field: str
) -> None:
    url = an_office.engine.url.render_as_string(hide_password=False)
    done = run(url, ["users", *typed, "--as", "system"], "zh")
    assert "81" in must_be_told(done, "zh", "80")
    done = run(url, ["users", "list", "--json"])
    assert "lll" not in done.stdout
    assert "nnn" not in done.stdout


WRONG = ("nonsense", "mysql://u:hidden@h/x", "postgresql://u:hidden@h/x", "sqlite:fund.db", " ")


@pytest.mark.parametrize("address", WRONG)
def test_a_setting_that_names_no_database_is_said_without_what_stands_in_it(address: str) -> None:
    for language in LANGUAGES:
        told = must_be_told(run(address, ["figures"], language), language, "FUND_DATABASE_URL")
        assert "hidden" not in told


@pytest.mark.parametrize(("typed", "code"), [("policy --json", 1), ("--help", 1)])
def test_what_is_printed_to_a_full_disk_is_one_sentence(typed: str, code: int) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "fund", *typed.split()],
            cwd=ROOT,
            env=os.environ | {"FUND_LANG": "en"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1), done.stderr
