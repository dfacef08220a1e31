"""What can be wrong with a published file, kind by kind: severity and what to do. Pure."""

from collections.abc import Iterable
from typing import Literal

from fund.errors import N_, Issue

Severity = Literal["error", "warning"]

KINDS: dict[str, tuple[Severity, str]] = {
    "not_utf8": (
        "error",
        N_("The file is not UTF-8 text from here on. Save it as UTF-8 and hand it in again."),
    ),
    "not_gzip": (
        "error",
        N_("The file says it is compressed but cannot be unpacked. Download it again."),
    ),
    "too_large": (
        "error",
        N_("The file is larger than {limit} MB unpacked. Split it and hand in the parts."),
    ),
    "empty_file": ("error", N_("The file is empty. Check that you chose the right one.")),
    "not_json": ("error", N_("This is not JSON: {reason}. Ask the publisher for a valid file.")),
    "too_deep": (
        "error",
        N_(
            "The data is nested too deeply to be a published record. Ask the publisher for a valid"
            " file."
        ),
    ),
    "repeated_key": (
        "error",
        N_("The key “{key}” appears twice here with different values. Keep the right one."),
    ),
    "not_a_number": (
        "error",
        N_("NaN and Infinity are not JSON numbers. Write the number, or leave it out."),
    ),
    "unstorable_text": (
        "error",
        N_(
            "This text holds a character that cannot be stored (NUL or half a character)."
            " Remove it."
        ),
    ),
    "not_ocds": (
        "error",
        N_("This is no OCDS release, record or package of them. Check the kind of file you chose."),
    ),
    "not_360giving": (
        "error",
        N_(
            "This is no 360Giving grant, nor a package or list of them. Check the kind of file you"
            " chose."
        ),
    ),
    "not_a_list": ("error", N_("“{name}” should be a list here. Put it in square brackets.")),
    "not_an_object": (
        "error",
        N_("An object with named fields belongs here. Correct it or leave it out."),
    ),
    "no_id": (
        "error",
        N_("The {name} is missing: without it the record cannot be told apart. Add it."),
    ),
    "bad_id": (
        "error",
        N_(
            "The {name} should be a text of at most {limit} characters, or a whole number."
            " Correct it."
        ),
    ),
    "ocid_mismatch": (
        "error",
        N_("The ocid differs from its record’s, {ocid}. One of them is wrong: correct it."),
    ),
    "linked_only": (
        "error",
        N_(
            "The record only links to its releases, and nothing is fetched. Hand in a package that"
            " holds them or a compiled release."
        ),
    ),
    "versioned_only": (
        "error",
        N_("Only a versioned release is here. Hand in the releases or a compiled release."),
    ),
    "unreadable_amount": (
        "error",
        N_("This is no amount. Write digits, with a point before the decimals and nothing else."),
    ),
    "finer_than_fen": (
        "warning",
        N_(
            "The amount is finer than its currency is counted. It is kept as published, and"
            " shown and totalled as {read}."
        ),
    ),
    "float_noise": (
        "warning",
        N_(
            "The amount carries the noise of a calculation beyond its fifteenth digit. It was read"
            " as {read}."
        ),
    ),
    "amount_too_large": ("error", N_("The amount is too large to be money. Correct it.")),
    "unknown_currency": (
        "error",
        N_("This is no ISO 4217 currency code. Write one of three letters, such as CNY."),
    ),
    "number_as_text": (
        "warning",
        N_(
            "The number is written as text; it was read as a number. Leave out the quotation marks."
        ),
    ),
    "currency_case": (
        "warning",
        N_("Currency codes are three capital letters; it was read as {currency}. Write it so."),
    ),
    "empty_amount": (
        "warning",
        N_(
            "There is no amount here: the record is listed and adds nothing to the totals. Fill it"
            " in or leave it out."
        ),
    ),
    "no_currency": (
        "warning",
        N_(
            "The amount has no currency: it is listed and not totalled, since none is guessed. Add"
            " the currency."
        ),
    ),
    "negative_amount": (
        "warning",
        N_("The amount is negative; it was taken as it is. Check that this is meant."),
    ),
    "empty_date": (
        "warning",
        N_("The date is empty; the record was taken without it. Fill it in or leave it out."),
    ),
    "unreadable_date": (
        "warning",
        N_(
            "This is no date; the record was taken without it. Write it as 2026-09-30 or"
            " 2026-09-30T08:00:00+08:00."
        ),
    ),
    "other_currency": (
        "warning",
        N_(
            "A payment is in another currency than its contract, {currency}: what was paid is not"
            " totalled."
        ),
    ),
    "repeated_contract": (
        "warning",
        N_(
            "The contract id “{contract}” appears {count} times in this process; its contracts are"
            " told apart by their position."
        ),
    ),
    "repeated_grant": (
        "warning",
        N_("The grant id “{grant}” appears more than once in the file; the latest version counts."),
    ),
    "two_contents": (
        "warning",
        N_(
            "The release “{release}” of {ocid} is there twice under one date with different"
            " content: {counts} counts, {kept} is kept. Ask the publisher which is right."
        ),
    ),
    "several_steps": (
        "warning",
        N_(
            "Of {count} processes the file holds several releases. They count together, merged in"
            " the order of their dates as OCDS says."
        ),
    ),
    "linked_releases": (
        "warning",
        N_(
            "Releases that are only linked were not read, only those in the file. Hand in the"
            " releases to keep their history."
        ),
    ),
    "nothing_in_it": ("warning", N_("There is no record in here.")),
}
"""code -> severity and message. Errors refuse the whole file; warnings are read on."""

SHOWN = 100
"""Issues listed one by one of each code; the rest are counted in one more."""
LONGEST_VALUE = 120


class Findings:
    """The issues of one file in the order they were found, each code listed at most SHOWN times and
    counted beyond.
    """

    def __init__(self) -> None:
        self._listed: list[Issue] = []
        self._counts: dict[str, int] = {}

    def add(self, code: str, where: str, value: object = "", **facts: object) -> None:
        """Note a problem with its place and the value found there."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= SHOWN:
            severity, message = KINDS[code]
            self._listed.append(Issue(severity, code, where or "/", _shown(value), message, facts))

    def all(self) -> list[Issue]:
        """Every issue, and for each code that was cut short one that says how many more there
        are.
        """
        return [*self._listed, *self._beyond()]

    def _beyond(self) -> Iterable[Issue]:
        for code, count in self._counts.items():
            if count > SHOWN:
                more = N_("There are {count} more of this kind ({code}).")
                yield Issue(
                    KINDS[code][0], code, "/", "", more, {"count": count - SHOWN, "code": code}
                )


def _shown(value: object) -> str:
    """A value as it stands in the file, cut short; of an object its fields, of a list how long it
    is.
    """
    if isinstance(value, dict):
        text = "{" + ", ".join(list(value)[:10]) + "}"
    elif isinstance(value, list):
        text = f"[{len(value) or ''}]"
    else:
        text = (
            {None: "null", True: "true", False: "false"}[value]
            if value is None or isinstance(value, bool)
            else str(value)
        )
    text = "".join(
        letter if letter.isprintable() else "\ufffd" for letter in text[: LONGEST_VALUE + 1]
    )
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
