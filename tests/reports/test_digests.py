"""The digest of a report's data: the same in both languages and however often it is made."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from fund import db, i18n
from fund.access.actors import OPERATOR
from fund.period import parse
from fund.reports import catalogue, digests
from tests.reports.conftest import every_kind, report
from tests.reports.test_printed import PERIODS, day_of


def digest(engine: sa.Engine, name: str, language: str) -> str:
    wanted = parse(PERIODS[name])
    with i18n.speaking(language), db.reading(engine) as session:
        made = catalogue.described_report(session, OPERATOR, name, wanted, day_of(name))
        return digests.of_data(made, "sha256")


@pytest.mark.parametrize("name", PERIODS)
def test_the_digest_of_data_knows_no_language(name: str, demonstration: Path) -> None:
    engine = db.engine(f"sqlite:///{demonstration}")
    assert digest(engine, name, "zh") == digest(engine, name, "en")


def test_a_fen_more_is_another_digest() -> None:
    described = report()
    before = digests.of_data(described, "sha256")
    assert digests.of_data(report(unit="yi"), "sha256") == before
    described.sheets[0].frame.loc[0, "paid"] += 1
    changed = digests.of_data(described, "sha256")
    described.sheets[0].frame.loc[0, "paid"] -= 1
    assert changed != before


def test_a_digest_stays_what_it_was_whatever_version_makes_it() -> None:
    """The register of reports keeps digests for good; these were made by an earlier version."""
    assert digests.of_data(every_kind(), "sha256").startswith("d3d2a37d4057fe7aa891306b936ae21a")
    assert digests.of_data(report(), "sha256").startswith("36289f2c951c94b0e70bcf99c831fdf8")
