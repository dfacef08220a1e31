"""Published files as read: what is taken, what is refused, and where each problem lies."""

import gzip
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from fund.errors import has_errors
from fund.i18n import languages, say, speaking
from fund.published.issues import KINDS, SHOWN
from fund.published.reading import read
from tests.published.samples import a_grant, a_package, a_release, as_bytes


def found(kind: str, content: Any) -> list[tuple[str, str, str]]:
    """(code, where, value) of every issue."""
    reading = read(kind, content if isinstance(content, bytes) else as_bytes(content))
    return [(issue.code, issue.where, issue.value) for issue in reading.issues]


def changed(path: str, value: Any, whole: Any = None) -> bytes:
    """The sample package with one place changed; NOTHING takes the field out. Text stands for
    itself.
    """
    whole = a_package() if whole is None else whole
    *steps, last = [int(part) if part.isdigit() else part for part in path.strip("/").split("/")]
    node = whole
    for part in steps:
        node = node[part]
    if value is NOTHING:
        del node[last]
    else:
        node[last] = value
    return as_bytes(whole)


NOTHING = object()
CONTRACT = "/releases/0/contracts/0"
ERRORS = [
    ("/releases/0/ocid", NOTHING, "no_id", "/releases/0/ocid", "null"),
    ("/releases/0/ocid", " ", "no_id", "/releases/0/ocid", " "),
    ("/releases/0/id", NOTHING, "no_id", "/releases/0/id", "null"),
    ("/releases/0/id", True, "bad_id", "/releases/0/id", "true"),
    ("/releases/0/ocid", "x" * 300, "bad_id", "/releases/0/ocid", "x" * 120 + "…"),
    (f"{CONTRACT}/id", None, "no_id", f"{CONTRACT}/id", "null"),
    (f"{CONTRACT}/value/amount", "1,000", "unreadable_amount", f"{CONTRACT}/value/amount", "1,000"),
    (f"{CONTRACT}/value/amount", "١٢", "unreadable_amount", f"{CONTRACT}/value/amount", "١٢"),
    (f"{CONTRACT}/value/amount", "1_000", "unreadable_amount", f"{CONTRACT}/value/amount", "1_000"),
    (f"{CONTRACT}/value/amount", True, "unreadable_amount", f"{CONTRACT}/value/amount", "true"),
    (f"{CONTRACT}/value/amount", {"a": 1}, "unreadable_amount", f"{CONTRACT}/value/amount", "{a}"),
    (f"{CONTRACT}/value", 1000, "unreadable_amount", f"{CONTRACT}/value", "1000"),
    (
        f"{CONTRACT}/value/amount",
        10**18,
        "amount_too_large",
        f"{CONTRACT}/value/amount",
        "1" + "0" * 18,
    ),
    (f"{CONTRACT}/value/currency", "RMB", "unknown_currency", f"{CONTRACT}/value/currency", "RMB"),
    (f"{CONTRACT}/value/currency", 156, "unknown_currency", f"{CONTRACT}/value/currency", "156"),
    (
        "/releases/0/tender/value/amount",
        "abc",
        "unreadable_amount",
        "/releases/0/tender/value/amount",
        "abc",
    ),
    (
        "/releases/0/planning",
        {"budget": {"amount": {"amount": "?"}}},
        "unreadable_amount",
        "/releases/0/planning/budget/amount/amount",
        "?",
    ),
    ("/releases/0/contracts", "none", "not_a_list", "/releases/0/contracts", "none"),
    ("/releases/0/contracts/0", 7, "not_an_object", "/releases/0/contracts/0", "7"),
    ("/releases/0/tender", 7, "not_an_object", "/releases/0/tender", "7"),
    ("/releases/0", 7, "not_an_object", "/releases/0", "7"),
    ("/releases/0/tender/title", "a\0b", "unstorable_text", "/releases/0/tender/title", "a\ufffdb"),
    ("/releases", {"a": 1}, "not_a_list", "/releases", "{a}"),
]


@pytest.mark.parametrize(("path", "value", "code", "where", "shown"), ERRORS)
def test_an_error_refuses_the_whole_file_and_names_its_place(
    path: str, value: Any, code: str, where: str, shown: str
) -> None:
    reading = read("ocds", changed(path, value))
    assert [(issue.code, issue.where, issue.value) for issue in reading.issues] == [
        (code, where, shown)
    ]
    assert has_errors(list(reading.issues))
    assert reading.records == ()


WARNINGS = [
    (
        f"{CONTRACT}/value/amount",
        "1234.50",
        "number_as_text",
        f"{CONTRACT}/value/amount",
        123450,
        "CNY",
    ),
    (
        f"{CONTRACT}/value/amount",
        " 1e2 ",
        "number_as_text",
        f"{CONTRACT}/value/amount",
        10000,
        "CNY",
    ),
    (
        f"{CONTRACT}/value/currency",
        "cny",
        "currency_case",
        f"{CONTRACT}/value/currency",
        10000000,
        "CNY",
    ),
    (f"{CONTRACT}/value/amount", -3.3, "negative_amount", f"{CONTRACT}/value/amount", -330, "CNY"),
    (f"{CONTRACT}/value/amount", None, "empty_amount", f"{CONTRACT}/value/amount", None, "CNY"),
    (f"{CONTRACT}/value/amount", "", "empty_amount", f"{CONTRACT}/value/amount", None, "CNY"),
    (
        f"{CONTRACT}/value/currency",
        NOTHING,
        "no_currency",
        f"{CONTRACT}/value/amount",
        10000000,
        "",
    ),
    (f"{CONTRACT}/value/currency", "", "no_currency", f"{CONTRACT}/value/amount", 10000000, ""),
    (f"{CONTRACT}/dateSigned", "", "empty_date", f"{CONTRACT}/dateSigned", 10000000, "CNY"),
    (
        f"{CONTRACT}/dateSigned",
        "28/02/2026",
        "unreadable_date",
        f"{CONTRACT}/dateSigned",
        10000000,
        "CNY",
    ),
    ("/releases/0/date", NOTHING, "empty_date", "/releases/0/date", 10000000, "CNY"),
    ("/releases/0/awards/0/date", "", "empty_date", "/releases/0/awards/0/date", 10000000, "CNY"),
    (
        "/releases/0/date",
        "28.02.2026",
        "unreadable_date",
        "/releases/0/date",
        10000000,
        "CNY",
    ),
    ("/releases/0/date", "0001-01-01T00:00:00Z", "empty_date", "/releases/0/date", 10000000, "CNY"),
    (f"{CONTRACT}/dateSigned", "0001-01-01", "empty_date", f"{CONTRACT}/dateSigned", 10**7, "CNY"),
    (
        f"{CONTRACT}/value/amount",
        179334.00000000003,
        "float_noise",
        f"{CONTRACT}/value/amount",
        17933400,
        "CNY",
    ),
    (f"{CONTRACT}/value/amount", 10.125, "finer_than_fen", f"{CONTRACT}/value/amount", 1013, "CNY"),
    (f"{CONTRACT}/value/amount", 0.001, "finer_than_fen", f"{CONTRACT}/value/amount", 0, "CNY"),
]


@pytest.mark.parametrize(("path", "value", "code", "where", "fen", "currency"), WARNINGS)
def test_a_warning_names_its_place_and_the_record_is_taken(
    path: str, value: Any, code: str, where: str, fen: int | None, currency: str
) -> None:
    reading = read("ocds", changed(path, value))
    assert [(issue.severity, issue.code, issue.where) for issue in reading.issues] == [
        ("warning", code, where)
    ]
    (release,) = reading.records
    assert (release.contracts[0].value_fen, release.contracts[0].currency) == (fen, currency)


WHOLE = [
    (b"", "empty_file", "/"),
    (b" \n\t", "empty_file", "/"),
    (b"\xef\xbb\xbf", "empty_file", "/"),
    (b"{", "not_json", "line 1"),
    (b'{\n"a": }', "not_json", "line 2"),
    (b"true", "not_ocds", "/"),
    (b'"string"', "not_ocds", "/"),
    (b"[]", "not_ocds", "/"),
    (b"{}", "not_ocds", "/"),
    (b"[[]]", "not_ocds", "/0"),
    (b'{"ocid":"\xff"}', "not_utf8", "line 1"),
    ("{}".encode("utf-16"), "not_utf8", "line 1"),
    (b"\x1f\x8bnonsense", "not_gzip", "/"),
    (gzip.compress(b"{}", mtime=0)[:-4], "not_gzip", "/"),
    (b"[" * 100_000, "too_deep", "line 1"),
    (b'{"releases":[],"ocid":"a","ocid":"b"}', "repeated_key", "/"),
    (
        b'{"releases":[{"ocid":"a","id":"b","tender":{"value":{"amount":NaN}}}]}',
        "not_a_number",
        "/releases/0/tender/value/amount",
    ),
    (b'{"ocid":"a","id":-Infinity}', "not_a_number", "/id"),
    (b'{"ocid":"a","id":"\\ud800"}', "unstorable_text", "/id"),
    (b'{"ocid":"a","id":1e99999999999999999999}', "not_a_number", "/id"),
    (b'{"grants":[{"id":"1"}]}', "not_ocds", "/"),
]


@pytest.mark.parametrize(("content", "code", "where"), WHOLE)
def test_what_is_no_published_file_is_refused_with_its_place(
    content: bytes, code: str, where: str
) -> None:
    reading = read("ocds", content)
    assert (reading.issues[0].code, reading.issues[0].where) == (code, where)
    assert reading.records == ()


def test_a_file_too_large_to_be_a_publication_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fund.published.documents.LARGEST_MB", 1)
    assert found("ocds", gzip.compress(b" " * 1_000_001)) == [("too_large", "/", "")]
    assert found("ocds", b" " * 1_000_001) == [("too_large", "/", "")]


def test_deep_nesting_inside_a_release_is_refused_not_crashed_on() -> None:
    deep = b"[" * 400 + b"]" * 400
    content = as_bytes(a_release(extra="DEEP")).replace(b'"DEEP"', deep)
    assert found("ocds", content) == [("too_deep", "/", "")]


def test_amounts_are_read_exactly_from_their_text() -> None:
    for text, fen in [
        ("1.10", 110),
        ("1e2", 10000),
        ("0.29", 29),
        ("999999999999999.99", 99999999999999999),
        ("1.100000000000000000000000000000000", 110),
    ]:
        content = as_bytes(a_package()).replace(
            b'"amount": 100000, "currency": "CNY"}}]}]}',
            f'"amount": {text}, "currency": "CNY"}}}}]}}]}}'.encode(),
        )
        (release,) = read("ocds", content).records
        assert release.contracts[0].value_fen == fen


def test_a_fraction_beyond_the_digits_of_a_float_is_noise_and_told() -> None:
    content = as_bytes(a_grant()).replace(b"250000", b"250000.0000000000000000000000000000000001")
    reading = read("360giving", content)
    assert [issue.code for issue in reading.issues] == ["float_noise"]
    assert reading.records[0].awarded_fen == 25000000  # type: ignore[union-attr]
    assert b"0000000000001" in reading.records[0].raw  # kept as published


def test_a_release_is_read_with_its_buyer_supplier_and_dates() -> None:
    (release,) = read("ocds", as_bytes(a_package())).records
    assert (release.ocid, release.release_id, release.buyer, release.title, release.method) == (
        "ocds-213czf-1",
        "r1",
        "示例采购中心",
        "示例测控服务采购",
        "open",
    )
    assert release.released_at == datetime(2026, 2, 28, 16, tzinfo=UTC)
    (contract,) = release.contracts
    assert (contract.supplier, contract.supplier_id, contract.signed_on) == (
        "示例测控公司",
        "s",
        date(2026, 2, 28),
    )
    assert (release.tender_fen, contract.value_fen, contract.paid_fen) == (12000000, 10000000, None)


def test_names_come_from_the_parties_where_only_an_id_is_given() -> None:
    release = a_release(
        buyer={"id": 7},
        parties=[{"id": 7, "name": "甲"}, {"id": "s", "identifier": {"legalName": "乙"}}],
    )
    release["awards"][0]["suppliers"] = {"id": "s"}
    (taken,) = read("ocds", as_bytes(release)).records
    assert (taken.buyer, taken.contracts[0].supplier) == ("甲", "乙")


def test_transactions_of_either_version_of_the_standard_add_up_to_what_was_paid() -> None:
    contract = a_release()["contracts"][0]
    contract["implementation"] = {
        "transactions": [
            {"id": "1", "amount": {"amount": 10.5, "currency": "CNY"}},
            {"id": "2", "value": {"amount": 20, "currency": "CNY"}},
        ]
    }
    (release,) = read("ocds", as_bytes(a_release(contracts=[contract]))).records
    assert release.contracts[0].paid_fen == 3050


def test_a_payment_in_another_currency_is_never_added() -> None:
    contract = a_release()["contracts"][0]
    contract["implementation"] = {
        "transactions": [{"id": "1", "value": {"amount": 10, "currency": "USD"}}]
    }
    reading = read("ocds", as_bytes(a_release(contracts=[contract])))
    assert [issue.code for issue in reading.issues] == ["other_currency"]
    assert reading.records[0].contracts[0].paid_fen is None


def test_a_contract_id_repeated_in_a_process_gets_its_position() -> None:
    contract = a_release()["contracts"][0]
    reading = read(
        "ocds", as_bytes(a_release(contracts=[contract, {**contract, "id": "d"}, contract]))
    )
    assert [issue.code for issue in reading.issues] == ["repeated_contract"]
    assert [one.shown_id for one in reading.records[0].contracts] == ["c#1", "d", "c#3"]
    assert [one.contract_id for one in reading.records[0].contracts] == ["c", "d", "c"]


def test_every_shape_of_ocds_file_gives_the_same_release() -> None:
    release, record = a_release(), {"ocid": "ocds-213czf-1", "releases": [a_release()]}
    line = as_bytes(release)
    shapes = [
        line,
        as_bytes([release]),
        as_bytes(a_package()),
        as_bytes([a_package()]),
        as_bytes({"records": [record]}),
        as_bytes(record),
        line + b"\n",
        b"\xef\xbb\xbf" + line,
        gzip.compress(line),
        json.dumps(release, indent=2).encode(),
        as_bytes({"compiledRelease": release}),
        as_bytes(
            {
                "records": [
                    {"ocid": "ocds-213czf-1", "versionedRelease": {}, "compiledRelease": release}
                ]
            }
        ),
    ]
    digests = {read("ocds", shape).records[0].digest for shape in shapes}
    assert len(digests) == 1
    assert all(len(read("ocds", shape).records) == 1 for shape in shapes)


def test_lines_are_read_one_by_one_and_their_numbers_named() -> None:
    lines = [as_bytes(a_release(id=str(number))) for number in range(3)]
    assert len(read("ocds", b"\n\n".join(lines)).records) == 3
    bad = b"\n".join([lines[0], b'{""}', lines[1], as_bytes(a_release(id=None)), b"7"])
    assert found("ocds", bad) == [
        ("not_json", "line 2", '{""}'),
        ("no_id", "line 4/id", "null"),
        ("not_ocds", "line 5", "7"),
        ("several_steps", "/", ""),
    ]


def test_packages_written_over_several_lines_follow_one_another() -> None:
    pretty = json.dumps(a_package(), indent=2).encode()
    assert len(read("ocds", pretty + b"\n" + pretty).records) == 2


def test_the_same_release_in_another_order_of_fields_is_the_same_version() -> None:
    release = a_release()
    (one,) = read("ocds", as_bytes(release)).records
    (other,) = read("ocds", as_bytes(dict(reversed(release.items())))).records
    assert one.digest == other.digest
    (third,) = read("ocds", as_bytes(a_release(id="r2"))).records
    assert third.digest != one.digest


def test_the_compiled_release_of_a_record_is_its_latest_version() -> None:
    late, compiled = (
        a_release(date="2026-05-01T00:00:00Z"),
        a_release(id="k", date="2026-04-01T00:00:00Z"),
    )
    embedded, latest = read(
        "ocds", as_bytes({"ocid": "ocds-213czf-1", "releases": [late], "compiledRelease": compiled})
    ).records
    assert (embedded.release_id, latest.release_id) == ("r1", "k")
    assert embedded.released_at == latest.released_at == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_record_that_only_links_to_releases_is_refused_and_a_compiled_one_is_read() -> None:
    link = {"url": "https://example.org/1", "date": "2026-01-01T00:00:00Z", "tag": ["tender"]}
    record = {"ocid": "ocds-213czf-1", "releases": [link]}
    assert found("ocds", {"records": [record]}) == [("linked_only", "/records/0/releases", "1")]
    reading = read("ocds", as_bytes({"records": [{**record, "compiledRelease": a_release()}]}))
    assert [issue.code for issue in reading.issues] == ["linked_releases"]
    assert len(reading.records) == 1


def test_a_versioned_release_alone_is_refused() -> None:
    versioned = {
        "ocid": "o",
        "initiationType": [
            {
                "releaseID": "1",
                "releaseDate": "2026-01-01T00:00:00Z",
                "releaseTag": ["tender"],
                "value": "tender",
            }
        ],
    }
    assert found("ocds", versioned) == [("versioned_only", "/", "o")]
    assert found("ocds", {"records": [{"ocid": "o", "versionedRelease": versioned}]}) == [
        ("versioned_only", "/records/0", "o")
    ]


def test_a_release_of_another_process_inside_a_record_is_refused() -> None:
    assert found("ocds", {"ocid": "other", "releases": [a_release()]}) == [
        ("ocid_mismatch", "/releases/0/ocid", "ocds-213czf-1")
    ]


def test_an_empty_package_is_taken_with_a_warning() -> None:
    assert found("ocds", {"releases": []}) == [("nothing_in_it", "/releases", "")]
    assert found("360giving", {"grants": []}) == [("nothing_in_it", "/grants", "")]


GRANT_ISSUES = [
    ("id", NOTHING, "no_id", "/grants/0/id"),
    ("amountAwarded", "ten", "unreadable_amount", "/grants/0/amountAwarded"),
    ("amountAwarded", "10", "number_as_text", "/grants/0/amountAwarded"),
    ("amountAwarded", NOTHING, "empty_amount", "/grants/0/amountAwarded"),
    ("amountAwarded", -1, "negative_amount", "/grants/0/amountAwarded"),
    ("amountDisbursed", 1.001, "finer_than_fen", "/grants/0/amountDisbursed"),
    ("currency", "Pounds", "unknown_currency", "/grants/0/currency"),
    ("currency", "gbp", "currency_case", "/grants/0/currency"),
    ("currency", NOTHING, "no_currency", "/grants/0/amountAwarded"),
    ("awardDate", "", "empty_date", "/grants/0/awardDate"),
    ("awardDate", NOTHING, "empty_date", "/grants/0/awardDate"),
    ("awardDate", "03/04/2026", "unreadable_date", "/grants/0/awardDate"),
    ("dateModified", 5, "unreadable_date", "/grants/0/dateModified"),
]


@pytest.mark.parametrize(("name", "value", "code", "where"), GRANT_ISSUES)
def test_a_problem_of_a_grant_names_its_place(name: str, value: Any, code: str, where: str) -> None:
    reading = read(
        "360giving",
        changed(f"/grants/0/{name}", value, {"grants": [a_grant(dateModified="2026-03-02")]}),
    )
    assert [(issue.code, issue.where) for issue in reading.issues] == [(code, where)]
    assert len(reading.records) == (KINDS[code][0] == "warning")


def test_a_grant_is_read_from_a_package_a_list_and_a_line() -> None:
    shapes = [
        as_bytes({"grants": [a_grant()]}),
        as_bytes([a_grant()]),
        as_bytes(a_grant()),
        as_bytes(a_grant()) + b"\n" + as_bytes(a_grant(id="2")),
    ]
    for shape in shapes:
        grant = read("360giving", shape).records[0]
        assert (
            grant.grant_id,
            grant.awarded_fen,
            grant.currency,
            grant.recipient,
            grant.funder,
            grant.awarded_on,
        ) == (
            "360G-example-1",
            25000000,
            "CNY",
            "示例研究所",
            "示例基金",
            date(2026, 3, 1),
        )


def test_a_grant_that_comes_twice_in_a_file_is_told() -> None:
    assert found("360giving", [a_grant(), a_grant(title="x")]) == [
        ("repeated_grant", "/1/id", "360G-example-1")
    ]


def test_an_ocds_file_handed_in_as_grants_is_refused() -> None:
    assert found("360giving", a_package()) == [("not_360giving", "/", "{uri, version, releases}")]


def test_the_hundred_and_first_issue_of_a_kind_is_counted_not_listed() -> None:
    reading = read("ocds", as_bytes([a_release(id=None) for _ in range(SHOWN + 50)]))
    assert len(reading.issues) == SHOWN + 1
    assert reading.issues[-1].facts == {"count": 50, "code": "no_id"}
    assert has_errors(list(reading.issues))


def test_every_issue_has_a_sentence_in_every_language() -> None:
    contents = [changed(path, value) for path, value, *_rest in ERRORS + WARNINGS] + [
        content for content, *_rest in WHOLE
    ]
    for content in contents:
        for issue in read("ocds", content).issues:
            for language in languages():
                with speaking(language):
                    assert say(issue).strip()
                    assert "{" not in say(issue)
