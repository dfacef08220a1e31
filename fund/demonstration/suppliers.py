"""Invented organisations entered twice: one merged, one waiting for a second person, one nobody has
noticed; and flags set on some.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from fund import clock
from fund.demonstration.organisations import SCHEME
from fund.demonstration.teller import Beginning, Book, Story, deed
from fund.plan import commands as plan
from fund.suppliers import commands

DAYS = timedelta(days=1)
TWICE = (
    ("DEMO-SATELLITE-03-B", "示例卫星企业（03）有限公司", "DEMO-SATELLITE-03", "merged"),
    ("DEMO-TTC-02-B", "示例测控服务企业（02）有限公司", "DEMO-TTC-02", "proposed"),
    ("DEMO-PARTS-05-B", "示例配套企业（05）有限公司", "DEMO-PARTS-05", ""),
)
"""Identifier and name of the second entry, the first one, and how far it has come."""
MARKED = ("DEMO-ROCKET-02", "DEMO-SATELLITE-01", "DEMO-INSTITUTE-01")
"""Organisations that carry out centrally funded projects as well."""


def entered_twice(made: dict[str, int]) -> Story:
    """Registered by another officer half a year later; noticed by the first."""
    for identifier, name, _first, _far in TWICE:
        yield deed(
            "officer2",
            plan.register_organisation,
            keep=identifier,
            scheme=SCHEME,
            identifier=identifier,
            name=name,
            region_code="610000",
            is_commercial=True,
            is_demonstration=True,
        )
    for identifier in MARKED:
        yield deed(
            "officer1",
            commands.mark_organisation,
            organisation_id=made[identifier],
            mark="central_project",
            is_set=True,
            reason="承担示例中央财政项目，见任务书",
        )
    yield clock.today() + 9 * DAYS
    for identifier, _name, first, far in TWICE:
        if far:
            yield deed(
                "officer1",
                commands.propose_merge,
                keep=f"merge {identifier}",
                organisation_id=made[identifier],
                kept_id=made[first],
                reason="名称、地址与法定代表人一致，示例",
            )
    yield clock.today() + 5 * DAYS
    for identifier, _name, _first, far in TWICE:
        if far == "merged":
            yield deed(
                "supervisor1", commands.merge_organisations, merge_id=made[f"merge {identifier}"]
            )


def begins(today: date) -> date:
    """Some weeks ago."""
    return today - 60 * DAYS


def chapter(book: Book) -> Iterator[Beginning]:
    """Organisations entered twice are merged or kept apart."""
    yield Beginning(entered_twice(book.made), max(book.first, begins(book.today)))
