"""What the ledger says of an undertaking, as a light: a table of rules with their thresholds, and
what fires with which numbers. Pure.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypedDict, final

from fund.errors import N_, FundError

DECLARED = ("green", "amber", "red")
"""What a recipient's letter may say, the mildest first."""

GREY = "grey"
"""A declared light that is too old, or none at all."""


class UnknownLight(FundError):
    """A letter says green, amber or red."""

    message = N_("A light is green, amber or red; “{light}” was given.")


class NothingWritten(FundError):
    """An answer says something."""

    message = N_("Please write the answer.")


class NothingToAnswer(FundError):
    """An answer is asked for once, while a letter says green and the ledger red."""

    message = N_(
        "There is nothing to answer at {undertaking}: the declared light is not green, the computed"
        " one is not red, or the answer was given."
    )


class Part(NamedTuple):
    """One part of an agreement as known on a day. Evidenced: a document is filed, or it was opened
    as accepted. Waived: no evidence accepted yet.
    """

    promised_on: date
    obligated_fen: int
    paid_fen: int
    is_evidenced: bool
    is_waived: bool = False


class Step(NamedTuple):
    """One open milestone: its first promise, and when it is expected (the forecast, else the
    approved due date).
    """

    first_due_on: date
    expected_on: date


class Facts(NamedTuple):
    """What is known of an undertaking on a day."""

    as_of: date
    parts: Sequence[Part] = ()
    steps: Sequence[Step] = ()


class Fired(NamedTuple):
    """A rule that fired, the light it gives, and the numbers it went by, its threshold among them;
    amounts in fen of the undertaking's currency.
    """

    rule: str
    light: str
    numbers: Mapping[str, int]


@final
class Share(TypedDict):
    """What a body's share of a measure is warned of by: fen, and percent."""

    held_fen: int
    whole_fen: int
    threshold: int


@final
class CarriedOver(TypedDict):
    """What unspent money carried over is warned of by: fen, the day and line, and years."""

    carried_fen: int
    unspent_fen: int
    carried_on: date
    line: str
    threshold: int


Found = tuple[str, dict[str, int]] | None


def absorption(facts: Facts, percent: int) -> Found:
    """Paid of what was promised by now: amber below so many percent, red below half of it."""
    promised_fen = paid_fen = 0
    for part in facts.parts:
        if part.promised_on <= facts.as_of:
            promised_fen += part.obligated_fen
            paid_fen += part.paid_fen
    if paid_fen * 100 >= percent * promised_fen:
        return None
    return "red" if paid_fen * 200 < percent * promised_fen else "amber", {
        "paid_fen": paid_fen,
        "promised_fen": promised_fen,
    }


def slip(facts: Facts, days: int) -> Found:
    """An open milestone expected so many days after its first promise: amber, twice as many: red.
    What is overdue is expected today at the earliest.
    """
    late = [
        found
        for step in facts.steps
        if (found := (max(step.expected_on, facts.as_of) - step.first_due_on).days) >= days
    ]
    return (
        ("red" if max(late) >= 2 * days else "amber", {"days": max(late), "steps": len(late)})
        if late
        else None
    )


def evidence(facts: Facts, days: int) -> Found:
    """A part promised more than so many days ago without any evidence filed: amber, more than twice
    as many: red.
    """
    late = [
        (found, part)
        for part in facts.parts
        if part.obligated_fen
        and not part.is_evidenced
        and (found := (facts.as_of - part.promised_on).days) > days
    ]
    if not late:
        return None
    longest = max(found for found, _part in late)
    return "red" if longest > 2 * days else "amber", {
        "days": longest,
        "parts": len(late),
        "waiting_fen": sum(part.obligated_fen for _found, part in late),
    }


def ahead(facts: Facts, _threshold: int) -> Found:
    """Money paid on parts accepted by waiver that have no accepted evidence yet: amber."""
    paid_fen = sum(part.paid_fen for part in facts.parts if part.is_waived)
    return ("amber", {"paid_fen": paid_fen}) if paid_fen > 0 else None


class Rule(NamedTuple):
    """One rule: what it is called, the threshold of fund.settings it goes by ("" for none), and how
    it judges.
    """

    name: str
    threshold: str
    judge: Callable[[Facts, int], Found]


RULES: Mapping[str, Rule] = {
    "absorption": Rule(N_("Slow absorption"), "absorption_percent", absorption),
    "slip": Rule(N_("Slipped milestone"), "slip_days", slip),
    "evidence": Rule(N_("Evidence overdue"), "evidence_days", evidence),
    "ahead": Rule(N_("Paid ahead of evidence"), "", ahead),
}
"""The rules behind the computed light of an undertaking, by key."""

WARNINGS: Mapping[str, tuple[str, str]] = {
    "concentration": (N_("Concentration"), "concentration_percent"),
    "carried_over": (N_("Carried-over money unspent"), "carried_over_years"),
}
"""Early warnings of the whole portfolio: what each is called, and the threshold it goes by."""

THRESHOLDS = tuple(
    [rule.threshold for rule in RULES.values() if rule.threshold]
    + [key for _name, key in WARNINGS.values()]
    + ["stale_light_days"]
)


def fired(facts: Facts, thresholds: Mapping[str, int]) -> list[Fired]:
    """The rules that fire, in the order of the table."""
    found = []
    for key, rule in RULES.items():
        threshold = thresholds.get(rule.threshold, 0)
        answer = rule.judge(facts, threshold)
        if answer is not None:
            found.append(Fired(key, answer[0], answer[1] | {"threshold": threshold}))
    return found


def computed(found: Sequence[Fired]) -> str:
    """The worst light of what fired; green when nothing did."""
    return max((one.light for one in found), key=DECLARED.index, default="green")


def declared(light: str | None, reported_on: date | None, as_of: date, stale_days: int) -> str:
    """A recipient's light as it counts on a day: grey without a letter, or once the letter is older
    than so many days.
    """
    return (
        GREY
        if light is None or reported_on is None or (as_of - reported_on).days > stale_days
        else light
    )


def demands_answer(said: str, found: str, answer: str | None) -> bool:
    """Whether somebody has to explain a green letter beside a red ledger."""
    return said == "green" and found == "red" and not answer


def unpaid(facts: Facts) -> int:
    """What was promised by now and is not paid, in fen."""
    return sum(
        part.obligated_fen - part.paid_fen
        for part in facts.parts
        if part.promised_on <= facts.as_of
    )


def as_text(found: Sequence[Fired]) -> str:
    """What fired as text to keep: JSON, in no language.

    >>> from_text(as_text([Fired("slip", "red", {"days": 70})]))
    [Fired(rule='slip', light='red', numbers={'days': 70})]
    """
    return json.dumps([[one.rule, one.light, dict(one.numbers)] for one in found], sort_keys=True)


def from_text(text: str) -> list[Fired]:
    """What had fired, read again."""
    return [Fired(*row) for row in json.loads(text)]


class Held(NamedTuple):
    """One body's committed money under one measure, and all that is committed under it, in fen."""

    measure: str
    body: int
    held_fen: int
    whole_fen: int


def concentrated(
    committed: Mapping[tuple[str, int], int], percent: int, whole: Mapping[str, int]
) -> list[Held]:
    """Bodies with more than so many percent of a measure's committed money; ``committed`` is by
    (measure, body), ``whole`` what is committed under each measure.
    """
    return [
        Held(measure, body, held_fen, whole[measure])
        for (measure, body), held_fen in committed.items()
        if held_fen * 100 > percent * whole[measure]
    ]


def unspent(carried_fen: int, unpaid_fen: int) -> int:
    """What of money carried over is still unspent: no more than was carried, no more than is unpaid
    now. Carrying it over again spends nothing.
    """
    return max(0, min(carried_fen, unpaid_fen))


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 28 February for a 29th that year does not have.

    >>> years_before(date(2028, 2, 29), 1)
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
