"""Set-up leaves byte code: packages once, our own code as it changes, also where Python is told to
write none.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house with an environment of its own and one package, one file of it beyond us."""
    for name in ("dashboard.py", "pages/one.py", "fund/two.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("ONE = 1\n")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    (tmp_path / ".venv" / ".set-up-run").write_text("set up\n")
    (package := packages(tmp_path) / "package").mkdir()
    (package / "sound.py").write_text("TWO = 2\n")
    (package / "template.py").write_text("{{ no Python }}\n")
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "compile", tmp_path / ".ci" / "compile")
    return tmp_path


def packages(house: Path) -> Path:
    (found,) = house.glob(".venv/lib/python*/site-packages")
    return found


def compiled(file: Path) -> Path:
    return file.parent / "__pycache__" / Path(cache_from_source(str(file))).name


def compile_all(house: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if "PYCACHE" not in name}
    done = subprocess.run(
        [house / ".ci" / "compile"],
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout + done.stderr == ""


def test_packages_and_our_own_code_are_compiled_and_what_cannot_be_is_left(house: Path) -> None:
    compile_all(house)
    package = packages(house) / "package"
    ours = (house / "dashboard.py", house / "pages" / "one.py", house / "fund" / "two.py")
    for file in (*ours, package / "sound.py"):
        assert compiled(file).exists(), file
    assert not compiled(package / "template.py").exists()


def test_again_compiles_only_what_changed_of_our_own_and_packages_when_they_are_set_up_anew(
    house: Path,
) -> None:
    compile_all(house)
    ours, theirs = house / "fund" / "two.py", packages(house) / "package" / "sound.py"
    before = [compiled(file).stat().st_mtime_ns for file in (ours, theirs)]
    compile_all(house)
    assert [compiled(file).stat().st_mtime_ns for file in (ours, theirs)] == before
    ours.write_text("ONE = 1 + 1\n")
    os.utime(ours, (1, 1))  # byte code knows its source by the second
    compiled(theirs).unlink()
    compile_all(house)
    assert compiled(ours).stat().st_mtime_ns > before[0]
    assert not compiled(theirs).exists()
    (house / ".venv" / ".set-up-run").write_text("set up anew\n")
    compile_all(house)
    assert compiled(theirs).exists()


def test_a_broken_file_of_our_own_is_said(house: Path) -> None:
    (house / "fund" / "two.py").write_text("ONE = \n")
    done = subprocess.run([house / ".ci" / "compile"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "two.py" in done.stdout + done.stderr


def test_make_lets_python_write_what_it_compiles() -> None:
    done = subprocess.run(
        ["make", "-s", "-f", "-", "shown"],
        input=f"include {ROOT}/Makefile\nshown:\n\t@echo [$$PYTHONDONTWRITEBYTECODE]\n",
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("typed", ["tests/cli", "--help", ""])
def test_the_whole_run_takes_no_argument_says_so_and_runs_nothing(
    typed: str, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci", ignore=shutil.ignore_patterns("offline"))
    (tmp_path / "Makefile").write_text("test:\n\ttouch begun\n")
    done = subprocess.run(
        [tmp_path / ".ci" / "run", typed], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "takes no argument" in done.stderr
    assert not (tmp_path / "begun").exists()
