"""What an invented agreement says: its tranches and steps, drawn from the case's luck."""

import hashlib
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from fund.demonstration.cases import Case
from fund.ledger.accounts import Account
from fund.ledger.undertakings import Terms
from fund.money import fen

STAGES_OF_WORK = {
    "": ("方案评审通过", "样机研制完成", "关键试验通过", "产品交付", "总结验收"),
    "launch_vehicle": (
        "第一次发射完成",
        "第二次发射完成",
        "第三次发射完成",
        "第四次发射完成",
        "第五次发射完成",
    ),
    "satellite": (
        "首批卫星出厂",
        "首批卫星在轨交付",
        "第二批卫星出厂",
        "第二批卫星在轨交付",
        "数据服务验收",
    ),
    "launch_site": ("工位改造完成", "联调联试完成", "首次保障任务完成", "年度保障验收", "质保期满"),
    "ttc": ("一季度服务验收", "二季度服务验收", "三季度服务验收", "四季度服务验收", "年度总结验收"),
}
"""By category ("" is a grant): what is reached when each tranche after the first falls due."""

MOST_IN_ADVANCE = 30
"""Percent of an agreement: a larger first tranche is paid for work done before the signature."""
LAST_PROMISE = date(2028, 11, 30)


def account(holder: str) -> Account:
    """An invented account: its number follows from whose it is."""
    number = int(hashlib.sha256(holder.encode()).hexdigest(), 16) % 10**12
    return Account(holder, "示例银行", f"6200{number:012d}")


class Step(NamedTuple):
    """A promised step: its milestone's code, title and date, and the tranche that waits for it (""
    for none).
    """

    code: str
    title: str
    due_on: date
    tranche: str


class Agreement(NamedTuple):
    """What both sides sign."""

    terms: list[Terms]
    steps: list[Step]


def agreement(rng: Random, case: Case, amount_fen: int, signed_on: date) -> Agreement:
    """Two to five tranches; the first on signature and guarantee, each later one behind a
    milestone.
    """
    stages = STAGES_OF_WORK[case.category]
    parts = 1 + (
        rng.choice((1, 1, 2)) if amount_fen < fen("1500", "wan") else rng.choice((2, 2, 2, 3, 4))
    )
    amounts = _split(rng, amount_fen, parts)
    day, terms, steps = signed_on + timedelta(days=20), [], []
    for number, part_fen in enumerate(amounts, 1):
        code = f"T{number}" if case.kind == "grant" else f"D{number}"
        title = "协议生效、履约担保到位" if number == 1 else stages[number - 2]
        if number > 1:
            day = min(day + timedelta(days=rng.randint(65, 190)), LAST_PROMISE)
            steps.append(Step(f"M{number - 1}", title, day - timedelta(days=15), code))
        terms.append(
            Terms(
                code,
                part_fen,
                day,
                title,
                is_advance=number == 1 and part_fen * 100 <= MOST_IN_ADVANCE * amount_fen,
            )
        )
    if rng.random() < 0.5:
        steps.append(Step("M0", "中期检查", signed_on + timedelta(days=rng.randint(60, 180)), ""))
    return Agreement(terms, steps)


def _split(rng: Random, amount_fen: int, parts: int) -> list[int]:
    step = fen("1", "wan")
    first = int(amount_fen * rng.choice((20, 30, 30, 35, 40)) // 100) // step * step
    weights = [rng.uniform(0.7, 1.4) for _part in range(parts - 1)]
    rest = [
        int((amount_fen - first) * round(1000 * weight / sum(weights)) // 1000) // step * step
        for weight in weights[:-1]
    ]
    return [first, *rest, amount_fen - first - sum(rest)]
