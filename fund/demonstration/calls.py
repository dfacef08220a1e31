"""The invented calls: written and published each January, and what reviewers and government say of
what comes in under them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from random import Random

from fund import clock
from fund.demonstration import lines
from fund.demonstration.earning import Life
from fund.demonstration.programmes import CALLED, FIRST_YEAR, GRANTS
from fund.demonstration.teller import Beginning, Book, Deed, Story, Telling, deed, later
from fund.grants import applications
from fund.grants import commands as grants
from fund.grants.rules import Yardstick
from fund.money import fen

CRITERIA = [
    Yardstick("K1", "创新性", 40),
    Yardstick("K2", "示范性", 30),
    Yardstick("K3", "可产业化", 30),
]
"""What the plan asks of recommended projects is what is scored."""

REVIEWERS = ("reviewer1", "reviewer2", "reviewer3")
INELIGIBLE, CONFLICT, NOT_RECOMMENDED = 0.04, 0.08, 0.08
"""Shares of the applications that may not compete, of the reviewers with a conflict of interest, of
the reviewed that government does not recommend.
"""

OPENS = (1, 8)
"""Month and day a year's calls take applications from."""

WAN = fen(1, "wan")


def call_of(made: dict[str, int], code: str, title: str, year: int) -> Story:
    """One programme's call of a year: drafted, and published by somebody else a day later."""
    line = f"{code}-{year}"
    yield date(year, 1, 5)
    call_id = yield deed(
        "officer1",
        applications.draft_call,
        keep=f"call {line}",
        code=f"DEMO-C-{line}",
        title=f"{year} 年{title}项目申报指南",
        line_id=made[line],
        opens_on=date(year, *OPENS),
        closes_on=date(year, 12, 31),
        criteria=CRITERIA,
        needed_reviews=2,
    )
    yield date(year, 1, 7)
    yield deed("decider1", applications.publish_call, call_id=call_id)


def is_called(life: Life) -> bool:
    """Whether this case comes in under a call: its programme has them, and the year's is open when
    the letter comes.
    """
    case = life.case
    return (
        case.kind == "grant"
        and case.programme.code in CALLED
        and case.entered_on >= date(case.year, *OPENS)
    )


def received(life: Life, about: Mapping[str, object]) -> Deed:
    """The officer records the application from its letter."""
    case, rng = life.case, Random(f"{life.case.code} letter")
    wanted = {key: value for key, value in about.items() if key != "line_id"}
    return deed(
        life.officer,
        applications.receive,
        wanted,
        call_id=life.made[f"call {case.programme.line(case.year)}"],
        purpose=f"{case.programme.title}：{case.title}",
        requested_fen=case.amount_fen * rng.randint(100, 118) // 100 // WAN * WAN,
        received_on=clock.today(),
        file_name=f"{case.code}.pdf",
        content=f"%PDF-1.4\n% 示例申报函 {case.code}\n%%EOF\n".encode(),
    )


def judged(life: Life) -> Telling[bool]:
    """Eligibility, two or three reviews, the recommendation; whether the fund may decide for it."""
    case, rng, key = life.case, Random(f"{life.case.code} judged"), life.undertaking_id
    yield later(rng, 2, 9)
    one, *others = rng.sample(REVIEWERS, 3)
    check = partial(deed, one, applications.check_eligibility, undertaking_id=key)
    if rng.random() < INELIGIBLE:
        yield check(is_eligible=False, reason="申报单位不满足指南要求")
        return False
    yield check(is_eligible=True)
    reviewers = [one, *others]
    if rng.random() < CONFLICT:
        words = "与申报单位有合作关系，回避"
        yield deed(
            reviewers.pop(), applications.declare_conflict, undertaking_id=key, comment=words
        )
    quality = rng.gauss(7.4, 1.1)
    for reviewer in reviewers[:2]:
        yield later(rng, 4, 12)
        points = {
            criterion.code: min(criterion.most, max(0, round(rng.gauss(quality, 1))))
            for criterion in CRITERIA
        }
        yield deed(reviewer, applications.review, undertaking_id=key, points=points)
    yield later(rng, 2, 9)
    is_recommended = rng.random() > NOT_RECOMMENDED
    yield deed(
        "recommender1",
        applications.recommend,
        undertaking_id=key,
        is_recommended=is_recommended,
        amount_fen=case.amount_fen if is_recommended else None,
        reason="" if is_recommended else "与已支持项目重复",
    )
    if not is_recommended:
        yield later(rng, 3, 20)
        decider, reason = f"decider{life.decider}", "未获推荐，不予立项"
        yield deed(decider, grants.decline, undertaking_id=key, reason=reason)
    return is_recommended


def chapter(book: Book) -> Iterator[Beginning]:
    """Each year's lines are opened, and its calls drafted."""
    for year in range(FIRST_YEAR, max(book.today.year, FIRST_YEAR) + 2):
        yield Beginning(lines.year_of_lines(book.made, year), book.first)
        for programme in GRANTS:
            if programme.code in CALLED:
                call = call_of(book.made, programme.code, programme.title, year)
                yield Beginning(call, book.first)
