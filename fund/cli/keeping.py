"""Commands that keep a database: init, demo, backup, restore, audit."""

import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import sqlalchemy as sa
import typer

from fund import audit, db, revision, troubles
from fund.cli import output
from fund.cli.app import Json, command, day, group
from fund.errors import N_, FundError
from fund.i18n import _


class NotEmpty(FundError):
    """A restore would overwrite a database."""

    message = N_(
        "{file} exists already. A backup is restored to a place where nothing is: move the old file"
        " away first."
    )


class NotBackup(FundError):
    """What should be restored is something else, or damaged."""

    message = N_(
        "“{file}” is not a whole backup of the fund ({reason}). Nothing was restored: take another"
        " copy."
    )


class BackupFailed(FundError):
    """The database's own tool failed."""

    message = N_("The backup tool failed: {reason}")


def database() -> sa.Engine:
    """The database the environment names, as it is."""
    made = db.engine(db.url())
    if made.url.database == str(db.EMBEDDED):
        db.EMBEDDED.parent.mkdir(exist_ok=True)
    return made


def engine() -> sa.Engine:
    """The database the environment names, its schema up to date: compared, and migrated only where
    it is not, since that takes the tables of every room.
    """
    made = database()
    if not revision.is_newest(made):
        from fund import schema

        schema.upgrade(made)
    return made


@command("init")
def init(
    demo: Annotated[
        bool,
        typer.Option("--demo", help=_("Load the demonstration and mark the database so for good.")),
    ] = False,
    seed: Annotated[
        int, typer.Option(help=_("The same seed gives the same demonstration."))
    ] = 2027,
    today: Annotated[str, typer.Option(help=_("The demonstration’s last day, YYYY-MM-DD."))] = "",
) -> None:
    """Create or migrate the schema, seed what the plan fixes; maybe the demonstration."""
    from fund import schema

    made = database()
    schema.upgrade(made)
    if demo:
        from fund.demonstration import build

        with output.refusals():
            build(made, seed=seed, today=day(today), on_progress=_show)
    output.say(_("The database is ready."))


@command("demo")
def demo_load(
    postings: Annotated[int, typer.Option(help=_("How many postings."))],
    seed: Annotated[int, typer.Option(help=_("The same seed gives the same data."))] = 2027,
) -> None:
    """A synthetic portfolio."""
    from fund.demonstration.load import build_load

    with output.refusals():
        build_load(engine(), postings, seed)
    output.say(_("Loaded."))


def _show(done: int, total: int, words: str = "") -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{done}/{total} {words}".ljust(60), err=True, nl=done >= total)


audit_app = group("audit")


Kept = Annotated[
    str,
    typer.Option(
        help=_(
            "A head kept elsewhere, as “audit head” printed it: only against it a cut tail or a log"
            " written anew shows."
        )
    ),
]


def _chain(kept: tuple[int, str] | None, *, json: bool) -> dict[str, object]:
    with db.reading(engine()) as session:
        found = audit.verify(session, kept)
    if json:
        output.document(found)
    else:
        typer.echo("\n".join(f"{name}\t{value}" for name, value in found.items()))
    return found


@audit_app.command(
    name="verify", help=_("Walk the whole chain; the first entry that does not fit is named.")
)
def audit_verify(kept: Kept = "", json: Json = False) -> None:
    """Exit code 1 when the chain is broken, or does not lead through the head that was kept."""
    if not _chain(_head(kept) if kept else None, json=json)["ok"]:
        raise typer.Exit(1)


def _head(text: str) -> tuple[int, str]:
    """(rows, hash) from what ``audit head`` printed, plain or as JSON; wrong usage otherwise."""
    rows, seal = re.search(r"\b\d{1,18}\b", text), re.search(r"\b[0-9a-f]{64}\b", text)
    if rows is None or seal is None:
        raise typer.BadParameter(
            _(
                "“{value}” is not a head. Give the number of entries and the hash that “audit head”"
                " printed."
            ).format(value=text)
        )
    return int(rows[0]), seal[0]


@audit_app.command(name="head", help=_("Print the chain’s head, to be kept elsewhere."))
def audit_head(json: Json = False) -> None:
    """The head."""
    with db.reading(engine()) as session:
        head = session.get_one(audit.AuditHead, 1)
        found = {"ok": True, "rows": head.entries, "head": head.hash, "first_bad": None}
    if json:
        output.document(found)
    else:
        typer.echo(f"{found['rows']}\t{found['head']}")


@command("backup")
def backup(file: Path) -> None:
    """SQLite by its backup API, PostgreSQL by pg_dump; a copy that is not whole is not kept."""
    with output.refusals():
        if file.exists():
            raise NotEmpty(file=str(file))
        made = engine()
        with troubles.whole(file) as beside:
            if made.dialect.name == "sqlite":
                _copy(made, beside)
            else:
                _run(["pg_dump", "--format=custom", f"--file={beside}", _libpq(made)])
    output.say(_("Backed up to {file}.").format(file=file))


def _copy(made: sa.Engine, file: Path) -> None:
    module = db.sqlite_module()
    with made.connect() as connection, closing(module.connect(str(file))) as copy:
        try:
            connection.connection.driver_connection.backup(copy)  # type: ignore[union-attr]
        except module.Error as error:
            raise BackupFailed(reason=str(error)) from error


@command("restore")
def restore(file: Path) -> None:
    """The embedded file, or the empty PostgreSQL database FUND_DATABASE_URL names; whole or not at
    all.
    """
    with output.refusals():
        troubles.must_read([file])
        made = db.engine(db.url())
        if made.dialect.name == "sqlite":
            place = Path(made.url.database or "")
            if place.exists():
                raise NotEmpty(file=str(place))
            with troubles.whole(place) as beside:
                shutil.copyfile(file, beside)
                _must_be_backup(beside, file)
        else:
            if sa.inspect(made).get_table_names():
                raise NotEmpty(file=made.url.database)
            to = ["--no-owner", "--single-transaction", f"--dbname={_libpq(made)}"]
            _run(["pg_restore", *to, str(file)])
    output.say(_("Restored from {file}.").format(file=file))


def _must_be_backup(copied: Path, file: Path) -> None:
    """Refuse what is no whole database of the fund."""
    module = db.sqlite_module()
    with closing(module.connect(f"file:{quote(str(copied))}?immutable=1", uri=True)) as opened:
        try:
            found = [row[0] for row in opened.execute("PRAGMA quick_check(1)")]
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
        except module.Error as error:
            raise NotBackup(file=file, reason=str(error)) from error
    if found != ["ok"]:
        raise NotBackup(file=file, reason=found[0])


def _run(words: list[str]) -> None:
    try:
        # fixed programs, no shell
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as missing:
        raise BackupFailed(reason=str(missing)) from missing
    if done.returncode:
        raise BackupFailed(reason=done.stderr.strip()[:500])


def _libpq(made: sa.Engine) -> str:
    return made.url.set(drivername="postgresql").render_as_string(hide_password=False)
