"""Where one target will be at the end of its year: range, chance and word, or why nothing can be
told. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np

from fund.targets import ending, forecast, rules, scores, slips
from fund.targets.ending import Aim, Seen
from fund.targets.forecast import Array
from fund.targets.rules import Held, Refusal
from fund.targets.slips import Curve, Lever, Open, Together


@dataclass(frozen=True, slots=True)
class Outlook:
    """The 80 % range and its middle in the indicator's unit, the chance (0 to 1) and its word; or
    the reason of "cannot_tell".

    Where only the chance is withheld the range stands beside the reason; where arithmetic settles
    it the range is what is on record.
    """

    verdict: str
    low: float | None = None
    median: float | None = None
    high: float | None = None
    chance: float | None = None
    refusal: Refusal | None = None
    quantiles: tuple[float, ...] = ()
    """The 5 % to 95 % points of the value at the end, 19 of them."""
    levers: tuple[Lever, ...] = ()
    """Of a target with milestones: what each open one changes, the strongest first."""
    together: tuple[Together, ...] = ()
    """What the open ones of one undertaking change, moved together."""
    points: int = 0
    inputs: str = ""
    """SHA-256 of what it rests on; its first 16 digits are the seed."""


@dataclass(frozen=True, slots=True)
class Own:
    """How earlier forecasts of the same nature did: how many held, and their misses in half-widths
    of their range.
    """

    held: Held = rules.NONE_YET
    misses: tuple[float, ...] = ()


NO_PAST = Own()
"""Before any forecast was scored."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to bring a target forward: parts of its way in percent by open step and by steps met
    since the last value; what is not listed; how such steps slip.
    """

    open_steps: tuple[tuple[Open, Decimal], ...]
    met_since: Decimal
    together: Decimal
    unlisted: Decimal
    known: Curve | None
    is_back_filled: bool = False
    fixed: Mapping[int, int] = field(default_factory=dict)
    """Asked "what if": steps by number with the day (a day number) they finish on for certain."""


def outlook(aim: Aim, seen: Seen, as_of: date, own: Own = NO_PAST) -> Outlook:
    """The outlook of an indicator from what was seen of it by a day."""
    known = settled(aim, seen, as_of)
    if known is not None:
        return known
    used = ending.used(aim, seen)
    refusal = rules.refusal(
        ending.series(aim, used),
        as_of,
        aim.ends_on,
        is_level_in_words=aim.is_level_in_words,
        held=own.held,
    )
    if refusal is not None:
        return Outlook("cannot_tell", refusal=refusal)
    inputs = ending.inputs(aim, used, as_of)
    futures = ending.futures(aim, used, as_of)
    ends = scores.fed_back(
        futures, own.misses, forecast.generator("own misses", inputs), ending.floor(aim, used)
    )
    return outlook_of(
        aim, ends, own.held, points=len(used.dated), inputs=forecast.fingerprint(inputs, own.misses)
    )


def _inputs(aim: Aim, seen: Seen, work: Work, as_of: date) -> str:
    """What the draws hang on: the same inputs, the same draws."""
    return forecast.fingerprint(
        ending.inputs(aim, seen, as_of),
        work.together,
        work.met_since,
        *(
            f"{step.key}={step.started}={step.promised}={part}={sorted(step.waits_for)}"
            for step, part in work.open_steps
        ),
        sorted(work.fixed.items()),
    )


def of_steps(aim: Aim, seen: Seen, work: Work, as_of: date, own: Own = NO_PAST) -> Outlook:
    """The outlook of a target its milestones bring forward: achieved so far, the open ones that
    finish in time, and the share that comes from work not listed yet.
    """
    known = settled(aim, seen, as_of)
    if known is not None:
        return known
    refusal = _refused(aim, seen, work, as_of)
    so_far = ending.so_far(aim, seen)
    if refusal is not None or aim.baseline is None or so_far is None:
        return Outlook("cannot_tell", refusal=refusal or Refusal(rules.NO_BASELINE, {}))
    way, target = (
        float((aim.value if aim.parts_to is None else aim.parts_to) - aim.baseline),
        float(aim.value),
    )
    inputs = _inputs(aim, seen, work, as_of)
    others = np.full(forecast.DRAWS, float(so_far) + way * float(work.met_since) / 100)
    if work.unlisted:
        others = others + ending.gained(aim, seen, as_of, float(work.unlisted) / 100)
    steps = [replace(step, share=way * float(part) / 100) for step, part in work.open_steps]
    if not steps or work.known is None:
        return outlook_of(aim, others, own.held, points=len(seen.dated), inputs=inputs)
    drawn = _drawn(steps, work.known, work.fixed, as_of)
    today, last_day = as_of.toordinal(), aim.ends_on.toordinal()
    moved = (steps, drawn, others, today, last_day, target, aim.operator, way < 0)
    ends = scores.fed_back(
        others + slips.earned(steps, drawn, last_day),
        own.misses,
        forecast.generator("own misses", inputs),
        ending.floor(aim, seen),
    )
    found = outlook_of(
        aim, ends, own.held, points=len(seen.dated), inputs=forecast.fingerprint(inputs, own.misses)
    )
    return replace(
        found, levers=tuple(slips.levers(*moved)), together=tuple(slips.together(*moved))
    )


def _drawn(steps: Sequence[Open], known: Curve, fixed: Mapping[int, int], as_of: date) -> Array:
    """The day each open milestone finishes in each future; those asked about, on the day asked."""
    drawn = slips.finishes(
        steps, known, as_of.toordinal(), slips.luck([step.key for step in steps], as_of.isoformat())
    )
    for place, step in enumerate(steps):
        if step.key in fixed:
            drawn[:, place] = fixed[step.key]
    return drawn


def outlook_of(aim: Aim, ends: Array, held: Held, *, points: int, inputs: str) -> Outlook:
    """What the futures say: range, chance and word; the chance withheld where earlier ones held too
    seldom.
    """
    low, median, high = scores.band(ends, is_whole=aim.is_whole)
    found = Outlook(
        "cannot_tell",
        low,
        median,
        high,
        None,
        rules.withheld(held),
        scores.quantiles(ends),
        points=points,
        inputs=inputs,
    )
    if found.refusal is not None:
        return found
    chance = reached(ends, aim.operator, float(aim.value))
    return replace(found, verdict=rules.verdict(chance), chance=chance)


def settled(aim: Aim, seen: Seen, as_of: date) -> Outlook | None:
    """Where the record decides it: its year is over and the value at its end is known, or a value
    that only grows has passed the target.
    """
    if aim.is_level_in_words:
        return None
    final = ending.final(aim, seen) if aim.ends_on <= as_of else None
    word = (
        ("reached" if rules.meets(final, aim.operator, aim.value) else "out_of_reach")
        if final is not None
        else ""
    )
    word = word or rules.settled(
        aim.kind, aim.aggregation, aim.operator, ending.so_far(aim, seen), aim.value
    )
    if not word:
        return None
    if final is None:
        return Outlook(word, chance=float(word == "reached"), points=len(seen.dated))
    return Outlook(
        word,
        float(final),
        float(final),
        float(final),
        float(word == "reached"),
        points=len(seen.dated),
    )


def _refused(aim: Aim, seen: Seen, work: Work, as_of: date) -> Refusal | None:
    if aim.is_level_in_words:
        return Refusal(rules.QUALITATIVE, {})
    if aim.ends_on <= as_of:
        return Refusal(rules.OVER, {})
    if not seen.dated:
        return Refusal(rules.NO_VALUE, {})
    if not rules.LEAST_SHARE <= work.together <= rules.MOST_SHARE:
        return Refusal(rules.SHARES, {"percent": work.together})
    if work.open_steps and work.known is None:
        return (
            Refusal(rules.BACK_FILLED, {})
            if work.is_back_filled
            else Refusal(rules.NO_RECORD, {"records": slips.RECORDS, "finished": slips.FINISHED})
        )
    series = ending.series(aim, ending.used(aim, seen))
    if not work.unlisted:
        return rules.stale(series, as_of)
    return rules.thin(series) or rules.stale(series, as_of) or rules.far(series, aim.ends_on)


def reached(ends: Array, operator: str, value: float) -> float:
    """The part of the futures in which the target is reached; "exactly" and "about" ask for at
    least as much.
    """
    return float(np.mean(rules.meets(ends, operator, value)))
