"""The invented organisations: who asks for grants and who sells, by kind, and the provinces they
are in.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from fund.demonstration.teller import Beginning, Book, Story, deed
from fund.plan import commands

SCHEME = "DEMO"
"""No register gives out identifiers under this scheme."""

PROVINCES = {
    "110000": 22,
    "310000": 14,
    "610000": 10,
    "460000": 9,
    "440000": 8,
    "370000": 8,
    "510000": 7,
    "420000": 6,
    "340000": 5,
    "320000": 5,
    "330000": 4,
    "430000": 2,
    "120000": 2,
    "500000": 2,
    "210000": 1,
    "220000": 1,
    "410000": 1,
    "620000": 1,
}
"""Region code -> weight: uneven as the industry is; the other provinces have nothing yet."""

KINDS = {
    "rocket": ("示例运载火箭企业", 16, True),
    "satellite": ("示例卫星企业", 24, True),
    "ttc": ("示例测控服务企业", 12, True),
    "site": ("示例发射场公司", 6, True),
    "parts": ("示例配套企业", 34, True),
    "service": ("示例卫星应用企业", 22, True),
    "college": ("示例高校", 12, False),
    "institute": ("示例研究所", 14, False),
    "centre": ("示例技术创新中心", 12, False),
}
"""Kind -> the name each of them carries before its number, how many, and whether they are
commercial.
"""

COASTAL_SITES = ("460000", "370000", "330000")
CENTRES = (
    "110000",
    "310000",
    "610000",
    "460000",
    "440000",
    "370000",
    "510000",
    "420000",
    "340000",
    "320000",
    "330000",
    "500000",
)
"""The provinces of the twelve innovation centres, one each."""


class Body(NamedTuple):
    """One invented organisation before it is entered."""

    kind: str
    identifier: str
    name: str
    region_code: str
    is_commercial: bool


def bodies(seed: int) -> list[Body]:
    """All organisations of a seed, the same for the same seed."""
    rng = Random(f"{seed} organisations")
    found = []
    for kind, (name, count, is_commercial) in KINDS.items():
        for number in range(1, count + 1):
            region = rng.choices(list(PROVINCES), list(PROVINCES.values()))[0]
            if kind == "site":
                region = COASTAL_SITES[number % 3]
            elif kind == "centre":
                region = CENTRES[number - 1]
            found.append(
                Body(
                    kind,
                    f"DEMO-{kind.upper()}-{number:02d}",
                    f"{name} {number:02d}",
                    region,
                    is_commercial,
                )
            )
    return found


def register(found: list[Body]) -> Story:
    """The officers enter them all on the first day."""
    for number, body in enumerate(found):
        yield deed(
            f"officer{number % 2 + 1}",
            commands.register_organisation,
            keep=body.identifier,
            scheme=SCHEME,
            identifier=body.identifier,
            name=body.name,
            region_code=body.region_code,
            is_commercial=body.is_commercial,
            is_demonstration=True,
        )


def chapter(book: Book) -> Iterator[Beginning]:
    """Everybody money goes to is entered."""
    yield Beginning(register(bodies(book.seed)), book.first)
