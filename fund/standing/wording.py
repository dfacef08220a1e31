"""What fired, in words with its numbers and thresholds, in the language of the run."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from fund import i18n
from fund.i18n import _, ngettext, together
from fund.standing.rules import RULES, WARNINGS, CarriedOver, Fired, Share

WARNED = {rule: words for rule, (words, _threshold) in WARNINGS.items()}
"""What each early warning is called."""


def name(rule: str) -> str:
    """What a rule or an early warning is called."""
    return _(RULES[rule].name if rule in RULES else WARNINGS[rule][0])


def _evidence(numbers: Mapping[str, int], currency: str) -> str:
    """How many parts have no evidence for how long, and the money that waits."""
    parts = ngettext(
        "{count} part has no evidence, {days} days after its promise",
        "{count} parts have no evidence, up to {days} days after their promise",
        numbers["parts"],
    ).format(count=numbers["parts"], days=numbers["days"])
    return _("{what} ({amount}); amber after {threshold} days, red after {twice}.").format(
        what=parts,
        amount=money(numbers["waiting_fen"], currency),
        threshold=numbers["threshold"],
        twice=2 * numbers["threshold"],
    )


def says(fired: Fired, currency: str) -> str:
    """One fired rule as a sentence: what is the case, and from where on it is amber or red."""
    numbers = fired.numbers
    threshold = numbers["threshold"]
    match fired.rule:
        case "absorption":
            share = i18n.share(numbers["paid_fen"] / numbers["promised_fen"])
            words = _(
                "{paid} of {promised} promised by now is paid ({share}); amber below {threshold}%,"
                " red below {half}%."
            )
            return words.format(
                paid=money(numbers["paid_fen"], currency),
                promised=money(numbers["promised_fen"], currency),
                share=share,
                threshold=threshold,
                half=i18n.number(threshold / 2, threshold % 2),
            )
        case "slip":
            steps = ngettext(
                "{count} open milestone slips by {days} days",
                "{count} open milestones slip, by {days} days at most",
                numbers["steps"],
            ).format(count=numbers["steps"], days=numbers["days"])
            return _("{what}; amber from {threshold} days, red from {twice}.").format(
                what=steps, threshold=threshold, twice=2 * threshold
            )
        case "evidence":
            return _evidence(numbers, currency)
        case _:
            return _(
                "{amount} is paid on parts accepted by waiver whose evidence is still outstanding;"
                " amber."
            ).format(amount=money(numbers["paid_fen"], currency))


def all_of(found: Sequence[Fired], currency: str) -> str:
    """Everything that fired, one sentence after another."""
    return together(*(says(one, currency) for one in found))


def warns(numbers: Share | CarriedOver, currency: str) -> str:
    """One early warning as a sentence."""
    if "held_fen" in numbers:
        share = i18n.share(numbers["held_fen"] / numbers["whole_fen"])
        words = _(
            "Holds {share} of the {whole} committed under this measure; warned of above"
            " {threshold}%."
        )
        return words.format(
            share=share, whole=money(numbers["whole_fen"], currency), threshold=numbers["threshold"]
        )
    words = ngettext(
        "{amount} of {carried} carried over to {line} on {day} is unspent; after {count} year it"
        " counts as surplus.",
        "{amount} of {carried} carried over to {line} on {day} is unspent; after {count} years it"
        " counts as surplus.",
        numbers["threshold"],
    )
    return words.format(
        amount=money(numbers["unspent_fen"], currency),
        carried=money(numbers["carried_fen"], currency),
        line=numbers["line"],
        day=i18n.day(numbers["carried_on"]),
        count=numbers["threshold"],
    )


def money(amount_fen: int, currency: str) -> str:
    """An amount in its own currency."""
    return i18n.amount(amount_fen) if currency == "CNY" else i18n.foreign(amount_fen, currency)


def word_of(declared: str, declared_on: date | None) -> str | None:
    """What the tag of a declared light says where its usual word will not do."""
    return _("Not declared") if pd.isna(declared_on) and declared == "grey" else None


def age_of(declared_on: date | None, days: int | None, *, is_dated: bool = True) -> str:
    """The day of a letter and how long ago it was."""
    if declared_on is None or days is None or pd.isna(declared_on):
        return ""
    ago = ngettext("{count} day ago", "{count} days ago", int(days)).format(count=int(days))
    return f"{i18n.day(declared_on)} · {ago}" if is_dated else ago


def marks_of(found: Sequence[Fired], currency: str) -> list[tuple[str, str]]:
    """What fired as marked lines of a table: each rule's light, and its sentence."""
    return [(one.light, says(one, currency)) for one in found]


def answer_of(*, needs: bool, answer: str | None) -> list[tuple[str, str]]:
    """The answer to a green letter as a marked line, or that one is needed."""
    if needs:
        return [("waiting", _("answer needed"))]
    return [] if answer is None or pd.isna(answer) else [("submitted", answer)]
