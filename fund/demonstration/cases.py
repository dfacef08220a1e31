"""What the demonstration asks for and buys, drawn from the seed: one Case an undertaking, before
anything happens to it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from fund.demonstration.organisations import Body
from fund.demonstration.programmes import CALLED, CONTRACTS, FIRST_YEAR, GRANTS, Programme
from fund.demonstration.teller import workday
from fund.ledger.rules import NATIONWIDE
from fund.money import fen

FIRST_CASE = date(FIRST_YEAR, 1, 12)
UNTIL_TODAY = timedelta(days=8)
"""The last case is entered this long before today."""

FRESH = (4, 11, 19)
"""So many days before today one more application comes in under each call, so that each step has
somebody waiting.
"""

ASPECTS = ("关键技术攻关", "工程样机研制", "批产能力建设", "应用示范", "试验验证", "性能提升")
METHODS = {
    "open_tender": 46,
    "invited_tender": 10,
    "competitive_negotiation": 10,
    "competitive_consultation": 14,
    "single_source": 9,
    "inquiry": 4,
    "framework": 5,
    "cooperative_innovation": 2,
}
FLOOR = {"CNY": fen("60", "wan"), "USD": fen("20", "wan")}


class Case(NamedTuple):
    """One undertaking to be: its code is also the name of its luck."""

    kind: str
    code: str
    title: str
    programme: Programme
    year: int
    taker: Body
    region_code: str
    amount_fen: int
    entered_on: date
    category: str = ""
    method: str = ""


class _Draft(NamedTuple):
    programme: Programme
    category: str
    entered_on: date


def cases(seed: int, today: date, scale: float, bodies: list[Body]) -> list[Case]:
    """Every case up to today, in the order of entry; ``scale`` is the share of a full portfolio."""
    rng = Random(f"{seed} cases")
    drafts = [
        _Draft(programme, "", day)
        for programme in GRANTS
        for day in _days(rng, programme, today, scale)
    ]
    drafts += [
        _Draft(programme, category, day)
        for category, programme in CONTRACTS.items()
        for day in _days(rng, programme, today, scale)
    ]
    drafts.sort(key=lambda draft: draft.entered_on)
    amounts = _amounts(rng, drafts)
    numbers: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    found = []
    for draft, amount_fen in zip(drafts, amounts, strict=True):
        letter = "P" if draft.category else "G"
        stem = f"{letter}-{draft.entered_on.year}"
        numbers[stem] += 1
        found.append(
            _case(rng, draft, f"DEMO-{stem}-{numbers[stem]:03d}", amount_fen, bodies, titles)
        )
    return found


def _days(rng: Random, programme: Programme, today: date, scale: float) -> list[date]:
    count = max(1, round(programme.cases * scale))
    span = (today - UNTIL_TODAY - FIRST_CASE).days
    found = [
        workday(FIRST_CASE + timedelta(days=int(span * rng.betavariate(1.2, 2.0))))
        for _number in range(count)
    ]
    fresh = [today - timedelta(days=back) for back in FRESH] if programme.code in CALLED else []
    return found + [workday(day) for day in fresh if day > FIRST_CASE]


def _amounts(rng: Random, drafts: list[_Draft]) -> list[int]:
    """Each line's money shared among its cases; some lines are asked for more than they have."""
    by_line = defaultdict(list)
    for place, draft in enumerate(drafts):
        by_line[draft.programme.line(draft.entered_on.year)].append(place)
    amounts = [0] * len(drafts)
    for places in by_line.values():
        programme = drafts[places[0]].programme
        asked = rng.uniform(0.72, 1.03)
        weights = [rng.lognormvariate(0, 0.55) for _place in places]
        for place, weight in zip(places, weights, strict=True):
            # counted in 万元, or 10 万元 for grants, as agreements do
            step = fen("1" if drafts[place].category else "10", "wan")
            share_fen = (
                fen(programme.yi, "yi")
                * round(1_000_000 * asked * weight / sum(weights))
                // 1_000_000
            )
            amounts[place] = max(FLOOR[programme.currency], share_fen // step * step)
    return amounts


def _case(
    rng: Random, draft: _Draft, code: str, amount_fen: int, bodies: list[Body], titles: Counter[str]
) -> Case:
    programme = draft.programme
    takers = [body for body in bodies if body.kind in programme.takers]
    title = _title(rng, draft, titles)
    # each centre is built once; others may be given something more than once
    taker = (
        takers[(titles[programme.topics[0]] - 1) % len(takers)]
        if programme.takers == ("centre",)
        else rng.choice(takers)
    )
    nationwide = programme.code in ("B3-S", "D1-S", "D3-S") and rng.random() < 0.7
    return Case(
        kind="contract" if draft.category else "grant",
        code=code,
        title=title,
        programme=programme,
        year=draft.entered_on.year,
        taker=taker,
        region_code=NATIONWIDE if nationwide else taker.region_code,
        amount_fen=amount_fen,
        entered_on=draft.entered_on,
        category=draft.category,
        method=rng.choices(list(METHODS), list(METHODS.values()))[0] if draft.category else "",
    )


def _title(rng: Random, draft: _Draft, titles: Counter[str]) -> str:
    topic = rng.choice(draft.programme.topics)
    title = (
        topic if draft.category or len(draft.programme.topics) == 1 else topic + rng.choice(ASPECTS)
    )
    titles[title] += 1
    return title if titles[title] == 1 else f"{title}（{titles[title]}）"


def regions(found: Iterable[Case]) -> set[str]:
    """The provinces with at least one case."""
    return {case.region_code for case in found} - {NATIONWIDE}
