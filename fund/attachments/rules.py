"""What may be handed in: a few kinds of document, told by their content, of a bounded size.
Pure.
"""

from fund.errors import N_, FundError

MOST_BYTES = 20 * 1024 * 1024

KINDS: tuple[tuple[str, bytes, str], ...] = (
    ("pdf", b"%PDF-", "application/pdf"),
    ("png", b"\x89PNG\r\n\x1a\n", "image/png"),
    ("jpg", b"\xff\xd8\xff", "image/jpeg"),
    ("jpeg", b"\xff\xd8\xff", "image/jpeg"),
    (
        "docx",
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("xlsx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ofd", b"PK\x03\x04", "application/ofd"),
)
"""Ending, first bytes, media type. OFD is GB/T 33190, the format of Chinese electronic
documents.
"""

ENDINGS = tuple(ending for ending, _start, _type in KINDS)


class FileEmpty(FundError):
    """Nothing is in the file."""

    message = N_("“{file}” is empty. Choose the file again.")


class FileTooLarge(FundError):
    """The file is above the limit."""

    message = N_(
        "“{file}” is larger than {most_megabytes} MB. Hand in a smaller scan or several files."
    )


class FileOfNoKnownKind(FundError):
    """The content is not what the name's ending says, or of no kind taken here."""

    message = N_(
        "“{file}” is not one of {endings}, or its content is not what its ending says. Save it"
        " again as one of them."
    )


def media_type(file: str, content: bytes) -> str:
    """The media type of a file by its ending and its first bytes; refuses what is empty, too large
    or of another kind.
    """
    if not content:
        raise FileEmpty(file=file)
    if len(content) > MOST_BYTES:
        raise FileTooLarge(file=file, most_megabytes=MOST_BYTES // 1024**2)
    ending = file.rpartition(".")[2].lower()
    for known, start, found in KINDS:
        if ending == known and content.startswith(start):
            return found
    raise FileOfNoKnownKind(file=file, endings=", ".join(ENDINGS))
