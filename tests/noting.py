"""The application, noting how SQLite answers what its pages ask: the plan of every statement, a
line of JSON each, into the file named by NOTED.
"""

import json
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from fund import asgi

app = asgi.app


@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def note(
    _connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, is_many: bool
) -> None:
    """Ask for the plan at the same moment, with the same values."""
    if is_many or not statement.lstrip().startswith(("SELECT", "WITH")):
        return
    asking = cursor.connection.cursor()
    asking.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    plan = [row[3] for row in asking.fetchall()]
    with Path(os.environ["NOTED"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps([" ".join(statement.split()), plan]) + "\n")
