"""No module under fund/ that only a test calls: each is reached from what people start.

Only what is written is read (ast), nothing is run: imports at any depth, and module names in
strings, such as the command line of the process that reads workbooks or the table of commands;
docstrings do not count.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STARTS = ("dashboard.py", "fund/__main__.py", "fund/asgi.py")
NAMED = re.compile(r"\b(?:fund|pages)(?:\.\w+)+")
PACKAGE = re.compile(r"fund(?:\.\w+)*\.")


def unreached(root: Path) -> list[str]:
    """Modules under fund/ that no import leads to from STARTS and the migrations."""
    modules = {name_of(file.relative_to(root)): file for file in (root / "fund").rglob("*.py")}
    waiting = [
        *(root / start for start in STARTS if (root / start).exists()),
        *(root / "fund" / "migrations").rglob("*.py"),
    ]
    reached: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file in reached:
            continue
        reached.add(file)
        for name in named(ast.parse(file.read_text(encoding="utf-8"))):
            parts = name.split(".")
            steps = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
            waiting += [modules[step] for step in steps if step in modules]
            page = root.joinpath(*parts[:2]).with_suffix(".py")
            waiting += [page] if parts[0] == "pages" and page.exists() else []
    return sorted(str(file.relative_to(root)) for file in modules.values() if file not in reached)


def name_of(place: Path) -> str:
    """fund.ledger.rules for fund/ledger/rules.py, fund.ledger for its __init__.py."""
    return ".".join(place.with_suffix("").parts).removesuffix(".__init__")


def named(tree: ast.Module) -> Iterator[str]:
    """Every module a file imports or names in a string that is no docstring."""
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    words = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from (f"{package}.{word}" for package in opened(node) for word in words)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        ):
            yield from NAMED.findall(node.value)


def opened(made: ast.JoinedStr) -> list[str]:
    """The package whose modules a string made up at run time names: fund.cli for
    f"fund.cli.{name}". Which of them, the words in the same file say.
    """
    first = made.values[0] if made.values else None
    if not isinstance(first, ast.Constant) or not PACKAGE.fullmatch(str(first.value)):
        return []
    return [str(first.value).removesuffix(".")]


def test_every_module_is_reached_from_what_people_start() -> None:
    assert unreached(ROOT) == []


HOUSE = {
    "dashboard.py": "from pages import overview\n",
    "pages/overview.py": "def draw():\n    from fund.ledger import queries\n",
    "fund/__init__.py": "",
    "fund/ledger/__init__.py": "",
    "fund/ledger/queries.py": "import fund.money as money\n",
    "fund/money.py": "",
    "fund/__main__.py": "PLACES = {'post': 'writing'}\nload(f'fund.cli.{PLACES[typed]}')\n",
    "fund/cli/writing.py": "",
    "fund/asgi.py": "COMMAND = 'from fund.reader import main; main()'\n",
    "fund/reader.py": '"""Like fund.spare, which nobody imports."""\n',
    "fund/migrations/0001_first.py": "from fund.guards import GUARDS\n",
    "fund/guards.py": "GUARDS = ()\n",
    "tests/test_money.py": "from fund.ledger import stream\nfrom fund import spare\n",
}


def built(root: Path, house: dict[str, str]) -> Path:
    for name, content in house.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def test_a_house_whose_every_module_is_used_leaves_none_out(tmp_path: Path) -> None:
    assert unreached(built(tmp_path, HOUSE)) == []


@pytest.mark.parametrize("place", ["fund/ledger/stream.py", "fund/spare.py", "fund/cli/reading.py"])
def test_a_module_only_a_test_imports_is_named(tmp_path: Path, place: str) -> None:
    assert unreached(built(tmp_path, HOUSE | {place: "import fund.money\n"})) == [place]


def test_a_module_planted_in_the_real_house_is_named(tmp_path: Path) -> None:
    house = {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
        for part in ("fund", "pages")
        for file in (ROOT / part).rglob("*.py")
    }
    house["dashboard.py"] = (ROOT / "dashboard.py").read_text(encoding="utf-8")
    house["fund/reports/fast.py"] = "from fund.reports import stream\n"
    house["tests/test_fast.py"] = "from fund.reports import fast\n"
    assert unreached(built(tmp_path, house)) == ["fund/reports/fast.py"]
