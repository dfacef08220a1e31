"""A province's workbooks together: out as one zip, back with a verdict a file, the sound ones
handed in and nothing of the others stored.
"""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from fund import db
from fund.access import actors
from fund.access.actors import OutOfScope
from fund.centres import bundle, commands, intake
from fund.centres.bundle import Judged, Opened
from fund.centres.paper import FIRST_ROW, VALUE, Paper
from fund.errors import NotAllowed
from tests.centres.reporting import CENTRES, World, world

PROVINCE = "province 370000"


@pytest.fixture
def here(tmp_path: Any) -> World:
    """Two centres of one province with a filled draft each, and one of another."""
    made = world(f"sqlite:///{tmp_path}/fund.db")
    made.filled("local SD-RR", "SD-RR")
    made.filled("local SD-OP", "SD-OP")
    made.filled("local HI-SS", "HI-SS")
    return made


def papers(made: World, name: str, period: str = "2026-Q3") -> list[Paper]:
    with db.reading(made.office.engine) as session:
        found = bundle.papers(
            session, actors.load(session, made.ids.get(name) or made.office.ids[name]), period
        )
    return [of for of in found if of.centre.code in CENTRES]  # the office has a centre of its own


def judged(made: World, name: str, files: list[Opened]) -> list[Judged]:
    with db.reading(made.office.engine) as session:
        return bundle.judged_each(session, actors.load(session, made.ids[name]), files)


def opened(name: str, content: bytes) -> list[Opened]:
    return [bundle.opened(file) for file in bundle.unpacked(name, content)]


def spoilt(content: bytes) -> bytes:
    book, out = load_workbook(io.BytesIO(content)), io.BytesIO()
    book.worksheets[1].cell(FIRST_ROW + 1, VALUE).value = "若干"
    book.save(out)
    return out.getvalue()


def test_a_province_gets_what_its_centres_still_have_to_hand_in_and_nobody_else_s(
    here: World,
) -> None:
    assert [of.centre.code for of in papers(here, PROVINCE)] == ["SD-OP", "SD-RR"]
    assert [of.centre.code for of in papers(here, "local HI-SS")] == ["HI-SS"]
    assert [of.centre.code for of in papers(here, "officer")] == ["HI-SS", "SD-OP", "SD-RR"]
    with pytest.raises(NotAllowed):
        papers(here, "viewer")
    key = here.office.one(
        sa.text(
            "SELECT id FROM submission WHERE centre_id = (SELECT id FROM centre WHERE code ="
            " 'SD-OP')"
        )
    )[0]
    here.act("local SD-OP", commands.submit, submission_id=key)
    assert [of.centre.code for of in papers(here, PROVINCE)] == ["SD-RR"]


def test_a_zip_comes_back_with_a_verdict_a_file_and_only_the_sound_ones_go_in(here: World) -> None:
    out = zipfile.ZipFile(io.BytesIO(bundle.zipped(papers(here, "officer"), "zh")))
    assert out.namelist() == ["HI-SS-2026-Q3.xlsx", "SD-OP-2026-Q3.xlsx", "SD-RR-2026-Q3.xlsx"]
    pack = {name: out.read(name) for name in out.namelist()}
    back = bundle.packed(
        iter(
            [
                ("季报/SD-RR-2026-Q3.xlsx", pack["SD-RR-2026-Q3.xlsx"]),
                ("季报/SD-OP-2026-Q3.xlsx", spoilt(pack["SD-OP-2026-Q3.xlsx"])),
                ("HI-SS-2026-Q3.xlsx", pack["HI-SS-2026-Q3.xlsx"]),
                ("说明.pdf", b"%PDF-1.4"),
                ("季报/~$SD-RR-2026-Q3.xlsx", b"lock"),
                ("__MACOSX/._SD-RR-2026-Q3.xlsx", b"fork"),
            ]
        )
    )
    found = {one.file.name: one for one in judged(here, PROVINCE, opened("季报.zip", back))}
    told = {
        name: (
            one.taken.is_ready,
            {issue.code for issue in one.taken.issues if issue.severity == "error"},
        )
        for name, one in found.items()
    }
    assert told == {
        "SD-RR-2026-Q3.xlsx": (True, set()),
        "SD-OP-2026-Q3.xlsx": (False, {"number_unreadable"}),
        "HI-SS-2026-Q3.xlsx": (False, {"out_of_reach"}),
        "说明.pdf": (False, {"not_a_workbook"}),
    }
    assert isinstance(found["HI-SS-2026-Q3.xlsx"].denied, OutOfScope)
    ready = [one for one in found.values() if one.taken.is_ready]
    for one in ready:
        cells = {code: tuple(cell) for code, cell in one.taken.cells.items()}
        here.act(
            PROVINCE,
            commands.submit_workbook,
            centre_code=one.of.centre.code,
            period_code=one.of.period.code,
            file_name=one.file.name,
            content=one.file.content,
            cells=cells,
            notes=one.taken.notes,
        )
    with db.reading(here.office.engine) as session:
        states = session.execute(
            sa.text(
                "SELECT c.code, s.status, s.round FROM submission s JOIN centre c ON c.id ="
                " s.centre_id ORDER BY c.code"
            )
        ).all()
        files = session.execute(sa.text("SELECT file_name FROM submission_file")).scalars().all()
    assert [tuple(row) for row in states] == [
        ("HI-SS", "draft", 0),
        ("SD-OP", "draft", 0),
        ("SD-RR", "submitted", 1),
    ]
    assert files == ["SD-RR-2026-Q3.xlsx"]


def test_names_written_by_chinese_windows_are_read(here: World) -> None:
    content = bundle.zipped(papers(here, "local SD-RR"), "zh")
    renamed = content.replace(b"SD-RR-2026-Q3.xlsx", "济南季报三季度".encode("gb18030") + b".xls")
    assert len(renamed) == len(content)
    assert [file.name for file in bundle.unpacked("a.zip", renamed)] == ["济南季报三季度.xls"]


def locked() -> bytes:
    """A zip whose one member says it is encrypted."""
    content = bytearray(bundle.packed(iter([("a.xlsx", b"x")])))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for number in range(11):
            pack.writestr(f"{number}.xlsx", b"\0" * (30 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"not a zip", {"zip_damaged"}),
        (bundle.packed(iter([])), {"zip_empty"}),
        (locked(), {"zip_damaged"}),
        (
            bundle.packed((f"{number}.xlsx", b"x") for number in range(bundle.MOST_FILES + 1)),
            {"zip_too_many"},
        ),
        (bundle.packed(iter([("a/b.xlsx", b"x")]))[:-30], {"zip_damaged"}),
    ],
    ids=["no zip", "empty", "password", "too many", "cut short"],
)
def test_a_zip_that_is_none_is_named_and_nothing_of_it_is_read(
    here: World, content: bytes, codes: set[str]
) -> None:
    found = judged(here, PROVINCE, opened("a.zip", content))
    assert {issue.code for one in found for issue in one.taken.issues} == codes
    assert not any(one.taken.is_ready or one.of for one in found)


def test_a_zip_that_unpacks_without_end_is_stopped_at_its_limit() -> None:
    files = bundle.unpacked("a.zip", bomb())
    assert files[-1].refused is not None
    assert files[-1].refused.code == "zip_too_large"
    assert sum(len(file.content) for file in files) <= bundle.MOST_BYTES


def test_the_marked_copies_come_back_as_a_zip_each_put_right_is_taken(here: World) -> None:
    of = papers(here, "local SD-RR")[0]
    content = spoilt(
        zipfile.ZipFile(io.BytesIO(bundle.zipped([of], "zh"))).read("SD-RR-2026-Q3.xlsx")
    )
    book = load_workbook(io.BytesIO(intake.marked(content, of, "zh")))
    book.worksheets[1].cell(FIRST_ROW + 1, VALUE).value = 14
    out = io.BytesIO()
    book.save(out)
    assert intake.read(out.getvalue(), of).is_ready


def test_every_kind_of_centre_has_three_fifths_filled_in_when_a_quarter_begins(
    tmp_path: Any,
) -> None:
    made = world(f"sqlite:///{tmp_path}/fund.db")
    for centre in ("SD-RR", "SD-OP", "HI-SS"):
        made.approved(centre, "2026-Q2", date(2026, 7, 3), last_test_on="2026-06-18")
    for of in papers(made, "officer"):
        asked = [one for one in of.form if one.is_asked]
        assert sum(of.cells[one.code] is not None for one in asked) / len(asked) >= 0.6, (
            of.centre.code
        )
