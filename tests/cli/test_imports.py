"""Every kind of file the command line takes in: the same file again changes nothing, another kind
of file is refused, and neither ends in a trace.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fund import i18n
from fund.cli import writing
from fund.cli.app import app
from tests.people import Office
from tests.standards.acts import REGISTER

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
MESSAGE = """CCSDS_CDM_VERS = 1.0
CREATION_DATE = 2026-03-01T00:00:00.000
ORIGINATOR = SAMPLE
MESSAGE_ID = SAMPLE-1
"""
FILES = {
    "ocds": SAMPLES / "ocds-sample.json",
    "360giving": SAMPLES / "360giving-sample.json",
    "xlsx": SAMPLES / "office-sample.xlsx",
    "standards": REGISTER,
}
"""A whole file of a kind, where one ships."""


def imported(office: Office, kind: str, file: Path) -> Result:
    environment = {"FUND_DATABASE_URL": office.engine.url.render_as_string(False)}
    with i18n.speaking("en"):
        typed = ["import", kind, str(file), "--as", "officer"]
        return CliRunner().invoke(app, typed, env=environment)


@pytest.mark.parametrize("kind", writing.KINDS)
def test_a_file_of_another_kind_is_refused_by_name(
    kind: str, an_office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "other.bin"
    file.write_bytes(b"\x00\x01 nothing of any kind\n" * 20)
    for _time in range(2):
        done = imported(an_office, kind, file)
        assert isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == 1
        assert "other.bin" in done.output


@pytest.mark.parametrize("kind", FILES)
def test_the_same_file_again_takes_nothing_in(kind: str, an_office: Office) -> None:
    first, again = (imported(an_office, kind, FILES[kind]) for _time in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0), (first.output, again.output)
    assert "Traceback" not in first.output + again.output
    said = again.output.splitlines()[0]
    assert " 0 taken in" in said, said


def test_a_conjunction_message_that_is_refused_is_told_each_time(
    an_office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "half.cdm"
    file.write_text(MESSAGE, encoding="ascii")
    for _time in range(2):
        done = imported(an_office, "cdm", file)
        assert isinstance(done.exception, SystemExit), done.exception
        assert "0 taken in, 0 already here, 0 in conflict, 1 refused" in done.output
