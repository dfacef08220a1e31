"""A document is known by its content, kept once, and never changed."""

from typing import Any

import pytest
import sqlalchemy as sa

from fund import acts, db
from fund.access import actors
from fund.attachments import commands, queries
from fund.attachments.rules import (
    MOST_BYTES,
    FileEmpty,
    FileOfNoKnownKind,
    FileTooLarge,
    media_type,
)
from fund.attachments.tables import Attachment
from fund.errors import FundError, NotAllowed, NotFound
from tests.people import Office

PDF = b"%PDF-1.7 a report"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("scan.png", b"\x89PNG\r\n\x1a\nx", "image/png"),
        ("scan.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("letter.ofd", b"PK\x03\x04x", "application/ofd"),
    ],
)
def test_a_document_is_known_by_its_ending_and_its_first_bytes(
    name: str, content: bytes, found: str
) -> None:
    assert media_type(name, content) == found


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("a.pdf", b"", FileEmpty),
        ("a.pdf", b"MZ\x90 a program", FileOfNoKnownKind),
        ("a.exe", PDF, FileOfNoKnownKind),
        ("pdf", PDF[:0] + b"x", FileOfNoKnownKind),
        ("a.html", b"<script>", FileOfNoKnownKind),
        ("a.pdf", PDF + bytes(MOST_BYTES), FileTooLarge),
    ],
)
def test_what_is_no_document_is_refused(
    name: str, content: bytes, refused: type[FundError]
) -> None:
    with pytest.raises(refused):
        media_type(name, content)


def keep(office: Office, part: str, **arguments: Any) -> str:
    return str(acts.perform(office.engine, office.ids[part], commands.keep, **arguments).id)


def test_a_document_is_kept_once_and_read_back_as_it_was(an_office: Office) -> None:
    first = keep(an_office, "officer", file_name="a.pdf", content=PDF)
    assert keep(an_office, "officer", file_name="again.pdf", content=PDF) == first
    with db.reading(an_office.engine) as session:
        found = queries.attachment(session, actors.load(session, an_office.ids["viewer"]), first)
        assert (found.content, found.file_name, found.size_bytes) == (PDF, "a.pdf", len(PDF))
        with pytest.raises(NotFound):
            queries.attachment(session, actors.load(session, an_office.ids["viewer"]), "0" * 64)
        with pytest.raises(NotAllowed):
            queries.attachment(session, actors.load(session, an_office.ids["system"]), first)


def test_a_document_is_neither_changed_nor_deleted(an_office: Office) -> None:
    keep(an_office, "officer", file_name="a.pdf", content=PDF)
    table: Any = Attachment.__table__
    for statement in (sa.update(table).values(content=b"other"), sa.delete(table)):
        with pytest.raises(sa.exc.DBAPIError, match="fund:append_only"):
            db.write(
                an_office.engine, lambda session, statement=statement: session.execute(statement)
            )
