"""An environment of its own for each rival, below build/bench: made once, and anew when what it
holds is pinned otherwise.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

HERE = Path(__file__).parent
FOLDER = ROOT / "build" / "bench" / "rivals"


def python(name: str) -> Path:
    """The interpreter of the environment that ``name``.txt pins."""
    pinned, folder = HERE / f"{name}.txt", FOLDER / name
    wanted = hashlib.sha256(pinned.read_bytes()).hexdigest()
    stamp = folder / ".made-of"
    if not stamp.exists() or stamp.read_text(encoding="ascii") != wanted:
        print(f"installing {name} into an environment of its own", flush=True)
        subprocess.run((sys.executable, "-m", "venv", "--clear", folder), check=True)
        subprocess.run(
            (
                *(sys.executable, "-m", "uv", "pip", "install", "-q"),
                *("-p", folder / "bin" / "python", "-r", pinned),
            ),
            check=True,
        )
        stamp.write_text(wanted, encoding="ascii")
    return folder / "bin" / "python"
