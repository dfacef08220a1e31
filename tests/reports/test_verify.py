"""Whose is this workbook, and is it as it was written: saved again it is unchanged, each alteration
is named at its place, and nobody without the key makes one that passes.
"""

import base64
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font

from fund.reports import record, signing
from fund.reports.description import Column, Sheet
from fund.reports.seal import SEAL
from fund.reports.signing import Sealing, fingerprint, signed
from fund.reports.verify import MOST_NAMED, NotReadable, Verdict, verify
from fund.reports.workbook import write
from fund.workbook.guard import open_workbook
from tests.reports.alterations import KINDS, saved, within
from tests.reports.conftest import KEY, KEYS, every_kind, report, sealed
from tests.workbook.test_guard import HOSTILE

pytestmark = pytest.mark.dear

ISSUED, DRAFT = sealed(report()), sealed(report(state="draft"), "draft")
BEFORE = Path(__file__).parent / "before"
PASSES = ("issued", "draft")

HOSTILE_PARTS = {
    "macros": ("xl/vbaProject.bin", b""),
    "a link outside": ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "entities": ("xl/late.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "a program": ("xl/program.exe", b"MZ"),
    "a bomb": ("xl/late.xml", b"<a>" + b" " * (600 * 2**20) + b"</a>"),
}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, part)
    return out.getvalue()


def altered(change: Callable[[Workbook], Any], content: bytes = ISSUED) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book)
    return saved(book)


def put(sheet: str, cell: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def said(verdict: Verdict) -> tuple[str, str, list[Any]]:
    return verdict["state"], verdict["reason"], verdict["changed"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", ["draft", "issued"])
def test_a_workbook_is_what_it_was_written_as(language: str, state: str) -> None:
    for described in (report(language, state=state, demonstration=True), every_kind(language)):
        content = sealed(described, state)
        assert said(verify(content, KEYS)) == (state, "", [])
        assert said(verify(altered(lambda _book: None, content), KEYS)) == (state, "", [])
        assert said(verify(content, {})) == ("unknown", "no_key", [])


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_may_open_and_save_it(
    language: str, through_libreoffice: Callable[..., Path]
) -> None:
    content = through_libreoffice(sealed(report(language, state="draft"), "draft")).read_bytes()
    assert said(verify(content, KEYS)) == ("draft", "", [])


@pytest.mark.office
def test_what_was_changed_in_libreoffice_is_named(through_libreoffice: Callable[..., Path]) -> None:
    content = through_libreoffice(
        through_libreoffice(altered(put("资金来源", "B6", 1_000_001.00005))).read_bytes()
    ).read_bytes()
    found = {
        (change["sheet"], change["cell"]): (change["issued"], change["found"])
        for change in verify(content, KEYS)["changed"]
    }
    assert found["资金来源", "B6"] == ("1000000.00005", "1000001.00005")


SHARE = [
    pytest.param(seed, marks=[] if seed < 2 * len(KINDS) else pytest.mark.long)
    for seed in range(18 * len(KINDS))
]


@pytest.mark.parametrize("seed", SHARE)
def test_each_alteration_is_named_at_its_place_and_nothing_besides(seed: int) -> None:
    kind = KINDS[seed % len(KINDS)]
    content, named = kind(ISSUED, Random(seed))
    verdict = verify(content, KEYS)
    assert verdict["state"] == "altered", kind.__name__
    found = {(one["sheet"], one["cell"], one["what"]) for one in verdict["changed"]}
    assert found == named, kind.__name__


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("number", range(25))
def test_files_saved_again_by_both_programs_are_unchanged(
    number: int, through_libreoffice: Callable[..., Path]
) -> None:
    """Fifty: each of other figures, saved by LibreOffice, then by openpyxl as well."""
    random = Random(number)
    described = report(random.choice(("zh", "en")), unit=random.choice(("yuan", "wan", "yi")))
    for sheet in described.sheets:
        for column in sheet.columns:
            if column.kind == "amount" and len(sheet.frame):
                made = [random.randint(-(10**14), 10**14) for _row in range(len(sheet.frame))]
                sheet.frame[column.key] = made
    content = through_libreoffice(sealed(described)).read_bytes()
    assert said(verify(content, KEYS)) == ("issued", "", [])
    assert said(verify(altered(lambda _book: None, content), KEYS)) == ("issued", "", [])


OTHER = Ed25519PrivateKey.generate()


def lines_of(content: bytes) -> list[str]:
    return [str(cell.value) for (cell,) in load_workbook(io.BytesIO(content))[SEAL].iter_rows()]


def with_seal(*lines: str, content: bytes = ISSUED) -> bytes:
    """The report with other texts in the seal's sheet."""

    def change(book: Workbook) -> None:
        del book[SEAL]
        sheet = book.create_sheet(SEAL)
        for row, line in enumerate(lines, 1):
            sheet.cell(row, 1, line).data_type = "s"

    return altered(change, content)


def restated(**changes: Any) -> str:
    """The true statement with other words."""
    facts = signing.statement(lines_of(ISSUED)[1]) | changes
    return base64.b64encode(json.dumps(facts, sort_keys=True).encode()).decode()


def signed_by_another(line: str) -> str:
    text = base64.b64decode(line)
    return base64.b64encode(OTHER.sign(signing.PURPOSE + text)).decode()


def rewritten(content: bytes, cell: str, value: float) -> tuple[bytes, list[str]]:
    """A cell and the record of it, both changed; the record's digest is another then."""
    changed = altered(put("资金来源", cell, value), content)
    lines = lines_of(content)
    start = lines.index(f"{record.TITLE}资金来源") + 1
    text = zlib.decompress(base64.b64decode(lines[start]))
    assert b"1000000.00005" in text
    text = text.replace(b"1000000.00005", str(value).encode())
    lines[start] = base64.b64encode(zlib.compress(text)).decode()
    return changed, lines


def _both(book: Workbook) -> None:
    book.copy_worksheet(book[SEAL]).title = "_Issued2"
    book["_Issued2"].sheet_state = "veryHidden"


def forged_record_and_statement() -> bytes:
    changed, lines = rewritten(ISSUED, "B6", 9_000_000.0)
    statement = restated(record=signing.digest(lines[3:], "sha256"))
    return with_seal(lines[0], statement, lines[2], *lines[3:], content=changed)


def forged_record() -> bytes:
    changed, lines = rewritten(ISSUED, "B6", 9_000_000.0)
    return with_seal(*lines, content=changed)


def of_another_installation() -> bytes:
    changed = report(number="2026-0001", state="issued")
    return write(changed, Sealing({"state": "issued", "number": "2026-0001"}, OTHER))


def seal_again(claimed: str = "") -> bytes:
    """A changed report sealed by somebody with our source and a key of their own."""
    _changed, lines = rewritten(ISSUED, "B6", 9_000_000.0)
    facts = {"state": "issued", "number": "2026-0001"}
    two = signed(Sealing(facts, OTHER), lines[3:])
    if claimed:
        said_ = json.loads(base64.b64decode(two[0])) | {"key": claimed}
        two[0] = base64.b64encode(json.dumps(said_).encode()).decode()
        two[1] = signed_by_another(two[0])
    changed = altered(put("资金来源", "B6", 9_000_000.0))
    return with_seal(lines[0], *two, *lines[3:], content=changed)


def twice_named() -> bytes:
    """Two sheets of one name, the second with another figure."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ISSUED)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/workbook.xml":
                part = part.replace('name="新增立项"'.encode(), 'name="资金来源"'.encode())
            new.writestr(name, part)
    return out.getvalue()


def a_box_over_cells() -> bytes:
    shape = r"<xdr:sp><xdr:txBody>9 000 000</xdr:txBody></xdr:sp>\g<0>"
    space = ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    name, content = within(ISSUED, "xl/drawings/drawing", r"</(?:xdr:)?wsDr>", shape, Random(1))
    return within(content, name, r"<(?:xdr:)?wsDr(?! xmlns:xdr)", rf"\g<0>{space}", Random(1))[1]


def white_if_more(book: Workbook) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFFF"))
    book["资金来源"].conditional_formatting.add("B5:B8", rule)


def commented(book: Workbook) -> None:
    book["资金来源"]["B6"].comment = Comment("9 000 000", "")


def printed_in_part(book: Workbook) -> None:
    book["资金来源"].print_area = "A1:E6"


LINES = lines_of(ISSUED)
FORGERIES: dict[str, Callable[[], bytes]] = {
    "a report of another installation": of_another_installation,
    "sealed anew with a key of one's own": seal_again,
    "the same, claiming our key": lambda: seal_again(next(iter(KEYS))),
    "cell and record changed": forged_record,
    "cell, record and the statement's digest changed": forged_record_and_statement,
    "a draft that says it is issued": lambda: with_seal(
        lines_of(DRAFT)[0], restated(), *lines_of(DRAFT)[2:], content=DRAFT
    ),
    "an issued seal in a draft": lambda: with_seal(*LINES, content=DRAFT),
    "the seal of another report": lambda: with_seal(*LINES, content=sealed(every_kind("zh"))),
    "no signature": lambda: with_seal(LINES[0], LINES[1], "", *LINES[3:]),
    "a signature of noughts": lambda: with_seal(
        LINES[0], restated(number="9"), base64.b64encode(bytes(64)).decode(), *LINES[3:]
    ),
    "somebody else's signature": lambda: (
        with_seal(LINES[0], LINES[1], signed_by_another(LINES[1]), *LINES[3:]) if LINES else b""
    ),
    "another hash": lambda: with_seal(LINES[0], restated(algorithm="md5", record=""), *LINES[2:]),
    "another state": lambda: with_seal(LINES[0], restated(state="draft"), *LINES[2:]),
    "a state of no kind": lambda: with_seal(LINES[0], restated(state="final"), *LINES[2:]),
    "the seal of before, without signature": lambda: with_seal("fund-seal-2", *LINES[3:]),
    "no seal": lambda: altered(lambda book: book.remove(book[SEAL])),
    "an empty seal": lambda: with_seal(""),
    "a second seal": lambda: altered(_both),
    "a second sheet of one name": twice_named,
    "a box over cells": a_box_over_cells,
    "figures white by a rule": lambda: altered(white_if_more),
    "a comment": lambda: altered(commented),
    "only a part printed": lambda: altered(printed_in_part),
    "cells joined": lambda: altered(lambda book: book["资金来源"].merge_cells("B5:B7")),
    "the mark of a draft taken away": lambda: altered(
        lambda book: setattr(book.worksheets[1].oddHeader.center, "text", ""), DRAFT
    ),
}


@pytest.mark.parametrize("way", FORGERIES)
def test_no_forgery_is_issued_or_a_draft(way: str) -> None:
    """The forger has our source, an issued report, a draft, and an installation of their own."""
    content = FORGERIES[way]()
    with_keys, without = verify(content, KEYS), verify(content, {})
    assert with_keys["state"] not in PASSES
    assert not with_keys["ok"]
    assert without["state"] not in PASSES


def test_what_a_forger_changed_is_told_from_what_is_not_ours() -> None:
    found = {way: verify(FORGERIES[way](), KEYS) for way in list(FORGERIES)[:5]}
    assert [one["state"] for one in found.values()] == [
        "not_ours",
        "not_ours",
        "not_ours",
        "altered",
        "not_ours",
    ]
    assert verify(FORGERIES["no seal"](), KEYS)["reason"] == "no_seal"


def test_a_key_of_no_fund_is_foreign() -> None:
    text = signing.public_text(OTHER.public_key())
    assert said(verify(ISSUED, {fingerprint(text): text})) == ("not_ours", "foreign_key", [])


def test_a_long_report_is_sealed_in_pieces_no_cell_is_too_small_for() -> None:
    issued = sealed(report(sheets=[long(6_000)], checks=[]))
    lengths = [len(line) for line in lines_of(issued)]
    assert record.PIECE in lengths
    assert max(lengths) <= 32_767
    assert verify(issued, KEYS)["state"] == "issued"
    changed = verify(altered(put("长表", "B4000", 1), issued), KEYS)["changed"]
    assert [change["cell"] for change in changed if change["sheet"] == "长表"] == ["B4000"]


def long(count: int) -> Sheet:
    frame = pd.DataFrame(
        {"code": [f"编号-{row * 7919 % 10007}" for row in range(count)], "fen": range(count)}
    )
    return Sheet("long", "长表", [Column("code", "编号"), Column("fen", "金额", "original")], frame)


def test_a_report_longer_than_any_upload_may_be_is_verified() -> None:
    issued = sealed(report(sheets=[long(100_050)], checks=[]))
    assert open_workbook(issued)[1][0].code in ("workbook_far_cell", "workbook_cells")
    assert said(verify(issued, KEYS)) == ("issued", "", [])


def test_rows_put_in_are_named_once_and_not_all_below_them() -> None:
    issued = sealed(report(sheets=[long(2_000)], checks=[]))

    def insert(book: Workbook) -> None:
        book["长表"].insert_rows(600, 3)
        for row in (600, 601, 602):
            book["长表"].cell(row, 1, f"新 {row}")

    found = verify(altered(insert, issued), KEYS)["changed"]
    assert [(one["cell"], one["what"]) for one in found] == [
        ("600", "row_added"),
        ("601", "row_added"),
        ("602", "row_added"),
    ]


@pytest.mark.parametrize("name", ["kinds-zh", "kinds-en", "report-zh"])
def test_what_was_sealed_before_signatures_is_compared_and_of_unknown_origin(name: str) -> None:
    content = (BEFORE / f"{name}.xlsx").read_bytes()
    assert said(verify(content, KEYS)) == ("unknown", "old_seal", [])
    title = load_workbook(io.BytesIO(content)).sheetnames[1]
    found = verify(altered(put(title, "B5", 7), content), KEYS)
    assert found["state"] == "altered"
    changed = next(change for change in found["changed"] if change["sheet"] == title)
    assert changed["cell"] == "B5"


@pytest.mark.parametrize(
    "name", ["300 MB of tiny cells", "800 MB in one cell", "too large", "a text that is not there"]
)
def test_a_hostile_file_is_not_verified(name: str) -> None:
    with pytest.raises(NotReadable):
        verify(HOSTILE[name][0](), KEYS)


@pytest.mark.parametrize("name", HOSTILE_PARTS)
def test_a_sealed_report_made_hostile_is_not_read(name: str) -> None:
    """The seal is whole, so only the guard can refuse: it reads to the end."""
    with pytest.raises(NotReadable):
        verify(with_part(ISSUED, *HOSTILE_PARTS[name]), KEYS)


def packed(*lines: bytes) -> list[str]:
    """What a record holds, in pieces a cell holds."""
    text = base64.b64encode(zlib.compress(b"".join(line + b"\n" for line in lines))).decode()
    return [text[start : start + 30_000] for start in range(0, len(text), 30_000)]


def sealed_by(*body: str) -> bytes:
    """The report with another record, signed with our own key: what nobody else can make."""
    looks = [line for line in LINES if line.startswith(record.LOOKS)]
    lines = [*looks, *body]
    two = signed(Sealing({"state": "issued", "number": "1"}, KEY), lines)
    return with_seal(record.MARK, *two, *lines)


ROW = b'[5,[[1,"text",["a"]]]]'
FORGED = {
    "nothing": [],
    "no record": ["AAAA"],
    "half a record": [packed(ROW)[0][:-8]],
    "no json": packed(b"[5,"),
    "no block": packed(b"{}"),
    "no columns": packed(b"[5,[]]"),
    "columns of unequal length": packed(b'[5,[[1,"text",["a"]],[2,"text",[]]]]'),
    "a row before the first": packed(b'[0,[[1,"text",["a"]]]]'),
    "a row twice": packed(ROW, ROW),
    "a line without end": packed(b"[5," + b"[" * (9 * 2**20)),
    "a stream without end": packed(b" " * (300 * 2**20)),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_record_that_is_none_seals_nothing(name: str) -> None:
    found = verify(sealed_by(record.TITLE + "资金来源", *FORGED[name]), KEYS)
    assert found["state"] == "not_ours"


LOOKS = {
    "no sheets": [],
    "a sheet without a look": {"资金来源": 5},
    "rows that are none": {"资金来源": {"rows": 5}},
    "a row that is none": {"资金来源": {"rows": ["B"]}},
    "a header in one": {"资金来源": {"header": "page"}},
    "a count of words": {"资金来源": {"rules": "many"}},
    "charts that are none": {"资金来源": {"charts": [5]}},
}


@pytest.mark.parametrize("name", LOOKS)
def test_looks_that_are_none_seal_nothing_for_who_has_no_key(name: str) -> None:
    """Anybody makes such a file; without a key its signature is not asked."""
    kept = base64.b64encode(zlib.compress(json.dumps(LOOKS[name]).encode())).decode()
    lines = [record.LOOKS + kept, *(line for line in LINES[3:] if line[0] != record.LOOKS)]
    said_ = restated(record=signing.digest(lines, "sha256"))
    found = verify(with_seal(LINES[0], said_, LINES[2], *lines), {})
    assert (found["state"], found["reason"]) == ("not_ours", "damaged_seal")


def test_a_day_that_is_none_is_a_text_like_another() -> None:
    line = packed(b'[5,[[1,"date",["2026-13-41"]]]]')
    found = verify(sealed_by(record.TITLE + "资金来源", *line), KEYS)["changed"]
    assert ("A5", "2026-13-41", "基金") in [
        (one["cell"], one["issued"], one["found"]) for one in found
    ]


def test_a_record_of_endless_rows_is_compared_without_being_held() -> None:
    """2,000 rows a line, 200,000 rows that the file has not: each differs, few are named."""
    lines = (
        b'[%d,[[1,"text",[%s]]]]' % (5 + 2_000 * number, b",".join([b'"a"'] * 2_000))
        for number in range(100)
    )
    content = sealed_by(record.TITLE + "资金来源", *packed(*lines))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, json.dumps(KEYS)],
        input=content,
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    named, more, megabytes = (int(word) for word in done.stdout.split())
    assert (named, more > 180_000) == (MOST_NAMED, True)
    assert megabytes < 60


ROOT = Path(__file__).parents[2]
MEASURED = """
import json, resource, sys
from fund.reports.verify import verify
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = verify(content, json.loads(sys.argv[1]))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(found["changed"]), found["more"], (after - before) // 1024)
"""
