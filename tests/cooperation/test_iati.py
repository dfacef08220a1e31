"""IATI 2.03: the standard's own test files, the defects its schema lets pass, and hostile files."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fund import i18n
from fund.cooperation import judging, ruleset, schema
from fund.errors import FundError, has_errors

TODAY = date(2026, 11, 29)
GOOD = (Path(__file__).parent / "good.xml").read_text("utf-8")


def between(first: str, last: str) -> str:
    return GOOD[GOOD.index(first) : GOOD.index(last)]


DEFECTS = [
    ("no title", between("    <title>", "    <description>"), "", "schema", ""),
    ("no organisation", between("    <part", "    <activity-status"), "", "schema", ""),
    ("wrong order", '<activity-status code="2"/>', "", "schema", ""),
    ("separators", "3000000.00", "3,000,000", "schema", "transaction"),
    ("no such day", '"2" iso-date="2026-01-05"', '"2" iso-date="2026-02-30"', "schema", "date"),
    ("90 per cent", 'percentage="40"', 'percentage="30"', "2.1.2", "iati-activity"),
    ("country XX", 'code="LA"', 'code="XX"', "code", "recipient-country/@code"),
    ("paid in 2099", '"2026-03-01"', '"2099-03-01"', "11.2.1", "iati-activity"),
    ("ends first", '"3" iso-date="2027-06-30"', '"3" iso-date="2025-06-30"', "11.1.2", ""),
    ("no sector", between("    <sector", "    <budget>"), "", "6.2.2", ""),
    ("a figure in words", 'value="40"', 'value="约四十"', "8.10.2", "actual"),
    (
        "identifier twice",
        "</iati-activities>",
        GOOD[GOOD.index("  <iati-activity ") :],
        "twice",
        "",
    ),
    ("three years", '-end iso-date="2026-12-31"', '-end iso-date="2028-12-31"', "7.5.3", "budget"),
    ("no currency", ' default-currency="CNY"', "", "7.8.1", "iati-activity"),
]


def suite(shared: Path) -> Iterator[tuple[str, bytes]]:
    """The test files of the schemas whose folder says what they are."""
    with zipfile.ZipFile(shared / "iati" / "schema-tests.zip") as held:
        for name in held.namelist():
            if name.endswith(".xml") and ("should-pass" in name or "should-fail" in name):
                yield name, held.read(name)


def test_every_file_of_the_standards_suite_is_judged_as_its_folder_says(shared: Path) -> None:
    verdicts = {name: judging.judged(content, TODAY) for name, content in suite(shared)}
    assert len(verdicts) == 694
    wrong = [name for name, one in verdicts.items() if one.is_valid != ("should-pass" in name)]
    assert wrong == []
    failed = [one for name, one in verdicts.items() if "should-fail" in name]
    assert all(one.issues[0].where.strip() for one in failed)


def test_what_is_good_is_called_good() -> None:
    verdict = judging.judged(GOOD.encode(), TODAY)
    assert (verdict.kind, verdict.entries, verdict.is_valid) == ("activities", 1, True)
    assert verdict.issues == []


@pytest.mark.parametrize(
    ("name", "before", "after", "rule", "place"), DEFECTS, ids=lambda v: str(v)[:14]
)
def test_each_planted_defect_is_refused_with_element_and_rule(
    name: str, before: str, after: str, rule: str, place: str
) -> None:
    content = GOOD.replace(before, after)
    if name == "wrong order":
        content = content.replace("    <title>", '    <activity-status code="2"/><title>')
    assert content != GOOD
    verdict = judging.judged(content.encode(), TODAY)
    assert has_errors(verdict.issues)
    assert verdict.is_valid == (rule != "schema")
    codes = {"code": "iati_code", "twice": "iati_identifier", "schema": "iati_schema"}
    fitting = [
        issue
        for issue in verdict.issues
        if issue.code == codes.get(rule, "iati_rule")
        and issue.facts.get("rule", rule) == rule
        and place in issue.where
    ]
    assert fitting, verdict.issues
    with i18n.speaking("zh"):
        said = i18n.say(fitting[0])
    assert "{" not in said
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said)


def test_every_kind_of_rule_has_its_sentence_and_its_question() -> None:
    kinds = {
        inner
        for held in ruleset.rules().values()
        for kind, cases in held.items()
        for case in cases["cases"]
        for inner in (case["do"] if kind == "loop" else [kind])
    }
    assert kinds <= set(ruleset.KINDS)
    assert set(ruleset.KINDS) == set(judging.RULE_SAYS)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]><iati-activities version='2.03'>&j;</iati-activities>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<iati-activities version='2.03'>&a;</iati-activities>"
)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (BOMB.encode(), schema.HasDoctype),
        (OUTSIDE.encode(), schema.HasDoctype),
        (b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><iati-activities/>', schema.HasDoctype),
        (b"<iati-activities>", schema.NotXml),
        (b"PK\x03\x04", schema.NotXml),
        (b"", schema.NotXml),
        (b" " * (schema.MOST_BYTES + 1), schema.TooLarge),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(content: bytes, error: type[FundError]) -> None:
    with pytest.raises(error):
        judging.judged(content, TODAY)


def test_another_first_element_is_named() -> None:
    verdict = judging.judged(b"<rss/>", TODAY)
    assert not verdict.is_valid
    assert verdict.kind == ""


IDENTIFIER = "<iati-identifier>CN-USCI-9111-P1"
BROKEN = [
    ("1.1.3", "unique", IDENTIFIER, "<iati-identifier>CN-USCI-9111"),
    ("1.1.21", "startswith", IDENTIFIER, "<iati-identifier>GB-1-P1"),
    ("1.3.13", "regex_matches", IDENTIFIER, f"{IDENTIFIER}/2"),
    ("1.3.1", "no_spaces", IDENTIFIER, "<iati-identifier> CN-USCI-9111-P1"),
    ("4.1.1", "one_or_all", ' xml:lang="zh"', ""),
    (
        "11.1.1",
        "date_now",
        "<iati-activity ",
        '<iati-activity last-updated-datetime="2099-01-01T00:00:00Z" ',
    ),
    ("12.3.1", "range", 'percentage="60"', 'percentage="160"'),
    (
        "6.6.2",
        "if_then",
        "3000000.00</value>",
        '3000000.00</value><sector vocabulary="1" code="41082"/>',
    ),
    ("8.6.3", "date_order", '-end iso-date="2026-12-31"', '-end iso-date="2025-12-31"'),
    (
        "107.1.2",
        "no_more_than_one",
        "<budget>",
        '<default-aid-type code="A01"/>' * 2 + "<budget>",
    ),
]
"""A rule by the standard's id and its kind, and what breaks it in the good file."""
ABROAD = """<iati-organisations version="2.03">
<iati-organisation xml:lang="en" default-currency="CNY">
<organisation-identifier>CN-USCI-9111</organisation-identifier>
<name><narrative>x</narrative></name>
<reporting-org ref="CN-USCI-9111" type="10"><narrative>x</narrative></reporting-org>
<recipient-country-budget><recipient-country code="LA"/>
<period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/>
<value value-date="2026-01-01">1</value>
<budget-line ref="1"><value value-date="2026-03-01">1</value><narrative>x</narrative></budget-line>
</recipient-country-budget></iati-organisation></iati-organisations>"""


def rules_broken(content: str) -> set[tuple[str, str]]:
    """Rules an otherwise valid file breaks, by the standard's id and their kind."""
    root = schema.parsed(content.encode())
    assert schema.faults(root) == []
    return {(one.rule, one.kind) for one in ruleset.broken(root, TODAY)}


@pytest.mark.parametrize(
    ("rule", "kind", "before", "after"), BROKEN, ids=[one[0] for one in BROKEN]
)
def test_each_kind_of_rule_is_broken_by_its_own_fault(
    rule: str, kind: str, before: str, after: str
) -> None:
    assert GOOD.count(before) == 1
    assert (rule, kind) not in rules_broken(GOOD)
    assert (rule, kind) in rules_broken(GOOD.replace(before, after))


def test_a_line_of_a_budget_lies_inside_its_period() -> None:
    assert rules_broken(ABROAD) == set()
    outside = ABROAD.replace('value-date="2026-03-01"', 'value-date="2027-03-01"')
    assert rules_broken(outside) == {("11.3.1", "between_dates")}


def test_every_kind_of_rule_was_broken_once() -> None:
    tried = {kind for _rule, kind, _before, _after in BROKEN} | {"between_dates"}
    by_defects = {"strict_sum", "atleast_one", "time_limit"}
    assert tried | by_defects == set(ruleset.KINDS)
