"""Commands start at once: each imports what it uses, finds every table it needs, and leaves a
schema that is up to date alone.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from fund import db, revision, schema
from fund.cli.app import COMMANDS, shows_help, whole

ROOT = Path(__file__).parents[2]
ALONE = """
import gc, importlib, os, sys
import pandas, sqlmodel
gc.freeze()
for line in sys.stdin.read().splitlines():
    child = os.fork()
    if not child:
        try:
            {do}
        except SystemExit as ended:
            done = ended.code
        except BaseException as error:
            done, words = 9, repr(error)
            sys.stderr.write(line + ": " + words + chr(10))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(done or 0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9:
        print("FAILED", line)
"""
"""Runs something for each line it is given in a process that has imported nothing of ours: a fork
costs a tenth of starting Python. A refusal is an answer, what is raised is not.
"""
TYPED = """sys.argv = ["fund", *line.split()]
            from fund.cli.app import main
            done = main()"""
KEYS = """importlib.import_module(line)
            tables = sqlmodel.SQLModel.metadata.tables.values()
            done = len([key.column for table in tables for key in table.foreign_keys]) * 0"""


def alone(do: str, lines: list[str], database: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ALONE.replace("{do}", do)],
        cwd=ROOT,
        env=os.environ | {"FUND_DATABASE_URL": database},
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
    )


def loaded(database: str, *typed: str) -> set[str]:
    """The modules a command leaves imported in a process of its own."""
    code = (
        f"import sys; sys.argv = {['fund', *typed]!r}\n"
        "from fund.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"FUND_DATABASE_URL": database, "FUND_LANG": "en"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('starting')}/fund.db"
    schema.upgrade(db.engine(url))
    return url


def test_every_module_has_the_commands_the_table_says_and_no_others() -> None:
    found = whole().commands
    assert list(found) == list(COMMANDS)
    for name, one in found.items():
        place = COMMANDS[name]
        inner = getattr(one, "commands", None)
        assert bool(inner) == place.is_group
        for each in inner.values() if inner else [one]:
            assert each.callback.__module__ == place.module, name


def test_the_list_of_commands_imports_none_of_them(database: str) -> None:
    modules = loaded(database, "--help")
    assert not {"pandas", "sqlalchemy", "sqlmodel", "alembic", "babel"} & modules
    assert {name for name in modules if name.startswith("fund.cli.")} == {"fund.cli.app"}


def test_figures_imports_what_it_uses(database: str) -> None:
    modules = loaded(database, "figures")
    assert not {"alembic", "openpyxl", "jsonschema", "rich", "fund.schema"} & modules
    rooms = {name.split(".")[1] for name in modules if name.endswith(".tables")}
    assert not {"centres", "procurement", "targets", "evaluation", "missions"} & rooms
    assert "ledger" in rooms


READING = [
    "figures",
    "grants",
    "contracts",
    "milestones",
    "targets",
    "flags",
    "verify",
    "reminders",
    "close --period 2026-09",
    "audit head",
    "audit verify",
    "users list",
    "users add wang --name wang --role officer",
    "export ledger -o {folder}/ledger.csv",
    "export 360giving -o {folder}/giving.json",
    "export ocds -o {folder}/ocds.json",
    "report monthly --period 2026-09 -o {folder}/monthly.xlsx",
    "template xlsx -o {folder}/office.xlsx",
]


def test_each_command_finds_every_table_it_needs_by_itself(database: str, tmp_path: Path) -> None:
    done = alone(TYPED, [line.format(folder=tmp_path) for line in READING], database)
    assert "FAILED" not in done.stdout, done.stdout + done.stderr


@pytest.mark.dear
def test_the_tables_of_a_room_bring_those_their_keys_name() -> None:
    rooms = sorted(ROOT.glob("fund/*/tables.py"))
    assert len(rooms) > 15
    done = alone(KEYS, [f"fund.{file.parent.name}.tables" for file in rooms])
    assert "FAILED" not in done.stdout, done.stderr


def test_a_command_brings_an_older_schema_up_to_date_and_leaves_a_newest_alone(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    engine = db.engine(url)
    with engine.connect().execution_options(fund_writes=True) as connection, connection.begin():
        command.upgrade(schema.configuration(connection), "0026")
    assert not revision.is_newest(engine)
    assert "fund.schema" in loaded(url, "users", "list")
    assert revision.is_newest(engine)
    assert sa.inspect(engine).has_table("target_change")
    assert "fund.schema" not in loaded(url, "users", "list")


def test_the_newest_version_is_the_one_alembic_would_go_to(database: str) -> None:
    with db.engine(database).connect() as connection:
        script = ScriptDirectory.from_config(schema.configuration(connection))
    assert revision.newest() == script.get_current_head()


def test_no_database_has_no_version(database_url: str) -> None:
    engine = db.engine(database_url)
    assert revision.stored(engine) is None
    schema.upgrade(engine)
    assert revision.stored(engine) == revision.newest()


def test_a_database_that_does_not_answer_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(sa.exc.OperationalError):
        revision.stored(db.engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [([], True), (["--help"], True), (["users"], True), (["figures"], False), (["init"], False)],
)
def test_help_is_drawn_where_it_is_asked_for(typed: list[str], *, shown: bool) -> None:
    assert shows_help(typed) == shown
