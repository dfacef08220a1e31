"""The house as docs and design say it: who may import what, where a commit stands, how long a
function may be.
"""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ORDER = (
    {"errors"},
    {"money", "period", "clock", "words", "gate", "lifecycle"},
    {"i18n", "columns", "revision"},
    {"workbook"},
    {"search"},
    {"status"},
    {"access", "audit"},
    {"db"},
    {"visitors"},
    {"settings"},
    {"sign_in"},
    {"attachments"},
    {"plan"},
    {"ledger"},
    {"acts"},
    {"milestones"},
    {"grants"},
    {"procurement"},
    {"suppliers"},
    {"standing"},
    {"centres"},
    {"facilities"},
    {"sites"},
    {"standards"},
    {"debris"},
    {"frontiers"},
    {"cooperation"},
    {"verify"},
    {"closing"},
    {"published"},
    {"targets"},
    {"evaluation"},
    {"portfolio"},
    {"office"},
    {"missions"},
    {"inbox"},
    {"reminders"},
    {"charts"},
    {"reports"},
    {"schema"},
    {"demonstration"},
    {"cli", "ui"},
    {"screens"},
    {"downloads"},
    {"asgi", "__main__"},
)
"""Whoever stands here imports only what stands before it, or beside it in the same braces.

status stands low because it draws nothing with streamlit: the words and shapes of states, for pages
and workbooks.
"""
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}

DRAWING = {"streamlit", "plotly"}
FOREIGN = {  # file in a room: packages it never imports
    "tables.py": DRAWING | {"pandas"},
    "commands.py": DRAWING | {"pandas"},
    "queries.py": DRAWING,
    "exchange.py": DRAWING,
}
PURE = {"errors", "money", "period"}
PURE_FILES = {
    "rules.py",
    "records.py",
}  # records: plain facts read from a file, which rules may judge
WORDLESS = {"commands.py", "tables.py"}  # refusals carry templates; only the edge speaks
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "service", "misc"}
CLOCK = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(")
STANDARD = {
    "abc",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "statistics",
    "string",
    "types",
    "typing",
    "unicodedata",
}
LONGEST_MODULE, LONGEST_FUNCTION = 800, 130


def violations(root: Path) -> list[str]:
    """Every breach of the layout under a root, as sentences; a room that is not there breaks
    nothing.
    """
    found: list[str] = []
    for file in sources(root):
        place = file.relative_to(root)
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
        found += [
            f"{place}: {breach}" for breach in (*imports(place, tree), *manners(place, text, tree))
        ]
    return found


def sources(root: Path) -> Iterator[Path]:
    """The product's own modules: not tests, not migrations."""
    for file in [
        root / "dashboard.py",
        *sorted((root / "pages").rglob("*.py")),
        *sorted((root / "fund").rglob("*.py")),
    ]:
        if file.exists() and "migrations" not in file.parts:
            yield file


def room(place: Path) -> str:
    """Ledger for fund/ledger/rules.py, db for fund/db.py, ui for fund/ui/blocks.py, and pages above
    them all.
    """
    if place.parts[0] != "fund":
        return "pages"
    return place.parts[1].removesuffix(".py")


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module a module names in an import, at any depth, dotted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(place: Path, tree: ast.Module) -> Iterator[str]:
    """Breaches by import."""
    here, in_room = room(place), len(place.parts) > 2 and place.parts[0] == "fund"
    if here not in LEVEL and here not in ("pages", "__init__"):
        yield f"“{here}” has no place in the order of rooms: give it one in tests/test_layout.py"
    for name in sorted(set(imported(tree))):
        package, _, rest = name.partition(".")
        if package == "streamlit" and here not in ("pages", "ui", "screens", "asgi"):
            yield "streamlit belongs to pages, fund/screens/, fund/ui/ and fund/asgi.py"
        if in_room and package in FOREIGN.get(place.name, ()):
            yield f"{place.name} never imports {package}"
        if package == "fund":
            yield from between(place, here, rest, in_room=in_room)
        elif in_room and place.name in PURE_FILES and package not in STANDARD:
            yield f"rules are pure: not {package}"


def between(place: Path, here: str, rest: str, *, in_room: bool) -> Iterator[str]:
    """Breaches by an import inside fund/."""
    there = room(Path("fund", *rest.split(".")))
    if there not in LEVEL:
        return
    is_rules = "".join(rest.split(".")[1:2]) + ".py" in PURE_FILES
    if here in LEVEL and LEVEL[there] > LEVEL[here]:
        yield f"{here} stands before {there} and may not import it"
    if in_room and place.name in PURE_FILES and there not in PURE and not is_rules:
        yield f"rules are pure: not fund.{rest}"
    if in_room and place.name in WORDLESS and there == "i18n":
        yield f"{place.name} speaks no language: take N_ from fund.errors"
    if here == "charts" and there != "charts" and LEVEL[there] > LEVEL["columns"] and not is_rules:
        yield f"charts know rules and words, not fund.{rest}"


def manners(place: Path, text: str, tree: ast.Module) -> Iterator[str]:
    """Breaches inside one module: commits, clocks, names and lengths."""
    if any(commits(node) for node in ast.walk(tree)) and place != Path("fund/db.py"):
        yield "only fund/db.py commits"
    if CLOCK.search(text) and place != Path("fund/clock.py"):
        yield "only fund/clock.py reads the time"
    if text.count("\n") > LONGEST_MODULE:
        yield f"{text.count(chr(10))} lines: a module has at most {LONGEST_MODULE}"
    for part in place.with_suffix("").parts:
        if BANNED & set(part.split("_")):
            yield f"“{part}” names nothing of the fund"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and BANNED & set(
            words_of(node.name)
        ):
            yield f"“{node.name}” names nothing of the fund"
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
        ):
            yield f"{node.name} has {lines} lines: a function has at most {LONGEST_FUNCTION}"


def commits(node: ast.AST) -> bool:
    """Whether this is session.commit(); the ledger's own act of committing money takes
    arguments.
    """
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and not (node.args or node.keywords)
    )


def words_of(name: str) -> list[str]:
    """The lower-case words of snake_case or CamelCase."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")


def test_the_house_is_laid_out_as_agreed() -> None:
    assert violations(ROOT) == []


def test_the_test_looks_at_the_whole_product() -> None:
    places = {str(file.relative_to(ROOT)) for file in sources(ROOT)}
    assert {"dashboard.py", "fund/db.py", "fund/ledger/commands.py", "pages/overview.py"} <= places


SOUND = {
    "fund/ledger/rules.py": "from fund.errors import N_\nfrom fund.money import fen\n",
    "fund/ledger/tables.py": (
        "from fund.ledger.rules import N_\nfrom fund.plan.tables import Line\n"
    ),
    "fund/charts/chain.py": (
        "import plotly.graph_objects as go\nfrom fund.ledger.rules import STAGES\nfrom fund.i18n"
        " import _\n"
    ),
    "fund/db.py": "def write(session):\n    session.commit()\n",
    "pages/overview.py": "import streamlit as st\nfrom fund.ledger import queries\n",
}

PLANTED = [
    ("fund/published/records.py", "from sqlmodel import Session\n", "rules are pure: not sqlmodel"),
    ("fund/status.py", "import streamlit as st\n", "streamlit belongs to pages"),
    ("fund/ledger/rules.py", "import pandas as pd\n", "rules are pure: not pandas"),
    (
        "fund/ledger/rules.py",
        "from fund.ledger.tables import Posting\n",
        "rules are pure: not fund.ledger.tables.Posting",
    ),
    (
        "fund/ledger/queries.py",
        "from fund.grants.tables import Grant\n",
        "ledger stands before grants",
    ),
    ("fund/ledger/queries.py", "from fund import reports\n", "ledger stands before reports"),
    (
        "fund/ledger/commands.py",
        "def post():\n    from fund.ui import block\n",
        "ledger stands before ui",
    ),
    ("fund/ledger/commands.py", "from fund.i18n import _\n", "speaks no language"),
    ("fund/ledger/commands.py", "import pandas\n", "commands.py never imports pandas"),
    ("fund/ledger/queries.py", "import plotly.express as px\n", "queries.py never imports plotly"),
    ("fund/reports/sheets.py", "import streamlit as st\n", "streamlit belongs to pages"),
    (
        "fund/charts/chain.py",
        "from fund.ledger.tables import Posting\n",
        "charts know rules and words",
    ),
    ("fund/money.py", "from fund.access.actors import Actor\n", "money stands before access"),
    (
        "fund/ledger/commands.py",
        "def post(session):\n    session.commit()\n",
        "only fund/db.py commits",
    ),
    (
        "fund/ledger/queries.py",
        "from datetime import date\nTODAY = date.today()\n",
        "only fund/clock.py reads the time",
    ),
    ("fund/ledger/utils.py", "", "“utils” names nothing of the fund"),
    (
        "fund/ledger/book.py",
        "class PostingManager:\n    pass\n",
        "“PostingManager” names nothing of the fund",
    ),
    ("fund/treasury/rules.py", "", "“treasury” has no place in the order"),
    ("fund/ledger/book.py", "def post():\n" + "    pass\n" * 130, "post has 131 lines"),
    ("pages/overview.py", "\n" * 801, "801 lines"),
]


@pytest.mark.parametrize(("place", "text", "said"), PLANTED, ids=[said for *_rest, said in PLANTED])
def test_each_planted_breach_is_named(tmp_path: Path, place: str, text: str, said: str) -> None:
    for name, content in (SOUND | {place: text}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    breaches = violations(tmp_path)
    assert len(breaches) == 1, breaches
    assert breaches[0].startswith(f"{place}: ")
    assert said in breaches[0]


def test_a_sound_house_and_an_empty_one_break_nothing(tmp_path: Path) -> None:
    assert violations(tmp_path) == []
    for name, content in SOUND.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert violations(tmp_path) == []


def undeclared(root: Path) -> set[str]:
    """Packages the product imports that requirements.txt does not name."""
    named = {
        line.split("#")[0].split("=")[0].split("[")[0].strip().lower()
        for line in (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    }
    packages = {
        name.partition(".")[0]
        for file in sources(root)
        for name in imported(ast.parse(file.read_text(encoding="utf-8")))
    }
    foreign = packages - set(sys.stdlib_module_names) - {"fund", "pages"}
    distributions = packages_distributions()
    return {
        name
        for name in foreign
        if not {known.lower() for known in distributions.get(name, [name])} & named
    }


def test_what_the_product_imports_is_named_in_its_requirements() -> None:
    assert undeclared(ROOT) == set()


def test_an_import_nobody_declared_is_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(
        "pandas==3.1.1  # tables\nSQLAlchemy==2.1.9\n# numpy==2 comes along\n", encoding="utf-8"
    )
    (tmp_path / "dashboard.py").write_text(
        "import os, pandas, sqlalchemy.orm, numpy\nfrom fund import db\nfrom nowhere.known"
        " import x\n",
        encoding="utf-8",
    )
    assert undeclared(tmp_path) == {"numpy", "nowhere"}


def test_every_test_file_has_a_name_of_its_own() -> None:
    """Two of one name in folders that are no packages end a whole run before it begins."""
    names = [
        file.name
        for file in (ROOT / "tests").rglob("test_*.py")
        if not (file.parent / "__init__.py").exists()
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
