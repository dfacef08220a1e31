"""Is a file good IATI 2.03? Its schema, the rules published beside it, and a few of ours for what
both let pass; the same judge for our own export and for files of others, of which nothing is kept.
Pure.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from fund.cooperation import codes, ruleset, schema
from fund.cooperation.ruleset import Broken
from fund.cooperation.schema import Element, Placed
from fund.errors import N_, Issue

SCHEMA_SAYS = {
    "ELEMENT_CONTENT": N_(
        "An element is missing before this one, stands in the wrong place or is not known; order"
        " and names are those of the schema."
    ),
    "COMPLEX_TYPE_4": N_("An attribute this element must have is missing. Add it."),
    "COMPLEX_TYPE_3": N_("The element has an attribute the schema does not know. Take it out."),
    "COMPLEX_TYPE_2": N_("The element holds text or elements where none may stand. Take them out."),
    "DATATYPE": N_(
        "The value has not the form asked for: dates as 2026-03-01, numbers as 3000000.00 with a"
        " point and no separators."
    ),
    "ELT_1": N_("The file does not begin as IATI: its first element is not known."),
}
"""By how the processor of the schema calls a fault: what is wrong and what to do."""
SCHEMA_OTHERWISE = N_("The schema does not let this pass. Compare the element with the standard.")
RULE_SAYS = {
    "unique": N_("Rule {rule}: two identifiers are the same that must differ ({looks_at})."),
    "startswith": N_(
        "Rule {rule}: the identifier must begin with that of the reporting organisation"
        " ({looks_at})."
    ),
    "atleast_one": N_("Rule {rule}: {looks_at} is missing. Add it."),
    "no_more_than_one": N_("Rule {rule}: {looks_at} may stand once only. Leave one."),
    "one_or_all": N_(
        "Rule {rule}: give {one} once for all, or {all} on each place; it is missing on <{value}>."
    ),
    "strict_sum": N_("Rule {rule}: the percentages of {looks_at} add to {value} and not to 100."),
    "range": N_("Rule {rule}: {looks_at} must lie between 0 and 100."),
    "if_then": N_("Rule {rule}: {looks_at} does not go with the rest of the element."),
    "regex_matches": N_(
        "Rule {rule}: the identifier is empty or holds a sign it may not hold ({looks_at})."
    ),
    "no_spaces": N_("Rule {rule}: there is a blank before or after {looks_at}. Take it out."),
    "date_now": N_("Rule {rule}: {looks_at} lies in the future."),
    "date_order": N_("Rule {rule}: {looks_at} lies after the day it may not be after."),
    "time_limit": N_("Rule {rule}: the period is longer than a year. Divide it."),
    "between_dates": N_("Rule {rule}: {looks_at} lies outside the period."),
}
NOT_LISTED = N_("The code is not in its list. Look it up in the code list of IATI 2.03.")
TWICE = N_("The identifier stands twice in this file (first in line {line}). Give each its own.")
NAMED = {
    "2.1.2": "sector/@percentage",
    "3.1.1": "recipient-country/@percentage",
    "3.7.1": "recipient-country | recipient-region",
    "6.11.1": "activity-date[@type='1' or @type='2']",
}
"""What a rule looks at, where its own path reads badly."""


class Verdict(NamedTuple):
    """What a file is and everything wrong with it: the kind by its schema, how many of it, whether
    the schema alone accepts it, and the issues of schema and rules.
    """

    kind: str
    entries: int
    is_valid: bool
    issues: list[Issue]


def judged(content: bytes, today: date) -> Verdict:
    """The verdict on a file; raises where it is no XML that can be read at all."""
    root = schema.parsed(content)
    kind = schema.KINDS.get(str(root.tag), "")
    faults = schema.faults(root)
    issues = [_of_schema(*fault) for fault in faults]
    issues += [_of_rule(one) for one in ruleset.broken(root, today)]
    issues += list(_unlisted(root))
    issues += list(_twice(root))
    return Verdict(kind, len(root), not faults, issues)


def _of_schema(line: int, path: str, words: str) -> Issue:
    name = next((key for key in SCHEMA_SAYS if key in words.partition(":")[0]), "")
    message = SCHEMA_SAYS.get(name, SCHEMA_OTHERWISE)
    where = f"{line} {path.removeprefix('/')}"
    return Issue("error", "iati_schema", where, words.partition(": ")[2][:200], message)


def _of_rule(one: Broken) -> Issue:
    facts = {"rule": one.rule, "looks_at": NAMED.get(one.rule, one.looks_at), "value": one.value}
    if one.kind == "one_or_all":
        facts |= {"one": ONE[one.looks_at], "all": ALL[one.looks_at]}
    return Issue(
        "error" if one.is_error else "warning",
        "iati_rule",
        _place(one.element),
        one.value[:200],
        RULE_SAYS[one.kind],
        facts,
    )


ONE = {"lang": "@xml:lang", "currency": "@default-currency", "sector": "sector"}
ALL = {"lang": "narrative/@xml:lang", "currency": "@currency", "sector": "transaction/sector"}
"""What ``one_or_all`` wants once, or on each place."""


def _unlisted(root: Element) -> Iterator[Issue]:
    """Codes that stand in no list; of a vocabulary of somebody's own nothing is known."""
    for path, listed in codes.known().items():
        for value in ruleset.reached(root, path):
            parent = value.getparent()
            if isinstance(value, Placed) and parent is not None and str(value) not in listed:
                place = f"{_place(parent)}/@{value.attrname!s}"
                yield Issue("error", "iati_code", place, str(value)[:80], NOT_LISTED)


def _twice(root: Element) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for element in root.iterfind("iati-activity/iati-identifier"):
        text = (element.text or "").strip()
        line = element.sourceline or 0
        if text in seen:
            facts = {"line": seen[text]}
            yield Issue("error", "iati_identifier", _place(element), text[:80], TWICE, facts)
        seen.setdefault(text, int(line))  # type: ignore[call-overload]


def _place(element: Element) -> str:
    """The line of an element and its path, shorter by the file's first element."""
    path = element.getroottree().getpath(element)
    return f"{element.sourceline} {path.removeprefix('/')}"
