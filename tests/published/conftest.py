"""Where the real files are."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real published files beside the repository."""
    return Path(__file__).parents[3] / "shared"
