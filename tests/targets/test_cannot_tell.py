"""Every rule of docs/forecast.md by which nothing can be told: one day, one value or one forecast
less than enough, and just enough.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from fund import i18n
from fund.targets import rules
from fund.targets.ending import Aim, Seen
from fund.targets.outlook import NO_PAST, Outlook, Own, Work, of_steps, outlook
from fund.targets.rules import Held
from fund.targets.slips import Curve, Open

SOON = date(2027, 6, 30)
"""Near enough for a record of three quarters."""
END, TODAY = date(2027, 12, 31), date(2026, 11, 23)
YEARS = [date(year, 12, 31) for year in range(2020, 2026)]
QUARTERS = [
    date(2025, 3, 31),
    date(2025, 6, 30),
    date(2025, 9, 30),
    date(2025, 12, 31),
    date(2026, 3, 31),
    date(2026, 6, 30),
    date(2026, 9, 30),
]


def aim(kind: str = "level", aggregation: str = "latest", **more: Any) -> Aim:
    return Aim(
        "T",
        more.pop("operator", ">="),
        more.pop("value", Decimal(80)),
        more.pop("ends_on", END),
        kind=kind,
        aggregation=aggregation,
        **more,
    )


def seen(days: Sequence[date], *values: float, **more: Any) -> Seen:
    return Seen(
        [
            (day, Decimal(str(value)))
            for day, value in zip(days[-len(values) :], values, strict=True)
        ],
        **more,
    )


def cases(days: Sequence[date], *parts: tuple[int, int]) -> Seen:
    kept = {
        day: (Decimal(over), Decimal(under))
        for day, (over, under) in zip(days[-len(parts) :], parts, strict=True)
    }
    return Seen([(day, over * 100 / under) for day, (over, under) in kept.items()], kept)


def past(scored: int, inside: int) -> Own:
    """So many scored forecasts, so many inside; those outside lay two half-widths off."""
    return Own(Held(scored, inside), tuple([2.0] * (scored - inside) + [0.1] * inside))


def judged(found: Outlook) -> tuple[str, str]:
    return found.verdict, found.refusal.message if found.refusal else ""


MONEY = seen(QUARTERS, 3, 4, 5, 4)
LEVEL = seen(QUARTERS, 40, 46, 53, 60)
ENOUGH: list[tuple[str, Aim, Seen, Own]] = [
    ("rule 1: two periods of a count", aim("count", "sum"), seen(YEARS, 30, 31), NO_PAST),
    (
        "rule 1: three values of a level",
        aim(ends_on=SOON),
        seen(QUARTERS[-3:], 46, 53, 60),
        NO_PAST,
    ),
    (
        "rule 1: six cases of a ratio",
        aim("share", "ratio"),
        cases(QUARTERS, (2, 2), (1, 2), (2, 2)),
        NO_PAST,
    ),
    (
        "rule 2: exactly twice the record",
        aim(ends_on=QUARTERS[-1] + timedelta(2 * (QUARTERS[-1] - QUARTERS[-4]).days)),
        LEVEL,
        NO_PAST,
    ),
    ("rule 3: sums of money once enough held", aim("money", "sum"), MONEY, past(20, 16)),
    (
        "rule 4: a value just two periods old",
        aim(ends_on=SOON),
        seen(QUARTERS[:-1], 35, 40, 46, 53),
        NO_PAST,
    ),
    (
        "rule 4: enough since the definition changed",
        aim(ends_on=SOON),
        seen(QUARTERS, 900, 46, 53, 60, changed_on=QUARTERS[-3]),
        NO_PAST,
    ),
    ("rule 6: twelve of twenty held", aim(), LEVEL, past(20, 12)),
]
TOO_LITTLE: list[tuple[str, Aim, Seen, Own, str]] = [
    ("rule 1: one period of a count", aim("count", "sum"), seen(YEARS, 30), NO_PAST, rules.TOO_FEW),
    ("rule 1: two values of a level", aim(), seen(QUARTERS, 53, 60), NO_PAST, rules.TOO_FEW),
    (
        "rule 1: two periods of a ratio",
        aim("share", "ratio"),
        cases(QUARTERS, (8, 9), (7, 9)),
        NO_PAST,
        rules.TOO_FEW,
    ),
    (
        "rule 1: five cases of a ratio",
        aim("share", "ratio"),
        cases(QUARTERS, (2, 2), (1, 1), (2, 2)),
        NO_PAST,
        rules.TOO_FEW_CASES,
    ),
    ("rule 1: no value", aim(), Seen(), NO_PAST, rules.NO_VALUE),
    (
        "rule 2: a day more than twice the record",
        aim(ends_on=QUARTERS[-1] + timedelta(2 * (QUARTERS[-1] - QUARTERS[-4]).days + 1)),
        LEVEL,
        NO_PAST,
        rules.TOO_FAR,
    ),
    ("rule 3: sums of money with no record", aim("money", "sum"), MONEY, NO_PAST, rules.MONEY),
    ("rule 3: nineteen scored", aim("money", "sum"), MONEY, past(19, 16), rules.MONEY),
    ("rule 3: fewer than seven in ten held", aim("money", "sum"), MONEY, past(20, 13), rules.MONEY),
    ("rule 3: more than nine in ten held", aim("money", "sum"), MONEY, past(20, 19), rules.MONEY),
    (
        "rule 4: a value more than two periods old",
        aim(),
        seen(QUARTERS[:-2], 40, 46, 53),
        NO_PAST,
        rules.TOO_OLD,
    ),
    (
        "rule 4: the definition changed inside the window",
        aim(),
        seen(QUARTERS, 30, 40, 46, 53, changed_on=QUARTERS[-2]),
        NO_PAST,
        rules.CHANGED,
    ),
    (
        "rule 4: no value since the definition changed",
        aim(),
        seen(QUARTERS, 30, 40, 46, 53, changed_on=QUARTERS[-1] + timedelta(days=1)),
        NO_PAST,
        rules.CHANGED,
    ),
    ("rule 6: eleven of twenty held", aim(), LEVEL, past(20, 11), rules.MISSES),
]


@pytest.mark.parametrize(
    ("asked", "given", "own", "reason"),
    [case[1:] for case in TOO_LITTLE],
    ids=[case[0] for case in TOO_LITTLE],
)
def test_what_is_not_enough_tells_nothing_and_says_why(
    asked: Aim, given: Seen, own: Own, reason: str
) -> None:
    found = outlook(asked, given, TODAY, own)
    assert judged(found) == ("cannot_tell", reason)
    assert found.chance is None
    assert found.refusal is not None
    assert "{" not in i18n.say(found.refusal)
    assert (found.low is not None) is (reason == rules.MISSES), (
        "only where earlier ones missed does the range stand"
    )


@pytest.mark.parametrize(
    ("asked", "given", "own"), [case[1:] for case in ENOUGH], ids=[case[0] for case in ENOUGH]
)
def test_just_enough_is_told(asked: Aim, given: Seen, own: Own) -> None:
    found = outlook(asked, given, TODAY, own)
    assert found.refusal is None
    assert found.chance is not None


FAR = Open(1, TODAY.toordinal() - 100, TODAY.toordinal() + 300)
KNOWN = Curve(np.array([1.0, 1.5, 2.0, 3.0]), np.array([0.75, 0.5, 0.25, 0.0]))


def work(part: int, unlisted: int = 0, known: Curve | None = KNOWN, **more: Any) -> Work:
    return Work(
        ((FAR, Decimal(part)),),
        Decimal(0),
        Decimal(part + unlisted),
        Decimal(unlisted),
        known,
        **more,
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (work(94), rules.SHARES),
        (work(95), ""),
        (work(50, 44), rules.SHARES),
        (work(50, 45), ""),
        (work(106), rules.SHARES),
        (work(105), ""),
        (work(100, known=None), rules.NO_RECORD),
        (work(100, known=None, is_back_filled=True), rules.BACK_FILLED),
    ],
)
def test_rule_5_parts_make_the_whole_and_their_record_says_how_such_steps_slip(
    given: Work, reason: str
) -> None:
    assert judged(of_steps(aim(baseline=Decimal(0)), LEVEL, given, TODAY))[1] == reason


def test_rule_6_withholds_the_chance_of_a_target_with_milestones_too() -> None:
    found = of_steps(aim(baseline=Decimal(0)), LEVEL, work(100), TODAY, past(20, 11))
    assert judged(found) == ("cannot_tell", rules.MISSES)
    assert found.low is not None
    assert found.levers


def test_sums_of_money_are_told_by_the_payments_that_bring_them() -> None:
    """Rule 3 ends where milestones stand for the payments."""
    assert outlook(aim("money", "sum"), MONEY, TODAY).verdict == "cannot_tell"
    assert (
        of_steps(aim("money", "sum", baseline=Decimal(0)), MONEY, work(100), TODAY).refusal is None
    )
