"""The house as docs and design say it: who may import what, where a commit stands, how long a
function may be.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from fund.rooms.room import Room
from fund.rooms.rooms import ROOMS

ROOT = Path(__file__).parents[1]

BELOW = (
    {"errors"},
    {"money", "period", "ties", "clock", "gate"},
    {"rooms"},
    {"house"},
    {"words", "lifecycle"},
    {"i18n", "columns", "revision", "lengths", "statements", "shelf", "frames"},
    {"workbook"},
    {"search"},
    {"status"},
    {"access", "audit", "answers"},
    {"db"},
    {"visitors", "troubles"},
)
BESIDE = {"ledger": ({"listing"}, {"acts"}, {"intake"}, {"verify"})}
"""What is no room and stands right above one."""
ABOVE = (
    {"inbox", "people"},
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


def order(rooms: tuple[Room, ...]) -> list[set[str]]:
    """The floors from the ground up: what all rooms stand on, the rooms as they are listed, what is
    built from them.
    """
    placed = set().union(*BELOW, *ABOVE)
    middle = [
        floor
        for room in rooms
        if room.name not in placed
        for floor in ({room.name}, *BESIDE.get(room.name, ()))
    ]
    return [*BELOW, *middle, *ABOVE]


ORDER = order(ROOMS)
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
PURE = {"errors", "money", "period", "rooms", "ties"}
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
LONGEST_MODULE, LONGEST_PAGE, LONGEST_FUNCTION = 400, 80, 60
FEW, LONG = 100, 40
"""Of FEW functions at most one is longer than LONG lines (p99 of the whole product)."""

ANYS, OPEN_ANYS = 3, 0
"""How often Any may stand in all, and how often in a signature others call: what a query or a form
hands on is a typed row. Neither grows; whoever takes one away lowers the number.
"""


TOO_LONG: dict[str, int] = {}
"""Modules and pages that are longer still, with what they had last: none grows, each goes."""


def violations(root: Path) -> list[str]:
    """Every breach of the layout under a root, as sentences; a room that is not there breaks
    nothing.
    """
    found: list[str] = []
    trees: dict[Path, ast.Module] = {}
    for file in sources(root):
        place = file.relative_to(root)
        text = file.read_text(encoding="utf-8")
        trees[place] = tree = ast.parse(text)
        found += [
            f"{place}: {breach}"
            for breach in (
                *imports(place, tree),
                *manners(place, tree),
                *lengths(place, text, tree),
                *([ONLY_CLOCK] if reads_time(place, text) else []),
            )
        ]
    return [*found, *too_many_long(trees), *untyped(trees), *circles(trees)]


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
        yield f"“{here}” has no place in the order of rooms: give it one in fund/rooms/rooms.py"
    screen = place.parts[2].removesuffix(".py") if here == "screens" and in_room else ""
    if screen not in LEVEL and screen not in ("", "__init__"):
        yield f"“{screen}” is no room: a screen is named like the room it draws"
    for name in sorted(set(imported(tree))):
        package, _, rest = name.partition(".")
        if package == "streamlit" and here not in ("pages", "ui", "screens", "asgi"):
            yield "streamlit belongs to pages, fund/screens/, fund/ui/ and fund/asgi.py"
        if in_room and package in FOREIGN.get(place.name, ()):
            yield f"{place.name} never imports {package}"
        if here == "pages" and package == "pages" and rest and place.parts[0] == "pages":
            yield f"a page imports no other page: not {name}; what both draw lives in fund/screens"
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


def manners(place: Path, tree: ast.Module) -> Iterator[str]:
    """Breaches inside one module: commits and names."""
    if any(commits(node) for node in ast.walk(tree)) and place != Path("fund/db.py"):
        yield "only fund/db.py commits"
    for part in place.with_suffix("").parts:
        if BANNED & set(part.split("_")):
            yield f"“{part}” names nothing of the fund"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and BANNED & set(
            words_of(node.name)
        ):
            yield f"“{node.name}” names nothing of the fund"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in SAYS_NOTHING:
            yield f"“{node.name}” says nothing to who reads it elsewhere"


SAYS_NOTHING = {"told", "asked", "one", "made", "found"}
"""Words for a name inside a function, not for one that others import."""
ONLY_CLOCK = "only fund/clock.py reads the time"


def reads_time(place: Path, text: str) -> bool:
    """Whether a module asks the machine what time it is, which one alone may."""
    return bool(CLOCK.search(text)) and place != Path("fund/clock.py")


def lengths(place: Path, text: str, tree: ast.Module) -> Iterator[str]:
    """A module, a page or a function that is too long to be read in one go."""
    kind, most = ("page", LONGEST_PAGE) if place.parts[0] == "pages" else ("module", LONGEST_MODULE)
    lines, allowed = text.count("\n"), TOO_LONG.get(str(place), 0)
    if lines > max(most, allowed):
        yield f"{lines} lines: a {kind} has at most {max(most, allowed)}"
    for name, size in functions(tree):
        if size > LONGEST_FUNCTION:
            yield f"{name} has {size} lines: a function has at most {LONGEST_FUNCTION}"


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every function and method of a module with its lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def too_many_long(trees: Mapping[Path, ast.Module]) -> Iterator[str]:
    """More long functions than one in a hundred of all there are."""
    sizes = [
        (size, f"{place}: {name}")
        for place, tree in trees.items()
        for name, size in functions(tree)
    ]
    long = sorted((one for one in sizes if one[0] > LONG), reverse=True)
    if len(sizes) >= FEW and len(long) > len(sizes) // FEW:
        named = ", ".join(f"{name} {size}" for size, name in long)
        yield (
            f"{len(long)} of {len(sizes)} functions have over {LONG} lines, one in {FEW} may:"
            f" {named}"
        )


def untyped(trees: Mapping[Path, ast.Module]) -> Iterator[str]:
    """More Any than there were, in all or in signatures others call."""
    every = sum(anys(tree) for tree in trees.values())
    if every > ANYS:
        yield f"Any stands {every} times, {ANYS} may: say the type, or object for what passes on"
    signed = [
        (count, f"{place}: {node.name}")
        for place, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and (count := signature_anys(node))
    ]
    if (open_ := sum(count for count, _name in signed)) > OPEN_ANYS:
        most = ", ".join(name for _count, name in sorted(signed, reverse=True)[:3])
        yield f"Any stands {open_} times in signatures others call, {OPEN_ANYS} may: {most}"


def signature_anys(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How often a function says Any of what it takes and gives."""
    return sum(anys(part) for part in (node.args, node.returns) if part is not None)


def anys(tree: ast.AST) -> int:
    """How often Any stands somewhere, imports not counted."""
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))


def circles(trees: Mapping[Path, ast.Module]) -> Iterator[str]:
    """Modules that import one another, at any depth and by whatever way round."""
    modules = {
        ".".join(place.with_suffix("").parts).removesuffix(".__init__"): tree
        for place, tree in trees.items()
    }
    needs = {
        module: {
            known
            for name in imported(tree)
            if (known := name if name in modules else name.rpartition(".")[0]) in modules
            and known != module
        }
        for module, tree in modules.items()
    }
    for module in modules:
        reached, ahead = set(), [*needs[module]]
        while ahead:
            if (one := ahead.pop()) not in reached:
                reached.add(one)
                ahead += needs[one]
        if module in reached:
            yield f"{module} imports itself by way of others"


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
        "from fund.plan.tables import Line\n",
        "rules are pure: not fund.plan.tables.Line",
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
    ("fund/ledger/queries.py", "def one():\n    pass\n", "“one” says nothing to who reads it"),
    ("fund/treasury/rules.py", "", "“treasury” has no place in the order"),
    ("fund/ledger/book.py", "def post():\n" + "    pass\n" * 60, "post has 61 lines"),
    ("fund/ledger/book.py", "\n" * 401, "401 lines: a module has at most 400"),
    ("pages/overview.py", "\n" * 81, "81 lines: a page has at most 80"),
    (
        "pages/budget.py",
        "from pages.overview import render\n",
        "a page imports no other page: not pages.overview.render",
    ),
    ("pages/budget.py", "from pages import overview\n", "not pages.overview"),
    ("fund/screens/budget.py", "", "“budget” is no room"),
    ("fund/screens/money_page/lines.py", "", "“money_page” is no room"),
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


def test_one_function_in_a_hundred_may_be_longer_than_forty_lines(tmp_path: Path) -> None:
    short = "".join(f"def short_{number}():\n    pass\n" for number in range(198))
    long = "".join(f"def long_{name}():\n" + "    pass\n" * 40 for name in "abc")
    for name, text in {"short": short[: short.index("def short_150")], "more": ""}.items():
        (tmp_path / "fund" / "ledger").mkdir(parents=True, exist_ok=True)
        (tmp_path / "fund" / "ledger" / f"{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "fund" / "ledger" / "more.py").write_text(
        short[short.index("def short_150") :], encoding="utf-8"
    )
    file = tmp_path / "fund" / "ledger" / "book.py"
    file.write_text(long[: long.index("def long_c")], encoding="utf-8")
    assert violations(tmp_path) == []
    file.write_text(long, encoding="utf-8")
    (breach,) = violations(tmp_path)
    assert breach.startswith("3 of 201 functions have over 40 lines")
    assert "fund/ledger/book.py: long_c 41" in breach


@pytest.mark.parametrize(
    ("name", "most", "said"),
    [
        ("_row", ANYS, f"Any stands {ANYS + 1} times, {ANYS} may"),
        ("row", OPEN_ANYS, f"Any stands {OPEN_ANYS + 1} times in signatures others call"),
    ],
    ids=["in all", "in signatures others call"],
)
def test_any_stands_no_more_often_than_it_did(
    tmp_path: Path, name: str, most: int, said: str
) -> None:
    file = tmp_path / "fund" / "ledger" / "book.py"
    file.parent.mkdir(parents=True)
    for count, is_breach in ((most, False), (most + 1, True)):
        hands_on = f"tuple[{'Any, ' * count or '()'}]"
        given = f"from typing import Any\ndef {name}() -> {hands_on}:\n    pass\n"
        file.write_text(given, encoding="utf-8")
        found = violations(tmp_path)
        assert [said in breach for breach in found] == [True] * is_breach, found


CIRCLE = {
    "fund/reports/cover.py": "from fund.reports.sheets import sheet\n",
    "fund/reports/sheets.py": "def sheet():\n    from fund.reports import package\n",
    "fund/reports/package.py": "from fund.reports.cover import cover\n",
    "fund/reports/catalogue.py": "from fund.reports import package, sheets\n",
}


def test_a_circle_is_named_by_each_module_in_it_and_by_no_other(tmp_path: Path) -> None:
    for name, text in CIRCLE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert violations(tmp_path) == [
        f"fund.reports.{name} imports itself by way of others"
        for name in ("cover", "package", "sheets")
    ]


def test_what_is_still_too_long_is_so_today() -> None:
    """An exception that is none any more goes from its list."""
    for name, lines in TOO_LONG.items():
        most = LONGEST_PAGE if name.startswith("pages/") else LONGEST_MODULE
        assert most < (ROOT / name).read_text(encoding="utf-8").count("\n") <= lines, name


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


WIDTH = 100
UNFORMATTED = re.compile(r"#\s*fmt:\s*(skip|off)")


def wide(root: Path) -> list[str]:
    """Lines over the width, and what keeps the formatter away, in the product, its tests and .ci,
    each as "file:line: what".
    """
    files = [
        *root.glob("*.py"),
        *(file for room in ("pages", "fund", "tests") for file in (root / room).rglob("*.py")),
        *(file for file in (root / ".ci").rglob("*") if file.is_file() and file.suffix != ".pyc"),
    ]
    return [
        f"{file.relative_to(root).as_posix()}:{number}: {said}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for said, is_broken in (
            (f"{len(line)} characters", len(line) > WIDTH),
            ("not formatted", UNFORMATTED.search(line)),
        )
        if is_broken
    ]


def test_no_line_is_wider_than_the_formatter_makes_it() -> None:
    assert wide(ROOT) == []


@pytest.mark.parametrize("place", ["fund/ledger/book.py", "tests/test_book.py", ".ci/run"])
def test_a_line_too_wide_or_kept_from_the_formatter_is_named(tmp_path: Path, place: str) -> None:
    lines = [
        "x = 1",
        "y = '" + "字" * 94 + "'",
        "y = '" + "字" * 95 + "'",
        "z = 2  # fmt" + ": skip",
    ]
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text("\n".join(lines), encoding="utf-8")
    assert wide(tmp_path) == [f"{place}:3: 101 characters", f"{place}:4: not formatted"]
