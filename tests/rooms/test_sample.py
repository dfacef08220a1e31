"""A room made for this test: put into a copy of the tree it edits the three lists and nothing
else, works from its page to its workbook, and taken away leaves no trace.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from fund import db, revision

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample"
LISTS = {
    "fund/rooms/rooms.py": (
        ("    access,\n", "    antennas,\n"),
        ("        missions.ROOM,\n", "        antennas.ROOM,\n"),
    ),
    "fund/house.py": (
        ('    "pages.settings",\n', '    "pages.antennas",\n'),
        ('    "fund.reports.postings:REPORT",\n', '    "fund.reports.antennas:REPORT",\n'),
        (
            '    "fund.demonstration.suppliers:chapter",\n',
            '    "fund.demonstration.antennas:chapter",\n',
        ),
        (
            '    *("fund.ledger.checks", "fund.milestones.checks", "fund.grants.checks"),\n',
            '    "fund.antennas.checks",\n',
        ),
        (
            '    *("fund.grants.lists", "fund.holdings.lists", "fund.procurement.lists"),\n',
            '    "fund.antennas.lists",\n',
        ),
    ),
    "fund/schema.py": (("import fund.access.tables\n", "import fund.antennas.tables\n"),),
}
"""The lists a room is entered in: after which line, which line."""
ALSO = {"CHANGELOG.md": (("The fund runs:", "- Antennas.\n"),)}
"""What else a room takes: a line in the changelog; words and a page of the layout are made by
``make words``.
"""
MADE_BY_WORDS = {"fund/locale/zh_CN/LC_MESSAGES/fund.po", "docs/layout.en.md"}
TRIED = (
    "tests/antennas",
    "tests/rooms",
    "tests/access/test_kept_policy.py",
    "tests/access/test_policy.py",
    "tests/test_glossary.py",
    "tests/test_layout.py",
    "tests/test_readme.py",
    "tests/test_schema.py",
    "tests/test_words.py",
)
LEFT_OUT = (
    "postgres or kept_apart_are_not_done or sample or an_auditor or stranger"
    " or two_that_start or marked_once"
)
"""Other databases, and what has nothing to do with a room and takes long."""


def files(root: Path) -> dict[str, str]:
    """Every file with the SHA-256 of what is in it."""
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


def ran(root: Path, *command: str, **settings: str) -> str:
    """A program of the tree in its folder, without the network; what one compiled the next ones
    read.
    """
    environment = {**os.environ, **settings}
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The tree as git knows it, copied."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file() and not name.startswith("tests/rooms/sample/"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def placed(name: str) -> str:
    """Where a file of the sample goes: the migration is the one after the newest."""
    number = f"{int(revision.newest()) + 1:04}"
    return name.replace("versions/antennas.py", f"versions/{number}_antennas.py")


def brought() -> dict[str, str]:
    """The files of the sample room, by where they go."""
    newest = revision.newest()
    found = {}
    for file in sorted(SAMPLE.rglob("*")):
        if file.is_file() and file.name != "words.po" and "__pycache__" not in file.parts:
            text = file.read_text("utf-8").replace("NEWEST", newest)
            text = text.replace("REVISION", f"{int(newest) + 1:04}")
            found[placed(file.relative_to(SAMPLE).as_posix())] = text
    return found


def edited(root: Path, *, is_added: bool) -> None:
    """The lines of the lists put in, or taken out again."""
    for name, edits in (LISTS | ALSO).items():
        file = root / name
        text = file.read_text("utf-8")
        for after, line in edits:
            if is_added:
                assert text.count(after) == 1, f"{name}: {after!r}"
                end = text.index("\n", text.index(after)) + 1
                text = text[:end] + line + text[end:]
            else:
                assert text.count(line) == 1, f"{name}: {line!r}"
                text = text.replace(line, "")
        file.write_text(text, encoding="utf-8")


def test_a_room_edits_three_lists_works_and_leaves_no_trace(tree: Path) -> None:
    before = files(tree)
    policy = ran(tree, "-m", "fund", "policy")
    for name, text in brought().items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text, encoding="utf-8")
    edited(tree, is_added=True)
    ran(tree, ".ci/words.py", str(SAMPLE / "words.po"))
    ran(tree, ".ci/layout.py")
    after = files(tree)
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == set(LISTS) | set(ALSO) | MADE_BY_WORDS
    assert len(LISTS) <= 3
    assert set(after) - set(before) == set(brought())
    ran(tree, "-m", "ruff", "format", "--no-cache", "--check", "-q", *sorted(changed & set(LISTS)))
    ran(tree, "-m", "pytest", "-q", *TRIED, "-k", f"not ({LEFT_OUT})")

    for name in brought():
        (tree / name).unlink()
    edited(tree, is_added=False)
    ran(tree, ".ci/words.py")
    ran(tree, ".ci/layout.py")
    assert files(tree) == before
    assert ran(tree, "-m", "fund", "policy") == policy
    new = f"sqlite:///{tree}/data/new.db"
    ran(tree, "-m", "fund", "init", FUND_DATABASE_URL=new)
    assert "antenna" not in sa.inspect(db.engine(new)).get_table_names()
