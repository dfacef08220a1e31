"""What stops a command: one sentence in the language of whoever typed it, and an exit code,
wherever in the command it is met. What nobody foresaw keeps its trace.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import DBAPIError

from fund import db, i18n, troubles
from fund.cli.output import refuse, say
from fund.errors import FundError


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Run a command; what it could not print is left to ``main``."""
    try:
        with db.answering():
            yield
    except FundError as refused:
        refuse(refused)
    except DBAPIError as error:
        refusal = troubles.of_database(error)
        if refusal is None:
            raise
        refuse(refusal)
    except OSError as error:
        if error.filename is None:
            raise
        refuse(troubles.of_file(error))


def not_printed(error: OSError) -> int:
    """Say why nothing was printed, unless whoever read it has read enough; the exit code. What is
    left is not tried again when Python ends, which would print a trace.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno != errno.EPIPE:
        say(i18n.say(troubles.NotPrinted(reason=error.strerror)))
    return 1
