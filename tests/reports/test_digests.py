"""The digest of a report's data: the same in both languages and however often it is made."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from fund import db, i18n
from fund.access.actors import OPERATOR
from fund.period import parse
from fund.reports import catalogue, digests
from tests.reports.conftest import report
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
