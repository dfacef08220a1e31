"""Write docs/layout.en.md from the rooms' own docstrings: python .ci/layout.py.

A row for each folder and file of fund/, with the first sentence of what it says of itself.
docs/layout.md says the same in Chinese, by hand; tests/test_readme.py compares both with the tree.
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "docs" / "layout.en.md"
HEAD = """\
# Layout

[中文](layout.md) · [Back](../README.en.md)

Made from the docstrings of the code (`make words`). `dashboard.py` is the one script, `pages/` has
a file a screen, `data/` the reference data, `tests/` mirrors `fund/`; why it is so:
[decisions](decisions/), [glossary](glossary.md).

| place | what it is |
|---|---|
"""


def rooms(root: Path = ROOT) -> dict[str, str]:
    """Place -> what it says of itself, for every folder and file directly under fund/."""
    found = {}
    for file in sorted((root / "fund").glob("*")):
        source = file / "__init__.py" if file.is_dir() else file
        if source.suffix == ".py" and source.exists() and file.name != "__init__.py":
            name = f"fund/{file.name}/" if file.is_dir() else f"fund/{file.name}"
            found[name] = sentence(ast.get_docstring(ast.parse(source.read_text("utf-8"))) or "")
    return found


def sentence(text: str) -> str:
    """The first sentence of a docstring, on one line."""
    first = " ".join(text.split("\n\n", maxsplit=1)[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z])", first)[0].replace("|", "\\|")


def written(root: Path = ROOT) -> str:
    """The page as it should stand."""
    return HEAD + "".join(f"| `{place}` | {words} |\n" for place, words in rooms(root).items())


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
    sys.stderr.write(f"{PLACE.name}: {len(rooms())} places\n")
