"""What a command of the command line says of itself before its module is imported. Pure."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command by its name: the module it stands in, what its help says, and whether it is a group
    of further commands.
    """

    name: str
    module: str
    help: str
    is_group: bool = False
