"""Workbooks of many centres at once: all of a province's out as one zip, and whatever comes back
with a verdict a file.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.centres import intake, paper, periods, reach
from fund.centres.intake import Taken
from fund.centres.paper import Paper
from fund.centres.tables import Centre, Submission
from fund.errors import N_, FundError, Issue
from fund.lifecycle import may_report
from fund.workbook.guard import LIMITS, Workbook, open_workbook

MOST_FILES, MOST_BYTES = 200, 200 * 1024 * 1024
"""Workbooks taken at once, and their bytes unpacked; 34 provinces have some dozen centres each."""

REFUSALS: Mapping[str, str] = {
    "zip_damaged": N_("The zip cannot be opened. Pack the workbooks again, without a password."),
    "zip_too_many": N_("The zip holds more than {most} files. Split it."),
    "zip_too_large": N_(
        "Unpacked, the zip is larger than {megabytes} MB. Hand the workbooks in one by one."
    ),
    "zip_empty": N_("There is no file in the zip."),
    "out_of_reach": N_("This workbook is of a centre you do not report for. It was not read."),
}
"""What is said of a zip, or of a file in it, before its figures are looked at."""


class File(NamedTuple):
    """A file as it was handed in; ``refused`` says why it is not even opened."""

    name: str
    content: bytes
    refused: Issue | None = None


class Opened(NamedTuple):
    """A file once read by the guard: its cells, or why not."""

    file: File
    book: Workbook | None
    refused: list[Issue]


class Judged(NamedTuple):
    """A file with its verdict; ``of`` is what it says it is, None where it says nothing; ``denied``
    the refusal when it is somebody else's.
    """

    file: File
    of: Paper | None
    taken: Taken
    denied: FundError | None = None


def papers(session: Session, actor: Actor, period_code: str) -> list[Paper]:
    """What each centre a person reports for still has to hand in for a period, by code."""
    period = periods.of_code(session, period_code)
    statement = (
        select(Centre)
        .where(
            col(Centre.standing).in_(("preparing", "operating")),
            Centre.founded_on <= period.ends_on,
        )
        .order_by(Centre.code)
    )
    keys = reach.seen(session, actor, "fill_in")
    if keys == []:
        actor.must("fill_in")
    if keys is not None:
        statement = statement.where(col(Centre.id).in_(keys))
    states = {
        row.centre_id: row.status
        for row in session.exec(
            select(Submission)
            .where(Submission.period_id == period.id)
            .order_by(col(Submission.revision))
        )
    }
    wanted = [
        one.code
        for one in session.exec(statement)
        if period.kind in ("", one.kind)
        and may_report(
            "submit",
            actor.roles_for("submit", one.code, one.region_code),
            states.get(one.id or 0, "draft"),
        )
    ]
    return [paper.paper(session, actor, code, period_code) for code in wanted]


def zipped(of: Sequence[Paper], language: str) -> bytes:
    """One zip with each centre's workbook, prefilled, under its own name."""
    return packed((intake.title(one), paper.written(one, language)) for one in of)


def packed(files: Iterator[tuple[str, bytes]]) -> bytes:
    """Files under their names, as one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:  # workbooks are compressed already
        for name, content in files:
            pack.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def unpacked(name: str, content: bytes) -> list[File]:
    """The workbooks in what was handed in: a zip's one by one, a workbook itself. Never raises for
    what is in the file.
    """
    if not name.lower().endswith(".zip"):
        return [File(name, content)]
    try:
        return list(_members(name, content))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ):
        # whatever the zip module stumbles over (a wrong CRC, a password, an unknown method) is a
        # file that cannot be opened
        return [_refused(name, "zip_damaged")]


def _members(name: str, content: bytes) -> Iterator[File]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        wanted = [one for one in pack.infolist() if not _is_litter(_name(one))]
        if not wanted or len(wanted) > MOST_FILES:
            yield _refused(name, "zip_too_many" if wanted else "zip_empty")
            return
        left = MOST_BYTES
        for one in wanted:
            with pack.open(one) as member:
                found = member.read(
                    min(LIMITS.file_bytes, left) + 1
                )  # what it says of its size is not believed
            left -= len(found)
            if left < 0:
                yield _refused(name, "zip_too_large")
                return
            yield File(_name(one).rpartition("/")[2], found)


def _name(one: zipfile.ZipInfo) -> str:
    """A member's name; Chinese Windows writes GBK where the standard knows only its oldest code
    page.
    """
    if one.flag_bits & 0x800:
        return one.filename
    try:
        return one.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return one.filename


def _is_litter(name: str) -> bool:
    """Whether a member is nobody's file: a folder, or what a spreadsheet program or an operating
    system leaves beside one.
    """
    folder, _mark, last = name.rpartition("/")
    return (
        not last
        or last.startswith(("~$", "."))
        or last.casefold() in ("thumbs.db", "desktop.ini")
        or "__MACOSX" in folder
    )


def _refused(name: str, code: str) -> File:
    return File(
        name,
        b"",
        Issue(
            "error",
            code,
            "",
            name,
            REFUSALS[code],
            {"most": MOST_FILES, "megabytes": MOST_BYTES // 2**20},
        ),
    )


def opened(file: File) -> Opened:
    """A file read by the guard, in a process of its own."""
    if file.refused:
        return Opened(file, None, [file.refused])
    book, refused = open_workbook(file.content)
    return Opened(file, book, refused)


def judged(session: Session, actor: Actor, file: File) -> Judged:
    """One file: what it says it is, and the verdict on it; refuses one that is somebody else's."""
    return _against(session, actor, opened(file))


def judged_each(session: Session, actor: Actor, files: Sequence[Opened]) -> list[Judged]:
    """Every file with its verdict; somebody else's is told from the rest and not read."""
    found = []
    for one in files:
        try:
            found.append(_against(session, actor, one))
        except FundError as denied:
            found.append(
                Judged(
                    one.file,
                    None,
                    Taken(
                        {},
                        {},
                        None,
                        [Issue("error", "out_of_reach", "", "", REFUSALS["out_of_reach"], {})],
                        {},
                    ),
                    denied,
                )
            )
    return found


def _against(session: Session, actor: Actor, one: Opened) -> Judged:
    if one.book is None:
        return Judged(one.file, None, Taken({}, {}, None, one.refused, {}))
    centre, period = intake.claimed(one.book)
    if not centre:
        return Judged(one.file, None, Taken({}, {}, None, [intake.problem("not_a_report", "")], {}))
    of = paper.paper(session, actor, centre, period)
    return Judged(one.file, of, intake.taken(one.book, of))
