"""What a command of the command line says of itself before its module is imported. Pure."""

from typing import NamedTuple


class Import(NamedTuple):
    """A kind of file a room takes in by ``import KIND FILE``: what reads and stores one, as
    ``(engine, person, name, content, dry_run=...) -> (counts, issues)``; and the sentence that
    tells its counts, ``accepted`` among them.
    """

    kind: str
    place: str
    told: str


class Judge(NamedTuple):
    """A kind of file a room judges by ``check KIND FILE`` and keeps nothing of: what does it, as
    ``(content) -> issues``.
    """

    kind: str
    place: str


class Export(NamedTuple):
    """A kind of file a room writes by ``export KIND``: what does it, as ``(session, day, file) ->
    rows``. Where one file is of one thing, ``of`` names the kinds of thing: ``--of name=code`` says
    which, and the code is handed on under that name.
    """

    kind: str
    place: str
    of: tuple[str, ...] = ()


class Command(NamedTuple):
    """A command by its name: the module it stands in, what its help says, and whether it is a group
    of further commands.
    """

    name: str
    module: str
    help: str
    is_group: bool = False
