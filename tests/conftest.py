"""What tests stand on: real databases, real published files, a real browser; and what did not run
is said at the end.
"""

import fcntl
import gc
import os
import shutil
import subprocess
import tempfile
import uuid
import weakref
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from fund import db, schema, visitors
from fund.demonstration import build
from tests.cost import Cost
from tests.people import Office, office
from tests.servers import COPIED, postgresql

MEMORY = Path("/dev", "shm")
ENOUGH = 8 * 2**30
"""Bytes the files of a whole run may take, with room to spare."""


def files_stay_in_memory() -> None:
    """What tests store is never needed again: where there is room for it in memory no test waits
    for a disk, nor pays for the files of a PostgreSQL database (1,600 each). Who names a folder for
    such files (TMPDIR) gets that one.
    """
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


files_stay_in_memory()
settings.register_profile("here", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")  # how busy a machine is says nothing of what is tested
gc.set_threshold(100_000, 20, 20)  # as a command does: what tests import is never garbage

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
CHROMIUM = next(
    filter(os.path.exists, ["/usr/lib/chromium/chromium-headless-shell"]), "/usr/bin/chromium"
)
"""Debian's Chromium; the one without windows, which nobody sees here, where it is installed."""
os.environ[visitors.SETTING] = visitors.YES  # what is served over a real database here, is so here
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


LEFT_OUT = {
    "FUND_LONG": {"long": "a long run: make test-full"},
    "FUND_WHOLE": {
        name: f"make check needs no system packages ({what}): make test"
        for name, what in {
            "postgres": "PostgreSQL",
            "browser": "Chromium",
            "office": "LibreOffice",
            "bundle": "the wheels of a bundle",
        }.items()
    }
    | {
        "stored": "make check stores nothing (but the ledger's own walk): make test",
        "dear": "make check leaves out what takes seconds: make test",
    },
}
"""Marks whose tests wait for an environment variable to be 1, and what is said of them
otherwise.
"""
NEEDS = {
    "page": "browser",
    "browser": "browser",
    "context": "browser",
    "postgres": "postgres",
    "tmp_path_factory": "stored",
}
"""Fixtures that stand for a mark, so that nobody can forget it. A test marked quick may store."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long runs and what needs system packages wait for their word, and are counted as not run
    otherwise.
    """
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.timeout(3600))
        for fixture, mark in NEEDS.items():
            is_quick = mark == "stored" and item.get_closest_marker("quick")
            if fixture in getattr(item, "fixturenames", ()) and not is_quick:
                item.add_marker(mark)
        for variable, reasons in LEFT_OUT.items():
            for mark, reason in reasons.items():
                if (
                    item.get_closest_marker(mark)
                    and os.environ.get(variable, "1" if variable == "FUND_WHOLE" else "") != "1"
                ):
                    item.add_marker(pytest.mark.skip(reason=reason))


class TellAtOnce:
    """A failure is printed when it happens, so that a run that is cut short still says what went
    wrong.
    """

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self.reporter = reporter

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.reporter.write_line(
                f"\n{report.nodeid} ({report.when}, {report.duration:.0f}"
                f" s)\n{report.longreprtext[-2000:]}"
            )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not hasattr(config, "workerinput"):
        config.pluginmanager.register(TellAtOnce(reporter))
    if Path("/proc/self/stat").exists():
        config.pluginmanager.register(Cost())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests ran, how many did not, and why; and what was measured."""
    stats = terminalreporter.stats
    reasons: dict[str, int] = {}
    for report in stats.get("skipped", []):
        reason = (
            report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        ).removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    ran = len(stats.get("passed", [])) + len(stats.get("failed", []))
    left_out = sum(reasons.values())
    terminalreporter.write_line(f"{ran} tests ran; {left_out} did not" + (":" if left_out else ""))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"  {count} x {reason}")
    for report in stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(
                f"  measured: {report.nodeid.rpartition('::')[2]}: {name} {value}"
            )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real published files beside the repository."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared/data is missing: these tests must run here")
        pytest.skip("the folder of real published files (../shared/data) is not beside this clone")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server for this run: its URL with NAME where the database's name goes."""
    with postgresql() as server:
        yield server.pattern


KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new, empty database; each test runs on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/fund.db"
        return
    pattern = request.getfixturevalue("postgres")
    name = _create(pattern, "template1")
    yield pattern.replace("NAME", name)
    _drop(pattern, name)


OPENED: weakref.WeakSet[sa.Engine] = weakref.WeakSet()
"""Engines this process has had a connection of, since the last module ended."""


FIRST: dict[object, sa.Engine] = {}
"""By driver and kind, the first engine this process had a connection of."""
STATEMENTS = 5000
"""Compiled statements a process keeps: all that its tests send."""


@sa.event.listens_for(sa.Engine, "engine_connect")
def _opened(connection: sa.Connection) -> None:
    if connection.engine not in OPENED:
        OPENED.add(connection.engine)
        _compiles_once(connection)


def _compiles_once(connection: sa.Connection) -> None:
    """Each test has an engine of its own, which would compile every statement anew and keep it: all
    that connect in the same way share what is compiled. Whoever says when commits are made, as an
    administrator does, keeps to itself.
    """
    engine = connection.engine
    dialect = engine.dialect
    if dialect._on_connect_isolation_level is not None:
        return
    first = FIRST.setdefault((dialect.name, dialect.dbapi, dialect.statement_compiler), engine)
    if first is engine:
        engine._compiled_cache = sa.util.LRUCache(STATEMENTS)
    else:
        engine.dialect = engine.pool._dialect = connection.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache


@pytest.fixture(scope="module", autouse=True)
def connections_are_closed() -> Iterator[None]:
    """A worker goes through thousands of databases: their connections do not stay open."""
    yield
    for engine in list(OPENED):
        engine.dispose()
    OPENED.clear()


@pytest.fixture(scope="session")
def furnished() -> dict[str, Office]:
    """Offices with everybody entered, by kind of database: made once, then copied."""
    return {}


@pytest.fixture(params=KINDS)
def an_office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    furnished: dict[str, Office],
) -> Iterator[Office]:
    """A new office of its own, everybody entered; each test runs on both kinds of database."""
    pattern = "" if request.param == "sqlite" else request.getfixturevalue("postgres")
    if request.param not in furnished:
        place = f"sqlite:///{tmp_path_factory.mktemp('office')}/fund.db"
        furnished[request.param] = office(
            pattern.replace("NAME", _create(pattern, "template1")) if pattern else place
        )
    model = furnished[request.param]
    model.engine.dispose()
    if not pattern:
        shutil.copy(str(model.engine.url.database), tmp_path / "fund.db")
        yield Office(db.engine(f"sqlite:///{tmp_path}/fund.db"), dict(model.ids))
        return
    name = _create(pattern, str(model.engine.url.database))
    yield Office(db.engine(pattern.replace("NAME", name)), dict(model.ids))
    _drop(pattern, name)


def _create(pattern: str, template: str) -> str:
    name = f"t{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(
        pattern.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as connection:
        connection.execute(sa.text(COPIED.format(name=name, template=template)))
    return name


def _drop(pattern: str, name: str) -> None:
    db.engine(pattern.replace("NAME", name)).dispose()
    admin = sa.create_engine(
        pattern.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


TODAY = date(2026, 11, 23)
"""The day the demonstration of the tests lives on."""


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demonstration as people get it, in a file to copy: the first worker of a run builds it,
    the others wait.
    """
    folder = (
        tmp_path_factory.getbasetemp()
        if worker_id == "master"
        else tmp_path_factory.getbasetemp().parent
    )
    file = folder / "demonstration.db"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            engine = db.engine(f"sqlite:///{file}.new")
            schema.upgrade(engine)
            build(engine, today=TODAY)
            engine.dispose()
            Path(f"{file}.new").rename(file)
    return file


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Chromium, as a test machine without a screen runs it."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def through_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Open a workbook in LibreOffice and save it as another kind of file."""
    program = shutil.which("soffice")
    if not program:
        pytest.fail("LibreOffice is not installed: run .ci/setup test")
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(content: bytes, kind: str = "xlsx") -> Path:
        folder = tmp_path_factory.mktemp("converted")
        (folder / "in").mkdir()
        (folder / "in" / "report.xlsx").write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(folder / "in" / "report.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / f"report.{kind.partition(':')[0]}"

    return convert
