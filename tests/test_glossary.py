"""The glossary names what the code stores."""

import re
from pathlib import Path

import pytest

from fund import milestones
from fund.access.rules import ROLES
from fund.ledger.rules import CATEGORIES, SOURCES, STAGES, STATUSES
from fund.milestones import tables
from fund.procurement.rules import METHODS

DOCS = Path(milestones.__file__).parents[2] / "docs"
GLOSSARY = "\n".join(
    page.read_text(encoding="utf-8")
    for page in [DOCS / "glossary.md", *sorted((DOCS / "rooms").glob("*.md"))]
)
"""The glossary, and what a room's own page adds to it."""


@pytest.mark.parametrize(
    "words",
    [STAGES, SOURCES, CATEGORIES, METHODS, ROLES],
    ids=["stages", "sources", "categories", "methods", "roles"],
)
def test_every_stored_word_stands_in_the_glossary_with_its_english_name(
    words: dict[str, str],
) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in GLOSSARY.splitlines()
        if line.startswith("|")
    ]
    english = {row[2].strip("`"): row[1] for row in rows if len(row) >= 3}
    assert {word: english.get(word) for word in words} == {
        word: text.rpartition("\x04")[2] for word, text in words.items()
    }  # without its context


def test_every_status_stands_in_the_glossary() -> None:
    named = set(re.findall(r"`(\w+)` [一-鿿]", GLOSSARY))
    assert set(STATUSES) | set(tables.STATUSES) <= named
